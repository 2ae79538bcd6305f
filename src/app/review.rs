//! Step 3: what exactly will be sent, and the confirmation.
//!
//! Owns the frozen draft and the typed word. What was reviewed is what is sent:
//! the draft's bytes are made once, when the review opens, and handed on. The
//! word counts only when it is typed here, key by key, after the review has been
//! on the screen and the keyboard has been quiet for a moment, so that neither
//! type-ahead, nor a held key, nor a paste can reach it. The review of a release
//! is confirmed under the same conditions, by the same code.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Effect, LedgerState, Screen, Sending, Ticket};
use crate::domain::{Beside, Clean, PurchaseDraft, PurchaseRequest, Record, SubAccount};

/// How much is kept of what is typed. More than any word has, so that letters too many count against it.
const LONGEST_TYPED: usize = 20;

/// How far the confirmation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// The review has just opened; keys do not count yet.
    Settling(Ticket),
    /// This much of the word is typed.
    Typing(String),
}

impl Confirmation {
    /// What is typed so far.
    #[must_use]
    pub fn typed(&self) -> &str {
        match self {
            Self::Settling(_) => "",
            Self::Typing(typed) => typed,
        }
    }
}

/// The state of step 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What is confirmed, bytes included.
    pub draft: PurchaseDraft,
    /// Who is billed, with a name where one is known.
    pub account: SubAccount,
    /// How far the confirmation is.
    pub confirmation: Confirmation,
    /// Whether an earlier purchase for this sub-account may be bought already.
    pub earlier_unknown: bool,
}

impl Review {
    /// The word that confirms. A second purchase beside an open one needs a longer one.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.earlier_unknown { "BUY ANOTHER" } else { "BUY" }
    }

    /// What is typed so far.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.confirmation.typed()
    }
}

/// Whether a key is a plain character. Only ASCII counts: nothing else can be part of the word.
fn is_text(key: KeyEvent, c: char) -> bool {
    (key.modifiers - KeyModifiers::SHIFT).is_empty() && (c.is_ascii_graphic() || c == ' ')
}

impl App {
    /// Opens the review where the first two steps are done, or the first step that lacks something.
    pub(super) fn go_to_first_lacking_step(&mut self) -> Vec<Effect> {
        let Some(account) = self.account.chosen.clone() else {
            self.screen = Screen::Account;
            return Vec::new();
        };
        let Some(key) = self.keys.paying(&account.id).cloned() else {
            self.screen = Screen::Account;
            self.note = Some(Clean::line(&format!("There is no key to buy for {}.", account.id)));
            return Vec::new();
        };
        let Some(criterion) = self.number.criterion() else {
            self.screen = Screen::Number;
            return Vec::new();
        };
        let request = PurchaseRequest { sub_account: account.id.clone(), country: self.number.country, criterion };
        let draft = PurchaseDraft { body: request.freeze(), request, origin: self.origin.clone(), key };
        self.review(draft, account)
    }

    fn review(&mut self, draft: PurchaseDraft, account: SubAccount) -> Vec<Effect> {
        let ticket = self.ticket();
        let earlier_unknown = self.has_open_for(&draft);
        let confirmation = Confirmation::Settling(ticket);
        self.screen = Screen::Review(Box::new(Review { draft, account, confirmation, earlier_unknown }));
        vec![Effect::AwaitQuiet(ticket)]
    }

    /// Another window made these purchases for the same sub-account: the person hears of them, and confirms anew.
    pub(super) fn review_beside(&mut self, draft: PurchaseDraft, open: Vec<Record>) -> Vec<Effect> {
        for record in open {
            self.keep_open(record);
        }
        self.overlay = None;
        let id = draft.request.sub_account.clone();
        let text = format!("Nothing was sent: a purchase for {id} in another window may be bought already.");
        self.note = Some(Clean::line(&text));
        let name = self.account.name_of(&id);
        self.review(draft, SubAccount { id, name })
    }

    /// Counts a purchase among the open ones, once, as it stands now.
    pub(super) fn keep_open(&mut self, record: Record) {
        match self.open.iter_mut().find(|open| open.intent.id == record.intent.id) {
            Some(open) => *open = record,
            None => self.open.push(record),
        }
    }

    fn has_open_for(&self, draft: &PurchaseDraft) -> bool {
        self.open.iter().any(|record| {
            let other = &record.intent.draft;
            other.origin == draft.origin && other.request.sub_account == draft.request.sub_account
        })
    }

