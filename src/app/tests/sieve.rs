//! What a filter over the history lets through.

use proptest::prelude::*;

use super::{
    super::tests::things::{BAY, elsewhere, id, purchase_of, recorded, refused, sent, sold, unknown, unknown_of},
    *,
};
use crate::domain::{Criterion, Record, RefusalKind};

/// One purchase of each kind: bought, not bought, unknown, sent, recorded.
fn records() -> Vec<Record> {
    let mut no = sent(2);
    super::super::tests::things::come(&mut no, refused(RefusalKind::QuotaOrPlan));
    let mut pattern = recorded(5);
    pattern.intent.draft.request.criterion = Criterion::recorded(Kind::Pattern, "+1628555****").unwrap();
    vec![purchase_of(1, sold()), no, elsewhere(unknown_of(3, BAY)), sent(4), pattern]
}

/// Which of them a filter lets through, counted from 1.
fn through(filter: &str) -> Vec<usize> {
    let sieve = Sieve::new(filter);
    let lines: Vec<_> = records().iter().map(Summary::of).collect();
    (1..).zip(&lines).filter(|(_, line)| sieve.passes(line)).map(|(at, _)| at).collect()
}

#[test]
fn words_find_what_a_line_says() {
    for (filter, found) in [
        ("", &[1, 2, 3, 4, 5][..]),
        ("  ", &[1, 2, 3, 4, 5]),
        ("5550142", &[1]),
        ("+1415", &[1]),
        ("sub_bay", &[3]),
        ("SUB_BAY", &[3]),
        ("area code 415", &[1, 2, 3, 4]),
        ("pattern", &[5]),
        ("1628555****", &[5]),
        ("us", &[1, 2, 3, 4, 5]),
        ("000000000004", &[4]),
        ("00000000-0000-4000-8000-000000000002", &[2]),
        ("live", &[3]),
        ("sandbox", &[1, 2, 4, 5]),
        ("bought", &[1]),
        ("not bought", &[2]),
        ("not b", &[2]),
        ("Not  Bought", &[2]),
        ("may be bought", &[3, 4]),
        ("unknown", &[3]),
        ("sent", &[4]),
        ("recorded", &[5]),
        ("never sent", &[5]),
        ("bought 415", &[1]),
        ("not bought 415 us", &[2]),
        ("bought sub_bay", &[]),
        ("zzz", &[]),
        ("()[]\\*?", &[]),
    ] {
        assert_eq!(through(filter), found, "{filter:?}");
    }
}

#[test]
fn what_no_line_can_hold_is_no_trouble() {
    let line = Summary::of(&unknown(1));
    for filter in ["東京", "\u{130}", &"x".repeat(200), "'"] {
        assert!(!Sieve::new(filter).passes(&line), "{filter}");
    }
    assert!(Sieve::new(&id(1).to_string().to_uppercase()).passes(&line));
}

proptest! {
    /// Why the list may be narrowed from the last hits while a filter grows.
    #[test]
    fn a_filter_that_grows_lets_nothing_new_through(
        filter in "(not|may|be|bought|b|n|never|sent|area|code|415|us|sub_|u| ){1,8}", ends in 0_usize..30
    ) {
        let before: String = filter.chars().take(ends).collect();
        let (before, after) = (through(&before), through(&filter));
        prop_assert!(after.iter().all(|at| before.contains(at)), "{:?} {:?}", before, after);
    }
}
