//! Doing what the core asks for.
//!
//! Owns the tasks. Each effect becomes one task that ends in exactly one message,
//! also when it panics. The order that money depends on stands in [`Work::send`]
//! and [`Work::release`]: the attempt is durable before a byte leaves, and the
//! outcome is durable before it is shown.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use tokio::{sync::mpsc::UnboundedSender, task::spawn_blocking};

use super::{
    ApiAccess, Clock,
    signals::Signals,
    stoppage::{may_be_readable, stoppage},
    tasks::Tasks,
};
use crate::{
    api::{End, Listing},
    app::{
        Attempted, Effect, Known, ListEnd, Message, NotRecorded, Numbers, Opened, ReleaseAttempted, Stage, Stoppage,
        Ticket,
    },
    domain::{
        Beside, Clean, Intent, IntentId, KeyRef, Leave, Origin, OwnedNumber, PurchaseDraft, Record, ReleaseId,
        ReleaseTarget, SubAccountId, Summary,
    },
    ledger::{self, Attempt, LedgerHandle, Notice, Reader, Trouble},
};

/// How long the keyboard must be quiet before a review takes a confirmation. Longer than any key repeat's gap
/// and than the gaps of fast typing, and over before a person has read a line.
const QUIET: Duration = Duration::from_millis(200);
/// How many lines of the history come first: more than a window shows.
const FIRST_PAGE: usize = 100;
/// How many come together then: few enough that no key waits for them.
const PAGE: usize = 2_000;
/// How long leaving waits for the ledger to finish what it was told.
const CLOSING: Duration = Duration::from_secs(2);

