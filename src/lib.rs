//! numshop buys phone numbers through the Vantax API, in a terminal.
//!
//! A number bought is billed every month until it is released, and the API sells
//! *any* number that matches. So a person picks the sub-account, says what to look
//! for, reviews exactly what will be sent and what it costs, confirms by typing,
//! and sees what was bought. Nothing is bought twice, nothing bought is forgotten,
//! and what is not known is never called bought or failed.
//!
//! # The picture
//!
//! ```text
//! key press ─► Message ─► update(&mut App) ─► Vec<Effect> ─► runtime starts a task ─► api / ledger / sandbox
//!                ▲              │                                     │
//!                │              └─► view(&App, Frame) on demand       │
//!                └──────────────── one Message back, always ◄─────────┘
//! ```
//!
//! One queue, one `select!`, one place that changes state, one place that does I/O.
//! A screen is drawn only when something happened; an idle program does nothing.
//!
//! # The modules
//!
//! | module | what it owns |
//! | --- | --- |
//! | [`numbering`] | number plans: exact counting, examples, places, formats |
//! | [`domain`] | the values of the product, valid by construction; the life of an intent |
//! | [`app`] | the state machine: state, messages, effects, keys |
//! | [`check`] | `numshop check`: the verdict on one area code or pattern, in words and as JSON |
//! | [`widget`] | small parts to draw with, without knowledge of the product |
//! | [`screen`] | how each state looks |
//! | [`api`] | the HTTP client and the verdict: bought, not bought, unknown |
//! | [`ledger`] | durable intents in SQLite |
//! | [`sandbox`] | the embedded API: our demo and our fake |
//! | [`runtime`] | the event loop, the executor of effects, the terminal, the signals |
//! | [`cli`], [`config`], [`telemetry`] | what is settled before the terminal is touched |
//!
//! Imports go one way: `numbering ← domain ← app ← screen → widget`, and `domain ← check`; none of these knows tokio, reqwest or the
//! file system. `api`, `ledger`, `sandbox` and the start-up modules stand behind `runtime`. A test holds this.
//!
//! # What must never break
//!
//! 1. One confirmation, at most one sale. The id of an [`domain::Intent`] is its idempotency key.
//! 2. The intent is durable before a byte leaves; the outcome is durable before it is shown.
//! 3. [`domain::Outcome`] has three values. A refusal on a retry never turns unknown into not bought.
//! 4. Nothing is sent again by itself.
//! 5. Text from outside is [`domain::Clean`] before it reaches a terminal, a log or a file.
//! 6. A secret key stays in [`runtime::ApiAccess`]; everything else knows its last four characters.
//! 7. A release keeps to the same rules ([`domain::Release`]). A number is called released only on a certain yes, on a
//!    404 to a retry, or where a whole list misses it.
//!
//! All twenty promises, and the tests that prove each of them: [`promises`].

pub mod api;
pub mod app;
pub mod check;
pub mod cli;
pub mod config;
pub mod domain;
pub mod ledger;
pub mod numbering;
pub mod promises;
pub mod runtime;
pub mod sandbox;
pub mod screen;
pub mod telemetry;
pub mod widget;
