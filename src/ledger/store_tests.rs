//! What may be written and when, what is found again, and what two stores may do to each other.

use std::{sync::Barrier, thread, time::Duration};

use proptest::prelude::*;
use rusqlite::params;

use super::*;
use crate::{
    domain::{Clean, Criterion, Outcome, RefusalKind, criterion::Kind},
    ledger::{fixtures::*, history},
    numbering::Country,
};

fn words(records: &Records) -> Vec<&'static str> {
    records.whole.iter().map(|record| record.state().word()).collect()
}

#[test]
fn everything_comes_back_after_reopening() {
    let (_kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    let first = Intent { who: Clean::line("a\u{1b}[0m'\"\u{202e}"), ..intent() };
    let mut second = intent_of("sub_other", live());
    second.draft.request.country = Country::parse("GB").unwrap();
    second.draft.request.criterion = Criterion::recorded(Kind::Pattern, "+4420*******").unwrap();
    second.draft.body = second.draft.request.freeze();

    answered(&mut store, &first, unknown());
    let retry = store.begin_attempt(first.id, 2, at(5)).unwrap();
    assert_eq!((retry.id(), retry.number(), retry.record().events.len()), (first.id, 2, 3));
    let one = store.answer(&retry, bought("pn_1", "+14155550100")).unwrap();
    drop(retry);
    let two = answered(&mut store, &second, refused(RefusalKind::NotFound));
    drop(store);

    let store = Store::open(&folder).unwrap();
    assert_eq!(store.records().unwrap(), Records { whole: vec![two.clone(), one.clone()], ..Records::default() });
    assert_eq!(store.record_of(first.id).unwrap(), one);
    assert_eq!(history(&folder).unwrap().whole, [two, one]);
    assert_eq!(store.notices(), []);
}

#[test]
fn the_body_is_kept_byte_for_byte() {
    let (_kept, mut store) = store();
    let mut intent = intent();
    let spaced = r#"{ "sub_account_id":"sub_8a1f4c2e", "country":"US",  "area_code":"415" }"#;
    intent.draft.body = crate::domain::FrozenBody::recorded(spaced.to_owned());
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    assert_eq!(store.record_of(intent.id).unwrap().intent.draft.body.as_str(), spaced);
}

#[test]
fn an_attempt_begins_only_where_the_person_saw_the_one_before() {
    let answers = || [("none", None), ("unknown", Some(unknown())), ("limited", Some(rate_limited()))];
    for (case, answer) in answers() {
        let (_kept, mut store) = store();
        let intent = intent();
        store.record(&intent, Beside::OpenOnesAccepted).unwrap();
        assert_eq!(store.begin_attempt(intent.id, 2, at(0)).unwrap_err(), Trouble::MovedOn);
        let attempt = store.begin_attempt(intent.id, 1, at(0)).unwrap();
        answer.map(|answer| store.answer(&attempt, answer).unwrap());
        drop(attempt);
        let before = store.record_of(intent.id).unwrap();
        assert_eq!(store.begin_attempt(intent.id, 1, at(0)).unwrap_err(), Trouble::MovedOn, "{case}");
        assert_eq!(store.record_of(intent.id).unwrap(), before, "{case}");
        assert_eq!(store.begin_attempt(intent.id, 2, at(60_000)).unwrap().number(), 2, "{case}");
    }
}

#[test]
fn what_has_ended_is_not_sent_again() {
    for answer in [bought("pn_1", "+14155550100"), refused(RefusalKind::QuotaOrPlan)] {
        let (_kept, mut store) = store();
        let intent = intent();
        let before = answered(&mut store, &intent, answer);
        for attempt in [1, 2] {
            assert_eq!(store.begin_attempt(intent.id, attempt, at(0)).unwrap_err(), Trouble::MovedOn);
        }
        assert_eq!(store.close_by_hand(intent.id, &at(u64::MAX)).unwrap_err(), Trouble::MovedOn);
        for number in [number("pn_1", "+14155550100"), number("pn_2", "+14155550101")] {
            assert_eq!(store.link(intent.id, number).unwrap_err(), Trouble::MovedOn);
        }
        assert_eq!(store.record_of(intent.id).unwrap(), before);
    }
}

#[test]
fn an_unknown_or_repeated_purchase_is_refused() {
    let (_kept, mut store) = store();
    let intent = intent();
    assert_eq!(store.begin_attempt(intent.id, 1, at(0)).unwrap_err(), Trouble::NoSuchPurchase);
    assert_eq!(store.record_of(intent.id).unwrap_err(), Trouble::NoSuchPurchase);
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    assert_eq!(store.record(&intent, Beside::OpenOnesAccepted).unwrap_err(), Trouble::AlreadyRecorded);
    assert_eq!(store.records().unwrap().whole.len(), 1);
}

#[test]
fn p06_beside_an_open_purchase_another_needs_to_be_accepted() {
    for (case, open) in [("recorded", 0), ("sent", 1), ("unknown", 2)] {
        let (_kept, folder) = folder();
        let (mut here, mut elsewhere) = (Store::open(&folder).unwrap(), Store::open(&folder).unwrap());
        let first = intent_of("sub_a", live());
        here.record(&first, Beside::NoOpen).unwrap();
        let attempt = (open > 0).then(|| here.begin_attempt(first.id, 1, at(0)).unwrap());
        if open > 1 {
            here.answer(attempt.as_ref().unwrap(), unknown()).unwrap();
        }
        let second = intent_of("sub_a", live());
        let refused = elsewhere.record(&second, Beside::NoOpen).unwrap_err();
        assert_eq!(refused, Trouble::OpenForThisAccount(vec![here.record_of(first.id).unwrap()]), "{case}");
        assert_eq!(elsewhere.record_of(second.id).unwrap_err(), Trouble::NoSuchPurchase, "{case}");
        for other in [intent_of("sub_b", live()), intent_of("sub_a", Origin::Sandbox)] {
            elsewhere.record(&other, Beside::NoOpen).unwrap();
        }
        elsewhere.record(&second, Beside::OpenOnesAccepted).unwrap();
    }
    let (_kept, mut store) = store();
    for answer in [bought("pn_1", "+14155550100"), refused(RefusalKind::QuotaOrPlan)] {
        answered(&mut store, &intent(), answer);
        store
            .record(&intent(), Beside::NoOpen)
            .map(|record| store.close_by_hand(record.intent.id, &at(0)))
            .unwrap()
            .unwrap();
    }
}

#[test]
fn p06_racing_windows_make_one_purchase_for_a_sub_account() {
    let (_kept, folder) = folder();
    drop(Store::open(&folder).unwrap());
    let start = Barrier::new(4);
    let results: Vec<_> = thread::scope(|scope| {
        let race = || {
            let mut store = Store::open(&folder).unwrap();
            start.wait();
            store.record(&intent(), Beside::NoOpen)
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(race)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let beside = |result: &&Result<_, _>| matches!(result, Err(Trouble::OpenForThisAccount(_)));
    assert_eq!((results.iter().filter(|r| r.is_ok()).count(), results.iter().filter(beside).count()), (1, 3));
}

#[test]
fn p15_racing_stores_send_an_intent_once() {
    let (_kept, folder) = folder();
    let intent = intent();
    Store::open(&folder).unwrap().record(&intent, Beside::OpenOnesAccepted).unwrap();
    let ready = Barrier::new(4);
    let done = Barrier::new(4);
    let results: Vec<_> = thread::scope(|scope| {
        let race = || {
            let mut store = Store::open(&folder).unwrap();
            ready.wait();
            let attempt = store.begin_attempt(intent.id, 1, at(0));
            done.wait();
            attempt.map(|attempt| attempt.number())
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(race)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| **result == Ok(1)).count(), 1, "{results:?}");
    assert_eq!(results.iter().filter(|result| **result == Err(Trouble::SendingElsewhere)).count(), 3, "{results:?}");
    assert_eq!(Store::open(&folder).unwrap().record_of(intent.id).unwrap().events.len(), 1);
}

#[test]
fn p15_racing_writers_lose_nothing() {
    let (_kept, folder) = folder();
    let start = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                start.wait();
                let mut store = Store::open(&folder).unwrap();
                for _ in 0..10 {
                    let intent = intent();
                    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
                    let event = Event::Answered { attempt: 1, answer: Box::new(unknown()) };
                    store.append(intent.id, |_, _, _| Ok(event)).unwrap();
                }
            });
        }
    });
    let records = history(&folder).unwrap();
    assert_eq!((records.whole.len(), records.damaged), (30, 0));
    assert!(records.whole.iter().all(|record| record.events.len() == 1));
}

