//! Text from outside, made safe to show.
//!
//! Owns the one way in: answers, headers, config, ledger, arguments and paste
//! become [`Clean`] before they reach a terminal, a log or a file. Escape
//! sequences, control characters, bidirectional overrides, zero-width and tag
//! characters are not dropped but shown as visible text, so that a person sees
//! that something was there. Length is capped here and nowhere else.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The cap of ordinary text, in characters: names, messages, ids.
const USUAL_CAP: usize = 300;
/// The cap of a kept answer body, in characters. An answer is at most 1 MiB on the wire; a ledger needs less.
const BODY_CAP: usize = 16 * 1024;

/// Visible, bounded text. Deserializing cleans again, so a damaged file cannot smuggle anything in.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Clean(String);

impl Clean {
    /// Cleans one line of at most 300 characters; line breaks become visible marks.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(cleaned(text, USUAL_CAP))
    }

    /// Cleans an answer's body, of at most 16,384 characters.
    #[must_use]
    pub fn body(text: &str) -> Self {
        Self(cleaned(text, BODY_CAP))
    }

    /// The text, safe to print.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a text is short enough and of plain ASCII, as almost all of it is: then there is nothing to clean.
fn is_plain(text: &str, cap: usize) -> bool {
    text.len() <= cap && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn cleaned(text: &str, cap: usize) -> String {
    if is_plain(text, cap) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(cap));
    for (count, c) in text.chars().enumerate() {
        if count == cap {
            out.push('…');
            break;
        }
        push_visible(&mut out, c);
    }
    out
}

/// Pushes the character itself, or a visible stand-in where it could act on a terminal or hide.
fn push_visible(out: &mut String, c: char) {
    match c {
        '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        c if is_hidden(c) => out.extend(format!("<U+{:04X}>", u32::from(c)).chars()),
        c => out.push(c),
    }
}

/// Characters that are not seen, or that change how others are seen.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        // Marks that enclose or cover a neighbour, unlike the accents that names need.
        || matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{489}')
        // Private use has no meaning that two people share.
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<String> for Clean {
    fn from(text: String) -> Self {
        if is_plain(&text, BODY_CAP) { Self(text) } else { Self::body(&text) }
    }
}

impl From<Clean> for String {
    fn from(clean: Clean) -> Self {
        clean.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn p10_what_could_act_is_shown_instead() {
        for (raw, shown) in [
            ("plain", "plain"),
            ("\u{1b}[31mred", "␛[31mred"),
            ("a\nb\tc", "a␊b␉c"),
            ("\u{9b}2J", "<U+009B>2J"),
            ("abc\u{202e}def", "abc<U+202E>def"),
            ("a\u{200b}b", "a<U+200B>b"),
            ("\u{e0041}", "<U+E0041>"),
            ("\u{7f}", "␡"),
            ("Zoë, São Paulo 東京", "Zoë, São Paulo 東京"),
        ] {
            assert_eq!(Clean::line(raw).as_str(), shown);
        }
    }

    #[test]
    fn p10_length_is_capped_and_said() {
        let long = "x".repeat(1000);
        assert_eq!(Clean::line(&long).as_str().chars().count(), USUAL_CAP + 1);
        assert!(Clean::line(&long).as_str().ends_with('…'));
        assert_eq!(Clean::body(&long).as_str(), long);
    }

    #[test]
    fn deserializing_cleans_too() {
        let clean: Clean = serde_json::from_str(r#""\u001b]0;x\u0007""#).unwrap();
        assert_eq!(clean.as_str(), "␛]0;x␇");
    }

    proptest! {
        #[test]
        fn p10_nothing_that_acts_survives(text in any::<String>()) {
            let clean = Clean::line(&text);
            prop_assert!(!clean.as_str().chars().any(|c| c.is_control() || is_hidden(c)));
        }

        #[test]
        fn plain_text_is_what_cleaning_leaves_as_it_is(text in "[ -~]{0,40}|.{0,9}") {
            let mut slow = String::new();
            text.chars().for_each(|c| push_visible(&mut slow, c));
            prop_assert_eq!(String::from(Clean::line(&text)), slow.as_str());
            prop_assert_eq!(String::from(Clean::from(text)), slow);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = Clean::line(&text);
            prop_assume!(once.as_str().chars().count() <= USUAL_CAP);
            prop_assert_eq!(Clean::line(once.as_str()), once);
        }
    }
}
