//! Putting values into words.
//!
//! Owns the sentences that more than one screen says, so that the same thing is
//! always said the same way.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use crate::domain::{AreaCode, Criterion, NumberPattern, Origin, PurchaseDraft, SubAccount};
use crate::numbering::Country;

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

/// Where and with what key.
pub fn key_and_origin(draft: &PurchaseDraft) -> String {
    match &draft.origin {
        Origin::Sandbox => "the sandbox's own key, in this program".to_owned(),
        Origin::Live(base) => format!("{}  at {base}", draft.key),
    }
}

/// The request as a curl command, a line each. The secret stays a variable.
pub fn curl(draft: &PurchaseDraft) -> Vec<String> {
    let (base, variable) = match &draft.origin {
        Origin::Sandbox => ("https://api.vantaxai.com/v1", "VANTAX_API_KEY"),
        Origin::Live(base) => (base.as_str(), draft.key.label.as_str()),
    };
    vec![
        format!("curl -X POST {base}/phone-numbers \\"),
        format!("  -H \"Authorization: Bearer ${variable}\" \\"),
        "  -H \"Content-Type: application/json\" \\".to_owned(),
        "  -H \"Idempotency-Key: $(uuidgen)\" \\".to_owned(),
        // On a line of its own, so that a narrow window does not break it after the flag.
        "  -d \\".to_owned(),
        format!("  '{}'", draft.body.as_str()),
    ]
}

/// A point in time, in UTC and here.
pub fn both_times(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    format!("{} UTC · {} here", at.strftime("%Y-%m-%d %H:%M:%S"), local.strftime("%Y-%m-%d %H:%M"))
}

/// A point in time here, to the second.
pub fn local_time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The time of day here.
pub fn local_hour(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Elapsed time with a tenth of a second.
pub fn seconds(elapsed: Duration) -> String {
    format!("{}.{} s", elapsed.as_secs(), elapsed.subsec_millis() / 100)
}
