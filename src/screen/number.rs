//! Step 2 as it looks: what to look for on one side, what that means on the other.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{chrome::titled, words};
use crate::{
    app::App,
    domain::{
        Criterion,
        criterion::{Fault, Kind, Reading, hints},
    },
    numbering::{Country, Digits, Plan},
    widget::{Facts, field, text::cut, theme},
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
        Layout::horizontal([Constraint::Percentage(45), Constraint::Percentage(55)]).areas(area)
    } else {
        Layout::vertical([Constraint::Length(FORM_ROWS), Constraint::Min(0)]).areas(area)
    };
    form(app, frame, form_area);
    meaning(app, frame, meaning_area);
}

fn form(app: &App, frame: &mut Frame, area: Rect) {
    let step = &app.number;
    let inside = titled(frame, area, "Number: what to look for", theme::ACCENT);
    let [account, country, by, input, mark] = Layout::vertical([Constraint::Length(1); 5]).areas(inside);
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
    Layout::horizontal([Constraint::Length(LABEL), Constraint::Min(0)]).areas(area)
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
            facts.fact("Accepted", &format!("{}.", fault.accepted)).gap();
            accepted_forms(app, facts);
        }
        Reading::Valid(criterion) => valid(app, facts, &criterion),
    }
}

fn valid(app: &App, facts: &mut Facts, criterion: &Criterion) {
    let country = app.number.country;
    facts.text(&format!("✓ Valid {}", criterion.kind().title().to_lowercase()), theme::ACCENT).gap();
    facts.fact("Will be sent", &format!("{} {criterion}", criterion.kind().api_field()));
    facts.fact("Asks for", &format!("{}.", words::criterion(criterion, country)));
    if let Criterion::Pattern(pattern) = criterion {
        let open = pattern.wildcards();
        let upper = 10_u64.checked_pow(u32::try_from(open).unwrap_or(u32::MAX));
        if let Some(upper) = upper.filter(|_| open > 0) {
            facts.fact("At most", &format!("{} combinations of digits.", grouped(upper)));
        }
    }
    facts.gap();
    if !matches!(criterion, Criterion::Pattern(pattern) if pattern.wildcards() == 0) {
        facts.text("The API sells any number that matches; you do not choose which one.", theme::PLAIN);
    }
    facts.text("It has no list to look at first, so a match may not be in stock.", theme::PLAIN);
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
