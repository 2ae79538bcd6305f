//! Every fault that the sandbox can play, through the real loop: what the person sees, what the ledger says, how many
//! requests arrived and how many numbers were sold.
//!
//! The tables say what must come of each by the rules alone: a certain yes, a certain no, and everything else unknown.
//! What is unknown is then sent again by a person, with the same key: that settles it with one sale, or leaves it
//! unknown, and never turns it into a no.

use std::{collections::BTreeSet, time::Duration};

use futures_util::future::join_all;
use numshop::{
    api::Limits,
    domain::Record,
    ledger::{self, Form},
    sandbox::{faults, scenarios},
};
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc};

use crate::support::{Session, World, ctrl};

/// A fault, the screen and the ledger's word that it ends in, how many numbers are sold, and words on the screen.
type Case = (&'static str, End, usize, &'static [&'static str]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// A certain yes.
    Bought,
    /// A certain no.
    NotBought,
    /// Neither. The same request again settles it.
    Unknown,
    /// Neither, and it stays so when it is sent again.
    ForGood,
    /// Neither, and the server wants to be left alone.
    Pausing,
}

use End::{Bought, ForGood, NotBought, Pausing, Unknown};

const BROKE: &[&str] = &["Unknown: may be bought", "The connection broke before a whole answer came"];
const SILENT: &[&str] = &["Unknown: may be bought", "No answer came in time."];
const TOO_LONG: &[&str] = &["Unknown: may be bought", "The answer was too long to be one."];
const ODD_200: &[&str] = &["Unknown: may be bought", "The server answered 200, but not with a complete yes."];
const ODD_201: &[&str] = &["Unknown: may be bought", "The server answered 201, but not with a complete yes."];
const ODD_404: &[&str] = &["Unknown: may be bought", "The server answered 404, but not with a clear no."];
const FAILED: &[&str] = &["Unknown: may be bought", "The server failed (500), perhaps after selling."];
const FAILED_503: &[&str] = &["Unknown: may be bought", "The server failed (503), perhaps after selling."];
const AT_ONCE: &[&str] =
    &["too many requests just now (429)", "None moved.", "Press s to send the same request again."];
const LATER: &[&str] = &["too many requests just now (429)", "None moved.", "may be sent again in"];

const CUTS: &[Case] = &[
    ("sub_cut_unsold", Unknown, 0, BROKE),
    ("sub_reset", Unknown, 1, &["the connection was cut off"]),
    ("sub_cut_head", Unknown, 1, BROKE),
    ("sub_cut_body", Unknown, 1, BROKE),
    ("sub_cut_refusal", Unknown, 0, BROKE),
    ("sub_cut_chunk", Unknown, 1, BROKE),
    ("sub_hang", Unknown, 1, SILENT),
    ("sub_hang_unsold", Unknown, 0, SILENT),
    ("sub_hang_body", Unknown, 1, SILENT),
    ("sub_drip", Unknown, 1, SILENT),
    ("sub_lost_402", ForGood, 1, BROKE),
    ("sub_lost_404", ForGood, 1, BROKE),
    ("sub_lost_429", ForGood, 1, BROKE),
    ("sub_500_404", ForGood, 0, FAILED),
];

const LENGTHS: &[Case] = &[
    ("sub_half_json", Unknown, 1, ODD_201),
    ("sub_length_long", Unknown, 1, BROKE),
    ("sub_length_short", Unknown, 1, ODD_201),
    ("sub_length_two", Unknown, 1, BROKE),
    ("sub_length_minus", Unknown, 1, BROKE),
    ("sub_large", Unknown, 1, TOO_LONG),
    ("sub_endless", Unknown, 1, TOO_LONG),
    ("sub_large_head", Unknown, 1, BROKE),
    ("sub_deep", Unknown, 1, ODD_201),
    ("sub_many_values", Unknown, 1, ODD_201),
];

const STATUSES: &[Case] = &[
    ("sub_html_502", Unknown, 0, &["The server failed (502), perhaps after selling."]),
    ("sub_html_200", Unknown, 0, ODD_200),
    ("sub_301", Unknown, 0, &["The server pointed elsewhere (301). That was not followed."]),
    ("sub_302", Unknown, 0, &["The server pointed elsewhere (302). That was not followed."]),
    ("sub_307", Unknown, 0, &["The server pointed elsewhere (307). That was not followed."]),
    ("sub_308", Unknown, 0, &["The server pointed elsewhere (308). That was not followed."]),
    ("sub_301_away", Unknown, 0, &["The server pointed elsewhere (301). That was not followed."]),
    ("sub_302_away", Unknown, 0, &["The server pointed elsewhere (302). That was not followed."]),
    ("sub_307_away", Unknown, 0, &["The server pointed elsewhere (307). That was not followed."]),
    ("sub_308_away", Unknown, 0, &["The server pointed elsewhere (308). That was not followed."]),
    ("sub_202", Unknown, 1, &["The server answered 202, but not with a complete yes."]),
    ("sub_204", Unknown, 1, &["The server answered 204, but not with a complete yes."]),
    ("sub_409", Unknown, 1, &["The server answered with a conflict (409), perhaps with the first try."]),
    ("sub_interim", Bought, 1, &["Bought", "yes, the sub-account's list shows it"]),
    ("sub_twice", Bought, 1, &["Bought", "yes, the sub-account's list shows it"]),
];

const CONTRADICTIONS: &[Case] = &[
    ("sub_false_201", Unknown, 1, ODD_201),
    ("sub_false_200", Unknown, 0, ODD_200),
    ("sub_true_404", Unknown, 1, ODD_404),
    ("sub_404_data", Unknown, 1, ODD_404),
    ("sub_true_500", Unknown, 1, FAILED),
    ("sub_no_data", Unknown, 1, ODD_200),
    ("sub_bare_404", Unknown, 0, ODD_404),
];

const FIELDS: &[Case] = &[
    ("sub_no_id", Unknown, 1, ODD_201),
    ("sub_no_number", Unknown, 1, ODD_201),
    ("sub_empty", Unknown, 1, ODD_201),
    ("sub_null", Unknown, 1, ODD_201),
    ("sub_types", Unknown, 1, ODD_201),
    ("sub_list", Unknown, 1, ODD_201),
    ("sub_two_numbers", Unknown, 1, ODD_201),
    (
        "sub_other_country",
        Bought,
        1,
        &["It is not what was asked for: country US was asked, “GB” was sold", "area code 415"],
    ),
    ("sub_other_area", Bought, 1, &["It is not what was asked for: area code 415 was asked, “+1212"]),
    (
        "sub_other_account",
        Bought,
        1,
        &["It is not what was asked for: sub-account", "sub_8a1f4c2e", "not in the list (yet)"],
    ),
    ("sub_ghost", Bought, 0, &["answered as bought, not in the list (yet)"]),
];

const TEXTS: &[Case] = &[
    (
        "sub_evil_yes",
        Bought,
        1,
        &["␛[2J", "<U+202E>", "country US was asked", "yes, the sub-account's list shows it", "Rental runs from now"],
    ),
    ("sub_evil_number", Bought, 1, &["␛[2J", "<U+202E>", "area code 415 was asked"]),
    ("sub_evil_no", NotBought, 0, &["␛[2J", "<U+202E>", "refused what was asked (422)"]),
    (
        "sub_many_errors",
        NotBought,
        0,
        &["and more: v shows the answer", "None moved.", "What now", "What you typed is kept."],
    ),
    ("sub_evil_error", Unknown, 0, FAILED),
    ("sub_posing", NotBought, 0, &["nothing was found for this request (404)", "None moved."]),
    ("sub_posing_page", Unknown, 0, FAILED),
    ("sub_long", NotBought, 0, &["nothing was found for this request (404)", "None moved.", "Very long."]),
    ("sub_evil_name", Bought, 1, &["␛[2J", "<U+202E>"]),
];

const LISTS: &[Case] = &[
    ("sub_list_lags", Bought, 1, &["answered as bought, not in the list (yet)"]),
    ("sub_list_fails", Bought, 1, &["could not be looked at", "The API answered 500"]),
    ("sub_lost_lags", Unknown, 1, &["This sub-account owns no number that could be the one."]),
    ("sub_list_circle", Unknown, 1, &["incomplete", "it goes in circles"]),
    ("sub_list_stuck", Unknown, 1, &["incomplete", "it repeats items"]),
    ("sub_list_empty", Unknown, 1, &["incomplete", "sends an empty page"]),
    ("sub_list_endless", Unknown, 1, &["incomplete", "it goes on after 100 pages"]),
    ("sub_list_slow", Unknown, 1, &["incomplete", "it goes on after 4 s"]),
    ("sub_list_evil", Unknown, 1, &["␛[2…", "does not match"]),
];

const WAITS: &[Case] = &[
    ("sub_429_bare", NotBought, 0, AT_ONCE),
    ("sub_429_date", NotBought, 0, LATER),
    ("sub_429_past", NotBought, 0, AT_ONCE),
    ("sub_429_absurd", NotBought, 0, LATER),
    ("sub_429_negative", NotBought, 0, AT_ONCE),
    ("sub_429_text", NotBought, 0, AT_ONCE),
    ("sub_429_twice", NotBought, 0, LATER),
    ("sub_429_html", Unknown, 0, &["The server answered 429, but not with a clear no."]),
    ("sub_503", Pausing, 0, FAILED_503),
    ("sub_503_bare", Unknown, 0, FAILED_503),
    ("sub_503_date", Pausing, 0, FAILED_503),
    ("sub_503_past", Unknown, 0, FAILED_503),
    ("sub_503_absurd", Pausing, 0, FAILED_503),
    ("sub_503_negative", Unknown, 0, FAILED_503),
    ("sub_503_text", Unknown, 0, FAILED_503),
];

/// What misbehaves at the release only is bought like any other.
const RELEASES: &[Case] = &[
    ("sub_release_slow", Bought, 1, &["r Release"]),
    ("sub_release_lost", Bought, 1, &["r Release"]),
    ("sub_release_gone", Bought, 1, &["r Release"]),
    ("sub_release_hang", Bought, 1, &["r Release"]),
    ("sub_release_500", Bought, 1, &["r Release"]),
    ("sub_release_404", Bought, 1, &["r Release"]),
    ("sub_release_403", Bought, 1, &["r Release"]),
    ("sub_release_429", Bought, 1, &["r Release"]),
];

const ALL: [&[Case]; 9] = [CUTS, LENGTHS, STATUSES, CONTRADICTIONS, FIELDS, TEXTS, LISTS, WAITS, RELEASES];

/// As long as promised, but for what ends by its time alone.
fn limits(id: &str, words: &[&str]) -> Limits {
    let promised = Limits::default();
    match (id, words) {
        ("sub_list_slow", _) => Limits { list: Duration::from_secs(4), ..promised },
        (_, SILENT) => Limits { exchange: Duration::from_secs(2), ..promised },
        _ => promised,
    }
}

impl End {
    /// The screen and the ledger's word.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Bought => ("Receipt", "bought"),
            NotBought => ("Not bought", "not_bought"),
            Unknown | ForGood | Pausing => ("Unknown", "unknown"),
        }
    }
}

