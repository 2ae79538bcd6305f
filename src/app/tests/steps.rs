//! What can happen, for the properties to draw from.

use proptest::prelude::*;

use super::things::{
    BAY, elsewhere, live, recorded, release_open, sent, setup_filled, setup_with_list, unknown, unknown_of,
};
use crate::{
    app::{Keys, Setup},
    domain::Record,
};

const KEYS: &[&str] = &[
    "Enter",
    "Esc",
    "Tab",
    "Up",
    "Down",
    "PageDown",
    "Home",
    "End",
    "Left",
    "Delete",
    "Backspace",
    "F2",
    "F3",
    "F4",
    "F5",
    "F7",
    "F8",
    "t",
    "?",
    "q",
    "s",
    "y",
    "n",
    "l",
    "v",
    "a",
    "b",
    "o",
    "c",
    "r",
    "B",
    "U",
    "Y",
    "4",
    "1",
    "5",
    "*",
    "+",
    "x",
    "é",
    "Ctrl-u",
    "Ctrl-w",
    "Ctrl-z",
    "Alt-B",
    "Ctrl-Y",
];
const PASTES: &[&str] = &["BUY\n", "(415)", "sub_p", "vx_live_1", "BUY ANOTHER\r\n", "14155550142\n"];
const TEXTS: &[&str] = &["415", "BUY", "buy", "BUY ANOTHER", "sub_x", "+1415555****", "14155550142"];

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Press(&'static str),
    /// Typed key by key.
    Type(&'static str),
    /// What a person would do next, in one of several ways.
    Onward(usize),
    Paste(&'static str),
    Resize(u16, u16),
    /// A job ends: which one, and how.
    Reply(usize, usize),
    /// The job that was asked for last ends.
    ReplyLast(usize),
    /// A wait for a quiet keyboard is over.
    Quiet(usize),
    /// A reply comes once more.
    Again(usize),
    Later(u64),
    Tick,
    /// Ctrl-C and its like. Rare: it ends the run.
    Leave,
}

/// Each number is a step. Drawn as plain numbers because a strategy each is slow to draw from without optimization.
pub fn step(drawn: u32) -> Step {
    let how = usize::try_from(drawn / 80).unwrap();
    match drawn % 80 {
        0..24 => Step::Onward(how),
        24..36 => Step::Press(KEYS[how % KEYS.len()]),
        36..54 => Step::ReplyLast(how),
        54..60 => Step::Reply(how / 960, how),
        60..64 => Step::Again(how),
        64..68 => Step::Resize(80, 24),
        68 => Step::Resize(59, 24),
        69 => Step::Resize(1, 1),
        70..73 => Step::Paste(PASTES[how % PASTES.len()]),
        73..75 => Step::Type(TEXTS[how % TEXTS.len()]),
        75..77 => Step::Quiet(how),
        77 => Step::Tick,
        _ => Step::Later([1, 30, 1000][how % 3]),
    }
}

/// Where a run begins.
pub fn beginning() -> impl Strategy<Value = (Setup, Vec<Record>)> {
    let open = || vec![unknown(1), unknown_of(2, BAY), recorded(3), sent(4)];
    prop::sample::select(vec![
        (setup_with_list(), Vec::new()),
        (setup_filled(), Vec::new()),
        (setup_filled(), vec![unknown(1)]),
        (setup_filled(), vec![release_open(6)]),
        (setup_filled(), vec![release_open(6), unknown(1), release_open(7)]),
        (setup_filled(), open()),
        (setup_filled(), vec![elsewhere(unknown(5)), unknown(1)]),
        (Setup { origin: live(), ..setup_filled() }, open()),
        (Setup { keys: Keys::default(), ..setup_filled() }, open()),
    ])
}
