use std::time::SystemTime;

use proptest::prelude::*;
use reqwest::header::HeaderMap;
use secrecy::SecretString;
use serde_json::json;

use super::*;
use crate::domain::Clean;

const BOUGHT: &str = include_str!("../../tests/fixtures/purchase_response.json");
const FAILURE: &str = include_str!("../../tests/fixtures/failure.json");
const VALIDATION: &str = include_str!("../../tests/fixtures/validation_failure.json");

fn seen(status: u16, headers: &[(&'static str, &'static str)], body: &[u8]) -> Seen {
    let headers: HeaderMap = headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
    Seen { status, headers, body: body.to_vec(), at: SystemTime::UNIX_EPOCH }
}

fn judge(exchange: &Exchange) -> Outcome {
    outcome(exchange, &Redactor::new(&SecretString::from("vx_live_3fa9c2")))
}

fn answered(status: u16, body: &str) -> Outcome {
    judge(&Exchange::Whole(seen(status, &[], body.as_bytes())))
}

/// The outcome in a word: `bought`, or the kind of no, or the doubt.
fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Bought(bought) => format!("bought {}", bought.number.number),
        Outcome::NotBought(refusal) => format!("{:?}", refusal.kind),
        Outcome::Unknown(doubt) => format!("unknown {doubt:?}"),
    }
}

