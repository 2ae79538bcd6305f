//! From the arguments to the last words.
//!
//! Owns the order of the start: settle everything that can be wrong before the
//! terminal is touched, take it, draw, and only then open, read and connect. And
//! the order of the end: give the terminal back, let the ledger finish, then speak.

use std::{
    io::{self, BufWriter, IsTerminal as _},
    panic::{AssertUnwindSafe, catch_unwind},
};

use color_eyre::eyre::WrapErr as _;
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::sync::mpsc::unbounded_channel;

use super::{
    ApiAccess, Clock, Executor,
    api_access::sandbox_key,
    event_loop::run,
    panics,
    signals::Signals,
    tasks::{self, Tasks},
    terminal::RealStage,
};
use crate::{
    api::Limits,
    app::{App, Ending, Keys, Setup},
    check::Verdict,
    cli::{Cli, Command, Exit, Stop},
    config::{BadSettings, Dirs, Env, Mode, Settings, dirs},
    domain::{Clean, Origin},
    ledger::{self, Form, LedgerHandle, Reader, Trouble, Unfinished},
    numbering::Country,
    telemetry,
};

/// Runs the program that the command line asks for.
#[must_use]
pub fn start(cli: &Cli, env: Env<'_>) -> Stop {
    let ended = match &cli.command {
        Some(Command::Check { words, country, json }) => return check(words, country.or(cli.country), *json),
        Some(Command::History { form }) => history(cli, env, form.form()),
        None => shop(cli, env),
    };
    ended.unwrap_or_else(|stop| stop)
}

fn refused(bad: &BadSettings) -> Stop {
    Stop::failing(bad.to_string(), bad.exit())
}

fn failed(text: impl Into<String>) -> Stop {
    Stop::failing(text, Exit::Error)
}

/// Prints the ledger, as it reads it. Needs no terminal and makes nothing.
fn history(cli: &Cli, env: Env<'_>, form: Form) -> Result<Stop, Stop> {
    let dirs = Dirs::locate(cli, env).map_err(|bad| refused(&bad))?;
    let records = Reader::open_whole(&dirs.ledger).map_err(|trouble| unreadable(&trouble))?;
    match ledger::write_history(records, form, &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => Ok(Stop::saying("")),
        Err(Unfinished::Unread(trouble)) => Err(unreadable(&trouble)),
        // Whoever closed the pipe has read enough.
        Err(Unfinished::Unwritten(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Stop::saying("")),
        Err(Unfinished::Unwritten(error)) => Err(Stop::unprinted(&error)),
    }
}

/// What is wrong with the ledger, and what to do where that is not to be done here.
fn unreadable(trouble: &Trouble) -> Stop {
    let accept = " Start numshop to accept that: it keeps what is there and goes on with what can be read.";
    failed(format!("{trouble}{}", if trouble.can_be_accepted() { accept } else { "" }))
}

/// Says what an area code or pattern can match. Reads and makes nothing; a refusal is an answer too, so it goes to stdout.
fn check(words: &[String], country: Option<Country>, json: bool) -> Stop {
    let verdict = Verdict::of(&words.join(" "), country);
    let out = if json { verdict.to_json() } else { verdict.to_lines() };
    Stop { out, err: String::new(), exit: if verdict.ruling.is_ok() { Exit::Done } else { Exit::Usage } }
}

/// Opens the shop.
fn shop(cli: &Cli, env: Env<'_>) -> Result<Stop, Stop> {
    // Before the keys are read.
    let no_dumps = forbid_core_dumps();
    let settings = Settings::load(cli, env).map_err(|bad| refused(&bad))?;
    check_terminal(env)?;
    let mut notices = settings.notices.clone();
    notices.extend(no_dumps.err().map(|error| {
        Clean::line(&format!("Core dumps could not be switched off ({error}): a crash may write the key to disk."))
    }));
    notices.extend(dirs::prepare(&settings.dirs, ledger::has_ledger).map_err(|bad| refused(&bad))?);
    let level = env(telemetry::LEVEL);
    notices.extend(telemetry::start(&settings.dirs, level.as_deref()).map_err(|no_log| failed(no_log.to_string()))?);
    let log = Clean::line(&settings.dirs.logs.join("numshop.log").to_string_lossy());
    Ok(guarded(&log, serve(settings, notices)))
}

/// Runs `serve` to its end and puts that into last words. A panic becomes a sentence that names the log, and nothing
/// else is printed of it; the terminal is given back by the stage that unwinds. For one call in a process.
#[must_use]
pub fn guarded(log: &Clean, serve: impl Future<Output = color_eyre::Result<Ending>>) -> Stop {
    if let Err(error) = panics::install() {
        return failed(format!("numshop could not start: {error}."));
    }
    let runtime = match tasks::runtime() {
        Ok(runtime) => runtime,
        Err(error) => return failed(format!("numshop could not start its loop: {error}.")),
    };
    let served = catch_unwind(AssertUnwindSafe(|| runtime.block_on(serve)));
    // Not dropped, not even after a panic: that waits for what blocks, and a name look-up may hang for minutes.
    runtime.shutdown_background();
    match served {
        Ok(Ok(ending)) => farewell(&ending, log),
        Ok(Err(error)) => failed(format!("numshop could not use this terminal: {error:#}.")),
        Err(_) => farewell(&Ending::Failed(Clean::line("A part of numshop failed inside.")), log),
    }
}

fn check_terminal(env: Env<'_>) -> Result<(), Stop> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(failed(
            "numshop needs a terminal to run in. To read the ledger without one: numshop history --json",
        ));
    }
    if env("TERM").is_some_and(|term| term == "dumb") {
        return Err(failed("TERM is dumb, so nothing can be drawn here. Run numshop in a terminal with a screen."));
    }
    Ok(())
}

