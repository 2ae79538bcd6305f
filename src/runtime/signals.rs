//! What comes from the system: signals that ask us to end, and windows that change.
//!
//! Owns their way into the queue. What they mean is the core's. A terminal that
//! has stopped taking output holds the loop in the middle of a draw, where no
//! message reaches it; then the process ends by itself a little later. The ledger
//! says all that the next start needs.

use std::{io, time::Duration};

use tokio::{
    signal::unix::{Signal as Stream, SignalKind, signal},
    sync::mpsc::UnboundedSender,
};

use crate::{
    app::{Message, Signal},
    cli::Exit,
};

/// How long the loop may take to end after a signal that asks for it: longer than the ledger takes to close.
const PATIENCE: Duration = Duration::from_secs(3);

/// The signals that are caught, and where they go.
#[derive(Debug)]
pub struct Signals {
    ends: [(Stream, Signal); 4],
    window: Stream,
    messages: UnboundedSender<Message>,
}

impl Signals {
    /// Catches signals from now on; they wait until [`Signals::report`] is run. Needs a tokio runtime.
    ///
    /// # Errors
    /// Where the system refuses a handler.
    pub fn catch(messages: UnboundedSender<Message>) -> io::Result<Self> {
        let ends = [
            (signal(SignalKind::interrupt())?, Signal::Interrupt),
            (signal(SignalKind::terminate())?, Signal::Terminate),
            (signal(SignalKind::hangup())?, Signal::HangUp),
            (signal(SignalKind::quit())?, Signal::Quit),
        ];
        Ok(Self { ends, window: signal(SignalKind::window_change())?, messages })
    }

    /// Turns every signal into a message. Runs on another thread than the loop, so a stuck loop does not hold it.
    pub async fn report(self) {
        let Self { ends: [interrupt, terminate, hang_up, quit], mut window, messages } = self;
        for end in [interrupt, terminate, hang_up, quit] {
            tokio::spawn(report_end(end, messages.clone()));
        }
        while window.recv().await.is_some() {
            if let Ok((columns, rows)) = crossterm::terminal::size()
                && messages.send(Message::Resize(columns, rows)).is_err()
            {
                // The loop is gone only when the program has ended.
                return;
            }
        }
    }
}

/// Reports a signal that asks us to end, and ends the process where the loop has not done so in time.
async fn report_end((mut stream, signal): (Stream, Signal), messages: UnboundedSender<Message>) {
    if stream.recv().await.is_some() {
        // The loop is gone only when the program has ended.
        let _ended = messages.send(Message::Signal(signal));
        tokio::time::sleep(PATIENCE).await;
        std::process::exit(i32::from(Exit::Interrupted.code()));
    }
}
