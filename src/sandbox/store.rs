//! What was sold and released, and what was answered.
//!
//! Owns the sales, the releases and the idempotency keys. A purchase is decided,
//! sold and written down under one lock, so that nothing is sold twice and a key
//! buys once; a release likewise. Either counts only when the journal has it. A
//! number that was released is never sold again, as a carrier keeps it back.
//!
//! Open in the docs, and decided here: a key is remembered for ever; with another
//! body it answers 409; an answer that sold nothing is not remembered, so that the
//! same key may try again. The times of first tries are not written down: after a
//! restart a try is a first one again.

use std::{collections::HashMap, io, path::Path, time::Duration};

use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    Pace,
    envelope::{Capabilities, Failure, Purchased, SoldNumber, Source},
    fault::{Lists, lists::Looks, releases::no_such_number},
    journal::{Journal, Locked},
    scenario::{Attempt, Course, Delivery, Scenario, find, no_number},
    stock,
};
use crate::domain::{PurchaseRequest, SubAccountId};

/// A purchase request that is valid and whose sub-account exists.
pub struct Order {
    /// What is asked for.
    pub request: PurchaseRequest,
    /// The body as it came; a repeat must be the same.
    pub body: String,
    /// The `Idempotency-Key`, if one was sent.
    pub idempotency_key: Option<String>,
    /// The ending that the sub-account stands for.
    pub scenario: &'static Scenario,
}

/// A number that was sold, and to which request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// The `Idempotency-Key` that bought it, if one was sent.
    pub idempotency_key: Option<String>,
    /// The request's body, as it came.
    pub request: String,
    /// The answer, whether or not it reached the buyer.
    pub answer: Purchased,
}

/// A number that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The id of the number.
    pub released: String,
    /// The `Idempotency-Key` that released it, if one was sent.
    pub idempotency_key: Option<String>,
}

/// One line of the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    /// Something was sold.
    Sale(Sale),
    /// Something was released.
    Release(Release),
}

/// The shop's memory.
pub struct Store {
    seed: u64,
    pace: Pace,
    journal: Option<Journal>,
    /// Oldest first.
    sales: Vec<Sale>,
    /// Oldest first.
    releases: Vec<Release>,
    /// When a key was first tried on a sub-account. Requests without a key share the empty one.
    first_tries: HashMap<(&'static str, String), Instant>,
    /// What a lagging list has been asked for.
    looks: Looks,
}

impl Store {
    /// An empty shop, or the one that the journal remembers.
    ///
    /// # Errors
    /// The system's, where the journal cannot be opened or read.
    pub fn open(seed: u64, pace: Pace, journal: Option<&Path>) -> io::Result<Self> {
        let journal = journal.map(Journal::open).transpose()?;
        let (sales, releases) = (Vec::new(), Vec::new());
        let mut store =
            Self { seed, pace, journal, sales, releases, first_tries: HashMap::new(), looks: Looks::default() };
        store.read_news()?;
        Ok(store)
    }

    /// Every sale that is known, oldest first.
    pub fn sales(&self) -> &[Sale] {
        &self.sales
    }

    /// Every release that is known, oldest first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Catches up with what other programs sold and released. File access here is a few hundred bytes, so it may block.
    ///
    /// # Errors
    /// The system's.
    pub fn read_news(&mut self) -> io::Result<()> {
        let news = self.journal.as_mut().map(Journal::news).transpose()?;
        news.into_iter().flatten().for_each(|entry| self.take_in(entry));
        Ok(())
    }

    fn take_in(&mut self, entry: Entry) {
        match entry {
            Entry::Sale(sale) => self.sales.push(sale),
            Entry::Release(release) => self.releases.push(release),
        }
    }

    /// Makes something true: in the journal first, where there is one.
    fn write_down(&mut self, entry: Entry, locked: Option<&Locked>) -> Result<(), Failure> {
        if let (Some(journal), Some(locked)) = (&mut self.journal, locked) {
            journal.append(locked, &entry).map_err(|error| Failure::internal(&error))?;
        }
        self.take_in(entry);
        Ok(())
    }

    /// Waits for other programs on the same journal, and catches up with them.
    fn begin(&mut self) -> Result<Option<Locked>, Failure> {
        let locked = self.journal.as_ref().map(Journal::lock).transpose();
        let locked = locked.map_err(|error| Failure::internal(&error))?;
        self.read_news().map_err(|error| Failure::internal(&error))?;
        Ok(locked)
    }

    /// What a sub-account owns, newest first, as far as its list has caught up.
    pub fn owned_by(&mut self, account: &SubAccountId, list: Lists) -> Vec<SoldNumber> {
        let numbers = self.sales.iter().rev().map(|sale| &sale.answer.data);
        let owned = numbers.filter(|number| number.sub_account_id == *account && !self.is_released(&number.id));
        let owned = owned.cloned().collect();
        if list == Lists::Lags { self.looks.caught_up(owned) } else { owned }
    }

