//! The history: it is there at once, finds, shows, leads on, and gives back what it lies over.

use std::time::Duration;

use super::{
    places::{entry_over, history_over, receipt_unsaved, unknown_seen},
    support::{Shop, key},
    things::{
        ACME, BAY, elsewhere, id, line, live, number, odd_yes, purchase_of, recorded, sent, setup, sold, unknown,
        unknown_of, yes,
    },
};
use crate::{
    app::{
        Action, Effect, Ending, Entry, Fault, History, HistoryStage, ListEnd, Message, Place, Screen, Setup, Ticket,
        footer,
    },
    domain::{Event, IntentId, Record, Stamped, Summary},
};

impl Shop {
    fn history(&self) -> &History {
        self.app.history.as_ref().expect("no history")
    }

    fn reads(&self) -> Ticket {
        self.last(|effect| match effect {
            Effect::ReadHistory(ticket) => Some(*ticket),
            _ => None,
        })
        .expect("nobody reads the history")
    }

    fn more(&mut self, ticket: Ticket, records: &[Record]) {
        let effects = self.tell(Message::HistoryPage(ticket, records.iter().map(Summary::of).collect()));
        assert_eq!(effects, []);
    }

    /// The ids that are shown, in order.
    fn found(&self) -> Vec<IntentId> {
        let history = self.history();
        (0..history.passing()).filter_map(|at| history.line(at)).map(|line| line.id).collect()
    }

    fn entry(&self) -> &Entry {
        self.history().entry.as_ref().expect("no entry")
    }
}

fn bought(n: u32) -> Record {
    purchase_of(n, number(&format!("pn_{n}"), &format!("+1415555{:04}", 100 + n)))
}

/// The history of five purchases, newest first.
fn over_account() -> Shop {
    history_over(Shop::new(setup()), "F9", &[bought(5), unknown_of(4, BAY), bought(3), sent(2), recorded(1)])
}

#[test]
fn it_is_there_at_once_and_grows_without_moving_the_selection() {
    let mut shop = Shop::new(setup());
    let effects = shop.press("F9");
    assert!(matches!(effects[..], [Effect::ReadHistory(_)]), "{effects:?}");
    assert_eq!((shop.app.place(), shop.history().len()), (Place::History, 0));
    let ticket = shop.reads();
    shop.more(ticket, &[bought(9), bought(8), bought(7)]);
    shop.press("Down");
    shop.more(ticket, &[bought(6)]);
    assert_eq!(shop.found(), [9, 8, 7, 6].map(id));
    assert_eq!((shop.history().selected, shop.app.pulse().is_some()), (1, true));
    shop.tell(Message::HistoryEnded(ticket, Ok(2)));
    assert_eq!((&shop.history().stage, shop.app.pulse()), (&HistoryStage::Read { damaged: 2 }, None));
}

#[test]
fn only_the_newest_reading_counts() {
    let mut shop = Shop::new(setup());
    shop.press("F9");
    let old = shop.reads();
    shop.keys("Esc F9");
    shop.more(old, &[bought(1)]);
    shop.tell(Message::HistoryEnded(old, Ok(0)));
    assert_eq!((shop.history().len(), shop.app.pulse().is_some()), (0, true));
    assert_eq!(shop.press("F5"), [], "one reading at a time");
    let ticket = shop.reads();
    shop.tell(Message::HistoryEnded(ticket, Err(line("The disk is gone."))));
    assert_eq!(shop.history().stage, HistoryStage::Failed(line("The disk is gone.")));
    shop.more(ticket, &[bought(1)]);
    assert_eq!(shop.history().len(), 0, "what has ended has ended");
    assert!(matches!(shop.press("F5")[..], [Effect::ReadHistory(_)]));
    let ticket = shop.reads();
    shop.more(ticket, &[bought(1)]);
    assert_eq!(shop.history().len(), 1);
}

