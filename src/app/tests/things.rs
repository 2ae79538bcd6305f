//! The values that the tests are about.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::{Fault, Keys, Known, ListEnd, Now, Opened, Prefill, Readable, Setup, Stoppage},
    domain::{
        Answer, BaseUrl, Bought, Clean, Criterion, Doubt, Event, Intent, IntentId, KeyRef, Leave, Moment, Origin,
        Outcome, OwnedNumber, PurchaseDraft, PurchaseRequest, RawAnswer, Record, Refusal, RefusalKind, ReleaseId,
        ReleaseOutcome, ReleaseStep, Stamped, SubAccount, SubAccountId, criterion::Kind,
    },
    numbering::Country,
};

/// The sub-account that the tests buy for.
pub const ACME: &str = "sub_8a1f4c2e";
/// Another one.
pub const BAY: &str = "sub_bay";

/// What there is of a ledger that cannot be sold from.
pub fn stopped(fault: Fault, waiting: Vec<Record>) -> Opened {
    Opened {
        waiting,
        used: Vec::new(),
        stoppage: Some(stoppage(fault)),
        notices: Vec::new(),
        zone: jiff::tz::TimeZone::UTC,
    }
}

/// Why nothing can be bought.
pub fn stoppage(fault: Fault) -> Stoppage {
    let readable = Some(Readable { whole: 12, partly: 1, gone: 1 });
    Stoppage { fault, what: line("The ledger is damaged."), path: line("/data/ledger.sqlite3"), readable }
}

/// A sandbox with two sub-accounts, one key for both, and no list.
pub fn setup() -> Setup {
    Setup {
        now: now(),
        size: (80, 24),
        origin: Origin::Sandbox,
        keys: Keys { usual: Some(key("VANTAX_API_KEY")), own: BTreeMap::new(), can_list: false },
        accounts: vec![account(ACME, Some("Acme Dental")), account(BAY, Some("Bay Books"))],
        prefill: Prefill::default(),
        notices: Vec::new(),
    }
}

/// The same with a key that lists.
pub fn setup_with_list() -> Setup {
    let mut setup = setup();
    setup.keys.can_list = true;
    setup
}

/// The same with every step filled in, so that it opens on the review.
pub fn setup_filled() -> Setup {
    let prefill = Prefill {
        sub_account: Some(ACME.to_owned()),
        country: None,
        criterion: Some((Kind::AreaCode, "415".to_owned())),
    };
    Setup { prefill, ..setup() }
}

pub fn now() -> Now {
    Now { moment: moment(10_000_000), wall: Timestamp::from_second(1_768_386_600).unwrap() }
}

pub fn moment(since_boot_ms: u64) -> Moment {
    Moment { boot: line("boot"), since_boot_ms }
}

pub fn line(text: &str) -> Clean {
    Clean::line(text)
}

pub fn key(label: &str) -> KeyRef {
    KeyRef { label: line(label), last4: line("9c2f") }
}

pub fn account_id(text: &str) -> SubAccountId {
    SubAccountId::parse(text).unwrap()
}

pub fn account(id: &str, name: Option<&str>) -> SubAccount {
    SubAccount { id: account_id(id), name: name.map(line) }
}

pub fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

pub fn live() -> Origin {
    Origin::Live(BaseUrl::documented())
}

/// The same record, meant for another place than the sandbox.
pub fn elsewhere(mut record: Record) -> Record {
    record.intent.draft.origin = live();
    record
}

/// Any number in area code 415.
pub fn request(sub_account: &str) -> PurchaseRequest {
    PurchaseRequest {
        sub_account: account_id(sub_account),
        country: country("US"),
        criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
    }
}

pub fn draft(sub_account: &str) -> PurchaseDraft {
    let request = request(sub_account);
    PurchaseDraft { body: request.freeze(), request, origin: Origin::Sandbox, key: key("VANTAX_API_KEY") }
}

/// The nth id.
pub fn id(n: u32) -> IntentId {
    IntentId::parse(&format!("00000000-0000-4000-8000-{n:012}")).unwrap()
}

pub fn intent(id: IntentId, draft: PurchaseDraft) -> Intent {
    Intent { id, created_at: now().wall, who: line("ada"), draft }
}

/// A purchase that was written down and never sent.
pub fn recorded(n: u32) -> Record {
    Record::new(intent(id(n), draft(ACME)))
}

/// A purchase whose first attempt left at the start of the tests.
pub fn sent(n: u32) -> Record {
    let mut record = recorded(n);
    leave(&mut record, &now().moment);
    record
}

/// A purchase that nobody answered.
pub fn unknown(n: u32) -> Record {
    let mut record = sent(n);
    come(&mut record, lost());
    record
}

