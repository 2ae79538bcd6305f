use std::{net::SocketAddr, sync::Arc, time::Duration};

use reqwest::{
    ClientBuilder, Method,
    dns::{Name, Resolve, Resolving},
    header::AUTHORIZATION,
};
use secrecy::SecretString;
use serde_json::Value;

use super::{
    canned::{Canned, FLOOD, Reply, http},
    client::bounded,
    exchange::{self, Exchange},
    *,
};
use crate::domain::{
    Answer, BaseUrl, Bought, Clean, Doubt, FrozenBody, IntentId, Outcome, OwnedNumber, RefusalKind, ReleaseId,
    ReleaseOutcome, ReleaseTarget,
};

const KEY: &str = "vx_live_3fa9c2d4e5";
const ID: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
const REQUEST: &str = include_str!("../../tests/fixtures/purchase_request.json");
const RESPONSE: &str = include_str!("../../tests/fixtures/purchase_response.json");
const FAILURE: &str = include_str!("../../tests/fixtures/failure.json");

fn frozen() -> FrozenBody {
    FrozenBody::recorded(serde_json::from_str::<Value>(REQUEST).unwrap().to_string())
}

async fn buy(base: BaseUrl, limits: Limits) -> Answer {
    let client = Client::new(base, limits).unwrap();
    client.purchase(&SecretString::from(KEY), IntentId::parse(ID).unwrap(), &frozen()).await
}

/// One purchase from a server that plays one reply; with the answer, the connections that it saw.
async fn bought_from(reply: Reply, limits: Limits) -> (Answer, Vec<String>) {
    let server = Canned::start(vec![reply]).await;
    let answer = buy(server.base(), limits).await;
    (answer, server.requests())
}

fn hasty() -> Limits {
    Limits { exchange: Duration::from_millis(500), ..Limits::default() }
}

fn lost(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unknown(Doubt::ConnectionLost(reason)) if !reason.is_empty())
}

#[tokio::test]
async fn the_request_is_the_documented_one_to_the_byte() {
    let (answer, requests) = bought_from(Reply::Bytes(http(200, "", RESPONSE)), Limits::default()).await;
    assert!(matches!(answer.outcome, Outcome::Bought(_)));
    assert_eq!(requests.len(), 1);
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert_eq!(body, r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415"}"#);
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("POST /v1/phone-numbers HTTP/1.1"));
    let mut headers: Vec<_> = lines.filter(|line| !line.starts_with("host: 127.0.0.1:")).collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer vx_live_3fa9c2d4e5",
            "content-length: 66",
            "content-type: application/json",
            "idempotency-key: 6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            concat!("user-agent: numshop/", env!("CARGO_PKG_VERSION")),
        ]
    );
}

#[test]
fn p11_the_key_cannot_be_printed_with_the_request_or_the_client() {
    let client = Client::new(BaseUrl::parse("http://127.0.0.1:1").unwrap(), Limits::default()).unwrap();
    let request = client.request(Method::POST, "/phone-numbers", &SecretString::from(KEY)).unwrap();
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
    assert!(!format!("{request:?} {client:?}").contains(KEY));
}

#[tokio::test]
async fn p05_two_attempts_are_byte_identical_and_share_no_connection() {
    // The server keeps its first connection open, and would answer nothing more on it.
    let server = Canned::start(vec![Reply::Hang(http(500, "", FAILURE)), Reply::Bytes(http(200, "", RESPONSE))]).await;
    let client = Client::new(server.base(), hasty()).unwrap();
    let attempt = async || client.purchase(&SecretString::from(KEY), IntentId::parse(ID).unwrap(), &frozen()).await;
    assert_eq!(attempt().await.outcome, Outcome::Unknown(Doubt::ServerError(500)));
    assert!(matches!(attempt().await.outcome, Outcome::Bought(_)));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1]);
}

#[tokio::test]
async fn the_documented_response_is_read_to_every_field() {
    let (answer, _) = bought_from(Reply::Bytes(http(201, "x-request-id: r1\r\n", RESPONSE)), Limits::default()).await;
    let line = |text| Some(Clean::line(text));
    assert_eq!(
        answer.outcome,
        Outcome::Bought(Bought {
            number: OwnedNumber {
                id: Clean::line("pn_55ad12"),
                number: Clean::line("+14155550142"),
                country: line("US"),
                source: line("platform"),
                agent_id: None,
                sub_account_id: line("sub_8a1f4c2e"),
                voice: Some(true),
                sms: Some(true),
                created_at: line("2026-01-14T10:30:00Z"),
            },
            message: line("Phone number purchased successfully"),
        })
    );
    let raw = answer.raw.unwrap();
    assert_eq!(raw.status, 201);
    assert_eq!(raw.headers[1], (Clean::line("x-request-id"), Clean::line("r1")));
    assert_eq!(raw.body.as_str(), serde_json::from_str::<Value>(RESPONSE).unwrap().to_string());
}

