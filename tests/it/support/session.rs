//! A person at the real loop, on a terminal made of cells.
//!
//! Each session has a thread and a tokio runtime of its own, which end with it as the program's do: what was under
//! way is cut off. Keys go in through a channel; every draw comes out as a [`Frame`], and waiting is waiting for a
//! frame.

use std::{
    io,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use futures_util::{Stream, stream};
use numshop::{
    api::Limits,
    app::{App, Ending, Message, Setup},
    cli,
    config::{Mode, Settings},
    domain::{Clean, Origin},
    ledger::LedgerHandle,
    runtime::{ApiAccess, Clock, Executor, Stage, run},
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers},
};
use tokio::{
    runtime::{Builder, Handle},
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        oneshot, watch,
    },
    task::yield_now,
    time::timeout,
};

use super::{PATIENCE, has_title};

/// The window of every session.
const SIZE: (u16, u16) = (80, 24);
/// How time passes in [`Session::let_pass`]: shorter than anything that moves by itself.
const STEP: Duration = Duration::from_millis(100);

type Keys = Pin<Box<dyn Stream<Item = io::Result<Event>> + Send>>;

/// What stands on the screen after a draw.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// How many draws there have been.
    pub draws: usize,
    /// The rows.
    pub text: String,
    /// What was put on the clipboard so far.
    pub copied: Vec<String>,
    /// How many events had been taken in.
    pub taken: usize,
}

impl Frame {
    /// Whether a box with this title is there.
    pub fn is_at(&self, title: &str) -> bool {
        has_title(&self.text, title)
    }
}

/// The terminal of cells.
struct Cells {
    terminal: Terminal<TestBackend>,
    /// How large the window is by now; nobody is told.
    size: watch::Receiver<(u16, u16)>,
    keys: Keys,
    copied: Vec<String>,
    /// How many events the loop has taken in.
    taken: Arc<AtomicUsize>,
    frames: watch::Sender<Frame>,
}

impl Cells {
    fn text(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let rows = buffer.content.chunks(usize::from(buffer.area.width));
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
    }
}

impl Stage for Cells {
    type Backend = TestBackend;
    type Input = Keys;

    fn terminal(&mut self) -> &mut Terminal<TestBackend> {
        if self.size.has_changed().unwrap_or(false) {
            let (columns, rows) = *self.size.borrow_and_update();
            self.terminal.backend_mut().resize(columns, rows);
        }
        &mut self.terminal
    }

    fn input(&mut self) -> &mut Keys {
        &mut self.keys
    }

    fn bracket_draw(&mut self, begins: bool) -> io::Result<()> {
        if !begins {
            let (text, copied, taken) = (self.text(), self.copied.clone(), self.taken.load(Ordering::Relaxed));
            self.frames.send_modify(|frame| *frame = Frame { draws: frame.draws + 1, text, copied, taken });
        }
        Ok(())
    }

    fn copy(&mut self, text: &Clean) -> io::Result<()> {
        self.copied.push(text.to_string());
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Err(io::Error::other("there is no shell to suspend to"))
    }
}

/// A running program and the person at it.
pub struct Session {
    keys: UnboundedSender<io::Result<Event>>,
    /// How many events there were so far.
    done: AtomicUsize,
    size: watch::Sender<(u16, u16)>,
    messages: UnboundedSender<Message>,
    frames: watch::Receiver<Frame>,
    ledger: watch::Receiver<bool>,
    runtime: Handle,
    end: oneshot::Receiver<Ending>,
}

/// Ctrl and a letter.
pub fn ctrl(letter: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
}

/// Hands the loop what its tasks report, and notes that the ledger's first word has gone by.
async fn forward(
    mut reported: UnboundedReceiver<Message>,
    messages: UnboundedSender<Message>,
    ledger: watch::Sender<bool>,
) {
    while let Some(message) = reported.recv().await {
        let is_ledger = matches!(message, Message::LedgerOpened(_));
        if messages.send(message).is_err() {
            return;
        }
        ledger.send_modify(|open| *open |= is_ledger);
    }
}

