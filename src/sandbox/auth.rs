//! Who may call what.
//!
//! Owns the two keys that the sandbox takes and the documented rules: a key comes
//! as `Authorization: Bearer …` or as `x-api-key: …`, never both, and has one
//! scope. A handler asks by naming [`Resources`] or [`Agency`] among its arguments.
//! The keys are constants on purpose: they open nothing but this process, and say so.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
};

use super::envelope::Failure;

/// Opens the resource endpoints.
pub const BUYING_KEY: &str = "vx_sandbox_not_a_secret_0001";
/// Opens the agency endpoints.
pub const AGENCY_KEY: &str = "vx_sandbox_not_a_secret_0002";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Resources,
    Agency,
}

/// The request came with a key for the resource endpoints.
pub struct Resources;

/// The request came with a key for the agency endpoints.
pub struct Agency;

impl<S: Sync> FromRequestParts<S> for Resources {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        require(Scope::Resources, &parts.headers).map(|()| Self)
    }
}

impl<S: Sync> FromRequestParts<S> for Agency {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        require(Scope::Agency, &parts.headers).map(|()| Self)
    }
}

fn require(wanted: Scope, headers: &HeaderMap) -> Result<(), Failure> {
    if scope(headers)? == wanted {
        return Ok(());
    }
    Err(Failure::new(StatusCode::FORBIDDEN, "The scope of this API key does not reach this endpoint"))
}

/// The scope of the one key that was sent.
fn scope(headers: &HeaderMap) -> Result<Scope, Failure> {
    let bearers = headers.get_all(header::AUTHORIZATION).iter().map(bearer);
    let bare = headers.get_all("x-api-key").iter().map(|value| value.to_str().ok());
    let mut sent = bearers.chain(bare);
    let refused = |message| Err(Failure::new(StatusCode::UNAUTHORIZED, message));
    match (sent.next(), sent.next()) {
        (None, _) => refused("An API key is required: send Authorization: Bearer <key>"),
        (Some(_), Some(_)) => refused("Send exactly one API key: Authorization or x-api-key, never both"),
        (Some(Some(BUYING_KEY)), None) => Ok(Scope::Resources),
        (Some(Some(AGENCY_KEY)), None) => Ok(Scope::Agency),
        (Some(_), None) => refused("This API key is not known"),
    }
}

/// The key behind the word Bearer, which HTTP writes in any case.
fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, key) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(key)
}
