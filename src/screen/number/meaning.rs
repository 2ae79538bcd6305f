//! What the draft means, after every key: fine, not complete, wrong, or the name of a place.
//!
//! Owns the words for each reading. A wrong draft is never left at the fault: the
//! rule, what would be accepted there, the country that it belongs to, or the real
//! area codes near it. What is known of a valid draft is `explained`'s.

use ratatui::{Frame, layout::Rect, widgets::Paragraph};

use super::explained;
use crate::{
    app::{App, NumberStep, PlaceChoice, PlaceChoices, PlaceSearch},
    domain::{
        criterion::{Fault, Kind, Reading, hints},
        elsewhere::{Elsewhere, Unassigned, unassigned},
    },
    numbering::{Country, Digits, Plan, place_of},
    screen::chrome::titled,
    widget::{
        Facts, list,
        split::{self, Part},
        text::{cut, fit},
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 14;
/// So many area codes near one that nobody has.
const MOST_NEAR: usize = 4;

pub fn view(app: &App, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "What this asks for", theme::PLAIN);
    let step = &app.number;
    let mut facts = Facts::new(inside.width, LABEL);
    for problem in &step.objections {
        let field = problem.field.as_ref().map_or("the request", |field| field.as_str());
        facts.text(&format!("! Refused by the API: {field} “{}”", problem.message), theme::STRONG).gap();
    }
    match &step.search {
        Some(PlaceSearch::Found(choices)) => return places(step, choices, facts, frame, inside),
        Some(PlaceSearch::TooShort) => {
            facts.text("… Go on: a place's name needs two letters or more.", theme::PLAIN).gap();
            accepted_forms(step, &mut facts);
        }
        Some(PlaceSearch::Nowhere) => {
            facts.text("✗ No place with area codes has a name that begins so.", theme::DANGER);
            facts.fact("Accepted", "the English name of a city or region, or its area code.").gap();
            accepted_forms(step, &mut facts);
        }
        None => reading(app, &mut facts),
    }
    frame.render_widget(Paragraph::new(facts.into_lines()), inside);
}

/// The area codes of the places that a name leads to.
fn places(step: &NumberStep, choices: &PlaceChoices, mut facts: Facts, frame: &mut Frame, area: Rect) {
    let typed = step.draft().value().trim();
    let offered = match choices.rows.len() {
        1 => format!("1 area code for “{typed}”: ↵ takes it."),
        count if choices.is_cut() => {
            format!("The first {count} for “{typed}”: ↑ ↓ choose one, ↵ takes it, letters narrow it.")
        }
        count => format!("{count} area codes for “{typed}”: ↑ ↓ choose one, ↵ takes it."),
    };
    facts.text(&format!("… {offered}"), theme::STRONG);
    let [head, rows] = split::rows(area, [Part::Fixed(facts.rows()), Part::Rest]);
    frame.render_widget(Paragraph::new(facts.into_lines()), head);
    let widest = choices.rows.iter().map(|choice| shown_digits(choice).len()).max().unwrap_or(0);
    list(frame, rows, choices.rows.len(), choices.selected, |at, width| {
        choices.rows.get(at).map_or_else(String::new, |choice| {
            cut(&format!("{}  {}", fit(&shown_digits(choice), widest), names(choice, step.country)), width)
        })
    });
}

/// The area code; other digits with the calling code.
fn shown_digits(choice: &PlaceChoice) -> String {
    if choice.is_area_code() {
        choice.digits.clone()
    } else {
        format!("+{} {}", choice.country.calling_code(), choice.digits)
    }
}

/// The place, and the country where it is another one.
fn names(choice: &PlaceChoice, chosen: Country) -> String {
    let region = choice.region.filter(|region| *region != choice.place);
    let country = Some(choice.country).filter(|country| *country != chosen && country.name() != choice.place);
    let names = [Some(choice.place), region, country.map(Country::name)];
    names.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn reading(app: &App, facts: &mut Facts) {
    let step = &app.number;
    match (step.reading(), step.no_area_codes()) {
        (Reading::Valid(criterion), _) => return explained::valid(app, facts, &criterion),
        (Reading::Wrong(fault), why) => wrong(step, facts, &fault, why),
        (Reading::Empty | Reading::Incomplete(_), Some(why)) => no_area_codes(facts, &why),
        (Reading::Empty, None) => {
            let what = match step.kind {
                Kind::AreaCode => "digits, or the name of a place",
                Kind::Pattern => "a pattern",
            };
            facts.text(&format!("… Type {what}. Nothing is sent before the review."), theme::PLAIN).gap();
            accepted_forms(step, facts);
        }
        (Reading::Incomplete(more), None) => {
            facts.text(&format!("… Incomplete: {more}."), theme::STRONG).gap();
            accepted_forms(step, facts);
        }
    }
    for hint in hints(step.kind, step.draft().value()) {
        facts.text(&format!("· {hint}"), theme::PLAIN);
    }
}

fn wrong(step: &NumberStep, facts: &mut Facts, fault: &Fault, no_codes: Option<String>) {
    if let Some(nobody) = unassigned(step.kind, step.country, step.draft().value()) {
        return unassigned_code(step.country, facts, fault, &nobody);
    }
    match (step.elsewhere(), no_codes) {
        (None, Some(why)) => return no_area_codes(facts, &why),
        (Some(there), _) => {
            told(facts, fault).text(&belongs(&there), theme::STRONG);
        }
        (None, None) => {
            told(facts, fault);
        }
    }
    facts.gap();
    accepted_forms(step, facts);
}

/// The rule and what would be accepted.
fn told<'a>(facts: &'a mut Facts, fault: &Fault) -> &'a mut Facts {
    facts.text(&format!("✗ Wrong. {}.", fault.rule), theme::DANGER);
    facts.fact("Accepted", &format!("{}.", fault.accepted))
}

