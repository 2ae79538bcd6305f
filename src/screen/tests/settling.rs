//! Snapshots of what is worked out afterwards: unknown purchases, warnings, the account check.

use jiff::tz::TimeZone;
use ratatui::crossterm::event::KeyCode;

use super::{
    describe, draw,
    reach::{Shop, bought, id, lost, number, number_of, recorded, refused, sent},
    snapshots::{after, snapshot},
};
use crate::{
    app::{ListEnd, Message, Opened, Screen},
    domain::{
        Answer, BaseUrl, Clean, Doubt, Event, Moment, Origin, Outcome, OwnedNumber, Record, RefusalKind, Stamped,
    },
    screen::{Seen, view},
};

fn line(text: &str) -> Clean {
    Clean::line(text)
}

/// Numbers with every kind of standing.
fn owned() -> Vec<OwnedNumber> {
    let dated = |number: OwnedNumber, at: &str| OwnedNumber { created_at: Some(line(at)), ..number };
    vec![
        dated(number_of("pn_55ad12", "+14155550142"), "2026-01-14T10:30:03Z"),
        dated(number_of("pn_odd", "+16285550155"), "2026-01-14T10:31:00Z"),
        dated(number_of("pn_old", "+14155550123"), "2026-01-11T09:00:00Z"),
        OwnedNumber { source: Some(line("imported")), ..number_of("pn_own", "+14155550177") },
        number_of("pn_known", "+14155550188"),
    ]
}

/// A purchase in the ledger that bought this.
fn purchase_of(number: OwnedNumber) -> Record {
    sent(recorded("6b1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b12", "sub_8a1f4c2e", "415"), bought(number))
}

fn unknown() -> Shop {
    Shop::live().answered(lost())
}

#[test]
fn reasons() {
    let seen = after(unknown(), |shop| {
        shop.list_beside(owned(), ListEnd::Complete, vec![purchase_of(number_of("pn_known", "+14155550188"))]);
    });
    snapshot("unknown_reasons", seen);
    let unlikely = after(unknown(), |shop| {
        shop.list_beside(owned(), ListEnd::Complete, Vec::new()).press(KeyCode::End);
        shop.press(KeyCode::Down).press(KeyCode::Down).press(KeyCode::Down).press(KeyCode::Enter);
    });
    snapshot("unknown_unlikely", unlikely);
    let incomplete = after(unknown(), |shop| {
        shop.list_beside(Vec::new(), ListEnd::Incomplete(line("it goes in circles")), Vec::new());
    });
    snapshot("unknown_incomplete", incomplete);
    let failed = after(unknown(), |shop| {
        let why = line("The API answered 403. This key is of another scope: numbers need a sub-account's key");
        shop.list_beside(Vec::new(), ListEnd::Failed(why), Vec::new());
    });
    snapshot("unknown_list_failed", failed);
}

#[test]
fn close_by_hand() {
    let asked = after(unknown(), |shop| {
        shop.list_numbers(Vec::new());
        shop.app.now.moment = Moment { boot: line("boot"), since_boot_ms: 2_000_000 };
        shop.write("n");
    });
    snapshot("unknown_close", asked);
}

