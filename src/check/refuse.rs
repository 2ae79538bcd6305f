//! The words of every refusal.
//!
//! Owns one function a reason. Where a digit is to blame, it is the first after
//! which no number of the country is left, as the plan says, and the message names
//! what may stand there. Rules that `domain` has better words for are added to it.

use super::{
    near::{near, whole_pattern},
    objection::{Objection, Suggestion},
};
use crate::{
    domain::{
        Normal,
        criterion::{Fault, Kind, LONGEST_INPUT},
        elsewhere::unassigned,
        international_digits, phrases,
    },
    numbering::{Country, Dead, Digits, NearCode, Plan, place_of, regions_beginning},
};

/// Where an area code of +1 ends.
const NANP_AREA: usize = 3;

/// A text, and how it is taken.
pub(super) struct Asked<'a> {
    pub input: &'a str,
    pub country: Country,
    pub kind: Kind,
}

/// The text is longer than any number is written.
pub(super) fn too_long() -> Objection {
    let message = format!("An area code or pattern is written in at most {LONGEST_INPUT} characters.");
    Objection::new(LONGEST_INPUT, message)
}

/// The text is the name of places that have these area codes.
pub(super) fn place_name(codes: Vec<Suggestion>) -> Objection {
    Objection::new(0, "This is a place's name, not digits.").suggesting("Area codes there", codes)
}

/// The text is letters alone, and no place that has area codes is called so.
pub(super) fn no_place() -> Objection {
    Objection::new(0, "No place with area codes has a name that begins so.")
        .accepting("the English name of a city or region, an area code, or a pattern such as +1415555****")
}

