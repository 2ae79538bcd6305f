//! Snapshots of every screen, text and styles, at three sizes.
//!
//! A screen is reached by messages, as a person would reach it, so that a
//! snapshot never shows a state that cannot be. Styles are part of the snapshot:
//! a colour that is wrong is a bug like a word that is wrong.

mod history;
mod ledger;
mod picture;
mod reach;
mod releases;
mod settling;
mod snapshots;

use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, style::Style};

use crate::{app::App, screen::view};

/// Draws the state at a size.
fn draw(app: &mut App, width: u16, height: u16) -> Buffer {
    app.size = (width, height);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| _ = view(app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text of a buffer, and below it every run of cells that is not plain.
fn describe(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    let mut styles = String::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut run: Option<(u16, Style)> = None;
        for x in 0..=area.width {
            let cell = buffer.cell((x, y));
            line.push_str(cell.map_or("", |cell| cell.symbol()));
            let style = cell.map(|cell| Style { underline_color: None, ..cell.style() });
            if let Some((from, ran)) = run.filter(|(_, ran)| Some(*ran) != style) {
                styles.push_str(&run_in_words(y, from, x, ran));
            }
            run = match (run, style) {
                (Some((from, ran)), Some(style)) if ran == style => Some((from, ran)),
                (_, Some(style)) => Some((x, style)),
                (_, None) => None,
            };
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    format!("{text}{styles}")
}

fn run_in_words(y: u16, from: u16, to: u16, style: Style) -> String {
    let plain = Style::reset();
    let colour = style.fg.filter(|&fg| Some(fg) != plain.fg).map(|fg| format!(" {fg}")).unwrap_or_default();
    let modifier = if style.add_modifier.is_empty() { String::new() } else { format!(" {:?}", style.add_modifier) };
    if colour.is_empty() && modifier.is_empty() {
        return String::new();
    }
    format!("{y:>2}: {from:>3}..{to:<3}{colour}{modifier}\n")
}

#[test]
fn a_description_shows_what_colour_says() {
    let mut buffer = Buffer::with_lines(["ab"]);
    buffer.set_style(ratatui::layout::Rect::new(1, 0, 1, 1), crate::widget::theme::DANGER);
    assert_eq!(describe(&buffer), "ab\n 0:   1..2   Red BOLD\n");
}
