//! The look through the whole ledger after it has been opened.
//!
//! Owns the judgement that a ledger is whole: that SQLite finds its pages, tables and
//! indexes in order (`integrity_check`), that no row is missing between the first and
//! the last (rows are numbered without a gap and never deleted), and that every record
//! can be read back, the settled ones too. With a long history that takes longer than a
//! start may: it runs on a thread and a connection of its own, only reads, and ends with
//! the store. What needs a whole ledger waits for its word. Called by `store` and
//! `accept`.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rusqlite::{Connection, InterruptHandle};

use super::{Trouble, row, schema};
use crate::domain::Clean;

/// A look that is under way or over.
#[derive(Clone)]
pub(super) struct Check {
    word: Arc<OnceLock<Option<Trouble>>>,
    stop: Arc<AtomicBool>,
    interrupt: Arc<InterruptHandle>,
}

impl Check {
    /// Begins to look through a ledger that has just been opened.
    pub(super) fn begin(path: &Path) -> Result<Self, Trouble> {
        let db = schema::open_to_read(path)?;
        let check = Self { word: Arc::default(), stop: Arc::default(), interrupt: Arc::new(db.get_interrupt_handle()) };
        let teller = Teller { word: Arc::clone(&check.word), found: Some(Trouble::Gone) };
        let stop = Arc::clone(&check.stop);
        let look = move || {
            let mut teller = teller;
            // A look that was ended knows nothing.
            teller.found = look_through(&db, &stop).err().filter(|_| !stop.load(Ordering::Relaxed));
            // Closed before the word is out: whoever waits for it may close the ledger as its last user.
            drop(db);
        };
        thread::Builder::new().name("ledger-check".to_owned()).spawn(look).map_err(|error| Trouble::at(path)(error))?;
        Ok(check)
    }

    /// Waits for the end of the look; what is wrong, where something is.
    pub(super) fn damage(&self) -> Option<Trouble> {
        self.word.wait().clone()
    }

    /// Ends the look where it is, and waits until it has let go of the ledger.
    pub(super) fn end(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.interrupt.interrupt();
        self.word.wait();
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Check").field("word", &self.word).finish_non_exhaustive()
    }
}

/// Gives the word when the look ends, whatever ends it: nobody waits for ever.
struct Teller {
    word: Arc<OnceLock<Option<Trouble>>>,
    found: Option<Trouble>,
}

impl Drop for Teller {
    fn drop(&mut self) {
        // It is told once, here.
        let _told = self.word.set(self.found.take());
    }
}

/// Looks through a ledger; what is wrong with it is the error. Stops early where it is told to, and then knows nothing.
pub(super) fn look_through(db: &Connection, stop: &AtomicBool) -> Result<(), Trouble> {
    let snapshot = db.unchecked_transaction()?;
    let is_in_order = is_in_order(&snapshot)?;
    match row::count_damaged(&snapshot, || !stop.load(Ordering::Relaxed))? {
        0 if is_in_order && row::missing(&snapshot, "event")? == 0 => Ok(()),
        0 => Err(Trouble::Damaged),
        damaged => Err(Trouble::DamagedRecords(damaged)),
    }
}

/// Whether pages, tables and indexes are in order.
pub(super) fn is_in_order(db: &Connection) -> Result<bool, Trouble> {
    let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        tracing::error!(verdict = %Clean::line(&verdict), "the ledger is damaged");
    }
    Ok(verdict == "ok")
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