#[test]
fn p05_p15_while_one_is_sent_nothing_else_is_sent_or_settled() {
    let (_kept, folder) = folder();
    let (mut here, mut elsewhere) = (Store::open(&folder).unwrap(), Store::open(&folder).unwrap());
    let (one, other) = (intent(), intent());
    here.record(&one, Beside::OpenOnesAccepted).unwrap();
    here.record(&other, Beside::OpenOnesAccepted).unwrap();
    let attempt = here.begin_attempt(one.id, 1, at(0)).unwrap();
    for store in [&mut here, &mut elsewhere] {
        for id in [one.id, other.id] {
            assert_eq!(store.begin_attempt(id, 1, at(0)).unwrap_err(), Trouble::SendingElsewhere);
            assert_eq!(store.close_by_hand(id, &at(u64::MAX)).unwrap_err(), Trouble::SendingElsewhere);
            assert_eq!(store.link(id, number("pn_1", "+1")).unwrap_err(), Trouble::SendingElsewhere);
        }
    }
    here.answer(&attempt, unknown()).unwrap();
    let copy = attempt.clone();
    drop(attempt);
    assert_eq!(elsewhere.begin_attempt(other.id, 1, at(0)).unwrap_err(), Trouble::SendingElsewhere);
    drop(copy);
    assert!(elsewhere.begin_attempt(other.id, 1, at(0)).is_ok());
}

