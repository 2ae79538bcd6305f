//! What is known of a valid draft, before anybody pays for it.
//!
//! Owns the words for the facts of `domain::explanation`: what will be sent, where
//! that is and what time it is there, how many numbers are possible and of which
//! kinds, what is special about them, and examples. Possible is never called
//! available. What decides comes first: a small window cuts off what is last.

use super::there::time_there;
use crate::{
    app::App,
    domain::{
        Criterion,
        criterion::hints,
        explanation::{Explanation, example},
        phrases,
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
    facts.fact("Possible", &format!("{} In stock: not known.", phrases::possible(&explained)));
    examples(app, facts, criterion, &explained);
    if let Some(special) = phrases::special(&explained) {
        facts.styled("Special", &special, theme::STRONG);
    }
    facts.fact("Where", &phrases::place(country, &explained));
    if let Some(time) = time_there(&explained.time_zones, app.now.wall, &app.zone) {
        facts.fact("Time", &time);
    }
    if !explained.also_in.is_empty() {
        facts.fact("Also in", &also_in(country, &explained.also_in));
    }
    if explained.possible != 1 {
        facts.text("The API sells any number that matches; you do not choose which one.", theme::PLAIN);
    }
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
