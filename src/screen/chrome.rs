//! What every screen shares: the header, the line of news, the footer, the box.
//!
//! Owns the breadcrumb with the present step marked and the badge that says in
//! words whether purchases are billed. The badge is never cut.

use ratatui::{
    Frame,
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
    widgets::{Block, Padding, Paragraph},
};
use unicode_width::UnicodeWidthStr;

use super::words;
use crate::{
    app::{self, App, SMALLEST, Screen},
    widget::{
        Facts,
        split::{self, Part},
        text::wrap,
        theme,
    },
};

/// Whether a person could see all that there is to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Everything fitted.
    Whole,
    /// Something was left out for want of room.
    Cut,
}

/// The most rows that the news may take: a reason why nothing can be bought is longer than one.
const NEWS_ROWS: u16 = 3;

/// Draws header, news and footer; returns the area between.
pub fn frame(app: &App, frame: &mut Frame) -> Rect {
    let width = usize::from(frame.area().width.saturating_sub(2));
    let (news, style) = news(app);
    let note = news.map(|news| wrap(&news, width)).unwrap_or_default();
    let rows = u16::try_from(note.len()).unwrap_or(u16::MAX).clamp(1, NEWS_ROWS);
    let [top, body, middle, bottom] =
        split::rows(frame.area(), [Part::Fixed(1), Part::Rest, Part::Fixed(rows), Part::Fixed(1)]);
    frame.render_widget(header(app, top.width), top);
    let note: Vec<_> = note.into_iter().map(|line| Line::styled(line, style)).collect();
    frame
        .render_widget(Paragraph::new(note), Rect { x: middle.x + 1, width: middle.width.saturating_sub(2), ..middle });
    frame.render_widget(footer(app, bottom.width), bottom);
    body
}

/// What stands above the footer: the note, or else that nothing can be bought, wherever that is not said anyway.
fn news(app: &App) -> (Option<String>, Style) {
    let standing = app.stoppage().filter(|_| app.screen != Screen::Ledger).map(|stoppage| {
        let why = words::ledger_fault(stoppage.fault);
        let key = if matches!(app.screen, Screen::Account | Screen::Number) { " F4 shows what to do." } else { "" };
        format!("! Nothing can be bought: the ledger is {why}.{key}")
    });
    match (&app.note, standing) {
        (Some(note), _) => (Some(format!("· {note}")), theme::STRONG),
        (None, standing) => (standing, theme::DANGER),
    }
}

/// A titled box that fills the area; returns the area inside.
pub fn titled(frame: &mut Frame, area: Rect, title: &str, style: Style) -> Rect {
    let block = Block::bordered()
        .border_style(style)
        .title(Line::styled(format!(" {title} "), style.add_modifier(Modifier::BOLD)))
        .padding(Padding::horizontal(1));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    inside
}

/// Columns that a box takes from the facts inside it.
const BOX: u16 = 4;

/// Facts to be put into a box as wide as the area.
pub fn facts_for(area: Rect, label_width: usize) -> Facts {
    Facts::new(area.width.saturating_sub(BOX), label_width)
}

/// A titled box around facts, no higher than they need.
pub fn boxed(frame: &mut Frame, area: Rect, title: &str, style: Style, facts: Facts) {
    let height = facts.rows().saturating_add(2).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, title, style);
    frame.render_widget(Paragraph::new(facts.into_lines()), inside);
}

/// Whether purchases are billed, in words.
fn badge(app: &App) -> Span<'static> {
    if app.origin.is_live() {
        Span::styled("LIVE · purchases are billed", theme::DANGER)
    } else {
        Span::styled("SANDBOX · nothing is billed", theme::ACCENT.add_modifier(Modifier::BOLD))
    }
}

