//! Reads `assets/places.deflate` into tables that are searched by prefix.
//!
//! Owns the format, which `assets/places.py` explains at its top. The data comes
//! with the program, so a line that does not read is skipped and not reported:
//! tests hold that there is none. Called by `places` and `find`, and by nobody else.

use std::{ops::Range, sync::LazyLock};

use super::Special;
use crate::numbering::Country;

static PACKED: &[u8] = include_bytes!("../../../assets/places.deflate");

/// The text never passes this, so that a broken file cannot fill the memory.
const LONGEST_TEXT: usize = 1 << 20;

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(PACKED, LONGEST_TEXT).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
});

static BOOK: LazyLock<Book> = LazyLock::new(|| Book::read(&TEXT));

/// Digits as one number that keeps leading zeros: `06` is 106, and `106` is 1106.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Digits(u64);

impl Digits {
    const NONE: Self = Self(1);

    /// `None` where a character is no ASCII digit, or there are more than E.164's 15.
    pub fn read(text: &str) -> Option<Self> {
        (text.len() <= 15).then_some(())?;
        text.bytes().try_fold(Self::NONE, Self::then)
    }

    fn then(self, digit: u8) -> Option<Self> {
        digit.is_ascii_digit().then(|| Self(self.0 * 10 + u64::from(digit - b'0')))
    }

    /// These digits, then others; `None` where that is too long for any number.
    fn followed_by(self, rest: Self) -> Option<Self> {
        let room = 10_u64.pow(rest.len());
        Some(Self(self.0.checked_mul(room)? + (rest.0 - room)))
    }

    /// How many digits they are.
    pub fn len(self) -> u32 {
        self.0.ilog10()
    }

    /// The first so many of them.
    pub fn first(self, len: u32) -> Self {
        Self(self.0 / 10_u64.pow(self.len().saturating_sub(len)))
    }
}

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.to_string().get(1..).unwrap_or_default())
    }
}

/// A calling code within one country.
#[derive(Debug)]
pub(super) struct Block {
    pub calling_code: &'static str,
    pub country: Country,
    /// How many digits a landline number of the country may have at most, ten at most, calling code aside.
    pub national_digits: u32,
}

/// One line: prefixes that say the same.
#[derive(Debug)]
pub(super) struct Area {
    block: usize,
    /// Empty where the data names none.
    pub region: &'static str,
    /// With `;` between, and each perhaps with `=` and its local name.
    towns: &'static str,
    /// In [`Book::prefixes`], without the calling code.
    prefixes: Range<usize>,
    /// The prefixes are longer than the area code, which is their first digit.
    pub finer: bool,
}

impl Area {
    /// The main towns' English names.
    pub fn towns(&self) -> impl Iterator<Item = &'static str> {
        self.spellings().filter_map(|names| names.split('=').next())
    }

    /// The main towns, each with `=` before a further spelling.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        self.towns.split(';').filter(|names| !names.is_empty())
    }
}

/// Everything in the file.
#[derive(Debug, Default)]
pub(super) struct Book {
    blocks: Vec<Block>,
    pub areas: Vec<Area>,
    prefixes: Vec<Digits>,
    /// Calling code and prefix, with the place in `areas`; sorted.
    by_prefix: Vec<(Digits, usize)>,
    /// Calling code and prefix, with names of zones apart by spaces; sorted.
    zones: Vec<(Digits, &'static str)>,
    specials: Vec<(Digits, Special)>,
}

impl Book {
    /// The one book; the first call reads it.
    pub fn open() -> &'static Self {
        &BOOK
    }

    fn read(text: &'static str) -> Self {
        let mut book = Self::default();
        for line in text.lines() {
            let (head, rest) = line.split_once('\t').unwrap_or((line, ""));
            match head.as_bytes().first() {
                Some(b'#') => {}
                Some(b'!') => book.read_special(&head[1..], rest),
                Some(b'+') if !line.contains('\t') => book.read_block(&head[1..]),
                Some(b'@') => book.read_zones(&head[1..], rest),
                _ => book.read_area(head, rest),
            }
        }
        // The rows come in sorted runs, which the stable sort is quick with; and of equals it keeps the first line first.
        book.by_prefix.sort_by_key(|(digits, _)| *digits);
        // Rome's 06 is also the Vatican's: the line that comes first is the main country's.
        book.by_prefix.dedup_by_key(|(digits, _)| *digits);
        book.zones.sort_by_key(|(digits, _)| *digits);
        book
    }

    fn read_special(&mut self, word: &str, prefixes: &str) {
        if let Some(special) = Special::read(word) {
            let mut read = Vec::new();
            expand(prefixes, &mut read);
            self.specials.extend(read.into_iter().map(|digits| (digits, special)));
        }
    }

