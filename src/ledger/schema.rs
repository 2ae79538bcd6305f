//! The tables, and what must be true before they are used.
//!
//! Owns the SQL of the schema and its versions (`user_version`), the mark that
//! says a file is ours (`application_id`), and the settings that durability rests
//! on, each set and read back. A file that is foreign or newer is only read, never
//! written. Called by `files` to build a new ledger and by `store` to open one.

use std::{
    fmt::Write as _,
    fs,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior, config::DbConfig};

use super::{Trouble, files, trouble::shown};

/// `NumS` in ASCII: the mark of a ledger.
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"NumS");
/// How long another process may hold the write lock before a write gives up.
pub(super) const BUSY: Duration = Duration::from_secs(5);
/// How often the write lock is taken anew because somebody wrote in between.
const HOLD_TRIES: usize = 3;

/// What to run to come from each version to the next. Entries are only ever added.
///
/// `event.open` repeats whether the intent waited for a person after the event: to settle it or its release, or to
/// acknowledge a warning. It is an index for finding such intents without reading every history, never the state itself.
const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE intent (
        seq            INTEGER PRIMARY KEY AUTOINCREMENT,
        id             TEXT NOT NULL UNIQUE,
        created_at     TEXT NOT NULL,
        who            TEXT NOT NULL,
        sub_account_id TEXT NOT NULL,
        country        TEXT NOT NULL,
        kind           TEXT NOT NULL CHECK (kind IN ('area_code', 'number_pattern')),
        criterion      TEXT NOT NULL,
        body           TEXT NOT NULL,
        origin         TEXT NOT NULL,
        key_label      TEXT NOT NULL,
        key_last4      TEXT NOT NULL
    ) STRICT;
    CREATE TABLE event (
        seq    INTEGER PRIMARY KEY AUTOINCREMENT,
        intent INTEGER NOT NULL REFERENCES intent (seq),
        at     TEXT NOT NULL,
        event  TEXT NOT NULL,
        open   INTEGER NOT NULL CHECK (open IN (0, 1))
    ) STRICT;
    CREATE INDEX intent_account ON intent (origin, sub_account_id);
    CREATE INDEX event_intent ON event (intent, seq, open);
    CREATE TRIGGER intent_stays   BEFORE UPDATE ON intent BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
    CREATE TRIGGER intent_is_kept BEFORE DELETE ON intent BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
    CREATE TRIGGER event_stays    BEFORE UPDATE ON event  BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
    CREATE TRIGGER event_is_kept  BEFORE DELETE ON event  BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
    ",
    // No table changes, but new events came: those of a release, and of what damage took. A program of before would call
    // such a purchase damaged; now it says that the ledger is newer.
    "",
];

/// Fills an empty file with a ledger of the present version, which holds what `fill` writes.
pub(super) fn build(path: &Path, fill: impl FnOnce(&Connection) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // What is built here is thrown away where it fails, so it needs no journal beside it.
    set_journal(&db, "memory")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    migrate(&mut db, &MIGRATIONS)?;
    let step = db.transaction()?;
    fill(&step)?;
    step.commit()?;
    // Last, so that nothing of the ledger is outside the one file when it gets its name.
    write_ahead(&db)?;
    db.close().map_err(|(_, error)| error.into())
}

/// Opens a ledger for reading and writing, with every setting in force.
pub(super) fn open(path: &Path) -> Result<Connection, Trouble> {
    drop(open_to_read(path)?);
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if db.is_readonly("main")? {
        return Err(Trouble::ReadOnly);
    }
    write_ahead(&db)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    if db.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))? != 2 {
        return Err(Trouble::NotDurable("synchronous=FULL"));
    }
    // On macOS a plain fsync stops at the drive's cache; elsewhere these do nothing.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    migrate(&mut db, &MIGRATIONS)?;
    Ok(db)
}

