//! What an answer means: to a purchase Bought, `NotBought` or Unknown, to a release likewise.
//!
//! Owns that decision, once and purely. The rule is one-sided: a yes and a no
//! must be complete, well-formed and certain, and everything else is Unknown.
//! It judges one exchange; what a refusal on a retry means is `domain::record`'s.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{
    exchange::{Exchange, Seen},
    fields, json,
    redact::Redactor,
    retry_after, wire,
};
use crate::domain::{Bought, Doubt, Outcome, Refusal, RefusalKind, ReleaseOutcome};

/// The one meaning of an exchange, with a yes of this kind.
enum Verdict<Y> {
    Yes(Y),
    No(Refusal),
    Doubt(Doubt),
}

/// What an answer to a purchase means. A yes says what was sold.
pub(super) fn outcome(exchange: &Exchange, key: &Redactor<'_>) -> Outcome {
    match judged(exchange, key, bought) {
        Verdict::Yes(bought) => Outcome::Bought(bought),
        Verdict::No(refusal) => Outcome::NotBought(refusal),
        Verdict::Doubt(doubt) => Outcome::Unknown(doubt),
    }
}

/// What an answer to a release means. A yes needs no data; the docs show none.
pub(super) fn release_outcome(exchange: &Exchange, key: &Redactor<'_>) -> ReleaseOutcome {
    match judged(exchange, key, |envelope, key| Some(wire::message(envelope, key))) {
        Verdict::Yes(message) => ReleaseOutcome::Released(message),
        Verdict::No(refusal) => ReleaseOutcome::NotReleased(refusal),
        Verdict::Doubt(doubt) => ReleaseOutcome::Unknown(doubt),
    }
}

/// Reads a yes out of the envelope of a success.
type Yes<Y> = fn(&Map<String, Value>, &Redactor<'_>) -> Option<Y>;

fn judged<Y>(exchange: &Exchange, key: &Redactor<'_>, yes: Yes<Y>) -> Verdict<Y> {
    match exchange {
        Exchange::NeverLeft(reason) => {
            let kind = RefusalKind::NeverLeft(reason.clone());
            Verdict::No(Refusal { kind, message: None, fields: Vec::new() })
        }
        // A head alone proves nothing, whatever its status.
        Exchange::Broken { doubt, .. } => Verdict::Doubt(doubt.clone()),
        Exchange::Whole(seen) => whole(seen, key, yes),
    }
}

fn whole<Y>(seen: &Seen, key: &Redactor<'_>, yes: Yes<Y>) -> Verdict<Y> {
    let envelope = match json::parse(&seen.body) {
        Some(Value::Object(envelope)) => Some(envelope),
        _ => None,
    };
    let certain = match seen.status {
        200 | 201 => envelope.filter(wire::is_success).and_then(|envelope| yes(&envelope, key)).map(Verdict::Yes),
        _ => envelope.and_then(|envelope| no(seen, &envelope, key)).map(Verdict::No),
    };
    certain.unwrap_or_else(|| Verdict::Doubt(doubt(seen.status)))
}

fn bought(envelope: &Map<String, Value>, key: &Redactor<'_>) -> Option<Bought> {
    let number = wire::owned_number(envelope.get("data")?, key)?;
    Some(Bought { number, message: wire::message(envelope, key) })
}

fn no(seen: &Seen, envelope: &Map<String, Value>, key: &Redactor<'_>) -> Option<Refusal> {
    let kind = match seen.status {
        400 => RefusalKind::Malformed,
        401 => RefusalKind::KeyRefused,
        402 => RefusalKind::QuotaOrPlan,
        403 => RefusalKind::WrongScope,
        404 => RefusalKind::NotFound,
        422 => RefusalKind::Validation,
        429 => RefusalKind::RateLimited { retry_after_ms: retry_after_ms(seen) },
        _ => return None,
    };
    wire::failure_message(envelope)?;
    Some(Refusal { kind, message: wire::message(envelope, key), fields: fields::read(envelope.get("errors"), key) })
}

/// How long the server asks to be left alone, whatever its status.
pub(super) fn retry_after_ms(seen: &Seen) -> Option<u64> {
    retry_after::read(&seen.headers, seen.at).map(millis)
}

fn doubt(status: u16) -> Doubt {
    match status {
        200..=299 => Doubt::OddSuccess(status),
        300..=399 => Doubt::Redirected(status),
        409 => Doubt::Conflict,
        500..=599 => Doubt::ServerError(status),
        _ => Doubt::OddRefusal(status),
    }
}

/// Whole milliseconds; a duration that does not fit is as long as can be.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
