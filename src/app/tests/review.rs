//! Step 3: frozen bytes, and the one way to confirm them.

use super::{
    support::Shop,
    things::{ACME, BAY, live, lost, setup, setup_filled, unknown, unknown_of},
};
use crate::{
    app::{Confirmation, Effect, Fault, Message, NotRecorded, Overlay, Place, Screen, Setup},
    domain::{Beside, Record},
};

const BODY: &str = r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415"}"#;

impl Shop {
    fn typed(&self) -> Option<&str> {
        match &self.review().confirmation {
            Confirmation::Settling(_) => None,
            Confirmation::Typing(typed) => Some(typed),
        }
    }

    /// The word for a review of 415 for Acme while these are open.
    fn reviewing_beside(open: Vec<Record>) -> Self {
        let mut shop = Self::with_open(setup_filled(), open);
        shop.press("Esc");
        shop.quiet();
        shop
    }
}

#[test]
fn what_was_reviewed_is_what_is_recorded_byte_for_byte() {
    let mut shop = Shop::at_settled_review();
    let reviewed = shop.review().draft.clone();
    assert_eq!(reviewed.body.as_str(), BODY);
    // Nothing that is learned meanwhile changes what was reviewed.
    shop.app.number.pattern = "+1212555****".into();
    shop.app.account.chosen = None;
    shop.type_text("BUY");
    let effects = shop.press("Enter");
    let [Effect::Record(_, draft, Beside::NoOpen)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(**draft, reviewed);
    assert_eq!(*shop.sending().draft(), reviewed);
}

#[test]
fn only_the_word_and_enter_confirm() {
    for (keys, confirms) in [
        ("B U Y", true),
        ("B U X Backspace Y", true),
        ("b u y Ctrl-u B U Y", true),
        ("F3 B U Y", false),
        ("F3 Esc B U Y", false),
        ("? Esc B U Y", false),
        ("", false),
        ("B U", false),
        ("b u y", false),
        ("B u Y", false),
        ("B U Y Y", false),
        ("B U Y X", false),
        ("B U Y Space", false),
        ("Space B U Y", false),
        ("Y B U", false),
        ("B U Y A N O T H E R", false),
        ("B U Y Backspace", false),
        ("B U Y Ctrl-u", false),
        ("Ctrl-B Ctrl-U Ctrl-Y", false),
        ("Alt-B Alt-U Alt-Y", false),
        ("B U Alt-Y", false),
        ("B U Ctrl-Y", false),
        ("Ｂ Ｕ Ｙ", false),
        ("В U Y", false),
    ] {
        let mut shop = Shop::at_settled_review();
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            if key == "Space" {
                shop.type_text(" ")
            } else {
                shop.press(key)
            };
        }
        let effects = shop.press("Enter");
        assert_eq!(matches!(effects[..], [Effect::Record(..)]), confirms, "{keys}: {effects:?}");
        if !confirms {
            let settling = matches!(shop.review().confirmation, Confirmation::Settling(_));
            assert!(settling || shop.note().contains("type BUY"), "{keys}: {}", shop.note());
            assert_eq!(effects.is_empty(), !settling, "{keys}: {effects:?}");
        }
    }
}

