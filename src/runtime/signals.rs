//! What comes from outside the keyboard: signals, and a terminal that is gone.
//!
//! Owns their way into the queue. When a terminal closes, the event stream may
//! never say so (crossterm#793), so the terminal is watched here as well, by a
//! thread that sleeps in `poll` until the other end hangs up.

use std::{io, os::fd::AsFd as _, thread};

use rustix::event::{PollFd, PollFlags, poll};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc::UnboundedSender,
};

use crate::app::{Message, Signal};

/// Reports signals and the loss of the terminal from now on. Needs a tokio runtime.
///
/// # Errors
/// Where the system refuses a handler or a thread.
pub fn watch(messages: &UnboundedSender<Message>) -> io::Result<()> {
    let kinds = [
        (SignalKind::interrupt(), Signal::Interrupt),
        (SignalKind::terminate(), Signal::Terminate),
        (SignalKind::hangup(), Signal::HangUp),
        (SignalKind::quit(), Signal::Quit),
    ];
    for (kind, name) in kinds {
        let mut stream = signal(kind)?;
        let messages = messages.clone();
        tokio::spawn(async move {
            while stream.recv().await.is_some() {
                if messages.send(Message::Signal(name)).is_err() {
                    return;
                }
            }
        });
    }
    watch_terminal(messages.clone())
}

fn watch_terminal(messages: UnboundedSender<Message>) -> io::Result<()> {
    let hung_up = move || {
        let stdin = io::stdin();
        loop {
            // No event is asked for: hang-up and error are always reported.
            let mut terminal = [PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::empty())];
            if poll(&mut terminal, None) != Err(rustix::io::Errno::INTR) {
                // The loop is gone only when the program has ended.
                let _ended = messages.send(Message::TerminalLost);
                return;
            }
        }
    };
    thread::Builder::new().name("terminal".to_owned()).spawn(hung_up).map(drop)
}
