//! The built program in a terminal: a whole purchase, by keys, and what a window may do meanwhile.

use std::{fs, os::unix::fs::PermissionsExt as _};

use portable_pty::CommandBuilder;

use crate::support::{ACME, BINARY, Control, Program, Term, Till, has_title};

/// The flags that fill in everything but the sub-account.
const SEARCH: [&str; 4] = ["--country", "US", "--area-code", "415"];

/// The flags that fill in everything.
fn filled_in(account: &'static str) -> Vec<&'static str> {
    [&["--sub-account", account], &SEARCH[..]].concat()
}

#[test]
fn a_stranger_buys_in_the_sandbox_by_keys_and_leaves() {
    let program = Program::new();
    let mut term = Term::start(&program, &[]);
    let first = term.at("Account");
    assert!(first.contains("SANDBOX · nothing is billed"), "{first}");
    term.sees(ACME);
    term.press("\r");
    term.at("Number");
    term.press("415");
    term.sees("415");
    term.press("\r");
    term.at("Review");
    assert_eq!(program.sales(), 0);
    term.confirm();
    let receipt = term.at("Receipt");
    let records = program.records();
    assert_eq!((program.states(), program.sales()), (vec!["bought"], 1));
    let id = records[0].intent.id.to_string();
    term.press("q");
    let left = term.end();
    let words = left.whole(0);
    assert!(words.contains("Bought +1415555"), "{words}");
    assert!(receipt.contains("+1415555"), "{receipt}");

    let history = program.run(["history", "--json"]);
    assert!(history.printed().contains(&id) && history.printed().contains("\"sandbox\""), "{history:?}");
}

#[test]
fn p20_flags_open_the_review_and_confirm_nothing() {
    let program = Program::new();
    // With a ledger, so that it is not for want of one that nothing is sent.
    drop(numshop::ledger::Store::open(&program.ledger()).unwrap());
    let mut term = Term::start(&program, &filled_in(ACME));
    let review = term.at("Review");
    assert!(review.contains(ACME) && review.contains("415"), "{review}");
    term.sees("Type BUY to confirm");
    term.press("\x1b[200~BUY\n\x1b[201~");
    for _ in 0..10 {
        term.strike("\r");
    }
    term.at("Review");
    term.press("\x03");
    term.end().whole(130);
    assert_eq!((program.records().len(), program.sales()), (0, 0));
}

#[test]
fn flags_that_lack_something_open_the_step_that_lacks_it() {
    let program = Program::new();
    for (arguments, title) in [
        (&["--sub-account", ACME][..], "Number"),
        (&["--area-code", "415"], "Account"),
        (&["--sub-account", ACME, "--area-code", "911"], "Number"),
        (&["--sub-account", "acme", "--area-code", "415"], "Account"),
    ] {
        let mut term = Term::start(&program, arguments);
        term.at(title);
        term.press("\x03");
        term.end().whole(130);
    }
}

#[test]
fn a_refusal_is_exit_3() {
    let program = Program::new();
    let mut term = Term::start(&program, &filled_in("sub_none"));
    term.at("Review");
    term.confirm();
    term.at("Not bought");
    term.press("q");
    let left = term.end();
    assert!(left.whole(3).contains("Not bought"), "{}", left.screen);
    assert_eq!((program.states(), program.sales()), (vec!["not_bought"], 0));
}

#[test]
fn p07_leaving_while_sending_is_exit_4_and_the_next_start_shows_it() {
    let program = Program::new();
    let mut term = Term::start(&program, &filled_in("sub_slow"));
    term.at("Review");
    term.confirm();
    term.until("a sale", |screen| has_title(screen, "Sending") && program.sales() == 1);
    term.press("\x03");
    let left = term.end();
    assert!(left.whole(4).contains("Unknown"), "{}", left.screen);
    assert_eq!(program.states(), ["sent"]);
    assert!(program.run(["history", "--json"]).printed().contains("\"sent\""));

    // The sandbox has remembered the sale, so the list shows it.
    let mut term = Term::start(&program, &[]);
    term.at("Unknown");
    term.sees("+1415555");
    term.sees("↵ This one");
    term.press("\r");
    term.press("y");
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);
    assert_eq!((program.states(), program.sales()), (vec!["bought"], 1));
}

