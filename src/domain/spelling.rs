//! How people write numbers, read as what counts: `+`, digits and `*`.
//!
//! Owns the characters that are ignored, taken as something else, or refused, and
//! what a person should be told about it. It knows no country and no plan; what
//! the digits mean is `criterion`'s.

use std::fmt;

use super::criterion::{Fault, Kind};

/// A character that counts, and where it stands in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Index into the input, in characters.
    pub at: usize,
    /// `+`, a digit, or `*`.
    pub byte: u8,
}

/// Something in the input that was taken as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// This character was taken as a wildcard.
    Wildcard(char),
    /// Letters were taken as the digits on a phone's keypad.
    Letters,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wildcard(c) => write!(f, "{c} is taken as *, any digit."),
            Self::Letters => f.write_str("Letters are taken as the digits on a phone's keypad."),
        }
    }
}

/// An input, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spelled {
    /// What counts.
    pub marks: Vec<Mark>,
    /// What a person should be told, each thing once.
    pub hints: Vec<Hint>,
}

/// Whether what is typed for an area code is the name of a place rather than digits: letters, and nothing that counts.
#[must_use]
pub fn is_place_name(input: &str) -> bool {
    let counts = |c: char| c.is_numeric() || matches!(c, '+' | '*' | '#' | '?' | '_' | '\u{ff0b}' | '\u{ff0a}');
    input.chars().any(char::is_alphabetic) && !input.chars().any(counts)
}

/// Reads an input; the first character that cannot be meant is blamed.
pub(super) fn spell(kind: Kind, input: &str) -> Result<Spelled, Fault> {
    let vanity = kind == Kind::Pattern && input.chars().any(|c| c.is_ascii_alphabetic() && !matches!(c, 'x' | 'X'));
    let letters = x_alone(input);
    let mut spelled = Spelled::default();
    let trunk = trunk_in_brackets(input);
    for (at, c) in input.chars().enumerate().filter(|(at, _)| Some(*at) != trunk) {
        let (byte, hint) = match c {
            c if is_separator(c) => continue,
            '+' | '\u{ff0b}' if spelled.marks.is_empty() => (b'+', None),
            '+' | '\u{ff0b}' => return Err(Fault::new(at, "A plus sign stands only in front", "digits")),
            '*' | '\u{ff0a}' => (b'*', None),
            '?' | '#' | '_' => (b'*', Some(Hint::Wildcard(c))),
            'x' | 'X' if !vanity || letters.contains(&at) => (b'*', Some(Hint::Wildcard(c))),
            c => match (digit(c), keypad(c)) {
                (Some(digit), _) => (digit, None),
                (None, Some(digit)) if vanity => (digit, Some(Hint::Letters)),
                _ => return Err(refused(kind, at)),
            },
        };
        spelled.marks.push(Mark { at, byte });
        spelled.hints.extend(hint.filter(|hint| !spelled.hints.contains(hint)));
    }
    Ok(spelled)
}

/// Where x stands with no other letter beside it: in `415-xxx-HOME` the first group is open, and the last is a word.
fn x_alone(input: &str) -> Vec<usize> {
    let chars: Vec<_> = input.chars().enumerate().collect();
    let runs = chars.chunk_by(|(_, one), (_, other)| one.is_ascii_alphabetic() == other.is_ascii_alphabetic());
    let alone = runs.filter(|run| run.iter().all(|(_, c)| matches!(c, 'x' | 'X')));
    alone.flatten().map(|(at, _)| *at).collect()
}

fn refused(kind: Kind, at: usize) -> Fault {
    let accepted = match kind {
        Kind::AreaCode => "digits; spaces, dots, dashes and brackets are ignored",
        Kind::Pattern => "+, digits and *; spaces, dots, dashes and brackets are ignored",
    };
    Fault::new(at, "This character cannot be part of a number", accepted)
}

/// Where the 0 of `+44 (0)20` stands: it is dialled only inside the country, and means nothing here.
fn trunk_in_brackets(input: &str) -> Option<usize> {
    let is_international = input.trim_start().starts_with(['+', '\u{ff0b}']) || input.trim_start().starts_with("00");
    let at = input.find("(0)").filter(|_| is_international)?;
    Some(input[..at].chars().count() + 1)
}

/// What people put between digits, and what contacts and chats put around them unseen: marks of direction, soft hyphens.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{3000}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0d}' | '\u{ff0e}'
            | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}'
    )
}

/// A digit, also as East Asian keyboards write it.
fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(c).ok(),
        '\u{ff10}'..='\u{ff19}' => u8::try_from(u32::from(c) - 0xff10).ok().map(|value| b'0' + value),
        _ => None,
    }
}

/// The digit that a letter stands on (ITU-T E.161).
fn keypad(c: char) -> Option<u8> {
    Some(match c.to_ascii_uppercase() {
        'A'..='C' => b'2',
        'D'..='F' => b'3',
        'G'..='I' => b'4',
        'J'..='L' => b'5',
        'M'..='O' => b'6',
        'P'..='S' => b'7',
        'T'..='V' => b'8',
        'W'..='Z' => b'9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, input: &str) -> String {
        match spell(kind, input) {
            Ok(spelled) => {
                let bytes: String = spelled.marks.iter().map(|mark| char::from(mark.byte)).collect();
                let hints: Vec<_> = spelled.hints.iter().map(ToString::to_string).collect();
                format!("{bytes} {}", hints.join(" ")).trim_end().to_owned()
            }
            Err(fault) => format!("!{}", fault.at),
        }
    }

    #[test]
    fn names_are_told_from_digits() {
        for (input, is_name) in [
            ("san francisco", true),
            ("München", true),
            ("St. John's", true),
            ("東京", true),
            ("x", true),
            ("", false),
            (" - ", false),
            ("415", false),
            ("4a5", false),
            ("4xx", false),
            ("xx*", false),
            ("+x", false),
            ("４ a", false),
        ] {
            assert_eq!(is_place_name(input), is_name, "{input}");
        }
    }

    #[test]
    fn spellings() {
        for (kind, input, meaning) in [
            (Kind::Pattern, "(415) 555-****", "415555****"),
            (Kind::Pattern, "+1.415.555.0100", "+14155550100"),
            (Kind::Pattern, "＋１ ４１５ ＊", "+1415*"),
            (Kind::Pattern, "415 555 xxxx", "415555**** x is taken as *, any digit."),
            (
                Kind::Pattern,
                "415 ###-??__",
                "415******* # is taken as *, any digit. ? is taken as *, any digit. _ is taken as *, any digit.",
            ),
            (Kind::Pattern, "+1 415 FLOWERS", "+14153569377 Letters are taken as the digits on a phone's keypad."),
            (Kind::Pattern, "+1 800 fax-****", "+1800329**** Letters are taken as the digits on a phone's keypad."),
            (
                Kind::Pattern,
                "415-xxx-HOME",
                "415***4663 x is taken as *, any digit. Letters are taken as the digits on a phone's keypad.",
            ),
            (Kind::Pattern, "\u{202a}+1 415 555 ****\u{202c}", "+1415555****"),
            (Kind::Pattern, "415\u{202e}555", "!3"),
            (Kind::Pattern, "415+555", "!3"),
            (Kind::Pattern, "415é", "!3"),
            (Kind::Pattern, "415 55;", "!6"),
            (Kind::AreaCode, "４１５", "415"),
            (Kind::AreaCode, "4a5", "!1"),
        ] {
            assert_eq!(read(kind, input), meaning, "{input}");
        }
    }
}
