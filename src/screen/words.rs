//! Putting values into words.
//!
//! Owns the sentences that more than one screen says, so that the same thing is
//! always said the same way. Those about a release are in `release`.

pub mod release;

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};
use unicode_width::UnicodeWidthStr;

use crate::{
    app::{Against, App, Candidate, Fault, Readable, Standing},
    domain::{
        AreaCode, Clean, Criterion, Difference, Doubt, Event, IntentId, NumberPattern, Origin, OwnedNumber,
        PurchaseDraft, Record, SubAccount, SubAccountId, criterion::Kind,
    },
    numbering::Country,
    widget::text::cut,
};

/// What buying costs, as far as the API says. The subject is the sub-account that pays.
pub fn cost(account: &str) -> String {
    format!(
        "This buys a real, billable number. A monthly rental is charged to {account} for as long as the number is held. \
         The API does not state the amount. Releasing the number stops it."
    )
}

/// What is asked for.
pub fn criterion(criterion: &Criterion, country: Country) -> String {
    match criterion {
        Criterion::AreaCode(code) => area_code(code, country),
        Criterion::Pattern(pattern) => number_pattern(pattern, country),
    }
}

fn area_code(code: &AreaCode, country: Country) -> String {
    format!("any number in area code {}, {} (+{})", code.as_str(), country.name(), country.calling_code())
}

fn number_pattern(pattern: &NumberPattern, country: Country) -> String {
    let places = spaced(pattern, country);
    match pattern.wildcards() {
        0 => format!("exactly the number {places}, {}", country.name()),
        _ => format!("any number like {places} (each * is any digit), {}", country.name()),
    }
}

/// A pattern with gaps, for reading.
pub fn spaced(pattern: &NumberPattern, country: Country) -> String {
    let code = country.calling_code();
    let national = pattern.as_str().get(1 + code.len()..).unwrap_or_default();
    match (country.is_nanp(), national.split_at_checked(3)) {
        (true, Some((area, rest))) => {
            let (exchange, line) = rest.split_at_checked(3).unwrap_or((rest, ""));
            format!("+{code} {area} {exchange} {line}")
        }
        _ => format!("+{code} {national}"),
    }
}

/// A sub-account: the id that is billed first, so that no name can push it out of sight.
pub fn account(account: &SubAccount) -> String {
    account.name.as_ref().map_or_else(|| account.id.to_string(), |name| format!("{}  {name}", account.id))
}

/// A sub-account of which only the id is at hand.
pub fn account_by_id(app: &App, id: &SubAccountId) -> String {
    account(&SubAccount { id: id.clone(), name: app.account.name_of(id) })
}

/// Where and with what key.
pub fn key_and_origin(draft: &PurchaseDraft) -> String {
    match &draft.origin {
        Origin::Sandbox => "the sandbox's own key, in this program".to_owned(),
        Origin::Live(base) => format!("{}  at {base}", draft.key),
    }
}

/// The request as a curl command, a line each. The secret stays a variable. A purchase that has no id yet gets a new
/// one each time the command is run.
pub fn curl(draft: &PurchaseDraft, id: Option<IntentId>) -> Vec<String> {
    let (base, variable) = match &draft.origin {
        Origin::Sandbox => ("https://api.vantaxai.com/v1", "VANTAX_API_KEY"),
        Origin::Live(base) => (base.as_str(), draft.key.label.as_str()),
    };
    let idempotency_key = id.map_or_else(|| "$(uuidgen)".to_owned(), |id| id.to_string());
    vec![
        format!("curl -X POST {base}/phone-numbers \\"),
        format!("  -H \"Authorization: Bearer ${variable}\" \\"),
        "  -H \"Content-Type: application/json\" \\".to_owned(),
        format!("  -H \"Idempotency-Key: {idempotency_key}\" \\"),
        // On a line of its own, so that a narrow window does not break it after the flag.
        "  -d \\".to_owned(),
        format!("  '{}'", draft.body.as_str()),
    ]
}

/// What an attempt was to do.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// Buy a number.
    Sale,
    /// Release one.
    Release,
}

/// Why it is not known whether it was done.
pub fn doubt(doubt: &Doubt, deed: Deed) -> String {
    let (doing, did) = match deed {
        Deed::Sale => ("selling", "sold"),
        Deed::Release => ("releasing", "released it"),
    };
    match doubt {
        Doubt::ServerError(status) => format!("The server failed ({status}), perhaps after {doing}."),
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
            format!("Sending it again was refused ({status}), perhaps because the first try {did}.")
        }
    }
}

/// A point in time, in UTC and here.
pub fn both_times(at: Timestamp, zone: &TimeZone) -> String {
    format!("{} UTC · {} here", at.strftime("%Y-%m-%d %H:%M:%S"), local_minute(at, zone))
}

