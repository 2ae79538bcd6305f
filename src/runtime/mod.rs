//! The only part that does things: it waits, draws, reads, writes, sends.
//!
//! Owns the event loop, the executor of effects, the terminal and the signals.
//! It decides nothing: every message goes through `app::update`, and only what
//! comes back as an effect is done. Called by `main`, through [`start()`].

mod api_access;
mod clock;
mod effects;
mod event_loop;
mod keyboard;
mod panics;
mod signals;
mod start;
mod stoppage;
mod tasks;
mod terminal;

pub use api_access::ApiAccess;
pub use clock::Clock;
pub use effects::Executor;
pub use event_loop::{Stage, run};
pub use keyboard::Keyboard;
pub use start::{guarded, start};
pub use terminal::RealStage;
