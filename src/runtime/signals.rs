//! What comes from the system: signals that ask us to end, and windows that change.
//!
//! Owns their way into the queue. What they mean is the core's.

use std::io;

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc::UnboundedSender,
};

use crate::app::{Message, Signal};

/// Reports signals from now on. Needs a tokio runtime.
///
/// # Errors
/// Where the system refuses a handler.
pub fn watch(messages: &UnboundedSender<Message>) -> io::Result<()> {
    report(SignalKind::interrupt(), messages, || Some(Message::Signal(Signal::Interrupt)))?;
    report(SignalKind::terminate(), messages, || Some(Message::Signal(Signal::Terminate)))?;
    report(SignalKind::hangup(), messages, || Some(Message::Signal(Signal::HangUp)))?;
    report(SignalKind::quit(), messages, || Some(Message::Signal(Signal::Quit)))?;
    report(SignalKind::window_change(), messages, || {
        crossterm::terminal::size().ok().map(|(columns, rows)| Message::Resize(columns, rows))
    })
}

/// Turns every signal of a kind into a message.
fn report(
    kind: SignalKind,
    messages: &UnboundedSender<Message>,
    message: impl Fn() -> Option<Message> + Send + 'static,
) -> io::Result<()> {
    let mut stream = signal(kind)?;
    let messages = messages.clone();
    tokio::spawn(async move {
        while stream.recv().await.is_some() {
            // The loop is gone only when the program has ended.
            if message().is_some_and(|message| messages.send(message).is_err()) {
                return;
            }
        }
    });
    Ok(())
}
