//! The values that the product is about: who is billed, what is asked for, what came of it.
//!
//! Owns their rules, once: a value of these types is valid, and nothing checks it
//! again. Pure data: no I/O, no clock, no terminal. Called by everything else;
//! imports only `numbering`.

mod account;
mod answer;
mod base_url;
mod clean;
pub mod criterion;
pub mod elsewhere;
pub mod explanation;
mod intent;
mod key;
mod moment;
mod normal;
mod number;
pub mod phrases;
mod record;
mod release;
mod request;
mod spelling;
mod summary;
mod target;

pub use account::{AccountName, NotAnId, SubAccount, SubAccountId};
pub use answer::{Answer, Doubt, FieldProblem, MayRefuse, Outcome, RawAnswer, Refusal, RefusalKind};
pub use base_url::{BadBaseUrl, BaseUrl, Origin};
pub use clean::Clean;
pub use criterion::{AreaCode, Criterion, NumberPattern};
pub use intent::{Beside, Intent, IntentId, PurchaseDraft};
pub use key::KeyRef;
pub use moment::{HAND_CLOSE_AFTER, Moment};
pub use normal::{Normal, international_digits, kind_of};
pub use number::{Bought, Difference, OwnedNumber};
pub use record::{Event, IllegalEvent, Life, Record, Stamped, State};
pub use release::{Leave, Proof, Release, ReleaseId, ReleaseOutcome, ReleaseStep};
pub use request::{FrozenBody, PurchaseRequest};
pub use spelling::{Hint, is_place_name};
pub use summary::{Status, Summary};
pub use target::{NoTarget, ReleaseTarget};
