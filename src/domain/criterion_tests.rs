//! Tables and properties of the live reading of area codes and patterns.

use proptest::prelude::*;

use super::*;

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

/// A short form of a reading for tables: the value, `…` and what is missing, or `!` and the blamed index.
fn short<T>(reading: &Reading<T>, value: impl Fn(&T) -> &str) -> String {
    match reading {
        Reading::Empty => String::new(),
        Reading::Incomplete(more) => format!("…{more}"),
        Reading::Valid(valid) => value(valid).to_owned(),
        Reading::Wrong(fault) => format!("!{}", fault.at),
    }
}

fn area(code: &str, input: &str) -> String {
    short(&read_area_code(country(code), input), AreaCode::as_str)
}

fn pattern(code: &str, input: &str) -> String {
    short(&read_pattern(country(code), input), NumberPattern::as_str)
}

#[test]
fn area_codes() {
    for (code, input, reading) in [
        ("US", "", ""),
        ("US", "   ", ""),
        ("US", "4", "…2 more digits"),
        ("US", "41", "…1 more digit"),
        ("US", "415", "415"),
        ("US", "(415)", "415"),
        ("US", " 4-1.5 ", "415"),
        ("US", "+1 415", "415"),
        ("US", "+", "…go on with +1"),
        ("US", "+44", "!1"),
        ("US", "1", "!0"),
        ("US", "015", "!0"),
        ("US", "495", "!1"),
        ("US", "911", "!2"),
        ("US", "4155", "!3"),
        ("US", "41*", "!2"),
        ("US", "4x5", "!1"),
        ("US", "4+5", "!1"),
        ("GB", "2", "…1 more digit"),
        ("GB", "20", "20"),
        ("GB", "020", "20"),
        ("GB", "+44 20", "20"),
        ("GB", "0044 20", "20"),
        ("GB", "+4", "…go on with +44"),
        ("GB", "+1", "!1"),
        ("GB", "2079460", "!5"),
        ("FR", "01", "1"),
        ("AU", "02", "2"),
        ("SG", "6", "!0"),
        ("IT", "06", "06"),
        ("RU", "812", "812"),
        ("GB", "+44 (0)20", "20"),
        ("CA", "416", "416"),
    ] {
        assert_eq!(area(code, input), reading, "{code} {input:?}");
    }
}

#[test]
fn patterns() {
    for (code, input, reading) in [
        ("US", "", ""),
        ("US", "+1415555****", "+1415555****"),
        ("US", "(415) 555-****", "+1415555****"),
        ("US", "415-555-****", "+1415555****"),
        ("US", "+1 415 555 ****", "+1415555****"),
        ("US", "1 415 555 ****", "+1415555****"),
        ("US", "001 415 555 ****", "+1415555****"),
        ("US", "415.555.0100", "+14155550100"),
        ("US", "+1**********", "+1**********"),
        ("US", "***5550100", "+1***5550100"),
        ("US", "+", "…go on with +1"),
        ("US", "+1", "…10 more digits or *"),
        ("US", "+1415555***", "…1 more digit or *"),
        ("US", "+1415555*****", "!12"),
        ("US", "+44", "!1"),
        ("US", "+*", "!1"),
        ("US", "+1 015", "!3"),
        ("US", "(415) 055-****", "!6"),
        ("US", "(415) 911-****", "!8"),
        ("US", "415 FLOWERS", "+14153569377"),
        ("US", "415 555 xxxx", "+1415555****"),
        ("US", "415 flower", "…1 more digit or *"),
        ("US", "415+555", "!3"),
        ("CA", "+1416*******", "+1416*******"),
        ("GB", "+4420794600**", "+4420794600**"),
        ("GB", "020 7946 00**", "+4420794600**"),
        // London numbers have ten digits, although some numbers of the country have seven.
        ("GB", "+44207946", "…4 more digits or *"),
        ("GB", "+442079460", "…3 more digits or *"),
        ("US", "+1416*******", "!4"),
        ("GB", "+4420794600***", "!13"),
        ("GB", "+45", "!2"),
        ("DE", "+49 30 *******", "+4930*******"),
        ("DE", "+49 30 ************", "!18"),
        ("IT", "06 6992 ****", "+39066992****"),
        // 06 698 is the Vatican's, which shares +39.
        ("IT", "06 6982 ****", "!5"),
        ("RU", "8 495 *** ** **", "+7495*******"),
        ("RU", "812 *** ** **", "+7812*******"),
        ("GB", "+44 (0)20 7946 ****", "+44207946****"),
        ("CA", "604 5551", "…3 more digits or *"),
    ] {
        assert_eq!(pattern(code, input), reading, "{code} {input:?}");
    }
}

#[test]
fn a_fault_says_the_rule_and_what_is_accepted() {
    let Reading::Wrong(fault) = read_pattern(country("US"), "(415) 055-****") else { panic!("not wrong") };
    assert_eq!(fault.rule, "In +1 the digit after the area code is 2–9");
    assert_eq!(fault.accepted, "after +1 415 comes a digit from 2 to 9, or *; here it is 0");
}

