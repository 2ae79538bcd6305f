//! The verdict for a person: a few plain lines, fit for a pipe.
//!
//! Owns the layout: the verdict in words, then one fact a line, labels in a column
//! of their own; for a refusal the text with a caret under the blamed character.
//! No colour, no escape sequence; what was given is shown cleaned.

use unicode_width::UnicodeWidthStr as _;

use super::{
    objection::Objection,
    verdict::{Possible, Verdict},
};
use crate::{
    domain::phrases,
    numbering::{international_form, national_form},
};

/// Columns of the labels.
const LABEL: usize = 18;

impl Verdict {
    /// Lines without a line break at the end.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut lines = match &self.ruling {
            Ok(possible) => self.valid(possible),
            Err(objection) => self.invalid(objection),
        };
        lines.extend(self.hints.iter().map(|hint| fact("Note", &hint.to_string())));
        lines.join("\n")
    }

    /// "area code, United States (US)"
    fn subject(&self) -> String {
        let kind = self.kind.title().to_lowercase();
        format!("{kind}, {} ({})", self.country.name(), self.country.code())
    }

    fn valid(&self, possible: &Possible) -> Vec<String> {
        let (country, explained) = (self.country, &possible.explained);
        let mut lines = vec![format!("✓ Valid {}", self.subject())];
        lines.push(fact("Would send", &format!("{} {}", self.kind.api_field(), possible.criterion)));
        lines.push(fact("Where", &phrases::place(country, explained)));
        if !explained.time_zones.is_empty() {
            lines.push(fact("Time zone", &explained.time_zones.join(", ")));
        }
        if let [_, others @ ..] = possible.regions.as_slice()
            && !others.is_empty()
        {
            let others: Vec<_> = others.iter().map(|other| other.code()).collect();
            let calling = country.calling_code();
            lines.push(fact(
                "Shared",
                &format!("other countries of +{calling} have such numbers too: {}", others.join(", ")),
            ));
        }
        if let Some(special) = phrases::special(explained) {
            lines.push(fact("Special", &special));
        }
        lines.push(fact("Possible", &phrases::possible(explained)));
        let all = possible.examples.len() == usize::try_from(explained.possible).unwrap_or(usize::MAX);
        lines.extend(column(if all { "All of them" } else { "For example" }, self.spelled(&possible.examples)));
        lines.push(fact("Stock", "possible, not in stock: nobody knows before buying what is for sale."));
        lines
    }

    /// The examples in national and international form, in two columns.
    fn spelled(&self, examples: &[String]) -> Vec<String> {
        let national: Vec<_> =
            examples.iter().map(|number| national_form(self.country, number).unwrap_or_default()).collect();
        let width = national.iter().map(|form| form.width()).max().unwrap_or(0);
        let rows = examples.iter().zip(national).map(|(number, national)| {
            let international = international_form(self.country, number).unwrap_or_else(|| number.clone());
            format!("{national:width$}   {international}")
        });
        rows.collect()
    }

    /// What may have been meant, in two columns, with the flag that it needs.
    fn suggested(&self, objection: &Objection) -> Vec<String> {
        let items = &objection.suggestions.items;
        let width = items.iter().map(|item| item.text.len()).max().unwrap_or(0);
        let rows = items.iter().map(|item| {
            let elsewhere = item.country != self.country;
            let flag = if elsewhere { format!("   --country {}", item.country.code()) } else { String::new() };
            format!("{:width$}   {}{flag}", item.text, item.place)
        });
        rows.collect()
    }

    fn invalid(&self, objection: &Objection) -> Vec<String> {
        let mut lines = vec![format!("✗ Not a valid {}", self.subject())];
        if !self.input.is_empty() {
            lines.push(format!("  {}", self.input));
            lines.push(format!("  {}^", " ".repeat(self.before.as_str().width())));
        }
        lines.push(objection.message.clone());
        if let Some(accepted) = &objection.accepted {
            lines.push(fact("Accepted", accepted));
        }
        lines.extend(column(objection.suggestions.label, self.suggested(objection)));
        lines
    }
}

/// A label and the lines beside it.
fn column(label: &str, texts: Vec<String>) -> impl Iterator<Item = String> {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels.zip(texts).map(|(label, text)| fact(label, &text))
}

/// A label and what it says.
fn fact(label: &str, text: &str) -> String {
    format!("  {label:LABEL$}{text}")
}
