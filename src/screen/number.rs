//! Step 2 as it looks: what to look for on one side, what that means on the other.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{chrome::titled, words};
use crate::{
    app::App,
    domain::{
        Criterion,
        criterion::{Fault, Kind, Reading, hints},
        explanation::{Explanation, example as example_number},
    },
    numbering::{Country, Digits, Plan, international_form, nanp_region, national_form, place_of},
    widget::{
        Facts, field,
        split::{self, Part},
        text::cut,
        theme,
    },
};

/// Columns of the labels in the form.
const LABEL: u16 = 11;
/// From this width on, form and meaning stand side by side.
const SIDE_BY_SIDE: u16 = 100;
/// Rows of the form with its border.
const FORM_ROWS: u16 = 8;
/// Rows that the boxes take at most; more would be empty.
const MOST_ROWS: u16 = 16;

pub fn view(app: &App, frame: &mut Frame, area: Rect) {
    let [form_area, meaning_area] = if area.width >= SIDE_BY_SIDE {
        let area = Rect { height: area.height.min(MOST_ROWS), ..area };
        split::columns(area, [Part::Fixed(area.width / 20 * 9), Part::Rest])
    } else {
        split::rows(area, [Part::Fixed(FORM_ROWS), Part::Rest])
    };
    form(app, frame, form_area);
    meaning(app, frame, meaning_area);
}

fn form(app: &App, frame: &mut Frame, area: Rect) {
    let step = &app.number;
    let inside = titled(frame, area, "Number: what to look for", theme::ACCENT);
    let [account, country, by, input, mark] = split::rows(inside, [Part::Fixed(1); 5]);
    let who = app.account.chosen.as_ref().map(words::account).unwrap_or_default();
    labelled(frame, account, "Bill", &who);
    let code = format!("{}  {}  +{}", step.country.code(), step.country.name(), step.country.calling_code());
    labelled(frame, country, "Country", &code);
    let radio = |kind: Kind| format!("({}) {}", if step.kind == kind { '•' } else { ' ' }, kind.title());
    labelled(frame, by, "Search by", &format!("{}  {}", radio(Kind::AreaCode), radio(Kind::Pattern)));
    let [label, text] = columns(input);
    frame.render_widget(Span::styled(step.kind.title(), theme::QUIET), label);
    field(frame, text, step.draft(), example(step.kind));
    if let Reading::Wrong(fault) = step.reading() {
        mark_fault(frame, mark, step.draft(), &fault);
    }
}

fn columns(area: Rect) -> [Rect; 2] {
    split::columns(area, [Part::Fixed(LABEL), Part::Rest])
}

fn labelled(frame: &mut Frame, area: Rect, label: &str, value: &str) {
    let [left, right] = columns(area);
    frame.render_widget(Span::styled(label.to_owned(), theme::QUIET), left);
    frame.render_widget(Span::raw(cut(value, usize::from(right.width))), right);
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::AreaCode => "such as 415",
        Kind::Pattern => "such as +1415555****",
    }
}

/// Points at the character that breaks the rule.
fn mark_fault(frame: &mut Frame, area: Rect, draft: &tui_input::Input, fault: &Fault) {
    let [_, text] = columns(area);
    let before: String = draft.value().chars().take(fault.at).collect();
    let column = unicode_width::UnicodeWidthStr::width(before.as_str());
    let scroll = draft.visual_scroll(usize::from(text.width.saturating_sub(1)));
    if let Some(column) = column.checked_sub(scroll) {
        let pointer = format!("{}↑ here", " ".repeat(column));
        frame.render_widget(Line::styled(pointer, theme::DANGER), text);
    }
}

fn meaning(app: &App, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "What this asks for", theme::PLAIN);
    let mut facts = Facts::new(inside.width, 14);
    for problem in &app.number.objections {
        let field = problem.field.as_ref().map_or("the request", |field| field.as_str());
        facts.text(&format!("! Refused by the API: {field} “{}”", problem.message), theme::STRONG).gap();
    }
    verdict(app, &mut facts);
    for hint in hints(app.number.kind, app.number.draft().value()) {
        facts.text(&format!("· {hint}"), theme::PLAIN);
    }
    frame.render_widget(Paragraph::new(facts.into_lines()), inside);
}

fn verdict(app: &App, facts: &mut Facts) {
    let step = &app.number;
    let title = step.kind.title().to_lowercase();
    match step.reading() {
        Reading::Empty => {
            facts.text(&format!("… Type {title} digits. Nothing is sent before the review."), theme::PLAIN).gap();
            accepted_forms(app, facts);
        }
        Reading::Incomplete(more) => {
            facts.text(&format!("… Incomplete: {more}."), theme::STRONG).gap();
            accepted_forms(app, facts);
        }
        Reading::Wrong(fault) => {
            facts.text(&format!("✗ Wrong: {}.", fault.rule), theme::DANGER);
            facts.fact("Accepted", &format!("{}.", fault.accepted));
            if let Some(elsewhere) = elsewhere(step.country, step.draft().value()) {
                facts.text(&elsewhere, theme::STRONG);
            }
            facts.gap();
            accepted_forms(app, facts);
        }
        Reading::Valid(criterion) => valid(app, facts, &criterion),
    }
}

