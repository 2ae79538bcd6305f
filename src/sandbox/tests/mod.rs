//! The sandbox seen from outside, over real HTTP. This file holds the client; the others hold what is promised.

mod documented;
mod endings;
mod faults;
mod keys;
mod lists;
mod memory;
mod plan;
mod releases;

use std::time::Duration;

use reqwest::{
    Client, Method, RequestBuilder,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::*;

/// A purchase that is in order, for the sub-account that buys at once.
const ORDER: &str = r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415"}"#;

/// An answer that came whole.
#[derive(Debug, PartialEq)]
struct Reply {
    status: u16,
    retry_after: Option<String>,
    body: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The text at a JSON pointer; empty where there is none.
    fn text(&self, pointer: &str) -> String {
        self.json().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The ids of a list's items.
    fn ids(&self) -> Vec<String> {
        let json = self.json();
        let items = json["data"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A failure keeps the envelope: `success` false, a message, no `data`, and `errors` with 422 alone.
fn assert_failure(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.body);
    let json = reply.json();
    assert_eq!(json["success"], Value::Bool(false));
    assert!(!reply.text("/message").is_empty());
    assert!(json.get("data").is_none());
    assert_eq!(json.get("errors").is_some(), status == 422, "{}", reply.body);
}

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

fn order_for(account: &str) -> String {
    ORDER.replace("sub_8a1f4c2e", account)
}

/// A request to a path behind `/v1`, without a key.
fn request(sandbox: &Sandbox, method: Method, path: &str) -> RequestBuilder {
    // Another test may have installed it: then there is one, which is all that matters.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // No proxy of the machine's, and no idle connection whose timer would move a paused clock.
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    client.request(method, sandbox.base_url().join(path))
}

fn purchase_request(sandbox: &Sandbox, idempotency_key: Option<&str>, body: &str) -> RequestBuilder {
    let request = request(sandbox, Method::POST, "/phone-numbers")
        .bearer_auth(Sandbox::buying_key().expose_secret())
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_owned());
    match idempotency_key {
        Some(key) => request.header("Idempotency-Key", key),
        None => request,
    }
}

async fn send(request: RequestBuilder) -> reqwest::Result<Reply> {
    let response = request.send().await?;
    let retry_after = response.headers().get(RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    Ok(Reply { status: response.status().as_u16(), retry_after, body: response.text().await? })
}

async fn buy(sandbox: &Sandbox, idempotency_key: Option<&str>, body: &str) -> Reply {
    send(purchase_request(sandbox, idempotency_key, body)).await.unwrap()
}

async fn get(sandbox: &Sandbox, path: &str, key: SecretString) -> Reply {
    send(request(sandbox, Method::GET, path).bearer_auth(key.expose_secret())).await.unwrap()
}

async fn owned(sandbox: &Sandbox, parameters: &str) -> Reply {
    get(sandbox, &format!("/phone-numbers?{parameters}"), Sandbox::buying_key()).await
}
