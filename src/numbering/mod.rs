//! What number plans allow.
//!
//! Owns the list of countries and the rules of their plans: which calling code a
//! country has, how long its national numbers are, what an area code may look
//! like. It answers questions about digits and never about a person's spelling
//! (that is `domain::criterion`), and it never claims that a number is for sale:
//! the API has no search, so nobody knows before buying.
//!
//! Pure: no I/O, and the table is read on first use, not at start. Called by
//! `domain` to validate, by `app` to explain, and by `sandbox` to make stock.

mod country;
mod national;
mod places;
mod plan;

pub use country::{Country, UnknownCountry};
pub use national::national_form;
pub use places::{Found, Place, Special, find_places, nanp_region, nanp_special, place_of, time_zones_of};
pub use plan::{AreaCodeRule, Breach, Plan};
