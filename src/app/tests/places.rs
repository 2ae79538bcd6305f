//! The program in every place that it can be in.

use std::time::Duration;

use super::{
    support::Shop,
    things::{
        created, limited, live, lost, not_released, number, odd_yes, purchase_of, recorded, refused, release_lost,
        release_open, released, setup, setup_filled, setup_with_list, sold, unknown, unknown_of, yes,
    },
};
use crate::{
    app::{Attempted, Effect, Fault, Keys, Known, ListEnd, Message, Setup},
    domain::{Clean, Record, RefusalKind, Summary},
};

/// Every kind of no that is not about the pace.
pub fn refusals() -> Vec<RefusalKind> {
    vec![
        RefusalKind::NeverLeft(Clean::line("The connection was refused.")),
        RefusalKind::Malformed,
        RefusalKind::KeyRefused,
        RefusalKind::QuotaOrPlan,
        RefusalKind::WrongScope,
        RefusalKind::NotFound,
        RefusalKind::Validation,
        RefusalKind::ByHand,
    ]
}

/// The program after these keys.
fn then(mut shop: Shop, keys: &str) -> Shop {
    shop.keys(keys);
    shop
}

/// An open purchase whose sub-account owns one number that fits.
pub fn unknown_seen() -> Shop {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    shop.lists(vec![created(sold(), 1), created(number("pn_2", "+12125550100"), 1)], ListEnd::Complete);
    shop
}

/// A purchase that may be closed by hand.
pub fn unknown_long_ago() -> Shop {
    let mut shop = unknown_seen();
    shop.wait(Duration::from_mins(15));
    shop
}

/// A yes that the ledger could not take.
pub fn receipt_unsaved() -> Shop {
    let mut shop = Shop::under_way();
    let answer = Box::new(super::things::answer(yes()));
    shop.attempted(Attempted::NotSaved { answer, why: Clean::line("The disk is full.") });
    shop
}

/// A list that could not be read.
fn list_failed() -> Shop {
    let mut shop = Shop::new(setup_with_list());
    let ticket = shop.last(|effect| match effect {
        Effect::LoadAccounts(ticket) => Some(*ticket),
        _ => None,
    });
    let end = ListEnd::Failed(Clean::line("The server failed."));
    shop.tell(Message::AccountsEnded(ticket.expect("nobody reads the list"), end));
    shop
}

/// A check that found one number on each side and one on both.
pub fn check_seen() -> Shop {
    let mut shop = then(Shop::new(setup()), "F8");
    let purchases = vec![purchase_of(1, sold()), purchase_of(2, number("pn_gone", "+14155550111"))];
    let known = Known { purchases, end: ListEnd::Complete };
    shop.lists_beside(vec![sold(), number("pn_new", "+14155550199")], ListEnd::Complete, known);
    shop
}

/// A check whose list could not be read.
fn check_failed() -> Shop {
    let mut shop = then(Shop::new(setup()), "F8");
    shop.lists(Vec::new(), ListEnd::Failed(Clean::line("The key was refused.")));
    shop
}

/// A purchase of something else than was asked for, at the next start.
pub fn warned() -> Shop {
    let mut record = super::things::sent(1);
    super::things::come(&mut record, odd_yes());
    Shop::with_open(setup(), vec![record])
}

/// A server error that asks for a pause.
fn unknown_paused() -> Shop {
    let mut shop = unknown_seen();
    shop.keys("s y");
    shop.answer(limited(Some(30)));
    shop.lists(Vec::new(), ListEnd::Complete);
    shop
}

/// The history over what a shop shows, with these purchases in it.
pub fn history_over(mut shop: Shop, key: &str, records: &[Record]) -> Shop {
    shop.press(key);
    let ticket = shop.last(|effect| match effect {
        Effect::ReadHistory(ticket) => Some(*ticket),
        _ => None,
    });
    let ticket = ticket.expect("nobody reads the history");
    shop.tell(Message::HistoryPage(ticket, records.iter().map(Summary::of).collect()));
    shop.tell(Message::HistoryEnded(ticket, Ok(0)));
    shop
}

/// The same, with the first of them shown whole.
pub fn entry_over(shop: Shop, key: &str, record: Record) -> Shop {
    let mut shop = history_over(shop, key, std::slice::from_ref(&record));
    let effects = shop.press("Enter");
    let [Effect::ReadEntry(ticket, _)] = effects[..] else { panic!("{effects:?}") };
    shop.tell(Message::EntryRead(ticket, Ok(Box::new(record))));
    shop
}

