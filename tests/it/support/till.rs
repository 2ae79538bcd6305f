//! The built program, and a sandbox that outlives it: what was really sold is known whatever becomes of the program.

use std::path::PathBuf;

use numshop::sandbox::Sale;
use rusqlite::{Connection, OpenFlags};
use rustix::process::Signal;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::{Control, Program, Term, World, has_title, strace};

/// The built program, which buys at an address that happens to be a sandbox in this process.
pub struct Till {
    pub program: Program,
    pub world: World,
    /// The sandbox's thread.
    _runtime: Runtime,
}

impl Till {
    pub fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let world = runtime.block_on(World::new());
        // Without the agency's key, so that all that is sent is about the purchase.
        let variables = world.env().into_iter().filter(|(name, _)| *name != "VANTAX_AGENCY_KEY");
        let program = variables.fold(Program::new(), |program, (name, value)| program.with(name, value));
        Self { program, world, _runtime: runtime }
    }

    /// Where strace writes.
    pub fn trace(&self) -> PathBuf {
        self.program.home().join("trace")
    }

    /// Starts the program under strace, with the flags that fill in everything.
    pub fn start<'a>(&self, account: &str, filter: impl IntoIterator<Item = &'a str>) -> Term {
        let search = ["--sub-account", account, "--country", "US", "--area-code", "415"];
        let command = strace::program(&self.trace(), filter, &search);
        Term::run(&self.program, command, Control::Yes)
    }

    /// The program has been killed when its answer was lost: it is sold, open, and the ledger was not tidied up.
    pub fn with_open_purchase() -> Self {
        let till = Self::new();
        let search = ["--sub-account", "sub_lost", "--country", "US", "--area-code", "415"];
        let mut term = Term::start(&till.program, &search);
        term.confirm();
        term.at("Unknown");
        term.signal(Signal::KILL);
        term.end();
        till
    }

    /// Starts the program under strace once more.
    pub fn start_again<'a>(&self, filter: impl IntoIterator<Item = &'a str>) -> Term {
        Term::run(&self.program, strace::program(&self.trace(), filter, &[]), Control::Yes)
    }

    /// The state and the number of each purchase, as `history --json` tells them, newest first.
    pub fn history(&self) -> Vec<(String, Option<String>)> {
        let history = self.program.run(["history", "--json"]);
        let lines: Vec<Value> = serde_json::from_str(history.printed()).unwrap();
        let text = |line: &Value, name: &str| line[name].as_str().map(str::to_owned);
        lines.iter().map(|line| (text(line, "state").unwrap(), text(line, "number"))).collect()
    }

    /// The number that was sold, where one was; never two.
    fn sold(&self) -> Option<String> {
        let number = |sale: &Sale| sale.answer.data.number.clone();
        match &self.world.sales()[..] {
            [] => None,
            [sale] => Some(number(sale)),
            more => panic!("more than one sale: {:?}", more.iter().map(number).collect::<Vec<_>>()),
        }
    }

    /// Asserts that the ledger on the disk is whole as it is, where there is one.
    pub fn assert_whole(&self) {
        let path = self.program.ledger().join("ledger.sqlite3");
        if path.exists() {
            let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(verdict, "ok");
        }
    }

    /// Promises 2 and 14, however the program ended: the ledger is whole as it is, it knows what was sold or has it
    /// open, what is open is the first screen of the next start, and that start sends nothing.
    pub fn assert_nothing_forgotten(&self) {
        self.assert_whole();
        let (posts, sold) = (self.world.posts().len(), self.sold());
        let history = self.history();
        assert!(history.len() <= 1, "{history:?}");
        let is_open = match history.first().map(|(state, number)| (state.as_str(), number)) {
            None => {
                assert_eq!((posts, &sold), (0, &None), "forgotten");
                false
            }
            Some(("bought", number)) => {
                assert!(sold.is_some() && *number == sold, "the ledger says {number:?}, sold was {sold:?}");
                false
            }
            Some(("recorded", _)) => {
                assert_eq!((posts, &sold), (0, &None), "sent, and the ledger does not say so");
                true
            }
            Some(("sent" | "unknown", _)) => true,
            Some((state, _)) => panic!("the ledger says {state}, sold was {sold:?}"),
        };
        let mut term = Term::start(&self.program, &[]);
        if is_open {
            term.until("the open purchase", |screen| has_title(screen, "Unknown"));
            if let Some(number) = &sold {
                term.sees(number);
            }
        } else {
            // An open purchase would come up as soon as the ledger is open, and its sub-accounts with it.
            term.at("Account");
            term.sees(if history.is_empty() { "Account" } else { "1 sub-account known" });
        }
        term.press("\x03");
        let left = term.end();
        assert_eq!(left.faults, [""; 0], "{}", left.screen);
        assert_eq!(self.world.posts().len(), posts, "the start has sent something");
        assert!(is_open || self.sold() == sold, "sold late, and the ledger does not know");
    }
}
