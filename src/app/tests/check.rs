//! The account check: what is on one side only, and what an incomplete list may not say.

use proptest::prelude::*;

use super::{
    support::Shop,
    things::{ACME, created, line, number, purchase_of, setup, sold, unknown},
};
use crate::{
    app::{
        Action, Check, CheckStage, Comparison, Effect, Keys, Known, ListEnd, Message, Numbers, Screen, Setup, Side,
        Ticket, footer,
    },
    domain::{OwnedNumber, Record},
};

impl Shop {
    fn check(&self) -> &Check {
        let Screen::Check(check) = &self.app.screen else { panic!("no check: {:?}", self.app.screen) };
        check
    }

    fn comparison(&self) -> &Comparison {
        let CheckStage::Compared(comparison) = &self.check().stage else { panic!("{:?}", self.check().stage) };
        comparison
    }
}

fn knows(purchases: Vec<Record>) -> Known {
    Known { purchases, end: ListEnd::Complete }
}

/// A check that has just begun.
fn checking() -> Shop {
    let mut shop = Shop::new(setup());
    let effects = shop.press("F8");
    assert!(matches!(&effects[..], [Effect::CheckAccount(_, account)] if account.as_str() == ACME), "{effects:?}");
    shop
}

#[test]
fn the_selected_sub_account_is_checked_and_nothing_but_read() {
    let mut shop = checking();
    assert_eq!(shop.check().account.name, Some(line("Acme Dental")));
    assert!(matches!(shop.check().stage, CheckStage::Looking(_)));
    assert_eq!(shop.press("l"), [], "one look at a time");
    shop.lists(vec![sold()], ListEnd::Complete);
    shop.keys("Down Up End Enter y n s a b");
    let reads_only = |effect: &Effect| {
        matches!(
            effect,
            Effect::OpenLedger
                | Effect::CheckLedger
                | Effect::CheckAccount(..)
                | Effect::AwaitQuiet(_)
                | Effect::LoadAccounts(_)
        )
    };
    assert!(shop.history.iter().all(reads_only), "{:?}", shop.history);
    assert!(matches!(shop.press("l")[..], [Effect::CheckAccount(..)]));
    assert_eq!(shop.press("Esc"), []);
    assert_eq!(shop.app.screen, Screen::Account);
}

#[test]
fn the_row_under_the_mark_is_the_one_that_is_checked() {
    let mut shop = Shop::new(setup());
    let effects = shop.keys("Down F8");
    assert!(matches!(&effects[..], [Effect::CheckAccount(_, account)] if account.as_str() == super::things::BAY));
    let mut typed = Shop::new(setup());
    typed.type_text("sub_typed");
    assert!(matches!(&typed.press("F8")[..], [Effect::CheckAccount(_, account)] if account.as_str() == "sub_typed"));
    let mut nothing = Shop::new(setup());
    nothing.type_text("zzz");
    assert!(!nothing.app.is_available(Action::Check));
    assert_eq!(nothing.press("F8"), []);
}

#[test]
fn without_a_key_there_is_no_check_and_that_is_said() {
    let mut shop = Shop::new(Setup { keys: Keys::default(), ..setup() });
    assert_eq!(shop.press("F8"), []);
    assert_eq!(shop.app.screen, Screen::Account);
    assert!(shop.note().contains("There is no key"), "{}", shop.note());
}

#[test]
fn each_number_is_on_the_side_that_has_it_what_differs_first() {
    let mut shop = checking();
    let (gone, unheard) = (number("pn_gone", "+14155550111"), created(number("pn_new", "+14155550199"), 5));
    let known = knows(vec![purchase_of(1, sold()), purchase_of(2, gone.clone())]);
    shop.lists_beside(vec![created(sold(), 1), unheard.clone()], ListEnd::Complete, known);
    let at = unknown(1).intent.created_at;
    let rows: Vec<_> = shop.comparison().rows.iter().map(|row| (row.number.clone(), row.side)).collect();
    assert_eq!(rows, [(unheard, Side::Owned), (gone, Side::Known(at)), (created(sold(), 1), Side::Both(at))]);
    assert_eq!(shop.comparison().counts(), (1, 1, 1));
    assert_eq!(shop.press("c"), [Effect::Copy(line("+14155550199"))]);
    assert_eq!(shop.keys("Down c"), [Effect::Copy(line("+14155550111"))]);
}

