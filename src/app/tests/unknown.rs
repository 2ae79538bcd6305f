//! Step 4, neither: looking, and the three ways out.

use std::time::Duration;

use super::{
    places::{unknown_long_ago, unknown_seen},
    support::Shop,
    things::{
        ACME, BAY, account_id, come, created, elsewhere, id, key, leave, limited, line, live, lost, moment, number,
        recorded, refused, sent, setup, setup_filled, sold, unknown, unknown_of, yes,
    },
};
use crate::{
    app::{Action, Effect, Keys, ListEnd, Look, Message, Numbers, Overlay, Question, Screen, Setup, footer},
    domain::{Clean, Event, Record, RefusalKind, Stamped},
};

impl Shop {
    fn asks(&self) -> Option<Question> {
        match self.app.overlay {
            Some(Overlay::Question(question)) => Some(question),
            _ => None,
        }
    }

    fn candidates(&self) -> Vec<(&str, bool)> {
        self.unknown().candidates().iter().map(|c| (c.number.number.as_str(), c.fits)).collect()
    }

    /// A person's word is durable.
    fn settles(&mut self, mut record: Record, event: Event) -> Vec<Effect> {
        let id = record.intent.id;
        record.events.push(Stamped { at: self.app.now.wall, event });
        self.tell(Message::Settled(id, Ok(Box::new(record))))
    }
}

#[test]
fn an_open_purchase_is_shown_first_and_looked_at() {
    for open in [recorded(1), sent(1), unknown(1)] {
        let mut shop = Shop::opening(setup_filled());
        shop.press("?");
        let effects = shop.ledger_opens(vec![open.clone()]);
        assert!(matches!(&effects[..], [Effect::ListNumbers(_, account, _)] if account.as_str() == ACME));
        assert_eq!(shop.app.shown_open(), Some(&open));
        assert!(shop.app.overlay.is_none(), "nothing lies on top of it");
    }
}

#[test]
fn esc_leaves_it_open_and_leads_to_the_first_step_that_lacks_something() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    assert_eq!(shop.press("Esc"), []);
    assert_eq!(shop.app.screen, Screen::Account);
    let mut filled = Shop::with_open(setup_filled(), vec![unknown(1)]);
    assert!(matches!(filled.press("Esc")[..], [Effect::AwaitQuiet(_)]));
    filled.review();
    for shop in [shop, filled] {
        assert_eq!(shop.app.open, [unknown(1)]);
    }
}

#[test]
fn a_look_sorts_out_what_may_be_the_one() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    assert!(matches!(shop.unknown().look, Look::Looking(_)));
    let odd = number("pn_odd", "+12125550100");
    let undated = number("pn_undated", "+14155550199");
    let items = vec![
        created(odd.clone(), 1),
        created(sold(), 1),
        created(number("pn_skew", "+14155550111"), -9),
        created(number("pn_old", "+14155550112"), -11),
        undated.clone(),
    ];
    shop.lists(items, ListEnd::Complete);
    // An old date puts a number last and leaves none out: a clock may be wrong.
    let expected = [
        ("+14155550142", true),
        ("+14155550111", true),
        ("+14155550199", true),
        ("+14155550112", true),
        ("+12125550100", false),
    ];
    assert_eq!(shop.candidates(), expected);
    let older: Vec<_> = shop.unknown().candidates().iter().map(|candidate| candidate.is_older).collect();
    assert_eq!(older, [false, false, false, true, false]);
    assert!(matches!(shop.unknown().look, Look::Seen { end: ListEnd::Complete, .. }));
}

#[test]
fn what_another_purchase_bought_is_not_offered() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    let ticket = shop.last(|effect| match effect {
        Effect::ListNumbers(ticket, ..) => Some(*ticket),
        _ => None,
    });
    let items = vec![sold(), number("pn_2", "+14155550111")];
    let numbers = Numbers { known: vec![sold().id], items, end: ListEnd::Complete };
    shop.tell(Message::NumbersListed(ticket.unwrap(), numbers));
    assert_eq!(shop.candidates(), [("+14155550111", true)]);
}

