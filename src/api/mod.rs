//! The only part that speaks to the API.
//!
//! Owns the HTTP client, the shapes on the wire, and the verdict: every answer to
//! a purchase, and every way of not getting one, becomes exactly one of Bought,
//! `NotBought` and Unknown; to a release likewise. It promises these things:
//!
//! - One call of [`Client::purchase`] or [`Client::release`] puts at most one request on the wire. Nothing
//!   is repeated, no redirect is followed, no proxy is used, no connection is reused.
//! - Every wait is bounded, and so is what is read ([`Limits`]).
//! - The key travels in one header to one origin. It is never in a URL, an error or
//!   a log, and where a server sends it back, it is not kept.
//! - Text from the server is `Clean` before it leaves this module.
//! - A future may be dropped at any point. The caller then knows nothing of the
//!   purchase and says so (`Doubt::Interrupted`).
//!
//! It must never decide what a refusal on a *retry* means (`domain::record` does),
//! touch the ledger, or retry. Only the runtime calls it.
//!
//! An exchange goes through the files in this order: `client` makes the request,
//! `exchange` sends it and reads within bounds, `verdict` (writes) or `lists`
//! (reads) says what it means with the readers of `wire`, and `raw` keeps what a
//! person may want to see.

mod client;
mod exchange;
mod fields;
mod json;
mod lists;
mod raw;
mod redact;
mod retry_after;
mod verdict;
mod wire;

#[cfg(test)]
mod canned;
#[cfg(test)]
#[path = "client_tests.rs"]
mod client_tests;
#[cfg(test)]
#[path = "lists_tests.rs"]
mod lists_tests;

pub use client::{Client, Limits, Trouble};
pub use lists::{End, Listing, ReadProblem};
