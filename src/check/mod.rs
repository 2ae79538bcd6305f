//! `numshop check`: the verdict on one area code or pattern, without a terminal.
//!
//! Owns how text from the command line is taken (which country, area code or
//! pattern), what is said of it, and the two forms that can take: lines for a
//! person and JSON for a program. Spelling, counting and wording are those of the
//! screen: `domain` reads and explains, `numbering` counts. It buys nothing, asks
//! nobody, and touches no file, key or terminal.
//!
//! Pure: called by the start-up code, which prints what comes back.

mod json;
mod lines;
mod near;
mod objection;
mod refuse;
mod verdict;

pub use objection::{Objection, Suggestion, Suggestions};
pub use verdict::{Possible, Verdict};
