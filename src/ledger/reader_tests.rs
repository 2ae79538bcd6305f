//! What a reader sees while others write, and what it makes of damage.

use super::*;
use crate::ledger::{Store, fixtures::*};

fn ids(records: impl Iterator<Item = Result<Record, Trouble>>) -> Vec<IntentId> {
    records.map(|record| record.unwrap().intent.id).collect()
}

/// A store with so many purchases, and their ids, newest first.
fn filled(folder: &Path, count: usize) -> (Store, Vec<IntentId>) {
    let mut store = Store::open(folder).unwrap();
    let mut made: Vec<_> = (0..count).map(|_| answered(&mut store, &intent(), unknown()).intent.id).collect();
    made.reverse();
    (store, made)
}

#[test]
fn every_record_comes_once_newest_first_across_the_transactions() {
    let (_kept, folder) = folder();
    let (_store, made) = filled(&folder, AT_ONCE as usize * 2 + 1);
    assert_eq!(ids(Reader::open(&folder).unwrap()), made);
}

#[test]
fn a_reader_and_a_writer_never_wait_for_each_other() {
    let (_kept, folder) = folder();
    let (mut store, made) = filled(&folder, AT_ONCE as usize + 2);
    let mut reader = Reader::open(&folder).unwrap();
    let first = reader.next().unwrap().unwrap().intent.id;
    // Between two chunks nothing is locked, so another purchase is written, and the log can be folded in whole.
    answered(&mut store, &intent(), unknown());
    let probe = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    let busy: i64 = probe.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
    assert_eq!(busy, 0);
    assert_eq!([vec![first], ids(reader)].concat(), made, "what was written meanwhile is newer and does not come");
}

#[test]
fn a_reader_changes_nothing_and_an_absent_ledger_is_empty() {
    let (_kept, folder) = folder();
    let mut reader = Reader::open(&folder).unwrap();
    assert!(reader.next().is_none());
    assert_eq!(reader.record_of(IntentId::mint()).unwrap_err(), Trouble::NoSuchPurchase);
    assert!(!folder.exists());
    let (_store, made) = filled(&folder, 1);
    let reader = Reader::open(&folder).unwrap();
    assert_eq!(reader.record_of(made[0]).unwrap().events.len(), 2);
    assert!(reader.db.as_ref().unwrap().execute("DELETE FROM event", []).is_err());
}

#[test]
fn a_damaged_record_is_told_in_its_place_and_a_damaged_table_ends_it() {
    let (_kept, folder) = folder();
    let (store, made) = filled(&folder, 3);
    drop(store);
    let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE intent = 2").unwrap();
    let read: Vec<_> = Reader::open(&folder).unwrap().map(|read| read.map(|record| record.intent.id)).collect();
    assert_eq!(read, [Ok(made[0]), Err(Trouble::DamagedRecord), Ok(made[2])]);

    let mut reader = Reader::open(&folder).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER intent_is_kept; DROP TABLE intent").unwrap();
    assert!(matches!(reader.next(), Some(Err(Trouble::Database(_)))));
    assert!(reader.next().is_none());
}
