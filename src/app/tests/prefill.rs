//! The start: where flags lead, and that they skip nothing.

use super::{
    places::places,
    support::Shop,
    things::{ACME, account, account_id, country, setup, setup_with_list, unknown},
};
use crate::{
    app::{Confirmation, Effect, LedgerState, Message, Place, Prefill, Setup},
    domain::{Clean, criterion::Kind},
};

fn prefill(sub_account: Option<&str>, code: Option<&str>, criterion: Option<(Kind, &str)>) -> Prefill {
    Prefill {
        sub_account: sub_account.map(str::to_owned),
        country: code.map(country),
        criterion: criterion.map(|(kind, text)| (kind, text.to_owned())),
    }
}

#[test]
fn flags_lead_to_the_first_step_that_lacks_something() {
    use Kind::{AreaCode, Pattern};
    for (sub_account, code, criterion, place) in [
        (None, None, None, Place::Account),
        (None, Some("GB"), Some((AreaCode, "20")), Place::Account),
        (Some(ACME), None, None, Place::Number),
        (Some("sub_unlisted"), None, None, Place::Number),
        (Some("not an id"), None, Some((AreaCode, "415")), Place::Account),
        (Some("Acme"), None, Some((AreaCode, "415")), Place::Account),
        (Some(ACME), None, Some((AreaCode, "41")), Place::Number),
        (Some(ACME), None, Some((AreaCode, "911")), Place::Number),
        (Some(ACME), None, Some((AreaCode, "")), Place::Number),
        (Some(ACME), Some("GB"), Some((Pattern, "+1415555****")), Place::Pattern),
        (Some(ACME), None, Some((AreaCode, "415")), Place::Review),
        (Some(ACME), Some("GB"), Some((AreaCode, "20")), Place::Review),
        (Some(ACME), None, Some((Pattern, "(415) 555-****")), Place::Review),
        (Some("sub_unlisted"), None, Some((AreaCode, "415")), Place::Review),
    ] {
        let prefill = prefill(sub_account, code, criterion);
        let shop = Shop::opening(Setup { prefill: prefill.clone(), ..setup() });
        assert_eq!(shop.app.place(), place, "{prefill:?}");
        let waits = usize::from(place == Place::Review);
        assert_eq!(shop.history.len(), 1 + waits, "{prefill:?}: {:?}", shop.history);
        // What was given is filled in, wherever that leads.
        let number = &shop.app.number;
        assert_eq!(number.country, prefill.country.unwrap_or(country("US")));
        if let Some((kind, text)) = criterion {
            assert_eq!((number.kind, number.draft().value()), (kind, text));
        }
        assert_eq!(shop.app.account.filter.value(), sub_account.unwrap_or_default());
    }
}

#[test]
fn a_prefilled_account_without_a_key_is_not_billed_and_that_is_said() {
    let mut no_key = Setup { prefill: prefill(Some(ACME), None, Some((Kind::AreaCode, "415"))), ..setup() };
    no_key.keys.own.insert(account_id(ACME), None);
    let shop = Shop::opening(no_key);
    assert_eq!(shop.app.place(), Place::Account);
    assert!(shop.note().contains(&format!("no key to buy for {ACME}")), "{}", shop.note());
}

#[test]
fn a_prefilled_review_settles_like_any_other() {
    let prefill = prefill(Some(ACME), None, Some((Kind::AreaCode, "415")));
    let mut shop = Shop::new(Setup { prefill, ..setup() });
    assert!(matches!(shop.review().confirmation, Confirmation::Settling(_)));
    assert_eq!(shop.review().account, account(ACME, Some("Acme Dental")));
    shop.type_text("BUY");
    shop.press("Enter");
    assert_eq!((shop.records(), shop.sends()), (0, 0), "typed ahead, it counts for nothing");
}

#[test]
fn the_start_asks_for_the_ledger_the_list_and_nothing_else() {
    let (mut opens, mut loads) = (0, 0);
    let shop = Shop::opening(setup_with_list());
    for effect in &shop.history {
        match effect {
            Effect::OpenLedger => opens += 1,
            Effect::LoadAccounts(_) => loads += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((opens, loads, &shop.app.ledger), (1, 1, &LedgerState::Opening));
}

#[test]
fn open_purchases_come_before_whatever_was_filled_in() {
    let prefill = prefill(Some(ACME), None, Some((Kind::AreaCode, "415")));
    let shop = Shop::with_open(Setup { prefill, ..setup() }, vec![unknown(1)]);
    assert_eq!(shop.app.place(), Place::Unknown);
    assert_eq!((shop.records(), shop.sends()), (0, 0));
}

#[test]
fn what_the_start_found_is_said() {
    let notices = vec![Clean::line("The log was too large."), Clean::line("Another one.")];
    let shop = Shop::opening(Setup { notices, ..setup() });
    assert_eq!(shop.note(), "The log was too large.");
}

/// Nothing but keys leads to a purchase: time, news and the window alone change no step.
#[test]
fn news_alone_records_sends_and_settles_nothing() {
    for (name, shop) in places() {
        let mut shop = shop;
        let (records, sends) = (shop.records(), shop.sends());
        for message in [Message::Tick, Message::Resize(200, 60), Message::Resize(1, 1), Message::Resize(80, 24)] {
            let effects = shop.tell(message);
            assert!(effects.iter().all(|effect| matches!(effect, Effect::AwaitQuiet(_))), "{name}: {effects:?}");
        }
        if shop.app.place() == Place::Review {
            shop.quiet();
        }
        assert_eq!((shop.records(), shop.sends()), (records, sends), "{name}");
    }
}
