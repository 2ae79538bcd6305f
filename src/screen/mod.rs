//! How the program looks: one file a screen.
//!
//! Owns words and layout. [`view`] borrows the state and draws it; nothing here
//! can change anything, and screens never import each other. What every screen
//! shares (header, footer, boxes on top) is in `chrome` and `overlay`; how a
//! request is put into words is in `words`.

mod account;
mod check;
mod chrome;
mod entry;
mod history;
mod ledger;
mod not_bought;
mod number;
mod overlay;
mod receipt;
mod release;
mod review;
mod sending;
mod timeline;
mod unknown;
mod words;

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;

use ratatui::Frame;

pub use chrome::Seen;

use crate::app::{App, Screen};

/// Draws the whole screen, and says whether all of a review could be shown.
pub fn view(app: &App, frame: &mut Frame) -> Seen {
    if app.is_cramped() {
        chrome::too_small(app, frame);
        return Seen::Cut;
    }
    let body = chrome::frame(app, frame);
    let mut seen = Seen::Whole;
    match (&app.history, &app.screen) {
        (Some(history), _) => match &history.entry {
            Some(entry) => entry::view(app, entry, frame, body),
            None => history::view(app, history, frame, body),
        },
        (None, Screen::Account) => account::view(app, frame, body),
        (None, Screen::Number) => number::view(app, frame, body),
        (None, Screen::Review(review)) => seen = review::view(app, review, frame, body),
        (None, Screen::Sending(sending)) => sending::view(app, sending, frame, body),
        (None, Screen::Receipt(receipt)) => receipt::view(app, receipt, frame, body),
        (None, Screen::NotBought(no)) => not_bought::view(app, no, frame, body),
        (None, Screen::Unknown(unknown)) => unknown::view(app, unknown, frame, body),
        (None, Screen::Check(check)) => check::view(app, check, frame, body),
        (None, Screen::ReleaseReview(review)) => seen = release::review(app, review, frame, body),
        (None, Screen::Releasing(releasing)) => release::under_way(app, releasing, frame, body),
        (None, Screen::ReleaseUnknown(unknown)) => release::unknown(app, unknown, frame, body),
        (None, Screen::Ledger) => ledger::view(app, frame, body),
    }
    if let Some(top) = &app.overlay {
        overlay::view(app, top, frame);
    }
    seen
}