impl Session {
    /// Starts the program as `main` does, on this ledger folder and with these variables.
    pub fn start(ledger: &Path, env: &[(&str, String)]) -> Self {
        Self::start_within(ledger, env, Limits::default())
    }

    /// The same, with other bounds on the API.
    pub fn start_within(ledger: &Path, env: &[(&str, String)], limits: Limits) -> Self {
        let flag = |name: &str| [name.into(), ledger.as_os_str().to_owned()];
        let arguments = ["numshop".into()].into_iter().chain(flag("--data-dir")).chain(flag("--log-dir"));
        let cli = cli::parse(arguments).unwrap();
        let value = |name: &str| env.iter().find(|(own, _)| *own == name).map(|(_, value)| value.into());
        let settings = Settings::load(&cli, &value).unwrap();
        let Mode::Live { base, keys } = settings.mode else { panic!("a session needs a key and an address") };

        let clock = Clock::new();
        let origin = Origin::Live(base.clone());
        let (app, first) = App::new(Setup {
            now: clock.now(),
            size: SIZE,
            origin: origin.clone(),
            keys: keys.describe(),
            accounts: settings.accounts,
            prefill: settings.prefill,
            notices: settings.notices,
        });
        let api = ApiAccess::live(base, keys, limits);
        let (reports, reported) = unbounded_channel();
        let executor = Executor::new(origin, api, LedgerHandle::new(ledger), clock, reports);

        let (keys, mut typed) = unbounded_channel();
        let (publish, frames) = watch::channel(Frame::default());
        let (resize, size) = watch::channel(SIZE);
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let stage = Cells {
            terminal: Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap(),
            size,
            keys: Box::pin(stream::poll_fn(move |context| {
                let event = typed.poll_recv(context);
                counted.fetch_add(usize::from(event.is_ready()), Ordering::Relaxed);
                event
            })),
            copied: Vec::new(),
            taken,
            frames: publish,
        };
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (messages, queue) = unbounded_channel();
        let (tell, ledger) = watch::channel(false);
        runtime.spawn(forward(reported, messages.clone(), tell));
        let handle = runtime.handle().clone();
        let (ended, end) = oneshot::channel();
        thread::spawn(move || {
            let (mut app, mut stage, mut queue) = (app, stage, queue);
            let ending = runtime.block_on(async {
                let ending = run(&mut app, first, &mut stage, &executor, &mut queue).await;
                executor.close().await;
                ending
            });
            runtime.shutdown_background();
            // A test that failed no longer listens.
            let _ = ended.send(ending);
        });
        Self { keys, done: AtomicUsize::new(0), size: resize, messages, frames, ledger, runtime: handle, end }
    }

    /// Presses a key.
    pub fn press(&self, key: impl Into<KeyEvent>) {
        self.happens(Event::Key(key.into()));
    }

    /// Types, key by key.
    pub fn type_text(&self, text: &str) {
        text.chars().for_each(|c| self.press(KeyCode::Char(c)));
    }

    /// Pastes in one piece, as a terminal with bracketed paste does.
    pub fn paste(&self, text: &str) {
        self.happens(Event::Paste(text.to_owned()));
    }

    /// Makes the window this large.
    pub fn resize(&self, columns: u16, rows: u16) {
        let _ = self.size.send((columns, rows));
        self.happens(Event::Resize(columns, rows));
    }

    fn happens(&self, event: Event) {
        self.done.fetch_add(1, Ordering::Relaxed);
        // A program that has ended takes nothing in; whoever waits for a frame then hears of it.
        let _ = self.keys.send(Ok(event));
    }

    /// Waits for a draw behind all that was done so far; `None` where the program has ended.
    pub async fn drawn(&mut self) -> Option<Frame> {
        let done = self.done.load(Ordering::Relaxed);
        let drawn = timeout(PATIENCE, self.frames.wait_for(|frame| frame.taken >= done)).await;
        drawn.expect("neither a draw nor an end").ok().map(|frame| frame.clone())
    }

