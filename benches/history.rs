//! What a long history costs: to read it, to find in it, to keep it, and to write it out.
//!
//! A ledger of 100,000 purchases with raw answers as large as the documented one, half of them bought.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a measurement that fails should stop")]
#![expect(clippy::print_stderr, reason = "memory is no time, so it is not in the table")]

use std::{fs, path::Path, sync::OnceLock};

use divan::Bencher;
use jiff::Timestamp;
use numshop::{
    app::{App, Effect, Keys, Message, Now, Prefill, Setup, update},
    domain::{
        Answer, Beside, Bought, Clean, Criterion, Doubt, Intent, IntentId, KeyRef, Moment, Origin, Outcome,
        OwnedNumber, PurchaseDraft, PurchaseRequest, RawAnswer, Record, SubAccountId, Summary, criterion::Kind,
    },
    ledger::{Form, Reader, Store, write_history},
    numbering::Country,
};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rusqlite::{Connection, params};
use tempfile::TempDir;

/// How many purchases the ledger has.
const PURCHASES: u32 = 100_000;
/// How many lines come to the screen first, as the executor sends them.
const FIRST_PAGE: usize = 100;
/// The documented answer.
const YES: &str = include_str!("../tests/fixtures/purchase_response.json");

fn main() {
    let before = resident();
    let app = filled();
    let lines = app.history.as_ref().map_or(0, |history| history.len());
    let grown = resident() - before;
    eprintln!("{lines} lines on the screen: {grown} KiB more, with what reading them needs");
    drop(app);
    divan::main();
}

/// KiB of this process that are in memory; 0 where the system does not say.
fn resident() -> i64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn intent(account: &str) -> Intent {
    let request = PurchaseRequest {
        sub_account: SubAccountId::parse(account).unwrap(),
        country: Country::API_DEFAULT,
        criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
    };
    let key = KeyRef { label: Clean::line("sandbox"), last4: Clean::line("9c2f") };
    let draft = PurchaseDraft { body: request.freeze(), request, origin: Origin::Sandbox, key };
    Intent { id: IntentId::mint(), created_at: Timestamp::now(), who: Clean::line("bench"), draft }
}

fn answer(outcome: Outcome) -> Answer {
    let headers = vec![(Clean::line("content-type"), Clean::line("application/json"))];
    // On one line, as answers are kept.
    let body = serde_json::from_str::<serde_json::Value>(YES).unwrap().to_string();
    let raw = RawAnswer { status: 201, headers, body: Clean::body(&body) };
    Answer { outcome, raw: Some(raw), took_ms: 412, retry_after_ms: None }
}

fn settled(store: &mut Store, outcome: Outcome) {
    let intent = intent("sub_8a1f4c2e");
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_attempt(intent.id, 1, Moment::default()).unwrap();
    store.answer(&attempt, answer(outcome)).unwrap();
}

/// The ledger, made once and the quick way: copies of rows that the store wrote.
fn ledger() -> &'static Path {
    static LEDGER: OnceLock<TempDir> = OnceLock::new();
    LEDGER
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            fill(folder.path());
            folder
        })
        .path()
}

fn fill(folder: &Path) {
    let mut store = Store::open(folder).unwrap();
    let number =
        OwnedNumber { id: Clean::line("pn_55ad12"), number: Clean::line("+14155550142"), ..OwnedNumber::default() };
    settled(&mut store, Outcome::Bought(Bought { number, message: None }));
    settled(&mut store, Outcome::Unknown(Doubt::TimedOut));
    let unknown = store.waiting_records().unwrap().whole.remove(0);
    let late = Moment { boot: Clean::default(), since_boot_ms: u64::MAX };
    store.close_by_hand(unknown.intent.id, &late).unwrap();
    store.record(&intent("sub_open"), Beside::NoOpen).unwrap();
    let mut db = Connection::open(folder.join("ledger.sqlite3")).unwrap();
    let step = db.transaction().unwrap();
    for n in 3..PURCHASES {
        let from = 1 + n % 2;
        step.prepare_cached(
            "INSERT INTO intent (id, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4)
             SELECT ?1, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4
             FROM intent WHERE seq = ?2",
        ).unwrap().execute(params![IntentId::mint().to_string(), from]).unwrap();
        step.prepare_cached(
            "INSERT INTO event (intent, at, event, open) SELECT ?1, at, event, open FROM event WHERE intent = ?2",
        )
        .unwrap()
        .execute(params![step.last_insert_rowid(), from])
        .unwrap();
    }
    step.commit().unwrap();
}

