//! The countries a number can be asked for, by ISO 3166-1 alpha-2 code.
//!
//! Owns the table at the head of the plan data: names (CLDR), calling codes and
//! lengths of area codes (libphonenumber). A `Country` is always one of its rows,
//! so every lookup on it succeeds. Reading the table compiles no plan. Which
//! countries the API really serves is not documented; the table says what exists,
//! not what is sold.

use std::{fmt, sync::LazyLock};

use serde::{Deserialize, Serialize};

use super::data;

/// One row of the table.
struct Row {
    code: [u8; 2],
    name: &'static str,
    calling_code: &'static str,
    trunk_prefix: &'static str,
    area_code_lengths: Vec<u8>,
    /// The code of the region whose format rules are used, where that is another one.
    format_region: Option<&'static str>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| data::table().filter_map(row).collect());

/// Reads one line; a test holds that every line can be read.
fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    Some(Row {
        code: cells.next()?.as_bytes().try_into().ok()?,
        name: cells.next()?,
        calling_code: cells.next()?,
        trunk_prefix: cells.next().unwrap_or_default(),
        area_code_lengths: cells.next().unwrap_or_default().split(',').filter_map(|n| n.parse().ok()).collect(),
        format_region: cells.next(),
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

    /// The API's own default, `US`. A constant, because the first frame waits for nothing that has to be read.
    pub const API_DEFAULT: Self = Self(227);

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

    /// The name in the middle of a sentence, with the article where English has one: `the United Kingdom`.
    #[must_use]
    pub fn in_sentence(self) -> String {
        const WITH_ARTICLE: [&str; 9] = [
            "Bahamas",
            "British Indian Ocean Territory",
            "Caribbean Netherlands",
            "Comoros",
            "Gambia",
            "Isle of Man",
            "Maldives",
            "Netherlands",
            "Philippines",
        ];
        let name = self.name();
        let has_article = WITH_ARTICLE.contains(&name)
            || name.starts_with("United ")
            || [" Islands", " Republic", " Territories"].iter().any(|end| name.ends_with(end));
        if has_article { format!("the {name}") } else { name.to_owned() }
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

    /// How many digits the country's geographic area codes have, ascending; empty where there are none.
    /// Derived from libphonenumber's own measure of them, see `assets/numbering.py`.
    #[must_use]
    pub fn area_code_lengths(self) -> &'static [u8] {
        &self.row().area_code_lengths
    }

    /// Every country with this calling code (its digits), in the order of the codes.
    pub fn sharing(calling_code: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |country| country.calling_code() == calling_code)
    }

    /// The country that leads the plan of a shared calling code, such as `US` for +1; else the country itself.
    #[must_use]
    pub fn leading(self) -> Self {
        self.row().format_region.and_then(|code| Self::parse(code).ok()).unwrap_or(self)
    }

    /// Where the country stands in the table.
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
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
        assert_eq!(ROWS.len(), data::table().count());
        assert!(ROWS.is_sorted_by(|a, b| a.code < b.code));
        assert!(ROWS.iter().all(|row| !row.name.is_empty() && !row.calling_code.is_empty()));
        assert!(ROWS.iter().all(|row| row.area_code_lengths.is_sorted_by(|a, b| a < b)));
    }

    #[test]
    fn area_codes_have_the_lengths_of_their_country() {
        for (code, lengths) in [("US", &[3][..]), ("GB", &[2, 3, 4, 5]), ("FR", &[1]), ("CN", &[2, 3]), ("SG", &[])] {
            assert_eq!(Country::parse(code).map(Country::area_code_lengths), Ok(lengths), "{code}");
        }
    }

    #[test]
    fn shared_calling_codes_have_one_leading_country() {
        let nanp: Vec<_> = Country::sharing("1").collect();
        assert_eq!(nanp.len(), 25);
        for country in Country::all() {
            assert_eq!(country.leading().calling_code(), country.calling_code());
            assert_eq!(country.leading().leading(), country.leading());
        }
        assert!(nanp.iter().all(|country| country.leading().code() == "US"));
    }

    #[test]
    fn codes_are_read_in_either_case_and_unknown_ones_refused() {
        assert_eq!(Country::parse("gb").map(Country::name), Ok("United Kingdom"));
        assert_eq!(Country::parse("GB").map(Country::calling_code), Ok("44"));
        assert_eq!(Country::parse("ZZ"), Err(UnknownCountry));
        assert_eq!(Country::parse("USA"), Err(UnknownCountry));
        assert_eq!(Country::API_DEFAULT.code(), "US");
    }

    #[test]
    fn names_have_their_article_in_a_sentence() {
        for (code, name) in [
            ("US", "the United States"),
            ("GB", "the United Kingdom"),
            ("NL", "the Netherlands"),
            ("DO", "the Dominican Republic"),
            ("VI", "the U.S. Virgin Islands"),
            ("CA", "Canada"),
            ("NF", "Norfolk Island"),
        ] {
            assert_eq!(Country::parse(code).map(Country::in_sentence), Ok(name.to_owned()));
        }
    }

    #[test]
    fn every_code_reads_back_as_itself() {
        for country in Country::all() {
            assert_eq!(Country::parse(country.code()), Ok(country));
        }
    }
}
