//! A number that may be released, and whose rental may still run.
//!
//! Owns what settles it. A whole list without the number proves that it is gone,
//! and that is written down by itself, because looking changes nothing. A list that
//! still has it proves little while a late request may yet arrive: then a person
//! sends the same release again, or, 15 minutes after the last attempt, says that it
//! was not released. A list that is not whole proves nothing.

use std::time::Duration;

use super::{App, Effect, Ending, Listed, Numbers, Question, Screen, Ticket, flow::moved_on, unknown::more};
use crate::domain::{Clean, IntentId, Record, Release};

/// What is known of the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// It cannot be looked at from here; the text says why.
    OutOfReach(Clean),
    /// The list is being read.
    Looking(Ticket),
    /// The list still has it.
    There,
    /// The whole list does not have it: it is gone.
    Gone,
    /// The whole list does not have it, but it was not seen there before either: it may just be late.
    NeverThere,
    /// The list could not be read, or not whole, or what it proves could not be written down; the text says why.
    Unclear(Clean),
}

/// The state of a release that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseUnknown {
    /// Which of the open releases is shown, from 0.
    pub at: usize,
    /// What is known of the number.
    pub sight: Sight,
}

impl App {
    /// The open release that is shown.
    #[must_use]
    pub fn shown_release(&self) -> Option<&Record> {
        match &self.screen {
            Screen::ReleaseUnknown(unknown) => self.releases.get(unknown.at),
            _ => None,
        }
    }

    /// Why a release that is open cannot be looked at or sent again from here; `None` where it can.
    #[must_use]
    pub fn release_out_of_reach(&self, record: &Record) -> Option<Clean> {
        let key = match self.releasable(record) {
            Ok(releasable) => releasable.key,
            Err(why) => return Some(why),
        };
        let sent_with = record.release().and_then(|release| release.last_leave().map(|leave| leave.key.clone()));
        let other = sent_with.filter(|sent_with| *sent_with != key)?;
        Some(Clean::line(&format!("It was sent with the key {other}, which is not set here.")))
    }

    /// Shows an open release and looks whether the number is still there.
    pub(super) fn show_release_unknown(&mut self, at: usize) -> Vec<Effect> {
        let Some(record) = self.releases.get(at) else { return Vec::new() };
        self.ending = Ending::of(record);
        self.overlay = None;
        self.screen =
            Screen::ReleaseUnknown(Box::new(ReleaseUnknown { at, sight: Sight::OutOfReach(Clean::default()) }));
        let mut effects = self.look_for_release();
        effects.push(self.await_quiet());
        effects
    }

    /// Looks whether the number is still there.
    pub(super) fn look_for_release(&mut self) -> Vec<Effect> {
        let Some(record) = self.shown_release() else { return Vec::new() };
        let (account, id) = (record.intent.draft.request.sub_account.clone(), record.intent.id);
        let out_of_reach = self.release_out_of_reach(record);
        let ticket = self.ticket();
        let Screen::ReleaseUnknown(unknown) = &mut self.screen else { return Vec::new() };
        if let Some(why) = out_of_reach {
            unknown.sight = Sight::OutOfReach(why);
            return Vec::new();
        }
        unknown.sight = Sight::Looking(ticket);
        vec![Effect::ListNumbers(ticket, account, id)]
    }

    /// The list came. Where it proves that the number is gone, that is written down.
    pub(super) fn looked_for_release(&mut self, ticket: Ticket, numbers: &Numbers) -> Vec<Effect> {
        let Some(record) = self.shown_release().cloned() else { return Vec::new() };
        let now = self.now.moment.clone();
        let Screen::ReleaseUnknown(unknown) = &mut self.screen else { return Vec::new() };
        let (Some(bought), Some(release)) = (record.bought(), record.release()) else { return Vec::new() };
        if unknown.sight != Sight::Looking(ticket) {
            return Vec::new();
        }
        unknown.sight = match Listed::of(&bought.number, numbers) {
            Listed::Yes => Sight::There,
            Listed::NotYet if release.is_missed(&now) => Sight::Gone,
            Listed::NotYet => Sight::NeverThere,
            Listed::CouldNotLook(why) => Sight::Unclear(why),
            Listed::Looking(ticket) => Sight::Looking(ticket),
        };
        if unknown.sight == Sight::Gone { vec![Effect::ReleaseIsGone(record.intent.id)] } else { Vec::new() }
    }

    /// "Send again": asks, or says how long the server wants to be left alone.
    pub(super) fn ask_to_release_again(&mut self) {
        let Some(record) = self.shown_release() else { return };
        let left = record.release_again_in(&self.now.moment);
        if left.is_zero() {
            self.ask(Question::ReleaseAgain);
            return;
        }
        let more = more(left, Duration::from_secs(1), "second");
        let text = format!("Too early: the server asked for a pause. Wait {more}, then send it again.");
        self.note = Some(Clean::line(&text));
    }

