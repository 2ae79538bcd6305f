//! The facts of an explanation, in words.
//!
//! Owns the phrases that a screen and the command line both say, so that the same
//! thing is said the same way in both. Plain text without line breaks. Called by
//! `screen` and `check`.

use super::explanation::Explanation;
use crate::numbering::{Country, Place};

/// Place and main towns, as far as they are known.
#[must_use]
pub fn place(country: Country, explained: &Explanation) -> String {
    let is_placeless = explained.only_kind().is_some_and(|kind| kind.meaning().is_some());
    let Some(place) = &explained.place else {
        let bound = if is_placeless { ", bound to no place" } else { "" };
        return format!("{}{bound}", country.name());
    };
    let towns: Vec<_> = place.towns.iter().copied().filter(|town| *town != place.name).collect();
    let towns = if towns.is_empty() { String::new() } else { format!(": {}", towns.join(", ")) };
    let in_country = if place.name == country.name() { String::new() } else { format!(", {}", country.name()) };
    format!("{}{in_country}{towns}", place.name)
}

/// The main town, its region and country, such as "Toronto, Ontario, Canada".
#[must_use]
pub fn town(country: Country, place: Option<&Place>) -> String {
    let Some(place) = place else { return country.name().to_owned() };
    match place.towns.first().filter(|town| **town != place.name) {
        Some(town) => format!("{town}, {}", region(country, place)),
        None => region(country, place),
    }
}

fn region(country: Country, place: &Place) -> String {
    if place.name == country.name() { place.name.to_owned() } else { format!("{}, {}", place.name, country.name()) }
}

/// How many, and of which kinds.
#[must_use]
pub fn possible(explained: &Explanation) -> String {
    let numbers = match explained.possible {
        1 => "only 1 number".to_owned(),
        few @ 2..=10 => format!("only {few} numbers"),
        many => format!("{} numbers", grouped(many)),
    };
    let kinds = match explained.by_type.as_slice() {
        [(kind, _)] => format!(", {}", kind.name()),
        kinds => {
            let kinds: Vec<_> =
                kinds.iter().map(|(kind, count)| format!("{} {}", grouped(*count), kind.name())).collect();
            format!(": {}", kinds.join(", "))
        }
    };
    let fiction = match explained.fictional {
        0 => String::new(),
        count if count == explained.possible => "; reserved for fiction, 555-0100…0199".to_owned(),
        count => format!("; {} of them reserved for fiction, 555-0100…0199", grouped(count)),
    };
    format!("{numbers}{kinds}{fiction}.")
}

/// What sets the numbers apart from ordinary lines, for cost and reach.
#[must_use]
pub fn special(explained: &Explanation) -> Option<String> {
    if let Some(special) = explained.special {
        return Some(format!("{}: {}", special.name(), special.meaning()));
    }
    if let Some(kind) = explained.only_kind() {
        return kind.meaning().map(|meaning| format!("{}: {meaning}", kind.name()));
    }
    let dear: Vec<_> = explained.by_type.iter().filter(|(kind, _)| kind.may_cost_callers_more()).collect();
    let dear: Vec<_> = dear.into_iter().map(|(kind, _)| kind.name()).collect();
    (!dear.is_empty()).then(|| format!("Some may cost the caller more than an ordinary call: {}.", dear.join(", ")))
}

/// A count with commas between thousands.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Criterion, criterion::Kind},
        numbering::place_of,
    };

    fn explained(code: &str, text: &str) -> String {
        let criterion = Criterion::recorded(Kind::Pattern, text).unwrap();
        possible(&Explanation::of(Country::parse(code).unwrap(), &criterion))
    }

    #[test]
    fn thousands_are_set_apart() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (7_920_000, "7,920,000")] {
            assert_eq!(grouped(count), text);
        }
    }

    #[test]
    fn places_are_named_once() {
        let [us, canada, jamaica] = ["US", "CA", "JM"].map(|code| Country::parse(code).unwrap());
        assert_eq!(town(canada, place_of("1", "416").as_ref()), "Toronto, Ontario, Canada");
        assert_eq!(town(jamaica, place_of("1", "876").as_ref()), "Jamaica");
        assert_eq!(town(us, None), "United States");
    }

    #[test]
    fn counts_in_words() {
        assert_eq!(
            explained("US", "+1415555****"),
            "10,000 numbers, fixed line or mobile; 100 of them reserved for fiction, 555-0100…0199."
        );
        assert_eq!(
            explained("US", "+14155550100"),
            "only 1 number, fixed line or mobile; reserved for fiction, 555-0100…0199."
        );
        assert!(explained("GB", "+44**********").ends_with("924,790,000 fixed line, 791,400,000 mobile."));
    }
}
