//! The rules of one country's number plan, asked digit by digit.
//!
//! Owns what an area code and a national number may look like. This is the seam
//! that full plan data slots into: callers ask [`Plan::area_code`] and
//! [`Plan::national`] and get the first digit that breaks a rule, so deeper data
//! changes the answers and not the callers.
//!
//! Facts about +1 are those of the North American Numbering Plan: area codes and
//! exchanges are `NXX` with N = 2–9, an area code's second digit is never 9
//! (reserved for expansion), and N11 codes (211 … 911) are services, not places.

use super::Country;

/// How many digits an area code has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaCodeRule {
    /// The fewest digits.
    pub shortest: usize,
    /// The most digits.
    pub longest: usize,
}

/// The first place where digits break the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Index into the digits asked about, from 0.
    pub at: usize,
    /// The rule that is broken, a sentence without its full stop.
    pub rule: String,
    /// What would be accepted there, in a few words.
    pub accepted: String,
}

impl Breach {
    fn new(at: usize, rule: impl Into<String>, accepted: impl Into<String>) -> Self {
        Self { at, rule: rule.into(), accepted: accepted.into() }
    }
}

/// The number plan of one country.
#[derive(Debug, Clone, Copy)]
pub struct Plan(Country);

impl Plan {
    /// The plan that the country's numbers follow.
    #[must_use]
    pub fn of(country: Country) -> Self {
        Self(country)
    }

    /// How many digits an area code has: exactly three in the NANP, two to five elsewhere.
    #[must_use]
    pub fn area_code_rule(self) -> AreaCodeRule {
        if self.0.is_nanp() {
            AreaCodeRule { shortest: 3, longest: 3 }
        } else {
            AreaCodeRule { shortest: 2, longest: 5 }
        }
    }

    /// Looks for the first digit that no area code of the country can have there.
    /// A short code without a fault is fine: whether it is long enough is [`Plan::area_code_rule`]'s.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn area_code(self, digits: &[u8]) -> Result<(), Breach> {
        if self.0.is_nanp() {
            nanp_area_code(digits)?;
        }
        let longest = self.area_code_rule().longest;
        if digits.len() > longest {
            return Err(Breach::new(
                longest,
                format!("An area code of {} has at most {longest} digits", self.0.name()),
                "nothing more; for a longer prefix, search by pattern",
            ));
        }
        Ok(())
    }

    /// Looks for the first place of a national number, digits and `*`, that no number of the country can have.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn national(self, places: &[u8]) -> Result<(), Breach> {
        if self.0.is_nanp() {
            nanp_area_code(&places[..places.len().min(3)])?;
            nanp_exchange(places)?;
        }
        let longest = self.longest_national();
        if places.len() > longest {
            return Err(Breach::new(
                longest,
                format!("A number in {} has at most {longest} digits after +{}", self.0.name(), self.0.calling_code()),
                "nothing more",
            ));
        }
        Ok(())
    }

    /// How many places a complete national number has at most. A whole number never passes E.164's 15 digits.
    #[must_use]
    pub fn longest_national(self) -> usize {
        let by_e164 = 15 - self.0.calling_code().len();
        let by_plan = self.0.national_lengths().last().map_or(by_e164, |&n| usize::from(n));
        by_plan.min(by_e164)
    }

    /// How many more places the shortest complete number needs; 0 where `places` is a length that numbers have.
    #[must_use]
    pub fn missing(self, places: usize) -> usize {
        if self.0.is_nanp() {
            // Shorter ones are dialled only locally.
            return 10_usize.saturating_sub(places);
        }
        let lengths = self.0.national_lengths().iter().map(|&n| usize::from(n));
        lengths.filter(|&n| n >= places).min().map_or(0, |n| n - places)
    }
}

/// NXX with the second digit not 9 and the last two not 11. Wildcards match anything.
fn nanp_area_code(places: &[u8]) -> Result<(), Breach> {
    match places {
        [b'0' | b'1', ..] => Err(Breach::new(0, "In +1 an area code begins with 2–9", "a digit from 2 to 9")),
        [_, b'9', ..] => {
            Err(Breach::new(1, "In +1 the second digit of an area code is never 9", "a digit from 0 to 8"))
        }
        [first, b'1', b'1', ..] => {
            let service = char::from(*first);
            Err(Breach::new(2, format!("{service}11 is a service number, not an area code"), "any digit but 1"))
        }
        _ => Ok(()),
    }
}

/// The three places after the area code: N = 2–9, and not N11.
fn nanp_exchange(places: &[u8]) -> Result<(), Breach> {
    match places.get(3..) {
        Some([b'0' | b'1', ..]) => {
            Err(Breach::new(3, "In +1 the digit after the area code is 2–9", "a digit from 2 to 9, or *"))
        }
        Some([first, b'1', b'1', ..]) => {
            let rule = format!("In +1 no number continues with {}11 after the area code", char::from(*first));
            Err(Breach::new(5, rule, "any digit but 1, or *"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(code: &str) -> Plan {
        Plan::of(Country::parse(code).unwrap())
    }

    fn breach_at(result: Result<(), Breach>) -> Option<usize> {
        result.err().map(|breach| breach.at)
    }

    #[test]
    fn nanp_area_codes_follow_their_rule() {
        for (digits, at) in [
            ("", None),
            ("4", None),
            ("415", None),
            ("0", Some(0)),
            ("1", Some(0)),
            ("49", Some(1)),
            ("411", Some(2)),
            ("911", Some(2)),
            ("4155", Some(3)),
        ] {
            assert_eq!(breach_at(plan("US").area_code(digits.as_bytes())), at, "{digits}");
        }
    }

    #[test]
    fn other_area_codes_have_two_to_five_digits() {
        assert_eq!(plan("GB").area_code_rule(), AreaCodeRule { shortest: 2, longest: 5 });
        assert_eq!(breach_at(plan("GB").area_code(b"20")), None);
        assert_eq!(breach_at(plan("GB").area_code(b"201234")), Some(5));
    }

    #[test]
    fn nanp_numbers_blame_the_first_impossible_place() {
        for (places, at) in [
            ("415555****", None),
            ("**********", None),
            ("*1*5550100", None),
            ("4150******", Some(3)),
            ("415*11****", Some(5)),
            ("415911****", Some(5)),
            ("*11*******", Some(2)),
            ("41555501000", Some(10)),
        ] {
            assert_eq!(breach_at(plan("CA").national(places.as_bytes())), at, "{places}");
        }
    }

    #[test]
    fn missing_places_lead_to_the_next_real_length() {
        assert_eq!(plan("US").missing(7), 3);
        assert_eq!(plan("US").missing(10), 0);
        assert_eq!(plan("GB").missing(8), 1);
        assert_eq!(plan("GB").missing(10), 0);
        assert_eq!(plan("DE").longest_national(), 13);
    }
}
