//! Which of the numbers that a sub-account owns may be what an unknown purchase bought, and why.
//!
//! Owns the comparison of a number with a purchase: what was asked, when it was
//! confirmed, what other purchases bought. It only sorts and gives reasons; a person
//! decides. Nothing is left out by its date, because two clocks never agree and one
//! of them may be wrong. Called by `unknown`.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Numbers;
use crate::domain::{Difference, Event, OwnedNumber, Record};

/// A number dated up to this long before the intent still counts as new.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(10);

/// A number with its place among those that may be the one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The number.
    pub number: OwnedNumber,
    /// Whether it may be the one.
    pub standing: Standing,
}

/// Whether a number may be what a purchase bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing speaks against it.
    Fits,
    /// This speaks against it; never empty. A person may still say that it is the one.
    Unlikely(Vec<Against>),
    /// Another purchase in the ledger bought it, so this one did not.
    InLedger,
}

/// What speaks against a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// It is not what was asked for.
    Differs(Difference),
    /// It was brought along, not bought.
    Imported,
    /// It is dated before the purchase, as far as two clocks can be compared.
    Older,
}

impl Candidate {
    /// When the API says that the number was created, where it says so in a way that can be read.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        self.number.created_at.as_ref().and_then(|at| at.as_str().parse().ok())
    }

    /// Whether a person may say that this is the one.
    #[must_use]
    pub fn may_be_linked(&self) -> bool {
        self.standing != Standing::InLedger
    }

    fn new(number: OwnedNumber, record: &Record, others: &[Record]) -> Self {
        let mut candidate = Self { number, standing: Standing::InLedger };
        if others.iter().any(|other| other.has_bought(&candidate.number)) {
            return candidate;
        }
        let differences = candidate.number.differences(&record.intent.draft.request);
        let mut against: Vec<_> = differences.into_iter().map(Against::Differs).collect();
        if candidate.number.source.as_ref().is_some_and(|source| source.as_str() == "imported") {
            against.push(Against::Imported);
        }
        let since = record.intent.created_at - CLOCK_SLACK;
        if candidate.created().is_some_and(|created| created < since) {
            against.push(Against::Older);
        }
        candidate.standing = if against.is_empty() { Standing::Fits } else { Standing::Unlikely(against) };
        candidate
    }

    /// The likeliest first.
    fn rank(&self) -> u8 {
        match &self.standing {
            Standing::Fits => 0,
            Standing::Unlikely(against) if against[..] == [Against::Older] => 1,
            Standing::Unlikely(_) => 2,
            Standing::InLedger => 3,
        }
    }
}

/// How far a number's date is from the nearest attempt, or from the confirmation where nothing was sent.
fn distance(record: &Record, candidate: &Candidate) -> Option<Duration> {
    let created = candidate.created()?;
    let sent = record.events.iter().filter(|stamped| matches!(stamped.event, Event::Sent { .. }));
    let apart = |at: Timestamp| created.duration_since(at).unsigned_abs();
    sent.map(|stamped| apart(stamped.at)).min().or(Some(apart(record.intent.created_at)))
}

/// Every number that is owned, the likeliest first: what fits, and of that what is nearest in time. What has no date
/// comes last among its like.
pub(super) fn sift(record: &Record, numbers: Numbers) -> Vec<Candidate> {
    let mut others = numbers.known.purchases;
    others.retain(|other| other.intent.id != record.intent.id);
    let mut candidates: Vec<_> =
        numbers.items.into_iter().map(|number| Candidate::new(number, record, &others)).collect();
    candidates.sort_by_key(|candidate| (candidate.rank(), distance(record, candidate).unwrap_or(Duration::MAX)));
    candidates
}
