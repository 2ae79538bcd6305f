//! Between the screens: where a settled or unsettled record leads, and the way back.
//!
//! Owns the moves that more than one screen makes, so that a record always
//! reaches the screen that its state calls for.

use super::{App, Effect, Ending, Listed, NotBought, NumberStep, Overlay, Receipt, Screen, Unknown};
use crate::domain::{Clean, PurchaseRequest, Record, RefusalKind, State, SubAccount};

/// What to say where another window was faster.
pub(super) fn moved_on() -> Clean {
    Clean::line("Another window has gone on with this purchase. This is what it has become.")
}

impl App {
    /// Shows what a record has come to. `unsaved` says why its last outcome is not in the ledger.
    pub(super) fn show_record(&mut self, record: Record, unsaved: Option<Clean>) -> Vec<Effect> {
        let id = record.intent.id;
        self.open.retain(|open| open.intent.id != id);
        self.releases.retain(|open| open.intent.id != id);
        self.ending = Ending::of(&record);
        match record.state() {
            State::Bought(_) if record.is_releasing() => {
                self.keep_warned(&record);
                self.releases.push(record);
                self.show_release_unknown(self.releases.len() - 1)
            }
            State::Bought(bought) => {
                let ticket = self.ticket();
                let (account, id) = (record.intent.draft.request.sub_account.clone(), record.intent.id);
                let can_look = self.out_of_reach(&record).is_none();
                let listed = if can_look {
                    Listed::Looking(ticket)
                } else {
                    Listed::CouldNotLook(Clean::line("no key for it here"))
                };
                // What was on top of the open purchase is about it no longer.
                if matches!(self.overlay, Some(Overlay::OpenPurchases(_) | Overlay::Timeline(_) | Overlay::Question(_)))
                {
                    self.overlay = None;
                }
                if unsaved.is_none() {
                    self.keep_warned(&record);
                }
                self.screen = Screen::Receipt(Box::new(Receipt::new(record, bought, listed, unsaved)));
                let mut effects = Vec::from_iter(can_look.then_some(Effect::ListNumbers(ticket, account, id)));
                effects.push(self.await_quiet());
                effects
            }
            State::NotBought { refusal, .. } => {
                let no = NotBought { draft: record.intent.draft.clone(), refusal, record: Some(record) };
                self.show_not_bought(no)
            }
            State::Recorded | State::Sent { .. } | State::Unknown { .. } => {
                if unsaved.is_some() {
                    self.note = unsaved;
                }
                self.open.push(record);
                self.show_unknown(self.open.len() - 1)
            }
        }
    }

    /// Takes in what the ledger says of a purchase now. Only news counts: the ledger only ever adds, so what has fewer
    /// events is older, and what has as many says nothing new of an open one. While the purchase is being sent, its
    /// answer tells.
    pub(super) fn reread(&mut self, record: Record) -> Vec<Effect> {
        let id = record.intent.id;
        let Some(at) = self.open.iter().position(|open| open.intent.id == id) else {
            return self.reread_release(record);
        };
        let (now, before) = (record.events.len(), self.open.get(at).map_or(0, |open| open.events.len()));
        let is_open = record.state().is_open();
        // An answer that could not be saved counts here and not there, so what is final is news however few its events.
        let is_final = match record.state() {
            State::Bought(_) => true,
            State::NotBought { refusal, .. } => refusal.kind == RefusalKind::ByHand,
            State::Recorded | State::Sent { .. } | State::Unknown { .. } => false,
        };
        let is_news = is_final || if is_open { now > before } else { now >= before };
        if !is_news {
            return Vec::new();
        }
        if let Screen::Sending(sending) = &mut self.screen
            && sending.is_about(id)
        {
            if is_final {
                sending.fall_back_to(record);
            }
            return Vec::new();
        }
        let is_shown = self.shown_open().is_some_and(|shown| shown.intent.id == id);
        match (is_shown, is_open) {
            (true, true) => {
                // A question was about what is shown no longer.
                self.overlay = None;
                self.keep_open(record);
                self.note = Some(moved_on());
                Vec::new()
            }
            (true, false) => {
                self.overlay = None;
                self.note = Some(moved_on());
                self.show_record(record, None)
            }
            (false, true) => {
                self.keep_open(record);
                Vec::new()
            }
            (false, false) => self.settled_out_of_sight(at, record),
        }
    }

