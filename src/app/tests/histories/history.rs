//! One history: what happens step by step, and what must hold after each of them.

use proptest::{prelude::*, test_runner::TestCaseResult};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    super::support::key,
    machine::Machine,
    program::{Job, Program},
};
use crate::{
    app::{App, Confirmation, Effect, Ending, Message, Opened, Place, Screen, update},
    domain::{Event, PurchaseDraft, Record, RefusalKind, State},
};

/// Keys that somebody presses for no reason.
const KEYS: [&str; 20] = [
    "Enter", "Esc", "Tab", "Down", "s", "y", "n", "l", "a", "b", "o", "B", "q", "F4", "F8", "t", "v", "Ctrl-c",
    "Ctrl-z", "Ctrl-u",
];

/// A running history.
#[derive(Debug)]
pub struct History {
    pub machine: Machine,
    /// Whose turn it is, and for how long.
    chance: Option<(usize, u32)>,
}

/// What a screen says of a purchase, where it says something.
fn shown(app: &App) -> Option<(&Record, &'static str)> {
    match &app.screen {
        Screen::Receipt(receipt) => Some((&receipt.record, "bought")),
        Screen::NotBought(no) => no.record.as_ref().map(|record| (record, "not bought")),
        Screen::Unknown(_) => app.shown_open().map(|record| (record, "unknown")),
        _ => None,
    }
}

fn was_linked(record: &Record) -> bool {
    record.events.iter().any(|stamped| matches!(stamped.event, Event::Linked(_)))
}

/// How a program stood before it took a message in.
struct Before {
    place: Place,
    /// What its review showed.
    reviewed: Option<PurchaseDraft>,
    /// Whether the program knows of a purchase that a new one would stand beside.
    is_beside: bool,
    /// Whether an attempt was asked for, or on its way.
    was_sending: bool,
    /// Whether the screen shows a purchase under way.
    is_under_way: bool,
}

impl Before {
    fn of(program: &Program) -> Self {
        let app = &program.app;
        let reviewed = match &app.screen {
            Screen::Review(review) => Some(review.draft.clone()),
            _ => None,
        };
        let same = |record: &Record| {
            reviewed.as_ref().is_some_and(|draft| record.intent.draft.request.sub_account == draft.request.sub_account)
        };
        let is_beside = app.open.iter().any(same);
        let is_under_way = matches!(app.screen, Screen::Sending(_));
        Self { place: app.place(), is_beside, was_sending: program.is_sending(), is_under_way, reviewed }
    }
}

impl History {
    pub fn new() -> Self {
        let mut machine = Machine::new();
        machine.start(0);
        Self { machine, chance: None }
    }

    /// One more step. Any number is one, so that a history can be cut short wherever it fails; more than half of all steps
    /// are what comes next of itself, so that histories come far.
    pub fn step(&mut self, drawn: u32) -> TestCaseResult {
        let how = usize::try_from(drawn / 100).unwrap();
        let (who, how) = (self.whose_turn(how % 8), how / 8);
        if self.machine.programs[who].is_none() {
            self.machine.start(who);
        }
        match drawn % 100 {
            0..55 => self.flow(who, how)?,
            55..65 => self.onward(who, how)?,
            65..73 => self.machine.work(who, how / 64, how)?,
            73..79 => self.deliver(who, how)?,
            79..84 if !self.machine.flights.is_empty() => {
                self.machine.arrive(how / 64 % self.machine.flights.len(), how);
            }
            84..87 => self.again(who, how)?,
            87..91 => self.press(who, KEYS[how % KEYS.len()])?,
            91 => self.tell(who, &Message::Paste("BUY\n".to_owned()))?,
            92..95 => self.machine.pass([1_000, 40_000, 70_000, 20 * 60_000][how % 4], how / 4),
            95 => self.machine.clock.jump([-24, 0, 24 * 400][how % 3]),
            96..98 => self.machine.end(who),
            98 => self.machine.reboot(),
            99 => self.lose_the_lock(),
            _ => {}
        }
        self.check()
    }

