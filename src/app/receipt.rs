//! Step 4, a certain yes.
//!
//! Owns what was bought, how it differs from what was asked, and whether the
//! sub-account's list shows it. The list never takes the yes back: a number that
//! is not listed yet is said to be just that.

use super::{App, ListEnd, Numbers, Screen, Ticket};
use crate::domain::{Bought, Clean, Difference, OwnedNumber, Record};

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
    /// Why the yes is not in the ledger, if it is not.
    pub unsaved: Option<Clean>,
}

impl Receipt {
    pub(super) fn new(record: Record, bought: Bought, listed: Listed, unsaved: Option<Clean>) -> Self {
        let differences = bought.number.differences(&record.intent.draft.request);
        Self { record, bought, listed, differences, unsaved }
    }

    /// Whether something about it must be acknowledged before going on.
    #[must_use]
    pub fn needs_acknowledging(&self) -> bool {
        !self.differences.is_empty() || self.unsaved.is_some()
    }

    fn is_listed(&self, numbers: &[OwnedNumber]) -> bool {
        numbers.iter().any(|other| other.id == self.bought.number.id || other.number == self.bought.number.number)
    }
}

impl App {
    pub(super) fn looked_for_receipt(&mut self, ticket: Ticket, numbers: &Numbers) {
        let Screen::Receipt(receipt) = &mut self.screen else { return };
        if receipt.listed != Listed::Looking(ticket) {
            return;
        }
        receipt.listed = match &numbers.end {
            _ if receipt.is_listed(&numbers.items) => Listed::Yes,
            ListEnd::Complete => Listed::NotYet,
            ListEnd::Incomplete(why) | ListEnd::Failed(why) => Listed::CouldNotLook(why.clone()),
        };
    }

    pub(super) fn acknowledge(&mut self) {
        if let Screen::Receipt(receipt) = &mut self.screen {
            receipt.differences.clear();
            receipt.unsaved = None;
        }
    }
}