    /// "Not released": asks, or says how long to wait.
    pub(super) fn ask_to_close_release(&mut self) {
        let Some(release) = self.shown_release().and_then(Record::release) else { return };
        let left = release.hand_close_in(&self.now.moment);
        if left.is_zero() {
            self.ask(Question::CloseRelease);
            return;
        }
        let more = more(left, Duration::from_mins(1), "minute");
        self.note = Some(Clean::line(&format!("Too early: the release may still come through. Wait {more}.")));
    }

    /// A person said yes to a question about the release.
    pub(super) fn settle_release(&mut self, question: Question) -> Vec<Effect> {
        self.overlay = None;
        let Some(record) = self.shown_release().cloned() else { return Vec::new() };
        match question {
            Question::ReleaseAgain => {
                let was_listed = self.sees_release();
                self.release_again(record, was_listed)
            }
            Question::CloseRelease => vec![Effect::CloseRelease(record.intent.id)],
            _ => Vec::new(),
        }
    }

    /// Whether the list shows the number whose release is shown.
    pub(super) fn sees_release(&self) -> bool {
        matches!(&self.screen, Screen::ReleaseUnknown(unknown) if unknown.sight == Sight::There)
    }

    /// Whether the server still wants to be left alone before the open release that is shown is sent again.
    pub(super) fn shown_release_waits(&self) -> bool {
        self.shown_release().is_some_and(|record| !record.release_again_in(&self.now.moment).is_zero())
    }

    /// What was found or said of a release was written down, or was not.
    pub(super) fn release_settled(&mut self, id: IntentId, result: Result<Box<Record>, Clean>) -> Vec<Effect> {
        let is_open = self.releases.iter().any(|open| open.intent.id == id);
        match result {
            Ok(record) if is_open => self.release_became(*record),
            Ok(_) => Vec::new(),
            Err(why) => {
                // What is not written down is not called released.
                if let Screen::ReleaseUnknown(unknown) = &mut self.screen
                    && unknown.sight == Sight::Gone
                {
                    unknown.sight = Sight::Unclear(why.clone());
                }
                self.note = Some(why);
                Vec::new()
            }
        }
    }

    /// What the ledger says of a purchase whose release is open or shown.
    pub(super) fn reread_release(&mut self, record: Record) -> Vec<Effect> {
        let id = record.intent.id;
        let known = match &self.screen {
            Screen::Receipt(receipt) if receipt.record.intent.id == id && receipt.is_in_ledger => Some(&receipt.record),
            Screen::ReleaseReview(review) if review.record.intent.id == id => Some(&review.record),
            // While it is being sent, its answer tells.
            Screen::Releasing(releasing) if releasing.is_about(id) => return Vec::new(),
            _ => self.releases.iter().find(|open| open.intent.id == id),
        };
        let Some(known) = known else { return Vec::new() };
        let (before, now) = (known.release(), record.release());
        let is_newer = match &now {
            _ if before == now => false,
            Some(Release::Released(_)) => true,
            // What could not be saved counts here and not there.
            Some(release) if !release.is_open() => record.events.len() >= known.events.len(),
            _ => record.events.len() > known.events.len(),
        };
        if !is_newer {
            return Vec::new();
        }
        self.note = Some(moved_on());
        self.release_became(record)
    }

    /// A release has come to this: it is shown where it is looked at, and kept in mind where it is not.
    fn release_became(&mut self, record: Record) -> Vec<Effect> {
        let id = record.intent.id;
        let is_shown = match &self.screen {
            Screen::ReleaseUnknown(_) => self.shown_release().is_some_and(|shown| shown.intent.id == id),
            Screen::Receipt(receipt) => receipt.record.intent.id == id,
            Screen::ReleaseReview(review) => review.record.intent.id == id,
            _ => false,
        };
        if is_shown {
            // A question, or a half typed number, was about what is shown no longer.
            self.overlay = None;
            return self.show_record(record, None);
        }
        self.keep_warned(&record);
        let at = self.releases.iter().position(|open| open.intent.id == id);
        match (at, record.is_releasing()) {
            (Some(at), true) => self.releases[at] = record,
            (None, true) => self.releases.push(record),
            (Some(at), false) => {
                self.releases.remove(at);
                let ending = Ending::of(&record);
                self.note = Some(Clean::line(ending.last_words()));
                match &mut self.screen {
                    Screen::ReleaseUnknown(unknown) => unknown.at -= usize::from(unknown.at > at),
                    // What is shown is not known, and the program ends with that.
                    Screen::Unknown(_) | Screen::Sending(_) | Screen::Releasing(_) => {}
                    _ => self.ending = ending,
                }
            }
            (None, false) => {}
        }
        Vec::new()
    }
}
