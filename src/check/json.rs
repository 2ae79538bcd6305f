//! The verdict for other programs.
//!
//! Owns the names and shapes of `numshop check --json`, which are never changed or
//! taken away. All text in it is ours or was cleaned.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    objection::{Objection, Suggestion},
    verdict::{Possible, Verdict},
};
use crate::{
    domain::{Clean, Hint, criterion::Kind},
    numbering::{Country, Place, Special, national_form},
};

#[derive(Serialize)]
struct Report<'a> {
    input: &'a Clean,
    country: &'static str,
    kind: Kind,
    valid: bool,
    /// Exactly what would be sent.
    normalized: Option<&'a str>,
    count: u64,
    by_type: Map<String, Value>,
    /// How many of the count are reserved for fiction.
    fictional: u64,
    /// All matches where there are ten or fewer, else some.
    examples: &'a [String],
    national_examples: Vec<String>,
    regions: Vec<&'static str>,
    place: Option<Where<'a>>,
    time_zones: &'a [&'static str],
    special: Option<Meaning>,
    hints: Vec<String>,
    error: Option<Fault<'a>>,
}

#[derive(Serialize)]
struct Where<'a> {
    name: &'static str,
    towns: &'a [&'static str],
}

#[derive(Serialize)]
struct Meaning {
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Fault<'a> {
    at: usize,
    message: String,
    accepted: Option<&'a str>,
    suggestions: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Near<'a> {
    country: &'static str,
    text: &'a str,
    place: &'a str,
}

impl Verdict {
    /// One JSON object, without a line break at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let report = match &self.ruling {
            Ok(possible) => self.possible(possible),
            Err(objection) => self.refused(objection),
        };
        // Text and numbers under fixed names: serializing them cannot fail.
        serde_json::to_string_pretty(&report).unwrap_or_default()
    }

    fn possible<'a>(&'a self, possible: &'a Possible) -> Report<'a> {
        let explained = &possible.explained;
        let examples = possible.examples.as_slice();
        Report {
            valid: true,
            normalized: Some(possible.criterion.as_str()),
            count: explained.possible,
            by_type: explained.by_type.iter().map(|(kind, count)| (kind.code().to_owned(), (*count).into())).collect(),
            fictional: explained.fictional,
            examples,
            national_examples: examples.iter().filter_map(|number| national_form(self.country, number)).collect(),
            regions: codes(&possible.regions),
            place: explained.place.as_ref().map(Where::of),
            time_zones: &explained.time_zones,
            special: explained.special.map(Meaning::of),
            ..self.nothing()
        }
    }

    fn refused<'a>(&'a self, objection: &'a Objection) -> Report<'a> {
        Report {
            normalized: objection.normalized.as_deref(),
            regions: codes(&objection.regions),
            error: Some(Fault {
                at: objection.at,
                message: objection.sentences(),
                accepted: objection.accepted.as_deref(),
                suggestions: objection.suggestions.items.iter().map(Near::of).collect(),
            }),
            ..self.nothing()
        }
    }

    /// What is said of a text of which nothing is known.
    fn nothing(&self) -> Report<'_> {
        Report {
            input: &self.input,
            country: self.country.code(),
            kind: self.kind,
            valid: false,
            normalized: None,
            count: 0,
            by_type: Map::new(),
            fictional: 0,
            examples: &[],
            national_examples: Vec::new(),
            regions: Vec::new(),
            place: None,
            time_zones: &[],
            special: None,
            hints: self.hints.iter().map(Hint::to_string).collect(),
            error: None,
        }
    }
}

fn codes(countries: &[Country]) -> Vec<&'static str> {
    countries.iter().map(|country| country.code()).collect()
}

impl<'a> Where<'a> {
    fn of(place: &'a Place) -> Self {
        Self { name: place.name, towns: &place.towns }
    }
}

impl Meaning {
    fn of(special: Special) -> Self {
        let name = match special {
            Special::TollFree => "toll_free",
            Special::Premium => "premium",
            Special::Personal => "personal",
            Special::Service => "service",
        };
        Self { name, meaning: special.meaning() }
    }
}

impl<'a> Near<'a> {
    fn of(suggestion: &'a Suggestion) -> Self {
        Self { country: suggestion.country.code(), text: &suggestion.text, place: &suggestion.place }
    }
}
