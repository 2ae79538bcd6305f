//! Releases in the world: written down where they may follow, and answered in every way.

use super::{
    super::things::{not_released, release_comes, release_leaves, release_lost, released},
    *,
};
use crate::{
    app::ReleaseAttempted,
    domain::{Answer, ReleaseOutcome, ReleaseStep},
};

impl World {
    /// Whether a release has not been answered yet.
    pub fn is_releasing(&self) -> bool {
        self.jobs.iter().any(|job| matches!(job, Job::Asked(Effect::Release { .. }) | Job::Releasing(_)))
    }

    /// Writes the attempt down, if that may be, and lets it leave.
    pub(super) fn release_begun(&mut self, id: IntentId, attempt: u32, was_listed: bool, how: usize) -> Message {
        let mut record = self.ledger[&id].clone();
        release_leaves(&mut record, attempt, was_listed, &self.shop.app.now.moment);
        let sent = record.events.pop().expect("it has just been added");
        if how.is_multiple_of(8) {
            return Message::ReleaseAnswered(id, ReleaseAttempted::NotSent(disk_full()));
        }
        let waits = !record.release_again_in(&self.shop.app.now.moment).is_zero();
        if waits || !self.write(id, sent.event) {
            let overtaken = Box::new(self.ledger[&id].clone());
            return Message::ReleaseAnswered(id, ReleaseAttempted::Overtaken(overtaken));
        }
        self.jobs.push(Job::Releasing(id));
        Message::Progress(id, Stage::Leaving)
    }

    pub(super) fn release_answered(&mut self, id: IntentId, how: usize) -> Message {
        let outcome = release_outcome(how / 4);
        let record = self.ledger.get_mut(&id).expect("only what is written down is sent");
        if how.is_multiple_of(4) {
            let answer = Answer { outcome, raw: None, took_ms: 12, retry_after_ms: None };
            let (record, answer) = (Box::new(record.clone()), Box::new(answer));
            return Message::ReleaseAnswered(id, ReleaseAttempted::NotSaved { record, answer, why: disk_full() });
        }
        release_comes(record, outcome);
        Message::ReleaseAnswered(id, ReleaseAttempted::Done(Box::new(record.clone())))
    }

    pub(super) fn release_settled(&mut self, id: IntentId, step: ReleaseStep, how: usize) -> Message {
        let now = &self.shop.app.now.moment;
        let too_early = self.ledger[&id].release().is_some_and(|release| match step {
            ReleaseStep::Gone => !release.is_missed(now),
            _ => !release.hand_close_in(now).is_zero(),
        });
        let fails = how.is_multiple_of(4) || too_early || self.is_under_way() || self.is_releasing();
        if fails || !self.write(id, Event::Release(step)) {
            return Message::ReleaseSettled(id, Err(disk_full()));
        }
        Message::ReleaseSettled(id, Ok(Box::new(self.ledger[&id].clone())))
    }

    /// The releases that the ledger says are open.
    pub fn may_be_released(&self) -> BTreeSet<IntentId> {
        self.ledger.values().filter(|record| record.is_releasing()).map(|record| record.intent.id).collect()
    }
}

/// Every way a server can answer a release.
fn release_outcome(how: usize) -> ReleaseOutcome {
    let kinds = refusals();
    match how % 8 {
        0 | 1 => released(),
        2 | 3 => release_lost(),
        4 => not_released(crate::domain::RefusalKind::RateLimited { retry_after_ms: Some(30_000) }),
        5 => not_released(crate::domain::RefusalKind::NotFound),
        _ => not_released(kinds[how % (kinds.len() - 1)].clone()),
    }
}
