//! Where purchases go: a sandbox that outlives the program, and a folder for the ledger.

use std::{path::PathBuf, time::Duration};

use numshop::{
    api::Limits,
    domain::Record,
    ledger,
    sandbox::{Options, Pace, Sale, Sandbox, Seen},
};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;

use super::Session;

/// The sub-account of the sandbox that buys at once.
pub const ACME: &str = "sub_8a1f4c2e";

/// A sandbox and a folder.
pub struct World {
    home: TempDir,
    sandbox: Sandbox,
}

impl World {
    /// A world in a hurry.
    pub async fn new() -> Self {
        Self::with_slow_carrier(Duration::from_millis(30)).await
    }

    /// A world whose slow carrier takes this long; a rate limit lasts a second at most.
    pub async fn with_slow_carrier(slow_carrier: Duration) -> Self {
        let pace = Pace { slow_carrier, retry_after: Duration::from_millis(1), slow_page: Duration::from_millis(600) };
        let sandbox = Sandbox::start(Options { pace, ..Options::default() }).await.unwrap();
        Self { home: tempfile::tempdir().unwrap(), sandbox }
    }

    /// The ledger's folder.
    pub fn ledger(&self) -> PathBuf {
        self.home.path().join("ledger")
    }

    /// The ledger's file.
    pub fn ledger_file(&self) -> PathBuf {
        self.ledger().join("ledger.sqlite3")
    }

    /// The variables of a person who buys here.
    pub fn env(&self) -> [(&'static str, String); 3] {
        [
            ("VANTAX_API_KEY", Sandbox::buying_key().expose_secret().to_owned()),
            ("VANTAX_AGENCY_KEY", Sandbox::agency_key().expose_secret().to_owned()),
            ("VANTAX_BASE_URL", self.sandbox.base_url().as_str().to_owned()),
        ]
    }

    /// Starts the program.
    pub fn session(&self) -> Session {
        Session::start(&self.ledger(), &self.env())
    }

    /// Starts the program with less patience than it promises.
    pub fn session_within(&self, limits: Limits) -> Session {
        Session::start_within(&self.ledger(), &self.env(), limits)
    }

    /// Every purchase request that arrived, oldest first.
    pub fn posts(&self) -> Vec<Seen> {
        self.sandbox.log().into_iter().filter(|seen| seen.method == "POST").collect()
    }

    /// Every release request that arrived, oldest first.
    pub fn deletes(&self) -> Vec<Seen> {
        self.sandbox.log().into_iter().filter(|seen| seen.method == "DELETE").collect()
    }

    /// How many numbers were really released.
    pub fn released(&self) -> usize {
        self.sandbox.releases().len()
    }

    /// What was sold, oldest first.
    pub fn sales(&self) -> Vec<Sale> {
        self.sandbox.sales()
    }

    /// The one number that was sold.
    pub fn sold(&self) -> String {
        let [sale] = &self.sales()[..] else { panic!("not one sale: {:?}", self.sales()) };
        sale.answer.data.number.clone()
    }

    /// What the ledger on the disk holds, newest first.
    pub fn records(&self) -> Vec<Record> {
        ledger::history(&self.ledger()).unwrap().whole
    }

    /// Where its purchases stand, newest first.
    pub fn states(&self) -> Vec<&'static str> {
        self.records().iter().map(|record| record.state().word()).collect()
    }
}
