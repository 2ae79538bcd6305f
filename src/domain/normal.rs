//! The normal form of an input, and what kind of input it is, before any plan is asked.
//!
//! Owns two things that `criterion` does not say: how an input would be sent even
//! where no number can match it, so that a fault can be shown in that form; and
//! whether text without a field around it is an area code or a pattern. Reads the
//! same spellings by the same rules. Called by `check`.

use super::{
    criterion::{Kind, National, national},
    spelling::{Hint, Mark, spell},
};
use crate::numbering::{Country, Plan};

/// An input as it would be sent, possible or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normal {
    text: String,
    /// How many characters of the text stand before the national number.
    lead: usize,
    /// For each place of the national number, the index in the input of the character it was read from.
    origins: Vec<usize>,
}

impl Normal {
    /// Reads an input; `None` where it is empty, cannot be read, or does not begin with the country's calling code
    /// although it is international.
    #[must_use]
    pub fn of(kind: Kind, country: Country, input: &str) -> Option<Self> {
        let marks = spell(kind, input).ok()?.marks;
        // As when reading: a bare 1 is not taken off an area code of +1, and none begins with it.
        if kind == Kind::AreaCode && country.is_nanp() && marks.first()?.byte == b'1' {
            return None;
        }
        let Ok(National::Rest(places)) = national(country, &marks) else { return None };
        let lead = match kind {
            Kind::AreaCode => String::new(),
            Kind::Pattern => format!("+{}", country.calling_code()),
        };
        let digits: String = places.iter().map(|mark| char::from(mark.byte)).collect();
        let origins: Vec<_> = places.iter().map(|mark| mark.at).collect();
        (!digits.is_empty()).then(|| Self { lead: lead.len(), text: lead + &digits, origins })
    }

    /// The form that would be sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The national number's digits and wildcards.
    #[must_use]
    pub fn places(&self) -> &str {
        &self.text[self.lead..]
    }

    /// Where a place stands in the normal form, in characters.
    #[must_use]
    pub fn index_of(&self, place: usize) -> usize {
        self.lead + place
    }

    /// Which character of the input a place was read from.
    #[must_use]
    pub fn origin_of(&self, place: usize) -> Option<usize> {
        self.origins.get(place).copied()
    }

    /// Which place was read from a character of the input.
    #[must_use]
    pub fn place_at(&self, input_index: usize) -> Option<usize> {
        self.origins.iter().position(|&origin| origin == input_index)
    }
}

/// Whether text is an area code or a pattern.
///
/// A pattern begins with `+` or `00`, or holds a wildcard or letters of a phone's keypad, or has more digits than any
/// area code of the country, a trunk prefix aside; where the country has no area codes, as many as a whole number.
#[must_use]
pub fn kind_of(country: Country, input: &str) -> Kind {
    let Ok(spelled) = spell(Kind::Pattern, input) else {
        // It cannot be read at all; this decides only which of two refusals is said.
        return if input.contains(['+', '*', '\u{ff0b}', '\u{ff0a}']) { Kind::Pattern } else { Kind::AreaCode };
    };
    let marks = &spelled.marks;
    let is_open = marks.iter().any(|mark| !mark.byte.is_ascii_digit());
    if is_open || international(marks).is_some() || spelled.hints.contains(&Hint::Letters) {
        return Kind::Pattern;
    }
    let trunk = country.trunk_prefix();
    let has_trunk = trunk == "0" && marks.first().is_some_and(|mark| mark.byte == b'0');
    let digits = marks.len() - usize::from(has_trunk);
    if digits > longest_area_code(country) { Kind::Pattern } else { Kind::AreaCode }
}

/// How many digits are still taken for an area code.
fn longest_area_code(country: Country) -> usize {
    let plan = Plan::of(country);
    match country.area_code_lengths() {
        [] => plan.lengths().next().map_or(0, |whole| whole.saturating_sub(1)),
        _ => plan.area_code_rule().longest,
    }
}

/// The digits behind a leading `+` or `00`, as far as they are digits; `None` for any other input.
#[must_use]
pub fn international_digits(input: &str) -> Option<String> {
    let marks = spell(Kind::Pattern, input).ok()?.marks;
    let digits = international(&marks)?.iter().map(|mark| mark.byte).take_while(u8::is_ascii_digit);
    Some(digits.map(char::from).collect())
}

/// What stands behind a leading `+` or `00`.
fn international(marks: &[Mark]) -> Option<&[Mark]> {
    match marks {
        [Mark { byte: b'+', .. }, rest @ ..] | [Mark { byte: b'0', .. }, Mark { byte: b'0', .. }, rest @ ..] => {
            Some(rest)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Criterion, criterion::Reading};

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    #[test]
    fn kinds() {
        for (code, input, kind) in [
            ("US", "", Kind::AreaCode),
            ("US", "41", Kind::AreaCode),
            ("US", "415", Kind::AreaCode),
            ("US", "(415)", Kind::AreaCode),
            ("US", "4155", Kind::Pattern),
            ("US", "+1415", Kind::Pattern),
            ("US", "001415", Kind::Pattern),
            ("US", "415*", Kind::Pattern),
            ("US", "41x", Kind::Pattern),
            ("US", "FLOWERS", Kind::Pattern),
            ("US", "415é", Kind::AreaCode),
            ("US", "+415é", Kind::Pattern),
            ("GB", "020", Kind::AreaCode),
            ("GB", "015396", Kind::AreaCode),
            ("GB", "0153960", Kind::Pattern),
            ("SG", "65", Kind::AreaCode),
            ("SG", "61234567", Kind::Pattern),
        ] {
            assert_eq!(kind_of(country(code), input), kind, "{code} {input:?}");
        }
    }

    #[test]
    fn the_normal_form_keeps_where_it_came_from() {
        let normal = Normal::of(Kind::Pattern, country("US"), "1 (415) 055-****").unwrap();
        assert_eq!((normal.as_str(), normal.places()), ("+1415055****", "415055****"));
        assert_eq!((normal.index_of(3), normal.origin_of(3), normal.place_at(8)), (5, Some(8), Some(3)));
        assert_eq!(normal.origin_of(10), None);
        for input in ["", "+", "+44 20", "415;"] {
            assert_eq!(Normal::of(Kind::Pattern, country("US"), input), None, "{input:?}");
        }
        assert_eq!(Normal::of(Kind::AreaCode, country("US"), "141"), None);
        assert_eq!(Normal::of(Kind::AreaCode, country("GB"), "020").unwrap().as_str(), "20");
    }

    #[test]
    fn the_calling_code_is_seen() {
        for (input, digits) in [
            ("+44 20 *", Some("4420")),
            ("0044", Some("44")),
            ("＋４４", Some("44")),
            ("+", Some("")),
            ("020", None),
            ("+4é", None),
        ] {
            assert_eq!(international_digits(input).as_deref(), digits, "{input:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_valid_has_its_own_form(
            country in prop::sample::select(Country::all().collect::<Vec<_>>()), input in "[+0-9*x ()-]{0,18}",
        ) {
            for kind in [Kind::AreaCode, Kind::Pattern] {
                if let Reading::Valid(valid) = Criterion::read(kind, country, &input) {
                    let normal = Normal::of(kind, country, &input);
                    prop_assert_eq!(normal.as_ref().map(Normal::as_str), Some(valid.as_str()));
                }
            }
        }
    }
}
