//! Moving through a list, and finding in it.
//!
//! Owns the arithmetic of a selected row and the fuzzy filter, shared by every
//! list, so that all of them move alike.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

/// A way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// Up by a page.
    PageUp,
    /// Down by a page.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Move {
    /// Where the selection goes in a list of `len` rows. `page` is in rows.
    #[must_use]
    pub fn apply(self, at: usize, len: usize, page: usize) -> usize {
        let last = len.saturating_sub(1);
        match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => (at + 1).min(last),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => (at + page).min(last),
            Self::First => 0,
            Self::Last => last,
        }
    }
}

/// The indices of the texts that match, best first; all of them, in order, for an empty query.
pub fn find<'a>(query: &str, texts: impl Iterator<Item = &'a str>) -> Vec<usize> {
    if query.trim().is_empty() {
        return texts.enumerate().map(|(at, _)| at).collect();
    }
    let pattern = Pattern::parse(query.trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let scored = texts.enumerate().filter_map(|(at, text)| {
        let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)?;
        Some((std::cmp::Reverse(score), at))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_stay_inside_the_list() {
        for (way, at, len, to) in [
            (Move::Up, 0, 5, 0),
            (Move::Up, 3, 5, 2),
            (Move::Down, 4, 5, 4),
            (Move::Down, 0, 0, 0),
            (Move::PageDown, 1, 5, 4),
            (Move::PageUp, 4, 5, 1),
            (Move::First, 4, 5, 0),
            (Move::Last, 0, 5, 4),
            (Move::Last, 0, 0, 0),
        ] {
            assert_eq!(way.apply(at, len, 3), to, "{way:?} from {at} of {len}");
        }
    }

    #[test]
    fn the_filter_ranks_and_keeps_order() {
        let texts = ["Acme Dental", "Bay Books", "Acme Bakery"];
        assert_eq!(find("", texts.into_iter()), [0, 1, 2]);
        assert_eq!(find("acme", texts.into_iter()), [0, 2]);
        assert_eq!(find("bb", texts.into_iter()), [1]);
        assert!(find("zzz", texts.into_iter()).is_empty());
    }
}