#[test]
fn several() {
    let pick = after(Shop::live(), |shop| {
        let first = sent(recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415"), lost());
        let second = sent(recorded("6b1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b12", "sub_77b0c1d2", "628"), lost());
        let third = recorded("7c1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b13", "sub_1b2c3d4e", "212");
        shop.list_accounts().open_ledger(vec![first, second, third]).press(KeyCode::Down);
    });
    snapshot("unknown_several", pick);
}

#[test]
fn attempts() {
    let mut record = sent(recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415"), lost());
    let moment = Moment { boot: line("boot"), since_boot_ms: 1_000_000 };
    let at = record.intent.created_at;
    for (attempt, outcome) in [
        (2, Outcome::Unknown(Doubt::ServerError(503))),
        (3, refused(RefusalKind::QuotaOrPlan)),
        (4, Outcome::Unknown(Doubt::ServerError(503))),
    ] {
        let answer = Answer { outcome, raw: None, took_ms: 1_250, retry_after_ms: Some(5_025_000) };
        let sent = Event::Sent { attempt, moment: moment.clone() };
        let answered = Event::Answered { attempt, answer: Box::new(answer) };
        record.events.extend([sent, answered].map(|event| Stamped { at, event }));
    }
    let paused = after(Shop::live(), |shop| {
        shop.list_accounts().open_ledger(vec![record]).list_numbers(Vec::new());
    });
    snapshot("unknown_paused", paused);
    let mut whole = Shop::live();
    let record = {
        let mut record = sent(recorded(&id().to_string(), "sub_8a1f4c2e", "415"), lost());
        let again = Event::Sent { attempt: 2, moment };
        record.events.push(Stamped { at, event: again });
        record
    };
    whole.list_accounts().open_ledger(vec![record]).write("t");
    snapshot("unknown_timeline", whole);
}

#[test]
fn a_warning_at_the_start() {
    let mut odd = number();
    odd.number = line("+12125550142");
    let restarted = after(Shop::live(), |shop| {
        shop.list_accounts().open_ledger(vec![purchase_of(odd.clone())]).list_numbers(vec![odd]);
    });
    snapshot("receipt_warned", restarted);
}

/// The check of the first sub-account, ended so.
fn check(items: Vec<OwnedNumber>, end: ListEnd, purchases: Vec<Record>) -> Shop {
    after(Shop::live().at_account(), |shop| {
        shop.press(KeyCode::F(8)).list_beside(items, end, purchases);
    })
}

#[test]
fn account_check() {
    let looking = after(Shop::live().at_account(), |shop| {
        shop.press(KeyCode::F(8));
    });
    snapshot("check_looking", looking);
    let purchases = || vec![purchase_of(number()), purchase_of(number_of("pn_gone", "+14155550111"))];
    let mut items = owned();
    items.truncate(2);
    snapshot("check_differs", check(items.clone(), ListEnd::Complete, purchases()));
    snapshot("check_incomplete", check(items, ListEnd::Incomplete(line("it repeats items")), purchases()));
    snapshot("check_agrees", check(vec![number()], ListEnd::Complete, vec![purchase_of(number())]));
    let why =
        "The API answered 401 and said “Key revoked”. The key was refused: check that it is whole and not revoked";
    snapshot("check_failed", check(Vec::new(), ListEnd::Failed(line(why)), purchases()));
}

#[test]
fn no_size_breaks_what_is_worked_out() {
    let several = after(Shop::live(), |shop| {
        let first = sent(recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415"), lost());
        let second = recorded("6b1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b12", "sub_77b0c1d2", "628");
        shop.list_accounts().open_ledger(vec![first, second]);
    });
    let reasons = after(unknown(), |shop| {
        shop.list_beside(owned(), ListEnd::Complete, Vec::new());
    });
    for mut shop in [several, reasons, check(owned(), ListEnd::Complete, Vec::new())] {
        for width in [0, 1, 7, 71, 72, 73, 200] {
            for height in [0, 1, 5, 21, 22, 23, 90] {
                let buffer = super::draw(&mut shop.app, width, height);
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            }
        }
    }
}

/// Where not all of it fits, nothing can be confirmed; so at the smallest window all of it has to fit.
#[test]
fn a_review_beside_an_unknown_fits_into_the_smallest_window() {
    for shop in [Shop::sandbox(), Shop::live()] {
        let mut shop = shop.answered(lost());
        shop.press(KeyCode::Esc).press(KeyCode::Esc);
        shop.press(KeyCode::Tab).write("(415) 555-****").press(KeyCode::Enter).settle();
        let (width, height) = crate::app::SMALLEST;
        shop.app.size = (width, height);
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, height)).unwrap();
        let mut seen = Seen::Cut;
        terminal.draw(|frame| seen = view(&shop.app, frame)).unwrap();
        assert_eq!(seen, Seen::Whole, "{}", terminal.backend());
        assert!(terminal.backend().to_string().contains("Type BUY ANOTHER"), "{}", terminal.backend());
    }
}

/// The numbers and the ways out have the room first; of the timeline there is as much as is left.
#[test]
fn in_the_smallest_window_the_numbers_and_the_ways_out_are_seen() {
    let mut shop = after(unknown(), |shop| {
        shop.list_beside(owned(), ListEnd::Complete, vec![purchase_of(number_of("pn_known", "+14155550188"))]);
    });
    let (width, height) = crate::app::SMALLEST;
    let text = super::describe(&super::draw(&mut shop.app, width, height));
    for words in ["fits: area code 415", "older than", "area code 628", "imported", "already in the ledger"] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    for words in ["↵   This one", "s   Send the same", "n   Not bought", "earlier: t shows them"] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
}

#[test]
fn a_receipt_tells_of_the_money_of_its_own_purchase() {
    // A purchase that costs money, looked up in the sandbox.
    let mut shop = Shop::sandbox();
    shop.send(Message::LedgerOpened(Box::new(Opened {
        waiting: vec![purchase_of(number_of("pn_odd", "+12125550142"))],
        used: Vec::new(),
        stoppage: None,
        notices: Vec::new(),
        zone: TimeZone::UTC,
    })));
    let Screen::Receipt(receipt) = &mut shop.app.screen else { panic!("no receipt: {:?}", shop.app.screen) };
    receipt.record.intent.draft.origin = Origin::Live(BaseUrl::documented());
    receipt.differences.clear();
    let text = describe(&draw(&mut shop.app, 80, 24));
    assert!(text.contains("Rental runs from now") && !text.contains("(sandbox)"), "{text}");
}
