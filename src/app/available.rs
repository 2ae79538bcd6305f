//! Whether an action works now.
//!
//! Owns the one answer that dispatch, footer and help share: a key that does nothing
//! here and now is not offered. What must not happen while money is at stake (a ledger
//! that cannot be written, a screen that has just come up) is refused here, in one place.

use super::{Action, App, Candidate, CheckStage, LedgerState, Listed, Look, Screen, Sight};

impl App {
    /// Whether an action works now.
    #[must_use]
    pub fn is_available(&self, action: Action) -> bool {
        if let Some(history) = &self.history {
            return self.history_available(history, action);
        }
        match (&self.screen, action) {
            (Screen::Number, Action::NextExample) => self.number.criterion().is_some(),
            (Screen::Number, Action::SwitchCountry) => self.number.elsewhere().is_some(),
            (Screen::Account | Screen::Number, Action::Settle) if self.stoppage().is_some() => true,
            (_, Action::Settle) => !(self.open.is_empty() && self.releases.is_empty() && self.warned.is_empty()),
            (Screen::Account, action) => self.account_available(action),
            (Screen::Receipt(receipt), Action::Look) => {
                !matches!(receipt.listed, Listed::Looking(_)) && self.out_of_reach(&receipt.record).is_none()
            }
            (Screen::Check(check), Action::Look) => !matches!(check.stage, CheckStage::Looking(_)),
            (Screen::Check(check), Action::Copy) => check.selected_number().is_some(),
            (Screen::Receipt(receipt), Action::BuyAnother | Action::StartOver) => !receipt.needs_acknowledging(),
            (
                _,
                Action::Acknowledge
                | Action::GoOn
                | Action::SendAgain
                | Action::Link
                | Action::CloseByHand
                | Action::AcceptDamage
                | Action::Yes,
            ) if self.is_settling() => false,
            (Screen::Receipt(receipt), Action::Acknowledge) => receipt.needs_acknowledging(),
            (Screen::Ledger, Action::TryAgain) => self.stoppage().is_some(),
            (Screen::Ledger, Action::AcceptDamage) => {
                self.stoppage().is_some_and(|stoppage| stoppage.fault.can_be_accepted())
            }
            // Another attempt may be the one that sells, so it needs a whole ledger like the first.
            (_, Action::GoOn | Action::SendAgain) if self.ledger != LedgerState::Ready => false,
            (Screen::Receipt(receipt), Action::Release) => {
                receipt.is_in_ledger && !receipt.needs_acknowledging() && self.releasable(&receipt.record).is_ok()
            }
            (Screen::Receipt(receipt), Action::GoOn) => {
                receipt.release_goes_on()
                    && !receipt.release_waits(&self.now.moment)
                    && self.release_out_of_reach(&receipt.record).is_none()
            }
            (Screen::ReleaseUnknown(unknown), Action::Look) if matches!(unknown.sight, Sight::Looking(_)) => false,
            (Screen::ReleaseUnknown(_), Action::Look | Action::SendAgain) => {
                self.shown_release().is_some_and(|record| self.release_out_of_reach(record).is_none())
            }
            (Screen::ReleaseUnknown(_), Action::CloseByHand) => self.sees_release(),
            (Screen::NotBought(no), Action::GoOn) => no.may_go_on() && !no.waits(&self.now.moment),
            (Screen::Unknown(unknown), Action::Link) => {
                unknown.selected_candidate().is_some_and(Candidate::may_be_linked)
            }
            (Screen::Unknown(unknown), Action::Look) if matches!(unknown.look, Look::Looking(_)) => false,
            (Screen::Unknown(_), Action::Look | Action::SendAgain) => {
                self.shown_open().is_some_and(|record| self.out_of_reach(record).is_none())
            }
            (_, Action::NextOpen) => self.open.len() + self.releases.len() > 1,
            (Screen::Unknown(_), Action::ListOpen) => self.open.len() > 1,
            (_, Action::RawAnswer) => self.last_answer().is_some(),
            _ => true,
        }
    }
}