fn valid(app: &App, facts: &mut Facts, criterion: &Criterion) {
    let country = app.number.country;
    let explained = Explanation::of(country, criterion);
    facts.text(&format!("✓ Valid {}", criterion.kind().title().to_lowercase()), theme::ACCENT);
    facts.fact("Will be sent", &format!("{} {criterion}", criterion.kind().api_field()));
    facts.fact("Where", &place(country, &explained));
    if let Some(special) = explained.special {
        facts.styled("Special", &format!("{} numbers. {}", special.name(), special.meaning()), theme::STRONG);
    }
    facts.fact("Possible", &possible(&explained));
    examples(app, facts, criterion, &explained);
    if explained.few.len() < 2 {
        facts.gap();
    }
    if explained.possible != 1 {
        facts.text("The API sells any number that matches; you do not choose which one.", theme::PLAIN);
    }
    facts.text("Possible is not in stock: the API has no list to look at first.", theme::PLAIN);
}

/// Where an area code of +1 belongs, where that is another country.
fn elsewhere(country: Country, typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let code = digits.strip_prefix('1').unwrap_or(&digits).get(..3)?;
    let region = nanp_region(code).filter(|region| country.is_nanp() && *region != country)?;
    let place = place_of("1", code);
    let town = place.as_ref().and_then(|place| place.towns.first()).map_or(String::new(), |town| format!("{town}, "));
    let name = place.map_or("", |place| place.name);
    let place =
        if name == region.name() { region.name().to_owned() } else { format!("{town}{name}, {}", region.name()) };
    Some(format!("{code} is in {place}. F2 changes the country."))
}

/// Place, main towns and time zone, as far as they are known.
fn place(country: Country, explained: &Explanation) -> String {
    let zones = match explained.time_zones.as_slice() {
        [] => String::new(),
        zones => format!(" · {}", zones.join(", ")),
    };
    let Some(place) = &explained.place else { return format!("{}{zones}", country.name()) };
    let towns: Vec<_> = place.towns.iter().copied().filter(|town| *town != place.name).collect();
    let towns = if towns.is_empty() { String::new() } else { format!(": {}", towns.join(", ")) };
    let in_country = if place.name == country.name() { String::new() } else { format!(", {}", country.name()) };
    format!("{}{in_country}{towns}{zones}", place.name)
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
        count => format!("; {} of them reserved for fiction, 555-0100…0199", grouped(count)),
    };
    format!("{numbers}{kinds}{fiction}.")
}

/// All matches where they are few, one example where they are many.
fn examples(app: &App, facts: &mut Facts, criterion: &Criterion, explained: &Explanation) {
    let country = app.number.country;
    if !explained.few.is_empty() {
        facts.fact("These", &explained.few.join("  "));
    } else if let Some(number) = example_number(country, criterion, app.number.sample) {
        let national = national_form(country, &number).unwrap_or_default();
        let international = international_form(country, &number).unwrap_or(number);
        facts.fact("Example", &format!("{national}   {international}   F6 shows another"));
    }
}

fn accepted_forms(app: &App, facts: &mut Facts) {
    let country = app.number.country;
    match (app.number.kind, country.is_nanp()) {
        (Kind::AreaCode, true) => {
            facts.fact("Form", "exactly three digits: the first 2–9, the second not 9, and not 211, 311 … 911.");
            facts.fact("Examples", "415   (415)   +1 415");
        }
        (Kind::AreaCode, false) => {
            facts.fact("Form", &area_code_form(country));
        }
        (Kind::Pattern, true) => {
            facts.fact("Form", "ten places after +1, each a digit or * for any digit.");
            facts.fact("Examples", "+1415555****   (415) 555-****   415-555-****");
        }
        (Kind::Pattern, false) => {
            let code = country.calling_code();
            facts.fact("Form", &format!("+{code}, then {}, each a digit or * for any digit.", lengths(app)));
        }
    }
}

/// How area codes outside of +1 look, in words.
fn area_code_form(country: Country) -> String {
    let (name, code) = (country.name(), country.calling_code());
    let digits = match country.area_code_lengths() {
        [] => return format!("Numbers in {name} have no area codes. Search by pattern."),
        [1] => "one digit".to_owned(),
        lengths => format!("{} digits", lengths.iter().copied().collect::<Digits>()),
    };
    format!("{digits}, with or without +{code} or a leading trunk prefix.")
}

/// The lengths that the country's numbers have, in words.
fn lengths(app: &App) -> String {
    let mut lengths = Plan::of(app.number.country).lengths();
    match (lengths.next(), lengths.last()) {
        (Some(only), None) => format!("{only} places"),
        (Some(first), Some(last)) => format!("{first} to {last} places"),
        (None, _) => "the number".to_owned(),
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
