//! The history at the real loop, on a real ledger; and what `numshop history` prints of one.

use std::{fs, path::Path};

use numshop::domain::IntentId;
use ratatui::crossterm::event::KeyCode::{Char, Down, End, Enter, Esc, F};
use rusqlite::{Connection, params};

use crate::support::{ACME, Program, World, ctrl};

/// Fills the ledger up to so many purchases with copies of its first, in the quick way.
fn fill(ledger: &Path, purchases: usize) {
    let mut db = Connection::open(ledger).unwrap();
    let step = db.transaction().unwrap();
    for _ in 1..purchases {
        step.execute(
            "INSERT INTO intent (id, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4)
             SELECT ?1, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4
             FROM intent WHERE seq = 1",
            [IntentId::mint().to_string()],
        ).unwrap();
        step.execute(
            "INSERT INTO event (intent, at, event, open) SELECT ?1, at, event, open FROM event WHERE intent = 1",
            params![step.last_insert_rowid()],
        )
        .unwrap();
    }
    step.commit().unwrap();
}

/// A world in which one number was bought, and its purchase copied up to so many.
async fn filled(purchases: usize) -> World {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.quit().await;
    fill(&world.ledger_file(), purchases);
    world
}

#[tokio::test]
async fn every_purchase_is_found_shown_and_led_back_from() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.press(Char('h'));
    let frame = session.sees("1 purchase ").await;
    assert!(frame.is_at("History") && frame.text.contains("✓ bought") && frame.text.contains(&world.sold()));
    session.press(Esc);
    session.at("Receipt").await;
    session.sees("yes, the sub-account's list shows it").await;
    session.quit().await;

    let mut session = world.session();
    session.buy("sub_lost").await;
    session.at("Unknown").await;
    session.press(Esc);
    session.at("Review").await;
    session.press(Esc);
    session.at("Number").await;
    session.press(F(9));
    session.sees("2 purchases ").await;
    session.type_text("not bought");
    session.sees("Nothing matches").await;
    session.press(ctrl('u'));
    session.type_text(&world.sales()[0].answer.data.number);
    session.sees("1 of 2 purchases match").await;
    session.press(Enter);
    session.sees("attempt 1: bought").await;
    session.press(Char('v'));
    session.sees("What the API answered").await;
    session.press(Esc);
    session.press(F(3));
    let id = world.posts()[0].idempotency_key.clone().unwrap();
    session.sees(&format!("Idempotency-Key: {id}")).await;
    session.press(Esc);
    session.press(Char('c'));
    let number = world.sales()[0].answer.data.number.clone();
    session.until("a copy", |frame| frame.copied == [number.as_str()]).await;

    session.press(Esc);
    session.at("History").await;
    session.press(ctrl('u'));
    session.type_text("unknown");
    session.sees("1 of 2 purchases match").await;
    session.press(Enter);
    session.sees("F4 leads to where it is settled").await;
    session.press(F(4));
    session.at("Unknown").await;
    session.sees("↵ This one").await;
    session.quit().await;
    assert_eq!((world.posts().len(), world.states()), (2, vec!["unknown", "bought"]), "looking changed nothing");
}

#[tokio::test]
async fn a_long_history_is_read_to_its_end_beside_purchases() {
    let world = filled(5_000).await;
    let oldest = world.records().last().unwrap().intent.id.to_string();
    let mut session = world.session();
    session.at("Account").await;
    session.ledger_is_open().await;
    session.press(F(9));
    session.at("History").await;
    session.sees("│ 5,000 purchases ").await;
    session.press(End);
    session.type_text(&oldest);
    session.sees("1 of 5,000 purchases match").await;
    session.press(Enter);
    session.sees(&oldest).await;
    session.press(Esc);
    session.press(Esc);
    session.at("Account").await;

    // What another window buys meanwhile comes when the ledger is read again, on top.
    session.press(F(9));
    session.sees("│ 5,000 purchases ").await;
    let mut other = world.session();
    other.buy("sub_none").await;
    other.at("Not bought").await;
    other.quit().await;
    session.press(F(5));
    let frame = session.sees("│ 5,001 purchases ").await;
    assert!(frame.text.lines().any(|row| row.contains('›') && row.contains("✗ not bought")), "{}", frame.text);
    session.press(ctrl('c'));
    session.end().await;
}

