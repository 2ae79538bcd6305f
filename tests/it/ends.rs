//! Every way out gives the terminal back: keys, signals, and a terminal that is gone.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::support::{ACME, BINARY, Control, Program, Term, Till, has_title};

/// How long the program may live on without a terminal.
const AT_MOST: Duration = Duration::from_secs(2);

#[test]
fn p13_keys_that_leave_are_exit_130() {
    let program = Program::new();
    for keys in ["\x03", "\x11"] {
        let mut term = Term::start(&program, &[]);
        term.at("Account");
        term.press(keys);
        term.end().whole(130);
    }
}

#[test]
fn p13_signals_give_the_terminal_back() {
    let program = Program::new();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let term = Term::start(&program, &["--sub-account", ACME]);
        term.at("Number");
        term.signal(signal);
        term.end().whole(130);
    }
}

#[test]
fn p07_p13_every_signal_while_sending_is_exit_4_and_leaves_it_sent() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let program = Program::new();
        let mut term = Term::start(&program, &["--sub-account", "sub_slow", "--area-code", "415"]);
        term.confirm();
        term.until("a sale", |_| program.sales() == 1);
        term.signal(signal);
        let left = term.end();
        assert!(left.whole(4).contains("Unknown"), "{signal:?}: {}", left.screen);
        assert_eq!((program.states(), program.sales()), (vec!["sent"], 1), "{signal:?}");
    }
}

#[test]
fn p07_p13_keys_that_leave_while_sending_leave_it_sent() {
    for keys in ["\x03", "\x11"] {
        let program = Program::new();
        let mut term = Term::start(&program, &["--sub-account", "sub_slow", "--area-code", "415"]);
        term.confirm();
        term.until("a sale", |_| program.sales() == 1);
        term.press(keys);
        let left = term.end();
        assert!(left.whole(4).contains("may be bought"), "{keys:?}: {}", left.screen);
        assert_eq!((program.states(), program.sales()), (vec!["sent"], 1), "{keys:?}");
    }
}

#[test]
fn p02_p14_a_kill_while_sending_leaves_it_sent_and_the_next_start_shows_it() {
    let program = Program::new();
    let mut term = Term::start(&program, &["--sub-account", "sub_slow", "--area-code", "415"]);
    term.confirm();
    term.until("a sale", |_| program.sales() == 1);
    term.signal(Signal::KILL);
    term.end();
    assert_eq!(program.states(), ["sent"]);
    let mut term = Term::start(&program, &[]);
    term.at("Unknown");
    term.press("\x03");
    term.end().whole(4);
}

#[test]
fn p13_a_closed_terminal_ends_the_program() {
    for control in [Control::Yes, Control::No] {
        let program = Program::new();
        let term = Term::run(&program, CommandBuilder::new(BINARY), control);
        term.at("Account");
        let lived = term.hang_up();
        assert!(lived < AT_MOST, "{control:?}: {lived:?}");
    }
}

#[test]
fn p13_a_terminal_closed_while_sending_leaves_it_sent() {
    for control in [Control::Yes, Control::No] {
        let program = Program::new();
        let mut command = CommandBuilder::new(BINARY);
        command.args(["--sub-account", "sub_slow", "--area-code", "415"]);
        let mut term = Term::run(&program, command, control);
        term.confirm();
        term.until("a sale", |_| program.sales() == 1);
        let lived = term.hang_up();
        assert!(lived < AT_MOST, "{control:?}: {lived:?}");
        assert_eq!((program.states(), program.sales()), (vec!["sent"], 1));
    }
}

#[test]
fn p13_suspending_gives_the_terminal_to_the_shell_and_takes_it_again() {
    let program = Program::new();
    // A shell with job control: only there does a process stop.
    let mut shell = CommandBuilder::new("/bin/sh");
    let script = r#"set -m; "$0" --sub-account "$1"; echo IN THE SHELL; read line; fg; exit $?"#;
    shell.args(["-c", script, BINARY, ACME]);
    let mut term = Term::run(&program, shell, Control::Yes);
    term.at("Number");
    term.press("415");
    term.sees("415");
    term.press("\x1a");
    term.sees("IN THE SHELL");
    term.assert_given_back();
    // Who hears of the new size is the shell.
    term.set_size(20, 5);
    term.press("\n");
    term.until("the small window", |screen| screen.contains("SANDBOX") && !screen.contains('┌'));
    term.resize(80, 24);
    let again = term.at("Number");
    assert!(again.contains("415"), "{again}");
    term.press("\x03");
    term.end().whole(130);
}

/// A shell with job control stops the program while its purchase is under way, and takes it to the front again.
#[cfg(target_os = "linux")]
#[test]
fn p13_suspending_while_sending_sends_nothing_twice() {
    let till = Till::new();
    let mut shell = CommandBuilder::new("/bin/sh");
    let script = r#"set -m; "$0" --sub-account sub_hang --area-code 415; echo IN THE SHELL; read line; fg; exit $?"#;
    shell.args(["-c", script, BINARY]);
    let mut term = Term::run(&till.program, shell, Control::Yes);
    term.confirm();
    term.until("a sale", |screen| has_title(screen, "Sending") && till.world.sales().len() == 1);
    term.press("\x1a");
    term.sees("IN THE SHELL");
    term.assert_given_back();
    term.press("\n");
    term.at("Sending");
    term.press("\x03");
    assert!(term.end().whole(4).contains("may be bought"));
    assert_eq!((till.program.states(), till.world.posts().len()), (vec!["sent"], 1));
    till.assert_nothing_forgotten();
}

#[cfg(target_os = "linux")]
#[test]
fn p11_no_memory_image_is_ever_written() {
    use std::{fs, os::unix::fs::MetadataExt as _};

    let program = Program::new();
    let mut term = Term::start(&program, &[]);
    term.at("Account");
    let limits = fs::read_to_string(term.proc().join("limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
    // What must not be dumped belongs to root, whoever started it.
    assert_eq!(fs::metadata(term.proc().join("environ")).unwrap().uid(), 0);
    term.press("\u{3}");
    term.end();
}

#[test]
fn a_burst_of_keys_is_read_to_its_end() {
    let program = Program::new();
    let mut term = Term::start(&program, &[]);
    term.at("Account");
    term.press(&"x".repeat(3000));
    term.press("\x03");
    term.end().whole(130);
}

#[test]
fn a_paste_without_an_end_takes_the_keyboard_and_not_the_signals() {
    let program = Program::new();
    let mut term = Term::start(&program, &[]);
    term.at("Account");
    term.press("\x1b[200~BUY\n\x03");
    term.signal(Signal::TERM);
    term.end().whole(130);
}
