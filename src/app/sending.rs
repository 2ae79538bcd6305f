//! Between review and receipt: the purchase is under way.
//!
//! Owns how far it is and what leaving would mean. There is no way back and no
//! second confirmation from here; every end of it comes as a message.

use std::time::Duration;

use super::{
    App, Attempted, Effect, Ending, NotBought, NotRecorded, Overlay, Question, Screen, Stage, Ticket, flow::moved_on,
};
use crate::domain::{
    Answer, Clean, Doubt, Event, Intent, IntentId, Moment, Outcome, PurchaseDraft, Record, Stamped, State,
};

/// How far the purchase is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingStage {
    /// The intent is being written to the ledger. Nothing has left.
    WritingDown(Ticket, PurchaseDraft),
    /// The intent is durable, as this record; the attempt is being written. Nothing has left.
    AboutToLeave(Record),
    /// The request is on its way; it may already be bought. The record is as it was before this attempt.
    Waiting(Record),
}

/// The state while sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// How far it is.
    pub stage: SendingStage,
    /// When it began.
    pub since: Moment,
    /// Which attempt this is, counted from 1.
    attempt: u32,
}

impl Sending {
    pub(super) fn writing_down(ticket: Ticket, draft: PurchaseDraft, since: Moment) -> Self {
        Self { stage: SendingStage::WritingDown(ticket, draft), since, attempt: 1 }
    }

    fn again(record: Record, since: Moment) -> Self {
        let attempt = record.state().attempt() + 1;
        Self { stage: SendingStage::AboutToLeave(record), since, attempt }
    }

    /// What is being bought.
    #[must_use]
    pub fn draft(&self) -> &PurchaseDraft {
        match &self.stage {
            SendingStage::WritingDown(_, draft) => draft,
            SendingStage::AboutToLeave(record) | SendingStage::Waiting(record) => &record.intent.draft,
        }
    }

    /// The record so far, once the intent is durable.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match &self.stage {
            SendingStage::WritingDown(..) => None,
            SendingStage::AboutToLeave(record) | SendingStage::Waiting(record) => Some(record),
        }
    }

    /// The purchase was settled meanwhile: this is what a failed attempt falls back to.
    pub(super) fn fall_back_to(&mut self, settled: Record) {
        if let SendingStage::AboutToLeave(record) | SendingStage::Waiting(record) = &mut self.stage {
            *record = settled;
        }
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
        !matches!(self.stage, SendingStage::WritingDown(..))
    }

    /// Whether a record tells only of attempts before this one. A yes always counts.
    fn is_older(&self, record: &Record) -> bool {
        let state = record.state();
        !matches!(state, State::Bought(_)) && state.attempt() < self.attempt
    }

    pub(super) fn is_about(&self, id: IntentId) -> bool {
        self.record().is_some_and(|record| record.intent.id == id)
    }
}

impl App {
    pub(super) fn recorded(&mut self, ticket: Ticket, result: Result<Box<Intent>, NotRecorded>) -> Vec<Effect> {
        let Screen::Sending(sending) = &mut self.screen else { return Vec::new() };
        let SendingStage::WritingDown(awaited, draft) = &sending.stage else { return Vec::new() };
        if *awaited != ticket {
            return Vec::new();
        }
        match result {
            Ok(intent) => {
                let id = intent.id;
                sending.stage = SendingStage::AboutToLeave(Record::new(*intent));
                vec![Effect::Send(id, 1)]
            }
            Err(NotRecorded::Failed(why)) => {
                let no = NotBought::never_left(draft.clone(), None, why);
                self.show_not_bought(no)
            }
            Err(NotRecorded::BesideOpen(open)) => {
                let draft = draft.clone();
                self.review_beside(draft, open)
            }
        }
    }

    pub(super) fn progressed(&mut self, id: IntentId, stage: Stage) {
        self.release_leaves(id);
        let Screen::Sending(sending) = &mut self.screen else { return };
        match (stage, sending.record()) {
            (Stage::Leaving, Some(record)) if record.intent.id == id => {
                sending.stage = SendingStage::Waiting(record.clone());
            }
            (Stage::Leaving, _) => {}
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
        let Some(record) = sending.record().filter(|record| record.intent.id == id).cloned() else { return Vec::new() };
        let (attempt, since) = (sending.attempt, sending.since.clone());
        if matches!(&attempted, Attempted::Done(record) if sending.is_older(record)) {
            return Vec::new();
        }
        // A question about leaving is answered by the answer.
        self.overlay = None;
        match attempted {
            Attempted::Done(record) => self.show_record(*record, None),
            Attempted::Overtaken(record) => {
                self.note = Some(Clean::line(&format!("Nothing was sent. {}", moved_on())));
                self.show_record(*record, None)
            }
            Attempted::NotSent(why) if record.state() != State::Recorded => {
                self.note = Some(Clean::line(&format!("Nothing was sent this time. {why}")));
                self.show_record(record, None)
            }
            Attempted::NotSent(why) => {
                let no = NotBought::never_left(record.intent.draft.clone(), Some(record.clone()), why);
                // The ledger has it open, so here it is open as well.
                self.keep_open(record);
                self.show_not_bought(no)
            }
            Attempted::NotSaved { answer, why } => self.not_saved(record, attempt, since, *answer, why),
        }
    }

    /// An attempt was answered, and the ledger could not take it.
    fn not_saved(
        &mut self,
        mut record: Record,
        attempt: u32,
        since: Moment,
        mut answer: Answer,
        why: Clean,
    ) -> Vec<Effect> {
        if !matches!(answer.outcome, Outcome::Bought(_)) {
            // The ledger says sent, and only the ledger survives: so does the screen.
            answer.outcome = Outcome::Unknown(Doubt::Interrupted);
        }
        let (sent, answered) =
            (Event::Sent { attempt, moment: since }, Event::Answered { attempt, answer: Box::new(answer) });
        record.events.extend([sent, answered].map(|event| Stamped { at: self.now.wall, event }));
        self.show_record(record, Some(why))
    }

    /// Asks before leaving a purchase or a release under way.
    pub(super) fn ask_to_leave(&mut self) {
        self.overlay = Some(Overlay::Question(Question::LeaveWhileSending));
    }

    /// How the program ends if it is left now by an interrupt.
    pub(super) fn interrupted(&self) -> Ending {
        match (&self.screen, &self.ending) {
            (Screen::Sending(sending), _) if sending.may_be_bought() => {
                Ending::unknown(sending.draft().request.sub_account.as_str())
            }
            (Screen::Releasing(releasing), _) => {
                let bought = releasing.record.bought();
                bought.map_or(Ending::Interrupted, |bought| Ending::release_unknown(&bought.number))
            }
            (_, Ending::Unknown(_)) => self.ending.clone(),
            _ => Ending::Interrupted,
        }
    }
}