#[tokio::test]
async fn p17_damage_is_said_with_its_count_and_hides_nothing() {
    let world = filled(3).await;
    let db = Connection::open(world.ledger_file()).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE intent = 2").unwrap();
    let mut session = world.session();
    session.at("Ledger").await;
    session.press(F(9));
    let frame = session.sees("1 more purchase cannot be read back").await;
    assert_eq!(frame.text.matches("✓ bought").count(), 2, "{}", frame.text);
    // Damaged while the list is shown.
    db.execute_batch("UPDATE event SET event = '{}' WHERE intent = 1").unwrap();
    session.press(Down);
    session.press(Enter);
    session.sees("It could not be read from the ledger. This purchase cannot be read back").await;
    session.press(ctrl('c'));
    session.end().await;
}

#[tokio::test]
async fn p17_a_ledger_that_cannot_be_read_is_not_an_empty_history() {
    let world = filled(1).await;
    Connection::open(world.ledger_file()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let mut session = world.session();
    session.at("Ledger").await;
    session.press(F(9));
    let frame = session.sees("The ledger could not be read").await;
    assert!(frame.text.contains("No purchase can be shown") && frame.text.contains("newer numshop"), "{}", frame.text);
    session.press(ctrl('c'));
    session.end().await;
}

#[tokio::test]
async fn csv_is_a_row_for_each_purchase_and_json_stays_as_it_is() {
    let world = filled(2_500).await;
    let folder = world.ledger();
    let folder = folder.to_str().unwrap();
    let program = Program::new();
    let csv = program.run(["history", "--csv", "--data-dir", folder]);
    let rows: Vec<_> = csv.printed().lines().collect();
    assert_eq!(rows.len(), 2_501);
    assert_eq!(
        rows[0],
        "id,state,sub_account_id,country,area_code,number_pattern,idempotency_key,number,number_id,released,\
         created_at,updated_at,attempts,mode,origin,key_label,key_last4,who"
    );
    let sale = &world.sales()[0].answer.data;
    for row in &rows[1..] {
        assert_eq!(row.matches(',').count(), 17, "{row}");
        assert!(
            row.contains(&format!(",bought,{ACME},US,415,,"))
                && row.contains(&format!(",'{},{},", sale.number, sale.id)),
            "{row}"
        );
    }
    let json = program.run(["history", "--json", "--data-dir", folder]);
    let list: Vec<serde_json::Value> = serde_json::from_str(json.printed()).unwrap();
    let ids = |at: usize| (list[at]["id"].as_str().unwrap(), rows[at + 1].split(',').next().unwrap());
    assert!((0..2_500).map(ids).all(|(json, csv)| json == csv), "the same order");
    assert_eq!(list[0]["number"], sale.number.as_str(), "no guard where no spreadsheet reads");
    assert!(json.printed().starts_with("[\n  {\n    \"id\": \"") && json.printed().ends_with("\n  }\n]\n"));
}

#[test]
fn csv_and_json_together_are_wrong_usage() {
    let program = Program::new();
    for arguments in [["history", "--json", "--csv"], ["history", "--csv", "--json"]] {
        let ran = program.run(arguments);
        let line = ran.refused(2);
        assert!(line.contains("--json") && line.contains("--csv"), "{line}");
    }
    for arguments in [&["history", "--csv", "--csv"][..], &["history", "--csv=1"]] {
        program.run(arguments).refused(2);
    }
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0);
}

#[test]
fn an_empty_history_as_csv_is_its_header() {
    let program = Program::new();
    let csv = program.run(["history", "--csv"]);
    assert!(csv.printed().starts_with("id,state,") && csv.printed().lines().count() == 1, "{csv:?}");
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0, "reading made something");
}
