//! The shape that other programs rely on.

use serde_json::{Value, json};

use super::*;
use crate::{
    domain::{Clean, Criterion, FrozenBody, Stamped, criterion::Kind},
    ledger::fixtures::*,
    numbering::Country,
};

fn parsed(records: &[Record]) -> Value {
    serde_json::from_str(&history_json(records)).unwrap()
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
    assert_eq!(history_json(&[]), "[]");
    assert_eq!(history_table(&[]), "No purchase yet.");
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
        history_table(&[sent_and_bought(), wide, lost]),
        "Confirmed (UTC)   State    Number        Asked for  Sub-account   Mode\n\
         2026-01-14 10:30  bought   +14155550142  US 415     sub_8a1f4c2e  live\n\
         2026-01-14 10:30  bought   東京␛[2J      US 415     sub_b         sandbox\n\
         2026-01-14 10:30  unknown  -             US 415     sub_8a1f4c2e  live"
    );
}
