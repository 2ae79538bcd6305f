//! Releases that cannot be trusted.
//!
//! Owns how the release of a sub-account's number misbehaves. Such a sub-account
//! buys at once, so that there is something to release, and has an honest list, so
//! that a person can look. As with purchases, a fault shows on the first try of an
//! idempotency key, and the same key again gets the honest answer unless said
//! otherwise. It only decides: giving a number up is `store`'s.

use std::time::Duration;

use axum::http::StatusCode;

use super::super::{
    Pace,
    envelope::Failure,
    scenario::Delivery,
    script::{Script, Step},
};

/// How the release of a number behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Releases {
    /// As documented.
    AtOnce,
    /// It is released at once, and the answer comes late.
    Late,
    /// It is released, and the connection ends without an answer.
    AnswerLost,
    /// The same, and the same key again is told that there is no such number: 404.
    LostThenGone,
    /// It is released, and the answer never comes.
    Hangs,
    /// 500 and nothing released on the first try.
    ServerError,
    /// 404 and nothing released on the first try.
    NotFound,
    /// 403, always.
    Refused,
    /// 429 until `Pace::retry_after` has passed since the first try.
    RateLimited,
}

impl Releases {
    /// How the answer to a release arrives, or what is answered in its place; then nothing is released. `since_first` is
    /// how long ago the same key was first tried, `None` on the first try.
    ///
    /// # Errors
    /// The [`Failure`] to answer.
    pub(in crate::sandbox) fn course(self, since_first: Option<Duration>, pace: Pace) -> Result<Delivery, Failure> {
        let refuse = |status, message: &str| Err(Failure::new(status, message));
        match self {
            Self::Late => Ok(Delivery::After(pace.slow_carrier)),
            Self::AnswerLost | Self::LostThenGone => Ok(Delivery::Broken(|_| Script::new())),
            Self::Hangs => Ok(Delivery::Broken(|_| vec![Step::Silence])),
            Self::ServerError if since_first.is_none() => {
                refuse(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side")
            }
            Self::NotFound if since_first.is_none() => Err(no_such_number()),
            Self::Refused => refuse(StatusCode::FORBIDDEN, "This API key may not release numbers"),
            Self::RateLimited => {
                let rest = pace.retry_after.saturating_sub(since_first.unwrap_or_default());
                let is_over = rest.is_zero() && since_first.is_some();
                if is_over { Ok(Delivery::AtOnce) } else { Err(Failure::rate_limited(rest)) }
            }
            Self::AtOnce | Self::ServerError | Self::NotFound => Ok(Delivery::AtOnce),
        }
    }

    /// How the answer to a release is repeated when its key comes again.
    ///
    /// # Errors
    /// The [`Failure`] to answer.
    pub(in crate::sandbox) fn repeated(self) -> Result<Delivery, Failure> {
        if self == Self::LostThenGone { Err(no_such_number()) } else { Ok(Delivery::AtOnce) }
    }
}

/// The 404 of a number that is not there, or not there any more.
pub fn no_such_number() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "There is no such phone number")
}
