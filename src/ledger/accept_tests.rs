//! Accepting damage: what is kept, what is carried over, who notices, and what is never accepted.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _, path::PathBuf, sync::Barrier, thread};

use rusqlite::Connection;

use super::*;
use crate::{
    domain::{Beside, Record},
    ledger::{Store, fixtures::*, history},
};

/// A closed ledger with purchases, and what they are, oldest first.
fn ledger(count: usize) -> (tempfile::TempDir, PathBuf, Vec<Record>) {
    let (kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    let answers = [bought("pn_1", "+14155550100"), unknown(), refused(crate::domain::RefusalKind::NotFound)];
    let records = (0..count).map(|at| answered(&mut store, &intent(), answers[at % 3].clone())).collect();
    (kept, folder, records)
}

/// Loses the last event of the first purchase.
fn damage_one(folder: &Path) {
    let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE seq = 2").unwrap();
    db.close().unwrap();
}

/// Every file of a folder, but what SQLite keeps beside a ledger that is read.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()));
    files.filter(|(name, _)| !name.starts_with("ledger.sqlite3-")).collect()
}

fn accepted(folder: &Path) -> Accepted {
    accept(folder, &at(0)).unwrap().expect("it was damaged")
}

#[test]
fn p17_what_is_whole_is_carried_over_and_the_damaged_file_is_kept() {
    let (_kept, folder, before) = ledger(9);
    damage_one(&folder);
    let damaged = fs::read(folder.join("ledger.sqlite3")).unwrap();
    let accepted = accepted(&folder);
    assert_eq!(accepted.carried, 9);
    let copy = PathBuf::from(accepted.copy.as_str());
    assert!(copy.file_name().unwrap().to_str().unwrap().starts_with("ledger.sqlite3.damaged-2"));
    assert!(fs::read(&copy).unwrap() == damaged, "not byte for byte");
    let mut after = history(&folder).unwrap();
    assert_eq!(after.damage(), None);
    after.whole.reverse();
    assert_eq!(after.whole[1..], before[1..]);
    assert_eq!((after.whole[0].intent.clone(), after.whole[0].state().word()), (before[0].intent.clone(), "unknown"));
    // Selling works again, and what lost a part waits for a person.
    let mut store = Store::open(&folder).unwrap();
    assert_eq!(store.waiting_records().unwrap().whole.len(), 1 + 3);
    answered(&mut store, &intent_of("sub_other", live()), bought("pn_2", "+14155550101"));
}

#[test]
fn p16_a_copy_is_private_and_overwrites_nothing() {
    let (_kept, folder, _) = ledger(1);
    let mut copies = Vec::new();
    for round in 0..3 {
        let contents = format!("no ledger {round}");
        fs::write(folder.join("ledger.sqlite3"), &contents).unwrap();
        fs::set_permissions(folder.join("ledger.sqlite3"), fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(folder.join("ledger.sqlite3-wal"), "a log").unwrap();
        copies.push((accepted(&folder).copy, contents));
    }
    for (copy, contents) in copies {
        assert_eq!(fs::read_to_string(copy.as_str()).unwrap(), contents);
        assert_eq!(fs::read_to_string(format!("{copy}-wal")).unwrap(), "a log");
        let mode = fs::metadata(copy.as_str()).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
    }
    assert_eq!(history(&folder).unwrap(), crate::ledger::Records::default());
}

#[test]
fn p17_what_is_left_in_the_log_is_carried_over() {
    let (kept, folder, before) = ledger(3);
    damage_one(&folder);
    let mut store = Store::open(&folder).unwrap();
    let linked = store.link(before[1].intent.id, number("pn_9", "+14155550109")).unwrap();
    // A copy of the files while the store is open: what a kill would leave.
    let left = kept.path().join("left");
    fs::create_dir(&left).unwrap();
    for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
        fs::copy(folder.join(name), left.join(name)).unwrap();
    }
    assert_eq!(accepted(&left).carried, 3);
    assert_eq!(Store::open(&left).unwrap().record_of(linked.intent.id).unwrap(), linked);
}

#[test]
fn p17_only_damage_is_accepted() {
    let (_kept, folder, _) = ledger(2);
    let whole = files_of(&folder);
    assert_eq!(accept(&folder, &at(0)), Ok(None));
    assert!(files_of(&folder) == whole, "a whole ledger is left alone");

    let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    db.execute_batch("PRAGMA user_version = 3").unwrap();
    db.close().unwrap();
    let newer = files_of(&folder);
    assert!(matches!(accept(&folder, &at(0)), Err(Trouble::Newer { .. })));
    assert!(files_of(&folder) == newer);
}

#[test]
fn p17_a_ledger_that_is_gone_is_no_first_start_until_that_is_accepted() {
    for left in ["sending.lock", "ledger.sqlite3-wal"] {
        let (_kept, folder) = folder();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(left), "").unwrap();
        assert!(matches!(Store::open(&folder), Err(Trouble::Missing(_))), "{left}");
        assert!(matches!(history(&folder), Err(Trouble::Missing(_))), "{left}");
        assert!(!folder.join("ledger.sqlite3").exists());
        assert_eq!(accepted(&folder).carried, 0);
        assert!(Store::open(&folder).unwrap().record(&intent(), Beside::NoOpen).is_ok());
    }
}

