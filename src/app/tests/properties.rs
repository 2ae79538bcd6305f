//! What holds whatever is pressed, pasted, resized and answered, in whatever order.

use std::{collections::BTreeSet, time::Duration};

use proptest::{prelude::*, test_runner::TestCaseResult};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    places::places,
    steps::{Step, beginning, step},
    support::{Shop, key},
    things::setup_filled,
    world::World,
};
use crate::{
    app::{App, Effect, LedgerState, Message, Place, Screen, Setup},
    domain::{IntentId, Record, State, criterion::Kind},
};

/// What fingers have done to the word, told from outside: keys only, since the review last became ready.
#[derive(Default)]
struct Fingers {
    ready: bool,
    typed: String,
}

impl Fingers {
    fn before(&mut self, shop: &Shop, message: &Message) {
        match message {
            Message::Quiet(ticket) if shop.app.screen_is_review() && *ticket == shop.awaited() => self.ready = true,
            Message::Key(key)
                if self.ready
                    && matches!(shop.app.place(), Place::Review | Place::ReleaseReview)
                    && !shop.app.is_cramped() =>
            {
                self.press(*key);
            }
            _ => {}
        }
    }

    fn press(&mut self, key: KeyEvent) {
        match (key.code, key.modifiers) {
            (KeyCode::Char('u'), KeyModifiers::CONTROL) => self.typed.clear(),
            (KeyCode::Char('?'), _) => {}
            (KeyCode::Char(c), KeyModifiers::NONE) if c.is_ascii() => self.typed.push(c),
            (KeyCode::Backspace, _) => drop(self.typed.pop()),
            _ => {}
        }
    }

    fn after(&mut self, effects: &[Effect]) {
        if effects.iter().any(|effect| matches!(effect, Effect::AwaitQuiet(_))) {
            *self = Self::default();
        }
    }
}

impl App {
    fn screen_is_review(&self) -> bool {
        matches!(self.screen, Screen::Review(_) | Screen::ReleaseReview(_))
    }
}

/// A run with its watchman.
struct Run {
    world: World,
    fingers: Fingers,
}

impl Run {
    /// Hands a message in and looks at what the program makes of it.
    fn tell(&mut self, message: &Message) -> TestCaseResult {
        if self.world.ended {
            return Ok(());
        }
        self.fingers.before(&self.world.shop, message);
        let before = self.world.shop.app.clone();
        let was_sending = self.world.is_sending() || self.world.is_releasing();
        let earlier = self.world.attempts.clone();
        let effects = self.world.tell(message.clone());
        for effect in &effects {
            match effect {
                Effect::Record(..) => self.check_record(&before, message)?,
                Effect::Send(id, attempt) => {
                    prop_assert!(!was_sending, "two requests under way");
                    prop_assert!(!earlier.contains(&(*id, *attempt)), "attempt {attempt} of {id} twice");
                    prop_assert!(matches!(message, Message::Recorded(..)) || is_key(message, 'y', 's'));
                }
                Effect::Release { attempt, .. } => {
                    prop_assert!(!was_sending, "two requests under way");
                    self.check_release(&before, message, *attempt)?;
                }
                Effect::Link(..) | Effect::CloseByHand(_) | Effect::CloseRelease(_) | Effect::AcceptDamage => {
                    prop_assert!(before.place() == Place::Question && is_key(message, 'y', 'y'), "{message:?}");
                }
                _ => {}
            }
            let harmless = matches!(effect, Effect::Exit(_) | Effect::Suspend | Effect::AwaitQuiet(_));
            let by_hand = matches!(message, Message::Key(_) | Message::Paste(_));
            prop_assert!(!(by_hand && before.is_cramped()) || harmless, "in a cramped window: {effect:?}");
        }
        self.fingers.after(&effects);
        Ok(())
    }

    fn check_record(&self, before: &App, message: &Message) -> TestCaseResult {
        let Screen::Review(review) = &before.screen else {
            return Err(TestCaseError::fail("recorded without a review"));
        };
        prop_assert_eq!(message, &Message::Key(key("Enter")));
        prop_assert!(self.fingers.ready, "the review was not ready");
        prop_assert_eq!(&self.fingers.typed, review.word());
        prop_assert!(!before.is_cramped() && before.overlay.is_none());
        prop_assert_eq!(&before.ledger, &LedgerState::Ready);
        Ok(())
    }

