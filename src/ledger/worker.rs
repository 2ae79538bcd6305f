//! The ledger's own thread.
//!
//! Owns the one [`Store`] of the running program, because a durable write takes
//! milliseconds and the screen must answer meanwhile. Work is done in the order
//! it is asked for; what was asked for is done even where the asker stops waiting.
//! It never panics on a failure: a thread that is gone gives [`Trouble::Gone`].
//! Called by the runtime.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, mpsc},
    thread,
};

use tokio::sync::oneshot;

use super::{Accepted, Attempt, Left, Notice, Records, Store, Trouble, accept::accept, files, store::left};
use crate::domain::{
    Answer, Beside, Intent, IntentId, Leave, Moment, Origin, OwnedNumber, Record, ReleaseOutcome, SubAccountId,
};

type Work = Box<dyn FnOnce(&mut Result<Store, Trouble>) + Send>;

enum Order {
    Work(Work),
    /// Close the store, then say so.
    Close(oneshot::Sender<()>),
}

/// A way to the ledger's thread. Copies lead to the same thread; it ends with the last of them, after the work in hand.
#[derive(Debug, Clone)]
pub struct LedgerHandle {
    folder: PathBuf,
    orders: Arc<OnceLock<mpsc::Sender<Order>>>,
}

impl LedgerHandle {
    /// The way to the ledger in `folder`. The first thing asked starts the thread and opens it.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), orders: Arc::default() }
    }

    /// Where the ledger is, for a [`super::Reader`] beside this thread.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the ledger is, or would be.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        files::ledger_in(&self.folder)
    }

    fn orders(&self) -> &mpsc::Sender<Order> {
        self.orders.get_or_init(|| {
            let (orders, queue) = mpsc::channel();
            let folder = self.folder.clone();
            // Without a thread the queue is dropped, and every call says that the ledger is gone.
            let _detached = thread::Builder::new().name("ledger".to_owned()).spawn(move || serve(&folder, &queue));
            orders
        })
    }

    /// Opens the ledger anew, whatever became of it before; then as [`LedgerHandle::opened`].
    ///
    /// # Errors
    /// As there.
    pub async fn opened_anew(&self) -> Result<Vec<Notice>, Trouble> {
        let folder = self.folder.clone();
        self.ask_anyway(move |store| {
            refuse_failed(store)?;
            reopen(store, &folder);
            store.as_ref().map(|store| store.notices().to_vec()).map_err(Trouble::clone)
        })
        .await
    }

    /// Accepts that the ledger is damaged: keeps it under another name, and opens a new one that has all that is whole.
    /// `None` where it is whole, because another window was faster; it is then opened anew.
    ///
    /// # Errors
    /// Any [`Trouble`] that keeps it from being done; the damaged ledger is then as it was.
    pub async fn accept(&self, now: Moment) -> Result<Option<Accepted>, Trouble> {
        let folder = self.folder.clone();
        self.ask_anyway(move |store| {
            refuse_failed(store)?;
            *store = Err(Trouble::Gone);
            let accepted = accept(&folder, &now);
            reopen(store, &folder);
            accepted
        })
        .await
    }

    /// Waits for the end of the look through the whole ledger, and keeps nobody else waiting.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn checked(&self) -> Result<(), Trouble> {
        let check = self.ask(|store| Ok(store.check())).await?;
        let damage = tokio::task::spawn_blocking(move || check.damage()).await;
        damage.unwrap_or(Some(Trouble::Gone)).map_or(Ok(()), Err)
    }

    /// How much is left of the ledger, also where it could not be opened.
    ///
    /// # Errors
    /// [`Trouble`] where nothing can be read.
    pub async fn left(&self) -> Result<Left, Trouble> {
        let folder = self.folder.clone();
        self.ask_anyway(move |_| left(&folder)).await
    }

    /// Waits until the ledger is open; what a person should hear about its files.
    ///
    /// # Errors
    /// As [`Store::open`]; every other call then fails the same way.
    pub async fn opened(&self) -> Result<Vec<Notice>, Trouble> {
        self.ask(|store| Ok(store.notices().to_vec())).await
    }

    /// [`Store::waiting_records`].
    ///
    /// # Errors
    /// As there.
    pub async fn waiting_records(&self) -> Result<Records, Trouble> {
        self.ask(|store| store.waiting_records()).await
    }

    /// [`Store::record`].
    ///
    /// # Errors
    /// As there; nothing may be sent then.
    pub async fn record(&self, intent: Intent, beside: Beside) -> Result<Record, Trouble> {
        self.ask(move |store| store.record(&intent, beside)).await
    }

    /// [`Store::begin_attempt`].
    ///
    /// # Errors
    /// As there; nothing may be sent then.
    pub async fn begin_attempt(&self, id: IntentId, attempt: u32, moment: Moment) -> Result<Attempt, Trouble> {
        self.ask(move |store| store.begin_attempt(id, attempt, moment)).await
    }

    /// [`Store::answer`]. The send lock is held until the answer is written, even where the caller stops waiting.
    ///
    /// # Errors
    /// As there.
    pub async fn answer(&self, attempt: &Attempt, answer: Answer) -> Result<Record, Trouble> {
        let attempt = attempt.clone();
        self.ask(move |store| store.answer(&attempt, answer)).await
    }

    /// [`Store::begin_release`].
    ///
    /// # Errors
    /// As there; nothing may be sent then.
    pub async fn begin_release(&self, id: IntentId, leave: Leave) -> Result<Attempt, Trouble> {
        self.ask(move |store| store.begin_release(id, leave)).await
    }

    /// [`Store::answer_release`]. The send lock is held as in [`LedgerHandle::answer`].
    ///
    /// # Errors
    /// As there.
    pub async fn answer_release(&self, attempt: &Attempt, answer: Answer<ReleaseOutcome>) -> Result<Record, Trouble> {
        let attempt = attempt.clone();
        self.ask(move |store| store.answer_release(&attempt, answer)).await
    }

    /// [`Store::release_is_gone`].
    ///
    /// # Errors
    /// As there.
    pub async fn release_is_gone(&self, id: IntentId, now: Moment) -> Result<Record, Trouble> {
        self.ask(move |store| store.release_is_gone(id, &now)).await
    }

    /// [`Store::close_release_by_hand`].
    ///
    /// # Errors
    /// As there.
    pub async fn close_release_by_hand(&self, id: IntentId, now: Moment) -> Result<Record, Trouble> {
        self.ask(move |store| store.close_release_by_hand(id, &now)).await
    }

    /// [`Store::link`].
    ///
    /// # Errors
    /// As there.
    pub async fn link(&self, id: IntentId, number: OwnedNumber) -> Result<Record, Trouble> {
        self.ask(move |store| store.link(id, number)).await
    }

    /// [`Store::close_by_hand`].
    ///
    /// # Errors
    /// As there.
    pub async fn close_by_hand(&self, id: IntentId, now: Moment) -> Result<Record, Trouble> {
        self.ask(move |store| store.close_by_hand(id, &now)).await
    }

    /// [`Store::acknowledge`].
    ///
    /// # Errors
    /// As there.
    pub async fn acknowledge(&self, id: IntentId) -> Result<Record, Trouble> {
        self.ask(move |store| store.acknowledge(id)).await
    }

    /// [`Store::record_of`].
    ///
    /// # Errors
    /// As there.
    pub async fn record_of(&self, id: IntentId) -> Result<Record, Trouble> {
        self.ask(move |store| store.record_of(id)).await
    }

    /// [`Store::used_accounts`].
    ///
    /// # Errors
    /// As there.
    pub async fn used_accounts(&self, origin: Origin) -> Result<Vec<SubAccountId>, Trouble> {
        self.ask(move |store| store.used_accounts(&origin)).await
    }

    /// [`Store::bought`].
    ///
    /// # Errors
    /// As there.
    pub async fn bought(&self, account: SubAccountId, origin: Origin) -> Result<Records, Trouble> {
        self.ask(move |store| store.bought(&account, &origin)).await
    }

    /// Finishes what was asked for so far and closes the ledger. Later calls, on any copy, give [`Trouble::Gone`].
    pub async fn close(self) {
        let (closed, wait) = oneshot::channel();
        if self.orders().send(Order::Close(closed)).is_ok() {
            // An error means that the thread ended before: closed all the same.
            let _ended = wait.await;
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        self.ask_anyway(|store| store.as_mut().map_err(|trouble| trouble.clone()).and_then(work)).await
    }

    /// The same, whether or not the ledger could be opened.
    async fn ask_anyway<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Result<Store, Trouble>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (reply, wait) = oneshot::channel();
        let work: Work = Box::new(move |store| {
            // The asker may have stopped waiting; the work is done.
            let _unheard = reply.send(work(store));
        });
        self.orders().send(Order::Work(work)).map_err(|_| Trouble::Gone)?;
        wait.await.unwrap_or(Err(Trouble::Gone))
    }
}

/// Lets go of the ledger before it is opened anew.
/// After a write or sync that failed, another one that goes well proves nothing: this run trusts that disk no more.
fn refuse_failed(store: &Result<Store, Trouble>) -> Result<(), Trouble> {
    let has_failed = match store {
        Ok(store) => store.has_failed(),
        Err(trouble) => matches!(trouble, Trouble::Io(_) | Trouble::Stopped),
    };
    if has_failed { Err(Trouble::Stopped) } else { Ok(()) }
}

fn reopen(store: &mut Result<Store, Trouble>, folder: &Path) {
    *store = Err(Trouble::Gone);
    *store = Store::open(folder);
}

/// The thread: opens at the first order, works, closes.
fn serve(folder: &Path, queue: &mpsc::Receiver<Order>) {
    let mut store = None;
    while let Ok(order) = queue.recv() {
        match order {
            Order::Work(work) => work(store.get_or_insert_with(|| Store::open(folder))),
            Order::Close(closed) => {
                drop(store);
                let _unheard = closed.send(());
                return;
            }
        }
    }
}

#[cfg(test)]
#[path = "worker_tests.rs"]
mod tests;
