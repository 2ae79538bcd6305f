//! Comma-separated values that a spreadsheet reads as text.
//!
//! Owns the quoting (RFC 4180) and the guard against formulas: a cell that a
//! spreadsheet would calculate, `+14155550142` among them, gets one apostrophe in
//! front. So does one that begins with an apostrophe, so that the text is always
//! what is left when a first apostrophe is taken away. Lines end in a line feed.
//! Knows nothing of purchases. Called by `export`.

use std::{
    borrow::Cow,
    io::{self, Write},
};

/// What is put before a cell that would not be read as text.
const GUARD: char = '\'';

/// Writes one row.
pub(super) fn row(cells: impl IntoIterator<Item = impl AsRef<str>>, out: &mut impl Write) -> io::Result<()> {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        out.write_all(quoted(&guarded(cell.as_ref())).as_bytes())?;
    }
    out.write_all(b"\n")
}

/// Puts the guard before what is no plain text to a spreadsheet, or would look guarded. Blanks in front count like what
/// follows them: some programs trim them.
fn guarded(cell: &str) -> Cow<'_, str> {
    let acts =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    match cell.chars().next() {
        Some(first) if acts(first) || first == GUARD => Cow::Owned(format!("{GUARD}{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains(['"', ',', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads rows back as RFC 4180 says, and refuses what it does not say.
    pub fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut rest) = (Vec::new(), Vec::new(), text);
        while !rest.is_empty() {
            let mut cell = String::new();
            if let Some(mut inside) = rest.strip_prefix('"') {
                loop {
                    let (part, after) = inside.split_once('"').expect("a quote is closed");
                    cell.push_str(part);
                    match after.strip_prefix('"') {
                        Some(more) => {
                            cell.push('"');
                            inside = more;
                        }
                        None => break rest = after,
                    }
                }
            } else {
                let end = rest.find([',', '\n']).expect("a row is ended");
                assert!(!rest[..end].contains(['"', '\r']), "a bare cell holds neither quote nor return");
                cell.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            row.push(cell);
            if let Some(after) = rest.strip_prefix('\n') {
                rows.push(std::mem::take(&mut row));
                rest = after;
            } else {
                rest = rest.strip_prefix(',').expect("a cell is followed by a comma or the end of its row");
            }
        }
        assert!(row.is_empty(), "the last row is ended");
        rows
    }

    fn written(cells: &[&str]) -> String {
        let mut out = Vec::new();
        row(cells, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_is_quoted_and_guarded_where_it_must_be() {
        assert_eq!(
            written(&["plain", "", "a,b", "say \"no\"", "+1415", "=1+1", "-2", "@x", "'x", " =1", "1-2", "＝1"]),
            "plain,,\"a,b\",\"say \"\"no\"\"\",'+1415,'=1+1,'-2,'@x,''x,' =1,1-2,'＝1\n"
        );
        assert_eq!(written(&["\t=1", "\r\n=1", "a\nb"]), "'\t=1,\"'\r\n=1\",\"a\nb\"\n");
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_and_none_begins_a_formula(
            rows in prop::collection::vec(prop::collection::vec("(?s)[-=+@'\" ,\r\n\ta＝]{0,3}.{0,5}", 3), 0..5)
        ) {
            let mut out = Vec::new();
            for cells in &rows {
                row(cells, &mut out).unwrap();
            }
            let back = read(std::str::from_utf8(&out).unwrap());
            prop_assert_eq!(back.len(), rows.len());
            for (cell, original) in back.iter().flatten().zip(rows.iter().flatten()) {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{}", cell);
                prop_assert_eq!(cell.strip_prefix(GUARD).unwrap_or(cell), original);
            }
        }
    }
}
