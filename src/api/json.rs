//! JSON, read strictly and within bounds.
//!
//! Owns the rule for what counts as a sensible body: one complete JSON value, no
//! name twice in an object (two readers could see two different answers), and no
//! more values than a sensible answer has. The last bound matters for memory: a
//! mebibyte of `[[],[],…` would otherwise grow to a hundred.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The most values in one body, names not counted. A page of 100 documented numbers has some 1,200.
const MOST_VALUES: usize = 20_000;

/// Reads one strict JSON value; `None` for anything less.
pub(super) fn parse(bytes: &[u8]) -> Option<Value> {
    let mut left = MOST_VALUES;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { left: &mut left }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

/// Builds a value while counting down how many more it may hold.
struct Strict<'a> {
    left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        *self.left = self.left.checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?;
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Strict { left: &mut *self.left })? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let value = object.next_value_seed(Strict { left: &mut *self.left })?;
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sensible_json_is_read_as_it_stands() {
        let text = r#"{"z":[1,-2,1.5,"a\nb",true,null,{}],"a":{"b":[]}}"#;
        assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(parse(b" \"x\" \n").unwrap(), Value::from("x"));
    }

    #[test]
    fn what_two_readers_could_take_differently_is_refused() {
        for bad in [
            &b""[..],
            b"{",
            br#"{"success":true"#,
            br#"{"success":true,"success":false}"#,
            br#"{"a":{"b":1,"b":1}}"#,
            br#"[{"a":1,"\u0061":2}]"#,
            br#"{"a":1} {"a":1}"#,
            br#"{"a":1,}"#,
            b"{\"a\":\"\xff\"}",
            br#"{"a":"\ud800"}"#,
            b"\xef\xbb\xbf{}",
            b"NaN",
            b"1e999",
        ] {
            assert_eq!(parse(bad), None, "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn p08_depth_and_number_of_values_are_bounded() {
        let list = |of: &str, count| format!("[{}]", vec![of; count].join(","));
        assert!(parse(list("[]", MOST_VALUES - 1).as_bytes()).is_some());
        assert!(parse(list("[]", MOST_VALUES).as_bytes()).is_none());
        assert!(parse("[".repeat(1 << 20).as_bytes()).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_what_serde_json_reads(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(value) = parse(&bytes) {
                prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
            }
        }
    }
}