#[test]
fn p15_nothing_is_accepted_while_a_purchase_is_under_way() {
    let (_kept, folder, _) = ledger(1);
    let mut store = Store::open(&folder).unwrap();
    let one = intent();
    store.record(&one, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_attempt(one.id, 1, at(0)).unwrap();
    fs::write(folder.join("ledger.sqlite3"), "no ledger").unwrap();
    assert_eq!(accept(&folder, &at(0)), Err(Trouble::SendingElsewhere));
    drop(attempt);
    assert!(accept(&folder, &at(0)).is_ok());
}

#[test]
fn p15_another_process_notices_that_the_ledger_was_replaced_and_writes_no_more() {
    let (_kept, folder, _) = ledger(3);
    damage_one(&folder);
    let mut other = Store::open(&folder).unwrap();
    let open = other.waiting_records().unwrap().whole[0].intent.id;
    accepted(&folder);
    let mut store = Store::open(&folder).unwrap();
    let new = answered(&mut store, &intent_of("sub_new", live()), unknown());
    let replaced = |result: Result<Record, Trouble>| assert!(matches!(result, Err(Trouble::Replaced(_))));
    replaced(other.link(open, number("pn_2", "+1")));
    replaced(other.close_by_hand(open, &at(u64::MAX)));
    // It is the last user of the old files, and tidies nothing up that is not its own.
    drop(other);
    assert_eq!(Store::open(&folder).unwrap().record_of(new.intent.id).unwrap(), new);
    assert_eq!(store.record_of(new.intent.id).unwrap(), new);
}

#[test]
fn p15_two_who_accept_at_once_make_one_new_ledger() {
    let (_kept, folder, _) = ledger(6);
    damage_one(&folder);
    let start = Barrier::new(4);
    let done: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    accept(&folder, &at(0))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(done.iter().filter(|one| matches!(one, Ok(Some(_)))).count(), 1, "{done:?}");
    let allowed = |one: &Result<Option<Accepted>, Trouble>| matches!(one, Ok(_) | Err(Trouble::SendingElsewhere));
    assert!(done.iter().all(allowed), "{done:?}");
    let is_copy = |name: &String| name.contains("damaged") && name.ends_with('Z');
    let copies = files_of(&folder).into_keys().filter(is_copy).count();
    assert_eq!((copies, history(&folder).unwrap().whole.len()), (1, 6));
}

#[test]
fn p04_a_ledger_that_is_moved_away_or_whose_log_is_takes_no_purchase() {
    for (name, says) in [("ledger.sqlite3", "is gone"), ("ledger.sqlite3-wal", "is not the file")] {
        let (_kept, folder, _) = ledger(1);
        let mut store = Store::open(&folder).unwrap();
        let one = intent();
        store.record(&one, Beside::OpenOnesAccepted).unwrap();
        fs::remove_file(folder.join(name)).unwrap();
        for refused in [
            store.record(&intent(), Beside::OpenOnesAccepted).unwrap_err(),
            store.begin_attempt(one.id, 1, at(0)).map(drop).unwrap_err(),
        ] {
            assert!(refused.to_string().contains(says) && refused.ends_selling(), "{refused}");
        }
    }
}

#[test]
fn p17_p18_a_purchase_that_lost_a_step_of_its_release_is_carried_over_whole_enough_to_be_read() {
    use crate::domain::{Answer, Event, ReleaseOutcome, ReleaseStep, Stamped};
    let (_kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    let bought = answered(&mut store, &intent(), bought("pn_1", "+14155550100"));
    let mut sent = leave(1, 0);
    for (attempt, outcome) in [(1, release_unknown().outcome), (2, ReleaseOutcome::Released(None))] {
        sent.attempt = attempt;
        let under_way = store.begin_release(bought.intent.id, sent.clone()).unwrap();
        store.answer_release(&under_way, Answer { outcome, ..release_unknown() }).unwrap();
    }
    drop(store);
    for lost in 3..=6 {
        let damaged = folder.with_file_name(format!("lost_{lost}"));
        std::fs::create_dir(&damaged).unwrap();
        std::fs::set_permissions(&damaged, std::fs::Permissions::from_mode(0o700)).unwrap();
        std::fs::copy(folder.join("ledger.sqlite3"), damaged.join("ledger.sqlite3")).unwrap();
        let db = Connection::open(damaged.join("ledger.sqlite3")).unwrap();
        let spoil = format!("DROP TRIGGER event_stays; UPDATE event SET event = '{{}}' WHERE seq = {lost}");
        db.execute_batch(&spoil).unwrap();
        db.close().unwrap();
        assert_eq!(accepted(&damaged).carried, 1);
        assert_eq!(history(&damaged).unwrap().damage(), None, "{lost}: accepted, and damaged again");
        let record = history(&damaged).unwrap().whole.remove(0);
        assert_eq!(record.state().word(), "bought", "{lost}");
        let is_step = |stamped: &&Stamped| matches!(stamped.event, Event::Release(ReleaseStep::Sent(_)));
        assert!(record.events.iter().filter(is_step).count() <= 2);
    }
}
