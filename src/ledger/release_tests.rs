//! The ledger's rules for a release: written ahead, one at a time, never forgotten.

use std::time::Duration;

use super::*;
use crate::{
    domain::{Refusal, RefusalKind},
    ledger::fixtures::*,
};

/// A purchase that bought a number.
fn bought_in(store: &mut Store) -> IntentId {
    let intent = intent();
    answered(store, &intent, bought("pn_1", "+14155550142"));
    intent.id
}

fn said(outcome: ReleaseOutcome) -> Answer<ReleaseOutcome> {
    Answer { outcome, ..release_unknown() }
}

fn refused_as(kind: RefusalKind) -> Answer<ReleaseOutcome> {
    said(ReleaseOutcome::NotReleased(Refusal { kind, message: None, fields: Vec::new() }))
}

fn word(record: &Record) -> Option<&'static str> {
    record.release().as_ref().map(Release::word)
}

/// The same release again.
fn again(before: &Leave, attempt: u32, since_boot_ms: u64) -> Leave {
    Leave { attempt, moment: at(since_boot_ms), ..before.clone() }
}

#[test]
fn p18_an_attempt_is_durable_before_it_leaves_and_open_until_it_is_answered() {
    let (_kept, mut store) = store();
    let id = bought_in(&mut store);
    assert!(store.waiting_records().unwrap().whole.is_empty());
    let leave = leave(1, 0);
    let attempt = store.begin_release(id, leave.clone()).unwrap();
    let last = attempt.record().events.last().unwrap();
    assert_eq!(last.event, Event::Release(ReleaseStep::Sent(leave.clone())));
    // As another process sees it, and the next start after a crash.
    let folder = store.folder.clone();
    let other = Store::open(&folder).unwrap();
    let waiting = other.waiting_records().unwrap().whole;
    assert_eq!((waiting.len(), word(&waiting[0])), (1, Some("sent")));
    assert_eq!(waiting[0].state().word(), "bought");
    drop((attempt, store, other));
    let mut store = Store::open(&folder).unwrap();
    let attempt = store.begin_release(id, again(&leave, 2, 1)).unwrap();
    let done = store.answer_release(&attempt, refused_as(RefusalKind::NotFound)).unwrap();
    assert_eq!(word(&done), Some("released"), "404 on a retry means gone");
    assert_eq!(store.record_of(id).unwrap(), done);
    assert!(store.waiting_records().unwrap().whole.is_empty());
}

#[test]
fn p18_only_what_was_bought_is_released_and_only_once() {
    for answer in [unknown(), refused(RefusalKind::QuotaOrPlan)] {
        let (_kept, mut store) = store();
        let intent = intent();
        answered(&mut store, &intent, answer);
        assert_eq!(store.begin_release(intent.id, leave(1, 0)).unwrap_err(), Trouble::MovedOn);
    }
    let (_kept, mut store) = store();
    let id = bought_in(&mut store);
    let attempt = store.begin_release(id, leave(1, 0)).unwrap();
    store.answer_release(&attempt, said(ReleaseOutcome::Released(None))).unwrap();
    drop(attempt);
    for attempt in [1, 2] {
        assert_eq!(store.begin_release(id, leave(attempt, 0)).unwrap_err(), Trouble::MovedOn);
    }
    assert_eq!(store.release_is_gone(id, &at(0)).unwrap_err(), Trouble::MovedOn);
    assert_eq!(store.close_release_by_hand(id, &at(0)).unwrap_err(), Trouble::MovedOn);
}

