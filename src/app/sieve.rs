//! Finding a purchase among very many.
//!
//! Owns what a filter over the history means: every word must be in the line (in
//! the number, the sub-account, what was asked for, or the id), or begin what the
//! state, the mode or the kind of search is called, so that "bought" finds what was
//! bought and not what was not. Lines stay in their order, newest first: a rank
//! would tear the days apart. Nothing is made for a line that is looked at.

use crate::domain::{Summary, criterion::Kind};

/// What to look for, read once for all lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sieve {
    /// In lower case. Words that begin a name of more than one word stand together.
    terms: Vec<String>,
}

/// Names that a line may have and that a filter may spell in part.
fn names(line: &Summary) -> impl Iterator<Item = &'static str> {
    let kind = match line.kind {
        Kind::AreaCode => "area code",
        Kind::Pattern => "pattern",
    };
    line.status.words().iter().copied().chain([line.mode(), kind])
}

/// The names of more than one word.
const LONG_NAMES: [&str; 4] = ["not bought", "may be bought", "never sent", "area code"];

impl Sieve {
    /// Reads a filter.
    #[must_use]
    pub fn new(filter: &str) -> Self {
        let lower = filter.to_lowercase();
        let mut words: Vec<_> = lower.split_whitespace().collect();
        let mut terms = Vec::new();
        while !words.is_empty() {
            let spells = |count: &usize| {
                let spelled = words.get(..*count).unwrap_or_default().join(" ");
                LONG_NAMES.iter().any(|name| name.starts_with(&spelled))
            };
            let count = (2..=words.len().min(3)).rev().find(spells).unwrap_or(1);
            terms.push(words.drain(..count).collect::<Vec<_>>().join(" "));
        }
        Self { terms }
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a line passes.
    #[must_use]
    pub fn passes(&self, line: &Summary) -> bool {
        self.terms.iter().all(|term| {
            names(line).any(|name| name.starts_with(term.as_str())) || term.split(' ').all(|word| holds(line, word))
        })
    }
}

/// Whether a word is in one of the line's texts.
fn holds(line: &Summary, word: &str) -> bool {
    let texts = [line.number().unwrap_or_default(), line.sub_account(), line.criterion(), line.country.code()];
    texts.into_iter().any(|text| contains(text.as_bytes(), word.as_bytes()))
        || contains(line.id.encode(&mut [0; 36]).as_bytes(), word.as_bytes())
}

/// Whether a text has a part, which is in lower case, whatever the case of its own ASCII letters.
fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    text.windows(part.len())
        .any(|here| here.first().is_some_and(|c| c.to_ascii_lowercase() == *first) && here.eq_ignore_ascii_case(part))
}

#[cfg(test)]
#[path = "tests/sieve.rs"]
mod tests;
