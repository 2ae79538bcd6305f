//! Snapshots of a release: its review, under way, its endings, and what is not known of it.

use ratatui::crossterm::event::KeyCode;

use super::{
    reach::{Shop, bought, id, lost, number, number_of, recorded, sent},
    snapshots::{after, snapshot},
};
use crate::{
    app::{Effect, ListEnd, Message, ReleaseAttempted, Screen, Stage},
    domain::{
        Answer, Clean, Doubt, Event, KeyRef, Leave, Moment, RawAnswer, Record, Refusal, RefusalKind, ReleaseId,
        ReleaseOutcome, ReleaseStep, Stamped,
    },
    screen::{Seen, view},
};

fn line(text: &str) -> Clean {
    Clean::line(text)
}

/// A receipt whose number the list shows.
fn receipt(shop: Shop) -> Shop {
    after(shop.answered(bought(number())), |shop| {
        shop.list_numbers(vec![number()]);
    })
}

/// The review, its list read and the keyboard quiet.
fn review(shop: Shop) -> Shop {
    after(receipt(shop), |shop| {
        shop.write("r");
        let effects = shop.effects.clone();
        let [Effect::AwaitQuiet(quiet), list] = &effects[..] else { panic!("no review: {effects:?}") };
        shop.effects = vec![list.clone()];
        shop.list_numbers(vec![number()]);
        shop.send(Message::Quiet(*quiet));
    })
}

/// The same, with more typed.
fn typed(shop: Shop, text: &str) -> Shop {
    after(shop, |shop| {
        shop.write(text);
    })
}

/// The request is on its way.
fn releasing(shop: Shop) -> Shop {
    after(review(shop), |shop| {
        shop.write("14155550142").press(KeyCode::Enter);
        shop.send(Message::Progress(id(), Stage::Leaving));
        shop.app.now.moment.since_boot_ms += 3_200;
    })
}

fn leave(attempt: u32) -> ReleaseStep {
    let id = ReleaseId::parse("7d1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b14").unwrap();
    let moment = Moment { boot: line("boot"), since_boot_ms: 1_003_000 };
    let key = KeyRef { label: line("VANTAX_API_KEY"), last4: line("9c2f") };
    ReleaseStep::Sent(Leave { id, attempt, moment, key, was_listed: true })
}