#[test]
fn closing_by_hand_waits_fifteen_minutes() {
    let (_kept, mut store) = store();
    let (sent, never_sent) = (intent(), intent());
    answered(&mut store, &sent, unknown());
    store.record(&never_sent, Beside::OpenOnesAccepted).unwrap();
    let early = store.close_by_hand(sent.id, &at(899_999)).unwrap_err();
    assert_eq!(early, Trouble::TooEarly(Duration::from_millis(1)));
    assert_eq!(store.record_of(sent.id).unwrap().state().word(), "unknown");
    assert_eq!(store.close_by_hand(sent.id, &at(900_000)).unwrap().state().word(), "not_bought");
    assert_eq!(store.close_by_hand(never_sent.id, &at(0)).unwrap().state().word(), "not_bought");
    assert_eq!(store.waiting_records().unwrap(), Records::default());
}

#[test]
fn a_number_belongs_to_one_purchase() {
    for (sub_account, origin, id, e164, taken) in [
        ("sub_a", live(), "pn_1", "+14155550100", true),
        ("sub_a", live(), "pn_1", "+14155550199", true),
        ("sub_a", live(), "pn_9", "+14155550100", true),
        ("sub_a", live(), "pn_9", "+14155550199", false),
        ("sub_b", live(), "pn_1", "+14155550100", false),
        ("sub_a", Origin::Sandbox, "pn_1", "+14155550100", false),
    ] {
        let (_kept, mut store) = store();
        answered(&mut store, &intent_of("sub_a", live()), bought("pn_1", "+14155550100"));
        let lost = intent_of(sub_account, origin.clone());
        answered(&mut store, &lost, unknown());
        let linked = store.link(lost.id, number(id, e164));
        if taken {
            assert_eq!(linked.unwrap_err(), Trouble::AlreadyLinked(Clean::line(e164)));
        } else {
            assert_eq!(linked.unwrap().state().word(), "bought");
            let known = store.bought(&account(sub_account), &origin).unwrap().whole;
            assert!(known.iter().filter_map(Record::bought).any(|bought| bought.number == number(id, e164)));
        }
    }
}

#[test]
fn a_yes_that_comes_after_a_persons_no_is_kept() {
    let (_kept, mut store) = store();
    let intent = intent();
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_attempt(intent.id, 1, at(0)).unwrap();
    let late = attempt.clone();
    let lock_is_gone = std::fs::remove_file(store.folder.join("sending.lock"));
    assert!(lock_is_gone.is_ok());
    store.close_by_hand(intent.id, &at(900_000)).unwrap();
    drop(attempt);
    let record = store.answer(&late, bought("pn_1", "+14155550100")).unwrap();
    assert_eq!(record.state().word(), "bought");
}

#[test]
fn used_accounts_come_latest_first_each_once() {
    let (_kept, mut store) = store();
    for (sub_account, origin) in [
        ("sub_a", live()),
        ("sub_b", live()),
        ("sub_s", Origin::Sandbox),
        ("sub_c", live()),
        ("sub_a", live()),
        ("sub_s", Origin::Sandbox),
    ] {
        store.record(&intent_of(sub_account, origin), Beside::OpenOnesAccepted).unwrap();
    }
    assert_eq!(store.used_accounts(&live()).unwrap(), ["sub_a", "sub_c", "sub_b"].map(account));
    assert_eq!(store.used_accounts(&Origin::Sandbox).unwrap(), ["sub_s"].map(account));
}

