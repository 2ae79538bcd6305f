//! A release under way.
//!
//! Owns how far it is and what leaving would mean. There is no way back and no
//! second confirmation from here; every end of it comes as a message, and leads to
//! the screen that the record then calls for.

use std::time::Duration;

use super::{App, Effect, ReleaseAttempted, Screen, flow::moved_on};
use crate::domain::{
    Answer, Clean, Doubt, Event, IntentId, Moment, Record, Release, ReleaseOutcome, ReleaseStep, Stamped,
};

/// The state while a release is being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Releasing {
    /// The purchase, as it was before this attempt.
    pub record: Record,
    /// Whether the request has begun to leave; before that, the attempt is being noted in the ledger.
    pub has_left: bool,
    /// When it began.
    pub since: Moment,
    attempt: u32,
    was_listed: bool,
}

impl Releasing {
    pub(super) fn new(record: Record, attempt: u32, was_listed: bool, since: Moment) -> Self {
        Self { record, has_left: false, since, attempt, was_listed }
    }

    pub(super) fn effect(&self) -> Effect {
        let (purchase, attempt, was_listed) = (self.record.intent.id, self.attempt, self.was_listed);
        Effect::Release { purchase, attempt, was_listed }
    }

    /// How long it has been under way.
    #[must_use]
    pub fn elapsed(&self, now: &Moment) -> Duration {
        now.at_least_since(&self.since)
    }

    pub(super) fn is_about(&self, id: IntentId) -> bool {
        self.record.intent.id == id
    }

    /// Whether a record tells only of what was before this attempt. That a number is released always counts.
    fn is_older(&self, record: &Record) -> bool {
        let is_released = record.release().as_ref().is_some_and(Release::is_released);
        !is_released && record.events.len() <= self.record.events.len()
    }
}

impl App {
    /// The request of a release is leaving.
    pub(super) fn release_leaves(&mut self, id: IntentId) {
        if let Screen::Releasing(releasing) = &mut self.screen
            && releasing.is_about(id)
        {
            releasing.has_left = true;
        }
    }

    pub(super) fn release_answered(&mut self, id: IntentId, attempted: ReleaseAttempted) -> Vec<Effect> {
        let Screen::Releasing(releasing) = &self.screen else { return Vec::new() };
        if !releasing.is_about(id) || matches!(&attempted, ReleaseAttempted::Done(record) if releasing.is_older(record))
        {
            return Vec::new();
        }
        let before = releasing.record.clone();
        // A question about leaving is answered by the answer.
        self.overlay = None;
        match attempted {
            ReleaseAttempted::Done(record) => self.show_record(*record, None),
            ReleaseAttempted::Overtaken(record) => {
                self.note = Some(Clean::line(&format!("Nothing was sent. {}", moved_on())));
                self.show_record(*record, None)
            }
            ReleaseAttempted::NotSent(why) => {
                self.note = Some(Clean::line(&format!("Nothing was sent. {why}")));
                self.show_record(before, None)
            }
            ReleaseAttempted::NotSaved { record, answer, why } => self.release_not_saved(*record, *answer, &why),
        }
    }

    /// An attempt was answered, and the ledger could not take it. The ledger says sent, and only the ledger survives: so
    /// does the screen. A look at the list tells at the next start.
    fn release_not_saved(&mut self, mut record: Record, answer: Answer<ReleaseOutcome>, why: &Clean) -> Vec<Effect> {
        let said = match answer.outcome {
            ReleaseOutcome::Released(_) => "The API says that it is released",
            ReleaseOutcome::NotReleased(_) | ReleaseOutcome::Unknown(_) => "The API answered",
        };
        self.note = Some(Clean::line(&format!("{said}, but the ledger could not take it down. {why}")));
        let attempt = record.release().and_then(|release| release.last_leave().map(|leave| leave.attempt));
        let answer = Answer { outcome: ReleaseOutcome::Unknown(Doubt::Interrupted), ..answer };
        let step = ReleaseStep::Answered { attempt: attempt.unwrap_or_default(), answer: Box::new(answer) };
        record.events.push(Stamped { at: self.now.wall, event: Event::Release(step) });
        self.show_record(record, None)
    }
}
