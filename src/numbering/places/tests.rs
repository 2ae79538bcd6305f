use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn place(calling_code: &str, national: &str) -> Place {
    place_of(calling_code, national).unwrap_or_else(|| panic!("+{calling_code} {national} has no place"))
}

#[test]
fn well_known_prefixes_are_where_everybody_knows_them_to_be() {
    for (calling_code, national, name, town, zone) in [
        ("1", "415", "California", "San Francisco", "America/Los_Angeles"),
        ("1", "4155550100", "California", "San Francisco", "America/Los_Angeles"),
        ("1", "212", "New York", "New York", "America/New_York"),
        ("1", "312", "Illinois", "Chicago", "America/Chicago"),
        ("1", "303", "Colorado", "Denver", "America/Denver"),
        ("1", "808", "Hawaii", "Honolulu", "Pacific/Honolulu"),
        ("1", "416", "Ontario", "Toronto", "America/Toronto"),
        ("1", "514", "Quebec", "Montreal", "America/Toronto"),
        ("1", "604", "British Columbia", "Vancouver", "America/Vancouver"),
        ("1", "902", "Nova Scotia and Prince Edward Island", "Halifax", "America/Halifax"),
        ("44", "20", "London", "London", "Europe/London"),
        ("44", "121", "Birmingham", "Birmingham", "Europe/London"),
        ("49", "30", "Berlin", "Berlin", "Europe/Berlin"),
        ("49", "89", "Munich", "Munich", "Europe/Berlin"),
        ("33", "1", "Paris", "Paris", "Europe/Paris"),
        ("33", "140", "Paris", "Paris", "Europe/Paris"),
        ("81", "3", "Tokyo", "Tokyo", "Asia/Tokyo"),
        ("61", "2", "Sydney", "Sydney", "Australia/Sydney"),
        ("39", "06", "Rome", "Rome", "Europe/Rome"),
        ("39", "02", "Milan", "Milan", "Europe/Rome"),
        ("34", "91", "Madrid", "Madrid", "Europe/Madrid"),
        ("55", "11", "São Paulo", "São Paulo", "America/Sao_Paulo"),
        ("7", "495", "Moscow", "Moscow", "Europe/Moscow"),
        ("86", "10", "Beijing", "Beijing", "Asia/Shanghai"),
        ("91", "22", "Mumbai", "Mumbai", "Asia/Calcutta"),
        ("52", "55", "Mexico City", "Mexico City", "America/Mexico_City"),
    ] {
        let place = place(calling_code, national);
        assert_eq!(place.name, name, "+{calling_code} {national}");
        assert_eq!(place.towns.first(), Some(&town), "+{calling_code} {national}");
        assert_eq!(place.time_zones, [zone], "+{calling_code} {national}");
    }
}

#[test]
fn the_main_towns_come_most_frequent_first() {
    assert_eq!(place("1", "415").towns, ["San Francisco", "San Rafael", "Novato", "Mill Valley"]);
    assert_eq!(place("1", "416").towns, ["Toronto", "Scarborough", "North York", "Etobicoke"]);
}

#[test]
fn what_is_not_known_has_no_place() {
    for (calling_code, national) in [
        ("1", ""),
        ("1", "4"),
        ("1", "41"),
        ("1", "800"),
        ("1", "*15"),
        ("376", "7"),
        ("999", "1"),
        ("", "415"),
        ("x", "1"),
    ] {
        assert_eq!(place_of(calling_code, national), None, "+{calling_code} {national}");
    }
}

#[test]
fn a_place_without_labels_of_its_own_in_plus_one_is_the_country() {
    assert_eq!(place("1", "787").name, "Puerto Rico");
    assert_eq!(place("1", "876").name, "Jamaica");
    assert_eq!(place_of("64", "21"), None);
    assert_eq!(place("1", "658"), Place { name: "Jamaica", towns: vec![], time_zones: vec!["America/Jamaica"] });
}

#[test]
fn time_zones_are_few_or_not_said() {
    assert_eq!(time_zones_of("376", ""), ["Europe/Andorra"]);
    assert_eq!(time_zones_of("1", "907"), ["America/Adak", "America/Anchorage"]);
    assert_eq!(time_zones_of("1", ""), Vec::<&str>::new());
    assert_eq!(time_zones_of("7", ""), Vec::<&str>::new());
    assert_eq!(time_zones_of("999", "1"), Vec::<&str>::new());
}

