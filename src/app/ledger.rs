//! The ledger as the core knows it: whether a purchase can be written down, and why not.
//!
//! Owns what is said and done while nothing can be bought: the screen that comes up by
//! itself and stays one key away, another try, and the acceptance of damage, which asks
//! twice. Reading, keeping and replacing files is not done here: the effects ask for it,
//! and both end in `LedgerOpened`.

use super::{App, Effect, Opened, Overlay, Question, Screen};
use crate::domain::{Clean, Record};

/// Whether a purchase can be written down, without which none is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerState {
    /// Being opened; a few milliseconds after the first frame.
    Opening,
    /// Ready.
    Ready,
    /// Nothing can be bought; this is why.
    Broken(Stoppage),
}

/// Why nothing can be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stoppage {
    /// What kind of fault it is: it decides what can be done.
    pub fault: Fault,
    /// What happened, in sentences.
    pub what: Clean,
    /// The ledger's file.
    pub path: Clean,
    /// What of it can be read, where that could be told.
    pub readable: Option<Readable>,
}

/// How much of a ledger can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readable {
    /// Purchases that are whole.
    pub whole: usize,
    /// Purchases of which a part is lost.
    pub partly: usize,
    /// Purchases that are known to have been there and cannot be read.
    pub gone: usize,
}

/// What is wrong with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A part of it, or all of it, cannot be read.
    Damaged,
    /// The file is something else, or its beginning is damaged.
    NotALedger,
    /// The file is empty.
    Emptied,
    /// The file is gone.
    Missing,
    /// Another file has its name since it was opened.
    Replaced,
    /// A newer program wrote it.
    Newer,
    /// It cannot be written.
    ReadOnly,
    /// There is no room to write.
    DiskFull,
    /// Another program keeps it locked.
    Busy,
    /// The folder, or what stands in it, cannot be used.
    Folder,
    /// The disk or the database failed in another way.
    Failed,
}

impl Fault {
    /// Whether a person may accept it and go on with what is whole.
    #[must_use]
    pub fn can_be_accepted(self) -> bool {
        matches!(self, Self::Damaged | Self::NotALedger | Self::Emptied | Self::Missing)
    }
}

impl App {
    pub(super) fn ledger_opened(&mut self, opened: Opened) -> Vec<Effect> {
        // What is open may be other purchases now, so a screen that shows one of them starts anew.
        let is_stale = matches!(self.screen, Screen::Ledger | Screen::Unknown(_) | Screen::ReleaseUnknown(_));
        self.zone = opened.zone;
        self.accounts_used_before(opened.used);
        self.notices.extend(opened.notices);
        self.show_next_notice();
        let waiting = opened.waiting.into_iter().filter(|record| self.concerns(record));
        let (open, settled): (Vec<_>, Vec<_>) = waiting.partition(|record: &Record| record.state().is_open());
        self.open = open;
        self.releases = settled.iter().filter(|record| record.is_releasing()).cloned().collect();
        self.warned = settled;
        self.warned.retain(|record| !record.unacknowledged().is_empty());
        if let Some(stoppage) = opened.stoppage {
            self.ledger = LedgerState::Broken(stoppage);
            return self.show_ledger();
        }
        self.ledger = LedgerState::Ready;
        let nothing_waits = self.open.is_empty() && self.releases.is_empty() && self.warned.is_empty();
        let mut effects = vec![Effect::CheckLedger];
        effects.extend(match (nothing_waits, is_stale) {
            (false, _) => self.show_waiting(),
            (true, true) => self.go_to_first_lacking_step(),
            (true, false) => Vec::new(),
        });
        if !nothing_waits {
            self.uncover();
        }
        effects
    }

    /// The ledger can no longer be sold from, or never could. What a purchase has come to stays in sight, unless it is an
    /// open one of an earlier run that has just come up by itself: this comes before it.
    pub(super) fn ledger_stopped(&mut self, stoppage: Stoppage) -> Vec<Effect> {
        self.ledger = LedgerState::Broken(stoppage);
        match self.screen {
            Screen::Unknown(_) | Screen::ReleaseUnknown(_) if self.is_settling() => self.show_ledger(),
            Screen::Sending(_)
            | Screen::Receipt(_)
            | Screen::NotBought(_)
            | Screen::Unknown(_)
            | Screen::Releasing(_)
            | Screen::ReleaseUnknown(_) => Vec::new(),
            Screen::Account
            | Screen::Number
            | Screen::Review(_)
            | Screen::Check(_)
            | Screen::ReleaseReview(_)
            | Screen::Ledger => self.show_ledger(),
        }
    }

    fn show_ledger(&mut self) -> Vec<Effect> {
        self.history = None;
        self.overlay = None;
        self.screen = Screen::Ledger;
        vec![self.await_quiet()]
    }

    /// What waits for a person: the ledger first, where it is broken.
    pub(super) fn settle_first(&mut self) -> Vec<Effect> {
        match (&self.ledger, &self.screen) {
            (LedgerState::Broken(_), Screen::Account | Screen::Number) => self.show_ledger(),
            _ => self.show_waiting(),
        }
    }

    /// Why nothing can be bought, where that is so.
    #[must_use]
    pub fn stoppage(&self) -> Option<&Stoppage> {
        match &self.ledger {
            LedgerState::Broken(stoppage) => Some(stoppage),
            LedgerState::Opening | LedgerState::Ready => None,
        }
    }

    /// Opens the ledger anew.
    pub(super) fn try_ledger_again(&mut self) -> Vec<Effect> {
        self.ledger = LedgerState::Opening;
        vec![Effect::ReopenLedger]
    }

    /// "Accept the damage": asks, and asks once more.
    pub(super) fn ask_to_accept(&mut self) {
        self.overlay = Some(Overlay::Question(Question::AcceptDamage));
    }

    /// A person said yes to a question about the ledger.
    pub(super) fn accept_damage(&mut self, is_sure: bool) -> Vec<Effect> {
        self.overlay = None;
        if !self.stoppage().is_some_and(|stoppage| stoppage.fault.can_be_accepted()) {
            return Vec::new();
        }
        if is_sure {
            self.ledger = LedgerState::Opening;
            return vec![Effect::AcceptDamage];
        }
        self.overlay = Some(Overlay::Question(Question::AcceptSurely));
        // A held y must not answer both questions.
        vec![self.await_quiet()]
    }
}
