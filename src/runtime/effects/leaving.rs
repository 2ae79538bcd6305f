//! What costs money, or gives a number up: the attempts of a purchase and of a release.
//!
//! Owns the order that money depends on, in [`Work::send`] and [`Work::release`]: what
//! can fail without sending comes first, then the attempt is made durable, then it
//! leaves, and its outcome is durable before it is shown. Nothing is sent twice here.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::{Work, sentence};
use crate::{
    app::{Attempted, Message, NotRecorded, ReleaseAttempted, Stage},
    domain::{Beside, Clean, Intent, IntentId, KeyRef, Leave, PurchaseDraft, Record, ReleaseId, ReleaseTarget},
    ledger::{self, Attempt, Trouble},
};

/// Why nothing was sent.
const NO_WAY: &str = "The API could not be reached from here.";
const LEFT: &str = "numshop was left before it could be sent.";

/// Why an attempt did not begin, so that nothing was sent.
enum NotBegun {
    NotSent(Clean),
    /// Another window has gone on with it; this is what it has become.
    Overtaken(Box<Record>),
}

impl Work {
    /// Writes a confirmed purchase down.
    pub(super) async fn record(&self, draft: PurchaseDraft, beside: Beside) -> Result<Intent, NotRecorded> {
        let intent = Intent { id: IntentId::mint(), created_at: Timestamp::now(), who: ledger::login_name(), draft };
        match self.ledger.record(intent.clone(), beside).await {
            Ok(_) => Ok(intent),
            Err(trouble) => {
                self.heed(&trouble).await;
                Err(not_recorded(trouble))
            }
        }
    }

    /// Sends an attempt. Everything that can fail without sending comes before the attempt is written down.
    pub(super) async fn send(&self, id: IntentId, number: u32) -> Attempted {
        let attempt = match self.begin(id, number).await {
            Ok(attempt) => attempt,
            Err(NotBegun::NotSent(why)) => return Attempted::NotSent(why),
            Err(NotBegun::Overtaken(record)) => return Attempted::Overtaken(record),
        };
        let draft = &attempt.record().intent.draft;
        let (Ok(client), Some(key)) = (self.api.client().await, self.api.buying_key(&draft.request.sub_account)) else {
            // `begin` has just had both; they do not go away.
            return Attempted::NotSent(Clean::line(NO_WAY));
        };
        if self.is_closing.load(Ordering::SeqCst) {
            // Nobody is there any more to see the answer. The ledger says sent, and the next start shows it.
            return Attempted::NotSent(Clean::line(LEFT));
        }
        self.tell(Message::Progress(id, Stage::Leaving));
        let answer = client.purchase(&key, id, &draft.body).await;
        match self.ledger.answer(&attempt, answer.clone()).await {
            Ok(record) => Attempted::Done(Box::new(record)),
            Err(trouble) => {
                self.heed(&trouble).await;
                Attempted::NotSaved { answer: Box::new(answer), why: sentence(&trouble) }
            }
        }
    }

    /// Makes sure that the attempt can leave, then writes it down. Another window may be faster.
    async fn begin(&self, id: IntentId, number: u32) -> Result<Attempt, NotBegun> {
        self.can_leave(id).await.map_err(NotBegun::NotSent)?;
        self.begun(id, self.ledger.begin_attempt(id, number, self.clock.moment()).await).await
    }

    /// Where the attempt was not written down: why, or what became of the purchase in another window.
    async fn begun(&self, id: IntentId, begun: Result<Attempt, Trouble>) -> Result<Attempt, NotBegun> {
        match begun {
            Ok(attempt) => Ok(attempt),
            Err(Trouble::MovedOn) => Err(match self.ledger.record_of(id).await {
                Ok(record) => NotBegun::Overtaken(Box::new(record)),
                Err(trouble) => NotBegun::NotSent(sentence(&trouble)),
            }),
            Err(trouble) => {
                self.heed(&trouble).await;
                Err(NotBegun::NotSent(sentence(&trouble)))
            }
        }
    }

