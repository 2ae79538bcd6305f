//! The shape that other programs rely on.

use serde_json::{Value, json};

use super::*;
use crate::{
    domain::{Answer, Clean, Criterion, FrozenBody, ReleaseOutcome, ReleaseStep, Stamped, criterion::Kind},
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
