//! The state machine: what the program knows, and what each message makes of it.
//!
//! Owns [`App`], [`Message`], [`Effect`], [`update()`] and the table of keys. All of
//! it is pure: `update` is total and deterministic, time is handed in, ids are
//! minted outside, and nothing here knows a terminal, a file or a network. So a
//! test drives the whole program with plain values.
//!
//! One file a step: its state and what its actions do. How a step looks is told
//! by `screen`; what an effect does is told by `runtime`.

mod account;
mod available;
mod candidate;
mod check;
mod effect;
mod ending;
mod flow;
mod history;
mod keymap;
mod ledger;
mod message;
mod not_bought;
mod number;
mod overlay;
mod place_search;
mod receipt;
mod release;
mod release_unknown;
mod releasing;
mod review;
mod selection;
mod sending;
mod setup;
mod sieve;
mod typing;
mod unknown;
mod update;

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;

use std::{collections::VecDeque, time::Duration};

use jiff::{Timestamp, tz::TimeZone};

pub use account::{AccountList, AccountStep, Row, Source};
pub use candidate::{Against, Candidate, Standing};
pub use check::{Check, CheckRow, CheckStage, Comparison, Side};
pub use effect::Effect;
pub use ending::Ending;
pub use history::{Entry, History, HistoryStage};
pub use keymap::{Action, BINDINGS, Binding, Place, footer, help};
pub use ledger::{Fault, LedgerState, Readable, Stoppage};
pub use message::{Attempted, Known, ListEnd, Message, NotRecorded, Numbers, Opened, ReleaseAttempted, Signal, Stage};
pub use not_bought::NotBought;
pub use number::{NumberStep, pattern_example};
pub use overlay::{CountryPicker, Overlay, Question, Received};
pub use place_search::{PlaceChoice, PlaceChoices, PlaceSearch};
pub use receipt::{Listed, Receipt};
pub use release::{Releasable, ReleaseReview};
pub use release_unknown::{ReleaseUnknown, Sight};
pub use releasing::Releasing;
pub use review::{Confirmation, Review};
pub use selection::Move;
pub use sending::{Sending, SendingStage};
pub use setup::{Keys, Prefill, Setup};
pub use unknown::{Look, Unknown};
pub use update::update;

use crate::domain::{Clean, Moment, Origin, Record};

/// The smallest window that shows a review whole, in columns and rows.
pub const SMALLEST: (u16, u16) = (72, 22);

/// Time as the core sees it: one clock to decide with, one to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Now {
    /// For decisions; never jumps.
    pub moment: Moment,
    /// For people.
    pub wall: Timestamp,
}

/// Matches a reply to its request. A reply with an old ticket is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Ticket(u64);

/// What the person looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Step 1. Its state is `App::account`, kept while later steps are shown.
    Account,
    /// Step 2. Its state is `App::number`, kept likewise.
    Number,
    /// Step 3.
    Review(Box<Review>),
    /// Between 3 and 4.
    Sending(Box<Sending>),
    /// Step 4, a yes.
    Receipt(Box<Receipt>),
    /// Step 4, a no.
    NotBought(Box<NotBought>),
    /// Step 4, neither; also the first screen at start while a purchase is open.
    Unknown(Box<Unknown>),
    /// Beside step 1: what the sub-account owns and what the ledger knows.
    Check(Box<Check>),
    /// After step 4: giving a number up.
    ReleaseReview(Box<ReleaseReview>),
    /// The release is under way.
    Releasing(Box<Releasing>),
    /// It may be released; also shown first at start while a release is open.
    ReleaseUnknown(Box<ReleaseUnknown>),
    /// Before everything else: why nothing can be bought. Its state is `App::ledger`.
    Ledger,
}

/// All that the program knows.
#[derive(Debug, Clone)]
pub struct App {
    /// Set by the runtime before each message.
    pub now: Now,
    /// The time zone for showing local times.
    pub zone: TimeZone,
    /// The window, in columns and rows.
    pub size: (u16, u16),
    /// Where purchases go.
    pub origin: Origin,
    /// What may be said of the keys.
    pub keys: Keys,
    /// Whether a purchase can be written down.
    pub ledger: LedgerState,
    /// Purchases that a person has to settle, oldest first.
    pub open: Vec<Record>,
    /// Purchases whose release a person has to settle, oldest first.
    pub releases: Vec<Record>,
    /// Purchases that bought something else than was asked for, until a person acknowledges it; oldest first.
    pub warned: Vec<Record>,
    /// Step 1.
    pub account: AccountStep,
    /// Step 2.
    pub number: NumberStep,
    /// What is shown.
    pub screen: Screen,
    /// The history, over the screen that it was opened from.
    pub history: Option<Box<History>>,
    /// What lies on top of it.
    pub overlay: Option<Overlay>,
    /// One line of news, gone with the next key.
    pub note: Option<Clean>,
    /// What the person should know as well: each becomes the note when a key has taken the one before away.
    pub notices: VecDeque<Clean>,
    /// How the program would end if it were left now.
    pub ending: Ending,
    /// Whether the last frame showed everything. What is not seen whole cannot be confirmed.
    pub seen_whole: bool,
    /// A screen has just come up by itself: keys that settle or send do not count until the keyboard was quiet.
    settling: Option<Ticket>,
    last_ticket: u64,
}

