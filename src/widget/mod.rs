//! Small parts to draw with.
//!
//! Owns how a fact, a field, a list and a box on top look, and the few colours.
//! Knows nothing of the product: no account, no number, no money. Called by
//! `screen` only.

mod facts;
mod field;
mod list;
mod modal;
mod spinner;
pub mod split;
pub mod text;
pub mod theme;

pub use facts::Facts;
pub use field::field;
pub use list::list;
pub use modal::{Anchor, modal};
pub use spinner::spinner;
