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
    build(&path).unwrap();
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
    for (sql, version) in [("PRAGMA user_version = 2", 2), ("PRAGMA user_version = 2000000000", 2_000_000_000)] {
        let trouble = refuse(&file_after(sql));
        assert!(matches!(trouble, Trouble::Newer { found, known: 1, .. } if found == version), "{trouble}");
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
    assert_eq!(numbers.map(number), [2, 1, 5000, 1, 1, 1]);
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
    migrate(&mut db).unwrap();
    migrate(&mut db).unwrap();
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('intent', 'event')";
    assert_eq!(db.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
}