    /// What comes next of itself: a message, a job, a request that arrives, and where all is quiet, the person.
    fn flow(&mut self, who: usize, how: usize) -> TestCaseResult {
        let Some(program) = &self.machine.programs[who] else { return Ok(()) };
        if !program.inbox.is_empty() {
            return self.deliver(who, 0);
        }
        match program.jobs.last() {
            Some((_, Job::Await(at))) if self.machine.flights[*at].is_on_its_way && !how.is_multiple_of(16) => {
                self.machine.arrive(*at, how / 16);
                Ok(())
            }
            Some(_) => self.machine.work(who, program.jobs.len() - 1, how),
            None => self.onward(who, how),
        }
    }

    /// The first program's, mostly; for a while the other's, after it was given a chance.
    fn whose_turn(&mut self, how: usize) -> usize {
        match self.chance {
            Some((who, turns)) => {
                self.chance = (turns > 0).then(|| (who, turns - 1));
                who
            }
            None => usize::from(how == 7),
        }
    }

    /// Somebody takes the file of the send lock away: whoever holds it does not hear of it.
    fn lose_the_lock(&mut self) {
        if let Some(holder) = self.machine.ledger.lock.take() {
            self.machine.lock_was_lost = true;
            self.machine.seen.insert("the lock was lost");
            self.chance = Some((1 - holder, 20));
        }
    }

    fn deliver(&mut self, who: usize, which: usize) -> TestCaseResult {
        let message = self.machine.programs[who].as_mut().and_then(|program| program.next_message(which));
        message.map_or(Ok(()), |message| self.tell(who, &message))
    }

    fn again(&mut self, who: usize, which: usize) -> TestCaseResult {
        let Some(message) = self.machine.programs[who].as_ref().and_then(|program| program.again(which)) else {
            return Ok(());
        };
        if matches!(message, Message::Answered(..)) {
            self.machine.seen.insert("an answer came twice");
        }
        self.tell(who, &message)
    }

