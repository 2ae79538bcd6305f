//! What this run is about: sandbox or live, which keys, which accounts, which folders.
//!
//! Owns the order in which flags, environment, config file and defaults decide,
//! and reads each of them once. What comes out is valid: nobody asks the
//! environment again. What is wrong ends the program before the terminal is
//! touched, with one or two sentences that never repeat a value, because any
//! value may be a key in the wrong place. Called by `runtime::start`.

pub mod dirs;
pub mod file;
pub mod keys;
pub mod words;

use std::{ffi::OsString, io};

pub use dirs::Dirs;
pub use keys::{BadKey, Keyring};

use crate::{
    app::Prefill,
    cli::{Cli, Exit},
    domain::{BadBaseUrl, BaseUrl, Clean, SubAccount, criterion::Kind},
};

/// The variable of the key that buys.
pub const API_KEY: &str = "VANTAX_API_KEY";
/// The variable of the key that lists sub-accounts.
pub const AGENCY_KEY: &str = "VANTAX_AGENCY_KEY";
/// The variable of the API's address.
pub const BASE_URL: &str = "VANTAX_BASE_URL";

/// The environment: a variable's name to its value. the binary gives `std::env::var_os`.
pub type Env<'e> = &'e dyn Fn(&str) -> Option<OsString>;

/// What this run is about. Its `Debug` shows no secret.
#[derive(Debug)]
pub struct Settings {
    /// Whether purchases are billed.
    pub mode: Mode,
    /// The config file's sub-accounts, in its order.
    pub accounts: Vec<SubAccount>,
    /// What the flags fill in.
    pub prefill: Prefill,
    /// Where things are kept.
    pub dirs: Dirs,
    /// What a person should know; shown on the first screen.
    pub notices: Vec<Clean>,
}

/// Whether purchases are billed.
#[derive(Debug)]
pub enum Mode {
    /// The embedded API, because it was asked for or because no variable holds a key that buys. No key is kept.
    Sandbox,
    /// A real API.
    Live {
        /// Its address.
        base: BaseUrl,
        /// The keys; at least one can buy.
        keys: Keyring,
    },
}

/// Why the program does not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// A key is malformed.
    #[error("{variable} {fault}. Copy the key again.")]
    Key {
        /// The variable's name.
        variable: Clean,
        /// The broken rule.
        fault: BadKey,
    },
    /// One key in two roles that no key has at once.
    #[error(
        "{variable} and {AGENCY_KEY} hold the same key. A key either buys or lists sub-accounts, so one of them is \
         wrong: correct or unset it."
    )]
    SameKey {
        /// The variable of the key that was to buy.
        variable: Clean,
    },
    /// The API's address breaks its rule.
    #[error("{BASE_URL} {0}.")]
    BaseUrl(BadBaseUrl),
    /// The config file cannot be read.
    #[error("The config file {file} cannot be read: {why}.")]
    ConfigUnreadable {
        /// Its path.
        file: Clean,
        /// The reason.
        why: Clean,
    },
    /// The config file is wrong.
    #[error("{file} {fault}")]
    Config {
        /// Its path.
        file: Clean,
        /// Where and what.
        fault: file::Fault,
    },
    /// Nothing says where a folder is.
    #[error("There is no place for the {holds}: neither {variable} nor HOME is set. Name a folder with {flag}.")]
    NoHome {
        /// What the folder holds.
        holds: &'static str,
        /// The variable that moves it.
        variable: &'static str,
        /// The flag that moves it.
        flag: &'static str,
    },
    /// A folder cannot be used.
    #[error("The {holds} folder {path} cannot be used: {why}. Another folder can be named with {flag}.")]
    Folder {
        /// What the folder holds.
        holds: &'static str,
        /// Its path.
        path: Clean,
        /// The reason.
        why: Clean,
        /// The flag that moves it.
        flag: &'static str,
    },
}

