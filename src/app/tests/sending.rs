//! The purchase under way: every way it can end, and what is ignored.

use super::{
    places::unknown_seen,
    support::Shop,
    things::{answer, id, leave, limited, lost, recorded, refused, setup, sold, unknown, yes},
};
use crate::{
    app::{Attempted, Effect, ListEnd, Message, NotRecorded, Overlay, Question, Screen, SendingStage, Stage},
    domain::{Clean, Doubt, Event, Outcome, Record, RefusalKind, Stamped, State},
};

fn why() -> Clean {
    Clean::line("The disk is full.")
}

fn not_saved(outcome: Outcome) -> Attempted {
    Attempted::NotSaved { answer: Box::new(answer(outcome)), why: why() }
}

/// A purchase nobody knows about, being sent a second time.
fn second_attempt() -> Shop {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    shop.keys("s y");
    assert_eq!(shop.asked_to_send(), (id(1), 2));
    shop
}

fn done(record: Record) -> Attempted {
    Attempted::Done(Box::new(record))
}

#[test]
fn a_purchase_is_written_down_then_sent_then_answered() {
    let mut shop = Shop::confirmed();
    let (ticket, draft) = shop.asked_to_record();
    assert_eq!(shop.sending().stage, SendingStage::WritingDown(ticket, draft.clone()));
    assert_eq!(shop.sends(), 0, "nothing leaves before it is durable");
    assert_eq!(shop.recorded(1), [Effect::Send(id(1), 1)]);
    assert!(matches!(&shop.sending().stage, SendingStage::AboutToLeave(record) if record.intent.id == id(1)));
    assert_eq!(*shop.sending().draft(), draft);
    assert!(shop.sending().may_be_bought(), "it may leave at any moment");
    shop.leaving();
    assert!(matches!(&shop.sending().stage, SendingStage::Waiting(record) if record.intent.id == id(1)));
    assert!(shop.sending().may_be_bought());
    shop.answer(yes());
    assert_eq!(shop.receipt().record.intent.draft, draft);
    assert_eq!((shop.records(), shop.sends()), (1, 1));
}

#[test]
fn what_cannot_be_written_down_is_not_sent() {
    let mut shop = Shop::confirmed();
    let (ticket, draft) = shop.asked_to_record();
    assert_eq!(shop.tell(Message::Recorded(ticket, Err(NotRecorded::Failed(why())))), []);
    let no = shop.not_bought();
    assert_eq!((&no.draft, &no.record), (&draft, &None));
    assert_eq!(no.refusal.kind, RefusalKind::NeverLeft(why()));
    assert_eq!(shop.sends(), 0);
}

#[test]
fn a_first_attempt_that_was_not_sent_is_a_no() {
    let mut shop = Shop::about_to_leave();
    assert_eq!(shop.attempted(Attempted::NotSent(why())), []);
    assert_eq!(shop.not_bought().refusal.kind, RefusalKind::NeverLeft(why()));
    assert_eq!(shop.not_bought().record.as_ref().map(Record::state), Some(State::Recorded));
    assert_eq!(shop.app.open, [recorded(1)], "as the ledger has it");
}

#[test]
fn a_retry_that_was_not_sent_leaves_everything_as_it_was() {
    let mut shop = second_attempt();
    let effects = shop.attempted(Attempted::NotSent(why()));
    assert!(matches!(effects[..], [Effect::ListNumbers(..)]));
    assert_eq!(shop.app.open, [unknown(1)], "still open, and only once");
    shop.unknown();
    assert!(shop.note().contains("Nothing was sent this time. The disk is full."), "{}", shop.note());

    let mut shop = Shop::answered(limited(None));
    shop.press("s");
    shop.attempted(Attempted::NotSent(why()));
    assert!(matches!(shop.not_bought().refusal.kind, RefusalKind::RateLimited { .. }));
    assert!(shop.note().contains("Nothing was sent this time"), "{}", shop.note());
    shop.press("s");
    assert_eq!(shop.asked_to_send(), (id(1), 2), "what was not sent was no attempt");
}

#[test]
fn a_yes_that_was_not_saved_is_a_receipt_with_a_warning() {
    for shop in [Shop::under_way(), second_attempt()] {
        let mut shop = shop;
        let effects = shop.attempted(not_saved(yes()));
        assert!(matches!(effects[..], [Effect::ListNumbers(..)]));
        assert_eq!(shop.receipt().unsaved, Some(why()));
        assert!(shop.receipt().needs_acknowledging());
        assert_eq!(shop.app.open, []);
    }
}

#[test]
fn anything_else_that_was_not_saved_is_unknown() {
    for outcome in [lost(), refused(RefusalKind::NotFound), limited(Some(5))] {
        for (shop, attempt) in [(Shop::under_way(), 1), (second_attempt(), 2)] {
            let mut shop = shop;
            shop.attempted(not_saved(outcome.clone()));
            shop.unknown();
            let open = shop.app.open.iter().map(Record::state).collect::<Vec<_>>();
            assert!(
                matches!(&open[..], [State::Unknown { doubt: Doubt::Interrupted, attempt: k, .. }] if *k == attempt),
                "{open:?}"
            );
            assert_eq!(shop.note(), why().as_str());
        }
    }
}

