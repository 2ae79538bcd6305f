//! What lies on top, as it looks: help, countries, the raw answer, a question.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{timeline, words};
use crate::{
    app::{self, App, CountryPicker, Fault, ListEnd, Look, Overlay, Question, Screen, Standing},
    domain::{Record, Release, State},
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
        Overlay::OpenPurchases(at) => open_purchases(app, *at, frame),
        Overlay::Timeline(top) => whole_timeline(app, *top, frame),
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
        match answer.raw {
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

/// Which is which: when, what was asked for, for whom, and how it stands.
fn open_purchases(app: &App, selected: usize, frame: &mut Frame) {
    let width = frame.area().width.saturating_sub(4).min(100);
    let rows = u16::try_from(app.open.len()).unwrap_or(u16::MAX).saturating_add(4).min(frame.area().height);
    let inside = modal(frame, "Open purchases: each has to be settled", (width, rows), Anchor::Middle, theme::DANGER);
    let [head, _, list_area] = split::rows(inside, [Part::Fixed(1), Part::Fixed(1), Part::Rest]);
    let text = format!("{} purchases are open. Choose one to look at.", app.open.len());
    frame.render_widget(Line::styled(text, theme::STRONG), head);
    list(frame, list_area, app.open.len(), selected, |at, width| {
        app.open.get(at).map_or_else(String::new, |record| open_row(app, record, width))
    });
}

fn open_row(app: &App, record: &Record, width: usize) -> String {
    let request = &record.intent.draft.request;
    let account = words::account_by_id(app, &request.sub_account);
    let at = words::local_time(record.intent.created_at, &app.zone);
    let state = if record.state() == State::Recorded { "never sent" } else { "may be bought" };
    let asked = words::short_criterion(&request.criterion, request.country);
    let room = width.saturating_sub(19 + 16 + 13 + 6);
    fit(&format!("{at}  {}  {}  {state}", fit(&asked, 16), fit(&account, room)), width)
}

fn whole_timeline(app: &App, top: usize, frame: &mut Frame) {
    let Some(record) = app.told() else { return };
    let width = frame.area().width.saturating_sub(4);
    let mut facts = Facts::new(width.saturating_sub(4), timeline::LABEL);
    for (at, what) in timeline::lines(record, &app.zone) {
        facts.fact(&at, &what);
    }
    facts.gap().fact("Idempotency key", &record.intent.id.to_string());
    if let Some(leave) = record.release().as_ref().and_then(Release::last_leave) {
        facts.fact("Of the release", &leave.id.to_string());
    }
    let size = (width, facts.rows().saturating_add(2).min(frame.area().height.saturating_sub(2)));
    let inside = modal(frame, "What happened to this purchase", size, Anchor::Middle, theme::ACCENT);
    scrolled(frame, inside, facts, top);
}

/// Each line of the command is shown whole where it fits, and broken where it must be, as in the answer.
fn curl(app: &App, top: usize, frame: &mut Frame) {
    let (warning, lines) = match (app.told(), &app.screen) {
        (Some(record), _) => {
            let warning = if record.intent.draft.origin.is_live() {
                "The request as it was sent. Running it sends it again, with its own idempotency key, and may buy a number."
            } else {
                "This was a rehearsal in the sandbox. Run with a real key, the same request buys a real number."
            };
            (warning, words::curl(&record.intent.draft, Some(record.intent.id)))
        }
        (None, Screen::Review(review)) => {
            ("The same as a curl command. Running it buys a number, too.", words::curl(&review.draft, None))
        }
        (None, Screen::ReleaseReview(review)) => (
            "The same as a curl command. Running it releases the number, too.",
            words::release::curl(&review.record, &review.release),
        ),
        _ => return,
    };
    let width = frame.area().width.saturating_sub(4);
    let mut facts = Facts::new(width.saturating_sub(4), 0);
    facts.text(warning, theme::STRONG).gap();
    for line in lines {
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
        Question::LeaveWhileSending if matches!(app.screen, Screen::Releasing(_)) => (
            "Leave now?",
            "The number may already be released. It is kept as unknown and shown first at the next start.".to_owned(),
            theme::DANGER,
        ),
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
        Question::LinkUnlikely => {
            let against = match (&app.screen, app.shown_open()) {
                (Screen::Unknown(unknown), Some(record)) => {
                    unknown.selected_candidate().map(|candidate| words::standing(record, candidate))
                }
                _ => None,
            };
            let text = format!(
                "{}: {}. If this purchase bought another number, that one stays unseen and billed. Say all the same \
                 that it is this one?",
                selected_number(app),
                against.unwrap_or_default()
            );
            ("It does not look like it", text, theme::DANGER)
        }
        Question::CloseByHand => {
            let text = format!(
                "{} You say that nothing was bought. If a number appears later, it is billed all the same.",
                what_the_list_says(app)
            );
            ("Not bought?", text, theme::DANGER)
        }
        Question::AcceptDamage => ("Accept the damage?", accept_in_words(app), theme::DANGER),
        Question::AcceptSurely => {
            let text = "Sure? What cannot be read is then in the copy only. A number among it is billed all the same: \
                        F8 on the account compares what is owned with the ledger.";
            ("Go on without what is lost?", text.to_owned(), theme::DANGER)
        }
        Question::SendAgain => {
            let asked = app.shown_open().map(|record| &record.intent.draft.request);
            let asked = asked.map_or_else(String::new, |asked| words::criterion(&asked.criterion, asked.country));
            let text = format!(
                "Sends the same request once more: {asked}. If it was already bought, the API should answer with that number \
                 and not sell a second one. How long it remembers is not documented."
            );
            ("Send it again?", text, theme::DANGER)
        }
        Question::ReleaseAgain => {
            let text = "Sends the same release once more. If the number was already released, the API should say so, or \
                        no longer know it (404): both mean that it is gone.";
            ("Release it again?", text.to_owned(), theme::DANGER)
        }
        Question::CloseRelease => {
            let text = "The list shows the number. You say that it was not released. If the release comes through later, \
                        the number is gone all the same.";
            ("Not released?", text.to_owned(), theme::DANGER)
        }
    }
}

/// What accepting does: it depends on what there is to keep and to carry over.
fn accept_in_words(app: &App) -> String {
    let Some(stoppage) = app.stoppage() else { return String::new() };
    let carried = match stoppage.readable {
        None => "A new, empty ledger is begun.".to_owned(),
        Some(readable) => format!(
            "{} What can be read goes into a new ledger. What has lost a part is open there, unless it was bought: then it may \
             lack a release, and F8 shows what is owned.",
            words::readable(readable)
        ),
    };
    let kept = match stoppage.fault {
        Fault::Missing => "If the old ledger turns up, it is not joined with the new one.",
        _ => "The damaged file is kept beside it, as it is, as ledger.sqlite3.damaged- with the time.",
    };
    format!("{carried} {kept} Buying works again then.")
}

/// What the list of owned numbers says for or against a person's "not bought".
fn what_the_list_says(app: &App) -> &'static str {
    let Screen::Unknown(unknown) = &app.screen else { return "" };
    let fits = unknown.candidates().iter().any(|candidate| candidate.standing == Standing::Fits);
    match &unknown.look {
        Look::Seen { .. } if fits => "The list shows a number that fits this purchase.",
        Look::Seen { end: ListEnd::Complete, .. } => "The whole list shows no number that fits.",
        Look::Seen { .. } | Look::Looking(_) | Look::OutOfReach(_) => {
            "The list was not seen whole, so it proves nothing."
        }
    }
}

fn selected_number(app: &App) -> String {
    match &app.screen {
        Screen::Unknown(unknown) => {
            unknown.selected_candidate().map_or_else(String::new, |candidate| candidate.number.number.to_string())
        }
        _ => String::new(),
    }
}