#[test]
fn a_window_of_any_size_keeps_what_was_typed() {
    let program = Program::new();
    let mut term = Term::start(&program, &["--sub-account", ACME]);
    term.at("Number");
    term.press("41");
    term.sees("41");
    for (columns, rows) in [(20, 5), (1, 1), (200, 60), (2, 1), (80, 24)] {
        term.resize(columns, rows);
    }
    term.at("Number");
    term.press("5");
    let number = term.sees("415");
    assert!(has_title(&number, "Number") && number.contains(ACME), "{number}");
    // In a window that shows nothing, nothing can be confirmed.
    term.press("\r");
    term.sees("Type BUY to confirm");
    term.resize(20, 5);
    term.until("the small window", |screen| screen.contains("SANDBOX") && !screen.contains('┌'));
    term.press("BUY");
    term.strike("\r");
    term.resize(80, 24);
    term.at("Review");
    term.press("\x03");
    term.end().whole(130);
    assert_eq!(program.records().len(), 0);
}

#[test]
fn a_terminal_that_cannot_draw_is_refused() {
    let program = Program::new().with("TERM", "dumb");
    let term = Term::start(&program, &[]);
    let left = term.end();
    assert!(left.whole(1).contains("dumb"), "{}", left.screen);
}

#[test]
fn an_unusable_folder_is_refused_before_the_terminal_is_touched() {
    let program = Program::new();
    std::fs::write(program.home().join("file"), "").unwrap();
    for flag in ["--data-dir", "--log-dir"] {
        let left = Term::start(&program, &[flag, "file/below"]).end();
        assert!(left.whole(1).contains(flag), "{}", left.screen);
    }
}

#[test]
fn a_ledger_that_cannot_be_used_sells_nothing() {
    let program = Program::new();
    std::fs::create_dir_all(program.ledger()).unwrap();
    std::fs::write(program.ledger().join("ledger.sqlite3"), "this was a ledger once").unwrap();
    let mut term = Term::start(&program, &filled_in(ACME));
    term.at("Ledger");
    term.press("\x1b");
    term.sees("Type BUY to confirm");
    term.press("BUY");
    term.press("\r");
    term.sees("Nothing is sent without a ledger");
    term.at("Review");
    term.press("\x03");
    term.end().whole(130);
    assert_eq!(program.sales(), 0);
}

#[test]
fn p15_two_programs_share_one_sandbox_and_one_ledger() {
    let program = Program::new();
    let mut terms = [(); 2].map(|()| Term::start(&program, &filled_in(ACME)));
    for term in &mut terms {
        term.confirm();
        term.at("Receipt");
    }
    for term in terms {
        let mut term = term;
        term.press("q");
        term.end().whole(0);
    }
    assert_eq!((program.states(), program.sales()), (vec!["bought", "bought"], 2));
}

#[cfg(target_os = "linux")]
#[test]
fn p15_two_processes_send_an_open_purchase_once() {
    let till = Till::new();
    let mut term = Term::start(&till.program, &filled_in("sub_error"));
    term.confirm();
    term.at("Unknown");
    term.press("\x03");
    term.end().whole(4);

    let mut terms = [(); 2].map(|()| Term::start(&till.program, &[]));
    for term in &mut terms {
        term.sees("s Send again");
        term.sees("owns no number");
    }
    for term in &mut terms {
        term.press("s");
        term.sees("y  Yes");
    }
    for term in &mut terms {
        term.press("y");
    }
    for term in terms {
        let mut term = term;
        // One of them sends; the other hears of it, or is told that something is being sent.
        let screen = term.until("an end", |screen| {
            has_title(screen, "Receipt")
                || screen.contains("Nothing was sent this time")
                || screen.contains("Another window")
        });
        term.press("\x03");
        assert_eq!(term.end().faults, [""; 0], "{screen}");
    }
    assert_eq!((till.world.posts().len(), till.world.sales().len()), (2, 1));
    assert_eq!(till.program.states(), ["bought"]);
}

#[test]
fn a_terminal_that_sends_no_signals_works_all_the_same() {
    let program = Program::new();
    let mut command = CommandBuilder::new(BINARY);
    command.args(filled_in(ACME));
    let mut term = Term::run(&program, command, Control::No);
    term.at("Review");
    term.confirm();
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);
}

#[test]
fn a_folder_that_holds_other_things_is_used_and_left_as_it_is() {
    let program = Program::new();
    let folder = program.home().join("mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("other"), "").unwrap();
    let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let mut term = Term::start(&program, &["--sub-account", ACME, "--area-code", "415", "--data-dir", "mine"]);
    term.sees("can be looked into by others");
    term.confirm();
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);
    assert_eq!((mode("."), mode("ledger.sqlite3"), mode("sending.lock")), (0o755, 0o600, 0o600));
}
