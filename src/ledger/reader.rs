//! Reading the whole ledger, beside whoever writes it.
//!
//! Owns a connection of its own that can only read, so that nothing waits: not a
//! purchase for a long list, nor the list for a purchase. Records come newest first
//! and a few at a time, each time in a short transaction, so that a slow taker (a
//! pager, a pipe) keeps nothing open and the memory stays bounded. What is written
//! meanwhile is newer than what was asked for, and does not come. It makes no file
//! and changes none. Called by the runtime on a thread that may wait, and by
//! `numshop history`.

use std::{collections::VecDeque, path::Path};

use rusqlite::Connection;

use super::{Records, Trouble, files, row, schema};
use crate::domain::{IntentId, Record};

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
}

impl Reader {
    /// Opens a ledger to read it; one that does not exist yet is empty.
    ///
    /// # Errors
    /// [`Trouble`] where there is a ledger that cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        let path = files::find(folder)?;
        let db = path.map(|path| schema::open_to_read(&path)).transpose()?;
        Ok(Self { db, read: VecDeque::new(), reached: row::Seq::MAX })
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
        let next = self.read.pop_front();
        if matches!(&next, Some(Err(trouble)) if *trouble != Trouble::DamagedRecord) {
            self.db = None;
            self.read.clear();
        }
        next
    }
}

/// Every record of a ledger at once, newest first.
///
/// # Errors
/// As [`Reader::open`], or a failure to read.
pub fn history(folder: &Path) -> Result<Records, Trouble> {
    let mut records = Records::default();
    Reader::open(folder)?.try_for_each(|record| records.take(record))?;
    Ok(records)
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
