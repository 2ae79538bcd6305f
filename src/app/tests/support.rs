//! Drives the program: plain messages in, and every effect written down.

use std::time::Duration;

use jiff::tz::TimeZone;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::things::{self, ACME, come, id, intent, leave, nothing_known};
use crate::{
    app::{
        App, Attempted, Effect, Ending, Fault, Known, ListEnd, Message, NotBought, Numbers, Opened, Overlay, Receipt,
        ReleaseAttempted, ReleaseReview, ReleaseUnknown, Review, Screen, Sending, Setup, Stage, Ticket, Unknown,
        update,
    },
    domain::{IntentId, Outcome, OwnedNumber, PurchaseDraft, Record, ReleaseOutcome},
};

/// The program, and all that it has asked for so far.
#[derive(Debug, Clone)]
pub struct Shop {
    pub app: App,
    pub history: Vec<Effect>,
    /// Whether the keyboard never becomes quiet by itself.
    pub is_noisy: bool,
}

/// Reads a key as the help writes it: `Enter`, `F2`, `x`, `Ctrl-c`, `Alt-b`.
pub fn key(text: &str) -> KeyEvent {
    if let Some(rest) = text.strip_prefix("Ctrl-") {
        return KeyEvent::new(key(rest).code, KeyModifiers::CONTROL);
    }
    if let Some(rest) = text.strip_prefix("Alt-") {
        return KeyEvent::new(key(rest).code, KeyModifiers::ALT);
    }
    let mut chars = text.chars();
    let code = match (text, chars.next(), chars.next()) {
        ("Enter", ..) => KeyCode::Enter,
        ("Esc", ..) => KeyCode::Esc,
        ("Tab", ..) => KeyCode::Tab,
        ("BackTab", ..) => KeyCode::BackTab,
        ("Backspace", ..) => KeyCode::Backspace,
        ("Delete", ..) => KeyCode::Delete,
        ("Up", ..) => KeyCode::Up,
        ("Down", ..) => KeyCode::Down,
        ("Left", ..) => KeyCode::Left,
        ("Right", ..) => KeyCode::Right,
        ("PageUp", ..) => KeyCode::PageUp,
        ("PageDown", ..) => KeyCode::PageDown,
        ("Home", ..) => KeyCode::Home,
        ("End", ..) => KeyCode::End,
        ("F1", ..) => KeyCode::F(1),
        ("F2", ..) => KeyCode::F(2),
        ("F3", ..) => KeyCode::F(3),
        ("F4", ..) => KeyCode::F(4),
        ("F5", ..) => KeyCode::F(5),
        ("F6", ..) => KeyCode::F(6),
        ("F7", ..) => KeyCode::F(7),
        ("F8", ..) => KeyCode::F(8),
        ("F9", ..) => KeyCode::F(9),
        (_, Some(c), None) => KeyCode::Char(c),
        _ => panic!("no such key: {text}"),
    };
    KeyEvent::from(code)
}

impl Shop {
    /// The program while its ledger is still being opened.
    pub fn opening(setup: Setup) -> Self {
        let (app, history) = App::new(setup);
        Self { app, history, is_noisy: false }
    }

    /// The program with a ledger in which nothing is open.
    pub fn new(setup: Setup) -> Self {
        Self::with_open(setup, Vec::new())
    }

    /// The program with these purchases open. The list of several is closed, and the first of them shown.
    pub fn with_open(setup: Setup, open: Vec<Record>) -> Self {
        let mut shop = Self::opening(setup);
        shop.ledger_opens(open);
        if matches!(shop.app.overlay, Some(Overlay::OpenPurchases(_))) {
            shop.press("Esc");
        }
        shop
    }

    pub fn ledger_opens(&mut self, open: Vec<Record>) -> Vec<Effect> {
        let opened =
            Opened { waiting: open, used: Vec::new(), stoppage: None, notices: Vec::new(), zone: TimeZone::UTC };
        self.tell(Message::LedgerOpened(Box::new(opened)))
    }

    /// The ledger cannot be sold from, and this is what waits in it.
    pub fn ledger_stops(&mut self, fault: Fault, open: Vec<Record>) -> Vec<Effect> {
        self.tell(Message::LedgerOpened(Box::new(things::stopped(fault, open))))
    }

    /// The program with a ledger of which a part cannot be read.
    pub fn with_damage(setup: Setup, open: Vec<Record>) -> Self {
        let mut shop = Self::opening(setup);
        shop.ledger_stops(Fault::Damaged, open);
        shop
    }

