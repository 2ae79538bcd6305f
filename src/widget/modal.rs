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

/// Draws an empty titled box in the middle, at most `width` × `height`, and returns the area inside.
pub fn modal(frame: &mut Frame, title: &str, width: u16, height: u16, style: Style) -> Rect {
    let area = frame.area();
    let area = area.centered(Constraint::Length(width.min(area.width)), Constraint::Length(height.min(area.height)));
    let block = Block::bordered()
        .border_style(style)
        .title(Line::styled(format!(" {title} "), style))
        .padding(Padding::horizontal(1));
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inside
}