    /// A release leaves by the number, typed, or goes on by a person's yes, or by `s` after a "not now".
    fn check_release(&self, before: &App, message: &Message, attempt: u32) -> TestCaseResult {
        prop_assert!(!before.is_cramped());
        prop_assert_eq!(&before.ledger, &LedgerState::Ready);
        match &before.screen {
            Screen::ReleaseReview(review) => {
                prop_assert_eq!((message, attempt), (&Message::Key(key("Enter")), 1));
                prop_assert!(self.fingers.ready && before.overlay.is_none(), "the review was not ready");
                prop_assert!(review.release.target.is_confirmed_by(&self.fingers.typed), "{:?}", self.fingers.typed);
            }
            Screen::ReleaseUnknown(_) => prop_assert!(attempt > 1 && is_key(message, 'y', 'y'), "{message:?}"),
            Screen::Receipt(_) => prop_assert!(attempt > 1 && is_key(message, 's', 's'), "{message:?}"),
            other => return Err(TestCaseError::fail(format!("released from {other:?}"))),
        }
        Ok(())
    }

    fn take(&mut self, step: Step) -> TestCaseResult {
        let message = match step {
            Step::Press(text) => Some(Message::Key(key(text))),
            Step::Type(text) => return self.type_text(text),
            Step::Onward(how) => return self.onward(how),
            Step::Paste(text) => Some(Message::Paste(text.to_owned())),
            Step::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
            Step::Reply(which, how) => self.world.reply(which, how),
            Step::ReplyLast(how) => self.world.reply_last(how),
            Step::Quiet(which) => self.world.quiet(which),
            Step::Again(which) => self.world.again(which),
            Step::Later(seconds) => {
                self.world.shop.wait(Duration::from_secs(seconds));
                None
            }
            Step::Tick => Some(Message::Tick),
            Step::Leave => Some(Message::Key(key("Ctrl-c"))),
        };
        message.map_or(Ok(()), |message| self.tell(&message))
    }

