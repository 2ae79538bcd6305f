//! Giving numbers up through the real loop: every scenario, what the ledger says, how many requests arrived, and what was
//! really released.

use std::time::Duration;

use numshop::{
    api::Limits,
    app::Ending,
    ledger::{self, Form},
};
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc};
use rusqlite::Connection;

use crate::support::{ACME, Canned, Reply, Session, World, ctrl};

/// A key as the vendor makes them, and no secret.
const KEY: &str = "vx_live_0123456789abcdef";
const YES: &str = include_str!("../fixtures/purchase_response.json");
const RELEASED: &str = include_str!("../fixtures/release_response.json");
const NO: &str = include_str!("../fixtures/failure.json");

/// Buys for a sub-account and waits until the list shows the number.
async fn bought(world: &World, session: &mut Session, account: &str) -> String {
    session.buy(account).await;
    session.sees("yes, the sub-account's list shows it").await;
    world.sold()
}

/// Opens the release's review on a receipt and confirms it.
async fn release(session: &mut Session, number: &str) {
    session.press(Char('r'));
    session.sees("Type the number").await;
    session.type_text(number);
    session.press(Enter);
}

/// What the ledger says of the release of the one purchase.
fn word(world: &World) -> Option<&'static str> {
    let records = world.records();
    let [record] = &records[..] else { panic!("{records:?}") };
    assert_eq!(record.state().word(), "bought", "that it was bought is never lost");
    record.release().map(|release| release.word())
}

/// Asserts what came of it all: the ledger's word, how many DELETEs arrived, and how many numbers are gone. All DELETEs are
/// of one release and byte for byte the same.
fn counted(world: &World, said: &str, deletes: usize, released: usize) {
    let seen = world.deletes();
    assert_eq!((word(world), seen.len(), world.released()), (Some(said), deletes, released));
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    let record = &world.records()[0];
    let id = record.bought().unwrap().number.id;
    for one in &seen {
        assert_eq!(one.path, format!("/v1/phone-numbers/{id}"));
        assert_eq!((one.body.as_str(), &one.query), ("", &None));
        let key = one.idempotency_key.as_deref().unwrap();
        assert!(key.len() == 36 && key != record.intent.id.to_string(), "{key}");
    }
}

#[tokio::test]
async fn p18_a_number_is_released_once_and_the_receipt_says_so() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, ACME).await;
    release(&mut session, &number).await;
    let frame = session.sees("✓ Released.").await;
    assert!(frame.is_at("Receipt: released") && !frame.text.contains("Rental runs"), "{}", frame.text);
    session.sees("no longer").await;
    session.hold(Char('r'), 3).await;
    session.hold(Enter, 20).await;
    let Ending::Released(words) = session.quit().await else { panic!("it was released") };
    assert!(words.as_str().starts_with(&format!("Released {number}")), "{words}");
    counted(&world, "released", 1, 1);
    let mut json = Vec::new();
    ledger::write_history(world.records().into_iter().map(Ok), Form::Json, &mut json).unwrap();
    let json = String::from_utf8(json).unwrap();
    assert!(json.contains(r#""state": "bought""#) && json.contains(r#""released": "released""#), "{json}");
}

#[tokio::test]
async fn p18_fifty_enters_and_pastes_release_nothing() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, ACME).await;
    session.press(Char('r'));
    session.paste(&number);
    session.paste(&format!("{number}\n"));
    session.hold(Enter, 50).await;
    session.sees("Type the number").await;
    session.paste(&number);
    session.sees("Pasting does not confirm").await;
    session.hold(Enter, 50).await;
    session.type_text("BUY");
    session.hold(Enter, 3).await;
    session.press(Esc);
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.deletes().len(), world.released(), word(&world)), (0, 0, None));
}

#[tokio::test]
async fn p18_a_certain_no_keeps_the_number_and_says_that_rental_runs_on() {
    for (account, says) in [
        ("sub_release_403", "this key may not do that (403)"),
        ("sub_release_404", "the API knows no such number for this key (404)"),
    ] {
        let world = World::new().await;
        let mut session = world.session();
        let number = bought(&world, &mut session, account).await;
        release(&mut session, &number).await;
        let frame = session.at("Receipt: not released").await;
        assert!(frame.text.contains(says), "{}", frame.text);
        assert!(matches!(session.quit().await, Ending::NotReleased(_)), "{account}");
        counted(&world, "not_released", 1, 0);
    }
}

#[tokio::test]
async fn p18_not_now_goes_on_with_the_same_key_by_a_person_s_key_only() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, "sub_release_429").await;
    release(&mut session, &number).await;
    session.at("Receipt: not released").await;
    session.sees("s Send again").await;
    assert_eq!(world.deletes().len(), 1, "nothing is sent by itself");
    session.press(Char('s'));
    session.sees("✓ Released.").await;
    session.quit().await;
    counted(&world, "released", 2, 1);
}

