use std::time::Duration;

use secrecy::SecretString;

use super::{
    canned::{Canned, Reply, http},
    *,
};
use crate::domain::{Clean, OwnedNumber, SubAccountId};

const KEY: &str = "vx_live_3fa9c2d4e5";
const NUMBERS: &str = include_str!("../../tests/fixtures/list_numbers.json");
const SUB_ACCOUNTS: &str = include_str!("../../tests/fixtures/list_sub_accounts.json");
const FAILURE: &str = include_str!("../../tests/fixtures/failure.json");

async fn numbers(server: &Canned, limits: Limits) -> Listing<OwnedNumber> {
    let client = Client::new(server.base(), limits).unwrap();
    client.list_numbers(&SecretString::from(KEY), &SubAccountId::parse("sub_8a1f4c2e").unwrap()).await
}

/// A page of numbers with these ids, and this `pagination`.
fn page(ids: &[&str], pagination: &str) -> Vec<u8> {
    let items: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","number":"+1"}}"#)).collect();
    http(200, "", &format!(r#"{{"success":true,"data":[{}],"pagination":{{{pagination}}}}}"#, items.join(",")))
}

fn first_lines(server: &Canned) -> Vec<String> {
    server.requests().iter().filter_map(|request| request.lines().next().map(str::to_owned)).collect()
}

#[tokio::test]
async fn the_documented_list_is_read() {
    let server = Canned::answering(vec![http(200, "", NUMBERS)]).await;
    let listing = numbers(&server, Limits::default()).await;
    assert_eq!(listing.end, End::Complete);
    assert_eq!(listing.items.len(), 1);
    assert_eq!((listing.items[0].number.as_str(), listing.items[0].voice), ("+14155550142", Some(true)));
    assert_eq!(first_lines(&server), ["GET /v1/phone-numbers?sub_account_id=sub_8a1f4c2e&limit=100 HTTP/1.1"]);
    let request = server.requests().remove(0);
    assert_eq!(request.matches("authorization: Bearer vx_live_3fa9c2d4e5\r\n").count(), 1);
}

#[tokio::test]
async fn pages_are_followed_to_the_end() {
    let server = Canned::answering(vec![
        page(&["pn_1", "pn_2"], r#""total":4,"has_more":true"#),
        page(&["pn_3"], r#""has_more":true,"next_cursor":"pn 3&x""#),
        page(&["pn_4"], r#""total":4,"has_more":false"#),
    ])
    .await;
    let listing = numbers(&server, Limits::default()).await;
    assert_eq!(listing.end, End::Complete);
    let ids: Vec<_> = listing.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["pn_1", "pn_2", "pn_3", "pn_4"]);
    let lines = first_lines(&server);
    assert!(lines[1].contains("?sub_account_id=sub_8a1f4c2e&starting_after=pn_2&limit=100 "), "{lines:?}");
    assert!(lines[2].contains("&starting_after=pn+3%26x&limit=100 "), "{lines:?}");
}

#[tokio::test]
async fn sub_accounts_come_page_by_page() {
    let more = r#"{"success":true,"data":[{"id":"sub_1","name":"A\u001b"},{"id":"x"}],"pagination":{"has_more":true}}"#;
    let server = Canned::answering(vec![http(200, "", more), http(200, "", SUB_ACCOUNTS)]).await;
    let client = Client::new(server.base(), Limits::default()).unwrap();
    let mut pages = Vec::new();
    let end = client.list_sub_accounts(&SecretString::from(KEY), |page| pages.push(page)).await;
    assert_eq!(end, End::Incomplete(Clean::line("one item could not be read")));
    let names: Vec<Vec<_>> = pages
        .iter()
        .map(|page| page.iter().map(|a| format!("{} {}", a.id, a.name.clone().unwrap_or_default())).collect())
        .collect();
    assert_eq!(names, [vec!["sub_1 A␛"], vec!["sub_8a1f4c2e Acme Dental", "sub_1b2c3d4e "]]);
    assert_eq!(
        first_lines(&server),
        [
            "GET /v1/agency/sub-accounts?limit=100 HTTP/1.1",
            "GET /v1/agency/sub-accounts?starting_after=x&limit=100 HTTP/1.1"
        ]
    );
}

#[tokio::test]
async fn p08_a_list_that_cannot_be_followed_is_incomplete() {
    let more = r#""has_more":true"#;
    for (answers, kept, reason) in [
        (vec![page(&[], more)], 0, "the API says that it goes on, but sends an empty page"),
        (vec![page(&["a"], more), page(&["b", "a"], more)], 2, "it repeats items"),
        (vec![page(&["a", "a"], r#""has_more":false"#)], 1, "it repeats items"),
        (
            vec![
                page(&["a"], r#""has_more":true,"next_cursor":"c""#),
                page(&["b"], r#""has_more":true,"next_cursor":"c""#),
            ],
            2,
            "it goes in circles",
        ),
        (vec![page(&["a"], "")], 1, "the API does not say whether it goes on"),
        (vec![page(&["a"], r#""has_more":"false""#)], 1, "the API does not say whether it goes on"),
        (vec![page(&[""], more)], 0, "the API does not say where it goes on"),
        (vec![page(&[KEY], more)], 1, "the API does not say where it goes on"),
        (vec![page(&["a", ""], r#""has_more":false"#)], 1, "one item could not be read"),
        (vec![page(&["a"], r#""has_more":false,"total":3"#)], 1, "the API counts 3, but listed 1"),
        (vec![page(&["a"], more), page(&["b"], more), page(&["c"], more)], 3, "it goes on after 3 pages"),
    ] {
        let server = Canned::answering(answers).await;
        let listing = numbers(&server, Limits { pages: 3, ..Limits::default() }).await;
        assert_eq!(listing.end, End::Incomplete(Clean::line(reason)));
        assert_eq!(listing.items.len(), kept, "{reason}");
        assert!(server.requests().iter().all(|request| !request.lines().next().unwrap().contains(KEY)));
    }
}

#[tokio::test]
async fn a_list_that_outlasts_its_time_says_so_and_not_that_a_page_was_slow() {
    let server = Canned::start(vec![Reply::Bytes(page(&["a"], r#""has_more":true"#)), Reply::Hang(Vec::new())]).await;
    let listing = numbers(&server, Limits { list: Duration::from_secs(3), ..Limits::default() }).await;
    assert_eq!(listing.end, End::Incomplete(Clean::line("it goes on after 3 s")));
    assert_eq!(listing.items.len(), 1);
}

#[tokio::test]
async fn a_failure_on_a_later_page_keeps_what_was_read() {
    let server = Canned::answering(vec![page(&["a"], r#""has_more":true"#), http(500, "", FAILURE)]).await;
    let listing = numbers(&server, Limits::default()).await;
    assert_eq!(listing.items.len(), 1);
    let End::Incomplete(reason) = listing.end else { panic!("{:?}", listing.end) };
    assert!(reason.as_str().starts_with("The API answered 500 and said “"), "{reason}");
}

#[tokio::test]
async fn p08_a_list_ends_in_bounded_time_and_space() {
    let more = r#""has_more":true"#;
    let server = Canned::start(vec![Reply::Bytes(page(&["a"], more)), Reply::Hang(Vec::new())]).await;
    let limits = Limits { list: Duration::from_millis(300), ..Limits::default() };
    let listing = numbers(&server, limits).await;
    assert!(matches!(listing.end, End::Incomplete(_)), "{:?}", listing.end);

    let padding = "x".repeat(900);
    let padded = |id| page(&[id], &format!(r#""has_more":true,"pad":"{padding}""#));
    let server = Canned::answering(vec![padded("a"), padded("b"), padded("c"), padded("d"), padded("e")]).await;
    let listing = numbers(&server, Limits { body: 1000, ..Limits::default() }).await;
    assert_eq!(listing.end, End::Incomplete(Clean::line("it is longer than this program reads")));
    assert_eq!(listing.items.len(), 4);
}

#[tokio::test]
async fn problems_are_told_with_what_to_do() {
    let limited = "retry-after: 7\r\n";
    for (reply, sentence) in [
        (
            Reply::Bytes(http(401, "", r#"{"success":false,"message":"no"}"#)),
            "The API answered 401 and said “no”. The key was refused: check that it is whole and not revoked",
        ),
        (
            Reply::Bytes(http(403, "", "<html>")),
            "The API answered 403. This key is of another scope: lists of sub-accounts need an agency key, numbers a sub-account's",
        ),
        (Reply::Bytes(http(429, limited, "")), "The API answered 429. Wait 7 s, then try again"),
        (
            Reply::Bytes(http(302, "location: http://127.0.0.1:1/\r\n", "")),
            "The API answered 302. It sends elsewhere, which is never followed: check the address of the API",
        ),
        (Reply::Bytes(http(503, "", "")), "The API answered 503. The fault is on their side: try again later"),
        (Reply::Bytes(http(200, "", "{}")), "The API answered 200, but not with a list. Check the address of the API"),
        (
            Reply::Flood(b"HTTP/1.1 200 X\r\n\r\n".to_vec(), b" "),
            "The answer was longer than an honest one can be. Check the address of the API",
        ),
        (Reply::Hang(Vec::new()), "The API did not answer within 1 s. Try again"),
    ] {
        let server = Canned::start(vec![reply]).await;
        let listing = numbers(&server, Limits { exchange: Duration::from_millis(900), ..Limits::default() }).await;
        let End::Failed(problem) = listing.end else { panic!("{:?}", listing.end) };
        assert_eq!(problem.to_string(), sentence);
        assert!(listing.items.is_empty());
        assert_eq!(server.requests().len(), 1, "nothing is tried again: {sentence}");
    }
}

#[tokio::test]
async fn lists_can_be_read_in_tasks() {
    let server = Canned::answering(vec![http(200, "", SUB_ACCOUNTS)]).await;
    let client = Client::new(server.base(), Limits::default()).unwrap();
    let (send, mut pages) = tokio::sync::mpsc::unbounded_channel();
    let task =
        async move { client.list_sub_accounts(&SecretString::from(KEY), move |page| send.send(page).unwrap()).await };
    assert_eq!(tokio::spawn(task).await.unwrap(), End::Complete);
    assert_eq!(pages.recv().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_unreachable_api_is_said() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = crate::domain::BaseUrl::parse(&format!("http://{}", closed.local_addr().unwrap())).unwrap();
    drop(closed);
    let client = Client::new(base, Limits::default()).unwrap();
    let end = client.list_sub_accounts(&SecretString::from(KEY), |_| panic!("there is no page")).await;
    assert_eq!(end, End::Failed(ReadProblem::NotReached(Clean::line("the server refused the connection"))));
}
