//! What can go wrong with the ledger, in sentences for a person.
//!
//! Owns the wording and the way from the errors of SQLite and the file system to
//! it. Whether something was sent is not known here: the caller adds "Nothing was
//! sent." where that is so. A trouble is plain data and can be shown twice.

use std::{io, path::Path, time::Duration};

use rusqlite::ErrorCode;

use crate::domain::{Clean, Record};

/// Why the ledger could not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A link where a real folder or file must be.
    #[error("{0} is a symbolic link. The ledger is kept only in a real folder and real files: put the real one there.")]
    Symlink(Clean),
    /// A folder, pipe or device where a file must be, or a file where a folder must be.
    #[error("{0} is not what the ledger needs there: a folder that holds ordinary files. Move it away.")]
    WrongKind(Clean),
    /// The root, a folder like `/tmp`, or any other that others can write to.
    #[error("{0} is a folder that others can write to. Choose a folder of your own for the ledger.")]
    Shared(Clean),
    /// The file system refused; which path, and its reason.
    #[error("The ledger cannot use {path}: {why}.")]
    File {
        /// Which file or folder.
        path: Clean,
        /// The system's reason.
        why: Clean,
    },
    /// A file of another program, or one whose first page is damaged.
    #[error("{0} is not a ledger of numshop, or its beginning is damaged. It was left as it is.")]
    NotALedger(Clean),
    /// An empty file where a ledger was: it is never taken for a new one.
    #[error("{0} is empty, but a ledger never is: its contents were lost. It was left as it is.")]
    Emptied(Clean),
    /// No file where a ledger was: at the start, or since then.
    #[error("{0} is gone: it was moved or deleted after purchases were made from it.")]
    Missing(Clean),
    /// Another file has the name of the ledger that is open, or of its log.
    #[error(
        "{0} is not the file that it was when it was opened: another window or program has replaced it. \
             Open it again to go on with what is there now."
    )]
    Replaced(Clean),
    /// Written by a later version of this program.
    #[error(
        "{path} was written by a newer numshop (its form is {found}, this one knows {known}). \
             It was left as it is. Use the newer program, or another folder by --data-dir."
    )]
    Newer {
        /// Which file.
        path: Clean,
        /// Its schema version.
        found: u32,
        /// The newest schema version this program knows.
        known: u32,
    },
    /// SQLite did not take a setting that the promises rest on.
    #[error("The ledger cannot be kept safe from a power failure here: {0} could not be set. Choose a local disk.")]
    NotDurable(&'static str),
    /// ENOSPC.
    #[error("The disk is full, so the ledger could not be written. Make room and try again.")]
    DiskFull,
    /// The file or the disk cannot be written.
    #[error("The ledger is on a disk, or in a file, that cannot be written. Make it writable and try again.")]
    ReadOnly,
    /// Another process held the ledger's write lock for longer than the wait of 5 seconds.
    #[error("Another program kept the ledger busy for more than 5 seconds. Try again.")]
    Busy,
    /// EIO and its like.
    #[error("The disk failed under the ledger ({0}). What was being written may be lost. Check the disk.")]
    Io(Clean),
    /// A write failed with [`Trouble::Io`] before: whether anything is kept from then on, nobody can say.
    #[error(
        "The disk failed under the ledger before, so nothing more is written down or sent in this run. \
             Check the disk, then quit and start numshop again."
    )]
    Stopped,
    /// SQLite found a damaged page.
    #[error("The ledger is damaged. It was left as it is.")]
    Damaged,
    /// Any other word of SQLite.
    #[error("The ledger could not be used ({0}).")]
    Database(Clean),
    /// The send lock is taken, in this process or another.
    #[error("Another purchase or release is being sent, here or in another window. Wait until it has its answer.")]
    SendingElsewhere,
    /// The event cannot follow what has happened by now.
    #[error("This purchase has moved on in the meantime, here or in another window. Look at it again.")]
    MovedOn,
    /// The sub-account has open purchases at the same place, of which the person was not told. All of them, oldest first.
    #[error("Another purchase for this sub-account may be bought already. Settle it first, or confirm another one.")]
    OpenForThisAccount(Vec<Record>),
    /// The same intent was recorded before.
    #[error("This purchase is recorded already.")]
    AlreadyRecorded,
    /// What is not known may be closed only after this long.
    #[error("It is too early to say how it ended. Wait {} more.", minutes(.0))]
    TooEarly(Duration),
    /// The server asked for a pause after the last attempt, and it is not over.
    #[error("The server asked for a pause. Wait {}, then send it again.", seconds(.0))]
    TooSoon(Duration),
    /// The number is another purchase's.
    #[error("{0} belongs to another purchase in the ledger already.")]
    AlreadyLinked(Clean),
    /// No intent has this id.
    #[error("There is no such purchase in the ledger.")]
    NoSuchPurchase,
    /// The intent or one of its events cannot be read back.
    #[error("This purchase cannot be read back: its record in the ledger is damaged.")]
    DamagedRecord,
    /// So many purchases cannot be read back. Who knows what they bought, so nothing is sold.
    #[error(
        "{} cannot be read: the ledger is damaged there, and may have bought a number. Nothing is sold from it.",
        purchases(*.0)
    )]
    DamagedRecords(usize),
    /// The ledger's thread has ended.
    #[error("The ledger has stopped. Quit and start numshop again; what was recorded is kept.")]
    Gone,
}

