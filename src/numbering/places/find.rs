//! Area codes by the name of a place, while a person types it.
//!
//! Owns an index of every town and region by the beginnings of their words, made
//! by the first search. Called by the screen of the area code.

use std::{cmp::Reverse, collections::HashMap, sync::LazyLock};

use super::{
    data::{Area, Book},
    fold::{fold, fold_into},
};
use crate::numbering::Country;

/// A place with a name like the one looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The town's or region's English name.
    pub place: &'static str,
    /// The state, province or region that a town is in, where the data has one.
    pub region: Option<&'static str>,
    /// The country, whose calling code is the area codes'.
    pub country: Country,
    /// The area codes, without the calling code; the one where the town weighs most comes first. In a country without
    /// area codes, the first digits of its numbers. Never empty.
    pub area_codes: Vec<String>,
}

/// Fewer letters than this find nothing, because they would find everything.
const FEWEST_LETTERS: usize = 2;

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(Book::open()));

/// The places, at most `limit`, with a word that begins with what is typed; nothing for fewer than two letters.
///
/// Case, accents and punctuation do not matter. A name that is exactly so comes first, then names that begin so, then
/// names with a later word that begins so; among equals the place with more numbers, and a town before its region.
#[must_use]
pub fn find_places(query: &str, limit: usize) -> Vec<Found> {
    let query = fold(query);
    if query.chars().filter(|letter| letter.is_alphabetic()).count() < FEWEST_LETTERS {
        return Vec::new();
    }
    INDEX.find(&query, limit, Book::open())
}

/// One spelling of one place in one area.
struct Name {
    /// Where its folded form ends in [`Index::folded`].
    end: usize,
    area: usize,
    place: &'static str,
    /// The numbers that may be the place's: an area's numbers, shared by the rank among its towns.
    weight: u64,
    is_region: bool,
}

/// How well a name fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Begins,
    LaterWordBegins,
}

struct Index {
    /// Every folded name, end to end, each with a line feed behind it.
    folded: String,
    names: Vec<Name>,
    /// Where words begin in `folded`, and in which name.
    words: Vec<(usize, usize)>,
}

impl Index {
    fn of(book: &Book) -> Self {
        // Most areas have one town, and most towns one word.
        let some = book.areas.len() * 2;
        let (names, words) = (Vec::with_capacity(some), Vec::with_capacity(some));
        let mut index = Self { folded: String::with_capacity(some * 12), names, words };
        for (at, area) in book.areas.iter().enumerate() {
            let weight = numbers(book, area);
            for (rank, spellings) in (1..).zip(area.spellings()) {
                let place = spellings.split('=').next().unwrap_or(spellings);
                for spelling in spellings.split('=') {
                    index.add(spelling, Name { end: 0, area: at, place, weight: weight / rank, is_region: false });
                }
            }
            let region = book.name(area);
            if area.towns().all(|town| town != region) || !area.region.is_empty() {
                index.add(region, Name { end: 0, area: at, place: region, weight, is_region: true });
            }
        }
        index
    }

    fn add(&mut self, spelling: &str, mut name: Name) {
        let start = self.folded.len();
        fold_into(&mut self.folded, spelling);
        name.end = self.folded.len();
        let of = self.names.len();
        self.words.push((start, of));
        let letters = self.folded.as_bytes()[start..].iter().enumerate();
        self.words.extend(letters.filter(|(_, letter)| **letter == b' ').map(|(at, _)| (start + at + 1, of)));
        self.folded.push('\n');
        self.names.push(name);
    }

    fn find(&self, query: &str, limit: usize, book: &Book) -> Vec<Found> {
        let mut hits: Vec<_> = self.words.iter().filter_map(|&(start, of)| self.fit(query, start, of)).collect();
        hits.sort_unstable_by_key(|&(fit, of)| {
            let name = &self.names[of];
            (fit, Reverse(name.weight), name.is_region, of)
        });
        let mut known = HashMap::new();
        let mut found: Vec<Found> = Vec::new();
        for (_, of) in hits {
            let name = &self.names[of];
            let area = &book.areas[name.area];
            let country = book.country(area);
            let region = (!name.is_region && !area.region.is_empty()).then_some(area.region);
            let at = *known.entry((name.place, region, country, name.is_region)).or_insert(found.len());
            if at == found.len() && at < limit {
                found.push(Found { place: name.place, region, country, area_codes: Vec::new() });
            }
            // Past the limit there is nothing at `at`.
            if let Some(found) = found.get_mut(at) {
                add_codes(found, book, area);
            }
        }
        found
    }

    /// Whether the word that starts there begins with the query, and how well its name fits.
    fn fit(&self, query: &str, start: usize, of: usize) -> Option<(Fit, usize)> {
        let name = &self.names[of];
        let word = self.folded.as_bytes().get(start..name.end)?;
        word.starts_with(query.as_bytes()).then_some(())?;
        let begins = start == 0 || self.folded.as_bytes().get(start - 1) == Some(&b'\n');
        let fit = match begins {
            true if word.len() == query.len() => Fit::Whole,
            true => Fit::Begins,
            false => Fit::LaterWordBegins,
        };
        Some((fit, of))
    }
}

/// How many numbers an area has, by the digits that are left free.
fn numbers(book: &Book, area: &Area) -> u64 {
    let taken = book.prefixes(area).iter().map(|prefix| prefix.len()).min().unwrap_or(0);
    let free = book.block(area).national_digits.saturating_sub(taken);
    10_u64.saturating_pow(free)
}

fn add_codes(found: &mut Found, book: &Book, area: &Area) {
    for prefix in book.prefixes(area) {
        let code = if area.finer { prefix.first(1) } else { *prefix }.to_string();
        if !found.area_codes.contains(&code) {
            found.area_codes.push(code);
        }
    }
}
