//! The field errors of a refusal.
//!
//! Owns the lenient reading of `errors`, whose shape is not documented: an object
//! by field, an array of objects or of texts, nested or not. What cannot be read
//! is left out; the refusal itself never depends on it.

use serde_json::{Map, Value};

use super::redact::Redactor;
use crate::domain::FieldProblem;

/// The most problems kept. A purchase has four fields.
const MOST: usize = 20;
/// Names under which APIs put the text of an error, the likeliest first.
const MESSAGE_NAMES: [&str; 5] = ["message", "msg", "detail", "error", "reason"];
/// Names under which APIs put the field.
const FIELD_NAMES: [&str; 6] = ["field", "path", "name", "param", "loc", "property"];

/// Reads the `errors` of a failure envelope, at most 20 of them, in their order.
pub(super) fn read(errors: Option<&Value>, key: &Redactor<'_>) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    if let Some(errors) = errors {
        collect(errors, "", key, &mut found);
    }
    found
}

fn collect(value: &Value, path: &str, key: &Redactor<'_>, found: &mut Vec<FieldProblem>) {
    match value {
        _ if found.len() >= MOST => {}
        Value::String(text) if !text.trim().is_empty() => {
            let field = (!path.is_empty()).then(|| key.line(path));
            found.push(FieldProblem { field, message: key.line(text) });
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, key, found)),
        Value::Object(map) => match message(map) {
            Some(message) => collect(message, &joined(path, &field(map)), key, found),
            None => map.iter().for_each(|(name, inner)| collect(inner, &joined(path, name), key, found)),
        },
        _ => {}
    }
}

/// The text or texts of an entry such as `{"field": …, "message": …}`. An object without any is one by field.
fn message(map: &Map<String, Value>) -> Option<&Value> {
    MESSAGE_NAMES.iter().find_map(|name| map.get(*name).filter(|value| value.is_string() || value.is_array()))
}

/// The field that an entry names: a text, or a path of texts and indices. Empty where it names none.
fn field(map: &Map<String, Value>) -> String {
    let named = FIELD_NAMES.iter().find_map(|name| map.get(*name).map(path_text).filter(|text| !text.is_empty()));
    named.unwrap_or_default()
}

fn path_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(index) => index.to_string(),
        Value::Array(parts) => {
            // Some servers begin a path with the part of the request that it is in.
            let parts = parts.strip_prefix(&[Value::from("body")]).unwrap_or(parts);
            parts.iter().map(path_text).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
        }
        _ => String::new(),
    }
}

fn joined(path: &str, name: &str) -> String {
    match (path, name) {
        ("", name) => name.to_owned(),
        (path, "") => path.to_owned(),
        (path, name) => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    fn shown(errors: &str) -> Vec<String> {
        let key = SecretString::from("vx_live_3fa9c2");
        let errors = serde_json::from_str(errors).unwrap();
        let problems = read(Some(&errors), &Redactor::new(&key));
        problems.iter().map(|p| format!("{}: {}", p.field.clone().unwrap_or_default(), p.message)).collect()
    }

    #[test]
    fn every_likely_shape_is_read() {
        for (errors, expected) in [
            (r#"{"area_code":"is not served"}"#, vec!["area_code: is not served"]),
            (r#"{"area_code":["a","b"],"country":"c"}"#, vec!["area_code: a", "area_code: b", "country: c"]),
            (r#"{"body":{"area_code":["a"]}}"#, vec!["body.area_code: a"]),
            (r#"{"area_code":{"code":"x","message":"a"}}"#, vec!["area_code: a"]),
            (r#"{"area_code":[{"message":"a"},{"msg":"b"}]}"#, vec!["area_code: a", "area_code: b"]),
            (r#"[{"field":"area_code","message":"a"}]"#, vec!["area_code: a"]),
            (r#"[{"path":["address","zip"],"detail":"a"}]"#, vec!["address.zip: a"]),
            (r#"[{"loc":["body","items",0,"id"],"msg":"a","type":"t"}]"#, vec!["items.0.id: a"]),
            (r#"[{"param":"country","error":"a"}]"#, vec!["country: a"]),
            (r#"[{"name":"country","message":["a","b"]}]"#, vec!["country: a", "country: b"]),
            (r#"[{"field":null,"path":"country","message":"a"}]"#, vec!["country: a"]),
            (r#"["a","b"]"#, vec![": a", ": b"]),
            (r#""a""#, vec![": a"]),
            (r#"{"message":"a"}"#, vec![": a"]),
            (r#"{"name":"is required"}"#, vec!["name: is required"]),
            (r#"{"a":"x\u001b[2Jy vx_live_3fa9c2"}"#, vec!["a: x␛[2Jy [key]"]),
            (r#"[{"field":"area_code"},7,null,true,"",[],{}]"#, vec!["field: area_code"]),
            ("null", vec![]),
        ] {
            assert_eq!(shown(errors), expected, "{errors}");
        }
        assert!(read(None, &Redactor::new(&SecretString::from(""))).is_empty());
    }

    #[test]
    fn the_number_of_problems_is_capped() {
        let many = format!("[{}]", vec![r#""x""#; 500].join(","));
        assert_eq!(shown(&many).len(), MOST);
    }
}