/// A memory image on disk would hold the key. A limit of nothing does not stop a system that pipes images to a program,
/// so Linux is told as well that there must be none; it then keeps debuggers of the same user away, too.
fn forbid_core_dumps() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

async fn serve(settings: Settings, notices: Vec<Clean>) -> color_eyre::Result<Ending> {
    let (sender, mut messages) = unbounded_channel();
    let clock = Clock::new();
    let (origin, keys, api) = access(settings.mode, &settings.dirs);
    let signals = Signals::catch(sender.clone()).wrap_err("signals could not be watched")?;
    // Before the terminal is touched: what is drawn on may take no output, and a signal has to end the program even then.
    let tasks = Tasks::apart().wrap_err("there is no thread for it")?;
    tasks.spawn(signals.report());
    let mut stage = RealStage::take().wrap_err("it could not be taken")?;
    let size = stage.size().wrap_err("it does not say how large it is")?;
    let now = clock.now();
    let prefill = settings.prefill;
    let setup = Setup { now, size, origin: origin.clone(), keys, accounts: settings.accounts, prefill, notices };
    let (mut app, first) = App::new(setup);
    let executor =
        Executor::new(origin, api, LedgerHandle::new(&settings.dirs.ledger), clock, sender).with_tasks(tasks);
    let ending = run(&mut app, first, &mut stage, &executor, &mut messages).await;
    drop(stage);
    executor.close().await;
    Ok(ending)
}

/// Splits a mode into what may be shown and what may not.
fn access(mode: Mode, dirs: &Dirs) -> (Origin, Keys, ApiAccess) {
    match mode {
        Mode::Sandbox => {
            let keys = Keys { usual: Some(sandbox_key()), can_list: true, ..Keys::default() };
            (Origin::Sandbox, keys, ApiAccess::demo(dirs.ledger.join("sandbox.jsonl")))
        }
        Mode::Live { base, keys } => {
            (Origin::Live(base.clone()), keys.describe(), ApiAccess::live(base, keys, Limits::default()))
        }
    }
}

fn farewell(ending: &Ending, log: &Clean) -> Stop {
    let words = ending.last_words();
    match ending {
        Ending::Done | Ending::Bought(_) | Ending::Released(_) => Stop::saying(words),
        Ending::NotBought(_) | Ending::NotReleased(_) => Stop::failing(words, Exit::NotBought),
        Ending::Unknown(_) => Stop::failing(words, Exit::Unknown),
        Ending::Interrupted => Stop::failing(words, Exit::Interrupted),
        Ending::Failed(_) => failed(format!(
            "numshop stopped: {words} What was under way is in the ledger and shown at the next start. Details: {log}"
        )),
    }
}