#[test]
fn only_the_newest_look_counts() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    let old = shop.last(|effect| match effect {
        Effect::ListNumbers(ticket, ..) => Some(*ticket),
        _ => None,
    });
    assert_eq!(shop.press("l"), [], "one look at a time");
    shop.keys("Esc F4");
    let items = vec![sold()];
    shop.tell(Message::NumbersListed(old.unwrap(), Numbers { items, known: Vec::new(), end: ListEnd::Complete }));
    assert!(matches!(shop.unknown().look, Look::Looking(_)));
    shop.lists(Vec::new(), ListEnd::Failed(Clean::line("The server failed.")));
    assert!(matches!(shop.unknown().look, Look::Seen { end: ListEnd::Failed(_), .. }));
    shop.press("l");
    assert!(matches!(shop.unknown().look, Look::Looking(_)), "a look that failed can be had again");
}

#[test]
fn keys_on_their_way_when_an_unknown_comes_up_settle_nothing() {
    let mut shop = Shop::new(setup());
    shop.is_noisy = true;
    shop.ledger_opens(vec![unknown(1)]);
    shop.lists(vec![sold()], ListEnd::Complete);
    shop.wait(Duration::from_mins(15));
    for keys in ["s y", "n y", "Enter y"] {
        assert_eq!(shop.keys(keys), [], "{keys}");
        assert_eq!(shop.asks(), None, "{keys}");
    }
    let old = shop.awaited();
    shop.press("x");
    shop.tell(Message::Quiet(old));
    assert!(shop.app.is_settling(), "every key begins the wait anew");
    shop.quiet();
    assert_eq!(shop.keys("s y").len(), 1);
}

#[test]
fn out_of_sight_voids_what_was_half_confirmed() {
    let mut shop = unknown_seen();
    shop.press("s");
    assert_eq!(shop.asks(), Some(Question::SendAgain));
    shop.press("Ctrl-z");
    assert_eq!((shop.asks(), shop.press("y")), (None, Vec::new()));
}

#[test]
fn linking_asks_first_and_links_the_selected_one() {
    for (keys, linked) in [("Enter y", 0), ("Down Enter y", 1), ("Down Down Down Enter y", 1), ("Down Up Enter y", 0)] {
        let mut shop = unknown_seen();
        let all: Vec<_> = shop.unknown().candidates().iter().map(|c| c.number.clone()).collect();
        assert_eq!(shop.keys(keys), [Effect::Link(id(1), Box::new(all[linked].clone()))], "{keys}");
    }
    for keys in ["Enter", "Enter Enter", "Enter n", "Enter Esc", "Enter Esc y", "y"] {
        assert_eq!(unknown_seen().keys(keys), [], "{keys}");
    }
    let mut nothing_seen = Shop::with_open(setup(), vec![unknown(1)]);
    assert_eq!(nothing_seen.keys("Enter y"), [], "nothing to link yet");
    assert_eq!(nothing_seen.asks(), None);
}

#[test]
fn a_linked_purchase_is_a_receipt_and_no_longer_open() {
    let mut shop = unknown_seen();
    shop.keys("Enter y");
    assert!(matches!(shop.app.screen, Screen::Unknown(_)), "not before it is durable");
    let effects = shop.settles(unknown(1), Event::Linked(sold()));
    assert!(matches!(effects[..], [Effect::ListNumbers(..)]));
    assert_eq!(shop.receipt().bought.number, sold());
    assert_eq!(shop.app.open, []);
}

