//! The ledger's folder and files: private from the moment they exist.
//!
//! Owns their names and modes: each file 0600, and 0700 for a folder that is made
//! here. One that was there before may be shared with other things: whether to
//! tighten it is for `config::dirs` to say, and here it is only refused where
//! others can write to it. Symbolic links are refused, and looser modes of the
//! files tightened, with a word. The ledger file appears
//! whole or not at all: it is built under another name, then renamed, so an empty
//! one is always damage and never a first start.
//!
//! Whoever opens, builds or replaces a ledger holds the lock of its folder meanwhile
//! ([`Held`]), so nobody opens one half of an old ledger and one half of a new. Once
//! open, a ledger is known by its [`Identity`]: a file that is gone, or is another one
//! now, is noticed before anything is written to it.
//!
//! A file that SQLite may have open is never opened here: closing a second
//! descriptor would drop SQLite's own locks in this process (POSIX `fcntl`). Nobody
//! else can swap a file under its name in such a folder, so looking at the name is
//! enough.

use std::{
    fmt,
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rusqlite::Connection;
use rustix::fs::{Mode, OFlags, StatVfsMountFlags};

use super::{Trouble, schema, trouble::shown};
use crate::domain::Clean;

/// The ledger itself. SQLite adds `-wal` and `-shm` beside it, with its mode.
const LEDGER: &str = "ledger.sqlite3";
/// What SQLite keeps beside it.
const LOG: &str = "ledger.sqlite3-wal";
const INDEX: &str = "ledger.sqlite3-shm";
/// Where a new ledger is built before it gets its name.
const UNFINISHED: &str = "ledger.sqlite3.new";
/// The file whose lock says that a purchase is being sent.
const SENDING: &str = "sending.lock";
/// The most damaged ledgers of one second.
const MOST_COPIES: u32 = 100;
/// The bits that let others in.
const OTHERS: u32 = 0o077;
/// The bits that let others write.
const OTHERS_WRITE: u32 = 0o022;
/// The sticky bit, the mark of a folder that many people write to.
const STICKY: u32 = 0o1000;

/// Something a person should hear about the files, though the ledger works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Others could have read this path; now they cannot.
    Tightened {
        /// Which file.
        path: Clean,
        /// The permission bits it had, such as `0o644`.
        before: u32,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tightened { path, before } => {
                write!(f, "{path} was open to other users (mode {before:o}). It is private now.")
            }
        }
    }
}

/// A ledger's folder while nobody else opens, builds or replaces a ledger in it.
#[derive(Debug)]
pub(super) struct Held {
    /// The ledger's path, free of links.
    pub(super) ledger: PathBuf,
    /// The folder, likewise.
    pub(super) folder: PathBuf,
    // Locked as long as it is open.
    _lock: File,
}

/// Which files a ledger is in: what their names led to when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    ledger: (u64, u64),
    log: Option<(u64, u64)>,
}

/// Makes the folder where it is missing, and holds it.
pub(super) fn hold(folder: &Path) -> Result<Held, Trouble> {
    let folder = make_folder(folder)?;
    let handle = open_folder(&folder)?;
    if handle.metadata().map_err(Trouble::at(&folder))?.permissions().mode() & OTHERS_WRITE != 0 {
        return Err(Trouble::Shared(shown(&folder)));
    }
    let folder = fs::canonicalize(&folder).map_err(Trouble::at(&folder))?;
    lock(&handle, &folder, File::try_lock)?;
    Ok(Held { ledger: folder.join(LEDGER), folder, _lock: handle })
}

/// Makes a ledger where there never was one, and its files private. Gives what had to be tightened.
pub(super) fn prepare(held: &Held) -> Result<Vec<Notice>, Trouble> {
    if kind_of(&held.ledger)? == Kind::Missing {
        refuse_lost(&held.folder)?;
        build(held)?;
    }
    let mut notices = Vec::new();
    for name in [LEDGER, LOG, INDEX, SENDING] {
        let path = held.folder.join(name);
        if kind_of(&path)? != Kind::Missing {
            tighten(&path, &mut notices)?;
        }
    }
    refuse_empty(&held.ledger)?;
    Ok(notices)
}

