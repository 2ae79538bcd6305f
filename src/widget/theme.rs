//! The colours, all of them.
//!
//! The terminal's own background and the ANSI palette, so that every theme and
//! `NO_COLOR` work. One accent. Red is for money and danger only. Meaning is
//! never carried by colour alone: each style comes with a word or a mark.

use ratatui::style::{Color, Modifier, Style};

/// What is ours to point at: titles, marks, the present step.
pub const ACCENT: Style = Style::new().fg(Color::Cyan);
/// Money and danger.
pub const DANGER: Style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
/// What matters most on a screen.
pub const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
/// What may be skipped.
pub const QUIET: Style = Style::new().add_modifier(Modifier::DIM);
/// The row that a key acts on; reverse video stays where colours vanish.
pub const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// Plain text.
pub const PLAIN: Style = Style::new();
