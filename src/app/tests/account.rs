//! Step 1: what is known of whom, the filter, and the choice.

use jiff::tz::TimeZone;

use super::{
    support::Shop,
    things::{ACME, BAY, account, account_id, key, line, setup, setup_with_list},
};
use crate::{
    app::{AccountList, Effect, Keys, ListEnd, Message, Opened, Screen, Setup, Source, Ticket},
    domain::{Clean, NotAnId, SubAccount},
};

impl Shop {
    /// The newest reading of the list.
    fn loading(&self) -> Ticket {
        self.last(|effect| match effect {
            Effect::LoadAccounts(ticket) => Some(*ticket),
            _ => None,
        })
        .expect("nobody reads the list")
    }

    fn page(&mut self, accounts: Vec<SubAccount>) {
        let ticket = self.loading();
        self.tell(Message::AccountsPage(ticket, accounts));
    }

    fn list_ends(&mut self, end: ListEnd) {
        let ticket = self.loading();
        self.tell(Message::AccountsEnded(ticket, end));
    }

    fn used_before(&mut self, ids: &[&str]) {
        let used = ids.iter().map(|id| account_id(id)).collect();
        let zone = jiff::tz::TimeZone::UTC;
        let opened = Opened { waiting: Vec::new(), used, stoppage: None, notices: Vec::new(), zone };
        self.tell(Message::LedgerOpened(Box::new(opened)));
    }

    fn shown(&self) -> Vec<&str> {
        self.app.account.shown().map(|row| row.account.id.as_str()).collect()
    }

    fn selected(&self) -> Option<&str> {
        self.shown().get(self.app.account.selected).copied()
    }

    fn chosen(&self) -> Option<&str> {
        self.app.account.chosen.as_ref().map(|chosen| chosen.id.as_str())
    }
}

/// Twenty sub-accounts, `sub_00` to `sub_19`.
fn twenty() -> Setup {
    let accounts = (0..20).map(|n| account(&format!("sub_{n:02}"), None)).collect();
    Setup { accounts, ..setup_with_list() }
}

#[test]
fn three_sources_become_one_list_in_whatever_order_they_come() {
    let first_page = || vec![account(BAY, Some("Bay Books")), account("sub_cedar", Some("Cedar"))];
    let second_page = || vec![account("sub_cedar", Some("Another name")), account("sub_dawn", None)];
    for order in [["used", "one", "two"], ["one", "used", "two"], ["one", "two", "used"]] {
        let accounts = vec![account(ACME, Some("Acme Dental")), account(BAY, None)];
        let mut shop = Shop::opening(Setup { accounts, ..setup_with_list() });
        for step in order {
            match step {
                "used" => shop.used_before(&["sub_gone", BAY, "sub_cedar"]),
                "one" => shop.page(first_page()),
                _ => shop.page(second_page()),
            }
        }
        let mut rows: Vec<_> =
            shop.app.account.shown().map(|row| (row.account.id.as_str(), row.account.name.as_ref())).collect();
        rows.sort_unstable();
        let named = |id, name: Option<&'static str>| (id, name.map(line));
        let expected = [
            named(ACME, Some("Acme Dental")),
            named(BAY, Some("Bay Books")),
            named("sub_cedar", Some("Cedar")),
            named("sub_dawn", None),
            named("sub_gone", None),
        ];
        let rows: Vec<_> = rows.into_iter().map(|(id, name)| (id, name.cloned())).collect();
        assert_eq!(rows, expected, "{order:?}");
    }
}

#[test]
fn a_name_from_the_config_is_kept() {
    let mut shop = Shop::new(setup_with_list());
    shop.page(vec![account(ACME, Some("Acme Inc., as the API calls it"))]);
    assert_eq!(shop.app.account.name_of(&account_id(ACME)), Some(line("Acme Dental")));
    assert_eq!(shop.app.account.rows[0].source, Source::Config);
}

#[test]
fn a_name_reaches_the_one_already_chosen() {
    let mut shop = Shop::new(Setup { accounts: vec![account(ACME, None)], ..setup_with_list() });
    shop.press("Enter");
    shop.page(vec![account(ACME, Some("Acme Dental"))]);
    assert_eq!(shop.app.account.chosen, Some(account(ACME, Some("Acme Dental"))));
}

