//! Step 4, a certain no.
//!
//! Owns where the way back leads (to the field that the API named, where it did)
//! and when the same purchase may be sent again after a rate limit. All input is
//! kept.

use std::time::Duration;

use super::{App, Effect, Listed, Screen};
use crate::domain::{Clean, FieldProblem, Moment, PurchaseDraft, Record, Refusal, RefusalKind, State, criterion::Kind};

/// The state of a no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBought {
    /// What was asked for.
    pub draft: PurchaseDraft,
    /// Why not.
    pub refusal: Refusal,
    /// The record; `None` where the intent itself could not be written down.
    pub record: Option<Record>,
}

impl NotBought {
    /// A no because nothing was sent.
    pub(super) fn never_left(draft: PurchaseDraft, record: Option<Record>, why: Clean) -> Self {
        let refusal = Refusal { kind: RefusalKind::NeverLeft(why), message: None, fields: Vec::new() };
        Self { draft, refusal, record }
    }

    /// How long the server still wants to be left alone.
    #[must_use]
    pub fn wait_left(&self, now: &Moment) -> Duration {
        self.record.as_ref().map_or(Duration::ZERO, |record| record.send_again_in(now))
    }

    pub(super) fn waits(&self, now: &Moment) -> bool {
        !self.wait_left(now).is_zero()
    }

    /// Whether the same purchase may go on once the wait is over.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        let limited = matches!(self.refusal.kind, RefusalKind::RateLimited { .. });
        self.record.as_ref().is_some_and(|record| limited || record.state() == State::Recorded)
    }

    fn names(&self, field: &str) -> bool {
        // The API may name a field by its path, such as `body.area_code`.
        let last = |name: &Clean| name.as_str().rsplit(['.', '/']).next() == Some(field);
        let named = |problem: &FieldProblem| problem.field.as_ref().is_some_and(last);
        self.refusal.fields.iter().any(named)
    }

    /// Whether the way back leads to the account.
    pub(super) fn leads_to_account(&self) -> bool {
        let by_field = self.names("sub_account_id");
        by_field
            || matches!(self.refusal.kind, RefusalKind::KeyRefused | RefusalKind::WrongScope | RefusalKind::QuotaOrPlan)
    }

    /// The search field that the API named, if it named one; the one that was sent, if it named both.
    pub(super) fn named_kind(&self) -> Option<Kind> {
        let sent = self.draft.request.criterion.kind();
        [sent, sent.other()].into_iter().find(|kind| self.names(kind.api_field()))
    }

    /// Whether the way back leads to the country.
    pub(super) fn leads_to_country(&self) -> bool {
        self.named_kind().is_none() && self.names("country")
    }

    /// Where the way back leads, in words.
    #[must_use]
    pub fn way_back(&self) -> &'static str {
        match (self.leads_to_account(), self.named_kind()) {
            (true, _) => "choose another sub-account",
            (false, Some(Kind::AreaCode)) => "change the area code",
            (false, Some(Kind::Pattern)) => "change the pattern",
            (false, None) if self.leads_to_country() => "change the country",
            (false, None) => "change what is asked for",
        }
    }
}

impl App {
    /// The same purchase, or the same release, again after a rate limit.
    pub(super) fn go_on(&mut self) -> Vec<Effect> {
        let now = &self.now.moment;
        match &self.screen {
            Screen::NotBought(no) if no.may_go_on() && !no.waits(now) => {
                no.record.clone().map_or_else(Vec::new, |record| self.send_again(record))
            }
            // A release that was told "not now".
            Screen::Receipt(receipt) if receipt.release_goes_on() && !receipt.release_waits(now) => {
                let (record, was_listed) = (receipt.record.clone(), receipt.listed == Listed::Yes);
                self.release_again(record, was_listed)
            }
            _ => Vec::new(),
        }
    }
}
