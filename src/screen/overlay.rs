//! What lies on top, as it looks: help, countries, the raw answer, a question.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

use super::words;
use crate::{
    app::{self, App, CountryPicker, Overlay, Question, Screen},
    widget::{
        Anchor, Facts, field, list, modal,
        split::{self, Part},
        text::fit,
        theme,
    },
};

/// Columns of the help.
const HELP_WIDTH: u16 = 66;

pub fn view(app: &App, overlay: &Overlay, frame: &mut Frame) {
    match overlay {
        Overlay::Help(top) => help(app, *top, frame),
        Overlay::Countries(picker) => countries(picker, frame),
        Overlay::RawAnswer(top) => raw_answer(app, *top, frame),
        Overlay::Curl(top) => curl(app, *top, frame),
        Overlay::Question(question) => ask(app, *question, frame),
    }
}

fn help(app: &App, top: usize, frame: &mut Frame) {
    let mut facts = Facts::new(HELP_WIDTH - 4, 9);
    for row in app::help(app) {
        let works = app.is_available(row.action);
        let (label, style) = if works {
            (row.label.to_owned(), theme::PLAIN)
        } else {
            (format!("{} (not now)", row.label), theme::QUIET)
        };
        facts.styled(row.shown, &label, style);
    }
    facts.gap().text("A number is bought only by typing the word on the review.", theme::PLAIN);
    let size = (HELP_WIDTH, facts.rows() + 2);
    let inside = modal(frame, "Help: keys that work here", size, Anchor::Middle, theme::ACCENT);
    scrolled(frame, inside, facts, top);
}

fn scrolled(frame: &mut Frame, area: Rect, facts: Facts, top: usize) {
    let most = facts.rows().saturating_sub(area.height);
    let top = u16::try_from(top).unwrap_or(u16::MAX).min(most);
    frame.render_widget(Paragraph::new(facts.into_lines()).scroll((top, 0)), area);
}

fn countries(picker: &CountryPicker, frame: &mut Frame) {
    let inside = modal(frame, "Country", (56, 20), Anchor::Middle, theme::ACCENT);
    let [find, _, rows] = split::rows(inside, [Part::Fixed(1), Part::Fixed(1), Part::Rest]);
    let [label, input] = split::columns(find, [Part::Fixed(6), Part::Rest]);
    frame.render_widget(Span::styled("Find", theme::QUIET), label);
    field(frame, input, &picker.filter, "name, code or calling code");
    if picker.shown.is_empty() {
        frame.render_widget(Line::styled("No country matches.", theme::QUIET), rows);
    }
    list(frame, rows, picker.shown.len(), picker.selected, |at, width| {
        picker.shown.get(at).map_or_else(String::new, |country| {
            let name = fit(country.name(), width.saturating_sub(10));
            format!("{}  {name} +{}", country.code(), country.calling_code())
        })
    });
}

fn raw_answer(app: &App, top: usize, frame: &mut Frame) {
    let area = frame.area();
    let width = area.width.saturating_sub(4);
    let mut facts = Facts::new(width.saturating_sub(4), 14);
    if let Some(answer) = app.last_answer() {
        facts.fact("Time taken", &format!("{} ms", answer.took_ms));
        match &answer.raw {
            None => {
                facts.fact("Answer", "none came");
            }
            Some(raw) => {
                facts.fact("Status", &raw.status.to_string());
                for (name, value) in &raw.headers {
                    facts.fact(name.as_str(), value.as_str());
                }
                facts.gap();
                // Marked, so that no line of it passes for one of ours.
                for line in raw.pretty() {
                    facts.marked("›", line.as_str(), theme::PLAIN);
                }
            }
        }
    }
    let size = (width, facts.rows().saturating_add(2).min(area.height.saturating_sub(2)));
    let inside = modal(frame, "What the API answered", size, Anchor::Middle, theme::ACCENT);
    scrolled(frame, inside, facts, top);
}

/// Each line of the command is shown whole where it fits, and broken where it must be, as in the answer.
fn curl(app: &App, top: usize, frame: &mut Frame) {
    let Screen::Review(review) = &app.screen else { return };
    let width = frame.area().width.saturating_sub(4);
    let mut facts = Facts::new(width.saturating_sub(4), 0);
    facts.text("The same as a curl command. Running it buys a number, too.", theme::STRONG).gap();
    for line in words::curl(&review.draft) {
        facts.text(&line, theme::PLAIN);
    }
    let size = (width, facts.rows().saturating_add(2).min(frame.area().height.saturating_sub(2)));
    let inside = modal(frame, "As a curl command", size, Anchor::Middle, theme::ACCENT);
    scrolled(frame, inside, facts, top);
}

fn ask(app: &App, question: Question, frame: &mut Frame) {
    let (title, text, style) = question_in_words(app, question);
    let mut facts = Facts::new(56, 0);
    facts.text(&text, Style::new()).gap().text("y  Yes      n  No", theme::STRONG);
    let inside = modal(frame, title, (60, facts.rows() + 2), Anchor::Low, style);
    frame.render_widget(Paragraph::new(facts.into_lines()), inside);
}

fn question_in_words(app: &App, question: Question) -> (&'static str, String, Style) {
    match question {
        Question::LeaveWhileSending => (
            "Leave now?",
            "The number may already be bought. It is kept as unknown and shown first at the next start.".to_owned(),
            theme::DANGER,
        ),
        Question::Link => {
            let number = selected_number(app);
            (
                "That one?",
                format!("You say that this purchase bought {number}. It is then closed as bought."),
                theme::ACCENT,
            )
        }
        Question::CloseByHand => (
            "Not bought?",
            "You say that nothing was bought. If a number appears later, it is billed all the same.".to_owned(),
            theme::DANGER,
        ),
        Question::SendAgain => {
            let asked = app.shown_open().map(|record| &record.intent.draft.request);
            let asked = asked.map_or_else(String::new, |asked| words::criterion(&asked.criterion, asked.country));
            let text = format!(
                "Sends the same request once more: {asked}. If it was already bought, the API should answer with that number \
                 and not sell a second one. How long it remembers is not documented."
            );
            ("Send it again?", text, theme::DANGER)
        }
    }
}

fn selected_number(app: &App) -> String {
    match &app.screen {
        Screen::Unknown(unknown) => {
            let candidate = unknown.candidates().get(unknown.selected);
            candidate.map_or_else(String::new, |candidate| candidate.number.number.to_string())
        }
        _ => String::new(),
    }
}