/// The same, of another sub-account.
pub fn unknown_of(n: u32, sub_account: &str) -> Record {
    let mut record = unknown(n);
    record.intent.draft = draft(sub_account);
    record
}

/// The next attempt leaves.
pub fn leave(record: &mut Record, moment: &Moment) {
    let event = Event::Sent { attempt: record.state().attempt() + 1, moment: moment.clone() };
    record.events.push(Stamped { at: now().wall, event });
}

/// The last attempt is answered.
pub fn come(record: &mut Record, outcome: Outcome) {
    let event = Event::Answered { attempt: record.state().attempt(), answer: Box::new(answer(outcome)) };
    record.events.push(Stamped { at: now().wall, event });
}

pub fn answer(outcome: Outcome) -> Answer {
    let raw = RawAnswer { status: 200, headers: Vec::new(), body: Clean::body(r#"{"success":true}"#) };
    Answer { outcome, raw: Some(raw), took_ms: 12, retry_after_ms: None }
}

/// An attempt of a release leaves: the first with an id of its own, every other with that of the one before.
pub fn release_leaves(record: &mut Record, attempt: u32, was_listed: bool, moment: &Moment) {
    let last = record.release().and_then(|release| release.last_leave().map(|leave| leave.id));
    let nth = u32::try_from(record.events.len()).unwrap();
    let fresh = ReleaseId::parse(&format!("00000000-0000-4000-9000-{nth:012}")).unwrap();
    let id = last.filter(|_| attempt > 1).unwrap_or(fresh);
    let sent = ReleaseStep::Sent(Leave { id, attempt, moment: moment.clone(), key: key("VANTAX_API_KEY"), was_listed });
    record.events.push(Stamped { at: now().wall, event: Event::Release(sent) });
}

/// The last attempt of a release is answered.
pub fn release_comes(record: &mut Record, outcome: ReleaseOutcome) {
    let attempt = record.release().and_then(|release| release.last_leave().map(|leave| leave.attempt)).unwrap_or(1);
    let answer = Box::new(Answer { outcome, raw: answer(lost()).raw, took_ms: 12, retry_after_ms: None });
    let step = ReleaseStep::Answered { attempt, answer };
    record.events.push(Stamped { at: now().wall, event: Event::Release(step) });
}

/// A purchase whose number was seen in the list, and whose release left and was never answered.
pub fn release_open(n: u32) -> Record {
    let mut record = purchase_of(n, sold());
    release_leaves(&mut record, 1, true, &now().moment);
    record
}

/// The number is released.
pub fn released() -> ReleaseOutcome {
    ReleaseOutcome::Released(Some(line("Done")))
}

/// It is not.
pub fn not_released(kind: RefusalKind) -> ReleaseOutcome {
    ReleaseOutcome::NotReleased(Refusal { kind, message: None, fields: Vec::new() })
}

/// Nobody knows.
pub fn release_lost() -> ReleaseOutcome {
    ReleaseOutcome::Unknown(Doubt::TimedOut)
}

/// What the ledger knows as bought: nothing, read whole.
pub fn nothing_known() -> Known {
    Known { purchases: Vec::new(), end: ListEnd::Complete }
}

/// A purchase that bought this number.
pub fn purchase_of(n: u32, number: OwnedNumber) -> Record {
    let mut record = sent(n);
    come(&mut record, Outcome::Bought(Bought { number, message: None }));
    record
}

/// Nobody knows.
pub fn lost() -> Outcome {
    Outcome::Unknown(Doubt::TimedOut)
}

/// A no.
pub fn refused(kind: RefusalKind) -> Outcome {
    Outcome::NotBought(Refusal { kind, message: None, fields: Vec::new() })
}

/// A "not now", for so many seconds where the server said.
pub fn limited(seconds: Option<u64>) -> Outcome {
    refused(RefusalKind::RateLimited { retry_after_ms: seconds.map(|s| s * 1000) })
}

/// A yes, as asked for.
pub fn yes() -> Outcome {
    Outcome::Bought(Bought { number: sold(), message: None })
}

/// A yes to something else than was asked for.
pub fn odd_yes() -> Outcome {
    Outcome::Bought(Bought { number: number("pn_1", "+12125550142"), message: None })
}

/// The number that the tests buy.
pub fn sold() -> OwnedNumber {
    number("pn_1", "+14155550142")
}

pub fn number(id: &str, number: &str) -> OwnedNumber {
    OwnedNumber { id: line(id), number: line(number), ..OwnedNumber::default() }
}

/// A number created so many minutes after the purchase was confirmed.
pub fn created(number: OwnedNumber, minutes: i64) -> OwnedNumber {
    let at = now().wall + SignedDuration::from_mins(minutes);
    OwnedNumber { created_at: Some(line(&at.to_string())), ..number }
}