/// Asserts that a text can neither act on a terminal nor hide anything.
fn harmless(text: &str, id: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!text.contains(acts), "{id}: {text:?}");
}

/// Asserts that no row begins where the confirmation does, with its words.
fn no_confirmation(screen: &str, id: &str) {
    assert!(screen.lines().all(|row| !row.contains("│ Type BUY")), "{id}:\n{screen}");
}

/// Asserts what the ledger and the server know.
fn counted(world: &World, id: &str, state: &str, posts: usize, sales: usize) -> Record {
    let seen = (world.states(), world.posts().len(), world.sales().len());
    assert_eq!(seen, (vec![state], posts, sales), "{id}: state, requests, sales");
    assert!(world.posts().windows(2).all(|pair| pair[0] == pair[1]), "{id}: a retry is byte-identical");
    let records = world.records();
    for form in [Form::Json, Form::Csv, Form::Table] {
        let mut written = Vec::new();
        ledger::write_history(records.iter().cloned().map(Ok), form, &mut written).unwrap();
        harmless(std::str::from_utf8(&written).unwrap(), id);
    }
    records[0].clone()
}

/// Looks at the raw answer and goes back.
async fn look_at_the_answer(session: &mut Session, id: &str) {
    session.press(Char('v'));
    let page = session.sees("What the API answered").await;
    harmless(&page.text, id);
    no_confirmation(&page.text, id);
    session.press(Esc);
}