#[tokio::test]
async fn p18_an_answer_that_is_lost_is_found_out_by_the_list() {
    for account in ["sub_release_lost", "sub_release_gone"] {
        let world = World::new().await;
        let mut session = world.session();
        let number = bought(&world, &mut session, account).await;
        release(&mut session, &number).await;
        session.sees("The sub-account's whole list no longer has it: it is gone.").await;
        session.at("Receipt: released").await;
        assert!(matches!(session.quit().await, Ending::Released(_)), "{account}");
        counted(&world, "released", 1, 1);
    }
}

#[tokio::test]
async fn p18_an_answer_that_never_comes_ends_in_time_and_is_found_out_by_the_list() {
    let world = World::new().await;
    let mut session = world.session_within(Limits { exchange: Duration::from_secs(2), ..Limits::default() });
    let number = bought(&world, &mut session, "sub_release_hang").await;
    release(&mut session, &number).await;
    session.at("Releasing").await;
    session.sees("It may be released. Leaving does not stop it.").await;
    session.at("Receipt: released").await;
    session.quit().await;
    counted(&world, "released", 1, 1);
}

#[tokio::test]
async fn p18_while_it_is_under_way_the_screen_lives_and_leaving_says_what_it_means() {
    let world = World::with_slow_carrier(Duration::from_secs(30)).await;
    let mut session = world.session();
    let number = bought(&world, &mut session, "sub_release_slow").await;
    release(&mut session, &number).await;
    session.sees("Waiting for the answer").await;
    session.press(Char('q'));
    session.sees("may already be released").await;
    session.press(Char('y'));
    let Ending::Unknown(words) = session.end().await else { panic!("it may be released") };
    assert!(words.as_str().contains("may be released"), "{words}");
    counted(&world, "sent", 1, 1);

    // The next start shows it first, looks, and takes down that it is gone. It sends nothing.
    let mut session = world.session();
    session.at("Receipt: released").await;
    session.quit().await;
    counted(&world, "released", 1, 1);
}

#[tokio::test]
async fn p18_an_error_leaves_it_unknown_and_the_same_release_again_settles_it() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, "sub_release_500").await;
    release(&mut session, &number).await;
    session.at("Unknown: may be released").await;
    session.sees("The sub-account's list still shows it").await;
    session.sees("n Not released").await;
    session.press(Char('n'));
    session.sees("Too early").await;
    assert!(matches!(session.quit().await, Ending::Unknown(_)));
    counted(&world, "unknown", 1, 0);

    let mut session = world.session();
    session.at("Unknown: may be released").await;
    session.sees("The sub-account's list still shows it").await;
    session.sees("s Send again").await;
    assert_eq!(world.deletes().len(), 1, "a start sends nothing");
    session.press(Char('s'));
    session.sees("Release it again?").await;
    session.press(Char('y'));
    session.at("Receipt: released").await;
    session.quit().await;
    counted(&world, "released", 2, 1);
}

/// A server that says what it is told to, with one number bought from it.
struct Shop {
    server: Canned,
    home: tempfile::TempDir,
}