fn answer(attempt: u32, outcome: ReleaseOutcome) -> ReleaseStep {
    let body = Clean::body(r#"{"success":false,"message":"The server's own words"}"#);
    let raw = RawAnswer { status: 200, headers: Vec::new(), body };
    let answer = Answer { outcome, raw: Some(raw), took_ms: 356, retry_after_ms: None };
    ReleaseStep::Answered { attempt, answer: Box::new(answer) }
}

fn then(mut record: Record, steps: impl IntoIterator<Item = ReleaseStep>) -> Record {
    let at = record.intent.created_at;
    record.events.extend(steps.into_iter().map(|step| Stamped { at, event: Event::Release(step) }));
    record
}

/// A release that ended so.
fn ended(shop: Shop, outcome: ReleaseOutcome) -> Shop {
    after(releasing(shop), |shop| {
        let Screen::Releasing(releasing) = &shop.app.screen else { panic!("not releasing") };
        let record = then(releasing.record.clone(), [leave(1), answer(1, outcome)]);
        shop.send(Message::ReleaseAnswered(id(), ReleaseAttempted::Done(Box::new(record))));
    })
}

fn refused(kind: RefusalKind) -> ReleaseOutcome {
    ReleaseOutcome::NotReleased(Refusal { kind, message: Some(line("The server's own words")), fields: Vec::new() })
}

fn failed() -> ReleaseOutcome {
    ReleaseOutcome::Unknown(Doubt::ServerError(500))
}

#[test]
fn p18_review() {
    let settling = after(receipt(Shop::live()), |shop| {
        shop.write("r");
    });
    snapshot("release_settling", settling);
    snapshot("release_review", typed(review(Shop::sandbox()), "1415"));
    snapshot("release_review_live", typed(review(Shop::live()), "+14155550142"));
    let curl = after(review(Shop::live()), |shop| {
        shop.press(KeyCode::F(3));
    });
    snapshot("release_curl", curl);
}

#[test]
fn p18_under_way() {
    snapshot("releasing", releasing(Shop::live()));
    snapshot("releasing_leave", typed(releasing(Shop::live()), "q"));
}

#[test]
fn p18_endings() {
    let done = ReleaseOutcome::Released(Some(line("Phone number released successfully")));
    let released = |shop| {
        after(ended(shop, done.clone()), |shop| {
            shop.list_numbers(Vec::new());
        })
    };
    snapshot("released", released(Shop::live()));
    snapshot("released_sandbox", released(Shop::sandbox()));
    snapshot("not_released", ended(Shop::live(), refused(RefusalKind::WrongScope)));
    snapshot("not_released_unheard_of", ended(Shop::live(), refused(RefusalKind::NotFound)));
    let limited = RefusalKind::RateLimited { retry_after_ms: Some(30_000) };
    snapshot("not_released_limited", ended(Shop::live(), refused(limited)));
}

#[test]
fn p18_not_known() {
    let seen = |shop: Shop, items, end| {
        after(shop, |shop| {
            shop.list_beside(items, end, Vec::new());
        })
    };
    snapshot("release_unknown_looking", ended(Shop::live(), failed()));
    let there = || seen(ended(Shop::live(), failed()), vec![number()], ListEnd::Complete);
    snapshot("release_unknown_there", there());
    snapshot("release_unknown_gone", seen(ended(Shop::live(), failed()), Vec::new(), ListEnd::Complete));
    let incomplete = ListEnd::Incomplete(line("it goes in circles"));
    snapshot("release_unknown_incomplete", seen(ended(Shop::live(), failed()), Vec::new(), incomplete));
    snapshot("release_unknown_again", typed(there(), "s"));
    snapshot("release_unknown_timeline", typed(there(), "t"));
}

#[test]
fn p18_at_the_start_beside_a_purchase() {
    let open = sent(recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415"), lost());
    let mine = recorded("6b1f8c2e-7c1b-4a57-9f0e-2f6f3a1f0b12", "sub_77b0c1d2", "628");
    let mine = then(sent(mine, bought(number_of("pn_2", "+16285550155"))), [leave(1)]);
    let shop = after(Shop::live(), |shop| {
        shop.list_accounts().open_ledger(vec![open, mine]).press(KeyCode::Tab);
    });
    snapshot("release_unknown_beside", shop);
}

/// Where not all of it fits, nothing can be confirmed; so at the smallest window all of it has to fit.
#[test]
fn p18_a_release_fits_into_the_smallest_window() {
    for mut shop in [review(Shop::sandbox()), review(Shop::live())] {
        let (width, height) = crate::app::SMALLEST;
        shop.app.size = (width, height);
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, height)).unwrap();
        let mut seen = Seen::Cut;
        terminal.draw(|frame| seen = view(&shop.app, frame)).unwrap();
        assert_eq!(seen, Seen::Whole, "{}", terminal.backend());
        assert!(terminal.backend().to_string().contains("Type the number, 14155550142"), "{}", terminal.backend());
    }
}

/// What became of it, and what to do now, is seen in the smallest window whatever else there is to say.
#[test]
fn p18_an_ending_is_seen_in_the_smallest_window() {
    let (width, height) = crate::app::SMALLEST;
    let mut other = number();
    other.number = line("+12125550142");
    let mut shop = after(Shop::live(), |shop| {
        let record = recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415");
        let record = then(sent(record, bought(other)), [leave(1), answer(1, refused(RefusalKind::NotFound))]);
        shop.list_accounts().open_ledger(vec![record]);
    });
    let text = super::describe(&super::draw(&mut shop.app, width, height));
    for words in ["It is not what was asked for", "✗ Not released: the API knows no such number", "look in the Vantax"]
    {
        assert!(text.contains(words), "{words}:\n{text}");
    }
}

#[test]
fn p18_no_size_breaks_a_release() {
    let limited = RefusalKind::RateLimited { retry_after_ms: Some(30_000) };
    let shops = [
        review(Shop::live()),
        releasing(Shop::live()),
        ended(Shop::live(), refused(limited)),
        ended(Shop::live(), failed()),
    ];
    for mut shop in shops {
        for width in [0, 1, 7, 71, 72, 73, 200] {
            for height in [0, 1, 5, 21, 22, 23, 90] {
                let buffer = super::draw(&mut shop.app, width, height);
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            }
        }
    }
}