#[test]
fn p18_nothing_else_is_sent_or_settled_while_a_release_is_under_way() {
    let (_kept, mut store) = store();
    let (id, other) = (bought_in(&mut store), intent());
    store.record(&other, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_release(id, leave(1, 0)).unwrap();
    assert_eq!(store.begin_attempt(other.id, 1, at(0)).unwrap_err(), Trouble::SendingElsewhere);
    assert_eq!(store.begin_release(id, leave(1, 0)).unwrap_err(), Trouble::SendingElsewhere);
    assert_eq!(store.release_is_gone(id, &at(0)).unwrap_err(), Trouble::SendingElsewhere);
    drop(attempt);
    assert_eq!(word(&store.release_is_gone(id, &at(0)).unwrap()), Some("released"));
}

#[test]
fn p18_a_pause_binds_every_attempt_of_every_release_of_the_number() {
    let (_kept, mut store) = store();
    let id = bought_in(&mut store);
    let first = leave(1, 0);
    let attempt = store.begin_release(id, first.clone()).unwrap();
    let limited = RefusalKind::RateLimited { retry_after_ms: Some(30_000) };
    let took_ms = release_unknown().took_ms;
    store.answer_release(&attempt, refused_as(limited)).unwrap();
    drop(attempt);
    for early in [again(&first, 2, 29_999 + took_ms), leave(1, 29_999 + took_ms)] {
        let trouble = store.begin_release(id, early).unwrap_err();
        assert_eq!(trouble, Trouble::TooSoon(Duration::from_millis(1)));
    }
    assert_eq!(store.begin_release(id, again(&first, 2, 30_000 + took_ms)).unwrap().number(), 2);
}

#[test]
fn p18_what_is_not_known_is_settled_by_a_list_that_misses_it_or_by_hand_in_time() {
    let unlisted = |store: &mut Store| {
        let id = bought_in(store);
        let attempt = store.begin_release(id, Leave { was_listed: false, ..leave(1, 0) }).unwrap();
        store.answer_release(&attempt, release_unknown()).unwrap();
        id
    };
    let (_kept, mut store) = store();
    let id = unlisted(&mut store);
    assert!(matches!(store.release_is_gone(id, &at(899_999)).unwrap_err(), Trouble::TooEarly(_)));
    assert!(matches!(store.close_release_by_hand(id, &at(899_999)).unwrap_err(), Trouble::TooEarly(_)));
    assert_eq!(word(&store.release_is_gone(id, &at(900_000)).unwrap()), Some("released"));
    let id = unlisted(&mut store);
    assert_eq!(word(&store.close_release_by_hand(id, &at(900_000)).unwrap()), Some("not_released"));
    assert_eq!(store.begin_release(id, leave(1, 900_000)).unwrap().number(), 1, "confirmed anew");
}

#[test]
fn p18_a_released_number_may_be_bought_again_by_another_purchase() {
    let (_kept, mut store) = store();
    let id = bought_in(&mut store);
    assert_eq!(store.bought(&account("sub_8a1f4c2e"), &Origin::Sandbox).unwrap().whole.len(), 1);
    let attempt = store.begin_release(id, leave(1, 0)).unwrap();
    store.answer_release(&attempt, said(ReleaseOutcome::Released(None))).unwrap();
    drop(attempt);
    let open = intent();
    answered(&mut store, &open, unknown());
    // A list that is late still shows the number that was given up: it is that purchase's for ever.
    let taken = store.link(open.id, number("pn_1", "+14155550142")).unwrap_err();
    assert!(matches!(taken, Trouble::AlreadyLinked(_)), "{taken:?}");
    assert_eq!(store.link(open.id, number("pn_2", "+14155550142")).unwrap().state().word(), "bought");
}

#[test]
fn p18_a_step_that_cannot_follow_is_damage_and_damage_releases_nothing() {
    let (_kept, mut store) = store();
    let id = bought_in(&mut store);
    let seq = row::find(&store.db, id).unwrap();
    let mut record = store.record_of(id).unwrap();
    record.events.push(Stamped { at: Timestamp::now(), event: Event::Release(ReleaseStep::Sent(leave(7, 0))) });
    row::insert_last_event(&store.db, seq, &record).unwrap();
    assert_eq!(store.record_of(id).unwrap_err(), Trouble::DamagedRecord);
    let folder = store.folder.clone();
    drop(store);
    let mut store = Store::open(&folder).unwrap();
    assert_eq!(store.begin_release(id, leave(1, 0)).unwrap_err(), Trouble::DamagedRecords(1));
}
