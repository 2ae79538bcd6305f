//! What can still be read of a damaged ledger.
//!
//! Owns the reading row by row: each row is looked up by its number, so that a page
//! that cannot be read takes nothing with it but what stood on it. It also owns the
//! judgement of a purchase of which a part is lost. What is left of it stands, in order,
//! and nothing is made up: unless a yes is left of it, it is [`Event::Lost`] and open, for
//! a person to settle. Not bought stays only what no lost event can have changed. Only reads. Called by `store` for a history and by `accept`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    Records, Trouble,
    row::{self, Seq},
    schema,
};
use crate::domain::{Event, Intent, Life, Moment, Record, RefusalKind, Stamped, State};

/// More rows than this do not stand on one page: the shortest event takes some 60 bytes of 4096.
const ROWS_ON_A_PAGE: i64 = 70;

/// The events of one intent, oldest first; `None` for one that cannot be read.
type Pieces = Vec<Option<Stamped>>;

/// What is left of a damaged ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Salvage {
    /// What can be carried on, oldest first.
    pub(super) saved: Vec<Saved>,
    /// How many more purchases there were, of which nothing can be carried on.
    pub(super) gone: usize,
}

/// A purchase that can be carried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Saved {
    pub(super) record: Record,
    /// Whether nothing of it is lost.
    pub(super) is_whole: bool,
}

/// How much is left of a ledger, and what of that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
    /// How many purchases are whole.
    pub whole: usize,
    /// Of how many a part is lost.
    pub partly: usize,
    /// How many are lost.
    pub gone: usize,
    /// What waits for a person, oldest first.
    pub waiting: Vec<Record>,
}

impl Salvage {
    /// What is left, counted.
    pub(super) fn left(self) -> Left {
        let whole = self.saved.iter().filter(|saved| saved.is_whole).count();
        let partly = self.saved.len() - whole;
        let records = self.saved.into_iter().map(|saved| saved.record);
        Left { whole, partly, gone: self.gone, waiting: records.filter(Record::waits_for_a_person).collect() }
    }

    /// The records that are whole, newest first, as a history lists them.
    pub(super) fn history(self) -> Records {
        let mut records = Records { damaged: self.gone, is_torn: true, ..Records::default() };
        for saved in self.saved.into_iter().rev() {
            if saved.is_whole { records.whole.push(saved.record) } else { records.damaged += 1 }
        }
        records
    }
}

/// Reads what is left. `db` is inside a transaction. `now` is when this is done: what is lost happened before.
pub(super) fn read(db: &Connection, now: &Moment) -> Result<Salvage, Trouble> {
    let mut found = read_events(db)?;
    let mut salvage = Salvage::default();
    for seq in 1..=last(db, "intent") {
        match row::load_intent(db, seq)? {
            Some(intent) => {
                let pieces = found.of.remove(&seq).unwrap_or_default();
                salvage.saved.push(rebuilt(intent, pieces, found.has_strays, now));
            }
            None => salvage.gone += 1,
        }
    }
    Ok(salvage)
}

/// The same, of a file that may be open elsewhere or may not be a ledger at all.
pub(super) fn read_file(ledger: &Path, now: &Moment) -> Result<Salvage, Trouble> {
    let db = schema::open_to_salvage(ledger)?;
    read(&*db.unchecked_transaction()?, now)
}

/// The events of a ledger, by the rows of their intents.
#[derive(Default)]
struct Found {
    of: BTreeMap<Seq, Pieces>,
    /// An event is lost of which nobody knows whose it was.
    has_strays: bool,
}

fn read_events(db: &Connection) -> Result<Found, Trouble> {
    let mut found = Found::default();
    let mut owners = None;
    for seq in 1..=last(db, "event") {
        let (owner, event) = row::load_event(db, seq)?;
        let owner = owner.or_else(|| owners.get_or_insert_with(|| owners_by_index(db)).get(&seq).copied());
        match owner {
            Some(owner) => found.of.entry(owner).or_default().push(event),
            None => found.has_strays = true,
        }
    }
    Ok(found)
}

