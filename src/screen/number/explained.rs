//! What is known of a valid draft, before anybody pays for it.
//!
//! Owns the words for the facts of `domain::explanation`: what will be sent, where
//! that is and what time it is there, how many numbers are possible and of which
//! kinds, what is special about them, and examples. Possible is never called
//! available.

use super::there::time_there;
use crate::{
    app::App,
    domain::{
        Criterion,
        criterion::hints,
        explanation::{Explanation, example},
    },
    numbering::{Country, international_form, national_form},
    widget::{Facts, theme},
};

/// So many other countries are named; of more, only the first.
const NAMED: usize = 3;

pub fn valid(app: &App, facts: &mut Facts, criterion: &Criterion) {
    let country = app.number.country;
    let explained = Explanation::of(country, criterion);
    facts.text(&format!("✓ Valid {}", criterion.kind().title().to_lowercase()), theme::ACCENT);
    facts.fact("Will be sent", &format!("{} {criterion}", criterion.kind().api_field()));
    let hints: Vec<_> = hints(criterion.kind(), app.number.draft().value()).iter().map(ToString::to_string).collect();
    if !hints.is_empty() {
        facts.fact("Read as", &hints.join(" "));
    }
    facts.fact("Where", &place(country, &explained));
    if let Some(time) = time_there(&explained.time_zones, app.now.wall, &app.zone) {
        facts.fact("Time", &time);
    }
    if !explained.also_in.is_empty() {
        facts.fact("Also in", &also_in(country, &explained.also_in));
    }
    facts.fact("Possible", &possible(&explained));
    if let Some(special) = special(&explained) {
        facts.styled("Special", &special, theme::STRONG);
    }
    examples(app, facts, criterion, &explained);
    if explained.possible != 1 {
        facts.text("The API sells any number that matches; you do not choose which one.", theme::PLAIN);
    }
}

/// Place and main towns, as far as they are known.
fn place(country: Country, explained: &Explanation) -> String {
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

/// The other countries of the calling code.
fn also_in(country: Country, others: &[Country]) -> String {
    let names: Vec<_> = others.iter().map(|other| other.name()).collect();
    match names.as_slice() {
        all if all.len() > NAMED && all.len() + 1 == Country::sharing(country.calling_code()).count() => {
            format!("all {} other countries of +{}", all.len(), country.calling_code())
        }
        [first, rest @ ..] if rest.len() >= NAMED => {
            format!("{first} and {} others of +{}", rest.len(), country.calling_code())
        }
        names => names.join(", "),
    }
}

/// How many, and of which kinds.
fn possible(explained: &Explanation) -> String {
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
    format!("{numbers}{kinds}{fiction}. In stock: not known.")
}

/// What sets the numbers apart from ordinary lines, for cost and reach.
fn special(explained: &Explanation) -> Option<String> {
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

/// All matches where they are few, one example where they are many.
fn examples(app: &App, facts: &mut Facts, criterion: &Criterion, explained: &Explanation) {
    let country = app.number.country;
    if !explained.few.is_empty() {
        facts.fact("These", &explained.few.join("  "));
    } else if let Some(number) = example(country, criterion, app.number.sample) {
        let national = national_form(country, &number).unwrap_or_default();
        let international = international_form(country, &number).unwrap_or(number);
        facts.fact("Example", &format!("{national}   {international}   F6 shows another"));
    }
}

/// A count with commas between thousands.
fn grouped(count: u64) -> String {
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
