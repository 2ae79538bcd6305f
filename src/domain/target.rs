//! What a release is aimed at: the path that is sent, and the digits that are typed.
//!
//! Owns the one way from a number of the API to a request that gives it up. The id
//! becomes exactly one segment of the path, and nothing that could make it another
//! path passes; neither does an id or a number that was changed to be shown, because
//! the real one is not known any more.

use super::OwnedNumber;

/// The most digits that a phone number has, and the fewest that a confirmation may have.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// A number that can be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseTarget {
    segment: String,
    digits: String,
}

/// Why a number cannot be released from here. Nothing is sent for such a one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTarget {
    /// Its id would change the path of the request, or was changed to be shown.
    #[error("its id cannot stand in a request")]
    Id,
    /// It has no digits that a person could type.
    #[error("it is not a plain phone number")]
    Number,
}

impl ReleaseTarget {
    /// The target that a number is.
    ///
    /// # Errors
    /// [`NoTarget`] says what stands in the way.
    pub fn of(number: &OwnedNumber) -> Result<Self, NoTarget> {
        let segment = segment(number.id.as_str()).ok_or(NoTarget::Id)?;
        let digits = digits(number.number.as_str()).ok_or(NoTarget::Number)?;
        Ok(Self { segment, digits })
    }

    /// The path of the request below the API's base address.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/phone-numbers/{}", self.segment)
    }

    /// What a person types to confirm.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether this is the number, typed; a `+` before it is welcome.
    #[must_use]
    pub fn is_confirmed_by(&self, typed: &str) -> bool {
        typed.strip_prefix('+').unwrap_or(typed) == self.digits
    }
}

/// An id as one segment of a path, with everything encoded that is not plain.
fn segment(id: &str) -> Option<String> {
    let is_path = id.is_empty() || id == "." || id == "..";
    let changes_path = |c: char| c.is_control() || c == '/' || c == '\\';
    // What `Clean` puts in the place of characters that act or hide, and behind what it cuts.
    let was_changed = |c: char| matches!(c, '\u{2400}'..='\u{243f}' | '\u{fffd}');
    if is_path || id.contains(changes_path) || id.contains(was_changed) || id.contains("<U+") || id.ends_with('…') {
        return None;
    }
    let encoded = id.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    Some(encoded.collect())
}

/// The digits of a number that is written as people and machines write one.
fn digits(number: &str) -> Option<String> {
    let rest = number.strip_prefix('+').unwrap_or(number);
    let is_plain = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')'));
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    (is_plain && DIGITS.contains(&digits.len())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Clean;

    fn target(id: &str, number: &str) -> Result<ReleaseTarget, NoTarget> {
        let (id, number) = (Clean::line(id), Clean::line(number));
        ReleaseTarget::of(&OwnedNumber { id, number, ..OwnedNumber::default() })
    }

    #[test]
    fn p18_an_id_is_one_segment_of_the_path_or_nothing_is_sent() {
        for (id, path) in [
            ("pn_55ad12", Some("/phone-numbers/pn_55ad12")),
            ("pn 1", Some("/phone-numbers/pn%201")),
            ("pn?a=b#c&d", Some("/phone-numbers/pn%3Fa%3Db%23c%26d")),
            ("%2e%2e", Some("/phone-numbers/%252e%252e")),
            ("é", Some("/phone-numbers/%C3%A9")),
            ("...", Some("/phone-numbers/...")),
            ("", None),
            (".", None),
            ("..", None),
            ("pn/1", None),
            ("../agents", None),
            ("pn\\1", None),
            ("pn\n1", None),
            ("pn\u{1b}[2J", None),
            ("pn\u{202e}1", None),
            ("pn\u{85}1", None),
            (&"x".repeat(301), None),
        ] {
            let found = target(id, "+14155550142").map(|target| target.path());
            assert_eq!(found.as_deref(), path.ok_or(&NoTarget::Id), "{id:?}");
        }
    }

    #[test]
    fn p18_the_digits_of_the_number_confirm_and_nothing_else() {
        let us = target("pn_1", "+14155550142").unwrap();
        for (typed, confirms) in [
            ("14155550142", true),
            ("+14155550142", true),
            ("++14155550142", false),
            ("4155550142", false),
            ("141555501420", false),
            ("1415555014", false),
            ("1 415 555 0142", false),
            ("", false),
            ("BUY", false),
        ] {
            assert_eq!(us.is_confirmed_by(typed), confirms, "{typed}");
        }
        assert_eq!(target("pn_1", "(415) 555-0142").unwrap().digits(), "4155550142");
        for number in ["+1415555014２", "+1415555\u{202e}0142", "12", "", "soon", "+1234567890123456", "*14155550142"]
        {
            assert_eq!(target("pn_1", number), Err(NoTarget::Number), "{number}");
        }
    }

    proptest! {
        #[test]
        fn p18_no_id_leads_to_another_path(id in "\\PC{0,12}|[./%a-z\\\\?#]{0,8}") {
            if let Ok(target) = target(&id, "+14155550142") {
                let url = url::Url::parse(&format!("https://api.example/v1{}", target.path())).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                prop_assert_eq!(segments.len(), 3);
                prop_assert_eq!(&segments[..2], ["v1", "phone-numbers"]);
                prop_assert!(!segments[2].is_empty() && url.query().is_none() && url.fragment().is_none());
            }
        }
    }
}