fn no_area_codes(facts: &mut Facts, why: &str) {
    facts.text(&format!("… {why}"), theme::STRONG).gap();
    facts.text("The name of a place leads to its area codes, also in another country.", theme::PLAIN);
}

/// Where a draft belongs, and the key that leads there.
fn belongs(there: &Elsewhere) -> String {
    let (country, code) = (there.country, there.country.calling_code());
    let switch = format!("F7 switches to {}.", country.in_sentence());
    match there.digits.as_str() {
        "" => format!("+{code} is the calling code of {}. {switch}", country.in_sentence()),
        digits if country.is_nanp() => format!("{digits} is in {}. {switch}", place(country, digits, None)),
        digits => format!("+{code} {digits} is in {}. {switch}", place(country, digits, None)),
    }
}

fn unassigned_code(country: Country, facts: &mut Facts, fault: &Fault, nobody: &Unassigned) {
    let (code, calling_code) = (&nobody.code, country.calling_code());
    let plan = match Country::sharing(calling_code).nth(1) {
        Some(_) => format!("+{calling_code}"),
        None => country.in_sentence(),
    };
    facts.text(&format!("✗ Wrong. There is no area code {code} in {plan}."), theme::DANGER);
    facts.fact("Accepted", &format!("{}.", fault.accepted)).gap();
    if nobody.near.is_empty() {
        facts.text("Nor is there one with one other digit or with two swapped.", theme::PLAIN);
        return;
    }
    facts.text("Near it, with one other digit or two swapped:", theme::PLAIN);
    for near in nobody.near.iter().take(MOST_NEAR) {
        facts.fact(&format!("  {}", near.code), &place(near.country, &near.code, Some(country)));
    }
}

/// A place by its digits: the main town, the region, and the country where it is not the chosen one.
fn place(country: Country, digits: &str, chosen: Option<Country>) -> String {
    let found = place_of(country.calling_code(), digits);
    let town = found.as_ref().and_then(|place| place.towns.first().copied());
    let region = found.as_ref().map(|place| place.name);
    let in_country = Some(country.name()).filter(|_| chosen != Some(country));
    let mut names: Vec<&str> = Vec::new();
    for name in [town, region, in_country].into_iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { country.name().to_owned() } else { names.join(", ") }
}

fn accepted_forms(step: &NumberStep, facts: &mut Facts) {
    match (step.kind, step.country.is_nanp()) {
        (Kind::AreaCode, true) => {
            facts.fact("Form", "exactly three digits: the first 2–9, the second not 9, and not 211, 311 … 911.");
            facts.fact("Examples", "415   (415)   +1 415   San Francisco");
        }
        (Kind::AreaCode, false) => {
            facts.fact("Form", &area_code_form(step.country));
        }
        (Kind::Pattern, true) => {
            facts.fact("Form", "ten places after +1, each a digit or * for any digit.");
            facts.fact("Examples", "+1415555****   (415) 555-****   415-555-****");
        }
        (Kind::Pattern, false) => {
            let code = step.country.calling_code();
            facts.fact("Form", &format!("+{code}, then {}, each a digit or * for any digit.", lengths(step.country)));
        }
    }
}

/// How area codes outside of +1 look, in words.
fn area_code_form(country: Country) -> String {
    let code = country.calling_code();
    let digits = match country.area_code_lengths() {
        [] => return format!("{} has no area codes.", country.name()),
        [1] => "one digit".to_owned(),
        lengths => format!("{} digits", lengths.iter().copied().collect::<Digits>()),
    };
    match country.trunk_prefix() {
        "" => format!("{digits}, with or without +{code}."),
        trunk => format!("{digits}, with or without +{code} or a leading {trunk}."),
    }
}

/// The lengths that the country's numbers have, in words.
fn lengths(country: Country) -> String {
    let mut lengths = Plan::of(country).lengths();
    match (lengths.next(), lengths.last()) {
        (Some(only), None) => format!("{only} places"),
        (Some(first), Some(last)) => format!("{first} to {last} places"),
        (None, _) => "the number".to_owned(),
    }
}
