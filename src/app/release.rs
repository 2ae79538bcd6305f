//! Giving a number up: what exactly will be sent, and the confirmation.
//!
//! Owns the review of a release, which any screen may open with
//! [`App::review_release`], and the rule of what may be released from here. It
//! cannot be undone, so it is confirmed by typing the number itself, key by key,
//! under the same conditions as a purchase. While it is read, the list is looked
//! at: what was seen there is what a later list can miss.

use super::{App, Confirmation, Effect, ListEnd, Listed, Numbers, Releasing, Screen, Ticket};
use crate::domain::{Clean, KeyRef, OwnedNumber, Record, Release, ReleaseTarget};

/// The state of a release's review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseReview {
    /// The purchase that bought the number.
    pub record: Record,
    /// What would be released.
    pub release: Releasable,
    /// How far the confirmation is.
    pub confirmation: Confirmation,
    /// Whether the sub-account's list shows the number.
    pub listed: Listed,
    /// Where Esc leads back to.
    beneath: Box<Screen>,
}

/// What it takes to release a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Releasable {
    /// The number.
    pub number: OwnedNumber,
    /// The path of the request, and what is typed to confirm.
    pub target: ReleaseTarget,
    /// Which key it is sent with.
    pub key: KeyRef,
}

impl ReleaseReview {
    /// What is typed so far.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.confirmation.typed()
    }

    /// Whether the number is typed.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.release.target.is_confirmed_by(self.typed())
    }
}

impl App {
    /// What it takes to release what a purchase bought, or why that cannot be done from here.
    ///
    /// # Errors
    /// A sentence for a person.
    pub fn releasable(&self, record: &Record) -> Result<Releasable, Clean> {
        let draft = &record.intent.draft;
        let Some(bought) = record.bought() else {
            return Err(Clean::line("Only a number that was bought can be released."));
        };
        if record.release().is_some_and(|release| release.is_released()) {
            return Err(Clean::line("This number is released already."));
        }
        if draft.origin != self.origin {
            let text = format!("It was bought from {}. Start numshop for that place to release it.", draft.origin);
            return Err(Clean::line(&text));
        }
        let Some(key) = self.keys.paying(&draft.request.sub_account) else {
            return Err(Clean::line(&format!("There is no key here for {}.", draft.request.sub_account)));
        };
        let target = ReleaseTarget::of(&bought.number)
            .map_err(|why| Clean::line(&format!("This number cannot be released from here: {why}.")))?;
        Ok(Releasable { number: bought.number, target, key: key.clone() })
    }

    /// Opens the review of a release; where one is open already, what has become of it. Any screen may call this for a
    /// purchase as the ledger has it.
    pub fn review_release(&mut self, record: Record) -> Vec<Effect> {
        if record.is_releasing() {
            return self.show_record(record, None);
        }
        match self.releasable(&record) {
            Err(why) => {
                self.note = Some(why);
                Vec::new()
            }
            Ok(release) => {
                let (ticket, quiet) = (self.ticket(), self.ticket());
                let (account, id) = (record.intent.draft.request.sub_account.clone(), record.intent.id);
                let beneath = Box::new(self.screen.clone());
                let (confirmation, listed) = (Confirmation::Settling(quiet), Listed::Looking(ticket));
                let review = ReleaseReview { record, release, confirmation, listed, beneath };
                self.overlay = None;
                self.screen = Screen::ReleaseReview(Box::new(review));
                vec![Effect::AwaitQuiet(quiet), Effect::ListNumbers(ticket, account, id)]
            }
        }
    }

    /// Opens the review of what the receipt shows.
    pub(super) fn release(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Receipt(receipt) => self.review_release(receipt.record.clone()),
            _ => Vec::new(),
        }
    }

    /// Back to where the review was opened. A look that was under way there has ended meanwhile, unheard.
    pub(super) fn back_from_release(&mut self) -> Vec<Effect> {
        let Screen::ReleaseReview(review) = &self.screen else { return Vec::new() };
        self.screen = (*review.beneath).clone();
        match &self.screen {
            Screen::Receipt(receipt) if matches!(receipt.listed, Listed::Looking(_)) => self.look_for_receipt(),
            _ => Vec::new(),
        }
    }

    pub(super) fn looked_for_release_review(&mut self, ticket: Ticket, numbers: &Numbers) {
        let Screen::ReleaseReview(review) = &mut self.screen else { return };
        if review.listed == Listed::Looking(ticket) {
            review.listed = Listed::of(&review.release.number, numbers);
        }
    }

    /// The number is typed and Enter pressed.
    pub(super) fn start_release(&mut self) -> Vec<Effect> {
        let Screen::ReleaseReview(review) = &self.screen else { return Vec::new() };
        let was_listed = review.listed == Listed::Yes;
        let releasing = Releasing::new(review.record.clone(), 1, was_listed, self.now.moment.clone());
        self.send_release(releasing)
    }

    /// Goes on with a release: same key, same bytes. A person asked for it.
    pub(super) fn release_again(&mut self, record: Record, was_listed: bool) -> Vec<Effect> {
        let Some(attempt) = record.release().as_ref().and_then(Release::next_attempt) else { return Vec::new() };
        let releasing = Releasing::new(record, attempt, was_listed, self.now.moment.clone());
        self.send_release(releasing)
    }

    fn send_release(&mut self, releasing: Releasing) -> Vec<Effect> {
        let effect = releasing.effect();
        self.overlay = None;
        self.screen = Screen::Releasing(Box::new(releasing));
        vec![effect]
    }
}

impl Listed {
    /// What a list says of a number.
    pub(super) fn of(number: &OwnedNumber, numbers: &Numbers) -> Self {
        match &numbers.end {
            _ if numbers.items.iter().any(|other| other.is_same(number)) => Self::Yes,
            ListEnd::Complete => Self::NotYet,
            ListEnd::Incomplete(why) | ListEnd::Failed(why) => Self::CouldNotLook(why.clone()),
        }
    }
}
