//! Records as rows, and rows as records.
//!
//! Owns how an intent and its events are written in columns and JSON, and the
//! judgement that what is read back is whole: every value valid, the frozen body
//! saying what the values say, every event able to follow the ones before it. What
//! is not whole is damaged, and counted; it is never guessed at and never hides
//! the others. Called by `store` only.

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, ffi, params};

use super::Trouble;
use crate::{
    domain::{
        BaseUrl, Clean, Criterion, Event, FrozenBody, Intent, IntentId, KeyRef, Life, Origin, PurchaseDraft,
        PurchaseRequest, Record, Stamped, SubAccountId, criterion::Kind,
    },
    numbering::Country,
};

/// Where an intent stands in the ledger: its row.
pub(super) type Seq = i64;

/// How the sandbox is named in the `origin` column.
const SANDBOX: &str = "sandbox";

/// The columns of an intent, in the order in which they are read.
const INTENT: &str =
    "id, created_at, who, sub_account_id, country, kind, criterion, body, origin, key_label, key_last4";

/// What could be read of many records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// The records that are whole, in the order asked for.
    pub whole: Vec<Record>,
    /// How many more there are that cannot be read back. Where this is not 0, nothing is sold.
    pub damaged: usize,
    /// The ledger around them is damaged, so that there may be more than is counted.
    pub is_torn: bool,
}

impl Records {
    /// Takes one more in, and counts it where it is damaged.
    ///
    /// # Errors
    /// Any other trouble.
    pub(super) fn take(&mut self, record: Result<Record, Trouble>) -> Result<(), Trouble> {
        match record {
            Ok(record) => self.whole.push(record),
            Err(Trouble::DamagedRecord) => self.damaged += 1,
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// The damage, where there is any.
    #[must_use]
    pub fn damage(&self) -> Option<Trouble> {
        match self.damaged {
            0 => self.is_torn.then_some(Trouble::Damaged),
            damaged => Some(Trouble::DamagedRecords(damaged)),
        }
    }
}

/// Writes an intent down. The same id twice is refused.
pub(super) fn insert_intent(db: &Connection, intent: &Intent) -> Result<(), Trouble> {
    let PurchaseDraft { request, body, origin, key } = &intent.draft;
    let inserted = db
        .prepare_cached(&format!(
            "INSERT INTO intent ({INTENT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        ))?
        .execute(params![
            intent.id.to_string(),
            intent.created_at.to_string(),
            intent.who.as_str(),
            request.sub_account.as_str(),
            request.country.code(),
            request.criterion.kind().api_field(),
            request.criterion.as_str(),
            body.as_str(),
            origin_text(origin),
            key.label.as_str(),
            key.last4.as_str(),
        ]);
    match inserted {
        // Only the id is unique. Any other refused row is trouble of its own, and must not be called recorded.
        Err(error) if error.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE) => {
            Err(Trouble::AlreadyRecorded)
        }
        other => Ok(other.map(drop)?),
    }
}

/// Writes a whole record down, event by event as it happened.
pub(super) fn insert_record(db: &Connection, record: &Record) -> Result<(), Trouble> {
    insert_intent(db, &record.intent)?;
    let seq = db.last_insert_rowid();
    let mut so_far = Record::new(record.intent.clone());
    for stamped in &record.events {
        so_far.events.push(stamped.clone());
        insert_last_event(db, seq, &so_far)?;
    }
    Ok(())
}

/// Writes the last event of a record down, with whether the record waits for a person after it.
pub(super) fn insert_last_event(db: &Connection, intent: Seq, record: &Record) -> Result<(), Trouble> {
    let Some(stamped) = record.events.last() else { return Ok(()) };
    let event =
        serde_json::to_string(&stamped.event).map_err(|error| Trouble::Database(Clean::line(&error.to_string())))?;
    db.prepare_cached("INSERT INTO event (intent, at, event, open) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        intent,
        stamped.at.to_string(),
        event,
        record.waits_for_a_person()
    ])?;
    Ok(())
}

/// How many rows are gone that a table once had: rows are numbered from 1 without a gap, and never deleted.
pub(super) fn missing(db: &Connection, table: &str) -> Result<usize, Trouble> {
    let sql = format!(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0), coalesce(max(seq), 0))
                - count(*) FROM {table}"
    );
    let missing: i64 = db.query_row(&sql, [], |row| row.get(0))?;
    Ok(usize::try_from(missing).unwrap_or(0))
}

