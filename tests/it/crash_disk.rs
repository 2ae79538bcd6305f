//! A disk that fails: every write and every sync of the ledger fails in turn, once with EIO, and from there on with
//! ENOSPC.
//!
//! A failed page is lost and a later sync does not know of it, so EIO comes once: whoever syncs again is told that all
//! is well. A full disk stays full, so ENOSPC stays. Nothing may be sent that was not written down before, the screen
//! says what happened and whether money moved, the program ends in order, and the next start knows all.

use std::{
    collections::BTreeSet,
    panic::{catch_unwind, resume_unwind},
};

use crate::support::{
    ACME, Term, Till, has_title,
    strace::{self, Call},
};

/// What is traced: what changes files or names of files, and what sends.
const CALLS: &str = "trace=?openat,?rename,?unlink,?ftruncate,?pwrite64,?fsync,?fdatasync,?writev,?sendto";
/// The words for a disk that fails, one of which has to be on the screen.
const CAUSES: [&str; 3] = ["The disk is full", "The disk failed", "The ledger cannot use"];
/// More calls of one name than this no purchase makes.
const TOO_MANY: usize = 1000;

/// How the disk fails.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// Once, by EIO.
    Once,
    /// From then on, by ENOSPC.
    Full,
}

impl Fault {
    /// What strace is told.
    fn injection(self, call: &str, count: usize) -> String {
        match self {
            Self::Once => format!("inject=?{call}:error=EIO:when={count}"),
            Self::Full => format!("inject=?{call}:error=ENOSPC:when={count}+"),
        }
    }
}

/// Lets the n-th call of this name fail; whether that call came.
fn fail_at(call: &str, count: usize, fault: Fault) -> bool {
    let till = Till::new();
    let fails = fault.injection(call, count);
    let mut term = till.start(ACME, ["-e", CALLS, "-e", &fails]);
    let answer = term.confirm_or_end().expect("it ended by itself");
    let is_end = |screen: &str| {
        has_title(screen, "Not bought") || screen.contains("the sub-account's list shows it") || !may_go_on(screen)
    };
    let screen = if may_go_on(&answer) { term.until("an end", is_end) } else { answer };
    let code = leave(&mut term, &screen);
    term.end().whole(code);

    let calls = strace::read(&till.trace());
    assert_screen(&screen, &till);
    assert_nothing_left_after_a_failure(&calls);
    assert_no_sync_is_repeated(&calls);
    till.assert_nothing_forgotten();
    calls.iter().any(Call::was_injected)
}

/// Whether a purchase is under way, and not refused on the review or before it.
fn may_go_on(screen: &str) -> bool {
    !has_title(screen, "Review") && !has_title(screen, "Ledger")
}

/// Leaves by the key for it; gives the exit code that has to follow.
fn leave(term: &mut Term, screen: &str) -> u32 {
    let (keys, code) = match () {
        () if has_title(screen, "Receipt") => ("q", 0),
        () if has_title(screen, "Not bought") => ("q", 3),
        () => ("\x03", 130),
    };
    term.press(keys);
    code
}

/// What the screen says of the disk and the money is what is so.
fn assert_screen(screen: &str, till: &Till) {
    let says_why = CAUSES.iter().any(|cause| screen.contains(cause));
    if has_title(screen, "Receipt") {
        let (sales, history) = (till.world.sales(), till.history());
        assert!(sales.len() == 1 && screen.contains(&till.world.sold()), "{screen}");
        let is_kept = history.first().is_some_and(|(state, _)| state == "bought");
        let said_lost = screen.contains("It is bought, but not in the ledger. Write it down.");
        assert!(is_kept || (said_lost && says_why), "{history:?}\n{screen}");
        return;
    }
    let no_money = [
        "Nothing is sent without a ledger.",
        "None moves: nothing is sent without a whole ledger.",
        "None moved. Nothing left this machine.",
    ];
    assert!(says_why && no_money.iter().any(|words| screen.contains(words)), "{screen}");
    assert_eq!((till.world.posts().len(), till.world.sales().len()), (0, 0), "{screen}");
}

/// Nothing was sent after a write or a sync that failed. The one exception is no gap: SQLite syncs the folder once more
/// after its first write, and does not look whether that went well; the names in it were on the disk before.
fn assert_nothing_left_after_a_failure(calls: &[Call]) {
    let Some(sent) = calls.iter().find(|call| call.arguments.contains("POST /v1/")) else { return };
    let before = || calls.iter().filter(|call| call.ended < sent.began);
    let on_folder = |call: &&Call| call.name == "fsync" && call.is_on("/numshop");
    // A file that was opened before is found, not made.
    let mut known = BTreeSet::new();
    let makes = |call: &&Call| call.name == "rename" || (makes_a_file(call) && known.insert(call.arguments.clone()));
    let named = before().filter(makes).map(|call| call.ended).max();
    let is_safe = |call: &&Call| {
        let synced = before().filter(on_folder).filter(|sync| sync.went_well() && sync.ended < call.began);
        on_folder(call) && synced.map(|sync| sync.began).max() > named
    };
    let gap = before().filter(|call| call.was_injected()).find(|call| !is_safe(call));
    assert!(gap.is_none(), "sent although this failed: {gap:?}");
}

/// Whether it makes a file that the ledger is read from.
fn makes_a_file(call: &Call) -> bool {
    let is_ledger = call.arguments.contains("ledger.sqlite3") && !call.arguments.contains("-shm");
    call.name == "openat" && is_ledger && call.arguments.contains("O_CREAT")
}

