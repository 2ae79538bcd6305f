//! A box on top of the screen.
//!
//! Owns its place, its border and that what lies beneath is wiped.

use ratatui::{
    Frame,
    layout::{Constraint, Rect},
    style::Style,
    text::Line,
    widgets::{Block, Clear, Padding},
};

/// Where a box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// In the middle.
    Middle,
    /// Low, so that what it is about stays visible; the last row is left free.
    Low,
}

/// Draws an empty titled box of at most `size` (columns, rows), and returns the area inside.
pub fn modal(frame: &mut Frame, title: &str, size: (u16, u16), anchor: Anchor, style: Style) -> Rect {
    let whole = frame.area();
    let (width, height) = (size.0.min(whole.width), size.1.min(whole.height));
    let mut area = whole.centered(Constraint::Length(width), Constraint::Length(height));
    if anchor == Anchor::Low {
        area.y = whole.bottom().saturating_sub(height + 1).max(whole.y);
    }
    let block = Block::bordered()
        .border_style(style)
        .title(Line::styled(format!(" {title} "), style))
        .padding(Padding::horizontal(1));
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inside
}
