//! The secret keys: read once, told apart, handed out by sub-account.
//!
//! Owns which key pays for which sub-account. A key of the vendor has one scope,
//! so a sub-account that names its own key (`key_env`) is never served by another
//! one, not even where its own is missing: that would bill somebody else. The
//! agency key is kept apart and cannot be had as a buying key. A secret leaves
//! here only as [`SecretString`], and in a message only by its variable's name.
//! Called by [`super::Settings::load`]; asked by the runtime.

use std::{collections::BTreeMap, ffi::OsString};

use secrecy::{ExposeSecret as _, SecretString};

use super::{AGENCY_KEY, API_KEY, BadSettings, Env, file::Entry};
use crate::{
    app::Keys,
    domain::{Clean, KeyRef, SubAccountId},
};

/// The longest key taken, in characters.
const LONGEST_KEY: usize = 512;

/// Every key of this run. Its `Debug` shows no secret.
#[derive(Debug, Default)]
pub struct Keyring {
    general: Option<Key>,
    /// Sub-accounts that name a key of their own, and that key where its variable is set.
    own: BTreeMap<SubAccountId, Option<Key>>,
    agency: Option<Key>,
}

/// A key, and what may be said of it.
#[derive(Debug)]
struct Key {
    described: KeyRef,
    secret: SecretString,
}

/// Why a key is refused. The texts never repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// A space, line break, control character or anything beyond ASCII.
    #[error("has a space, a line break or another character that no key has")]
    Character,
    /// More than 512 characters.
    #[error("has more than 512 characters, which no key has")]
    TooLong,
}

impl Keyring {
    /// Reads the variables of all keys, each once.
    ///
    /// # Errors
    /// [`BadSettings::Key`] where one is malformed, [`BadSettings::SameKey`] where
    /// the agency key is also to buy.
    pub(super) fn read(entries: &[Entry], env: Env<'_>) -> Result<Self, BadSettings> {
        let agency = Key::read(AGENCY_KEY, env)?;
        let buying = |variable: &str| -> Result<Option<Key>, BadSettings> {
            let key = Key::read(variable, env)?;
            match (&key, &agency) {
                (Some(key), Some(agency)) if key.is_same_as(agency) => {
                    Err(BadSettings::SameKey { variable: Clean::line(variable) })
                }
                _ => Ok(key),
            }
        };
        let general = buying(API_KEY)?;
        let mut own = BTreeMap::new();
        for entry in entries {
            if let Some(variable) = &entry.key_env {
                own.insert(entry.account.id.clone(), buying(variable)?);
            }
        }
        Ok(Self { general, own, agency })
    }

    /// Whether any key here can buy.
    #[must_use]
    pub fn can_buy(&self) -> bool {
        self.general.is_some() || self.own.values().any(Option::is_some)
    }

    /// What may be said of the key that buys for a sub-account; `None` where there is none.
    #[must_use]
    pub fn key_ref(&self, id: &SubAccountId) -> Option<KeyRef> {
        self.key_for(id).map(|key| key.described.clone())
    }

    /// The key that buys for a sub-account; `None` where there is none.
    #[must_use]
    pub fn secret_for(&self, id: &SubAccountId) -> Option<&SecretString> {
        self.key_for(id).map(|key| &key.secret)
    }

    /// The key that lists sub-accounts, which must never reach a purchase.
    #[must_use]
    pub fn agency(&self) -> Option<&SecretString> {
        self.agency.as_ref().map(|key| &key.secret)
    }

    /// Everything that may be shown of these keys.
    #[must_use]
    pub fn describe(&self) -> Keys {
        let described = |key: &Option<Key>| key.as_ref().map(|key| key.described.clone());
        Keys {
            usual: described(&self.general),
            own: self.own.iter().map(|(id, key)| (id.clone(), described(key))).collect(),
            can_list: self.agency.is_some(),
        }
    }

    fn key_for(&self, id: &SubAccountId) -> Option<&Key> {
        self.own.get(id).unwrap_or(&self.general).as_ref()
    }
}

impl Key {
    /// Reads one variable; an empty one counts as unset.
    fn read(variable: &str, env: Env<'_>) -> Result<Option<Self>, BadSettings> {
        let Some(value) = env(variable).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let secret = checked(value).map_err(|fault| BadSettings::Key { variable: Clean::line(variable), fault })?;
        Ok(Some(Self { described: KeyRef::describe(variable, secret.expose_secret()), secret }))
    }

    fn is_same_as(&self, other: &Self) -> bool {
        self.secret.expose_secret() == other.secret.expose_secret()
    }
}

fn checked(value: OsString) -> Result<SecretString, BadKey> {
    let text = value.into_string().map_err(|_| BadKey::Character)?;
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(BadKey::Character);
    }
    if text.len() > LONGEST_KEY {
        return Err(BadKey::TooLong);
    }
    Ok(SecretString::from(text))
}
