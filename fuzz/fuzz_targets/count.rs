//! Any bytes as places of any country: counting must not panic, and counting and listing must agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numshop::numbering::{Country, Plan, near_area_codes, regions_of};

fuzz_target!(|input: &[u8]| {
    let Some((pick, places)) = input.split_first() else { return };
    let Some(country) = Country::all().nth(usize::from(*pick)) else { return };
    let plan = Plan::of(country);
    let count = plan.count(places);
    assert_eq!(count.by_type.iter().map(|(_, numbers)| numbers).sum::<u64>(), count.total);

    let matches = plan.matches(places);
    assert_eq!(matches.total(), count.total);
    assert_eq!(matches.nth(count.total), None);
    if let Some(number) = plan.sample(places, u64::from(*pick)) {
        assert_eq!(plan.count(number.as_bytes()).total, 1, "{number}");
    }

    let beginning = plan.count_beginning(places).total;
    assert!(beginning >= count.total);
    assert_eq!(plan.first_dead(places).is_some(), beginning == 0);
    assert_eq!(plan.completes(places) == Some(0), count.total > 0);

    if places.len() < 6 {
        let _ = near_area_codes(country, places);
    }
    let _ = (plan.area_code(places), plan.national(places), regions_of(country.calling_code(), places));
});
