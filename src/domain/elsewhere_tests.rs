//! Tables of drafts that belong elsewhere, or to nobody.

use proptest::prelude::*;

use super::*;

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn found(kind: Kind, code: &str, input: &str) -> Option<(&'static str, String)> {
    elsewhere(kind, country(code), input).map(|there| (there.country.code(), there.digits))
}

#[test]
fn a_draft_that_is_wrong_here_belongs_there() {
    use Kind::{AreaCode, Pattern};
    for (kind, code, input, there) in [
        (AreaCode, "US", "416", Some(("CA", "416"))),
        (AreaCode, "US", "(416)", Some(("CA", "416"))),
        (AreaCode, "US", "+1 416", Some(("CA", "416"))),
        (AreaCode, "CA", "415", Some(("US", "415"))),
        (AreaCode, "US", "242", Some(("BS", "242"))),
        (AreaCode, "US", "876", Some(("JM", "876"))),
        (AreaCode, "US", "+44", Some(("GB", ""))),
        (AreaCode, "US", "+44 20", Some(("GB", "20"))),
        (AreaCode, "US", "0044 20", Some(("GB", "20"))),
        (AreaCode, "GB", "+1", Some(("US", ""))),
        (AreaCode, "GB", "+1 416", Some(("CA", "416"))),
        (AreaCode, "US", "415", None),
        (AreaCode, "US", "41", None),
        (AreaCode, "US", "999", None),
        (AreaCode, "US", "4a5", None),
        (AreaCode, "US", "+4", None),
        (AreaCode, "US", "+999", None),
        (Pattern, "US", "+1 242*******", Some(("BS", "242"))),
        (Pattern, "US", "(416) 555-****", Some(("CA", "416"))),
        // Wrong in Canada as well: no exchange begins with 0.
        (Pattern, "US", "(416) 055-****", None),
        (Pattern, "US", "+49 30 ****", Some(("DE", "30"))),
        (Pattern, "US", "＋４９", Some(("DE", ""))),
        (Pattern, "GB", "+44 1481 ******", Some(("GG", "1481"))),
        (Pattern, "RU", "+7 727 *******", Some(("KZ", "727"))),
        (Pattern, "IT", "+39 06698*****", Some(("VA", "06698"))),
        (Pattern, "IT", "06698*****", Some(("VA", "06698"))),
        (Pattern, "US", "+1**********", None),
        (Pattern, "US", "+1 800*******", None),
    ] {
        let there = there.map(|(code, digits)| (code, digits.to_owned()));
        assert_eq!(found(kind, code, input), there, "{code} {input:?}");
    }
}

#[test]
fn an_area_code_that_nobody_has_leads_to_near_ones() {
    let of = |kind, code: &str, input: &str| unassigned(kind, country(code), input);
    let near = |kind, code: &str, input: &str| {
        let found = of(kind, code, input)?;
        Some((found.code, found.near.into_iter().map(|near| near.code).take(3).collect::<Vec<_>>().join(" ")))
    };
    let us = |input: &str| near(Kind::AreaCode, "US", input);
    assert_eq!(us("451"), Some(("451".into(), "541 415 251".into())));
    assert_eq!(near(Kind::Pattern, "US", "+1 451 *******"), us("451"));
    assert_eq!(near(Kind::AreaCode, "CA", "451").map(|(_, near)| near), Some("541 415 431".into()), "its own first");
    for (kind, code, input) in [
        (Kind::AreaCode, "US", "416"),
        (Kind::AreaCode, "US", "415"),
        (Kind::AreaCode, "US", "45"),
        (Kind::AreaCode, "US", "4511"),
        (Kind::AreaCode, "US", "+44 451"),
        (Kind::Pattern, "US", "(415) 055-****"),
        (Kind::Pattern, "GB", "+44 00"),
        (Kind::AreaCode, "SG", "451"),
    ] {
        assert_eq!(of(kind, code, input), None, "{code} {input}");
    }
}

proptest! {
    #[test]
    fn what_belongs_elsewhere_goes_on_there(code in prop::sample::select(vec!["US", "CA", "GB", "JE", "RU", "IT", "SG"]),
        input in "\\PC{0,12}|\\+?[0-9*]{0,14}", by_area in any::<bool>()) {
        let kind = if by_area { Kind::AreaCode } else { Kind::Pattern };
        let here = country(code);
        if let Some(there) = elsewhere(kind, here, &input) {
            prop_assert!(there.country != here);
            prop_assert!(is_wrong(kind, here, &input) && !is_wrong(kind, there.country, &input));
            prop_assert_eq!(elsewhere(kind, there.country, &input), None);
        }
        if let Some(nobody) = unassigned(kind, here, &input) {
            prop_assert_eq!(elsewhere(kind, here, &input), None);
            prop_assert!(nobody.near.iter().all(|near| near.code != nobody.code));
        }
    }
}
