//! Where a draft belongs that is wrong in the chosen country.
//!
//! Owns two answers for a person who typed the wrong thing: the other country in
//! which the same draft can go on, and the real area codes that are one slip of the
//! finger away from one that nobody has. It asks `criterion` to read the draft in
//! other countries, so that what it promises is what the switch then shows.
//! Called by `app` after a key; a draft that can go on where it is costs nothing.

use super::{
    criterion::{Criterion, Kind, Reading, national_places},
    spelling::spell,
};
use crate::numbering::{Country, NearCode, Plan, nanp_region, nanp_special, near_area_codes};

/// How many digits an area code of +1 has.
const NANP_AREA: usize = 3;

/// The other country that a draft belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The country.
    pub country: Country,
    /// Its digits before the first wildcard, without the calling code; for +1 the area code. Empty where only the
    /// calling code tells.
    pub digits: String,
}

/// An area code that no country of the calling code has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassigned {
    /// Its digits.
    pub code: String,
    /// Real ones near it: first two digits swapped, then the chosen country's.
    pub near: Vec<NearCode>,
}

/// Where a draft that is wrong in `country` is not wrong; `None` where it is fine, or wrong everywhere.
#[must_use]
pub fn elsewhere(kind: Kind, country: Country, input: &str) -> Option<Elsewhere> {
    if !is_wrong(kind, country, input) {
        return None;
    }
    let code = foreign_code(kind, country, input).unwrap_or(country.calling_code());
    let leading = Country::sharing(code).next()?.leading();
    let digits = leading_digits(kind, leading, input);
    let candidates: Vec<_> = match area_of_nanp(code, &digits) {
        // In +1 an area code has one owner, so that no other plan need be asked.
        Some(area) => nanp_region(area).into_iter().collect(),
        None => std::iter::once(leading).chain(Country::sharing(code)).collect(),
    };
    let fits = |other: &Country| *other != country && !is_wrong(kind, *other, input);
    let country = candidates.into_iter().find(fits)?;
    let digits = area_of_nanp(code, &digits).map_or(digits.clone(), str::to_owned);
    Some(Elsewhere { country, digits })
}

/// The area code of a draft, where no country of the calling code has it.
#[must_use]
pub fn unassigned(kind: Kind, country: Country, input: &str) -> Option<Unassigned> {
    if !is_wrong(kind, country, input) || foreign_code(kind, country, input).is_some() {
        return None;
    }
    let digits = leading_digits(kind, country, input);
    let code = match kind {
        Kind::Pattern => area_of_nanp(country.calling_code(), &digits)?,
        Kind::AreaCode => digits.as_str(),
    };
    let is_whole = country.area_code_lengths().iter().any(|&length| usize::from(length) == code.len());
    let is_known = country.is_nanp() && nanp_special(code).is_some();
    let is_somewhere = |other: Country| Plan::of(other).first_dead(code.as_bytes()).is_none();
    if !is_whole || is_known || Country::sharing(country.calling_code()).any(is_somewhere) {
        return None;
    }
    let mut near = near_area_codes(country, code.as_bytes());
    near.sort_by_key(|near| (sorted(&near.code) != sorted(code), near.country != country));
    Some(Unassigned { code: code.to_owned(), near })
}

fn is_wrong(kind: Kind, country: Country, input: &str) -> bool {
    matches!(Criterion::read(kind, country, input), Reading::Wrong(_))
}

fn sorted(digits: &str) -> Vec<u8> {
    let mut digits = digits.as_bytes().to_vec();
    digits.sort_unstable();
    digits
}

/// The area code at the head of the digits of a +1 number.
fn area_of_nanp<'a>(calling_code: &str, digits: &'a str) -> Option<&'a str> {
    digits.get(..NANP_AREA).filter(|_| calling_code == "1")
}

/// The national digits before the first wildcard.
fn leading_digits(kind: Kind, country: Country, input: &str) -> String {
    let places = national_places(kind, country, input).unwrap_or_default();
    places.into_iter().map(char::from).take_while(char::is_ascii_digit).collect()
}

/// The calling code that an international spelling begins with, where it is not the country's own.
fn foreign_code(kind: Kind, country: Country, input: &str) -> Option<&'static str> {
    let spelled: String = spell(kind, input).ok()?.marks.iter().map(|mark| char::from(mark.byte)).collect();
    let digits = spelled.strip_prefix('+').or_else(|| spelled.strip_prefix("00"))?;
    let mut codes = Country::all().map(Country::calling_code);
    codes.find(|code| digits.starts_with(code)).filter(|code| *code != country.calling_code())
}

#[cfg(test)]
#[path = "elsewhere_tests.rs"]
mod tests;
