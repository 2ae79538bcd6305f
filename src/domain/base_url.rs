//! Where a key may go.
//!
//! Owns the rule for the API's address: https, or http to a loopback literal
//! (`127.0.0.0/8`, `[::1]`), nothing else. `localhost` is a name that a hosts
//! file can send anywhere, so it is refused for http.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The documented address of the API.
const DEFAULT: &str = "https://api.vantaxai.com/v1";

/// The longest address taken, in characters, so that a review can show it whole.
const LONGEST: usize = 120;

/// The API's address without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BaseUrl(String);

/// Why an address is refused. The texts never repeat it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBaseUrl {
    /// Not a URL at all.
    #[error("is not a URL. It should look like https://api.vantaxai.com/v1")]
    NotAUrl,
    /// http to something else than a loopback literal.
    #[error("uses http, which would send the key in the clear. Use https, or http to 127.0.0.1 or [::1]")]
    PlainHttp,
    /// Neither http nor https.
    #[error("must begin with https://")]
    Scheme,
    /// A user name or password inside.
    #[error("must not hold a user name or password")]
    Credentials,
    /// More than 120 characters, which a review could not show whole.
    #[error("must have at most 120 characters")]
    TooLong,
    /// A query or fragment, which a base address has not.
    #[error("must not hold ? or #")]
    QueryOrFragment,
}

impl BaseUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// [`BadBaseUrl`] says which rule is broken.
    pub fn parse(text: &str) -> Result<Self, BadBaseUrl> {
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(BadBaseUrl::NotAUrl);
        }
        let url = Url::parse(text).map_err(|_| BadBaseUrl::NotAUrl)?;
        let host = url.host().ok_or(BadBaseUrl::NotAUrl)?;
        let loopback = match host {
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
            Host::Domain(_) => false,
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(BadBaseUrl::PlainHttp),
            _ => return Err(BadBaseUrl::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadBaseUrl::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BadBaseUrl::QueryOrFragment);
        }
        if url.as_str().len() > LONGEST {
            return Err(BadBaseUrl::TooLong);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The documented address, `https://api.vantaxai.com/v1`.
    #[must_use]
    pub fn documented() -> Self {
        Self(DEFAULT.to_owned())
    }

    /// The address with a path behind it; `path` begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path that requests begin with, such as `/v1`; empty where the address has none.
    #[must_use]
    pub fn path(&self) -> &str {
        let after_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        after_scheme.find('/').map_or("", |at| &after_scheme[at..])
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = BadBaseUrl;
    fn try_from(text: String) -> Result<Self, BadBaseUrl> {
        Self::parse(&text)
    }
}

impl From<BaseUrl> for String {
    fn from(url: BaseUrl) -> Self {
        url.0
    }
}

/// Where an intent was meant to be sent. The sandbox gets a new port each start, so it is named, not addressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The embedded sandbox: nothing is billed.
    Sandbox,
    /// A real API: purchases are billed.
    Live(BaseUrl),
}

impl Origin {
    /// Whether purchases here cost money.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    /// The path that requests begin with; the sandbox mirrors the documented one.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Sandbox => "/v1",
            Self::Live(base) => base.path(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sandbox => f.pad("the sandbox in this program"),
            Self::Live(base) => base.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p12_addresses_are_taken_or_refused_by_rule() {
        for (text, result) in [
            ("https://api.vantaxai.com/v1", Ok("https://api.vantaxai.com/v1")),
            ("https://api.vantaxai.com/v1/", Ok("https://api.vantaxai.com/v1")),
            ("http://127.0.0.1:8080/v1", Ok("http://127.0.0.1:8080/v1")),
            ("http://127.9.9.9/v1", Ok("http://127.9.9.9/v1")),
            ("http://[::1]:9/v1", Ok("http://[::1]:9/v1")),
            ("http://localhost:8080/v1", Err(BadBaseUrl::PlainHttp)),
            ("http://api.vantaxai.com/v1", Err(BadBaseUrl::PlainHttp)),
            ("http://127.0.0.1.evil.com/", Err(BadBaseUrl::PlainHttp)),
            ("http://0.0.0.0/", Err(BadBaseUrl::PlainHttp)),
            ("ftp://api.vantaxai.com", Err(BadBaseUrl::Scheme)),
            ("https://user:secret@api.vantaxai.com", Err(BadBaseUrl::Credentials)),
            ("https://api.vantaxai.com/v1?x=1", Err(BadBaseUrl::QueryOrFragment)),
            ("https://api.vantaxai.com/v1#x", Err(BadBaseUrl::QueryOrFragment)),
            ("api.vantaxai.com/v1", Err(BadBaseUrl::NotAUrl)),
            ("https://api.vantaxai.com /v1", Err(BadBaseUrl::NotAUrl)),
            ("", Err(BadBaseUrl::NotAUrl)),
        ] {
            assert_eq!(BaseUrl::parse(text).as_ref().map(BaseUrl::as_str), result.as_ref().map(|url| *url), "{text}");
        }
    }

    #[test]
    fn the_documented_address_keeps_the_rule() {
        assert_eq!(BaseUrl::parse(DEFAULT), Ok(BaseUrl::documented()));
        assert_eq!(BaseUrl::documented().path(), "/v1");
        assert_eq!(BaseUrl::parse("https://example.com").map(|url| url.path().to_owned()), Ok(String::new()));
    }
}
