//! A purchase from the first screen to its end, for every ending that the sandbox plays.

use std::time::{Duration, Instant};

use numshop::{
    app::Ending,
    domain::Clean,
    sandbox::{Kind, Scenario, scenarios},
};
use ratatui::crossterm::event::KeyCode::{self, Char, Enter, Esc};

use crate::support::{ACME, World, ctrl};

/// The screen, the ledger's word and the number of sales that a first attempt ends in.
fn expected(kind: Kind) -> (&'static str, &'static str, usize) {
    match kind {
        Kind::BuysAtOnce | Kind::SlowCarrier => ("Receipt", "bought", 1),
        Kind::NoneAvailable | Kind::QuotaReached | Kind::KeyRefused | Kind::Invalid | Kind::RateLimited => {
            ("Not bought", "not_bought", 0)
        }
        Kind::ServerError => ("Unknown", "unknown", 0),
        Kind::AnswerLost => ("Unknown", "unknown", 1),
        Kind::Fault(_) | Kind::Releases(_) => panic!("the faults have a table of their own"),
    }
}

#[tokio::test]
async fn every_scenario_ends_where_it_should() {
    for Scenario { id, kind, .. } in scenarios() {
        let world = World::new().await;
        let (title, state, sales) = expected(*kind);
        let mut session = world.session();
        session.buy(id).await;
        session.at(title).await;
        assert_eq!((world.states(), world.sales().len()), (vec![state], sales), "{id}");

        let (records, posts) = (world.records(), world.posts());
        let ([record], [post]) = (&records[..], &posts[..]) else { panic!("{id}: {records:?} {posts:?}") };
        assert_eq!(post.path, "/v1/phone-numbers");
        assert_eq!(post.idempotency_key, Some(record.intent.id.to_string()));
        assert_eq!(post.body, record.intent.draft.body.as_str());
        assert_eq!(post.body, format!(r#"{{"sub_account_id":"{id}","country":"US","area_code":"415"}}"#));

        let ending = session.quit().await;
        let fits = match title {
            "Receipt" => matches!(ending, Ending::Bought(_)),
            "Not bought" => matches!(ending, Ending::NotBought(_)),
            _ => matches!(ending, Ending::Unknown(_)),
        };
        assert!(fits, "{id}: {ending:?}");
        assert!(ending.last_words().contains(id), "{ending:?}");
        assert_eq!((world.states(), world.posts().len()), (vec![state], 1), "quitting changed something");
    }
}

#[tokio::test]
async fn the_receipt_shows_what_was_sold_and_finds_it_in_the_list() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    let number = world.sold();
    let frame = session.sees(&number).await;
    assert!(frame.text.contains("LIVE"), "{}", frame.text);
    session.sees(&world.sales()[0].answer.data.id).await;
    session.press(Char('c'));
    session.until("the clipboard", |frame| frame.copied == [number.clone()]).await;
    let Ending::Bought(words) = session.quit().await else { panic!("it was bought") };
    assert!(words.as_str().contains(&number), "{words:?}");
}

#[tokio::test]
async fn another_one_is_a_new_purchase_with_its_own_confirmation() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.press(Char('b'));
    session.sees("Type BUY to confirm").await;
    assert_eq!(world.posts().len(), 1);
    session.confirm();
    session.at("Receipt").await;
    session.until("two sales", |_| world.sales().len() == 2).await;
    let keys: Vec<_> = world.posts().into_iter().map(|post| post.idempotency_key).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);
    session.quit().await;
    assert_eq!(world.states(), ["bought", "bought"]);
}

#[tokio::test]
async fn p05_a_rate_limit_is_waited_out_and_the_same_purchase_goes_on() {
    let world = World::new().await;
    let mut session = world.session();
    session.review("sub_busy").await;
    let before = Instant::now();
    session.confirm();
    let mut frame = session.at("Not bought").await;
    // At every change of the countdown somebody is impatient.
    while frame.is_at("Not bought") {
        session.press(Char('s'));
        let shown = frame.text;
        frame = session.until("a change", |frame| frame.text != shown).await;
    }
    session.at("Receipt").await;
    assert!(before.elapsed() >= Duration::from_secs(1), "it asked for a second and got {:?}", before.elapsed());
    let posts = world.posts();
    assert_eq!((posts.len(), world.sales().len()), (2, 1));
    assert_eq!(posts[0], posts[1]);
    session.quit().await;
    assert_eq!(world.states(), ["bought"]);
}

#[tokio::test]
async fn a_server_error_is_unknown_and_the_same_bytes_with_the_same_key_settle_it() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_error").await;
    session.at("Unknown").await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
    session.at("Receipt").await;
    let posts = world.posts();
    assert_eq!((posts.len(), world.sales().len()), (2, 1));
    assert_eq!(posts[0], posts[1]);
    session.quit().await;
    assert_eq!(world.states(), ["bought"]);
}

