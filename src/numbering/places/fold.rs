//! Spellings of a place's name made one: case, accents, punctuation and abbreviations aside.
//!
//! Called by `find`, on the names of the data and on what a person types.

use nucleo_matcher::chars;

/// `São Paulo` is `sao paulo`, `St. John's` is `saint johns`, `Boulogne-Billancourt` two words. No space at an end.
pub(super) fn fold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut plain, letter);
    }
    plain.truncate(plain.trim_end().len());
    if SHORT.iter().any(|(short, _)| plain.contains(short)) { spelt_out(&plain) } else { plain }
}

fn push(plain: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' => plain.push(letter),
        'A'..='Z' => plain.push(letter.to_ascii_lowercase()),
        '\'' | '’' | '‘' | 'ʻ' | '\u{300}'..='\u{36F}' => {}
        'ß' | 'ẞ' => plain.push_str("ss"),
        'æ' | 'Æ' => plain.push_str("ae"),
        'œ' | 'Œ' => plain.push_str("oe"),
        _ if letter.is_alphanumeric() => plain.extend(chars::normalize(letter).to_lowercase()),
        _ if plain.is_empty() || plain.ends_with(' ') => {}
        _ => plain.push(' '),
    }
}

/// Words that stand for longer ones where another word follows, so that "St" can still begin "Stuttgart".
const SHORT: [(&str, &str); 4] = [("st ", "saint "), ("ste ", "sainte "), ("mt ", "mount "), ("ft ", "fort ")];

fn spelt_out(plain: &str) -> String {
    plain
        .split_inclusive(' ')
        .map(|word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long))
        .collect()
}
