//! What the real binary costs in a real terminal: the first frame, a key press, ten idle seconds, memory.
//!
//! Run with `cargo bench --bench terminal`, or with `-- frame` behind it for the first frame alone. Prints a table;
//! asserts nothing. The first frame is compared with a bare ratatui program, which is this very file started with an
//! argument; the two take turns, so that what else the machine does strikes both.
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]
#![expect(clippy::print_stdout, reason = "the table is what this is for")]

use std::{
    env, fs,
    io::{Read as _, Write},
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use crossterm::{event, execute, terminal};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use ratatui::{Terminal, backend::CrosstermBackend, widgets::Paragraph};

/// The argument that makes this file the bare program.
const BARE: &str = "--bare-program";
/// How often a start is measured.
const STARTS: usize = 101;

fn main() {
    if env::args().any(|argument| argument == BARE) {
        bare_program();
        return;
    }
    first_frame();
    if env::args().any(|argument| argument == "frame") {
        return;
    }
    let flags = ["--sub-account", "sub_8a1f4c2e", "--area-code", "415"];
    idle("Account", &mut Program::shop(&[]));
    idle("Number", &mut Program::shop(&flags[..2]));
    idle("Review", &mut Program::shop(&flags));
    let mut shop = Program::shop(&flags);
    shop.buy();
    idle("Receipt", &mut shop);
    for (screen, account) in [("Not bought", "sub_none"), ("Unknown", "sub_lost")] {
        let mut shop = Program::shop(&["--sub-account", account, "--area-code", "415"]);
        shop.buy();
        idle(screen, &mut shop);
    }
    key_press(&mut Program::shop(&flags[..2]));
}

const SHOP: &str = env!("CARGO_BIN_EXE_numshop");
/// The footer comes last, so a frame with this in it is whole.
const WHOLE_FRAME: &str = "Help";

/// The least that a ratatui program does before its first frame.
fn bare_program() {
    terminal::enable_raw_mode().unwrap();
    execute!(std::io::stdout(), terminal::EnterAlternateScreen).unwrap();
    let mut screen = Terminal::new(CrosstermBackend::new(std::io::stdout())).unwrap();
    screen.draw(|frame| frame.render_widget(Paragraph::new("ready"), frame.area())).unwrap();
    while !matches!(event::read().unwrap(), event::Event::Key(_)) {}
    terminal::disable_raw_mode().unwrap();
}

/// A program in a pseudo-terminal.
struct Program {
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: Arc<Mutex<usize>>,
    #[expect(dead_code, reason = "dropping it removes the folder")]
    home: tempfile::TempDir,
}

/// Starts a program in a home of its own and waits until it has drawn this text.
fn start(binary: &Path, arguments: &[&str], until: &str) -> (Program, Duration) {
    let home = tempfile::tempdir().unwrap();
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(binary);
    command.args(arguments);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    for variable in ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
        command.env(variable, home.path());
    }
    let mut reader = pair.master.try_clone_reader().unwrap();
    let input = pair.master.take_writer().unwrap();
    let started = Instant::now();
    let child = pair.slave.spawn_command(command).unwrap();
    let (sender, output) = channel();
    let seen = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&seen);
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            *counted.lock().unwrap() += count;
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut program = Program { child, input, output, seen, home };
    program.wait_for(until);
    (program, started.elapsed())
}

impl Program {
    /// The shop, given time to settle.
    fn shop(arguments: &[&str]) -> Self {
        let (shop, _) = start(Path::new(SHOP), arguments, WHOLE_FRAME);
        thread::sleep(Duration::from_secs(1));
        shop
    }

    fn wait_for(&mut self, text: &str) {
        let mut all = String::new();
        while !all.contains(text) {
            all.push_str(&String::from_utf8_lossy(&self.output.recv_timeout(Duration::from_secs(10)).unwrap()));
        }
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    fn buy(&mut self) {
        self.press("BUY\r");
        thread::sleep(Duration::from_secs(2));
    }

    /// Processor time used so far, in clock ticks, and resident memory in KiB.
    fn used(&self) -> (u64, u64) {
        let folder = format!("/proc/{}", self.child.process_id().unwrap());
        let stat = fs::read_to_string(format!("{folder}/stat")).unwrap();
        let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let status = fs::read_to_string(format!("{folder}/status")).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kib = resident.trim().trim_end_matches(" kB").parse().unwrap();
        (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap(), kib)
    }

    /// How often the process was woken so far, all threads together.
    fn wake_ups(&self) -> i64 {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.process_id().unwrap())).unwrap();
        let switches = |path: &Path| {
            let status = fs::read_to_string(path.join("status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.and_then(|count| count.trim().parse::<i64>().ok()).unwrap_or(0)
        };
        tasks.flatten().map(|task| switches(&task.path())).sum()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn idle(screen: &str, shop: &mut Program) {
    let before = (*shop.seen.lock().unwrap(), shop.used().0, shop.wake_ups());
    thread::sleep(Duration::from_secs(10));
    let (ticks, kib) = shop.used();
    let bytes = *shop.seen.lock().unwrap() - before.0;
    // A thread that ended takes its count along, hence signed.
    let woken = shop.wake_ups() - before.2;
    println!(
        "ten idle seconds on {screen:<12}     {bytes} bytes written, {} ticks of processor time, {woken} wake-ups; {kib} KiB resident",
        ticks - before.1
    );
}

fn key_press(shop: &mut Program) {
    for key in ["4", "1", "5", "\u{7f}", "\t"] {
        let before = *shop.seen.lock().unwrap();
        shop.press(key);
        thread::sleep(Duration::from_millis(300));
        println!("key {key:?} on Number                   {} bytes written", *shop.seen.lock().unwrap() - before);
    }
}

fn first_frame() {
    let this = env::current_exe().unwrap();
    let pairs = (0..STARTS).map(|_| (start(&this, &[BARE], "ready").1, start(Path::new(SHOP), &[], WHOLE_FRAME).1));
    let (bare, shop): (Vec<_>, Vec<_>) = pairs.unzip();
    let (bare, shop) = (median(bare), median(shop));
    println!("first frame, bare ratatui program   {bare:>10.2?}");
    println!(
        "first frame, numshop                {shop:>10.2?}   {:.2} times",
        shop.as_secs_f64() / bare.as_secs_f64()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