/// The four steps: which there are, and which is the present one.
fn steps(app: &App) -> ([&'static str; 4], usize) {
    let last = match &app.screen {
        Screen::Sending(_) => "Sending",
        Screen::NotBought(_) => "Not bought",
        Screen::Unknown(_) => "Unknown",
        Screen::ReleaseReview(_) | Screen::Releasing(_) | Screen::ReleaseUnknown(_) => "Release",
        Screen::Account
        | Screen::Number
        | Screen::Review(_)
        | Screen::Receipt(_)
        | Screen::Check(_)
        | Screen::Ledger => "Receipt",
    };
    let present = match &app.screen {
        Screen::Account | Screen::Check(_) | Screen::Ledger => 0,
        Screen::Number => 1,
        Screen::Review(_) => 2,
        Screen::Sending(_)
        | Screen::Receipt(_)
        | Screen::NotBought(_)
        | Screen::Unknown(_)
        | Screen::ReleaseReview(_)
        | Screen::Releasing(_)
        | Screen::ReleaseUnknown(_) => 3,
    };
    (["Account", "Number", "Review", last], present)
}

fn breadcrumb(app: &App) -> Vec<Span<'static>> {
    let (steps, present) = steps(app);
    let mut spans = Vec::new();
    for (at, (step, numeral)) in steps.into_iter().zip(["①", "②", "③", "④"]).enumerate() {
        if at > 0 {
            spans.push(Span::styled(" › ", theme::QUIET));
        }
        let (mark, style) = match at.cmp(&present) {
            std::cmp::Ordering::Less => ("✓", theme::PLAIN),
            std::cmp::Ordering::Equal => ("▸", theme::ACCENT.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)),
            std::cmp::Ordering::Greater => (numeral, theme::QUIET),
        };
        spans.push(Span::styled(format!("{mark} {step}"), style));
    }
    spans
}

/// As much of the header as fits, from the right: badge, present step, all steps, product.
fn header(app: &App, width: u16) -> Line<'static> {
    let width = usize::from(width);
    let badge = badge(app);
    let product = vec![Span::styled("numshop  ", theme::STRONG)];
    let (steps, present) = steps(app);
    let whole = [product, breadcrumb(app)].concat();
    let short = vec![Span::styled(format!("▸ {} of 4 {}", present + 1, steps[present]), theme::STRONG)];
    let fits = |spans: &[Span]| spans.iter().map(Span::width).sum::<usize>() + badge.width() < width;
    let left = [whole, breadcrumb(app), short].into_iter().find(|spans| fits(spans)).unwrap_or_default();
    let used: usize = left.iter().map(Span::width).sum::<usize>() + badge.width();
    let gap = Span::raw(" ".repeat(width.saturating_sub(used)));
    Line::from([left, vec![gap, badge]].concat())
}

/// The keys that work now, as many as fit; the way to the help is always among them.
fn footer(app: &App, width: u16) -> Line<'static> {
    let keys: Vec<_> = app::footer(app).collect();
    let size = |(key, label): &(&str, &str)| key.width() + label.width() + 3;
    let (must, may): (Vec<_>, Vec<_>) =
        keys.iter().partition(|(_, label)| matches!(*label, "Help" | "Quit" | "Back" | "Later" | "Next one" | "List"));
    let mut room = usize::from(width).saturating_sub(must.iter().copied().map(size).sum());
    let mut spans = Vec::new();
    let fitting = may.into_iter().take_while(|key| {
        let fits = size(key) <= room;
        room = room.saturating_sub(size(key));
        fits
    });
    for (key, label) in fitting.collect::<Vec<_>>().into_iter().chain(must) {
        spans.push(Span::styled(format!(" {key}"), theme::ACCENT.add_modifier(Modifier::BOLD)));
        spans.push(Span::raw(format!(" {label} ")));
    }
    Line::from(spans)
}

/// A window in which money cannot be read says what it needs, and keeps everything.
pub fn too_small(app: &App, frame: &mut Frame) {
    let (steps, present) = steps(app);
    let (width, height) = SMALLEST;
    let mode = if app.origin.is_live() { "LIVE" } else { "SANDBOX" };
    let text = format!(
        "{mode} · {}. This window is {}×{}; numshop needs {width}×{height}. Make it larger: nothing is lost. Ctrl-C leaves.",
        steps[present], app.size.0, app.size.1,
    );
    let lines: Vec<_> = wrap(&text, usize::from(frame.area().width)).into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines), frame.area());
}
