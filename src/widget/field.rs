//! A one-line text field.
//!
//! Owns drawing an input with the terminal's own cursor. Editing is the caller's.

use ratatui::{Frame, layout::Rect, text::Line, widgets::Paragraph};
use tui_input::Input;

use super::theme;

/// Draws the input into a one-row area and puts the cursor there.
pub fn field(frame: &mut Frame, area: Rect, input: &Input, placeholder: &str) {
    let width = usize::from(area.width.saturating_sub(1));
    let scroll = input.visual_scroll(width);
    if input.value().is_empty() {
        frame.render_widget(Line::styled(placeholder.to_owned(), theme::QUIET), area);
    } else {
        let offset = u16::try_from(scroll).unwrap_or(0);
        frame.render_widget(Paragraph::new(input.value().to_owned()).style(theme::STRONG).scroll((0, offset)), area);
    }
    let column = u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
    if area.width > 0 && area.height > 0 {
        frame.set_cursor_position((area.x + column.min(area.width - 1), area.y));
    }
}
