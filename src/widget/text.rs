//! Fitting text into columns.
//!
//! Owns wrapping and cutting by display width, so that wide characters never
//! push a border.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks a text into lines of at most `width` columns, at spaces where it can. Never returns an empty list.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    // What a line is indented by stays.
    let body = text.trim_start_matches(' ');
    let mut line = " ".repeat((text.len() - body.len()).min(width / 2));
    let mut is_new = true;
    for word in body.split(' ') {
        let joined = line.width() + usize::from(!is_new) + word.width();
        if !is_new && joined > width {
            lines.push(std::mem::take(&mut line));
        } else if !is_new {
            line.push(' ');
        }
        is_new = false;
        push_word(word, width, &mut line, &mut lines);
    }
    lines.push(line);
    lines
}

/// Adds a word to the line; a word wider than a whole line is broken where it must be.
fn push_word(word: &str, width: usize, line: &mut String, lines: &mut Vec<String>) {
    for c in word.chars() {
        if line.width() + c.width().unwrap_or(0) > width {
            lines.push(std::mem::take(line));
        }
        line.push(c);
    }
}

/// Cuts a text to `width` columns; what is cut ends in `…`.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.width() + c.width().unwrap_or(0) + 1 > width {
            break;
        }
        kept.push(c);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// A text cut or padded to exactly `width` columns.
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    let mut fitted = cut(text, width);
    let missing = width.saturating_sub(fitted.width());
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wrapping_breaks_at_spaces_where_it_can() {
        for (text, width, lines) in [
            ("", 5, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one two three", 80, vec!["one two three"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("a bcdefgh", 4, vec!["a", "bcde", "fgh"]),
            ("東京都", 4, vec!["東京", "都"]),
            ("  one two", 5, vec!["  one", "two"]),
        ] {
            assert_eq!(wrap(text, width), lines, "{text}");
        }
    }

    #[test]
    fn cutting_says_so_and_keeps_the_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(cut("東京都", 5), "東京…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(fit("ab", 4), "ab  ");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "\\PC{0,60}", width in 2_usize..20) {
            prop_assert!(wrap(&text, width).iter().all(|line| line.width() <= width));
            prop_assert!(cut(&text, width).width() <= width);
        }
    }
}