#[tokio::test]
async fn a_lost_answer_is_found_in_the_list_and_linked_without_sending() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_lost").await;
    session.at("Unknown").await;
    session.sees(&world.sold()).await;
    session.sees("↵ This one").await;
    session.press(Enter);
    session.press(Char('y'));
    session.at("Receipt").await;
    session.sees(&world.sold()).await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len(), world.sales().len()), (vec!["bought"], 1, 1));
}

#[tokio::test]
async fn nothing_settles_an_unknown_but_a_word_given_twice_and_not_too_early() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_lost").await;
    session.at("Unknown").await;
    session.sees(&world.sold()).await;
    // "None" within 15 minutes; questions answered with no; questions held down.
    session.press(Char('n'));
    session.hold(Char('y'), 3).await;
    session.press(Enter);
    session.press(Esc);
    session.press(Char('s'));
    session.press(Char('n'));
    session.hold(Enter, 20).await;
    assert_eq!((world.states(), world.posts().len()), (vec!["unknown"], 1));
    session.press(ctrl('c'));
    assert!(matches!(session.end().await, Ending::Unknown(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["unknown"], 1));
}

#[tokio::test]
async fn p20_held_enter_and_pasted_words_confirm_nothing() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    session.hold(Enter, 50).await;
    session.paste("BUY\n");
    session.paste("BUY");
    session.hold(Enter, 50).await;
    session.at("Review").await;
    session.press(ctrl('c'));
    assert_eq!(session.end().await, Ending::Interrupted);
    assert_eq!((world.posts().len(), world.records().len()), (0, 0));
}

#[tokio::test]
async fn p20_the_word_typed_ahead_confirms_nothing() {
    let world = World::new().await;
    let mut session = world.session();
    session.at("Account").await;
    session.ledger_is_open().await;
    session.type_text(ACME);
    session.press(Enter);
    session.type_text("415");
    session.press(Enter);
    session.type_text("BUY");
    session.press(Enter);
    session.sees("Type BUY to confirm").await;
    session.hold(Enter, 3).await;
    session.at("Review").await;
    session.press(ctrl('c'));
    session.end().await;
    assert_eq!((world.posts().len(), world.records().len()), (0, 0));
}

#[tokio::test]
async fn p01_enter_held_after_the_word_buys_once_whatever_the_answer() {
    for (id, title) in [(ACME, "Receipt"), ("sub_lost", "Unknown"), ("sub_slow", "Receipt")] {
        let world = World::new().await;
        let mut session = world.session();
        session.review(id).await;
        session.type_text("BUY");
        session.hold(Enter, 50).await;
        session.until("the answer", |_| world.states() != ["sent"] && world.states() != ["recorded"]).await;
        session.hold(Enter, 50).await;
        session.press(Esc);
        session.at(title).await;
        session.press(ctrl('c'));
        session.end().await;
        assert_eq!((world.posts().len(), world.sales().len(), world.records().len()), (1, 1, 1), "{id}");
    }
}

#[tokio::test]
async fn p06_a_refusal_keeps_all_input_and_a_changed_request_is_another_purchase() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_none").await;
    session.at("Not bought").await;
    session.press(Enter);
    let frame = session.at("Number").await;
    assert!(frame.text.contains("sub_none") && frame.text.contains("415"), "{}", frame.text);
    session.press(ctrl('u'));
    session.type_text("628");
    session.press(Enter);
    session.sees("Type BUY to confirm").await;
    session.confirm();
    session.at("Not bought").await;
    let posts = world.posts();
    assert_eq!(posts.len(), 2);
    assert!(posts[1].body.contains(r#""area_code":"628""#), "{:?}", posts[1]);
    assert_ne!(posts[0].idempotency_key, posts[1].idempotency_key);
    session.quit().await;
    assert_eq!(world.states(), ["not_bought", "not_bought"]);
}

#[tokio::test]
async fn p13_a_part_that_breaks_ends_the_program_in_order() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    session.tell(numshop::app::Message::Broken(Clean::line("A part broke.")));
    assert_eq!(session.end().await, Ending::Failed(Clean::line("A part broke.")));
    assert_eq!(world.posts().len(), 0);
}

#[tokio::test]
async fn p07_keys_are_answered_and_time_is_shown_while_an_answer_does_not_come() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_hang").await;
    session.until("a sale", |frame| frame.is_at("Sending") && world.sales().len() == 1).await;
    // Help opens and closes, a question comes and goes: each key is one draw, and no answer is needed for it.
    for _ in 0..5 {
        session.hold(KeyCode::F(1), 1).await;
        session.sees("Help: keys that work here").await;
        session.hold(Esc, 1).await;
        session.hold(Char('q'), 1).await;
        session.sees("The number may already be bought.").await;
        session.hold(Char('n'), 1).await;
    }
    let waiting = session.at("Sending").await;
    assert!(waiting.text.contains("It may be bought.") && waiting.text.contains("at most 60 s"), "{}", waiting.text);
    session.until("time going by", |frame| frame.is_at("Sending") && frame.text != waiting.text).await;
    session.press(ctrl('c'));
    assert!(matches!(session.end().await, Ending::Unknown(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["sent"], 1));
}