fn history_steps() -> Vec<(&'static str, Shop)> {
    let mut failed = then(Shop::new(setup()), "F9");
    let ticket = failed.last(|effect| match effect {
        Effect::ReadHistory(ticket) => Some(*ticket),
        _ => None,
    });
    failed.tell(Message::HistoryEnded(ticket.expect("nobody reads"), Err(Clean::line("The disk is gone."))));
    let bought = || purchase_of(1, sold());
    let over = || history_over(Shop::new(setup()), "F9", &[unknown(2), bought()]);
    vec![
        ("history, reading", then(Shop::new(setup()), "F9")),
        ("history, failed", failed),
        ("history, empty", history_over(Shop::at_number(), "F9", &[])),
        ("history", over()),
        ("history, no match", then(over(), "z z z")),
        ("history over a receipt", history_over(Shop::answered(yes()), "h", &[bought()])),
        ("history over an unsaved receipt", entry_over(receipt_unsaved(), "h", bought())),
        ("entry, reading", then(over(), "Enter")),
        ("entry, bought", entry_over(Shop::new(setup()), "F9", bought())),
        ("entry, open, over an unknown", entry_over(unknown_seen(), "h", unknown(1))),
        ("entry, never sent", entry_over(Shop::new(setup()), "F9", recorded(3))),
        ("entry as curl", then(entry_over(Shop::new(setup()), "F9", unknown(2)), "F3")),
    ]
}

/// A release that was told "not now".
fn release_limited(seconds: Option<u64>) -> Shop {
    let mut shop = Shop::released(not_released(RefusalKind::RateLimited { retry_after_ms: seconds.map(|s| s * 1000) }));
    shop.lists(vec![sold()], ListEnd::Complete);
    shop
}

/// An open release whose number the list still has.
pub fn still_there() -> Shop {
    let mut shop = Shop::released(release_lost());
    shop.lists(vec![sold()], ListEnd::Complete);
    shop
}

/// The same, 15 minutes after the last attempt.
pub fn still_there_long_ago() -> Shop {
    let mut shop = still_there();
    shop.wait(Duration::from_mins(15));
    shop
}

fn first_steps() -> Vec<(&'static str, Shop)> {
    let number = |text: &str| {
        let mut shop = Shop::at_number();
        shop.type_text(text);
        shop
    };
    let with_filter = |text: &str| {
        let mut shop = Shop::new(setup());
        shop.type_text(text);
        shop
    };
    let mut broken = Shop::opening(setup_filled());
    broken.ledger_stops(Fault::ReadOnly, Vec::new());
    broken.press("Esc");
    broken.quiet();
    vec![
        ("account", Shop::new(setup())),
        ("account, list loading", Shop::new(setup_with_list())),
        ("account, list failed", list_failed()),
        ("account, filtered", with_filter("acme")),
        ("account, no match", with_filter("zzz")),
        ("account, typed id", with_filter("sub_typed")),
        ("account, no key", Shop::new(Setup { keys: Keys::default(), ..setup() })),
        ("account, ledger opening", Shop::opening(setup())),
        ("check, looking", then(Shop::new(setup()), "F8")),
        ("check, seen", check_seen()),
        ("check, failed", check_failed()),
        ("number", number("")),
        ("number, incomplete", number("41")),
        ("number, wrong", number("911")),
        ("number, valid", number("415")),
        ("number, of another country", number("416")),
        ("number, of nobody", number("451")),
        ("number, a place's name", number("san fr")),
        ("number, too short a name", number("s")),
        ("number, a name of nowhere", number("nosuchplace")),
        ("number, no area codes", in_singapore()),
        ("pattern, empty", then(Shop::at_number(), "Tab")),
        ("pattern, begun", then(Shop::at_number(), "Tab + 1 4")),
        ("pattern, of another country", then(Shop::at_number(), "Tab + 4 9")),
        ("countries", then(Shop::at_number(), "F2")),
        ("countries, no match", then(Shop::at_number(), "F2 z z z z")),
        ("help", then(Shop::at_number(), "?")),
        ("review, just opened", Shop::at_review()),
        ("review, ready", Shop::at_settled_review()),
        ("review, half typed", then(Shop::at_settled_review(), "B U")),
        ("review, mistyped", then(Shop::at_settled_review(), "b u y")),
        ("review as curl", then(Shop::at_settled_review(), "F3")),
        ("review, ledger opening", Shop::opening(setup_filled())),
        ("review, ledger broken", broken),
        ("ledger, damaged", Shop::with_damage(setup(), vec![unknown(1)])),
        ("ledger, damaged, nothing open", Shop::with_damage(setup(), Vec::new())),
        ("ledger, being opened again", then(Shop::with_damage(setup(), Vec::new()), "r")),
        ("asked to accept the damage", then(Shop::with_damage(setup(), Vec::new()), "a")),
        ("asked to accept it once more", then(Shop::with_damage(setup(), Vec::new()), "a y")),
        ("account, ledger broken", then(Shop::with_damage(setup(), Vec::new()), "Esc")),
        ("review beside an open purchase", then(unknown_seen_filled(), "Esc")),
    ]
}