#[test]
fn closing_by_hand_waits_for_its_time_and_asks() {
    for (ms, says) in [
        (0, Some("Wait 15 more minutes")),
        (1_000, Some("Wait 15 more minutes")),
        (600_000, Some("Wait 5 more minutes")),
        (839_999, Some("Wait 2 more minutes")),
        (840_000, Some("Wait 1 more minute.")),
        (899_000, Some("Wait 1 more minute.")),
        (900_000, None),
    ] {
        let mut shop = unknown_seen();
        shop.wait(Duration::from_millis(ms));
        assert_eq!(shop.press("n"), [], "{ms}");
        if let Some(says) = says {
            assert!(shop.note().contains(says), "{ms}: {}", shop.note());
            assert_eq!((shop.asks(), shop.press("y")), (None, Vec::new()), "{ms}");
        } else {
            assert_eq!(shop.asks(), Some(Question::CloseByHand));
            assert_eq!(shop.press("y"), [Effect::CloseByHand(id(1))]);
            shop.settles(unknown(1), Event::ClosedByHand);
            assert_eq!(shop.not_bought().refusal.kind, RefusalKind::ByHand);
        }
    }
    for keys in ["n n", "n Esc", "n Enter"] {
        assert_eq!(unknown_long_ago().keys(keys), [], "{keys}");
    }
}

#[test]
fn what_never_left_may_be_closed_at_once_and_another_boot_counts_from_zero() {
    let mut never = Shop::with_open(setup(), vec![recorded(1)]);
    assert!(never.app.shown_never_left());
    assert_eq!(never.keys("n y"), [Effect::CloseByHand(id(1))]);

    let mut rebooted = Shop::with_open(setup(), vec![unknown(1)]);
    rebooted.app.now.moment = moment(60_000);
    rebooted.app.now.moment.boot = Clean::line("another boot");
    rebooted.press("n");
    assert!(rebooted.note().contains("Wait 14 more minutes"), "{}", rebooted.note());
}

#[test]
fn sending_again_asks_first_and_is_the_same_purchase() {
    for keys in ["s", "s n", "s Esc", "s Enter", "s s"] {
        let mut shop = unknown_seen();
        assert_eq!(shop.keys(keys), [], "{keys}");
    }
    let mut shop = unknown_seen();
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 2)]);
    assert_eq!(*shop.sending().draft(), unknown(1).intent.draft);
    assert!(shop.sending().may_be_bought(), "the first attempt may have bought");
    shop.answer(lost());
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 3)]);
    shop.answer(yes());
    shop.receipt();
    assert_eq!(shop.app.open, []);
    assert_eq!(shop.records(), 0);
}

#[test]
fn a_refusal_of_a_retry_settles_nothing() {
    for kind in [RefusalKind::QuotaOrPlan, RefusalKind::NotFound, RefusalKind::RateLimited { retry_after_ms: None }] {
        let mut shop = unknown_seen();
        shop.keys("s y");
        shop.answer(refused(kind));
        assert_eq!(shop.app.open.len(), 1);
        shop.unknown();
    }
}

/// The server's wait counts although its "not now" left the purchase open.
#[test]
fn a_retry_is_not_sent_before_the_server_s_wait_is_over() {
    let mut shop = unknown_seen();
    shop.keys("s y");
    shop.answer(limited(Some(30)));
    assert_eq!(shop.keys("s y"), []);
    assert!(shop.note().is_empty() && shop.asks().is_none());
    shop.press("s");
    assert!(shop.note().contains("Wait 31 more seconds"), "{}", shop.note());
    shop.wait(Duration::from_secs(30));
    shop.press("s");
    assert!(shop.note().contains("Wait 1 more second,"), "the answer took a while, too: {}", shop.note());
    assert_eq!(shop.press("y"), []);
    shop.wait(Duration::from_secs(1));
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 3)]);
}

#[test]
fn a_wait_without_end_still_leaves_the_other_ways_out() {
    let mut record = sent(1);
    leave(&mut record, &moment(0));
    come(&mut record, limited(Some(u64::MAX / 1000)));
    let mut shop = Shop::with_open(setup(), vec![record]);
    shop.lists(vec![sold()], ListEnd::Complete);
    assert_eq!(shop.keys("s y"), []);
    assert!(matches!(shop.keys("Enter y")[..], [Effect::Link(..)]));
}

