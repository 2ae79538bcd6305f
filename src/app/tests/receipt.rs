//! Step 4, a yes: what the list says, what differs, and what comes next.

use super::{
    places::receipt_unsaved,
    support::Shop,
    things::{
        ACME, BAY, country, elsewhere, line, nothing_known, number, odd_yes, setup, setup_filled, sold, unknown, yes,
    },
};
use crate::{
    app::{Action, Confirmation, Effect, ListEnd, Listed, Message, Numbers, Overlay, Prefill, Screen, Setup, footer},
    domain::{Bought, Clean, Event, Outcome, OwnedNumber, Stamped, criterion::Kind},
};

fn offers(shop: &Shop, action: Action, key: &str) -> bool {
    let in_footer = footer(&shop.app).any(|(shown, _)| shown == key);
    assert_eq!(shop.app.is_available(action), in_footer, "{key}");
    in_footer
}

#[test]
fn a_yes_is_looked_up_in_the_list() {
    let mut shop = Shop::under_way();
    let effects = shop.answer(yes());
    assert!(matches!(&effects[..], [Effect::ListNumbers(_, account, _)] if account.as_str() == ACME));
    assert!(matches!(shop.receipt().listed, Listed::Looking(_)));
    assert_eq!(shop.receipt().bought.number, sold());
    assert_eq!(shop.receipt().differences, []);
}

#[test]
fn p03_the_list_never_takes_a_yes_back() {
    let why = || Clean::line("too many pages");
    let renamed = OwnedNumber { id: line("pn_9"), ..sold() };
    let reformatted = OwnedNumber { number: line("(415) 555-0142"), ..sold() };
    for (items, end, listed) in [
        (vec![number("pn_2", "+14155550100"), sold()], ListEnd::Complete, Listed::Yes),
        (vec![renamed], ListEnd::Complete, Listed::Yes),
        (vec![reformatted], ListEnd::Complete, Listed::Yes),
        (vec![sold()], ListEnd::Incomplete(why()), Listed::Yes),
        (vec![], ListEnd::Complete, Listed::NotYet),
        (vec![number("pn_2", "+14155550100")], ListEnd::Complete, Listed::NotYet),
        (vec![], ListEnd::Incomplete(why()), Listed::CouldNotLook(why())),
        (vec![], ListEnd::Failed(why()), Listed::CouldNotLook(why())),
    ] {
        let mut shop = Shop::answered(yes());
        assert_eq!(shop.lists(items, end), []);
        assert_eq!(shop.receipt().listed, listed);
        assert_eq!(shop.receipt().bought.number, sold());
        shop.lists(Vec::new(), ListEnd::Complete);
        assert_eq!(shop.receipt().listed, listed, "a look ends once");
    }
}

#[test]
fn a_look_of_another_screen_is_not_this_one_s() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    let old = shop.last(|effect| match effect {
        Effect::ListNumbers(ticket, ..) => Some(*ticket),
        _ => None,
    });
    shop.keys("s y");
    shop.answer(yes());
    shop.tell(Message::NumbersListed(
        old.unwrap(),
        Numbers { items: Vec::new(), known: nothing_known(), end: ListEnd::Complete },
    ));
    assert!(matches!(shop.receipt().listed, Listed::Looking(_)));
}

#[test]
fn p09_a_difference_is_acknowledged_before_anything_else_is_bought() {
    let differing = [Shop::answered(odd_yes()), receipt_unsaved()];
    for shop in differing {
        let mut shop = shop;
        assert!(shop.receipt().needs_acknowledging());
        assert!(!offers(&shop, Action::BuyAnother, "b") && !offers(&shop, Action::StartOver, "o"));
        assert!(offers(&shop, Action::Acknowledge, "a"));
        assert_eq!(shop.keys("b o Enter Esc"), []);
        shop.receipt();
        shop.acknowledges();
        assert!(!shop.receipt().needs_acknowledging());
        assert!(offers(&shop, Action::BuyAnother, "b") && offers(&shop, Action::StartOver, "o"));
        assert!(!offers(&shop, Action::Acknowledge, "a"));
        let mut over = shop.clone();
        over.press("o");
        assert_eq!(over.app.screen, Screen::Account);
        shop.press("b");
        shop.review();
    }
}

impl Shop {
    /// A person acknowledges what is shown, and the ledger takes it down where it has the purchase.
    fn acknowledges(&mut self) {
        let (id, mut record) = (self.receipt().record.intent.id, self.receipt().record.clone());
        if self.receipt().unsaved.is_some() {
            assert_eq!(self.press("a"), []);
            return;
        }
        assert_eq!(self.press("a"), [Effect::Acknowledge(id)]);
        assert!(self.receipt().needs_acknowledging(), "not before it is durable");
        record.events.push(Stamped { at: self.app.now.wall, event: Event::Acknowledged });
        assert_eq!(self.tell(Message::Settled(id, Ok(Box::new(record)))), []);
    }
}

