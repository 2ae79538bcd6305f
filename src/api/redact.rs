//! Takes the secret key out of what a server sends back.
//!
//! Owns the one way from the server's text to `Clean` text. A server that echoes
//! the key must not bring it onto the screen or into the ledger, so every text
//! goes through a [`Redactor`] of the exchange that it came from.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::domain::Clean;

/// What stands in the key's place.
const MARK: &str = "[key]";
/// A shorter text is no secret, and replacing it everywhere would spoil numbers and ids.
const SHORTEST_KEY: usize = 8;

/// Knows the key of one exchange. It has no `Debug`, so that it cannot be printed.
pub(super) struct Redactor<'a>(Option<&'a str>);

impl<'a> Redactor<'a> {
    pub(super) fn new(key: &'a SecretString) -> Self {
        Self(Some(key.expose_secret()).filter(|key| key.len() >= SHORTEST_KEY))
    }

    /// One line of clean text, without the key.
    pub(super) fn line(&self, text: &str) -> Clean {
        Clean::line(&self.without_key(text))
    }

    /// A body's clean text, without the key.
    pub(super) fn body(&self, text: &str) -> Clean {
        Clean::body(&self.without_key(text))
    }

    /// Whether the text holds the key.
    pub(super) fn finds(&self, text: &str) -> bool {
        self.0.is_some_and(|key| text.contains(key))
    }

    /// Whether any string inside holds the key, escapes undone.
    pub(super) fn finds_in(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.finds(text),
            Value::Array(items) => items.iter().any(|item| self.finds_in(item)),
            Value::Object(map) => map.iter().any(|(name, value)| self.finds(name) || self.finds_in(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn without_key<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.0 {
            Some(key) if text.contains(key) => Cow::Owned(text.replace(key, MARK)),
            _ => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_replaced_and_short_texts_are_no_keys() {
        for (key, text, shown) in [
            ("vx_live_3fa9c2", "Bearer vx_live_3fa9c2 vx_live_3fa9c2!", "Bearer [key] [key]!"),
            ("vx_live_3fa9c2", "vx_live_3fa9c", "vx_live_3fa9c"),
            ("1415", "+14155550142", "+14155550142"),
            ("", "abc", "abc"),
        ] {
            let key = SecretString::from(key);
            assert_eq!(Redactor::new(&key).line(text).as_str(), shown);
        }
    }

    #[test]
    fn a_key_behind_escapes_is_found() {
        let key = SecretString::from("vx_live_3fa9c2");
        let hides = |json: &str| Redactor::new(&key).finds_in(&serde_json::from_str(json).unwrap());
        assert!(hides(r#"{"a":[1,{"b":"x vx\u005flive_3fa9c2"}]}"#));
        assert!(hides(r#"{"vx_live_3fa9c\u0032":null}"#));
        assert!(!hides(r#"{"a":["vx_live_",true,null,2]}"#));
    }
}
