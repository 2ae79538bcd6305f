//! The life of an intent: its events, and the state they add up to.
//!
//! Owns which event may follow which state, in one place: [`State::after`]. The
//! ledger stores events and never a state, so a state cannot contradict its
//! history. Two rules matter most: a refusal on a retry never turns unknown into
//! not bought, and a certain yes is never lost, however late it comes. The release
//! of what was bought has rules of its own, in `release`; [`Life`] joins the two.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Answer, Bought, Difference, Doubt, HAND_CLOSE_AFTER, Intent, Moment, Outcome, OwnedNumber, Refusal, RefusalKind,
    Release, ReleaseOutcome, ReleaseStep,
};

/// Something that happened to an intent after it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An attempt is about to leave. Durable before its first byte.
    Sent {
        /// Counted from 1.
        attempt: u32,
        /// When, for decisions.
        moment: Moment,
    },
    /// An attempt ended.
    Answered {
        /// Which attempt.
        attempt: u32,
        /// How.
        answer: Box<Answer>,
    },
    /// A person found the number among those the sub-account owns.
    Linked(OwnedNumber),
    /// A person looked and says that nothing was bought.
    ClosedByHand,
    /// A person has read that what was bought is not what was asked for.
    Acknowledged,
    /// Something happened to the release of what was bought.
    Release(ReleaseStep),
    /// The ledger was damaged, and what happened to it here could not be read.
    Lost {
        /// At least so many attempts may have left by then.
        attempt: u32,
        /// When the damage was accepted; nothing later is lost.
        moment: Moment,
    },
}

/// An event and when it was written, by the wall clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// For people, not for decisions.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
}

/// Where an intent stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Written down, never sent.
    Recorded,
    /// An attempt is under way, or the program died during it.
    Sent {
        /// Which attempt, from 1.
        attempt: u32,
        /// When it left.
        moment: Moment,
        /// Why an earlier attempt may have bought a number, if one may.
        earlier: Option<Doubt>,
    },
    /// A number was bought.
    Bought(Bought),
    /// Certainly nothing was bought. A rate limit leaves the way open for the next attempt.
    NotBought {
        /// Why.
        refusal: Refusal,
        /// The last attempt; 0 where none left.
        attempt: u32,
        /// When the last attempt left.
        moment: Moment,
    },
    /// A number may be bought.
    Unknown {
        /// Why it is not known.
        doubt: Doubt,
        /// The last attempt.
        attempt: u32,
        /// When the last attempt left.
        moment: Moment,
    },
}

/// An event that cannot follow the state: another window was faster, or the caller is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this purchase has moved on in the meantime")]
pub struct IllegalEvent;

impl State {
    /// The state after one more event.
    ///
    /// # Errors
    /// [`IllegalEvent`] where the event must not be written.
    pub fn after(&self, event: &Event) -> Result<Self, IllegalEvent> {
        match event {
            Event::Sent { attempt, moment } => self.after_sent(*attempt, moment),
            Event::Answered { attempt, answer } => Ok(self.after_answer(*attempt, &answer.outcome)),
            Event::Linked(number) if self.is_open() => {
                Ok(Self::Bought(Bought { number: number.clone(), message: None }))
            }
            Event::ClosedByHand if self.is_open() => {
                let refusal = Refusal { kind: RefusalKind::ByHand, message: None, fields: Vec::new() };
                Ok(Self::NotBought { refusal, attempt: self.attempt(), moment: self.last_sent().unwrap_or_default() })
            }
            // It says that a warning was read, and changes nothing: a second window may say so as well.
            // And released or not: that it was bought is never lost.
            Event::Acknowledged | Event::Release(_) if matches!(self, Self::Bought(_)) => Ok(self.clone()),
            // A yes stands. Anything else may have become a yes in what is lost.
            Event::Lost { attempt, moment } => Ok(match self {
                Self::Bought(_) => self.clone(),
                _ => Self::Unknown {
                    doubt: Doubt::RecordLost,
                    attempt: self.attempt().max(*attempt),
                    moment: moment.clone(),
                },
            }),
            Event::Linked(_) | Event::ClosedByHand | Event::Acknowledged | Event::Release(_) => Err(IllegalEvent),
        }
    }

