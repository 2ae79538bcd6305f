//! The store: what may be written, and when.
//!
//! Owns the transactions. Every event is decided on and written in one `BEGIN
//! IMMEDIATE` transaction, so that two processes never decide on the same state,
//! and is durable when the call returns. A commit that failed is never tried
//! again by itself. Synchronous: called on the thread of `worker`, and by tests.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    Attempt, Notice, Records, Trouble,
    check::Check,
    files::{self, Held, Identity},
    lock, row,
    salvage::{self, Left},
    schema,
};
use crate::domain::{
    Answer, Beside, Event, Intent, IntentId, Leave, Moment, Origin, OwnedNumber, PurchaseDraft, Record, Release,
    ReleaseOutcome, ReleaseStep, Stamped, State, SubAccountId,
};

/// How much is left of a ledger, whatever is wrong with it. Creates and changes nothing.
///
/// # Errors
/// [`Trouble`] where nothing can be read.
pub(super) fn left(folder: &Path) -> Result<Left, Trouble> {
    let Some(held) = files::find(folder)? else { return Ok(Left::default()) };
    Ok(salvage::read_file(&held.ledger, &Moment::default())?.left())
}

/// Whether an intent waits for a person, by its last event; one without events does.
const WAITS: &str =
    "COALESCE((SELECT open FROM event WHERE event.intent = intent.seq ORDER BY event.seq DESC LIMIT 1), 1)";

/// An open ledger.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    folder: PathBuf,
    ledger: PathBuf,
    identity: Identity,
    notices: Vec<Notice>,
    check: Check,
    /// The disk has failed under a write.
    has_failed: bool,
}