#[test]
fn it_filters_as_one_types_also_what_comes_later() {
    let mut shop = Shop::new(setup());
    shop.press("F9");
    let ticket = shop.reads();
    shop.more(ticket, &[bought(5), unknown_of(4, BAY)]);
    shop.type_text("bough");
    assert_eq!(shop.found(), [id(5)]);
    shop.more(ticket, &[bought(3), sent(2)]);
    assert_eq!(shop.found(), [id(5), id(3)]);
    shop.keys("End t");
    assert_eq!((shop.found(), shop.history().selected), (vec![id(5), id(3)], 0));
    shop.press("Ctrl-u");
    assert_eq!(shop.found(), [5, 4, 3, 2].map(id));
    shop.paste(BAY);
    assert_eq!(shop.found(), [id(4)]);
    shop.type_text("zzz");
    assert_eq!((shop.found(), shop.press("Enter")), (Vec::new(), Vec::new()));
    assert_eq!(shop.app.place(), Place::History);
}

#[test]
fn the_filter_stays_when_the_ledger_is_read_again() {
    let mut shop = over_account();
    shop.type_text("sub_bay");
    shop.press("F5");
    let ticket = shop.reads();
    shop.more(ticket, &[bought(5), unknown_of(4, BAY)]);
    assert_eq!((shop.history().filter.value(), shop.found()), ("sub_bay", vec![id(4)]));
}

#[test]
fn p11_no_key_stays_in_the_filter() {
    let mut shop = over_account();
    shop.type_text("vx_live_3fa9c2");
    assert_eq!(shop.history().filter.value(), "live_3fa9c2");
    assert!(shop.app.note.is_none(), "the word was said when it was wiped");
    shop.press("Ctrl-u");
    shop.paste("vx_live_3fa9c2");
    assert_eq!((shop.history().filter.value(), shop.found().len()), ("", 5));
    assert!(shop.note().contains("secret key"), "{}", shop.note());
}

#[test]
fn lists_move_as_everywhere() {
    let records: Vec<_> = (1..=100).rev().map(bought).collect();
    let mut shop = history_over(Shop::new(setup()), "F9", &records);
    for (keys, at) in [("Down Down", 2), ("PageDown", 18), ("End", 99), ("Down", 99), ("PageUp", 83), ("Home Up", 0)] {
        shop.keys(keys);
        assert_eq!(shop.history().selected, at, "{keys}");
    }
}

#[test]
fn enter_reads_the_selected_purchase_and_esc_goes_back_to_it() {
    let mut shop = over_account();
    shop.type_text("415");
    let effects = shop.keys("Down Enter");
    let [Effect::ReadEntry(ticket, of)] = effects[..] else { panic!("{effects:?}") };
    assert_eq!((of, shop.app.place()), (id(4), Place::Entry));
    let read = |record: Record| Ok(Box::new(record));
    shop.tell(Message::EntryRead(Ticket::default(), read(bought(9))));
    assert!(matches!(shop.entry(), Entry::Reading(..)), "of another reading");
    shop.tell(Message::EntryRead(ticket, read(unknown_of(4, BAY))));
    assert_eq!(shop.history().record().map(|record| record.intent.id), Some(id(4)));
    shop.press("Esc");
    assert_eq!((shop.app.place(), shop.history().selected), (Place::History, 1));
    assert_eq!(shop.history().filter.value(), "415");
    let effects = shop.press("Enter");
    let [Effect::ReadEntry(ticket, _)] = effects[..] else { panic!("{effects:?}") };
    shop.tell(Message::EntryRead(ticket, Err(line("The disk is gone."))));
    assert_eq!(shop.entry(), &Entry::Failed(line("The disk is gone.")));
    for action in [Action::Copy, Action::Curl, Action::RawAnswer, Action::Timeline, Action::GoToEntry] {
        assert!(!shop.app.is_available(action), "{action:?}");
    }
}

#[test]
fn a_number_is_copied_and_where_there_is_none_the_idempotency_key() {
    let mut shop = entry_over(Shop::new(setup()), "F9", purchase_of(1, sold()));
    assert_eq!(shop.press("c"), [Effect::Copy(line("+14155550142"))]);
    let mut shop = entry_over(Shop::new(setup()), "F9", unknown(7));
    assert_eq!(shop.press("c"), [Effect::Copy(line(&id(7).to_string()))]);
    assert!(shop.note().contains(&id(7).to_string()), "{}", shop.note());
}

