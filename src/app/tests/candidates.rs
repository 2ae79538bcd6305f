//! The numbers that may be the one: why each fits or not, and what it takes to link it.

use jiff::SignedDuration;

use super::{
    places::unknown_seen,
    support::Shop,
    things::{created, id, line, moment, number, purchase_of, setup, sold, unknown},
};
use crate::{
    app::{Action, Against, Effect, Known, ListEnd, Look, Question, Standing, footer},
    domain::{Event, OwnedNumber, Stamped},
};

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
    // An old date speaks against a number and leaves none out: a clock may be wrong.
    let expected = [
        ("+14155550142", true),
        ("+14155550111", true),
        ("+14155550199", true),
        ("+14155550112", false),
        ("+12125550100", false),
    ];
    assert_eq!(shop.candidates(), expected);
    let standing = |at: usize| shop.unknown().candidates()[at].standing.clone();
    assert_eq!(standing(3), Standing::Unlikely(vec![Against::Older]));
    assert!(
        matches!(standing(4), Standing::Unlikely(against) if matches!(&against[..], [Against::Differs(d)] if d.what == "area code"))
    );
    assert!(matches!(shop.unknown().look, Look::Seen { end: ListEnd::Complete, .. }));
}

#[test]
fn what_another_purchase_bought_is_shown_as_that_and_cannot_be_linked() {
    let renamed = OwnedNumber { id: line("pn_9"), ..sold() };
    for taken in [sold(), renamed] {
        let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
        let known = Known { purchases: vec![purchase_of(7, taken)], end: ListEnd::Complete };
        shop.lists_beside(vec![sold(), number("pn_2", "+14155550111")], ListEnd::Complete, known);
        assert_eq!(shop.candidates(), [("+14155550111", true), ("+14155550142", false)]);
        assert_eq!(shop.unknown().candidates()[1].standing, Standing::InLedger);
        shop.press("Down");
        assert!(!shop.app.is_available(Action::Link) && !footer(&shop.app).any(|(key, _)| key == "↵"));
        assert_eq!((shop.keys("Enter y"), shop.asks()), (Vec::new(), None));
        shop.press("Up");
        assert!(matches!(shop.keys("Enter y")[..], [Effect::Link(..)]));
    }
}

#[test]
fn what_is_nearest_in_time_comes_first() {
    let mut again = unknown(1);
    again.events.push(Stamped {
        at: again.intent.created_at + SignedDuration::from_mins(50),
        event: Event::Sent { attempt: 2, moment: moment(13_000_000) },
    });
    let mut shop = Shop::with_open(setup(), vec![again]);
    let dated = |id: &str, e164: &str, minutes| created(number(id, e164), minutes);
    let items = vec![
        dated("pn_far", "+14155550101", 25),
        dated("pn_second", "+14155550102", 51),
        number("pn_undated", "+14155550104"),
        dated("pn_first", "+14155550103", 0),
    ];
    shop.lists(items, ListEnd::Complete);
    let ids: Vec<_> = shop.unknown().candidates().iter().map(|candidate| candidate.number.id.to_string()).collect();
    assert_eq!(ids, ["pn_first", "pn_second", "pn_far", "pn_undated"]);
}

/// A ledger whose answer was lost knows the number of this very purchase as well.
#[test]
fn what_this_purchase_itself_bought_does_not_speak_against_it() {
    let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
    let known = Known { purchases: vec![purchase_of(1, sold())], end: ListEnd::Complete };
    shop.lists_beside(vec![sold()], ListEnd::Complete, known);
    assert_eq!(shop.unknown().candidates()[0].standing, Standing::Fits);
}

#[test]
fn what_something_speaks_against_is_linked_only_after_a_confirmation_of_its_own() {
    let imported = OwnedNumber { source: Some(line("imported")), ..number("pn_i", "+14155550177") };
    let odd = number("pn_odd", "+16285550100");
    let old = created(number("pn_old", "+14155550112"), -60);
    for doubtful in [imported, odd, old] {
        let mut shop = Shop::with_open(setup(), vec![unknown(1)]);
        shop.lists(vec![doubtful.clone()], ListEnd::Complete);
        assert!(matches!(shop.unknown().candidates()[0].standing, Standing::Unlikely(_)), "{doubtful:?}");
        for no in ["Enter n", "Enter Esc", "Enter y n", "Enter y Esc y"] {
            assert_eq!(shop.clone().keys(no), [], "{no}");
        }
        shop.is_noisy = true;
        assert_eq!(shop.keys("Enter y"), []);
        assert_eq!(shop.asks(), Some(Question::Link));
        assert_eq!(shop.keys("y y y"), [], "a held y answers one question, not two");
        shop.quiet();
        assert_eq!(shop.press("y"), [Effect::Link(id(1), Box::new(doubtful))]);
    }
}

#[test]
fn linking_asks_first_and_links_the_selected_one() {
    for (keys, linked) in
        [("Enter y", 0), ("Down Enter y y", 1), ("Down Down Down Enter y y", 1), ("Down Up Enter y", 0)]
    {
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
