//! What a request says, and what is wrong with it.
//!
//! Owns the reading of bodies and queries: it turns them into values or into the
//! documented 400 and 422. It asks `domain` for the rules, but is stricter in one
//! thing: spellings that the program understands from a person, such as `(415)`,
//! are not documented for the API, so only the plain form passes here.

use std::collections::{BTreeMap, HashMap};

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use super::envelope::{Failure, Page, Source};
use crate::{
    domain::{
        Criterion, PurchaseRequest, SubAccountId,
        criterion::{Kind, Reading},
    },
    numbering::Country,
};

/// How many items a page has when the request does not say, and at most.
const USUAL_LIMIT: usize = 20;
const MOST_ITEMS: usize = 100;
/// The longest idempotency key taken; the docs name no bound.
const LONGEST_KEY: usize = 255;

/// The query of a list.
pub type Query = HashMap<String, String>;

/// Reads a purchase's headers and body. Fields that are not documented are ignored.
///
/// # Errors
/// 400 where it is not JSON, 422 where fields are missing or wrong; all of them are named.
pub fn purchase(headers: &HeaderMap, body: &[u8]) -> Result<PurchaseRequest, Failure> {
    if !is_json(headers) {
        return Err(malformed("Content-Type must be application/json"));
    }
    let fields: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| malformed("The body is not a JSON object"))?;
    let mut errors = BTreeMap::new();
    let mut note = |field: &'static str, message: String| errors.entry(field).or_insert_with(Vec::new).push(message);
    let sub_account = sub_account(&fields).map_err(|message| note("sub_account_id", message)).ok();
    let country = country(&fields).map_err(|message| note("country", message)).ok();
    // Without a country the search cannot be judged; what is wrong with the country is said already.
    let criterion = country.and_then(|country| match criterion(country, &fields) {
        Ok(criterion) => Some(criterion),
        Err(problems) => {
            for (kind, message) in problems {
                note(kind.api_field(), message);
            }
            None
        }
    });
    match (sub_account, country, criterion) {
        (Some(sub_account), Some(country), Some(criterion)) => Ok(PurchaseRequest { sub_account, country, criterion }),
        _ => Err(Failure::invalid(errors)),
    }
}

fn malformed(message: &str) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, message)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// A field's text; `None` where it is absent or null.
fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err("Must be a string".to_owned()),
    }
}

fn sub_account(fields: &Map<String, Value>) -> Result<SubAccountId, String> {
    sub_account_id(text(fields, "sub_account_id")?)
}

fn sub_account_id(text: Option<&str>) -> Result<SubAccountId, String> {
    let text = text.ok_or("Is required")?;
    let id = SubAccountId::parse(text).map_err(|fault| fault.to_string())?;
    if id.as_str() == text { Ok(id) } else { Err("Must not have space around it".to_owned()) }
}

fn country(fields: &Map<String, Value>) -> Result<Country, String> {
    let Some(code) = text(fields, "country")? else { return Ok(Country::API_DEFAULT) };
    let country = Country::parse(code).map_err(|fault| fault.to_string())?;
    if country.code() == code { Ok(country) } else { Err(format!("Must be written {}", country.code())) }
}

/// The one thing to search by, or what is wrong with each of the two fields.
fn criterion(country: Country, fields: &Map<String, Value>) -> Result<Criterion, Vec<(Kind, String)>> {
    let sent = |kind: Kind| text(fields, kind.api_field()).map_err(|message| vec![(kind, message)]);
    match (sent(Kind::AreaCode)?, sent(Kind::Pattern)?) {
        (Some(input), None) => one_criterion(Kind::AreaCode, country, input),
        (None, Some(input)) => one_criterion(Kind::Pattern, country, input),
        (None, None) | (Some(_), Some(_)) => {
            let message = "Provide exactly one of area_code and number_pattern";
            Err([Kind::AreaCode, Kind::Pattern].map(|kind| (kind, message.to_owned())).into())
        }
    }
}

fn one_criterion(kind: Kind, country: Country, input: &str) -> Result<Criterion, Vec<(Kind, String)>> {
    let message = match Criterion::read(kind, country, input) {
        Reading::Valid(criterion) if criterion.as_str() == input => return Ok(criterion),
        Reading::Valid(criterion) => format!("Must be written {}", criterion.as_str()),
        Reading::Empty => "Must not be empty".to_owned(),
        Reading::Incomplete(more) => format!("Is not complete: {more}"),
        Reading::Wrong(fault) => format!("{}; accepted: {}", fault.rule, fault.accepted),
    };
    Err(vec![(kind, message)])
}

/// The idempotency key, if one was sent.
///
/// # Errors
/// 400 where it is not 1–255 visible ASCII characters; the docs do not say what is.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| malformed("Idempotency-Key must be 1 to 255 ASCII characters"))
}

/// The sub-account that a list is asked for.
///
/// # Errors
/// 422.
pub fn listed_account(query: &Query) -> Result<SubAccountId, Failure> {
    sub_account_id(query.get("sub_account_id").map(String::as_str))
        .map_err(|message| Failure::field("sub_account_id", message))
}

/// The source that a list is narrowed to.
///
/// # Errors
/// 422.
pub fn source(query: &Query) -> Result<Option<Source>, Failure> {
    match query.get("source").map(String::as_str) {
        None => Ok(None),
        Some("platform") => Ok(Some(Source::Platform)),
        Some("imported") => Ok(Some(Source::Imported)),
        Some(_) => Err(Failure::field("source", "Must be platform or imported")),
    }
}

/// Cuts the page out of a list that the query asks for.
///
/// # Errors
/// 422 where `limit` is not a number from 1, or `starting_after` is not in the list.
pub fn page<T>(items: Vec<T>, id: impl Fn(&T) -> &str, query: &Query) -> Result<Page<T>, Failure> {
    let limit = limit(query)?;
    let start = match query.get("starting_after") {
        None => 0,
        Some(cursor) => {
            let last_seen = items.iter().position(|item| id(item) == cursor);
            1 + last_seen.ok_or_else(|| Failure::field("starting_after", "Is not in this list"))?
        }
    };
    let total = items.len();
    let shown: Vec<T> = items.into_iter().skip(start).take(limit).collect();
    let more = start + shown.len() < total;
    let next_cursor = shown.last().filter(|_| more).map(|last| id(last).to_owned());
    Ok(Page::new(shown, total, limit, next_cursor))
}

/// 1–100, 20 where it is not said; larger values are clamped, however large.
fn limit(query: &Query) -> Result<usize, Failure> {
    let Some(text) = query.get("limit") else { return Ok(USUAL_LIMIT) };
    let digits = text.trim_start_matches('0');
    if digits.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::field("limit", "Must be a whole number from 1 to 100"));
    }
    Ok(digits.parse().unwrap_or(MOST_ITEMS).min(MOST_ITEMS))
}
