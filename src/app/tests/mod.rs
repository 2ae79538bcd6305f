//! Tests of the state machine: plain messages in, plain effects out.
//!
//! `support` drives the program and `things` makes the values; `places` has the
//! program in every place it can be in. The other files are one a step, and
//! `storms` and `properties` hold what must be true everywhere; `world` and `steps`
//! are what they run in. `histories` are run against a server that knows what it sold.

mod account;
mod candidates;
mod check;
mod endings;
mod histories;
mod history;
mod ledger;
mod not_bought;
mod number;
pub(super) mod places;
mod prefill;
mod properties;
mod receipt;
mod release;
mod review;
mod secrets;
mod sending;
mod several;
mod steps;
mod storms;
pub(super) mod support;
pub(super) mod things;
mod unknown;
mod world;
