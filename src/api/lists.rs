//! Reading lists to their end, or saying that it was not reached.
//!
//! Owns the walk over pages. A list is complete only if every page said so
//! clearly, every item was read, and the count is right; otherwise it is
//! incomplete, with the reason, and proves nothing. A server that pages for ever,
//! in circles or without progress is left after bounded time and memory. Nothing
//! is tried again by itself: a person has a key for that.

use std::{collections::HashSet, time::Duration};

use reqwest::Method;
use secrecy::SecretString;
use serde_json::Value;
use tokio::time::Instant;
use tracing::info;

use super::{
    client::{Client, NUMBERS},
    exchange::{self, Exchange, Seen},
    json,
    redact::Redactor,
    retry_after,
    verdict::millis,
    wire::{self, Page},
};
use crate::domain::{Clean, Doubt, OwnedNumber, SubAccount, SubAccountId};

/// The path of the agency's sub-accounts, below the base address.
const SUB_ACCOUNTS: &str = "/agency/sub-accounts";
/// Items asked for in a page: the most that the API gives.
const PER_PAGE: usize = 100;
/// The longest cursor sent back, in bytes. Ids are about a dozen.
const LONGEST_CURSOR: usize = 300;
/// How many answers of full length one list may be, in total.
const FULL_ANSWERS: usize = 3;

/// What was read of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The items in the API's order, newest first. Empty where the list failed.
    pub items: Vec<T>,
    /// How the reading ended.
    pub end: End,
}

/// How the reading of a list ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Everything was read.
    Complete,
    /// Some was read; the text says why not all, to stand after "The list is incomplete: ". Such a list proves nothing
    /// about what is not in it.
    Incomplete(Clean),
    /// Nothing was read.
    Failed(ReadProblem),
}

/// Why a page could not be read: a sentence for a person, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadProblem {
    /// The request never left.
    #[error("The API was not reached: {0}. Check the connection and the address, then try again")]
    NotReached(Clean),
    /// The connection stood, but the answer did not come in whole.
    #[error("The answer did not arrive in whole: {0}. Try again")]
    Lost(Clean),
    /// The time ran out.
    #[error("The API did not answer within {0} s. Try again")]
    TimedOut(u64),
    /// The answer was longer than allowed.
    #[error("The answer was longer than an honest one can be. Check the address of the API")]
    TooLong,
    /// A status other than 200.
    #[error("The API answered {status}{}. {}", said(.message.as_ref()), advice(*.status, *.wait_s))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the server said.
        message: Option<Clean>,
        /// Seconds that a 429 asks to wait.
        wait_s: Option<u64>,
    },
    /// A 200 that is no list.
    #[error("The API answered 200, but not with a list. Check the address of the API")]
    NotAList,
}

fn said(message: Option<&Clean>) -> String {
    message.map(|message| format!(" and said “{message}”")).unwrap_or_default()
}

fn advice(status: u16, wait_s: Option<u64>) -> String {
    let advice = match (status, wait_s) {
        (401, _) => "The key was refused: check that it is whole and not revoked",
        (402, _) => "The plan does not cover this, or its quota is used up",
        (403, _) => "This key is of another scope: lists of sub-accounts need an agency key, numbers a sub-account's",
        (404, _) => "There is no such thing, or this key may not see it",
        (429, Some(seconds)) => return format!("Wait {seconds} s, then try again"),
        (429, None) => "Wait a little, then try again",
        (300..=399, _) => "It sends elsewhere, which is never followed: check the address of the API",
        (500..=599, _) => "The fault is on their side: try again later",
        _ => "Try again, or check the address of the API",
    };
    advice.to_owned()
}

impl Client {
    /// Lists the numbers that a sub-account owns, newest first. It ends within [`super::Limits::list`].
    pub async fn list_numbers(&self, key: &SecretString, of: &SubAccountId) -> Listing<OwnedNumber> {
        let mut items = Vec::new();
        let filter = [("sub_account_id", of.as_str())];
        let end = self
            .walk(key, NUMBERS, &filter, |page, redactor| {
                let before = items.len();
                items.extend(page.iter().filter_map(|item| wire::owned_number(item, redactor)));
                items.len() - before
            })
            .await;
        Listing { items, end }
    }

    /// Lists the sub-accounts of an agency, handing over each page as it comes. It ends within
    /// [`super::Limits::list`]. An incomplete or failed end takes back nothing of what was handed over.
    pub async fn list_sub_accounts(&self, key: &SecretString, mut on_page: impl FnMut(Vec<SubAccount>) + Send) -> End {
        self.walk(key, SUB_ACCOUNTS, &[], |page, redactor| {
            let accounts: Vec<_> = page.iter().filter_map(|item| wire::sub_account(item, redactor)).collect();
            let read = accounts.len();
            on_page(accounts);
            read
        })
        .await
    }

