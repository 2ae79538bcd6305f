//! The picture in the README, made from the program's own buffer.
//!
//! Owns the way from a buffer to SVG. The test holds the committed picture to
//! what the program draws today; `UPDATE_PICTURES=1 cargo test picture` makes it
//! anew.

use std::{fmt::Write as _, path::Path};

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};

use super::{draw, reach::Shop};

/// The size of a cell, in SVG units.
const CELL: (u16, u16) = (9, 19);
/// The margin around the screen.
const MARGIN: u16 = 8;

fn colour(colour: Option<Color>) -> &'static str {
    match colour {
        Some(Color::Cyan) => "#56b6c2",
        Some(Color::Red) => "#e06c75",
        _ => "#dcdfe4",
    }
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (buffer.area.width * CELL.0 + 2 * MARGIN, buffer.area.height * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1e2127\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n"
    );
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            push_cell(&mut out, buffer, x, y);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn push_cell(out: &mut String, buffer: &Buffer, x: u16, y: u16) {
    let Some(cell) = buffer.cell((x, y)) else { return };
    if cell.symbol() == " " {
        return;
    }
    let style = cell.style();
    let has = |modifier| style.add_modifier.contains(modifier);
    let weight = if has(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let opacity = if has(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
    let text = cell.symbol().replace('&', "&amp;").replace('<', "&lt;");
    let (left, base) = (MARGIN + x * CELL.0, MARGIN + y * CELL.1 + 15);
    let fill = colour(style.fg);
    writeln!(out, "<text x=\"{left}\" y=\"{base}\" fill=\"{fill}\"{weight}{opacity}>{text}</text>").unwrap();
}

#[test]
fn the_picture_in_the_readme_is_what_the_program_draws() {
    let mut shop = Shop::live().at_review();
    shop.write("BU");
    let drawn = svg(&draw(&mut shop.app, 80, 24));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/review.svg");
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "assets/review.svg is not what the program draws; run UPDATE_PICTURES=1 cargo test picture");
}
