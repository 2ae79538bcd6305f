//! Files that are not ours to write stay as they are; settings are in force.

use std::fs;

use super::*;
use crate::ledger::{Store, fixtures, history};

/// Puts a file where the ledger would be and tries to open it; what is refused must not have changed a byte.
fn refuse(bytes: &[u8]) -> Trouble {
    let (_kept, folder) = fixtures::folder();
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ledger.sqlite3");
    fs::write(&path, bytes).unwrap();
    let trouble = Store::open(&folder).unwrap_err();
    assert_eq!(history(&folder).unwrap_err(), trouble);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    trouble
}

/// A ledger, or another database, after some SQL.
fn file_after(sql: &str) -> Vec<u8> {
    let kept = tempfile::tempdir().unwrap();
    let path = kept.path().join("file");
    fs::write(&path, "").unwrap();
    build(&path, |_| Ok(())).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch(sql).unwrap();
    db.close().unwrap();
    fs::read(&path).unwrap()
}

#[test]
fn what_is_not_a_ledger_is_refused_and_untouched() {
    let whole = file_after("");
    for bytes in [
        b"hello".to_vec(),
        vec![0; 8192],
        vec![0xA5; 8192],
        [b"x", &whole[1..]].concat(),
        file_after("PRAGMA application_id = 7"),
        file_after("PRAGMA user_version = 0"),
        file_after("PRAGMA journal_mode = DELETE; PRAGMA application_id = 0; PRAGMA user_version = 0"),
    ] {
        let trouble = refuse(&bytes);
        assert!(matches!(trouble, Trouble::NotALedger(_)), "{trouble}");
    }
}

#[test]
fn a_newer_ledger_is_refused_and_untouched() {
    for (sql, version) in [("PRAGMA user_version = 3", 3), ("PRAGMA user_version = 2000000000", 2_000_000_000)] {
        let trouble = refuse(&file_after(sql));
        assert!(matches!(trouble, Trouble::Newer { found, known: 2, .. } if found == version), "{trouble}");
        assert!(trouble.to_string().contains("newer numshop"));
    }
}

#[test]
fn a_cut_ledger_is_refused_and_untouched() {
    let whole = file_after("");
    for length in [100, 4096, 4096 + 100] {
        let trouble = refuse(&whole[..length]);
        assert!(matches!(trouble, Trouble::NotALedger(_) | Trouble::Damaged), "{length}: {trouble}");
    }
}

#[test]
fn p04_the_settings_of_durability_are_in_force() {
    let (_kept, folder) = fixtures::folder();
    drop(Store::open(&folder).unwrap());
    let db = open(&folder.join("ledger.sqlite3")).unwrap();
    let text = |name| db.pragma_query_value(None, name, |row| row.get::<_, String>(0)).unwrap();
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(text("journal_mode"), "wal");
    let numbers = ["synchronous", "foreign_keys", "busy_timeout", "user_version", "fullfsync", "checkpoint_fullfsync"];
    assert_eq!(numbers.map(number), [2, 1, 5000, 2, 1, 1]);
    assert_eq!(number("application_id"), i64::from(APPLICATION_ID));
}

#[test]
fn a_setting_that_is_not_taken_is_an_error() {
    let memory = Connection::open_in_memory().unwrap();
    assert_eq!(write_ahead(&memory).unwrap_err(), Trouble::NotDurable("journal_mode"));
}

#[test]
fn migrating_twice_changes_nothing() {
    let mut db = Connection::open_in_memory().unwrap();
    migrate(&mut db, &MIGRATIONS).unwrap();
    migrate(&mut db, &MIGRATIONS).unwrap();
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('intent', 'event')";
    assert_eq!(db.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
}

/// The steps to a form that does not exist, one further than the present one.
fn further(more: &'static str) -> [&'static str; 3] {
    [MIGRATIONS[0], MIGRATIONS[1], more]
}

/// A ledger of the present form with purchases in it, closed.
fn with_purchases() -> (tempfile::TempDir, std::path::PathBuf, Vec<crate::domain::Record>) {
    let (kept, mut store) = fixtures::store();
    for answer in [fixtures::unknown(), fixtures::bought("pn_1", "+14155550100")] {
        fixtures::answered(&mut store, &fixtures::intent(), answer);
    }
    let path = store.folder().join("ledger.sqlite3");
    let records = store.records().unwrap().whole;
    drop(store);
    (kept, path, records)
}

fn version_of(path: &Path) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn p14_an_older_ledger_comes_up_to_date_without_loss() {
    let (_kept, path, records) = with_purchases();
    let mut db = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    migrate(&mut db, &further("ALTER TABLE intent ADD COLUMN remark TEXT NOT NULL DEFAULT ''")).unwrap();
    db.close().unwrap();
    assert_eq!(version_of(&path), 3);
    // This program does not know that form, and leaves it alone.
    let folder = path.parent().unwrap();
    assert!(matches!(Store::open(folder).unwrap_err(), Trouble::Newer { found: 3, known: 2, .. }));
    // Read as the form before it, everything is as it was.
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(history(folder).unwrap().whole, records);
}

#[test]
fn p14_the_first_form_is_read_and_comes_up_to_date() {
    let (_kept, path, records) = with_purchases();
    let folder = path.parent().unwrap();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 1).unwrap();
    assert_eq!(history(folder).unwrap().whole, records);
    assert_eq!(version_of(&path), 1, "reading changes nothing");
    assert_eq!(Store::open(folder).unwrap().records().unwrap().whole, records);
    assert_eq!(version_of(&path), 2);
}

#[test]
fn p14_a_migration_that_is_cut_short_leaves_the_older_ledger() {
    let (kept, path, records) = with_purchases();
    let mut db = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    write_ahead(&db).unwrap();
    leave_log_as_it_is(&db).unwrap();
    // So little memory that what it does is on the disk before it is done.
    db.pragma_update(None, "cache_size", 1).unwrap();
    let steps = further(
        "CREATE TABLE remark (text TEXT NOT NULL) STRICT;
         WITH RECURSIVE line (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM line WHERE at < 20000)
         INSERT INTO remark SELECT hex(randomblob(100)) FROM line;
         DROP TABLE event; CREATE TABLE nothing;",
    );
    assert!(migrate(&mut db, &steps).is_err());
    // What a kill would leave: the log is full of a migration that never ended.
    let left = kept.path().join("left");
    fs::create_dir(&left).unwrap();
    for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
        fs::copy(path.with_file_name(name), left.join(name)).unwrap();
    }
    assert!(fs::metadata(left.join("ledger.sqlite3-wal")).unwrap().len() > 1_000_000);
    drop(db);
    for folder in [path.parent().unwrap(), &left] {
        assert_eq!(Store::open(folder).unwrap().records().unwrap().whole, records);
        let path = folder.join("ledger.sqlite3");
        assert_eq!(version_of(&path), 2);
        let left = "SELECT count(*) FROM sqlite_schema WHERE name = 'remark'";
        assert_eq!(Connection::open(path).unwrap().query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }
}
