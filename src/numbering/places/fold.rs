//! Spellings of a place's name made one: case, accents, punctuation and abbreviations aside.
//!
//! Called by `find`, on the names of the data and on what a person types.

use nucleo_matcher::chars;

/// `São Paulo` is `sao paulo`, `St. John's` is `saint johns`, `Boulogne-Billancourt` two words. No space at an end.
pub(super) fn fold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    fold_into(&mut plain, text);
    plain
}

/// As [`fold`], behind what `plain` has already.
pub(super) fn fold_into(plain: &mut String, text: &str) {
    let mut word = plain.len();
    let mut apart = false;
    for letter in text.chars() {
        if is_silent(letter) {
            continue;
        }
        if !letter.is_alphanumeric() {
            apart = true;
            continue;
        }
        if apart && plain.len() > word {
            spell_out(plain, word);
            plain.push(' ');
            word = plain.len();
        }
        apart = false;
        push(plain, letter);
    }
}

/// An apostrophe, or an accent that is a character of its own: part of a word, and not written.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʻ' | '\u{300}'..='\u{36F}')
}

fn push(plain: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' => plain.push(letter),
        'A'..='Z' => plain.push(letter.to_ascii_lowercase()),
        'ß' | 'ẞ' => plain.push_str("ss"),
        'æ' | 'Æ' => plain.push_str("ae"),
        'œ' | 'Œ' => plain.push_str("oe"),
        _ => plain.extend(chars::normalize(letter).to_lowercase()),
    }
}

/// Writes the last word in full. Only where another follows, so that "St" can still begin "Stuttgart".
fn spell_out(plain: &mut String, word: usize) {
    let long = match &plain[word..] {
        "st" => "saint",
        "ste" => "sainte",
        "mt" => "mount",
        "ft" => "fort",
        _ => return,
    };
    plain.replace_range(word.., long);
}