#[test]
fn pages_about_a_purchase_open_and_close_over_it() {
    for (keys, page) in [("v", "v"), ("F3", "F3"), ("t", "t")] {
        let mut shop = entry_over(unknown_seen(), "h", purchase_of(3, sold()));
        assert_eq!(shop.keys(keys), []);
        assert_eq!(shop.app.place(), Place::Page, "{keys}");
        assert_eq!(shop.app.told().map(|record| record.intent.id), Some(id(3)), "not of what lies beneath");
        shop.press(page);
        assert_eq!(shop.app.place(), Place::Entry, "{keys}");
    }
    let never = entry_over(Shop::new(setup()), "F9", recorded(3));
    assert!(!never.app.is_available(Action::RawAnswer), "there is no answer");
}

/// Everything that a person could have typed or chosen before.
fn kept(shop: &Shop) -> impl PartialEq + std::fmt::Debug + use<> {
    let app = &shop.app;
    let drafts = (app.number.country, app.number.place(), app.number.criterion());
    (app.screen.clone(), app.account.filter.value().to_owned(), app.account.selected, drafts, app.open.clone())
}

#[test]
fn esc_gives_back_what_it_was_opened_from() {
    let mut typed = Shop::new(setup());
    typed.type_text("acme");
    let mut half = Shop::at_number();
    half.type_text("41");
    let mut pattern = Shop::at_number();
    pattern.keys("Tab + 1 4 1 5");
    let mut places = Shop::at_number();
    places.type_text("san fr");
    for (shop, open) in [
        (Shop::new(setup()), "F9"),
        (typed, "F9"),
        (half, "F9"),
        (pattern, "F9"),
        (places, "F9"),
        (Shop::answered(yes()), "h"),
        (Shop::answered(odd_yes()), "h"),
        (receipt_unsaved(), "h"),
        (unknown_seen(), "h"),
        (Shop::answered(super::things::refused(crate::domain::RefusalKind::NotFound)), "h"),
    ] {
        let (before, place, ending) = (kept(&shop), shop.app.place(), shop.app.ending.clone());
        let mut shop = history_over(shop, open, &[bought(1), unknown(2)]);
        shop.keys("4 1 5 Down Esc");
        assert!(shop.app.history.is_none());
        assert_eq!((kept(&shop), shop.app.place(), shop.app.ending.clone()), (before, place, ending));
        let mut deep = entry_over(shop, open, bought(1));
        deep.keys("v Esc Esc Esc");
        assert!(deep.app.history.is_none());
    }
}

#[test]
fn keys_that_settle_wait_for_a_quiet_keyboard_after_it() {
    let mut shop = history_over(unknown_seen(), "h", &[unknown(1)]);
    shop.is_noisy = true;
    shop.press("Esc");
    assert!(shop.app.is_settling());
    shop.press("s");
    assert_eq!(shop.app.place(), Place::Unknown, "no question yet");
    shop.quiet();
    shop.press("s");
    assert_eq!(shop.app.place(), Place::Question);
}

#[test]
fn what_happens_meanwhile_reaches_the_screen_beneath_and_the_list() {
    let shop = Shop::with_open(setup(), vec![unknown(1)]);
    let looked = shop.last(|effect| match effect {
        Effect::ListNumbers(ticket, ..) => Some(*ticket),
        _ => None,
    });
    let mut shop = entry_over(shop, "h", unknown(1));
    let mut settled = unknown(1);
    settled.events.push(Stamped { at: super::things::now().wall, event: Event::Linked(sold()) });
    shop.tell(Message::Reread(Box::new(settled.clone())));
    let numbers =
        crate::app::Numbers { items: Vec::new(), end: ListEnd::Complete, known: super::things::nothing_known() };
    shop.tell(Message::NumbersListed(looked.expect("nobody looks"), numbers));
    assert_eq!(shop.history().record(), Some(&settled));
    assert_eq!(shop.history().line(0).and_then(Summary::number), Some("+14155550142"));
    assert!(shop.app.open.is_empty(), "it is open no longer");
    shop.keys("Esc Esc");
    assert!(matches!(shop.app.screen, Screen::Receipt(_)));
}

#[test]
fn an_open_purchase_leads_to_its_unknown_screen() {
    for (known, record) in [
        (vec![unknown(1), unknown_of(2, BAY)], unknown_of(2, BAY)),
        (vec![unknown(1)], unknown_of(2, BAY)),
        (Vec::new(), sent(2)),
        (Vec::new(), recorded(2)),
    ] {
        let open = known.len();
        let shop = Shop::with_open(setup(), known);
        let (shop, over) = if open > 0 { (shop, "h") } else { (Shop::new(setup()), "F9") };
        let mut shop = entry_over(shop, over, record.clone());
        assert!(footer(&shop.app).any(|(key, _)| key == "F4"));
        let effects = shop.press("F4");
        assert!(matches!(&effects[..], [Effect::ListNumbers(_, _, of)] if *of == id(2)), "{effects:?}");
        assert_eq!((shop.app.place(), shop.app.shown_open()), (Place::Unknown, Some(&record)));
        assert!(shop.app.history.is_none());
    }
}

