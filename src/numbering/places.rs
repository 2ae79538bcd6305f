//! Where numbers are, by their first digits; and which digits a place has.
//!
//! Owns what `assets/places.py` took from libphonenumber: place names, main
//! towns, time zones, the owners of +1's area codes. It answers from that data
//! and guesses nothing: an overlay that the data labels "Ontario" has no towns
//! here. It never says whether a number is valid, which is the plan's business,
//! and never what a call costs in money.
//!
//! Pure: the data is in the program, packed, and unpacked by the first question;
//! nothing happens at start. Called by the screens, to say where a pattern leads
//! and to turn a place typed by a person into area codes.

mod data;
mod find;
mod fold;

#[cfg(test)]
mod tests;

use data::Book;
pub use find::{Found, find_places};

use super::Country;

/// Where numbers with the same first digits are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The state, province or region; else the main town; in the small countries of +1 the country.
    pub name: &'static str,
    /// The main towns, those with the most number blocks first, at most four; often none for a newer area code.
    pub towns: Vec<&'static str>,
    /// As [`time_zones_of`] has them.
    pub time_zones: Vec<&'static str>,
}

/// The place of the longest known prefix of a national number.
///
/// `calling_code` and `national_prefix` are digits alone; of a pattern, pass the digits before the first wildcard.
/// `None` where the data names nothing so far: too few digits, a mobile number, or a country without named places.
#[must_use]
pub fn place_of(calling_code: &str, national_prefix: &str) -> Option<Place> {
    let book = Book::open();
    let area = book.area(calling_code, national_prefix)?;
    let towns = area.towns().collect();
    Some(Place { name: book.name(area), towns, time_zones: time_zones_of(calling_code, national_prefix) })
}

/// The time zones, as names of the IANA database, that numbers with these first digits are in; at most four.
///
/// The digits are those of [`place_of`]; none are needed for a country with one zone. Empty where the digits so far
/// leave more than four zones open (+1 without an area code) or the calling code is unknown.
#[must_use]
pub fn time_zones_of(calling_code: &str, national_prefix: &str) -> Vec<&'static str> {
    Book::open()
        .zones(calling_code, national_prefix)
        .map(|names| names.split_ascii_whitespace().collect())
        .unwrap_or_default()
}

/// The country that a geographic area code of +1 belongs to; `None` for other digits, and for a [`Special`].
#[must_use]
pub fn nanp_region(area_code: &str) -> Option<Country> {
    if area_code.len() != 3 {
        return None;
    }
    let book = Book::open();
    book.area("1", area_code).map(|area| book.country(area))
}

/// What an area code of +1 is for that belongs to no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Special {
    /// 800, 833, 844, 855, 866, 877 and 888.
    TollFree,
    /// 900.
    Premium,
    /// 500, 521–529, 532, 533, 544, 566, 577, 588; and 622 and 633 in Canada.
    Personal,
    /// 600, in Canada.
    Service,
}

impl Special {
    /// Reads the word that the data has for it.
    fn read(word: &str) -> Option<Self> {
        match word {
            "toll-free" => Some(Self::TollFree),
            "premium" => Some(Self::Premium),
            "personal" => Some(Self::Personal),
            "service" => Some(Self::Service),
            _ => None,
        }
    }

    /// Its name in a sentence, such as "a toll-free number".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TollFree => "toll-free",
            Self::Premium => "premium-rate",
            Self::Personal => "personal",
            Self::Service => "special-service",
        }
    }

    /// What it means for cost and reach, to follow its name and a colon. It names no price: prices are each network's own.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::TollFree => {
                "the caller pays nothing, the holder pays for the calls that come in; from outside +1 it often cannot be reached."
            }
            Self::Premium => "the caller pays more than for an ordinary call, and many networks do not connect it.",
            Self::Personal => {
                "it belongs to a person or a device and not to a place; the caller may pay more, and not every network connects it."
            }
            Self::Service => {
                "it is for special services in Canada, such as satellite phones and data; the caller may pay more, and not every network connects it."
            }
        }
    }
}

/// What an area code of +1 is for, where it belongs to no place; `None` for any other digits.
#[must_use]
pub fn nanp_special(area_code: &str) -> Option<Special> {
    if area_code.len() != 3 {
        return None;
    }
    Book::open().special(area_code)
}