/// A sync that failed is not tried again. A ledger that is still being built is thrown away instead.
fn assert_no_sync_is_repeated(calls: &[Call]) {
    let syncs = || calls.iter().filter(|call| call.name.contains("sync"));
    for failed in syncs().filter(|call| call.was_injected() && !call.is_on("ledger.sqlite3.new")) {
        let again = syncs().find(|call| call.began > failed.began && call.file == failed.file);
        assert!(again.is_none(), "{failed:?} was tried again: {again:?}");
    }
}

/// The same for the start after a kill, and the open purchase sent again: what was sold before stays known.
fn fail_the_second_try_at(call: &str, count: usize, fault: Fault) -> bool {
    let till = Till::with_open_purchase();
    let fails = fault.injection(call, count);
    let mut term = till.start_again(["-e", CALLS, "-e", &fails]);
    let has_cause = |screen: &str| CAUSES.iter().any(|cause| screen.contains(cause));
    let started = term.until("a start", |screen| screen.contains("s Send again") || has_cause(screen));
    let screen = if has_title(&started, "Unknown") && !has_cause(&started) {
        term.send_again_or_end().expect("it ended by itself");
        term.until("an end", |screen| screen.contains("the sub-account's list shows it") || has_cause(screen))
    } else {
        started
    };
    term.press("\x03");
    let left = term.end();
    assert_eq!(left.faults, [""; 0], "{}", left.screen);

    let calls = strace::read(&till.trace());
    assert_nothing_left_after_a_failure(&calls);
    assert_no_sync_is_repeated(&calls);
    // Unless the yes has come, nothing has left, and the screen says why.
    let has_left = has_title(&screen, "Receipt");
    assert!(has_left || has_cause(&screen), "{screen}");
    assert_eq!((till.world.posts().len(), till.world.sales().len()), (1 + usize::from(has_left), 1), "{screen}");
    till.assert_nothing_forgotten();
    calls.iter().any(Call::was_injected)
}

/// Lets every call of this name fail in turn, until none is left; gives how many there were.
fn fail_at_every(call: &str, fault: Fault) -> usize {
    fail_at_every_one(call, fault, fail_at)
}

fn fail_at_every_one(call: &str, fault: Fault, fail_at: fn(&str, usize, Fault) -> bool) -> usize {
    let tried = |count| {
        catch_unwind(|| fail_at(call, count, fault)).unwrap_or_else(|panic| {
            strace::say(&format!("This was {call} number {count}, failing {fault:?}."));
            resume_unwind(panic)
        })
    };
    let points = (1..TOO_MANY).take_while(|count| tried(*count)).count();
    assert!(points + 1 < TOO_MANY, "{call} has no end");
    if points > 0 {
        strace::say(&format!("{points} failures tried at {call}, {fault:?}"));
    }
    points
}

#[test]
fn p04_a_write_that_fails_once_sends_nothing() {
    if strace::is_here() {
        assert!(fail_at_every("pwrite64", Fault::Once) >= 20);
    }
}

#[test]
fn p04_a_disk_that_is_full_sends_nothing() {
    if strace::is_here() {
        assert!(fail_at_every("pwrite64", Fault::Full) >= 20);
    }
}

#[test]
fn p04_a_sync_that_fails_is_not_repeated_and_sends_nothing() {
    if strace::is_here() {
        for fault in [Fault::Once, Fault::Full] {
            let points = fail_at_every("fsync", fault) + fail_at_every("fdatasync", fault);
            assert!(points >= 5, "{points}");
            fail_at_every("ftruncate", fault);
        }
    }
}

#[test]
fn p04_after_a_sync_that_failed_this_run_buys_nothing_more() {
    if !strace::is_here() {
        return;
    }
    // The intent's sync, and its attempt's. The syncs after that would go well.
    for failing in [2, 3] {
        let till = Till::new();
        let log = till.program.ledger().join("ledger.sqlite3-wal");
        let fails = format!("inject=fsync:error=EIO:when={failing}");
        let mut term = till.start(ACME, ["-P", log.to_str().unwrap(), "-e", "trace=fsync", "-e", &fails]);
        let refused = term.confirm_or_end().expect("it ended by itself");
        assert!(may_go_on(&refused), "{refused}");
        term.at("Not bought");
        if failing == 2 {
            term.press("\r");
            term.at("Number");
            term.press("\r");
            term.confirm_or_end().expect("it ended by itself");
        } else {
            term.sees("s Send again");
            term.press("s");
        }
        let again = term.sees("failed under the ledger before");
        assert!(has_title(&again, "Not bought") && again.contains("Nothing left this machine"), "{again}");
        assert_eq!(till.world.posts().len(), 0);
        term.press("q");
        term.end().whole(3);
        till.assert_nothing_forgotten();
    }
}

#[test]
fn p02_p04_a_disk_that_fails_under_the_next_start_and_the_second_try() {
    if strace::is_here() {
        for fault in [Fault::Once, Fault::Full] {
            assert!(fail_at_every_one("pwrite64", fault, fail_the_second_try_at) >= 4);
            let syncs = ["fsync", "fdatasync"].map(|sync| fail_at_every_one(sync, fault, fail_the_second_try_at));
            assert!(syncs.iter().sum::<usize>() >= 3, "{syncs:?}");
        }
    }
}
