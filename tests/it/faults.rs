//! No ledger, no purchase: a ledger that fails, at each point where it can.

use std::fs;

use numshop::app::Ending;
use ratatui::crossterm::event::KeyCode::{Char, Enter};
use rusqlite::Connection;

use crate::support::{ACME, Session, World, ctrl};

/// Makes the ledger's file refuse some rows, as a disk would at that moment.
fn refuse(world: &World, rows: &str) -> Connection {
    let db = Connection::open(world.ledger_file()).unwrap();
    let no = format!("CREATE TRIGGER broken BEFORE INSERT ON {rows} BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    db.execute_batch(&no).unwrap();
    db
}

#[tokio::test]
async fn p04_an_intent_that_cannot_be_written_is_never_sent() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    refuse(&world, "intent");
    session.confirm();
    let frame = session.at("Not bought").await;
    assert!(frame.text.contains("ledger"), "{}", frame.text);
    assert!(matches!(session.quit().await, Ending::NotBought(_)));
    assert_eq!((world.posts().len(), world.records().len()), (0, 0));
}

#[tokio::test]
async fn p04_an_attempt_that_cannot_be_written_is_never_sent() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    let db = refuse(&world, "event");
    session.confirm();
    let frame = session.at("Not bought").await;
    assert!(frame.text.contains("ledger"), "{}", frame.text);
    session.quit().await;
    assert_eq!((world.posts().len(), world.states()), (0, vec!["recorded"]));

    // It was confirmed and never left, and the next start says so; a person closes it at once.
    db.execute_batch("DROP TRIGGER broken").unwrap();
    let mut session = world.session();
    session.at("Unknown").await;
    session.sees("n Not bought").await;
    session.press(Char('n'));
    session.press(Char('y'));
    session.at("Not bought").await;
    session.quit().await;
    assert_eq!((world.posts().len(), world.states()), (0, vec!["not_bought"]));
}

#[tokio::test]
async fn p02_a_yes_that_cannot_be_written_is_shown_and_stays_open() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    let db = refuse(&world, "event WHEN NEW.event LIKE '%answered%'");
    session.confirm();
    let frame = session.at("Receipt").await;
    assert!(frame.text.contains(&world.sold()) && frame.text.contains("ledger"), "{}", frame.text);
    // It must be acknowledged before anything else is bought.
    session.press(Char('b'));
    session.press(Char('o'));
    session.hold(Enter, 3).await;
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len(), world.sales().len()), (vec!["sent"], 1, 1));

    db.execute_batch("DROP TRIGGER broken").unwrap();
    let mut session = world.session();
    session.at("Unknown").await;
    session.sees(&world.sold()).await;
    session.sees("↵ This one").await;
    session.press(Enter);
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len(), world.sales().len()), (vec!["bought"], 1, 1));
}

#[tokio::test]
async fn p02_a_no_that_cannot_be_written_is_not_said() {
    let world = World::new().await;
    let mut session = world.session();
    session.review("sub_none").await;
    refuse(&world, "event WHEN NEW.event LIKE '%answered%'");
    session.confirm();
    session.at("Unknown").await;
    assert!(matches!(session.quit().await, Ending::Unknown(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["sent"], 1));
}

#[tokio::test]
async fn p04_a_ledger_that_another_program_keeps_locked_stops_the_purchase() {
    let world = World::new().await;
    let mut session = world.session();
    session.review(ACME).await;
    let other = Connection::open(world.ledger_file()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    session.confirm();
    let frame = session.at("Not bought").await;
    assert!(frame.text.contains("ledger"), "{}", frame.text);
    other.execute_batch("ROLLBACK").unwrap();
    session.quit().await;
    assert_eq!((world.posts().len(), world.records().len()), (0, 0));
}

#[tokio::test]
async fn p04_without_a_ledger_there_is_no_sending_from_the_review() {
    let world = World::new().await;
    let blocked = world.ledger();
    fs::write(&blocked, "not a folder").unwrap();
    let mut session = Session::start(&blocked, &world.env());
    session.look_around().await;
    session.review(ACME).await;
    session.type_text("BUY");
    session.hold(Enter, 10).await;
    let frame = session.at("Review").await;
    assert!(frame.text.contains("Nothing is sent"), "{}", frame.text);
    session.press(ctrl('c'));
    session.end().await;
    assert_eq!(world.posts().len(), 0);
    assert_eq!(fs::read_to_string(&blocked).unwrap(), "not a folder");
}

#[tokio::test]
async fn a_damaged_ledger_is_left_alone_and_sells_nothing() {
    let world = World::new().await;
    fs::create_dir(world.ledger()).unwrap();
    fs::write(world.ledger_file(), "this was a ledger once").unwrap();
    let mut session = world.session();
    session.look_around().await;
    session.review(ACME).await;
    session.type_text("BUY");
    session.hold(Enter, 3).await;
    session.at("Review").await;
    session.press(ctrl('c'));
    session.end().await;
    assert_eq!(world.posts().len(), 0);
    assert_eq!(fs::read_to_string(world.ledger_file()).unwrap(), "this was a ledger once");
}
