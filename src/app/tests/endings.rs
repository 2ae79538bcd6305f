//! How the program would end at each stage, and what it would say.

use super::{
    places::receipt_unsaved,
    support::{Shop, key},
    things::{BAY, line, live, lost, refused, setup, stoppage, unknown, unknown_of, yes},
};
use crate::{
    app::{Ending, Fault, LedgerState, Message, Setup, Signal},
    domain::RefusalKind,
};

/// The kinds of ending, without their words.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Kind {
    Done,
    Bought,
    NotBought,
    Released,
    NotReleased,
    Unknown,
    Interrupted,
    Failed,
}

fn kind(ending: &Ending) -> Kind {
    match ending {
        Ending::Done => Kind::Done,
        Ending::Bought(_) => Kind::Bought,
        Ending::NotBought(_) => Kind::NotBought,
        Ending::Released(_) => Kind::Released,
        Ending::NotReleased(_) => Kind::NotReleased,
        Ending::Unknown(_) => Kind::Unknown,
        Ending::Interrupted => Kind::Interrupted,
        Ending::Failed(_) => Kind::Failed,
    }
}

/// Everything that ends the program at once.
fn interrupts() -> Vec<Message> {
    let keys = ["Ctrl-c", "Ctrl-q"].map(|text| Message::Key(key(text)));
    let signals = [Signal::Interrupt, Signal::Terminate, Signal::HangUp, Signal::Quit].map(Message::Signal);
    keys.into_iter().chain(signals).chain([Message::TerminalLost]).collect()
}

/// Every stage, how an interrupt ends it, and how `q` does where `q` quits.
fn stages() -> Vec<(&'static str, Shop, Kind, Option<Kind>)> {
    let again = || {
        let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
        shop.keys("s y");
        shop
    };
    let again_after_429 = || {
        let mut shop = Shop::answered(super::things::limited(None));
        shop.press("s");
        shop
    };
    let after_esc = || {
        let mut shop = Shop::answered(lost());
        shop.press("Esc");
        shop
    };
    let no = || Shop::answered(refused(RefusalKind::NotFound));
    vec![
        ("account", Shop::new(setup()), Kind::Interrupted, None),
        ("number", Shop::at_number(), Kind::Interrupted, None),
        ("review", Shop::at_settled_review(), Kind::Interrupted, None),
        ("writing down", Shop::confirmed(), Kind::Interrupted, Some(Kind::Interrupted)),
        ("about to leave", Shop::about_to_leave(), Kind::Unknown, Some(Kind::Unknown)),
        ("under way", Shop::under_way(), Kind::Unknown, Some(Kind::Unknown)),
        ("again, about to leave", again(), Kind::Unknown, Some(Kind::Unknown)),
        ("again after 429", again_after_429(), Kind::Unknown, Some(Kind::Unknown)),
        ("receipt", Shop::answered(yes()), Kind::Interrupted, Some(Kind::Bought)),
        ("receipt, unsaved", receipt_unsaved(), Kind::Interrupted, Some(Kind::Bought)),
        ("not bought", no(), Kind::Interrupted, Some(Kind::NotBought)),
        ("unknown", Shop::answered(lost()), Kind::Unknown, Some(Kind::Unknown)),
        ("open at start", Shop::with_open(setup(), vec![unknown(1)]), Kind::Unknown, Some(Kind::Unknown)),
        ("left open", after_esc(), Kind::Unknown, None),
    ]
}

#[test]
fn p07_every_interrupt_ends_every_stage_as_it_must() {
    for (name, shop, expected, _) in stages() {
        for message in interrupts() {
            let ending = shop.ending_after(message.clone()).unwrap_or_else(|| panic!("{name}: {message:?}"));
            assert_eq!(kind(&ending), expected, "{name}: {message:?}");
        }
    }
}

#[test]
fn an_interrupt_works_under_every_overlay_and_in_every_window() {
    for keys in ["?", "q"] {
        for size in [(80, 24), (1, 1)] {
            let mut shop = Shop::under_way();
            shop.press(keys);
            shop.tell(Message::Resize(size.0, size.1));
            for message in interrupts() {
                assert_eq!(shop.ending_after(message).as_ref().map(kind), Some(Kind::Unknown), "{keys} {size:?}");
            }
        }
    }
}

#[test]
fn quitting_ends_with_the_last_purchase() {
    for (name, shop, _, expected) in stages() {
        let mut shop = shop;
        let mut ending = shop.ending_after(Message::Key(key("q")));
        if ending.is_none() && expected.is_some() {
            shop.press("q");
            ending = shop.ending_after(Message::Key(key("y")));
        }
        assert_eq!(ending.as_ref().map(kind), expected, "{name}");
    }
}

#[test]
fn p13_a_part_that_broke_ends_the_program_and_takes_nothing_for_certain() {
    for (name, shop, interrupted, _) in stages() {
        let ending = shop.ending_after(Message::Broken(line("A part failed."))).unwrap();
        let expected = if interrupted == Kind::Unknown { Kind::Unknown } else { Kind::Failed };
        assert_eq!(kind(&ending), expected, "{name}");
        assert!(ending.last_words().contains("A part failed."), "{name}: {}", ending.last_words());
    }
}

#[test]
fn the_last_words_name_the_number_the_account_and_the_bill() {
    let words = |shop: &Shop| shop.app.ending.last_words().to_owned();
    let bought = Shop::answered(yes());
    assert_eq!(words(&bought), "Bought +14155550142 (pn_1) for sub_8a1f4c2e. Nothing is billed: this was the sandbox.");
    let mut live = Shop::new(Setup { origin: live(), ..super::things::setup_filled() });
    live.quiet();
    live.type_text("BUY");
    live.press("Enter");
    live.recorded(1);
    live.answer(yes());
    assert!(words(&live).ends_with("It is billed monthly until released."), "{}", words(&live));
    assert!(words(&Shop::answered(lost())).starts_with("Unknown: a number for sub_8a1f4c2e may be bought."));
    assert!(words(&Shop::answered(refused(RefusalKind::NotFound))).contains("nothing was bought for sub_8a1f4c2e"));
    assert_eq!(words(&Shop::new(setup())), "");
}

#[test]
fn the_ending_is_about_the_open_purchase_that_is_shown() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    assert!(shop.app.ending.last_words().contains("sub_8a1f4c2e"));
    shop.press("Tab");
    assert!(shop.app.ending.last_words().contains(BAY));
}

#[test]
fn a_ledger_that_is_not_to_be_had_is_no_end() {
    let mut shop = Shop::opening(setup());
    assert_eq!(shop.ledger_stops(Fault::ReadOnly, Vec::new()), []);
    assert_eq!(shop.app.ledger, LedgerState::Broken(stoppage(Fault::ReadOnly)));
    assert_eq!(kind(&shop.app.ending), Kind::Done);
}
