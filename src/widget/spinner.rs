//! Something that moves while we wait.
//!
//! Owns the frames; which one is told by elapsed time, so a snapshot is exact.

use std::time::Duration;

const FRAMES: [char; 8] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠇'];

/// The frame for this much elapsed time, eight a second.
#[must_use]
pub fn spinner(elapsed: Duration) -> char {
    let at = usize::try_from(elapsed.as_millis() / 125).unwrap_or(0) % FRAMES.len();
    FRAMES[at]
}
