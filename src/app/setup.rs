//! What the program is started with.
//!
//! Owns the plain values that the runtime reads from flags, environment and
//! config, once, before the first frame. No secret is among them.

use std::collections::BTreeMap;

use super::Now;
use crate::{
    domain::{Clean, KeyRef, Origin, SubAccount, SubAccountId, criterion::Kind},
    numbering::Country,
};

/// Everything that [`super::App::new`] needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The time of the start.
    pub now: Now,
    /// The window, in columns and rows.
    pub size: (u16, u16),
    /// Where purchases go.
    pub origin: Origin,
    /// What may be said of the keys.
    pub keys: Keys,
    /// The sub-accounts of the config file.
    pub accounts: Vec<SubAccount>,
    /// What the flags filled in.
    pub prefill: Prefill,
    /// What the person should know about the start.
    pub notices: Vec<Clean>,
}

/// The keys, as far as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// The key that buys for every sub-account without one of its own.
    pub usual: Option<KeyRef>,
    /// Sub-accounts with a key of their own; `None` where its variable is not set.
    pub own: BTreeMap<SubAccountId, Option<KeyRef>>,
    /// Whether there is a key that lists sub-accounts.
    pub can_list: bool,
}

/// Values from flags. They fill the fields in and skip nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prefill {
    /// `--sub-account`, as typed.
    pub sub_account: Option<String>,
    /// `--country`.
    pub country: Option<Country>,
    /// `--area-code` or `--pattern`, as typed.
    pub criterion: Option<(Kind, String)>,
}

impl Keys {
    /// The key that would pay for this sub-account.
    #[must_use]
    pub fn paying(&self, account: &SubAccountId) -> Option<&KeyRef> {
        self.own.get(account).map_or(self.usual.as_ref(), Option::as_ref)
    }
}
