//! Why nothing can match: the character, the reason, what would be accepted, what may have been meant.
//!
//! Owns the shape of a refusal. Its words are made in `refuse` and `near`.

use crate::numbering::Country;

/// Why nothing can match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The normal form, where the text can be read and has all its digits.
    pub normalized: Option<String>,
    /// Index of the blamed character in the normal form; where there is none, as [`Objection::input_at`].
    pub at: usize,
    /// Index of the blamed character in the text; its length where something is missing at the end.
    pub input_at: usize,
    /// What is wrong, in sentences.
    pub message: String,
    /// What would be accepted there, in a few words; `None` where the message says it.
    pub accepted: Option<String>,
    /// The countries of the calling code that do have such numbers; never the one asked for.
    pub regions: Vec<Country>,
    /// What may have been meant.
    pub suggestions: Suggestions,
}

/// What may have been meant; often nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestions {
    /// What they have in common, one or two words; empty where there are none.
    pub label: &'static str,
    /// The likeliest first.
    pub items: Vec<Suggestion>,
}

/// Something near that numbers do match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The country to ask for.
    pub country: Country,
    /// The area code or pattern.
    pub text: String,
    /// Where that is.
    pub place: String,
}

impl Objection {
    /// Blames a character of the text.
    pub(super) fn new(input_at: usize, message: impl Into<String>) -> Self {
        Self {
            normalized: None,
            at: input_at,
            input_at,
            message: message.into(),
            accepted: None,
            regions: Vec::new(),
            suggestions: Suggestions::default(),
        }
    }

    pub(super) fn accepting(self, accepted: impl Into<String>) -> Self {
        Self { accepted: Some(accepted.into()), ..self }
    }

    pub(super) fn suggesting(self, label: &'static str, items: Vec<Suggestion>) -> Self {
        let label = if items.is_empty() { "" } else { label };
        Self { suggestions: Suggestions { label, items }, ..self }
    }

    /// The message with what may have been meant, for one who shows nothing else.
    #[must_use]
    pub fn sentences(&self) -> String {
        let Suggestions { label, items } = &self.suggestions;
        if items.is_empty() { self.message.clone() } else { format!("{} {label}: {}.", self.message, listed(items)) }
    }
}

/// The suggestions by place: `416, 437 (Toronto, Ontario, Canada)`.
fn listed(suggestions: &[Suggestion]) -> String {
    let by_place = suggestions.chunk_by(|a, b| (&a.place, a.country) == (&b.place, b.country));
    let places = by_place.filter_map(|group| {
        let texts: Vec<_> = group.iter().map(|suggestion| suggestion.text.as_str()).collect();
        Some(format!("{} ({})", texts.join(", "), group.first()?.place))
    });
    places.collect::<Vec<_>>().join("; ")
}
