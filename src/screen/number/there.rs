//! What time it is where a number is.
//!
//! Owns the names of time zones in words and the clock there. Zones come from the
//! database inside the program, never from the machine's own, so that every machine
//! says the same and nothing here touches a file. The time is that of the last key:
//! no clock runs on this screen, so an idle program stays idle.

use jiff::{
    Timestamp, ZonedDateTime,
    tz::{TimeZone, TimeZoneDatabase},
};

/// The zones of a place and the time there now, such as `Pacific time, 14:32 there now`; `None` where no zone is known.
/// The day of the week is said where it is not the day `here`.
pub fn time_there(zones: &[&str], now: Timestamp, here: &TimeZone) -> Option<String> {
    let database = TimeZoneDatabase::bundled();
    let mut there: Vec<(String, ZonedDateTime)> = Vec::new();
    for name in zones {
        let Ok(zone) = database.get(name) else { continue };
        let at = now.to_zoned_datetime(zone);
        let name = in_words(name, &at);
        // Zones that are called the same and agree on the time are one to a person.
        if !there.iter().any(|(known, other)| *known == name && other.offset() == at.offset()) {
            there.push((name, at));
        }
    }
    there.sort_by_key(|(_, at)| at.offset());
    let today = now.to_zoned_datetime(here.clone()).date();
    let clock = |at: &ZonedDateTime| at.strftime(if at.date() == today { "%H:%M" } else { "%a %H:%M" }).to_string();
    match there.as_slice() {
        [] => None,
        [(name, at)] => Some(format!("{name} time, {} there now", clock(at))),
        [(first, at), (second, other)] if first == second => {
            Some(format!("{first} time, {} or {} there now", clock(at), clock(other)))
        }
        [(first, at), (second, other)] if at.offset() == other.offset() => {
            Some(format!("{first} or {second} time, {} there now", clock(at)))
        }
        [(first, at), (second, other)] => {
            Some(format!("{first} or {second} time, {} or {} there now", clock(at), clock(other)))
        }
        [(_, first), .., (_, last)] if first.offset() == last.offset() => Some(format!("{} there now", clock(first))),
        [(_, first), .., (_, last)] => {
            Some(format!("{} time zones, {} to {} there now", there.len(), clock(first), clock(last)))
        }
    }
}

/// A zone as people call it: in North America by the zone's own name, elsewhere by its city.
fn in_words(name: &str, at: &ZonedDateTime) -> String {
    let abbreviation = at.strftime("%Z").to_string();
    let common = match abbreviation.as_str() {
        "PST" | "PDT" => Some("Pacific"),
        "MST" | "MDT" => Some("Mountain"),
        "CST" | "CDT" => Some("Central"),
        "EST" | "EDT" => Some("Eastern"),
        "AST" | "ADT" => Some("Atlantic"),
        "NST" | "NDT" => Some("Newfoundland"),
        "AKST" | "AKDT" => Some("Alaska"),
        "HST" | "HDT" => Some("Hawaii"),
        _ => None,
    };
    // China, the Philippines and others use some of these letters for times of their own.
    let is_american = name.starts_with("America/") || name == "Pacific/Honolulu";
    common
        .filter(|_| is_american)
        .map_or_else(|| name.rsplit('/').next().unwrap_or(name).replace('_', " "), str::to_owned)
}

#[cfg(test)]
mod tests {
    use jiff::tz::offset;

    use super::*;
    use crate::numbering::{Country, time_zones_of};

    fn there(zones: &[&str], now: &str) -> Option<String> {
        time_there(zones, now.parse().unwrap(), &TimeZone::fixed(offset(-8)))
    }

    #[test]
    fn the_time_there_in_words() {
        let winter = "2026-01-14T22:32:00Z";
        for (zones, now, words) in [
            (&["America/Los_Angeles"][..], winter, "Pacific time, 14:32 there now"),
            (&["America/Los_Angeles"], "2026-07-14T22:32:00Z", "Pacific time, 15:32 there now"),
            (&["America/Phoenix"], winter, "Mountain time, 15:32 there now"),
            (&["America/Phoenix", "America/Denver"], winter, "Mountain time, 15:32 there now"),
            (&["America/Phoenix", "America/Denver"], "2026-07-14T22:32:00Z", "Mountain time, 15:32 or 16:32 there now"),
            (&["America/New_York", "America/Chicago"], winter, "Central or Eastern time, 16:32 or 17:32 there now"),
            (&["Europe/London"], winter, "London time, 22:32 there now"),
            (&["Asia/Shanghai"], winter, "Shanghai time, Thu 06:32 there now"),
            (&["Asia/Kolkata"], winter, "Kolkata time, Thu 04:02 there now"),
            (&["Pacific/Honolulu"], winter, "Hawaii time, 12:32 there now"),
            (&["Europe/Jersey", "Europe/London"], winter, "Jersey or London time, 22:32 there now"),
            (
                &["America/Adak", "America/Anchorage", "America/New_York"],
                winter,
                "3 time zones, 12:32 to 17:32 there now",
            ),
        ] {
            assert_eq!(there(zones, now).as_deref(), Some(words), "{zones:?}");
        }
        assert_eq!(there(&[], winter), None);
        assert_eq!(there(&["Nowhere/At_All"], winter), None);
    }

    #[test]
    fn every_country_with_zones_has_a_time() {
        let mut known = 0;
        for country in Country::all() {
            let zones = time_zones_of(country.calling_code(), "");
            assert_eq!(zones.is_empty(), there(&zones, "2026-01-14T22:32:00Z").is_none(), "{}", country.name());
            known += usize::from(!zones.is_empty());
        }
        assert!(known > 150, "{known}");
    }
}
