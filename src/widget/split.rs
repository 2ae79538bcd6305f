//! Cutting an area into rows or columns.
//!
//! Owns plain arithmetic: parts of a fixed size, and one that takes the rest.
//! ratatui's `Layout` can do far more and solves equations for it, which takes a
//! noticeable part of the time before the first frame.

use ratatui::layout::Rect;

/// How much of an area a part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// So many rows or columns, as far as there is room.
    Fixed(u16),
    /// What the others leave. Of several, the first takes it.
    Rest,
}

/// Parts one below the other. Where room is short, the lower ones lose it first.
#[must_use]
pub fn rows<const N: usize>(area: Rect, parts: [Part; N]) -> [Rect; N] {
    cut(area.height, parts).map(|(at, height)| Rect { y: area.y + at, height, ..area })
}

/// Parts beside each other. Where room is short, the right ones lose it first.
#[must_use]
pub fn columns<const N: usize>(area: Rect, parts: [Part; N]) -> [Rect; N] {
    cut(area.width, parts).map(|(at, width)| Rect { x: area.x + at, width, ..area })
}

/// Where each part begins and how long it is; together they are never longer than `whole`.
fn cut<const N: usize>(whole: u16, parts: [Part; N]) -> [(u16, u16); N] {
    let fixed = parts.iter().fold(0_u16, |sum, part| match part {
        Part::Fixed(length) => sum.saturating_add(*length),
        Part::Rest => sum,
    });
    let mut rest = whole.saturating_sub(fixed);
    let mut at = 0;
    parts.map(|part| {
        let wanted = match part {
            Part::Fixed(length) => length,
            Part::Rest => std::mem::take(&mut rest),
        };
        let length = wanted.min(whole - at);
        let begins = at;
        at += length;
        (begins, length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_one_after_the_other() {
        let area = Rect::new(3, 5, 20, 10);
        let [head, list, foot] = rows(area, [Part::Fixed(1), Part::Rest, Part::Fixed(2)]);
        assert_eq!(head, Rect::new(3, 5, 20, 1));
        assert_eq!(list, Rect::new(3, 6, 20, 7));
        assert_eq!(foot, Rect::new(3, 13, 20, 2));
        let [label, value] = columns(area, [Part::Fixed(6), Part::Rest]);
        assert_eq!((label, value), (Rect::new(3, 5, 6, 10), Rect::new(9, 5, 14, 10)));
    }

    #[test]
    fn no_part_leaves_the_area() {
        let area = Rect::new(0, 0, 4, 3);
        let parts = [Part::Fixed(2), Part::Rest, Part::Fixed(2), Part::Fixed(u16::MAX)];
        assert_eq!(rows(area, parts).map(|row| (row.y, row.height)), [(0, 2), (2, 0), (2, 1), (3, 0)]);
    }
}