impl Asked<'_> {
    /// Just past the last character.
    fn end(&self) -> usize {
        self.input.chars().count()
    }

    pub fn empty(&self) -> Objection {
        Objection::new(
            self.end(),
            "There is no digit. Give an area code such as 415, or a pattern such as +1415555****.",
        )
    }

    /// No country has the calling code that the text begins with.
    pub fn no_calling_code(&self) -> Objection {
        let digits = international_digits(self.input).unwrap_or_default();
        let begun = Country::all().any(|country| country.calling_code().starts_with(&digits));
        let objection = if begun {
            Objection::new(self.end(), format!("+{digits} is only the beginning of a calling code."))
        } else {
            let shown: String = digits.chars().take(3).collect();
            let at = self.input.chars().position(|c| c.is_numeric() && c != '0').unwrap_or(0);
            Objection::new(at, format!("No country has a calling code that begins with +{shown}."))
        };
        objection.accepting("a country's calling code, such as +1 or +44")
    }

    /// The text has the calling code of another country than the one that was asked for.
    pub fn other_calling_code(&self, fault: &Fault, other: Country) -> Objection {
        let message = format!(
            "{}; +{} is {}. Give --country {}, or leave --country out.",
            fault.rule,
            other.calling_code(),
            other.in_sentence(),
            other.code()
        );
        Objection::new(fault.at, message).accepting(format!("+{}", self.country.calling_code()))
    }

    /// More places are needed; `more` says how many.
    pub fn incomplete(&self, more: &str) -> Objection {
        let Some(normal) = Normal::of(self.kind, self.country, self.input) else {
            return Objection::new(self.end(), format!("This is incomplete: {more}."));
        };
        let name = self.country.in_sentence();
        match self.kind {
            Kind::AreaCode => {
                let lengths: Digits = self.country.area_code_lengths().iter().copied().collect();
                let (digits, have) = (normal.places(), normal.places().len());
                let unit = if self.country.area_code_lengths() == [1] { "digit" } else { "digits" };
                let message = format!("An area code of {name} has {lengths} {unit}, and {digits} has {have}: {more}.");
                Objection::new(self.end(), message)
            }
            Kind::Pattern => {
                let message = format!("{} is not a whole number of {name} yet: {more}.", self.spaced(normal.places()));
                let whole = whole_pattern(self.country, normal.places());
                let objection = Objection::new(self.end(), message);
                whole.map_or(objection.clone(), |whole| objection.accepting(format!("such as {whole}")))
            }
        }
    }

    /// A character breaks a rule.
    pub fn wrong(&self, fault: Fault) -> Objection {
        if self.kind == Kind::AreaCode && self.country.area_code_lengths().is_empty() {
            return self.no_area_codes();
        }
        let normal = Normal::of(self.kind, self.country, self.input);
        let place = normal.as_ref().and_then(|normal| normal.place_at(fault.at));
        let (Some(normal), Some(place)) = (normal, place) else {
            return Objection::new(fault.at, format!("{}.", fault.rule)).accepting(fault.accepted);
        };
        let plan = Plan::of(self.country);
        let places = normal.places();
        let longest = match self.kind {
            Kind::AreaCode => plan.area_code_rule().longest,
            Kind::Pattern => plan.longest_national(),
        };
        let dead = plan.first_dead(&places.as_bytes()[..places.len().min(longest)]);
        let objection = match dead {
            None => Objection::new(fault.at, format!("{}.", fault.rule)).accepting(fault.accepted),
            Some(dead) => self.dead(dead, places, &fault),
        };
        let place = dead.map_or(place, |dead| dead.at);
        let input_at = normal.origin_of(place).unwrap_or(objection.input_at);
        Objection { at: normal.index_of(place), input_at, normalized: Some(normal.as_str().to_owned()), ..objection }
    }

    /// `SG has no area codes`.
    fn no_area_codes(&self) -> Objection {
        let whole = whole_pattern(self.country, "").unwrap_or_default();
        let message =
            format!("Numbers in {} have no area codes. Give a pattern such as {whole}.", self.country.in_sentence());
        Objection::new(0, message)
    }

    /// No number of the country is left from this place on.
    fn dead(&self, dead: Dead, places: &str, fault: &Fault) -> Objection {
        let objection = Objection::new(fault.at, "").accepting(self.accepted(dead));
        let others = regions_beginning(self.country.calling_code(), places.as_bytes());
        let others: Vec<_> = others.into_iter().map(|(country, _)| country).collect();
        if let Some(first) = others.first() {
            let message = self.elsewhere(places, dead, &others, *first);
            return Objection { regions: others, message, ..objection };
        }
        let next = self.next_digit(dead, places);
        let Some(nobody) = unassigned(self.kind, self.country, self.input) else {
            return Objection { message: format!("No number matches: {next}."), ..objection };
        };
        let message = if self.country.is_nanp() && nobody.code.ends_with("11") {
            format!("{}.", fault.rule)
        } else {
            self.no_such_area_code(&nobody.code, &next)
        };
        let rest = places.get(nobody.code.len()..).unwrap_or_default();
        Objection { message, ..objection }.suggesting("Near it", near(&nobody, |near| self.written(near, rest)))
    }

    /// What may stand at the place from which on nothing is left.
    fn accepted(&self, dead: Dead) -> String {
        match (dead.allowed.is_empty(), self.kind) {
            (true, _) => "nothing more".to_owned(),
            (false, Kind::AreaCode) => dead.allowed.to_string(),
            (false, Kind::Pattern) => format!("{}, or *", dead.allowed),
        }
    }

    /// Nobody has the area code; what could follow is said of the country alone, because a neighbour may have more.
    fn no_such_area_code(&self, code: &str, next: &str) -> String {
        let (name, calling) = (self.country.in_sentence(), self.country.calling_code());
        match Country::sharing(calling).count() {
            1 => format!("No area code {code} exists in {name}: {next}."),
            _ => format!("No area code {code} exists in +{calling}; in {name}, {next}."),
        }
    }

    /// "after +1 415 the next digit is 2–9, here it is 0"
    fn next_digit(&self, dead: Dead, places: &str) -> String {
        let (before, here) = (self.spaced(&places[..dead.at]), &places[dead.at..=dead.at]);
        match dead.allowed.len() {
            0 => format!("after {before} nothing more may follow, here is {here}"),
            10 => format!("after {before} the next is any digit, here it is {here}"),
            _ => format!("after {before} the next digit is {}, here it is {here}", dead.allowed),
        }
    }

    /// Another area code in the form that was asked about; `None` where no number matches that either.
    fn written(&self, near: &NearCode, rest: &str) -> Option<String> {
        match self.kind {
            Kind::AreaCode => Some(near.code.clone()),
            Kind::Pattern => {
                let places = format!("{}{rest}", near.code);
                let is_possible = Plan::of(near.country).count(places.as_bytes()).total > 0;
                is_possible.then(|| format!("+{}{places}", self.country.calling_code()))
            }
        }
    }

    /// "416 is in Toronto, Ontario, Canada, not in United States."
    fn elsewhere(&self, places: &str, dead: Dead, others: &[Country], first: Country) -> String {
        let (name, code) = (self.country.in_sentence(), self.country.calling_code());
        let least = if self.country.is_nanp() { NANP_AREA } else { 0 };
        let begin = &places[..(dead.at + 1).max(least).min(places.len())];
        let shown = match self.kind {
            Kind::AreaCode => places.to_owned(),
            Kind::Pattern => self.spaced(begin),
        };
        if others.len() == 1 {
            let place = phrases::town(first, place_of(code, begin).as_ref());
            return format!("{shown} is in {place}, not in {name}. Give --country {}.", first.code());
        }
        let codes: Vec<_> = others.iter().map(|country| country.code()).collect();
        format!("{shown} is not in {name} but in others of +{code}. Give --country and one of {}.", codes.join(", "))
    }

    /// Places behind their calling code, with gaps for reading.
    fn spaced(&self, places: &str) -> String {
        let code = self.country.calling_code();
        let mut parts = vec![format!("+{code}")];
        let (area, rest) =
            if self.country.is_nanp() { places.split_at(places.len().min(NANP_AREA)) } else { (places, "") };
        let (exchange, line) = rest.split_at(rest.len().min(3));
        parts.extend([area, exchange, line].into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
        parts.join(" ")
    }
}
