//! numshop buys phone numbers through the Vantax API, in a terminal.
pub mod domain;
pub mod ledger;
pub mod numbering;
