//! How long a server asks to wait.
//!
//! Owns the reading of `Retry-After`: whole seconds, or an HTTP date. A date is
//! measured against the server's own `Date` header, so that a wrong clock on
//! either side does no harm; only without that header does this machine's clock
//! stand in. The result is a duration, and from here on time is monotonic.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The longest wait that is believed. A server that asks for more is held to a day.
const LONGEST: Duration = Duration::from_hours(24);

/// The wait that the headers ask for, at most a day; `None` where they ask for none or make no sense.
/// Of several `Retry-After` headers the longest counts. `now` is when the head arrived.
pub(super) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let sent = headers.get(DATE).and_then(|value| value.to_str().ok()).and_then(date).unwrap_or(now);
    let asked = headers.get_all(RETRY_AFTER).iter().filter_map(|value| wait(value.to_str().ok()?.trim(), sent));
    asked.max().map(|wait| wait.min(LONGEST))
}

fn wait(text: &str, sent: SystemTime) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit is still "very long".
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    // A date that has passed asks for no more waiting.
    date(text).map(|until| until.duration_since(sent).unwrap_or_default())
}

fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    use super::*;

    const SENT: &str = "Wed, 14 Jan 2026 10:30:00 GMT";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    fn seconds(pairs: &[(&'static str, &str)]) -> Option<u64> {
        // This machine's clock is an hour late: only an answer without `Date` may notice.
        let now = date(SENT).unwrap() - Duration::from_hours(1);
        read(&headers(pairs), now).map(|wait| wait.as_secs())
    }

    #[test]
    fn p05_seconds_dates_and_nonsense() {
        const DAY: u64 = 86_400;
        for (value, expected) in [
            ("0", Some(0)),
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("86401", Some(DAY)),
            ("18446744073709551616", Some(DAY)),
            ("999999999999999999999999999999", Some(DAY)),
            ("Wed, 14 Jan 2026 10:30:30 GMT", Some(30)),
            ("Wednesday, 14-Jan-26 10:31:00 GMT", Some(60)),
            ("Wed Jan 14 10:32:00 2026", Some(120)),
            ("Wed, 14 Jan 2026 10:29:00 GMT", Some(0)),
            ("Fri, 14 Jan 2099 10:29:00 GMT", None),
            ("Wed, 14 Jan 2099 10:29:00 GMT", Some(DAY)),
            ("", None),
            ("-1", None),
            ("+5", None),
            ("1.5", None),
            ("soon", None),
            ("0x10", None),
            ("Wed, 99 Jan 2026 10:30:30 GMT", None),
        ] {
            assert_eq!(seconds(&[("date", SENT), ("retry-after", value)]), expected, "{value:?}");
        }
    }

    #[test]
    fn absent_several_and_without_a_date() {
        assert_eq!(seconds(&[("date", SENT)]), None);
        assert_eq!(seconds(&[("retry-after", "5"), ("retry-after", "x"), ("retry-after", "9")]), Some(9));
        assert_eq!(seconds(&[("retry-after", SENT)]), Some(3600));
        assert_eq!(seconds(&[("date", "yesterday"), ("retry-after", SENT)]), Some(3600));
    }

    proptest! {
        #[test]
        fn p05_anything_is_survived_and_bounded(value in "[ -~]{0,60}", date in "[ -~]{0,40}") {
            let wait = read(&headers(&[("retry-after", &value), ("date", &date)]), SystemTime::now());
            prop_assert!(wait.is_none_or(|wait| wait <= LONGEST));
        }
    }
}
