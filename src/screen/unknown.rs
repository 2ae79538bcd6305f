//! Neither yes nor no, as it looks: why, what the sub-account owns, the ways out.

use std::time::Duration;

use ratatui::{Frame, layout::Rect, widgets::Paragraph};

use super::{
    chrome::{facts_for, titled},
    words,
};
use crate::{
    app::{App, Candidate, ListEnd, Look, Unknown},
    domain::{Doubt, Event, Record, State, SubAccount},
    widget::{
        Facts, list, spinner,
        split::{self, Part},
        text::fit,
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 11;

pub fn view(app: &App, unknown: &Unknown, frame: &mut Frame, area: Rect) {
    let Some(record) = app.open.get(unknown.at) else { return };
    let count =
        if app.open.len() > 1 { format!(" ({} of {} open)", unknown.at + 1, app.open.len()) } else { String::new() };
    let title = if app.shown_never_left() { "Unknown: never sent" } else { "Unknown: may be bought" };
    let about = about(app, record, facts_for(area, LABEL));
    let ways = ways_out(app, unknown, record, facts_for(area, 4));
    let looked = looked(app, unknown, facts_for(area, 0));
    let owned_rows = u16::try_from(unknown.candidates().len()).unwrap_or(u16::MAX).saturating_add(1 + looked.rows());
    let height = about.rows().saturating_add(owned_rows).saturating_add(ways.rows() + 2).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, &format!("{title}{count}"), theme::DANGER);
    let fixed = |facts: &Facts| Part::Fixed(facts.rows());
    let [top, head, rows, bottom] = split::rows(inside, [fixed(&about), fixed(&looked), Part::Rest, fixed(&ways)]);
    frame.render_widget(Paragraph::new(about.into_lines()), top);
    frame.render_widget(Paragraph::new(looked.into_lines()), head);
    owned(app, unknown, frame, rows);
    frame.render_widget(Paragraph::new(ways.into_lines()), bottom);
}

fn about(app: &App, record: &Record, mut facts: Facts) -> Facts {
    let draft = &record.intent.draft;
    let request = &draft.request;
    facts.text(&format!("? {}", why(&record.state())), theme::DANGER);
    let name = app.account.name_of(&request.sub_account);
    facts.fact("Bill", &words::account(&SubAccount { id: request.sub_account.clone(), name }));
    facts.fact("Asked for", &words::criterion(&request.criterion, request.country));
    let confirmed = words::local_time(record.intent.created_at, &app.zone);
    let last = sent_at(record).map_or_else(String::new, |at| {
        format!(" · sent {}, attempt {}", words::local_hour(at, &app.zone), record.state().attempt())
    });
    facts.fact("Confirmed", &format!("{confirmed} by {}{last}", record.intent.who));
    facts.gap();
    facts
}

fn why(state: &State) -> String {
    match state {
        State::Recorded => "It was written down but never sent. Nothing was bought.".to_owned(),
        State::Sent { .. } => "numshop ended while this was under way, or another window is sending it.".to_owned(),
        State::Unknown { doubt, .. } => doubt_in_words(doubt),
        State::Bought(_) | State::NotBought { .. } => String::new(),
    }
}

fn doubt_in_words(doubt: &Doubt) -> String {
    match doubt {
        Doubt::ServerError(status) => format!("The server failed ({status}), perhaps after selling."),
        Doubt::Conflict => "The server answered with a conflict (409), perhaps with the first try.".to_owned(),
        Doubt::Redirected(status) => format!("The server pointed elsewhere ({status}). That was not followed."),
        Doubt::OddSuccess(status) => format!("The server answered {status}, but not with a complete yes."),
        Doubt::OddRefusal(status) => format!("The server answered {status}, but not with a clear no."),
        Doubt::TimedOut => "No answer came in time.".to_owned(),
        Doubt::ConnectionLost(why) => format!("The connection broke before a whole answer came ({why})."),
        Doubt::TooLong => "The answer was too long to be one.".to_owned(),
        Doubt::Interrupted => "It was under way when numshop was left.".to_owned(),
        Doubt::RefusedOnRetry(status) => {
            format!("Sending it again was refused ({status}), perhaps because the first try sold.")
        }
    }
}

fn sent_at(record: &Record) -> Option<jiff::Timestamp> {
    record.events.iter().rev().find(|stamped| matches!(stamped.event, Event::Sent { .. })).map(|stamped| stamped.at)
}

/// What is known of the list: in full, because an incomplete one must be told from a whole one.
fn looked(app: &App, unknown: &Unknown, mut facts: Facts) -> Facts {
    let line = match &unknown.look {
        Look::OutOfReach(why) => format!("The numbers that this sub-account owns cannot be looked at. {why}"),
        Look::Looking(_) => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            format!("{turn} Looking at the numbers that this sub-account owns")
        }
        Look::Seen { candidates, end } => seen(candidates, end),
    };
    facts.text(&line, theme::STRONG);
    facts
}

fn owned(app: &App, unknown: &Unknown, frame: &mut Frame, area: Rect) {
    let candidates = unknown.candidates();
    list(frame, area, candidates.len(), unknown.selected, |at, width| {
        candidates.get(at).map_or_else(String::new, |candidate| candidate_row(app, candidate, width))
    });
}

fn seen(candidates: &[Candidate], end: &ListEnd) -> String {
    let found = match candidates.len() {
        0 => "This sub-account owns no number that could be the one.".to_owned(),
        1 => "This sub-account owns 1 number. Is it this one?".to_owned(),
        count => format!("This sub-account owns {count} numbers. Is it one of these?"),
    };
    match end {
        ListEnd::Complete => found,
        ListEnd::Incomplete(why) => format!("{found} The list is incomplete and proves nothing: {why}"),
        ListEnd::Failed(why) => format!("The list could not be read: {why}"),
    }
}

fn candidate_row(app: &App, candidate: &Candidate, width: usize) -> String {
    let number = &candidate.number;
    let at = number.created_at.as_ref().map_or_else(String::new, |at| {
        at.as_str().parse().map_or_else(|_| at.to_string(), |at| words::local_time(at, &app.zone))
    });
    let fits = match (candidate.fits, candidate.is_older) {
        (true, false) => "fits",
        (true, true) => "fits, older",
        (false, false) => "does not fit",
        (false, true) => "does not fit, older",
    };
    let line =
        format!("{}  {}  {}  {fits}", fit(number.number.as_str(), 16), fit(number.id.as_str(), 12), fit(&at, 19));
    fit(&line, width)
}

fn ways_out(app: &App, unknown: &Unknown, record: &Record, mut facts: Facts) -> Facts {
    if !unknown.candidates().is_empty() {
        facts.fact("↵", "This one: the selected number is what this purchase bought.");
    }
    if app.out_of_reach(record).is_none() {
        facts.fact("s", "Send the same request again, with the same idempotency key.");
    }
    let left = record.state().hand_close_in(&app.now.moment);
    let none = if left.is_zero() {
        "Not bought: close it.".to_owned()
    } else {
        let from = app.now.wall + jiff::SignedDuration::try_from(left).unwrap_or_default();
        format!("Not bought: close it, from {} on.", words::local_hour(from, &app.zone))
    };
    facts.fact("n", &none);
    facts
}
