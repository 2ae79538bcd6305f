//! What a person may see of an answer.
//!
//! Owns the choice of headers worth keeping (a list of those allowed, never of
//! those forbidden) and the form of the body: compact JSON where it is sensible
//! JSON, the text itself where not. The key never stays in either.

use serde_json::Value;

use super::{exchange::Seen, json, redact::Redactor};
use crate::domain::{Clean, RawAnswer};

/// Headers that tell a person or the vendor's support something.
const WORTH_SEEING: [&str; 8] =
    ["content-type", "date", "retry-after", "x-request-id", "request-id", "cf-ray", "location", "server"];
/// Beginnings of such headers.
const FAMILIES: [&str; 3] = ["ratelimit-", "x-ratelimit-", "idempotency-"];
/// The most headers kept.
const MOST_HEADERS: usize = 32;
/// Stands in for a body that holds the key in a form that cannot be replaced.
const WITHHELD: &str = "[The answer repeated the secret key in a disguised form, so it is not kept.]";

/// The answer as it is stored and shown.
pub(super) fn kept(seen: &Seen, key: &Redactor<'_>) -> RawAnswer {
    let worth_seeing = |name: &str| WORTH_SEEING.contains(&name) || FAMILIES.iter().any(|f| name.starts_with(f));
    let headers = seen.headers.iter().filter(|(name, _)| worth_seeing(name.as_str())).take(MOST_HEADERS);
    RawAnswer {
        status: seen.status,
        headers: headers
            .map(|(name, value)| (key.line(name.as_str()), key.line(&String::from_utf8_lossy(value.as_bytes()))))
            .collect(),
        body: body(&seen.body, key),
    }
}

fn body(bytes: &[u8], key: &Redactor<'_>) -> Clean {
    let kept = match json::parse(bytes) {
        Some(value) => key.body(&value.to_string()),
        None => key.body(&String::from_utf8_lossy(bytes)),
    };
    // Whoever shows this as indented JSON undoes its escapes.
    match serde_json::from_str::<Value>(kept.as_str()) {
        Ok(value) if key.finds_in(&value) => Clean::line(WITHHELD),
        _ => kept,
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use secrecy::SecretString;

    use super::*;

    fn raw(key: &str, headers: &[(&'static str, &'static str)], body: &[u8]) -> RawAnswer {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let seen = Seen { status: 200, headers, body: body.to_vec(), at: SystemTime::UNIX_EPOCH };
        kept(&seen, &Redactor::new(&SecretString::from(key)))
    }

    #[test]
    fn p10_only_headers_worth_seeing_are_kept_and_cleaned() {
        let raw = raw(
            "vx_live_3fa9c2",
            &[
                ("set-cookie", "a=b"),
                ("x-request-id", "r1"),
                ("x-ratelimit-remaining", "3"),
                ("authorization", "Bearer vx_live_3fa9c2"),
                ("location", "https://x/?vx_live_3fa9c2"),
                ("server", "a\tb"),
            ],
            b"",
        );
        let shown: Vec<_> = raw.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(
            shown,
            ["x-request-id: r1", "x-ratelimit-remaining: 3", "location: https://x/?[key]", "server: a␉b"]
        );
    }

    #[test]
    fn bodies_are_compact_clean_and_without_the_key() {
        const KEY: &str = "vx_live_3fa9c2";
        for (body, shown) in [
            (&b"{ \"b\" : 1,\n \"a\": [ ] }"[..], r#"{"b":1,"a":[]}"#),
            (b"<html>\x1b[2J\xff", "<html>␛[2J\u{fffd}"),
            (b"", ""),
            (br#"{"a":"Bearer vx_live_3fa9c2"}"#, r#"{"a":"Bearer [key]"}"#),
            (br#"{"a":"vx\u005flive_3fa9c2"}"#, r#"{"a":"[key]"}"#),
            (b"no vx_live_3fa9c2", "no [key]"),
            // A name twice is kept as sent, so that a person sees it.
            (br#"{"a":1,"a":2}"#, r#"{"a":1,"a":2}"#),
            (br#"{"a":1,"a":"vx\u005flive_3fa9c2"}"#, WITHHELD),
        ] {
            assert_eq!(raw(KEY, &[], body).body.as_str(), shown);
        }
        assert_eq!(raw(r#"key"with"quotes"#, &[], br#"{"a":"key\"with\"quotes"}"#).body.as_str(), WITHHELD);
    }
}
