//! A ledger that cannot be sold from: what comes up, what works, what is asked twice, and what is never bought.

use super::{
    support::Shop,
    things::{setup, setup_filled, stoppage, stopped, unknown},
};
use crate::app::{Effect, Fault, LedgerState, Message, Overlay, Place, Question, footer};

const ALL: [Fault; 11] = [
    Fault::Damaged,
    Fault::NotALedger,
    Fault::Emptied,
    Fault::Missing,
    Fault::Replaced,
    Fault::Newer,
    Fault::ReadOnly,
    Fault::DiskFull,
    Fault::Busy,
    Fault::Folder,
    Fault::Failed,
];

fn at_ledger(fault: Fault) -> Shop {
    let mut shop = Shop::opening(setup());
    shop.ledger_stops(fault, Vec::new());
    shop
}

#[test]
fn p17_a_broken_ledger_comes_up_first_and_lets_everything_be_walked_and_nothing_be_bought() {
    for fault in ALL {
        let mut shop = Shop::opening(setup_filled());
        shop.quiet();
        shop.type_text("BUY");
        shop.press("?");
        shop.ledger_stops(fault, vec![unknown(1)]);
        assert_eq!((shop.app.place(), shop.app.overlay.is_none()), (Place::Ledger, true), "{fault:?}");
        shop.press("Esc");
        shop.quiet();
        assert_eq!(shop.app.place(), Place::Review, "what was filled in is still there");
        shop.type_text("BUY ANOTHER");
        shop.press("Enter");
        assert!(shop.note().contains("Nothing is sent without a ledger"), "{}", shop.note());
        shop.keys("Esc F4");
        assert_eq!(shop.app.place(), Place::Ledger, "one key away");
        shop.press("F4");
        assert_eq!(shop.app.place(), Place::Unknown, "what is open can be looked at");
        assert_eq!(shop.keys("s y"), []);
        assert_eq!((shop.records(), shop.sends()), (0, 0), "{fault:?}");
    }
}

#[test]
fn p17_only_damage_can_be_accepted_and_only_by_two_answers() {
    for fault in ALL {
        let can = [Fault::Damaged, Fault::NotALedger, Fault::Emptied, Fault::Missing].contains(&fault);
        let mut shop = at_ledger(fault);
        assert_eq!(footer(&shop.app).any(|(key, _)| key == "a"), can, "{fault:?}");
        assert_eq!(shop.press("a"), []);
        assert_eq!(shop.app.place() == Place::Question, can, "{fault:?}");
        assert_eq!(shop.press("y"), []);
        assert_eq!(matches!(shop.app.overlay, Some(Overlay::Question(Question::AcceptSurely))), can, "{fault:?}");
        for no in ["Esc", "n"].into_iter().filter(|_| can) {
            let mut kept = shop.clone();
            assert_eq!(kept.press(no), []);
            assert_eq!((kept.app.place(), kept.app.stoppage()), (Place::Ledger, Some(&stoppage(fault))), "{fault:?}");
        }
        assert_eq!(shop.press("y"), if can { vec![Effect::AcceptDamage] } else { Vec::new() }, "{fault:?}");
    }
}

#[test]
fn p20_a_held_key_accepts_nothing() {
    let mut shop = Shop::opening(setup());
    shop.is_noisy = true;
    shop.ledger_stops(Fault::Damaged, Vec::new());
    for key in ["a", "y", "Enter"] {
        (0..50).for_each(|_| drop(shop.press(key)));
    }
    assert!(shop.app.overlay.is_none(), "not before the keyboard was quiet");
    shop.quiet();
    shop.press("a");
    (0..50).for_each(|_| drop(shop.press("y")));
    assert_eq!(shop.count(|effect| *effect == Effect::AcceptDamage), 0, "a held y answers one question only");
    shop.quiet();
    shop.press("y");
    assert_eq!(shop.count(|effect| *effect == Effect::AcceptDamage), 1);
}

#[test]
fn another_try_opens_it_anew_and_leads_back() {
    let mut shop = Shop::opening(setup_filled());
    shop.ledger_stops(Fault::Busy, Vec::new());
    assert_eq!(shop.press("r"), [Effect::ReopenLedger]);
    assert_eq!((shop.app.place(), &shop.app.ledger), (Place::Ledger, &LedgerState::Opening));
    assert_eq!(shop.keys("r a"), [], "one try at a time");
    let mut failed = shop.clone();
    failed.ledger_stops(Fault::Busy, Vec::new());
    assert_eq!((failed.app.place(), failed.app.stoppage()), (Place::Ledger, Some(&stoppage(Fault::Busy))));
    shop.ledger_opens(Vec::new());
    assert_eq!((shop.app.place(), &shop.app.ledger), (Place::Review, &LedgerState::Ready));
    shop.quiet();
    shop.type_text("BUY");
    assert!(matches!(shop.press("Enter")[..], [Effect::Record(..)]));
}

#[test]
fn what_is_open_after_another_try_is_shown_first() {
    let mut shop = at_ledger(Fault::Damaged);
    shop.keys("a y y");
    shop.ledger_opens(vec![unknown(1)]);
    assert_eq!(shop.app.shown_open(), Some(&unknown(1)));
}

#[test]
fn p17_damage_that_is_found_later_stops_selling_and_hides_no_outcome() {
    let later = || Message::LedgerChecked(Err(stoppage(Fault::Damaged)));
    let mut shop = Shop::at_settled_review();
    shop.type_text("BUY");
    shop.tell(later());
    assert_eq!((shop.app.place(), shop.press("Enter")), (Place::Ledger, Vec::new()));
    let mut under_way = Shop::under_way();
    under_way.tell(later());
    assert_eq!(under_way.app.place(), Place::Sending);
    under_way.answer(super::things::yes());
    assert_eq!(under_way.app.place(), Place::Receipt);
    assert!(under_way.app.stoppage().is_some());
    let mut start = Shop::opening(setup());
    start.is_noisy = true;
    start.ledger_opens(vec![unknown(1)]);
    let mut looked_at = start.clone();
    start.tell(later());
    assert_eq!(start.app.place(), Place::Ledger, "before what has just come up by itself");
    looked_at.quiet();
    looked_at.tell(later());
    assert_eq!(looked_at.app.place(), Place::Unknown, "not in the middle of settling");
    let mut fine = Shop::at_settled_review();
    fine.tell(Message::LedgerChecked(Ok(())));
    assert_eq!(fine.app.ledger, LedgerState::Ready);
}

#[test]
fn an_open_purchase_that_is_there_no_longer_leaves_no_empty_screen() {
    let mut shop = Shop::with_damage(setup(), vec![unknown(1)]);
    shop.press("r");
    shop.press("F4");
    assert_eq!(shop.app.place(), Place::Unknown);
    let mut stopped_again = shop.clone();
    stopped_again.tell(Message::LedgerOpened(Box::new(stopped(Fault::Busy, Vec::new()))));
    assert_eq!(stopped_again.app.place(), Place::Ledger);
    shop.ledger_opens(Vec::new());
    assert_eq!(shop.app.place(), Place::Account);
}
