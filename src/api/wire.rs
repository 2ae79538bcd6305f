//! The shapes on the wire, read leniently where the docs are silent.
//!
//! Owns the reading of the envelope, of a number, a sub-account and a page. A
//! field that is missing or of another type is absent, never an error; only what
//! makes a thing that thing (its id, its number) is demanded. What an envelope
//! *means* for a purchase is decided in `verdict`.

use serde_json::{Map, Value};

use super::redact::Redactor;
use crate::domain::{Clean, OwnedNumber, SubAccount, SubAccountId};

/// The envelope of a success: `success` is true, and nothing else is.
pub(super) fn is_success(envelope: &Map<String, Value>) -> bool {
    envelope.get("success") == Some(&Value::Bool(true))
}

/// The message of a complete failure envelope: `success` false, a `message`, no `data`.
pub(super) fn failure_message(envelope: &Map<String, Value>) -> Option<&str> {
    let failed = envelope.get("success") == Some(&Value::Bool(false));
    let empty = envelope.get("data").is_none_or(Value::is_null);
    envelope.get("message")?.as_str().filter(|_| failed && empty)
}

/// The envelope's `message`, where it says something.
pub(super) fn message(envelope: &Map<String, Value>, key: &Redactor<'_>) -> Option<Clean> {
    text(envelope, "message", key)
}

/// A number: an object whose `id` and `number` are texts that are not blank.
pub(super) fn owned_number(item: &Value, key: &Redactor<'_>) -> Option<OwnedNumber> {
    let item = item.as_object()?;
    let can = |what| item.get("capabilities")?.get(what)?.as_bool();
    Some(OwnedNumber {
        id: text(item, "id", key)?,
        number: text(item, "number", key)?,
        country: text(item, "country", key),
        source: text(item, "source", key),
        agent_id: text(item, "agent_id", key),
        sub_account_id: text(item, "sub_account_id", key),
        voice: can("voice"),
        sms: can("sms"),
        created_at: text(item, "created_at", key),
    })
}

/// A sub-account: an object whose `id` is one that requests may name.
pub(super) fn sub_account(item: &Value, key: &Redactor<'_>) -> Option<SubAccount> {
    let item = item.as_object()?;
    let id = item.get("id")?.as_str().filter(|id| !key.finds(id))?;
    Some(SubAccount { id: SubAccountId::parse(id).ok()?, name: text(item, "name", key) })
}

/// One page of a list, its items still unread.
pub(super) struct Page {
    /// The items in their order.
    pub(super) items: Vec<Value>,
    /// Whether more follow; `None` where the page does not say.
    pub(super) has_more: Option<bool>,
    /// What the page names as the next cursor.
    pub(super) next_cursor: Option<String>,
    /// How many items the whole list has, where stated.
    pub(super) total: Option<u64>,
}

/// Reads a page: a success whose `data` is an array.
pub(super) fn page(envelope: Value) -> Option<Page> {
    let Value::Object(mut envelope) = envelope else { return None };
    if !is_success(&envelope) {
        return None;
    }
    let Some(Value::Array(items)) = envelope.remove("data") else { return None };
    let stated = |name| envelope.get("pagination")?.get(name);
    Some(Page {
        items,
        has_more: stated("has_more").and_then(Value::as_bool),
        next_cursor: stated("next_cursor").and_then(Value::as_str).map(str::to_owned),
        total: stated("total").and_then(Value::as_u64),
    })
}

fn text(object: &Map<String, Value>, name: &str, key: &Redactor<'_>) -> Option<Clean> {
    object.get(name)?.as_str().filter(|text| !text.trim().is_empty()).map(|text| key.line(text))
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_id_and_number_make_a_number() {
        let key = SecretString::from("");
        let read = |item: Value| owned_number(&item, &Redactor::new(&key));
        let bare = read(json!({"id": "pn_1", "number": "+1"})).unwrap();
        assert_eq!((bare.voice, bare.sms, bare.country, bare.agent_id), (None, None, None, None));
        let odd = json!({"id": "pn_1", "number": "+1", "country": 1, "agent_id": [], "capabilities": {"voice": "yes", "sms": false}});
        let odd = read(odd).unwrap();
        assert_eq!((odd.voice, odd.sms, odd.country, odd.agent_id), (None, Some(false), None, None));
        for bad in [
            json!({"id": "", "number": "+1"}),
            json!({"id": "pn_1", "number": " "}),
            json!({"id": 1, "number": "+1"}),
            json!([]),
            json!({"number": "+1"}),
        ] {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn a_sub_account_needs_an_id_that_requests_may_name() {
        let key = SecretString::from("sub_secret_key");
        let read = |item: Value| sub_account(&item, &Redactor::new(&key)).map(|a| (a.id.to_string(), a.name));
        assert_eq!(read(json!({"id": "sub_1", "name": "A\u{1b}"})), Some(("sub_1".into(), Some(Clean::line("A␛")))));
        assert_eq!(read(json!({"id": "sub_1", "name": 7})), Some(("sub_1".into(), None)));
        for bad in [
            json!({"id": "sub_a b"}),
            json!({"id": "acc_1"}),
            json!({"name": "A"}),
            json!("sub_1"),
            json!({"id": "sub_secret_key"}),
        ] {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn a_page_is_a_success_with_a_list() {
        let full = page(
            json!({"success": true, "data": [1], "pagination": {"total": 3, "limit": 1, "has_more": true, "next_cursor": "pn_1"}}),
        );
        let full = full.unwrap();
        assert_eq!(
            (full.items.len(), full.has_more, full.next_cursor.as_deref(), full.total),
            (1, Some(true), Some("pn_1"), Some(3))
        );
        let bare = page(json!({"success": true, "data": [], "pagination": {"has_more": "no"}})).unwrap();
        assert_eq!((bare.has_more, bare.next_cursor, bare.total), (None, None, None));
        for bad in
            [json!({"success": true, "data": {}}), json!({"success": 1, "data": []}), json!({"data": []}), json!([])]
        {
            assert!(page(bad.clone()).is_none(), "{bad}");
        }
    }
}
