//! What to look for: an area code or a pattern, read from what a person types.
//!
//! Owns the way from spelling to value. [`read_area_code`] and [`read_pattern`]
//! are called after every key; they answer empty, incomplete, valid or wrong, and
//! for wrong which character breaks which rule and what would be accepted there.
//! The rules of the digits themselves are asked of `numbering`. An [`AreaCode`]
//! or [`NumberPattern`] can only come from here, so it can always be sent.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::spelling::{Hint, Mark, spell};
use crate::numbering::{Breach, Country, Plan};

/// The most places of a whole number, by E.164.
const E164_PLACES: usize = 15;
/// How long an input may grow, in characters; the longest sensible spelling is well below.
pub const LONGEST_INPUT: usize = 40;

/// An area code in the form that is sent: digits only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AreaCode(String);

/// A pattern in the form that is sent: `+`, the calling code, then digits and `*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberPattern(String);

/// Exactly one of the two things that the API can search by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Criterion {
    /// Sent as `area_code`.
    AreaCode(AreaCode),
    /// Sent as `number_pattern`.
    Pattern(NumberPattern),
}

/// Which of the two a criterion is; also which field the person is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// By area code.
    AreaCode,
    /// By pattern.
    Pattern,
}

/// What an input means so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<T> {
    /// Nothing typed.
    Empty,
    /// Fine so far, but more is needed; the text says what.
    Incomplete(String),
    /// A value that can be sent.
    Valid(T),
    /// A character that cannot stand where it stands.
    Wrong(Fault),
}

/// Which character breaks which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Index of the character in the input, from 0.
    pub at: usize,
    /// The rule, a sentence without its full stop.
    pub rule: String,
    /// What would be accepted.
    pub accepted: String,
}

impl AreaCode {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl NumberPattern {
    /// The pattern as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many places are open.
    #[must_use]
    pub fn wildcards(&self) -> usize {
        self.0.bytes().filter(|&b| b == b'*').count()
    }

    /// Whether a number in E.164 form fits.
    #[must_use]
    pub fn matches(&self, e164: &str) -> bool {
        let fits = |(place, c): (u8, u8)| if place == b'*' { c.is_ascii_digit() } else { place == c };
        self.0.len() == e164.len() && self.0.bytes().zip(e164.bytes()).all(fits)
    }
}

impl Criterion {
    /// Reads an input of either kind.
    #[must_use]
    pub fn read(kind: Kind, country: Country, input: &str) -> Reading<Self> {
        match kind {
            Kind::AreaCode => read_area_code(country, input).map(Self::AreaCode),
            Kind::Pattern => read_pattern(country, input).map(Self::Pattern),
        }
    }

    /// Takes back what was once confirmed and recorded. Rules may have grown stricter
    /// since, so only the characters are held to account: `None` means a damaged record.
    #[must_use]
    pub fn recorded(kind: Kind, text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let fits = |wild: bool| {
            !digits.is_empty()
                && digits.len() <= E164_PLACES
                && digits.bytes().all(|b| b.is_ascii_digit() || (wild && b == b'*'))
        };
        match kind {
            Kind::AreaCode if text == digits && fits(false) => Some(Self::AreaCode(AreaCode(text.to_owned()))),
            Kind::Pattern if fits(true) => Some(Self::Pattern(NumberPattern(text.to_owned()))),
            Kind::AreaCode | Kind::Pattern => None,
        }
    }

    /// Which of the two it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::AreaCode(_) => Kind::AreaCode,
            Self::Pattern(_) => Kind::Pattern,
        }
    }

    /// The form that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AreaCode(code) => code.as_str(),
            Self::Pattern(pattern) => pattern.as_str(),
        }
    }

    /// Whether a number in E.164 form is one that was asked for in `country`.
    #[must_use]
    pub fn matches(&self, country: Country, e164: &str) -> bool {
        match self {
            Self::AreaCode(code) => e164
                .strip_prefix('+')
                .and_then(|digits| digits.strip_prefix(country.calling_code()))
                .is_some_and(|rest| rest.starts_with(code.as_str()) && rest.bytes().all(|b| b.is_ascii_digit())),
            Self::Pattern(pattern) => pattern.matches(e164),
        }
    }
}

impl Kind {
    /// The field's name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::AreaCode => "Area code",
            Self::Pattern => "Pattern",
        }
    }

    /// The field's name in the API.
    #[must_use]
    pub fn api_field(self) -> &'static str {
        match self {
            Self::AreaCode => "area_code",
            Self::Pattern => "number_pattern",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::AreaCode => Self::Pattern,
            Self::Pattern => Self::AreaCode,
        }
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T> Reading<T> {
    /// The same reading with a valid value turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Empty => Reading::Empty,
            Self::Incomplete(more) => Reading::Incomplete(more),
            Self::Valid(value) => Reading::Valid(turn(value)),
            Self::Wrong(fault) => Reading::Wrong(fault),
        }
    }
}

impl Fault {
    pub(super) fn new(at: usize, rule: impl Into<String>, accepted: impl Into<String>) -> Self {
        Self { at, rule: rule.into(), accepted: accepted.into() }
    }

    fn from_breach(breach: Breach, marks: &[Mark]) -> Self {
        let at = marks.get(breach.at).or(marks.last()).map_or(0, |mark| mark.at);
        Self { at, rule: breach.rule, accepted: breach.accepted }
    }
}

/// What a person should be told about how an input was taken; empty where it cannot be read.
#[must_use]
pub fn hints(kind: Kind, input: &str) -> Vec<Hint> {
    spell(kind, input).map(|spelled| spelled.hints).unwrap_or_default()
}