    /// What a person would do next.
    fn onward(&mut self, who: usize, how: usize) -> TestCaseResult {
        // A person reads before they press a key.
        if let Some(quiet) = self.machine.programs[who].as_ref().and_then(|program| program.quiet) {
            self.tell(who, &Message::Quiet(quiet))?;
        }
        let Some(program) = &self.machine.programs[who] else { return Ok(()) };
        let app = &program.app;
        let one_of = |ways: &[&'static str]| ways[how % ways.len()];
        let keys = match app.place() {
            Place::Account => one_of(&["Enter", "Enter", "Down Enter", "F4"]),
            Place::Number | Place::Pattern | Place::PlaceNames if app.number.criterion().is_none() => {
                "Ctrl-u 4 1 5 Enter"
            }
            Place::Number | Place::Pattern | Place::PlaceNames => {
                one_of(&["Enter", "Enter", "Enter", "Ctrl-u 6 2 8 Enter"])
            }
            Place::Review => return self.confirm(who, how),
            Place::Sending => one_of(&["Enter", "q y", "q n", "Enter"]),
            Place::Receipt => one_of(&["a", "b", "o", "l"]),
            Place::NotBought => one_of(&["s", "s", "Enter"]),
            Place::Ledger => one_of(&["r", "a y y", "Esc", "F4"]),
            Place::Unknown => {
                one_of(&["s y", "Enter y", "Down Enter y y", "n y", "Tab", "Esc", "l", "s y", "F4 Enter"])
            }
            Place::Question => one_of(&["y", "n"]),
            Place::OpenPurchases => one_of(&["Enter", "Down Enter", "Esc"]),
            _ => "Esc",
        };
        keys.split(' ').try_for_each(|text| self.press(who, text))
    }

    /// Types the word that the review asks for; now and then only the shorter one.
    fn confirm(&mut self, who: usize, how: usize) -> TestCaseResult {
        let Some(program) = &self.machine.programs[who] else { return Ok(()) };
        let Screen::Review(review) = &program.app.screen else { return Ok(()) };
        let word = if how % 8 == 7 { "BUY" } else { review.word() };
        for letter in word.chars() {
            self.tell(who, &Message::Key(KeyEvent::from(KeyCode::Char(letter))))?;
        }
        self.press(who, "Enter")
    }

    fn press(&mut self, who: usize, text: &str) -> TestCaseResult {
        self.tell(who, &Message::Key(key(text)))
    }

    /// Hands a message in and looks at what the program makes of it.
    fn tell(&mut self, who: usize, message: &Message) -> TestCaseResult {
        let now = self.machine.clock.now();
        let Some(program) = &mut self.machine.programs[who] else { return Ok(()) };
        if let Message::Key(key) = message
            && is_ready(&program.app)
        {
            match (key.code, key.modifiers) {
                (KeyCode::Char('u'), KeyModifiers::CONTROL) => program.typed.clear(),
                (KeyCode::Char(c), KeyModifiers::NONE) => program.typed.push(c),
                _ => {}
            }
        }
        program.app.now = now;
        let before = Before::of(program);
        let effects = update(&mut program.app, message.clone());
        if before.is_under_way && matches!(program.app.screen, Screen::Receipt(_)) {
            let looks = effects.iter().any(|effect| matches!(effect, Effect::ListNumbers(..)));
            prop_assert!(looks, "bought, and nobody looks at the list");
        }
        for effect in &effects {
            self.allowed(who, effect, message, &before)?;
        }
        let Some(program) = &mut self.machine.programs[who] else { return Ok(()) };
        let is_end = effects.iter().any(|effect| matches!(effect, Effect::Exit(_)));
        // A review that begins anew has forgotten what was typed.
        if !is_ready(&program.app) {
            program.typed.clear();
        }
        program.take_on(effects);
        if let Message::LedgerOpened(opened) = message {
            first_screen(&program.app, opened)?;
        }
        if is_end {
            self.machine.end(who);
        }
        Ok(())
    }

    /// Whether the program may ask for this now.
    fn allowed(&mut self, who: usize, effect: &Effect, message: &Message, before: &Before) -> TestCaseResult {
        let Some(program) = &mut self.machine.programs[who] else { return Ok(()) };
        let is_key = |text: &str| *message == Message::Key(key(text));
        match effect {
            Effect::Record(_, draft, _) => {
                prop_assert!(is_key("Enter") && before.place == Place::Review, "recorded by {message:?}");
                prop_assert_eq!(before.reviewed.as_ref(), Some(&**draft), "recorded is not what was reviewed");
                let word = if before.is_beside { "BUY ANOTHER" } else { program.typed.as_str() };
                prop_assert_eq!(&program.typed, word);
                prop_assert!(["BUY", "BUY ANOTHER"].contains(&program.typed.as_str()), "typed {:?}", program.typed);
                program.confirmed.clone_from(&program.typed);
                self.machine.confirmations += 1;
                if before.is_beside {
                    self.machine.seen.insert("another one beside an open one");
                }
            }
            Effect::Send(id, attempt) => {
                let by_record =
                    matches!(message, Message::Recorded(_, Ok(intent)) if intent.id == *id && *attempt == 1);
                prop_assert!(by_record || is_key("y") || is_key("s"), "sent by {message:?}");
                prop_assert!(!before.was_sending, "a program sends two at once");
            }
            Effect::Link(..) => prop_assert!(before.place == Place::Question && is_key("y"), "linked by {message:?}"),
            Effect::CloseByHand(_) => {
                prop_assert!(before.place == Place::Question && is_key("y"), "closed by {message:?}");
            }
            Effect::Exit(ending) => {
                let may_be_bought = program.is_sending();
                prop_assert!(!may_be_bought || matches!(ending, Ending::Unknown(_)), "{ending:?} while sending");
            }
            _ => {}
        }
        Ok(())
    }

    /// What holds at every moment, against what the server knows.
    fn check(&mut self) -> TestCaseResult {
        let machine = &self.machine;
        let (sales, records) = (&machine.server.sales, &machine.ledger.records);
        prop_assert!(
            sales.len() <= machine.confirmations,
            "{} sales, {} confirmations",
            sales.len(),
            machine.confirmations
        );
        prop_assert!(records.len() <= machine.confirmations, "more purchases than confirmations");
        for (id, sold) in sales {
            let record = records.get(id);
            prop_assert!(record.is_some(), "{id} was sold and is forgotten");
            let Some(record) = record else { continue };
            match record.state() {
                State::Sent { .. } | State::Unknown { .. } => {}
                State::Bought(bought) => {
                    let said = machine.server.said_yes.get(id).is_some_and(|said| said.contains(&bought.number));
                    prop_assert!(bought.number == *sold || was_linked(record) || said, "another number than {sold:?}");
                }
                State::Recorded => return Err(TestCaseError::fail(format!("{id} was sold and never sent"))),
                State::NotBought { refusal, .. } => {
                    let by_person = refusal.kind == RefusalKind::ByHand && machine.person_erred.contains(id);
                    prop_assert!(by_person, "{id} was sold, and the ledger says not bought: {refusal:?}");
                }
            }
        }
        for (id, record) in records {
            let bought = record.bought();
            prop_assert!(bought.is_some() || !machine.certain.contains(id), "a certain yes for {id} is lost");
            if let Some(bought) = bought {
                let said = machine.server.said_yes.get(id).is_some_and(|said| said.contains(&bought.number));
                prop_assert!(said || was_linked(record), "{id} is called bought, and nobody said so");
            }
        }
        for program in machine.programs.iter().flatten() {
            let Some((shown, says)) = shown(&program.app) else { continue };
            let written = &records[&shown.intent.id];
            if written == shown {
                agrees(shown, says)?;
            }
            let is_a_no = matches!(shown.state(), State::NotBought { .. }) && written.state().is_open();
            let is_older = shown.state().attempt() < written.state().attempt();
            prop_assert!(!is_a_no || is_older, "not bought, says only the screen: {:?}", written.state());
        }
        let seen = &mut self.machine.seen;
        if !self.machine.server.sales.is_empty() {
            seen.insert("sold");
        }
        Ok(())
    }
}

/// Whether a review takes the word.
fn is_ready(app: &App) -> bool {
    let takes = matches!(&app.screen, Screen::Review(review) if matches!(review.confirmation, Confirmation::Typing(_)));
    takes && app.place() == Place::Review
}

/// A screen says no more than the record that it shows.
fn agrees(record: &Record, says: &str) -> TestCaseResult {
    let fits = match record.state() {
        State::Bought(_) => says == "bought",
        State::NotBought { .. } => says == "not bought",
        // What never left is either: it is open, and nothing was bought.
        State::Recorded => says != "bought",
        State::Sent { .. } | State::Unknown { .. } => says == "unknown",
    };
    prop_assert!(fits, "the screen says {says} of {:?}", record.state());
    Ok(())
}

/// Everything that was open at the start is known, and the first of it is shown, or why nothing can be bought.
fn first_screen(app: &App, opened: &Opened) -> TestCaseResult {
    let ids = |records: &[Record]| -> Vec<_> {
        records.iter().filter(|record| record.state().is_open()).map(|record| record.intent.id).collect()
    };
    prop_assert_eq!(ids(&app.open), ids(&opened.waiting), "what was open at the start");
    let is_first = match &opened.stoppage {
        Some(_) => matches!(app.screen, Screen::Ledger),
        None => app.open.is_empty() || matches!(app.screen, Screen::Unknown(_)),
    };
    prop_assert!(is_first, "open, and not the first screen");
    Ok(())
}