#[test]
fn every_zone_is_one_of_the_database() {
    let mut zones = 0;
    for (digits, names) in Book::open().zone_names() {
        let names: Vec<_> = names.split_ascii_whitespace().collect();
        assert!(names.len() <= 4, "{digits}");
        for name in names {
            assert!(TimeZone::get(name).is_ok(), "{digits}: {name}");
            zones += 1;
        }
    }
    assert!(zones > 2_500, "{zones}");
}

#[test]
fn every_area_code_of_plus_one_has_one_owner() {
    let owned: Vec<_> = (200..1000).filter_map(|area| Some((area, nanp_region(&area.to_string())?))).collect();
    let of = |code: &str| owned.iter().filter(|(_, country)| country.code() == code).count();
    assert_eq!((owned.len(), of("US"), of("CA"), of("DO")), (442, 359, 56, 3));
    for (area, code) in [("415", "US"), ("416", "CA"), ("876", "JM"), ("787", "PR"), ("684", "AS"), ("340", "VI")] {
        assert_eq!(nanp_region(area).map(Country::code), Some(code), "{area}");
    }
    assert!(owned.iter().all(|(area, _)| nanp_special(&area.to_string()).is_none()));
    for unowned in ["", "4", "41", "4155", "200", "800", "911", "4*5", "x"] {
        assert_eq!(nanp_region(unowned), None, "{unowned}");
    }
}

#[test]
fn special_area_codes_say_what_they_are_and_no_price() {
    for (area, special) in [
        ("800", Some(Special::TollFree)),
        ("888", Some(Special::TollFree)),
        ("844", Some(Special::TollFree)),
        ("900", Some(Special::Premium)),
        ("500", Some(Special::Personal)),
        ("529", Some(Special::Personal)),
        ("622", Some(Special::Personal)),
        ("600", Some(Special::Service)),
        ("415", None),
        ("8005", None),
        ("80", None),
        ("é8", None),
    ] {
        assert_eq!(nanp_special(area), special, "{area}");
    }
    for special in [Special::TollFree, Special::Premium, Special::Personal, Special::Service] {
        let meaning = special.meaning();
        assert!(meaning.ends_with('.') && meaning.matches(". ").count() == 0, "{meaning}");
        assert!(!meaning.contains(['$', '€', '£']) && !meaning.contains(|c: char| c.is_ascii_digit() && c != '1'));
    }
}

