//! What is lost is never made up, and a purchase that lost a part is bought or open.

use std::fs;

use super::*;
use crate::{
    domain::{Answer, Beside},
    ledger::{Store, fixtures::*},
};

/// The number that a purchase bought, if it bought one.
fn own_number(one: &Intent) -> crate::domain::OwnedNumber {
    number(&format!("pn_{}", one.id), &format!("+1 {}", one.id))
}

fn yes(one: &Intent) -> Answer {
    let own = own_number(one);
    bought(own.id.as_str(), own.number.as_str())
}

/// What happened to one purchase.
type Act = fn(&mut Store, &Intent);

fn attempt(store: &mut Store, intent: &Intent, number: u32, answer: Option<Answer>) {
    let begun = store.begin_attempt(intent.id, number, at(u64::from(number) * 100_000)).unwrap();
    if let Some(answer) = answer {
        store.answer(&begun, answer).unwrap();
    }
}

/// Every kind of life: each is what came after the recording.
const LIVES: [(&str, Act); 9] = [
    ("recorded", |_, _| {}),
    ("sent", |store, one| attempt(store, one, 1, None)),
    ("bought", |store, one| attempt(store, one, 1, Some(yes(one)))),
    ("not bought", |store, one| attempt(store, one, 1, Some(refused(RefusalKind::NotFound)))),
    ("not now", |store, one| attempt(store, one, 1, Some(rate_limited()))),
    ("not now, then not bought", |store, one| {
        attempt(store, one, 1, Some(rate_limited()));
        attempt(store, one, 2, Some(refused(RefusalKind::NotFound)));
    }),
    ("unknown, then bought", |store, one| {
        attempt(store, one, 1, Some(unknown()));
        attempt(store, one, 2, None);
        attempt(store, one, 3, Some(yes(one)));
    }),
    ("unknown, then linked", |store, one| {
        attempt(store, one, 1, Some(unknown()));
        store.link(one.id, own_number(one)).unwrap();
    }),
    ("unknown, then closed by hand", |store, one| {
        attempt(store, one, 1, Some(unknown()));
        store.close_by_hand(one.id, &at(u64::MAX)).unwrap();
    }),
];

/// Reads what is left of a closed ledger.
fn read_back(folder: &Path) -> Salvage {
    read_file(&folder.join("ledger.sqlite3"), &at(7)).unwrap()
}

#[test]
fn p17_a_whole_ledger_is_read_back_as_it_is() {
    let (_kept, mut store) = store();
    for (_, life) in LIVES {
        let one = intent();
        store.record(&one, Beside::OpenOnesAccepted).unwrap();
        life(&mut store, &one);
    }
    let mut records = store.records().unwrap().whole;
    records.reverse();
    let saved = read_file(&store.folder().join("ledger.sqlite3"), &at(7)).unwrap();
    assert_eq!(
        saved,
        Salvage { saved: records.into_iter().map(|record| Saved { record, is_whole: true }).collect(), gone: 0 }
    );
}