    /// What a person would do next.
    fn onward(&mut self, how: usize) -> TestCaseResult {
        let app = &self.world.shop.app;
        let one_of = |ways: &[&'static str]| ways[how % ways.len()];
        let keys = match app.place() {
            Place::Number | Place::Pattern if app.number.criterion().is_none() => {
                one_of(&["Ctrl-u 4 1 5 Enter", "Tab", "F7"])
            }
            Place::Account | Place::Number | Place::Pattern | Place::PlaceNames => {
                one_of(&["Enter", "Enter", "Enter", "Enter", "F9"])
            }
            Place::Review | Place::ReleaseReview => return self.confirm(),
            Place::Receipt => one_of(&["a", "b", "o", "l", "h", "r", "r", "s"]),
            Place::ReleaseUnknown => one_of(&["s y", "s y", "l", "n y", "Tab", "Esc", "t Esc"]),
            Place::NotBought => one_of(&["s", "s", "Enter", "h"]),
            Place::Unknown => one_of(&[
                "s y",
                "Enter y",
                "Down Enter y y",
                "n y",
                "Tab",
                "Esc",
                "l",
                "Enter y s y",
                "s y",
                "F4 Enter",
                "h",
            ]),
            Place::Question => one_of(&["y", "n"]),
            Place::Sending | Place::Releasing => one_of(&["x", "q Esc"]),
            Place::Check => one_of(&["Down", "l", "Esc"]),
            Place::History => one_of(&["Enter", "Down Enter", "4", "Esc"]),
            Place::Entry => one_of(&["F4", "F4", "v Esc", "t Esc", "F3 Esc", "c", "Esc"]),
            Place::Ledger => one_of(&["r", "a y y", "Esc", "F4"]),
            Place::OpenPurchases => one_of(&["Enter", "Down Enter", "Esc"]),
            Place::Countries | Place::Help | Place::Page => "Esc",
        };
        keys.split(' ').try_for_each(|text| self.tell(&Message::Key(key(text))))
    }

    /// The newest wait is over, and the review's own word is typed.
    fn confirm(&mut self) -> TestCaseResult {
        let word = match &self.world.shop.app.screen {
            Screen::ReleaseReview(review) => review.release.target.digits().to_owned(),
            _ => self.world.shop.review().word().to_owned(),
        };
        let waited = self.world.shop.awaited();
        self.tell(&Message::Quiet(waited))?;
        self.type_text(&word)?;
        self.tell(&Message::Key(key("Enter")))
    }

    fn type_text(&mut self, text: &str) -> TestCaseResult {
        text.chars().try_for_each(|c| self.tell(&Message::Key(KeyEvent::from(KeyCode::Char(c)))))
    }

    /// Lets everything under way end, and looks at what is left.
    fn settle(&mut self) -> TestCaseResult {
        while !self.world.ended && !self.world.is_idle() {
            if let Some(message) = self.world.reply(0, 7) {
                self.tell(&message)?;
            }
        }
        if self.world.ended {
            return Ok(());
        }
        self.world.shop.wait(Duration::from_hours(1));
        let app = &self.world.shop.app;
        prop_assert_eq!(app.pulse(), None, "nothing is under way, so nothing moves");
        if app.ledger == LedgerState::Ready {
            // A live start leaves rehearsals out: they cost nothing.
            let counts = |id: &IntentId| !app.origin.is_live() || self.world.ledger[id].intent.draft.origin.is_live();
            let may_be_bought: BTreeSet<_> = self.world.may_be_bought().into_iter().filter(counts).collect();
            let known: BTreeSet<_> = app.open.iter().map(|record| record.intent.id).collect();
            prop_assert!(may_be_bought.is_subset(&known), "forgotten: {may_be_bought:?} but {known:?}");
            prop_assert_eq!(known.len(), app.open.len(), "listed twice");
            let may_be_released: BTreeSet<_> = self.world.may_be_released().into_iter().filter(counts).collect();
            let releases: BTreeSet<_> = app.releases.iter().map(|record| record.intent.id).collect();
            prop_assert_eq!(&may_be_released, &releases, "an open release is forgotten or invented");
            prop_assert_eq!(releases.len(), app.releases.len(), "listed twice");
            // After a yes that was not saved, the next start says what the ledger has come to.
            let is_saved = |id: &IntentId| !self.world.unsaved.contains(id);
            let warned: BTreeSet<_> = app.warned.iter().map(|record| record.intent.id).filter(is_saved).collect();
            let warning: BTreeSet<_> =
                self.world.unacknowledged().into_iter().filter(counts).filter(is_saved).collect();
            prop_assert_eq!(&warned, &warning, "a warning stays until it is acknowledged, and no longer");
            let each: BTreeSet<_> = app.warned.iter().map(|record| record.intent.id).collect();
            prop_assert_eq!(each.len(), app.warned.len(), "warned of twice");
            for record in &app.open {
                let (shown, written) = (record.state(), self.world.ledger[&record.intent.id].state());
                prop_assert!(written.is_open() && shown.attempt() == written.attempt(), "{shown:?} but {written:?}");
            }
        }
        Ok(())
    }
}

fn is_key(message: &Message, one: char, other: char) -> bool {
    [one, other].iter().any(|c| *message == Message::Key(KeyEvent::from(KeyCode::Char(*c))))
}

fn run((setup, open): (Setup, Vec<Record>), steps: Vec<Step>) -> Result<Run, TestCaseError> {
    let mut run = Run { world: World::new(setup, open), fingers: Fingers::default() };
    for step in steps {
        run.take(step)?;
    }
    Ok(run)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// No panic; a record only after the word; never two requests at once, never one twice; nothing by hand in a
    /// cramped window; and in the end the program knows of exactly those purchases that the ledger calls open.
    #[test]
    fn p01_p20_whatever_happens_the_promises_hold(
        beginning in beginning(),
        steps in prop::collection::vec(any::<u32>().prop_map(step), 0..80),
        leaves in prop::bool::weighted(0.1),
    ) {
        let mut run = run(beginning, steps)?;
        if leaves {
            run.take(Step::Leave)?;
            prop_assert!(run.world.ended, "Ctrl-C always leaves");
        }
        run.settle()?;
    }

    #[test]
    fn esc_and_the_way_back_lose_nothing_typed(
        filter in "[ -~äß東]{0,30}",
        area in "[ -~é]{0,20}",
        pattern in "[0-9*+() .-]{0,20}",
        switches in 0_usize..3,
    ) {
        // What looks like a secret key is wiped, on purpose.
        prop_assume!(!filter.to_ascii_lowercase().contains("vx_"));
        // `?` opens the help, as everywhere.
        let typed = |text: &str| text.replace('?', "");
        let mut shop = Shop::at_number();
        shop.type_text(&typed(&area));
        shop.press("Tab");
        shop.type_text(&pattern);
        for _ in 0..switches {
            shop.press("Tab");
        }
        let there = fields(&shop);
        shop.press("Esc");
        prop_assert_eq!(&shop.app.screen, &Screen::Account);
        shop.press("Enter");
        prop_assert_eq!(&fields(&shop), &there);
        shop.press("Esc");
        shop.type_text(&typed(&filter));
        prop_assert_eq!(shop.app.account.filter.value(), typed(&filter));
        shop.press("Enter");
        shop.press("Esc");
        prop_assert_eq!(shop.app.account.filter.value(), typed(&filter));
        prop_assert_eq!(&fields(&shop).1, &there.1);
    }
}

type Fields = (String, (String, String, Kind, &'static str));

/// Everything that a person has typed or picked.
fn fields(shop: &Shop) -> Fields {
    let (account, number) = (&shop.app.account, &shop.app.number);
    let drafts = (number.area_code.value().to_owned(), number.pattern.value().to_owned());
    (account.filter.value().to_owned(), (drafts.0, drafts.1, number.kind, number.country.code()))
}

#[test]
fn esc_keeps_what_was_typed_in_every_place() {
    for (name, shop) in places() {
        let mut shop = shop;
        let before = fields(&shop);
        let chosen = shop.app.account.chosen.clone();
        for _ in 0..3 {
            shop.press("Esc");
            assert_eq!(fields(&shop), before, "{name}");
            assert!(chosen.is_none() || shop.app.account.chosen == chosen, "{name}");
        }
    }
}

#[test]
fn only_what_waits_for_the_world_moves_by_itself() {
    let moving = [
        "account, list loading",
        "writing down",
        "about to leave",
        "under way",
        "asked to leave",
        "receipt",
        "receipt of something else",
        "receipt, unsaved",
        "raw answer",
        "rate limited",
        "unknown, just answered",
        "unknown, looking",
        "unknown, several",
        "unknown, listed",
        "unknown, never sent",
        "unknown, paused",
        "check, looking",
        "history, reading",
        "ledger, being opened again",
        "receipt, warned at the start",
        "release, just opened",
        "releasing",
        "releasing, asked to leave",
        "released",
        "not released",
        "not released, rate limited",
        "release unknown",
        "release unknown, at the start",
        "release unknown, beside a purchase",
    ];
    for (name, shop) in places() {
        let moves = moving.contains(&name.as_str());
        assert_eq!(shop.app.pulse().is_some(), moves, "{name}: {:?}", shop.app.pulse());
        let paused = ["rate limited", "unknown, paused", "not released, rate limited"];
        let expected =
            if paused.contains(&name.as_str()) { Duration::from_secs(1) } else { Duration::from_millis(125) };
        assert!(shop.app.pulse().is_none_or(|pulse| pulse == expected), "{name}");
    }
}

/// Runs must come far, or the property above proves little.
#[test]
fn a_run_can_come_all_the_way() {
    let (opened, written, left, bought) = (Step::Reply(0, 1), Step::Reply(0, 1), Step::Reply(0, 1), Step::Reply(0, 1));
    let steps = vec![opened, Step::Onward(0), written, left, bought];
    let mut run = run((setup_filled(), Vec::new()), steps).expect("the promises hold");
    run.settle().expect("the promises hold");
    let states: Vec<_> = run.world.ledger.values().map(Record::state).collect();
    assert!(matches!(states[..], [State::Bought(_)]), "{states:?}");
    run.world.shop.receipt();
}