fn records() -> impl Iterator<Item = Record> {
    Reader::open(ledger()).unwrap().map(Result::unwrap)
}

fn press(app: &mut App, key: KeyCode) -> Vec<Effect> {
    update(app, Message::Key(KeyEvent::from(key)))
}

/// The program with the whole history on the screen.
fn filled() -> App {
    let setup = Setup {
        now: Now::default(),
        size: (120, 40),
        origin: Origin::Sandbox,
        keys: Keys::default(),
        accounts: Vec::new(),
        prefill: Prefill::default(),
        notices: Vec::new(),
    };
    let (mut app, _) = App::new(setup);
    let effects = press(&mut app, KeyCode::F(9));
    let [Effect::ReadHistory(ticket)] = effects[..] else { panic!("the history does not open: {effects:?}") };
    let mut lines = records().map(|record| Summary::of(&record)).peekable();
    while lines.peek().is_some() {
        let page = lines.by_ref().take(2_000).collect();
        update(&mut app, Message::HistoryPage(ticket, page));
    }
    update(&mut app, Message::HistoryEnded(ticket, Ok(0)));
    app
}

/// What a start asks the ledger for.
#[divan::bench(sample_count = 20)]
fn start(bencher: Bencher) {
    let folder = ledger();
    bencher.bench_local(|| {
        let store = Store::open(folder).unwrap();
        let waiting = store.waiting_records().unwrap();
        assert_eq!((waiting.whole.len(), waiting.damaged), (1, 0));
        store.used_accounts(&Origin::Sandbox).unwrap()
    });
}

#[divan::bench]
fn first_lines(bencher: Bencher) {
    ledger();
    bencher.bench_local(|| {
        let lines: Vec<_> = records().take(FIRST_PAGE).map(|record| Summary::of(&record)).collect();
        assert_eq!(lines.len(), FIRST_PAGE);
        lines
    });
}

#[divan::bench(sample_count = 5)]
fn all_lines(bencher: Bencher) {
    ledger();
    bencher.bench_local(|| records().map(|record| Summary::of(&record)).collect::<Vec<_>>());
}

/// Each letter of a filter; the first of them looks at every line.
#[divan::bench(args = ["b", "bo", "4155550", "415555014", "zzz", "not bought", "bought sub_8a1f"], sample_count = 20)]
fn filter_key(bencher: Bencher, filter: &str) {
    let mut before = filled();
    let last = filter.chars().last().unwrap();
    update(&mut before, Message::Paste(filter[..filter.len() - last.len_utf8()].to_owned()));
    bencher.with_inputs(|| before.clone()).bench_local_refs(|app| press(app, KeyCode::Char(last)));
}

/// The worst key: a letter taken away, so that every line is looked at again.
#[divan::bench(args = ["b", "4155550", "00000000-0", "bought sub_8a1f"], sample_count = 20)]
fn filter_backspace(bencher: Bencher, filter: &str) {
    let mut before = filled();
    update(&mut before, Message::Paste(format!("{filter}x")));
    bencher.with_inputs(|| before.clone()).bench_local_refs(|app| press(app, KeyCode::Backspace));
}

#[divan::bench(sample_count = 20)]
fn clear_filter(bencher: Bencher) {
    let mut before = filled();
    update(&mut before, Message::Paste("sub_8a1f4c2".to_owned()));
    let clear = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    bencher.with_inputs(|| before.clone()).bench_local_refs(|app| update(app, Message::Key(clear)));
}

#[divan::bench(args = [Form::Table, Form::Json, Form::Csv], sample_count = 3)]
fn export(bencher: Bencher, form: Form) {
    let folder = ledger();
    bencher.bench_local(|| write_history(Reader::open(folder).unwrap(), form, &mut std::io::sink()).unwrap());
}
