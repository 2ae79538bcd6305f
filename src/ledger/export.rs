//! The history for other programs and for people.
//!
//! Owns the shape of `numshop history`: JSON with stable names, and a table. Both
//! are made of text that was cleaned on its way in, so nothing in them can act on
//! a terminal. Pure: the caller reads the records and prints the result.

use jiff::Timestamp;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::row::origin_text;
use crate::domain::{Bought, Criterion, Event, Origin, Record, Release, State};

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

/// The records as a JSON array of objects, in the order given, without a line break at the end.
#[must_use]
pub fn history_json(records: &[Record]) -> String {
    let lines: Vec<_> = records.iter().map(Line::of).collect();
    // Text, numbers and times under fixed names: serializing them cannot fail.
    serde_json::to_string_pretty(&lines).unwrap_or_default()
}

/// The records as an aligned table with times in UTC, in the order given, without a line break at the end.
#[must_use]
pub fn history_table(records: &[Record]) -> String {
    if records.is_empty() {
        return "No purchase yet.".to_owned();
    }
    let head = ["Confirmed (UTC)", "State", "Number", "Asked for", "Sub-account", "Mode"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head).chain(records.iter().map(cells)).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    rows.iter().map(|row| line(row, &widths)).collect::<Vec<_>>().join("\n")
}

fn cells(record: &Record) -> [String; 6] {
    let line = Line::of(record);
    [
        record.intent.created_at.strftime("%Y-%m-%d %H:%M").to_string(),
        line.state.replace('_', " "),
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