#[test]
fn the_selection_stays_on_its_row_while_pages_arrive() {
    let accounts = vec![account("sub_x_a_c_m_e", None), account("sub_other", None)];
    let mut shop = Shop::new(Setup { accounts, ..setup_with_list() });
    shop.type_text("acme");
    assert_eq!(shop.selected(), Some("sub_x_a_c_m_e"));
    shop.page(vec![account("sub_acme", Some("acme")), account("sub_acme2", Some("acme"))]);
    assert_eq!(shop.app.account.selected, 2, "better matches came above it: {:?}", shop.shown());
    assert_eq!(shop.selected(), Some("sub_x_a_c_m_e"));
    shop.press("Enter");
    assert_eq!(shop.chosen(), Some("sub_x_a_c_m_e"));
}

#[test]
fn a_typed_id_stays_selected_when_a_page_brings_it() {
    let mut shop = Shop::new(setup_with_list());
    shop.type_text("sub_cedar");
    assert_eq!(shop.selected(), Some("sub_cedar"));
    shop.page(vec![account("sub_zzz_cedar", None), account("sub_cedar", Some("Cedar"))]);
    assert_eq!(shop.selected(), Some("sub_cedar"));
    assert_eq!(shop.shown().iter().filter(|id| **id == "sub_cedar").count(), 1);
}

#[test]
fn the_filter_finds_by_name_and_by_id() {
    for (text, found) in [
        ("", vec![ACME, BAY]),
        ("dental", vec![ACME]),
        ("BOOKS", vec![BAY]),
        ("8a1f", vec![ACME]),
        ("sub_bay", vec![BAY]),
        ("nobody", vec![]),
    ] {
        let mut shop = Shop::new(setup());
        shop.type_text(text);
        assert_eq!(shop.shown(), found, "{text}");
    }
}

/// Who types a whole id means that sub-account, whatever else resembles it: somebody is billed.
#[test]
fn a_whole_id_is_its_own_best_match() {
    let accounts = vec![account("sub_12", None), account("sub_a1", Some("sub_1")), account("sub_1", None)];
    let mut shop = Shop::new(Setup { accounts, ..setup() });
    shop.type_text("sub_1");
    shop.press("Enter");
    assert_eq!(shop.chosen(), Some("sub_1"));
}

#[test]
fn an_unknown_id_can_be_typed_or_pasted_and_chosen() {
    for paste in [false, true] {
        let mut shop = Shop::new(setup());
        if paste {
            shop.paste(" sub_new-1\r\n");
        } else {
            shop.type_text("sub_new-1");
        }
        assert_eq!(shop.app.account.shown().last().map(|row| row.source), Some(Source::Typed));
        shop.press("Enter");
        assert_eq!(shop.chosen(), Some("sub_new-1"));
        assert_eq!(shop.app.screen, Screen::Number);
    }
}

#[test]
fn an_id_that_is_none_is_explained_and_not_chosen() {
    for (text, fault) in [
        ("sub_", Some(NotAnId::Incomplete)),
        ("sub_a b", Some(NotAnId::Character(5))),
        ("sub_ä", Some(NotAnId::Character(4))),
        ("vx_", None),
        ("nobody", None),
        ("pn_1", None),
    ] {
        let mut shop = Shop::new(Setup { accounts: Vec::new(), ..setup() });
        shop.type_text(text);
        assert_eq!(shop.app.account.id_fault(), fault, "{text}");
        assert_eq!(shop.press("Enter"), [], "{text}");
        assert_eq!((shop.chosen(), &shop.app.screen), (None, &Screen::Account), "{text}");
    }
}

#[test]
fn a_stale_list_changes_nothing() {
    let mut shop = Shop::new(setup_with_list());
    let old = shop.loading();
    shop.list_ends(ListEnd::Failed(line("The server failed.")));
    shop.press("F5");
    assert_ne!(shop.loading(), old);
    shop.tell(Message::AccountsPage(old, vec![account("sub_stale", None)]));
    shop.tell(Message::AccountsEnded(old, ListEnd::Complete));
    assert_eq!(shop.app.account.list, AccountList::Loading);
    assert_eq!(shop.shown(), [ACME, BAY]);
}

#[test]
fn a_list_ends_in_one_of_three_ways_and_can_be_read_again() {
    let why = || Clean::line("The server failed.");
    for (end, list) in [
        (ListEnd::Complete, AccountList::Complete),
        (ListEnd::Incomplete(why()), AccountList::Incomplete(why())),
        (ListEnd::Failed(why()), AccountList::Failed(why())),
    ] {
        for reload in ["F5", "Ctrl-r"] {
            let mut shop = Shop::new(setup_with_list());
            assert_eq!(shop.press(reload), [], "not while it is being read");
            shop.page(vec![account("sub_cedar", None)]);
            shop.list_ends(end.clone());
            assert_eq!(shop.app.account.list, list);
            assert!(matches!(shop.press(reload)[..], [Effect::LoadAccounts(_)]), "{reload}");
            assert_eq!(shop.app.account.list, AccountList::Loading);
            assert_eq!(shop.shown(), [ACME, BAY, "sub_cedar"], "what is known stays known");
        }
    }
}

