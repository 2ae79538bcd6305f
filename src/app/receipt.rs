//! Step 4, a certain yes.
//!
//! Owns what was bought, how it differs from what was asked, and whether the
//! sub-account's list shows it. The list never takes the yes back: a number that
//! is not listed yet is said to be just that. A warning stays, across restarts,
//! until a person has acknowledged it and the ledger has taken that down. Once the
//! number was released, or a release was refused, the receipt says so.

use std::time::Duration;

use super::{App, Effect, Numbers, Screen, Ticket};
use crate::domain::{Bought, Clean, Difference, IntentId, Moment, Record, Release};

/// Whether the sub-account's list shows the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// Being looked at.
    Looking(Ticket),
    /// It is there.
    Yes,
    /// The whole list was read, and it is not there, at least not yet.
    NotYet,
    /// The list could not be read, or not whole.
    CouldNotLook(Clean),
}

/// The state of a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The purchase.
    pub record: Record,
    /// What was bought.
    pub bought: Bought,
    /// Whether the list shows it.
    pub listed: Listed,
    /// How it differs from what was asked, until a person has acknowledged that.
    pub differences: Vec<Difference>,
    /// Why the yes is not in the ledger, if it is not, until a person has acknowledged that.
    pub unsaved: Option<Clean>,
    /// Whether the yes is in the ledger. What is not cannot be released from it.
    pub(super) is_in_ledger: bool,
}

impl Receipt {
    pub(super) fn new(record: Record, bought: Bought, listed: Listed, unsaved: Option<Clean>) -> Self {
        let differences = record.unacknowledged();
        let is_in_ledger = unsaved.is_none();
        Self { record, bought, listed, differences, unsaved, is_in_ledger }
    }

    /// Whether something about it must be acknowledged before going on.
    #[must_use]
    pub fn needs_acknowledging(&self) -> bool {
        !self.differences.is_empty() || self.unsaved.is_some()
    }

    /// How long the server still wants to be left alone before another try to release the number.
    #[must_use]
    pub fn release_in(&self, now: &Moment) -> Duration {
        self.record.release_again_in(now)
    }

    pub(super) fn release_waits(&self, now: &Moment) -> bool {
        !self.release_in(now).is_zero()
    }

    /// Whether the same release may go on once the wait is over: it was told "not now".
    #[must_use]
    pub fn release_goes_on(&self) -> bool {
        // A release that is open is sent again from its own screen, after a question.
        let refused = self.record.release().filter(|release| !release.is_open());
        refused.as_ref().and_then(Release::next_attempt).is_some()
    }
}

impl App {
    pub(super) fn looked_for_receipt(&mut self, ticket: Ticket, numbers: &Numbers) {
        let Screen::Receipt(receipt) = &mut self.screen else { return };
        if receipt.listed != Listed::Looking(ticket) {
            return;
        }
        receipt.listed = Listed::of(&receipt.bought.number, numbers);
    }

    /// Looks at the list once more.
    pub(super) fn look_for_receipt(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Screen::Receipt(receipt) = &mut self.screen else { return Vec::new() };
        receipt.listed = Listed::Looking(ticket);
        let intent = &receipt.record.intent;
        vec![Effect::ListNumbers(ticket, intent.draft.request.sub_account.clone(), intent.id)]
    }

    /// The warning was read. It goes when that is durable; what the ledger does not have at all, it cannot take down.
    pub(super) fn acknowledge(&mut self) -> Vec<Effect> {
        let Screen::Receipt(receipt) = &mut self.screen else { return Vec::new() };
        if receipt.unsaved.take().is_some() {
            receipt.differences.clear();
            return Vec::new();
        }
        vec![Effect::Acknowledge(receipt.record.intent.id)]
    }

    /// Whether this word was about a warning: then it is taken in.
    pub(super) fn acknowledged(&mut self, id: IntentId, result: &Result<Box<Record>, Clean>) -> bool {
        let Some(at) = self.warned.iter().position(|warned| warned.intent.id == id) else { return false };
        match result {
            Ok(record) if !record.unacknowledged().is_empty() => {}
            Ok(record) => {
                self.warned.remove(at);
                if let Screen::Receipt(receipt) = &mut self.screen
                    && receipt.record.intent.id == id
                {
                    receipt.differences = record.unacknowledged();
                    receipt.record = (**record).clone();
                }
            }
            Err(why) => self.note = Some(why.clone()),
        }
        true
    }

    /// Counts a purchase among the warned ones, once and as it stands now, where it has something to acknowledge.
    pub(super) fn keep_warned(&mut self, record: &Record) {
        let known = self.warned.iter_mut().find(|warned| warned.intent.id == record.intent.id);
        match known {
            Some(known) => *known = record.clone(),
            None if !record.unacknowledged().is_empty() => self.warned.push(record.clone()),
            None => {}
        }
        self.warned.retain(|warned| !warned.unacknowledged().is_empty());
    }
}
