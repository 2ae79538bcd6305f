//! Several open purchases, several windows, and words that become durable late.

use super::{
    places::unknown_seen,
    support::Shop,
    things::{BAY, come, id, leave, line, moment, recorded, sent, setup, setup_filled, sold, unknown, unknown_of, yes},
};
use crate::{
    app::{Action, Effect, ListEnd, Message, Overlay},
    domain::{Clean, Event, Record, Stamped},
};

#[test]
fn p14_several_open_purchases_are_a_list_to_choose_from() {
    let open = || vec![unknown(1), unknown_of(2, BAY), recorded(3)];
    let listed = |shop: &Shop| match shop.app.overlay {
        Some(Overlay::OpenPurchases(at)) => Some(at),
        _ => None,
    };
    let mut shop = Shop::opening(setup());
    shop.ledger_opens(open());
    assert_eq!(listed(&shop), Some(0), "the first screen is the list");
    let effects = shop.keys("Down Enter");
    assert!(matches!(&effects[..], [Effect::ListNumbers(_, account, at)] if account.as_str() == BAY && *at == id(2)));
    assert_eq!((shop.app.shown_open().map(|open| open.intent.id), listed(&shop)), (Some(id(2)), None));
    shop.press("F4");
    assert_eq!(listed(&shop), Some(1), "at the one that is shown");
    shop.keys("End Enter");
    assert_eq!(shop.app.shown_open().map(|open| open.intent.id), Some(id(3)));
    shop.keys("Esc F4");
    assert_eq!(listed(&shop), Some(0));

    let mut one = Shop::with_open(setup(), vec![unknown(1)]);
    assert!(!one.app.is_available(Action::ListOpen));
    one.press("F4");
    assert_eq!(listed(&one), None);
}

#[test]
fn a_list_of_open_purchases_survives_that_they_are_settled_meanwhile() {
    let mut linked = unknown(1);
    linked.events.push(Stamped { at: linked.intent.created_at, event: Event::Linked(sold()) });
    let mut shop = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    shop.keys("F4 Down");
    rereads(&mut shop, &linked);
    assert_eq!(shop.receipt().bought.number, sold());
    assert!(shop.app.overlay.is_none(), "the list was about something else");
    let mut beside = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    beside.keys("Tab F4");
    rereads(&mut beside, &linked);
    assert!(matches!(beside.press("Enter")[..], [] | [Effect::ListNumbers(..)]));
    assert_eq!(beside.app.shown_open().map(|open| open.intent.id), Some(id(2)));
}

#[test]
fn several_are_shown_in_turn_each_with_its_own_look() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY), unknown(3)]);
    shop.lists(vec![sold()], ListEnd::Complete);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(shop.app.shown_open().unwrap().intent.id);
        let effects = shop.press("Tab");
        let account = shop.app.shown_open().unwrap().intent.draft.request.sub_account.clone();
        assert!(matches!(&effects[..], [Effect::ListNumbers(_, looked_at, _)] if *looked_at == account));
        assert_eq!(shop.unknown().candidates(), [], "what was seen of the last one is not this one's");
    }
    assert_eq!(seen, [id(1), id(2), id(3), id(1)]);
    let mut single = unknown_seen();
    assert_eq!(single.press("Tab"), []);
    assert!(!single.app.is_available(Action::NextOpen));
}

#[test]
fn a_word_that_was_not_written_down_is_said_and_changes_nothing() {
    let mut shop = unknown_seen();
    shop.keys("Enter y");
    let effects = shop.tell(Message::Settled(id(1), Err(Clean::line("The disk is full."))));
    assert_eq!((effects, shop.note()), (Vec::new(), "The disk is full."));
    assert_eq!(shop.app.open, [unknown(1)]);
    assert!(matches!(shop.keys("Enter y")[..], [Effect::Link(..)]), "and can be given again");
}

