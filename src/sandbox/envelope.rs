//! The shape of every answer.
//!
//! Owns the documented envelope: `{"success":true,"message"?,"data","pagination"?}`
//! and `{"success":false,"message"}`, the latter without `data` and, for 422 only,
//! with `errors`. The shape of `errors` is open in the docs; here it is an object,
//! field → list of messages. No answer leaves the sandbox in another shape.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{domain::SubAccountId, numbering::Country};

/// Where a number came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Bought here.
    Platform,
    /// Brought along. Nothing in the sandbox is, but a list may ask for it.
    Imported,
}

/// What a number can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// It takes calls.
    pub voice: bool,
    /// It takes text messages.
    pub sms: bool,
}

/// A number as the API shows it: the `data` of a purchase and each item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldNumber {
    /// `pn_` and eight hexadecimal digits.
    pub id: String,
    /// E.164.
    pub number: String,
    /// Where it was looked for.
    pub country: Country,
    /// Always bought here.
    pub source: Source,
    /// The agent it rings; none, as the sandbox has no agents.
    pub agent_id: Option<String>,
    /// Who owns it.
    pub sub_account_id: SubAccountId,
    /// What it can do.
    pub capabilities: Capabilities,
    /// When it was sold, in whole seconds.
    pub created_at: Timestamp,
}

/// The answer to a purchase that sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchased {
    success: bool,
    message: String,
    /// What was sold.
    pub data: SoldNumber,
}

impl Purchased {
    /// The documented answer.
    pub(super) fn new(data: SoldNumber) -> Self {
        Self { success: true, message: "Phone number purchased successfully".to_owned(), data }
    }
}

impl IntoResponse for Purchased {
    /// 201: the docs show no status for a purchase and say that endpoints that create may answer 201.
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self)).into_response()
    }
}

/// The answer to a release: there is no `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Released {
    success: bool,
    message: &'static str,
}

impl Released {
    /// The documented answer.
    pub(super) fn new() -> Self {
        Self { success: true, message: "Phone number released successfully" }
    }
}

impl IntoResponse for Released {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    success: bool,
    data: Vec<T>,
    pagination: Pagination,
}

#[derive(Debug, Serialize)]
struct Pagination {
    total: usize,
    limit: usize,
    has_more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The `items` of this page, of `total` in the whole list; `next_cursor` where more follow.
    pub fn new(items: Vec<T>, total: usize, limit: usize, next_cursor: Option<String>) -> Self {
        let pagination = Pagination { total, limit, has_more: next_cursor.is_some(), next_cursor };
        Self { success: true, data: items, pagination }
    }
}

/// Any answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    status: StatusCode,
    message: String,
    errors: BTreeMap<&'static str, Vec<String>>,
    retry_after: Option<u64>,
}

impl Failure {
    /// A failure of one sentence.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), errors: BTreeMap::new(), retry_after: None }
    }

    /// A 422 that names what is wrong with which field.
    pub fn invalid(errors: BTreeMap<&'static str, Vec<String>>) -> Self {
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The request is not valid") }
    }

    /// A 422 about one field.
    pub fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::invalid(BTreeMap::from([(field, vec![message.into()])]))
    }

    /// A 429. `Retry-After` counts whole seconds, so what is left of one counts as one.
    pub fn rate_limited(rest: Duration) -> Self {
        let seconds = rest.as_secs() + u64::from(rest.subsec_nanos() > 0);
        let limited = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please wait before you try again");
        Self { retry_after: Some(seconds), ..limited }
    }

    /// A 500 about the sandbox itself, not a scenario.
    pub fn internal(what: &std::io::Error) -> Self {
        let message = format!("The sandbox could not use its journal, so nothing was sold or released: {what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

/// What is written of a failure.
#[derive(Serialize)]
struct FailureBody {
    success: bool,
    message: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: BTreeMap<&'static str, Vec<String>>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = FailureBody { success: false, message: self.message, errors: self.errors };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
