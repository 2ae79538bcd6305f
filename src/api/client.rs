//! The client: how requests are made.
//!
//! Owns the two HTTP clients, the headers, and the promise that a purchase or a
//! release is put on the wire at most once. Writes have a client of their own that keeps no
//! connection, because a reused one may die under a request and tempt the stack
//! to send it again; reads may share connections.

use std::time::{Duration, Instant};

use reqwest::{
    Method, Request,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect, retry,
};
use secrecy::{ExposeSecret, SecretString};
use tracing::info;

use super::{
    exchange::{self, Exchange},
    raw,
    redact::Redactor,
    verdict,
};
use crate::domain::{Answer, BaseUrl, Clean, FrozenBody, IntentId, ReleaseId, ReleaseOutcome, ReleaseTarget};

/// Named in every request, such as `numshop/0.1.0`.
const USER_AGENT: &str = concat!("numshop/", env!("CARGO_PKG_VERSION"));
/// Both directions speak it.
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The path of the numbers, below the base address.
pub(super) const NUMBERS: &str = "/phone-numbers";

/// Bounds of every wait and every answer. The default is what `numshop` promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The longest wait for a connection: name, TCP and TLS together. 10 s.
    pub connect: Duration,
    /// The longest exchange, from the call to the last byte of the answer. 60 s.
    pub exchange: Duration,
    /// The longest answer, in bytes. 1 MiB.
    pub body: usize,
    /// The most pages of one list. 100, each of at most 100 items.
    pub pages: usize,
    /// The longest reading of one list, all pages together. 60 s.
    pub list: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            exchange: Duration::from_mins(1),
            body: 1 << 20,
            pages: 100,
            list: Duration::from_mins(1),
        }
    }
}

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// TLS cannot be set up, mostly because the system has no certificates.
    #[error("https cannot be used on this machine ({0}). Install the system's CA certificates (ca-certificates)")]
    Tls(Clean),
}

/// A request that changes something.
struct Write<'a> {
    method: Method,
    /// Below the base address.
    path: &'a str,
    /// The idempotency key.
    id: String,
    body: Option<&'a FrozenBody>,
}

/// Speaks to one API. Building it reads the system's certificates, which takes milliseconds: not for a UI thread.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) base: BaseUrl,
    pub(super) limits: Limits,
    /// For requests that change something.
    writes: reqwest::Client,
    /// For requests that do not.
    pub(super) reads: reqwest::Client,
}

impl Client {
    /// A client for this address. It connects to nothing yet.
    ///
    /// # Errors
    /// [`Trouble`] where an https address is asked for and TLS cannot be set up.
    pub fn new(base: BaseUrl, limits: Limits) -> Result<Self, Trouble> {
        let build =
            |builder: reqwest::ClientBuilder| builder.build().map_err(|error| Trouble::Tls(exchange::words(&error)));
        let writes = build(bounded(&base, &limits).pool_max_idle_per_host(0))?;
        let reads = build(bounded(&base, &limits))?;
        Ok(Self { base, limits, writes, reads })
    }

    /// Sends one attempt of a purchase, once, and says what it means for this attempt alone.
    ///
    /// It never fails: whatever happens is an [`Answer`]. It ends within [`Limits::exchange`]. If the future is
    /// dropped, the request may or may not have arrived.
    pub async fn purchase(&self, key: &SecretString, id: IntentId, body: &FrozenBody) -> Answer {
        let write = Write { method: Method::POST, path: NUMBERS, id: id.to_string(), body: Some(body) };
        self.attempt(key, write, verdict::outcome).await
    }

    /// Sends one attempt of a release, once, and says what it means for this attempt alone. It never fails and ends in
    /// time as [`Client::purchase`] does.
    pub async fn release(&self, key: &SecretString, id: ReleaseId, target: &ReleaseTarget) -> Answer<ReleaseOutcome> {
        let write = Write { method: Method::DELETE, path: &target.path(), id: id.to_string(), body: None };
        self.attempt(key, write, verdict::release_outcome).await
    }

    /// Puts a request on the wire once, where it can be made, and has what came of it judged.
    async fn attempt<O>(
        &self,
        key: &SecretString,
        write: Write<'_>,
        judge: fn(&Exchange, &Redactor<'_>) -> O,
    ) -> Answer<O> {
        let started = Instant::now();
        let exchange = match self.write_request(key, &write) {
            Ok(request) => exchange::run(&self.writes, request, &self.limits, self.limits.exchange).await,
            Err(reason) => Exchange::NeverLeft(reason),
        };
        let took_ms = verdict::millis(started.elapsed());
        let status = exchange.seen().map(|seen| seen.status);
        info!(method = %write.method, path = %self.path(write.path), status, took_ms, id = %write.id, "exchange");
        let redactor = Redactor::new(key);
        Answer {
            outcome: judge(&exchange, &redactor),
            raw: exchange.seen().map(|seen| raw::kept(seen, &redactor)),
            took_ms,
            retry_after_ms: exchange.seen().and_then(verdict::retry_after_ms),
        }
    }

    fn write_request(&self, key: &SecretString, write: &Write<'_>) -> Result<Request, Clean> {
        let mut request = self.request(write.method.clone(), write.path, key)?;
        let id = HeaderValue::from_str(&write.id).map_err(|_| Clean::line("the id is no header"))?;
        request.headers_mut().insert(HeaderName::from_static("idempotency-key"), id);
        if let Some(body) = write.body {
            request.headers_mut().insert(CONTENT_TYPE, JSON);
            *request.body_mut() = Some(body.as_str().to_owned().into());
        }
        Ok(request)
    }

    /// A request with the headers that all have, among them the only one that holds the key.
    pub(super) fn request(&self, method: Method, path: &str, key: &SecretString) -> Result<Request, Clean> {
        let url = url::Url::parse(&self.base.join(path)).map_err(|_| Clean::line("the address is no URL"))?;
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", key.expose_secret()))
            .map_err(|_| Clean::line("the key holds a character that a header cannot carry. Check how it is set"))?;
        bearer.set_sensitive(true);
        let mut request = Request::new(method, url);
        *request.headers_mut() = HeaderMap::from_iter([(AUTHORIZATION, bearer), (ACCEPT, JSON)]);
        Ok(request)
    }

    /// The path as the server sees it, for the log.
    pub(super) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base.path())
    }
}

/// What all our clients have in common: nothing is repeated, followed, proxied or guessed.
pub(super) fn bounded(base: &BaseUrl, limits: &Limits) -> reqwest::ClientBuilder {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may be first; then its provider, the same one, stands.
        rustls::crypto::ring::default_provider().install_default().ok();
    }
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
        .http1_only()
        .connect_timeout(limits.connect);
    if base.as_str().starts_with("https://") {
        builder.https_only(true)
    } else {
        // Plain http needs no certificates, and some machines have none.
        builder.tls_certs_only([])
    }
}