impl Store {
    /// Opens the ledger in a folder, and makes both where they are missing. The look through all of it only begins here,
    /// and ends by itself: where it finds damage, the rest can be read and settled, but nothing is sold.
    ///
    /// # Errors
    /// [`Trouble`] where the folder or its files are not safe to use, or the file
    /// is no ledger, empty, gone, damaged or newer; it is then left as it is.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        let held = files::hold(folder)?;
        let notices = files::prepare(&held)?;
        let db = schema::open(&held.ledger).map_err(files::full_if_so(&held.folder))?;
        // SQLite has made the write-ahead log by now. It will sync the folder for it as well, and ignore a failure: so this
        // comes first. Where it fails, closing must not sync the folder again: that might go well, and prove nothing.
        files::sync_folder(&held.folder).or_else(|trouble| schema::leave_log_as_it_is(&db).and(Err(trouble)))?;
        // What is open can be read even where this fails, and nothing is sold then.
        let written_through = schema::write_through(&db);
        let check = Check::begin(&held.ledger)?;
        let identity = files::identity(&held.ledger)?;
        let Held { ledger, folder, .. } = held;
        let mut store = Self { db, folder, ledger, identity, notices, check, has_failed: false };
        if written_through.is_err() {
            store.stop_writing();
        }
        Ok(store)
    }

    /// The look through the whole ledger, to wait for.
    pub(super) fn check(&self) -> Check {
        self.check.clone()
    }

    /// Whether the disk has failed under a write or a sync in this run.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// What a person should hear about the files.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Writes a confirmed purchase down. Durable on return. What other processes have open counts as well: whether it
    /// may stand beside them is decided in the transaction that writes it.
    ///
    /// # Errors
    /// [`Trouble::OpenForThisAccount`], [`Trouble::DamagedRecords`], [`Trouble::AlreadyRecorded`], or any failure of the
    /// write; then nothing may be sent.
    pub fn record(&mut self, intent: &Intent, beside: Beside) -> Result<Record, Trouble> {
        self.refuse_damage()?;
        self.write(|step| {
            if beside == Beside::NoOpen {
                refuse_beside_open(step, intent)?;
            }
            row::insert_intent(step, intent)?;
            Ok(Record::new(intent.clone()))
        })
    }

    /// Writes down that an attempt leaves now, and holds the send lock until the [`Attempt`] is dropped.
    /// `attempt` is the one that the person meant: one more than the attempts they were shown.
    /// Only after this may a byte leave.
    ///
    /// # Errors
    /// [`Trouble::SendingElsewhere`] where the lock is taken, [`Trouble::MovedOn`] where another attempt or an
    /// end came first, [`Trouble::TooSoon`] while the server wants to be left alone, [`Trouble::DamagedRecords`], or
    /// any failure of the write; then nothing may be sent.
    pub fn begin_attempt(&mut self, id: IntentId, attempt: u32, moment: Moment) -> Result<Attempt, Trouble> {
        self.refuse_damage()?;
        let lock = lock::take(&self.folder)?;
        let record = self.append(id, |_, record, state| {
            let wait = record.send_again_in(&moment);
            let sent = Event::Sent { attempt, moment };
            // What has moved on is told as that, however long the wait.
            if state.after(&sent).is_ok() && !wait.is_zero() { Err(Trouble::TooSoon(wait)) } else { Ok(sent) }
        })?;
        Ok(Attempt::new(record, attempt, lock))
    }

    /// Writes down how an attempt ended. Durable on return; show the answer only then.
    ///
    /// # Errors
    /// Any failure of the write; the purchase then stays sent, and is open.
    pub fn answer(&mut self, attempt: &Attempt, answer: Answer) -> Result<Record, Trouble> {
        let event = Event::Answered { attempt: attempt.number(), answer: Box::new(answer) };
        self.append(attempt.id(), |_, _, _| Ok(event))
    }

    /// Writes down that an attempt of a release leaves now, and holds the send lock as [`Store::begin_attempt`] does.
    /// Only after this may a byte leave.
    ///
    /// # Errors
    /// As [`Store::begin_attempt`].
    pub fn begin_release(&mut self, id: IntentId, leave: Leave) -> Result<Attempt, Trouble> {
        self.refuse_damage()?;
        let lock = lock::take(&self.folder)?;
        let number = leave.attempt;
        let record = self.append(id, |_, record, _| {
            let wait = record.release_again_in(&leave.moment);
            let sent = Event::Release(ReleaseStep::Sent(leave));
            if record.allows(&sent).is_ok() && !wait.is_zero() { Err(Trouble::TooSoon(wait)) } else { Ok(sent) }
        })?;
        Ok(Attempt::new(record, number, lock))
    }

    /// Writes down how an attempt of a release ended. Durable on return; show the answer only then.
    ///
    /// # Errors
    /// Any failure of the write; the release then stays sent, and is open.
    pub fn answer_release(&mut self, attempt: &Attempt, answer: Answer<ReleaseOutcome>) -> Result<Record, Trouble> {
        let step = ReleaseStep::Answered { attempt: attempt.number(), answer: Box::new(answer) };
        self.append(attempt.id(), |_, _, _| Ok(Event::Release(step)))
    }

    /// Writes down that the whole list no longer has a number whose release is open.
    ///
    /// # Errors
    /// [`Trouble::TooEarly`] where the number was never seen in the list and 15 minutes have not passed since the last
    /// attempt, [`Trouble::SendingElsewhere`] while anything is being sent, [`Trouble::MovedOn`] where it is not open.
    pub fn release_is_gone(&mut self, id: IntentId, now: &Moment) -> Result<Record, Trouble> {
        self.settle_release(id, |release| match release {
            Some(release) if !release.is_missed(now) => Err(Trouble::TooEarly(release.hand_close_in(now))),
            _ => Ok(ReleaseStep::Gone),
        })
    }

    /// Writes down that a person saw the number in the list and says that it was not released.
    ///
    /// # Errors
    /// [`Trouble::TooEarly`] within 15 minutes of the last attempt, [`Trouble::SendingElsewhere`] while anything is
    /// being sent, [`Trouble::MovedOn`] where it is not open.
    pub fn close_release_by_hand(&mut self, id: IntentId, now: &Moment) -> Result<Record, Trouble> {
        self.settle_release(id, |release| match release.map_or_else(Default::default, |open| open.hand_close_in(now)) {
            wait if wait.is_zero() => Ok(ReleaseStep::ClosedByHand),
            wait => Err(Trouble::TooEarly(wait)),
        })
    }

    fn settle_release(
        &mut self,
        id: IntentId,
        decide: impl FnOnce(Option<&Release>) -> Result<ReleaseStep, Trouble>,
    ) -> Result<Record, Trouble> {
        let _nothing_is_under_way = lock::take(&self.folder)?;
        self.append(id, |_, record, _| {
            let open = record.release().filter(Release::is_open);
            decide(open.as_ref()).map(Event::Release)
        })
    }

    /// Writes down that a person found the number that an open purchase bought.
    ///
    /// # Errors
    /// [`Trouble::AlreadyLinked`] where another purchase of the same sub-account at the same origin has the number,
    /// [`Trouble::SendingElsewhere`] while any purchase is being sent, [`Trouble::MovedOn`] where it is not open.
    pub fn link(&mut self, id: IntentId, number: OwnedNumber) -> Result<Record, Trouble> {
        let _nothing_is_under_way = lock::take(&self.folder)?;
        self.append(id, |step, record, state| {
            if !state.is_open() {
                // Perhaps linked to this very number, in another window.
                return Err(Trouble::MovedOn);
            }
            let draft = &record.intent.draft;
            let taken = bought_by(step, &draft.request.sub_account, &draft.origin)?.whole;
            if taken.iter().any(|other| other.has_bought(&number)) {
                return Err(Trouble::AlreadyLinked(number.number.clone()));
            }
            Ok(Event::Linked(number))
        })
    }

    /// Writes down that a person looked and says that nothing was bought.
    ///
    /// # Errors
    /// [`Trouble::TooEarly`] within 15 minutes of the last attempt, [`Trouble::SendingElsewhere`] while any purchase
    /// is being sent, [`Trouble::MovedOn`] where it is not open.
    pub fn close_by_hand(&mut self, id: IntentId, now: &Moment) -> Result<Record, Trouble> {
        let _nothing_is_under_way = lock::take(&self.folder)?;
        self.append(id, |_, _, state| {
            let wait = state.hand_close_in(now);
            if state.is_open() && !wait.is_zero() { Err(Trouble::TooEarly(wait)) } else { Ok(Event::ClosedByHand) }
        })
    }

    /// Writes down that a person has read how what was bought differs from what was asked for.
    ///
    /// # Errors
    /// [`Trouble::MovedOn`] where nothing was bought, or any failure of the write; the warning then stays.
    pub fn acknowledge(&mut self, id: IntentId) -> Result<Record, Trouble> {
        self.append(id, |_, _, _| Ok(Event::Acknowledged))
    }

    /// Reads one record.
    ///
    /// # Errors
    /// [`Trouble::NoSuchPurchase`], [`Trouble::DamagedRecord`], or a failure to read.
    pub fn record_of(&self, id: IntentId) -> Result<Record, Trouble> {
        let snapshot = self.db.unchecked_transaction()?;
        row::load(&snapshot, row::find(&snapshot, id)?)
    }

    /// Every record, newest first.
    ///
    /// # Errors
    /// A failure to read.
    pub fn records(&self) -> Result<Records, Trouble> {
        newest_first(&self.db.unchecked_transaction()?)
    }

    /// The records that wait for a person, to settle them or to acknowledge a warning, oldest first.
    ///
    /// # Errors
    /// A failure to read.
    pub fn waiting_records(&self) -> Result<Records, Trouble> {
        let waiting = format!("SELECT seq FROM intent WHERE {WAITS} ORDER BY seq");
        row::load_all(&self.db.unchecked_transaction()?, &waiting, [])
    }

    /// The sub-accounts that purchases at an origin named, the latest first, each once.
    ///
    /// # Errors
    /// A failure to read.
    pub fn used_accounts(&self, origin: &Origin) -> Result<Vec<SubAccountId>, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT sub_account_id FROM intent WHERE origin = ?1 GROUP BY sub_account_id ORDER BY max(seq) DESC",
        )?;
        let ids =
            query.query_map([row::origin_text(origin)], |row| Ok(row.get_ref(0)?.as_str().map(SubAccountId::parse)))?;
        let valid = ids.filter_map(|id| id.map(|id| id.ok()?.ok()).transpose());
        Ok(valid.collect::<Result<_, _>>()?)
    }

    /// The purchases of a sub-account at an origin that bought a number which was not released since, oldest first: none
    /// of these numbers can be what an open purchase bought.
    ///
    /// # Errors
    /// A failure to read.
    pub fn bought(&self, account: &SubAccountId, origin: &Origin) -> Result<Records, Trouble> {
        bought_by(&self.db.unchecked_transaction()?, account, origin)
    }

    fn refuse_damage(&self) -> Result<(), Trouble> {
        self.check.damage().map_or(Ok(()), Err)
    }

    /// Decides on an event and writes it, in one transaction.
    fn append(
        &mut self,
        id: IntentId,
        decide: impl FnOnce(&Transaction<'_>, &Record, &State) -> Result<Event, Trouble>,
    ) -> Result<Record, Trouble> {
        self.write(|step| {
            let seq = row::find(step, id)?;
            let mut record = row::load(step, seq)?;
            let state = record.state();
            let event = decide(step, &record, &state)?;
            record.allows(&event).map_err(|_| Trouble::MovedOn)?;
            record.events.push(Stamped { at: Timestamp::now(), event });
            row::insert_last_event(step, seq, &record)?;
            Ok(record)
        })
    }

    /// One transaction, durable on return; none any more where the disk has failed under one.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>) -> Result<T, Trouble> {
        if self.has_failed {
            return Err(Trouble::Stopped);
        }
        let (ledger, opened) = (&self.ledger, self.identity);
        let result = transact(&mut self.db, |step| {
            // Whoever replaces a ledger holds its write lock meanwhile, so from here on it stays what it is.
            files::refuse_another(ledger, opened)?;
            work(step)
        });
        if let Err(Trouble::Io(_)) = result {
            self.stop_writing();
        }
        result
    }

    /// Writes and syncs nothing more in this run, not even at its end.
    fn stop_writing(&mut self) {
        self.has_failed = true;
        if let Err(trouble) = schema::leave_log_as_it_is(&self.db) {
            tracing::warn!(%trouble, "the ledger will be tidied up at the end although its disk failed");
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // So that the store is the last user of the ledger, who tidies up, unless another process has it open.
        self.check.end();
    }
}

