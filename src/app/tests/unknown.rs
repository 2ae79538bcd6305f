//! Step 4, neither: looking, and the three ways out.

use std::time::Duration;

use super::{
    places::{unknown_long_ago, unknown_seen},
    support::Shop,
    things::{
        ACME, account_id, come, elsewhere, id, key, leave, limited, live, lost, moment, nothing_known, recorded,
        refused, sent, setup, setup_filled, sold, unknown, yes,
    },
};
use crate::{
    app::{
        Action, Candidate, Effect, Keys, ListEnd, Look, Message, Numbers, Overlay, Question, Screen, Setup, Standing,
        footer,
    },
    domain::{Answer, Clean, Doubt, Event, Outcome, Record, RefusalKind, Stamped},
};

/// The server failed, and says nothing more.
fn failed() -> Outcome {
    Outcome::Unknown(Doubt::ServerError(503))
}

impl Shop {
    pub fn asks(&self) -> Option<Question> {
        match self.app.overlay {
            Some(Overlay::Question(question)) => Some(question),
            _ => None,
        }
    }

    pub fn candidates(&self) -> Vec<(&str, bool)> {
        let fits = |candidate: &Candidate| candidate.standing == Standing::Fits;
        self.unknown().candidates().iter().map(|c| (c.number.number.as_str(), fits(c))).collect()
    }

    /// A person's word is durable.
    pub fn settles(&mut self, mut record: Record, event: Event) -> Vec<Effect> {
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
        assert!(
            matches!(&effects[..], [Effect::CheckLedger, Effect::ListNumbers(_, account, _)] if account.as_str() == ACME)
        );
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
fn the_timeline_opens_and_closes() {
    for close in ["Esc", "t", "q"] {
        let mut shop = unknown_seen();
        shop.press("t");
        assert!(matches!(shop.app.overlay, Some(Overlay::Timeline(0))));
        assert_eq!(shop.press(close), []);
        assert!(shop.app.overlay.is_none(), "{close}");
    }
}

/// A 503 is unknown, and what it asks for binds as much as a 429's: counted down, and never sent by itself.
#[test]
fn a_server_error_that_asks_for_a_pause_is_counted_down_and_survives_a_restart() {
    let mut record = sent(1);
    let answer = Answer { retry_after_ms: Some(30_000), ..super::things::answer(failed()) };
    let answered = Event::Answered { attempt: 1, answer: Box::new(answer) };
    record.events.push(Stamped { at: record.intent.created_at, event: answered });
    let mut shop = Shop::with_open(setup(), vec![record.clone()]);
    shop.lists(Vec::new(), ListEnd::Complete);
    assert_eq!(shop.app.pulse(), Some(Duration::from_secs(1)), "a countdown moves");
    assert_eq!(shop.keys("s y"), []);
    assert!(shop.note().is_empty());
    shop.wait(Duration::from_millis(30_011));
    assert_eq!(shop.keys("s y"), []);
    shop.wait(Duration::from_millis(1));
    assert_eq!((shop.app.pulse(), shop.sends()), (None, 0), "nothing is sent by itself");
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 2)]);

    let mut restarted = Setup { ..setup() };
    restarted.now.moment = moment(20_000);
    restarted.now.moment.boot = Clean::line("another boot");
    let mut shop = Shop::with_open(restarted, vec![record]);
    shop.lists(Vec::new(), ListEnd::Complete);
    assert_eq!(shop.keys("s y"), [], "20 s of uptime are at least 20 s");
    shop.wait(Duration::from_millis(10_012));
    assert_eq!(shop.keys("s y"), [Effect::Send(id(1), 2)]);
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
    shop.tell(Message::NumbersListed(old.unwrap(), Numbers { items, known: nothing_known(), end: ListEnd::Complete }));
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
fn p19_what_never_left_may_be_closed_at_once_and_another_boot_counts_from_zero() {
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
fn p02_a_refusal_of_a_retry_settles_nothing() {
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
fn p05_a_retry_is_not_sent_before_the_server_s_wait_is_over() {
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
    shop.press("F4");
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
