//! Snapshots of the history: the list, one purchase, and every state of both.

use jiff::{SignedDuration, Timestamp};
use ratatui::crossterm::event::KeyCode;

use super::{
    reach::{Shop, bought, lost, number_of, recorded, refused, sent},
    snapshots::{after, snapshot},
};
use crate::{
    app::{Effect, Message},
    domain::{
        Answer, Clean, Criterion, Doubt, Event, Moment, Origin, Outcome, Record, RefusalKind, Stamped, Summary,
        criterion::Kind,
    },
};

/// The nth of the purchases, so many minutes after the first.
fn nth(n: u32, sub_account: &str, area_code: &str) -> Record {
    let mut record = recorded(&format!("5f0c8f3e-7c1b-4a57-9f0e-{n:012x}"), sub_account, area_code);
    record.intent.created_at = Timestamp::from_second(1_768_386_600 + i64::from(n) * 1_337).unwrap();
    record
}

/// The purchase was sent a second after it was confirmed, and answered so.
fn answered(record: Record, outcome: Outcome) -> Record {
    let mut record = sent(record, outcome);
    for (second, stamped) in (1..).zip(&mut record.events) {
        stamped.at = record.intent.created_at + SignedDuration::from_secs(second);
    }
    record
}

/// A purchase of each kind, newest first; all of them cost money.
fn records() -> Vec<Record> {
    let under_way = || {
        let mut record = nth(4, "sub_77b0c1d2", "628");
        let moment = Moment { boot: Clean::line("boot"), since_boot_ms: 1_000_500 };
        record.events.push(Stamped { at: record.intent.created_at, event: Event::Sent { attempt: 1, moment } });
        record
    };
    let mut pattern = nth(2, "sub_8a1f4c2e", "415");
    pattern.intent.draft.request.criterion = Criterion::recorded(Kind::Pattern, "+1415555****").unwrap();
    pattern.intent.draft.body = pattern.intent.draft.request.freeze();
    vec![
        nth(5, "sub_1b2c3d4e", "212"),
        under_way(),
        answered(nth(3, "sub_8a1f4c2e", "415"), lost()),
        answered(pattern, refused(RefusalKind::NotFound)),
        answered(nth(1, "sub_8a1f4c2e", "415"), bought(number_of("pn_55ad12", "+14155550142"))),
    ]
}

fn ticket(shop: &Shop) -> crate::app::Ticket {
    match shop.effects[..] {
        [Effect::ReadHistory(ticket) | Effect::ReadEntry(ticket, _)] => ticket,
        _ => panic!("nothing is read: {:?}", shop.effects),
    }
}

/// The history with these purchases so far, ended so.
fn history(records: &[Record], end: Option<Result<usize, Clean>>) -> Shop {
    after(Shop::live().at_account(), |shop| {
        shop.press(KeyCode::F(9));
        let ticket = ticket(shop);
        shop.send(Message::HistoryPage(ticket, records.iter().map(Summary::of).collect()));
        if let Some(end) = end {
            shop.send(Message::HistoryEnded(ticket, end));
        }
    })
}

/// One purchase, shown whole.
fn entry(record: Record) -> Shop {
    after(history(std::slice::from_ref(&record), Some(Ok(0))), |shop| {
        shop.press(KeyCode::Enter);
        let ticket = ticket(shop);
        shop.send(Message::EntryRead(ticket, Ok(Box::new(record))));
    })
}

#[test]
fn the_list() {
    snapshot("history", history(&records(), Some(Ok(0))));
    let mut rehearsed = records();
    rehearsed[4].intent.draft.origin = Origin::Sandbox;
    snapshot("history_mixed", history(&rehearsed, Some(Ok(0))));
    let filtered = after(history(&records(), Some(Ok(0))), |shop| {
        shop.write("not bought 1415");
    });
    snapshot("history_filtered", filtered);
    let nothing = after(history(&records(), Some(Ok(0))), |shop| {
        shop.write("zzz");
    });
    snapshot("history_no_match", nothing);
    let many: Vec<_> = (1..=1_234).rev().map(|n| nth(n, "sub_8a1f4c2e", "415")).collect();
    let long = after(history(&many, None), |shop| {
        shop.press(KeyCode::PageDown).press(KeyCode::PageDown);
    });
    snapshot("history_long", long);
}

