//! What is typed, pasted, and whether anybody can still type.
//!
//! Owns the thread that waits for the terminal. It sleeps in `poll` until there
//! is input, the terminal hangs up, or it is told to stop; only then is crossterm
//! asked to read, for a bounded time. So a terminal that is gone is noticed here,
//! where crossterm's event stream would spin for ever (crossterm#793), and the
//! loop's own thread never blocks on input. crossterm reads by `poll` here (its
//! feature `use-dev-tty`): its other reader loses a key that comes together with a
//! change of the window.

use std::{
    io::{self, PipeReader, PipeWriter, Stdin},
    os::fd::AsFd as _,
    pin::Pin,
    sync::mpsc::{Receiver, Sender, channel},
    task::{Context, Poll},
    thread,
    time::Duration,
};

use crossterm::event::{self, Event};
use futures_util::Stream;
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long crossterm is given to read what is there. It is not asked without a time: its reader would not read at
/// all then, and one without an end would spin where the terminal hangs up in between.
const READING: Duration = Duration::from_millis(2);
/// How often in a row crossterm must say that there is no more. Kept off the processor for longer than it was given, it
/// says so without having looked at what it has read already, and `poll` does not see that any more.
const NOS: usize = 3;
/// How long stopping waits for the thread. It is stuck only where the terminal broke in the middle of a read.
const STOPPING: Duration = Duration::from_millis(200);

/// Input, for as long as it lives. Ends when the terminal is gone.
#[derive(Debug)]
pub struct Keyboard {
    events: UnboundedReceiver<io::Result<Event>>,
    /// Closing it tells the thread to stop.
    running: Option<PipeWriter>,
    stopped: Receiver<()>,
}

impl Keyboard {
    /// Starts to read. Where that is not possible, the input has ended.
    #[must_use]
    pub fn start() -> Self {
        let (sender, events) = unbounded_channel();
        let (ended, stopped) = channel();
        let running = io::pipe().ok().and_then(|(told_to_stop, running)| {
            let read = move || listen(&sender, &told_to_stop, &ended);
            thread::Builder::new().name("keyboard".to_owned()).spawn(read).ok().map(|_detached| running)
        });
        Self { events, running, stopped }
    }
}

impl Stream for Keyboard {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.events.poll_recv(context)
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.running = None;
        // Whoever gets the terminal next, a shell or nobody, must not share it with this thread.
        let _late = self.stopped.recv_timeout(STOPPING);
    }
}

/// The thread. Its end drops the sender, which ends the stream; `_ended` tells that it is over.
fn listen(events: &UnboundedSender<io::Result<Event>>, told_to_stop: &PipeReader, _ended: &Sender<()>) {
    let terminal = io::stdin();
    while wait(&terminal, told_to_stop) {
        let mut nos = 0;
        while nos < NOS {
            match event::poll(READING) {
                Ok(false) => nos += 1,
                Ok(true) => {
                    nos = 0;
                    if events.send(event::read()).is_err() {
                        return;
                    }
                }
                Err(error) => {
                    // Nobody listens only when the program has ended.
                    let _ended = events.send(Err(error));
                    return;
                }
            }
        }
    }
}

/// Sleeps until there is something to read; false where there never will be.
fn wait(terminal: &Stdin, told_to_stop: &PipeReader) -> bool {
    loop {
        let mut sources = [
            PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(told_to_stop.as_fd(), PollFlags::empty()),
        ];
        match poll(&mut sources, None) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
            Ok(_) => {
                let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                let is_gone = |source: &PollFd| source.revents().intersects(gone);
                return !sources.iter().any(is_gone) && sources[0].revents().contains(PollFlags::IN);
            }
        }
    }
}