/// Whose each event is by the index, which stands on other pages: from both of its ends, as far as it can be read.
fn owners_by_index(db: &Connection) -> BTreeMap<Seq, Seq> {
    let read = |order: &str| -> rusqlite::Result<Vec<(Seq, Seq)>> {
        let columns = format!("intent {order}, seq {order}");
        let sql = format!("SELECT seq, intent FROM event INDEXED BY event_intent ORDER BY {columns}");
        let mut query = db.prepare(&sql)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.map_while(Result::ok).collect())
    };
    ["ASC", "DESC"].into_iter().filter_map(|order| read(order).ok()).flatten().collect()
}

/// The number of the last row that a table ever had. Several places tell of it, each perhaps damaged; where none does,
/// there cannot be more than fit into the file.
fn last(db: &Connection, table: &str) -> Seq {
    let ask = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Option<Seq>>(0)).ok().flatten();
    let most = ask("PRAGMA page_count").unwrap_or(0).saturating_mul(ROWS_ON_A_PAGE);
    let index = if table == "event" { "event_intent" } else { "intent_account" };
    let told: BTreeSet<Seq> = [
        format!("SELECT seq FROM sqlite_sequence WHERE name = '{table}'"),
        format!("SELECT max(seq) FROM {table}"),
        format!("SELECT max(seq) FROM (SELECT seq FROM {table} INDEXED BY {index})"),
    ]
    .iter()
    .filter_map(|sql| ask(sql))
    .filter(|seq| (0..=most).contains(seq))
    .collect();
    told.last().copied().unwrap_or(most)
}

/// A record from what is left of it.
fn rebuilt(intent: Intent, pieces: Pieces, has_strays: bool, now: &Moment) -> Saved {
    let mut record = Record::new(intent);
    let mut life = Life::new();
    let mut is_whole = true;
    for piece in pieces {
        let Some(stamped) = piece else {
            is_whole = false;
            continue;
        };
        if let Some(attempts) = attempts_lost_before(&stamped.event, &record, &life) {
            is_whole = false;
            push(&mut record, &mut life, lost(attempts, stamped.at, now));
        }
        push(&mut record, &mut life, stamped);
    }
    let may_lack_its_end = !is_whole || (has_strays && !is_over(&life.state));
    if may_lack_its_end && record.bought().is_none() {
        push(&mut record, &mut life, lost(0, Timestamp::now(), now));
    }
    Saved { record, is_whole: !may_lack_its_end }
}

/// Whether something came before an event that is gone: at least so many attempts may have left by then.
fn attempts_lost_before(event: &Event, record: &Record, life: &Life) -> Option<u32> {
    match event {
        Event::Answered { attempt, .. } => {
            let sent =
                |stamped: &Stamped| matches!(stamped.event, Event::Sent { attempt: sent, .. } if sent == *attempt);
            (!record.events.iter().any(sent)).then_some(*attempt)
        }
        Event::Sent { attempt, .. } => life.clone().after(event).is_err().then_some(attempt.saturating_sub(1)),
        _ => life.clone().after(event).is_err().then_some(0),
    }
}

fn lost(attempt: u32, at: Timestamp, now: &Moment) -> Stamped {
    Stamped { at, event: Event::Lost { attempt, moment: now.clone() } }
}

/// Adds an event where it can follow; else it tells of what is lost, and of nothing more.
fn push(record: &mut Record, life: &mut Life, stamped: Stamped) {
    if let Ok(next) = life.clone().after(&stamped.event) {
        *life = next;
        record.events.push(stamped);
    }
}

/// Whether nothing can have happened after this: a yes stands, a person's word and a clear refusal are ends. A refusal
/// that lets the same purchase go on is none.
fn is_over(state: &State) -> bool {
    match state {
        State::Bought(_) => true,
        State::NotBought { refusal, .. } => !matches!(refusal.kind, RefusalKind::RateLimited { .. }),
        State::Recorded | State::Sent { .. } | State::Unknown { .. } => false,
    }
}

#[cfg(test)]
#[path = "salvage_tests.rs"]
mod tests;
