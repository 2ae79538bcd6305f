//! The built program with a home of its own: nothing of the machine's environment reaches it.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use numshop::{domain::Record, ledger};
use tempfile::TempDir;

/// The binary that cargo built for these tests.
pub const BINARY: &str = env!("CARGO_BIN_EXE_numshop");

/// A home folder, and the program that is started in it.
pub struct Program {
    home: TempDir,
    variables: Vec<(&'static str, String)>,
}

/// What a run without a terminal came to.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Program {
    /// A new home, and no variable but `HOME` and `TERM`.
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    /// Sets a variable for every later start.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The whole environment of a start.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        let home = self.home.path().to_str().unwrap().to_owned();
        let usual = [("HOME", home), ("TERM", "xterm-256color".to_owned())];
        usual.into_iter().chain(self.variables.iter().cloned()).collect()
    }

    /// The ledger's folder in this home.
    pub fn ledger(&self) -> PathBuf {
        self.home.path().join(".local/share/numshop")
    }

    /// What the ledger holds, newest first.
    pub fn records(&self) -> Vec<Record> {
        ledger::history(&self.ledger()).unwrap().whole
    }

    /// Where its purchases stand, newest first.
    pub fn states(&self) -> Vec<&'static str> {
        self.records().iter().map(|record| record.state().word()).collect()
    }

    /// How many numbers the demo's sandbox has sold here.
    pub fn sales(&self) -> usize {
        let journal = std::fs::read_to_string(self.ledger().join("sandbox.jsonl")).unwrap_or_default();
        journal.lines().count()
    }

    /// Starts it without a terminal and waits for its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ran {
        self.run_into(Stdio::piped(), arguments)
    }

    /// The same with its output going elsewhere.
    pub fn run_into<A: AsRef<OsStr>>(&self, output: impl Into<Stdio>, arguments: impl IntoIterator<Item = A>) -> Ran {
        let mut command = Command::new(BINARY);
        command
            .args(arguments)
            .env_clear()
            .envs(self.env())
            .current_dir(self.home())
            .stdin(Stdio::null())
            .stdout(output);
        let output = command.stderr(Stdio::piped()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ran {
    /// Asserts that it ended with this code, one line on stderr, nothing on stdout; gives the line.
    pub fn refused(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{self:?}");
        let line = self.stderr.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {self:?}"));
        assert!(!line.is_empty() && !line.contains(char::is_control), "{self:?}");
        line
    }

    /// Asserts that it went well and complained of nothing; gives what it printed.
    pub fn printed(&self) -> &str {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        &self.stdout
    }
}