#[test]
fn p09_a_warning_stays_across_restarts_until_it_is_durably_acknowledged() {
    let record = Shop::answered(odd_yes()).receipt().record.clone();
    let mut shop = Shop::with_open(setup_filled(), vec![record.clone()]);
    assert_eq!(shop.receipt().differences.len(), 1, "it is the first screen");
    assert!(shop.app.open.is_empty(), "it is bought, not open");
    shop.press("a");
    shop.tell(Message::Settled(record.intent.id, Err(line("The disk is full."))));
    assert_eq!((shop.receipt().differences.len(), shop.note()), (1, "The disk is full."));
    shop.acknowledges();
    assert_eq!((shop.app.warned.len(), shop.receipt().differences.len()), (0, 0));

    let mut read = record;
    read.events.push(Stamped { at: read.intent.created_at, event: Event::Acknowledged });
    let mut shop = Shop::with_open(setup(), vec![read]);
    assert_eq!((&shop.app.screen, shop.app.warned.len()), (&Screen::Account, 0));
    assert_eq!(shop.press("F4"), []);
}

#[test]
fn what_is_open_comes_before_a_warning_and_the_warning_is_not_lost() {
    let odd = Shop::answered(odd_yes()).receipt().record.clone();
    let mut shop = Shop::with_open(setup(), vec![odd.clone(), unknown(2)]);
    assert_eq!(shop.app.shown_open().map(|open| open.intent.id), Some(super::things::id(2)));
    shop.lists(vec![number("pn_5", "+14155550177")], ListEnd::Complete);
    assert!(matches!(shop.keys("Enter y")[..], [Effect::Link(..)]));
    let mut linked = unknown(2);
    linked.events.push(Stamped { at: linked.intent.created_at, event: Event::Linked(number("pn_5", "+14155550177")) });
    shop.tell(Message::Settled(linked.intent.id, Ok(Box::new(linked))));
    shop.press("o");
    assert_eq!(shop.app.warned, [odd]);
    assert!(matches!(shop.press("F4")[..], [Effect::ListNumbers(..)]));
    assert_eq!(shop.receipt().differences.len(), 1);
    shop.acknowledges();
    assert_eq!(shop.app.warned, []);
}

#[test]
fn linking_what_differs_is_warned_about_wherever_the_person_is() {
    let mut linked = unknown(1);
    linked.events.push(Stamped { at: linked.intent.created_at, event: Event::Linked(number("pn_2", "+12125550142")) });
    let told = || Message::Settled(super::things::id(1), Ok(Box::new(linked.clone())));
    let mut shown = Shop::with_open(setup(), vec![unknown(1)]);
    shown.tell(told());
    assert!(shown.receipt().needs_acknowledging());
    shown.tell(told());
    assert_eq!(
        (shown.app.warned.len(), shown.receipt().differences.len()),
        (1, 1),
        "the same word twice acknowledges nothing"
    );
    let mut away = Shop::with_open(setup(), vec![unknown(1)]);
    away.press("Esc");
    away.tell(told());
    assert_eq!((away.app.open.len(), away.app.warned.len()), (0, 1));
    assert!(away.app.is_available(Action::Settle));
}

#[test]
fn the_list_can_be_looked_at_again() {
    let mut shop = Shop::answered(yes());
    assert!(!offers(&shop, Action::Look, "l") && shop.press("l").is_empty(), "one look at a time");
    shop.lists(Vec::new(), ListEnd::Complete);
    assert_eq!(shop.receipt().listed, Listed::NotYet);
    assert!(matches!(shop.press("l")[..], [Effect::ListNumbers(..)]));
    shop.lists(vec![sold()], ListEnd::Complete);
    assert_eq!(shop.receipt().listed, Listed::Yes);
}

#[test]
fn every_kind_of_difference_is_named() {
    let stated = |country: &str, owner: &str, e164: &str| OwnedNumber {
        country: Some(line(country)),
        sub_account_id: Some(line(owner)),
        ..number("pn_1", e164)
    };
    for (number, differ) in [
        (stated("US", ACME, "+14155550142"), vec![]),
        (stated("CA", ACME, "+14155550142"), vec!["country"]),
        (stated("US", "sub_other", "+14155550142"), vec!["sub-account"]),
        (stated("US", ACME, "+12125550142"), vec!["area code"]),
        (stated("CA", "sub_other", "junk"), vec!["sub-account", "country", "area code"]),
    ] {
        let shop = Shop::answered(Outcome::Bought(Bought { number, message: None }));
        let named: Vec<_> = shop.receipt().differences.iter().map(|difference| difference.what).collect();
        assert_eq!(named, differ);
    }
}