/// What is said of a wrong draft: `rule | accepted`.
#[test]
fn faults_in_words() {
    for (code, input, words) in [
        (
            "US",
            "416",
            "No number in the United States begins with +1 416 | after +1 41 comes 0, 2–5, 7 or 9, or *; here it is 6",
        ),
        (
            "US",
            "+1 415 0",
            "In +1 the digit after the area code is 2–9 | after +1 415 comes a digit from 2 to 9, or *; here it is 0",
        ),
        ("US", "+1 415 555 0100 5", "A number in the United States has at most 10 digits after +1 | nothing more"),
        (
            "GB",
            "+44 0",
            "No number in the United Kingdom begins with +44 0 | after +44 comes 1–3, 5 or 7–9, or *; here it is 0",
        ),
        (
            "GB",
            "+44 20 9",
            "No number in the United Kingdom begins with +44 209 | after +44 20 comes 0, 1, 3, 4, 7 or 8, or *; here it is 9",
        ),
        ("GB", "+44 20 7946 00001", "A number in the United Kingdom has at most 10 digits after +44 | nothing more"),
        ("DE", "+49 110", "No number in Germany begins with +49 11 | after +49 1 comes 3 or 5–8, or *; here it is 1"),
        ("IN", "+91 22 0", "No number in India begins with +91 220 | after +91 22 comes 2–7 or 9, or *; here it is 0"),
        ("IN", "+91 98765 432101", "Such a number in India has at most 10 digits after +91 | nothing more"),
        ("CN", "+86 09", "No number in China begins with +86 0 | after +86 comes 1–9, or *; here it is 0"),
        ("CN", "+86 138 0013 80001", "Such a number in China has at most 11 digits after +86 | nothing more"),
        ("SG", "+65 2", "No number in Singapore begins with +65 2 | after +65 comes 1, 3 or 6–9, or *; here it is 2"),
    ] {
        let Reading::Wrong(fault) = read_pattern(country(code), input) else { panic!("{code} {input} is not wrong") };
        assert_eq!(format!("{} | {}", fault.rule, fault.accepted), words, "{code} {input}");
    }
}

#[test]
fn what_was_recorded_comes_back() {
    for (kind, text, taken) in [
        (Kind::AreaCode, "415", true),
        (Kind::AreaCode, "+415", false),
        (Kind::AreaCode, "4*5", false),
        (Kind::AreaCode, "", false),
        (Kind::Pattern, "+1415555****", true),
        (Kind::Pattern, "+1415\u{1b}", false),
        (Kind::Pattern, "+1234567890123456", false),
    ] {
        assert_eq!(Criterion::recorded(kind, text).is_some(), taken, "{text:?}");
    }
}

#[test]
fn matching_numbers() {
    let us = country("US");
    let by_area = Criterion::recorded(Kind::AreaCode, "415").unwrap();
    let by_pattern = Criterion::recorded(Kind::Pattern, "+1415555****").unwrap();
    for (number, area, pattern) in [
        ("+14155550142", true, true),
        ("+14156660142", true, false),
        ("+12125550142", false, false),
        ("+1415555014", true, false),
        ("+1415555****", false, false),
        ("nonsense", false, false),
    ] {
        assert_eq!(by_area.matches(us, number), area, "{number}");
        assert_eq!(by_pattern.matches(us, number), pattern, "{number}");
    }
}

fn any_country() -> impl Strategy<Value = Country> {
    prop::sample::select(Country::all().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn reading_never_panics_and_blames_a_real_character(country in any_country(), input in "\\PC{0,45}") {
        for kind in [Kind::AreaCode, Kind::Pattern] {
            if let Reading::Wrong(fault) = Criterion::read(kind, country, &input) {
                prop_assert!(fault.at < input.chars().count());
                prop_assert!(!fault.rule.is_empty() && !fault.accepted.is_empty());
            }
        }
    }

    #[test]
    fn what_is_valid_is_only_plus_digits_and_stars(country in any_country(), input in "[+0-9* ()-]{0,20}") {
        if let Reading::Valid(valid) = read_pattern(country, &input) {
            let digits = valid.as_str().strip_prefix('+').unwrap();
            prop_assert!(digits.len() <= E164_PLACES);
            prop_assert!(digits.starts_with(country.calling_code()));
            prop_assert!(digits.bytes().all(|b| b.is_ascii_digit() || b == b'*'));
        }
        if let Reading::Valid(valid) = read_area_code(country, &input) {
            prop_assert!((1..=5).contains(&valid.as_str().len()));
            prop_assert!(valid.as_str().bytes().all(|b| b.is_ascii_digit()));
        }
    }

    #[test]
    fn the_normal_form_reads_back_as_itself(country in any_country(), input in "[+0-9*]{0,16}") {
        if let Reading::Valid(valid) = read_pattern(country, &input) {
            prop_assert_eq!(read_pattern(country, valid.as_str()), Reading::Valid(valid));
        }
    }

    #[test]
    fn separators_change_nothing(country in any_country(), digits in "[0-9*]{1,12}", at in 0_usize..12) {
        let mut spaced = digits.clone();
        spaced.insert_str(at.min(digits.len()), " (-) ");
        let plain = short(&read_pattern(country, &digits), NumberPattern::as_str);
        let with_gaps = short(&read_pattern(country, &spaced), NumberPattern::as_str);
        prop_assert!(plain == with_gaps || (plain.starts_with('!') && with_gaps.starts_with('!')));
    }
}
