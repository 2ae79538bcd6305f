//! The embedded API: what the program buys from when there is no key.
//!
//! It is a whole HTTP server inside the process, on a loopback port that the
//! system picks, and it keeps to the documented API: envelope, statuses, keys and
//! scopes, idempotency, paging. The program reaches it through its real client
//! over real HTTP, so that a demo and a test take the very way a purchase takes.
//! It is both: the demo that a stranger plays with, and the fake that tests count
//! sales with. Sub-accounts stand for endings, like a card processor's test cards:
//! those that a demo shows ([`scenarios`]), and behind them a tester's ([`faults`]).
//!
//! The parts: `server` moves bytes, `routes` reads requests, `auth` knows the keys,
//! `input` says what is wrong with a request, `scenario` decides what goes wrong on
//! purpose, `fault` breaks answers, lists and releases (the one place for a new fault), `script`
//! is what is written in a broken answer's place, `store` sells and releases, `stock`
//! chooses the number, `journal` remembers, `envelope` is the shape of answers.
//!
//! It must never sell a number twice, even one that was released, sell twice for
//! one idempotency key, listen on anything but loopback, or keep a header that
//! holds a key. Called by `runtime`, and by tests; knows nothing of the program
//! around it.

mod auth;
mod envelope;
mod fault;
mod input;
mod journal;
mod routes;
mod scenario;
mod script;
mod server;
mod stock;
mod store;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use secrecy::SecretString;
use tokio::{net::TcpListener, task::AbortHandle};

pub use envelope::{Capabilities, Purchased, SoldNumber, Source};
pub use fault::{Fault, faults};
pub use scenario::{Kind, Scenario, scenarios};
pub use store::{Release, Sale};

use crate::domain::BaseUrl;
use store::Store;

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which numbers are sold, and in which order.
    pub seed: u64,
    /// The file that sales are kept in, made if it is not there; its folder must be. `None`: they end with the process.
    pub journal: Option<PathBuf>,
    /// How long the slow things take.
    pub pace: Pace,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, journal: None, pace: Pace::demo() }
    }
}

/// How long the slow things take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long the slow carrier's answer takes.
    pub slow_carrier: Duration,
    /// How long a rate limit lasts. `Retry-After` counts seconds, so the header rounds up.
    pub retry_after: Duration,
    /// How long a page of the slow list takes.
    pub slow_page: Duration,
}

impl Pace {
    /// Long enough to be seen, short enough to be waited for: 8 s, 5 s, and 25 s, which a reader of lists gives up on.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            slow_carrier: Duration::from_secs(8),
            retry_after: Duration::from_secs(5),
            slow_page: Duration::from_secs(25),
        }
    }
}

/// A request that arrived, whatever became of it. The headers that hold keys are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The method, in capitals.
    pub method: String,
    /// The path without the query, such as `/v1/phone-numbers`.
    pub path: String,
    /// What stands after `?`, where there is one.
    pub query: Option<String>,
    /// The `Idempotency-Key`, where one was sent.
    pub idempotency_key: Option<String>,
    /// The body; bytes that are not text are shown as U+FFFD.
    pub body: String,
}

/// What the request handlers share.
struct Shared {
    pace: Pace,
    store: Mutex<Store>,
    log: Mutex<Vec<Seen>>,
}

/// Takes a lock that no holder leaves half-way: every change under these locks is one push.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running server. Dropping it ends the server and cuts its connections.
pub struct Sandbox {
    base_url: BaseUrl,
    shared: Arc<Shared>,
    server: AbortHandle,
}

impl Sandbox {
    /// Opens the journal, binds 127.0.0.1 on a free port, and serves on the current tokio runtime.
    ///
    /// # Errors
    /// The system's, where the journal cannot be opened or read, or the port cannot be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let store = Store::open(options.seed, options.pace, options.journal.as_deref())?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = BaseUrl::parse(&format!("http://{}/v1", listener.local_addr()?)).map_err(io::Error::other)?;
        let shared = Arc::new(Shared { pace: options.pace, store: Mutex::new(store), log: Mutex::default() });
        let server = tokio::spawn(server::serve(listener, routes::router(Arc::clone(&shared)))).abort_handle();
        Ok(Self { base_url, shared, server })
    }

    /// Where it listens: `http://127.0.0.1:PORT/v1`.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// The key that may buy and list numbers, of every sub-account here. It opens nothing else in the world.
    #[must_use]
    pub fn buying_key() -> SecretString {
        SecretString::from(auth::BUYING_KEY)
    }

    /// The key that may list sub-accounts, and nothing else.
    #[must_use]
    pub fn agency_key() -> SecretString {
        SecretString::from(auth::AGENCY_KEY)
    }

    /// Every request that arrived, oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<Seen> {
        lock(&self.shared.log).clone()
    }

    /// What was really released, oldest first, whatever the one who asked was told.
    #[must_use]
    pub fn releases(&self) -> Vec<Release> {
        lock(&self.shared.store).releases().to_vec()
    }

    /// What was really sold, oldest first, whatever the buyer was told.
    #[must_use]
    pub fn sales(&self) -> Vec<Sale> {
        lock(&self.shared.store).sales().to_vec()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[cfg(test)]
mod tests;
