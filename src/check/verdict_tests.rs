//! Tables and properties of the verdict, and how it looks.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn verdict(input: &str, country: Option<&str>) -> Verdict {
    Verdict::of(input, country.map(|code| Country::parse(code).unwrap()))
}

fn kind(verdict: &Verdict) -> &'static str {
    verdict.kind.api_field()
}

#[test]
fn what_numbers_match() {
    for (input, country, judged_in, what, sent, count) in [
        ("415", None, "US", "area_code", "415", 7_920_000),
        ("(415)", None, "US", "area_code", "415", 7_920_000),
        ("４１５", None, "US", "area_code", "415", 7_920_000),
        ("416", Some("CA"), "CA", "area_code", "416", 7_920_000),
        ("+1415555****", None, "US", "number_pattern", "+1415555****", 10_000),
        ("(415) 555-xxxx", None, "US", "number_pattern", "+1415555****", 10_000),
        ("001 415.555.01??", None, "US", "number_pattern", "+141555501**", 100),
        ("+1 415 FLOWERS", None, "US", "number_pattern", "+14153569377", 1),
        ("020", Some("GB"), "GB", "area_code", "20", 60_000_000),
        ("020 7946 00**", Some("GB"), "GB", "number_pattern", "+4420794600**", 100),
        ("+44 (0)20 7946 00**", None, "GB", "number_pattern", "+4420794600**", 100),
        ("0044 20 7946 00**", Some("GB"), "GB", "number_pattern", "+4420794600**", 100),
        ("+6561234***", None, "SG", "number_pattern", "+6561234***", 1_000),
        ("6123 4***", Some("SG"), "SG", "number_pattern", "+6561234***", 1_000),
    ] {
        let verdict = verdict(input, country);
        assert_eq!((verdict.country.code(), kind(&verdict)), (judged_in, what), "{input}");
        let possible = verdict.ruling.unwrap_or_else(|objection| panic!("{input}: {objection:?}"));
        assert_eq!((possible.criterion.as_str(), possible.explained.possible), (sent, count), "{input}");
        assert_eq!(possible.examples.len() as u64, if count <= 10 { count } else { EXAMPLES }, "{input}");
    }
}

