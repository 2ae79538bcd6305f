//! Keys that nobody meant: held down, pasted, typed ahead.

use proptest::prelude::*;

use super::{
    places::{places, refusals},
    support::Shop,
    things::{answer, id, intent, limited, lost, odd_yes, refused, yes},
};
use crate::{
    app::{Attempted, Effect, Message, NotRecorded, Place, Stage},
    domain::{Clean, Outcome},
};

/// Holds Enter for fifty presses. Each wait that this asks for ends at once: the world is as kind as it can be.
fn hold_enter(shop: &mut Shop) {
    for _ in 0..50 {
        for effect in shop.press("Enter") {
            if let Effect::AwaitQuiet(ticket) = effect {
                shop.tell(Message::Quiet(ticket));
            }
        }
    }
}

#[test]
fn p01_p20_fifty_enters_and_a_pasted_word_buy_nothing_from_anywhere() {
    for (name, shop) in places() {
        let (records, sends) = (shop.records(), shop.sends());
        for storm in [["Enter", "paste"], ["paste", "Enter"]] {
            let mut shop = shop.clone();
            for part in storm {
                if part == "Enter" {
                    hold_enter(&mut shop);
                } else {
                    shop.paste("BUY\n");
                    shop.paste("BUY ANOTHER\r\n");
                    shop.press("Enter");
                }
            }
            assert_eq!((shop.records(), shop.sends()), (records, sends), "{name}: {storm:?}");
        }
    }
}

/// A terminal without bracketed paste types a paste out, all at once: no pause, so no review ever settles.
#[test]
fn p20_a_word_typed_ahead_buys_nothing_from_anywhere() {
    for (name, shop) in places() {
        // Here the keys would be meant for a review that is ready.
        if shop.app.place() == Place::Review
            && matches!(shop.review().confirmation, crate::app::Confirmation::Typing(_))
        {
            continue;
        }
        let records = shop.records();
        let mut shop = shop;
        for _ in 0..20 {
            shop.press("Enter");
            shop.type_text("BUY");
            shop.press("Enter");
            shop.type_text("BUY ANOTHER");
        }
        assert_eq!(shop.records(), records, "{name}");
    }
}

/// What can happen after a confirmation.
#[derive(Debug, Clone)]
enum Gust {
    Enter,
    Word,
    Paste,
    Quiet,
    Recorded(bool),
    Leaving,
    Answered(Box<Attempted>),
    Listed,
    Later,
}

fn outcomes() -> Vec<Outcome> {
    let refusals = refusals().into_iter().map(refused);
    [yes(), odd_yes(), lost(), limited(None), limited(Some(30))].into_iter().chain(refusals).collect()
}

/// Every way an attempt can end that a ledger can hold.
fn attempts() -> Vec<Attempted> {
    let shop = Shop::under_way();
    let why = || Clean::line("The disk is full.");
    let mut all: Vec<_> =
        outcomes().into_iter().map(|outcome| Attempted::Done(Box::new(shop.after(outcome)))).collect();
    all.extend(outcomes().into_iter().map(|o| Attempted::NotSaved { answer: Box::new(answer(o)), why: why() }));
    all.push(Attempted::NotSent(why()));
    all
}

fn gust() -> impl Strategy<Value = Gust> {
    prop_oneof![
        4 => Just(Gust::Enter),
        3 => Just(Gust::Word),
        1 => Just(Gust::Paste),
        1 => Just(Gust::Quiet),
        2 => any::<bool>().prop_map(Gust::Recorded),
        1 => Just(Gust::Leaving),
        3 => prop::sample::select(attempts()).prop_map(|attempted| Gust::Answered(Box::new(attempted))),
        1 => Just(Gust::Listed),
        1 => Just(Gust::Later),
    ]
}

fn blow(shop: &mut Shop, gust: Gust) {
    match gust {
        Gust::Enter => drop(shop.press("Enter")),
        Gust::Word => drop(shop.type_text("BUY")),
        Gust::Paste => drop(shop.paste("BUY\n")),
        // There is no pause in a storm: a wait is over only after the next key began another.
        Gust::Quiet => {
            let waited = shop.awaited();
            shop.press("Enter");
            shop.tell(Message::Quiet(waited));
        }
        Gust::Recorded(well) => {
            let (ticket, draft) = shop.asked_to_record();
            let reply = if well {
                Ok(Box::new(intent(id(1), draft)))
            } else {
                Err(NotRecorded::Failed(Clean::line("The disk is full.")))
            };
            shop.tell(Message::Recorded(ticket, reply));
        }
        Gust::Leaving => drop(shop.tell(Message::Progress(id(1), Stage::Leaving))),
        Gust::Answered(attempted) => drop(shop.tell(Message::Answered(id(1), *attempted))),
        Gust::Listed => {
            let looked = shop.last(|effect| match effect {
                Effect::ListNumbers(ticket, ..) => Some(*ticket),
                _ => None,
            });
            if looked.is_some() {
                shop.lists(vec![super::things::sold()], crate::app::ListEnd::Complete);
            }
        }
        Gust::Later => shop.wait(std::time::Duration::from_mins(20)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// One confirmation: one record, at most one request, whatever is pressed and whatever comes in whatever order.
    #[test]
    fn p01_one_confirmation_is_one_record_and_at_most_one_request(gusts in prop::collection::vec(gust(), 50..80)) {
        let mut shop = Shop::confirmed();
        for gust in gusts {
            blow(&mut shop, gust);
            prop_assert_eq!(shop.records(), 1);
            prop_assert!(shop.sends() <= 1, "{:?}", shop.history);
        }
    }
}

#[test]
fn p01_a_confirmed_purchase_and_fifty_enters_make_one_request_whatever_the_answer() {
    for attempted in attempts() {
        let mut shop = Shop::confirmed();
        hold_enter(&mut shop);
        for _ in 0..3 {
            shop.recorded(1);
            hold_enter(&mut shop);
        }
        shop.leaving();
        hold_enter(&mut shop);
        for _ in 0..3 {
            shop.tell(Message::Answered(id(1), attempted.clone()));
            hold_enter(&mut shop);
            shop.paste("BUY\n");
            shop.press("Enter");
        }
        assert_eq!((shop.records(), shop.sends()), (1, 1), "{attempted:?}");
    }
}
