//! The one place that changes state.
//!
//! Owns the dispatch of messages: to the step they belong to, and nowhere else.
//! Total and deterministic; what the world must do comes back as effects.

use ratatui::crossterm::event::KeyEvent;

use super::{Action, App, Effect, Ending, Message, Move, Overlay, Place, Screen, Signal};
use crate::domain::{Clean, Record};

/// Takes one message in and says what to do.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(key) => app.with_next_notice(|app| app.key(key)),
        Message::Paste(text) => app.with_next_notice(|app| app.paste(&text)),
        Message::Resize(columns, rows) => app.resized((columns, rows)),
        Message::Tick | Message::LedgerChecked(Ok(())) => Vec::new(),
        Message::Signal(Signal::Interrupt | Signal::Terminate | Signal::HangUp | Signal::Quit)
        | Message::TerminalLost => {
            vec![Effect::Exit(app.interrupted())]
        }
        Message::LedgerOpened(opened) => app.ledger_opened(*opened),
        Message::LedgerChecked(Err(stoppage)) => app.ledger_stopped(stoppage),
        Message::AccountsPage(ticket, accounts) => {
            app.accounts_came(ticket, accounts);
            Vec::new()
        }
        Message::AccountsEnded(ticket, end) => {
            app.accounts_ended(ticket, end);
            Vec::new()
        }
        Message::Quiet(ticket) => {
            app.became_quiet(ticket);
            Vec::new()
        }
        Message::Recorded(ticket, result) => app.recorded(ticket, result),
        Message::Progress(id, stage) => {
            app.progressed(id, stage);
            Vec::new()
        }
        Message::Answered(id, attempted) => app.answered(id, attempted),
        Message::Reread(record) => {
            app.history_heard(&record);
            app.reread(*record)
        }
        Message::NumbersListed(ticket, numbers) => {
            app.looked_for_receipt(ticket, &numbers);
            app.looked_for_check(ticket, &numbers);
            app.looked_for_release_review(ticket, &numbers);
            let effects = app.looked_for_release(ticket, &numbers);
            app.looked_for_unknown(ticket, numbers);
            effects
        }
        Message::HistoryPage(ticket, more) => {
            app.history_came(ticket, more);
            Vec::new()
        }
        Message::HistoryEnded(ticket, end) => {
            app.history_ended(ticket, end);
            Vec::new()
        }
        Message::EntryRead(ticket, read) => {
            app.entry_read(ticket, read);
            Vec::new()
        }
        Message::Settled(id, result) => {
            if let Ok(record) = &result {
                app.history_heard(record);
            }
            app.settled(id, result)
        }
        Message::ReleaseAnswered(id, attempted) => app.release_answered(id, attempted),
        Message::ReleaseSettled(id, result) => {
            if let Ok(record) = &result {
                app.history_heard(record);
            }
            app.release_settled(id, result)
        }
        Message::Broken(why) => vec![Effect::Exit(app.broken(why))],
    }
}

impl App {
    /// Takes input in, which takes the note away; the next notice follows where the input had nothing to say.
    fn with_next_notice(&mut self, take: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        self.note = None;
        let effects = take(self);
        self.show_next_notice();
        effects
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let was_settling = self.is_settling();
        let mut effects = match self.action_for(key) {
            // What cannot be read cannot be decided: in a cramped window only leaving works.
            Some(action) if self.is_cramped() && !matches!(action, Action::Leave | Action::Suspend) => Vec::new(),
            Some(action) => self.act(action),
            None => self.text_key(key),
        };
        if was_settling && self.is_settling() {
            effects.push(self.await_quiet());
        }
        effects
    }

    fn resized(&mut self, size: (u16, u16)) -> Vec<Effect> {
        let was_cramped = self.is_cramped();
        self.size = size;
        if was_cramped && !self.is_cramped() { vec![self.out_of_sight()] } else { Vec::new() }
    }

