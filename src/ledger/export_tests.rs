//! The shape that other programs rely on.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    domain::{Answer, Clean, Criterion, FrozenBody, KeyRef, ReleaseOutcome, ReleaseStep, Stamped, criterion::Kind},
    ledger::{csv::tests::read, fixtures::*},
    numbering::Country,
};

fn written(records: &[Record], form: Form) -> String {
    let mut out = Vec::new();
    write_history(records.iter().cloned().map(Ok), form, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn parsed(records: &[Record]) -> Value {
    serde_json::from_str(&written(records, Form::Json)).unwrap()
}

fn sent_and_bought() -> Record {
    let stamped = |second, event| Stamped { at: Timestamp::from_second(second).unwrap(), event };
    let mut record = Record::new(intent_of("sub_8a1f4c2e", live()));
    record.events = vec![
        stamped(1_768_386_601, Event::Sent { attempt: 1, moment: at(0) }),
        stamped(1_768_386_602, Event::Answered { attempt: 1, answer: Box::new(unknown()) }),
        stamped(1_768_386_603, Event::Sent { attempt: 2, moment: at(1) }),
        stamped(1_768_386_604, Event::Answered { attempt: 2, answer: Box::new(bought("pn_55ad12", "+14155550142")) }),
    ];
    record
}

#[test]
fn a_bought_purchase_has_every_field() {
    let record = sent_and_bought();
    let id = record.intent.id.to_string();
    assert_eq!(
        parsed(&[record]),
        json!([{
            "id": id,
            "state": "bought",
            "sub_account_id": "sub_8a1f4c2e",
            "country": "US",
            "area_code": "415",
            "number_pattern": null,
            "idempotency_key": id,
            "number": "+14155550142",
            "number_id": "pn_55ad12",
            "released": null,
            "created_at": "2026-01-14T10:30:00Z",
            "updated_at": "2026-01-14T10:30:04Z",
            "attempts": 2,
            "mode": "live",
            "origin": "https://api.vantaxai.com/v1",
            "key_label": "VANTAX_API_KEY",
            "key_last4": "9c2f",
            "who": "ada",
        }])
    );
}

#[test]
fn p18_a_release_is_told_beside_the_state_which_stays_bought() {
    let mut record = sent_and_bought();
    let mut say = |step, word| {
        record.events.push(Stamped { at: Timestamp::UNIX_EPOCH, event: Event::Release(step) });
        let line = &parsed(std::slice::from_ref(&record))[0];
        assert_eq!((&line["state"], &line["released"]), (&json!("bought"), &json!(word)));
        let in_words = match word {
            "released" => "  released  ",
            "not_released" => "  bought  ",
            _ => "  may be released  ",
        };
        let table = written(std::slice::from_ref(&record), Form::Table);
        assert!(table.lines().nth(1).is_some_and(|row| row.contains(in_words)), "{word}: {table}");
        assert_eq!((&line["number"], &line["attempts"]), (&json!("+14155550142"), &json!(2)));
    };
    say(ReleaseStep::Sent(leave(1, 0)), "sent");
    say(ReleaseStep::Answered { attempt: 1, answer: Box::new(release_unknown()) }, "unknown");
    say(ReleaseStep::ClosedByHand, "not_released");
    say(ReleaseStep::Sent(leave(1, 1)), "sent");
    let yes = Answer { outcome: ReleaseOutcome::Released(None), ..release_unknown() };
    say(ReleaseStep::Answered { attempt: 1, answer: Box::new(yes) }, "released");
}

#[test]
fn what_is_not_known_is_null() {
    let mut record = Record::new(intent());
    record.intent.draft.request.country = Country::parse("GB").unwrap();
    record.intent.draft.request.criterion = Criterion::recorded(Kind::Pattern, "+4420*******").unwrap();
    record.intent.draft.body = FrozenBody::recorded(String::new());
    let line = &parsed(&[record])[0];
    assert_eq!(line["area_code"], Value::Null);
    assert_eq!(line["number_pattern"], "+4420*******");
    assert_eq!((&line["number"], &line["number_id"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&line["state"], &line["mode"], &line["origin"]),
        (&json!("recorded"), &json!("sandbox"), &json!("sandbox"))
    );
    assert_eq!((&line["attempts"], &line["updated_at"]), (&json!(0), &line["created_at"]));
}

#[test]
fn no_purchase_is_an_empty_array_and_a_sentence() {
    assert_eq!(written(&[], Form::Json), "[]\n");
    assert_eq!(written(&[], Form::Csv), COLUMNS.join(",") + "\n");
    assert_eq!(written(&[], Form::Table), "No purchase yet.\n");
}

#[test]
fn the_table_is_aligned_whatever_the_server_called_a_number() {
    let mut wide = Record::new(intent_of("sub_b", crate::domain::Origin::Sandbox));
    wide.events = vec![
        Stamped { at: Timestamp::UNIX_EPOCH, event: Event::Sent { attempt: 1, moment: at(0) } },
        Stamped { at: Timestamp::UNIX_EPOCH, event: Event::Linked(number("pn_1", "東京\u{1b}[2J")) },
    ];
    let mut lost = sent_and_bought();
    lost.intent.who = Clean::line("ada");
    lost.events.truncate(2);
    assert_eq!(
        written(&[sent_and_bought(), wide, lost], Form::Table),
        "Confirmed (UTC)   State    Number        Asked for  Sub-account   Mode\n\
         2026-01-14 10:30  bought   +14155550142  US 415     sub_8a1f4c2e  live\n\
         2026-01-14 10:30  bought   東京␛[2J      US 415     sub_b         sandbox\n\
         2026-01-14 10:30  unknown  -             US 415     sub_8a1f4c2e  live\n"
    );
}

#[test]
fn csv_has_the_names_and_values_of_json() {
    let mut never = Record::new(intent_of("sub_b", crate::domain::Origin::Sandbox));
    never.intent.draft.request.country = Country::parse("GB").unwrap();
    never.intent.draft.request.criterion = Criterion::recorded(Kind::Pattern, "+4420*******").unwrap();
    let records = [sent_and_bought(), never];
    let [header, rows @ ..] = &read(&written(&records, Form::Csv))[..] else { panic!("no header") };
    let json = parsed(&records);
    let objects = json.as_array().unwrap();
    assert_eq!(rows.len(), objects.len());
    for (row, object) in rows.iter().zip(objects) {
        let object = object.as_object().unwrap();
        assert_eq!(header, &object.keys().cloned().collect::<Vec<_>>());
        for (cell, value) in row.iter().zip(object.values()) {
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text);
        }
    }
    assert!(written(&records, Form::Csv).contains(",'+14155550142,pn_55ad12,"));
}

/// Records from a list, with what cannot be read among them.
fn with_trouble(troubles: &[Option<Trouble>], form: Form) -> (String, Option<Trouble>) {
    let mut out = Vec::new();
    let records = troubles.iter().map(|trouble| trouble.clone().map_or_else(|| Ok(sent_and_bought()), Err));
    let unread = match write_history(records, form, &mut out) {
        Ok(()) => None,
        Err(Unfinished::Unread(trouble)) => Some(trouble),
        Err(Unfinished::Unwritten(error)) => panic!("{error}"),
    };
    (String::from_utf8(out).unwrap(), unread)
}

#[test]
fn p17_what_cannot_be_read_is_said_hides_nothing_and_is_never_an_empty_history() {
    for form in [Form::Table, Form::Json, Form::Csv] {
        let damaged = || Some(Trouble::DamagedRecord);
        let (text, unread) = with_trouble(&[damaged(), None, damaged(), None], form);
        assert_eq!((text.matches("+14155550142").count(), unread), (2, Some(Trouble::DamagedRecords(2))), "{form:?}");
        let (text, unread) = with_trouble(&[None, damaged(), Some(Trouble::Damaged), None], form);
        assert_eq!((text.matches("+14155550142").count(), unread), (1, Some(Trouble::DamagedRecords(1))), "{form:?}");
        let (text, unread) = with_trouble(&[None, Some(Trouble::Damaged)], form);
        assert_eq!((text.matches("+14155550142").count(), unread), (1, Some(Trouble::Damaged)), "{form:?}");
        for nothing in [vec![damaged()], vec![Some(Trouble::Damaged)]] {
            let (text, unread) = with_trouble(&nothing, form);
            assert!(text.is_empty() && unread.is_some(), "{form:?}: {text}");
        }
    }
}

proptest! {
    /// Whatever text is in a record, it stays in its cell, calculates nothing and acts on no terminal.
    #[test]
    fn p10_no_text_of_a_record_leaves_its_cell_or_begins_a_formula(
        texts in prop::collection::vec("(?s)([-=+@'\" ,\r\n\t]{0,3}.{0,9}|.{0,9})", 5)
    ) {
        let [number, id, who, label, last4] = &texts[..] else { panic!("five texts") };
        let mut record = sent_and_bought();
        record.intent.who = Clean::line(who);
        record.intent.draft.key = KeyRef { label: Clean::line(label), last4: Clean::line(last4) };
        record.events.truncate(1);
        let yes = bought(id, number);
        record.events.push(Stamped {
            at: Timestamp::UNIX_EPOCH,
            event: Event::Answered { attempt: 1, answer: Box::new(yes) },
        });
        let text = written(&[record, sent_and_bought()], Form::Csv);
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{:?}", text);
        prop_assert_eq!(text.lines().count(), 3);
        for row in read(&text) {
            prop_assert_eq!(row.len(), COLUMNS.len());
            for cell in row {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{}", cell);
            }
        }
    }
}
