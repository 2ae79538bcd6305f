//! A terminal with the program in it: a pseudo-terminal, and an emulator that reads what it draws.
//!
//! A thread reads; who waits is woken by what it read. The emulator says what a person sees, the bytes say what was
//! asked of the terminal, and the line settings are compared before and after.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::{PATIENCE, has_title, program::Program};

/// What the program has written so far, and what it looks like.
struct Drawn {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Whether the process is gone. Its last bytes may still be on their way.
    has_ended: bool,
}

/// A terminal.
pub struct Term {
    master: Box<dyn MasterPty + Send>,
    slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
    before: String,
    drawn: Arc<(Mutex<Drawn>, Condvar)>,
    let_go: Arc<AtomicBool>,
    reader: JoinHandle<()>,
    child: Child,
}

/// The program's process, which ends with its test at the latest.
struct Child {
    pid: Pid,
    exit: mpsc::Receiver<u32>,
    has_ended: bool,
}

impl Child {
    /// Waits for the exit code, for as long as a test has patience.
    fn wait(&mut self) -> Option<u32> {
        let code = self.exit.recv_timeout(PATIENCE).ok();
        self.has_ended = code.is_some();
        code
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if !self.has_ended {
            // It may have ended meanwhile.
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// What is left when the program has ended.
pub struct Left {
    /// The exit code.
    pub code: u32,
    /// What stands on the terminal.
    pub screen: String,
    /// What is wrong with the terminal, in words; empty where it is as it was before.
    pub faults: Vec<&'static str>,
}

/// Whether the terminal is the one that signals go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// As in a shell: the system sends signals for a resize and a hang-up.
    Yes,
    /// No signal comes of it.
    No,
}

fn size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn some(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

impl Term {
    /// Starts the program in 80×24.
    pub fn start(program: &Program, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(super::program::BINARY);
        command.args(arguments);
        Self::run(program, command, Control::Yes)
    }

    /// Starts a command in 80×24, in the program's home and environment.
    pub fn run(program: &Program, mut command: CommandBuilder, control: Control) -> Self {
        let pair = native_pty_system().openpty(size((80, 24))).unwrap();
        let before = format!("{:?}", pair.master.get_termios().unwrap());
        command.env_clear();
        program.env().into_iter().for_each(|(name, value)| command.env(name, value));
        command.cwd(program.home());
        command.set_controlling_tty(control == Control::Yes);
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let parser = vt100::Parser::new(some(24), some(80), 0);
        let drawn = Arc::new((Mutex::new(Drawn { parser, bytes: Vec::new(), has_ended: false }), Condvar::new()));
        let (ended, exit) = mpsc::channel();
        thread::spawn({
            let drawn = Arc::clone(&drawn);
            move || {
                // Where nobody waits for the code any more, the test is over.
                let _ = ended.send(child.wait().unwrap().exit_code());
                drawn.0.lock().unwrap().has_ended = true;
                drawn.1.notify_all();
            }
        });
        let child = Child { pid, exit, has_ended: false };

        let let_go = Arc::new(AtomicBool::new(false));
        let source = pair.master.try_clone_reader().unwrap();
        let reader = thread::spawn({
            let (drawn, let_go) = (Arc::clone(&drawn), Arc::clone(&let_go));
            move || read(source, &drawn, &let_go)
        });
        let writer = pair.master.take_writer().unwrap();
        Self { master: pair.master, slave: pair.slave, writer, before, drawn, let_go, reader, child }
    }

    /// Presses keys: their bytes, as a terminal sends them.
    pub fn press(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until what is drawn is so.
    pub fn until(&self, what: &str, mut is: impl FnMut(&str) -> bool) -> String {
        self.wait(what, |drawn| Some(drawn.parser.screen().contents()).filter(|screen| is(screen)))
    }

    /// The same for a program that may end before: `None` then.
    pub fn until_or_end(&self, what: &str, mut is: impl FnMut(&str) -> bool) -> Option<String> {
        self.wait(what, |drawn| {
            let screen = Some(drawn.parser.screen().contents()).filter(|screen| is(screen));
            if screen.is_none() && drawn.has_ended { Some(None) } else { screen.map(Some) }
        })
    }

    fn wait<T>(&self, what: &str, mut is: impl FnMut(&Drawn) -> Option<T>) -> T {
        let (drawn, news) = &*self.drawn;
        let deadline = Instant::now() + PATIENCE;
        let mut drawn = drawn.lock().unwrap();
        loop {
            if let Some(found) = is(&drawn) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{what} never came. The last screen:\n{}", drawn.parser.screen().contents());
            drawn = news.wait_timeout(drawn, left).unwrap().0;
        }
    }

    /// Waits for the screen of this name.
    pub fn at(&self, title: &str) -> String {
        self.until(title, |screen| has_title(screen, title))
    }

    /// Waits for words.
    pub fn sees(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// What stands there now.
    pub fn screen(&self) -> String {
        self.drawn.0.lock().unwrap().parser.screen().contents()
    }

    /// Every byte that was drawn so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.drawn.0.lock().unwrap().bytes.clone()
    }

    /// How many bytes were drawn so far.
    fn count(&self) -> usize {
        self.drawn.0.lock().unwrap().bytes.len()
    }

    /// Presses keys and waits for the draw that they bring.
    pub fn strike(&mut self, bytes: &str) -> String {
        self.strike_or_end(bytes).expect("it ended")
    }

    /// The same for a program that may end before: `None` then.
    fn strike_or_end(&mut self, bytes: &str) -> Option<String> {
        let before = self.count();
        self.press(bytes);
        // The end of a synchronized update: the draw is whole.
        let whole = |drawn: &Drawn| drawn.bytes[before..].windows(8).any(|bytes| bytes == b"\x1b[?2026l");
        self.wait("a draw", |drawn| {
            let screen = whole(drawn).then(|| drawn.parser.screen().contents());
            (screen.is_some() || drawn.has_ended).then_some(screen)
        })
    }

    /// Types the word and presses Enter, again where the ledger was still being opened.
    pub fn confirm(&mut self) {
        self.sees("Type BUY to confirm");
        for letter in ["B", "U", "Y"] {
            self.strike(letter);
        }
        while has_title(&self.strike("\r"), "Review") {}
    }

    /// Types the word and presses Enter, in a program that may end at any moment: `None` then. Gives the first screen
    /// that says what became of it: not the review any more, or why it stays; or that there is no ledger to buy from.
    pub fn confirm_or_end(&mut self) -> Option<String> {
        for typed in ["", "B", "BU", "BUY"] {
            self.press(&typed[typed.len().saturating_sub(1)..]);
            let line = format!("Type BUY to confirm: {typed}");
            let screen = self.until_or_end(&line, |screen| screen.contains(&line) || has_title(screen, "Ledger"))?;
            if has_title(&screen, "Ledger") {
                return Some(screen);
            }
        }
        self.press("\r");
        let why_not = |screen: &str| screen.contains("Nothing is sent") || screen.contains("still being opened");
        let mut screen =
            self.until_or_end("an answer to the word", |screen| !has_title(screen, "Review") || why_not(screen))?;
        while has_title(&screen, "Review") && !screen.contains("Nothing is sent") {
            screen = self.strike_or_end("\r")?;
        }
        Some(screen)
    }

    /// Sends the open purchase on the screen again, in a program that may end at any moment: `None` then.
    pub fn send_again_or_end(&mut self) -> Option<()> {
        self.until_or_end("the open purchase", |screen| screen.contains("s Send again"))?;
        self.press("s");
        self.until_or_end("the question", |screen| screen.contains("y  Yes"))?;
        self.press("y");
        Some(())
    }

    /// Makes the window this large, and waits for a draw in it.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let before = self.count();
        self.set_size(columns, rows);
        self.wait("a draw", |drawn| (drawn.bytes.len() > before).then_some(()));
    }

    /// Makes the window this large.
    pub fn set_size(&mut self, columns: u16, rows: u16) {
        self.drawn.0.lock().unwrap().parser.set_size(some(rows), some(columns));
        self.master.resize(size((columns, rows))).unwrap();
    }

    /// The kernel's folder about the program.
    #[cfg(target_os = "linux")]
    pub fn proc(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.child.pid.as_raw_nonzero()))
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.child.pid, signal).unwrap();
    }

