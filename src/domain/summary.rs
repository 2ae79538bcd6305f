//! A purchase as a line of a long list.
//!
//! Owns what a list of a hundred thousand purchases keeps of each: what is read in
//! a line and searched, and nothing of the answers. One piece of text a purchase,
//! so that the whole list stays small. Where a purchase stands is never worked out
//! here: [`Status`] is the [`State`] and the [`Release`] without their reasons. Called by `app` and
//! `runtime`.

use jiff::Timestamp;

use super::{IntentId, Record, Release, State, criterion::Kind};
use crate::numbering::Country;

/// Where a purchase stands, without why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Written down, never sent.
    Recorded,
    /// Sent, and no answer is written down.
    Sent,
    /// A number was bought.
    Bought,
    /// A number was bought, and given up since.
    Released,
    /// A number was bought, and may be released.
    MayBeReleased,
    /// Certainly nothing was bought.
    NotBought,
    /// A number may be bought.
    Unknown,
}

impl Status {
    /// The status of a purchase in this state, with what became of a release of its number.
    #[must_use]
    pub fn of(state: &State, release: Option<&Release>) -> Self {
        match state {
            State::Recorded => Self::Recorded,
            State::Sent { .. } => Self::Sent,
            State::Bought(_) => match release {
                None | Some(Release::NotReleased { .. }) => Self::Bought,
                Some(Release::Released(_)) => Self::Released,
                Some(Release::Sent { .. } | Release::Unknown { .. }) => Self::MayBeReleased,
            },
            State::NotBought { .. } => Self::NotBought,
            State::Unknown { .. } => Self::Unknown,
        }
    }

    /// What people call it, the shortest first; lower case.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Recorded => &["recorded", "never sent"],
            Self::Sent => &["sent", "may be bought"],
            Self::Bought => &["bought"],
            Self::Released => &["bought", "released"],
            Self::MayBeReleased => &["bought", "may be released"],
            Self::NotBought => &["not bought"],
            Self::Unknown => &["unknown", "may be bought"],
        }
    }
}

/// A purchase in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its id and idempotency key.
    pub id: IntentId,
    /// When it was confirmed.
    pub created_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// Whether it was meant for a real API.
    pub is_live: bool,
    /// Where the number was looked for.
    pub country: Country,
    /// By what it was looked for.
    pub kind: Kind,
    /// Number, sub-account and what was asked for, one behind the other.
    text: Box<str>,
    number_ends: usize,
    account_ends: usize,
}

impl Summary {
    /// The line of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let state = record.state();
        let (intent, request) = (&record.intent, &record.intent.draft.request);
        let mut text = match &state {
            State::Bought(bought) => bought.number.number.to_string(),
            _ => String::new(),
        };
        let number_ends = text.len();
        text.push_str(request.sub_account.as_str());
        let account_ends = text.len();
        text.push_str(request.criterion.as_str());
        Self {
            id: intent.id,
            created_at: intent.created_at,
            status: Status::of(&state, record.release().as_ref()),
            is_live: intent.draft.origin.is_live(),
            country: request.country,
            kind: request.criterion.kind(),
            text: text.into_boxed_str(),
            number_ends,
            account_ends,
        }
    }

    /// The number that was bought, where one was.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.text.get(..self.number_ends).filter(|number| !number.is_empty())
    }

    /// Who was to be billed.
    #[must_use]
    pub fn sub_account(&self) -> &str {
        self.text.get(self.number_ends..self.account_ends).unwrap_or_default()
    }

    /// The area code or pattern.
    #[must_use]
    pub fn criterion(&self) -> &str {
        self.text.get(self.account_ends..).unwrap_or_default()
    }

    /// Where it was meant for, in a word.
    #[must_use]
    pub fn mode(&self) -> &'static str {
        if self.is_live { "live" } else { "sandbox" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Answer, BaseUrl, Bought, Clean, Criterion, Event, Intent, KeyRef, Moment, Origin, Outcome, OwnedNumber,
        PurchaseDraft, PurchaseRequest, Stamped, SubAccountId,
    };

    fn record(kind: Kind, criterion: &str) -> Record {
        let request = PurchaseRequest {
            sub_account: SubAccountId::parse("sub_8a1f4c2e").unwrap(),
            country: Country::parse("US").unwrap(),
            criterion: Criterion::recorded(kind, criterion).unwrap(),
        };
        let key = KeyRef { label: Clean::line("VANTAX_API_KEY"), last4: Clean::line("9c2f") };
        let draft = PurchaseDraft { body: request.freeze(), request, origin: Origin::Live(BaseUrl::documented()), key };
        Record::new(Intent { id: IntentId::mint(), created_at: Timestamp::UNIX_EPOCH, who: Clean::line("ada"), draft })
    }

    #[test]
    fn a_line_gives_back_what_the_record_says() {
        let mut record = record(Kind::Pattern, "+1415555****");
        let line = Summary::of(&record);
        assert_eq!((line.number(), line.sub_account(), line.criterion()), (None, "sub_8a1f4c2e", "+1415555****"));
        assert_eq!((line.id, line.status, line.mode()), (record.intent.id, Status::Recorded, "live"));
        let number = OwnedNumber { number: Clean::line("東京\u{1b}"), ..OwnedNumber::default() };
        let answer = Answer {
            outcome: Outcome::Bought(Bought { number, message: None }),
            raw: None,
            took_ms: 1,
            retry_after_ms: None,
        };
        for event in [
            Event::Sent { attempt: 1, moment: Moment::default() },
            Event::Answered { attempt: 1, answer: Box::new(answer) },
        ] {
            record.events.push(Stamped { at: Timestamp::UNIX_EPOCH, event });
        }
        let line = Summary::of(&record);
        assert_eq!(
            (line.number(), line.sub_account(), line.criterion()),
            (Some("東京␛"), "sub_8a1f4c2e", "+1415555****")
        );
        assert_eq!(line.status, Status::Bought);
    }

    #[test]
    fn a_line_is_small() {
        assert!(size_of::<Summary>() <= 80, "{}", size_of::<Summary>());
    }
}
