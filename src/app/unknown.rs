//! Step 4, neither yes nor no: a number may be bought.
//!
//! Owns the three ways out, each a person's word: "that one" of the numbers that
//! the sub-account owns, "none" no sooner than 15 minutes after the last attempt,
//! or the same request again with the same key. Looking at the list changes
//! nothing and runs by itself; nothing else does.

use std::time::Duration;

use super::{
    App, Candidate, Effect, Ending, ListEnd, Move, Numbers, Overlay, Question, Screen, Standing, Ticket,
    candidate::sift,
};
use crate::domain::{Clean, IntentId, Record, State};

/// What is known of the numbers that the sub-account owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It cannot be looked at from here; the text says why.
    OutOfReach(Clean),
    /// Being looked at.
    Looking(Ticket),
    /// This was seen.
    Seen {
        /// Every number that is owned, the likeliest first.
        candidates: Vec<Candidate>,
        /// Whether that is all.
        end: ListEnd,
    },
}

/// The state of an unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Which of the open purchases is shown, from 0.
    pub at: usize,
    /// What is known of the sub-account's numbers.
    pub look: Look,
    /// Index into the candidates.
    pub selected: usize,
}

impl Unknown {
    pub(super) fn new(at: usize) -> Self {
        Self { at, look: Look::OutOfReach(Clean::default()), selected: 0 }
    }

    /// The candidates, where the list was seen.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        match &self.look {
            Look::Seen { candidates, .. } => candidates,
            Look::OutOfReach(_) | Look::Looking(_) => &[],
        }
    }

    /// The candidate that a key acts on.
    #[must_use]
    pub fn selected_candidate(&self) -> Option<&Candidate> {
        self.candidates().get(self.selected)
    }
}

/// So many more of a unit, never fewer than it takes.
pub(super) fn more(left: Duration, unit: Duration, name: &str) -> String {
    let count = left.as_millis().div_ceil(unit.as_millis());
    if count == 1 { format!("1 more {name}") } else { format!("{count} more {name}s") }
}

impl App {
    /// The open purchase that is shown.
    #[must_use]
    pub fn shown_open(&self) -> Option<&Record> {
        match &self.screen {
            Screen::Unknown(unknown) => self.open.get(unknown.at),
            _ => None,
        }
    }

    /// Looks at the numbers that the sub-account owns.
    pub(super) fn look(&mut self) -> Vec<Effect> {
        let Some(record) = self.shown_open() else { return Vec::new() };
        let (account, id) = (record.intent.draft.request.sub_account.clone(), record.intent.id);
        let out_of_reach = self.out_of_reach(record);
        let ticket = self.ticket();
        let Screen::Unknown(unknown) = &mut self.screen else { return Vec::new() };
        unknown.selected = 0;
        if let Some(why) = out_of_reach {
            unknown.look = Look::OutOfReach(why);
            return Vec::new();
        }
        unknown.look = Look::Looking(ticket);
        vec![Effect::ListNumbers(ticket, account, id)]
    }

    pub(super) fn looked_for_unknown(&mut self, ticket: Ticket, numbers: Numbers) {
        let Some(record) = self.shown_open().cloned() else { return };
        let Screen::Unknown(unknown) = &mut self.screen else { return };
        if unknown.look == Look::Looking(ticket) {
            let end = numbers.end.clone();
            unknown.look = Look::Seen { candidates: sift(&record, numbers), end };
        }
    }

    pub(super) fn candidate_moved(&mut self, way: Move) {
        if let Screen::Unknown(unknown) = &mut self.screen {
            unknown.selected = way.apply(unknown.selected, unknown.candidates().len(), 5);
        }
    }

    pub(super) fn next_open(&mut self) -> Vec<Effect> {
        let at = match &self.screen {
            Screen::Unknown(unknown) => unknown.at,
            Screen::ReleaseUnknown(unknown) => self.open.len() + unknown.at,
            _ => return Vec::new(),
        };
        let next = (at + 1) % (self.open.len() + self.releases.len()).max(1);
        match next.checked_sub(self.open.len()) {
            Some(release) => self.show_release_unknown(release),
            None => self.show_unknown(next),
        }
    }

    /// Shows what waits for a person: the open purchases, as a list where there are several; else an open release; else
    /// a warning.
    pub(super) fn show_waiting(&mut self) -> Vec<Effect> {
        if self.open.is_empty() && !self.releases.is_empty() {
            return self.show_release_unknown(0);
        }
        if self.open.is_empty() {
            let warned = self.warned.first().cloned();
            return warned.map_or_else(Vec::new, |record| self.show_record(record, None));
        }
        let effects = self.show_unknown(0);
        if self.open.len() > 1 {
            self.list_open();
        }
        if !self.releases.is_empty() {
            self.note = Some(Clean::line("A release is open, too: Tab leads to it."));
        }
        effects
    }

