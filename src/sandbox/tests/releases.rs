//! Giving numbers up: the documented answer, idempotency, the journal, and the faults.

use super::{documented::assert_same_shape, memory::with_journal, *};

const RELEASED: &str = include_str!("../../../tests/fixtures/release_response.json");

fn release_request(sandbox: &Sandbox, key: Option<&str>, id: &str) -> RequestBuilder {
    let request = request(sandbox, Method::DELETE, &format!("/phone-numbers/{id}"));
    let request = request.bearer_auth(Sandbox::buying_key().expose_secret());
    match key {
        Some(key) => request.header("Idempotency-Key", key),
        None => request,
    }
}

async fn release(sandbox: &Sandbox, key: Option<&str>, id: &str) -> Reply {
    send(release_request(sandbox, key, id)).await.unwrap()
}

/// Buys for a sub-account; gives the id of the number.
async fn bought(sandbox: &Sandbox, account: &str) -> String {
    buy(sandbox, None, &order_for(account)).await.text("/data/id")
}

async fn listed(sandbox: &Sandbox, account: &str) -> Vec<String> {
    owned(sandbox, &format!("sub_account_id={account}")).await.ids()
}

#[tokio::test]
async fn p18_the_documented_release_gets_the_documented_answer() {
    let sandbox = sandbox().await;
    let (first, second) = (bought(&sandbox, "sub_8a1f4c2e").await, bought(&sandbox, "sub_8a1f4c2e").await);
    let reply = release(&sandbox, Some("key"), &first).await;
    assert_eq!(reply.status, 200);
    assert_same_shape(&reply, RELEASED);
    assert_eq!(reply.text("/message"), "Phone number released successfully");
    assert_eq!(listed(&sandbox, "sub_8a1f4c2e").await, [second]);
    assert_eq!(sandbox.releases(), [Release { released: first, idempotency_key: Some("key".to_owned()) }]);
}

#[tokio::test]
async fn p18_a_key_releases_once_and_a_released_number_is_not_there() {
    let sandbox = sandbox().await;
    let sold = buy(&sandbox, Some("bought"), ORDER).await;
    let (id, other) = (sold.text("/data/id"), bought(&sandbox, "sub_8a1f4c2e").await);
    assert_failure(&release(&sandbox, Some("bought"), &id).await, 409);
    let done = release(&sandbox, Some("key"), &id).await;
    assert_eq!(release(&sandbox, Some("key"), &id).await, done, "the same key again");
    assert_failure(&release(&sandbox, Some("key"), &other).await, 409);
    assert_failure(&release(&sandbox, Some("new"), &id).await, 404);
    assert_failure(&release(&sandbox, None, &id).await, 404);
    for id in ["pn_unheard_of", "%2e%2e", "a%2fb", "%ff"] {
        assert!(release(&sandbox, None, id).await.status >= 400, "{id}");
    }
    assert_eq!(sandbox.releases().len(), 1);
    assert_eq!(release(&sandbox, None, &other).await.status, 200, "without a key");
}

#[tokio::test]
async fn p18_only_a_buying_key_releases() {
    let sandbox = sandbox().await;
    let path = format!("/phone-numbers/{}", bought(&sandbox, "sub_8a1f4c2e").await);
    assert_failure(&send(request(&sandbox, Method::DELETE, &path)).await.unwrap(), 401);
    let agency = request(&sandbox, Method::DELETE, &path).bearer_auth(Sandbox::agency_key().expose_secret());
    assert_failure(&send(agency).await.unwrap(), 403);
    for method in [Method::GET, Method::PUT, Method::POST] {
        assert_failure(&send(request(&sandbox, method, &path)).await.unwrap(), 405);
    }
    assert_eq!(sandbox.releases(), []);
}

#[tokio::test]
async fn p18_a_released_number_stays_gone_across_restarts_and_is_not_sold_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.jsonl");
    let one = with_journal(&path).await.unwrap();
    let two = with_journal(&path).await.unwrap();
    let body = r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","number_pattern":"+14155550142"}"#;
    let id = buy(&one, None, body).await.text("/data/id");
    release(&one, Some("key"), &id).await;
    assert_eq!(listed(&two, "sub_8a1f4c2e").await, [""; 0], "two programs are one shop");
    assert_failure(&release(&two, Some("other"), &id).await, 404);
    drop((one, two));
    let again = with_journal(&path).await.unwrap();
    assert_eq!((again.sales().len(), again.releases().len()), (1, 1));
    assert_eq!(listed(&again, "sub_8a1f4c2e").await, [""; 0]);
    assert_eq!(release(&again, Some("key"), &id).await.status, 200, "a retry still gets its answer");
    assert_failure(&buy(&again, None, body).await, 404);
}

#[tokio::test]
async fn p18_each_account_misbehaves_once_and_tells_the_truth_when_asked_again() {
    for (account, first, released, again) in [
        ("sub_release_slow", Some(200), 1, 200),
        ("sub_release_lost", None, 1, 200),
        ("sub_release_gone", None, 1, 404),
        ("sub_release_500", Some(500), 0, 200),
        ("sub_release_404", Some(404), 0, 200),
        ("sub_release_403", Some(403), 0, 403),
        ("sub_release_429", Some(429), 0, 200),
    ] {
        let pace =
            Pace { slow_carrier: Duration::from_millis(1), retry_after: Duration::from_millis(1), ..Pace::demo() };
        let sandbox = Sandbox::start(Options { pace, ..Options::default() }).await.unwrap();
        let id = bought(&sandbox, account).await;
        assert_eq!(listed(&sandbox, account).await, std::slice::from_ref(&id), "{account} buys at once");
        let reply = send(release_request(&sandbox, Some("key"), &id)).await.ok();
        assert_eq!(reply.map(|reply| reply.status), first, "{account}");
        assert_eq!(sandbox.releases().len(), released, "{account}");
        assert_eq!(release(&sandbox, Some("key"), &id).await.status, again, "{account}");
        assert!(sandbox.releases().len() <= 1, "{account}");
        assert_eq!(listed(&sandbox, account).await.is_empty(), again != 403, "{account}");
    }
}
