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
//! A file that SQLite may have open is never opened here: closing a second
//! descriptor would drop SQLite's own locks in this process (POSIX `fcntl`). Nobody
//! else can swap a file under its name in such a folder, so looking at the name is
//! enough.

use std::{
    fmt,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::fs::{Mode, OFlags};

use super::{Trouble, schema, trouble::shown};
use crate::domain::Clean;

/// The ledger itself. SQLite adds `-wal` and `-shm` beside it, with its mode.
const LEDGER: &str = "ledger.sqlite3";
/// Where a new ledger is built before it gets its name.
const UNFINISHED: &str = "ledger.sqlite3.new";
/// The file whose lock says that a purchase is being sent.
const SENDING: &str = "sending.lock";
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

/// Makes the folder and the ledger where they are missing, and the files private.
/// Gives the ledger's path, free of links, and what had to be tightened.
pub(super) fn prepare(folder: &Path) -> Result<(PathBuf, Vec<Notice>), Trouble> {
    let folder = make_folder(folder)?;
    let mut notices = Vec::new();
    let handle = open_folder(&folder)?;
    if handle.metadata().map_err(Trouble::at(&folder))?.permissions().mode() & OTHERS_WRITE != 0 {
        return Err(Trouble::Shared(shown(&folder)));
    }
    let folder = fs::canonicalize(&folder).map_err(Trouble::at(&folder))?;
    let ledger = folder.join(LEDGER);
    if kind_of(&ledger)? == Kind::Missing {
        build(&folder, &handle)?;
    }
    for name in [LEDGER, "ledger.sqlite3-wal", "ledger.sqlite3-shm", SENDING] {
        let path = folder.join(name);
        if kind_of(&path)? != Kind::Missing {
            tighten(&path, &mut notices)?;
        }
    }
    refuse_empty(&ledger)?;
    Ok((ledger, notices))
}

/// Finds a ledger to read, creating and changing nothing. `None` where there is none yet.
pub(super) fn find(folder: &Path) -> Result<Option<PathBuf>, Trouble> {
    let folder = plain(folder)?;
    match fs::symlink_metadata(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        _ => open_folder(&folder)?,
    };
    let ledger = fs::canonicalize(&folder).map_err(Trouble::at(&folder))?.join(LEDGER);
    if kind_of(&ledger)? == Kind::Missing {
        return Ok(None);
    }
    refuse_empty(&ledger)?;
    Ok(Some(ledger))
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

fn refuse_empty(ledger: &Path) -> Result<(), Trouble> {
    let meta = fs::symlink_metadata(ledger).map_err(Trouble::at(ledger))?;
    if meta.len() == 0 { Err(Trouble::Emptied(shown(ledger))) } else { Ok(()) }
}

/// Builds a new ledger under another name and gives it its own when it is whole.
/// The lock on the folder lets one process build at a time; a crash leaves only the unfinished file.
/// Whoever opens the ledger syncs the folder, so the name is not durable yet.
fn build(folder: &Path, handle: &File) -> Result<(), Trouble> {
    handle.lock().map_err(Trouble::at(folder))?;
    let ledger = folder.join(LEDGER);
    if kind_of(&ledger)? == Kind::Missing {
        sync_way_to(folder)?;
        let unfinished = folder.join(UNFINISHED);
        for leftover in [UNFINISHED, "ledger.sqlite3.new-journal", "ledger.sqlite3.new-wal", "ledger.sqlite3.new-shm"] {
            let path = folder.join(leftover);
            if kind_of(&path)? == Kind::Ordinary {
                fs::remove_file(&path).map_err(Trouble::at(&path))?;
            }
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished)
            .map_err(Trouble::at(&unfinished))?;
        schema::build(&unfinished)?;
        fs::rename(&unfinished, &ledger).map_err(Trouble::at(&ledger))?;
    }
    handle.unlock().map_err(Trouble::at(folder))
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
