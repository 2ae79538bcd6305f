//! Doing what the core asks for.
//!
//! Owns the tasks. Each effect becomes one task that ends in exactly one message,
//! also when it panics. What sends, and in which order, stands in `leaving`; what
//! only reads in `reading`; what the ledger says when it is opened in `opening`.

mod leaving;
mod opening;
mod reading;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::mpsc::UnboundedSender;

use super::{ApiAccess, Clock, tasks::Tasks};
use crate::{
    app::{Effect, Message},
    domain::{Clean, IntentId, Origin, Record},
    ledger::{LedgerHandle, Trouble},
};

/// How long the keyboard must be quiet before a review takes a confirmation. Longer than any key repeat's gap
/// and than the gaps of fast typing, and over before a person has read a line.
const QUIET: Duration = Duration::from_millis(200);
/// How long leaving waits for the ledger to finish what it was told.
const CLOSING: Duration = Duration::from_secs(2);

/// Starts tasks for effects.
#[derive(Debug, Clone)]
pub struct Executor {
    work: Arc<Work>,
    messages: UnboundedSender<Message>,
    tasks: Arc<Tasks>,
}

#[derive(Debug)]
struct Work {
    origin: Origin,
    api: ApiAccess,
    ledger: LedgerHandle,
    clock: Clock,
    messages: UnboundedSender<Message>,
    /// How often the history was read, this time included: only the last one goes on.
    readings: Arc<AtomicUsize>,
    /// Set when the loop has ended: what has not left by then must not leave.
    is_closing: AtomicBool,
}

impl Executor {
    /// Makes an executor whose tasks run in the runtime that it is used in. Nothing is opened or read yet.
    #[must_use]
    pub fn new(
        origin: Origin,
        api: ApiAccess,
        ledger: LedgerHandle,
        clock: Clock,
        messages: UnboundedSender<Message>,
    ) -> Self {
        let is_closing = AtomicBool::new(false);
        let readings = Arc::default();
        let work = Arc::new(Work { origin, api, ledger, clock, messages: messages.clone(), readings, is_closing });
        Self { work, messages, tasks: Arc::new(Tasks::Beside) }
    }

    /// The same with its tasks elsewhere.
    #[must_use]
    pub(super) fn with_tasks(self, tasks: Tasks) -> Self {
        Self { tasks: Arc::new(tasks), ..self }
    }

    /// The clocks that decisions are made with.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.work.clock
    }

    /// Starts an effect. What only the loop can do (leaving, suspending, copying) is not started here.
    pub fn start(&self, effect: Effect) {
        let work = Arc::clone(&self.work);
        let messages = self.messages.clone();
        let task = self.tasks.spawn(async move {
            if let Some(message) = work.perform(effect).await {
                work.tell(message);
            }
        });
        self.tasks.spawn(async move {
            if task.await.is_err_and(|error| error.is_panic()) {
                // The loop is gone only when the program has ended.
                let _ended = messages.send(Message::Broken(Clean::line("A part of numshop failed inside.")));
            }
        });
    }

    /// Lets nothing leave any more, and lets the ledger finish what it was told, for at most two seconds.
    pub async fn close(&self) {
        self.work.is_closing.store(true, Ordering::SeqCst);
        if tokio::time::timeout(CLOSING, self.work.ledger.clone().close()).await.is_err() {
            tracing::warn!("the ledger did not close in time");
        }
    }
}

impl Work {
    fn tell(&self, message: Message) {
        // The loop is gone only when the program has ended.
        let _ended = self.messages.send(message);
    }

    async fn perform(&self, effect: Effect) -> Option<Message> {
        Some(match effect {
            Effect::OpenLedger => self.ledger_opened(self.ledger.opened().await, None).await,
            Effect::ReopenLedger => self.ledger_opened(self.ledger.opened_anew().await, None).await,
            Effect::AcceptDamage => self.accept_damage().await,
            Effect::CheckLedger => Message::LedgerChecked(match self.ledger.checked().await {
                Ok(()) => Ok(()),
                Err(trouble) => Err(self.stoppage(&trouble).await.0),
            }),
            Effect::LoadAccounts(ticket) => Message::AccountsEnded(ticket, self.load_accounts(ticket).await),
            Effect::AwaitQuiet(ticket) => {
                tokio::time::sleep(QUIET).await;
                Message::Quiet(ticket)
            }
            Effect::Record(ticket, draft, beside) => {
                Message::Recorded(ticket, self.record(*draft, beside).await.map(Box::new))
            }
            Effect::Send(id, attempt) => Message::Answered(id, self.send(id, attempt).await),
            Effect::ListNumbers(ticket, account, id) => {
                self.reread(id).await;
                Message::NumbersListed(ticket, self.list_numbers(&account).await)
            }
            Effect::CheckAccount(ticket, account) => Message::NumbersListed(ticket, self.list_numbers(&account).await),
            Effect::ReadHistory(ticket) => Message::HistoryEnded(ticket, self.read_history(ticket).await),
            Effect::ReadEntry(ticket, id) => Message::EntryRead(ticket, self.read_entry(id).await),
            Effect::Acknowledge(id) => self.settled(id, self.ledger.acknowledge(id).await).await,
            Effect::Link(id, number) => self.settled(id, self.ledger.link(id, *number).await).await,
            Effect::CloseByHand(id) => self.settled(id, self.ledger.close_by_hand(id, self.clock.moment()).await).await,
            Effect::Release { purchase, attempt, was_listed } => {
                Message::ReleaseAnswered(purchase, self.release(purchase, attempt, was_listed).await)
            }
            Effect::ReleaseIsGone(id) => {
                self.release_settled(id, self.ledger.release_is_gone(id, self.clock.moment()).await).await
            }
            Effect::CloseRelease(id) => {
                self.release_settled(id, self.ledger.close_release_by_hand(id, self.clock.moment()).await).await
            }
            Effect::Copy(_) | Effect::Suspend | Effect::Exit(_) => return None,
        })
    }

    /// A person's word: written down, or why not. Where the purchase has moved on, what it has become comes first.
    async fn heard(&self, id: IntentId, result: Result<Record, Trouble>) -> Result<Box<Record>, Clean> {
        match &result {
            Err(Trouble::MovedOn) => self.reread(id).await,
            Err(trouble) => self.heed(trouble).await,
            Ok(_) => {}
        }
        result.map(Box::new).map_err(|trouble| sentence(&trouble))
    }

    async fn settled(&self, id: IntentId, result: Result<Record, Trouble>) -> Message {
        Message::Settled(id, self.heard(id, result).await)
    }

    async fn release_settled(&self, id: IntentId, result: Result<Record, Trouble>) -> Message {
        Message::ReleaseSettled(id, self.heard(id, result).await)
    }
}

fn sentence(trouble: &Trouble) -> Clean {
    Clean::line(&trouble.to_string())
}
