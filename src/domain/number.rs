//! A phone number as the API describes it, and how it differs from what was asked.
//!
//! Owns the fields of the purchase answer's `data`, which list items share. Only
//! `id` and `number` are certain; every other field may be absent, and absent is
//! kept apart from "no".

use serde::{Deserialize, Serialize};

use super::{Clean, PurchaseRequest};

/// A number that a sub-account owns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnedNumber {
    /// The API's id, such as `pn_55ad12`.
    pub id: Clean,
    /// The number, in E.164 if the API keeps its word.
    pub number: Clean,
    /// ISO 3166-1 alpha-2, where stated.
    pub country: Option<Clean>,
    /// `platform` for bought here, `imported` for brought along, where stated.
    pub source: Option<Clean>,
    /// The agent it rings, or `None`.
    pub agent_id: Option<Clean>,
    /// Who owns it, where stated.
    pub sub_account_id: Option<Clean>,
    /// Whether it takes calls, where stated.
    pub voice: Option<bool>,
    /// Whether it takes text messages, where stated.
    pub sms: Option<bool>,
    /// When it was created, in the API's words (RFC 3339, UTC), where stated.
    pub created_at: Option<Clean>,
}

/// A purchase that certainly happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// What was bought.
    pub number: OwnedNumber,
    /// What the server said about it.
    pub message: Option<Clean>,
}

/// One way in which what was sold is not what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs, in a word or two.
    pub what: &'static str,
    /// What was asked for.
    pub asked: String,
    /// What the API says was sold.
    pub sold: Clean,
}

impl OwnedNumber {
    /// Whether two descriptions are of one number. What a description leaves empty says nothing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Clean, other: &Clean| !one.is_empty() && one == other;
        same(&self.id, &other.id) || same(&self.number, &other.number)
    }

    /// Compares with what was asked; a field that the API leaves out differs from nothing.
    #[must_use]
    pub fn differences(&self, asked: &PurchaseRequest) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut stated = |what, asked: &str, sold: Option<&Clean>| {
            if let Some(sold) = sold.filter(|sold| sold.as_str() != asked) {
                found.push(Difference { what, asked: asked.to_owned(), sold: sold.clone() });
            }
        };
        stated("sub-account", asked.sub_account.as_str(), self.sub_account_id.as_ref());
        stated("country", asked.country.code(), self.country.as_ref());
        if !asked.criterion.matches(asked.country, self.number.as_str()) {
            let kind = asked.criterion.kind();
            let what = if kind == super::criterion::Kind::AreaCode { "area code" } else { "pattern" };
            found.push(Difference { what, asked: asked.criterion.to_string(), sold: self.number.clone() });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Criterion, SubAccountId, criterion::Kind},
        numbering::Country,
    };

    fn asked() -> PurchaseRequest {
        PurchaseRequest {
            sub_account: SubAccountId::parse("sub_8a1f4c2e").unwrap(),
            country: Country::parse("US").unwrap(),
            criterion: Criterion::recorded(Kind::AreaCode, "415").unwrap(),
        }
    }

    fn sold(number: &str, country: Option<&str>, owner: Option<&str>) -> OwnedNumber {
        OwnedNumber {
            number: Clean::line(number),
            country: country.map(Clean::line),
            sub_account_id: owner.map(Clean::line),
            ..OwnedNumber::default()
        }
    }

    #[test]
    fn p09_every_difference_is_named() {
        for (number, country, owner, differ) in [
            ("+14155550142", Some("US"), Some("sub_8a1f4c2e"), vec![]),
            ("+14155550142", None, None, vec![]),
            ("+12125550142", Some("US"), Some("sub_8a1f4c2e"), vec!["area code"]),
            ("+14155550142", Some("CA"), Some("sub_other"), vec!["sub-account", "country"]),
        ] {
            let found: Vec<_> = sold(number, country, owner).differences(&asked()).iter().map(|d| d.what).collect();
            assert_eq!(found, differ, "{number}");
        }
    }
}
