//! Step 4, a no: where it leads back to, and when it may go on.

use std::time::Duration;

use super::{
    places::refusals,
    support::Shop,
    things::{ACME, limited, line, refused, setup, unknown_of, yes},
};
use crate::{
    app::{Action, Effect, Ending, Message, Screen, footer},
    domain::{Event, FieldProblem, Outcome, Record, Refusal, RefusalKind, Stamped, State, criterion::Kind},
};

/// A 422 that names these fields.
fn invalid(fields: &[&str]) -> Outcome {
    let problem = |field: &&str| FieldProblem { field: Some(line(field)), message: line("is wrong") };
    let fields = fields.iter().map(problem).collect();
    Outcome::NotBought(Refusal { kind: RefusalKind::Validation, message: None, fields })
}

#[test]
fn every_refusal_is_shown_with_all_input_kept() {
    for kind in refusals() {
        for back in ["Enter", "Esc"] {
            let mut shop = Shop::answered(refused(kind.clone()));
            let draft = shop.review_of_no();
            assert_eq!(shop.not_bought().refusal.kind, kind);
            assert!(matches!(shop.app.ending, Ending::NotBought(_)));
            assert_eq!(shop.press(back), []);
            assert_eq!(shop.app.account.chosen.as_ref().map(|chosen| chosen.id.as_str()), Some(ACME));
            assert_eq!(shop.app.number.area_code.value(), "415", "{kind:?}");
            // Enter leads on to the same review again, with nothing typed.
            while !matches!(shop.app.screen, Screen::Review(_)) {
                shop.press("Enter");
            }
            assert_eq!((&shop.review().draft, shop.review().typed()), (&draft, ""), "{kind:?}");
            assert_eq!(shop.records(), 1);
        }
    }
}

impl Shop {
    fn review_of_no(&self) -> crate::domain::PurchaseDraft {
        self.not_bought().draft.clone()
    }
}

#[test]
fn the_way_back_leads_to_the_step_that_can_mend_it() {
    for (outcome, screen, words) in [
        (refused(RefusalKind::KeyRefused), Screen::Account, "choose another sub-account"),
        (refused(RefusalKind::WrongScope), Screen::Account, "choose another sub-account"),
        (refused(RefusalKind::QuotaOrPlan), Screen::Account, "choose another sub-account"),
        (refused(RefusalKind::NotFound), Screen::Number, "change what is asked for"),
        (refused(RefusalKind::Malformed), Screen::Number, "change what is asked for"),
        (invalid(&[]), Screen::Number, "change what is asked for"),
        (invalid(&["area_code"]), Screen::Number, "change the area code"),
        (invalid(&["number_pattern"]), Screen::Number, "change the pattern"),
        (invalid(&["country"]), Screen::Number, "change the country"),
        (invalid(&["sub_account_id"]), Screen::Account, "choose another sub-account"),
        (invalid(&["area_code", "sub_account_id"]), Screen::Account, "choose another sub-account"),
        (invalid(&["agent_id"]), Screen::Number, "change what is asked for"),
    ] {
        let mut shop = Shop::answered(outcome.clone());
        assert_eq!(shop.not_bought().way_back(), words, "{outcome:?}");
        shop.press("Enter");
        assert_eq!(shop.app.screen, screen, "{outcome:?}");
    }
}

#[test]
fn where_both_search_fields_are_named_the_one_that_was_sent_stays_in_front() {
    for (keys, kind) in [("4 1 5", Kind::AreaCode), ("Tab 4 1 5 5 5 5 * * * *", Kind::Pattern)] {
        let mut shop = Shop::at_number();
        shop.keys(keys);
        shop.press("Enter");
        shop.quiet();
        shop.type_text("BUY");
        shop.press("Enter");
        shop.recorded(1);
        shop.answer(invalid(&["area_code", "number_pattern"]));
        shop.press("Enter");
        assert_eq!(shop.app.number.kind, kind);
    }
}