#[test]
fn names_are_clean_and_prefixes_make_sense() {
    let book = Book::open();
    assert!(book.areas.len() > 10_000, "{}", book.areas.len());
    for area in &book.areas {
        let text = [area.region].into_iter().chain(area.spellings()).collect::<String>();
        assert!(!text.chars().any(char::is_control) && !text.contains(['@', '\u{FFFD}', '~']), "{text}");
        assert!(
            area.towns().count() <= 4 && area.towns().all(|town| town.trim() == town && !town.is_empty()),
            "{text}"
        );
        assert!(!book.prefixes(area).is_empty(), "{text}");
        for prefix in book.prefixes(area) {
            let digits = prefix.to_string();
            assert!((1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{digits}");
            let calling_code = book.block(area).calling_code;
            assert_eq!(book.area(calling_code, &digits).map(|known| book.name(known).is_empty()), Some(false));
        }
    }
}

#[test]
fn the_asset_is_small() {
    let size = include_bytes!("../../../assets/places.deflate").len();
    assert!((100_000..=180 * 1024).contains(&size), "{size}");
}

/// The first answer's place, region, country and first area code.
fn first(query: &str) -> Option<(&'static str, Option<&'static str>, &'static str, String)> {
    let found = find_places(query, 8).into_iter().next()?;
    Some((found.place, found.region, found.country.code(), found.area_codes.first()?.clone()))
}

#[test]
fn a_place_typed_finds_its_area_codes() {
    for (query, place, region, country, area) in [
        ("san francisco", "San Francisco", Some("California"), "US", "415"),
        ("SAN FRANC", "San Francisco", Some("California"), "US", "415"),
        ("toronto", "Toronto", Some("Ontario"), "CA", "416"),
        ("london", "London", None, "GB", "20"),
        ("são paulo", "São Paulo", Some("São Paulo"), "BR", "11"),
        ("sao paulo", "São Paulo", Some("São Paulo"), "BR", "11"),
        ("sa\u{303}o pau", "São Paulo", Some("São Paulo"), "BR", "11"),
        ("  Paris ", "Paris", None, "FR", "1"),
        ("munich", "Munich", None, "DE", "89"),
        ("münchen", "Munich", None, "DE", "89"),
        ("munchen", "Munich", None, "DE", "89"),
        ("köln", "Cologne", None, "DE", "221"),
        ("zurich", "Zurich", None, "CH", "43"),
        ("new york", "New York", Some("New York"), "US", "212"),
        ("chicago", "Chicago", Some("Illinois"), "US", "312"),
        ("saint john's", "St. John's", Some("Newfoundland and Labrador"), "CA", "709"),
        ("st johns", "St. John's", Some("Newfoundland and Labrador"), "CA", "709"),
        ("boulogne billancourt", "Boulogne-Billancourt", None, "FR", "1"),
        ("california", "California", None, "US", "209"),
        ("puerto rico", "Puerto Rico", None, "PR", "787"),
        ("wollongong", "Wollongong", None, "AU", "2"),
    ] {
        assert_eq!(first(query), Some((place, region, country, area.to_owned())), "{query}");
    }
}

#[test]
fn too_little_or_nothing_known_finds_nothing() {
    for query in ["", " ", "s", "415", "4 1", "*", "nosuchplace", "\n", "ondon", "st ", "東京"] {
        let found = find_places(query, 8);
        assert!(found.is_empty() || query == "st ", "{query}: {found:?}");
    }
    assert_eq!(find_places("london", 0), []);
}

#[test]
fn namesakes_are_told_apart_and_codes_of_one_place_are_together() {
    let london = find_places("london", 8);
    assert!(london.iter().any(|found| found.country.code() == "CA" && found.area_codes.contains(&"519".to_owned())));
    let toronto = &find_places("toronto", 1)[0];
    assert_eq!(toronto.area_codes, ["416", "437", "942"]);
    let ontario =
        find_places("ontario", 8).into_iter().find(|found| found.country.code() == "CA").map(|f| f.area_codes);
    assert!(ontario.is_some_and(|codes| codes.len() > 15));
}

proptest! {
    #[test]
    fn nothing_panics_for_any_digits(calling_code in "\\PC{0,20}|[0-9]{0,20}", national in "\\PC{0,20}|[0-9*]{0,40}") {
        let _ = place_of(&calling_code, &national);
        let _ = time_zones_of(&calling_code, &national);
        let _ = nanp_region(&national);
        let _ = nanp_special(&national);
    }

    #[test]
    fn more_digits_never_lose_the_place(area in 200_u16..1000, rest in "[0-9*]{0,12}") {
        let area = area.to_string();
        let whole = format!("{area}{rest}");
        prop_assert_eq!(place_of("1", &area).map(|p| p.name), place_of("1", &whole).map(|p| p.name));
    }

    #[test]
    fn whatever_is_typed_finds_at_most_the_limit_and_only_with_codes(query in "\\PC{0,24}|[a-zéã .'-]{1,6}", limit in 0_usize..9) {
        let found = find_places(&query, limit);
        prop_assert!(found.len() <= limit);
        for found in found {
            prop_assert!(!found.area_codes.is_empty());
            prop_assert!(found.area_codes.iter().all(|code| place_of(found.country.calling_code(), code).is_some()));
        }
    }

    #[test]
    fn a_town_is_found_by_its_own_name(pick in any::<prop::sample::Index>()) {
        let book = Book::open();
        let area = &book.areas[pick.index(book.areas.len())];
        for town in area.towns().filter(|town| town.chars().filter(|c| c.is_alphabetic()).count() > 1) {
            let found = find_places(town, 500);
            prop_assert!(found.iter().any(|f| f.place == town && f.country == book.country(area)), "{}", town);
        }
    }
}
