//! What a confirmed purchase is on the wire, byte by byte.

use numshop::{app::Ending, ledger};
use ratatui::crossterm::event::KeyCode::Char;

use crate::support::{ACME, Canned, Session, ctrl};

/// A key as the vendor makes them, and no secret.
const KEY: &str = "vx_live_0123456789abcdef";
/// The documented answer to the documented request.
const YES: &str = include_str!("../fixtures/purchase_response.json");
/// A complete no.
const NO: &str = include_str!("../fixtures/failure.json");

struct Shop {
    server: Canned,
    home: tempfile::TempDir,
}

impl Shop {
    async fn answering(purchases: &[(u16, &str)]) -> Self {
        Self { server: Canned::start(purchases).await, home: tempfile::tempdir().unwrap() }
    }

    fn session(&self) -> Session {
        let env = [("VANTAX_API_KEY", KEY.to_owned()), ("VANTAX_BASE_URL", self.server.base.clone())];
        Session::start(self.home.path(), &env)
    }

    fn states(&self) -> Vec<&'static str> {
        let records = ledger::history(self.home.path()).unwrap().whole;
        records.iter().map(|record| record.state().word()).collect()
    }
}

#[tokio::test]
async fn p12_a_purchase_is_the_documented_request_and_nothing_else() {
    let shop = Shop::answering(&[(201, YES)]).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.sees("+14155550142").await;
    session.quit().await;

    let id = ledger::history(shop.home.path()).unwrap().whole[0].intent.id.to_string();
    let posts = shop.server.posts();
    let [post] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!(post.line(), "POST /v1/phone-numbers HTTP/1.1");
    assert_eq!(post.body, r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415"}"#);
    let documented: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/purchase_request.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&post.body).unwrap(), documented);

    let host = shop.server.base.trim_start_matches("http://").trim_end_matches("/v1").to_owned();
    let headers = [
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Bearer {KEY}")),
        ("content-length", post.body.len().to_string()),
        ("content-type", "application/json".to_owned()),
        ("host", host),
        ("idempotency-key", id),
        ("user-agent", concat!("numshop/", env!("CARGO_PKG_VERSION")).to_owned()),
    ];
    assert_eq!(post.headers(), headers.map(|(name, value)| (name.to_owned(), value)));
    assert!(shop.server.requests().iter().all(|raw| !raw.line().contains("vx_") && !raw.body.contains("vx_")));
}

#[tokio::test]
async fn p02_p05_a_retry_is_the_same_to_the_last_byte_and_a_refusal_of_it_proves_nothing() {
    let shop = Shop::answering(&[(500, NO), (402, NO), (201, YES)]).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.at("Unknown").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
    session.sees("402").await;
    session.at("Unknown").await;
    assert_eq!(shop.states(), ["unknown"]);
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    let posts = shop.server.posts();
    assert_eq!(posts.len(), 3);
    assert!(posts.iter().all(|post| post == &posts[0]), "{posts:#?}");
    assert_eq!(shop.states(), ["bought"]);
}

#[tokio::test]
async fn p09_an_answer_of_another_number_is_bought_with_a_warning_that_stays() {
    let other = YES.replace("+14155550142", "+12125550142");
    let shop = Shop::answering(&[(201, &other)]).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.sees("“+12125550142” was").await;
    session.press(Char('b'));
    session.press(Char('o'));
    session.hold(Char('x'), 3).await;
    session.at("Receipt").await;
    session.sees("a Acknowledge").await;
    session.press(Char('a'));
    session.sees("b Buy another").await;
    session.press(Char('b'));
    session.at("Review").await;
    session.press(ctrl('c'));
    session.end().await;
    assert_eq!((shop.states(), shop.server.posts().len()), (vec!["bought"], 1));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_certain_no() {
    let shop = Shop::answering(&[]).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let env = [("VANTAX_API_KEY", KEY.to_owned()), ("VANTAX_BASE_URL", format!("http://{closed}/v1"))];
    let mut session = Session::start(shop.home.path(), &env);
    session.buy(ACME).await;
    session.at("Not bought").await;
    assert!(matches!(session.quit().await, Ending::NotBought(_)));
    assert_eq!(shop.states(), ["not_bought"]);
}

#[tokio::test]
async fn p12_the_agency_key_lists_and_never_buys() {
    const AGENCY: &str = "vx_live_fedcba9876543210";
    let shop = Shop::answering(&[(500, NO), (201, YES)]).await;
    let env = [
        ("VANTAX_API_KEY", KEY.to_owned()),
        ("VANTAX_AGENCY_KEY", AGENCY.to_owned()),
        ("VANTAX_BASE_URL", shop.server.base.clone()),
    ];
    let mut session = Session::start(shop.home.path(), &env);
    session.buy(ACME).await;
    session.at("Unknown").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    let (mut listed, mut bought) = (0, 0);
    for raw in shop.server.requests() {
        let headers = raw.headers();
        let keys: Vec<_> = headers.iter().filter(|(_, value)| value.contains("vx_")).collect();
        let [(name, value)] = &keys[..] else { panic!("not one key: {raw:?}") };
        let is_agencys = raw.line().contains("/agency/");
        let expected = if is_agencys { AGENCY } else { KEY };
        assert_eq!((name.as_str(), value), ("authorization", &format!("Bearer {expected}")), "{}", raw.line());
        listed += usize::from(is_agencys);
        bought += usize::from(raw.line().starts_with("POST "));
    }
    assert!(listed >= 1 && bought == 2, "{listed} lists, {bought} purchases");
}
