//! What a person works out afterwards: warnings, pauses, numbers that look like it, and the account check.

use numshop::ledger;
use ratatui::crossterm::event::KeyCode::{Char, Enter, F};

use crate::support::{ACME, Canned, Reply, Session, World, ctrl};

/// A key as the vendor makes them, and no secret.
const KEY: &str = "vx_live_0123456789abcdef";
/// The documented answer to the documented request.
const YES: &str = include_str!("../fixtures/purchase_response.json");
/// A complete failure.
const NO: &str = include_str!("../fixtures/failure.json");

struct Shop {
    server: Canned,
    home: tempfile::TempDir,
}

impl Shop {
    async fn playing(purchases: Vec<Reply>, list: Reply) -> Self {
        Self { server: Canned::playing(purchases, list).await, home: tempfile::tempdir().unwrap() }
    }

    fn session(&self) -> Session {
        let env = [("VANTAX_API_KEY", KEY.to_owned()), ("VANTAX_BASE_URL", self.server.base.clone())];
        Session::start(self.home.path(), &env)
    }

    fn posts(&self) -> usize {
        self.server.posts().len()
    }

    fn gets(&self) -> usize {
        self.server.requests().len() - self.posts()
    }

    fn events(&self) -> usize {
        ledger::history(self.home.path()).unwrap().whole[0].events.len()
    }
}