#[test]
fn a_named_field_is_the_one_in_front_with_what_was_said_of_it() {
    let mut shop = Shop::at_number();
    shop.keys("Tab + 1 Tab 4 1 5 Enter");
    shop.quiet();
    shop.type_text("BUY");
    shop.press("Enter");
    shop.recorded(1);
    shop.answer(invalid(&["number_pattern", "country"]));
    shop.press("Enter");
    let number = &shop.app.number;
    assert_eq!(number.kind, Kind::Pattern);
    assert_eq!((number.area_code.value(), number.pattern.value()), ("415", "+1"), "both drafts are kept");
    let said: Vec<_> = number.objections.iter().filter_map(|problem| problem.field.as_ref()).collect();
    assert_eq!(said, [&line("number_pattern"), &line("country")]);
    shop.press("Left");
    for (keys, gone) in [("4", true), ("F2 Enter", true), ("Tab", false)] {
        let mut shop = shop.clone();
        shop.keys(keys);
        assert_eq!(shop.app.number.objections.is_empty(), gone, "{keys}");
    }
}

/// How long an exchange takes in these tests. A pause counts from the answer, and a moment from the request.
const TOOK_MS: u64 = 12;

#[test]
fn a_rate_limit_is_waited_out_then_the_same_purchase_goes_on() {
    for (seconds, wait_ms) in [(Some(30), 30_000), (Some(1), 1_000), (Some(0), 0), (None, 0)] {
        let mut shop = Shop::answered(limited(seconds));
        if wait_ms > 0 {
            for already in [0, wait_ms + TOOK_MS - 1] {
                let mut early = shop.clone();
                early.wait(Duration::from_millis(already));
                assert_eq!(early.press("s"), [], "{seconds:?} after {already} ms");
                assert!(!footer(&early.app).any(|(key, _)| key == "s"));
                assert_eq!(early.app.pulse(), Some(Duration::from_secs(1)), "the time left is counted down");
            }
        }
        let first = shop.sending_again_after(wait_ms);
        shop.wait(Duration::from_millis(wait_ms + TOOK_MS));
        assert_eq!(shop.app.pulse(), None);
        assert_eq!(shop.press("s"), [Effect::Send(first.intent.id, 2)]);
        assert_eq!(*shop.sending().draft(), first.intent.draft, "byte for byte");
        shop.answer(limited(seconds));
        shop.wait(Duration::from_millis(wait_ms + TOOK_MS));
        assert_eq!(shop.press("s"), [Effect::Send(first.intent.id, 3)]);
        shop.answer(yes());
        shop.receipt();
        assert_eq!((shop.records(), shop.sends()), (1, 3));
    }
}

impl Shop {
    fn sending_again_after(&self, wait_ms: u64) -> Record {
        let no = self.not_bought();
        let asked = if wait_ms == 0 { 0 } else { wait_ms + TOOK_MS };
        assert_eq!(no.wait_left(&self.app.now.moment), Duration::from_millis(asked));
        no.record.clone().expect("it was written down")
    }
}

#[test]
fn p19_a_wall_clock_that_jumps_changes_no_wait() {
    let mut shop = Shop::answered(limited(Some(30)));
    shop.app.now.wall += jiff::SignedDuration::from_hours(24);
    assert_eq!(shop.press("s"), []);
    shop.app.now.wall -= jiff::SignedDuration::from_hours(48);
    shop.wait(Duration::from_millis(30_000 + TOOK_MS));
    assert!(matches!(shop.press("s")[..], [Effect::Send(..)]));
}

#[test]
fn only_a_rate_limit_goes_on() {
    for kind in refusals() {
        let mut shop = Shop::answered(refused(kind.clone()));
        shop.wait(Duration::from_hours(1));
        assert!(!shop.app.is_available(Action::GoOn), "{kind:?}");
        assert_eq!(shop.press("s"), [], "{kind:?}");
    }
}

#[test]
fn starting_over_from_a_no_empties_the_fields() {
    let mut shop = Shop::answered(refused(RefusalKind::NotFound));
    shop.press("o");
    assert_eq!(shop.app.screen, Screen::Account);
    assert_eq!((&shop.app.account.chosen, shop.app.number.area_code.value()), (&None, ""));
}

/// An old purchase that is closed leads back to its own request, not to whatever was typed meanwhile.
#[test]
fn a_no_of_an_old_purchase_leads_back_to_its_request() {
    let old = unknown_of(1, "sub_old");
    let mut shop = Shop::with_open(setup(), vec![old.clone()]);
    let mut closed = old.clone();
    closed.events.push(Stamped { at: shop.app.now.wall, event: Event::ClosedByHand });
    assert!(matches!(closed.state(), State::NotBought { .. }));
    shop.tell(Message::Settled(old.intent.id, Ok(Box::new(closed))));
    shop.keys("Enter Enter");
    assert_eq!(shop.review().draft.request, old.intent.draft.request);
}
