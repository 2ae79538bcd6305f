//! Time that decisions are made with.
//!
//! Owns the rule that a wall clock decides nothing: it can be set by hand or
//! jump. A [`Moment`] counts from the machine's boot, and two moments of
//! different boots are at least the later one's uptime apart.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Clean;

/// How long after the last attempt a person may close an unknown purchase as not bought (`reliability`, 15 minutes).
pub const HAND_CLOSE_AFTER: Duration = Duration::from_mins(15);

/// A point in time on this machine, counted from its boot (suspended time included).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moment {
    /// Which boot; empty where the system does not say.
    pub boot: Clean,
    /// Milliseconds since that boot.
    pub since_boot_ms: u64,
}

impl Moment {
    /// How much time has passed since `earlier`, or less where that is not known; never more.
    #[must_use]
    pub fn at_least_since(&self, earlier: &Self) -> Duration {
        let known = if self.boot == earlier.boot { earlier.since_boot_ms } else { 0 };
        Duration::from_millis(self.since_boot_ms.saturating_sub(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(boot: &str, since_boot_ms: u64) -> Moment {
        Moment { boot: Clean::line(boot), since_boot_ms }
    }

    #[test]
    fn p19_elapsed_time_is_never_overstated() {
        assert_eq!(moment("a", 5_000).at_least_since(&moment("a", 2_000)), Duration::from_secs(3));
        assert_eq!(moment("b", 5_000).at_least_since(&moment("a", 2_000)), Duration::from_secs(5));
        assert_eq!(moment("a", 1_000).at_least_since(&moment("a", 2_000)), Duration::ZERO);
    }
}
