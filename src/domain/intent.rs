//! One confirmation by a person: what the ledger records before anything is sent.
//!
//! Owns the identity of a purchase. The id is the `Idempotency-Key` of every
//! attempt, so an intent can be sent again and still be one purchase. An intent
//! never changes; what happens to it is told by `record`.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Clean, FrozenBody, KeyRef, Origin, PurchaseRequest};

/// A UUIDv4, at once the id in the ledger and the `Idempotency-Key` on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IntentId(Uuid);

impl IntentId {
    /// A new id. Called by the runtime only; the core is given its ids.
    #[must_use]
    pub fn mint() -> Self {
        Self(Uuid::new_v4())
    }

    /// The id as text, written into `buffer`: for searching in very many without making anything.
    pub fn encode(self, buffer: &mut [u8; 36]) -> &str {
        self.0.hyphenated().encode_lower(buffer)
    }

    /// Reads an id back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl fmt::Debug for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What the review showed and the person confirmed, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseDraft {
    /// What is asked for, as values.
    pub request: PurchaseRequest,
    /// What is asked for, as bytes. Frozen at the review.
    pub body: FrozenBody,
    /// Where it goes.
    pub origin: Origin,
    /// Which key pays.
    pub key: KeyRef,
}

/// Whether a purchase may be made while another one of the same sub-account, at the same place, may be bought already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It may not: the person was told of no open one.
    NoOpen,
    /// It may: the person was told, and confirmed another one.
    OpenOnesAccepted,
}

/// One confirmed purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its id and idempotency key.
    pub id: IntentId,
    /// When it was confirmed, by the wall clock; for people, not for decisions.
    pub created_at: Timestamp,
    /// The login name of who confirmed it.
    pub who: Clean,
    /// What was confirmed.
    pub draft: PurchaseDraft,
}
