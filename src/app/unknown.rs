//! Step 4, neither yes nor no: a number may be bought.
//!
//! Owns the three ways out, each a person's word: "that one" of the numbers that
//! the sub-account owns, "none" no sooner than 15 minutes after the last attempt,
//! or the same request again with the same key. Looking at the list changes
//! nothing and runs by itself; nothing else does.

use std::time::Duration;

use jiff::SignedDuration;

use super::{App, Effect, Ending, ListEnd, Move, Numbers, Overlay, Question, Screen, Ticket};
use crate::domain::{Clean, IntentId, OwnedNumber, Record, State};

/// A number dated up to this long before the intent still counts as new: two clocks never agree.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(10);

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

/// A number that may be the one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The number.
    pub number: OwnedNumber,
    /// Whether it is what was asked for.
    pub fits: bool,
    /// Whether it is dated before this purchase, as far as two clocks can be compared.
    pub is_older: bool,
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
}

/// Sorts what is owned: what fits first, then what is newer. Nothing is left out by its date, because two clocks never
/// agree and one of them may be wrong. Only what another purchase in the ledger has bought is.
fn sift(record: &Record, numbers: Numbers) -> Vec<Candidate> {
    let request = &record.intent.draft.request;
    let since = record.intent.created_at - CLOCK_SLACK;
    let is_older = |number: &OwnedNumber| {
        let created = number.created_at.as_ref().and_then(|at| at.as_str().parse::<jiff::Timestamp>().ok());
        created.is_some_and(|created| created < since)
    };
    let candidate = |number: OwnedNumber| Candidate {
        fits: number.differences(request).is_empty(),
        is_older: is_older(&number),
        number,
    };
    let free = numbers.items.into_iter().filter(|number| !numbers.known.contains(&number.id));
    let mut candidates: Vec<_> = free.map(candidate).collect();
    candidates.sort_by_key(|candidate| (!candidate.fits, candidate.is_older));
    candidates
}

/// So many more of a unit, never fewer than it takes.
fn more(left: Duration, unit: Duration, name: &str) -> String {
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
        let Screen::Unknown(unknown) = &self.screen else { return Vec::new() };
        let next = (unknown.at + 1) % self.open.len().max(1);
        self.show_unknown(next)
    }

    /// Asks before a person's word is written down.
    pub(super) fn ask(&mut self, question: Question) {
        self.overlay = Some(Overlay::Question(question));
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
                .candidates()
                .get(unknown.selected)
                .map_or_else(Vec::new, |candidate| vec![Effect::Link(id, Box::new(candidate.number.clone()))]),
            Question::CloseByHand => vec![Effect::CloseByHand(id)],
            Question::SendAgain => self.send_again(record),
            Question::LeaveWhileSending => Vec::new(),
        }
    }

    pub(super) fn settled(&mut self, id: IntentId, result: Result<Box<Record>, Clean>) -> Vec<Effect> {
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
        let ending = Ending::of(&record);
        self.note = Some(Clean::line(ending.last_words()));
        match &mut self.screen {
            Screen::Unknown(unknown) => unknown.at -= usize::from(unknown.at > at),
            Screen::Sending(sending) if sending.is_about(record.intent.id) => sending.fall_back_to(record),
            _ => self.ending = ending,
        }
        self.refresh_review()
    }

    /// Whether the open purchase that is shown was never sent at all.
    #[must_use]
    pub fn shown_never_left(&self) -> bool {
        self.shown_open().is_some_and(|record| record.state() == State::Recorded)
    }
}