/// Opens a damaged ledger to keep every other writer out while it is replaced: writes what is left in its log into the
/// ledger itself, so that nothing is outside the one file, and holds the write lock. `None` where the damage is such that
/// nobody can write to it anyway. What was held is given back when the connection closes; nothing is written then.
pub(super) fn hold(path: &Path) -> Result<Option<Connection>, Trouble> {
    match try_to_hold(path) {
        Ok(db) => Ok(Some(db)),
        Err(Trouble::Damaged | Trouble::NotALedger(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn try_to_hold(path: &Path) -> Result<Connection, Trouble> {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    leave_log_as_it_is(&db)?;
    for _ in 0..HOLD_TRIES {
        let left: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(Trouble::from)?;
        db.execute_batch("BEGIN IMMEDIATE")?;
        // Somebody may have written between the two.
        if left == 0 && log_is_empty(path) {
            return Ok(db);
        }
        db.execute_batch("ROLLBACK")?;
    }
    Err(Trouble::Busy)
}

fn log_is_empty(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::symlink_metadata(log).map_or(true, |meta| meta.len() == 0)
}

/// Opens a ledger for reading only, and refuses what is not ours to read. Other processes may write meanwhile.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, Trouble> {
    let db = open_to_salvage(path)?;
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let mark = number("application_id").map_err(|error| Trouble::opening(path, &error))?;
    let found = u32::try_from(number("user_version")?).unwrap_or(u32::MAX);
    if mark != APPLICATION_ID || found == 0 {
        return Err(Trouble::NotALedger(shown(path)));
    }
    let known = version_after(&MIGRATIONS);
    if found > known {
        return Err(Trouble::Newer { path: shown(path), found, known });
    }
    Ok(db)
}

/// The version that these steps lead to.
fn version_after(steps: &[&str]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

/// Opens whatever is there for reading only, to save what can be read of it.
pub(super) fn open_to_salvage(path: &Path) -> Result<Connection, Trouble> {
    if !(files::is_on_read_only_disk(path) && log_is_empty(path)) {
        return connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    }
    // SQLite cannot make its index beside the ledger there. Without a log it needs none, once it is told that nobody writes.
    let mut unchanging = "file:".to_owned();
    for byte in path.as_os_str().as_bytes() {
        // Writing to a string does not fail.
        let _written = write!(unchanging, "%{byte:02x}");
    }
    let unchanging = PathBuf::from(unchanging + "?immutable=1");
    connect(&unchanging, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Trouble> {
    let flags = access | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|error| Trouble::opening(path, &error))?;
    db.busy_timeout(BUSY)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(db)
}

fn write_ahead(db: &Connection) -> Result<(), Trouble> {
    set_journal(db, "wal")
}

fn set_journal(db: &Connection, mode: &'static str) -> Result<(), Trouble> {
    let mut is_set = false;
    // To the end of the rows: the change is written only after the row that tells of it, and may fail there.
    db.pragma(None, "journal_mode", mode, |row| {
        is_set = row.get_ref(0)?.as_str()? == mode;
        Ok(())
    })?;
    if is_set { Ok(()) } else { Err(Trouble::NotDurable("journal_mode")) }
}

/// Writes what an earlier run left in the write-ahead log into the ledger itself, as far as no other process reads the
/// log. If a sync failed in that run, the system may hold pages that it will never write: what follows them in the log
/// would be lost with them. Written anew and synced, they are whole.
pub(super) fn write_through(db: &Connection) -> Result<(), Trouble> {
    // Whether all of it was written is not asked: what is left belongs to a process that is there to answer for it.
    Ok(db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

/// Leaves the write-ahead log as it is when this connection closes.
pub(super) fn leave_log_as_it_is(db: &Connection) -> Result<(), Trouble> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
}

/// Brings a ledger to the version that these steps lead to, all of it or nothing: one transaction.
fn migrate(db: &mut Connection, steps: &[&str]) -> Result<(), Trouble> {
    let newest = version_after(steps);
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = step.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < newest {
        for (_, sql) in (0..).zip(steps).filter(|(from, _)| *from >= version) {
            step.execute_batch(sql)?;
        }
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step.pragma_update(None, "user_version", newest)?;
    }
    step.commit()?;
    Ok(())
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
