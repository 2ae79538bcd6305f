//! Everything that can happen to the program, as plain data.
//!
//! Owns the shapes that the runtime reports in. Each background task ends in
//! exactly one of these, whatever goes wrong, so nothing spins for ever.

use jiff::tz::TimeZone;
use ratatui::crossterm::event::KeyEvent;

use super::{Stoppage, Ticket};
use crate::domain::{
    Answer, Clean, Intent, IntentId, OwnedNumber, Record, ReleaseOutcome, SubAccount, SubAccountId, Summary,
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed. Releases are never reported.
    Key(KeyEvent),
    /// Text was pasted in one piece.
    Paste(String),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// Time passed while something moves.
    Tick,
    /// The system asked the program to end.
    Signal(Signal),
    /// The terminal is gone.
    TerminalLost,
    /// The ledger is open, or this is all that is to be had of it.
    LedgerOpened(Box<Opened>),
    /// The whole ledger was looked through, or a write found that it cannot be sold from any more.
    LedgerChecked(Result<(), Stoppage>),
    /// Some sub-accounts came from the API.
    AccountsPage(Ticket, Vec<SubAccount>),
    /// No more sub-accounts will come.
    AccountsEnded(Ticket, ListEnd),
    /// The screen has been quiet for as long as a review asks.
    Quiet(Ticket),
    /// The intent is durable, or is not.
    Recorded(Ticket, Result<Box<Intent>, NotRecorded>),
    /// An attempt got this far.
    Progress(IntentId, Stage),
    /// An attempt ended.
    Answered(IntentId, Attempted),
    /// What the ledger says of a purchase now: another window may have gone on with it.
    Reread(Box<Record>),
    /// The numbers that a sub-account owns.
    NumbersListed(Ticket, Numbers),
    /// Some more purchases of the ledger, older than those before.
    HistoryPage(Ticket, Vec<Summary>),
    /// No more will come: so many cannot be read back, or it failed.
    HistoryEnded(Ticket, Result<usize, Clean>),
    /// One purchase of the history, whole.
    EntryRead(Ticket, Result<Box<Record>, Clean>),
    /// A person's word was written down, or was not.
    Settled(IntentId, Result<Box<Record>, Clean>),
    /// An attempt of a release ended.
    ReleaseAnswered(IntentId, ReleaseAttempted),
    /// What was found or said of an open release was written down, or was not.
    ReleaseSettled(IntentId, Result<Box<Record>, Clean>),
    /// A background task failed in a way that should be impossible.
    Broken(Clean),
}

/// Which signal came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP.
    HangUp,
    /// SIGQUIT.
    Quit,
}

/// What the ledger holds when it is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Purchases that wait for a person, to settle them or their release, or to acknowledge a warning, oldest first.
    pub waiting: Vec<Record>,
    /// Sub-accounts used before, the latest first.
    pub used: Vec<SubAccountId>,
    /// Why nothing may be sold, where that is so.
    pub stoppage: Option<Stoppage>,
    /// What the person should know.
    pub notices: Vec<Clean>,
    /// The time zone of this machine.
    pub zone: TimeZone,
}

/// How a list ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEnd {
    /// Everything was read.
    Complete,
    /// Something may be missing; the text says why.
    Incomplete(Clean),
    /// It failed; the text says why.
    Failed(Clean),
}

/// Why an intent was not written down, so that nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRecorded {
    /// It could not be; the text says why.
    Failed(Clean),
    /// The sub-account has these purchases open, of which the person was not told: another window made them.
    BesideOpen(Vec<Record>),
}

/// How far an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The attempt is durable; the request is leaving now.
    Leaving,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempted {
    /// Its outcome is durable; this is the record with it.
    Done(Box<Record>),
    /// It could not be written down, so nothing was sent.
    NotSent(Clean),
    /// Another window has gone on with the purchase, so nothing was sent; this is what it has become.
    Overtaken(Box<Record>),
    /// It was sent and answered, but the outcome could not be written down.
    NotSaved {
        /// What came back.
        answer: Box<Answer>,
        /// Why it could not be written.
        why: Clean,
    },
}

/// How an attempt of a release ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleaseAttempted {
    /// Its outcome is durable; this is the record with it.
    Done(Box<Record>),
    /// It could not be written down, so nothing was sent.
    NotSent(Clean),
    /// Another window has gone on with it, so nothing was sent; this is what it has become.
    Overtaken(Box<Record>),
    /// It was sent and answered, but the outcome could not be written down.
    NotSaved {
        /// As the ledger has it, with this attempt as the last event.
        record: Box<Record>,
        /// What came back.
        answer: Box<Answer<ReleaseOutcome>>,
        /// Why it could not be written.
        why: Clean,
    },
}

/// The numbers that a sub-account owns, as far as they could be read, and those that the ledger knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// What the API lists, newest first.
    pub items: Vec<OwnedNumber>,
    /// Whether that is all.
    pub end: ListEnd,
    /// What the ledger says of the same sub-account.
    pub known: Known,
}

/// The purchases in the ledger that bought a number for a sub-account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Each of them bought something; oldest first.
    pub purchases: Vec<Record>,
    /// Whether that is all: a part of the ledger may not be readable.
    pub end: ListEnd,
}