    /// Walks the pages. `take` is given the items of each page that were not seen before and says how many it could
    /// read.
    async fn walk(
        &self,
        key: &SecretString,
        path: &str,
        filter: &[(&str, &str)],
        mut take: impl FnMut(&[Value], &Redactor<'_>) -> usize + Send,
    ) -> End {
        let deadline = Instant::now() + self.limits.list;
        let redactor = Redactor::new(key);
        let mut walk = Walk::default();
        loop {
            let cursor = walk.cursor.as_deref().map(|cursor| ("starting_after", cursor));
            let query: Vec<_> = filter.iter().copied().chain(cursor).collect();
            let (page, bytes) = match self.page(key, path, &query, deadline).await {
                Ok(read) => read,
                Err(problem) if walk.pages == 0 => return End::Failed(problem),
                // The last page was only given what was left of the time.
                Err(ReadProblem::TimedOut(_)) if Instant::now() >= deadline => return self.out_of_time(),
                Err(problem) => return incomplete(&problem.to_string()),
            };
            let more = walk.step(page, bytes, &redactor, |items| take(items, &redactor));
            match more {
                More::Yes if walk.pages >= self.limits.pages => {
                    return incomplete(&format!("it goes on after {} pages", walk.pages));
                }
                More::Yes if walk.bytes > self.limits.body.saturating_mul(FULL_ANSWERS) => {
                    return incomplete("it is longer than this program reads");
                }
                More::Yes if Instant::now() >= deadline => {
                    return self.out_of_time();
                }
                More::Yes => {}
                More::No => return walk.end(),
                More::Lost(reason) => return incomplete(reason),
            }
        }
    }

    fn out_of_time(&self) -> End {
        incomplete(&format!("it goes on after {} s", seconds_up(self.limits.list)))
    }

    /// Reads one page; with it, how many bytes it had.
    async fn page(
        &self,
        key: &SecretString,
        path: &str,
        query: &[(&str, &str)],
        deadline: Instant,
    ) -> Result<(Page, usize), ReadProblem> {
        let started = Instant::now();
        let mut request = self.request(Method::GET, path, key).map_err(ReadProblem::NotReached)?;
        request.url_mut().query_pairs_mut().extend_pairs(query).append_pair("limit", &PER_PAGE.to_string());
        let patience = self.limits.exchange.min(deadline.saturating_duration_since(started));
        let exchange = exchange::run(&self.reads, request, &self.limits, patience).await;
        let status = exchange.seen().map(|seen| seen.status);
        info!(method = "GET", path = %self.path(path), status, took_ms = millis(started.elapsed()), "exchange");
        match exchange {
            Exchange::Whole(seen) => read(&seen, &Redactor::new(key)),
            Exchange::NeverLeft(reason) => Err(ReadProblem::NotReached(reason)),
            Exchange::Broken { doubt: Doubt::TooLong, .. } => Err(ReadProblem::TooLong),
            Exchange::Broken { doubt: Doubt::ConnectionLost(reason), .. } => Err(ReadProblem::Lost(reason)),
            Exchange::Broken { .. } => Err(ReadProblem::TimedOut(seconds_up(patience))),
        }
    }
}

fn read(seen: &Seen, key: &Redactor<'_>) -> Result<(Page, usize), ReadProblem> {
    let body = json::parse(&seen.body);
    if seen.status == 200 {
        return body.and_then(wire::page).map(|page| (page, seen.body.len())).ok_or(ReadProblem::NotAList);
    }
    let message = body.as_ref().and_then(Value::as_object).and_then(|envelope| wire::message(envelope, key));
    let wait_s = retry_after::read(&seen.headers, seen.at).map(seconds_up);
    Err(ReadProblem::Refused { status: seen.status, message, wait_s })
}

/// Whole seconds, rounded up: one who waits them has waited long enough.
fn seconds_up(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

fn incomplete(reason: &str) -> End {
    End::Incomplete(Clean::line(reason))
}

/// Whether another page is to be read.
enum More {
    Yes,
    No,
    /// The list goes on, but not in a way that can be followed, or it cannot be told.
    Lost(&'static str),
}

/// Where a walk over pages stands.
#[derive(Default)]
struct Walk {
    pages: usize,
    bytes: usize,
    seen: HashSet<String>,
    cursors: HashSet<String>,
    cursor: Option<String>,
    listed: u64,
    unread: usize,
    total: Option<u64>,
}

impl Walk {
    /// Takes in one page.
    fn step(&mut self, page: Page, bytes: usize, key: &Redactor<'_>, take: impl FnOnce(&[Value]) -> usize) -> More {
        self.pages += 1;
        self.bytes += bytes;
        self.total = page.total;
        let came = page.items.len();
        let last_id = page.items.last().and_then(id).map(str::to_owned);
        let fresh: Vec<_> =
            page.items.into_iter().filter(|item| id(item).is_none_or(|id| self.seen.insert(id.to_owned()))).collect();
        self.listed += fresh.len() as u64;
        self.unread += fresh.len() - take(&fresh);
        if fresh.len() < came {
            return More::Lost("it repeats items");
        }
        match page.has_more {
            Some(false) => More::No,
            None => More::Lost("the API does not say whether it goes on"),
            Some(true) if came == 0 => More::Lost("the API says that it goes on, but sends an empty page"),
            Some(true) => self.turn_to(page.next_cursor.or(last_id), key),
        }
    }

    fn turn_to(&mut self, cursor: Option<String>, key: &Redactor<'_>) -> More {
        let usable = |cursor: &String| !cursor.is_empty() && cursor.len() <= LONGEST_CURSOR && !key.finds(cursor);
        match cursor.filter(usable) {
            None => More::Lost("the API does not say where it goes on"),
            Some(cursor) if !self.cursors.insert(cursor.clone()) => More::Lost("it goes in circles"),
            cursor => {
                self.cursor = cursor;
                More::Yes
            }
        }
    }

    /// The end of a list whose last page was read.
    fn end(&self) -> End {
        match (self.unread, self.total) {
            (0, Some(total)) if total > self.listed => {
                incomplete(&format!("the API counts {total}, but listed {}", self.listed))
            }
            (0, _) => End::Complete,
            (1, _) => incomplete("one item could not be read"),
            (unread, _) => incomplete(&format!("{unread} items could not be read")),
        }
    }
}

fn id(item: &Value) -> Option<&str> {
    item.get("id")?.as_str()
}