/// Finds a ledger to read, creating and changing nothing. `None` where there never was one.
pub(super) fn find(folder: &Path) -> Result<Option<Held>, Trouble> {
    let folder = plain(folder)?;
    let handle = match fs::symlink_metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        _ => open_folder(&folder)?,
    };
    let folder = fs::canonicalize(&folder).map_err(Trouble::at(&folder))?;
    lock(&handle, &folder, File::try_lock_shared)?;
    let ledger = folder.join(LEDGER);
    if kind_of(&ledger)? == Kind::Missing {
        refuse_lost(&folder)?;
        return Ok(None);
    }
    refuse_empty(&ledger)?;
    Ok(Some(Held { ledger, folder, _lock: handle }))
}

/// Where the ledger of a folder is, or would be.
pub(super) fn ledger_in(folder: &Path) -> PathBuf {
    folder.join(LEDGER)
}

/// Whether a folder has a ledger, however it may be.
#[must_use]
pub fn has_ledger(folder: &Path) -> bool {
    fs::symlink_metadata(ledger_in(folder)).is_ok()
}

/// Whether nobody can write where this is. Where that cannot be told, somebody may.
pub(super) fn is_on_read_only_disk(path: &Path) -> bool {
    rustix::fs::statvfs(path).is_ok_and(|disk| disk.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// SQLite calls it a failing disk where there is no room for what it keeps beside a ledger.
pub(super) fn full_if_so(folder: &Path) -> impl Fn(Trouble) -> Trouble {
    /// What SQLite needs at once.
    const INDEX_BYTES: u64 = 64 * 1024;
    move |trouble| match (&trouble, rustix::fs::statvfs(folder)) {
        (Trouble::Io(_), Ok(disk)) if disk.f_bavail.saturating_mul(disk.f_frsize) < INDEX_BYTES => Trouble::DiskFull,
        _ => trouble,
    }
}

/// Waits for the lock of a folder as long as for a busy ledger.
fn lock(handle: &File, folder: &Path, take: impl Fn(&File) -> Result<(), TryLockError>) -> Result<(), Trouble> {
    const TURN: Duration = Duration::from_millis(5);
    let until = Instant::now() + schema::BUSY;
    loop {
        match take(handle) {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(TURN),
            Err(TryLockError::WouldBlock) => return Err(Trouble::Busy),
            Err(TryLockError::Error(error)) => return Err(Trouble::at(folder)(error)),
        }
    }
}

/// A folder without a ledger in which something was sent before, or a log was left, is not a new one. A new ledger there
/// would also take what an old log says for its own.
fn refuse_lost(folder: &Path) -> Result<(), Trouble> {
    for name in [LOG, SENDING] {
        if kind_of(&folder.join(name))? != Kind::Missing {
            return Err(Trouble::Missing(shown(&folder.join(LEDGER))));
        }
    }
    Ok(())
}

/// Which files a ledger is in now.
pub(super) fn identity(ledger: &Path) -> Result<Identity, Trouble> {
    let of = |path: &Path| match fs::symlink_metadata(path) {
        Ok(meta) => Ok(Some((meta.dev(), meta.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::at(path)(error)),
    };
    let found = of(ledger)?.ok_or_else(|| Trouble::Missing(shown(ledger)))?;
    Ok(Identity { ledger: found, log: of(&ledger.with_file_name(LOG))? })
}

/// Refuses a ledger that is gone, or is another one now: what is written to it would be lost.
pub(super) fn refuse_another(ledger: &Path, opened: Identity) -> Result<(), Trouble> {
    if identity(ledger)? == opened { Ok(()) } else { Err(Trouble::Replaced(shown(ledger))) }
}

/// Opens the file whose lock lets one purchase be sent at a time.
pub(super) fn open_send_lock(folder: &Path) -> Result<File, Trouble> {
    let path = folder.join(SENDING);
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::open(&path, flags, Mode::RUSR | Mode::WUSR)
        .map(File::from)
        .map_err(io::Error::from)
        .map_err(Trouble::at(&path))
}

/// Makes a folder and the way to it, all 0700.
fn make_folder(folder: &Path) -> Result<PathBuf, Trouble> {
    let folder = plain(folder)?;
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Trouble::WrongKind(shown(&folder)),
        _ => Trouble::at(&folder)(error),
    })?;
    Ok(folder)
}

/// Makes the names on the way to a folder durable: who made them, and whether that was a moment ago, is not known.
/// The first folder that is not ours ends the way. It may not let itself be read, or know no sync: then nobody can
/// do better.
fn sync_way_to(folder: &Path) -> Result<(), Trouble> {
    for parent in folder.ancestors().skip(1) {
        let owner = fs::symlink_metadata(parent).map_err(Trouble::at(parent))?.uid();
        let is_ours = owner == rustix::process::geteuid().as_raw();
        match sync(parent) {
            Err(error)
                if !is_ours
                    && matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput) => {}
            other => other.map_err(Trouble::at(parent))?,
        }
        if !is_ours {
            break;
        }
    }
    Ok(())
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Trouble> {
    sync(folder).map_err(Trouble::at(folder))
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// An absolute path without a trailing slash, which would follow a link.
fn plain(folder: &Path) -> Result<PathBuf, Trouble> {
    let absolute = std::path::absolute(folder).map_err(Trouble::at(folder))?;
    Ok(absolute.components().collect())
}

/// Opens the folder itself, not where a link leads. The root and folders like `/tmp` are not a person's own.
fn open_folder(folder: &Path) -> Result<File, Trouble> {
    let meta = fs::symlink_metadata(folder).map_err(Trouble::at(folder))?;
    if meta.is_symlink() {
        return Err(Trouble::Symlink(shown(folder)));
    }
    if !meta.is_dir() {
        return Err(Trouble::WrongKind(shown(folder)));
    }
    if meta.permissions().mode() & STICKY != 0 || folder.parent().is_none() {
        return Err(Trouble::Shared(shown(folder)));
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let opened = rustix::fs::open(folder, flags, Mode::empty());
    opened.map(File::from).map_err(io::Error::from).map_err(Trouble::at(folder))
}

#[derive(PartialEq, Eq)]
enum Kind {
    Missing,
    Ordinary,
}

/// What stands at a path in the folder; refuses everything but ordinary files.
fn kind_of(path: &Path) -> Result<Kind, Trouble> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(Trouble::Symlink(shown(path))),
        Ok(meta) if !meta.is_file() => Err(Trouble::WrongKind(shown(path))),
        Ok(_) => Ok(Kind::Ordinary),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kind::Missing),
        Err(error) => Err(Trouble::at(path)(error)),
    }
}

/// Takes the permissions of others away. A file that vanishes meanwhile (SQLite removes `-wal`) needs none.
fn tighten(path: &Path, notices: &mut Vec<Notice>) -> Result<(), Trouble> {
    let tightened = fs::symlink_metadata(path).and_then(|meta| {
        let before = meta.permissions().mode() & 0o7777;
        if before & OTHERS == 0 {
            return Ok(());
        }
        fs::set_permissions(path, Permissions::from_mode(before & !OTHERS))?;
        notices.push(Notice::Tightened { path: shown(path), before });
        Ok(())
    });
    match tightened {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Trouble::at(path)(error)),
        _ => Ok(()),
    }
}

