//! What the next start knows, and what a second window may do.

use std::time::Duration;

use numshop::app::Ending;
use ratatui::crossterm::event::KeyCode::{Char, Enter};

use crate::support::{ACME, World, ctrl};

#[tokio::test]
async fn p02_an_unknown_purchase_is_the_first_screen_of_the_next_start() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_lost").await;
    session.at("Unknown").await;
    assert!(matches!(session.quit().await, Ending::Unknown(_)));

    let mut session = world.session();
    session.at("Unknown").await;
    session.sees(&world.sold()).await;
    session.sees("↵ This one").await;
    session.press(Enter);
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len(), world.sales().len()), (vec!["bought"], 1, 1));

    let mut session = world.session();
    session.at("Account").await;
    session.press(ctrl('c'));
    assert_eq!(session.end().await, Ending::Interrupted);
}

#[tokio::test]
async fn p07_leaving_while_sending_leaves_it_sent_and_the_next_start_settles_it() {
    let world = World::with_slow_carrier(Duration::from_mins(5)).await;
    let mut session = world.session();
    session.buy("sub_slow").await;
    session.until("a sale", |frame| frame.is_at("Sending") && world.sales().len() == 1).await;
    // q asks first, and no means no.
    session.press(Char('q'));
    session.press(Char('n'));
    session.at("Sending").await;
    session.press(Char('q'));
    session.press(Char('y'));
    assert!(matches!(session.end().await, Ending::Unknown(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["sent"], 1));

    let mut session = world.session();
    session.at("Unknown").await;
    session.sees(&world.sold()).await;
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
    session.at("Receipt").await;
    session.quit().await;
    let posts = world.posts();
    assert_eq!((world.states(), world.sales().len(), posts.len()), (vec!["bought"], 1, 2));
    assert_eq!(posts[0], posts[1]);
}

#[tokio::test]
async fn a_terminal_that_goes_away_while_sending_leaves_it_sent() {
    let world = World::with_slow_carrier(Duration::from_mins(5)).await;
    let mut session = world.session();
    session.buy("sub_slow").await;
    session.until("a sale", |_| world.sales().len() == 1).await;
    assert!(matches!(session.hang_up().await, Ending::Unknown(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["sent"], 1));
}

#[tokio::test]
async fn p06_another_purchase_beside_an_open_one_needs_a_longer_word() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_lost").await;
    session.at("Unknown").await;
    session.quit().await;

    let mut session = world.session();
    session.at("Unknown").await;
    session.press(ratatui::crossterm::event::KeyCode::Esc);
    session.at("Account").await;
    session.type_text("sub_lost");
    session.press(Enter);
    session.at("Number").await;
    session.type_text("628");
    session.press(Enter);
    session.sees("Type BUY ANOTHER to confirm").await;
    session.type_text("BUY");
    session.hold(Enter, 5).await;
    session.at("Review").await;
    assert_eq!(world.posts().len(), 1);
    session.type_text(" ANOTHER");
    session.press(Enter);
    session.until("two sales", |_| world.sales().len() == 2).await;
    session.at("Unknown").await;
    session.quit().await;
    assert_eq!(world.states(), ["unknown", "unknown"]);
}

#[tokio::test]
async fn p01_p15_two_windows_send_an_open_purchase_once() {
    let world = World::new().await;
    let mut first = world.session();
    first.buy("sub_error").await;
    first.at("Unknown").await;
    let mut second = world.session();
    second.at("Unknown").await;
    first.sees("s Send again").await;
    first.press(Char('s'));
    first.press(Char('y'));
    first.at("Receipt").await;
    // The second window still shows the purchase as it was; the ledger knows better.
    second.sees("s Send again").await;
    second.press(Char('s'));
    second.press(Char('y'));
    second.sees("Nothing was sent").await;
    second.at("Receipt").await;
    second.sees(&world.sold()).await;
    assert_eq!((world.posts().len(), world.sales().len()), (2, 1));
    first.quit().await;
    assert!(matches!(second.quit().await, Ending::Bought(_)));
    assert_eq!((world.states(), world.posts().len()), (vec!["bought"], 2));
}

#[tokio::test]
async fn two_windows_may_each_buy_their_own() {
    let world = World::new().await;
    let (mut first, mut second) = (world.session(), world.session());
    tokio::join!(first.buy(ACME), second.review(ACME));
    first.at("Receipt").await;
    second.confirm();
    second.at("Receipt").await;
    first.quit().await;
    second.quit().await;
    assert_eq!((world.states(), world.sales().len()), (vec!["bought", "bought"], 2));
}

#[tokio::test]
async fn p06_a_second_window_hears_of_a_purchase_that_became_unknown_in_the_first() {
    let world = World::new().await;
    let (mut first, mut second) = (world.session(), world.session());
    second.review("sub_lost").await;
    first.buy("sub_lost").await;
    first.at("Unknown").await;
    second.type_text("BUY");
    second.press(Enter);
    second.sees("Type BUY ANOTHER to confirm").await;
    second.sees("Nothing was sent").await;
    assert_eq!((world.posts().len(), world.states()), (1, vec!["unknown"]));
    second.type_text("BUY ANOTHER");
    second.press(Enter);
    second.at("Unknown").await;
    assert_eq!((world.posts().len(), world.states()), (2, vec!["unknown", "unknown"]));
    first.quit().await;
    second.quit().await;
}

#[tokio::test]
async fn what_one_window_has_settled_the_other_shows_when_it_looks_or_speaks() {
    for keys in [&[Char('l')][..], &[Enter, Char('y')]] {
        let world = World::new().await;
        let mut first = world.session();
        first.buy("sub_lost").await;
        first.at("Unknown").await;
        let mut second = world.session();
        second.sees(&world.sold()).await;
        first.sees(&world.sold()).await;
        first.sees("↵ This one").await;
        first.press(Enter);
        first.press(Char('y'));
        first.at("Receipt").await;
        second.sees("↵ This one").await;
        for key in keys {
            second.press(*key);
        }
        second.at("Receipt").await;
        second.sees("Another window").await;
        first.quit().await;
        assert!(matches!(second.quit().await, Ending::Bought(_)));
    }
}