#[test]
fn a_held_key_cannot_grow_the_word_for_ever() {
    let mut shop = Shop::at_settled_review();
    shop.type_text(&"BUY".repeat(1000));
    assert!(shop.typed().is_some_and(|typed| typed.len() < 60));
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn p20_keys_before_the_keyboard_was_quiet_count_for_nothing_and_begin_the_wait_anew() {
    let mut shop = Shop::at_review();
    for key in ["B", "U", "Y", "Enter", "x", "Backspace", "Tab"] {
        let waited = shop.awaited();
        let effects = shop.press(key);
        assert!(matches!(effects[..], [Effect::AwaitQuiet(ticket)] if ticket != waited), "{key}: {effects:?}");
        shop.tell(Message::Quiet(waited));
        assert_eq!(shop.typed(), None, "{key}: an old wait is over, not this one");
    }
    shop.quiet();
    assert_eq!(shop.typed(), Some(""), "what was typed too early is gone");
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn a_quiet_keyboard_is_waited_for_once_a_review() {
    let mut shop = Shop::at_settled_review();
    shop.type_text("BU");
    shop.quiet();
    assert_eq!(shop.typed(), Some("BU"), "the same news twice takes nothing away");
    let first = shop.awaited();
    shop.keys("Esc Enter");
    shop.tell(Message::Quiet(first));
    assert_eq!(shop.typed(), None, "the wait of the first review does not count for the second");
}

#[test]
fn p20_pasting_confirms_nothing() {
    for text in ["BUY", "BUY\n", "BUY\r\n"] {
        for settled in [false, true] {
            let mut shop = Shop::at_review();
            if settled {
                shop.quiet();
            }
            assert_eq!(shop.paste(text), []);
            assert!(shop.note().contains("Pasting does not confirm"), "{}", shop.note());
            let effects = shop.press("Enter");
            assert!(!matches!(effects[..], [Effect::Record(..)]), "{text:?} {settled}: {effects:?}");
        }
    }
    let mut shop = Shop::at_settled_review();
    shop.type_text("BU");
    shop.paste("Y");
    assert_eq!(shop.typed(), Some("BU"));
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn p06_going_back_and_editing_makes_another_draft() {
    let mut shop = Shop::at_settled_review();
    let first = shop.review().draft.clone();
    shop.type_text("BUY");
    shop.press("Esc");
    assert_eq!(shop.app.screen, Screen::Number);
    let effects = shop.keys("Backspace Backspace 0 8 Enter");
    assert!(matches!(effects[..], [Effect::AwaitQuiet(_)]));
    let second = shop.review().draft.clone();
    assert_eq!(second.body.as_str(), BODY.replace("415", "408"));
    assert_ne!(first, second);
    assert_eq!(shop.typed(), None, "the word typed for the first one is void");
    shop.quiet();
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn going_back_without_an_edit_voids_the_word_as_well() {
    let mut shop = Shop::at_settled_review();
    shop.type_text("BUY");
    shop.keys("Esc Enter");
    shop.quiet();
    assert_eq!(shop.typed(), Some(""));
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn beside_an_open_purchase_of_the_same_account_and_place_the_word_is_longer() {
    let elsewhere = || {
        let mut record = unknown(3);
        record.intent.draft.origin = live();
        record
    };
    for (open, word) in [
        (vec![unknown(1)], "BUY ANOTHER"),
        (vec![super::things::recorded(1)], "BUY ANOTHER"),
        (vec![super::things::sent(1)], "BUY ANOTHER"),
        (vec![unknown_of(2, BAY)], "BUY"),
        (vec![elsewhere()], "BUY"),
        (vec![unknown_of(2, BAY), elsewhere(), unknown(1)], "BUY ANOTHER"),
    ] {
        let mut shop = Shop::reviewing_beside(open);
        assert_eq!(shop.review().word(), word);
        let other = if word == "BUY" { "BUY ANOTHER" } else { "BUY" };
        let mut wrong = shop.clone();
        wrong.type_text(other);
        assert_eq!(wrong.press("Enter"), [], "{other} instead of {word}");
        assert!(wrong.note().contains(word));
        shop.type_text(word);
        assert!(matches!(shop.press("Enter")[..], [Effect::Record(..)]), "{word}");
    }
}

#[test]
fn an_own_purchase_that_became_unknown_makes_the_next_word_longer() {
    let mut shop = Shop::answered(lost());
    shop.press("Esc");
    assert_eq!(shop.review().word(), "BUY ANOTHER");
}

/// Another window bought for this sub-account while the review was up; only the ledger knew.
#[test]
fn a_purchase_open_in_another_window_stops_this_one_and_asks_anew() {
    let mut shop = Shop::confirmed();
    shop.press("q");
    let (ticket, draft) = shop.asked_to_record();
    let effects = shop.tell(Message::Recorded(ticket, Err(NotRecorded::BesideOpen(vec![unknown(7)]))));
    assert!(matches!(effects[..], [Effect::AwaitQuiet(_)]), "{effects:?}");
    assert!(shop.app.overlay.is_none());
    assert_eq!((shop.sends(), shop.app.open.clone()), (0, vec![unknown(7)]));
    assert!(shop.note().contains("Nothing was sent"), "{}", shop.note());
    assert_eq!((shop.review().draft.clone(), shop.review().word(), shop.typed()), (draft, "BUY ANOTHER", None));
    assert!(shop.review().account.name.is_some());
    shop.quiet();
    shop.type_text("BUY");
    assert_eq!(shop.press("Enter"), []);
    shop.type_text(" ANOTHER");
    let effects = shop.press("Enter");
    assert!(matches!(effects[..], [Effect::Record(_, _, Beside::OpenOnesAccepted)]), "{effects:?}");
}

#[test]
fn an_open_purchase_that_comes_to_light_voids_a_typed_word() {
    let mut shop = Shop::opening(setup_filled());
    shop.quiet();
    shop.type_text("BUY");
    shop.ledger_opens(vec![unknown(1)]);
    shop.unknown();
    assert_eq!(shop.press("Enter"), []);
    shop.press("Esc");
    assert_eq!((shop.review().word(), shop.typed()), ("BUY ANOTHER", None));
    shop.quiet();
    shop.type_text("BUY");
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn without_a_ledger_nothing_is_sent_and_that_is_said() {
    let mut shop = Shop::opening(setup_filled());
    shop.quiet();
    shop.type_text("BUY");
    assert_eq!(shop.press("Enter"), []);
    assert!(shop.note().contains("still being opened"), "{}", shop.note());
    let mut ready = shop.clone();
    ready.ledger_opens(Vec::new());
    assert_eq!(ready.records(), 0, "nothing happens by itself");
    assert!(matches!(ready.press("Enter")[..], [Effect::Record(..)]), "the word still stands");
    shop.ledger_stops(Fault::ReadOnly, Vec::new());
    assert_eq!(shop.app.place(), Place::Ledger);
    shop.press("Esc");
    shop.quiet();
    shop.type_text("BUY");
    assert_eq!(shop.press("Enter"), []);
    assert!(shop.note().contains("Nothing is sent without a ledger. The ledger is damaged."), "{}", shop.note());
    assert_eq!(shop.review().account.id.as_str(), ACME);
}

#[test]
fn in_a_cramped_window_nothing_is_confirmed() {
    for (columns, rows, confirms) in [(72, 22, true), (71, 22, false), (72, 21, false), (1, 1, false), (0, 0, false)] {
        let mut shop = Shop::at_settled_review();
        shop.type_text("BU");
        shop.tell(Message::Resize(columns, rows));
        shop.type_text("Y");
        let effects = shop.press("Enter");
        assert_eq!(matches!(effects[..], [Effect::Record(..)]), confirms, "{columns}×{rows}");
        if !confirms {
            assert_eq!((shop.typed(), effects), (Some("BU"), Vec::new()), "{columns}×{rows}");
            shop.tell(Message::Resize(80, 24));
            shop.quiet();
            assert_eq!(shop.typed(), Some(""), "what was half typed out of sight is void");
            shop.type_text("BUY");
            assert!(matches!(shop.press("Enter")[..], [Effect::Record(..)]), "the draft is kept");
        }
    }
}

#[test]
fn after_a_suspend_the_word_is_typed_anew() {
    let mut shop = Shop::at_settled_review();
    shop.type_text("BUY");
    let effects = shop.press("Ctrl-z");
    assert!(matches!(effects[..], [Effect::Suspend, Effect::AwaitQuiet(_)]), "{effects:?}");
    assert!(!matches!(shop.press("Enter")[..], [Effect::Record(..)]));
    shop.quiet();
    assert_eq!(shop.typed(), Some(""));
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn what_was_not_seen_whole_cannot_be_confirmed() {
    let mut shop = Shop::at_settled_review();
    shop.app.seen_whole = false;
    shop.type_text("BUY");
    assert_eq!(shop.typed(), Some(""));
    assert_eq!(shop.press("Enter"), []);
}

#[test]
fn the_curl_view_changes_only_the_view() {
    let mut shop = Shop::at_settled_review();
    shop.type_text("BU");
    let before = shop.review().clone();
    shop.press("F3");
    assert!(matches!(shop.app.overlay, Some(Overlay::Curl(0))));
    shop.type_text("Y");
    shop.press("F3");
    assert_eq!(shop.review().draft, before.draft);
    assert!(matches!(shop.review().confirmation, Confirmation::Settling(_)), "whoever read it has to look again");
}

#[test]
fn a_review_pays_with_the_key_of_its_account() {
    let own = super::things::key("ACME_KEY");
    let mut with_own = setup_filled();
    with_own.keys.own.insert(super::things::account_id(ACME), Some(own.clone()));
    assert_eq!(Shop::new(with_own).review().draft.key, own);
    assert_eq!(Shop::new(Setup { origin: live(), ..setup_filled() }).review().draft.origin, live());
    assert_eq!(Shop::new(setup_filled()).review().draft.key, setup().keys.usual.unwrap());
}
