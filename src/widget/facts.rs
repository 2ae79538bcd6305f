//! Label and value, line by line, with the values aligned.
//!
//! Owns the one way that facts are set: a quiet label in a fixed column, the
//! value beside it, wrapped under itself.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::{
    text::{fit, wrap},
    theme,
};

/// Lines being put together for an area of a known width.
#[derive(Debug)]
pub struct Facts {
    lines: Vec<Line<'static>>,
    width: usize,
    label_width: usize,
}

impl Facts {
    /// Starts a list of facts; both widths are in columns.
    #[must_use]
    pub fn new(width: u16, label_width: usize) -> Self {
        Self { lines: Vec::new(), width: usize::from(width), label_width }
    }

    /// Adds a fact.
    pub fn fact(&mut self, label: &str, value: &str) -> &mut Self {
        self.styled(label, value, theme::PLAIN)
    }

    /// Adds a fact whose value has a style.
    pub fn styled(&mut self, label: &str, value: &str, style: Style) -> &mut Self {
        let room = self.width.saturating_sub(self.label_width);
        for (at, part) in wrap(value, room).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let label = Span::styled(fit(label, self.label_width), theme::QUIET);
            self.lines.push(Line::from(vec![label, Span::styled(part, style)]));
        }
        self
    }

    /// Adds running text over the whole width.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        self.lines.extend(wrap(text, self.width).into_iter().map(|line| Line::styled(line, style)));
        self
    }

    /// Adds an empty line.
    pub fn gap(&mut self) -> &mut Self {
        self.lines.push(Line::default());
        self
    }

    /// Adds a line that is already made.
    pub fn line(&mut self, line: Line<'static>) -> &mut Self {
        self.lines.push(line);
        self
    }

    /// How many columns a line has.
    #[must_use]
    pub fn width(&self) -> u16 {
        u16::try_from(self.width).unwrap_or(u16::MAX)
    }

    /// How many rows there are so far.
    #[must_use]
    pub fn rows(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX)
    }

    /// The lines.
    #[must_use]
    pub fn into_lines(self) -> Vec<Line<'static>> {
        self.lines
    }
}
