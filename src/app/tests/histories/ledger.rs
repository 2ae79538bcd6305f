//! The one ledger of the histories, and the clocks of the machine that it is on.
//!
//! It keeps the rules of the real one: what may follow is asked of `domain::record`, an attempt holds the send lock, and
//! a disk may fail under any write.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::super::things::{id, intent, line, now};
use crate::{
    app::Now,
    domain::{Beside, Clean, Event, Intent, IntentId, Moment, PurchaseDraft, Record, Stamped, SubAccountId},
};

/// The machine's clocks. Only `since_start_ms` is the truth, and nobody but the test sees it.
#[derive(Debug)]
pub struct Clock {
    pub since_start_ms: u64,
    booted_ms: u64,
    boot: Clean,
    wall_shift: SignedDuration,
}

impl Clock {
    pub fn new() -> Self {
        Self { since_start_ms: 0, booted_ms: 0, boot: line("boot 0"), wall_shift: SignedDuration::ZERO }
    }

    pub fn now(&self) -> Now {
        let since_start = SignedDuration::from_millis(self.since_start_ms.cast_signed());
        Now { moment: self.moment(), wall: now().wall + since_start + self.wall_shift }
    }

    pub fn moment(&self) -> Moment {
        Moment { boot: self.boot.clone(), since_boot_ms: self.since_start_ms - self.booted_ms }
    }

    /// Somebody sets the wall clock.
    pub fn jump(&mut self, hours: i64) {
        self.wall_shift = SignedDuration::from_hours(hours);
    }

    pub fn reboot(&mut self) {
        self.booted_ms = self.since_start_ms;
        self.boot = line(&format!("boot {}", self.since_start_ms));
    }
}

/// Why something was not written.
#[derive(Debug)]
pub enum Refused {
    /// Other purchases of the sub-account are open.
    BesideOpen(Vec<Record>),
    /// Something is being sent.
    Locked,
    /// It has moved on.
    MovedOn,
    /// It is too soon or too early.
    Wait,
    /// Another purchase has the number.
    Taken,
}

/// The ledger.
#[derive(Debug, Default)]
pub struct Ledger {
    pub records: BTreeMap<IntentId, Record>,
    /// Who holds the send lock: a program.
    pub lock: Option<usize>,
}

impl Ledger {
    /// What is open for a sub-account.
    pub fn open_for(&self, account: &SubAccountId) -> Vec<Record> {
        let theirs = |record: &&Record| record.intent.draft.request.sub_account == *account && record.state().is_open();
        self.records.values().filter(theirs).cloned().collect()
    }

    /// What bought a number for a sub-account.
    pub fn bought_for(&self, account: &SubAccountId) -> Vec<Record> {
        let theirs =
            |record: &&Record| record.intent.draft.request.sub_account == *account && record.bought().is_some();
        self.records.values().filter(theirs).cloned().collect()
    }

    pub fn record(&mut self, draft: PurchaseDraft, beside: Beside) -> Result<Intent, Refused> {
        let open = self.open_for(&draft.request.sub_account);
        if beside == Beside::NoOpen && !open.is_empty() {
            return Err(Refused::BesideOpen(open));
        }
        let intent = intent(id(u32::try_from(self.records.len()).unwrap() + 1), draft);
        self.records.insert(intent.id, Record::new(intent.clone()));
        Ok(intent)
    }

    /// An attempt begins, and takes the lock.
    pub fn begin(&mut self, by: usize, id: IntentId, attempt: u32, now: &Now) -> Result<(), Refused> {
        self.unlocked()?;
        let record = &self.records[&id];
        let event = Event::Sent { attempt, moment: now.moment.clone() };
        if record.state().after(&event).is_ok() && !record.send_again_in(&now.moment).is_zero() {
            return Err(Refused::Wait);
        }
        self.append(id, event, now)?;
        self.lock = Some(by);
        Ok(())
    }

    /// A person's word about an open purchase.
    pub fn settle(&mut self, id: IntentId, event: Event, now: &Now) -> Result<(), Refused> {
        self.unlocked()?;
        let record = &self.records[&id];
        match &event {
            Event::ClosedByHand if !record.state().hand_close_in(&now.moment).is_zero() => return Err(Refused::Wait),
            Event::Linked(number) => {
                let others = self.bought_for(&record.intent.draft.request.sub_account);
                if others.iter().filter_map(Record::bought).any(|bought| bought.number.is_same(number)) {
                    return Err(Refused::Taken);
                }
            }
            _ => {}
        }
        self.append(id, event, now)
    }

    pub fn append(&mut self, id: IntentId, event: Event, now: &Now) -> Result<(), Refused> {
        let record = self.records.get_mut(&id).expect("only what is written down goes on");
        record.state().after(&event).map_err(|_| Refused::MovedOn)?;
        record.events.push(Stamped { at: now.wall, event });
        Ok(())
    }

    fn unlocked(&self) -> Result<(), Refused> {
        self.lock.map_or(Ok(()), |_| Err(Refused::Locked))
    }
}