/// A person sends what is unknown again.
async fn send_again(session: &mut Session) {
    session.sees("s Send again").await;
    session.press(Char('s'));
    session.press(Char('y'));
}

async fn play((id, end, sales, words): Case) {
    let world = World::new().await;
    let mut session = world.session_within(limits(id, words));
    session.buy(id).await;
    let (title, state) = end.words();
    session.at(title).await;
    for word in words {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let frame = session.until(word, |frame| flat(&frame.text.replace('│', " ")).contains(word)).await;
        harmless(&frame.text, id);
        no_confirmation(&frame.text, id);
    }
    let record = counted(&world, id, state, 1, sales);
    if record.last_answer().is_some_and(|answer| answer.raw.is_some()) {
        look_at_the_answer(&mut session, id).await;
    }
    match end {
        // A 429 means not now: the same purchase goes on as soon as it may.
        NotBought if words == AT_ONCE => {
            session.sees("s Send again").await;
            session.press(Char('s'));
            session.at("Receipt").await;
            counted(&world, id, "bought", 2, 1);
        }
        Bought | NotBought => {}
        Unknown => {
            send_again(&mut session).await;
            session.at("Receipt").await;
            counted(&world, id, "bought", 2, 1);
        }
        ForGood => {
            send_again(&mut session).await;
            session.sees("Sending it again was refused").await;
            session.at("Unknown").await;
            counted(&world, id, "unknown", 2, sales);
        }
        Pausing => {
            session.sees("s Send again").await;
            session.press(Char('s'));
            session.sees("Too early: the server asked for a pause.").await;
            counted(&world, id, "unknown", 1, sales);
        }
    }
    let ending = session.quit().await;
    harmless(ending.last_words(), id);
}

