//! Going on after damage: a person accepts it.
//!
//! Owns the one way to a new ledger where a damaged one is. The damaged files are kept
//! under another name ([`Accepted::copy`]), and what is whole is carried over: every
//! whole purchase with the same id, in order, and what is left of a purchase that lost a
//! part, open. The new ledger is built and synced aside and takes its name in one step,
//! so that a crash leaves the old one or the new one. Meanwhile the folder, the send lock
//! and the ledger's write lock are held: nobody sends, opens or writes. Nothing is
//! accepted that is not damaged, and never a newer ledger. Called by `worker`.

use std::{path::Path, sync::atomic::AtomicBool};

use jiff::Timestamp;

use super::{
    Trouble, check, files, lock, row,
    salvage::{self, Salvage},
    schema,
    trouble::{purchases, shown},
};
use crate::domain::{Clean, Moment};

/// What became of a damaged ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Where the damaged ledger is kept.
    pub copy: Clean,
    /// How many purchases were carried over.
    pub carried: usize,
}

impl std::fmt::Display for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "A new ledger is in use, with {}. The damaged one is kept as {}.", purchases(self.carried), self.copy)
    }
}

/// Keeps a damaged ledger under another name and puts a new one with all that is whole in its place. `None` where it is
/// whole: another window was faster.
///
/// # Errors
/// Any [`Trouble`] that keeps it from being done; the ledger is then as it was.
pub(super) fn accept(folder: &Path, now: &Moment) -> Result<Option<Accepted>, Trouble> {
    let held = files::hold(folder)?;
    let _nothing_is_under_way = lock::take(&held.folder)?;
    let Err(trouble) = damage(&held.ledger) else { return Ok(None) };
    // Nobody else writes until the new ledger is in place.
    let (_kept_out, left) = match &trouble {
        Trouble::Damaged | Trouble::DamagedRecords(_) => {
            let db = schema::hold(&held.ledger)?;
            let left = db.as_ref().map_or_else(|| Ok(Salvage::default()), |db| salvage::read(db, now))?;
            (db, left)
        }
        // Mostly it never was one; perhaps only its beginning is damaged.
        Trouble::NotALedger(_) => (None, salvage::read_file(&held.ledger, now).unwrap_or_default()),
        Trouble::Emptied(_) | Trouble::Missing(_) => (None, Salvage::default()),
        _ => return Err(trouble),
    };
    tracing::warn!(%trouble, carried = left.saved.len(), gone = left.gone, "the damage is accepted");
    let unfinished = files::build_aside(&held, |new| {
        left.saved.iter().try_for_each(|saved| row::insert_record(new, &saved.record))
    })?;
    let copy = files::put_in_place(&held, &unfinished, Timestamp::now())?;
    Ok(Some(Accepted { copy: shown(&copy), carried: left.saved.len() }))
}

/// What is wrong with a ledger, read from end to end.
fn damage(ledger: &Path) -> Result<(), Trouble> {
    files::refuse_unusable(ledger)?;
    check::look_through(&schema::open_to_read(ledger)?, &AtomicBool::new(false))
}

#[cfg(test)]
#[path = "accept_tests.rs"]
mod tests;
