//! One request and what came of it, within bounds.
//!
//! Owns the sending of a finished request and the reading of its answer: one
//! deadline from the call to the last byte of the body, and a cap on the body. It
//! draws the one line that the verdict stands on: whether the request provably
//! never left this machine. It does not interpret an answer.

use std::{
    error::Error,
    io,
    iter::successors,
    time::{Duration, SystemTime},
};

use reqwest::{Client, Request, header::HeaderMap};
use tokio::time::timeout;

use super::Limits;
use crate::domain::{Clean, Doubt};

/// What arrived of an answer.
pub(super) struct Seen {
    /// The status.
    pub(super) status: u16,
    /// All headers.
    pub(super) headers: HeaderMap,
    /// The body, as far as it came.
    pub(super) body: Vec<u8>,
    /// When the head arrived by this machine's clock; used only where the server names no time.
    pub(super) at: SystemTime,
}

/// How far one exchange came.
pub(super) enum Exchange {
    /// No byte of the request left this machine; the text says what stopped it.
    NeverLeft(Clean),
    /// It may have arrived, but the answer did not come in whole.
    Broken {
        /// What broke it.
        doubt: Doubt,
        /// What had come by then.
        seen: Option<Seen>,
    },
    /// The whole answer.
    Whole(Seen),
}

impl Exchange {
    /// What arrived, whole or not.
    pub(super) fn seen(&self) -> Option<&Seen> {
        match self {
            Self::NeverLeft(_) => None,
            Self::Broken { seen, .. } => seen.as_ref(),
            Self::Whole(seen) => Some(seen),
        }
    }
}

/// Why an exchange stopped early.
enum Stop {
    NeverLeft(Clean),
    Doubt(Doubt),
}

/// Sends the request once and reads the answer. It ends within `deadline`, whatever the server does.
pub(super) async fn run(client: &Client, request: Request, limits: &Limits, deadline: Duration) -> Exchange {
    // Outside the future that the deadline drops, so that what had come by then is kept.
    let mut seen = None;
    let end = timeout(deadline, receive(client, request, limits, &mut seen)).await;
    match (end, seen) {
        (Ok(Ok(())), Some(seen)) => Exchange::Whole(seen),
        (Ok(Ok(())), None) => Exchange::Broken { doubt: Doubt::ConnectionLost(Clean::default()), seen: None },
        (Ok(Err(Stop::NeverLeft(reason))), _) => Exchange::NeverLeft(reason),
        (Ok(Err(Stop::Doubt(doubt))), seen) => Exchange::Broken { doubt, seen },
        (Err(_elapsed), seen) => Exchange::Broken { doubt: Doubt::TimedOut, seen },
    }
}

async fn receive(client: &Client, request: Request, limits: &Limits, into: &mut Option<Seen>) -> Result<(), Stop> {
    let mut response = client.execute(request).await.map_err(|error| no_head(&error, limits.connect))?;
    let seen = into.insert(Seen {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: Vec::new(),
        at: SystemTime::now(),
    });
    loop {
        let chunk = response.chunk().await.map_err(|error| Stop::Doubt(Doubt::ConnectionLost(words(&error))))?;
        let Some(chunk) = chunk else { return Ok(()) };
        if seen.body.len() + chunk.len() > limits.body {
            return Err(Stop::Doubt(Doubt::TooLong));
        }
        seen.body.extend_from_slice(&chunk);
    }
}

/// Without a head, only a connection that never stood (name, TCP, TLS) or a request that could not be built proves
/// that nothing left.
fn no_head(error: &reqwest::Error, connect: Duration) -> Stop {
    if error.is_connect() && error.is_timeout() {
        return Stop::NeverLeft(Clean::line(&format!("no connection within {} s", connect.as_secs())));
    }
    if error.is_connect() || error.is_builder() {
        return Stop::NeverLeft(words(error));
    }
    Stop::Doubt(Doubt::ConnectionLost(words(error)))
}

/// The cause at the bottom of an error, in plain words. The error's own text would repeat the address.
pub(super) fn words(error: &reqwest::Error) -> Clean {
    if error.is_dns() {
        return Clean::line("the name of the server could not be looked up");
    }
    let cause = successors(error.source(), |cause| inside(*cause)).last();
    let kind = cause.and_then(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    let plain = match kind {
        Some(io::ErrorKind::ConnectionRefused) => Some("the server refused the connection"),
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted) => {
            Some("the connection was cut off")
        }
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
            Some("the network does not reach the server")
        }
        Some(io::ErrorKind::UnexpectedEof) => Some("the connection ended too early"),
        _ => None,
    };
    let broken_http = cause.and_then(|cause| cause.downcast_ref::<hyper::Error>()).and_then(http_words);
    match (plain.or(broken_http), cause) {
        (Some(plain), _) => Clean::line(plain),
        (None, Some(cause)) => Clean::line(&match cause.downcast_ref::<rustls::Error>() {
            Some(rustls::Error::General(text)) => format!("no secure connection: {text}"),
            Some(tls) => format!("no secure connection: {tls}"),
            None => cause.to_string(),
        }),
        (None, None) => Clean::line("the request could not be made"),
    }
}

/// What the HTTP library means, for people who are none.
fn http_words(error: &hyper::Error) -> Option<&'static str> {
    if error.is_incomplete_message() {
        Some("it ended too early")
    } else if error.is_parse_too_large() {
        Some("its head is too large")
    } else if error.is_parse() {
        Some("what came is not proper HTTP")
    } else {
        None
    }
}

/// The cause of a cause. An I/O error hides the error that it wraps from `source`.
fn inside<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source())
}
