//! What an area code or pattern is worth: possible, with the facts, or not, with the reason.
//!
//! Owns the order of the questions: length, country, a place's name, kind, and
//! then the same reading as after a key press. Every text gets a verdict.

use super::{
    near::area_codes_of,
    objection::Objection,
    refuse::{self, Asked},
};
use crate::{
    domain::{
        Clean, Criterion, Hint,
        criterion::{Kind, LONGEST_INPUT, Reading, hints},
        explanation::{Explanation, example},
        international_digits, is_place_name, kind_of,
    },
    numbering::Country,
};

/// How many examples are given where there are too many matches to give all.
const EXAMPLES: u64 = 3;

/// What is said of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The text as it was given, safe to show and cut where it is far too long.
    pub input: Clean,
    /// The part of it before the blamed character; empty where nothing is blamed.
    pub before: Clean,
    /// The country it was judged in.
    pub country: Country,
    /// What it was taken for.
    pub kind: Kind,
    /// What in it was taken as something else.
    pub hints: Vec<Hint>,
    /// Whether a number can match.
    pub ruling: Result<Box<Possible>, Box<Objection>>,
}

/// A criterion that numbers match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// What would be sent.
    pub criterion: Criterion,
    /// The facts about it.
    pub explained: Explanation,
    /// All matches in E.164 where there are ten or fewer, else some.
    pub examples: Vec<String>,
    /// Where such numbers exist: the country first, then others with its calling code.
    pub regions: Vec<Country>,
}

impl Verdict {
    /// Judges a text in a country; without one, in that of its calling code, else in the API's default.
    #[must_use]
    pub fn of(input: &str, given: Option<Country>) -> Self {
        let cut = cut(input);
        let implied = country_of(cut);
        let country = given.or(implied.ok().flatten()).unwrap_or(Country::API_DEFAULT);
        let place = area_codes_of(cut, country);
        let is_name = !place.is_empty() || (is_place_name(cut) && spells_a_word(cut));
        let kind = if is_name { Kind::AreaCode } else { kind_of(country, cut) };
        let asked = Asked { input: cut, country, kind };
        let ruling = if cut.len() < input.len() {
            Err(Box::new(refuse::too_long()))
        } else if !place.is_empty() {
            Err(Box::new(refuse::place_name(place)))
        } else if is_place_name(cut) && spells_a_word(cut) {
            Err(Box::new(refuse::no_place()))
        } else if given.is_none() && implied.is_err() {
            Err(Box::new(asked.no_calling_code()))
        } else {
            ruling(&asked, implied.ok().flatten())
        };
        let shown = if cut.len() < input.len() { format!("{cut}…") } else { cut.to_owned() };
        let blamed = ruling.as_ref().err().map_or(0, |objection| objection.input_at);
        let before: String = cut.chars().take(blamed).collect();
        Self {
            input: Clean::line(&shown),
            before: Clean::line(&before),
            country,
            kind,
            hints: hints(kind, cut),
            ruling,
        }
    }
}

/// Whether there are letters other than the x of a wildcard.
fn spells_a_word(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !matches!(c, 'x' | 'X'))
}

/// Reads as after a key press. `implied` is the leading country of the calling code in the text.
fn ruling(asked: &Asked<'_>, implied: Option<Country>) -> Result<Box<Possible>, Box<Objection>> {
    let other = implied.filter(|other| other.calling_code() != asked.country.calling_code());
    let objection = match (Criterion::read(asked.kind, asked.country, asked.input), other) {
        (Reading::Valid(criterion), _) => return Ok(Box::new(Possible::of(asked.country, criterion))),
        (Reading::Empty, _) => asked.empty(),
        (Reading::Incomplete(more), _) => asked.incomplete(&more),
        (Reading::Wrong(fault), Some(other)) => asked.other_calling_code(&fault, other),
        (Reading::Wrong(fault), None) => asked.wrong(fault),
    };
    Err(Box::new(objection))
}

impl Possible {
    fn of(country: Country, criterion: Criterion) -> Self {
        let explained = Explanation::of(country, &criterion);
        let examples = if explained.few.is_empty() {
            (0..EXAMPLES).filter_map(|seed| example(country, &criterion, seed)).collect()
        } else {
            explained.few.clone()
        };
        let regions = std::iter::once(country).chain(explained.also_in.iter().copied()).collect();
        Self { criterion, explained, examples, regions }
    }
}

/// The text, or as much of it as the screen's field would take.
fn cut(input: &str) -> &str {
    input.char_indices().nth(LONGEST_INPUT).map_or(input, |(end, _)| &input[..end])
}

/// No country has the calling code that the text begins with.
#[derive(Debug, Clone, Copy)]
struct NoSuchCode;

/// The leading country of the calling code in an international text; `None` for any other text, or a bare plus sign.
fn country_of(input: &str) -> Result<Option<Country>, NoSuchCode> {
    let Some(digits) = international_digits(input).filter(|digits| !digits.is_empty()) else { return Ok(None) };
    let owner = Country::all().find(|country| digits.starts_with(country.calling_code()));
    owner.map(|country| Some(country.leading())).ok_or(NoSuchCode)
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
