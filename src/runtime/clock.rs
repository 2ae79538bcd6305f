//! Reading the clocks.
//!
//! Owns the way from the system's clocks to [`Now`]: time since boot to decide
//! with, suspended time included, and the wall clock to show.

use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};

use crate::{
    app::Now,
    domain::{Clean, Moment},
};

/// The clocks of this machine.
#[derive(Debug, Clone)]
pub struct Clock {
    boot: Clean,
}

impl Clock {
    /// Finds out which boot this is. Where the system does not say, moments of another process count as another boot's,
    /// which makes waits longer and never shorter.
    #[must_use]
    pub fn new() -> Self {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
            .unwrap_or_else(|_| format!("process {}", std::process::id()));
        Self { boot: Clean::line(boot.trim()) }
    }

    /// The time, both ways.
    #[must_use]
    pub fn now(&self) -> Now {
        Now { moment: self.moment(), wall: Timestamp::now() }
    }

    /// The time to decide with.
    #[must_use]
    pub fn moment(&self) -> Moment {
        #[cfg(target_os = "linux")]
        const STEADY: ClockId = ClockId::Boottime;
        #[cfg(not(target_os = "linux"))]
        const STEADY: ClockId = ClockId::Monotonic;
        let time = clock_gettime(STEADY);
        let milliseconds = time.tv_sec.saturating_mul(1000).saturating_add(time.tv_nsec / 1_000_000);
        Moment { boot: self.boot.clone(), since_boot_ms: u64::try_from(milliseconds).unwrap_or(0) }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