fn transact<T>(db: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>) -> Result<T, Trouble> {
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&step)?;
    step.commit()?;
    Ok(done)
}

fn newest_first(db: &Transaction<'_>) -> Result<Records, Trouble> {
    row::load_all(db, "SELECT seq FROM intent ORDER BY seq DESC", [])
}

/// Refuses a purchase of a sub-account that has an open one at the same place.
fn refuse_beside_open(step: &Transaction<'_>, intent: &Intent) -> Result<(), Trouble> {
    let theirs = format!("SELECT seq FROM intent WHERE origin = ?1 AND sub_account_id = ?2 AND {WAITS} ORDER BY seq");
    let PurchaseDraft { request, origin, .. } = &intent.draft;
    let mut open = row::load_all(step, &theirs, [row::origin_text(origin), request.sub_account.as_str()])?;
    open.whole.retain(|record| record.state().is_open());
    match open {
        Records { damaged: 1.., .. } => Err(Trouble::DamagedRecord),
        Records { whole, .. } if whole.is_empty() => Ok(()),
        Records { whole, .. } => Err(Trouble::OpenForThisAccount(whole)),
    }
}

fn bought_by(db: &Transaction<'_>, account: &SubAccountId, origin: &Origin) -> Result<Records, Trouble> {
    let theirs = "SELECT seq FROM intent WHERE origin = ?1 AND sub_account_id = ?2 ORDER BY seq";
    let mut records = row::load_all(db, theirs, [row::origin_text(origin), account.as_str()])?;
    records.whole.retain(|record| record.bought().is_some());
    Ok(records)
}

#[cfg(test)]
impl Store {
    /// The folder that it is in, free of links.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(test)]
#[path = "damage_tests.rs"]
mod damage_tests;
#[cfg(test)]
#[path = "release_tests.rs"]
mod release_tests;
#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
#[cfg(test)]
#[path = "waiting_tests.rs"]
mod waiting_tests;