#[test]
fn what_could_not_be_written_down_is_not_given_up_for_what_the_ledger_says() {
    let shop = Shop::with_open(setup(), vec![unknown(1)]);
    let mut shop = entry_over(shop, "h", sent(1));
    shop.press("F4");
    assert_eq!(shop.app.shown_open(), Some(&unknown(1)));
    let shop = Shop::with_open(setup(), vec![sent(1)]);
    let mut shop = entry_over(shop, "h", unknown(1));
    shop.press("F4");
    assert_eq!(shop.app.shown_open(), Some(&unknown(1)), "but what is newer there is news");
}

#[test]
fn a_bought_number_leads_to_its_receipt_and_the_run_ends_as_before() {
    let mut shop = entry_over(Shop::new(setup()), "F9", purchase_of(1, sold()));
    let effects = shop.press("F4");
    assert!(matches!(&effects[..], [Effect::ListNumbers(_, account, _)] if account.as_str() == ACME), "{effects:?}");
    assert_eq!(shop.receipt().bought.number, sold());
    assert_eq!(shop.press("q"), [Effect::Exit(Ending::Done)]);
    let no = entry_over(Shop::new(setup()), "F9", {
        let mut no = sent(1);
        super::things::come(&mut no, super::things::refused(crate::domain::RefusalKind::NotFound));
        no
    });
    assert!(!no.app.is_available(Action::GoToEntry));
}

#[test]
fn a_rehearsal_is_not_settled_among_purchases_that_cost_money() {
    let at = |origin| Setup { origin, ..setup() };
    let rehearsal = entry_over(Shop::new(at(live())), "F9", unknown(1));
    assert!(!rehearsal.app.is_available(Action::GoToEntry));
    let real = entry_over(Shop::new(at(live())), "F9", elsewhere(unknown(1)));
    assert!(real.app.is_available(Action::GoToEntry));
}

#[test]
fn p02_a_yes_that_only_the_receipt_knows_is_not_left() {
    let mut shop = entry_over(receipt_unsaved(), "h", unknown(5));
    assert_eq!((shop.press("F4"), shop.app.place()), (Vec::new(), Place::Entry));
    shop.keys("Esc Esc");
    assert!(shop.receipt().unsaved.is_some());
}

#[test]
fn p02_what_waits_at_the_start_comes_first() {
    let mut shop = Shop::opening(setup());
    shop.keys("F9");
    shop.ledger_opens(vec![unknown(1)]);
    assert_eq!(shop.app.place(), Place::Unknown);
    let mut several = Shop::opening(setup());
    several.keys("F9 ?");
    several.ledger_opens(vec![unknown(1), unknown_of(2, BAY)]);
    assert_eq!(several.app.place(), Place::OpenPurchases);
    let mut nothing = Shop::opening(setup());
    nothing.keys("F9");
    nothing.ledger_opens(Vec::new());
    assert_eq!(nothing.app.place(), Place::History);
}

#[test]
fn it_works_where_the_ledger_does_not() {
    let mut shop = Shop::opening(setup());
    shop.ledger_stops(Fault::DiskFull, Vec::new());
    assert!(matches!(shop.press("F9")[..], [Effect::ReadHistory(_)]));
}

#[test]
fn it_only_reads_whatever_is_pressed() {
    let before = Shop::new(setup());
    for record in [purchase_of(1, sold()), unknown(1), recorded(1)] {
        let mut shop = entry_over(before.clone(), "F9", record);
        shop.history.clear();
        for text in ["y", "n", "s", "a", "b", "l", "o", "Enter", "t", "Esc", "F3", "Esc", "Tab", "F2", "F8"] {
            shop.tell(Message::Key(key(text)));
        }
        shop.wait(Duration::from_hours(1));
        shop.paste("BUY\n");
        assert_eq!(shop.app.place(), Place::Entry);
        assert_eq!(shop.history, []);
    }
}