impl App {
    /// The program as it starts, and the first things to do.
    #[must_use]
    pub fn new(setup: Setup) -> (Self, Vec<Effect>) {
        let mut app = Self {
            now: setup.now,
            zone: TimeZone::UTC,
            size: setup.size,
            origin: setup.origin,
            keys: setup.keys,
            ledger: LedgerState::Opening,
            open: Vec::new(),
            releases: Vec::new(),
            warned: Vec::new(),
            account: AccountStep::new(setup.accounts, setup.prefill.sub_account.as_deref()),
            number: NumberStep::new(setup.prefill.country, setup.prefill.criterion),
            screen: Screen::Account,
            history: None,
            overlay: None,
            note: None,
            notices: setup.notices.into(),
            ending: Ending::Done,
            seen_whole: true,
            settling: None,
            last_ticket: 0,
        };
        app.show_next_notice();
        let mut effects = vec![Effect::OpenLedger];
        effects.extend(app.load_accounts());
        effects.extend(app.go_to_first_lacking_step());
        (app, effects)
    }

    /// Shows the next notice, where the line is free.
    fn show_next_notice(&mut self) {
        if self.note.is_none() {
            self.note = self.notices.pop_front();
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        Ticket(self.last_ticket)
    }

    /// Whether the window is too small to show what money depends on.
    #[must_use]
    pub fn is_cramped(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Waits for a quiet keyboard before keys that settle or send count again.
    fn await_quiet(&mut self) -> Effect {
        let ticket = self.ticket();
        self.settling = Some(ticket);
        Effect::AwaitQuiet(ticket)
    }

    /// Whether keys that settle or send do not count yet.
    #[must_use]
    pub fn is_settling(&self) -> bool {
        self.settling.is_some()
    }

    /// The screen was out of sight, so what was half confirmed is void and the keyboard has to be quiet first.
    fn out_of_sight(&mut self) -> Effect {
        if matches!(self.overlay, Some(Overlay::Question(_))) {
            self.overlay = None;
        }
        self.settle_review().unwrap_or_else(|| self.await_quiet())
    }

    /// How often the screen must move by itself; `None` while it waits for a person.
    #[must_use]
    pub fn pulse(&self) -> Option<Duration> {
        const SPINNER: Duration = Duration::from_millis(125);
        if let Some(history) = &self.history {
            return matches!(history.stage, HistoryStage::Reading(_)).then_some(SPINNER);
        }
        let waiting = match &self.screen {
            Screen::Account => self.account.list == AccountList::Loading,
            Screen::Sending(_) | Screen::Releasing(_) => true,
            Screen::Receipt(receipt) if matches!(receipt.listed, Listed::Looking(_)) => true,
            Screen::Receipt(receipt) if receipt.release_waits(&self.now.moment) => return Some(Duration::from_secs(1)),
            Screen::ReleaseReview(review) => matches!(review.listed, Listed::Looking(_)),
            Screen::ReleaseUnknown(unknown) if matches!(unknown.sight, Sight::Looking(_)) => true,
            Screen::ReleaseUnknown(_) if self.shown_release_waits() => return Some(Duration::from_secs(1)),
            Screen::Check(check) => matches!(check.stage, CheckStage::Looking(_)),
            Screen::Unknown(unknown) if matches!(unknown.look, Look::Looking(_)) => true,
            Screen::Unknown(_) if self.shown_waits() => return Some(Duration::from_secs(1)),
            Screen::NotBought(no) if no.waits(&self.now.moment) => return Some(Duration::from_secs(1)),
            Screen::Ledger => self.ledger == LedgerState::Opening,
            Screen::Number
            | Screen::Review(_)
            | Screen::Receipt(_)
            | Screen::NotBought(_)
            | Screen::Unknown(_)
            | Screen::ReleaseUnknown(_) => false,
        };
        waiting.then_some(SPINNER)
    }
}