async fn play_all(cases: &[Case]) {
    join_all(cases.iter().copied().map(play)).await;
}

#[test]
fn every_fault_has_its_row() {
    let rows: Vec<_> = ALL.iter().flat_map(|cases| cases.iter().map(|case| case.0)).collect();
    let faults: Vec<_> = faults().map(|fault| fault.id).collect();
    assert_eq!(rows, faults);
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len());
    assert!(scenarios().iter().all(|scenario| !rows.contains(&scenario.id)));
}

#[tokio::test]
async fn p02_a_connection_that_breaks_leaves_it_unknown() {
    play_all(CUTS).await;
}

#[tokio::test]
async fn p03_an_answer_of_the_wrong_length_is_no_yes() {
    play_all(LENGTHS).await;
}

#[tokio::test]
async fn p12_no_redirect_is_followed_and_no_odd_status_believed() {
    play_all(STATUSES).await;
}

#[tokio::test]
async fn p03_an_answer_that_contradicts_itself_is_unknown() {
    play_all(CONTRADICTIONS).await;
}

#[tokio::test]
async fn p09_what_was_sold_is_compared_with_what_was_asked() {
    play_all(FIELDS).await;
}

#[tokio::test]
async fn p10_evil_text_is_shown_and_does_nothing() {
    play_all(TEXTS).await;
}

#[tokio::test]
async fn p08_lists_stop_and_say_that_they_are_incomplete() {
    play_all(LISTS).await;
}

#[tokio::test]
async fn p05_every_kind_of_retry_after_is_survived() {
    play_all(WAITS).await;
}

#[tokio::test]
async fn p18_what_misbehaves_at_the_release_is_bought_like_any_other() {
    play_all(RELEASES).await;
}

#[tokio::test]
async fn p03_a_number_that_is_listed_late_is_found_by_looking_again() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy("sub_lost_lags").await;
    session.sees("This sub-account owns no number that could be the one.").await;
    for _ in 0..20 {
        session.hold(Char('l'), 1).await;
        let frame = session.until("a look", |frame| !frame.text.contains("Looking at")).await;
        if frame.text.contains(&world.sold()) {
            break;
        }
    }
    session.sees("↵ This one").await;
    session.press(Enter);
    session.press(Char('y'));
    session.at("Receipt").await;
    counted(&world, "sub_lost_lags", "bought", 1, 1);
}

#[tokio::test]
async fn p10_a_name_cannot_pose_as_the_confirmation() {
    let world = World::new().await;
    let mut session = world.session();
    session.at("Account").await;
    session.type_text("evil name");
    let list = session.sees("› Fault: evil name ␛[2J<U+009B>31m<U+202E>").await;
    harmless(&list.text, "the list");
    session.press(Enter);
    session.at("Number").await;
    session.type_text("415");
    session.press(Enter);
    let review = session.sees("Type BUY to confirm").await;
    harmless(&review.text, "the review");
    let asks: Vec<_> = review.text.lines().filter(|row| row.contains("Type BUY")).collect();
    assert_eq!(asks.len(), 1, "{}", review.text);
    session.press(ctrl('c'));
    session.end().await;
    assert_eq!(world.posts().len(), 0);
}
