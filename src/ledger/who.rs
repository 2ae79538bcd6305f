//! Who sits at the keyboard, as far as the system tells.
//!
//! Owns the name that an intent is recorded under. It is a help for people who
//! share an account's ledger, not a proof: the environment can say anything.

use std::{env, ffi::OsString};

use crate::domain::Clean;

/// The login name from `LOGNAME` or `USER`, or else the user's number, such as `uid 1000`.
#[must_use]
pub fn login_name() -> Clean {
    name_from([env::var_os("LOGNAME"), env::var_os("USER")], rustix::process::getuid().as_raw())
}

fn name_from(names: [Option<OsString>; 2], uid: u32) -> Clean {
    let name = names.into_iter().flatten().find(|name| !name.is_empty());
    name.map_or_else(|| Clean::line(&format!("uid {uid}")), |name| Clean::line(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_says_something_counts() {
        for (logname, user, shown) in [
            (Some("ada"), Some("bob"), "ada"),
            (Some(""), Some("bob"), "bob"),
            (None, None, "uid 7"),
            (Some("\u{1b}[2J"), None, "␛[2J"),
        ] {
            assert_eq!(name_from([logname.map(OsString::from), user.map(OsString::from)], 7).as_str(), shown);
        }
    }
}
