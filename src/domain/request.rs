//! What is asked of the API, and the exact bytes that ask it.
//!
//! Owns the request body. A [`PurchaseRequest`] cannot hold an invalid value; it
//! is turned into a [`FrozenBody`] once, at the review, and those very bytes are
//! recorded, sent, and sent again on a retry.

use std::fmt;

use serde_json::Value;

use super::{Criterion, SubAccountId};
use crate::numbering::Country;

/// One purchase, complete and valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseRequest {
    /// Who owns and pays.
    pub sub_account: SubAccountId,
    /// Where to look.
    pub country: Country,
    /// What to look for.
    pub criterion: Criterion,
}

/// The body of a purchase, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct FrozenBody(String);

impl PurchaseRequest {
    /// The JSON body: `sub_account_id`, `country`, and exactly one of `area_code` and `number_pattern`, in this order.
    #[must_use]
    pub fn freeze(&self) -> FrozenBody {
        FrozenBody(self.to_json().to_string())
    }

    /// The body as a value. Writing it cannot fail, so there is no empty body to send by accident.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let fields = [
            ("sub_account_id", self.sub_account.as_str()),
            ("country", self.country.code()),
            (self.criterion.kind().api_field(), self.criterion.as_str()),
        ];
        Value::Object(fields.into_iter().map(|(name, text)| (name.to_owned(), Value::from(text))).collect())
    }
}

impl FrozenBody {
    /// Takes back the body that was recorded, unchanged.
    #[must_use]
    pub fn recorded(text: String) -> Self {
        Self(text)
    }

    /// The bytes as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FrozenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::criterion::Kind;

    #[test]
    fn the_body_is_the_documented_one() {
        let mut request = PurchaseRequest {
            sub_account: SubAccountId::parse("sub_8a1f4c2e").unwrap(),
            country: Country::parse("US").unwrap(),
            criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
        };
        assert_eq!(request.freeze().as_str(), r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","area_code":"415"}"#);
        request.criterion = Criterion::recorded(Kind::Pattern, "+1415555****").unwrap();
        assert_eq!(
            request.freeze().as_str(),
            r#"{"sub_account_id":"sub_8a1f4c2e","country":"US","number_pattern":"+1415555****"}"#
        );
    }
}
