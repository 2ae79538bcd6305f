//! The log: one file, for the person who looks for a fault afterwards.
//!
//! Owns `numshop.log`: private (0600), never a symbolic link, never the terminal.
//! Only this program's own events are taken, because a library's may hold a
//! request header. Every line passes one writer that makes control characters
//! visible and cuts keys short, whoever wrote it. A full disk costs lines, never
//! the program. Called once by `runtime::start`, after `config::dirs::prepare`.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rustix::fs::OFlags;
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer as _, Registry,
    filter::Targets,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
};

use crate::{
    config::{Dirs, words::mask_keys},
    domain::Clean,
};

/// The variable of the level.
pub const LEVEL: &str = "NUMSHOP_LOG";
/// The file's name; `.1` is put behind that of the previous one.
const FILE: &str = "numshop.log";
/// From this size on, in bytes, the file is put aside at the next start.
const FULL: u64 = 5 * 1024 * 1024;

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum NoLog {
    /// The file cannot be opened.
    #[error("The log {path} cannot be written: {why}. Another folder can be named with --log-dir.")]
    File {
        /// Its path.
        path: Clean,
        /// The reason.
        why: Clean,
    },
    /// Something in this process took the place before.
    #[error("The log was started twice.")]
    Twice,
}

/// Starts the log; `level` is the value of [`LEVEL`]. The notice says where that value was not understood.
///
/// # Errors
/// [`NoLog`] where there will be no log in this run.
pub fn start(dirs: &Dirs, level: Option<&OsStr>) -> Result<Option<Clean>, NoLog> {
    let path = dirs.logs.join(FILE);
    let file = open(&path).map_err(|error| NoLog::File {
        path: Clean::line(&path.to_string_lossy()),
        why: crate::config::reason(&error),
    })?;
    let (level, notice) = read_level(level);
    tracing::subscriber::set_global_default(subscriber(file, level)).map_err(|_| NoLog::Twice)?;
    Ok(notice)
}

/// Reads the level; unset and empty mean info, and so does what is no level, with a notice.
fn read_level(value: Option<&OsStr>) -> (LevelFilter, Option<Clean>) {
    let known = [
        ("", LevelFilter::INFO),
        ("error", LevelFilter::ERROR),
        ("warn", LevelFilter::WARN),
        ("info", LevelFilter::INFO),
        ("debug", LevelFilter::DEBUG),
        ("trace", LevelFilter::TRACE),
    ];
    let value = value.unwrap_or_default();
    if let Some((_, level)) = known.into_iter().find(|(name, _)| value.eq_ignore_ascii_case(name)) {
        return (level, None);
    }
    let text = format!("{LEVEL} takes error, warn, info, debug or trace; info is used.");
    (LevelFilter::INFO, Some(Clean::line(&text)))
}

/// Opens the file to append, and puts a full one aside first.
fn open(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() > FULL) {
        fs::rename(path, aside(path))?;
    }
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(flags).open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if found.permissions().mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

fn aside(path: &Path) -> PathBuf {
    path.with_extension("log.1")
}

fn subscriber(file: File, level: LevelFilter) -> impl Subscriber + Send + Sync {
    let lines = fmt::layer().with_ansi(false).log_internal_errors(false).with_writer(LogFile(Mutex::new(file)));
    // The crate's own name as target: reqwest, hyper and rustls are never heard, at any level.
    Registry::default().with(lines.with_filter(Targets::new().with_target(env!("CARGO_CRATE_NAME"), level)))
}

/// The one way into the file.
struct LogFile(Mutex<File>);

/// Writes one event, which the layer hands over whole.
struct Line<'f>(&'f Mutex<File>);

impl<'f> MakeWriter<'f> for LogFile {
    type Writer = Line<'f>;
    fn make_writer(&'f self) -> Line<'f> {
        Line(&self.0)
    }
}

impl Write for Line<'_> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = format!("{}\n", Clean::body(&mask_keys(text.trim_end_matches('\n'))));
        // A poisoned lock only means that another thread died while writing a line.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "telemetry_tests.rs"]
mod tests;
