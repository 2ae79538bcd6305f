//! Reading the whole ledger, beside whoever writes it.
//!
//! Owns a connection of its own that can only read, so that nothing waits: not a
//! purchase for a long list, nor the list for a purchase. Records come newest first
//! and a few at a time, each time in a short transaction, so that a slow taker (a
//! pager, a pipe) keeps nothing open and the memory stays bounded. What is written
//! meanwhile is newer than what was asked for, and does not come. Where the ledger
//! itself is damaged, what `salvage` finds whole comes, and then the word that it is
//! damaged. It makes no file and changes none. Called by the runtime on a thread that
//! may wait, and by `numshop history`.

use std::{collections::VecDeque, path::Path};

use rusqlite::Connection;

use super::{Records, Trouble, check, files, row, salvage, schema};
use crate::domain::{IntentId, Moment, Record};

/// How many records are read in one transaction. The first ones are on a screen after this many.
const AT_ONCE: u32 = 200;

/// The records of a ledger, newest first. A damaged one comes as [`Trouble::DamagedRecord`], and the next ones follow;
/// after any other trouble there are no more.
#[derive(Debug)]
pub struct Reader {
    /// None where there is no ledger yet.
    db: Option<Connection>,
    read: VecDeque<Result<Record, Trouble>>,
    /// The row that was read last; the next ones are older.
    reached: row::Seq,
    /// What to say when the last one has been read.
    at_the_end: VecDeque<Trouble>,
}

impl Reader {
    /// Opens a ledger to read it; one that does not exist yet is empty.
    ///
    /// # Errors
    /// [`Trouble`] where there is a ledger that cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        let held = files::find(folder)?;
        let db = held.map(|held| schema::open_to_read(&held.ledger)).transpose()?;
        Ok(Self { db, read: VecDeque::new(), reached: row::Seq::MAX, at_the_end: VecDeque::new() })
    }

    /// The same, after a look whether pages and tables are in order, which takes time: what is missing is counted at the
    /// end. Where they are not, what is left of the ledger, and then [`Trouble::Damaged`].
    ///
    /// # Errors
    /// [`Trouble`] where there is a ledger of which nothing can be read.
    pub fn open_whole(folder: &Path) -> Result<Self, Trouble> {
        match Self::open(folder).and_then(Self::in_order) {
            Err(damage @ (Trouble::Damaged | Trouble::NotALedger(_))) => Self::of_what_is_left(folder)?.ok_or(damage),
            other => other,
        }
    }

    fn in_order(mut self) -> Result<Self, Trouble> {
        let Some(db) = &self.db else { return Ok(self) };
        let snapshot = db.unchecked_transaction()?;
        if !check::is_in_order(&snapshot)? {
            return Err(Trouble::Damaged);
        }
        let gone = row::missing(&snapshot, "intent")?;
        let is_torn = row::missing(&snapshot, "event")? > 0;
        drop(snapshot);
        self.at_the_end.extend(std::iter::repeat_n(Trouble::DamagedRecord, gone));
        self.at_the_end.extend(is_torn.then_some(Trouble::Damaged));
        Ok(self)
    }

    /// `None` where nothing is left: there is nothing to say then but why.
    fn of_what_is_left(folder: &Path) -> Result<Option<Self>, Trouble> {
        let Some(held) = files::find(folder)? else { return Ok(None) };
        let Ok(left) = salvage::read_file(&held.ledger, &Moment::default()) else { return Ok(None) };
        if left.saved.is_empty() {
            return Ok(None);
        }
        let Records { whole, damaged, .. } = left.history();
        let mut at_the_end: VecDeque<_> = std::iter::repeat_n(Trouble::DamagedRecord, damaged).collect();
        at_the_end.push_back(Trouble::Damaged);
        let read = whole.into_iter().map(Ok).collect();
        Ok(Some(Self { db: None, read, reached: row::Seq::MAX, at_the_end }))
    }

    /// Reads one record.
    ///
    /// # Errors
    /// [`Trouble::NoSuchPurchase`], [`Trouble::DamagedRecord`], or a failure to read.
    pub fn record_of(&self, id: IntentId) -> Result<Record, Trouble> {
        let db = self.db.as_ref().ok_or(Trouble::NoSuchPurchase)?;
        let snapshot = db.unchecked_transaction()?;
        row::load(&snapshot, row::find(&snapshot, id)?)
    }

    /// Reads the next few; nothing where there are no more.
    fn read_on(&mut self) -> Result<(), Trouble> {
        let Some(db) = &self.db else { return Ok(()) };
        let snapshot = db.unchecked_transaction()?;
        let older = "SELECT seq FROM intent WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2";
        let mut query = snapshot.prepare_cached(older)?;
        for seq in query.query_map((self.reached, AT_ONCE), |row| row.get(0))? {
            self.reached = seq?;
            self.read.push_back(row::load(&snapshot, self.reached));
        }
        Ok(())
    }
}

impl Iterator for Reader {
    type Item = Result<Record, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty()
            && let Err(trouble) = self.read_on()
        {
            self.read.push_back(Err(trouble));
        }
        let next = self.read.pop_front().or_else(|| self.at_the_end.pop_front().map(Err));
        if matches!(&next, Some(Err(trouble)) if *trouble != Trouble::DamagedRecord) {
            self.db = None;
            self.read.clear();
            self.at_the_end.clear();
        }
        next
    }
}

/// Every record of a ledger at once, newest first; none where there never was one. Where it is damaged, what is whole.
///
/// # Errors
/// As [`Reader::open_whole`], or a failure to read.
pub fn history(folder: &Path) -> Result<Records, Trouble> {
    let mut records = Records::default();
    for record in Reader::open_whole(folder)? {
        match record {
            Err(Trouble::Damaged) => records.is_torn = true,
            other => records.take(other)?,
        }
    }
    Ok(records)
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
