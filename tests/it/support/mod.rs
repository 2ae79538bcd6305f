//! What the tests stand on.
//!
//! `session` is a person at the real loop, `world` is where their purchases go, `canned` is an API that only says
//! what it is told to, `program` is the built program with a home of its own, and `term` is a terminal for it. `till` is the built
//! program with a sandbox that outlives it, and `strace` is what ends it, or lets it fail, at a system call.

mod canned;
mod program;
mod session;
#[cfg(target_os = "linux")]
pub mod strace;
mod term;
#[cfg(target_os = "linux")]
mod till;
mod world;

use std::time::Duration;

pub use canned::{Canned, Reply};
pub use program::{BINARY, Program, Ran};
pub use session::{Frame, Session, ctrl};
pub use term::{Control, Term};
#[cfg(target_os = "linux")]
pub use till::Till;
pub use world::{ACME, World};

/// How long anything may take before its test fails. Far more than it takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a box with this title is on the screen; the breadcrumb, which names every step, does not count.
pub fn has_title(screen: &str, title: &str) -> bool {
    let corner = |line: &&str| line.starts_with(['┌', '╭', '┏', '╔']);
    let name = |line: &str| line.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(title);
    screen.lines().filter(corner).any(name)
}