    /// Sends an attempt of a release, in the same order as a purchase.
    pub(super) async fn release(&self, id: IntentId, number: u32, was_listed: bool) -> ReleaseAttempted {
        let (attempt, leave, target) = match self.begin_release(id, number, was_listed).await {
            Ok(begun) => begun,
            Err(NotBegun::NotSent(why)) => return ReleaseAttempted::NotSent(why),
            Err(NotBegun::Overtaken(record)) => return ReleaseAttempted::Overtaken(record),
        };
        let account = &attempt.record().intent.draft.request.sub_account;
        let (Ok(client), Some(key)) = (self.api.client().await, self.api.buying_key(account)) else {
            return ReleaseAttempted::NotSent(Clean::line(NO_WAY));
        };
        if self.is_closing.load(Ordering::SeqCst) {
            return ReleaseAttempted::NotSent(Clean::line(LEFT));
        }
        self.tell(Message::Progress(id, Stage::Leaving));
        let answer = client.release(&key, leave, &target).await;
        match self.ledger.answer_release(&attempt, answer.clone()).await {
            Ok(record) => ReleaseAttempted::Done(Box::new(record)),
            Err(trouble) => {
                self.heed(&trouble).await;
                let (record, why) = (Box::new(attempt.record().clone()), sentence(&trouble));
                ReleaseAttempted::NotSaved { record, answer: Box::new(answer), why }
            }
        }
    }

    /// Makes sure that the attempt of a release can leave, then writes it down. The first attempt gets a new id; every
    /// other has that of the one before, which the ledger knows.
    async fn begin_release(
        &self,
        id: IntentId,
        number: u32,
        was_listed: bool,
    ) -> Result<(Attempt, ReleaseId, ReleaseTarget), NotBegun> {
        let record = self.ledger.record_of(id).await.map_err(|trouble| NotBegun::NotSent(sentence(&trouble)))?;
        let (target, key) = self.can_release(&record).map_err(NotBegun::NotSent)?;
        self.api.client().await.map_err(NotBegun::NotSent)?;
        let last = record.release().and_then(|release| release.last_leave().map(|last| last.id));
        let release = last.filter(|_| number > 1).unwrap_or_else(ReleaseId::mint);
        let leave = Leave { id: release, attempt: number, moment: self.clock.moment(), key, was_listed };
        let attempt = self.begun(id, self.ledger.begin_release(id, leave).await).await?;
        Ok((attempt, release, target))
    }

    /// What a release is aimed at and which key it is sent with, where it can leave from here.
    fn can_release(&self, record: &Record) -> Result<(ReleaseTarget, KeyRef), Clean> {
        let draft = &record.intent.draft;
        if draft.origin != self.origin {
            return Err(Clean::line(&format!("This purchase belongs to {}.", draft.origin)));
        }
        let bought = record.bought().ok_or_else(|| Clean::line("Only a number that was bought can be released."))?;
        let target = ReleaseTarget::of(&bought.number)
            .map_err(|why| Clean::line(&format!("This number cannot be released from here: {why}.")))?;
        let key = self.api.key_ref(&draft.request.sub_account);
        Ok((target, key.ok_or_else(|| Clean::line("There is no key for this sub-account."))?))
    }

    /// Whether everything that an attempt needs is here: the place, the key, the way.
    async fn can_leave(&self, id: IntentId) -> Result<(), Clean> {
        let record = self.ledger.record_of(id).await.map_err(|trouble| sentence(&trouble))?;
        let draft = &record.intent.draft;
        if draft.origin != self.origin {
            return Err(Clean::line(&format!("This purchase belongs to {}.", draft.origin)));
        }
        // Another key may belong to somebody else, who would pay, and to whom the idempotency key says nothing.
        if self.api.key_ref(&draft.request.sub_account).as_ref() != Some(&draft.key) {
            return Err(Clean::line(&format!("It was confirmed with the key {}, which is not set here.", draft.key)));
        }
        self.api.client().await.map(drop)
    }
}

fn not_recorded(trouble: Trouble) -> NotRecorded {
    match trouble {
        Trouble::OpenForThisAccount(open) => NotRecorded::BesideOpen(open),
        other => NotRecorded::Failed(sentence(&other)),
    }
}
