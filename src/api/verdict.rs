//! What an answer to a purchase means: Bought, `NotBought` or Unknown.
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
use crate::domain::{Bought, Doubt, Outcome, Refusal, RefusalKind};

/// The one meaning of an exchange.
pub(super) fn outcome(exchange: &Exchange, key: &Redactor<'_>) -> Outcome {
    match exchange {
        Exchange::NeverLeft(reason) => {
            let kind = RefusalKind::NeverLeft(reason.clone());
            Outcome::NotBought(Refusal { kind, message: None, fields: Vec::new() })
        }
        // A head alone proves nothing, whatever its status.
        Exchange::Broken { doubt, .. } => Outcome::Unknown(doubt.clone()),
        Exchange::Whole(seen) => whole(seen, key),
    }
}

fn whole(seen: &Seen, key: &Redactor<'_>) -> Outcome {
    let envelope = match json::parse(&seen.body) {
        Some(Value::Object(envelope)) => Some(envelope),
        _ => None,
    };
    let certain = match seen.status {
        200 | 201 => envelope.and_then(|envelope| yes(&envelope, key)).map(Outcome::Bought),
        _ => envelope.and_then(|envelope| no(seen, &envelope, key)).map(Outcome::NotBought),
    };
    certain.unwrap_or_else(|| Outcome::Unknown(doubt(seen.status)))
}

fn yes(envelope: &Map<String, Value>, key: &Redactor<'_>) -> Option<Bought> {
    if !wire::is_success(envelope) {
        return None;
    }
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
