//! Our counts and forms against libphonenumber's own, from files that `tests/fixtures/numbering_oracle.py` wrote.

use super::*;

const COUNTS: &str = include_str!("../../tests/fixtures/numbering_oracle.tsv");
const FORMS: &str = include_str!("../../tests/fixtures/numbering_forms.tsv");

fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
}

fn by_type(count: &Count) -> String {
    let parts: Vec<_> = count.by_type.iter().map(|(kind, count)| format!("{}={count}", kind.code())).collect();
    parts.join(",")
}

#[test]
fn counts_first_and_last_are_those_of_libphonenumber() {
    let mut cases = 0;
    let mut regions = std::collections::BTreeSet::new();
    let mut types = std::collections::BTreeSet::new();
    for [region, places, total, of_types, first, last] in rows(COUNTS) {
        let plan = Plan::of(Country::parse(region).unwrap());
        let count = plan.count(places.as_bytes());
        let matches = plan.matches(places.as_bytes());
        assert_eq!(count.total.to_string(), total, "{region} {places}");
        assert_eq!(by_type(&count), of_types, "{region} {places}");
        assert_eq!(matches.total(), count.total, "{region} {places}");
        assert_eq!(matches.nth(0).unwrap_or_default(), first, "{region} {places}");
        assert_eq!(matches.nth(count.total.wrapping_sub(1)).unwrap_or_default(), last, "{region} {places}");
        assert_eq!(matches.nth(count.total), None, "{region} {places}");
        cases += 1;
        regions.insert(region);
        types.extend(count.by_type.iter().map(|(kind, _)| kind));
    }
    assert!(cases >= 2_000, "only {cases}");
    assert_eq!(regions.len(), 245);
    assert_eq!(types.len(), NumberType::ALL.len(), "every type occurs: {types:?}");
}

#[test]
fn forms_are_those_of_libphonenumber() {
    let mut cases = 0;
    for [region, e164, national, international] in rows(FORMS) {
        let country = Country::parse(region).unwrap();
        assert_eq!(national_form(country, e164).as_deref(), Some(national), "{region} {e164}");
        assert_eq!(international_form(country, e164).as_deref(), Some(international), "{region} {e164}");
        cases += 1;
    }
    assert!(cases >= 1_000, "only {cases}");
}