    fn text_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        match self.place() {
            Place::Account => self.account_key(key),
            Place::Number | Place::Pattern | Place::PlaceNames => self.number_key(key),
            Place::Review | Place::ReleaseReview => return self.review_key(key),
            Place::History => self.history_key(key),
            Place::Countries => self.overlay_key(key),
            // No text field here.
            Place::Sending
            | Place::Receipt
            | Place::NotBought
            | Place::Unknown
            | Place::Check
            | Place::Entry
            | Place::Releasing
            | Place::ReleaseUnknown
            | Place::Ledger
            | Place::OpenPurchases
            | Place::Help
            | Place::Page
            | Place::Question => {}
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        match self.place() {
            Place::Account => self.account_paste(text),
            Place::Number | Place::Pattern | Place::PlaceNames => self.number_paste(text),
            Place::Review | Place::ReleaseReview => self.review_paste(),
            Place::History => self.history_paste(text),
            Place::Countries => self.overlay_paste(text),
            // No text field here.
            Place::Sending
            | Place::Receipt
            | Place::NotBought
            | Place::Unknown
            | Place::Check
            | Place::Entry
            | Place::Releasing
            | Place::ReleaseUnknown
            | Place::Ledger
            | Place::OpenPurchases
            | Place::Help
            | Place::Page
            | Place::Question => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Up => self.moved(Move::Up),
            Action::Down => self.moved(Move::Down),
            Action::PageUp => self.moved(Move::PageUp),
            Action::PageDown => self.moved(Move::PageDown),
            Action::First => self.moved(Move::First),
            Action::Last => self.moved(Move::Last),
            Action::Choose => return self.choose_account(),
            Action::Reload if self.history.is_some() => return self.read_history_again(),
            Action::Reload => return self.load_accounts(),
            Action::Review => return self.finish_number(),
            Action::SwitchKind => self.switch_kind(),
            Action::SwitchCountry => self.switch_country(),
            Action::TakePlace => self.take_place(),
            Action::NextExample => self.next_example(),
            Action::OpenCountries => self.open_countries(),
            Action::PickCountry => self.pick_country(),
            Action::Confirm => return self.confirm(),
            Action::Curl => self.overlay = Some(Overlay::Curl(0)),
            Action::Settle => return self.settle_first(),
            Action::TryAgain => return self.try_ledger_again(),
            Action::AcceptDamage => self.ask_to_accept(),
            Action::Check => return self.check_account(),
            Action::History => return self.open_history(),
            Action::OpenEntry => return self.open_entry(),
            Action::GoToEntry => return self.go_to_entry(),
            Action::ListOpen => self.list_open(),
            Action::PickOpen => return self.pick_open(),
            Action::Timeline => self.overlay = Some(Overlay::Timeline(0)),
            Action::Copy => return self.copy(),
            Action::RawAnswer => self.overlay = Some(Overlay::RawAnswer(0)),
            Action::BuyAnother => return self.buy_another(),
            Action::StartOver => self.start_over(),
            Action::Acknowledge => return self.acknowledge(),
            Action::Back if self.history.is_some() => return self.back_in_history(),
            Action::Change | Action::Back => return self.back(),
            Action::GoOn => return self.go_on(),
            Action::Release => return self.release(),
            Action::Look => return self.look_again(),
            Action::Link => self.ask_to_link(),
            Action::CloseByHand if self.shown_release().is_some() => self.ask_to_close_release(),
            Action::CloseByHand => self.ask_to_close(),
            Action::SendAgain if self.shown_release().is_some() => self.ask_to_release_again(),
            Action::SendAgain => self.ask_to_send_again(),
            Action::NextOpen => return self.next_open(),
            Action::Yes => return self.answer_yes(),
            Action::Close => return self.close(),
            Action::Help => self.overlay = Some(Overlay::Help(0)),
            Action::Quit => return self.quit(),
            Action::Leave => return vec![Effect::Exit(self.interrupted())],
            Action::Suspend => return vec![Effect::Suspend, self.out_of_sight()],
        }
        Vec::new()
    }

    /// Takes away what lies on top. A review beneath settles anew: whoever read something else has to look again.
    fn close(&mut self) -> Vec<Effect> {
        self.overlay = None;
        self.settle_review().into_iter().collect()
    }

    fn look_again(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Receipt(_) => self.look_for_receipt(),
            Screen::Check(_) => self.check_again(),
            Screen::ReleaseUnknown(_) => self.look_for_release(),
            _ => self.look(),
        }
    }

    fn moved(&mut self, way: Move) {
        match self.place() {
            Place::Account => self.account_moved(way),
            Place::PlaceNames => self.place_moved(way),
            Place::Unknown => self.candidate_moved(way),
            Place::Check => self.check_moved(way),
            Place::History => self.history_moved(way),
            _ => self.overlay_moved(way),
        }
    }

    /// Whether a purchase matters here. A rehearsal left open costs nothing, so it does not stand in the way of real
    /// purchases.
    #[must_use]
    pub fn concerns(&self, record: &Record) -> bool {
        !self.origin.is_live() || record.intent.draft.origin.is_live()
    }

    fn copy(&mut self) -> Vec<Effect> {
        let Some(text) = self.to_copy() else { return Vec::new() };
        self.note = Some(Clean::line(&format!("Sent {text} to the clipboard. It arrives if this terminal allows it.")));
        vec![Effect::Copy(text)]
    }

    /// The number that is shown; of a purchase without one, its id, which is its idempotency key.
    fn to_copy(&self) -> Option<Clean> {
        if let Some(history) = &self.history {
            let record = history.record()?;
            let number = record.bought().map(|bought| bought.number.number);
            return Some(number.unwrap_or_else(|| Clean::line(&record.intent.id.to_string())));
        }
        match &self.screen {
            Screen::Receipt(receipt) => Some(receipt.bought.number.number.clone()),
            Screen::Check(check) => Some(check.selected_number()?.number.clone()),
            _ => None,
        }
    }

    /// A background task broke. What is not known stays unknown.
    fn broken(&self, why: Clean) -> Ending {
        match self.interrupted() {
            Ending::Unknown(line) => Ending::Unknown(Clean::line(&format!("{line} ({why})"))),
            _ => Ending::Failed(why),
        }
    }
}
