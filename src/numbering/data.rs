//! The text of the number plans, `assets/numbering.txt`, cut into its parts.
//!
//! Owns the file and nothing of its meaning: `country` reads the table, `automaton`
//! the patterns of a region, `format` its rules of writing. The file is made by
//! `assets/numbering.py`, whose first lines describe it. A cut looks only for empty
//! lines; a region's patterns are read when somebody asks about that region.

use std::sync::LazyLock;

static TEXT: &str = include_str!("../../assets/numbering.txt");

static SECTIONS: LazyLock<Vec<&'static str>> = LazyLock::new(|| TEXT.split("\n\n").skip(1).collect());

/// The lines of the table, one a region, without the comment.
pub fn table() -> impl Iterator<Item = &'static str> {
    TEXT.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with('#'))
}

/// The lines about the region that stands at this row of the table, each cut at its tabs.
pub fn section(row: usize) -> impl Iterator<Item = Vec<&'static str>> {
    SECTIONS.get(row).into_iter().flat_map(|section| section.lines()).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_a_section() {
        assert_eq!(table().count(), 245);
        assert_eq!(SECTIONS.len(), 245);
        assert!(SECTIONS.iter().all(|section| section.starts_with("any\t")));
    }
}
