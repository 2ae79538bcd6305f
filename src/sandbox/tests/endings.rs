//! Each sub-account shows the ending that its name promises.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, advance, timeout},
};

use super::*;

#[test]
fn names_say_what_they_show_and_fit_a_line() {
    let ids: Vec<_> = scenarios().iter().map(|scenario| scenario.id).collect();
    let expected = "sub_8a1f4c2e sub_slow sub_none sub_quota sub_key sub_invalid sub_busy sub_error sub_lost";
    assert_eq!(ids.join(" "), expected);
    assert!(scenarios().iter().all(|scenario| scenario.name.ends_with(')') && scenario.name.len() <= 56));
}

#[tokio::test]
async fn refusals_sell_nothing_however_often_they_are_tried() {
    let sandbox = sandbox().await;
    for (account, status) in [("sub_none", 404), ("sub_quota", 402), ("sub_key", 401), ("sub_invalid", 422)] {
        for key in [Some("same"), Some("same"), None] {
            assert_failure(&buy(&sandbox, key, &order_for(account)).await, status);
        }
        let list = owned(&sandbox, &format!("sub_account_id={account}")).await;
        assert_eq!((list.status, list.ids().len()), (200, 0), "a list works, so that a person can look");
    }
    assert_eq!(sandbox.sales(), []);
}

#[tokio::test]
async fn invalid_blames_the_field_that_was_sent() {
    let sandbox = sandbox().await;
    let by_area = buy(&sandbox, None, &order_for("sub_invalid")).await;
    assert!(!by_area.text("/errors/area_code/0").is_empty());
    let body = r#"{"sub_account_id":"sub_invalid","country":"US","number_pattern":"+1415555****"}"#;
    assert!(!buy(&sandbox, None, body).await.text("/errors/number_pattern/0").is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_slow_carrier_sells_at_once_and_answers_late() {
    let sandbox = sandbox().await;
    let before = Instant::now();
    let reply = buy(&sandbox, Some("slow"), &order_for("sub_slow")).await;
    assert_eq!(reply.status, 201);
    assert!(before.elapsed() >= Pace::demo().slow_carrier);
    let before = Instant::now();
    assert_eq!(buy(&sandbox, Some("slow"), &order_for("sub_slow")).await, reply);
    assert!(before.elapsed() < Pace::demo().slow_carrier, "what is known is repeated at once");
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test]
async fn who_leaves_the_slow_carrier_has_bought() {
    let sandbox = sandbox().await;
    let order = order_for("sub_slow");
    tokio::select! {
        early = buy(&sandbox, Some("slow"), &order) => panic!("answered before the list showed it: {early:?}"),
        () = async { while owned(&sandbox, "sub_account_id=sub_slow").await.ids().is_empty() {} } => {}
    }
    assert_eq!(owned(&sandbox, "sub_account_id=sub_slow").await.ids().len(), 1);
    assert_eq!(buy(&sandbox, Some("slow"), &order).await.status, 201);
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_says_how_long_and_then_sells() {
    let sandbox = sandbox().await;
    let order = order_for("sub_busy");
    let limited = async |key, seconds: &str| {
        let reply = buy(&sandbox, Some(key), &order).await;
        assert_failure(&reply, 429);
        assert_eq!(reply.retry_after.as_deref(), Some(seconds));
    };
    limited("first", "5").await;
    advance(Duration::from_millis(1_500)).await;
    limited("first", "4").await;
    advance(Duration::from_secs(3)).await;
    limited("first", "1").await;
    limited("second", "5").await;
    advance(Duration::from_millis(500)).await;
    assert_eq!(buy(&sandbox, Some("first"), &order).await.status, 201);
    limited("second", "5").await;
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test]
async fn a_server_error_passes_and_the_same_key_then_sells_once() {
    let sandbox = sandbox().await;
    let order = order_for("sub_error");
    assert_failure(&buy(&sandbox, Some("first"), &order).await, 500);
    assert_eq!(sandbox.sales(), []);
    let sold = buy(&sandbox, Some("first"), &order).await;
    assert_eq!(sold.status, 201);
    assert_eq!(buy(&sandbox, Some("first"), &order).await, sold);
    assert_failure(&buy(&sandbox, Some("second"), &order).await, 500);
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_not_one_byte_and_the_number_is_sold() {
    let sandbox = sandbox().await;
    let (order, key) = (order_for("sub_lost"), Sandbox::buying_key());
    let address = sandbox.base_url().as_str().trim_start_matches("http://").trim_end_matches("/v1").to_owned();
    let head = format!(
        "POST /v1/phone-numbers HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: lost\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        key.expose_secret(),
        order.len(),
    );
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.write_all(format!("{head}{order}").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));

    let list = owned(&sandbox, "sub_account_id=sub_lost").await;
    let repeated = buy(&sandbox, Some("lost"), &order).await;
    assert_eq!(repeated.status, 201);
    assert_eq!(list.ids(), [repeated.text("/data/id")]);
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test]
async fn a_client_sees_a_lost_answer_as_a_broken_connection() {
    let sandbox = sandbox().await;
    let error = send(purchase_request(&sandbox, Some("lost"), &order_for("sub_lost"))).await.unwrap_err();
    assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!(owned(&sandbox, "sub_account_id=sub_8a1f4c2e").await.status, 200, "the server lives on");
}

#[tokio::test]
async fn dropping_the_sandbox_ends_the_server_and_its_connections() {
    let sandbox = sandbox().await;
    let address = sandbox.base_url().as_str().trim_start_matches("http://").trim_end_matches("/v1").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.write_all(b"GET /v1/agents HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert_ne!(stream.read(&mut [0; 16]).await.unwrap(), 0, "the connection is served");
    drop(sandbox);
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(10), stream.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the connection ends with the server");
    assert!(TcpStream::connect(&address).await.is_err());
}