impl Trouble {
    /// Whether a person may accept it and go on with what is whole.
    #[must_use]
    pub fn can_be_accepted(&self) -> bool {
        matches!(
            self,
            Self::Damaged | Self::DamagedRecords(_) | Self::NotALedger(_) | Self::Emptied(_) | Self::Missing(_)
        )
    }

    /// Whether nothing can be sold any more until the ledger is opened anew.
    #[must_use]
    pub fn ends_selling(&self) -> bool {
        matches!(self, Self::Damaged | Self::DamagedRecords(_) | Self::Missing(_) | Self::Replaced(_))
    }

    /// Turns an error of the file system into a trouble at this path.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| match error.kind() {
            _ if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                Self::Io(Clean::line(&error.to_string()))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::File { path: shown(path), why: Clean::line(&error.to_string()) },
        }
    }

    /// A trouble while a ledger file is opened, where its path helps.
    pub(super) fn opening(path: &Path, error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALedger(shown(path)),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::File { path: shown(path), why: Clean::line("it cannot be opened") }
            }
            _ => Self::from_sqlite(error),
        }
    }

    fn from_sqlite(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::SystemIoFailure) => Self::Io(Clean::line(&error.to_string())),
            _ => Self::Database(Clean::line(&error.to_string())),
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_sqlite(&error)
    }
}

/// A path as it may be shown.
pub(super) fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}

/// A wait in whole minutes, rounded up, so that it is never understated.
fn minutes(wait: &Duration) -> String {
    match wait.as_millis().div_ceil(60_000) {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

/// A wait in whole seconds, rounded up likewise.
fn seconds(wait: &Duration) -> String {
    match wait.as_millis().div_ceil(1000) {
        1 => "1 more second".to_owned(),
        seconds => format!("{seconds} more seconds"),
    }
}

pub(super) fn purchases(count: usize) -> String {
    match count {
        1 => "1 purchase".to_owned(),
        count => format!("{count} purchases"),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn of_code(code: i32) -> Trouble {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    #[test]
    fn every_failure_of_a_write_has_a_sentence_of_its_own() {
        for (code, start) in [
            (ffi::SQLITE_FULL, "The disk is full"),
            (ffi::SQLITE_READONLY, "The ledger is on a disk"),
            (ffi::SQLITE_BUSY, "Another program kept the ledger busy"),
            (ffi::SQLITE_IOERR, "The disk failed"),
            (ffi::SQLITE_IOERR_FSYNC, "The disk failed"),
            (ffi::SQLITE_CORRUPT, "The ledger is damaged"),
            (ffi::SQLITE_NOMEM, "The ledger could not be used"),
        ] {
            let text = of_code(code).to_string();
            assert!(text.starts_with(start) && text.ends_with('.'), "{code}: {text}");
        }
    }

    #[test]
    fn a_full_disk_is_named_whoever_reports_it() {
        assert_eq!(Trouble::at(Path::new("x"))(io::ErrorKind::StorageFull.into()), Trouble::DiskFull);
    }

    #[test]
    fn a_wait_is_never_understated() {
        for (ms, text) in [(1, "1 minute"), (60_000, "1 minute"), (60_001, "2 minutes"), (900_000, "15 minutes")] {
            assert_eq!(minutes(&Duration::from_millis(ms)), text);
        }
    }
}