    /// Hands one message in.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        let effects = update(&mut self.app, message);
        self.history.extend(effects.iter().cloned());
        if matches!(self.app.screen, Screen::Review(_) | Screen::ReleaseReview(_)) {
            return effects;
        }
        // Where a screen has come up by itself, the keyboard is quiet at once, unless a test is about that.
        effects.into_iter().filter(|effect| !self.was_quiet(effect)).collect()
    }

    /// Answers a wait for a quiet keyboard.
    fn was_quiet(&mut self, effect: &Effect) -> bool {
        let Effect::AwaitQuiet(ticket) = effect else { return false };
        if !self.is_noisy {
            update(&mut self.app, Message::Quiet(*ticket));
        }
        true
    }

    pub fn press(&mut self, text: &str) -> Vec<Effect> {
        self.tell(Message::Key(key(text)))
    }

    /// Presses keys with spaces between them; the effects of all of them.
    pub fn keys(&mut self, keys: &str) -> Vec<Effect> {
        keys.split(' ').flat_map(|key| self.press(key)).collect()
    }

    /// Types a text key by key; the effects of all of them.
    pub fn type_text(&mut self, text: &str) -> Vec<Effect> {
        text.chars().flat_map(|c| self.tell(Message::Key(KeyEvent::from(KeyCode::Char(c))))).collect()
    }

    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.tell(Message::Paste(text.to_owned()))
    }

    /// Lets time pass, unseen until the next message.
    pub fn wait(&mut self, time: Duration) {
        self.app.now.moment.since_boot_ms += u64::try_from(time.as_millis()).unwrap();
    }

    /// The newest effect that is wanted.
    pub fn last<T>(&self, wanted: impl Fn(&Effect) -> Option<T>) -> Option<T> {
        self.history.iter().rev().find_map(wanted)
    }

    /// How many effects are wanted ones.
    pub fn count(&self, wanted: impl Fn(&Effect) -> bool) -> usize {
        self.history.iter().filter(|effect| wanted(effect)).count()
    }

    pub fn records(&self) -> usize {
        self.count(|effect| matches!(effect, Effect::Record(..)))
    }

    pub fn sends(&self) -> usize {
        self.count(|effect| matches!(effect, Effect::Send(..)))
    }

    pub fn note(&self) -> &str {
        self.app.note.as_ref().map_or("", |note| note.as_str())
    }

    /// The ticket of the newest wait for a quiet keyboard.
    pub fn awaited(&self) -> Ticket {
        self.last(|effect| match effect {
            Effect::AwaitQuiet(ticket) => Some(*ticket),
            _ => None,
        })
        .expect("nobody waits for a quiet keyboard")
    }

    /// The keyboard has been quiet for long enough.
    pub fn quiet(&mut self) {
        let ticket = self.awaited();
        self.tell(Message::Quiet(ticket));
    }

    /// The newest wish to write a purchase down.
    pub fn asked_to_record(&self) -> (Ticket, PurchaseDraft) {
        self.last(|effect| match effect {
            Effect::Record(ticket, draft, _) => Some((*ticket, (**draft).clone())),
            _ => None,
        })
        .expect("nothing is to be recorded")
    }

    /// The purchase is durable, as the nth.
    pub fn recorded(&mut self, n: u32) -> Vec<Effect> {
        let (ticket, draft) = self.asked_to_record();
        self.tell(Message::Recorded(ticket, Ok(Box::new(intent(id(n), draft)))))
    }

    /// The newest attempt.
    pub fn asked_to_send(&self) -> (IntentId, u32) {
        self.last(|effect| match effect {
            Effect::Send(id, attempt) => Some((*id, *attempt)),
            _ => None,
        })
        .expect("nothing is to be sent")
    }

    pub fn leaving(&mut self) {
        let (id, _) = self.asked_to_send();
        self.tell(Message::Progress(id, Stage::Leaving));
    }

    /// The record that the ledger would have after the newest attempt and this answer.
    pub fn after(&self, outcome: Outcome) -> Record {
        let mut record = self.sending().record().cloned().expect("it is not durable yet");
        leave(&mut record, &self.app.now.moment);
        come(&mut record, outcome);
        record
    }

    /// The newest attempt ends so, in the ledger as well.
    pub fn answer(&mut self, outcome: Outcome) -> Vec<Effect> {
        let done = Attempted::Done(Box::new(self.after(outcome)));
        self.attempted(done)
    }

    /// The newest attempt ends so.
    pub fn attempted(&mut self, attempted: Attempted) -> Vec<Effect> {
        let (id, _) = self.asked_to_send();
        self.tell(Message::Answered(id, attempted))
    }

    /// The newest look at the numbers ends so.
    pub fn lists(&mut self, items: Vec<OwnedNumber>, end: ListEnd) -> Vec<Effect> {
        self.lists_beside(items, end, nothing_known())
    }

    /// The same, with what the ledger knows.
    pub fn lists_beside(&mut self, items: Vec<OwnedNumber>, end: ListEnd, known: Known) -> Vec<Effect> {
        let ticket = self.last(|effect| match effect {
            Effect::ListNumbers(ticket, ..) | Effect::CheckAccount(ticket, _) => Some(*ticket),
            _ => None,
        });
        self.tell(Message::NumbersListed(ticket.expect("nobody looks"), Numbers { items, end, known }))
    }

    /// How the program would end if this were pressed or told.
    pub fn ending_after(&self, message: Message) -> Option<Ending> {
        self.clone().tell(message).into_iter().find_map(|effect| match effect {
            Effect::Exit(ending) => Some(ending),
            _ => None,
        })
    }
}

