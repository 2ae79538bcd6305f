//! The program from outside: the real loop on a made-up terminal, and the real binary in a real one.
//!
//! One binary, so that it is linked once. `flow`, `history`, `restart`, `settling`, `release`, `faults`, `misbehaviour`,
//! `wire`, `monkey` and `idle` run the real loop with the real client, ledger and sandbox, and a terminal made of cells.
//! `check`, `cli`, `pty`, `ends`, `memory`, `secrecy` and `panics` start the built program; `ledger` does both. `crash`,
//! `crash_accept`, `crash_disk`, `crash_order` and `crash_release` start it under strace, which kills it, lets the disk
//! fail under it, or writes down what it does in which order. `imports` and `promises` read the sources.
//! Nothing here sleeps: every wait is for something to appear, with a deadline that only a failure meets.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and helpers of tests stand outside of test functions here"
)]

mod check;
mod cli;
#[cfg(target_os = "linux")]
mod crash;
#[cfg(target_os = "linux")]
mod crash_accept;
#[cfg(target_os = "linux")]
mod crash_disk;
#[cfg(target_os = "linux")]
mod crash_order;
#[cfg(target_os = "linux")]
mod crash_release;
mod ends;
mod executor;
mod faults;
mod flow;
mod history;
mod idle;
mod imports;
#[cfg(target_os = "linux")]
mod ledger;
mod memory;
mod misbehaviour;
mod monkey;
mod panics;
mod promises;
mod pty;
mod release;
mod restart;
mod secrecy;
mod settling;
mod support;
mod wire;
