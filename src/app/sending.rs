//! Between review and receipt: the purchase is under way.
//!
//! Owns how far it is and what leaving would mean. There is no way back and no
//! second confirmation from here; every end of it comes as a message.

use std::time::Duration;

use super::{
    App, Attempted, Effect, Ending, NotBought, NotRecorded, Overlay, Question, Screen, Stage, Ticket, flow::moved_on,
};
use crate::domain::{Clean, Doubt, Event, Intent, IntentId, Moment, Outcome, PurchaseDraft, Record, Stamped, State};

/// How far the purchase is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingStage {
    /// The intent is being written to the ledger. Nothing has left.
    WritingDown(Ticket),
    /// The intent is durable; the attempt is being written. Nothing has left.
    AboutToLeave(IntentId),
    /// The request is on its way; it may already be bought.
    Waiting(IntentId),
}

/// The state while sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// What is being bought.
    pub draft: PurchaseDraft,
    /// The record so far; `None` until the intent is durable.
    pub record: Option<Record>,
    /// How far it is.
    pub stage: SendingStage,
    /// When it began.
    pub since: Moment,
    /// Which attempt this is, counted from 1.
    attempt: u32,
}

impl Sending {
    pub(super) fn writing_down(ticket: Ticket, draft: PurchaseDraft, since: Moment) -> Self {
        Self { draft, record: None, stage: SendingStage::WritingDown(ticket), since, attempt: 1 }
    }

    fn again(record: Record, since: Moment) -> Self {
        let (stage, attempt) = (SendingStage::AboutToLeave(record.intent.id), record.state().attempt() + 1);
        Self { draft: record.intent.draft.clone(), record: Some(record), stage, since, attempt }
    }

    /// How long it has been under way.
    #[must_use]
    pub fn elapsed(&self, now: &Moment) -> Duration {
        now.at_least_since(&self.since)
    }

    /// Whether a request may have left, so that a number may be bought. An attempt that is being noted may leave at
    /// any moment.
    #[must_use]
    pub fn may_be_bought(&self) -> bool {
        !matches!(self.stage, SendingStage::WritingDown(_))
    }

    /// Whether a record tells only of attempts before this one. A yes always counts.
    fn is_older(&self, record: &Record) -> bool {
        let state = record.state();
        !matches!(state, State::Bought(_)) && state.attempt() < self.attempt
    }

    pub(super) fn is_about(&self, id: IntentId) -> bool {
        matches!(self.stage, SendingStage::AboutToLeave(own) | SendingStage::Waiting(own) if own == id)
    }
}

impl App {
    pub(super) fn recorded(&mut self, ticket: Ticket, result: Result<Box<Intent>, NotRecorded>) -> Vec<Effect> {
        let Screen::Sending(sending) = &mut self.screen else { return Vec::new() };
        if sending.stage != SendingStage::WritingDown(ticket) {
            return Vec::new();
        }
        match result {
            Ok(intent) => {
                let id = intent.id;
                sending.stage = SendingStage::AboutToLeave(id);
                sending.record = Some(Record::new(*intent));
                vec![Effect::Send(id, 1)]
            }
            Err(NotRecorded::Failed(why)) => {
                let no = NotBought::never_left(sending.draft.clone(), None, why);
                self.show_not_bought(no)
            }
            Err(NotRecorded::BesideOpen(open)) => {
                let draft = sending.draft.clone();
                self.review_beside(draft, open)
            }
        }
    }

    pub(super) fn progressed(&mut self, id: IntentId, stage: Stage) {
        let Screen::Sending(sending) = &mut self.screen else { return };
        if sending.is_about(id) {
            match stage {
                Stage::Leaving => sending.stage = SendingStage::Waiting(id),
            }
        }
    }

    /// Sends a recorded purchase again: same id, same bytes. A person asked for it.
    pub(super) fn send_again(&mut self, record: Record) -> Vec<Effect> {
        let id = record.intent.id;
        let sending = Sending::again(record, self.now.moment.clone());
        let attempt = sending.attempt;
        self.overlay = None;
        self.screen = Screen::Sending(Box::new(sending));
        vec![Effect::Send(id, attempt)]
    }

    pub(super) fn answered(&mut self, id: IntentId, attempted: Attempted) -> Vec<Effect> {
        let Screen::Sending(sending) = &self.screen else { return Vec::new() };
        let overtaken = matches!(&attempted, Attempted::Done(record) if sending.is_older(record));
        if overtaken || !sending.is_about(id) {
            return Vec::new();
        }
        // A question about leaving is answered by the answer.
        self.overlay = None;
        match (attempted, sending.record.clone()) {
            (Attempted::Done(record), _) => self.show_record(*record, None),
            (Attempted::Overtaken(record), _) => {
                self.note = Some(Clean::line(&format!("Nothing was sent. {}", moved_on())));
                self.show_record(*record, None)
            }
            (Attempted::NotSent(why), Some(record)) if record.state() != State::Recorded => {
                self.note = Some(Clean::line(&format!("Nothing was sent this time. {why}")));
                self.show_record(record, None)
            }
            (Attempted::NotSent(why), record) => {
                let no = NotBought::never_left(sending.draft.clone(), record.clone(), why);
                // The ledger has it open, so here it is open as well.
                if let Some(record) = record {
                    self.keep_open(record);
                }
                self.show_not_bought(no)
            }
            (Attempted::NotSaved { answer, why }, Some(mut record)) => {
                let attempt = sending.attempt;
                let doubtful = !matches!(answer.outcome, Outcome::Bought(_));
                let moment = sending.since.clone();
                record.events.push(Stamped { at: self.now.wall, event: Event::Sent { attempt, moment } });
                let mut answer = answer;
                if doubtful {
                    // The ledger says sent, and only the ledger survives: so does the screen.
                    answer.outcome = Outcome::Unknown(Doubt::Interrupted);
                }
                record.events.push(Stamped { at: self.now.wall, event: Event::Answered { attempt, answer } });
                self.show_record(record, Some(why))
            }
            (Attempted::NotSaved { why, .. }, None) => {
                self.note = Some(why);
                Vec::new()
            }
        }
    }

    /// Asks before leaving a purchase under way.
    pub(super) fn ask_to_leave(&mut self) {
        self.overlay = Some(Overlay::Question(Question::LeaveWhileSending));
    }

    /// How the program ends if it is left now by an interrupt.
    pub(super) fn interrupted(&self) -> Ending {
        match (&self.screen, &self.ending) {
            (Screen::Sending(sending), _) if sending.may_be_bought() => {
                Ending::unknown(sending.draft.request.sub_account.as_str())
            }
            (_, Ending::Unknown(_)) => self.ending.clone(),
            _ => Ending::Interrupted,
        }
    }
}