    /// Holds a key until it has repeated this often, each time after a draw.
    pub async fn hold(&mut self, key: impl Into<KeyEvent>, times: usize) {
        let key = key.into();
        for _ in 0..times {
            self.strike(key).await;
        }
    }

    /// Presses a key and waits for the draw that it brings.
    async fn strike(&mut self, key: impl Into<KeyEvent>) -> Frame {
        let before = self.frame().draws;
        self.press(key);
        self.until("a draw", |frame| frame.draws > before).await
    }

    /// Hands the loop a message, as a task of its own would.
    pub fn tell(&self, message: Message) {
        let _ = self.messages.send(message);
    }

    /// What stands on the screen now.
    pub fn frame(&self) -> Frame {
        self.frames.borrow().clone()
    }

    /// Waits for a frame.
    pub async fn until(&mut self, what: &str, mut is: impl FnMut(&Frame) -> bool) -> Frame {
        let found = match timeout(PATIENCE, self.frames.wait_for(|frame| is(frame))).await {
            Ok(Ok(frame)) => Some(frame.clone()),
            Ok(Err(_)) | Err(_) => None,
        };
        found.unwrap_or_else(|| panic!("{what} never came. The last screen:\n{}", self.frame().text))
    }

    /// Waits for the screen of this name.
    pub async fn at(&mut self, title: &str) -> Frame {
        self.until(title, |frame| frame.is_at(title)).await
    }

    /// Waits for words on the screen.
    pub async fn sees(&mut self, text: &str) -> Frame {
        self.until(text, |frame| frame.text.contains(text)).await
    }

    /// Waits until the loop knows whether there is a ledger.
    pub async fn ledger_is_open(&mut self) {
        timeout(PATIENCE, self.ledger.wait_for(|is| *is)).await.unwrap().unwrap();
        // The loop draws only when no message waits. So behind a draw that a key brings, it has heard of the ledger.
        self.strike(ctrl('x')).await;
    }

    /// Leaves the ledger's own screen, which says that nothing can be bought.
    pub async fn look_around(&mut self) -> Frame {
        let said = self.at("Ledger").await;
        self.press(KeyCode::Esc);
        self.at("Account").await;
        self.sees("Nothing can be bought").await;
        said
    }

    /// Goes from the first screen to a review that takes the word.
    pub async fn review(&mut self, account: &str) {
        self.at("Account").await;
        self.ledger_is_open().await;
        self.type_text(account);
        self.press(KeyCode::Enter);
        self.at("Number").await;
        self.type_text("415");
        self.press(KeyCode::Enter);
        self.sees("Type BUY to confirm").await;
    }

    /// Types the word and presses Enter.
    pub fn confirm(&self) {
        self.type_text("BUY");
        self.press(KeyCode::Enter);
    }

    /// The whole way to the answer.
    pub async fn buy(&mut self, account: &str) {
        self.review(account).await;
        self.confirm();
    }

    /// Lets the program's clock run on, and gives every wait that ends meanwhile its turn.
    pub async fn let_pass(&self, time: Duration) {
        let passing = self.runtime.spawn(async move {
            tokio::time::pause();
            for _ in 0..time.as_millis() / STEP.as_millis() {
                tokio::time::advance(STEP).await;
                for _ in 0..8 {
                    yield_now().await;
                }
            }
            tokio::time::resume();
        });
        // A program that has ended meanwhile has no time; whoever waits for it hears of that.
        let _ = timeout(PATIENCE, passing).await.unwrap();
    }

    /// Takes the terminal away and waits for the end.
    pub async fn hang_up(mut self) -> Ending {
        self.keys = unbounded_channel().0;
        self.end().await
    }

    /// Waits for the end.
    pub async fn end(self) -> Ending {
        let last = self.frames.clone();
        let ending = timeout(PATIENCE, self.end).await;
        ending.unwrap_or_else(|_| panic!("it did not end. The last screen:\n{}", last.borrow().text)).unwrap()
    }

    /// Presses q and waits for the end.
    pub async fn quit(self) -> Ending {
        self.press(KeyCode::Char('q'));
        self.end().await
    }
}