    /// Asserts that the terminal is as it was before the program was started.
    pub fn assert_given_back(&self) {
        let after = format!("{:?}", self.master.get_termios().unwrap());
        let drawn = self.drawn.0.lock().unwrap();
        let screen = drawn.parser.screen();
        assert_eq!(after, self.before);
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    }

    /// Waits for the end and looks at what is left.
    pub fn end(mut self) -> Left {
        let Some(code) = self.child.wait() else {
            panic!("it did not end. The last screen:\n{}", self.screen());
        };
        let after = format!("{:?}", self.master.get_termios().unwrap());
        // The reader comes to its end when nobody holds the other side.
        drop(self.slave);
        self.reader.join().unwrap();
        let drawn = self.drawn.0.lock().unwrap();
        let screen = drawn.parser.screen();
        let has = |bytes: &[u8]| drawn.bytes.windows(bytes.len()).any(|window| window == bytes);
        let entered = has(b"\x1b[?1049h");
        let faults = [
            (after != self.before, "the line settings differ"),
            (screen.alternate_screen(), "the alternate screen is still there"),
            (screen.bracketed_paste(), "bracketed paste is still on"),
            (screen.hide_cursor(), "the cursor is hidden"),
            (entered && !has(b"\x1b[?1049l"), "the alternate screen was not left"),
            (entered && !has(b"\x1b[?2004l"), "bracketed paste was not switched off"),
            (entered && !has(b"\x1b[?25h"), "the cursor was not shown"),
        ];
        let faults = faults.into_iter().filter_map(|(is, fault)| is.then_some(fault)).collect();
        Left { code, screen: screen.contents(), faults }
    }

    /// Closes the terminal, as when its window is closed or the line is lost; gives how long the program lived on.
    pub fn hang_up(self) -> Duration {
        let Self { master, slave, writer, reader, let_go, mut child, .. } = self;
        // The reader must let go first. It is woken by a draw, which the writer's last byte (Ctrl-D) brings.
        let_go.store(true, Ordering::SeqCst);
        drop(writer);
        reader.join().unwrap();
        drop(slave);
        let closed = Instant::now();
        drop(master);
        child.wait().expect("it lives on without a terminal");
        closed.elapsed()
    }
}

fn read(mut source: Box<dyn Read + Send>, drawn: &(Mutex<Drawn>, Condvar), let_go: &AtomicBool) {
    let mut chunk = [0; 16 * 1024];
    while let Ok(count @ 1..) = source.read(&mut chunk) {
        let mut all = drawn.0.lock().unwrap();
        all.bytes.extend_from_slice(&chunk[..count]);
        all.parser.process(&chunk[..count]);
        drawn.1.notify_all();
        if let_go.load(Ordering::SeqCst) {
            return;
        }
    }
}

impl Left {
    /// Asserts that it ended with this code and gave the terminal back whole; gives what stands there.
    pub fn whole(&self, code: u32) -> &str {
        assert_eq!((self.code, &self.faults[..]), (code, &[][..]), "{}", self.screen);
        &self.screen
    }
}
