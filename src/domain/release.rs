//! The release of a number that was bought: its steps, and where they lead.
//!
//! Owns which step may follow which, in one place: [`Release::after`]. A release
//! stands beside [`super::State`]: that the number was bought is never lost. The
//! rules are those of a purchase, turned around: a certain yes is never lost, a
//! refusal on a retry proves nothing, and nobody may call a number released while
//! its rental may still run. One no is different on a retry: 404 means gone.
//! Which answer is which is told by `api`; what leaves this machine, by `target`.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Answer, Clean, Doubt, HAND_CLOSE_AFTER, IllegalEvent, KeyRef, Moment, Refusal, RefusalKind};

/// A UUIDv4: the `Idempotency-Key` of one confirmed release, on every attempt of it. Never a purchase's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReleaseId(Uuid);

impl ReleaseId {
    /// A new id. Called by the runtime only; the core is given its ids.
    #[must_use]
    pub fn mint() -> Self {
        Self(Uuid::new_v4())
    }

    /// Reads an id back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl fmt::Debug for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What one attempt of a release came to, taken alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseOutcome {
    /// A certain yes, with what the server said.
    Released(Option<Clean>),
    /// A certain no.
    NotReleased(Refusal),
    /// Anything else: it may be released.
    Unknown(Doubt),
}

/// Something that happened to a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseStep {
    /// An attempt is about to leave. Durable before its first byte.
    Sent(Leave),
    /// An attempt ended.
    Answered {
        /// Which attempt.
        attempt: u32,
        /// How.
        answer: Box<Answer<ReleaseOutcome>>,
    },
    /// The whole list of the sub-account no longer has the number.
    Gone,
    /// A person saw the number in the list and says that it was not released.
    ClosedByHand,
}

/// One attempt that leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// The idempotency key. A retry has the same one, and a newly confirmed release another.
    pub id: ReleaseId,
    /// Counted from 1 for each id.
    pub attempt: u32,
    /// When, for decisions.
    pub moment: Moment,
    /// Which key it is sent with.
    pub key: KeyRef,
    /// Whether the sub-account's list was seen to have the number by then. What was never there is not missed.
    pub was_listed: bool,
}

/// Where a release stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    /// An attempt is under way, or the program died during it.
    Sent {
        /// The attempt.
        leave: Leave,
        /// Why an earlier attempt of the same release may have released the number, if one may.
        earlier: Option<Doubt>,
    },
    /// The number is gone and its rental has ended.
    Released(Proof),
    /// Certainly not released by us.
    NotReleased {
        /// Why.
        refusal: Refusal,
        /// The last attempt.
        leave: Leave,
    },
    /// The number may be released.
    Unknown {
        /// Why it is not known.
        doubt: Doubt,
        /// The last attempt.
        leave: Leave,
    },
}

/// How it is known that a number is released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The API said so, perhaps with a message.
    Answered(Option<Clean>),
    /// The API knew it no longer when an unknown release was sent again (404).
    GoneOnRetry,
    /// The whole list no longer had it.
    NotListed,
}

impl Release {
    /// Where a release stands after one more step; `before` is `None` where there was no release yet.
    ///
    /// # Errors
    /// [`IllegalEvent`] where the step must not be written.
    pub fn after(before: Option<&Self>, step: &ReleaseStep) -> Result<Self, IllegalEvent> {
        match (step, before) {
            (ReleaseStep::Sent(leave), before) => Self::after_sent(before, leave),
            (ReleaseStep::Answered { attempt, answer }, Some(before)) => {
                Ok(before.after_answer(*attempt, &answer.outcome))
            }
            (ReleaseStep::Gone, Some(before)) if before.is_open() => Ok(Self::Released(Proof::NotListed)),
            (ReleaseStep::ClosedByHand, Some(Self::Sent { leave, .. } | Self::Unknown { leave, .. })) => {
                let refusal = Refusal { kind: RefusalKind::ByHand, message: None, fields: Vec::new() };
                Ok(Self::NotReleased { refusal, leave: leave.clone() })
            }
            _ => Err(IllegalEvent),
        }
    }