#[tokio::test]
async fn p12_a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Canned::answering(vec![http(200, "", RESPONSE)]).await;
        let location = format!("location: http://{}/v1/phone-numbers\r\n", elsewhere.address);
        let (answer, requests) = bought_from(Reply::Bytes(http(status, &location, "")), Limits::default()).await;
        assert_eq!(answer.outcome, Outcome::Unknown(Doubt::Redirected(status)));
        assert_eq!((requests.len(), elsewhere.requests().len()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn a_refused_connection_never_left() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = BaseUrl::parse(&format!("http://{}", server.local_addr().unwrap())).unwrap();
    drop(server);
    let answer = buy(base, Limits::default()).await;
    let Outcome::NotBought(refusal) = answer.outcome else { panic!("{:?}", answer.outcome) };
    assert_eq!(refusal.kind, RefusalKind::NeverLeft(Clean::line("the server refused the connection")));
    assert_eq!(answer.raw, None);
}

#[tokio::test]
async fn a_key_that_no_header_carries_never_left_and_is_not_repeated() {
    let server = Canned::start(vec![]).await;
    let client = Client::new(server.base(), Limits::default()).unwrap();
    let key = SecretString::from("vx_live_3fa9\n9c2f");
    let answer = client.purchase(&key, IntentId::parse(ID).unwrap(), &frozen()).await;
    let Outcome::NotBought(refusal) = answer.outcome else { panic!("{:?}", answer.outcome) };
    let RefusalKind::NeverLeft(reason) = refusal.kind else { panic!("{:?}", refusal.kind) };
    assert!(reason.as_str().starts_with("the key holds a character") && !reason.as_str().contains("9c2f"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn p01_a_connection_that_breaks_after_it_stood_leaves_doubt_and_one_request() {
    let whole = http(404, "", FAILURE);
    let cut = |bytes: &[u8], at: usize| Reply::Bytes(bytes[..at].to_vec());
    for (name, reply) in [
        ("nothing", Reply::Bytes(Vec::new())),
        ("half a status line", cut(&whole, 9)),
        ("half a head", cut(&whole, 30)),
        ("half a body", cut(&whole, whole.len() - 5)),
        ("no body", cut(&whole, whole.len() - FAILURE.len())),
        ("half a chunk", Reply::Bytes(b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a".to_vec())),
        ("no last chunk", Reply::Bytes(b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n".to_vec())),
        ("not HTTP", Reply::Bytes(b"SSH-2.0-x\r\n\r\n".to_vec())),
        ("two lengths", Reply::Bytes(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}".to_vec())),
        ("closed unread", Reply::Slam),
    ] {
        let (answer, requests) = bought_from(reply, Limits::default()).await;
        assert!(lost(&answer.outcome), "{name}: {:?}", answer.outcome);
        assert_eq!(requests.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn why_it_broke_is_said_in_plain_words() {
    let many = format!("x-a: {}\r\n", "y".repeat(1000)).repeat(5000);
    for (bytes, words) in [
        (Vec::new(), "it ended too early"),
        (b"HTTP/1.1 200 X\r\ncontent-le".to_vec(), "it ended too early"),
        (b"SSH-2.0-x\r\n\r\n".to_vec(), "what came is not proper HTTP"),
        (b"HTTP/1.1 200 X\r\ncontent-length: -1\r\n\r\n".to_vec(), "what came is not proper HTTP"),
        (http(200, &many, RESPONSE), "its head is too large"),
    ] {
        let (answer, _) = bought_from(Reply::Bytes(bytes), Limits::default()).await;
        assert_eq!(answer.outcome, Outcome::Unknown(Doubt::ConnectionLost(Clean::line(words))));
    }
}

#[tokio::test]
async fn what_arrived_before_the_break_is_kept() {
    let reply = Reply::Bytes(b"HTTP/1.1 404 X\r\nx-request-id: r1\r\ncontent-length: 9\r\n\r\n{\"a\":".to_vec());
    let raw = bought_from(reply, Limits::default()).await.0.raw.unwrap();
    assert_eq!((raw.status, raw.headers.len(), raw.body.as_str()), (404, 1, r#"{"a":"#));
}

#[tokio::test]
async fn odd_but_whole_answers_are_survived() {
    let interim = [b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\n\r\n".to_vec(), http(200, "", RESPONSE)].concat();
    let (answer, _) = bought_from(Reply::Bytes(interim), Limits::default()).await;
    assert!(matches!(answer.outcome, Outcome::Bought(_)), "{:?}", answer.outcome);

    let switching = b"HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n".to_vec();
    let (answer, _) = bought_from(Reply::Bytes(switching), hasty()).await;
    assert!(matches!(answer.outcome, Outcome::Unknown(_)), "{:?}", answer.outcome);

    let many = format!("x-a: {}\r\n", "y".repeat(1000)).repeat(5000);
    let (answer, requests) = bought_from(Reply::Bytes(http(200, &many, RESPONSE)), Limits::default()).await;
    assert!(lost(&answer.outcome), "{:?}", answer.outcome);
    assert_eq!(requests.len(), 1);

    let until_close = format!("HTTP/1.0 200 X\r\n\r\n{RESPONSE}").into_bytes();
    let (answer, _) = bought_from(Reply::Bytes(until_close), Limits::default()).await;
    assert!(matches!(answer.outcome, Outcome::Bought(_)), "{:?}", answer.outcome);
}

#[tokio::test]
async fn p07_silence_ends_with_the_exchange_whatever_had_come() {
    let whole = http(404, "", FAILURE);
    for (name, reply) in [
        ("mute", Reply::Mute),
        ("after the request", Reply::Hang(Vec::new())),
        ("in the head", Reply::Hang(whole[..30].to_vec())),
        ("in the body", Reply::Hang(whole[..whole.len() - 5].to_vec())),
        ("endless 1xx", Reply::Flood(Vec::new(), b"HTTP/1.1 103 X\r\n\r\n")),
    ] {
        let (answer, requests) = bought_from(reply, hasty()).await;
        assert_eq!(answer.outcome, Outcome::Unknown(Doubt::TimedOut), "{name}");
        assert!(answer.took_ms >= 500, "{name}");
        assert_eq!(requests.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn p08_an_answer_without_end_is_cut_off() {
    let known = format!("HTTP/1.1 200 X\r\ncontent-length: {FLOOD}\r\n\r\n").into_bytes();
    for head in [known, b"HTTP/1.1 200 X\r\n\r\n".to_vec()] {
        let (answer, _) = bought_from(Reply::Flood(head, b" "), Limits::default()).await;
        assert_eq!(answer.outcome, Outcome::Unknown(Doubt::TooLong));
        assert_eq!(answer.raw.unwrap().status, 200);
    }
}

#[tokio::test]
async fn p08_the_cap_is_exact() {
    let padded = |length: usize| http(200, "", &format!("{RESPONSE}{}", " ".repeat(length - RESPONSE.len())));
    let limits = Limits { body: 4096, ..Limits::default() };
    let (answer, _) = bought_from(Reply::Bytes(padded(4096)), limits.clone()).await;
    assert!(matches!(answer.outcome, Outcome::Bought(_)), "{:?}", answer.outcome);
    let (answer, _) = bought_from(Reply::Bytes(padded(4097)), limits).await;
    assert_eq!(answer.outcome, Outcome::Unknown(Doubt::TooLong));
}

#[tokio::test]
async fn p11_an_echoed_key_is_not_kept() {
    let echo = format!(r#"{{"success":false,"message":"bad key {KEY}","errors":{{"{KEY}":"{KEY}"}}}}"#);
    let header = format!("x-request-id: {KEY}\r\n");
    for body in [echo, format!("<html>{KEY}")] {
        let (answer, _) = bought_from(Reply::Bytes(http(401, &header, &body)), Limits::default()).await;
        let stored = serde_json::to_string(&answer).unwrap();
        assert!(!stored.contains(KEY) && stored.contains("[key]"), "{stored}");
    }
}

/// Sends one request over TLS with our settings, except that no certificate is trusted: then none need be there.
async fn over_tls(host: &str, limits: &Limits, more: impl Fn(ClientBuilder) -> ClientBuilder) -> Exchange {
    let base = BaseUrl::parse(&format!("https://{host}")).unwrap();
    let client = more(bounded(&base, limits).tls_certs_only([])).build().unwrap();
    let request = client.post(base.join("/")).body(frozen().as_str().to_owned()).build().unwrap();
    exchange::run(&client, request, limits, limits.exchange).await
}

#[tokio::test]
async fn p07_a_failed_handshake_never_left() {
    let server = Canned::start(vec![Reply::Mute, Reply::Slam]).await;
    let limits = Limits { connect: Duration::from_secs(1), exchange: Duration::from_secs(9), ..Limits::default() };
    let Exchange::NeverLeft(reason) = over_tls(&server.address, &limits, |b| b).await else { panic!("it left") };
    assert_eq!(reason.as_str(), "no connection within 1 s");
    let Exchange::NeverLeft(reason) = over_tls(&server.address, &limits, |b| b).await else { panic!("it left") };
    assert!(!reason.is_empty() && !reason.as_str().contains("127.0.0.1"), "{reason}");
    assert!(server.requests().iter().all(String::is_empty));
}

struct NoSuchName;

impl Resolve for NoSuchName {
    fn resolve(&self, _: Name) -> Resolving {
        let none: Result<Box<dyn Iterator<Item = SocketAddr> + Send>, _> = Err("no such name".into());
        Box::pin(std::future::ready(none))
    }
}

#[tokio::test]
async fn a_name_that_is_not_found_never_left() {
    let exchange = over_tls("api.example", &Limits::default(), |b| b.dns_resolver(Arc::new(NoSuchName))).await;
    let Exchange::NeverLeft(reason) = exchange else { panic!("it left") };
    assert_eq!(reason.as_str(), "the name of the server could not be looked up");
}

#[tokio::test]
async fn p01_a_dropped_purchase_is_not_sent_again() {
    let server = Canned::start(vec![Reply::Hang(Vec::new())]).await;
    let waiting = tokio::spawn(buy(server.base(), Limits::default()));
    while server.requests().first().is_none_or(String::is_empty) {
        assert!(!waiting.is_finished(), "it ended before the request arrived");
        tokio::task::yield_now().await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn p07_the_defaults_are_the_promises() {
    let limits = Limits::default();
    assert_eq!((limits.connect.as_secs(), limits.exchange.as_secs(), limits.body), (10, 60, 1_048_576));
}

const RELEASED: &str = include_str!("../../tests/fixtures/release_response.json");

fn target(id: &str) -> ReleaseTarget {
    let (id, number) = (Clean::line(id), Clean::line("+14155550142"));
    ReleaseTarget::of(&OwnedNumber { id, number, ..OwnedNumber::default() }).unwrap()
}

async fn release(client: &Client, id: &str) -> Answer<ReleaseOutcome> {
    client.release(&SecretString::from(KEY), ReleaseId::parse(ID).unwrap(), &target(id)).await
}

#[tokio::test]
async fn p18_the_release_is_the_documented_one_to_the_byte_and_so_is_its_retry() {
    let failed = Reply::Hang(http(500, "", FAILURE));
    let server = Canned::start(vec![failed, Reply::Bytes(http(200, "", RELEASED)), Reply::Slam]).await;
    let client = Client::new(server.base(), hasty()).unwrap();
    assert_eq!(release(&client, "pn_55ad12").await.outcome, ReleaseOutcome::Unknown(Doubt::ServerError(500)));
    let message = Some(Clean::line("Phone number released successfully"));
    assert_eq!(release(&client, "pn_55ad12").await.outcome, ReleaseOutcome::Released(message));
    let requests = server.requests();
    assert_eq!((requests.len(), &requests[0]), (2, &requests[1]));
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "");
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("DELETE /v1/phone-numbers/pn_55ad12 HTTP/1.1"));
    let mut headers: Vec<_> = lines.filter(|line| !line.starts_with("host: 127.0.0.1:")).collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer vx_live_3fa9c2d4e5",
            "idempotency-key: 6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            concat!("user-agent: numshop/", env!("CARGO_PKG_VERSION")),
        ]
    );
}

#[tokio::test]
async fn p18_an_id_stays_one_segment_on_the_wire() {
    let answers = vec![http(404, "", FAILURE), http(404, "", FAILURE)];
    let server = Canned::answering(answers).await;
    let client = Client::new(server.base(), Limits::default()).unwrap();
    for id in ["pn 1?x#y&z", "%2e%2e"] {
        release(&client, id).await;
    }
    let lines: Vec<_> = server.requests().iter().map(|text| text.lines().next().unwrap().to_owned()).collect();
    assert_eq!(
        lines,
        ["DELETE /v1/phone-numbers/pn%201%3Fx%23y%26z HTTP/1.1", "DELETE /v1/phone-numbers/%252e%252e HTTP/1.1"]
    );
}

#[tokio::test]
async fn p18_a_release_follows_no_redirect_and_reads_no_endless_answer() {
    let elsewhere = Canned::answering(vec![http(200, "", RELEASED)]).await;
    let location = format!("location: http://{}/v1/phone-numbers/pn_1\r\n", elsewhere.address);
    let flood = Reply::Flood(b"HTTP/1.1 200 X\r\n\r\n".to_vec(), b" ");
    let server = Canned::start(vec![Reply::Bytes(http(307, &location, "")), flood, Reply::Hang(Vec::new())]).await;
    let client = Client::new(server.base(), hasty()).unwrap();
    assert_eq!(release(&client, "pn_1").await.outcome, ReleaseOutcome::Unknown(Doubt::Redirected(307)));
    assert_eq!(release(&client, "pn_1").await.outcome, ReleaseOutcome::Unknown(Doubt::TooLong));
    assert_eq!(release(&client, "pn_1").await.outcome, ReleaseOutcome::Unknown(Doubt::TimedOut));
    assert_eq!((server.requests().len(), elsewhere.requests().len()), (3, 0));
}