/// Each event of each life is lost in turn, in each way. Afterwards the purchase is bought where a yes is left, else it is
/// open; it is not bought only where that is as certain as before.
#[test]
fn p17_a_purchase_that_lost_a_part_is_bought_or_open_and_never_not_bought() {
    for (name, life) in LIVES {
        for way in ["UPDATE event SET event = '{}'", "UPDATE event SET at = x'00'", "DELETE FROM event"] {
            for lost in 1..=6 {
                let (_kept, mut store) = store();
                let (one, other) = (intent(), intent());
                store.record(&one, Beside::OpenOnesAccepted).unwrap();
                store.record(&other, Beside::OpenOnesAccepted).unwrap();
                attempt(&mut store, &other, 1, Some(refused(RefusalKind::NotFound)));
                life(&mut store, &one);
                let before = store.record_of(one.id).unwrap();
                let folder = store.folder().to_owned();
                drop(store);
                let first = 3;
                if lost > before.events.len() {
                    continue;
                }
                let seq = first + lost - 1;
                let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
                let triggers = "DROP TRIGGER event_stays; DROP TRIGGER event_is_kept;";
                // Strict tables refuse bytes where text must be, and a text that is no text cannot be written by hand.
                let way = if way.contains("x'00'") { "UPDATE event SET at = ''" } else { way };
                db.execute_batch(&format!("{triggers} {way} WHERE seq = {seq}")).unwrap();
                db.close().unwrap();
                let left = read_back(&folder);
                let [mine, theirs] = &left.saved[..] else { panic!("{name}: {left:?}") };
                assert_eq!((left.gone, mine.record.intent.id), (0, one.id));
                assert_eq!((theirs.record.state().word(), theirs.is_whole), ("not_bought", true), "{name}, {lost}");
                let yes_is_left = mine.record.bought();
                assert!(yes_is_left.is_none() || yes_is_left == before.bought(), "{name}, {lost}: made up");
                // What a person said after whatever is lost of the time before stands, where nothing else is missing.
                let by_hand = mine.is_whole && mine.record.events.last().unwrap().event == Event::ClosedByHand;
                let is_open = mine.record.state().is_open();
                assert!(yes_is_left.is_some() || by_hand || is_open, "{name}, {lost}: {:?}", mine.record);
                let kept = |stamped: &&Stamped| !matches!(stamped.event, Event::Lost { .. });
                let events: Vec<_> = mine.record.events.iter().filter(kept).collect();
                let mut whole = before.events.iter();
                assert!(events.iter().all(|event| whole.any(|other| other == *event)), "{name}, {lost}: out of order");
            }
        }
    }
}

#[test]
fn p17_an_event_of_nobody_knows_whom_opens_only_what_was_not_over() {
    let (_kept, mut store) = store();
    let mut lives = Vec::new();
    for (name, life) in LIVES {
        let one = intent();
        store.record(&one, Beside::OpenOnesAccepted).unwrap();
        life(&mut store, &one);
        lives.push((name, store.record_of(one.id).unwrap()));
    }
    let folder = store.folder().to_owned();
    drop(store);
    let db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    db.execute_batch("DROP TRIGGER event_is_kept; DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)").unwrap();
    db.close().unwrap();
    for (saved, (name, before)) in read_back(&folder).saved.into_iter().zip(lives) {
        let was_over = matches!(name, "bought" | "not bought" | "not now, then not bought")
            || matches!(name, "unknown, then bought" | "unknown, then linked");
        assert_eq!(saved.is_whole, was_over, "{name}");
        assert!(if was_over { saved.record == before } else { saved.record.state().is_open() }, "{name}");
    }
}

#[test]
fn p17_a_damaged_page_takes_nothing_with_it_but_what_stood_on_it() {
    let (_kept, mut store) = store();
    let mut before = Vec::new();
    for at in 0..60 {
        let one = intent();
        store.record(&one, Beside::OpenOnesAccepted).unwrap();
        LIVES[at % LIVES.len()].1(&mut store, &one);
        before.push(store.record_of(one.id).unwrap());
    }
    let path = store.folder().join("ledger.sqlite3");
    drop(store);
    let whole = fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    let mut most_saved = 0;
    for page in 1..pages {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xA5);
        fs::write(&path, &bytes).unwrap();
        let left = read_file(&path, &at(7)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), bytes, "reading changed it");
        let mut rest = before.iter();
        for saved in &left.saved {
            let was = rest.find(|was| was.intent == saved.record.intent).expect("in order, and none twice");
            let is_open_or_bought = match saved.record.bought() {
                Some(bought) => was.bought() == Some(bought),
                None => saved.record.state().is_open(),
            };
            assert!(if saved.is_whole { saved.record == *was } else { is_open_or_bought }, "page {page}: {saved:?}");
        }
        assert_eq!(left.saved.len() + left.gone, 60, "page {page}");
        most_saved = most_saved.max(left.saved.len());
    }
    assert_eq!(most_saved, 60, "a page of events or of an index costs no purchase");
}
