//! The account check as it looks: how many numbers are where, and which.
//!
//! What does not add up comes first. Where a list was not read whole, the words say
//! that it proves nothing.

use std::time::Duration;

use ratatui::{Frame, layout::Rect, widgets::Paragraph};

use super::{
    chrome::{facts_for, titled},
    words,
};
use crate::{
    app::{App, Check, CheckRow, CheckStage, Comparison, ListEnd, Side},
    widget::{
        Facts, list, spinner,
        split::{self, Part},
        text::fit,
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 13;
/// From this many columns on, a row also says where the number comes from.
const ROOMY: usize = 80;

pub fn view(app: &App, check: &Check, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "Check: what is owned, and what the ledger knows", theme::ACCENT);
    let mut facts = facts_for(area, LABEL);
    facts.styled("Sub-account", &words::account(&check.account), theme::STRONG);
    match &check.stage {
        CheckStage::Looking(_) => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            facts.fact("Numbers", &format!("{turn} reading the API's list and the ledger"));
        }
        CheckStage::Failed(why) => {
            facts.styled(
                "Numbers",
                &format!("The list could not be read, so nothing is compared. {why}"),
                theme::STRONG,
            );
        }
        CheckStage::Compared(comparison) => compared(app, check, comparison, &mut facts),
    }
    facts.gap();
    let [top, rows] = split::rows(inside, [Part::Fixed(facts.rows()), Part::Rest]);
    frame.render_widget(Paragraph::new(facts.into_lines()), top);
    let columns = words::columns(check.rows().iter().map(|row| &row.number));
    list(frame, rows, check.rows().len(), check.selected, |at, width| {
        check.rows().get(at).map_or_else(String::new, |row| row_text(app, row, columns, width))
    });
}

fn compared(app: &App, check: &Check, comparison: &Comparison, facts: &mut Facts) {
    let (owned, known, both) = comparison.counts();
    let whole = comparison.owned_end == ListEnd::Complete && comparison.known_end == ListEnd::Complete;
    let verdict = match (owned + known, whole) {
        (0, true) => format!("✓ They agree: {both} in both, none in one only."),
        (_, true) => format!("! They differ: {owned} owned only, {known} in the ledger only, {both} in both."),
        (_, false) => {
            format!("? As far as could be read: {owned} owned only, {known} in the ledger only, {both} in both.")
        }
    };
    facts.styled("Numbers", &verdict, theme::STRONG);
    match &comparison.owned_end {
        ListEnd::Incomplete(why) | ListEnd::Failed(why) => {
            let text = format!("The list is incomplete and proves nothing about what is not in it: {why}");
            facts.styled("", &text, theme::DANGER);
        }
        ListEnd::Complete => {}
    }
    match &comparison.known_end {
        ListEnd::Incomplete(why) | ListEnd::Failed(why) => {
            let text = format!("The ledger could not be read whole, so it may know more: {why}");
            facts.styled("", &text, theme::DANGER);
        }
        ListEnd::Complete => {}
    }
    let open = app.open.iter().filter(|record| record.intent.draft.request.sub_account == check.account.id).count();
    if open > 0 && owned > 0 {
        facts.fact(
            "",
            "A purchase of this sub-account is unknown: it may have bought one of these. Esc, F4 settles it.",
        );
    }
    if owned > 0 {
        facts.fact("Owned only", "Not in this ledger: bought elsewhere, imported, or lost with a damaged ledger.");
    }
    if known > 0 {
        facts.fact("Ledger only", "Released, moved, or not listed yet.");
    }
}

fn row_text(app: &App, row: &CheckRow, columns: (usize, usize), width: usize) -> String {
    let side = match row.side {
        Side::Owned => "owned only",
        Side::Known(_) => "ledger only",
        Side::Both(_) => "both",
    };
    let created = row.number.created_at.as_ref().and_then(|at| at.as_str().parse().ok());
    let since = match (created, row.side) {
        (Some(at), _) => format!("since {}", words::local_time(at, &app.zone)),
        (None, Side::Known(at) | Side::Both(at)) => format!("bought {}", words::local_time(at, &app.zone)),
        (None, Side::Owned) => "date not stated".to_owned(),
    };
    let source = row.number.source.as_ref().filter(|_| width >= ROOMY).map_or("", |source| source.as_str());
    let line = format!(
        "{}  {}  {}  {}  {source}",
        fit(side, 11),
        fit(row.number.number.as_str(), columns.0),
        fit(row.number.id.as_str(), columns.1),
        fit(&since, 26),
    );
    fit(&line, width)
}
