//! Typing into a one-line field.
//!
//! Owns which keys edit text, how typed and pasted text is made fit for a field,
//! and the guard that keeps a pasted secret key off the screen.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::domain::Clean;

/// How long a field's text may grow, in characters.
const LONGEST: usize = 100;

/// Edits `input` as the key says; false where the text stays as it was.
pub fn type_key(input: &mut Input, key: KeyEvent) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let request = match key.code {
        KeyCode::Char('u') if control => InputRequest::DeleteLine,
        KeyCode::Char('w') if control => InputRequest::DeletePrevWord,
        KeyCode::Char('a') if control => InputRequest::GoToStart,
        KeyCode::Char('e') if control => InputRequest::GoToEnd,
        KeyCode::Char(c) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
            if c.is_control() || input.value().chars().count() >= LONGEST {
                return false;
            }
            insert(input, &Clean::line(c.encode_utf8(&mut [0; 4])));
            return true;
        }
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|changed| changed.value)
}

/// Why a paste was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasteRefused {
    /// It holds what looks like a secret key.
    #[error("That looks like a secret key, so it was not taken. Keys come from the environment only.")]
    SecretKey,
    /// It is too long for a field.
    #[error("The pasted text is too long, so it was not taken.")]
    TooLong,
}

/// Inserts pasted text at the cursor. Line breaks and other control characters become nothing.
pub fn paste(input: &mut Input, text: &str) -> Result<(), PasteRefused> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    let text = Clean::line(&text);
    if text.as_str().chars().count() + input.value().chars().count() > LONGEST {
        return Err(PasteRefused::TooLong);
    }
    let mut together = input.clone();
    insert(&mut together, &text);
    if holds_key(together.value()) {
        return Err(PasteRefused::SecretKey);
    }
    *input = together;
    Ok(())
}

/// Whether a text may hold a secret key. No id, name or number has these letters.
pub fn holds_key(text: &str) -> bool {
    text.to_ascii_lowercase().contains("vx_")
}

fn insert(input: &mut Input, text: &Clean) {
    for c in text.as_str().chars() {
        input.handle(InputRequest::InsertChar(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_edit_and_other_keys_do_not() {
        let mut input = Input::default();
        for c in "41x".chars() {
            assert!(type_key(&mut input, KeyEvent::from(KeyCode::Char(c))));
        }
        assert!(type_key(&mut input, KeyEvent::from(KeyCode::Backspace)));
        assert!(!type_key(&mut input, KeyEvent::from(KeyCode::F(5))));
        assert!(!type_key(&mut input, KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        assert_eq!(input.value(), "41");
        assert!(!type_key(&mut input, KeyEvent::from(KeyCode::Left)), "moving the cursor edits nothing");
    }

    #[test]
    fn pastes_are_made_fit_or_refused() {
        let mut input = Input::default();
        assert_eq!(paste(&mut input, " (415)\r\n 555-**** \n"), Ok(()));
        assert_eq!(input.value(), "(415) 555-****");
        assert_eq!(paste(&mut input, "vx_live_3fa9c2"), Err(PasteRefused::SecretKey));
        assert_eq!(paste(&mut input, &"1".repeat(500)), Err(PasteRefused::TooLong));
        assert_eq!(input.value(), "(415) 555-****");
    }
}