#[test]
fn what_is_out_of_reach_offers_no_look_and_no_second_try() {
    let mut other_key = setup();
    other_key.keys.usual = Some(key("ANOTHER"));
    let mut unset = setup();
    unset.keys.own.insert(account_id(ACME), None);
    for (setup, says) in [
        (other_key, "VANTAX_API_KEY …9c2f"),
        (unset, "VANTAX_API_KEY …9c2f"),
        (Setup { keys: Keys::default(), ..setup() }, "VANTAX_API_KEY …9c2f"),
        (setup(), "It was meant for https://"),
    ] {
        let here = says.starts_with("VANTAX");
        let record = if here { unknown(1) } else { elsewhere(unknown(1)) };
        let mut shop = Shop::with_open(setup, vec![record]);
        assert!(matches!(&shop.unknown().look, Look::OutOfReach(why) if why.as_str().contains(says)), "{says}");
        assert_eq!(shop.keys("l s y Enter y"), [], "{says}");
        for action in [Action::Look, Action::SendAgain, Action::Link] {
            assert!(!shop.app.is_available(action), "{action:?}");
        }
        assert!(!footer(&shop.app).any(|(key, _)| ["l", "s", "↵"].contains(&key)));
        shop.wait(Duration::from_mins(15));
        assert_eq!(shop.keys("n y"), [Effect::CloseByHand(id(1))], "a person may still settle it");
    }
}

/// A second attempt may be the one that sells, so it needs a whole ledger like the first.
#[test]
fn a_damaged_ledger_sells_nothing_and_still_settles_what_it_can_read() {
    let mut shop = Shop::with_damage(setup_filled(), vec![unknown(1)]);
    shop.lists(vec![sold()], ListEnd::Complete);
    assert_eq!(shop.keys("s y"), []);
    assert!(!shop.app.is_available(Action::SendAgain) && !footer(&shop.app).any(|(key, _)| key == "s"));
    assert!(matches!(shop.clone().keys("Enter y")[..], [Effect::Link(..)]));
    shop.press("Esc");
    shop.quiet();
    shop.type_text("BUY ANOTHER");
    assert_eq!(shop.press("Enter"), []);
    assert!(shop.note().contains("is damaged"), "{}", shop.note());
}

#[test]
fn a_rehearsal_left_open_does_not_stand_in_the_way_of_a_live_start() {
    let shop = Shop::with_open(Setup { origin: live(), ..setup() }, vec![unknown(1), elsewhere(unknown(2))]);
    assert_eq!(shop.app.open, [elsewhere(unknown(2))]);
}

#[test]
fn several_are_shown_in_turn_each_with_its_own_look() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY), unknown(3)]);
    shop.lists(vec![sold()], ListEnd::Complete);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(shop.app.shown_open().unwrap().intent.id);
        let effects = shop.press("Tab");
        let account = shop.app.shown_open().unwrap().intent.draft.request.sub_account.clone();
        assert!(matches!(&effects[..], [Effect::ListNumbers(_, looked_at, _)] if *looked_at == account));
        assert_eq!(shop.unknown().candidates(), [], "what was seen of the last one is not this one's");
    }
    assert_eq!(seen, [id(1), id(2), id(3), id(1)]);
    let mut single = unknown_seen();
    assert_eq!(single.press("Tab"), []);
    assert!(!single.app.is_available(Action::NextOpen));
}

#[test]
fn a_word_that_was_not_written_down_is_said_and_changes_nothing() {
    let mut shop = unknown_seen();
    shop.keys("Enter y");
    let effects = shop.tell(Message::Settled(id(1), Err(Clean::line("The disk is full."))));
    assert_eq!((effects, shop.note()), (Vec::new(), "The disk is full."));
    assert_eq!(shop.app.open, [unknown(1)]);
    assert!(matches!(shop.keys("Enter y")[..], [Effect::Link(..)]), "and can be given again");
}

