//! Every crash point of a release: the built program is killed at its first, second, third… system call of a name, until
//! it gets a number released. Each time the ledger and the next start have to know what really became of the number.
//!
//! The number was bought by an earlier start, and is not what was asked for, so that its receipt is the first screen.

use std::panic::{catch_unwind, resume_unwind};

use serde_json::Value;

use crate::support::{Control, Term, Till, has_title, strace};

/// Sells a number of another area code, which the start warns of. Its release is honest.
const ACCOUNT: &str = "sub_other_area";
/// More calls of one name than this no release makes.
const TOO_MANY: usize = 1000;

/// A till at which a number was bought, and the number.
fn bought() -> (Till, String) {
    let till = Till::new();
    let search = ["--sub-account", ACCOUNT, "--country", "US", "--area-code", "415"];
    let mut term = Term::start(&till.program, &search);
    term.confirm();
    term.sees("It is not what was asked for");
    term.press("q");
    term.end().whole(0);
    let number = till.world.sold();
    (till, number)
}

/// Reads the warning, releases the number that the first screen shows, and leaves; whether it got that far.
fn releases(term: &mut Term, number: &str) -> Option<()> {
    term.until_or_end("the receipt", |screen| screen.contains("a Acknowledge"))?;
    term.press("a");
    term.until_or_end("the warning, read", |screen| screen.contains("r Release"))?;
    term.press("r");
    term.until_or_end("the review", |screen| screen.contains("Type the number"))?;
    term.press(number);
    term.until_or_end("the number, typed", |screen| screen.contains("↵ releases"))?;
    term.press("\r");
    term.until_or_end("the end of it", |screen| screen.contains("✓ Released."))?;
    term.press("q");
    Some(())
}

/// What the ledger says of the release, as `history --json` tells it. That it was bought is never lost.
fn word(till: &Till) -> Option<String> {
    let history = till.program.run(["history", "--json"]);
    let lines: Vec<Value> = serde_json::from_str(history.printed()).unwrap();
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(line["state"], "bought");
    line["released"].as_str().map(str::to_owned)
}

/// However the program ended: what left is in the ledger, what is open is the first screen of the next start, and that
/// start sends nothing and finds out what became of the number.
fn assert_nothing_forgotten(till: &Till) {
    till.assert_whole();
    let (deletes, released) = (till.world.deletes().len(), till.world.released());
    assert!(deletes <= 1, "sent more than once");
    let before = word(till);
    match before.as_deref() {
        None => assert_eq!((deletes, released), (0, 0), "sent, and the ledger does not say so"),
        Some("sent" | "unknown") => {}
        Some("released") => assert_eq!(released, 1, "invented"),
        Some(other) => panic!("the ledger says {other}"),
    }
    let term = Term::start(&till.program, &[]);
    match (before.as_deref(), released) {
        (Some("sent" | "unknown"), 0) => {
            term.until("the open release", |screen| has_title(screen, "Unknown: may be released"));
            term.sees("still shows it");
        }
        (Some("sent" | "unknown"), _) => {
            term.until("the number, gone", |screen| has_title(screen, "Receipt: released"));
        }
        // Nothing is open, and the warning was read.
        (Some(_), _) => {
            term.at("Account");
            term.sees(ACCOUNT);
        }
        // The receipt, as long as its warning was not read.
        (None, _) => {
            term.until("a screen", |screen| has_title(screen, "Receipt") || screen.contains(ACCOUNT));
        }
    }
    let mut term = term;
    term.press("\x03");
    let left = term.end();
    assert_eq!(left.faults, [""; 0], "{}", left.screen);
    assert_eq!(till.world.deletes().len(), deletes, "the start has sent something");
    let after = word(till);
    assert_eq!(after.as_deref() == Some("released"), released == 1, "{before:?}, then {after:?}");
}

/// Kills the program at its n-th call of this name; whether that call came.
fn kill_at(call: &str, count: usize) -> bool {
    let (till, number) = bought();
    let (trace, inject) = (format!("trace=?{call}"), format!("inject=?{call}:signal=KILL:when={count}"));
    let command = strace::program(&till.trace(), ["-e", &trace, "-e", &inject], &[]);
    let mut term = Term::run(&till.program, command, Control::Yes);
    let is_through = releases(&mut term, &number).is_some();
    let left = term.end();
    let was_killed = strace::was_killed(&till.trace());
    if !was_killed {
        assert!(is_through && left.whole(0).contains("Released"), "{}", left.screen);
        assert_eq!(word(&till).as_deref(), Some("released"));
    }
    assert_nothing_forgotten(&till);
    was_killed
}

/// Kills it at every call of each name in turn, until it gets through; gives how many there were.
fn kill_at_every(calls: &[&str]) -> usize {
    let tried = |call: &str, count| {
        catch_unwind(|| kill_at(call, count)).unwrap_or_else(|panic| {
            strace::say(&format!("This was the kill at {call} number {count}."));
            resume_unwind(panic)
        })
    };
    let points = |call: &&str| {
        let points = (1..TOO_MANY).take_while(|count| tried(call, *count)).count();
        strace::say(&format!("{points} crash points of a release at {call}"));
        points
    };
    calls.iter().map(points).sum()
}

#[test]
fn p18_a_kill_at_any_write_or_sync_of_the_ledger_forgets_no_release() {
    if strace::is_here() {
        assert!(kill_at_every(&["pwrite64", "fdatasync", "fsync"]) >= 10);
    }
}

#[test]
fn p18_a_kill_at_any_step_of_sending_a_release_forgets_none() {
    if strace::is_here() {
        // The looks at the list, and the release.
        assert!(kill_at_every(&["connect", "writev", "sendto"]) >= 3);
    }
}
