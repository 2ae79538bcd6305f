//! The endpoints.
//!
//! Owns the paths and the way of a request through the parts: noted in the log,
//! key checked, input read, store asked, answer carried out. It holds no rule of
//! its own; whatever has no endpoint is told so in the documented envelope.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{
        Path, Query, Request, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde::Serialize;

use super::{
    Pace, Seen, Shared,
    auth::{Agency, Resources},
    envelope::{Failure, Page, Released, SoldNumber},
    fault::Honest,
    input,
    scenario::{self, Delivery, Scenario},
    server,
    store::Order,
};
use crate::domain::SubAccountId;

/// The longest body taken, in bytes. A purchase has about a hundred.
const LONGEST_BODY: usize = 64 * 1024;

type Parameters = Result<Query<input::Query>, QueryRejection>;

/// A sub-account as a list shows it. Which fields the real API gives besides `id` is open.
#[derive(Serialize)]
struct ListedAccount {
    id: &'static str,
    name: &'static str,
}

/// Everything the sandbox answers.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/phone-numbers", post(purchase).get(list_numbers))
        .route("/v1/phone-numbers/{id}", delete(release))
        .route("/v1/agency/sub-accounts", get(list_sub_accounts))
        .fallback(async || Failure::new(StatusCode::NOT_FOUND, "There is no such endpoint"))
        .method_not_allowed_fallback(async || {
            Failure::new(StatusCode::METHOD_NOT_ALLOWED, "This endpoint does not take this method")
        })
        .layer(from_fn_with_state(Arc::clone(&shared), note))
        .with_state(shared)
}

/// Puts every request into the log before anything judges it.
async fn note(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return Failure::new(StatusCode::BAD_REQUEST, "The body is too long, or was cut short").into_response();
    };
    let key = parts.headers.get("idempotency-key");
    let seen = Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        idempotency_key: key.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned()),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    super::lock(&shared.log).push(seen);
    next.run(Request::from_parts(parts, Body::from(body))).await
}

async fn purchase(
    _: Resources,
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let request = input::purchase(&headers, &body)?;
    let idempotency_key = input::idempotency_key(&headers)?;
    let scenario = visible(&request.sub_account)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let order = Order { request, body, idempotency_key, scenario };
    let (answer, delivery) = super::lock(&shared.store).purchase(order)?;
    Ok(deliver(answer, delivery, &headers, shared.pace).await)
}

async fn release(
    _: Resources,
    State(shared): State<Arc<Shared>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Ok(Path(id)) = id else { return Err(Failure::new(StatusCode::BAD_REQUEST, "The path cannot be read")) };
    let idempotency_key = input::idempotency_key(&headers)?;
    let delivery = super::lock(&shared.store).release(&id, idempotency_key)?;
    Ok(deliver(Released::new(), delivery, &headers, shared.pace).await)
}

/// Carries the answer to a sale or release out, well or badly, as the scenario has it.
async fn deliver(
    answer: impl IntoResponse + Serialize,
    delivery: Delivery,
    headers: &HeaderMap,
    pace: Pace,
) -> Response {
    match delivery {
        Delivery::AtOnce => answer.into_response(),
        Delivery::After(wait) => {
            tokio::time::sleep(wait).await;
            answer.into_response()
        }
        Delivery::Broken(breaks) => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            server::instead(breaks(&Honest::new(&answer, host, pace)))
        }
    }
}

fn visible(id: &SubAccountId) -> Result<&'static Scenario, Failure> {
    scenario::find(id).ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "There is no such sub-account"))
}

async fn list_numbers(
    _: Resources,
    State(shared): State<Arc<Shared>>,
    query: Parameters,
) -> Result<Json<Page<SoldNumber>>, Failure> {
    let query = readable(query)?;
    let owner = input::listed_account(&query)?;
    let list = visible(&owner)?.kind.lists();
    let source = input::source(&query)?;
    let mut numbers = {
        let mut store = super::lock(&shared.store);
        store.read_news().map_err(|error| Failure::internal(&error))?;
        store.owned_by(&owner, list)
    };
    numbers.retain(|number| source.is_none_or(|source| number.source == source));
    list.page(numbers, &query, shared.pace).await.map(Json)
}

async fn list_sub_accounts(_: Agency, query: Parameters) -> Result<Json<Page<ListedAccount>>, Failure> {
    let query = readable(query)?;
    let accounts = scenario::all().map(|scenario| ListedAccount { id: scenario.id, name: scenario.name });
    input::page(accounts.collect(), |account| account.id, &query).map(Json)
}

fn readable(query: Parameters) -> Result<input::Query, Failure> {
    query.map(|Query(query)| query).map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "The query cannot be read"))
}
