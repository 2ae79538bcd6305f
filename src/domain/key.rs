//! What may be said of a secret key.
//!
//! Owns the only form of a key that the state, the ledger and the screen ever
//! hold: the name of the place it came from and its last four characters. The
//! secret itself stays in the runtime.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Clean;

/// A key's label and its last four characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRef {
    /// Where the key came from: the name of an environment variable, or `sandbox`.
    pub label: Clean,
    /// The last four characters; empty where the key is too short to show any.
    pub last4: Clean,
}

impl KeyRef {
    /// Describes a key. Of a key shorter than 12 characters nothing is shown.
    #[must_use]
    pub fn describe(label: &str, secret: &str) -> Self {
        let shown = if secret.len() < 12 { "" } else { secret.get(secret.len() - 4..).unwrap_or_default() };
        Self { label: Clean::line(label), last4: Clean::line(shown) }
    }
}

impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} …{}", self.label, self.last4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p11_only_the_last_four_characters_are_kept() {
        assert_eq!(KeyRef::describe("VANTAX_API_KEY", "vx_live_3fa9c29c2f").to_string(), "VANTAX_API_KEY …9c2f");
        assert_eq!(KeyRef::describe("K", "vx_short").to_string(), "K …");
    }
}
