//! The name of a place, typed where an area code goes.
//!
//! Owns the list of area codes that a name leads to and which one is selected.
//! The list is made anew with every change of the name or the country; choosing
//! from it is `number`'s. What a place's area codes are is `numbering`'s.

use std::collections::HashSet;

use crate::{
    domain::{criterion::Kind, is_place_name},
    numbering::{Country, Plan, find_places},
};

/// Fewer letters than this find nothing.
const FEWEST_LETTERS: usize = 2;
/// How many places are looked at, so that those of the chosen country are among them.
const MOST_PLACES: usize = 60;
/// How many rows are offered; whoever sees more types another letter.
const MOST_CHOICES: usize = 60;

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceSearch {
    /// More letters are needed.
    TooShort,
    /// No place begins so.
    Nowhere,
    /// Places whose names begin so.
    Found(PlaceChoices),
}

/// At least one area code, and the selected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChoices {
    /// Those of the chosen country first. Never empty.
    pub rows: Vec<PlaceChoice>,
    /// Index into `rows`.
    pub selected: usize,
}

/// One area code of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChoice {
    /// The town or region.
    pub place: &'static str,
    /// The state or region that a town is in, where that is known.
    pub region: Option<&'static str>,
    /// The country.
    pub country: Country,
    /// The area code, without the calling code; in a country without area codes, or with other ones, the first digits
    /// of the place's numbers.
    pub digits: String,
}

impl PlaceSearch {
    /// What a draft of an area code leads to; `None` where it is no name.
    pub(super) fn of(country: Country, draft: &str) -> Option<Self> {
        if !is_place_name(draft) {
            return None;
        }
        if draft.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS {
            return Some(Self::TooShort);
        }
        let mut places = find_places(draft, MOST_PLACES);
        places.sort_by_key(|found| found.country != country);
        let choices = places.into_iter().flat_map(|found| {
            let (place, region, country) = (found.place, found.region, found.country);
            found.area_codes.into_iter().map(move |digits| PlaceChoice { place, region, country, digits })
        });
        // A town and its region may have one name, and then one row.
        let mut known = HashSet::new();
        let is_new = |choice: &PlaceChoice| known.insert((choice.country, choice.place, choice.digits.clone()));
        let rows: Vec<_> = choices.filter(is_new).take(MOST_CHOICES).collect();
        Some(if rows.is_empty() { Self::Nowhere } else { Self::Found(PlaceChoices { rows, selected: 0 }) })
    }
}

impl PlaceChoices {
    /// Whether there may be more than are offered.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.rows.len() == MOST_CHOICES
    }
}

impl PlaceChoice {
    /// Whether the digits are an area code by their country's lengths.
    #[must_use]
    pub fn is_area_code(&self) -> bool {
        self.country.area_code_lengths().iter().any(|&length| usize::from(length) == self.digits.len())
    }

    /// Which field it fills, and with what: the area code, or a pattern where the digits are none.
    #[must_use]
    pub fn draft(&self) -> (Kind, String) {
        if self.is_area_code() {
            return (Kind::AreaCode, self.digits.clone());
        }
        let open = Plan::of(self.country).completes(self.digits.as_bytes()).unwrap_or(0);
        (Kind::Pattern, format!("+{}{}{}", self.country.calling_code(), self.digits, "*".repeat(open)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Criterion, criterion::Reading};

    fn rows(country: &str, draft: &str) -> Vec<PlaceChoice> {
        match PlaceSearch::of(Country::parse(country).unwrap(), draft) {
            Some(PlaceSearch::Found(choices)) => choices.rows,
            _ => Vec::new(),
        }
    }

    #[test]
    fn names_lead_to_area_codes_of_the_chosen_country_first() {
        for (country, draft, place, owner, text) in [
            ("US", "san francisco", "San Francisco", "US", "415"),
            ("US", "san fr", "San Francisco", "US", "415"),
            ("US", "toronto", "Toronto", "CA", "416"),
            ("CA", "toronto", "Toronto", "CA", "416"),
            ("US", "münchen", "Munich", "DE", "89"),
            ("GB", "manchester", "Manchester", "GB", "161"),
            ("US", "manchester", "Manchester", "US", "603"),
            ("CA", "london", "London", "CA", "226"),
            ("GB", "london", "London", "GB", "20"),
            ("US", "oslo", "Oslo", "NO", "+4721******"),
        ] {
            let rows = rows(country, draft);
            let first = rows.first().unwrap_or_else(|| panic!("{country} {draft}: nothing"));
            let got = (first.place, first.country.code(), first.draft().1);
            assert_eq!(got, (place, owner, text.to_owned()), "{draft}");
        }
        let codes = rows("US", "san francisco").into_iter().take(2).map(|row| row.digits).collect::<Vec<_>>();
        assert_eq!(codes, ["415", "3564"], "California, then Córdoba");
        assert!(rows("US", "london").iter().any(|row| row.country.code() == "GB"), "others follow");
    }

    #[test]
    fn what_is_no_name_or_no_place_is_told_apart() {
        let us = Country::API_DEFAULT;
        assert_eq!(PlaceSearch::of(us, "415"), None);
        assert_eq!(PlaceSearch::of(us, ""), None);
        assert_eq!(PlaceSearch::of(us, "s"), Some(PlaceSearch::TooShort));
        assert_eq!(PlaceSearch::of(us, "nosuchplace"), Some(PlaceSearch::Nowhere));
    }

    /// Whatever the list offers, taking it leads to something that can be sent.
    #[test]
    fn every_offer_can_be_sent() {
        let letters = || 'a'..='z';
        let mut offers = 0;
        for draft in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
            for row in rows("DK", &draft) {
                let (kind, text) = row.draft();
                let reading = Criterion::read(kind, row.country, &text);
                assert!(matches!(reading, Reading::Valid(_)), "{draft}: {row:?}: {reading:?}");
                offers += 1;
            }
        }
        assert!(offers > 10_000, "{offers}");
    }
}
