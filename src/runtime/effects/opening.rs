//! Opening the ledger, and what to say where nothing can be sold from it.
//!
//! Owns the message that tells what the ledger holds, or why it cannot be used and what
//! of it can be read. A trouble that ends all selling is told as soon as it is met.

use jiff::tz::TimeZone;

use super::Work;
use crate::{
    app::{Message, Opened, Stoppage},
    domain::{Clean, Record},
    ledger::{Notice, Trouble},
    runtime::stoppage::{may_be_readable, stoppage},
};

impl Work {
    /// What there is to know of a ledger that was opened, or was not. `first` is what to say of it first.
    pub(super) async fn ledger_opened(&self, opened: Result<Vec<Notice>, Trouble>, first: Option<Clean>) -> Message {
        let read = match opened {
            Ok(notices) => self.read_open_ledger(notices).await,
            Err(trouble) => Err(trouble),
        };
        let mut opened = match read {
            Ok(opened) => opened,
            Err(trouble) => {
                let (stoppage, waiting) = self.stoppage(&trouble).await;
                let (used, notices, zone) = (Vec::new(), Vec::new(), TimeZone::system());
                Opened { waiting, used, stoppage: Some(stoppage), notices, zone }
            }
        };
        opened.notices.splice(0..0, first);
        Message::LedgerOpened(Box::new(opened))
    }

    async fn read_open_ledger(&self, notices: Vec<Notice>) -> Result<Opened, Trouble> {
        let notices = notices.iter().map(|notice| Clean::line(&notice.to_string())).collect();
        let waiting = self.ledger.waiting_records().await?;
        let used = self.ledger.used_accounts(self.origin.clone()).await?;
        let stoppage = match waiting.damage() {
            Some(trouble) => Some(self.stoppage(&trouble).await.0),
            None => None,
        };
        Ok(Opened { waiting: waiting.whole, used, stoppage, notices, zone: TimeZone::system() })
    }

    /// Why nothing can be sold, with what can still be read; and what of that waits for a person, oldest first.
    pub(super) async fn stoppage(&self, trouble: &Trouble) -> (Stoppage, Vec<Record>) {
        let left = if may_be_readable(trouble) { self.ledger.left().await.ok() } else { None };
        // Where not one purchase is found, how many there were is not known either.
        let left = left.filter(|left| left.whole + left.partly > 0 || !trouble.can_be_accepted());
        let stoppage = stoppage(trouble, &self.ledger.path(), left.as_ref());
        (stoppage, left.map_or_else(Vec::new, |left| left.waiting))
    }

    pub(super) async fn accept_damage(&self) -> Message {
        match self.ledger.accept(self.clock.moment()).await {
            Ok(accepted) => {
                let said = accepted.map(|accepted| Clean::line(&accepted.to_string()));
                self.ledger_opened(self.ledger.opened().await, said).await
            }
            Err(trouble) => {
                let said = format!("The damage could not be accepted. {trouble}");
                self.ledger_opened(self.ledger.opened().await, Some(Clean::line(&said))).await
            }
        }
    }

    /// A trouble that ends all selling is told by itself, before what failed by it.
    pub(super) async fn heed(&self, trouble: &Trouble) {
        if trouble.ends_selling() {
            self.tell(Message::LedgerChecked(Err(self.stoppage(trouble).await.0)));
        }
    }
}
