//! What the vendor's page shows, and what it says of requests that are wrong.

use serde_json::json;

use super::*;

const REQUEST: &str = include_str!("../../../tests/fixtures/purchase_request.json");
const RESPONSE: &str = include_str!("../../../tests/fixtures/purchase_response.json");
const FAILURE: &str = include_str!("../../../tests/fixtures/failure.json");
const VALIDATION_FAILURE: &str = include_str!("../../../tests/fixtures/validation_failure.json");
const NUMBERS: &str = include_str!("../../../tests/fixtures/list_numbers.json");
const SUB_ACCOUNTS: &str = include_str!("../../../tests/fixtures/list_sub_accounts.json");

/// The names and types of a document, in order, without its values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("string"),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), shape(field))).collect(),
    }
}

pub(super) fn assert_same_shape(answer: &Reply, fixture: &str) {
    let fixture: Value = serde_json::from_str(fixture).unwrap();
    assert_eq!(shape(&answer.json()).to_string(), shape(&fixture).to_string());
}

#[tokio::test]
async fn the_documented_purchase_gets_the_documented_answer() {
    let sandbox = sandbox().await;
    let reply = buy(&sandbox, None, REQUEST).await;
    assert_eq!(reply.status, 201);
    assert_same_shape(&reply, RESPONSE);
    assert_eq!(reply.text("/message"), "Phone number purchased successfully");
    for (pointer, value) in
        [("/data/sub_account_id", "sub_8a1f4c2e"), ("/data/country", "US"), ("/data/source", "platform")]
    {
        assert_eq!(reply.text(pointer), value);
    }
    assert!(reply.text("/data/number").starts_with("+141555501"));
    assert!(reply.text("/data/id").starts_with("pn_"));
    let created_at = reply.text("/data/created_at");
    assert_eq!((created_at.len(), created_at.ends_with('Z')), ("2026-01-14T10:30:00Z".len(), true), "{created_at}");
    assert_eq!(sandbox.sales().len(), 1);
}

#[tokio::test]
async fn lists_have_the_shape_of_their_fixtures() {
    let sandbox = sandbox().await;
    buy(&sandbox, None, ORDER).await;
    assert_same_shape(&owned(&sandbox, "sub_account_id=sub_8a1f4c2e&limit=100").await, NUMBERS);
    let ids: Vec<_> = scenario::all().map(|scenario| scenario.id).collect();
    let last_but_one = ids[ids.len() - 2];
    let path = format!("/agency/sub-accounts?limit=100&starting_after={last_but_one}");
    let accounts = get(&sandbox, &path, Sandbox::agency_key()).await.json();
    let fixture: Value = serde_json::from_str(SUB_ACCOUNTS).unwrap();
    assert_eq!(shape(&accounts["data"][0]), shape(&fixture["data"][0]));
    assert_eq!(shape(&accounts["pagination"]), shape(&fixture["pagination"]));
}

#[tokio::test]
async fn failures_have_the_envelope_of_their_fixtures() {
    let sandbox = sandbox().await;
    assert_same_shape(&buy(&sandbox, None, &order_for("sub_none")).await, FAILURE);
    let failure = buy(&sandbox, None, &order_for("sub_invalid")).await.json();
    let fixture: Value = serde_json::from_str(VALIDATION_FAILURE).unwrap();
    assert_eq!(shape(&failure["message"]), shape(&fixture["message"]));
    assert_eq!(failure["success"], fixture["success"]);
    // What an item of `errors` looks like is not documented; that there are some is.
    assert!(failure.get("errors").is_some() && fixture.get("errors").is_some() && failure.get("data").is_none());
}

