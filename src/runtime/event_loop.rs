//! The loop: one queue, one `select!`, one place that changes state.
//!
//! Owns the order of things: signals, input and messages are taken before a
//! draw, a draw happens once when nothing more is waiting, and a tick runs only
//! while something moves. An idle program waits and does nothing else.
//! Generic over the terminal and the input, so that tests run this very loop.

use std::{io, time::Duration};

use futures_util::{Stream, StreamExt as _};
use ratatui::{
    Terminal,
    backend::Backend,
    crossterm::event::{Event, KeyEventKind},
    layout::Rect,
};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, sleep_until},
};

use super::Executor;
use crate::{
    app::{App, Effect, Ending, Message, update},
    domain::Clean,
    screen::{Seen, view},
};

/// A terminal with its input.
pub trait Stage {
    /// What is drawn on.
    type Backend: Backend;
    /// What keys come from.
    type Input: Stream<Item = io::Result<Event>> + Unpin;

    /// What is drawn on.
    fn terminal(&mut self) -> &mut Terminal<Self::Backend>;
    /// What keys come from.
    fn input(&mut self) -> &mut Self::Input;
    /// Runs before and after each draw, to make it appear at once.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    fn bracket_draw(&mut self, begins: bool) -> io::Result<()>;
    /// Puts text on the clipboard.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    fn copy(&mut self, text: &Clean) -> io::Result<()>;
    /// Gives the terminal back, stops the process, and takes the terminal again once continued.
    ///
    /// # Errors
    /// Where the terminal cannot be had again.
    fn suspend(&mut self) -> io::Result<()>;
}

/// Runs the program until it ends. The first frame comes before everything else: before `first`, which is what the
/// start asks for, and before the input is opened.
pub async fn run<S: Stage>(
    app: &mut App,
    first: Vec<Effect>,
    stage: &mut S,
    executor: &Executor,
    messages: &mut UnboundedReceiver<Message>,
) -> Ending {
    if draw(app, stage, executor).is_err() {
        return lost(app);
    }
    for effect in first {
        executor.start(effect);
    }
    let mut dirty = false;
    let mut next_tick = Instant::now();
    loop {
        app.now = executor.clock().now();
        let pulse = app.pulse();
        next_tick = next_tick.min(Instant::now() + pulse.unwrap_or(Duration::ZERO));
        let message = tokio::select! {
            biased;
            event = stage.input().next() => from_event(event),
            message = messages.recv() => message,
            () = std::future::ready(()), if dirty => {
                if draw(app, stage, executor).is_err() {
                    return lost(app);
                }
                dirty = false;
                continue;
            }
            () = sleep_until(next_tick), if pulse.is_some() => {
                next_tick = Instant::now() + pulse.unwrap_or_default();
                Some(Message::Tick)
            }
        };
        let Some(message) = message else { continue };
        app.now = executor.clock().now();
        let noticed = match message {
            Message::Key(_) => measure(app, stage, executor),
            // A terminal that shrank and grew again has lost what it showed, although the size is the same as before.
            Message::Resize(columns, rows) => repaint(stage, columns, rows),
            _ => Ok(()),
        };
        if noticed.is_err() {
            return lost(app);
        }
        for effect in update(app, message) {
            match perform(effect, stage, executor) {
                Ok(None) => {}
                Ok(Some(ending)) => return ending,
                Err(_) => return lost(app),
            }
        }
        dirty = true;
    }
}

/// What an event means; `None` for events that mean nothing, such as a key's release.
fn from_event(event: Option<io::Result<Event>>) -> Option<Message> {
    match event {
        Some(Ok(Event::Key(key))) => (key.kind == KeyEventKind::Press).then_some(Message::Key(key)),
        Some(Ok(Event::Paste(text))) => Some(Message::Paste(text)),
        Some(Ok(Event::Resize(columns, rows))) => Some(Message::Resize(columns, rows)),
        Some(Ok(Event::FocusGained | Event::FocusLost | Event::Mouse(_))) => None,
        Some(Err(_)) | None => Some(Message::TerminalLost),
    }
}

/// Makes the next draw write every cell.
fn repaint<S: Stage>(stage: &mut S, columns: u16, rows: u16) -> io::Result<()> {
    let whole = Rect::new(0, 0, columns, rows);
    stage.terminal().resize(whole).map_err(|error| io::Error::other(error.to_string()))
}

/// The window that is there is the one that counts, for a draw and for a key. Not every change has been reported by
/// then: a signal may come later than the keys behind it, and while we are suspended only the shell hears of it.
fn measure<S: Stage>(app: &mut App, stage: &mut S, executor: &Executor) -> io::Result<()> {
    let size = stage.terminal().size().map_err(|error| io::Error::other(error.to_string()))?;
    if app.size != (size.width, size.height) {
        for effect in update(app, Message::Resize(size.width, size.height)) {
            executor.start(effect);
        }
    }
    Ok(())
}

fn draw<S: Stage>(app: &mut App, stage: &mut S, executor: &Executor) -> io::Result<()> {
    measure(app, stage, executor)?;
    stage.bracket_draw(true)?;
    let mut seen = Seen::Cut;
    let drawn = stage.terminal().draw(|frame| seen = view(app, frame)).map(|_| ());
    stage.bracket_draw(false)?;
    app.seen_whole = seen == Seen::Whole;
    drawn.map_err(|error| io::Error::other(error.to_string()))
}

/// Does what only the loop can do, and hands the rest to the executor.
fn perform<S: Stage>(effect: Effect, stage: &mut S, executor: &Executor) -> io::Result<Option<Ending>> {
    match effect {
        Effect::Exit(ending) => return Ok(Some(ending)),
        Effect::Suspend => stage.suspend()?,
        Effect::Copy(text) => stage.copy(&text)?,
        other => executor.start(other),
    }
    Ok(None)
}

/// The terminal is gone in the middle of something.
fn lost(app: &mut App) -> Ending {
    update(app, Message::TerminalLost)
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Exit(ending) => Some(ending),
            _ => None,
        })
        .unwrap_or(Ending::Interrupted)
}
