//! Step 2 as it looks: what to look for on one side, what that means on the other.
//!
//! Owns the form and the mark under the character that is wrong. What the draft
//! means is said by `meaning`, and what time it is there by `there`.

mod explained;
mod meaning;
mod there;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{chrome::titled, words};
use crate::{
    app::{App, NumberStep, pattern_example},
    domain::criterion::{Fault, Kind, Reading},
    numbering::Country,
    widget::{
        field,
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
const FORM_ROWS: u16 = 7;
/// Rows that the boxes take at most; more would be empty.
const MOST_ROWS: u16 = 18;

pub fn view(app: &App, frame: &mut Frame, area: Rect) {
    let [form_area, meaning_area] = if area.width >= SIDE_BY_SIDE {
        let area = Rect { height: area.height.min(MOST_ROWS), ..area };
        split::columns(area, [Part::Fixed(area.width / 20 * 9), Part::Rest])
    } else {
        split::rows(area, [Part::Fixed(FORM_ROWS), Part::Rest])
    };
    form(app, frame, form_area);
    meaning::view(app, frame, meaning_area);
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
    field(frame, text, step.draft(), &example(step));
    if let (None, Reading::Wrong(fault)) = (&step.search, step.reading()) {
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

/// What an empty field shows.
fn example(step: &NumberStep) -> String {
    match step.kind {
        Kind::AreaCode if step.country.area_code_lengths().is_empty() => "none here".to_owned(),
        Kind::AreaCode if step.country == Country::API_DEFAULT => "such as 415, or a city".to_owned(),
        Kind::AreaCode => "digits, or a city".to_owned(),
        Kind::Pattern if step.country == Country::API_DEFAULT => "such as +1415555****".to_owned(),
        Kind::Pattern => format!("such as {}", pattern_example(step.country)),
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