fn bytes(marks: &[Mark]) -> Vec<u8> {
    marks.iter().map(|mark| mark.byte).collect()
}

fn text(marks: &[Mark]) -> String {
    marks.iter().map(|mark| char::from(mark.byte)).collect()
}

/// What is left of the marks when the way into the country is taken off.
pub(super) enum National<'a> {
    /// The calling code is not complete yet.
    Opening(String),
    /// The marks of the national number.
    Rest(&'a [Mark]),
}

/// Takes a leading `+` and calling code, `00` and calling code, the NANP's 1, or the trunk prefix off.
pub(super) fn national(country: Country, marks: &[Mark]) -> Result<National<'_>, Fault> {
    let code = country.calling_code();
    let international = match marks {
        [Mark { byte: b'+', .. }, rest @ ..] | [Mark { byte: b'0', .. }, Mark { byte: b'0', .. }, rest @ ..] => {
            Some(rest)
        }
        _ => None,
    };
    let Some(rest) = international else {
        return Ok(National::Rest(without_trunk(country, marks)));
    };
    for (mark, expected) in rest.iter().zip(code.bytes()) {
        if mark.byte != expected {
            let rule = format!("Numbers in {} begin with +{code}", country.in_sentence());
            return Err(Fault::new(mark.at, rule, format!("+{code}, or change the country")));
        }
    }
    if rest.len() < code.len() {
        return Ok(National::Opening(format!("go on with +{code}")));
    }
    Ok(National::Rest(&rest[code.len()..]))
}

/// Takes the trunk prefix off where it is one. No number begins with a trunk 0, nor with the NANP's 1; any other digit
/// may also begin the number itself, so it is a trunk prefix only where the number is complete without it.
fn without_trunk(country: Country, marks: &[Mark]) -> &[Mark] {
    let trunk = if country.is_nanp() { "1" } else { country.trunk_prefix() };
    let is_certain = country.is_nanp() || trunk == "0";
    if trunk.is_empty() || !text(marks).starts_with(trunk) {
        return marks;
    }
    let rest = &marks[trunk.len()..];
    let plan = Plan::of(country);
    let is_number = |marks: &[Mark]| plan.completes(&bytes(marks)) == Some(0);
    if is_certain || (is_number(rest) && !is_number(marks)) { rest } else { marks }
}

/// The places of the national number that an input spells; `None` where it is unreadable or leads out of the country.
pub(super) fn national_places(kind: Kind, country: Country, input: &str) -> Option<Vec<u8>> {
    match national(country, &spell(kind, input).ok()?.marks).ok()? {
        National::Opening(_) => None,
        National::Rest(rest) => Some(bytes(rest)),
    }
}

/// Reads an area code after any key press.
#[must_use]
pub fn read_area_code(country: Country, input: &str) -> Reading<AreaCode> {
    area_code(country, input).unwrap_or_else(Reading::Wrong)
}

fn area_code(country: Country, input: &str) -> Result<Reading<AreaCode>, Fault> {
    let marks = spell(Kind::AreaCode, input)?.marks;
    if marks.is_empty() {
        return Ok(Reading::Empty);
    }
    if let Some(star) = marks.iter().find(|mark| mark.byte == b'*') {
        return Err(Fault::new(star.at, "An area code has no wildcards", "digits; for wildcards, search by pattern"));
    }
    // A bare 1 is not taken off here: no NANP area code begins with it, and saying so helps more.
    let bare_nanp = country.is_nanp() && marks.first().is_some_and(|mark| mark.byte == b'1');
    let rest = if bare_nanp {
        &marks
    } else {
        match national(country, &marks)? {
            National::Opening(more) => return Ok(Reading::Incomplete(more)),
            National::Rest(rest) => rest,
        }
    };
    let plan = Plan::of(country);
    plan.area_code(&bytes(rest)).map_err(|breach| {
        // A wildcard is accepted in a pattern only.
        let accepted = breach.accepted.replace(", or *", "");
        Fault::from_breach(Breach { accepted, ..breach }, rest)
    })?;
    let rule = plan.area_code_rule();
    if rest.len() < rule.shortest {
        return Ok(Reading::Incomplete(more_places(rule.shortest - rest.len(), "digit")));
    }
    Ok(Reading::Valid(AreaCode(text(rest))))
}

/// Reads a pattern after any key press.
#[must_use]
pub fn read_pattern(country: Country, input: &str) -> Reading<NumberPattern> {
    pattern(country, input).unwrap_or_else(Reading::Wrong)
}

fn pattern(country: Country, input: &str) -> Result<Reading<NumberPattern>, Fault> {
    let marks = spell(Kind::Pattern, input)?.marks;
    if marks.is_empty() {
        return Ok(Reading::Empty);
    }
    let rest = match national(country, &marks)? {
        National::Opening(more) => return Ok(Reading::Incomplete(more)),
        National::Rest(rest) => rest,
    };
    let plan = Plan::of(country);
    let places = bytes(rest);
    plan.national(&places).map_err(|breach| Fault::from_breach(breach, rest))?;
    let missing = plan.completes(&places).unwrap_or(0);
    if missing > 0 {
        return Ok(Reading::Incomplete(more_places(missing, "digit or *")));
    }
    Ok(Reading::Valid(NumberPattern(format!("+{}{}", country.calling_code(), text(rest)))))
}

fn more_places(count: usize, what: &str) -> String {
    match (count, what) {
        (1, what) => format!("1 more {what}"),
        (_, "digit") => format!("{count} more digits"),
        (_, _) => format!("{count} more digits or *"),
    }
}

#[cfg(test)]
#[path = "criterion_tests.rs"]
mod tests;
