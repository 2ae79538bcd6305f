//! numshop buys phone numbers through the Vantax API, in a terminal.
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod numbering;
pub mod screen;
pub mod telemetry;
pub mod widget;
