//! `numshop check` from outside: what it prints, its exit codes, and that it touches nothing.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Program, Ran};

fn check(arguments: &[&str]) -> Ran {
    let program = Program::new();
    let ran = program.run([&["check"][..], arguments].concat());
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0, "checking made something");
    ran
}

/// The JSON, whatever the verdict; stderr stays empty.
fn judged(arguments: &[&str], code: i32) -> Value {
    let ran = check(&[arguments, &["--json"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(code), ""), "{ran:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_valid_pattern_is_told_with_code_0() {
    let verdict = judged(&["(415) 555-010x"], 0);
    let examples: Vec<_> = (0..10).map(|last| format!("+1415555010{last}")).collect();
    for (name, value) in [
        ("country", json!("US")),
        ("kind", json!("pattern")),
        ("valid", json!(true)),
        ("normalized", json!("+1415555010*")),
        ("count", json!(10)),
        ("by_type", json!({"fixed_or_mobile": 10})),
        ("fictional", json!(10)),
        ("examples", json!(examples)),
        ("regions", json!(["US"])),
        ("error", Value::Null),
    ] {
        assert_eq!(verdict[name], value, "{name}");
    }
    let lines = check(&["+14155550100"]);
    assert!(lines.printed().starts_with("✓ Valid pattern, United States (US)\n"), "{lines:?}");
    assert!(lines.stdout.contains("+1 415-555-0100") && lines.stdout.contains("not in stock"), "{lines:?}");
}

#[test]
fn what_no_number_matches_is_told_with_code_2() {
    for (arguments, normalized, at, says) in [
        (&["+1415055****"][..], json!("+1415055****"), 5, "after +1 415 the next digit is 2–9, here it is 0"),
        (&["41"], Value::Null, 2, "3 digits"),
        (&["451"], json!("451"), 2, "415"),
        (&["416"], json!("416"), 2, "Toronto"),
        (&["toronto"], Value::Null, 0, "416"),
        (&["san", "francisco"], Value::Null, 0, "415"),
        (&["65", "--country", "SG"], Value::Null, 0, "+65********"),
        (&["+44 20", "--country", "US"], Value::Null, 1, "--country GB"),
        (&[""], Value::Null, 0, "no digit"),
        (&["415\u{1b}[2J"], Value::Null, 3, "cannot be part"),
    ] {
        let verdict = judged(arguments, 2);
        assert_eq!((&verdict["valid"], &verdict["count"]), (&json!(false), &json!(0)), "{arguments:?}");
        assert_eq!((&verdict["normalized"], &verdict["error"]["at"]), (&normalized, &json!(at)), "{arguments:?}");
        assert!(verdict["error"]["message"].as_str().unwrap().contains(says), "{verdict}");
        let ran = check(arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stdout.starts_with("✗ Not a valid "), "{ran:?}");
        assert!(!ran.stdout.replace('\n', "").contains(char::is_control), "{ran:?}");
    }
}

#[test]
fn the_country_is_the_flag_or_the_calling_code() {
    for (arguments, country, normalized) in [
        (&["+44 20 7946 00xx"][..], "GB", "+4420794600**"),
        (&["020", "--country", "GB"], "GB", "20"),
        (&["--country=gb", "020"], "GB", "20"),
        (&["+1416*******", "--country", "CA"], "CA", "+1416*******"),
    ] {
        let verdict = judged(arguments, 0);
        assert_eq!((&verdict["country"], &verdict["normalized"]), (&json!(country), &json!(normalized)));
    }
    let program = Program::new();
    let ran = program.run(["--country", "GB", "check", "020"]);
    assert!(ran.printed().contains("United Kingdom"), "{ran:?}");
}

#[test]
fn the_caret_points_at_the_character() {
    let ran = check(&["(415) 055-****"]);
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(lines[1..3], ["  (415) 055-****", "        ^"], "{ran:?}");
}

#[test]
fn an_argument_as_long_as_the_system_takes_is_answered() {
    let verdict = judged(&[&"5".repeat(100_000)], 2);
    assert!(verdict.to_string().len() < 1_000, "{verdict}");
}

#[test]
fn misuse_is_refused_in_one_line() {
    for (arguments, says) in [
        (&["check"][..], "area code or a pattern"),
        (&["check", "415", "--country", "XX"], "--country"),
        (&["--area-code", "415", "check", "415"], "--area-code does not go with check"),
        (&["--sub-account", "sub_1", "check", "415"], "--sub-account does not go with check"),
        (&["--country", "US", "check", "415", "--country", "US"], "--country is given twice"),
        (&["check", "vx_live_0123456789abcdef"], "VANTAX_API_KEY"),
    ] {
        let ran = Program::new().run(arguments);
        let line = ran.refused(2);
        assert!(line.contains(says) && !line.contains("0123456789"), "{line}");
    }
}
