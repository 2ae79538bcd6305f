//! What came of one attempt: bought, not bought, or unknown.
//!
//! Owns the three-way outcome and its reasons in plain values. It does not decide
//! which answer is which (that is `api::verdict`, once, next to the wire) and it
//! does not know about earlier attempts (that is `record`).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Bought, Clean, ReleaseOutcome};

/// Exactly one of three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A certain yes.
    Bought(Bought),
    /// A certain no.
    NotBought(Refusal),
    /// Anything else: it may be bought.
    Unknown(Doubt),
}

/// A certain no, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which kind of no.
    pub kind: RefusalKind,
    /// What the server said.
    pub message: Option<Clean>,
    /// The fields that the server named, if it did.
    #[serde(default)]
    pub fields: Vec<FieldProblem>,
}

/// The kinds of a certain no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// It never left this machine; the text says what stopped it.
    NeverLeft(Clean),
    /// 400.
    Malformed,
    /// 401.
    KeyRefused,
    /// 402.
    QuotaOrPlan,
    /// 403.
    WrongScope,
    /// 404.
    NotFound,
    /// 422.
    Validation,
    /// 429: not now. The same intent may go on after this many milliseconds, if the server said.
    RateLimited {
        /// Milliseconds from the answer; absent where the server did not say or said nonsense.
        retry_after_ms: Option<u64>,
    },
    /// A person looked and said that nothing was bought.
    ByHand,
}

/// One entry of a 422's `errors`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The API's name of the field, where it could be told.
    pub field: Option<Clean>,
    /// What is wrong with it.
    pub message: Clean,
}

/// Why it is not known whether a number was bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// 5xx: the server failed, perhaps after selling.
    ServerError(u16),
    /// 409: a conflict, perhaps with the first try.
    Conflict,
    /// 3xx: sent elsewhere, not followed.
    Redirected(u16),
    /// A 2xx that is not a complete, sensible yes.
    OddSuccess(u16),
    /// Any other status, or a refusal that is not well-formed.
    OddRefusal(u16),
    /// No answer within the time allowed.
    TimedOut,
    /// The connection broke after it stood.
    ConnectionLost(Clean),
    /// The answer was longer than 1 MiB.
    TooLong,
    /// The program ended, or was told to leave, while the request was under way.
    Interrupted,
    /// A retry was refused with this status: the first attempt may be the reason.
    RefusedOnRetry(u16),
    /// The ledger was damaged, and how it ended was lost.
    RecordLost,
}

/// What came back, for a person who wants to see it. Cleaned and capped.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers worth seeing, in the order they came.
    pub headers: Vec<(Clean, Clean)>,
    /// The body on one line: compact JSON where it is JSON.
    pub body: Clean,
}

/// The outcome of an attempt (of a purchase, unless said otherwise) with what it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer<O = Outcome> {
    /// What it means.
    pub outcome: O,
    /// What was received; `None` where nothing was.
    pub raw: Option<RawAnswer>,
    /// How long the whole exchange took, in milliseconds.
    pub took_ms: u64,
    /// How long the server asked to be left alone, in milliseconds, where the outcome is unknown and it did. (A clear
    /// 429 says it in its kind.)
    #[serde(default)]
    pub retry_after_ms: Option<u64>,
}

/// An outcome that may be a certain no.
pub trait MayRefuse {
    /// The no, where it is one.
    fn refusal(&self) -> Option<&Refusal>;
}

impl MayRefuse for Outcome {
    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NotBought(refusal) => Some(refusal),
            Self::Bought(_) | Self::Unknown(_) => None,
        }
    }
}

impl MayRefuse for ReleaseOutcome {
    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NotReleased(refusal) => Some(refusal),
            Self::Released(_) | Self::Unknown(_) => None,
        }
    }
}

impl<O: MayRefuse> Answer<O> {
    /// How long the server asked to be left alone after this answer; zero where it did not.
    #[must_use]
    pub fn retry_after(&self) -> Duration {
        let by_kind = self.outcome.refusal().and_then(|refusal| refusal.kind.retry_after());
        by_kind.unwrap_or_else(|| Duration::from_millis(self.retry_after_ms.unwrap_or(0)))
    }
}

impl RefusalKind {
    /// The HTTP status behind it, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NeverLeft(_) | Self::ByHand => None,
            Self::Malformed => Some(400),
            Self::KeyRefused => Some(401),
            Self::QuotaOrPlan => Some(402),
            Self::WrongScope => Some(403),
            Self::NotFound => Some(404),
            Self::Validation => Some(422),
            Self::RateLimited { .. } => Some(429),
        }
    }

    /// How long the server asked to wait, if it is a "not now".
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after_ms } => Some(Duration::from_millis(retry_after_ms.unwrap_or(0))),
            _ => None,
        }
    }
}

impl RawAnswer {
    /// The body as lines to show: indented JSON where it is JSON, the text itself where not.
    #[must_use]
    pub fn pretty(&self) -> Vec<Clean> {
        let json: Option<serde_json::Value> = serde_json::from_str(self.body.as_str()).ok();
        let pretty = json.and_then(|json| serde_json::to_string_pretty(&json).ok());
        // JSON escapes may have hidden what Clean shows, so every line is cleaned again.
        pretty.as_deref().unwrap_or(self.body.as_str()).lines().map(Clean::body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretty_json_shows_what_escapes_would_hide() {
        let raw = RawAnswer { body: Clean::body(r#"{"success":true,"message":"a\u202eb"}"#), ..RawAnswer::default() };
        let lines: Vec<_> = raw.pretty().iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["{", "  \"success\": true,", "  \"message\": \"a<U+202E>b\"", "}"]);
    }

    #[test]
    fn what_is_not_json_is_shown_as_it_is() {
        let raw = RawAnswer { body: Clean::body("<html>"), ..RawAnswer::default() };
        assert_eq!(raw.pretty(), [Clean::line("<html>")]);
    }
}
