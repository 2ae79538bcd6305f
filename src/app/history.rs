//! Every purchase that was ever confirmed here: the list, and one of them whole.
//!
//! Owns the history, which lies over the screen that it was opened from. That
//! screen lives on beneath it: what happens to a purchase still reaches it, and Esc
//! uncovers it as it has become. The lines come newest first and a few at a time
//! from the ledger, so that the list is there at once however long it is; a line is
//! small, and the record behind it is read when it is opened. The history only reads.
//! What it shows can be settled where that is done: on the purchase's own screen.

use std::ops::Range;

use ratatui::crossterm::event::KeyEvent;
use tui_input::Input;

use super::{
    Action, App, Effect, Move, Overlay, Place, Screen, Ticket,
    sieve::Sieve,
    typing::{self, type_key},
};
use crate::domain::{Clean, IntentId, Record, State, Summary};

/// The state of the history.
#[derive(Debug, Clone)]
pub struct History {
    /// The filter.
    pub filter: Input,
    /// How far the ledger is read.
    pub stage: HistoryStage,
    /// Index into the lines that pass the filter.
    pub selected: usize,
    /// The one that is shown whole, where one is.
    pub entry: Option<Entry>,
    lines: Vec<Summary>,
    sieve: Sieve,
    /// Indices of the lines that pass.
    passing: Vec<usize>,
    /// How many lines are of a real API.
    live: usize,
}

/// How far the ledger is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryStage {
    /// Lines are coming.
    Reading(Ticket),
    /// All that can be read was.
    Read {
        /// How many more purchases there are that cannot be read back.
        damaged: usize,
    },
    /// The ledger could not be read, or not to its end; the text says why.
    Failed(Clean),
}

/// One purchase, shown whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// It is being read.
    Reading(Ticket, IntentId),
    /// It could not be read; the text says why.
    Failed(Clean),
    /// This is it.
    Read(Box<Record>),
}

impl History {
    fn new(ticket: Ticket) -> Self {
        Self {
            filter: Input::default(),
            stage: HistoryStage::Reading(ticket),
            selected: 0,
            entry: None,
            lines: Vec::new(),
            sieve: Sieve::default(),
            passing: Vec::new(),
            live: 0,
        }
    }

    /// How many purchases are known so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether none is known so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many purchases pass the filter.
    #[must_use]
    pub fn passing(&self) -> usize {
        self.passing.len()
    }

    /// The nth line that passes the filter.
    #[must_use]
    pub fn line(&self, at: usize) -> Option<&Summary> {
        self.lines.get(*self.passing.get(at)?)
    }

    /// Whether some of the purchases cost money and others were rehearsals.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.live > 0 && self.live < self.lines.len()
    }

    /// The record that is shown whole, once it is read.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match &self.entry {
            Some(Entry::Read(record)) => Some(record),
            Some(Entry::Reading(..) | Entry::Failed(_)) | None => None,
        }
    }

    pub(super) fn place(&self) -> Place {
        if self.entry.is_some() { Place::Entry } else { Place::History }
    }

    /// More lines, older than those before. The selection stays where it is.
    fn add(&mut self, more: Vec<Summary>) {
        let new = self.lines.len()..self.lines.len() + more.len();
        self.live += more.iter().filter(|line| line.is_live).count();
        self.lines.extend(more);
        self.sift(new);
    }

    fn sift(&mut self, new: Range<usize>) {
        let (sieve, lines) = (&self.sieve, &self.lines);
        self.passing.extend(new.filter(|&at| sieve.is_open() || lines.get(at).is_some_and(|line| sieve.passes(line))));
    }

    /// Follows the filter. What grew at its end lets through no line that it held back before.
    fn refilter(&mut self, before: &str) {
        let filter = self.filter.value();
        self.sieve = Sieve::new(filter);
        self.selected = 0;
        if filter.starts_with(before) {
            let (sieve, lines) = (&self.sieve, &self.lines);
            self.passing.retain(|&at| lines.get(at).is_some_and(|line| sieve.passes(line)));
        } else {
            self.passing.clear();
            self.sift(0..self.lines.len());
        }
    }
}

impl App {
    /// Opens the history over what is shown.
    pub(super) fn open_history(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        self.history = Some(Box::new(History::new(ticket)));
        vec![Effect::ReadHistory(ticket)]
    }

    /// Reads the ledger anew; the filter stays.
    pub(super) fn read_history_again(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Some(history) = &mut self.history else { return Vec::new() };
        let filter = std::mem::take(&mut history.filter);
        **history = History { sieve: Sieve::new(filter.value()), filter, ..History::new(ticket) };
        vec![Effect::ReadHistory(ticket)]
    }

    pub(super) fn history_came(&mut self, ticket: Ticket, more: Vec<Summary>) {
        if let Some(history) = &mut self.history
            && history.stage == HistoryStage::Reading(ticket)
        {
            history.add(more);
        }
    }

    pub(super) fn history_ended(&mut self, ticket: Ticket, end: Result<usize, Clean>) {
        if let Some(history) = &mut self.history
            && history.stage == HistoryStage::Reading(ticket)
        {
            history.stage = end.map_or_else(HistoryStage::Failed, |damaged| HistoryStage::Read { damaged });
        }
    }