#[test]
fn p03_a_yes_is_complete_and_certain_or_it_is_none() {
    const BARE: &str = r#"{"success":true,"data":{"id":"pn_1","number":"+1"}}"#;
    for (status, body, expected) in [
        (200, BOUGHT, "bought +14155550142"),
        (201, BOUGHT, "bought +14155550142"),
        (200, BARE, "bought +1"),
        (201, r#"{"data":{"number":"+1","id":"pn_1"},"success":true,"more":[1]}"#, "bought +1"),
        (200, r#"{"success":true,"message":7,"data":{"id":"pn_1","number":"+1","country":[]}}"#, "bought +1"),
        (202, BOUGHT, "unknown OddSuccess(202)"),
        (203, BOUGHT, "unknown OddSuccess(203)"),
        (204, "", "unknown OddSuccess(204)"),
        (206, BOUGHT, "unknown OddSuccess(206)"),
        (299, BOUGHT, "unknown OddSuccess(299)"),
        (200, "", "unknown OddSuccess(200)"),
        (201, "OK", "unknown OddSuccess(201)"),
        (200, "<html></html>", "unknown OddSuccess(200)"),
        (200, "null", "unknown OddSuccess(200)"),
        (200, "[]", "unknown OddSuccess(200)"),
        (200, "{}", "unknown OddSuccess(200)"),
        (200, FAILURE, "unknown OddSuccess(200)"),
        (200, &BOUGHT[..BOUGHT.len() - 1], "unknown OddSuccess(200)"),
        (200, r#"{"success":true}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":null}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":[{"id":"pn_1","number":"+1"}]}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":"true","data":{"id":"pn_1","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":1,"data":{"id":"pn_1","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":false,"data":{"id":"pn_1","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"data":{"id":"pn_1","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1","number":""}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1","number":" \t"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":1,"number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1","number":14155550142}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"id":"pn_1","number":"+1"}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":false,"success":true,"data":{"id":"pn_1","number":"+1"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1","number":"+1","number":"+2"}}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"data":{"id":"pn_1","number":"+1"}}{}"#, "unknown OddSuccess(200)"),
        (404, BOUGHT, "unknown OddRefusal(404)"),
        (500, BOUGHT, "unknown ServerError(500)"),
    ] {
        assert_eq!(word(&answered(status, body)), expected, "{status} {body}");
    }
}

#[test]
fn p03_a_no_is_complete_and_well_formed_or_it_is_none() {
    for (status, body, expected) in [
        (400, FAILURE, "Malformed"),
        (401, FAILURE, "KeyRefused"),
        (402, FAILURE, "QuotaOrPlan"),
        (403, FAILURE, "WrongScope"),
        (404, FAILURE, "NotFound"),
        (422, FAILURE, "Validation"),
        (422, VALIDATION, "Validation"),
        (429, FAILURE, "RateLimited { retry_after_ms: None }"),
        (404, r#"{"success":false,"message":""}"#, "NotFound"),
        (404, r#"{"success":false,"message":"x","data":null,"code":"not_found"}"#, "NotFound"),
        (422, r#"{"success":false,"message":"x","errors":7}"#, "Validation"),
        (404, "", "unknown OddRefusal(404)"),
        (404, "<html>not found</html>", "unknown OddRefusal(404)"),
        (401, "{}", "unknown OddRefusal(401)"),
        (402, r#"{"success":true,"message":"x"}"#, "unknown OddRefusal(402)"),
        (402, r#"{"success":false}"#, "unknown OddRefusal(402)"),
        (402, r#"{"success":"false","message":"x"}"#, "unknown OddRefusal(402)"),
        (402, r#"{"success":null,"message":"x"}"#, "unknown OddRefusal(402)"),
        (402, r#"{"message":"x"}"#, "unknown OddRefusal(402)"),
        (403, r#"{"success":false,"message":{"text":"x"}}"#, "unknown OddRefusal(403)"),
        (404, r#"{"success":false,"message":"x","data":{"id":"pn_1"}}"#, "unknown OddRefusal(404)"),
        (404, r#"{"success":false,"message":"x","data":{}}"#, "unknown OddRefusal(404)"),
        (404, r#"{"success":false,"message":"x","data":false}"#, "unknown OddRefusal(404)"),
        (404, r#"{"success":true,"success":false,"message":"x"}"#, "unknown OddRefusal(404)"),
        (404, r#"[{"success":false,"message":"x"}]"#, "unknown OddRefusal(404)"),
        (404, &FAILURE[..FAILURE.len() - 3], "unknown OddRefusal(404)"),
        (429, "slow down", "unknown OddRefusal(429)"),
        (409, FAILURE, "unknown Conflict"),
        (409, BOUGHT, "unknown Conflict"),
        (100, FAILURE, "unknown OddRefusal(100)"),
        (101, FAILURE, "unknown OddRefusal(101)"),
        (300, FAILURE, "unknown Redirected(300)"),
        (301, "", "unknown Redirected(301)"),
        (307, FAILURE, "unknown Redirected(307)"),
        (308, BOUGHT, "unknown Redirected(308)"),
        (405, FAILURE, "unknown OddRefusal(405)"),
        (408, FAILURE, "unknown OddRefusal(408)"),
        (410, FAILURE, "unknown OddRefusal(410)"),
        (413, FAILURE, "unknown OddRefusal(413)"),
        (418, FAILURE, "unknown OddRefusal(418)"),
        (499, FAILURE, "unknown OddRefusal(499)"),
        (500, FAILURE, "unknown ServerError(500)"),
        (502, "<html>", "unknown ServerError(502)"),
        (503, FAILURE, "unknown ServerError(503)"),
        (504, "", "unknown ServerError(504)"),
        (599, FAILURE, "unknown ServerError(599)"),
        (600, FAILURE, "unknown OddRefusal(600)"),
        (999, FAILURE, "unknown OddRefusal(999)"),
    ] {
        assert_eq!(word(&answered(status, body)), expected, "{status} {body}");
    }
}

#[test]
fn a_rate_limit_says_how_long_but_a_503_stays_unknown() {
    let limited = |status, wait| judge(&Exchange::Whole(seen(status, &[("retry-after", wait)], FAILURE.as_bytes())));
    assert_eq!(word(&limited(429, "7")), "RateLimited { retry_after_ms: Some(7000) }");
    assert_eq!(word(&limited(429, "soon")), "RateLimited { retry_after_ms: None }");
    assert_eq!(word(&limited(503, "7")), "unknown ServerError(503)");
    assert_eq!(word(&limited(404, "7")), "NotFound");
}

#[test]
fn without_a_whole_answer_the_status_decides_nothing() {
    let whole = || Some(seen(404, &[], FAILURE.as_bytes()));
    for (doubt, expected) in [
        (Doubt::TimedOut, "unknown TimedOut"),
        (Doubt::TooLong, "unknown TooLong"),
        (Doubt::ConnectionLost(Clean::line("cut")), "unknown ConnectionLost(\"cut\")"),
    ] {
        assert_eq!(word(&judge(&Exchange::Broken { doubt: doubt.clone(), seen: whole() })), expected);
        assert_eq!(word(&judge(&Exchange::Broken { doubt, seen: None })), expected);
    }
    assert_eq!(word(&judge(&Exchange::NeverLeft(Clean::line("no route")))), "NeverLeft(\"no route\")");
}

#[test]
fn what_the_server_says_is_kept_clean_and_without_the_key() {
    let no = r#"{"success":false,"message":"no \u001b[2J vx_live_3fa9c2","errors":{"country":["vx_live_3fa9c2?"]}}"#;
    let Outcome::NotBought(refusal) = answered(422, no) else { panic!("a 422 is a no") };
    assert_eq!(refusal.message.unwrap().as_str(), "no ␛[2J [key]");
    assert_eq!(refusal.fields[0].message.as_str(), "[key]?");
    let yes = r#"{"success":true,"message":"vx_live_3fa9c2","data":{"id":"pn_1\u202e","number":"+1","source":"vx_live_3fa9c2"}}"#;
    let Outcome::Bought(bought) = answered(200, yes) else { panic!("this is a yes") };
    assert_eq!(bought.message.unwrap().as_str(), "[key]");
    assert_eq!(bought.number.id.as_str(), "pn_1<U+202E>");
    assert_eq!(bought.number.source.unwrap().as_str(), "[key]");
}

/// JSON that is an envelope or just misses being one.
fn near_envelope() -> impl Strategy<Value = String> {
    let success = prop_oneof![
        4 => Just(json!(true)),
        4 => Just(json!(false)),
        1 => prop::sample::select(vec![json!(1), json!("true"), json!(null)]),
    ];
    let text = prop_oneof![
        6 => "[ -~]{1,9}".prop_map(Value::from),
        1 => prop::sample::select(vec![json!(""), json!(" "), json!(7), json!(null), json!([])]),
    ];
    let data = prop_oneof![
        4 => (text.clone(), text.clone()).prop_map(|(id, number)| json!({"id": id, "number": number})),
        2 => Just(json!(null)),
        1 => prop::sample::select(vec![json!([]), json!({}), json!(false), json!("x")]),
    ];
    let kept = || prop::bool::weighted(0.9);
    let cut = prop::option::weighted(0.1, 0_usize..60);
    (success, text, data, (kept(), kept(), kept()), cut).prop_map(|(success, message, data, kept, cut)| {
        let all = [("success", success, kept.0), ("message", message, kept.1), ("data", data, kept.2)];
        let chosen = all.into_iter().filter_map(|(name, value, kept)| kept.then(|| (name.to_owned(), value)));
        let mut body = Value::Object(chosen.collect()).to_string();
        body.truncate(cut.unwrap_or(body.len()));
        body
    })
}

/// The rules of a certain yes and a certain no, restated with nothing of the product's code.
fn restated(status: u16, body: &[u8]) -> &'static str {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return "unknown" };
    let filled = |pointer| value.pointer(pointer).and_then(Value::as_str).is_some_and(|s| !s.trim().is_empty());
    let yes =
        value["success"] == json!(true) && value["data"].is_object() && filled("/data/id") && filled("/data/number");
    let no = value["success"] == json!(false) && value["message"].is_string() && value["data"] == json!(null);
    match status {
        200 | 201 if yes => "bought",
        400..=404 | 422 | 429 if no => "no",
        _ => "unknown",
    }
}

fn class(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Bought(_) => "bought",
        Outcome::NotBought(_) => "no",
        Outcome::Unknown(_) => "unknown",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn p03_the_verdict_is_the_rule_restated(
        status in prop_oneof![prop::sample::select(vec![200_u16, 201, 202, 204, 400, 401, 402, 403, 404, 409, 422, 429, 500]), 100_u16..=999],
        body in near_envelope(),
    ) {
        prop_assert_eq!(class(&answered(status, &body)), restated(status, body.as_bytes()), "{} {}", status, body);
    }

    #[test]
    fn any_bytes_are_survived_and_mostly_unknown(status in 100_u16..=999, body in prop::collection::vec(any::<u8>(), 0..300)) {
        let verdict = judge(&Exchange::Whole(seen(status, &[], &body)));
        prop_assert_eq!(class(&verdict), restated(status, &body));
    }

    #[test]
    fn p03_a_broken_answer_is_always_unknown(status in 100_u16..=999, body in near_envelope(), timed_out in any::<bool>()) {
        let doubt = if timed_out { Doubt::TimedOut } else { Doubt::TooLong };
        let verdict = judge(&Exchange::Broken { doubt, seen: Some(seen(status, &[], body.as_bytes())) });
        prop_assert_eq!(class(&verdict), "unknown");
    }
}

const RELEASED: &str = include_str!("../../tests/fixtures/release_response.json");

fn release_word(status: u16, body: &str) -> String {
    let exchange = Exchange::Whole(seen(status, &[], body.as_bytes()));
    match release_outcome(&exchange, &Redactor::new(&SecretString::from("vx_live_3fa9c2"))) {
        ReleaseOutcome::Released(message) => format!("released {}", message.unwrap_or_default()),
        ReleaseOutcome::NotReleased(refusal) => format!("{:?}", refusal.kind),
        ReleaseOutcome::Unknown(doubt) => format!("unknown {doubt:?}"),
    }
}

#[test]
fn p18_a_release_is_a_whole_yes_a_whole_no_or_unknown() {
    for (status, body, expected) in [
        (200, RELEASED, "released Phone number released successfully"),
        (201, RELEASED, "released Phone number released successfully"),
        (200, r#"{"success":true}"#, "released "),
        (200, r#"{"success":true,"data":null}"#, "released "),
        (202, RELEASED, "unknown OddSuccess(202)"),
        (204, "", "unknown OddSuccess(204)"),
        (204, RELEASED, "unknown OddSuccess(204)"),
        (200, "", "unknown OddSuccess(200)"),
        (200, "true", "unknown OddSuccess(200)"),
        (200, "<html></html>", "unknown OddSuccess(200)"),
        (200, FAILURE, "unknown OddSuccess(200)"),
        (200, r#"{"success":"true"}"#, "unknown OddSuccess(200)"),
        (200, r#"{"success":true,"success":false}"#, "unknown OddSuccess(200)"),
        (200, &RELEASED.trim_end()[..RELEASED.trim_end().len() - 1], "unknown OddSuccess(200)"),
        (301, RELEASED, "unknown Redirected(301)"),
        (400, FAILURE, "Malformed"),
        (401, FAILURE, "KeyRefused"),
        (402, FAILURE, "QuotaOrPlan"),
        (403, FAILURE, "WrongScope"),
        (404, FAILURE, "NotFound"),
        (404, RELEASED, "unknown OddRefusal(404)"),
        (404, "<html></html>", "unknown OddRefusal(404)"),
        (404, r#"{"success":false}"#, "unknown OddRefusal(404)"),
        (409, FAILURE, "unknown Conflict"),
        (410, FAILURE, "unknown OddRefusal(410)"),
        (422, VALIDATION, "Validation"),
        (429, FAILURE, "RateLimited { retry_after_ms: None }"),
        (500, RELEASED, "unknown ServerError(500)"),
        (503, FAILURE, "unknown ServerError(503)"),
    ] {
        assert_eq!(release_word(status, body), expected, "{status} {body}");
    }
}

#[test]
fn p18_what_did_not_come_in_whole_is_no_release_and_what_never_left_is_none() {
    let key = SecretString::from("vx_live_3fa9c2");
    let judge = |exchange: &Exchange| release_outcome(exchange, &Redactor::new(&key));
    let head = seen(200, &[], RELEASED.as_bytes());
    let broken = Exchange::Broken { doubt: Doubt::TimedOut, seen: Some(head) };
    assert_eq!(judge(&broken), ReleaseOutcome::Unknown(Doubt::TimedOut));
    let ReleaseOutcome::NotReleased(refusal) = judge(&Exchange::NeverLeft(Clean::line("refused"))) else {
        panic!("it left")
    };
    assert_eq!(refusal.kind, RefusalKind::NeverLeft(Clean::line("refused")));
}