/// The ledger takes a moment; whoever goes on meanwhile finds the purchase settled all the same.
#[test]
fn a_word_that_is_durable_only_later_counts_wherever_the_person_is() {
    let linked = |shop: &mut Shop| shop.settles(unknown(1), Event::Linked(sold()));

    let mut on_the_next = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    on_the_next.lists(vec![sold()], ListEnd::Complete);
    on_the_next.keys("Enter y Tab");
    assert_eq!(linked(&mut on_the_next), []);
    assert_eq!(on_the_next.app.shown_open().map(|open| open.intent.id), Some(id(2)));
    assert_eq!(on_the_next.app.open, [unknown_of(2, BAY)]);
    assert!(on_the_next.note().starts_with("Bought +14155550142"), "{}", on_the_next.note());

    let mut in_review = Shop::with_open(setup_filled(), vec![unknown(1)]);
    in_review.lists(vec![sold()], ListEnd::Complete);
    in_review.keys("Enter y Esc");
    in_review.quiet();
    in_review.type_text("BUY");
    let effects = linked(&mut in_review);
    assert!(matches!(effects[..], [Effect::AwaitQuiet(_)]), "the word changes, so it is asked for anew");
    assert_eq!((in_review.review().word(), in_review.review().typed()), ("BUY", ""));

    let mut sending = unknown_seen();
    sending.keys("Enter y s y");
    assert_eq!(linked(&mut sending), []);
    sending.attempted(crate::app::Attempted::NotSent(Clean::line("This purchase has moved on.")));
    assert_eq!(sending.receipt().bought.number, sold());
    for shop in [in_review, sending] {
        assert_eq!(shop.app.open, []);
    }
}

fn rereads(shop: &mut Shop, record: &Record) -> Vec<Effect> {
    shop.tell(Message::Reread(Box::new(record.clone())))
}

#[test]
fn what_another_window_has_settled_is_open_here_no_longer() {
    let mut linked = unknown(1);
    linked.events.push(Stamped { at: linked.intent.created_at, event: Event::Linked(sold()) });

    let mut shown = Shop::with_open(setup(), vec![unknown(1)]);
    shown.press("s");
    assert!(matches!(rereads(&mut shown, &linked)[..], [Effect::ListNumbers(..)]));
    assert_eq!((shown.receipt().bought.number.clone(), shown.app.open.len(), shown.asks()), (sold(), 0, None));
    assert!(shown.note().contains("Another window"), "{}", shown.note());
    assert_eq!(shown.tell(Message::Settled(id(1), Err(line("Moved on.")))), [], "its own word came too late");

    let mut elsewhere = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    elsewhere.press("Tab");
    assert_eq!(rereads(&mut elsewhere, &linked), []);
    assert_eq!(elsewhere.app.open, [unknown_of(2, BAY)]);
    assert_eq!(elsewhere.app.shown_open(), Some(&unknown_of(2, BAY)));
}

#[test]
fn what_another_window_has_sent_again_is_shown_as_it_is_now() {
    let mut again = unknown(1);
    leave(&mut again, &moment(20_000_000));
    let mut shop = unknown_seen();
    shop.press("s");
    assert_eq!(rereads(&mut shop, &again), []);
    assert_eq!((shop.app.open.clone(), shop.asks()), (vec![again.clone()], None), "the question was about less");
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 3)]);
    // What is under way is told by its answer, and what is older by nobody.
    let mut settled = again.clone();
    come(&mut settled, yes());
    assert_eq!(rereads(&mut shop, &settled), []);
    shop.sending();
    let mut back = unknown_seen();
    for old in [unknown(1), sent(1), recorded(1)] {
        assert_eq!(rereads(&mut back, &old), []);
        assert_eq!((back.app.open.clone(), back.note()), (vec![unknown(1)], ""));
    }
}

#[test]
fn an_attempt_that_another_window_has_overtaken_shows_what_it_came_to() {
    let mut done = unknown(1);
    leave(&mut done, &moment(20_000_000));
    come(&mut done, yes());
    let mut shop = unknown_seen();
    shop.keys("s y");
    shop.attempted(crate::app::Attempted::Overtaken(Box::new(done)));
    assert_eq!(shop.receipt().bought.number, sold());
    assert_eq!((shop.app.open.len(), shop.note().starts_with("Nothing was sent.")), (0, true));
}
