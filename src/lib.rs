//! numshop buys phone numbers through the Vantax API, in a terminal.
pub mod api;
pub mod domain;
pub mod numbering;