/// The list that has the number of the documented answer.
fn list() -> Reply {
    let item = format!(r#"{{"id":"pn_55ad12","number":"+14155550142","sub_account_id":"{ACME}"}}"#);
    Reply::new(200, &format!(r#"{{"success":true,"data":[{item}],"pagination":{{"has_more":false}}}}"#))
}

impl Shop {
    async fn playing(releases: Vec<Reply>) -> Self {
        let replies = std::iter::once(Reply::new(201, YES)).chain(releases).collect();
        Self { server: Canned::playing(replies, list()).await, home: tempfile::tempdir().unwrap() }
    }

    fn session(&self) -> Session {
        let env = [("VANTAX_API_KEY", KEY.to_owned()), ("VANTAX_BASE_URL", self.server.base.clone())];
        Session::start(self.home.path(), &env)
    }

    /// A session that has just released.
    async fn released(&self) -> Session {
        let mut session = self.session();
        session.buy(ACME).await;
        session.sees("yes, the sub-account's list shows it").await;
        release(&mut session, "14155550142").await;
        session
    }
}

#[tokio::test]
async fn p18_the_documented_answer_releases_and_nothing_less_does() {
    let shop = Shop::playing(vec![Reply::new(200, RELEASED)]).await;
    let mut session = shop.released().await;
    session.sees("✓ Released. The API says so: “Phone number released").await;
    session.sees("Its rental has ended").await;
    session.quit().await;
    assert_eq!(shop.server.deletes().len(), 1);
    for (status, body) in [(202, RELEASED), (204, ""), (200, ""), (200, NO), (404, RELEASED), (307, RELEASED)] {
        let shop = Shop::playing(vec![Reply::new(status, body)]).await;
        let mut session = shop.released().await;
        session.at("Unknown: may be released").await;
        session.quit().await;
        assert_eq!(shop.server.deletes().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn p18_a_404_on_a_retried_release_means_gone_and_the_retry_is_the_same_to_the_byte() {
    let shop = Shop::playing(vec![Reply::new(502, "<html>"), Reply::new(404, NO)]).await;
    let mut session = shop.released().await;
    session.at("Unknown: may be released").await;
    session.sees("still shows it").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.sees("Release it again?").await;
    session.press(Char('y'));
    session.sees("Sent again, the API knew it no longer (404): it is gone.").await;
    session.quit().await;
    let deletes = shop.server.deletes();
    assert_eq!((deletes.len(), &deletes[0]), (2, &deletes[1]), "byte for byte");
    assert_eq!(deletes[0].line(), "DELETE /v1/phone-numbers/pn_55ad12 HTTP/1.1");
}

#[tokio::test]
async fn p18_any_other_no_on_a_retry_proves_nothing() {
    for status in [400, 401, 402, 403, 422, 429] {
        let shop = Shop::playing(vec![Reply::new(500, NO), Reply::new(status, NO)]).await;
        let mut session = shop.released().await;
        session.at("Unknown: may be released").await;
        session.sees("s Send again").await;
        session.press(Char('s'));
        session.press(Char('y'));
        session.sees(&format!("Sending it again was refused ({status})")).await;
        session.quit().await;
        let record = &ledger::history(shop.home.path()).unwrap().whole[0];
        assert_eq!(record.release().unwrap().word(), "unknown", "{status}");
        assert_eq!(shop.server.deletes().len(), 2, "{status}");
    }
}

#[tokio::test]
async fn p18_a_pause_is_kept_across_a_restart() {
    let shop = Shop::playing(vec![Reply::new(503, NO).with("Retry-After", "3600")]).await;
    let mut session = shop.released().await;
    session.sees("same key: in").await;
    session.quit().await;
    let mut session = shop.session();
    session.at("Unknown: may be released").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.sees("Too early: the server asked for a pause").await;
    session.press(Char('y'));
    session.quit().await;
    assert_eq!(shop.server.deletes().len(), 1);
}

/// Makes the ledger's file refuse some events of a release, as a disk would at that moment.
fn refuse(world: &World, what: &str) -> Connection {
    let db = Connection::open(world.ledger_file()).unwrap();
    db.execute_batch(&format!(
        "CREATE TRIGGER broken BEFORE INSERT ON event WHEN NEW.event LIKE '%release%{what}%'
         BEGIN SELECT RAISE(ABORT, 'broken'); END;"
    ))
    .unwrap();
    db
}

#[tokio::test]
async fn p18_an_attempt_that_cannot_be_written_is_never_sent() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, ACME).await;
    refuse(&world, "sent");
    release(&mut session, &number).await;
    session.sees("Nothing was sent.").await;
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.deletes().len(), word(&world)), (0, None));
}

#[tokio::test]
async fn p18_a_yes_that_cannot_be_written_is_not_shown_as_done_and_is_found_out_later() {
    let world = World::new().await;
    let mut session = world.session();
    let number = bought(&world, &mut session, ACME).await;
    let db = refuse(&world, "answered");
    release(&mut session, &number).await;
    session.sees("The API says that it is released, but the ledger could not take it down").await;
    // The list, which no longer has it, settles that, as far as the ledger can be written.
    session.at("Receipt: released").await;
    session.press(ctrl('c'));
    session.end().await;
    db.execute_batch("DROP TRIGGER broken").unwrap();
    counted(&world, "released", 1, 1);
}

#[tokio::test]
async fn p18_two_windows_release_a_number_once() {
    let world = World::new().await;
    let mut one = world.session();
    let number = bought(&world, &mut one, "sub_release_500").await;
    release(&mut one, &number).await;
    one.at("Unknown: may be released").await;
    one.sees("still shows it").await;
    // Another window sends the open release again; this one then goes on with a stale picture.
    let mut two = world.session();
    two.at("Unknown: may be released").await;
    two.sees("s Send again").await;
    two.press(Char('s'));
    two.press(Char('y'));
    two.at("Receipt: released").await;
    one.press(Char('s'));
    one.sees("Release it again?").await;
    one.press(Char('y'));
    one.sees("Another window has gone on").await;
    one.at("Receipt: released").await;
    one.quit().await;
    two.quit().await;
    counted(&world, "released", 2, 1);
}
