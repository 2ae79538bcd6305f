//! Neither yes nor no, as it looks: why, what happened, what the sub-account owns, the ways out.

use std::time::Duration;

use ratatui::{Frame, layout::Rect, widgets::Paragraph};

use super::{
    chrome::{facts_for, titled},
    timeline, words,
};
use crate::{
    app::{App, Candidate, ListEnd, Look, Standing, Unknown},
    domain::{Doubt, Record, State, SubAccount},
    widget::{
        Facts, list, spinner,
        split::{self, Part},
        text::fit,
        theme,
    },
};

/// The most lines of the timeline; fewer where the numbers need the room.
const TIMELINE: usize = 9;
/// Rows that the numbers get before the timeline, where there are so many.
const NUMBERS: usize = 5;

pub fn view(app: &App, unknown: &Unknown, frame: &mut Frame, area: Rect) {
    let Some(record) = app.open.get(unknown.at) else { return };
    let count = match app.open.len() {
        1 => String::new(),
        all => format!(" ({} of {all} open)", unknown.at + 1),
    };
    let title = if app.shown_never_left() { "Unknown: never sent" } else { "Unknown: may be bought" };
    let mut head = facts_for(area, 0);
    head.text(&owned(app, unknown), theme::STRONG);
    let ways = ways_out(app, unknown, record, facts_for(area, 4));
    let candidates = unknown.candidates();
    let below = usize::from(head.rows() + ways.rows()) + candidates.len().min(NUMBERS);
    let room = usize::from(area.height).saturating_sub(2 + below);
    let mut fitting = (1..=TIMELINE).rev().map(|lines| about(app, record, area, lines));
    let about = fitting.find(|about| usize::from(about.rows()) <= room);
    let about = about.unwrap_or_else(|| self::about(app, record, area, 1));
    let fixed = [about.rows(), head.rows(), ways.rows()].into_iter().fold(2, u16::saturating_add);
    let shown = u16::try_from(candidates.len()).unwrap_or(u16::MAX);
    let height = fixed.saturating_add(shown).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, &format!("{title}{count}"), theme::DANGER);
    let parts = [Part::Fixed(about.rows()), Part::Fixed(head.rows()), Part::Rest, Part::Fixed(ways.rows())];
    let [top, line, middle, bottom] = split::rows(inside, parts);
    frame.render_widget(Paragraph::new(about.into_lines()), top);
    frame.render_widget(Paragraph::new(head.into_lines()), line);
    let columns = words::columns(candidates.iter().map(|candidate| &candidate.number));
    list(frame, middle, candidates.len(), unknown.selected, |at, width| {
        candidates.get(at).map_or_else(String::new, |candidate| candidate_row(record, candidate, columns, width))
    });
    frame.render_widget(Paragraph::new(ways.into_lines()), bottom);
}

fn about(app: &App, record: &Record, area: Rect, lines: usize) -> Facts {
    let request = &record.intent.draft.request;
    let mut facts = facts_for(area, timeline::LABEL);
    facts.text(&format!("? {}", why(&record.state())), theme::DANGER);
    let name = app.account.name_of(&request.sub_account);
    facts.fact("Bill", &words::account(&SubAccount { id: request.sub_account.clone(), name }));
    facts.fact("Asked for", &words::criterion(&request.criterion, request.country));
    timeline::newest(record, &app.zone, lines, &mut facts);
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
        Doubt::RecordLost => "The ledger was damaged, and how this purchase ended was lost.".to_owned(),
        Doubt::RefusedOnRetry(status) => {
            format!("Sending it again was refused ({status}), perhaps because the first try sold.")
        }
    }
}

fn owned(app: &App, unknown: &Unknown) -> String {
    match &unknown.look {
        Look::OutOfReach(why) => format!("The numbers that this sub-account owns cannot be looked at. {why}"),
        Look::Looking(_) => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            format!("{turn} Looking at the numbers that this sub-account owns")
        }
        Look::Seen { candidates, end } => seen(candidates, end),
    }
}

fn seen(candidates: &[Candidate], end: &ListEnd) -> String {
    let fitting = candidates.iter().filter(|candidate| candidate.standing == Standing::Fits).count();
    let owns = match candidates.len() {
        0 => "This sub-account owns no number".to_owned(),
        1 => "This sub-account owns 1 number".to_owned(),
        count => format!("This sub-account owns {count} numbers"),
    };
    let found = match (candidates.len(), fitting) {
        (0, _) => format!("{owns} that could be the one."),
        (1, 0) => format!("{owns}. It does not look like this purchase."),
        (1, _) => format!("{owns}. It may be this purchase."),
        (_, 0) => format!("{owns}. None looks like this purchase."),
        (_, fitting) => format!("{owns}. {fitting} may be this purchase."),
    };
    match end {
        ListEnd::Complete => found,
        ListEnd::Incomplete(why) => format!("{found} The list is incomplete and proves nothing: {why}"),
        ListEnd::Failed(why) => format!("The list could not be read, so it proves nothing. {why}"),
    }
}

fn candidate_row(record: &Record, candidate: &Candidate, columns: (usize, usize), width: usize) -> String {
    let number = &candidate.number;
    let verdict = words::standing(record, candidate);
    fit(
        &format!("{}  {}  {verdict}", fit(number.number.as_str(), columns.0), fit(number.id.as_str(), columns.1)),
        width,
    )
}

fn ways_out(app: &App, unknown: &Unknown, record: &Record, mut facts: Facts) -> Facts {
    facts.gap();
    match unknown.selected_candidate().map(|candidate| &candidate.standing) {
        Some(Standing::Fits) => {
            facts.fact("↵", "This one: the selected number is what this purchase bought.");
        }
        Some(Standing::Unlikely(_)) => {
            facts.fact("↵", "This one, whatever speaks against it: that is asked twice.");
        }
        Some(Standing::InLedger) => {
            facts.fact("", "The selected number cannot be the one: another purchase has it.");
        }
        None => {}
    }
    let wait = record.send_again_in(&app.now.moment);
    if app.out_of_reach(record).is_none() {
        let again = if wait.is_zero() {
            "Send the same request again, with the same idempotency key.".to_owned()
        } else {
            format!("Send the same request again, same key: in {}, as the server asked.", words::left(wait))
        };
        facts.fact("s", &again);
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