#[test]
fn a_number_is_the_same_by_its_id_or_by_its_digits() {
    for listed in [OwnedNumber { id: line("pn_9"), ..sold() }, OwnedNumber { number: line("(415) 555-0142"), ..sold() }]
    {
        let mut shop = checking();
        shop.lists_beside(vec![listed], ListEnd::Complete, knows(vec![purchase_of(1, sold())]));
        assert_eq!(shop.comparison().counts(), (0, 0, 1));
    }
}

#[test]
fn how_each_list_ended_is_kept_and_a_failed_one_compares_nothing() {
    for (key, why) in [("401", "The key was refused"), ("403", "another scope"), ("404", "no such thing")] {
        let mut shop = checking();
        let end = ListEnd::Failed(line(&format!("The API answered {key}. {why}")));
        shop.lists_beside(Vec::new(), end, knows(vec![purchase_of(1, sold())]));
        assert!(matches!(&shop.check().stage, CheckStage::Failed(text) if text.as_str().contains(why)));
        assert!(!shop.app.is_available(Action::Copy) && !footer(&shop.app).any(|(key, _)| key == "c"));
        assert!(matches!(shop.press("l")[..], [Effect::CheckAccount(..)]));
    }
    let mut shop = checking();
    let incomplete = ListEnd::Incomplete(line("it goes in circles"));
    let known = Known { purchases: vec![purchase_of(1, sold())], end: ListEnd::Failed(line("The disk is gone.")) };
    shop.lists_beside(Vec::new(), incomplete.clone(), known.clone());
    assert_eq!((&shop.comparison().owned_end, &shop.comparison().known_end), (&incomplete, &known.end));
}

#[test]
fn only_the_newest_look_counts() {
    let mut shop = checking();
    let old = shop.last(|effect| match effect {
        Effect::CheckAccount(ticket, _) => Some(*ticket),
        _ => None,
    });
    shop.keys("Esc F8");
    let numbers = |items| Numbers { items, end: ListEnd::Complete, known: knows(Vec::new()) };
    for ticket in [old.unwrap(), Ticket::default()] {
        shop.tell(Message::NumbersListed(ticket, numbers(vec![sold()])));
        assert!(matches!(shop.check().stage, CheckStage::Looking(_)));
    }
    shop.lists(Vec::new(), ListEnd::Complete);
    assert_eq!(shop.comparison().counts(), (0, 0, 0));
}

fn some_number() -> impl Strategy<Value = OwnedNumber> {
    (0_u32..9).prop_map(|n| number(&format!("pn_{n}"), &format!("+1415555010{n}")))
}

proptest! {
    /// No number is lost or invented, and each is on the side that a plain look in both lists says.
    #[test]
    fn every_number_is_in_the_comparison_once(
        owned in prop::collection::btree_map(0_u8..9, some_number(), 0..9),
        known in prop::collection::btree_map(0_u8..9, some_number(), 0..9),
    ) {
        let unique = |numbers: std::collections::BTreeMap<u8, OwnedNumber>| {
            let by_id: std::collections::BTreeMap<_, _> =
                numbers.into_values().map(|number| (number.id.to_string(), number)).collect();
            by_id.into_values().collect::<Vec<_>>()
        };
        let (owned, known) = (unique(owned), unique(known));
        let purchases = (1..).zip(&known).map(|(n, number)| purchase_of(n, number.clone())).collect();
        let mut shop = checking();
        shop.lists_beside(owned.clone(), ListEnd::Complete, knows(purchases));
        let rows = &shop.comparison().rows;
        let all: std::collections::BTreeSet<_> = owned.iter().chain(&known).map(|number| number.id.to_string()).collect();
        prop_assert_eq!(rows.len(), all.len());
        for row in rows {
            let sides = (owned.contains(&row.number), known.contains(&row.number));
            let expected = match row.side {
                Side::Owned => (true, false),
                Side::Known(_) => (false, true),
                Side::Both(_) => (true, true),
            };
            prop_assert_eq!(sides, expected);
        }
    }
}
