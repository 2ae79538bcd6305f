//! The number plan of one country, asked digit by digit.
//!
//! Owns the answers: how many valid numbers match, which one is the n-th, which
//! place makes a pattern impossible and what would be accepted there. A plan is
//! compiled on first use and kept. "Places" are the digits and `*` of a national
//! number, without calling code or trunk prefix; other bytes match nothing. All
//! numbers are possible ones; which of them are for sale nobody knows.
//!
//! Facts about +1 that get words of their own are those of the North American
//! Numbering Plan: area codes and exchanges are `NXX` with N = 2–9, an area code's
//! second digit is never 9 (reserved for expansion), N11 codes (211 … 911) are
//! services, and 555-0100 … 555-0199 is reserved for fiction.

use std::sync::OnceLock;

use super::{
    Country,
    automaton::Automaton,
    count::{Dead, Matches, spread},
    data,
    digits::Digits,
    kind::{Count, NumberType},
};

/// No whole number has more digits, by E.164.
const E164_DIGITS: usize = 15;
/// How long a national number of +1 is.
const NANP_DIGITS: usize = 10;
/// What stands behind the area code of the numbers that are reserved for fiction.
const FICTION: &[u8] = b"55501";
/// Where it stands.
const EXCHANGE: usize = 3;

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
#[derive(Debug)]
pub struct Plan {
    country: Country,
    automaton: Automaton,
}

/// One a row of the table; a row is a byte, so that every index is inside.
static PLANS: [OnceLock<Plan>; 256] = [const { OnceLock::new() }; 256];

