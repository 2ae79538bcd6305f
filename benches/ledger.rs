//! What the ledger costs: one purchase written down, and a start with a long history.
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use std::path::Path;

use divan::Bencher;
use jiff::Timestamp;
use numshop::{
    domain::{
        Answer, Beside, Clean, Criterion, Doubt, Intent, IntentId, KeyRef, Moment, Origin, Outcome, PurchaseDraft,
        PurchaseRequest, SubAccountId, criterion::Kind,
    },
    ledger::Store,
    numbering::Country,
};
use rusqlite::{Connection, params};

fn main() {
    divan::main();
}

fn intent() -> Intent {
    let request = PurchaseRequest {
        sub_account: SubAccountId::parse("sub_8a1f4c2e").unwrap(),
        country: Country::API_DEFAULT,
        criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
    };
    let key = KeyRef { label: Clean::line("sandbox"), last4: Clean::line("9c2f") };
    let draft = PurchaseDraft { body: request.freeze(), request, origin: Origin::Sandbox, key };
    Intent { id: IntentId::mint(), created_at: Timestamp::now(), who: Clean::line("bench"), draft }
}

fn unknown() -> Answer {
    Answer { outcome: Outcome::Unknown(Doubt::TimedOut), raw: None, took_ms: 0, retry_after_ms: None }
}

/// Intents, all settled but the first, made the quick way: copies of rows that the store wrote.
fn fill(folder: &Path, intents: u32) {
    let mut store = Store::open(folder).unwrap();
    let (first, settled) = (intent(), intent());
    store.record(&first, Beside::OpenOnesAccepted).unwrap();
    store.record(&settled, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_attempt(settled.id, 1, Moment::default()).unwrap();
    store.answer(&attempt, unknown()).unwrap();
    drop(attempt);
    let late = Moment { boot: Clean::default(), since_boot_ms: u64::MAX };
    store.close_by_hand(settled.id, &late).unwrap();
    let mut db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    let step = db.transaction().unwrap();
    for _ in 2..intents {
        step.prepare_cached(
            "INSERT INTO intent (id, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4)
             SELECT ?1, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4
             FROM intent WHERE seq = 2",
        ).unwrap().execute([IntentId::mint().to_string()]).unwrap();
        step.prepare_cached(
            "INSERT INTO event (intent, at, event, open) SELECT ?1, at, event, open FROM event WHERE intent = 2",
        )
        .unwrap()
        .execute(params![step.last_insert_rowid()])
        .unwrap();
    }
    step.commit().unwrap();
}

/// Record, begin, answer: three durable commits.
#[divan::bench]
fn one_purchase(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    bencher.bench_local(|| {
        let intent = intent();
        store.record(&intent, Beside::OpenOnesAccepted).unwrap();
        let attempt = store.begin_attempt(intent.id, 1, Moment::default()).unwrap();
        store.answer(&attempt, unknown()).unwrap()
    });
}

#[divan::bench(args = [2, 100_000], sample_count = 20)]
fn start(bencher: Bencher, intents: u32) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), intents);
    bencher.bench_local(|| {
        let store = Store::open(folder.path()).unwrap();
        let open = store.waiting_records().unwrap();
        assert_eq!((open.whole.len(), open.damaged), (1, 0));
    });
}

/// A start, and a purchase at once: it waits until the whole ledger has been looked through.
#[divan::bench(args = [2, 100_000], sample_count = 5)]
fn purchase_right_after_a_start(bencher: Bencher, intents: u32) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), intents);
    bencher.bench_local(|| Store::open(folder.path()).unwrap().record(&intent(), Beside::OpenOnesAccepted).unwrap());
}

#[divan::bench(args = [100_000], sample_count = 5)]
fn whole_history(bencher: Bencher, intents: u32) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), intents);
    let store = Store::open(folder.path()).unwrap();
    bencher.bench_local(|| store.records().unwrap());
}

#[divan::bench(args = [100_000], sample_count = 5)]
fn used_accounts(bencher: Bencher, intents: u32) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), intents);
    let store = Store::open(folder.path()).unwrap();
    bencher.bench_local(|| store.used_accounts(&Origin::Sandbox).unwrap());
}
