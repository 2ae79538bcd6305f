//! The sub-account that owns and pays for a number.
//!
//! Owns the rule for its id. The vendor's docs call ids opaque strings with the
//! prefix `sub_`; we also hold them to the characters that ids are made of, so
//! that one can stand in a URL and on a screen as it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Clean;

/// The longest id taken, in characters. Real ones are about a dozen.
const LONGEST_ID: usize = 48;

/// A sub-account's id, such as `sub_8a1f4c2e`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubAccountId(String);

/// Why a text is not a sub-account id. The texts never repeat the input: it may be a key pasted by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnId {
    /// Nothing, or only the start of the prefix.
    #[error("A sub-account id begins with sub_ and goes on, such as sub_8a1f4c2e")]
    Incomplete,
    /// It begins like a secret key.
    #[error("This looks like a secret key, not a sub-account id. Do not paste keys here")]
    LooksLikeAKey,
    /// It begins like the id of a number or an agent.
    #[error("This is the id of something else: a sub-account id begins with sub_")]
    OtherPrefix,
    /// A character that ids do not have, at this index (in characters).
    #[error("An id has only letters, digits, _ and -")]
    Character(usize),
    /// More than 48 characters.
    #[error("An id has at most 48 characters")]
    TooLong,
}

impl SubAccountId {
    /// Reads an id; space around it is ignored.
    ///
    /// # Errors
    /// [`NotAnId`] says which rule is broken.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let text = text.trim();
        if text.starts_with("vx_") {
            return Err(NotAnId::LooksLikeAKey);
        }
        if let Some(at) = text.chars().position(|c| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
            return Err(NotAnId::Character(at));
        }
        if text.len() > LONGEST_ID {
            return Err(NotAnId::TooLong);
        }
        match text.strip_prefix("sub_") {
            Some("") => Err(NotAnId::Incomplete),
            Some(_) => Ok(Self(text.to_owned())),
            None if "sub_".starts_with(text) => Err(NotAnId::Incomplete),
            None => Err(NotAnId::OtherPrefix),
        }
    }

    /// The id as the API knows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SubAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for SubAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for SubAccountId {
    type Error = NotAnId;
    fn try_from(text: String) -> Result<Self, NotAnId> {
        Self::parse(&text)
    }
}

impl From<SubAccountId> for String {
    fn from(id: SubAccountId) -> Self {
        id.0
    }
}

/// What a person calls a sub-account. Whether the API names them is open, so it may be absent.
pub type AccountName = Option<Clean>;

/// A sub-account that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubAccount {
    /// What the API bills.
    pub id: SubAccountId,
    /// What a person reads.
    pub name: AccountName,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_and_faults_named() {
        for (text, result) in [
            ("sub_8a1f4c2e", Ok("sub_8a1f4c2e")),
            ("  sub_8a1f4c2e\n", Ok("sub_8a1f4c2e")),
            ("sub_a-b_C9", Ok("sub_a-b_C9")),
            ("", Err(NotAnId::Incomplete)),
            ("su", Err(NotAnId::Incomplete)),
            ("sub_", Err(NotAnId::Incomplete)),
            ("acme", Err(NotAnId::OtherPrefix)),
            ("pn_55ad12", Err(NotAnId::OtherPrefix)),
            ("vx_live_3fa9c2", Err(NotAnId::LooksLikeAKey)),
            ("sub_a b", Err(NotAnId::Character(5))),
            ("sub_ä", Err(NotAnId::Character(4))),
        ] {
            assert_eq!(SubAccountId::parse(text).as_ref().map(SubAccountId::as_str), result.as_ref().map(|id| *id));
        }
        assert_eq!(SubAccountId::parse(&format!("sub_{}", "x".repeat(80))), Err(NotAnId::TooLong));
    }

    #[test]
    fn a_fault_never_repeats_the_input() {
        assert!(!NotAnId::LooksLikeAKey.to_string().contains("3fa9c2"));
    }
}