    fn after_sent(before: Option<&Self>, next: &Leave) -> Result<Self, IllegalEvent> {
        let is_first = next.attempt == 1;
        let is_next = |last: &Leave| next.id == last.id && next.key == last.key && next.attempt == last.attempt + 1;
        let (may, last, earlier) = match before {
            None => (is_first, None, None),
            Some(Self::NotReleased { refusal, leave }) => {
                let goes_on = matches!(refusal.kind, RefusalKind::RateLimited { .. }) && is_next(leave);
                (goes_on || is_first && next.id != leave.id, Some(leave).filter(|_| goes_on), None)
            }
            Some(Self::Unknown { doubt, leave }) => (is_next(leave), Some(leave), Some(doubt.clone())),
            Some(Self::Sent { leave, .. }) => (is_next(leave), Some(leave), Some(Doubt::Interrupted)),
            Some(Self::Released(_)) => (false, None, None),
        };
        let was_listed = next.was_listed || last.is_some_and(|last| last.was_listed);
        let leave = Leave { was_listed, ..next.clone() };
        if may { Ok(Self::Sent { leave, earlier }) } else { Err(IllegalEvent) }
    }

    fn after_answer(&self, answered: u32, outcome: &ReleaseOutcome) -> Self {
        let is_last = |leave: &Leave| leave.attempt == answered;
        match (outcome, self) {
            (ReleaseOutcome::Released(message), _) => Self::Released(Proof::Answered(message.clone())),
            (ReleaseOutcome::Unknown(doubt), Self::Sent { leave, .. }) if is_last(leave) => {
                Self::Unknown { doubt: doubt.clone(), leave: leave.clone() }
            }
            (ReleaseOutcome::NotReleased(refusal), Self::Sent { leave, earlier: None }) if is_last(leave) => {
                Self::NotReleased { refusal: refusal.clone(), leave: leave.clone() }
            }
            (ReleaseOutcome::NotReleased(refusal), Self::Sent { leave, earlier: Some(earlier) }) if is_last(leave) => {
                if refusal.kind == RefusalKind::NotFound {
                    return Self::Released(Proof::GoneOnRetry);
                }
                let doubt = refusal.kind.status().map_or_else(|| earlier.clone(), Doubt::RefusedOnRetry);
                Self::Unknown { doubt, leave: leave.clone() }
            }
            // An answer to an attempt that something newer has overtaken, and not a yes: nothing to learn.
            _ => self.clone(),
        }
    }

    /// Whether a person still has to settle it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Unknown { .. })
    }

    /// Whether the number is certainly gone.
    #[must_use]
    pub fn is_released(&self) -> bool {
        matches!(self, Self::Released(_))
    }

    /// The last attempt, where it still matters.
    #[must_use]
    pub fn last_leave(&self) -> Option<&Leave> {
        match self {
            Self::Sent { leave, .. } | Self::NotReleased { leave, .. } | Self::Unknown { leave, .. } => Some(leave),
            Self::Released(_) => None,
        }
    }

    /// The attempt that the same release goes on with, where it may: it is open, or was told "not now".
    #[must_use]
    pub fn next_attempt(&self) -> Option<u32> {
        match self {
            Self::Sent { leave, .. } | Self::Unknown { leave, .. } => Some(leave.attempt + 1),
            Self::NotReleased { refusal, leave } => {
                matches!(refusal.kind, RefusalKind::RateLimited { .. }).then_some(leave.attempt + 1)
            }
            Self::Released(_) => None,
        }
    }

    /// How long a person must still wait before closing it as not released; zero when the time has come.
    #[must_use]
    pub fn hand_close_in(&self, now: &Moment) -> Duration {
        self.last_leave()
            .map_or(Duration::ZERO, |leave| HAND_CLOSE_AFTER.saturating_sub(now.at_least_since(&leave.moment)))
    }

    /// Whether a whole list without the number proves that it is gone. A list may show a new number late, so the number
    /// must have been seen there before, or 15 minutes must have passed.
    #[must_use]
    pub fn is_missed(&self, now: &Moment) -> bool {
        self.last_leave().is_some_and(|leave| leave.was_listed) || self.hand_close_in(now).is_zero()
    }

    /// The word for exports: `sent`, `released`, `not_released` or `unknown`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Released(_) => "released",
            Self::NotReleased { .. } => "not_released",
            Self::Unknown { .. } => "unknown",
        }
    }
}

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
