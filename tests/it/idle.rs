//! A program that waits for a person does nothing at all: not one draw in ten seconds. A key press is one draw.

use std::time::Duration;

use ratatui::crossterm::event::KeyCode::{Backspace, Char, Enter, Esc, F, Tab};

use crate::support::{ACME, Session, World};

const A_WHILE: Duration = Duration::from_secs(10);

/// What turns while something is awaited.
const SPINNER: [char; 8] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠇'];

/// How often the session draws by itself in ten seconds.
async fn draws(session: &Session) -> usize {
    let before = session.frame().draws;
    session.let_pass(A_WHILE).await;
    session.frame().draws - before
}

/// Waits until nothing turns, then asserts that ten seconds pass without a draw. One late message may spoil a
/// stretch, such as the ledger's that it is open; what moves by itself spoils all of them.
async fn assert_idle(session: &mut Session) {
    session.until("a still screen", |frame| !frame.text.contains(SPINNER)).await;
    for _ in 0..4 {
        if draws(session).await == 0 {
            return;
        }
    }
    panic!("it does not come to rest:\n{}", session.frame().text);
}

#[tokio::test]
async fn the_first_screen_waits_once_the_list_is_there() {
    let world = World::new().await;
    let mut session = world.session();
    session.sees("sub_lost").await;
    assert_idle(&mut session).await;
}

#[tokio::test]
async fn the_form_and_the_review_wait() {
    let world = World::new().await;
    let mut session = world.session();
    session.at("Account").await;
    session.type_text(ACME);
    session.press(Enter);
    session.at("Number").await;
    assert_idle(&mut session).await;
    session.type_text("415");
    session.press(Enter);
    session.sees("Type BUY to confirm").await;
    assert_idle(&mut session).await;
}

#[tokio::test]
async fn a_key_press_is_one_draw() {
    let world = World::new().await;
    let mut session = world.session();
    // What the start asked for has come, so that only keys are left to draw for.
    session.sees("all that the API lists").await;
    session.ledger_is_open().await;
    session.type_text(ACME);
    session.press(Enter);
    session.at("Number").await;
    assert_idle(&mut session).await;
    for key in [Char('4'), Char('1'), Char('5'), Backspace, Tab, F(2), Esc, F(1)] {
        let before = session.frame().draws;
        session.press(key);
        session.until("a draw", |frame| frame.draws > before).await;
        assert_eq!(draws(&session).await, 0, "{key}");
        assert_eq!(session.frame().draws, before + 1, "{key}");
    }
}

#[tokio::test]
async fn every_answer_waits() {
    for (account, title) in [(ACME, "Receipt"), ("sub_none", "Not bought"), ("sub_lost", "Unknown")] {
        let world = World::new().await;
        let mut session = world.session();
        session.buy(account).await;
        session.at(title).await;
        assert_idle(&mut session).await;
    }
}

#[tokio::test]
async fn what_moves_is_drawn_so_that_the_count_means_something() {
    let world = World::with_slow_carrier(Duration::from_mins(5)).await;
    let mut session = world.session();
    session.buy("sub_slow").await;
    session.until("a sale", |_| world.sales().len() == 1).await;
    let count = draws(&session).await;
    assert!((40..=160).contains(&count), "a spinner turns eight times a second, and drew {count} times in ten");
}