#[test]
fn the_database_itself_refuses_to_change_what_is_written() {
    let (_kept, mut store) = store();
    answered(&mut store, &intent(), unknown());
    for change in
        ["UPDATE intent SET who = 'x'", "DELETE FROM intent", "UPDATE event SET at = 'x'", "DELETE FROM event"]
    {
        let refused = store.db.execute(change, []).unwrap_err().to_string();
        assert!(refused.contains("the ledger only grows"), "{change}: {refused}");
    }
    let orphan = "INSERT INTO event (intent, at, event, open) VALUES (99, '', '', 1)";
    assert!(store.db.execute(orphan, []).is_err());
}

#[test]
fn history_reads_beside_a_writer_and_creates_nothing() {
    let (kept, folder) = folder();
    assert_eq!(history(&folder).unwrap(), Records::default());
    assert_eq!(std::fs::read_dir(kept.path()).unwrap().count(), 0);

    let mut store = Store::open(&folder).unwrap();
    store.record(&intent(), Beside::OpenOnesAccepted).unwrap();
    let writing = store.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    row::insert_intent(&writing, &intent()).unwrap();
    assert_eq!(history(&folder).unwrap().whole.len(), 1);
    writing.commit().unwrap();
    assert_eq!(history(&folder).unwrap().whole.len(), 2);
}

#[test]
fn p14_what_was_committed_is_there_without_a_goodbye() {
    let (kept, folder) = folder();
    let mut store = Store::open(&folder).unwrap();
    let intent = intent();
    answered(&mut store, &intent, unknown());
    // A copy of the files while the store is open: what a kill would leave.
    let copy = kept.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
        std::fs::copy(folder.join(name), copy.join(name)).unwrap();
    }
    assert_eq!(words(&history(&copy).unwrap()), ["unknown"]);
    assert_eq!(words(&Store::open(&copy).unwrap().waiting_records().unwrap()), ["unknown"]);
}

/// Something that a person or the network does to one of a few purchases.
#[derive(Debug, Clone)]
enum Act {
    Record,
    Send,
    Answer(u32, Box<Answer>),
    Link,
    Close,
    Acknowledge,
}

fn any_act() -> impl Strategy<Value = (usize, Act)> {
    let answer = prop_oneof![
        Just(bought("pn_1", "+14155550100")),
        Just(bought("pn_1", "+12125550100")),
        Just(refused(RefusalKind::QuotaOrPlan)),
        Just(rate_limited()),
        Just(unknown()),
    ];
    let act = prop_oneof![
        1 => Just(Act::Record),
        3 => Just(Act::Send),
        3 => (1_u32..4, answer).prop_map(|(attempt, answer)| Act::Answer(attempt, Box::new(answer))),
        1 => Just(Act::Link),
        1 => Just(Act::Close),
        1 => Just(Act::Acknowledge),
    ];
    (0_usize..4, act)
}

fn play(store: &mut Store, intent: &Intent, act: Act) {
    // Refusals are part of the game.
    let _refused = match act {
        Act::Record => store.record(intent, Beside::OpenOnesAccepted),
        Act::Send => store.record_of(intent.id).and_then(|record| {
            let next = record.state().attempt() + 1;
            store.begin_attempt(intent.id, next, at(60_000 * u64::from(next))).map(|attempt| attempt.record().clone())
        }),
        Act::Answer(attempt, answer) => store.append(intent.id, |_, _, _| Ok(Event::Answered { attempt, answer })),
        Act::Link => store.link(intent.id, number("pn_2", "+14155550101")),
        Act::Close => store.close_by_hand(intent.id, &at(u64::MAX)),
        Act::Acknowledge => store.acknowledge(intent.id),
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_waiting_records_are_those_whose_history_says_so(acts in prop::collection::vec(any_act(), 1..40)) {
        let (_kept, mut store) = store();
        let intents: Vec<_> = (0..4).map(|n| intent_of(&format!("sub_{n}"), Origin::Sandbox)).collect();
        for (which, act) in acts {
            play(&mut store, &intents[which], act);
        }
        let mut waiting = store.records().unwrap();
        prop_assert_eq!(waiting.damaged, 0);
        waiting.whole.retain(Record::waits_for_a_person);
        waiting.whole.reverse();
        prop_assert_eq!(store.waiting_records().unwrap(), waiting);
    }
}

#[test]
fn p11_no_column_or_event_holds_more_of_a_key_than_its_end() {
    let (_kept, mut store) = store();
    let mut intent = intent();
    intent.draft.key = crate::domain::KeyRef::describe("VANTAX_API_KEY", "vx_live_3fa9c29c2f");
    answered(&mut store, &intent, answer(Outcome::Unknown(crate::domain::Doubt::Conflict)));
    drop(store.db.execute("PRAGMA wal_checkpoint", params![]));
    for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
        let bytes = std::fs::read(store.folder.join(name)).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"vx_live_"), "{name}");
    }
}
