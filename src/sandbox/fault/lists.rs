//! Lists that cannot be trusted.
//!
//! Owns how a sub-account's list misbehaves once something was sold to it; before
//! that there is nothing to lie about. A list is honest unless its fault says
//! otherwise, or a person could not look.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::{
    super::{
        Pace,
        envelope::{Failure, Page, SoldNumber},
        input::{self, Query},
    },
    answers::EVIL,
};

/// How many looks at the list come too early to show what was sold.
pub const LAG: usize = 2;
/// Items on an invented page: as many as the API gives at most.
const PER_PAGE: usize = 100;
/// The cursor of a list that goes in circles.
const SAME: &str = "pn_again";
/// Cursors of an endless list, each with the page that it leads to.
const ENDLESS: &str = "pn_endless_";

/// How a sub-account's list behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// As documented.
    Honest,
    /// What was sold is not there at the first looks.
    Lags,
    /// Every page names the same next one.
    InCircles,
    /// Every page is the first one, and more are said to follow.
    Stuck,
    /// An empty page says that more follow.
    EmptyWithMore,
    /// Page after page of new numbers, without end.
    Endless,
    /// The same, and each page takes long.
    Slow,
    /// 500.
    Fails,
    /// Ids and numbers are evil text.
    Evil,
}

/// How often each number would have been seen.
#[derive(Debug, Default)]
pub struct Looks(HashMap<String, usize>);

impl Looks {
    /// Notes a look at these numbers, and leaves those that the list has by now.
    pub fn caught_up(&mut self, numbers: Vec<SoldNumber>) -> Vec<SoldNumber> {
        let mut is_there = |number: &SoldNumber| {
            let looks = self.0.entry(number.id.clone()).or_default();
            *looks += 1;
            *looks > LAG
        };
        numbers.into_iter().filter(|number| is_there(number)).collect()
    }
}

impl Lists {
    /// The page that is answered, when a sub-account owns these numbers.
    ///
    /// # Errors
    /// The [`Failure`] to answer.
    pub async fn page(self, numbers: Vec<SoldNumber>, query: &Query, pace: Pace) -> Result<Page<SoldNumber>, Failure> {
        let honest = |numbers| input::page(numbers, |number: &SoldNumber| &number.id, query);
        let Some(newest) = numbers.first().cloned() else { return honest(numbers) };
        let cursor = query.get("starting_after").map(String::as_str);
        let more = |items: Vec<SoldNumber>, next: String| Ok(Page::new(items, usize::MAX, PER_PAGE, Some(next)));
        match self {
            Self::Honest | Self::Lags => honest(numbers),
            Self::InCircles if cursor.is_some() => more(invented(&newest, 1), SAME.to_owned()),
            Self::InCircles => more(numbers, SAME.to_owned()),
            Self::Stuck => {
                let next = newest.id.clone();
                more(numbers, next)
            }
            Self::EmptyWithMore => more(Vec::new(), SAME.to_owned()),
            Self::Endless | Self::Slow => {
                if self == Self::Slow {
                    tokio::time::sleep(pace.slow_page).await;
                }
                let at = cursor.and_then(|cursor| cursor.strip_prefix(ENDLESS)?.parse().ok()).unwrap_or(0_usize);
                let items = if at == 0 { numbers } else { invented(&newest, at) };
                more(items, format!("{ENDLESS}{}", at.saturating_add(1)))
            }
            Self::Fails => Err(Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side")),
            Self::Evil => honest(numbers.into_iter().map(evil).collect()),
        }
    }
}

/// A page of numbers that nobody sold, alike the newest one.
fn invented(like: &SoldNumber, page: usize) -> Vec<SoldNumber> {
    let start = like.number.get(..like.number.len().saturating_sub(4)).unwrap_or_default();
    let one = |at: usize| {
        let number = page.saturating_mul(PER_PAGE).saturating_add(at);
        SoldNumber {
            id: format!("pn_invented_{number}"),
            number: format!("{start}{:04}", number % 10_000),
            ..like.clone()
        }
    };
    (0..PER_PAGE).map(one).collect()
}

fn evil(number: SoldNumber) -> SoldNumber {
    SoldNumber { id: format!("{}{EVIL}", number.id), number: format!("{}{EVIL}", number.number), ..number }
}