    /// What is open changed while a review was up: the word changes, and what was typed is void.
    pub(super) fn refresh_review(&mut self) -> Vec<Effect> {
        let Screen::Review(review) = &self.screen else { return Vec::new() };
        if self.has_open_for(&review.draft) == review.earlier_unknown {
            return Vec::new();
        }
        let (draft, account) = (review.draft.clone(), review.account.clone());
        self.review(draft, account)
    }

    /// The confirmation of the review that is shown, of a purchase or a release.
    fn confirmation(&mut self) -> Option<&mut Confirmation> {
        match &mut self.screen {
            Screen::Review(review) => Some(&mut review.confirmation),
            Screen::ReleaseReview(review) => Some(&mut review.confirmation),
            _ => None,
        }
    }

    /// Makes a review settle anew; `None` where none is shown.
    pub(super) fn settle_review(&mut self) -> Option<Effect> {
        let ticket = self.ticket();
        *self.confirmation()? = Confirmation::Settling(ticket);
        Some(Effect::AwaitQuiet(ticket))
    }

    pub(super) fn became_quiet(&mut self, ticket: Ticket) {
        if self.settling == Some(ticket) {
            self.settling = None;
        }
        if let Some(confirmation) = self.confirmation()
            && *confirmation == Confirmation::Settling(ticket)
        {
            *confirmation = Confirmation::Typing(String::new());
        }
    }

    /// A key for the confirmation. While the review settles, a key only makes it wait anew.
    pub(super) fn review_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let next_ticket = self.ticket();
        let unreadable = self.is_cramped() || !self.seen_whole;
        let Some(confirmation) = self.confirmation() else { return Vec::new() };
        match confirmation {
            Confirmation::Settling(ticket) => {
                *ticket = next_ticket;
                return vec![Effect::AwaitQuiet(next_ticket)];
            }
            // What cannot be read cannot be confirmed.
            Confirmation::Typing(_) if unreadable => {}
            Confirmation::Typing(typed) => match key.code {
                KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => typed.clear(),
                KeyCode::Char(c) if is_text(key, c) && typed.len() < LONGEST_TYPED => typed.push(c),
                KeyCode::Backspace => drop(typed.pop()),
                _ => {}
            },
        }
        Vec::new()
    }

    /// Pasting confirms nothing.
    pub(super) fn review_paste(&mut self) {
        let what = match &self.screen {
            Screen::Review(review) => review.word(),
            Screen::ReleaseReview(_) => "the number",
            _ => return,
        };
        self.note = Some(Clean::line(&format!("Pasting does not confirm. Type {what} yourself.")));
    }

    /// Enter on a review: buys or releases where the word stands, says what lacks where not.
    pub(super) fn confirm(&mut self) -> Vec<Effect> {
        if let Some(Confirmation::Settling(_)) = self.confirmation() {
            // A held Enter counts as noise, like any other key.
            return self.review_key(KeyEvent::from(KeyCode::Enter));
        }
        let (is_typed, what) = match &self.screen {
            Screen::Review(review) => (review.typed() == review.word(), format!("{} in capitals", review.word())),
            Screen::ReleaseReview(review) => {
                (review.is_typed(), format!("the number, {}", review.release.target.digits()))
            }
            _ => return Vec::new(),
        };
        if !is_typed {
            self.note = Some(Clean::line(&format!("Nothing is sent before you type {what}.")));
            return Vec::new();
        }
        match &self.ledger {
            LedgerState::Opening => {
                self.note = Some(Clean::line("The ledger is still being opened. Press Enter again in a moment."));
                Vec::new()
            }
            LedgerState::Broken(stoppage) => {
                self.note = Some(Clean::line(&format!("Nothing is sent without a ledger. {}", stoppage.what)));
                Vec::new()
            }
            LedgerState::Ready if matches!(self.screen, Screen::ReleaseReview(_)) => self.start_release(),
            LedgerState::Ready => self.start_purchase(),
        }
    }

    fn start_purchase(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Screen::Review(review) = &self.screen else { return Vec::new() };
        let draft = review.draft.clone();
        let beside = if review.earlier_unknown { Beside::OpenOnesAccepted } else { Beside::NoOpen };
        self.screen = Screen::Sending(Box::new(Sending::writing_down(ticket, draft.clone(), self.now.moment.clone())));
        vec![Effect::Record(ticket, Box::new(draft), beside)]
    }
}
