//! What waits: for a person, and for the server's pause to end.

use std::time::Duration;

use super::*;
use crate::{
    domain::{Clean, RefusalKind},
    ledger::fixtures::*,
};

#[test]
fn p05_a_pause_that_the_server_asked_for_binds_every_window_and_every_restart() {
    let limited = |seconds: u64| refused(RefusalKind::RateLimited { retry_after_ms: Some(seconds * 1000) });
    let failed = Answer { retry_after_ms: Some(30_000), ..unknown() };
    for answer in [limited(30), failed] {
        let (_kept, mut store) = store();
        let intent = intent();
        let took_ms = answered(&mut store, &intent, answer).last_answer().unwrap().took_ms;
        let folder = store.folder.clone();
        drop(store);
        let mut store = Store::open(&folder).unwrap();
        let before = store.record_of(intent.id).unwrap();
        let early = store.begin_attempt(intent.id, 2, at(29_999 + took_ms)).unwrap_err();
        assert_eq!(early, Trouble::TooSoon(Duration::from_millis(1)));
        // Another boot is at least its own uptime away, and no more is known.
        let mut rebooted = at(20_000);
        rebooted.boot = Clean::line("another boot");
        assert!(matches!(store.begin_attempt(intent.id, 2, rebooted).unwrap_err(), Trouble::TooSoon(_)));
        assert_eq!(store.record_of(intent.id).unwrap(), before, "nothing was written");
        assert_eq!(store.begin_attempt(intent.id, 2, at(30_000 + took_ms)).unwrap().number(), 2);
    }
}

#[test]
fn what_differs_waits_until_it_is_acknowledged_across_restarts_and_is_not_open() {
    let (_kept, mut store) = store();
    let intent = intent();
    let odd = answered(&mut store, &intent, bought("pn_1", "+12125550100"));
    assert_eq!(odd.unacknowledged().len(), 1);
    // It is bought, so another purchase beside it needs no longer word.
    store.record(&crate::ledger::fixtures::intent(), Beside::NoOpen).unwrap();
    let folder = store.folder.clone();
    drop(store);
    let mut store = Store::open(&folder).unwrap();
    assert_eq!(store.waiting_records().unwrap().whole.first(), Some(&odd));
    let read = store.acknowledge(intent.id).unwrap();
    assert_eq!((read.unacknowledged(), read.state()), (Vec::new(), odd.state()));
    assert_eq!(store.acknowledge(intent.id).unwrap().state(), odd.state(), "another window may say so as well");
    drop(store);
    let store = Store::open(&folder).unwrap();
    assert!(store.waiting_records().unwrap().whole.iter().all(|record| record.intent.id != intent.id));
}

#[test]
fn only_what_was_bought_is_acknowledged() {
    for answer in [unknown(), refused(RefusalKind::QuotaOrPlan)] {
        let (_kept, mut store) = store();
        let intent = intent();
        answered(&mut store, &intent, answer);
        assert_eq!(store.acknowledge(intent.id).unwrap_err(), Trouble::MovedOn);
    }
}