    fn read_block(&mut self, head: &'static str) {
        let mut cells = head.split(' ');
        if let (Some(calling_code), Some(country), Some(digits)) = (cells.next(), cells.next(), cells.next())
            && let (Ok(country), Ok(national_digits)) = (Country::parse(country), digits.parse())
        {
            self.blocks.push(Block { calling_code, country, national_digits });
        }
    }

    fn read_area(&mut self, head: &str, rest: &'static str) {
        let Some(block) = self.blocks.last() else { return };
        let calling_code = Digits::read(block.calling_code).unwrap_or(Digits::NONE);
        let (prefixes, finer) = head.strip_prefix('~').map_or((head, false), |prefixes| (prefixes, true));
        let start = self.prefixes.len();
        expand(prefixes, &mut self.prefixes);
        let of = self.areas.len();
        for prefix in &self.prefixes[start..] {
            self.by_prefix.extend(calling_code.followed_by(*prefix).map(|digits| (digits, of)));
        }
        let (region, towns) = rest.split_once('\t').unwrap_or((rest, ""));
        let prefixes = start..self.prefixes.len();
        self.areas.push(Area { block: self.blocks.len() - 1, region, towns, prefixes, finer });
    }

    fn read_zones(&mut self, names: &'static str, prefixes: &str) {
        let mut read = Vec::new();
        expand(prefixes, &mut read);
        self.zones.extend(read.into_iter().map(|digits| (digits, names)));
    }

    /// The area of the longest prefix that is known.
    pub fn area(&self, calling_code: &str, national: &str) -> Option<&Area> {
        let at = longest(&self.by_prefix, calling_code, national, calling_code.len() + 1)?;
        self.areas.get(at)
    }

    /// The zones of the longest prefix that is known.
    pub fn zones(&self, calling_code: &str, national: &str) -> Option<&'static str> {
        longest(&self.zones, calling_code, national, calling_code.len())
    }

    /// What an area code of +1 is for, where it is no place's.
    pub fn special(&self, area_code: &str) -> Option<Special> {
        let digits = Digits::read(area_code)?;
        self.specials.iter().find(|(known, _)| *known == digits).map(|(_, special)| *special)
    }

    pub fn block(&self, area: &Area) -> &Block {
        &self.blocks[area.block]
    }

    pub fn country(&self, area: &Area) -> Country {
        self.block(area).country
    }

    /// The prefixes of a line, without the calling code.
    pub fn prefixes(&self, area: &Area) -> &[Digits] {
        &self.prefixes[area.prefixes.clone()]
    }

    /// The region; in +1, where every larger country has regions, else the country; elsewhere else the main town.
    pub fn name(&self, area: &Area) -> &'static str {
        let block = self.block(area);
        match area.towns().next() {
            _ if !area.region.is_empty() => area.region,
            Some(town) if block.calling_code != "1" => town,
            _ => block.country.name(),
        }
    }

    /// Every prefix, with its calling code, that has zones of its own.
    #[cfg(test)]
    pub fn zone_names(&self) -> impl Iterator<Item = (Digits, &'static str)> {
        self.zones.iter().copied()
    }
}

/// Adds the prefixes of a cell: each is its digits, or `+3` for the next three after the one before.
fn expand(cell: &str, prefixes: &mut Vec<Digits>) {
    if cell.is_empty() {
        prefixes.extend(prefixes.last().map(|last| Digits(last.0 + 1)));
        return;
    }
    for item in cell.split(' ') {
        if let Some(count) = item.strip_prefix('+') {
            let last = prefixes.last().map_or(Digits::NONE.0, |last| last.0);
            prefixes.extend((1..=count.parse().unwrap_or(0)).map(|step| Digits(last + step)));
        } else {
            prefixes.extend(Digits::read(item));
        }
    }
}

/// Looks up the longest prefix that has a row and at least so many digits, of a calling code and a national number.
fn longest<T: Copy>(rows: &[(Digits, T)], calling_code: &str, national: &str, shortest: usize) -> Option<T> {
    let digits = national.bytes().take_while(u8::is_ascii_digit).take(12).count();
    let whole = Digits::read(calling_code)?.followed_by(Digits::read(national.get(..digits)?)?)?;
    let shortest = u32::try_from(shortest).ok()?.max(1);
    (shortest..=whole.len()).rev().find_map(|len| {
        let at = rows.binary_search_by_key(&whole.first(len), |(digits, _)| *digits).ok()?;
        rows.get(at).map(|(_, what)| *what)
    })
}
