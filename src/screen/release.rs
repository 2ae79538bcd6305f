//! A release as it looks: its review, under way, and not known.
//!
//! The endings that are known are told by the receipt, which has the number's facts.

mod review;
mod under_way;
mod unknown;

pub use review::view as review;
pub use under_way::view as under_way;
pub use unknown::view as unknown;