fn in_singapore() -> Shop {
    then(Shop::at_number(), "F2 s g Enter")
}

fn unknown_seen_filled() -> Shop {
    Shop::with_open(setup_filled(), vec![unknown(1)])
}

fn several() -> Shop {
    Shop::with_open(setup(), vec![unknown(1), unknown_of(2, "sub_bay")])
}

fn last_steps() -> Vec<(&'static str, Shop)> {
    let mut listed = Shop::answered(yes());
    listed.lists(vec![sold()], ListEnd::Complete);
    let mut empty = Shop::with_open(setup(), vec![unknown(1)]);
    empty.lists(Vec::new(), ListEnd::Incomplete(Clean::line("too many pages")));
    let out_of_reach = Shop::with_open(Setup { origin: live(), ..setup() }, vec![unknown(1)]);
    vec![
        ("writing down", Shop::confirmed()),
        ("about to leave", Shop::about_to_leave()),
        ("under way", Shop::under_way()),
        ("asked to leave", then(Shop::under_way(), "q")),
        ("receipt", Shop::answered(yes())),
        ("receipt, listed", listed),
        ("receipt of something else", Shop::answered(odd_yes())),
        ("receipt, unsaved", receipt_unsaved()),
        ("raw answer", then(Shop::answered(yes()), "v")),
        ("rate limited", Shop::answered(limited(Some(30)))),
        ("rate limited, for no time", Shop::answered(limited(None))),
        ("unknown, just answered", Shop::answered(lost())),
        ("unknown, looking", Shop::with_open(setup(), vec![unknown(1)])),
        ("unknown, seen", unknown_seen()),
        ("unknown, long ago", unknown_long_ago()),
        ("unknown, nothing seen", empty),
        ("unknown, out of reach", out_of_reach),
        ("unknown, several", several()),
        ("unknown, listed", then(several(), "F4")),
        ("unknown, timeline", then(unknown_seen(), "t")),
        ("unknown, paused", unknown_paused()),
        ("receipt, warned at the start", warned()),
        ("release, just opened", then(Shop::at_receipt(), "r")),
        ("release, ready", Shop::at_release_review()),
        ("release, as curl", then(Shop::at_release_review(), "F3")),
        ("releasing", Shop::releasing()),
        ("releasing, asked to leave", then(Shop::releasing(), "q")),
        ("released", Shop::released(released())),
        ("not released", Shop::released(not_released(RefusalKind::WrongScope))),
        ("not released, rate limited", release_limited(Some(30))),
        ("not released, for no time", release_limited(None)),
        ("release unknown", Shop::released(release_lost())),
        ("release unknown, at the start", Shop::with_open(setup(), vec![release_open(1)])),
        ("release unknown, still there", still_there()),
        (
            "release unknown, beside a purchase",
            then(Shop::with_open(setup(), vec![release_open(1), unknown(2)]), "Tab"),
        ),
        ("release unknown, asked to send again", then(still_there(), "s")),
        ("release unknown, asked to close", then(still_there_long_ago(), "n")),
        ("asked to link the unlikely", then(unknown_seen(), "Down Enter")),
        ("unknown, never sent", Shop::with_open(setup(), vec![recorded(1)])),
        ("asked to link", then(unknown_seen(), "Enter")),
        ("asked to close", then(unknown_long_ago(), "n")),
        ("asked to send again", then(unknown_seen(), "s")),
    ]
}

/// The program in every place, each with a name.
pub fn places() -> Vec<(String, Shop)> {
    let mut all: Vec<_> = first_steps()
        .into_iter()
        .chain(history_steps())
        .chain(last_steps())
        .map(|(name, shop)| (name.to_owned(), shop))
        .collect();
    all.extend(refusals().into_iter().map(|kind| (format!("not bought: {kind:?}"), Shop::answered(refused(kind)))));
    all
}
