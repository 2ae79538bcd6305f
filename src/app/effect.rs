//! Everything the program can ask of the world, as plain data.
//!
//! Owns the list of effects. `update` returns them; only `runtime` carries them
//! out. Nothing that costs money is anywhere but in [`Effect::Send`], and nothing that
//! gives up what was paid for anywhere but in [`Effect::Release`].

use super::{Ending, Ticket};
use crate::domain::{Beside, Clean, IntentId, OwnedNumber, PurchaseDraft, SubAccountId};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open the ledger; ends in `LedgerOpened`.
    OpenLedger,
    /// Open the ledger anew, whatever became of it; ends in `LedgerOpened`.
    ReopenLedger,
    /// Keep the damaged ledger as a copy and go on with what is whole; ends in `LedgerOpened`.
    AcceptDamage,
    /// Look through the whole ledger; ends in `LedgerChecked`.
    CheckLedger,
    /// Read the sub-accounts from the API; ends in `AccountsEnded`.
    LoadAccounts(Ticket),
    /// Report `Quiet` once the screen has been shown and left alone for a moment.
    AwaitQuiet(Ticket),
    /// Mint an id and write the intent down durably, where it may stand beside what is open; ends in `Recorded`.
    Record(Ticket, Box<PurchaseDraft>, Beside),
    /// Write this attempt, counted from 1, down durably, then send it; ends in `Answered`.
    Send(IntentId, u32),
    /// Read a purchase anew and the numbers that its sub-account owns; `Reread` if the ledger has it, then
    /// `NumbersListed`.
    ListNumbers(Ticket, SubAccountId, IntentId),
    /// Read the numbers that a sub-account owns and those that the ledger knows; ends in `NumbersListed`.
    CheckAccount(Ticket, SubAccountId),
    /// Read every purchase in the ledger, newest first; `HistoryPage` for some at a time, then `HistoryEnded`.
    ReadHistory(Ticket),
    /// Read one purchase; ends in `EntryRead`.
    ReadEntry(Ticket, IntentId),
    /// Write down that a person has read the warning; ends in `Settled`.
    Acknowledge(IntentId),
    /// Write down that this number is the one; ends in `Settled`.
    Link(IntentId, Box<OwnedNumber>),
    /// Write down that nothing was bought; ends in `Settled`.
    CloseByHand(IntentId),
    /// Write this attempt of a release down durably, then send it; ends in `ReleaseAnswered`.
    Release {
        /// Which purchase bought the number.
        purchase: IntentId,
        /// Counted from 1 for each confirmed release. Only the first makes a new idempotency key.
        attempt: u32,
        /// Whether the list was seen to have the number.
        was_listed: bool,
    },
    /// Write down that the whole list no longer has the number; ends in `ReleaseSettled`.
    ReleaseIsGone(IntentId),
    /// Write down that it was not released; ends in `ReleaseSettled`.
    CloseRelease(IntentId),
    /// Put text on the clipboard.
    Copy(Clean),
    /// Give the terminal back and stop until the shell continues us.
    Suspend,
    /// Leave.
    Exit(Ending),
}
