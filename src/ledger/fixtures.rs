//! Purchases to test the ledger with. Compiled for tests only.

use jiff::Timestamp;
use tempfile::TempDir;

use super::Store;
use crate::{
    domain::{
        Answer, BaseUrl, Beside, Bought, Clean, Criterion, Doubt, Intent, IntentId, KeyRef, Leave, Moment, Origin,
        Outcome, OwnedNumber, PurchaseDraft, PurchaseRequest, RawAnswer, Record, Refusal, RefusalKind, ReleaseId,
        ReleaseOutcome, SubAccountId, criterion::Kind,
    },
    numbering::Country,
};

/// A folder for a ledger that is not there yet, in a temporary one.
pub(super) fn folder() -> (TempDir, std::path::PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("data").join("numshop");
    (temporary, folder)
}

/// A store in a folder of its own.
pub(super) fn store() -> (TempDir, Store) {
    let (temporary, folder) = folder();
    let store = Store::open(&folder).unwrap();
    (temporary, store)
}

/// Records a purchase whose first attempt got this answer.
pub(super) fn answered(store: &mut Store, intent: &Intent, answer: Answer) -> Record {
    store.record(intent, Beside::OpenOnesAccepted).unwrap();
    let attempt = store.begin_attempt(intent.id, 1, at(0)).unwrap();
    store.answer(&attempt, answer).unwrap()
}

pub(super) fn live() -> Origin {
    Origin::Live(BaseUrl::documented())
}

pub(super) fn account(id: &str) -> SubAccountId {
    SubAccountId::parse(id).unwrap()
}

pub(super) fn intent() -> Intent {
    intent_of("sub_8a1f4c2e", Origin::Sandbox)
}

pub(super) fn intent_of(sub_account: &str, origin: Origin) -> Intent {
    let request = PurchaseRequest {
        sub_account: account(sub_account),
        country: Country::parse("US").unwrap(),
        criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
    };
    let body = request.freeze();
    let key = KeyRef { label: Clean::line("VANTAX_API_KEY"), last4: Clean::line("9c2f") };
    Intent {
        id: IntentId::mint(),
        created_at: Timestamp::from_second(1_768_386_600).unwrap(),
        who: Clean::line("ada"),
        draft: PurchaseDraft { request, body, origin, key },
    }
}

/// So many milliseconds after the boot of the tests.
pub(super) fn at(since_boot_ms: u64) -> Moment {
    Moment { boot: Clean::line("boot"), since_boot_ms }
}

pub(super) fn number(id: &str, number: &str) -> OwnedNumber {
    OwnedNumber { id: Clean::line(id), number: Clean::line(number), ..OwnedNumber::default() }
}

pub(super) fn answer(outcome: Outcome) -> Answer {
    let raw = RawAnswer {
        status: 201,
        headers: vec![(Clean::line("date"), Clean::line("\u{1b}[2J"))],
        body: Clean::body("{\"a\":\"'\u{202e}\"}"),
    };
    Answer { outcome, raw: Some(raw), took_ms: 12, retry_after_ms: None }
}

pub(super) fn bought(id: &str, e164: &str) -> Answer {
    answer(Outcome::Bought(Bought { number: number(id, e164), message: Some(Clean::line("Done")) }))
}

pub(super) fn refused(kind: RefusalKind) -> Answer {
    answer(Outcome::NotBought(Refusal { kind, message: None, fields: Vec::new() }))
}

pub(super) fn rate_limited() -> Answer {
    refused(RefusalKind::RateLimited { retry_after_ms: Some(1) })
}

pub(super) fn unknown() -> Answer {
    answer(Outcome::Unknown(Doubt::TimedOut))
}

/// An attempt of a newly confirmed release, or the same one again where `leave` is changed.
pub(super) fn leave(attempt: u32, since_boot_ms: u64) -> Leave {
    let key = KeyRef { label: Clean::line("VANTAX_API_KEY"), last4: Clean::line("9c2f") };
    Leave { id: ReleaseId::mint(), attempt, moment: at(since_boot_ms), key, was_listed: true }
}

pub(super) fn release_unknown() -> Answer<ReleaseOutcome> {
    Answer { outcome: ReleaseOutcome::Unknown(Doubt::TimedOut), raw: None, took_ms: 12, retry_after_ms: None }
}