    fn after_sent(&self, next: u32, moment: &Moment) -> Result<Self, IllegalEvent> {
        let may_go_on = match self {
            Self::NotBought { refusal, .. } => matches!(refusal.kind, RefusalKind::RateLimited { .. }),
            other => other.is_open(),
        };
        if !may_go_on || next != self.attempt() + 1 {
            return Err(IllegalEvent);
        }
        let earlier = match self {
            Self::Unknown { doubt, .. } => Some(doubt.clone()),
            Self::Sent { .. } => Some(Doubt::Interrupted),
            Self::Recorded | Self::Bought(_) | Self::NotBought { .. } => None,
        };
        Ok(Self::Sent { attempt: next, moment: moment.clone(), earlier })
    }

    fn after_answer(&self, answered: u32, outcome: &Outcome) -> Self {
        match (self, outcome) {
            (Self::Bought(_), _) => self.clone(),
            (_, Outcome::Bought(bought)) => Self::Bought(bought.clone()),
            (Self::Sent { attempt, moment, earlier }, outcome) if *attempt == answered => {
                let (attempt, moment) = (*attempt, moment.clone());
                match (outcome, earlier) {
                    (Outcome::Bought(bought), _) => Self::Bought(bought.clone()),
                    (Outcome::Unknown(doubt), _) => Self::Unknown { doubt: doubt.clone(), attempt, moment },
                    (Outcome::NotBought(refusal), None) => {
                        Self::NotBought { refusal: refusal.clone(), attempt, moment }
                    }
                    (Outcome::NotBought(refusal), Some(earlier)) => {
                        let doubt = refusal.kind.status().map_or_else(|| earlier.clone(), Doubt::RefusedOnRetry);
                        Self::Unknown { doubt, attempt, moment }
                    }
                }
            }
            // An answer to an attempt that something newer has overtaken, and not a yes: nothing to learn.
            _ => self.clone(),
        }
    }

    /// Whether a person still has to settle it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Recorded | Self::Sent { .. } | Self::Unknown { .. })
    }

    /// The last attempt that left, from 1; 0 where none did.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        match self {
            Self::Recorded | Self::Bought(_) => 0,
            Self::Sent { attempt, .. } | Self::NotBought { attempt, .. } | Self::Unknown { attempt, .. } => *attempt,
        }
    }

    /// When the last attempt left, where one did and it still matters.
    #[must_use]
    pub fn last_sent(&self) -> Option<Moment> {
        match self {
            Self::Recorded | Self::Bought(_) => None,
            Self::Sent { moment, .. } | Self::NotBought { moment, .. } | Self::Unknown { moment, .. } => {
                Some(moment.clone())
            }
        }
    }

    /// How long a person must still wait before closing it as not bought; zero when the time has come.
    /// What never left may be closed at once.
    #[must_use]
    pub fn hand_close_in(&self, now: &Moment) -> Duration {
        self.last_sent().map_or(Duration::ZERO, |sent| HAND_CLOSE_AFTER.saturating_sub(now.at_least_since(&sent)))
    }

    /// The word for exports: `recorded`, `sent`, `bought`, `not_bought` or `unknown`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Sent { .. } => "sent",
            Self::Bought(_) => "bought",
            Self::NotBought { .. } => "not_bought",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// Where an intent stands, and the release of what it bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Where the intent stands.
    pub state: State,
    /// Where the release stands; `None` where there was none.
    pub release: Option<Release>,
}

impl Life {
    /// Written down, and nothing more.
    #[must_use]
    pub fn new() -> Self {
        Self { state: State::Recorded, release: None }
    }

    /// The life after one more event.
    ///
    /// # Errors
    /// [`IllegalEvent`] where the event must not be written.
    pub fn after(self, event: &Event) -> Result<Self, IllegalEvent> {
        let state = self.state.after(event)?;
        let release = match event {
            Event::Release(step) => Some(Release::after(self.release.as_ref(), step)?),
            _ => self.release,
        };
        Ok(Self { state, release })
    }
}

impl Default for Life {
    fn default() -> Self {
        Self::new()
    }
}

/// An intent with all that happened to it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What was confirmed.
    pub intent: Intent,
    /// What happened, in order.
    pub events: Vec<Stamped>,
}

impl Record {
    /// An intent just written down.
    #[must_use]
    pub fn new(intent: Intent) -> Self {
        Self { intent, events: Vec::new() }
    }

