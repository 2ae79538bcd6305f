//! What happened to a purchase, line by line.
//!
//! Owns the words of each event with its local time: confirmed, sent, answered, and
//! what a person said. It shows any record, open or settled, and decides nothing.

use std::time::Duration;

use jiff::tz::TimeZone;

use super::words;
use crate::{
    domain::{Answer, Doubt, Event, MayRefuse, Outcome, Record, Refusal, ReleaseOutcome, ReleaseStep},
    widget::{Facts, theme},
};

/// Columns of a local time and the gap after it.
pub const LABEL: usize = 21;

/// Every event as a time and a few words, oldest first. The first is always the confirmation.
pub fn lines(record: &Record, zone: &TimeZone) -> Vec<(String, String)> {
    let intent = &record.intent;
    let confirmed = (intent.created_at, format!("confirmed by {}, written down", intent.who));
    let events = record.events.iter().map(|stamped| (stamped.at, in_words(&stamped.event)));
    std::iter::once(confirmed).chain(events).map(|(at, what)| (words::local_time(at, zone), what)).collect()
}

/// The newest lines that fit into so many rows, with a word about the rest; made for facts labelled by [`LABEL`].
pub fn newest(record: &Record, zone: &TimeZone, rows: usize, facts: &mut Facts) {
    let lines = lines(record, zone);
    let hidden = if lines.len() > rows { lines.len() + 1 - rows } else { 0 };
    if hidden > 0 {
        facts.text(&format!("↑ {hidden} earlier: t shows them"), theme::QUIET);
    }
    for (at, what) in lines.into_iter().skip(hidden) {
        facts.brief(&at, &what, 2);
    }
}

fn in_words(event: &Event) -> String {
    match event {
        Event::Sent { attempt, .. } => format!("attempt {attempt} sent"),
        Event::Answered { attempt, answer } => answered(*attempt, answer),
        Event::Linked(number) => format!("a person says: it bought {}", number.number),
        Event::ClosedByHand => "a person says: nothing was bought".to_owned(),
        Event::Acknowledged => "the warning was acknowledged".to_owned(),
        Event::Release(step) => released(step),
        Event::Lost { .. } => "what happened here was lost: the ledger was damaged".to_owned(),
    }
}

fn answered(attempt: u32, answer: &Answer) -> String {
    let what = match &answer.outcome {
        Outcome::Bought(bought) => format!("bought {}", bought.number.number),
        Outcome::NotBought(refusal) => refused(refusal),
        Outcome::Unknown(doubt) => no_clear_answer(doubt),
    };
    format!("attempt {attempt}: {what}, {}", when(answer))
}

/// How long an answer took, and the pause that it asks for.
fn when<O: MayRefuse>(answer: &Answer<O>) -> String {
    let took = words::seconds(Duration::from_millis(answer.took_ms));
    let pause = answer.retry_after();
    let pause = if pause.is_zero() { String::new() } else { format!(", asks for a pause of {}", words::left(pause)) };
    format!("after {took}{pause}")
}

fn released(step: &ReleaseStep) -> String {
    match step {
        ReleaseStep::Sent(leave) => format!("release, attempt {} sent", leave.attempt),
        ReleaseStep::Answered { attempt, answer } => {
            let what = match &answer.outcome {
                ReleaseOutcome::Released(_) => "released".to_owned(),
                ReleaseOutcome::NotReleased(refusal) => refused(refusal),
                ReleaseOutcome::Unknown(doubt) => no_clear_answer(doubt),
            };
            format!("release, attempt {attempt}: {what}, {}", when(answer))
        }
        ReleaseStep::Gone => "the whole list no longer has it: released".to_owned(),
        ReleaseStep::ClosedByHand => "a person says: not released".to_owned(),
    }
}

fn refused(refusal: &Refusal) -> String {
    refusal.kind.status().map_or_else(|| "it never left".to_owned(), |status| format!("refused ({status})"))
}

fn no_clear_answer(doubt: &Doubt) -> String {
    match doubt {
        Doubt::ServerError(status) => format!("server error ({status})"),
        Doubt::Conflict => "conflict (409)".to_owned(),
        Doubt::Redirected(status) => format!("sent elsewhere ({status})"),
        Doubt::OddSuccess(status) | Doubt::OddRefusal(status) => format!("no clear answer ({status})"),
        Doubt::TimedOut => "no answer".to_owned(),
        Doubt::ConnectionLost(_) => "the connection broke".to_owned(),
        Doubt::TooLong => "an answer too long to be one".to_owned(),
        Doubt::Interrupted => "no answer was written down".to_owned(),
        Doubt::RefusedOnRetry(status) => format!("a no ({status}) that proves nothing"),
        Doubt::RecordLost => "how it ended was lost".to_owned(),
    }
}
