//! A list with one selected row.
//!
//! Owns the window onto the rows, the mark before the selected one, and the hint
//! that there are more above or below. Only visible rows are asked for.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{text::fit, theme};

/// Draws the rows around the selected one. `row` makes the text of a row for a width in columns.
pub fn list(frame: &mut Frame, area: Rect, len: usize, selected: usize, row: impl Fn(usize, usize) -> String) {
    let height = usize::from(area.height);
    let first = first_row(len, selected, height);
    let width = usize::from(area.width).saturating_sub(4);
    for (line, at) in (first..len.min(first + height)).enumerate() {
        let is_selected = at == selected;
        let more = match (line, at) {
            (0, at) if at > 0 => "↑",
            (line, at) if line + 1 == height && at + 1 < len => "↓",
            _ => " ",
        };
        let mark = if is_selected { "›" } else { " " };
        let text = format!("{mark} {} {more}", fit(&row(at, width), width));
        let style = if is_selected { theme::SELECTED } else { theme::PLAIN };
        let y = area.y + u16::try_from(line).unwrap_or(0);
        frame.render_widget(Line::styled(text, style), Rect { y, height: 1, ..area });
    }
}

/// The first visible row: the selected one stays near the middle.
fn first_row(len: usize, selected: usize, height: usize) -> usize {
    selected.saturating_sub(height / 2).min(len.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_visible() {
        for len in 0..30 {
            for height in 1..12 {
                for selected in 0..len {
                    let first = first_row(len, selected, height);
                    assert!(first <= selected && selected < first + height);
                }
            }
        }
    }
}