/// Text, country asked for, country judged in, normal form, place of the fault, message.
type Refused = (&'static str, Option<&'static str>, &'static str, Option<&'static str>, usize, &'static str);

const REFUSED: &[Refused] = &[
    (
        "+1415055****",
        None,
        "US",
        Some("+1415055****"),
        5,
        "No number matches: after +1 415 the next digit is 2–9, here it is 0.",
    ),
    (
        "(415) 055-****",
        None,
        "US",
        Some("+1415055****"),
        5,
        "No number matches: after +1 415 the next digit is 2–9, here it is 0.",
    ),
    (
        "+1415911****",
        None,
        "US",
        Some("+1415911****"),
        7,
        "No number matches: after +1 415 91 the next digit is 0 or 2–9, here it is 1.",
    ),
    (
        "451",
        None,
        "US",
        Some("451"),
        2,
        "No area code 451 exists in +1; in the United States, after +1 45 the next digit is 8, here it is 1.",
    ),
    (
        "+1451*******",
        None,
        "US",
        Some("+1451*******"),
        4,
        "No area code 451 exists in +1; in the United States, after +1 45 the next digit is 8, here it is 1.",
    ),
    ("911", None, "US", Some("911"), 2, "911 is a service number, not an area code."),
    (
        "416",
        None,
        "US",
        Some("416"),
        2,
        "416 is in Toronto, Ontario, Canada, not in the United States. Give --country CA.",
    ),
    (
        "+1 416 *******",
        None,
        "US",
        Some("+1416*******"),
        4,
        "+1 416 is in Toronto, Ontario, Canada, not in the United States. Give --country CA.",
    ),
    (
        "+44 1481 ******",
        None,
        "GB",
        Some("+441481******"),
        6,
        "+44 1481 is in Guernsey, not in the United Kingdom. Give --country GG.",
    ),
    ("41", None, "US", None, 2, "An area code of the United States has 3 digits, and 41 has 2: 1 more digit."),
    ("2", Some("GB"), "GB", None, 1, "An area code of the United Kingdom has 2–5 digits, and 2 has 1: 1 more digit."),
    (
        "+1415555***",
        None,
        "US",
        None,
        11,
        "+1 415 555 *** is not a whole number of the United States yet: 1 more digit or *.",
    ),
    ("4155", None, "US", None, 4, "+1 415 5 is not a whole number of the United States yet: 6 more digits or *."),
    (
        "+1415555*****",
        None,
        "US",
        Some("+1415555*****"),
        12,
        "A number in the United States has at most 10 digits after +1.",
    ),
    ("415;", None, "US", None, 3, "This character cannot be part of a number."),
    (
        "+4420*",
        Some("US"),
        "US",
        None,
        1,
        "Numbers in the United States begin with +1; +44 is the United Kingdom. Give --country GB, or leave --country out.",
    ),
    ("+999", None, "US", None, 1, "No country has a calling code that begins with +999."),
    ("+80012345678", None, "US", None, 1, "No country has a calling code that begins with +800."),
    ("+9", None, "US", None, 2, "+9 is only the beginning of a calling code."),
    ("+", None, "US", None, 1, "This is incomplete: go on with +1."),
    ("", None, "US", None, 0, "There is no digit. Give an area code such as 415, or a pattern such as +1415555****."),
    (
        " - ",
        None,
        "US",
        None,
        3,
        "There is no digit. Give an area code such as 415, or a pattern such as +1415555****.",
    ),
    ("65", Some("SG"), "SG", None, 0, "Numbers in Singapore have no area codes. Give a pattern such as +65********."),
];

#[test]
fn what_no_number_matches() {
    for &(input, country, judged_in, normalized, at, message) in REFUSED {
        let verdict = verdict(input, country);
        assert_eq!(verdict.country.code(), judged_in, "{input}");
        let objection = verdict.ruling.expect_err(input);
        assert_eq!(
            (objection.normalized.as_deref(), objection.at, objection.message.as_str()),
            (normalized, at, message),
            "{input}"
        );
    }
}

#[test]
fn the_caret_stands_under_the_character_that_was_typed() {
    for (input, before) in [("(415) 055-****", "(415) "), ("４１５ 055 ****", "４１５ "), ("\u{1b}", ""), ("41", "41")]
    {
        assert_eq!(verdict(input, None).before.as_str(), before, "{input:?}");
    }
    // Full-width digits take two columns each; what is shown in place of an escape takes its own.
    for (input, column) in [("(415) 055-****", 6), ("４１５ 055 ****", 7), ("41\u{202e}5", 2), ("\u{202e}415é", 0)]
    {
        let lines = verdict(input, None).to_lines();
        assert_eq!(lines.lines().nth(2), Some(format!("  {}^", " ".repeat(column)).as_str()), "{input:?}");
    }
}

#[test]
fn what_may_have_been_meant() {
    for (input, country, label, first) in [
        ("toronto", None, "Area codes there", "CA 416 Toronto, Ontario, Canada"),
        ("san francisco", None, "Area codes there", "US 415 San Francisco, California, United States"),
        ("london", Some("GB"), "Area codes there", "GB 20 London, United Kingdom"),
        ("london", Some("CA"), "Area codes there", "CA 226 London, Ontario, Canada"),
        ("451", None, "Near it", "US 541 Eugene, Oregon, United States"),
        ("+1451555****", None, "Near it", "US +1541555**** Eugene, Oregon, United States"),
    ] {
        let verdict = verdict(input, country);
        let objection = verdict.ruling.expect_err(input);
        let suggestions = &objection.suggestions;
        let shown =
            suggestions.items.first().map(|item| format!("{} {} {}", item.country.code(), item.text, item.place));
        assert_eq!((suggestions.label, shown.as_deref()), (label, Some(first)), "{input}");
        assert!(objection.sentences().contains(&suggestions.items[0].text), "{input}");
        for item in &suggestions.items {
            assert!(Verdict::of(&item.text, Some(item.country)).ruling.is_ok(), "{input}: {item:?}");
        }
    }
    assert!(verdict("415", None).ruling.is_ok());
    assert_eq!(verdict("xxx", None).kind, Kind::Pattern, "wildcards are no name");
}

#[test]
fn regions_begin_with_the_country() {
    let codes = |input, country| {
        let regions = match verdict(input, country).ruling {
            Ok(possible) => possible.regions,
            Err(objection) => objection.regions,
        };
        regions.into_iter().map(Country::code).collect::<Vec<_>>()
    };
    assert_eq!(codes("415", None), ["US"]);
    assert_eq!(codes("416", None), ["CA"]);
    let toll_free = codes("+1800*******", Some("JM"));
    assert_eq!((toll_free.len(), toll_free[0]), (25, "JM"));
    assert!(codes("+447*********", None).len() > 1);
    assert_eq!(codes("451", None), [""; 0]);
}

#[test]
fn a_text_of_any_length_is_answered_shortly() {
    for text in ["5".repeat(10_000_000), "x".repeat(41), " ".repeat(41), "é".repeat(100)] {
        let verdict = verdict(&text, None);
        assert!(verdict.to_lines().len() < 1_000 && verdict.to_json().len() < 2_000);
        let objection = verdict.ruling.unwrap_err();
        assert_eq!((objection.at, objection.input_at), (LONGEST_INPUT, LONGEST_INPUT));
    }
}

#[test]
fn for_a_person() {
    let shown: Vec<_> = [
        ("+1415555****", None),
        ("+1415555010x", None),
        ("800", Some("CA")),
        ("+44**********", None),
        ("(415) 055-****", None),
        ("451", None),
        ("toronto", None),
        ("", None),
    ]
    .into_iter()
    .map(|(input, country)| format!("$ {input}\n{}", verdict(input, country).to_lines()))
    .collect();
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn for_a_program() {
    let shown: Vec<_> = ["+1415555010x", "451"].map(|input| verdict(input, None).to_json()).into_iter().collect();
    insta::assert_snapshot!(shown.join("\n"));
}

proptest! {
    #[test]
    fn any_text_gets_a_verdict(
        input in "\\PC{0,50}|[+0-9*x ()-]{0,20}|[\\x00-\\x20a-z\u{202e}]{0,20}",
        country in prop::option::of(prop::sample::select(Country::all().collect::<Vec<_>>())),
    ) {
        let verdict = Verdict::of(&input, country);
        let lines = verdict.to_lines();
        prop_assert!(lines.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", lines);
        let json: Value = serde_json::from_str(&verdict.to_json()).unwrap();
        prop_assert_eq!(json["valid"] == true, json["error"].is_null());
        prop_assert_eq!(json["valid"] == true, json["count"].as_u64() > Some(0));
        let sum: u64 = json["by_type"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        prop_assert_eq!(Some(sum), json["count"].as_u64());
        match &verdict.ruling {
            Ok(possible) => {
                for example in &possible.examples {
                    prop_assert!(possible.criterion.matches(verdict.country, example));
                }
                prop_assert_eq!(possible.regions.first(), Some(&verdict.country));
            }
            Err(objection) => {
                prop_assert!(!objection.message.is_empty());
                prop_assert!(objection.input_at <= input.chars().count());
                let within = objection.normalized.as_ref().map_or(input.chars().count() + 1, String::len);
                prop_assert!(objection.at < within);
                prop_assert!(!objection.regions.contains(&verdict.country));
            }
        }
    }

    #[test]
    fn the_digit_blamed_is_the_first_that_kills(
        country in prop::sample::select(["US", "GB", "DE", "IN", "CN"].map(|code| Country::parse(code).unwrap()).to_vec()),
        national in "[1-9*][0-9*]{6,9}",
    ) {
        let code = country.calling_code();
        let verdict = Verdict::of(&format!("+{code}{national}"), Some(country));
        if let Err(objection) = &verdict.ruling
            && let Objection { normalized: Some(normal), at, .. } = &**objection
        {
            let plan = crate::numbering::Plan::of(country);
            let places = &normal.as_bytes()[1 + code.len()..=*at];
            let before = &places[..places.len() - 1];
            prop_assert!(plan.count_beginning(before).total > 0);
            prop_assert_eq!(plan.count_beginning(places).total, 0);
        }
    }
}
