//! Every crash point of accepting damage: the program is killed at its first, second, third… call that changes files or
//! names, until it gets through. Each time the old ledger is in place or the new one, both with all that can be read,
//! what was damaged is kept, and the next start goes on from there.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

use numshop::{domain::Record, ledger};
use rusqlite::Connection;

use crate::support::{ACME, Control, Program, Term, has_title, strace};

/// More calls of one name than this no acceptance makes.
const TOO_MANY: usize = 1000;

/// A home in which two numbers were bought, and whose ledger has lost how the first purchase ended.
struct Damaged {
    program: Program,
    /// What is in the ledger's file.
    bytes: Vec<u8>,
    /// What was in it before.
    before: Vec<Record>,
}

impl Damaged {
    fn new() -> Self {
        let program = Program::new();
        for _ in 0..2 {
            let mut term = Term::start(&program, &["--sub-account", ACME, "--country", "US", "--area-code", "415"]);
            term.confirm();
            term.at("Receipt");
            term.press("q");
            term.end().whole(0);
        }
        let before = program.records();
        let path = program.ledger().join("ledger.sqlite3");
        let db = Connection::open(&path).unwrap();
        db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE seq = 2").unwrap();
        db.close().unwrap();
        let bytes = fs::read(path).unwrap();
        Self { program, bytes, before }
    }

    /// Another home with the same ledger.
    fn again(&self) -> Program {
        let program = Program::new();
        fs::create_dir_all(program.ledger()).unwrap();
        for name in ["ledger.sqlite3", "sandbox.jsonl"] {
            fs::copy(self.program.ledger().join(name), program.ledger().join(name)).unwrap();
        }
        program
    }

    /// What is in place is the old ledger or the new one. Whether it is the new one.
    fn assert_old_or_new(&self, folder: &Path) -> bool {
        let found = ledger::history(folder).unwrap();
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let is_copy = |path: &PathBuf| {
            let name = path.to_str().unwrap();
            name.contains(".damaged-") && !name.ends_with("-wal") && !name.ends_with("-shm")
        };
        let mut copies = names.filter(is_copy).map(|path| fs::read(path).unwrap());
        let is_new = found.damage().is_none();
        if is_new {
            let states: Vec<_> = found.whole.iter().map(|record| record.state().word()).collect();
            assert_eq!(states, ["bought", "unknown"]);
            assert!(copies.next().is_some_and(|copy| copy == self.bytes), "what was damaged is not kept");
            assert!(copies.all(|copy| copy == self.bytes), "a second copy is another one");
        } else {
            assert!(fs::read(folder.join("ledger.sqlite3")).unwrap() == self.bytes, "the old ledger is not as it was");
        }
        assert_eq!(found.whole[0], self.before[0], "what is whole is lost");
        is_new
    }
}

/// Accepts the damage; the screen behind it, unless the program ended before.
fn accepts(term: &mut Term) -> Option<String> {
    for (words, key) in [("a Accept the damage", "a"), ("y Yes", "y"), ("Go on without what is lost?", "")] {
        term.until_or_end(words, |screen| screen.contains(words))?;
        term.press(key);
    }
    term.until_or_end("y Yes", |screen| screen.contains("y Yes"))?;
    term.press("y");
    term.until_or_end("an end of it", |screen| !has_title(screen, "Ledger"))
}

/// Kills the program at its n-th call of this name; whether that call came.
fn kill_at(damaged: &Damaged, call: &str, count: usize) -> bool {
    let program = damaged.again();
    let trace = program.home().join("trace");
    let (traced, inject) = (format!("trace=?{call}"), format!("inject=?{call}:signal=KILL:when={count}"));
    let command = strace::program(&trace, ["-e", &traced, "-e", &inject], &[]);
    let mut term = Term::run(&program, command, Control::Yes);
    if accepts(&mut term).is_some() {
        term.press("\x03");
    }
    drop(term.end());
    let was_killed = strace::was_killed(&trace);
    let is_new = damaged.assert_old_or_new(&program.ledger());
    assert!(was_killed || is_new);
    // The next start goes on from there, and sells nothing before it has.
    let mut term = Term::start(&program, &[]);
    let first = term
        .until("the ledger or the open purchase", |screen| has_title(screen, "Ledger") || has_title(screen, "Unknown"));
    assert_eq!(has_title(&first, "Unknown"), is_new, "{first}");
    if !is_new {
        assert!(has_title(&accepts(&mut term).unwrap(), "Unknown"));
    }
    term.press("\x03");
    drop(term.end());
    assert!(damaged.assert_old_or_new(&program.ledger()));
    was_killed
}

fn kill_at_every(damaged: &Damaged, call: &str) -> usize {
    let tried = |count| {
        catch_unwind(AssertUnwindSafe(|| kill_at(damaged, call, count))).unwrap_or_else(|panic| {
            strace::say(&format!("This was the kill at {call} number {count} of accepting."));
            resume_unwind(panic)
        })
    };
    let points = (1..TOO_MANY).take_while(|count| tried(*count)).count();
    assert!(points + 1 < TOO_MANY, "{call} has no end");
    if points > 0 {
        strace::say(&format!("{points} crash points at {call}, accepting damage"));
    }
    points
}

#[test]
fn p14_p17_a_kill_at_any_change_of_a_name_or_sync_leaves_the_old_or_the_new_ledger() {
    if strace::is_here() {
        let damaged = Damaged::new();
        let kill_at_every = |call| kill_at_every(&damaged, call);
        let names: usize = ["link", "linkat", "rename", "renameat", "renameat2"].into_iter().map(kill_at_every).sum();
        assert!(names >= 3, "{names}");
        let syncs: usize = ["fsync", "fdatasync"].into_iter().map(kill_at_every).sum();
        assert!(syncs >= 4, "{syncs}");
        for call in ["ftruncate", "unlink", "unlinkat"] {
            kill_at_every(call);
        }
    }
}

#[test]
fn p14_p17_a_kill_at_any_write_leaves_the_old_or_the_new_ledger() {
    if strace::is_here() {
        assert!(kill_at_every(&Damaged::new(), "pwrite64") >= 10);
    }
}