#[tokio::test]
async fn a_request_that_is_wrong_names_its_fields() {
    let sandbox = sandbox().await;
    for (body, fields) in [
        (r#"{"area_code":"415"}"#, vec!["sub_account_id"]),
        (r#"{"sub_account_id":"pn_1","area_code":"415"}"#, vec!["sub_account_id"]),
        (r#"{"sub_account_id":" sub_slow","area_code":"415"}"#, vec!["sub_account_id"]),
        (r#"{"sub_account_id":7,"area_code":"415"}"#, vec!["sub_account_id"]),
        (r#"{"sub_account_id":"sub_slow","country":"ZZ","area_code":"415"}"#, vec!["country"]),
        (r#"{"sub_account_id":"sub_slow","country":"us","area_code":"415"}"#, vec!["country"]),
        (r#"{"sub_account_id":"sub_slow"}"#, vec!["area_code", "number_pattern"]),
        (
            r#"{"sub_account_id":"sub_slow","area_code":"415","number_pattern":"+1415555****"}"#,
            vec!["area_code", "number_pattern"],
        ),
        (r#"{"sub_account_id":"sub_slow","area_code":"41"}"#, vec!["area_code"]),
        (r#"{"sub_account_id":"sub_slow","area_code":"911"}"#, vec!["area_code"]),
        (r#"{"sub_account_id":"sub_slow","area_code":""}"#, vec!["area_code"]),
        (r#"{"sub_account_id":"sub_slow","area_code":415}"#, vec!["area_code"]),
        (r#"{"sub_account_id":"sub_slow","area_code":"(415)"}"#, vec!["area_code"]),
        (r#"{"sub_account_id":"sub_slow","number_pattern":"+44*"}"#, vec!["number_pattern"]),
        (r#"{"sub_account_id":"sub_slow","number_pattern":"415 555 ****"}"#, vec!["number_pattern"]),
        ("{}", vec!["area_code", "number_pattern", "sub_account_id"]),
    ] {
        let reply = buy(&sandbox, None, body).await;
        assert_failure(&reply, 422);
        let json = reply.json();
        let errors = json["errors"].as_object().unwrap();
        assert_eq!(errors.keys().collect::<Vec<_>>(), fields, "{body}");
        assert!(errors.values().all(|messages| messages[0].as_str().is_some_and(|text| !text.is_empty())));
    }
    assert_eq!(sandbox.sales(), []);
}

#[tokio::test]
async fn what_is_not_a_json_object_is_malformed() {
    let sandbox = sandbox().await;
    for body in ["", "{", "[]", "\"text\"", "{\"sub_account_id\":\"\\ud800\"}"] {
        assert_failure(&buy(&sandbox, None, body).await, 400);
    }
    for content_type in ["text/plain", "application/jsonx", ""] {
        let request = request(&sandbox, Method::POST, "/phone-numbers")
            .bearer_auth(Sandbox::buying_key().expose_secret())
            .header(CONTENT_TYPE, content_type)
            .body(ORDER);
        assert_failure(&send(request).await.unwrap(), 400);
    }
    assert_failure(&buy(&sandbox, None, &" ".repeat(100_000)).await, 400);
    assert_failure(&buy(&sandbox, Some(&"k".repeat(256)), ORDER).await, 400);
    assert_eq!(sandbox.sales(), []);
}

#[tokio::test]
async fn defaults_and_what_is_not_documented() {
    let sandbox = sandbox().await;
    for body in [
        r#"{"sub_account_id":"sub_8a1f4c2e","area_code":"415"}"#,
        r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415","number_pattern":null}"#,
        r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415","colour":"red"}"#,
    ] {
        let reply = buy(&sandbox, None, body).await;
        assert_eq!((reply.status, reply.text("/data/country").as_str()), (201, "US"), "{body}");
    }
    let request = purchase_request(&sandbox, None, ORDER).header("x-unheard-of", "1");
    assert_eq!(send(request).await.unwrap().status, 201);
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_the_envelope() {
    let sandbox = sandbox().await;
    let key = Sandbox::buying_key;
    assert_failure(&get(&sandbox, "/agents", key()).await, 404);
    assert_failure(&get(&sandbox, "/phone-numbers/", key()).await, 404);
    assert_failure(&owned(&sandbox, "sub_account_id=sub_unheard_of").await, 404);
    assert_failure(&buy(&sandbox, None, &order_for("sub_unheard_of")).await, 404);
    for (method, path) in [(Method::DELETE, "/phone-numbers"), (Method::POST, "/agency/sub-accounts")] {
        assert_failure(&send(request(&sandbox, method, path)).await.unwrap(), 405);
    }
}

#[tokio::test]
async fn every_request_is_logged_as_it_came() {
    let sandbox = sandbox().await;
    buy(&sandbox, Some("key-1"), ORDER).await;
    buy(&sandbox, None, "{").await;
    owned(&sandbox, "sub_account_id=sub_8a1f4c2e&limit=5").await;
    let seen = |method: &str, query: Option<&str>, key: Option<&str>, body: &str| Seen {
        method: method.to_owned(),
        path: "/v1/phone-numbers".to_owned(),
        query: query.map(str::to_owned),
        idempotency_key: key.map(str::to_owned),
        body: body.to_owned(),
    };
    let listing = seen("GET", Some("sub_account_id=sub_8a1f4c2e&limit=5"), None, "");
    assert_eq!(sandbox.log(), [seen("POST", None, Some("key-1"), ORDER), seen("POST", None, None, "{"), listing]);
}
