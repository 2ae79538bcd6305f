//! Idempotency, the journal, and what survives a restart.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path, sync::Barrier};

use axum::http::{HeaderMap, HeaderValue};
use futures_util::future::join_all;

use super::*;
use crate::sandbox::store::Order;

pub(super) async fn with_journal(path: &Path) -> io::Result<Sandbox> {
    Sandbox::start(Options { journal: Some(path.to_owned()), ..Options::default() }).await
}

#[tokio::test]
async fn the_same_key_and_body_get_the_same_answer_and_one_sale() {
    let sandbox = sandbox().await;
    let first = buy(&sandbox, Some("key"), ORDER).await;
    assert_eq!(buy(&sandbox, Some("key"), ORDER).await, first);
    assert_failure(&buy(&sandbox, Some("key"), &ORDER.replace("415", "212")).await, 409);
    assert_failure(&buy(&sandbox, Some("key"), &ORDER.replace(',', ", ")).await, 409);
    assert_eq!(sandbox.sales().len(), 1);
    assert_ne!(buy(&sandbox, Some("other"), ORDER).await.text("/data/number"), first.text("/data/number"));
    assert_eq!(sandbox.sales().len(), 2);
}

#[tokio::test]
async fn twenty_at_once_with_one_key_are_one_sale() {
    let sandbox = sandbox().await;
    let replies = join_all((0..20).map(|_| buy(&sandbox, Some("key"), ORDER))).await;
    assert!(replies.iter().all(|reply| reply.status == 201 && reply == &replies[0]));
    assert_eq!((sandbox.sales().len(), sandbox.log().len()), (1, 20));
}

#[tokio::test]
async fn without_a_key_every_request_buys() {
    let sandbox = sandbox().await;
    let (one, two) = (buy(&sandbox, None, ORDER).await, buy(&sandbox, None, ORDER).await);
    assert_ne!(one.text("/data/number"), two.text("/data/number"));
    assert_eq!(sandbox.sales().len(), 2);
}

#[tokio::test]
async fn a_full_number_is_sold_once() {
    let sandbox = sandbox().await;
    let body = r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","number_pattern":"+14155550142"}"#;
    assert_eq!(buy(&sandbox, Some("a"), body).await.text("/data/number"), "+14155550142");
    assert_failure(&buy(&sandbox, Some("b"), body).await, 404);
    assert_eq!(buy(&sandbox, Some("a"), body).await.status, 201, "the first buyer's retry still gets its answer");
}

#[tokio::test]
async fn a_restarted_sandbox_owns_what_it_sold_and_knows_its_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let first = with_journal(&path).await.unwrap();
    let sold = buy(&first, Some("key"), ORDER).await;
    send(purchase_request(&first, Some("lost"), &order_for("sub_lost"))).await.unwrap_err();
    let sales = first.sales();
    drop(first);

    let second = with_journal(&path).await.unwrap();
    assert_eq!(second.sales(), sales);
    assert_eq!(buy(&second, Some("key"), ORDER).await, sold);
    assert_eq!(buy(&second, Some("lost"), &order_for("sub_lost")).await.status, 201);
    assert_failure(&buy(&second, Some("key"), &ORDER.replace("415", "212")).await, 409);
    assert_eq!(owned(&second, "sub_account_id=sub_lost").await.ids().len(), 1);
    assert_ne!(buy(&second, None, ORDER).await.text("/data/number"), sold.text("/data/number"));
    assert_eq!(second.sales().len(), 3);
}

#[tokio::test]
async fn two_sandboxes_on_one_journal_are_one_shop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let (one, two) = (with_journal(&path).await.unwrap(), with_journal(&path).await.unwrap());
    let sold = buy(&one, Some("key"), ORDER).await;
    assert_eq!(buy(&two, Some("key"), ORDER).await, sold);
    assert_eq!(owned(&two, "sub_account_id=sub_8a1f4c2e").await.ids(), [sold.text("/data/id")]);
    assert_ne!(buy(&two, None, ORDER).await.text("/data/number"), sold.text("/data/number"));
    assert_eq!(owned(&one, "sub_account_id=sub_8a1f4c2e").await.ids().len(), 2);
}

/// Two programs are played by two threads, each with a store of its own, because that is where they would collide.
#[test]
fn two_programs_at_once_sell_no_number_twice_and_no_key_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let start = Barrier::new(2);
    let shop = || {
        let mut store = Store::open(1, Pace::demo(), Some(&path)).unwrap();
        start.wait();
        for key in 0..100 {
            assert!(store.purchase(order(ORDER, &key.to_string())).is_ok());
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(shop);
        scope.spawn(shop);
    });
    let truth = Store::open(1, Pace::demo(), Some(&path)).unwrap();
    let numbers: BTreeSet<_> = truth.sales().iter().map(|sale| &sale.answer.data.number).collect();
    assert_eq!((truth.sales().len(), numbers.len()), (100, 100));
}

fn order(body: &str, key: &str) -> Order {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let request = input::purchase(&headers, body.as_bytes()).unwrap();
    let scenario = scenario::find(&request.sub_account).unwrap();
    Order { request, body: body.to_owned(), idempotency_key: Some(key.to_owned()), scenario }
}

#[tokio::test]
async fn damage_costs_the_damaged_line_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let sandbox = with_journal(&path).await.unwrap();
    for key in ["a", "b", "c"] {
        buy(&sandbox, Some(key), ORDER).await;
    }
    drop(sandbox);
    let whole = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = whole.lines().collect();
    let torn = &lines[2][..lines[2].len() / 2];
    for (text, left) in [
        (whole.clone(), 3),
        (format!("{}\n{}\n{torn}", lines[0], lines[1]), 2),
        (format!("{}\n{}\n{torn}\n", lines[0], lines[1]), 2),
        (format!("{}\n\u{1b}[31m{{}}\n\n{}\n", lines[0], lines[2]), 2),
        (torn.to_owned(), 0),
    ] {
        fs::write(&path, &text).unwrap();
        let sandbox = with_journal(&path).await.unwrap();
        assert_eq!(sandbox.sales().len(), left, "{text}");
        buy(&sandbox, Some("d"), ORDER).await;
        drop(sandbox);
        let again = with_journal(&path).await.unwrap();
        assert_eq!(again.sales().len(), left + 1, "the next sale is not glued to a torn line");
    }
}

#[tokio::test]
async fn the_journal_is_private_and_holds_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let sandbox = with_journal(&path).await.unwrap();
    buy(&sandbox, Some("key"), ORDER).await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(r#""idempotency_key":"key""#) && text.ends_with("}\n"));
    assert!(!text.contains(Sandbox::buying_key().expose_secret()));
}

#[tokio::test]
async fn a_journal_that_cannot_be_opened_fails_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("elsewhere");
    fs::write(&target, "").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    for path in [folder.path().to_owned(), folder.path().join("no/such/folder"), link] {
        assert!(with_journal(&path).await.is_err(), "{}", path.display());
    }
}