/// Why nothing was sent.
const NO_WAY: &str = "The API could not be reached from here.";
const LEFT: &str = "numshop was left before it could be sent.";

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

    /// The same with a thread of its own for the tasks, which starts with the first of them and reports signals as well.
    #[must_use]
    pub(super) fn on_a_thread(self, signals: Signals) -> Self {
        Self { tasks: Arc::new(Tasks::apart(signals)), ..self }
    }

    /// The clocks that decisions are made with.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.work.clock
    }

    /// Starts an effect. What only the loop can do (leaving, suspending, copying) is not started here.
    pub fn start(&self, effect: Effect) {
        let work = Arc::clone(&self.work);
        let task = self.tasks.spawn(async move {
            if let Some(message) = work.perform(effect).await {
                work.tell(message);
            }
        });
        let broken = Message::Broken(Clean::line("A part of numshop failed inside."));
        let messages = self.messages.clone();
        let Some(task) = task else {
            // The loop is gone only when the program has ended.
            let _ended = messages.send(broken);
            return;
        };
        self.tasks.spawn(async move {
            if task.await.is_err_and(|error| error.is_panic()) {
                let _ended = messages.send(broken);
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
                Message::Recorded(ticket, self.record(*draft, beside).await.map(Box::new).map_err(not_recorded))
            }
            Effect::Send(id, attempt) => Message::Answered(id, self.send(id, attempt).await),
            Effect::ListNumbers(ticket, account, id) => {
                self.reread(id).await;
                Message::NumbersListed(ticket, self.list_numbers(&account).await)
            }
            Effect::CheckAccount(ticket, account) => Message::NumbersListed(ticket, self.list_numbers(&account).await),
            Effect::ReadHistory(ticket) => Message::HistoryEnded(ticket, self.read_history(ticket).await),
            Effect::ReadEntry(ticket, id) => {
                let folder = self.ledger.folder().to_owned();
                let read = waiting(move || Reader::open(&folder)?.record_of(id)).await;
                Message::EntryRead(ticket, read.map(Box::new).map_err(|trouble| sentence(&trouble)))
            }
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

    /// What there is to know of a ledger that was opened, or was not. `first` is what to say of it first.
    async fn ledger_opened(&self, opened: Result<Vec<Notice>, Trouble>, first: Option<Clean>) -> Message {
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
    async fn stoppage(&self, trouble: &Trouble) -> (Stoppage, Vec<Record>) {
        let left = if may_be_readable(trouble) { self.ledger.left().await.ok() } else { None };
        // Where not one purchase is found, how many there were is not known either.
        let left = left.filter(|left| left.whole + left.partly > 0 || !trouble.can_be_accepted());
        let stoppage = stoppage(trouble, &self.ledger.path(), left.as_ref());
        (stoppage, left.map_or_else(Vec::new, |left| left.waiting))
    }

    async fn accept_damage(&self) -> Message {
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
    async fn heed(&self, trouble: &Trouble) {
        if trouble.ends_selling() {
            self.tell(Message::LedgerChecked(Err(self.stoppage(trouble).await.0)));
        }
    }

    async fn load_accounts(&self, ticket: Ticket) -> ListEnd {
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
    async fn read_history(&self, ticket: Ticket) -> Result<usize, Clean> {
        let (folder, messages) = (self.ledger.folder().to_owned(), self.messages.clone());
        let (readings, this) = (Arc::clone(&self.readings), self.readings.fetch_add(1, Ordering::SeqCst) + 1);
        let tell = move |page| {
            readings.load(Ordering::SeqCst) == this && messages.send(Message::HistoryPage(ticket, page)).is_ok()
        };
        waiting(move || pages(Reader::open(&folder)?, tell)).await.map_err(|trouble| sentence(&trouble))
    }

    /// Reports what the ledger says of a purchase now. Where it does not say, what was known stands.
    async fn reread(&self, id: IntentId) {
        if let Ok(record) = self.ledger.record_of(id).await {
            self.tell(Message::Reread(Box::new(record)));
        }
    }

    /// A person's word: written down, or why not. Where the purchase has moved on, what it has become comes first.
    async fn settled(&self, id: IntentId, result: Result<Record, Trouble>) -> Message {
        match &result {
            Err(Trouble::MovedOn) => self.reread(id).await,
            Err(trouble) => self.heed(trouble).await,
            Ok(_) => {}
        }
        Message::Settled(id, result.map(Box::new).map_err(|trouble| sentence(&trouble)))
    }

    /// The same of a release.
    async fn release_settled(&self, id: IntentId, result: Result<Record, Trouble>) -> Message {
        if result == Err(Trouble::MovedOn) {
            self.reread(id).await;
        }
        Message::ReleaseSettled(id, result.map(Box::new).map_err(|trouble| sentence(&trouble)))
    }

    async fn list_numbers(&self, account: &SubAccountId) -> Numbers {
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

    async fn record(&self, draft: PurchaseDraft, beside: Beside) -> Result<Intent, Trouble> {
        let intent = Intent { id: IntentId::mint(), created_at: Timestamp::now(), who: ledger::login_name(), draft };
        match self.ledger.record(intent.clone(), beside).await {
            Ok(_) => Ok(intent),
            Err(trouble) => {
                self.heed(&trouble).await;
                Err(trouble)
            }
        }
    }

    /// Sends an attempt. Everything that can fail without sending comes before the attempt is written down.
    async fn send(&self, id: IntentId, number: u32) -> Attempted {
        let attempt = match self.begin(id, number).await {
            Ok(attempt) => attempt,
            Err(NotBegun::NotSent(why)) => return Attempted::NotSent(why),
            Err(NotBegun::Overtaken(record)) => return Attempted::Overtaken(record),
        };
        let draft = &attempt.record().intent.draft;
        let (Ok(client), Some(key)) = (self.api.client().await, self.api.buying_key(&draft.request.sub_account)) else {
            // `begin` has just had both; they do not go away.
            return Attempted::NotSent(Clean::line(NO_WAY));
        };
        if self.is_closing.load(Ordering::SeqCst) {
            // Nobody is there any more to see the answer. The ledger says sent, and the next start shows it.
            return Attempted::NotSent(Clean::line(LEFT));
        }
        self.tell(Message::Progress(id, Stage::Leaving));
        let answer = client.purchase(&key, id, &draft.body).await;
        match self.ledger.answer(&attempt, answer.clone()).await {
            Ok(record) => Attempted::Done(Box::new(record)),
            Err(trouble) => {
                self.heed(&trouble).await;
                Attempted::NotSaved { answer: Box::new(answer), why: sentence(&trouble) }
            }
        }
    }

    /// Makes sure that the attempt can leave, then writes it down. Another window may be faster.
    async fn begin(&self, id: IntentId, number: u32) -> Result<Attempt, NotBegun> {
        self.can_leave(id).await.map_err(NotBegun::NotSent)?;
        self.begun(id, self.ledger.begin_attempt(id, number, self.clock.moment()).await).await
    }

    /// Where the attempt was not written down: why, or what became of the purchase in another window.
    async fn begun(&self, id: IntentId, begun: Result<Attempt, Trouble>) -> Result<Attempt, NotBegun> {
        match begun {
            Ok(attempt) => Ok(attempt),
            Err(Trouble::MovedOn) => Err(match self.ledger.record_of(id).await {
                Ok(record) => NotBegun::Overtaken(Box::new(record)),
                Err(trouble) => NotBegun::NotSent(sentence(&trouble)),
            }),
            Err(trouble) => {
                self.heed(&trouble).await;
                Err(NotBegun::NotSent(sentence(&trouble)))
            }
        }
    }

    /// Sends an attempt of a release, in the same order as a purchase.
    async fn release(&self, id: IntentId, number: u32, was_listed: bool) -> ReleaseAttempted {
        let (attempt, leave, target) = match self.begin_release(id, number, was_listed).await {
            Ok(begun) => begun,
            Err(NotBegun::NotSent(why)) => return ReleaseAttempted::NotSent(why),
            Err(NotBegun::Overtaken(record)) => return ReleaseAttempted::Overtaken(record),
        };
        let account = &attempt.record().intent.draft.request.sub_account;
        let (Ok(client), Some(key)) = (self.api.client().await, self.api.buying_key(account)) else {
            return ReleaseAttempted::NotSent(Clean::line(NO_WAY));
        };
        if self.is_closing.load(Ordering::SeqCst) {
            return ReleaseAttempted::NotSent(Clean::line(LEFT));
        }
        self.tell(Message::Progress(id, Stage::Leaving));
        let answer = client.release(&key, leave, &target).await;
        match self.ledger.answer_release(&attempt, answer.clone()).await {
            Ok(record) => ReleaseAttempted::Done(Box::new(record)),
            Err(trouble) => ReleaseAttempted::NotSaved {
                record: Box::new(attempt.record().clone()),
                answer: Box::new(answer),
                why: sentence(&trouble),
            },
        }
    }

    /// Makes sure that the attempt of a release can leave, then writes it down. The first attempt gets a new id; every
    /// other has that of the one before, which the ledger knows.
    async fn begin_release(
        &self,
        id: IntentId,
        number: u32,
        was_listed: bool,
    ) -> Result<(Attempt, ReleaseId, ReleaseTarget), NotBegun> {
        let record = self.ledger.record_of(id).await.map_err(|trouble| NotBegun::NotSent(sentence(&trouble)))?;
        let (target, key) = self.can_release(&record).map_err(NotBegun::NotSent)?;
        self.api.client().await.map_err(NotBegun::NotSent)?;
        let last = record.release().and_then(|release| release.last_leave().map(|last| last.id));
        let release = last.filter(|_| number > 1).unwrap_or_else(ReleaseId::mint);
        let leave = Leave { id: release, attempt: number, moment: self.clock.moment(), key, was_listed };
        let attempt = self.begun(id, self.ledger.begin_release(id, leave).await).await?;
        Ok((attempt, release, target))
    }

    /// What a release is aimed at and which key it is sent with, where it can leave from here.
    fn can_release(&self, record: &Record) -> Result<(ReleaseTarget, KeyRef), Clean> {
        let draft = &record.intent.draft;
        if draft.origin != self.origin {
            return Err(Clean::line(&format!("This purchase belongs to {}.", draft.origin)));
        }
        let bought = record.bought().ok_or_else(|| Clean::line("Only a number that was bought can be released."))?;
        let target = ReleaseTarget::of(&bought.number)
            .map_err(|why| Clean::line(&format!("This number cannot be released from here: {why}.")))?;
        let key = self.api.key_ref(&draft.request.sub_account);
        Ok((target, key.ok_or_else(|| Clean::line("There is no key for this sub-account."))?))
    }

    /// Whether everything that an attempt needs is here: the place, the key, the way.
    async fn can_leave(&self, id: IntentId) -> Result<(), Clean> {
        let record = self.ledger.record_of(id).await.map_err(|trouble| sentence(&trouble))?;
        let draft = &record.intent.draft;
        if draft.origin != self.origin {
            return Err(Clean::line(&format!("This purchase belongs to {}.", draft.origin)));
        }
        // Another key may belong to somebody else, who would pay, and to whom the idempotency key says nothing.
        if self.api.key_ref(&draft.request.sub_account).as_ref() != Some(&draft.key) {
            return Err(Clean::line(&format!("It was confirmed with the key {}, which is not set here.", draft.key)));
        }
        self.api.client().await.map(drop)
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

/// Why an attempt did not begin, so that nothing was sent.
enum NotBegun {
    NotSent(Clean),
    /// Another window has gone on with it; this is what it has become.
    Overtaken(Box<Record>),
}

fn not_recorded(trouble: Trouble) -> NotRecorded {
    match trouble {
        Trouble::OpenForThisAccount(open) => NotRecorded::BesideOpen(open),
        other => NotRecorded::Failed(sentence(&other)),
    }
}

fn sentence(trouble: &Trouble) -> Clean {
    Clean::line(&trouble.to_string())
}

fn list_end(end: End) -> ListEnd {
    match end {
        End::Complete => ListEnd::Complete,
        End::Incomplete(why) => ListEnd::Incomplete(why),
        End::Failed(problem) => ListEnd::Failed(Clean::line(&problem.to_string())),
    }
}
