//! What holds for every country and every pattern, or every byte.

use proptest::prelude::*;

use super::*;

fn any_country() -> impl Strategy<Value = Country> {
    prop::sample::select(Country::all().collect::<Vec<_>>())
}

/// A valid number of a country with some places open; it has at least one match.
fn any_matched(most_open: usize) -> impl Strategy<Value = (Country, Vec<u8>)> {
    (any_country(), any::<u64>(), prop::collection::vec(any::<prop::sample::Index>(), 0..=most_open)).prop_map(
        |(country, seed, open)| {
            let mut places = Plan::of(country).sample_beginning(b"", seed).unwrap().into_bytes();
            for at in open {
                let at = at.index(places.len());
                places[at] = b'*';
            }
            (country, places)
        },
    )
}

/// Any digits and stars, of a length that numbers have or not.
fn any_places() -> impl Strategy<Value = (Country, Vec<u8>)> {
    (any_country(), "[0-9*]{0,18}").prop_map(|(country, places)| (country, places.into_bytes()))
}

fn fits(places: &[u8], number: &str) -> bool {
    let fit = |(place, digit): (&u8, u8)| if *place == b'*' { digit.is_ascii_digit() } else { *place == digit };
    places.len() == number.len() && places.iter().zip(number.bytes()).all(fit)
}

/// The places with each of the ten digits at the first open one.
fn filled_at_first(places: &[u8]) -> Option<Vec<Vec<u8>>> {
    let at = places.iter().position(|&place| place == b'*')?;
    let fill = |digit| {
        let mut filled = places.to_vec();
        filled[at] = digit;
        filled
    };
    Some((b'0'..=b'9').map(fill).collect())
}

proptest! {
    #[test]
    fn the_count_is_the_number_of_matches_and_each_is_valid((country, places) in any_matched(3)) {
        let plan = Plan::of(country);
        let matches = plan.matches(&places);
        let numbers: Vec<_> = (0..matches.total()).map(|n| matches.nth(n).unwrap()).collect();
        prop_assert!(!numbers.is_empty());
        prop_assert!(numbers.is_sorted_by(|a, b| a < b), "in order and without doubles");
        for number in &numbers {
            prop_assert!(fits(&places, number), "{} {}", places.escape_ascii(), number);
            prop_assert_eq!(plan.count(number.as_bytes()).total, 1);
        }
        prop_assert_eq!(plan.count(&places).total, numbers.len() as u64);
        prop_assert_eq!(matches.nth(matches.total()), None);
    }

    #[test]
    fn ten_digits_at_a_wildcard_share_its_count((country, places) in any_matched(8)) {
        let plan = Plan::of(country);
        let whole = plan.count(&places);
        if let Some(parts) = filled_at_first(&places) {
            let counts: Vec<_> = parts.iter().map(|part| plan.count(part)).collect();
            prop_assert_eq!(counts.iter().map(|count| count.total).sum::<u64>(), whole.total);
            for kind in NumberType::ALL {
                prop_assert_eq!(counts.iter().map(|count| count.by_type.of(kind)).sum::<u64>(), whole.by_type.of(kind));
            }
            prop_assert!(counts.iter().all(|count| count.total <= whole.total), "fewer wildcards, never more numbers");
        }
    }

    #[test]
    fn types_add_up((country, places) in any_places()) {
        let plan = Plan::of(country);
        for count in [plan.count(&places), plan.count_beginning(&places)] {
            prop_assert_eq!(count.by_type.iter().map(|(_, numbers)| numbers).sum::<u64>(), count.total);
        }
    }

    #[test]
    fn a_beginning_is_the_sum_over_all_lengths((country, places) in any_matched(2), take in 0_usize..6) {
        let plan = Plan::of(country);
        let begin = &places[..take.min(places.len())];
        let of_length = |length: usize| {
            let mut whole = begin.to_vec();
            whole.resize(length, b'*');
            plan.count(&whole).total
        };
        let sum: u64 = plan.lengths().filter(|&length| length >= begin.len()).map(of_length).sum();
        prop_assert_eq!(plan.count_beginning(begin).total, sum);
    }

    #[test]
    fn the_nth_of_a_beginning_is_valid_and_in_order((country, places) in any_matched(0), take in 0_usize..6, seed: u64) {
        let plan = Plan::of(country);
        let begin = &places[..take.min(places.len())];
        let total = plan.count_beginning(begin).total;
        let n = seed % total;
        let number = plan.nth_beginning(begin, n).unwrap();
        prop_assert!(number.as_bytes().starts_with(begin));
        prop_assert_eq!(plan.count(number.as_bytes()).total, 1);
        if let Some(next) = plan.nth_beginning(begin, n + 1) {
            prop_assert!(number < next);
        }
        prop_assert_eq!(plan.nth_beginning(begin, total), None);
    }

    #[test]
    fn the_first_dead_place_is_where_the_count_of_a_beginning_becomes_zero((country, places) in any_places()) {
        let plan = Plan::of(country);
        let dead = plan.first_dead(&places);
        let first_zero = (0..places.len()).find(|&at| plan.count_beginning(&places[..=at]).total == 0);
        prop_assert_eq!(dead.map(|dead| dead.at), first_zero);
        if let Some(dead) = dead {
            for digit in 0..10 {
                let mut other = places[..dead.at].to_vec();
                other.push(b'0' + digit);
                prop_assert_eq!(dead.allowed.contains(digit), plan.count_beginning(&other).total > 0);
            }
        }
    }

    #[test]
    fn what_completes_has_matches_at_that_length_and_none_before((country, places) in any_places()) {
        let plan = Plan::of(country);
        let count = |more: usize| {
            let mut longer = places.clone();
            longer.resize(places.len() + more, b'*');
            plan.count(&longer).total
        };
        match plan.completes(&places) {
            Some(missing) => {
                prop_assert!(count(missing) > 0);
                prop_assert!((0..missing).all(|more| count(more) == 0));
            }
            None => prop_assert!(plan.first_dead(&places).is_some()),
        }
    }

    #[test]
    fn nothing_panics(country in any_country(), bytes in prop::collection::vec(any::<u8>(), 0..40), n: u64) {
        let plan = Plan::of(country);
        let total = plan.count(&bytes).total;
        prop_assert_eq!(plan.matches(&bytes).total(), total);
        prop_assert_eq!(plan.nth(&bytes, n).is_some(), n < total);
        prop_assert_eq!(plan.sample(&bytes, n).is_some(), total > 0);
        prop_assert!(plan.count_fictional(&bytes) <= total);
        prop_assert!(plan.national(&bytes).is_ok() || total == 0 || bytes.len() > plan.longest_national());
        let _ = plan.area_code(&bytes);
        let _ = (plan.sample_beginning(&bytes, n), plan.allowed_after(&bytes), plan.completes(&bytes));
        let _ = (regions_of(country.calling_code(), &bytes), near_area_codes(country, &bytes));
        let text = String::from_utf8_lossy(&bytes);
        let _ = (national_form(country, &text), international_form(country, &text));
    }
}
