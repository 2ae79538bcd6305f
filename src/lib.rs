//! numshop buys phone numbers through the Vantax API, in a terminal.
pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod ledger;
pub mod numbering;
pub mod runtime;
pub mod sandbox;
pub mod screen;
pub mod telemetry;
pub mod widget;
