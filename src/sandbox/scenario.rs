//! What goes wrong on purpose.
//!
//! Owns the sub-accounts of the sandbox, each of which stands for one ending, and
//! the one place where an ending is decided: [`Kind::course`]. A new fault is a new
//! `Kind`, a row in the table and an arm there. It only decides: selling is
//! `store`'s, and carrying an answer out is `routes`'.
//!
//! The endings are what a demo shows. Behind them the list has the tester's faults,
//! which have a table of their own (`fault`). An ending is about buying: its list
//! always works, or a person could not look.

use std::time::Duration;

use axum::http::StatusCode;

use super::{
    Pace,
    envelope::Failure,
    fault::{Breaks, Fault, Lists, Releases, faults},
    script::Script,
};
use crate::domain::{PurchaseRequest, SubAccountId, criterion};

/// A sub-account that shows one ending.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// The sub-account's id.
    pub id: &'static str,
    /// Its name, which says what it shows. The companies are made up.
    pub name: &'static str,
    /// What it shows.
    pub kind: Kind,
}

/// The endings.
#[derive(Debug, Clone, Copy)]
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
    /// The server, a proxy or the network misbehaves.
    Fault(Fault),
    /// The number is sold as if nothing were wrong; its release goes so.
    Releases(Releases),
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

/// The sub-accounts that a demo shows, in the order of the list.
#[must_use]
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}

/// Every sub-account of the sandbox: the demo's, and behind them the tester's.
pub(super) fn all() -> impl Iterator<Item = &'static Scenario> {
    SCENARIOS.iter().chain(faults())
}

/// The scenario of a sub-account, if the sandbox has it.
pub(super) fn find(id: &SubAccountId) -> Option<&'static Scenario> {
    all().find(|scenario| scenario.id == id.as_str())
}

/// What an ending depends on besides its kind.
pub(super) struct Attempt {
    /// Which field the request searches by.
    pub search: criterion::Kind,
    /// How long ago the same idempotency key was first tried; `None` on the first try.
    pub since_first: Option<Duration>,
}

/// What becomes of a purchase.
#[derive(Debug)]
pub(super) enum Course {
    /// Sell, then deliver the answer in this way.
    Sell(Delivery),
    /// Sell nothing, and deliver what would be answered to a sale in this way.
    Pretend(Delivery),
    /// Sell nothing and say so.
    Refuse(Failure),
}

/// How the answer to a sale reaches the buyer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Delivery {
    /// Without delay.
    AtOnce,
    /// After a while.
    After(Duration),
    /// Something else in its place, or nothing at all.
    Broken(Breaks),
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
            Self::BuysAtOnce | Self::ServerError | Self::Releases(_) => Course::Sell(Delivery::AtOnce),
            Self::AnswerLost => Course::Sell(Delivery::Broken(|_| Script::new())),
            Self::Fault(fault) => fault.course(attempt),
        }
    }

    /// How the answer to a sale is repeated when its key comes again.
    pub(super) fn repeated(self) -> Delivery {
        match self {
            Self::Fault(Fault { again: Some(again), .. }) => Delivery::Broken(again),
            _ => Delivery::AtOnce,
        }
    }

    /// What is sold to one who asks for this.
    pub(super) fn what_is_sold(self, asked: PurchaseRequest) -> PurchaseRequest {
        match self {
            Self::Fault(fault) => fault.sells.in_place_of(asked),
            _ => asked,
        }
    }

    /// How the release of a number behaves.
    pub(super) fn releases(self) -> Releases {
        match self {
            Self::Releases(releases) => releases,
            _ => Releases::AtOnce,
        }
    }

    /// How the sub-account's list behaves.
    pub(super) fn lists(self) -> Lists {
        match self {
            Self::Fault(fault) => fault.list,
            _ => Lists::Honest,
        }
    }
}

/// The 404 of a search that finds nothing, in a scenario or because all that matches is sold.
pub(super) fn no_number() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "No phone number is available that matches the search")
}
