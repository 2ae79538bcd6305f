//! One purchase of the history as it looks: what was confirmed, and everything that came of it.

use ratatui::{Frame, layout::Rect, widgets::Paragraph};

use super::{
    chrome::{facts_for, titled},
    timeline, words,
};
use crate::{
    app::{Action, App, Entry},
    domain::{Record, Release, State},
    numbering::national_form,
    widget::{
        Facts,
        split::{self, Part},
        theme,
    },
};

pub fn view(app: &App, entry: &Entry, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "Purchase: what was confirmed, and what came of it", theme::ACCENT);
    let mut facts = facts_for(area, timeline::LABEL);
    let mut below = facts_for(area, timeline::LABEL);
    match entry {
        Entry::Reading(..) => {
            facts.text("It is being read from the ledger.", theme::QUIET);
        }
        Entry::Failed(why) => {
            facts.marked("!", &format!("It could not be read from the ledger. {why}"), theme::DANGER);
        }
        Entry::Read(record) => {
            about(app, record, &mut facts);
            facts.gap();
            ways_on(app, record, &mut below);
            let room = inside.height.saturating_sub(facts.rows() + below.rows());
            timeline::newest(record, &app.zone, usize::from(room).max(1), &mut facts);
        }
    }
    let [top, bottom] = split::rows(inside, [Part::Rest, Part::Fixed(below.rows())]);
    frame.render_widget(Paragraph::new(facts.into_lines()), top);
    frame.render_widget(Paragraph::new(below.into_lines()), bottom);
}

fn about(app: &App, record: &Record, facts: &mut Facts) {
    let (intent, draft) = (&record.intent, &record.intent.draft);
    let request = &draft.request;
    state(record, facts);
    facts.brief("Bill", &words::account_by_id(app, &request.sub_account), 1);
    facts.fact("Asked for", &words::criterion(&request.criterion, request.country));
    facts.brief("Confirmed", &format!("{}, by {}", words::both_times(intent.created_at, &app.zone), intent.who), 2);
    facts.brief("With key", &words::key_and_origin(draft), 2);
    facts.fact("Idempotency key", &intent.id.to_string());
}

/// How it stands, in words with a sign, and the number.
fn state(record: &Record, facts: &mut Facts) {
    match record.state() {
        State::Bought(bought) => {
            let number = &bought.number.number;
            let national = national_form(record.intent.draft.request.country, number.as_str());
            let national = national.map_or_else(String::new, |form| format!("   {form}"));
            let billed = if record.intent.draft.origin.is_live() { "" } else { "   (sandbox)" };
            facts.styled("✓ Bought", &format!("{number}{national}{billed}"), theme::STRONG);
            facts.brief("Number's id", bought.number.id.as_str(), 1);
            released(record, facts);
        }
        State::NotBought { refusal, .. } => {
            let why = refusal.message.map_or_else(String::new, |said| format!(" The server said “{said}”"));
            facts.brief("✗ Not bought", &format!("Nothing was bought.{why}"), 2);
        }
        State::Unknown { .. } => {
            facts.styled("? Unknown", "It may be bought.", theme::DANGER);
        }
        State::Sent { .. } => {
            let why = "No answer is written down: it may be bought, or is being sent in another window.";
            facts.styled("? Sent", why, theme::DANGER);
        }
        State::Recorded => {
            facts.styled("· Recorded", "It was never sent. Nothing was bought.", theme::STRONG);
        }
    }
}

/// What became of a release of the number, where somebody tried.
fn released(record: &Record, facts: &mut Facts) {
    match record.release() {
        None => {}
        Some(Release::Released(proof)) => {
            facts.brief("✓ Released", &words::release::proof(&proof), 2);
        }
        Some(Release::NotReleased { refusal, .. }) => {
            facts.brief("✗ Not released", &words::release::why_not(&refusal), 2);
        }
        Some(Release::Sent { .. } | Release::Unknown { .. }) => {
            facts.styled("? Release", "It may be released, and its rental may still run.", theme::DANGER);
        }
    }
}

/// Where the purchase is dealt with, where that is not here.
fn ways_on(app: &App, record: &Record, facts: &mut Facts) {
    let is_open = record.state().is_open() || record.is_releasing();
    let text = match (is_open, app.is_available(Action::GoToEntry)) {
        (true, true) => "F4 leads to where it is settled.",
        (true, false) if !app.concerns(record) => {
            "It is a rehearsal in the sandbox: start numshop with --sandbox to settle it."
        }
        (true, false) => "Acknowledge the receipt first; then F4 leads to where it is settled.",
        (false, true) => "F4 leads to its receipt.",
        (false, false) => return,
    };
    facts.gap().text(text, theme::PLAIN);
}