/// A point in time here, to the second.
pub fn local_time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A point in time here, to the minute.
pub fn local_minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The time of day here.
pub fn local_hour(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Elapsed time with a tenth of a second.
pub fn seconds(elapsed: Duration) -> String {
    format!("{}.{} s", elapsed.as_secs(), elapsed.subsec_millis() / 100)
}

/// How much longer to wait, rounded up, so that it is never understated: `12 s`, `4 min 59 s`, `23 h 59 min`.
pub fn left(wait: Duration) -> String {
    let seconds = wait.as_millis().div_ceil(1000);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// What is asked for, in a few columns.
pub fn short_criterion(criterion: &Criterion, country: Country) -> String {
    asked_in_short(criterion.kind(), criterion.as_str(), country, true)
}

/// The same of a line's parts; without the words in front where there is no room for them.
pub fn asked_in_short(kind: Kind, text: &str, country: Country, in_full: bool) -> String {
    match (kind, in_full) {
        (Kind::AreaCode, true) => format!("area code {text} {}", country.code()),
        (Kind::AreaCode, false) => format!("{} {text}", country.code()),
        (Kind::Pattern, _) => text.to_owned(),
    }
}

/// What is wrong with the ledger, in a few words: it is …
pub fn ledger_fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Damaged => "damaged",
        Fault::NotALedger => "not a ledger",
        Fault::Emptied => "emptied",
        Fault::Missing => "missing",
        Fault::Replaced => "replaced",
        Fault::Newer => "newer than this program",
        Fault::ReadOnly => "read-only",
        Fault::DiskFull => "on a full disk",
        Fault::Busy => "locked",
        Fault::Folder => "in a folder that cannot be used",
        Fault::Failed => "not usable",
    }
}

/// How much of the ledger can be read.
pub fn readable(readable: Readable) -> String {
    let Readable { whole, partly, gone } = readable;
    if whole + partly + gone == 0 {
        return "No purchase is in it.".to_owned();
    }
    let whole = match whole {
        0 => "No purchase is whole".to_owned(),
        1 => "1 purchase is whole".to_owned(),
        whole => format!("{whole} purchases are whole"),
    };
    let partly = match partly {
        0 => String::new(),
        1 => ", 1 has lost a part".to_owned(),
        partly => format!(", {partly} have lost a part"),
    };
    let gone = if gone == 0 { String::new() } else { format!(", {gone} cannot be read") };
    format!("{whole}{partly}{gone}.")
}

/// How many columns numbers and their ids take in a list, at most 16 and 14.
pub fn columns<'a>(numbers: impl Iterator<Item = &'a OwnedNumber>) -> (usize, usize) {
    numbers.fold((0, 0), |(number, id), one| {
        let width = |text: &Clean| text.as_str().width();
        (number.max(width(&one.number)).min(16), id.max(width(&one.id)).min(14))
    })
}

/// Whether a number may be what a purchase bought, and why.
pub fn standing(record: &Record, candidate: &Candidate) -> String {
    match &candidate.standing {
        Standing::Fits => {
            let what = match &record.intent.draft.request.criterion {
                Criterion::AreaCode(code) => format!("area code {}", code.as_str()),
                Criterion::Pattern(_) => "the pattern".to_owned(),
            };
            format!("fits: {what}, {}", when(record, candidate))
        }
        Standing::InLedger => "already in the ledger, of another purchase".to_owned(),
        Standing::Unlikely(against) => {
            against.iter().map(|one| against_it(one, record, candidate)).collect::<Vec<_>>().join("; ")
        }
    }
}

fn against_it(against: &Against, record: &Record, candidate: &Candidate) -> String {
    match against {
        Against::Differs(difference) => format!("does not match: {}", is_instead(difference)),
        Against::Imported => "imported, not bought".to_owned(),
        Against::Older => {
            let confirmed = record.intent.created_at;
            let by = candidate.created().map(|created| span(confirmed.duration_since(created).unsigned_abs()));
            by.map_or_else(|| "older than the purchase".to_owned(), |by| format!("older than the purchase, by {by}"))
        }
    }
}

/// The most columns of what somebody else wrote. A number has 16.
const SOLD: usize = 24;

/// What a number is instead of what was asked for.
fn is_instead(difference: &Difference) -> String {
    let sold = &difference.sold;
    // In North America the area code is the three digits behind +1; elsewhere only the number can tell.
    let area = sold.as_str().strip_prefix("+1").and_then(|rest| rest.get(..3));
    match (difference.what, area) {
        ("area code", Some(area)) if difference.asked.len() == 3 && area != difference.asked => {
            format!("area code {area}")
        }
        ("area code", Some(_)) => "not a plain number".to_owned(),
        ("area code" | "pattern", _) => format!("not {}", difference.asked),
        (what, _) => format!("{what} “{}”", cut(sold.as_str(), SOLD)),
    }
}

/// How far a number's date is from the purchase: from the last attempt before it, or else from the first.
fn when(record: &Record, candidate: &Candidate) -> String {
    let Some(created) = candidate.created() else { return "date not stated".to_owned() };
    let sent = record.events.iter().filter(|stamped| matches!(stamped.event, Event::Sent { .. }));
    let sent: Vec<_> = sent.map(|stamped| stamped.at).collect();
    let (from, what) = match sent.iter().rfind(|at| **at <= created).or(sent.first()) {
        Some(at) => (*at, "sending"),
        None => (record.intent.created_at, "confirming"),
    };
    let apart = created.duration_since(from);
    // The API's dates are often whole seconds.
    if apart.unsigned_abs() < Duration::from_secs(1) {
        return format!("at the time of {what}");
    }
    let side = if apart.is_negative() { "before" } else { "after" };
    format!("{} {side} {what}", span(apart.unsigned_abs()))
}

fn span(apart: Duration) -> String {
    match apart.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds @ 7200..172_800 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
