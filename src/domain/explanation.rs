//! What a criterion can match, for a person who is about to pay.
//!
//! Owns the facts about a valid criterion, asked of `numbering` in one place: how
//! many numbers are possible, of which kinds, where they are, which ones. Possible
//! is never called available: nobody knows what is in stock before buying.

use super::Criterion;
use crate::numbering::{
    Country, NumberType, Place, Plan, Special, nanp_region, nanp_special, place_of, regions_beginning, regions_of,
    time_zones_of,
};

/// Up to so many matches, all of them are shown.
const FEW: u64 = 10;

/// The facts about a criterion in a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How many valid numbers of the country match.
    pub possible: u64,
    /// How many of them are of which kind; kinds with none are left out.
    pub by_type: Vec<(NumberType, u64)>,
    /// How many of them are reserved for fiction (555-0100 to 555-0199 in +1).
    pub fictional: u64,
    /// All of them in E.164, where there are ten or fewer.
    pub few: Vec<String>,
    /// Where they are, where that is known.
    pub place: Option<Place>,
    /// The time zones there, by their IANA names.
    pub time_zones: Vec<&'static str>,
    /// What is special about an area code of +1 that belongs to no place.
    pub special: Option<Special>,
    /// The other countries of the same calling code in which such numbers are too: the leading one first, and, where
    /// a part of the number is fixed, those with more before those with fewer.
    pub also_in: Vec<Country>,
}

impl Explanation {
    /// The facts about a criterion.
    #[must_use]
    pub fn of(country: Country, criterion: &Criterion) -> Self {
        let plan = Plan::of(country);
        let places = national(country, criterion);
        let prefix = places.split('*').next().unwrap_or_default();
        let (count, fictional) = match criterion {
            Criterion::AreaCode(code) => (plan.count_beginning(code.as_str().as_bytes()), 0),
            Criterion::Pattern(_) => (plan.count(places.as_bytes()), plan.count_fictional(places.as_bytes())),
        };
        let few = if count.total <= FEW {
            (0..count.total).filter_map(|k| nth(country, criterion, k)).collect()
        } else {
            Vec::new()
        };
        // A number that is bound to no place may be anywhere in the country.
        let is_bound =
            |&(kind, _): &(NumberType, u64)| matches!(kind, NumberType::FixedLine | NumberType::FixedLineOrMobile);
        let zoned = if count.by_type.iter().all(|counted| is_bound(&counted)) { prefix } else { "" };
        Self {
            possible: count.total,
            by_type: count.by_type.iter().collect(),
            fictional,
            few,
            place: place_of(country.calling_code(), prefix),
            time_zones: time_zones_of(country.calling_code(), zoned),
            special: prefix.get(..3).filter(|_| country.is_nanp()).and_then(nanp_special),
            also_in: also_in(country, criterion, &places),
        }
    }

    /// The one kind that all of the numbers are of.
    #[must_use]
    pub fn only_kind(&self) -> Option<NumberType> {
        match self.by_type.as_slice() {
            [(kind, _)] => Some(*kind),
            _ => None,
        }
    }
}

/// Asks the other plans of a shared calling code. An area code of a place in +1 has one owner, so there nobody is asked.
fn also_in(country: Country, criterion: &Criterion, places: &str) -> Vec<Country> {
    let is_owned = country.is_nanp() && places.get(..3).and_then(nanp_region).is_some();
    if is_owned || Country::sharing(country.calling_code()).nth(1).is_none() {
        return Vec::new();
    }
    if matches!(criterion, Criterion::Pattern(_)) && places.bytes().all(|place| place == b'*') {
        // Everything of a length: no need to count it in every plan.
        let has_length = |other: &Country| Plan::of(*other).lengths().any(|length| length == places.len());
        let mut all: Vec<_> = Country::sharing(country.calling_code()).filter(has_length).collect();
        all.sort_by_key(|other| *other != country.leading());
        all.retain(|other| *other != country);
        return all;
    }
    let mut counted = match criterion {
        Criterion::AreaCode(_) => regions_beginning(country.calling_code(), places.as_bytes()),
        Criterion::Pattern(_) => regions_of(country.calling_code(), places.as_bytes()),
    };
    counted.sort_by_key(|&(other, numbers)| (other != country.leading(), std::cmp::Reverse(numbers)));
    counted.into_iter().map(|(other, _)| other).filter(|other| *other != country).collect()
}

/// One match in E.164, another one for each seed; `None` where nothing matches.
#[must_use]
pub fn example(country: Country, criterion: &Criterion, seed: u64) -> Option<String> {
    let plan = Plan::of(country);
    let places = national(country, criterion);
    let national = match criterion {
        Criterion::AreaCode(_) => plan.sample_beginning(places.as_bytes(), seed),
        Criterion::Pattern(_) => plan.sample(places.as_bytes(), seed),
    };
    national.map(|national| e164(country, &national))
}