/// The ledger takes a moment; whoever goes on meanwhile finds the purchase settled all the same.
#[test]
fn a_word_that_is_durable_only_later_counts_wherever_the_person_is() {
    let linked = |shop: &mut Shop| shop.settles(unknown(1), Event::Linked(sold()));

    let mut on_the_next = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    on_the_next.lists(vec![sold()], ListEnd::Complete);
    on_the_next.keys("Enter y Tab");
    assert_eq!(linked(&mut on_the_next), []);
    assert_eq!(on_the_next.app.shown_open().map(|open| open.intent.id), Some(id(2)));
    assert_eq!(on_the_next.app.open, [unknown_of(2, BAY)]);
    assert!(on_the_next.note().starts_with("Bought +14155550142"), "{}", on_the_next.note());

    let mut in_review = Shop::with_open(setup_filled(), vec![unknown(1)]);
    in_review.lists(vec![sold()], ListEnd::Complete);
    in_review.keys("Enter y Esc");
    in_review.quiet();
    in_review.type_text("BUY");
    let effects = linked(&mut in_review);
    assert!(matches!(effects[..], [Effect::AwaitQuiet(_)]), "the word changes, so it is asked for anew");
    assert_eq!((in_review.review().word(), in_review.review().typed()), ("BUY", ""));

    let mut sending = unknown_seen();
    sending.keys("Enter y s y");
    assert_eq!(linked(&mut sending), []);
    sending.attempted(crate::app::Attempted::NotSent(Clean::line("This purchase has moved on.")));
    assert_eq!(sending.receipt().bought.number, sold());
    for shop in [in_review, sending] {
        assert_eq!(shop.app.open, []);
    }
}

fn rereads(shop: &mut Shop, record: &Record) -> Vec<Effect> {
    shop.tell(Message::Reread(Box::new(record.clone())))
}

#[test]
fn what_another_window_has_settled_is_open_here_no_longer() {
    let mut linked = unknown(1);
    linked.events.push(Stamped { at: linked.intent.created_at, event: Event::Linked(sold()) });

    let mut shown = Shop::with_open(setup(), vec![unknown(1)]);
    shown.press("s");
    assert!(matches!(rereads(&mut shown, &linked)[..], [Effect::ListNumbers(..)]));
    assert_eq!((shown.receipt().bought.number.clone(), shown.app.open.len(), shown.asks()), (sold(), 0, None));
    assert!(shown.note().contains("Another window"), "{}", shown.note());
    assert_eq!(shown.tell(Message::Settled(id(1), Err(line("Moved on.")))), [], "its own word came too late");

    let mut elsewhere = Shop::with_open(setup(), vec![unknown(1), unknown_of(2, BAY)]);
    elsewhere.press("Tab");
    assert_eq!(rereads(&mut elsewhere, &linked), []);
    assert_eq!(elsewhere.app.open, [unknown_of(2, BAY)]);
    assert_eq!(elsewhere.app.shown_open(), Some(&unknown_of(2, BAY)));
}

#[test]
fn what_another_window_has_sent_again_is_shown_as_it_is_now() {
    let mut again = unknown(1);
    leave(&mut again, &moment(20_000_000));
    let mut shop = unknown_seen();
    shop.press("s");
    assert_eq!(rereads(&mut shop, &again), []);
    assert_eq!((shop.app.open.clone(), shop.asks()), (vec![again.clone()], None), "the question was about less");
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 3)]);
    // What is under way is told by its answer, and what is older by nobody.
    let mut settled = again.clone();
    come(&mut settled, yes());
    assert_eq!(rereads(&mut shop, &settled), []);
    shop.sending();
    let mut back = unknown_seen();
    for old in [unknown(1), sent(1), recorded(1)] {
        assert_eq!(rereads(&mut back, &old), []);
        assert_eq!((back.app.open.clone(), back.note()), (vec![unknown(1)], ""));
    }
}

#[test]
fn an_attempt_that_another_window_has_overtaken_shows_what_it_came_to() {
    let mut done = unknown(1);
    leave(&mut done, &moment(20_000_000));
    come(&mut done, yes());
    let mut shop = unknown_seen();
    shop.keys("s y");
    shop.attempted(crate::app::Attempted::Overtaken(Box::new(done)));
    assert_eq!(shop.receipt().bought.number, sold());
    assert_eq!((shop.app.open.len(), shop.note().starts_with("Nothing was sent.")), (0, true));
}
