//! What goes wrong on purpose.
//!
//! Owns the sub-accounts of the sandbox, each of which stands for one ending, and
//! the one place where an ending is decided: [`Kind::course`]. A new fault is a new
//! `Kind`, a row in the table, an arm there, and, if the answer itself is to be
//! broken in a new way, a [`Delivery`]. It only decides: selling is `store`'s, and
//! carrying an answer out is `routes`'.
//!
//! An ending is about buying. Lists always work, or a person could not look.

use std::time::Duration;

use axum::http::StatusCode;

use super::{Pace, envelope::Failure};
use crate::domain::{SubAccountId, criterion};

/// A sub-account that shows one ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scenario {
    /// The sub-account's id.
    pub id: &'static str,
    /// Its name, which says what it shows. The companies are made up.
    pub name: &'static str,
    /// What it shows.
    pub kind: Kind,
}

/// The endings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The number is sold and the answer comes.
    BuysAtOnce,
    /// The carrier takes the order at once and confirms late: who leaves meanwhile has bought.
    SlowCarrier,
    /// 404: nothing matches.
    NoneAvailable,
    /// 402.
    QuotaReached,
    /// 401.
    KeyRefused,
    /// 422 about the search field.
    Invalid,
    /// 429 until `Pace::retry_after` has passed since the first try of the same idempotency key.
    RateLimited,
    /// 500 and nothing sold on the first try of an idempotency key, as the docs call it transient.
    ServerError,
    /// The number is sold, and the connection ends without an answer.
    AnswerLost,
}

const SCENARIOS: [Scenario; 9] = [
    Scenario { id: "sub_8a1f4c2e", name: "Acme Dental (buys at once)", kind: Kind::BuysAtOnce },
    Scenario { id: "sub_slow", name: "Snailhorn Cartage (slow carrier, 8 s)", kind: Kind::SlowCarrier },
    Scenario { id: "sub_none", name: "Bareshelf Books (no number available, 404)", kind: Kind::NoneAvailable },
    Scenario { id: "sub_quota", name: "Brimfull Bakery (quota reached, 402)", kind: Kind::QuotaReached },
    Scenario { id: "sub_key", name: "Boltshut Locksmiths (key refused, 401)", kind: Kind::KeyRefused },
    Scenario { id: "sub_invalid", name: "Inkblot Printers (validation failed, 422)", kind: Kind::Invalid },
    Scenario { id: "sub_busy", name: "Queuelong Couriers (rate limited, then sells, 429)", kind: Kind::RateLimited },
    Scenario { id: "sub_error", name: "Fusepop Electric (server error, 500)", kind: Kind::ServerError },
    Scenario { id: "sub_lost", name: "Deadletter Post (answer lost after the sale)", kind: Kind::AnswerLost },
];

/// Every sub-account of the sandbox, in the order of the list.
#[must_use]
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}

/// The scenario of a sub-account, if the sandbox has it.
pub(super) fn find(id: &SubAccountId) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.id == id.as_str())
}

/// What an ending depends on besides its kind.
pub(super) struct Attempt {
    /// Which field the request searches by.
    pub search: criterion::Kind,
    /// How long ago the same idempotency key was first tried; `None` on the first try.
    pub since_first: Option<Duration>,
}

/// What becomes of a purchase.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Sell, then deliver the answer in this way.
    Sell(Delivery),
    /// Sell nothing and say so.
    Refuse(Failure),
}

/// How the answer to a sale reaches the buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// Without delay.
    AtOnce,
    /// After a while.
    After(Duration),
    /// Not at all: the connection ends.
    Never,
}

impl Kind {
    /// Decides one attempt. Never asked about a key that has bought: that answer is repeated as it was.
    pub(super) fn course(self, attempt: &Attempt, pace: Pace) -> Course {
        let refuse = |status, message: &str| Course::Refuse(Failure::new(status, message));
        match self {
            Self::SlowCarrier => Course::Sell(Delivery::After(pace.slow_carrier)),
            Self::NoneAvailable => Course::Refuse(no_number()),
            Self::QuotaReached => refuse(StatusCode::PAYMENT_REQUIRED, "The plan's limit of phone numbers is reached"),
            Self::KeyRefused => refuse(StatusCode::UNAUTHORIZED, "This API key was revoked"),
            Self::Invalid => {
                let message = "The carrier does not offer numbers for this value";
                Course::Refuse(Failure::field(attempt.search.api_field(), message))
            }
            Self::RateLimited => {
                let rest = pace.retry_after.saturating_sub(attempt.since_first.unwrap_or_default());
                let is_over = rest.is_zero() && attempt.since_first.is_some();
                if is_over { Course::Sell(Delivery::AtOnce) } else { Course::Refuse(Failure::rate_limited(rest)) }
            }
            Self::ServerError if attempt.since_first.is_none() => {
                refuse(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side")
            }
            Self::BuysAtOnce | Self::ServerError => Course::Sell(Delivery::AtOnce),
            Self::AnswerLost => Course::Sell(Delivery::Never),
        }
    }
}

/// The 404 of a search that finds nothing, in a scenario or because all that matches is sold.
pub(super) fn no_number() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "No phone number is available that matches the search")
}