/// A list of one number.
fn list_of(number: &str) -> Reply {
    let item = format!(r#"{{"id":"pn_other","number":"{number}","sub_account_id":"{ACME}"}}"#);
    Reply::new(200, &format!(r#"{{"success":true,"data":[{item}],"pagination":{{"has_more":false}}}}"#))
}

#[tokio::test]
async fn p09_a_difference_is_warned_of_at_every_start_until_it_is_acknowledged() {
    let odd = YES.replace("+14155550142", "+12125550142");
    let shop = Shop::playing(vec![Reply::new(201, &odd)], Reply::empty_list()).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.sees("It is not what was asked for").await;
    session.quit().await;
    assert_eq!(shop.events(), 2);

    for _ in 0..2 {
        let mut session = shop.session();
        session.at("Receipt").await;
        session.sees("area code 415 was asked, “+12125550142” was").await;
        session.hold(Char('b'), 2).await;
        session.at("Receipt").await;
        session.quit().await;
    }
    let mut session = shop.session();
    session.at("Receipt").await;
    session.sees("a Acknowledge").await;
    session.press(Char('a'));
    session.sees("b Buy another").await;
    session.quit().await;
    assert_eq!((shop.events(), shop.posts()), (3, 1));

    let mut session = shop.session();
    session.at("Account").await;
    session.ledger_is_open().await;
    session.at("Account").await;
    session.press(ctrl('c'));
    session.end().await;
}

#[tokio::test]
async fn p03_a_yes_that_is_not_in_the_list_is_said_and_looked_for_again() {
    let shop = Shop::playing(vec![Reply::new(201, YES)], Reply::empty_list()).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.sees("answered as bought, not in the list (yet)").await;
    let before = shop.gets();
    session.press(Char('l'));
    session.until("another look", |_| shop.gets() == before + 1).await;
    session.sees("answered as bought, not in the list (yet)").await;
    session.quit().await;
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn a_pause_that_a_server_error_asks_for_holds_across_a_restart() {
    let busy = Reply::new(503, NO).with("Retry-After", "3600");
    let shop = Shop::playing(vec![busy, Reply::new(201, YES)], Reply::empty_list()).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.sees("same key: in").await;
    session.quit().await;
    let mut session = shop.session();
    session.at("Unknown").await;
    session.sees("same key: in").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.sees("Too early: the server asked for a pause").await;
    session.press(Char('y'));
    session.quit().await;
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn p05_when_a_pause_is_over_the_same_bytes_go_out_by_a_person_s_key_only() {
    let busy = Reply::new(503, NO).with("Retry-After", "1");
    let shop = Shop::playing(vec![busy, Reply::new(201, YES)], Reply::empty_list()).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.at("Unknown").await;
    session.sees("same idempotency key.").await;
    session.sees("s Send again").await;
    assert_eq!(shop.posts(), 1, "nothing is sent by itself");
    session.press(Char('s'));
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    let posts = shop.server.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[0], posts[1], "byte for byte");
}

#[tokio::test]
async fn p05_every_kind_of_pause_is_survived_and_bounded() {
    let past = "Wed, 14 Jan 2015 10:29:00 GMT";
    for status in [429, 503] {
        for (value, waits) in [(None, false), (Some("-5"), false), (Some("soon"), false), (Some(past), false)]
            .into_iter()
            .chain([(Some("99999999999999999999999"), true), (Some("Wed, 14 Jan 2099 10:29:00 GMT"), true)])
        {
            let busy = Reply::new(status, NO);
            let busy = value.map_or(busy.clone(), |value| busy.with("Retry-After", value));
            let shop = Shop::playing(vec![busy, Reply::new(201, YES)], Reply::empty_list()).await;
            let mut session = shop.session();
            session.buy(ACME).await;
            session.at(if status == 429 { "Not bought" } else { "Unknown" }).await;
            if waits {
                // At most a day, whatever was asked.
                session
                    .until("a countdown", |frame| frame.text.contains("23 h 59 min") || frame.text.contains("24 h"))
                    .await;
                session.hold(Char('s'), 2).await;
                assert_eq!(shop.posts(), 1, "{status} {value:?}");
            } else {
                session.sees("s Send again").await;
                session.press(Char('s'));
                session.press(Char('y'));
                session.at("Receipt").await;
                assert_eq!(shop.posts(), 2, "{status} {value:?}");
            }
            session.quit().await;
        }
    }
}

#[tokio::test]
async fn a_number_that_does_not_match_is_linked_only_after_two_questions() {
    let shop = Shop::playing(vec![Reply::new(500, NO)], list_of("+16285550100")).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.sees("does not match: area code 628").await;
    session.sees("↵ This one").await;
    session.press(Enter);
    session.sees("It does not look like it").await;
    session.press(Char('y'));
    session.at("Unknown").await;
    session.sees("That one?").await;
    // Keys count again once the keyboard has been quiet: until then the second question takes no yes.
    session.sees("y Yes  n No").await;
    session.press(Char('y'));
    session.sees("It is not what was asked for").await;
    session.quit().await;
    assert_eq!((shop.posts(), shop.events()), (1, 3));
}

#[tokio::test]
async fn an_account_check_says_what_is_on_one_side_only() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.press(Char('o'));
    session.at("Account").await;
    session.type_text(ACME);
    session.press(F(8));
    session.at("Check").await;
    let frame = session.sees("They agree: 1 in both").await;
    assert!(frame.text.contains(&world.sold()), "{}", frame.text);
    session.quit().await;

    // A ledger that knows nothing of it.
    let other = tempfile::tempdir().unwrap();
    let mut session = Session::start(other.path(), &world.env());
    session.at("Account").await;
    session.type_text(ACME);
    session.press(F(8));
    session.sees("1 owned only, 0 in the ledger only").await;
    session.sees(&world.sold()).await;
    session.quit().await;
    assert_eq!(world.posts().len(), 1);
}

#[tokio::test]
async fn a_number_that_is_owned_no_longer_is_in_the_ledger_only() {
    let shop = Shop::playing(vec![Reply::new(201, YES)], Reply::empty_list()).await;
    let mut session = shop.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.press(Char('o'));
    session.at("Account").await;
    session.type_text(ACME);
    session.press(F(8));
    let frame = session.sees("0 owned only, 1 in the ledger only").await;
    assert!(frame.text.contains("+14155550142"), "{}", frame.text);
    session.quit().await;
}

#[tokio::test]
async fn a_check_that_may_not_read_says_so() {
    for (status, says) in [(401, "The key was refused"), (403, "another scope"), (404, "no such thing")] {
        let shop = Shop::playing(Vec::new(), Reply::new(status, NO)).await;
        let mut session = shop.session();
        session.at("Account").await;
        session.type_text(ACME);
        session.press(F(8));
        let frame = session.sees("nothing is compared").await;
        let words = frame.text.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(words.contains(says), "{}", frame.text);
        session.quit().await;
        assert_eq!(shop.posts(), 0);
    }
}
