//! The thread: order, endings, and that nobody waits for ever.

use futures_util::FutureExt;

use super::*;
use crate::ledger::{fixtures::*, history};

#[tokio::test]
async fn a_purchase_goes_through_the_handle() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    assert_eq!(ledger.opened().await, Ok(vec![]));
    let intent = intent();
    ledger.record(intent.clone(), Beside::OpenOnesAccepted).await.unwrap();
    let next = LedgerHandle::new(&folder).waiting_records().await.unwrap();
    assert_eq!(next.whole, [Record::new(intent.clone())]);
    let attempt = ledger.begin_attempt(intent.id, 1, at(0)).await.unwrap();
    let record = ledger.answer(&attempt, bought("pn_1", "+14155550100")).await.unwrap();
    assert_eq!(record.state().word(), "bought");
    assert_eq!(ledger.record_of(intent.id).await, Ok(record.clone()));
    assert_eq!(history(&folder).unwrap().whole, std::slice::from_ref(&record));
    assert_eq!(ledger.used_accounts(Origin::Sandbox).await.unwrap(), [account("sub_8a1f4c2e")]);
    let known = ledger.bought(account("sub_8a1f4c2e"), Origin::Sandbox).await.unwrap();
    assert_eq!(known, Records { whole: vec![record], ..Records::default() });
    assert_eq!(ledger.waiting_records().await.unwrap(), Records::default());
}

#[tokio::test]
async fn open_purchases_are_settled_through_the_handle() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    let (one, other) = (intent(), intent());
    ledger.record(one.clone(), Beside::OpenOnesAccepted).await.unwrap();
    ledger.record(other.clone(), Beside::OpenOnesAccepted).await.unwrap();
    assert_eq!(ledger.close_by_hand(one.id, at(0)).await.unwrap().state().word(), "not_bought");
    assert_eq!(ledger.link(other.id, number("pn_1", "+1")).await.unwrap().state().word(), "bought");
}

#[tokio::test]
async fn a_ledger_that_cannot_be_opened_fails_every_call_the_same_way() {
    let (kept, _) = folder();
    let file = kept.path().join("file");
    std::fs::write(&file, "").unwrap();
    let ledger = LedgerHandle::new(&file);
    let trouble = ledger.opened().await.unwrap_err();
    assert!(matches!(trouble, Trouble::WrongKind(_)));
    assert_eq!(ledger.record(intent(), Beside::OpenOnesAccepted).await.unwrap_err(), trouble);
    assert_eq!(ledger.record_of(IntentId::mint()).await.unwrap_err(), trouble);
}

#[tokio::test]
async fn what_was_asked_for_is_done_though_nobody_waits() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    let intents = [intent(), intent(), intent()];
    for one in &intents {
        // Asks, and stops waiting at once.
        drop(ledger.record(one.clone(), Beside::OpenOnesAccepted).now_or_never());
    }
    ledger.close().await;
    // The last user of the database takes its side files along: the store was closed before the answer.
    assert!(!folder.join("ledger.sqlite3-wal").exists());
    assert_eq!(history(&folder).unwrap().whole.len(), intents.len());
}

#[tokio::test]
async fn an_unwatched_answer_keeps_the_send_lock_until_it_is_written() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    let (one, other) = (intent(), intent());
    ledger.record(one.clone(), Beside::OpenOnesAccepted).await.unwrap();
    ledger.record(other.clone(), Beside::OpenOnesAccepted).await.unwrap();
    let attempt = ledger.begin_attempt(one.id, 1, at(0)).await.unwrap();
    let (go, wait) = mpsc::channel::<()>();
    let mut busy = Box::pin(ledger.ask(move |_| Ok(wait.recv())));
    assert!(busy.as_mut().now_or_never().is_none());
    assert!(ledger.answer(&attempt, unknown()).now_or_never().is_none());
    drop(attempt);
    let mut elsewhere = Store::open(&folder).unwrap();
    assert_eq!(elsewhere.begin_attempt(other.id, 1, at(0)).unwrap_err(), Trouble::SendingElsewhere);
    go.send(()).unwrap();
    busy.await.unwrap().unwrap();
    assert_eq!(ledger.record_of(one.id).await.unwrap().state().word(), "unknown");
    assert!(elsewhere.begin_attempt(other.id, 1, at(0)).is_ok());
}

#[tokio::test]
async fn after_closing_every_copy_says_gone() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    let copy = ledger.clone();
    ledger.close().await;
    assert_eq!(copy.opened().await, Err(Trouble::Gone));
    assert_eq!(copy.record(intent(), Beside::OpenOnesAccepted).await, Err(Trouble::Gone));
    copy.close().await;
}

#[tokio::test]
async fn a_thread_that_dies_leaves_nobody_waiting() {
    let (_kept, folder) = folder();
    let ledger = LedgerHandle::new(&folder);
    let died: Result<(), Trouble> = ledger.ask(|_| panic!("for the test")).await;
    assert_eq!(died, Err(Trouble::Gone));
    assert_eq!(ledger.opened().await, Err(Trouble::Gone));
    ledger.close().await;
}

#[test]
fn p04_a_disk_that_failed_is_not_trusted_again_in_the_same_run() {
    let failed = Trouble::at(std::path::Path::new("x"))(std::io::Error::from_raw_os_error(5));
    assert!(matches!(failed, Trouble::Io(_)), "{failed:?}");
    for trouble in [failed, Trouble::Stopped] {
        assert_eq!(refuse_failed(&Err(trouble)), Err(Trouble::Stopped));
    }
    let (_kept, folder) = folder();
    assert_eq!(refuse_failed(&Store::open(&folder)), Ok(()));
    assert_eq!(refuse_failed(&Err(Trouble::Busy)), Ok(()), "what is over may be tried again");
}
