//! Label and value, line by line, with the values aligned.
//!
//! Owns the one way that facts are set: a quiet label in a fixed column, the
//! value beside it, wrapped under itself. What somebody else wrote is given few rows
//! ([`Facts::brief`]), so that it cannot push out of sight what stands below it.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use unicode_width::UnicodeWidthStr as _;

use super::{
    text::{cut, fit, wrap},
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

    /// Adds a fact that takes at most so many rows; where it is longer, it ends in `…`.
    pub fn brief(&mut self, label: &str, value: &str, rows: usize) -> &mut Self {
        self.put(label, self.wrapped(value, rows), theme::PLAIN)
    }

    /// Adds a fact whose value has a style.
    pub fn styled(&mut self, label: &str, value: &str, style: Style) -> &mut Self {
        self.put(label, self.wrapped(value, usize::MAX), style)
    }

    fn wrapped(&self, value: &str, rows: usize) -> Vec<String> {
        let room = self.width.saturating_sub(self.label_width);
        let mut parts = wrap(value, room);
        if parts.len() > rows {
            let rest = parts.split_off(rows.saturating_sub(1));
            parts.push(cut(&rest.join(" "), room));
        }
        parts
    }

    fn put(&mut self, label: &str, parts: Vec<String>, style: Style) -> &mut Self {
        for (at, part) in parts.into_iter().enumerate() {
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

    /// Adds running text behind a mark. No later line begins where the mark stands, whatever the text says.
    pub fn marked(&mut self, mark: &str, text: &str, style: Style) -> &mut Self {
        let indent = mark.width() + 1;
        for (at, line) in wrap(text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            let mark = fit(if at == 0 { mark } else { "" }, indent);
            self.lines.push(Line::styled(mark + &line, style));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(facts: Facts) -> Vec<String> {
        facts.into_lines().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_brief_says_where_it_was_cut() {
        let mut facts = Facts::new(10, 4);
        facts.brief("a", "one two three four", 2).brief("b", "one two", 2).brief("c", "0123456789", 1);
        assert_eq!(lines(facts), ["a   one", "    two t…", "b   one", "    two", "c   01234…"]);
    }

    #[test]
    fn a_mark_stands_alone_in_its_column() {
        let mut facts = Facts::new(8, 0);
        facts.marked("!", "one two Type BUY", theme::PLAIN);
        assert_eq!(lines(facts), ["! one", "  two", "  Type", "  BUY"]);
    }
}
