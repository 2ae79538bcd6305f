//! Countries that share a calling code.
//!
//! Owns the questions that go beyond one plan: in which other countries a pattern
//! would be valid (+1 has 25, +44, +7 and +39 a few), and which real area codes are
//! one slip of the finger away from one that is not assigned. It asks the plans of
//! all countries with the calling code, which are compiled by the first question.

use super::{Country, Plan};

/// The countries of a calling code in which numbers match the places of a national number, with how many;
/// in the order of their codes. Toll-free and other numbers of no place count in each country that has them.
#[must_use]
pub fn regions_of(calling_code: &str, places: &[u8]) -> Vec<(Country, u64)> {
    regions(calling_code, |plan| plan.count(places).total)
}

/// As [`regions_of`], for the numbers that begin with the digits.
#[must_use]
pub fn regions_beginning(calling_code: &str, digits: &[u8]) -> Vec<(Country, u64)> {
    regions(calling_code, |plan| plan.count_beginning(digits).total)
}

fn regions(calling_code: &str, count: impl Fn(&Plan) -> u64) -> Vec<(Country, u64)> {
    let counted = Country::sharing(calling_code).map(|country| (country, count(Plan::of(country))));
    counted.filter(|&(_, numbers)| numbers > 0).collect()
}

/// A real area code near one that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearCode {
    /// Its digits.
    pub code: String,
    /// Where it is.
    pub country: Country,
}

/// The area codes of places that differ from these digits in one digit or in the order of two neighbours, in all
/// countries that share the calling code of `country`: first swapped ones, then by the digits.
#[must_use]
pub fn near_area_codes(country: Country, digits: &[u8]) -> Vec<NearCode> {
    let sharing: Vec<_> = Country::sharing(country.calling_code()).collect();
    let is_there = |place: &Country, code: &[u8]| {
        place.area_code_lengths().iter().any(|&length| usize::from(length) == code.len())
            && Plan::of(*place).has_places_behind(code)
    };
    let mut found = Vec::new();
    for code in swapped(digits).chain(replaced(digits)) {
        // The asked country comes first; a code that is not assigned to it is named with its own.
        let places = std::iter::once(&country).chain(&sharing);
        if let Some(&country) = places.into_iter().find(|place| is_there(place, &code))
            && let Ok(code) = String::from_utf8(code)
        {
            found.push(NearCode { code, country });
        }
    }
    found
}

fn swapped(digits: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let pairs = digits.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]);
    pairs.map(|(at, _)| {
        let mut code = digits.to_vec();
        code.swap(at, at + 1);
        code
    })
}

/// One digit replaced, in ascending order of the result.
fn replaced(digits: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut codes: Vec<Vec<u8>> = (0..digits.len())
        .flat_map(|at| (b'0'..=b'9').map(move |digit| (at, digit)))
        .filter(|&(at, digit)| digits[at] != digit)
        .map(|(at, digit)| {
            let mut code = digits.to_vec();
            code[at] = digit;
            code
        })
        .collect();
    codes.sort_unstable();
    codes.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn codes(regions: &[(Country, u64)]) -> Vec<&'static str> {
        regions.iter().map(|(country, _)| country.code()).collect()
    }

    #[test]
    fn a_pattern_falls_into_the_regions_that_have_such_numbers() {
        assert_eq!(codes(&regions_of("1", b"416*******")), ["CA"]);
        assert_eq!(codes(&regions_of("1", b"415555****")), ["US"]);
        assert_eq!(codes(&regions_of("1", b"876*******")), ["JM"]);
        assert_eq!(regions_of("1", b"800*******").len(), 25);
        assert_eq!(codes(&regions_of("44", b"1481******")), ["GG"]);
        assert_eq!(codes(&regions_of("7", b"7*********")), ["KZ"]);
        assert_eq!(codes(&regions_of("39", b"06698*****")), ["VA"]);
        assert_eq!(regions_of("1", b"999*******"), []);
        assert_eq!(regions_of("0", b"4155550100"), []);
    }

    #[test]
    fn an_area_code_falls_into_regions_too() {
        assert_eq!(codes(&regions_beginning("1", b"416")), ["CA"]);
        let [(_, numbers)] = regions_beginning("1", b"415")[..] else { panic!("not one region") };
        assert_eq!(numbers, 7_920_000, "8 million without eight N11 exchanges");
    }

    #[test]
    fn near_codes_are_real_and_one_slip_away() {
        let near = near_area_codes(country("US"), b"451");
        assert_eq!(near[0].code, "541", "swapped first");
        assert_eq!(near[1].code, "415");
        assert!(near.contains(&NearCode { code: "431".into(), country: country("CA") }));
        assert!(near.iter().all(|near| near.code != "451"));
        assert!(near.iter().all(|near| Plan::of(near.country).has_places_behind(near.code.as_bytes())));
        assert!(near_area_codes(country("US"), b"800").iter().all(|near| !near.code.starts_with("88")));
        assert_eq!(near_area_codes(country("SG"), b"65"), []);
        assert_eq!(near_area_codes(country("US"), b""), []);
        assert_eq!(near_area_codes(country("US"), b"\xff**"), []);
    }
}
