//! Damage is found wherever it is, and nothing is sold before the look is over.

use std::fs;

use super::*;
use crate::{
    domain::Beside,
    ledger::{Store, fixtures::*, history},
};

/// A ledger of settled purchases, closed; its folder.
fn settled(count: usize) -> (tempfile::TempDir, std::path::PathBuf) {
    let (kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    for _ in 0..count {
        answered(&mut store, &intent(), bought("pn_1", "+14155550100"));
    }
    (kept, folder)
}

/// Nothing is sold from this ledger, by whoever opens it; what is wrong with it.
fn sells_nothing(folder: &Path) -> Trouble {
    let mut store = Store::open(folder).unwrap();
    let trouble = store.record(&intent(), Beside::OpenOnesAccepted).unwrap_err();
    assert_eq!(store.check().damage(), Some(trouble.clone()));
    trouble
}

#[test]
fn p17_damage_of_settled_purchases_is_found_and_nothing_is_sold() {
    for (damage, found) in [
        ("UPDATE event SET event = '{}' WHERE seq = 4", Trouble::DamagedRecords(1)),
        ("UPDATE intent SET body = '{}' WHERE seq IN (1, 3)", Trouble::DamagedRecords(2)),
        ("DELETE FROM event WHERE intent = 2; DELETE FROM intent WHERE seq = 2", Trouble::DamagedRecords(1)),
        ("DELETE FROM event WHERE intent = 3; DELETE FROM intent WHERE seq = 3", Trouble::DamagedRecords(1)),
        // The answer is gone, and what is left of the purchase is in order: nobody would know.
        ("DELETE FROM event WHERE seq = 6", Trouble::Damaged),
    ] {
        let (_kept, folder) = settled(3);
        let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
        let triggers = "DROP TRIGGER intent_stays; DROP TRIGGER event_stays; DROP TRIGGER intent_is_kept; \
                        DROP TRIGGER event_is_kept;";
        db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {triggers} {damage}")).unwrap();
        db.close().unwrap();
        assert_eq!(sells_nothing(&folder), found, "{damage}");
        assert!(history(&folder).unwrap().damage().is_some(), "{damage}");
    }
}

#[test]
fn p17_a_damaged_page_anywhere_sells_nothing() {
    let (_kept, folder) = settled(60);
    let path = folder.join("ledger.sqlite3");
    let whole = fs::read(&path).unwrap();
    for page in 0..whole.len() / 4096 {
        let mut bytes = whole.clone();
        // Its second half, so that it still begins as what it was.
        bytes[page * 4096 + 2048..(page + 1) * 4096].fill(0xA5);
        fs::write(&path, bytes).unwrap();
        let refused = Store::open(&folder).and_then(|mut store| store.record(&intent(), Beside::OpenOnesAccepted));
        assert!(refused.is_err_and(|trouble| trouble.can_be_accepted()), "page {page}");
        let said = history(&folder).map(|records| records.damage());
        assert!(!matches!(said, Ok(None)), "page {page}");
    }
}

#[test]
fn p17_what_can_be_read_is_still_settled_beside_damage() {
    let (_kept, folder) = settled(1);
    let open = intent();
    let mut store = Store::open(&folder).unwrap();
    answered(&mut store, &open, unknown());
    drop(store);
    let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE seq = 1").unwrap();
    db.close().unwrap();
    let mut store = Store::open(&folder).unwrap();
    assert_eq!(store.begin_attempt(open.id, 2, at(0)).unwrap_err(), Trouble::DamagedRecords(1));
    assert_eq!(store.link(open.id, number("pn_2", "+1")).unwrap().state().word(), "bought");
}

#[test]
fn a_look_that_is_ended_says_nothing_and_lets_go() {
    let (_kept, folder) = settled(20);
    for _ in 0..20 {
        let store = Store::open(&folder).unwrap();
        let check = store.check();
        drop(store);
        assert_eq!(check.damage(), None);
        assert!(!folder.join("ledger.sqlite3-wal").exists(), "the store was not the last to close it");
    }
}