#[test]
fn the_list_when_there_is_little_to_show() {
    let loading = after(Shop::live().at_account(), |shop| {
        shop.press(KeyCode::F(9));
    });
    snapshot("history_loading", loading);
    snapshot("history_empty", history(&[], Some(Ok(0))));
    let why = || {
        Clean::line(
            "The disk failed under the ledger (disk I/O error). What was being written may be lost. Check the disk.",
        )
    };
    snapshot("history_failed", history(&[], Some(Err(why()))));
    snapshot("history_cut", history(&records()[..2], Some(Err(why()))));
    snapshot("history_damaged", history(&records(), Some(Ok(2))));
    snapshot("history_all_damaged", history(&[], Some(Ok(1))));
}

#[test]
fn one_purchase() {
    let mut of_each = records();
    snapshot("entry_bought", entry(of_each.remove(4)));
    snapshot("entry_not_bought", entry(of_each.remove(3)));
    let mut long = of_each.remove(2);
    let at = long.intent.created_at;
    for attempt in 2..=9 {
        let answer = Answer {
            outcome: Outcome::Unknown(Doubt::ServerError(503)),
            raw: None,
            took_ms: 1_250,
            retry_after_ms: None,
        };
        let moment = Moment { boot: Clean::line("boot"), since_boot_ms: 1_000_000 };
        let events = [Event::Sent { attempt, moment }, Event::Answered { attempt, answer: Box::new(answer) }];
        long.events.extend(events.map(|event| Stamped { at, event }));
    }
    snapshot("entry_unknown", entry(long));
    snapshot("entry_sent", entry(of_each.remove(1)));
    snapshot("entry_recorded", entry(of_each.remove(0)));
    let mut rehearsal = answered(nth(6, "sub_lost", "415"), lost());
    rehearsal.intent.draft.origin = Origin::Sandbox;
    snapshot("entry_rehearsal", entry(rehearsal));
}

#[test]
fn one_purchase_that_is_read_or_cannot_be() {
    let reading = after(history(&records(), Some(Ok(0))), |shop| {
        shop.press(KeyCode::Enter);
    });
    snapshot("entry_reading", reading);
    let failed = after(history(&records(), Some(Ok(0))), |shop| {
        shop.press(KeyCode::Enter);
        let ticket = ticket(shop);
        let why = Clean::line("This purchase cannot be read back: its record in the ledger is damaged.");
        shop.send(Message::EntryRead(ticket, Err(why)));
    });
    snapshot("entry_failed", failed);
}

#[test]
fn pages_about_one_purchase() {
    let bought = || entry(records().remove(4));
    for (key, name) in [(KeyCode::F(3), "entry_curl"), (KeyCode::Char('t'), "entry_timeline")] {
        let page = after(bought(), |shop| {
            shop.press(key);
        });
        snapshot(name, page);
    }
}

#[test]
fn no_size_breaks_the_history() {
    let many: Vec<_> = (1..=300).rev().map(|n| nth(n, "sub_8a1f4c2e", "415")).collect();
    let wide = sent(nth(1, "sub_8a1f4c2e", "415"), bought(number_of("pn_1", "東京東京東京東京東京")));
    for mut shop in [history(&many, None), history(std::slice::from_ref(&wide), Some(Ok(9))), entry(wide.clone())] {
        for width in [0, 1, 7, 71, 72, 73, 104, 200] {
            for height in [0, 1, 5, 21, 22, 23, 90] {
                let buffer = super::draw(&mut shop.app, width, height);
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            }
        }
    }
}

#[test]
fn the_longest_list_fits_and_says_how_it_goes_on() {
    let many: Vec<_> = (1..=300).rev().map(|n| nth(n, "sub_8a1f4c2e", "415")).collect();
    let mut shop = history(&many, Some(Ok(0)));
    shop.press(KeyCode::End);
    let text = super::describe(&super::draw(&mut shop.app, 80, 24));
    assert!(text.contains("› 2026-01-14 02:52") && text.contains("300 purchases"), "{text}");
}
