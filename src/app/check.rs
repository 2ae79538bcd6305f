//! The account check: what a sub-account owns beside what the ledger knows.
//!
//! Owns the comparison of the API's list with the purchases in the ledger. It only
//! reads and changes nothing: what is found is for a person to look into. A list
//! that was not read whole proves nothing about what is not in it, and each row
//! keeps to that.

use jiff::Timestamp;

use super::{App, Effect, ListEnd, Move, Numbers, Screen, Ticket};
use crate::domain::{Clean, OwnedNumber, SubAccount};

/// The state of an account check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which sub-account.
    pub account: SubAccount,
    /// What is known.
    pub stage: CheckStage,
    /// Index into the rows.
    pub selected: usize,
}

/// How far a check is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckStage {
    /// Both lists are being read.
    Looking(Ticket),
    /// The API's list could not be read, so there is nothing to compare; the text says why.
    Failed(Clean),
    /// Both were compared.
    Compared(Comparison),
}

/// What the API lists beside what the ledger knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Every number, those on one side only first.
    pub rows: Vec<CheckRow>,
    /// Whether the API's list was read whole.
    pub owned_end: ListEnd,
    /// Whether the ledger was read whole.
    pub known_end: ListEnd,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// The number; as the API lists it, where it does.
    pub number: OwnedNumber,
    /// Where it is.
    pub side: Side,
}

/// Where a number is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The API lists it, and the ledger does not know it.
    Owned,
    /// The ledger knows it, confirmed at this time, and the API does not list it.
    Known(Timestamp),
    /// Both have it; confirmed at this time.
    Both(Timestamp),
}

impl Comparison {
    fn of(numbers: Numbers) -> Self {
        let mut known = numbers.known.purchases;
        let mut rows: Vec<_> = numbers
            .items
            .into_iter()
            .map(|number| {
                let at = known.iter().position(|record| record.has_bought(&number));
                let side = at.map_or(Side::Owned, |at| Side::Both(known.swap_remove(at).intent.created_at));
                CheckRow { number, side }
            })
            .collect();
        known.sort_by_key(|record| std::cmp::Reverse(record.intent.created_at));
        // What was released is missed by nobody.
        known.retain(|record| !record.release().is_some_and(|release| release.is_released()));
        rows.extend(known.into_iter().filter_map(|record| {
            Some(CheckRow { number: record.bought()?.number, side: Side::Known(record.intent.created_at) })
        }));
        rows.sort_by_key(|row| match row.side {
            Side::Owned => 0,
            Side::Known(_) => 1,
            Side::Both(_) => 2,
        });
        Self { rows, owned_end: numbers.end, known_end: numbers.known.end }
    }

    /// How many numbers are owned only, known only, and both.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        self.rows.iter().fold((0, 0, 0), |(owned, known, both), row| match row.side {
            Side::Owned => (owned + 1, known, both),
            Side::Known(_) => (owned, known + 1, both),
            Side::Both(_) => (owned, known, both + 1),
        })
    }
}

impl Check {
    /// The rows, once there are some.
    #[must_use]
    pub fn rows(&self) -> &[CheckRow] {
        match &self.stage {
            CheckStage::Compared(comparison) => &comparison.rows,
            CheckStage::Looking(_) | CheckStage::Failed(_) => &[],
        }
    }

    /// The number that a key acts on.
    #[must_use]
    pub fn selected_number(&self) -> Option<&OwnedNumber> {
        self.rows().get(self.selected).map(|row| &row.number)
    }
}

impl App {
    /// Opens the check of the sub-account that is selected in the list.
    pub(super) fn check_account(&mut self) -> Vec<Effect> {
        let Some(account) = self.account.selected_account().cloned() else { return Vec::new() };
        if self.keys.paying(&account.id).is_none() {
            self.note = Some(Clean::line(&format!("There is no key to look at the numbers of {}.", account.id)));
            return Vec::new();
        }
        let stage = CheckStage::Looking(Ticket::default());
        self.screen = Screen::Check(Box::new(Check { account, stage, selected: 0 }));
        self.check_again()
    }

    /// Reads both lists anew.
    pub(super) fn check_again(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Screen::Check(check) = &mut self.screen else { return Vec::new() };
        check.stage = CheckStage::Looking(ticket);
        check.selected = 0;
        vec![Effect::CheckAccount(ticket, check.account.id.clone())]
    }

    pub(super) fn looked_for_check(&mut self, ticket: Ticket, numbers: &Numbers) {
        let Screen::Check(check) = &mut self.screen else { return };
        if check.stage == CheckStage::Looking(ticket) {
            check.stage = match &numbers.end {
                ListEnd::Failed(why) => CheckStage::Failed(why.clone()),
                ListEnd::Complete | ListEnd::Incomplete(_) => CheckStage::Compared(Comparison::of(numbers.clone())),
            };
        }
    }

    pub(super) fn check_moved(&mut self, way: Move) {
        let page = usize::from(self.size.1).saturating_sub(12).max(1);
        if let Screen::Check(check) = &mut self.screen {
            check.selected = way.apply(check.selected, check.rows().len(), page);
        }
    }
}