/// How many records cannot be read back, or are gone. Ends early with none where it may not go on.
pub(super) fn count_damaged(db: &Transaction<'_>, may_go_on: impl Fn() -> bool) -> Result<usize, Trouble> {
    let mut damaged = missing(db, "intent")?;
    let mut query = db.prepare_cached("SELECT seq FROM intent ORDER BY seq")?;
    for seq in query.query_map([], |row| row.get(0))? {
        match seq.map_err(unreadable).and_then(|seq| load(db, seq)) {
            _ if !may_go_on() => return Ok(0),
            Ok(_) => {}
            Err(Trouble::DamagedRecord) => damaged += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(damaged)
}

/// Reads an intent by its row, or `None` where it is not whole.
pub(super) fn load_intent(db: &Connection, seq: Seq) -> Result<Option<Intent>, Trouble> {
    let mut query = db.prepare_cached(&format!("SELECT {INTENT} FROM intent WHERE seq = ?1"))?;
    match query.query_row([seq], texts).map_err(unreadable) {
        Ok(columns) => Ok(intent(columns)),
        Err(Trouble::DamagedRecord) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Reads an event by its row: the row of its intent where that can be read, and itself where it is whole.
pub(super) fn load_event(db: &Connection, seq: Seq) -> Result<(Option<Seq>, Option<Stamped>), Trouble> {
    let mut query = db.prepare_cached("SELECT at, event, intent FROM event WHERE seq = ?1")?;
    let read = query.query_row([seq], |row| Ok((row.get(2)?, texts(row).ok())));
    match read.map_err(unreadable) {
        Ok((intent, columns)) => Ok((Some(intent), columns.and_then(event))),
        Err(Trouble::DamagedRecord) => Ok((None, None)),
        Err(other) => Err(other),
    }
}

/// Finds the row of an intent.
pub(super) fn find(db: &Connection, id: IntentId) -> Result<Seq, Trouble> {
    let mut query = db.prepare_cached("SELECT seq FROM intent WHERE id = ?1")?;
    query.query_row([id.to_string()], |row| row.get(0)).optional()?.ok_or(Trouble::NoSuchPurchase)
}

/// Reads the record of one row, or [`Trouble::DamagedRecord`].
pub(super) fn load(db: &Connection, seq: Seq) -> Result<Record, Trouble> {
    let mut record = Record::new(load_intent(db, seq)?.ok_or(Trouble::DamagedRecord)?);
    let mut query = db.prepare_cached("SELECT at, event FROM event WHERE intent = ?1 ORDER BY seq")?;
    let mut rows = query.query([seq])?;
    let mut life = Life::new();
    while let Some(row) = rows.next().map_err(unreadable)? {
        let stamped = event(texts(row).map_err(unreadable)?).ok_or(Trouble::DamagedRecord)?;
        life = life.after(&stamped.event).map_err(|_| Trouble::DamagedRecord)?;
        record.events.push(stamped);
    }
    Ok(record)
}

/// Reads the records that a query of rows names, and counts the damaged ones. `db` is inside a transaction, so that
/// the list and the histories are of one instant, whatever other processes write meanwhile.
pub(super) fn load_all(db: &Transaction<'_>, seqs: &str, given: impl rusqlite::Params) -> Result<Records, Trouble> {
    let mut query = db.prepare_cached(seqs)?;
    let mut records = Records::default();
    for seq in query.query_map(given, |row| row.get(0))? {
        records.take(seq.map_err(unreadable).and_then(|seq| load(db, seq)))?;
    }
    Ok(records)
}

/// How an origin is written in its column.
pub(super) fn origin_text(origin: &Origin) -> &str {
    match origin {
        Origin::Sandbox => SANDBOX,
        Origin::Live(base) => base.as_str(),
    }
}

fn texts<const N: usize>(row: &Row<'_>) -> rusqlite::Result<[String; N]> {
    let mut texts = [const { String::new() }; N];
    for (at, text) in texts.iter_mut().enumerate() {
        *text = row.get(at)?;
    }
    Ok(texts)
}

/// A value of the wrong kind or a damaged page is damage; a failing disk is not.
fn unreadable(error: rusqlite::Error) -> Trouble {
    match error.sqlite_error_code() {
        None | Some(ErrorCode::DatabaseCorrupt) => Trouble::DamagedRecord,
        Some(_) => error.into(),
    }
}

fn intent(texts: [String; 11]) -> Option<Intent> {
    let [id, created_at, who, sub_account, country, kind, criterion, body, origin, label, last4] = texts;
    let kind = [Kind::AreaCode, Kind::Pattern].into_iter().find(|one| one.api_field() == kind)?;
    let request = PurchaseRequest {
        sub_account: SubAccountId::parse(&sub_account).ok()?,
        country: Country::parse(&country).ok()?,
        criterion: Criterion::recorded(kind, &criterion)?,
    };
    let said: serde_json::Value = serde_json::from_str(&body).ok()?;
    let origin = if origin == SANDBOX { Origin::Sandbox } else { Origin::Live(BaseUrl::parse(&origin).ok()?) };
    let key = KeyRef { label: Clean::from(label), last4: Clean::from(last4) };
    (said == request.to_json()).then_some(Intent {
        id: IntentId::parse(&id)?,
        created_at: created_at.parse::<Timestamp>().ok()?,
        who: Clean::from(who),
        draft: PurchaseDraft { request, body: FrozenBody::recorded(body), origin, key },
    })
}

fn event([at, event]: [String; 2]) -> Option<Stamped> {
    Some(Stamped { at: at.parse().ok()?, event: serde_json::from_str::<Event>(&event).ok()? })
}