impl Plan {
    /// The plan that the country's numbers follow, compiled when it is first asked for.
    #[must_use]
    pub fn of(country: Country) -> &'static Self {
        PLANS[country.index()].get_or_init(|| Self::compile(country))
    }

    /// Compiles the plan anew; [`Plan::of`] does it once.
    #[must_use]
    pub fn compile(country: Country) -> Self {
        let automaton = Automaton::compile(data::section(country.index()), country.is_nanp());
        Self { country, automaton: automaton.unwrap_or_else(|_| Automaton::empty()) }
    }

    /// The country whose plan it is.
    #[must_use]
    pub fn country(&self) -> Country {
        self.country
    }

    /// How many valid numbers match all the places.
    #[must_use]
    pub fn count(&self, places: &[u8]) -> Count {
        self.automaton.count(places)
    }

    /// How many valid numbers of any length begin with the places.
    #[must_use]
    pub fn count_beginning(&self, places: &[u8]) -> Count {
        self.automaton.count_beginning(places)
    }

    /// The valid numbers that match all the places, for asking about several of them.
    #[must_use]
    pub fn matches(&self, places: &[u8]) -> Matches<'_> {
        Matches::new(&self.automaton, places)
    }

    /// How many digits most numbers of lines have, fixed and mobile; `None` for an empty plan.
    #[must_use]
    pub fn usual_length(&self) -> Option<usize> {
        let lines = |length: &usize| {
            let counted = self.count(&b"*".repeat(*length)).by_type;
            let of = [NumberType::FixedLine, NumberType::Mobile, NumberType::FixedLineOrMobile];
            of.into_iter().map(|kind| counted.of(kind)).sum::<u64>()
        };
        self.lengths().max_by_key(lines)
    }

    /// The n-th valid national number that matches, from 0, in ascending order.
    #[must_use]
    pub fn nth(&self, places: &[u8], n: u64) -> Option<String> {
        self.matches(places).nth(n)
    }

    /// The n-th valid national number that begins with the digits, from 0, in the order of a dictionary.
    #[must_use]
    pub fn nth_beginning(&self, digits: &[u8], n: u64) -> Option<String> {
        self.automaton.nth_beginning(digits, n)
    }

    /// An example for a seed. Seeds one after the other give every match once before any comes again, well spread.
    #[must_use]
    pub fn sample(&self, places: &[u8], seed: u64) -> Option<String> {
        let matches = self.matches(places);
        matches.nth(spread(seed, matches.total())?)
    }

    /// As [`Plan::sample`], among the numbers that begin with the digits.
    #[must_use]
    pub fn sample_beginning(&self, digits: &[u8], seed: u64) -> Option<String> {
        let total = self.automaton.ahead(self.automaton.walk(digits)).numbers;
        self.automaton.nth_beginning(digits, spread(seed, total)?)
    }

    /// The first place after which no valid number is left, whatever follows.
    #[must_use]
    pub fn first_dead(&self, places: &[u8]) -> Option<Dead> {
        self.automaton.first_dead(places)
    }

    /// The digits that can follow these places; none where they are complete or impossible.
    #[must_use]
    pub fn allowed_after(&self, places: &[u8]) -> Digits {
        self.automaton.allowed_after(places)
    }

    /// How many places are missing to the nearest length at which some number matches: 0 where some match already,
    /// `None` where nothing can match any more.
    #[must_use]
    pub fn completes(&self, places: &[u8]) -> Option<usize> {
        self.automaton.completes(places)
    }

    /// How many digits a valid national number can have, ascending.
    pub fn lengths(&self) -> impl Iterator<Item = usize> + use<> {
        let lengths = self.automaton.ahead(self.automaton.start).lengths;
        (0..u32::BITS as usize).filter(move |n| lengths & (1 << n) != 0)
    }

    /// Whether numbers of places begin with these digits. Says nothing about how long an area code is.
    #[must_use]
    pub fn has_places_behind(&self, digits: &[u8]) -> bool {
        self.automaton.ahead(self.automaton.walk(digits)).geographic
    }

    /// What is left of a +1 pattern when it is narrowed to the numbers reserved for fiction, 555-0100 … 555-0199.
    #[must_use]
    pub fn fictional(&self, places: &[u8]) -> Option<Vec<u8>> {
        if !self.country.is_nanp() || places.len() != NANP_DIGITS {
            return None;
        }
        let mut narrow = places.to_vec();
        for (place, digit) in narrow.iter_mut().skip(EXCHANGE).zip(FICTION) {
            if *place != b'*' && place != digit {
                return None;
            }
            *place = *digit;
        }
        Some(narrow)
    }

    /// How many of the matches are reserved for fiction; 0 outside of +1.
    #[must_use]
    pub fn count_fictional(&self, places: &[u8]) -> u64 {
        self.fictional(places).map_or(0, |narrow| self.count(&narrow).total)
    }

    /// How many digits an area code has. Where there are no area codes it is any length up to a whole number,
    /// and [`Plan::area_code`] refuses every digit.
    #[must_use]
    pub fn area_code_rule(&self) -> AreaCodeRule {
        match self.country.area_code_lengths() {
            [] => AreaCodeRule { shortest: 1, longest: self.longest_national() },
            [only] => AreaCodeRule { shortest: usize::from(*only), longest: usize::from(*only) },
            [first, .., last] => AreaCodeRule { shortest: usize::from(*first), longest: usize::from(*last) },
        }
    }

    /// Looks for the first digit that no area code of the country can have there.
    /// A short code without a fault is fine: whether it is long enough is [`Plan::area_code_rule`]'s.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn area_code(&self, digits: &[u8]) -> Result<(), Breach> {
        let name = self.country.in_sentence();
        if self.country.area_code_lengths().is_empty() {
            return Err(Breach::new(0, format!("Numbers in {name} have no area codes"), "a search by pattern"));
        }
        let longest = self.area_code_rule().longest;
        if self.country.is_nanp() {
            nanp_area_code(digits).map_err(|breach| self.told(breach, digits))?;
        }
        self.alive(&digits[..digits.len().min(longest)])?;
        if digits.len() > longest {
            let rule =
                format!("An area code of {name} has at most {longest} digit{}", if longest == 1 { "" } else { "s" });
            return Err(Breach::new(longest, rule, "nothing more; for a longer prefix, search by pattern"));
        }
        Ok(())
    }

    /// Looks for the first place of a national number, digits and `*`, that no number of the country can have.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn national(&self, places: &[u8]) -> Result<(), Breach> {
        let longest = self.longest_national();
        let inside = &places[..places.len().min(longest)];
        let dead = self.alive(inside);
        if self.country.is_nanp() {
            // The rules of +1 have better words for the same place; a deeper fault must not hide an earlier one.
            let named = nanp_area_code(&places[..places.len().min(EXCHANGE)]).and_then(|()| nanp_exchange(places));
            if let Err(named) = named
                && dead.as_ref().is_err_and(|dead| named.at <= dead.at)
            {
                return Err(self.told(named, places));
            }
        }
        dead?;
        if places.len() > longest {
            let (name, code) = (self.country.in_sentence(), self.country.calling_code());
            let rule = format!("A number in {name} has at most {longest} digits after +{code}");
            return Err(Breach::new(longest, rule, "nothing more"));
        }
        Ok(())
    }

    /// How many places a complete national number has at most. A whole number never passes E.164's 15 digits.
    #[must_use]
    pub fn longest_national(&self) -> usize {
        let by_e164 = E164_DIGITS - self.country.calling_code().len();
        self.lengths().last().map_or(by_e164, |longest| longest.min(by_e164))
    }

    /// Puts the first dead place into words.
    fn alive(&self, places: &[u8]) -> Result<(), Breach> {
        let Some(dead) = self.first_dead(places) else { return Ok(()) };
        let begin = String::from_utf8_lossy(&places[..=dead.at]).into_owned();
        let (name, code) = (self.country.in_sentence(), self.country.calling_code());
        if dead.allowed.is_empty() {
            let rule = format!("Such a number in {name} has at most {} digits after +{code}", dead.at);
            return Err(Breach::new(dead.at, rule, "nothing more"));
        }
        let rule = format!("No number in {name} begins with +{code} {begin}");
        let accepted = match dead.allowed.len() {
            10 => "a digit from 0 to 9, or *".to_owned(),
            _ => format!("{}, or *", dead.allowed),
        };
        Err(self.told(Breach::new(dead.at, rule, accepted), places))
    }

    /// Adds to what would be accepted after which digits that is, and what stands there instead.
    fn told(&self, breach: Breach, places: &[u8]) -> Breach {
        let before = String::from_utf8_lossy(places.get(..breach.at).unwrap_or_default());
        let after = format!("after +{} {before}", self.country.calling_code());
        let here = places.get(breach.at).map_or(' ', |&place| char::from(place));
        Breach { accepted: format!("{} comes {}; here it is {here}", after.trim_end(), breach.accepted), ..breach }
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
    match places.get(EXCHANGE..) {
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
#[path = "plan_tests.rs"]
mod tests;