/// Refuses what is no file with something in it.
pub(super) fn refuse_unusable(ledger: &Path) -> Result<(), Trouble> {
    match kind_of(ledger)? {
        Kind::Missing => Err(Trouble::Missing(shown(ledger))),
        Kind::Ordinary => refuse_empty(ledger),
    }
}

fn refuse_empty(ledger: &Path) -> Result<(), Trouble> {
    let meta = fs::symlink_metadata(ledger).map_err(Trouble::at(ledger))?;
    if meta.len() == 0 { Err(Trouble::Emptied(shown(ledger))) } else { Ok(()) }
}

/// Builds a new ledger under another name and gives it its own when it is whole. A crash leaves only the unfinished
/// file. Whoever opens the ledger syncs the folder, so the name is not durable yet.
fn build(held: &Held) -> Result<(), Trouble> {
    sync_way_to(&held.folder)?;
    let unfinished = build_aside(held, |_| Ok(()))?;
    fs::rename(&unfinished, &held.ledger).map_err(Trouble::at(&held.ledger))
}

/// Builds a ledger that holds what `fill` writes under another name, whole and durable. Gives its path.
pub(super) fn build_aside(
    held: &Held,
    fill: impl FnOnce(&Connection) -> Result<(), Trouble>,
) -> Result<PathBuf, Trouble> {
    let unfinished = held.folder.join(UNFINISHED);
    for leftover in [UNFINISHED, "ledger.sqlite3.new-journal", "ledger.sqlite3.new-wal", "ledger.sqlite3.new-shm"] {
        let path = held.folder.join(leftover);
        if kind_of(&path)? == Kind::Ordinary {
            fs::remove_file(&path).map_err(Trouble::at(&path))?;
        }
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished).map_err(Trouble::at(&unfinished))?;
    schema::build(&unfinished, fill)?;
    Ok(unfinished)
}