#[test]
fn buying_another_is_a_new_purchase_with_a_review_of_its_own() {
    let mut shop = Shop::answered(yes());
    let first = shop.receipt().record.intent.draft.clone();
    let old_wait = shop.awaited();
    let effects = shop.press("b");
    assert!(matches!(effects[..], [Effect::AwaitQuiet(wait)] if wait != old_wait), "{effects:?}");
    assert_eq!(shop.review().draft.request, first.request);
    assert!(matches!(shop.review().confirmation, Confirmation::Settling(_)));
    shop.tell(Message::Quiet(old_wait));
    shop.type_text("BUY");
    assert_eq!(shop.records(), 1);
    shop.quiet();
    assert_eq!(shop.press("Enter"), [], "nothing of the first word is left");
    shop.type_text("BUY");
    assert!(matches!(shop.press("Enter")[..], [Effect::Record(..)]));
    assert_eq!(shop.recorded(2), [Effect::Send(super::things::id(2), 1)]);
}

#[test]
fn buying_another_asks_for_what_was_bought_whatever_is_typed_now() {
    let prefill = Prefill {
        sub_account: Some(BAY.to_owned()),
        country: Some(country("GB")),
        criterion: Some((Kind::AreaCode, "20".to_owned())),
    };
    let mut shop = Shop::with_open(Setup { prefill, ..setup() }, vec![unknown(1)]);
    shop.keys("s y");
    shop.answer(yes());
    shop.press("b");
    assert_eq!(shop.review().draft.request, unknown(1).intent.draft.request);
    assert_eq!(shop.review().account.name, Some(line("Acme Dental")));
}

#[test]
fn starting_over_empties_every_field() {
    let mut shop = Shop::new(setup_filled());
    shop.press("Esc");
    shop.keys("Tab + 1 Tab Enter");
    shop.quiet();
    shop.type_text("BUY");
    shop.press("Enter");
    shop.recorded(1);
    shop.answer(yes());
    shop.press("o");
    let (account, number) = (&shop.app.account, &shop.app.number);
    assert_eq!((account.filter.value(), &account.chosen), ("", &None));
    assert_eq!((number.area_code.value(), number.pattern.value(), number.kind), ("", "", Kind::AreaCode));
    assert_eq!(shop.app.screen, Screen::Account);
}

#[test]
fn the_number_is_copied_and_nothing_else() {
    let mut shop = Shop::answered(yes());
    assert_eq!(shop.press("c"), [Effect::Copy(line("+14155550142"))]);
    assert!(shop.note().contains("+14155550142"));
}

#[test]
fn the_raw_answer_opens_scrolls_and_closes() {
    for close in ["Esc", "v", "q", "Enter", "?", "F1"] {
        let mut shop = Shop::answered(yes());
        shop.keys("v Down");
        assert!(matches!(shop.app.overlay, Some(Overlay::RawAnswer(1))));
        shop.keys("PageDown PageDown Down");
        let Some(Overlay::RawAnswer(bottom)) = shop.app.overlay else { panic!("closed by scrolling") };
        shop.press("Down");
        assert!(matches!(shop.app.overlay, Some(Overlay::RawAnswer(top)) if top == bottom), "no further");
        shop.press(close);
        assert!(shop.app.overlay.is_none(), "{close}");
        shop.receipt();
    }
}

/// Only a purchase that was linked or answered here can be looked for; the receipt says so where not.
#[test]
fn a_purchase_of_another_place_is_not_looked_for() {
    let mut record = elsewhere(unknown(1));
    let mut shop = Shop::with_open(setup(), vec![record.clone()]);
    super::things::come(&mut record, yes());
    let effects = shop.tell(Message::Settled(super::things::id(1), Ok(Box::new(record))));
    assert_eq!(effects, []);
    assert!(matches!(shop.receipt().listed, Listed::CouldNotLook(_)));
}

#[test]
fn p09_a_key_that_was_typed_ahead_acknowledges_no_warning() {
    let mut record = super::things::sent(1);
    super::things::come(&mut record, super::things::odd_yes());
    let mut shop = Shop::opening(setup());
    shop.is_noisy = true;
    shop.ledger_opens(vec![record]);
    let acknowledges = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Acknowledge(_)));
    assert!(!acknowledges(&shop.tell(Message::Key(super::support::key("a")))));
    shop.quiet();
    assert!(acknowledges(&shop.tell(Message::Key(super::support::key("a")))));
}
