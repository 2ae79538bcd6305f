//! What number plans allow.
//!
//! Owns the list of countries and the rules of their plans, from libphonenumber's
//! data: how many valid numbers match a pattern and of which types, which is the
//! n-th, which digit makes a pattern impossible, where else in a shared calling code
//! it would fit, and how a number is written. It answers questions about digits and
//! never about a person's spelling (that is `domain::criterion`), and it never claims
//! that a number is for sale: the API has no search, so nobody knows before buying.
//!
//! Pure: no I/O. Nothing is read at start; a plan is compiled when its country is
//! first asked about. Called by `domain` to validate, by `app` to explain, and by
//! `sandbox` to make stock.

mod automaton;
mod count;
mod country;
mod data;
mod digits;
mod format;
mod kind;
#[cfg(test)]
mod oracle_tests;
mod places;
mod plan;
#[cfg(test)]
mod property_tests;
mod shared;

pub use count::{Dead, Matches};
pub use country::{Country, UnknownCountry};
pub use digits::Digits;
pub use format::{international_form, national_form};
pub use kind::{ByType, Count, NumberType};
pub use places::{Found, Place, Special, find_places, nanp_region, nanp_special, place_of, time_zones_of};
pub use plan::{AreaCodeRule, Breach, Plan};
pub use shared::{NearCode, near_area_codes, regions_beginning, regions_of};
