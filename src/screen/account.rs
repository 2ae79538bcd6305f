//! Step 1 as it looks: find a sub-account, or type an id.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Paragraph,
};

use super::chrome::titled;
use crate::{
    app::{AccountList, App, Row, Source},
    widget::{
        field, list, spinner,
        split::{self, Part},
        text::{cut, fit, wrap},
        theme,
    },
};

/// Columns of the label before the field.
const LABEL: u16 = 6;

pub fn view(app: &App, frame: &mut Frame, area: Rect) {
    let inside = titled(frame, area, "Account: who is billed", theme::ACCENT);
    let news = wrap(&status_text(app), usize::from(inside.width));
    let news_rows = u16::try_from(news.len()).unwrap_or(1);
    let [find, fault, rows, status] =
        split::rows(inside, [Part::Fixed(1), Part::Fixed(1), Part::Rest, Part::Fixed(news_rows)]);
    let [label, input] = split::columns(find, [Part::Fixed(LABEL), Part::Rest]);
    frame.render_widget(Span::styled("Find", theme::QUIET), label);
    field(frame, input, &app.account.filter, "type to filter, or type an id that is not listed");
    if let Some(wrong) = app.account.id_fault() {
        let text = cut(&format!("✗ {wrong}."), usize::from(fault.width));
        frame.render_widget(Line::styled(text, theme::DANGER), fault);
    }
    if app.account.shown_len() == 0 {
        frame.render_widget(Line::styled(empty(app), theme::QUIET), rows);
    }
    let shown: Vec<_> = app.account.shown().collect();
    let id_width = shown.iter().map(|row| row.account.id.as_str().len()).max().unwrap_or(0);
    list(frame, rows, shown.len(), app.account.selected, |at, width| {
        shown.get(at).map_or_else(String::new, |row| row_text(row, id_width, width))
    });
    let news: Vec<_> = news.into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(news), status);
}

/// The row's text: name, id and, where there is room, where it is known from.
fn row_text(row: &Row, longest_id: usize, width: usize) -> String {
    let source = match row.source {
        Source::Config => "in your config",
        Source::Listed => "listed by the API",
        Source::Used => "used before",
        Source::Typed => "as typed",
    };
    let id_width = longest_id.min(width / 2);
    let source_width = if width > 90 { 18 } else { 0 };
    let name_width = width.saturating_sub(id_width + source_width + 4).min(60);
    let name = match (&row.account.name, row.source) {
        (Some(name), _) => name.as_str(),
        (None, Source::Typed) => "Use this id",
        (None, _) => "(no name known)",
    };
    let id = fit(row.account.id.as_str(), id_width);
    format!("{}  {id}  {}", fit(name, name_width), cut(source, source_width))
}

fn empty(app: &App) -> &'static str {
    match (app.account.rows.is_empty(), &app.account.list) {
        (true, AccountList::Loading) => "The list is on its way. You can type an id meanwhile.",
        (true, _) => "No sub-account is known yet. Type its id, such as sub_8a1f4c2e.",
        (false, _) => "Nothing matches. Type a whole id to use one that is not listed.",
    }
}

fn status_text(app: &App) -> String {
    let known = match app.account.rows.len() {
        1 => "1 sub-account known".to_owned(),
        count => format!("{count} sub-accounts known"),
    };
    let list = match &app.account.list {
        AccountList::NoKey => "not listed by the API: VANTAX_AGENCY_KEY is not set".to_owned(),
        AccountList::Loading => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            format!("{turn} reading the API's list")
        }
        AccountList::Complete => "all that the API lists".to_owned(),
        AccountList::Incomplete(why) => format!("incomplete: {why}"),
        AccountList::Failed(why) => format!("the API's list failed: {why}"),
    };
    let open = match app.open.len() {
        0 => match app.warned.len() {
            0 => String::new(),
            1 => "1 number that was bought is not what was asked for. F4 shows it. ".to_owned(),
            count => format!("{count} numbers that were bought are not what was asked for. F4 shows them. "),
        },
        1 => "1 purchase is unknown: it may be bought. F4 settles it. ".to_owned(),
        count => format!("{count} purchases are unknown: they may be bought. F4 settles them. "),
    };
    format!("{open}{known} · {list}")
}
