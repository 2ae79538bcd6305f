//! Every crash point: the built program is killed at its first, second, third… system call of a name, until it gets
//! through a purchase. Each time the ledger and the next start have to know what was really sold.
//!
//! A kill comes before the call is done, so the moment after a call is tried by the kill at the next one. Where one
//! thread makes all calls of a name, as only the ledger's thread writes and syncs and only one sends, every call is
//! tried. `write` is called by every thread; there a kill at the n-th hits whichever thread comes to its n-th first, so
//! the log and the wake-ups between threads are counted on their own as well.

use std::panic::{catch_unwind, resume_unwind};

use crate::support::{ACME, Term, Till, strace};

/// More calls of one name than this no purchase makes.
const TOO_MANY: usize = 1000;

/// What the program does when it is killed.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Its very first start, and a purchase.
    Purchase,
    /// The start after a kill, and the open purchase sent again.
    SecondTry,
}

impl Way {
    /// What is there before.
    fn till(self) -> Till {
        match self {
            Self::Purchase => Till::new(),
            Self::SecondTry => Till::with_open_purchase(),
        }
    }

    fn start<'a>(self, till: &Till, filter: impl IntoIterator<Item = &'a str>) -> Term {
        match self {
            Self::Purchase => till.start(ACME, filter),
            Self::SecondTry => till.start_again(filter),
        }
    }

    /// Buys and leaves; whether it got that far.
    fn goes(self, term: &mut Term) -> bool {
        let listed = |screen: &str| screen.contains("the sub-account's list shows it");
        let is_confirmed = match self {
            Self::Purchase => term.confirm_or_end().is_some(),
            Self::SecondTry => term.send_again_or_end().is_some(),
        };
        let is_through = is_confirmed && term.until_or_end("the receipt", listed).is_some();
        term.press("q");
        is_through
    }

    /// How many requests there may be at most.
    fn requests(self) -> usize {
        match self {
            Self::Purchase => 1,
            Self::SecondTry => 2,
        }
    }
}

/// Which calls of a name are counted.
#[derive(Debug, Clone, Copy)]
enum On {
    /// All.
    Everything,
    /// Those on the log.
    Log,
    /// Those by which one thread wakes another.
    WakeUps,
}

impl On {
    /// What strace is told of it.
    fn filter(self, till: &Till) -> Vec<String> {
        let only = |path: String| vec!["-P".to_owned(), path];
        match self {
            Self::Everything => Vec::new(),
            Self::Log => only(till.program.home().join(".local/state/numshop/numshop.log").display().to_string()),
            Self::WakeUps => only("anon_inode:[eventfd]".to_owned()),
        }
    }
}

/// Kills the program at its n-th call of this name; whether that call came.
fn kill_at(way: Way, call: &str, count: usize, on: On) -> bool {
    let till = way.till();
    let (trace, inject) = (format!("trace=?{call}"), format!("inject=?{call}:signal=KILL:when={count}"));
    let files = on.filter(&till);
    let mut term = way.start(&till, ["-e", &trace, "-e", &inject].into_iter().chain(files.iter().map(String::as_str)));
    let is_through = way.goes(&mut term);
    let left = term.end();
    let was_killed = strace::was_killed(&till.trace());
    if !was_killed {
        assert!(is_through && left.whole(0).contains("Bought"), "{}", left.screen);
        assert_eq!(till.history()[0].0, "bought");
    }
    assert!(till.world.posts().len() <= way.requests(), "sent once too often");
    till.assert_nothing_forgotten();
    was_killed
}

/// Kills it at every call of this name in turn, until it gets through; gives how many there were.
fn kill_at_every(way: Way, call: &str, on: On) -> usize {
    let tried = |count| {
        catch_unwind(|| kill_at(way, call, count, on)).unwrap_or_else(|panic| {
            strace::say(&format!("This was the kill at {call} number {count}, counting {on:?}, {way:?}."));
            resume_unwind(panic)
        })
    };
    let points = (1..TOO_MANY).take_while(|count| tried(*count)).count();
    assert!(points + 1 < TOO_MANY, "{call} has no end");
    if points > 0 {
        strace::say(&format!("{points} crash points at {call}, counting {on:?}, {way:?}"));
    }
    points
}

/// The same for calls that only one thread makes, so that every one of them is tried.
fn kill_at_every_one(way: Way, calls: &[&str]) -> usize {
    let till = way.till();
    let mut term = way.start(&till, ["-e", &format!("trace=?{}", calls.join(",?"))]);
    assert!(way.goes(&mut term));
    term.end().whole(0);
    let traced = strace::read(&till.trace());
    for call in calls {
        assert!(strace::threads(&traced, call) <= 1, "more than one thread calls {call}");
    }
    calls.iter().map(|call| kill_at_every(way, call, On::Everything)).sum()
}

/// What changes what a file holds, but for syncs.
const WRITES: [&str; 3] = ["pwrite64", "pwritev", "pwritev2"];
const SYNCS: [&str; 4] = ["fsync", "fdatasync", "sync_file_range", "msync"];
const NAMES: [&str; 7] = ["ftruncate", "fallocate", "rename", "renameat", "renameat2", "unlink", "unlinkat"];
const SENDS: [&str; 4] = ["writev", "sendto", "sendmsg", "sendmmsg"];

#[test]
fn p02_p14_a_kill_at_any_write_to_the_ledger() {
    if strace::is_here() {
        assert!(kill_at_every_one(Way::Purchase, &WRITES) >= 20);
    }
}

#[test]
fn p02_p14_a_kill_at_any_sync_or_change_of_a_name() {
    if strace::is_here() {
        let syncs = kill_at_every_one(Way::Purchase, &SYNCS);
        assert!(syncs >= 5, "{syncs}");
        kill_at_every_one(Way::Purchase, &NAMES);
    }
}

#[test]
fn p02_p14_a_kill_at_any_step_of_sending() {
    if strace::is_here() {
        // The purchase, and the look at the list after it.
        assert!(kill_at_every_one(Way::Purchase, &["connect"]) >= 2);
        assert!(kill_at_every_one(Way::Purchase, &SENDS) >= 2);
    }
}

#[test]
fn p02_p14_a_kill_at_any_write_to_the_terminal_and_the_log() {
    if strace::is_here() {
        for on in [On::Everything, On::Log, On::WakeUps] {
            assert!(kill_at_every(Way::Purchase, "write", on) >= 1, "{on:?}");
        }
    }
}

#[test]
fn p02_p05_p14_a_kill_at_any_step_of_the_next_start_and_the_second_try() {
    if strace::is_here() {
        assert!(kill_at_every_one(Way::SecondTry, &WRITES) >= 4);
        assert!(kill_at_every_one(Way::SecondTry, &SYNCS) >= 3);
        kill_at_every_one(Way::SecondTry, &NAMES);
        assert!(kill_at_every_one(Way::SecondTry, &SENDS) >= 3);
    }
}
