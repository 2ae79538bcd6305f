//! The ledger: every confirmed purchase and all that happened to it, on disk.
//!
//! Owns the promise that a purchase is durable before its first byte leaves, and
//! is never forgotten, doubled or invented afterwards. It stores intents and
//! events and only ever adds to them; where an intent stands is always worked out
//! from its events by [`crate::domain::State`]. It never sends anything, never
//! starts empty in place of a file it cannot read, and never changes or moves such
//! a file. It holds no secret: of a key, only the label and the last four characters.
//!
//! A damaged ledger is replaced only where a person accepts that: then it is kept beside
//! the new one, as it is, and what is whole is carried over.
//!
//! At the start only what is open is read, so that a long history does not delay it
//! more than it has to. The look through all of it runs behind that (a second or two for
//! 100,000 purchases), and the first purchase waits for its word.
//!
//! The parts: `files` keeps the folder and its files private, `schema` knows the
//! tables, `row` turns records into rows and back, `lock` lets one purchase be sent
//! at a time, `check` looks for damage, `salvage` reads what is left and `accept` goes on
//! with that, [`Store`] joins them, and [`LedgerHandle`] puts a store on a thread of
//! its own. [`Reader`] reads the whole beside it, and `export` writes what it reads
//! for other programs. Called by the runtime through the handle and the reader, and
//! by `numshop history` through the reader and [`write_history`].

mod accept;
mod check;
mod csv;
mod export;
mod files;
#[cfg(test)]
mod fixtures;
mod lock;
mod reader;
mod row;
mod salvage;
mod schema;
mod store;
mod trouble;
mod who;
mod worker;

pub use accept::Accepted;
pub use export::{Form, Unfinished, write_history};
pub use files::{Notice, has_ledger};
pub use lock::Attempt;
pub use reader::{Reader, history};
pub use row::Records;
pub use salvage::Left;
pub use store::Store;
pub use trouble::Trouble;
pub use who::login_name;
pub use worker::LedgerHandle;