    /// The list of what is open, at the one that is shown.
    pub(super) fn list_open(&mut self) {
        let at = if let Screen::Unknown(unknown) = &self.screen { unknown.at } else { 0 };
        self.overlay = Some(Overlay::OpenPurchases(at));
    }

    pub(super) fn pick_open(&mut self) -> Vec<Effect> {
        match self.overlay {
            Some(Overlay::OpenPurchases(at)) if at < self.open.len() => self.show_unknown(at),
            _ => Vec::new(),
        }
    }

    /// Asks before a person's word is written down.
    pub(super) fn ask(&mut self, question: Question) {
        self.overlay = Some(Overlay::Question(question));
    }

    /// "This one": asks, and asks twice where something speaks against it.
    pub(super) fn ask_to_link(&mut self) {
        let Screen::Unknown(unknown) = &self.screen else { return };
        match unknown.selected_candidate().map(|candidate| &candidate.standing) {
            Some(Standing::Fits) => self.ask(Question::Link),
            Some(Standing::Unlikely(_)) => self.ask(Question::LinkUnlikely),
            Some(Standing::InLedger) | None => {}
        }
    }

    /// "None": asks, or says how long to wait.
    pub(super) fn ask_to_close(&mut self) {
        let Some(record) = self.shown_open() else { return };
        let left = record.state().hand_close_in(&self.now.moment);
        if left.is_zero() {
            self.ask(Question::CloseByHand);
            return;
        }
        let more = more(left, Duration::from_mins(1), "minute");
        let text = format!("Too early: the sale may still come through. Wait {more}.");
        self.note = Some(Clean::line(&text));
    }

    /// "Send again": asks, or says how long the server wants to be left alone.
    pub(super) fn ask_to_send_again(&mut self) {
        let Some(record) = self.shown_open() else { return };
        let left = record.send_again_in(&self.now.moment);
        if left.is_zero() {
            self.ask(Question::SendAgain);
            return;
        }
        let more = more(left, Duration::from_secs(1), "second");
        let text = format!("Too early: the server asked for a pause. Wait {more}, then send it again.");
        self.note = Some(Clean::line(&text));
    }

    /// A person said yes to the question.
    pub(super) fn settle(&mut self, question: Question) -> Vec<Effect> {
        self.overlay = None;
        let Some(record) = self.shown_open().cloned() else { return Vec::new() };
        let id = record.intent.id;
        let Screen::Unknown(unknown) = &self.screen else { return Vec::new() };
        match question {
            Question::Link => unknown
                .selected_candidate()
                .map_or_else(Vec::new, |candidate| vec![Effect::Link(id, Box::new(candidate.number.clone()))]),
            Question::LinkUnlikely => {
                self.ask(Question::Link);
                // A held y must not answer both questions.
                vec![self.await_quiet()]
            }
            Question::CloseByHand => vec![Effect::CloseByHand(id)],
            Question::SendAgain => self.send_again(record),
            Question::LeaveWhileSending
            | Question::ReleaseAgain
            | Question::CloseRelease
            | Question::AcceptDamage
            | Question::AcceptSurely => Vec::new(),
        }
    }

    pub(super) fn settled(&mut self, id: IntentId, result: Result<Box<Record>, Clean>) -> Vec<Effect> {
        if self.acknowledged(id, &result) {
            return Vec::new();
        }
        let Some(at) = self.open.iter().position(|open| open.intent.id == id) else { return Vec::new() };
        let is_shown = self.shown_open().is_some_and(|shown| shown.intent.id == id);
        match result {
            Ok(record) if is_shown => self.show_record(*record, None),
            Ok(record) => self.settled_out_of_sight(at, *record),
            Err(why) => {
                self.note = Some(why);
                Vec::new()
            }
        }
    }

    /// The person went on before their word was durable: the purchase is settled, and what they look at stays.
    pub(super) fn settled_out_of_sight(&mut self, at: usize, record: Record) -> Vec<Effect> {
        self.open.remove(at);
        self.keep_warned(&record);
        let ending = Ending::of(&record);
        self.note = Some(Clean::line(ending.last_words()));
        match &mut self.screen {
            Screen::Unknown(unknown) => unknown.at -= usize::from(unknown.at > at),
            Screen::Sending(sending) if sending.is_about(record.intent.id) => sending.fall_back_to(record),
            _ => self.ending = ending,
        }
        self.refresh_review()
    }

    /// Whether the server still wants to be left alone before the open purchase that is shown is sent again.
    pub(super) fn shown_waits(&self) -> bool {
        self.shown_open().is_some_and(|record| !record.send_again_in(&self.now.moment).is_zero())
    }

    /// Whether the open purchase that is shown was never sent at all.
    #[must_use]
    pub fn shown_never_left(&self) -> bool {
        self.shown_open().is_some_and(|record| record.state() == State::Recorded)
    }
}
