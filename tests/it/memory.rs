//! How much memory an answer can cost: the built program in a terminal, against a server that sends without end.
//!
//! The server lives in this process, so what the kernel counts for the program is the program's alone.
#![cfg(target_os = "linux")]

use std::fs;

use crate::support::{Program, Term, World};

/// The most that one answer may cost, in KiB.
const MOST: u64 = 20 * 1024;

/// The most memory that the program has had so far, in KiB.
fn peak(term: &Term) -> u64 {
    let status = fs::read_to_string(term.proc().join("status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the kernel counts memory");
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn p08_no_answer_and_no_list_costs_20_mb() {
    for (account, words) in [
        ("sub_large", "The answer was too long to be one."),
        ("sub_endless", "The answer was too long to be one."),
        ("sub_large_head", "its head is too large"),
        ("sub_deep", "not with a complete yes"),
        ("sub_many_values", "not with a complete yes"),
        ("sub_long", "Very long."),
        ("sub_list_endless", "it goes on after 100 pages"),
    ] {
        let world = World::new().await;
        let program = world.env().into_iter().fold(Program::new(), |program, (name, value)| program.with(name, value));
        let mut term = Term::start(&program, &["--sub-account", account, "--country", "US", "--area-code", "415"]);
        term.sees("Type BUY to confirm");
        let before = peak(&term);
        term.confirm();
        term.sees(words);
        let cost = peak(&term).saturating_sub(before);
        assert!(cost < MOST, "{account} cost {cost} KiB");
        assert_eq!(world.posts().len(), 1);
        term.press("q");
        term.end();
    }
}
