//! Tables of the rules of single countries.

use super::*;

fn plan(code: &str) -> &'static Plan {
    Plan::of(Country::parse(code).unwrap())
}

fn breach_at(result: Result<(), Breach>) -> Option<usize> {
    result.err().map(|breach| breach.at)
}

#[test]
fn area_codes_follow_the_plan() {
    for (code, digits, at) in [
        ("US", "", None),
        ("US", "4", None),
        ("US", "415", None),
        ("US", "0", Some(0)),
        ("US", "1", Some(0)),
        ("US", "49", Some(1)),
        ("US", "411", Some(2)),
        ("US", "911", Some(2)),
        ("US", "416", Some(2)),
        ("US", "4155", Some(3)),
        ("GB", "20", None),
        ("GB", "201234", Some(5)),
        ("GB", "4", Some(0)),
        ("SG", "6", Some(0)),
    ] {
        assert_eq!(breach_at(plan(code).area_code(digits.as_bytes())), at, "{code} {digits}");
    }
}

#[test]
fn area_codes_have_their_country_s_lengths() {
    for (code, shortest, longest) in [("US", 3, 3), ("GB", 2, 5), ("FR", 1, 1), ("CN", 2, 3)] {
        assert_eq!(plan(code).area_code_rule(), AreaCodeRule { shortest, longest }, "{code}");
    }
}

#[test]
fn the_first_impossible_place_is_blamed() {
    for (places, at) in [
        ("416555****", None),
        ("**********", None),
        ("*1*5550100", None),
        ("4160******", Some(3)),
        ("416*11****", Some(5)),
        ("416911****", Some(5)),
        ("4159110***", Some(2)),
        ("*11*******", Some(2)),
        ("41655501000", Some(10)),
    ] {
        assert_eq!(breach_at(plan("CA").national(places.as_bytes())), at, "{places}");
    }
    let words = plan("US").national(b"416*******").unwrap_err();
    assert_eq!(words.rule, "No number in the United States begins with +1 416");
    assert_eq!(words.accepted, "after +1 41 comes 0, 2–5, 7 or 9, or *; here it is 6");
}

#[test]
fn missing_places_lead_to_the_next_length_that_has_numbers() {
    assert_eq!(plan("US").completes(b"415"), Some(7));
    assert_eq!(plan("US").completes(b"4155550100"), Some(0));
    assert_eq!(plan("US").completes(b"416"), None);
    assert_eq!(plan("GB").completes(b"2079460"), Some(3));
    assert_eq!(plan("GB").completes(b"2079460018"), Some(0));
    assert_eq!(plan("US").lengths().collect::<Vec<_>>(), [10]);
    assert_eq!(plan("GB").lengths().collect::<Vec<_>>(), [7, 9, 10]);
    assert_eq!(plan("DE").longest_national(), 13);
}

#[test]
fn what_may_follow_is_named() {
    assert_eq!(plan("US").allowed_after(b"415").to_string(), "2–9");
    assert_eq!(plan("US").allowed_after(b"4159").to_string(), "0–9");
    assert_eq!(plan("US").allowed_after(b"41591").to_string(), "0 or 2–9", "no N11 exchange");
    assert!(plan("US").allowed_after(b"4155550100").is_empty());
    assert_eq!(plan("US").first_dead(b"4150555555").map(|dead| dead.at), Some(3));
    assert_eq!(plan("US").first_dead(b"415x"), Some(Dead { at: 3, allowed: plan("US").allowed_after(b"415") }));
}

#[test]
fn numbers_reserved_for_fiction_are_counted_apart() {
    for (places, count) in [
        ("415555****", 100),
        ("4155550142", 1),
        ("415*******", 100),
        ("4155551***", 0),
        ("415555", 0),
        ("416555****", 0),
    ] {
        assert_eq!(plan("US").count_fictional(places.as_bytes()), count, "{places}");
    }
    assert_eq!(plan("GB").count_fictional(b"**********"), 0);
}

#[test]
fn seeds_walk_through_all_matches() {
    let places = b"41555501**";
    let mut seen: Vec<_> = (0..100).filter_map(|seed| plan("US").sample(places, seed)).collect();
    assert_ne!(seen[0], "4155550100", "the first example does not look like the first of a list");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 100);
    assert_eq!(plan("US").sample(places, 100), plan("US").sample(places, 0));
    assert_eq!(plan("US").sample(b"416*******", 1), None);
    assert!(plan("DE").sample_beginning(b"30", 7).is_some_and(|number| number.starts_with("30")));
    assert_eq!(plan("US").sample_beginning(b"416", 7), None);
    assert_eq!(plan("US").sample(b"415", u64::MAX), None);
}

#[test]
fn the_usual_length_is_that_of_most_lines() {
    for (code, length) in [("US", 10), ("GB", 10), ("SG", 8), ("HK", 8), ("DK", 8), ("CN", 11)] {
        assert_eq!(plan(code).usual_length(), Some(length), "{code}");
    }
    assert!(Country::all().all(|country| Plan::of(country).usual_length().is_some()));
}