    /// Sells, repeats what was answered before, or refuses.
    ///
    /// # Errors
    /// The [`Failure`] to answer; nothing was sold.
    pub fn purchase(&mut self, order: Order) -> Result<(Purchased, Delivery), Failure> {
        let locked = self.begin()?;
        if let Some(sale) = self.sold_for(order.idempotency_key.as_deref()) {
            if sale.request != order.body {
                return Err(key_of_another());
            }
            return Ok((sale.answer.clone(), order.scenario.kind.repeated()));
        }
        match order.scenario.kind.course(&self.attempt(&order), self.pace) {
            Course::Refuse(failure) => Err(failure),
            Course::Sell(delivery) => Ok((self.sell(order, locked.as_ref())?, delivery)),
            Course::Pretend(delivery) => Ok((self.answer(&order)?, delivery)),
        }
    }

    /// Gives a number up, repeats what was answered before, or refuses.
    ///
    /// # Errors
    /// The [`Failure`] to answer; nothing was released.
    pub fn release(&mut self, id: &str, idempotency_key: Option<String>) -> Result<Delivery, Failure> {
        let locked = self.begin()?;
        let key = idempotency_key.as_deref();
        let sale = self.sales.iter().find(|sale| sale.answer.data.id == id).ok_or_else(no_such_number)?;
        let scenario = find(&sale.answer.data.sub_account_id).ok_or_else(no_such_number)?;
        let before = self.releases.iter().find(|release| key.is_some() && release.idempotency_key.as_deref() == key);
        match before {
            Some(before) if before.released != id => return Err(key_of_another()),
            Some(_) => return scenario.kind.releases().repeated(),
            None if self.sold_for(key).is_some() => return Err(key_of_another()),
            None if self.is_released(id) => return Err(no_such_number()),
            None => {}
        }
        let since_first = self.since_first(scenario, format!("release {}", key.unwrap_or_default()));
        let delivery = scenario.kind.releases().course(since_first, self.pace)?;
        let release = Release { released: id.to_owned(), idempotency_key };
        self.write_down(Entry::Release(release), locked.as_ref())?;
        Ok(delivery)
    }

    fn is_released(&self, id: &str) -> bool {
        self.releases.iter().any(|release| release.released == id)
    }

    fn sold_for(&self, key: Option<&str>) -> Option<&Sale> {
        let key = key?;
        self.sales.iter().find(|sale| sale.idempotency_key.as_deref() == Some(key))
    }

    fn attempt(&mut self, order: &Order) -> Attempt {
        let since_first = self.since_first(order.scenario, order.idempotency_key.clone().unwrap_or_default());
        Attempt { search: order.request.criterion.kind(), since_first }
    }

    /// How long ago this was first tried; `None` where it is now.
    fn since_first(&mut self, scenario: &Scenario, key: String) -> Option<Duration> {
        let key = (scenario.id, key);
        let since_first = self.first_tries.get(&key).map(Instant::elapsed);
        self.first_tries.entry(key).or_insert_with(Instant::now);
        since_first
    }

    fn sell(&mut self, order: Order, locked: Option<&Locked>) -> Result<Purchased, Failure> {
        let answer = self.answer(&order)?;
        let sale = Sale { idempotency_key: order.idempotency_key, request: order.body, answer: answer.clone() };
        self.write_down(Entry::Sale(sale), locked)?;
        Ok(answer)
    }

    /// What is answered to a sale of the next number. Nothing is sold by it.
    fn answer(&self, order: &Order) -> Result<Purchased, Failure> {
        let is_sold = |number: &str| self.sales.iter().any(|sale| sale.answer.data.number == number);
        let request = order.scenario.kind.what_is_sold(order.request.clone());
        let number = stock::pick(self.seed, &request, is_sold).ok_or_else(no_number)?;
        Ok(Purchased::new(SoldNumber {
            id: self.new_id(&number),
            number,
            country: request.country,
            source: Source::Platform,
            agent_id: None,
            sub_account_id: request.sub_account,
            capabilities: Capabilities { voice: true, sms: true },
            created_at: whole_seconds(Timestamp::now()),
        }))
    }

    fn new_id(&self, number: &str) -> String {
        let mut salt = 0;
        loop {
            let id = format!("pn_{}", stock::id_digits(self.seed, number, salt));
            if !self.sales.iter().any(|sale| sale.answer.data.id == id) {
                return id;
            }
            salt += 1;
        }
    }
}

/// The 409 of a key that means something else.
fn key_of_another() -> Failure {
    Failure::new(StatusCode::CONFLICT, "This Idempotency-Key was used for another request")
}

/// The docs show whole seconds.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