/// Ways to get somewhere.
impl Shop {
    /// Step 2 for Acme.
    pub fn at_number() -> Self {
        let mut shop = Self::new(things::setup());
        shop.press("Enter");
        assert_eq!(shop.app.account.chosen.as_ref().map(|chosen| chosen.id.as_str()), Some(ACME));
        shop
    }

    /// Step 3 for any number in 415, just opened.
    pub fn at_review() -> Self {
        let mut shop = Self::at_number();
        shop.type_text("415");
        shop.press("Enter");
        shop.review();
        shop
    }

    /// Step 3, ready for the word.
    pub fn at_settled_review() -> Self {
        let mut shop = Self::at_review();
        shop.quiet();
        shop
    }

    /// Confirmed; being written down.
    pub fn confirmed() -> Self {
        let mut shop = Self::at_settled_review();
        shop.type_text("BUY");
        let effects = shop.press("Enter");
        assert!(matches!(effects[..], [Effect::Record(..)]), "{effects:?}");
        shop
    }

    /// Written down; about to leave.
    pub fn about_to_leave() -> Self {
        let mut shop = Self::confirmed();
        shop.recorded(1);
        shop
    }

    /// On its way.
    pub fn under_way() -> Self {
        let mut shop = Self::about_to_leave();
        shop.leaving();
        shop
    }

    /// Answered so.
    pub fn answered(outcome: Outcome) -> Self {
        let mut shop = Self::under_way();
        shop.answer(outcome);
        shop
    }
}

/// The way of a release.
impl Shop {
    /// A receipt whose number the list shows.
    pub fn at_receipt() -> Self {
        let mut shop = Self::answered(things::yes());
        shop.lists(vec![things::sold()], ListEnd::Complete);
        shop
    }

    /// The review of its release, seen in the list and ready for the number.
    pub fn at_release_review() -> Self {
        let mut shop = Self::at_receipt();
        shop.press("r");
        shop.lists(vec![things::sold()], ListEnd::Complete);
        shop.quiet();
        shop
    }

    /// Confirmed; the first attempt is about to leave.
    pub fn releasing() -> Self {
        let mut shop = Self::at_release_review();
        shop.type_text("14155550142");
        let effects = shop.press("Enter");
        assert!(matches!(effects[..], [Effect::Release { attempt: 1, was_listed: true, .. }]), "{effects:?}");
        shop
    }

    /// The newest attempt of a release, as the ledger has it when it leaves.
    pub fn release_sent(&self) -> Record {
        let Screen::Releasing(releasing) = &self.app.screen else { panic!("no release: {:?}", self.app.screen) };
        let sent = self.last(|effect| match effect {
            Effect::Release { attempt, was_listed, .. } => Some((*attempt, *was_listed)),
            _ => None,
        });
        let (attempt, was_listed) = sent.expect("nothing is released");
        let mut record = releasing.record.clone();
        things::release_leaves(&mut record, attempt, was_listed, &self.app.now.moment);
        record
    }

    /// The newest attempt of a release ends so, in the ledger as well.
    pub fn release_answer(&mut self, outcome: ReleaseOutcome) -> Vec<Effect> {
        let mut record = self.release_sent();
        things::release_comes(&mut record, outcome);
        let id = record.intent.id;
        self.tell(Message::ReleaseAnswered(id, ReleaseAttempted::Done(Box::new(record))))
    }

    /// A release that ended so.
    pub fn released(outcome: ReleaseOutcome) -> Self {
        let mut shop = Self::releasing();
        shop.release_answer(outcome);
        shop
    }

    pub fn releases(&self) -> usize {
        self.count(|effect| matches!(effect, Effect::Release { .. }))
    }
}

/// What is shown, where it is known.
impl Shop {
    pub fn review(&self) -> &Review {
        let Screen::Review(review) = &self.app.screen else { panic!("no review: {:?}", self.app.screen) };
        review
    }

    pub fn sending(&self) -> &Sending {
        let Screen::Sending(sending) = &self.app.screen else { panic!("not sending: {:?}", self.app.screen) };
        sending
    }

    pub fn receipt(&self) -> &Receipt {
        let Screen::Receipt(receipt) = &self.app.screen else { panic!("no receipt: {:?}", self.app.screen) };
        receipt
    }

    pub fn not_bought(&self) -> &NotBought {
        let Screen::NotBought(no) = &self.app.screen else { panic!("not a no: {:?}", self.app.screen) };
        no
    }

    pub fn release_review(&self) -> &ReleaseReview {
        let Screen::ReleaseReview(review) = &self.app.screen else { panic!("no release: {:?}", self.app.screen) };
        review
    }

    pub fn release_unknown(&self) -> &ReleaseUnknown {
        let Screen::ReleaseUnknown(unknown) = &self.app.screen else { panic!("not unknown: {:?}", self.app.screen) };
        unknown
    }

    pub fn unknown(&self) -> &Unknown {
        let Screen::Unknown(unknown) = &self.app.screen else { panic!("not unknown: {:?}", self.app.screen) };
        unknown
    }
}
