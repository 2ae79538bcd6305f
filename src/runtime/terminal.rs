//! Taking the terminal and giving it back.
//!
//! Owns the modes: raw, alternate screen, bracketed paste. Whatever happens, the
//! stage's drop gives the terminal back, a panic on the loop's thread included.
//! No other thread ever touches it.

use std::io::{self, BufWriter, Stdout, stdin, stdout};

use crossterm::{
    clipboard::CopyToClipboard,
    cursor::Show,
    event::{DisableBracketedPaste, EnableBracketedPaste},
    execute, queue,
    terminal::{
        BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::{
    Terminal,
    backend::{Backend as _, CrosstermBackend},
};
use rustix::{
    process::{Signal, getpid, kill_process},
    termios::{QueueSelector, tcflush},
};

use super::{Stage, keyboard::Keyboard};
use crate::domain::Clean;

/// The person's terminal, taken.
pub struct RealStage {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    input: Option<Keyboard>,
}

impl RealStage {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it cannot be read or written; it is given back then.
    pub fn take() -> io::Result<Self> {
        enter().and_then(|()| open()).inspect_err(|_| leave()).map(|terminal| Self { terminal, input: None })
    }

    /// The window, in columns and rows.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }
}

impl Drop for RealStage {
    fn drop(&mut self) {
        self.input = None;
        leave();
    }
}

fn open() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    Terminal::new(CrosstermBackend::new(BufWriter::new(stdout())))
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back. A terminal that is gone needs nothing, so a failure is not one.
fn leave() {
    let _gone = execute!(stdout(), EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _gone = disable_raw_mode();
}

impl Stage for RealStage {
    type Backend = CrosstermBackend<BufWriter<Stdout>>;
    type Input = Keyboard;

    fn terminal(&mut self) -> &mut Terminal<Self::Backend> {
        &mut self.terminal
    }

    fn input(&mut self) -> &mut Keyboard {
        self.input.get_or_insert_with(Keyboard::start)
    }

    fn bracket_draw(&mut self, begins: bool) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        if begins { queue!(backend, BeginSynchronizedUpdate) } else { execute!(backend, EndSynchronizedUpdate) }
    }

    fn copy(&mut self, text: &Clean) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text.as_str()))
    }

    fn suspend(&mut self) -> io::Result<()> {
        // A living keyboard would steal the shell's input.
        self.input = None;
        leave();
        kill_process(getpid(), Signal::TSTP)?;
        // Here the shell has continued us. A new terminal knows nothing of the old screen, so it draws all of it.
        enter()?;
        // What was typed on the way back was meant for the shell: it must not reach a review.
        let _gone = tcflush(stdin(), QueueSelector::IFlush);
        self.terminal = open()?;
        // Not `Terminal::clear`: that asks where the cursor is, and a slow answer would look like a lost terminal.
        self.terminal.backend_mut().clear()
    }
}
