//! The countries a number can be asked for, by ISO 3166-1 alpha-2 code.
//!
//! Owns the table `assets/countries.tsv` (made by `assets/countries.py` from
//! libphonenumber's metadata and CLDR names). A `Country` is always one of its
//! rows, so every lookup on it succeeds. Which countries the API really serves
//! is not documented; the table says what exists, not what is sold.

use std::{fmt, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// One row of the table.
struct Row {
    code: [u8; 2],
    name: &'static str,
    calling_code: &'static str,
    trunk_prefix: &'static str,
    national_lengths: Vec<u8>,
}

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| include_str!("../../assets/countries.tsv").lines().filter_map(row).collect());

/// Reads one line; comment lines (and nothing else, which a test holds) give `None`.
fn row(line: &'static str) -> Option<Row> {
    if line.starts_with('#') {
        return None;
    }
    let mut cells = line.split('\t');
    Some(Row {
        code: cells.next()?.as_bytes().try_into().ok()?,
        name: cells.next()?,
        calling_code: cells.next()?,
        trunk_prefix: cells.next()?,
        national_lengths: cells.next()?.split(',').filter_map(|n| n.parse().ok()).collect(),
    })
}

/// A country or territory with a calling code of its own or shared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(u8);

/// The code is not in the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no country with this two-letter code")]
pub struct UnknownCountry;

impl Country {
    /// Reads a two-letter code in either case.
    ///
    /// # Errors
    /// [`UnknownCountry`] where the table has no such code.
    pub fn parse(code: &str) -> Result<Self, UnknownCountry> {
        let code = code.trim().to_ascii_uppercase();
        let at = ROWS.binary_search_by(|row| row.code.as_slice().cmp(code.as_bytes()));
        at.ok().and_then(|at| u8::try_from(at).ok()).map(Self).ok_or(UnknownCountry)
    }

    /// The API's own default, `US`.
    #[must_use]
    pub fn default_for_api() -> Self {
        Self::parse("US").unwrap_or(Self(0))
    }

    /// Every country, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).filter_map(|at| u8::try_from(at).ok()).map(Self)
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }

    /// The ISO 3166-1 alpha-2 code, in capitals.
    #[must_use]
    pub fn code(self) -> &'static str {
        std::str::from_utf8(&self.row().code).unwrap_or("??")
    }

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The calling code's digits without the plus sign, such as `44`.
    #[must_use]
    pub fn calling_code(self) -> &'static str {
        self.row().calling_code
    }

    /// The digits dialled before a national number inside the country, often `0`; empty where there are none.
    #[must_use]
    pub fn trunk_prefix(self) -> &'static str {
        self.row().trunk_prefix
    }

    /// How many digits a national number may have, ascending; local-only forms are not counted.
    #[must_use]
    pub fn national_lengths(self) -> &'static [u8] {
        &self.row().national_lengths
    }

    /// Whether the country shares +1 and the North American Numbering Plan.
    #[must_use]
    pub fn is_nanp(self) -> bool {
        self.calling_code() == "1"
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;
    fn try_from(code: String) -> Result<Self, UnknownCountry> {
        Self::parse(&code)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_sorted() {
        let lines = include_str!("../../assets/countries.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(ROWS.len(), lines);
        assert_eq!(lines, 245);
        assert!(ROWS.is_sorted_by(|a, b| a.code < b.code));
        assert!(ROWS.iter().all(|row| !row.national_lengths.is_empty() && !row.calling_code.is_empty()));
    }

    #[test]
    fn codes_are_read_in_either_case_and_unknown_ones_refused() {
        assert_eq!(Country::parse("gb").map(Country::name), Ok("United Kingdom"));
        assert_eq!(Country::parse("GB").map(Country::calling_code), Ok("44"));
        assert_eq!(Country::parse("ZZ"), Err(UnknownCountry));
        assert_eq!(Country::parse("USA"), Err(UnknownCountry));
        assert_eq!(Country::default_for_api().code(), "US");
    }

    #[test]
    fn every_code_reads_back_as_itself() {
        for country in Country::all() {
            assert_eq!(Country::parse(country.code()), Ok(country));
        }
    }
}
