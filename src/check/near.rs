//! What may have been meant: area codes of a named place, codes one slip away, a pattern made whole.
//!
//! Asks `numbering` and puts the answers into one shape. Suggests only what some
//! number matches.

use std::collections::HashSet;

use super::objection::Suggestion;
use crate::{
    domain::{elsewhere::Unassigned, is_place_name, phrases},
    numbering::{Country, Found, NearCode, Plan, find_places, place_of},
};

/// How many places with a name like the one given are named.
const PLACES: usize = 3;
/// Among how many of them those of the asked country are looked for.
const LOOKED_AT: usize = 30;
/// How many area codes are named, of one place or near one that does not exist.
const CODES: usize = 6;

/// The area codes of the places with such a name, those in `country` first.
pub(super) fn area_codes_of(text: &str, country: Country) -> Vec<Suggestion> {
    if !is_place_name(text) {
        return Vec::new();
    }
    let mut found = find_places(text, LOOKED_AT);
    found.sort_by_key(|found| found.country != country);
    let mut codes: Vec<_> = found.iter().take(PLACES).flat_map(codes_of).collect();
    // A town and its region may have one name.
    let mut known = HashSet::new();
    codes.retain(|code| known.insert((code.country, code.text.clone())));
    codes
}

fn codes_of(found: &Found) -> impl Iterator<Item = Suggestion> + use<> {
    let country = found.country;
    let mut names = vec![found.place];
    names.extend(found.region.into_iter().chain([country.name()]).filter(|name| *name != found.place));
    let place = names.join(", ");
    let codes: Vec<_> = found.area_codes.iter().take(CODES).cloned().collect();
    let texts = codes.into_iter().filter_map(move |code| {
        // In a country without area codes the digits are only the beginning of a number.
        if country.area_code_lengths().is_empty() { whole_pattern(country, &code) } else { Some(code) }
    });
    texts.map(move |text| Suggestion { country, text, place: place.clone() })
}

/// Area codes near one that does not exist, each with what `write` makes of it.
pub(super) fn near(nobody: &Unassigned, write: impl Fn(&NearCode) -> Option<String>) -> Vec<Suggestion> {
    let near = nobody.near.iter().filter_map(|near| {
        let place = phrases::town(near.country, place_of(near.country.calling_code(), &near.code).as_ref());
        Some(Suggestion { country: near.country, text: write(near)?, place })
    });
    near.take(CODES).collect()
}

/// A pattern of whole numbers that begins with these places, `*` for the rest, of the length that most numbers have;
/// `None` where no number begins so.
pub(super) fn whole_pattern(country: Country, places: &str) -> Option<String> {
    let plan = Plan::of(country);
    let open = plan.longest_national().saturating_sub(places.len());
    let with = |stars: usize| format!("{places}{}", "*".repeat(stars));
    let numbers = |stars: usize| plan.count(with(stars).as_bytes()).total;
    let stars = (0..=open).filter(|&stars| numbers(stars) > 0).max_by_key(|&stars| numbers(stars))?;
    Some(format!("+{}{}", country.calling_code(), with(stars)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    #[test]
    fn patterns_are_made_whole() {
        for (code, places, whole) in [
            ("US", "415", Some("+1415*******")),
            ("US", "4*5", Some("+14*5*******")),
            ("US", "4155550100", Some("+14155550100")),
            ("SG", "", Some("+65********")),
            ("US", "0", None),
            ("US", "41555501000", None),
        ] {
            assert_eq!(whole_pattern(country(code), places).as_deref(), whole, "{code} {places}");
        }
    }
}
