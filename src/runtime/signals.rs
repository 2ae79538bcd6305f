//! What comes from the system: signals that ask us to end, and windows that change.
//!
//! Owns their way into the queue. What they mean is the core's. A terminal that
//! has stopped taking output holds the loop in the middle of a draw, where no
//! message reaches it; then the process ends by itself a little later. The ledger
//! says all that the next start needs.

use std::{io, time::Duration};

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc::UnboundedSender,
};

use crate::{
    app::{Message, Signal},
    cli::Exit,
};

/// How long the loop may take to end after a signal that asks for it: longer than the ledger takes to close.
const PATIENCE: Duration = Duration::from_secs(3);

/// Reports signals from now on. Needs a tokio runtime.
///
/// # Errors
/// Where the system refuses a handler.
pub fn watch(messages: &UnboundedSender<Message>) -> io::Result<()> {
    let ends = [
        (SignalKind::interrupt(), Signal::Interrupt),
        (SignalKind::terminate(), Signal::Terminate),
        (SignalKind::hangup(), Signal::HangUp),
        (SignalKind::quit(), Signal::Quit),
    ];
    for (kind, signal) in ends {
        report(kind, messages, move || {
            tokio::spawn(end_if_the_loop_is_stuck());
            Some(Message::Signal(signal))
        })?;
    }
    report(SignalKind::window_change(), messages, || {
        crossterm::terminal::size().ok().map(|(columns, rows)| Message::Resize(columns, rows))
    })
}

/// Ends the process where the loop has not done so in time. Runs beside the loop, so a stuck loop does not hold it.
async fn end_if_the_loop_is_stuck() {
    tokio::time::sleep(PATIENCE).await;
    std::process::exit(i32::from(Exit::Interrupted.code()));
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