#[test]
fn replies_about_something_else_change_nothing() {
    let other = || {
        let mut record = unknown(7);
        leave(&mut record, &super::things::moment(1));
        done(record)
    };
    for shop in [Shop::confirmed(), Shop::about_to_leave(), Shop::under_way()] {
        let mut shop = shop;
        let before = shop.app.screen.clone();
        for message in [
            Message::Answered(id(7), other()),
            Message::Answered(id(7), Attempted::NotSent(why())),
            Message::Answered(id(7), not_saved(yes())),
            Message::Progress(id(7), Stage::Leaving),
            Message::Settled(id(7), Ok(Box::new(unknown(7)))),
            Message::Recorded(shop.awaited(), Err(NotRecorded::Failed(why()))),
            Message::Quiet(shop.awaited()),
            Message::Tick,
        ] {
            assert_eq!(shop.tell(message.clone()), [], "{message:?}");
            assert_eq!(shop.app.screen, before, "{message:?}");
        }
    }
}

#[test]
fn the_same_reply_twice_counts_once() {
    let mut shop = Shop::confirmed();
    shop.recorded(1);
    assert_eq!(shop.recorded(2), [], "it is durable already");
    shop.leaving();
    assert_eq!(shop.recorded(1), []);
    assert!(matches!(&shop.sending().stage, SendingStage::Waiting(record) if record.intent.id == id(1)));
    let yes = done(shop.after(yes()));
    let no = done(shop.after(refused(RefusalKind::NotFound)));
    shop.attempted(yes.clone());
    for again in [yes, no, Attempted::NotSent(why())] {
        assert_eq!(shop.attempted(again), []);
        shop.receipt();
    }
    assert_eq!((shop.records(), shop.sends()), (1, 1));
}

#[test]
fn an_answer_to_an_attempt_before_this_one_is_not_its_answer() {
    let mut shop = Shop::under_way();
    let first = done(shop.after(limited(None)));
    shop.attempted(first.clone());
    shop.press("s");
    shop.press("q");
    assert_eq!(shop.attempted(first), []);
    assert_eq!(shop.asked_to_send(), (id(1), 2));
    assert!(matches!(&shop.sending().stage, SendingStage::AboutToLeave(record) if record.intent.id == id(1)));
    assert!(shop.app.overlay.is_some(), "the question about leaving stays");

    let mut shop = second_attempt();
    assert_eq!(shop.attempted(done(unknown(1))), []);
    shop.sending();
}

/// Found by the property test: a word that came meanwhile must not make an old answer look new.
#[test]
fn an_old_answer_stays_old_when_the_purchase_is_settled_meanwhile() {
    let mut shop = unknown_seen();
    shop.keys("s y");
    let second = done(shop.after(lost()));
    shop.attempted(second.clone());
    shop.lists(vec![sold()], ListEnd::Complete);
    assert!(matches!(shop.keys("Enter y s y")[..], [Effect::Link(..), Effect::Send(_, 3)]));
    let mut linked = shop.sending().record().cloned().expect("it is in the ledger");
    linked.events.push(Stamped { at: shop.app.now.wall, event: Event::Linked(sold()) });
    shop.tell(Message::Settled(id(1), Ok(Box::new(linked))));
    assert_eq!(shop.attempted(second), []);
    assert!(matches!(&shop.sending().stage, SendingStage::AboutToLeave(record) if record.intent.id == id(1)));
}

#[test]
fn a_late_yes_counts_whichever_attempt_it_answers() {
    let mut shop = Shop::under_way();
    let late = done(shop.after(yes()));
    shop.answer(limited(None));
    shop.press("s");
    shop.attempted(late);
    shop.receipt();
}

#[test]
fn leaving_asks_first_and_an_answer_takes_the_question_away() {
    for shop in [Shop::confirmed(), Shop::about_to_leave(), Shop::under_way()] {
        let asked = |overlay: &Option<Overlay>| matches!(overlay, Some(Overlay::Question(Question::LeaveWhileSending)));
        for no in ["Esc", "n"] {
            let mut shop = shop.clone();
            assert_eq!(shop.press("q"), []);
            assert!(asked(&shop.app.overlay));
            for key in ["Enter", "q", "x", "Tab", " "] {
                assert_eq!(shop.press(key), [], "{key} is no answer");
                assert!(asked(&shop.app.overlay), "{key} is no answer");
            }
            assert_eq!(shop.press(no), []);
            assert!(shop.app.overlay.is_none());
            shop.sending();
        }
        let mut shop = shop.clone();
        assert!(matches!(shop.keys("q y")[..], [Effect::Exit(_)]));
    }
    let mut shop = Shop::under_way();
    shop.press("q");
    shop.answer(yes());
    assert!(shop.app.overlay.is_none());
    shop.receipt();
    assert_eq!(shop.press("y"), [], "a late yes to a question that is gone");
}

#[test]
fn there_is_no_way_back_while_sending() {
    for shop in [Shop::confirmed(), Shop::about_to_leave(), Shop::under_way()] {
        let mut shop = shop;
        let before = shop.app.screen.clone();
        for key in ["Esc", "Enter", "Tab", "Backspace", "B", "s", "n", "l", "o", "b", "F2", "F5"] {
            assert_eq!(shop.press(key), [], "{key}");
        }
        shop.paste("BUY\n");
        assert_eq!(shop.app.screen, before);
        assert!(matches!(shop.app.screen, Screen::Sending(_)));
    }
}