    /// Opens the selected purchase.
    pub(super) fn open_entry(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Some(history) = &mut self.history else { return Vec::new() };
        let Some(id) = history.line(history.selected).map(|line| line.id) else { return Vec::new() };
        history.entry = Some(Entry::Reading(ticket, id));
        vec![Effect::ReadEntry(ticket, id)]
    }

    pub(super) fn entry_read(&mut self, ticket: Ticket, read: Result<Box<Record>, Clean>) {
        if let Some(history) = &mut self.history
            && matches!(history.entry, Some(Entry::Reading(awaited, _)) if awaited == ticket)
        {
            history.entry = Some(read.map_or_else(Entry::Failed, Entry::Read));
        }
    }

    /// Takes in what became of a purchase, where it is in the list or shown.
    pub(super) fn history_heard(&mut self, record: &Record) {
        let Some(history) = &mut self.history else { return };
        if let Some(line) = history.lines.iter_mut().find(|line| line.id == record.intent.id) {
            *line = Summary::of(record);
        }
        if let Some(Entry::Read(shown)) = &mut history.entry
            && shown.intent.id == record.intent.id
        {
            **shown = record.clone();
        }
    }

    /// One step back: from a purchase to the list, from the list to what lies beneath. That was out of sight.
    pub(super) fn back_in_history(&mut self) -> Vec<Effect> {
        if let Some(history) = &mut self.history
            && history.entry.take().is_some()
        {
            return Vec::new();
        }
        self.history = None;
        vec![self.out_of_sight()]
    }

    /// Leads to the screen that the purchase which is shown belongs to.
    pub(super) fn go_to_entry(&mut self) -> Vec<Effect> {
        let Some(record) = self.history.as_ref().and_then(|history| history.record()).cloned() else {
            return Vec::new();
        };
        self.history = None;
        if record.state().is_open() {
            let known = self.open.iter().position(|open| open.intent.id == record.intent.id);
            let at = known.unwrap_or(self.open.len());
            // What is known here may be more than could be written down, and is then not given up.
            if self.open.get(at).is_none_or(|open| open.events.len() < record.events.len()) {
                self.keep_open(record);
            }
            return self.show_unknown(at);
        }
        // How the program ends is told by what was bought in this run, not by what is looked up.
        let ending = self.ending.clone();
        let is_open = record.is_releasing();
        let effects = self.show_record(record, None);
        if !is_open {
            self.ending = ending;
        }
        effects
    }

    /// Whether there is a screen for the purchase that is shown: a number that was bought has its receipt, and what is
    /// open is settled. A rehearsal is not settled among purchases that cost money, and a yes that only the receipt
    /// beneath knows of is not left.
    fn may_go_to_entry(&self, record: &Record) -> bool {
        let leads_somewhere = match record.state() {
            State::Bought(_) => !record.is_releasing() || self.concerns(record),
            state => state.is_open() && self.concerns(record),
        };
        let is_free = !matches!(&self.screen, Screen::Receipt(receipt) if receipt.unsaved.is_some());
        leads_somewhere && is_free
    }

    pub(super) fn history_available(&self, history: &History, action: Action) -> bool {
        match action {
            Action::OpenEntry => history.line(history.selected).is_some(),
            Action::Reload => !matches!(history.stage, HistoryStage::Reading(_)),
            Action::Copy | Action::Curl | Action::Timeline => history.record().is_some(),
            Action::RawAnswer => self.last_answer().is_some(),
            Action::GoToEntry => history.record().is_some_and(|record| self.may_go_to_entry(record)),
            _ => true,
        }
    }

    pub(super) fn history_moved(&mut self, way: Move) {
        let page = usize::from(self.size.1).saturating_sub(8).max(1);
        if let Some(history) = &mut self.history {
            history.selected = way.apply(history.selected, history.passing(), page);
        }
    }

    pub(super) fn history_key(&mut self, key: KeyEvent) {
        let Some(history) = &mut self.history else { return };
        let before = history.filter.value().to_owned();
        if type_key(&mut history.filter, key) {
            if typing::holds_key(history.filter.value()) {
                history.filter.reset();
                self.note = Some(Clean::line(&typing::PasteRefused::SecretKey.to_string()));
            }
            history.refilter(&before);
        }
    }

    pub(super) fn history_paste(&mut self, text: &str) {
        let Some(history) = &mut self.history else { return };
        let before = history.filter.value().to_owned();
        match typing::paste(&mut history.filter, text) {
            Ok(()) => history.refilter(&before),
            Err(refused) => self.note = Some(Clean::line(&refused.to_string())),
        }
    }

    /// The purchase that a page on top tells of: the one shown from the history, or else the open one.
    #[must_use]
    pub fn told(&self) -> Option<&Record> {
        match &self.history {
            Some(history) => history.record(),
            None => self.shown_open().or_else(|| self.shown_release()),
        }
    }

    /// What lies over the screen was opened before it was known that something waits for a person, which comes first.
    pub(super) fn uncover(&mut self) {
        if self.history.take().is_some() && !matches!(self.overlay, Some(Overlay::OpenPurchases(_))) {
            self.overlay = None;
        }
    }
}
