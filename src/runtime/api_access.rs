//! The one way to the API: the sandbox in this program, or the real thing.
//!
//! Owns the secrets and the client. Both are made on first use, never before the
//! first frame. A key goes only to the address it was configured for.

use std::path::PathBuf;

use secrecy::SecretString;
use tokio::sync::OnceCell;

use crate::{
    api::{Client, Limits},
    config::Keyring,
    domain::{BaseUrl, Clean, KeyRef, SubAccountId},
    sandbox::{Options, Sandbox},
};

/// Where the API is, and with which keys.
#[derive(Debug)]
enum Target {
    Sandbox(Options),
    Live(BaseUrl, Keyring),
}

/// A way to the API.
#[derive(Debug)]
pub struct ApiAccess {
    target: Target,
    limits: Limits,
    opened: OnceCell<Opened>,
}

/// What is made on first use.
struct Opened {
    client: Client,
    /// Kept alive as long as the client may call it.
    _sandbox: Option<Sandbox>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened")
    }
}

/// How the sandbox's key is called wherever a key is named.
pub(super) fn sandbox_key() -> KeyRef {
    KeyRef { label: Clean::line("sandbox"), last4: Clean::default() }
}

impl ApiAccess {
    /// The sandbox in this program.
    #[must_use]
    pub fn sandbox(options: Options) -> Self {
        Self { target: Target::Sandbox(options), limits: Limits::default(), opened: OnceCell::new() }
    }

    /// The sandbox as the demo uses it: what it sells is kept in this file.
    #[must_use]
    pub fn demo(journal: PathBuf) -> Self {
        Self::sandbox(Options { journal: Some(journal), ..Options::default() })
    }

    /// An API at an address, with the keys for it.
    #[must_use]
    pub fn live(base: BaseUrl, keys: Keyring, limits: Limits) -> Self {
        Self { target: Target::Live(base, keys), limits, opened: OnceCell::new() }
    }

    /// The client, made now if it was not before.
    ///
    /// # Errors
    /// One sentence where it cannot be made; nothing was sent then.
    pub async fn client(&self) -> Result<&Client, Clean> {
        self.opened.get_or_try_init(|| self.open()).await.map(|opened| &opened.client)
    }

    async fn open(&self) -> Result<Opened, Clean> {
        let (base, sandbox) = match &self.target {
            Target::Live(base, _) => (base.clone(), None),
            Target::Sandbox(options) => {
                let sandbox = Sandbox::start(options.clone())
                    .await
                    .map_err(|error| Clean::line(&format!("The sandbox could not start: {error}.")))?;
                (sandbox.base_url().clone(), Some(sandbox))
            }
        };
        let limits = self.limits.clone();
        // Reading the system's certificates takes a while, and this may run on the loop's thread.
        let client = tokio::task::spawn_blocking(move || Client::new(base, limits)).await;
        let client = client.map_err(|error| Clean::line(&error.to_string()))?;
        let client = client.map_err(|trouble| Clean::line(&format!("{trouble}.")))?;
        Ok(Opened { client, _sandbox: sandbox })
    }

    /// The secret that buys for a sub-account.
    #[must_use]
    pub fn buying_key(&self, account: &SubAccountId) -> Option<SecretString> {
        match &self.target {
            Target::Sandbox(_) => Some(Sandbox::buying_key()),
            Target::Live(_, keys) => keys.secret_for(account).cloned(),
        }
    }

    /// What may be said of the key that buys for a sub-account.
    #[must_use]
    pub fn key_ref(&self, account: &SubAccountId) -> Option<KeyRef> {
        match &self.target {
            Target::Sandbox(_) => Some(sandbox_key()),
            Target::Live(_, keys) => keys.key_ref(account),
        }
    }

    /// The secret that lists sub-accounts.
    #[must_use]
    pub fn agency_key(&self) -> Option<SecretString> {
        match &self.target {
            Target::Sandbox(_) => Some(Sandbox::agency_key()),
            Target::Live(_, keys) => keys.agency().cloned(),
        }
    }
}