impl BadSettings {
    /// The code to end with: 2 where a value is wrong, 1 where a file or folder is.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Key { .. } | Self::SameKey { .. } | Self::BaseUrl(_) | Self::Config { .. } => Exit::Usage,
            Self::ConfigUnreadable { .. } | Self::NoHome { .. } | Self::Folder { .. } => Exit::Error,
        }
    }
}

impl Settings {
    /// Puts flags, environment and config file together. Makes nothing: see [`dirs::prepare`].
    ///
    /// With `--sandbox` neither a key nor the API's address is read, so neither can stop it.
    ///
    /// # Errors
    /// [`BadSettings`]: one or two sentences and an exit code.
    pub fn load(cli: &Cli, env: Env<'_>) -> Result<Self, BadSettings> {
        let dirs = Dirs::locate(cli, env)?;
        let config = config(cli, env)?;
        let mut notices: Vec<Clean> = config.notice.into_iter().collect();
        let mode = if cli.sandbox { Mode::Sandbox } else { mode(&config.entries, env, &mut notices)? };
        let accounts = config.entries.into_iter().map(|entry| entry.account).collect();
        Ok(Self { mode, accounts, prefill: prefill(cli), dirs, notices })
    }
}

/// What the flags fill in, as typed: the screens explain what is wrong with it.
fn prefill(cli: &Cli) -> Prefill {
    let area_code = cli.area_code.clone().map(|text| (Kind::AreaCode, text));
    let pattern = || cli.pattern.clone().map(|text| (Kind::Pattern, text));
    Prefill { sub_account: cli.sub_account.clone(), country: cli.country, criterion: area_code.or_else(pattern) }
}

/// Reads the config file. The default one may be missing; one that was named may not.
fn config(cli: &Cli, env: Env<'_>) -> Result<file::Read, BadSettings> {
    let Some(path) = cli.config.clone().or_else(|| dirs::default_config(env)) else {
        return Ok(file::Read::default());
    };
    match file::read(&path)? {
        Some(read) => Ok(read),
        None if cli.config.is_none() => Ok(file::Read::default()),
        None => {
            let file = Clean::line(&path.to_string_lossy());
            Err(BadSettings::ConfigUnreadable { file, why: Clean::line("there is no such file") })
        }
    }
}

/// Decides by the keys. An address that breaks its rule is refused even where no key would use it.
fn mode(entries: &[file::Entry], env: Env<'_>, notices: &mut Vec<Clean>) -> Result<Mode, BadSettings> {
    let keys = Keyring::read(entries, env)?;
    let own = entries.iter().filter_map(|entry| Some((&entry.account.id, entry.key_env.as_ref()?)));
    for (id, variable) in own.filter(|(id, _)| keys.key_ref(id).is_none()) {
        notices.push(Clean::line(&format!("Nothing can be bought for {id}: its key {variable} is not set.")));
    }
    let address = env(BASE_URL).filter(|value| !value.is_empty());
    let base = address.as_ref().map(|value| BaseUrl::parse(&value.to_string_lossy())).transpose();
    let base = base.map_err(BadSettings::BaseUrl)?;
    if keys.can_buy() {
        return Ok(Mode::Live { base: base.unwrap_or_else(BaseUrl::documented), keys });
    }
    if keys.agency().is_some() {
        notices.push(Clean::line(&format!(
            "{AGENCY_KEY} only lists sub-accounts and cannot buy, so this is the sandbox. {API_KEY} is for buying."
        )));
    }
    if address.is_some() {
        notices.push(Clean::line(&format!("{BASE_URL} is not used: without {API_KEY} this is the sandbox.")));
    }
    Ok(Mode::Sandbox)
}

/// An I/O error in words, without its number.
pub(crate) fn reason(error: &io::Error) -> Clean {
    let text = error.to_string();
    Clean::line(text.split(" (os error").next().unwrap_or(&text))
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
