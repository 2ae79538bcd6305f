//! The server of the histories. It knows what it really sold, and for which idempotency key; what it says is another
//! matter.
//!
//! It is as bad as a server may be that keeps its documented word: the same key never sells twice, and a clear no to a
//! first attempt is true. All else happens: it sells and fails, sells something else, refuses the second attempt because
//! the first one sold, says yes and sells nothing.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::super::things::{limited, line, lost, now, refused};
use crate::domain::{Bought, Doubt, IntentId, Outcome, OwnedNumber, PurchaseDraft, RefusalKind};

/// What an attempt came to, and for how long the server then wants to be left alone.
#[derive(Debug, Clone)]
pub struct Reply {
    pub outcome: Outcome,
    pub pause_ms: Option<u64>,
}

/// The server.
#[derive(Debug, Default)]
pub struct Server {
    /// What was sold, by idempotency key.
    pub sales: BTreeMap<IntentId, OwnedNumber>,
    /// Every number that it ever answered as bought, by idempotency key.
    pub said_yes: BTreeMap<IntentId, Vec<OwnedNumber>>,
    numbers: u32,
}

fn doubt(doubt: Doubt, pause_ms: Option<u64>) -> Reply {
    Reply { outcome: Outcome::Unknown(doubt), pause_ms }
}

fn plain(outcome: Outcome) -> Reply {
    Reply { outcome, pause_ms: None }
}

/// A no that is clear and well-formed.
fn no(how: usize) -> Reply {
    let kinds = [RefusalKind::QuotaOrPlan, RefusalKind::NotFound, RefusalKind::Validation, RefusalKind::KeyRefused];
    plain(refused(kinds[how % kinds.len()].clone()))
}

/// A "not now".
fn not_now(how: usize) -> Reply {
    plain(limited([None, Some(30), Some(300)][how % 3]))
}

impl Server {
    /// Takes a request in; `how` chooses freely.
    pub fn receive(&mut self, id: IntentId, draft: &PurchaseDraft, at_ms: u64, how: usize) -> Reply {
        let more = how / 16;
        if let Some(number) = self.sales.get(&id).cloned() {
            return match how % 16 {
                0..8 => self.yes(id, number),
                8..11 => no(more),
                11 => not_now(more),
                12 => doubt(Doubt::Conflict, None),
                _ => plain(lost()),
            };
        }
        match how % 16 {
            0..5 => self.sell(id, draft, "415", at_ms),
            5 => self.sell(id, draft, "212", at_ms),
            6..8 => {
                self.sell(id, draft, "415", at_ms);
                doubt(Doubt::ServerError(503), [None, Some(60_000)][more % 2])
            }
            8 => doubt(Doubt::ServerError(500), None),
            9..12 => no(more),
            12..14 => not_now(more),
            14 => {
                let ghost = self.number(draft, "415", at_ms);
                self.yes(id, ghost)
            }
            _ => {
                self.sell(id, draft, "415", at_ms);
                doubt(Doubt::OddSuccess(201), None)
            }
        }
    }

    fn number(&mut self, draft: &PurchaseDraft, area: &str, at_ms: u64) -> OwnedNumber {
        self.numbers += 1;
        let created = now().wall + SignedDuration::from_millis(at_ms.cast_signed());
        OwnedNumber {
            id: line(&format!("pn_{}", self.numbers)),
            number: line(&format!("+1{area}{:07}", 5_550_000 + self.numbers)),
            sub_account_id: Some(line(draft.request.sub_account.as_str())),
            created_at: Some(line(&created.to_string())),
            ..OwnedNumber::default()
        }
    }

    fn sell(&mut self, id: IntentId, draft: &PurchaseDraft, area: &str, at_ms: u64) -> Reply {
        let number = self.number(draft, area, at_ms);
        self.sales.insert(id, number.clone());
        self.yes(id, number)
    }

    fn yes(&mut self, id: IntentId, number: OwnedNumber) -> Reply {
        self.said_yes.entry(id).or_default().push(number.clone());
        plain(Outcome::Bought(Bought { number, message: None }))
    }

    /// What a sub-account owns.
    pub fn owned(&self, account: &str) -> Vec<OwnedNumber> {
        let of = |number: &&OwnedNumber| number.sub_account_id.as_ref().is_some_and(|id| id.as_str() == account);
        self.sales.values().filter(of).cloned().collect()
    }
}