#[test]
fn without_a_key_nothing_is_listed() {
    let mut shop = Shop::new(setup());
    assert_eq!(shop.app.account.list, AccountList::NoKey);
    assert_eq!(shop.press("F5"), []);
    assert_eq!(shop.count(|effect| matches!(effect, Effect::LoadAccounts(_))), 0);
}

#[test]
fn who_has_no_key_is_not_chosen_and_that_is_said() {
    let own = |key| [(account_id(ACME), key)].into();
    for (keys, chosen) in [
        (Keys { usual: Some(key("USUAL")), own: own(Some(key("OWN"))), can_list: false }, true),
        (Keys { usual: None, own: own(Some(key("OWN"))), can_list: false }, true),
        // A variable that is not set is not made up for by another key.
        (Keys { usual: Some(key("USUAL")), own: own(None), can_list: false }, false),
        (Keys::default(), false),
    ] {
        let mut shop = Shop::new(Setup { keys: keys.clone(), ..setup() });
        assert_eq!(shop.press("Enter"), []);
        assert_eq!(shop.chosen(), chosen.then_some(ACME), "{keys:?}");
        assert_eq!(shop.note().contains(&format!("no key to buy for {ACME}")), !chosen, "{}", shop.note());
        assert_eq!(shop.app.screen == Screen::Account, !chosen);
    }
}

#[test]
fn keys_move_the_selection_inside_the_list() {
    // A page of 24 rows shows 14 of them.
    for (keys, selected) in [
        ("Up", 0),
        ("Down", 1),
        ("Down Down Up", 1),
        ("End", 19),
        ("End Down", 19),
        ("End Home", 0),
        ("PageDown", 14),
        ("PageDown PageDown", 19),
        ("End PageUp", 5),
        ("PageDown PageUp PageUp", 0),
    ] {
        let mut shop = Shop::new(twenty());
        shop.keys(keys);
        assert_eq!(shop.app.account.selected, selected, "{keys}");
        shop.press("Enter");
        assert_eq!(shop.chosen(), Some(format!("sub_{selected:02}").as_str()), "{keys}");
    }
}

#[test]
fn moving_the_cursor_in_the_filter_keeps_the_selection() {
    let mut shop = Shop::new(twenty());
    shop.keys("s Down Down Left Right Ctrl-a Ctrl-e");
    assert_eq!(shop.app.account.selected, 2);
    shop.press("Backspace");
    assert_eq!(shop.app.account.selected, 0, "another filter is another list");
}

#[test]
fn moving_in_an_empty_list_is_harmless() {
    let mut shop = Shop::new(Setup { accounts: Vec::new(), ..setup() });
    shop.keys("Down PageDown End Up PageUp Home Enter");
    assert_eq!((shop.app.account.selected, shop.chosen()), (0, None));
}

#[test]
fn a_slow_list_keeps_nobody_from_choosing() {
    let mut shop = Shop::opening(setup_with_list());
    assert_eq!(shop.app.account.list, AccountList::Loading);
    shop.press("Enter");
    assert_eq!(shop.chosen(), Some(ACME));
    shop.page(vec![account("sub_late", None)]);
    shop.list_ends(ListEnd::Complete);
    assert_eq!((shop.chosen(), &shop.app.screen), (Some(ACME), &Screen::Number));
}

#[test]
fn every_notice_is_shown_one_after_the_other() {
    let mut shop = Shop::opening(Setup { notices: ["one", "two"].map(line).to_vec(), ..setup() });
    assert_eq!(shop.note(), "one");
    let notices = vec![line("three")];
    let opened = Opened { waiting: Vec::new(), used: Vec::new(), stoppage: None, notices, zone: TimeZone::UTC };
    shop.tell(Message::LedgerOpened(Box::new(opened)));
    assert_eq!(shop.note(), "one", "nobody has read it yet");
    shop.press("x");
    assert_eq!(shop.note(), "two");
    shop.paste("vx_live_1");
    assert!(shop.note().contains("key"), "what the input says comes first: {}", shop.note());
    shop.press("Left");
    assert_eq!(shop.note(), "three");
    shop.press("Left");
    assert_eq!(shop.note(), "");
}
