//! A panic gives the terminal back, and is told in a sentence.
//!
//! The program has no way to panic on purpose, so this binary starts itself in a terminal and runs the real loop on
//! the real stage, with a keyboard that breaks.

use std::{
    env, io,
    pin::Pin,
    process::exit,
    task::{Context, Poll},
};

use crossterm::event::{Event, KeyCode};
use futures_util::Stream;
use numshop::{
    app::{App, Keys, Prefill, Setup},
    domain::{Clean, Origin},
    ledger::LedgerHandle,
    runtime::{ApiAccess, Clock, Executor, Keyboard, RealStage, Stage, guarded, run},
    sandbox::Options,
};
use portable_pty::CommandBuilder;
use ratatui::Terminal;

use crate::support::{Control, Program, Term};

/// The program below, as the test runner names it.
const PROGRAM: &str = "panics::the_program_with_a_keyboard_that_breaks";

#[test]
fn p13_a_panic_gives_the_terminal_back_and_is_told_in_a_sentence() {
    let home = Program::new();
    let mut command = CommandBuilder::new(env::current_exe().unwrap());
    command.args([PROGRAM, "--exact", "--ignored", "--nocapture"]);
    let mut term = Term::run(&home, command, Control::Yes);
    term.at("Account");
    term.press("!");
    let left = term.end();
    let screen = left.whole(1);
    assert!(screen.contains("numshop stopped") && screen.contains("the-log"), "{screen}");
    assert!(!screen.contains("panicked") && !screen.contains("the keyboard broke"), "{screen}");
}

#[test]
#[ignore = "a program, not a test: the test beside it runs it in a terminal"]
fn the_program_with_a_keyboard_that_breaks() {
    let farewell = guarded(&Clean::line("the-log"), async {
        // As a name look-up that gets no answer: nobody waits for it.
        tokio::task::spawn_blocking(|| {
            loop {
                std::thread::park();
            }
        });
        let (messages, mut queue) = tokio::sync::mpsc::unbounded_channel();
        let stage = RealStage::take()?;
        let clock = Clock::new();
        let setup = Setup {
            now: clock.now(),
            size: stage.size()?,
            origin: Origin::Sandbox,
            keys: Keys::default(),
            accounts: Vec::new(),
            prefill: Prefill::default(),
            notices: Vec::new(),
        };
        let (mut app, first) = App::new(setup);
        let ledger = LedgerHandle::new(&env::current_dir()?.join("ledger"));
        let api = ApiAccess::sandbox(Options::default());
        let executor = Executor::new(Origin::Sandbox, api, ledger, clock, messages);
        let mut stage = Breaking { keyboard: Fragile(Keyboard::start()), stage };
        Ok(run(&mut app, first, &mut stage, &executor, &mut queue).await)
    });
    eprintln!("{}", farewell.err);
    exit(i32::from(farewell.exit.code()));
}

/// The real stage with another keyboard, which is dropped first.
struct Breaking {
    keyboard: Fragile,
    stage: RealStage,
}

/// The real keyboard, until somebody presses `!`.
struct Fragile(Keyboard);

impl Stream for Fragile {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = Pin::new(&mut self.0).poll_next(context);
        if let Poll::Ready(Some(Ok(Event::Key(key)))) = &polled {
            assert_ne!(key.code, KeyCode::Char('!'), "the keyboard broke");
        }
        polled
    }
}

impl Stage for Breaking {
    type Backend = <RealStage as Stage>::Backend;
    type Input = Fragile;

    fn terminal(&mut self) -> &mut Terminal<Self::Backend> {
        self.stage.terminal()
    }

    fn input(&mut self) -> &mut Fragile {
        &mut self.keyboard
    }

    fn bracket_draw(&mut self, begins: bool) -> io::Result<()> {
        self.stage.bracket_draw(begins)
    }

    fn copy(&mut self, text: &Clean) -> io::Result<()> {
        self.stage.copy(text)
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.stage.suspend()
    }
}
