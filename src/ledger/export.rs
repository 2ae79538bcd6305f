//! The history for other programs and for people.
//!
//! Owns the shape of `numshop history`: JSON and CSV with stable names, and a table.
//! All are made of text that was cleaned on its way in, so nothing in them can act
//! on a terminal. What is damaged hides nothing else. The caller says where the
//! records come from and where the text goes; neither is known here.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::{Serialize, Serializer as _, ser::SerializeSeq as _};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::{Trouble, csv, row::origin_text};
use crate::domain::{Bought, Criterion, Event, Origin, Record, Release, State};

/// The names of a [`Line`]'s values, in its order.
const COLUMNS: [&str; 18] = [
    "id",
    "state",
    "sub_account_id",
    "country",
    "area_code",
    "number_pattern",
    "idempotency_key",
    "number",
    "number_id",
    "released",
    "created_at",
    "updated_at",
    "attempts",
    "mode",
    "origin",
    "key_label",
    "key_last4",
    "who",
];

/// One purchase as `history --json` gives it. Names are never changed or taken away; absent values are null.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    state: &'static str,
    sub_account_id: &'a str,
    country: &'static str,
    area_code: Option<&'a str>,
    number_pattern: Option<&'a str>,
    idempotency_key: String,
    number: Option<String>,
    number_id: Option<String>,
    released: Option<&'static str>,
    created_at: Timestamp,
    updated_at: Timestamp,
    attempts: usize,
    mode: &'static str,
    origin: &'a str,
    key_label: &'a str,
    key_last4: &'a str,
    who: &'a str,
}

impl<'a> Line<'a> {
    fn of(record: &'a Record) -> Self {
        let intent = &record.intent;
        let (request, key) = (&intent.draft.request, &intent.draft.key);
        let state = record.state();
        let (area_code, number_pattern) = match &request.criterion {
            Criterion::AreaCode(code) => (Some(code.as_str()), None),
            Criterion::Pattern(pattern) => (None, Some(pattern.as_str())),
        };
        let bought = match &state {
            State::Bought(Bought { number, .. }) => Some(number),
            _ => None,
        };
        Self {
            id: intent.id.to_string(),
            state: state.word(),
            sub_account_id: request.sub_account.as_str(),
            country: request.country.code(),
            area_code,
            number_pattern,
            idempotency_key: intent.id.to_string(),
            number: bought.map(|number| number.number.to_string()),
            number_id: bought.map(|number| number.id.to_string()),
            released: record.release().as_ref().map(Release::word),
            created_at: intent.created_at,
            updated_at: record.events.last().map_or(intent.created_at, |stamped| stamped.at),
            attempts: record.events.iter().filter(|stamped| matches!(stamped.event, Event::Sent { .. })).count(),
            mode: mode(&intent.draft.origin),
            origin: origin_text(&intent.draft.origin),
            key_label: key.label.as_str(),
            key_last4: key.last4.as_str(),
            who: intent.who.as_str(),
        }
    }
}

fn mode(origin: &Origin) -> &'static str {
    if origin.is_live() { "live" } else { "sandbox" }
}

/// A form to write the history in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An aligned table with times in UTC, for people.
    Table,
    /// A JSON array of objects.
    Json,
    /// A header and a row for each purchase, named as in JSON.
    Csv,
}

/// Why not the whole history was written.
#[derive(Debug)]
pub enum Unfinished {
    /// Something of it could not be read. All that could be read is written, and nothing where that was nothing.
    Unread(Trouble),
    /// It could not be written.
    Unwritten(io::Error),
}

impl From<io::Error> for Unfinished {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

/// Writes the records as they come, in the order given, with a line break at the end. JSON and CSV are written record
/// by record, however many there are; a table is as wide as its widest row, so its cells are kept until the end.
///
/// # Errors
/// [`Unfinished`], which says what is missing.
pub fn write_history(
    records: impl Iterator<Item = Result<Record, Trouble>>,
    form: Form,
    out: &mut impl Write,
) -> Result<(), Unfinished> {
    let mut whole = Whole { records, damaged: 0, unread: None };
    let first = whole.next();
    // An empty list would say that nothing was ever bought, which nobody knows where something could not be read.
    if first.is_some() || whole.trouble().is_none() {
        let rows = first.into_iter().chain(&mut whole);
        match form {
            Form::Table => write_table(rows, out)?,
            Form::Json => write_json(rows, out)?,
            Form::Csv => write_csv(rows, out)?,
        }
        out.flush()?;
    }
    whole.trouble().map_or(Ok(()), |trouble| Err(Unfinished::Unread(trouble)))
}

/// The records that can be read, and what kept the others away.
struct Whole<I> {
    records: I,
    damaged: usize,
    unread: Option<Trouble>,
}

impl<I> Whole<I> {
    fn trouble(&self) -> Option<Trouble> {
        match (&self.unread, self.damaged) {
            // How many is said where it is known.
            (None | Some(Trouble::Damaged), damaged @ 1..) => Some(Trouble::DamagedRecords(damaged)),
            (unread, _) => unread.clone(),
        }
    }
}

impl<I: Iterator<Item = Result<Record, Trouble>>> Iterator for Whole<I> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            match self.records.next()? {
                Ok(record) => return Some(record),
                Err(Trouble::DamagedRecord) => self.damaged += 1,
                Err(other) => {
                    self.unread = Some(other);
                    return None;
                }
            }
        }
    }
}

fn write_json(rows: impl Iterator<Item = Record>, out: &mut impl Write) -> io::Result<()> {
    let mut json = serde_json::Serializer::pretty(&mut *out);
    let mut list = json.serialize_seq(None)?;
    for record in rows {
        list.serialize_element(&Line::of(&record))?;
    }
    list.end()?;
    writeln!(out)
}

fn write_csv(rows: impl Iterator<Item = Record>, out: &mut impl Write) -> io::Result<()> {
    csv::row(COLUMNS, out)?;
    for record in rows {
        let values = serde_json::to_value(Line::of(&record))?;
        // By name, so that no cell can come under another's.
        let cells = COLUMNS.map(|name| match &values[name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        csv::row(cells, out)?;
    }
    Ok(())
}

fn write_table(rows: impl Iterator<Item = Record>, out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<_> = rows.map(|record| cells(&record)).collect();
    if rows.is_empty() {
        return writeln!(out, "No purchase yet.");
    }
    let head = ["Confirmed (UTC)", "State", "Number", "Asked for", "Sub-account", "Mode"].map(str::to_owned);
    let mut widths = [0; 6];
    for row in std::iter::once(&head).chain(&rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    std::iter::once(&head).chain(&rows).try_for_each(|row| writeln!(out, "{}", line(row, &widths)))
}

fn cells(record: &Record) -> [String; 6] {
    let line = Line::of(record);
    let standing = match record.release() {
        Some(Release::Released(_)) => "released".to_owned(),
        Some(Release::Sent { .. } | Release::Unknown { .. }) => "may be released".to_owned(),
        Some(Release::NotReleased { .. }) | None => line.state.replace('_', " "),
    };
    [
        record.intent.created_at.strftime("%Y-%m-%d %H:%M").to_string(),
        standing,
        line.number.unwrap_or_else(|| "-".to_owned()),
        format!("{} {}", line.country, record.intent.draft.request.criterion),
        line.sub_account_id.to_owned(),
        line.mode.to_owned(),
    ]
}

/// One line of the table; the last cell is not padded.
fn line(row: &[String; 6], widths: &[usize; 6]) -> String {
    let padded = row.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
    padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