    /// Where it stands. An event that cannot follow (which the ledger never writes) changes nothing.
    #[must_use]
    pub fn state(&self) -> State {
        self.events.iter().fold(State::Recorded, |state, stamped| state.after(&stamped.event).unwrap_or(state))
    }

    /// Where the release of what was bought stands; `None` where there was none. A step that cannot follow (which the
    /// ledger never writes) changes nothing.
    #[must_use]
    pub fn release(&self) -> Option<Release> {
        self.events.iter().fold(None, |release, stamped| match &stamped.event {
            Event::Release(step) => Release::after(release.as_ref(), step).ok().or(release),
            _ => release,
        })
    }

    /// Whether this event may follow now.
    ///
    /// # Errors
    /// [`IllegalEvent`] where it must not be written.
    pub fn allows(&self, event: &Event) -> Result<(), IllegalEvent> {
        Life { state: self.state(), release: self.release() }.after(event).map(drop)
    }

    /// How long the server still wants to be left alone before another attempt. When the answer came is not kept: it is
    /// when the attempt left and how long the exchange took.
    #[must_use]
    pub fn send_again_in(&self, now: &Moment) -> Duration {
        let (Some(answer), Some(sent)) = (self.last_answer(), self.state().last_sent()) else { return Duration::ZERO };
        pause_left(answer.retry_after(), answer.took_ms, &sent, now)
    }

    /// The same for another attempt of the release, whether or not it is the same release.
    #[must_use]
    pub fn release_again_in(&self, now: &Moment) -> Duration {
        let release = self.release();
        let leave = release.as_ref().and_then(Release::last_leave);
        let (Some(answer), Some(leave)) = (self.last_release_answer(), leave) else { return Duration::ZERO };
        pause_left(answer.retry_after(), answer.took_ms, &leave.moment, now)
    }

    /// What was bought, where something was.
    #[must_use]
    pub fn bought(&self) -> Option<Bought> {
        match self.state() {
            State::Bought(bought) => Some(bought),
            _ => None,
        }
    }

    /// Whether this purchase bought that very number. One that was released may be bought again, and has another id then.
    #[must_use]
    pub fn has_bought(&self, number: &OwnedNumber) -> bool {
        let is_released = self.release().is_some_and(|release| release.is_released());
        self.bought().is_some_and(|bought| {
            let has_its_id = !number.id.is_empty() && bought.number.id == number.id;
            has_its_id || (!is_released && bought.number.is_same(number))
        })
    }

    /// How what was bought differs from what was asked for, until a person has acknowledged it.
    #[must_use]
    pub fn unacknowledged(&self) -> Vec<Difference> {
        if self.events.iter().any(|stamped| stamped.event == Event::Acknowledged) {
            return Vec::new();
        }
        self.bought().map_or_else(Vec::new, |bought| bought.number.differences(&self.intent.draft.request))
    }

    /// Whether a release of it waits for a person to settle it.
    #[must_use]
    pub fn is_releasing(&self) -> bool {
        self.release().is_some_and(|release| release.is_open())
    }

    /// Whether it waits for a person: to settle it or its release, or to acknowledge a warning.
    #[must_use]
    pub fn waits_for_a_person(&self) -> bool {
        self.state().is_open() || self.is_releasing() || !self.unacknowledged().is_empty()
    }

    /// The last answer that came, if one did.
    #[must_use]
    pub fn last_answer(&self) -> Option<&Answer> {
        self.events.iter().rev().find_map(|stamped| match &stamped.event {
            Event::Answered { answer, .. } => Some(&**answer),
            _ => None,
        })
    }

    /// The last answer to a release that came, if one did.
    #[must_use]
    pub fn last_release_answer(&self) -> Option<&Answer<ReleaseOutcome>> {
        self.events.iter().rev().find_map(|stamped| match &stamped.event {
            Event::Release(ReleaseStep::Answered { answer, .. }) => Some(&**answer),
            _ => None,
        })
    }
}

/// What is left of a pause that an answer asked for, which came so long after its attempt left.
fn pause_left(asked: Duration, took_ms: u64, sent: &Moment, now: &Moment) -> Duration {
    if asked.is_zero() {
        return Duration::ZERO;
    }
    asked.saturating_add(Duration::from_millis(took_ms)).saturating_sub(now.at_least_since(sent))
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