fn nth(country: Country, criterion: &Criterion, k: u64) -> Option<String> {
    let plan = Plan::of(country);
    let places = national(country, criterion);
    let national = match criterion {
        Criterion::AreaCode(_) => plan.nth_beginning(places.as_bytes(), k),
        Criterion::Pattern(_) => plan.nth(places.as_bytes(), k),
    };
    national.map(|national| e164(country, &national))
}

fn e164(country: Country, national: &str) -> String {
    format!("+{}{national}", country.calling_code())
}

/// The national part of a criterion: digits and wildcards.
fn national(country: Country, criterion: &Criterion) -> String {
    let text = criterion.as_str();
    let without_code = text.strip_prefix('+').and_then(|text| text.strip_prefix(country.calling_code()));
    without_code.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::criterion::Kind;

    fn explained(country: &str, kind: Kind, text: &str) -> Explanation {
        Explanation::of(Country::parse(country).unwrap(), &Criterion::recorded(kind, text).unwrap())
    }

    #[test]
    fn facts_of_well_known_criteria() {
        let san_francisco = explained("US", Kind::Pattern, "+1415555****");
        assert_eq!((san_francisco.possible, san_francisco.fictional), (10_000, 100));
        assert_eq!(san_francisco.place.as_ref().map(|place| place.name), Some("California"));
        assert_eq!(san_francisco.time_zones, ["America/Los_Angeles"]);
        let zones = |country: &str, pattern: &str| explained(country, Kind::Pattern, pattern).time_zones;
        assert_eq!(zones("RU", "+7495*******"), ["Europe/Moscow"]);
        assert_eq!(zones("RU", "+79*********"), [""; 0], "a mobile may be in any of many zones");
        assert_eq!(zones("ES", "+346********").len(), 2);
        let by_area = explained("US", Kind::AreaCode, "415");
        assert_eq!(by_area.possible, by_area.by_type.iter().map(|(_, count)| count).sum::<u64>());
        // 800 exchanges less the eight N11 ones, ten thousand numbers each.
        assert_eq!(by_area.possible, 792 * 10_000);
        let one = explained("US", Kind::Pattern, "+14155550100");
        assert_eq!((one.possible, one.few), (1, vec!["+14155550100".to_owned()]));
        assert!(explained("US", Kind::Pattern, "+1800*******").special.is_some());
    }

    #[test]
    fn the_other_countries_of_a_shared_calling_code() {
        let also = |code: &str, kind, text: &str| -> Vec<_> {
            explained(code, kind, text).also_in.into_iter().map(Country::code).collect()
        };
        assert_eq!(also("US", Kind::Pattern, "+1415555****"), Vec::<&str>::new());
        assert_eq!(also("US", Kind::AreaCode, "415"), Vec::<&str>::new());
        assert_eq!(also("DE", Kind::Pattern, "+4930*******"), Vec::<&str>::new());
        assert_eq!(also("BS", Kind::Pattern, "+1242*******"), Vec::<&str>::new());
        let anywhere = also("US", Kind::Pattern, "+1**********");
        assert_eq!((anywhere.contains(&"CA"), anywhere.len()), (true, 24));
        assert_eq!(also("BS", Kind::Pattern, "+1**********")[0], "US");
        assert_eq!(also("BS", Kind::Pattern, "+1800*******")[0], "US", "the leading one first");
        let wild = also("US", Kind::Pattern, "+124********");
        assert!(wild.contains(&"BS") && wild.contains(&"CA") && !wild.contains(&"JM"), "{wild:?}");
        assert_eq!(also("GB", Kind::Pattern, "+447*********"), ["GG", "IM", "JE"]);
    }

    /// The short cut for patterns of wildcards alone finds whom counting finds.
    #[test]
    fn wildcards_alone_are_asked_of_nobody() {
        for country in Country::all().filter(|country| Country::sharing(country.calling_code()).nth(1).is_some()) {
            for length in Plan::of(country).lengths() {
                let places = "*".repeat(length);
                let text = format!("+{}{places}", country.calling_code());
                let Some(criterion) = Criterion::recorded(Kind::Pattern, &text) else { continue };
                let mut found = also_in(country, &criterion, &places);
                found.sort();
                let counted = regions_of(country.calling_code(), places.as_bytes()).into_iter().map(|(other, _)| other);
                let counted: Vec<_> = counted.filter(|other| *other != country).collect();
                assert_eq!(found, counted, "{text}");
            }
        }
    }

    #[test]
    fn examples_match_and_change_with_the_seed() {
        let country = Country::parse("GB").unwrap();
        let criterion = Criterion::recorded(Kind::Pattern, "+4420794600**").unwrap();
        let examples: Vec<_> = (0..5).filter_map(|seed| example(country, &criterion, seed)).collect();
        assert_eq!(examples.len(), 5);
        assert!(examples.iter().all(|number| criterion.matches(country, number)));
        assert!(examples.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
