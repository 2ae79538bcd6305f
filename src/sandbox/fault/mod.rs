//! The tester's faults: what a broken server, proxy or network does to a purchase.
//!
//! Owns what a fault is: whether anything is sold, what stands on the wire in place
//! of the documented answer, and how the list behaves afterwards. `table` has all of
//! them as sub-accounts, `answers` writes the bytes, `lists` breaks the lists, `releases`
//! the releases.
//!
//! A fault shows on the first try of an idempotency key. The same key again gets the
//! honest answer (what was sold then, or a sale now), unless the fault says otherwise;
//! so each can be settled by hand, as a real one could. A fault must never sell twice
//! for one key: selling stays `store`'s.

mod answers;
pub mod lists;
pub mod releases;
mod table;

use serde::Serialize;
use serde_json::Value;

pub use lists::Lists;
pub use releases::Releases;
pub use table::faults;

use super::{
    Pace,
    scenario::{Attempt, Course, Delivery},
    script::Script,
};
use crate::{
    domain::{Criterion, PurchaseRequest, SubAccountId, criterion},
    numbering::Country,
};

/// What the honest answer would be, for a fault to break.
pub struct Honest {
    /// The documented body.
    json: Value,
    /// `Host` of the request: where this server is.
    host: String,
    pace: Pace,
}

/// Puts a script in an answer's place.
pub type Breaks = fn(&Honest) -> Script;

/// One way to misbehave.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// What becomes of the number on the first try.
    pub(super) sells: Sells,
    /// What is answered on the first try of a key.
    pub(super) answer: Breaks,
    /// What is answered to every later try of the key, without selling; `None`: the honest answer.
    pub(super) again: Option<Breaks>,
    /// How the sub-account's list behaves.
    pub(super) list: Lists,
}

/// What becomes of the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sells {
    /// Nothing is sold, whatever the answer says.
    Nothing,
    /// What was asked for.
    AsAsked,
    /// A number of another country.
    OtherCountry,
    /// A number of another area code.
    OtherArea,
    /// A number that another sub-account owns and pays for.
    OtherAccount,
}

impl Honest {
    /// The honest answer to a request that came to this host.
    pub fn new(answer: &impl Serialize, host: &str, pace: Pace) -> Self {
        // Text, numbers and times under fixed names: serializing them cannot fail.
        Self { json: serde_json::to_value(answer).unwrap_or_default(), host: host.to_owned(), pace }
    }
}

impl Fault {
    /// Decides one attempt of a key that has bought nothing yet.
    pub(super) fn course(&self, attempt: &Attempt) -> Course {
        match (attempt.since_first, self.again) {
            (None, _) if self.sells == Sells::Nothing => Course::Pretend(Delivery::Broken(self.answer)),
            (None, _) => Course::Sell(Delivery::Broken(self.answer)),
            (Some(_), Some(again)) => Course::Pretend(Delivery::Broken(again)),
            (Some(_), None) => Course::Sell(Delivery::AtOnce),
        }
    }
}

impl Sells {
    /// What is sold to one who asks for this.
    pub(super) fn in_place_of(self, asked: PurchaseRequest) -> PurchaseRequest {
        let area_code = |usual: &str, other: &str| {
            let code = if asked.criterion.as_str() == usual { other } else { usual };
            Criterion::recorded(criterion::Kind::AreaCode, code)
        };
        let other = match self {
            Self::Nothing | Self::AsAsked => None,
            Self::OtherCountry => {
                let (code, area) = if asked.country.code() == "GB" { ("US", "212") } else { ("GB", "20") };
                let country = Country::parse(code).ok();
                let criterion = Criterion::recorded(criterion::Kind::AreaCode, area);
                country.zip(criterion).map(|(country, criterion)| PurchaseRequest {
                    country,
                    criterion,
                    ..asked.clone()
                })
            }
            Self::OtherArea => {
                let us = Country::parse("US").ok().zip(area_code("212", "415"));
                us.map(|(country, criterion)| PurchaseRequest { country, criterion, ..asked.clone() })
            }
            Self::OtherAccount => SubAccountId::parse("sub_8a1f4c2e")
                .ok()
                .map(|sub_account| PurchaseRequest { sub_account, ..asked.clone() }),
        };
        other.unwrap_or(asked)
    }
}