    pub(super) fn show_not_bought(&mut self, no: NotBought) -> Vec<Effect> {
        self.overlay = None;
        let account = &no.draft.request.sub_account;
        self.ending = Ending::NotBought(Clean::line(&format!("Not bought: nothing was bought for {account}.")));
        self.screen = Screen::NotBought(Box::new(no));
        vec![self.await_quiet()]
    }

    /// Shows an open purchase and looks at what its sub-account owns.
    pub(super) fn show_unknown(&mut self, at: usize) -> Vec<Effect> {
        self.overlay = None;
        self.screen = Screen::Unknown(Box::new(Unknown::new(at)));
        if let Some(record) = self.open.get(at) {
            self.ending = Ending::of(record);
        }
        let mut effects = self.look();
        effects.push(self.await_quiet());
        effects
    }

    /// Why a record's purchase cannot be looked at or sent again from here; `None` where it can.
    #[must_use]
    pub fn out_of_reach(&self, record: &Record) -> Option<Clean> {
        let draft = &record.intent.draft;
        if draft.origin != self.origin {
            return Some(Clean::line(&format!(
                "It was meant for {}. Start numshop for that place to look.",
                draft.origin
            )));
        }
        if self.keys.paying(&draft.request.sub_account) != Some(&draft.key) {
            return Some(Clean::line(&format!("It was sent with the key {}, which is not set here.", draft.key)));
        }
        None
    }

    /// One step back. Nothing typed is lost.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Number | Screen::Check(_) => self.screen = Screen::Account,
            Screen::Review(_) => self.screen = Screen::Number,
            Screen::NotBought(no) => {
                let no = no.clone();
                self.back_from(&no);
            }
            Screen::Unknown(_) | Screen::ReleaseUnknown(_) | Screen::Ledger => return self.go_to_first_lacking_step(),
            Screen::ReleaseReview(_) => return self.back_from_release(),
            Screen::Account | Screen::Sending(_) | Screen::Receipt(_) | Screen::Releasing(_) => {}
        }
        Vec::new()
    }

    /// Back to the field that was refused, with all of the request still filled in.
    fn back_from(&mut self, no: &NotBought) {
        self.fill_in(&no.draft.request);
        if let Some(kind) = no.named_kind() {
            self.number.kind = kind;
        }
        self.number.objections.clone_from(&no.refusal.fields);
        self.screen = if no.leads_to_account() { Screen::Account } else { Screen::Number };
        if no.leads_to_country() && !no.leads_to_account() {
            self.open_countries();
        }
    }

    /// Makes the first two steps say this request; a draft that already does stays as it was typed.
    fn fill_in(&mut self, request: &PurchaseRequest) {
        let name = self.account.name_of(&request.sub_account);
        self.account.chosen = Some(SubAccount { id: request.sub_account.clone(), name });
        let as_typed = (self.number.country, self.number.criterion());
        if as_typed != (request.country, Some(request.criterion.clone())) {
            let criterion = (request.criterion.kind(), request.criterion.to_string());
            self.number = NumberStep::new(Some(request.country), Some(criterion));
        }
    }

    /// The same request once more, as a new purchase with a review of its own.
    pub(super) fn buy_another(&mut self) -> Vec<Effect> {
        let Screen::Receipt(receipt) = &self.screen else { return Vec::new() };
        let request = receipt.record.intent.draft.request.clone();
        self.fill_in(&request);
        self.go_to_first_lacking_step()
    }

    /// From the beginning, with empty fields.
    pub(super) fn start_over(&mut self) {
        self.account.clear();
        self.number = NumberStep::new(None, None);
        self.screen = Screen::Account;
    }

    /// Quits, after a question where a purchase or a release is under way.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let is_under_way = matches!(self.screen, Screen::Sending(_) | Screen::Releasing(_));
        if is_under_way && !matches!(self.overlay, Some(Overlay::Question(_))) {
            self.ask_to_leave();
            return Vec::new();
        }
        vec![Effect::Exit(if is_under_way { self.interrupted() } else { self.ending.clone() })]
    }
}
