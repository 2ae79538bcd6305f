//! What cannot be read is counted and hides nothing; what cannot be written leaves nothing behind.

use super::*;
use crate::ledger::{fixtures::*, history};

#[test]
fn a_damaged_record_is_counted_and_hides_nothing() {
    for damage in [
        "UPDATE intent SET id = 'x' WHERE seq = 2",
        "UPDATE intent SET created_at = 'yesterday' WHERE seq = 2",
        "UPDATE intent SET sub_account_id = 'vx_live_1' WHERE seq = 2",
        "UPDATE intent SET country = 'ZZ' WHERE seq = 2",
        "UPDATE intent SET country = 'GB' WHERE seq = 2",
        "UPDATE intent SET criterion = '212' WHERE seq = 2",
        "UPDATE intent SET kind = 'number_pattern' WHERE seq = 2",
        "UPDATE intent SET body = replace(body, '415', '212') WHERE seq = 2",
        "UPDATE intent SET origin = 'http://example.com' WHERE seq = 2",
        "UPDATE intent SET who = CAST(x'ff' AS TEXT) WHERE seq = 2",
        "UPDATE event SET at = '' WHERE intent = 2",
        "UPDATE event SET event = substr(event, 1, 20) WHERE intent = 2",
        "UPDATE event SET event = '{\"invented\":1}' WHERE intent = 2",
        "DELETE FROM event WHERE intent = 2 AND seq = (SELECT min(seq) FROM event WHERE intent = 2)",
    ] {
        let (_kept, mut store) = store();
        let intents = [intent(), intent(), intent()];
        for one in &intents {
            answered(&mut store, one, unknown());
            store.begin_attempt(one.id, 2, at(1)).unwrap();
        }
        let triggers = "DROP TRIGGER intent_stays; DROP TRIGGER event_stays; DROP TRIGGER event_is_kept;";
        store.db.execute_batch(triggers).unwrap();
        assert_ne!(store.db.execute(damage, []).unwrap(), 0, "{damage}");
        for records in [store.records().unwrap(), store.waiting_records().unwrap(), history(&store.folder).unwrap()] {
            assert_eq!((records.whole.len(), records.damaged), (2, 1), "{damage}");
            assert!(records.damage().is_some());
        }
        let refused = store.begin_attempt(intents[1].id, 3, at(2)).unwrap_err();
        assert!(matches!(refused, Trouble::DamagedRecord | Trouble::NoSuchPurchase), "{damage}");
        assert!(store.begin_attempt(intents[2].id, 3, at(2)).is_ok(), "{damage}");

        // From the next start on nothing is sold, and what is whole can still be settled.
        let mut again = Store::open(&store.folder).unwrap();
        let other = intent_of("sub_other", live());
        assert_eq!(again.record(&other, Beside::OpenOnesAccepted).unwrap_err(), Trouble::DamagedRecords(1), "{damage}");
        let refused = again.begin_attempt(intents[0].id, 3, at(2)).unwrap_err();
        assert_eq!(refused, Trouble::DamagedRecords(1), "{damage}");
        assert!(again.close_by_hand(intents[0].id, &at(u64::MAX)).is_ok(), "{damage}");
    }
}

#[test]
fn p17_a_damaged_page_is_never_an_empty_history() {
    let (_kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    for _ in 0..60 {
        answered(&mut store, &intent(), unknown());
    }
    drop(store);
    let path = folder.join("ledger.sqlite3");
    let whole = std::fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    assert!(pages > 10);
    for page in 1..pages {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xA5);
        std::fs::write(&path, bytes).unwrap();
        let shown = history(&folder);
        let lost_and_unsaid = shown.is_ok_and(|records| records.whole.len() < 60 && records.damaged == 0);
        assert!(!lost_and_unsaid, "page {page}");
    }
}

#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let (_kept, mut store) = store();
    let intent = intent();
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    store.db.pragma_update(None, "query_only", true).unwrap();
    assert_eq!(store.record(&intent_of("sub_b", live()), Beside::OpenOnesAccepted).unwrap_err(), Trouble::ReadOnly);
    assert_eq!(store.begin_attempt(intent.id, 1, at(0)).unwrap_err(), Trouble::ReadOnly);
    store.db.pragma_update(None, "query_only", false).unwrap();
    assert_eq!(store.record_of(intent.id).unwrap().events, []);
    // The failed attempt gave the send lock back.
    assert!(store.begin_attempt(intent.id, 1, at(0)).is_ok());
}

#[test]
fn a_full_disk_is_said_and_nothing_is_written() {
    let (_kept, mut store) = store();
    store.db.pragma_update(None, "max_page_count", 1).unwrap();
    let mut recorded = 0;
    let full = loop {
        match store.record(&intent(), Beside::OpenOnesAccepted) {
            Ok(_) => recorded += 1,
            Err(trouble) => break trouble,
        }
    };
    assert_eq!(full, Trouble::DiskFull);
    let records = store.records().unwrap();
    assert_eq!((records.whole.len(), records.damaged), (recorded, 0));
}

#[test]
fn p14_a_start_writes_what_a_killed_run_left_in_the_log_into_the_ledger_itself() {
    let (kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    store.record(&intent(), Beside::NoOpen).unwrap();
    let copy = |from: &Path, name: &str, names: &[&str]| {
        let to = kept.path().join(name);
        std::fs::create_dir(&to).unwrap();
        for name in names {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
        to
    };
    // A copy of the files while the store is open: what a kill would leave.
    let left = copy(&folder, "left", &["ledger.sqlite3", "ledger.sqlite3-wal"]);
    let before = copy(&left, "before", &["ledger.sqlite3"]);
    assert_eq!(history(&before).unwrap().whole.len(), 0);
    let _open = Store::open(&left).unwrap();
    let after = copy(&left, "after", &["ledger.sqlite3"]);
    assert_eq!(history(&after).unwrap().whole.len(), 1);
}