/// Puts a new ledger in the place of a damaged one, which is kept under the name of a copy. Nothing is copied, removed or
/// written: names are given and taken. The old ledger keeps its own name until the new one takes it, in one step; what is
/// beside it goes first, because SQLite would take it for a part of the new one. A file that is open elsewhere stays what
/// it is there.
pub(super) fn put_in_place(held: &Held, unfinished: &Path, at: Timestamp) -> Result<PathBuf, Trouble> {
    let copy = free_name(held, at)?;
    if kind_of(&held.ledger)? == Kind::Ordinary {
        tighten(&held.ledger, &mut Vec::new())?;
        fs::hard_link(&held.ledger, &copy).map_err(Trouble::at(&copy))?;
    }
    sync_folder(&held.folder)?;
    for (beside, ending) in [(LOG, "-wal"), (INDEX, "-shm")] {
        let path = held.folder.join(beside);
        if kind_of(&path)? == Kind::Ordinary {
            tighten(&path, &mut Vec::new())?;
            let kept = with_ending(&copy, ending);
            fs::rename(&path, &kept).map_err(Trouble::at(&kept))?;
        }
    }
    fs::rename(unfinished, &held.ledger).map_err(Trouble::at(&held.ledger))?;
    sync_folder(&held.folder)?;
    Ok(copy)
}

/// A name for a damaged ledger that nothing has yet, not even what would stand beside it.
fn free_name(held: &Held, at: Timestamp) -> Result<PathBuf, Trouble> {
    let name = format!("{LEDGER}.damaged-{}", at.strftime("%Y%m%dT%H%M%SZ"));
    let path = held.folder.join(&name);
    for count in 1..=MOST_COPIES {
        let path = if count == 1 { path.clone() } else { with_ending(&path, &format!("-{count}")) };
        let mut all = ["", "-wal", "-shm"].into_iter().map(|ending| kind_of(&with_ending(&path, ending)));
        if all.try_fold(true, |free, kind| kind.map(|kind| free && kind == Kind::Missing))? {
            return Ok(path);
        }
    }
    Err(Trouble::WrongKind(shown(&path)))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
