//! What only reads: lists of the API, and the ledger's long history.
//!
//! Owns that reading changes nothing and keeps no purchase waiting: the history has a
//! connection of its own and comes page by page, and a list that did not come whole says
//! so.

use std::sync::{Arc, atomic::Ordering};

use tokio::task::spawn_blocking;

use super::{Work, sentence};
use crate::{
    api::{End, Listing},
    app::{Known, ListEnd, Message, Numbers, Ticket},
    domain::{Clean, IntentId, OwnedNumber, Record, SubAccountId, Summary},
    ledger::{Reader, Trouble},
};

/// How many lines of the history come first: more than a window shows.
const FIRST_PAGE: usize = 100;
/// How many come together then: few enough that no key waits for them.
const PAGE: usize = 2_000;

impl Work {
    pub(super) async fn load_accounts(&self, ticket: Ticket) -> ListEnd {
        let Some(key) = self.api.agency_key() else {
            return ListEnd::Failed(Clean::line("There is no key to list with."));
        };
        match self.api.client().await {
            Err(why) => ListEnd::Failed(why),
            Ok(client) => {
                let end =
                    client.list_sub_accounts(&key, |accounts| self.tell(Message::AccountsPage(ticket, accounts))).await;
                list_end(end)
            }
        }
    }

    /// Reports every purchase in the ledger, newest first; how many more cannot be read back. The ledger's own thread is
    /// left to purchases. Ends early where nobody wants to know any more.
    pub(super) async fn read_history(&self, ticket: Ticket) -> Result<usize, Clean> {
        let (folder, messages) = (self.ledger.folder().to_owned(), self.messages.clone());
        let (readings, this) = (Arc::clone(&self.readings), self.readings.fetch_add(1, Ordering::SeqCst) + 1);
        let tell = move |page| {
            readings.load(Ordering::SeqCst) == this && messages.send(Message::HistoryPage(ticket, page)).is_ok()
        };
        waiting(move || pages(Reader::open(&folder)?, tell)).await.map_err(|trouble| sentence(&trouble))
    }

    /// Reports what the ledger says of a purchase now. Where it does not say, what was known stands.
    pub(super) async fn reread(&self, id: IntentId) {
        if let Ok(record) = self.ledger.record_of(id).await {
            self.tell(Message::Reread(Box::new(record)));
        }
    }

    pub(super) async fn list_numbers(&self, account: &SubAccountId) -> Numbers {
        let (items, end) = match self.owned(account).await {
            Ok(listing) => (listing.items, list_end(listing.end)),
            Err(why) => (Vec::new(), ListEnd::Failed(why)),
        };
        Numbers { items, end, known: self.known(account).await }
    }

    async fn owned(&self, account: &SubAccountId) -> Result<Listing<OwnedNumber>, Clean> {
        let key = self.api.buying_key(account);
        let key = key.ok_or_else(|| Clean::line("There is no key for this sub-account."))?;
        Ok(self.api.client().await?.list_numbers(&key, account).await)
    }

    async fn known(&self, account: &SubAccountId) -> Known {
        match self.ledger.bought(account.clone(), self.origin.clone()).await {
            Ok(bought) => {
                let end = bought.damage().map_or(ListEnd::Complete, |trouble| ListEnd::Incomplete(sentence(&trouble)));
                Known { purchases: bought.whole, end }
            }
            Err(trouble) => Known { purchases: Vec::new(), end: ListEnd::Failed(sentence(&trouble)) },
        }
    }

    /// Reads one purchase of the history, whole.
    pub(super) async fn read_entry(&self, id: IntentId) -> Result<Box<Record>, Clean> {
        let folder = self.ledger.folder().to_owned();
        let read = waiting(move || Reader::open(&folder)?.record_of(id)).await;
        read.map(Box::new).map_err(|trouble| sentence(&trouble))
    }
}

/// Does what waits for the disk where nothing else has to wait with it. A panic there is a panic here.
async fn waiting<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    match spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Trouble::Gone),
    }
}

/// Reads on and tells of it, page by page, until `tell` says that nobody listens; how many records were damaged.
fn pages(reader: Reader, tell: impl Fn(Vec<Summary>) -> bool) -> Result<usize, Trouble> {
    let (mut page, mut size, mut damaged) = (Vec::new(), FIRST_PAGE, 0);
    for record in reader {
        match record {
            Ok(record) => page.push(Summary::of(&record)),
            Err(Trouble::DamagedRecord) => damaged += 1,
            Err(other) => {
                tell(page);
                return Err(other);
            }
        }
        if page.len() == size {
            if !tell(std::mem::take(&mut page)) {
                return Ok(damaged);
            }
            size = PAGE;
        }
    }
    tell(page);
    Ok(damaged)
}

fn list_end(end: End) -> ListEnd {
    match end {
        End::Complete => ListEnd::Complete,
        End::Incomplete(why) => ListEnd::Incomplete(why),
        End::Failed(problem) => ListEnd::Failed(Clean::line(&problem.to_string())),
    }
}
