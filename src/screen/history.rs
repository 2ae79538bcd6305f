//! The history as it looks: find a purchase among all of them.
//!
//! A row says when, how it stands, the number, what was asked for and for whom. The
//! mode is said where there is room for it, and always where both modes are there.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{chrome::titled, words};
use crate::{
    app::{App, History, HistoryStage},
    domain::{Status, SubAccountId, Summary, phrases::grouped},
    widget::{
        field, list, spinner,
        split::{self, Part},
        text::{fit, wrap},
        theme,
    },
};

/// Columns of the label before the field.
const LABEL: u16 = 6;
/// From this many columns on, a row says everything in full.
const ROOMY: usize = 100;

pub fn view(app: &App, history: &History, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "History: every purchase that was confirmed here", theme::ACCENT);
    let (news, style) = news(app, history);
    let news = wrap(&news, usize::from(inside.width));
    let news_rows = u16::try_from(news.len()).unwrap_or(1);
    let [find, _, rows, status] =
        split::rows(inside, [Part::Fixed(1), Part::Fixed(1), Part::Rest, Part::Fixed(news_rows)]);
    let [label, input] = split::columns(find, [Part::Fixed(LABEL), Part::Rest]);
    frame.render_widget(Span::styled("Find", theme::QUIET), label);
    field(frame, input, &history.filter, "number, sub-account, area code, pattern, id, bought, unknown, live");
    if history.passing() == 0 {
        frame.render_widget(Line::styled(empty(history), theme::QUIET), rows);
    }
    list(frame, rows, history.passing(), history.selected, |at, width| {
        history.line(at).map_or_else(String::new, |line| row_text(app, line, history.is_mixed(), width))
    });
    let news: Vec<_> = news.into_iter().map(|line| Line::styled(line, style)).collect();
    frame.render_widget(Paragraph::new(news), status);
}

fn empty(history: &History) -> &'static str {
    match (&history.stage, history.is_empty()) {
        (HistoryStage::Reading(_), true) => "The ledger is being read.",
        (HistoryStage::Reading(_), false) => "Nothing matches so far.",
        (HistoryStage::Read { damaged: 0 }, true) => "No purchase was confirmed here yet.",
        (HistoryStage::Read { .. } | HistoryStage::Failed(_), true) => "No purchase can be shown.",
        (HistoryStage::Read { .. } | HistoryStage::Failed(_), false) => "Nothing matches. Clear the field to see all.",
    }
}

/// How many there are, and what keeps others away.
fn news(app: &App, history: &History) -> (String, ratatui::style::Style) {
    let count = |count: usize| grouped(u64::try_from(count).unwrap_or(u64::MAX));
    let known = match history.len() {
        1 => "1 purchase".to_owned(),
        all => format!("{} purchases", count(all)),
    };
    let shown = if history.passing() == history.len() {
        known
    } else {
        format!("{} of {known} match", count(history.passing()))
    };
    match &history.stage {
        HistoryStage::Reading(_) => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            (format!("{turn} {shown} so far: reading the ledger"), theme::PLAIN)
        }
        HistoryStage::Read { damaged: 0 } => (shown, theme::PLAIN),
        HistoryStage::Read { damaged } => {
            let more = match damaged {
                1 => "1 more purchase cannot".to_owned(),
                many => format!("{} more purchases cannot", count(*many)),
            };
            let text = format!(
                "! {more} be read back: the ledger is damaged there, and may have bought a number. {shown} can be shown."
            );
            (text, theme::DANGER)
        }
        HistoryStage::Failed(why) if history.is_empty() => {
            (format!("! The ledger could not be read. {why}"), theme::DANGER)
        }
        HistoryStage::Failed(why) => (format!("! {shown}; the ledger could not be read further. {why}"), theme::DANGER),
    }
}

/// How a purchase stands, in a word or two with a sign; whether something may be bought is said where there is room.
fn standing(status: Status, in_full: bool) -> &'static str {
    match (status, in_full) {
        (Status::Bought, _) => "✓ bought",
        (Status::Released, true) => "✓ bought, then released",
        (Status::Released, false) => "✓ released",
        (Status::MayBeReleased, true) => "? may be released",
        (Status::MayBeReleased, false) => "? releasing",
        (Status::NotBought, _) => "✗ not bought",
        (Status::Unknown, true) => "? unknown: may be bought",
        (Status::Unknown, false) => "? unknown",
        (Status::Sent, true) => "? sent: may be bought",
        (Status::Sent, false) => "? sent",
        (Status::Recorded, true) => "· recorded, never sent",
        (Status::Recorded, false) => "· recorded",
    }
}

fn row_text(app: &App, line: &Summary, is_mixed: bool, width: usize) -> String {
    let in_full = width >= ROOMY;
    let at = if in_full { words::local_time } else { words::local_minute }(line.created_at, &app.zone);
    let asked = words::asked_in_short(line.kind, line.criterion(), line.country, in_full);
    let (widths, gap) = match (in_full, is_mixed) {
        (true, _) => ([19, 24, 16, 16], "  "),
        (false, false) => ([16, 12, 12, 12], "  "),
        (false, true) => ([16, 12, 12, 12], " "),
    };
    let cells = [at.as_str(), standing(line.status, in_full), line.number().unwrap_or("–"), asked.as_str()];
    let cells = cells.into_iter().zip(widths).map(|(cell, width)| fit(cell, width));
    let mode = (in_full || is_mixed).then(|| fit(line.mode(), 7));
    let account = SubAccountId::parse(line.sub_account()).ok().filter(|_| in_full);
    let account = account.map_or_else(|| line.sub_account().to_owned(), |id| words::account_by_id(app, &id));
    let cells: Vec<_> = cells.chain(mode).chain([account]).collect();
    fit(&cells.join(gap), width)
}
