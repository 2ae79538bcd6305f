//! One table of keys. It drives dispatch, the footer and the help.
//!
//! Owns which key does what where, and whether that works now. A key that is in
//! no row goes to the text field, where the place has one. Adding a row here is
//! all it takes for a key to work, to be offered and to be explained.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Overlay, Screen};

/// Where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Step 1.
    Account,
    /// Step 2.
    Number,
    /// Step 2, inside a pattern, where `?` is text.
    Pattern,
    /// Step 2, in the list of places that a typed name leads to.
    PlaceNames,
    /// Step 3.
    Review,
    /// The purchase is under way.
    Sending,
    /// A yes.
    Receipt,
    /// A no.
    NotBought,
    /// Neither.
    Unknown,
    /// Beside step 1: the account check.
    Check,
    /// Over a screen: the list of every purchase.
    History,
    /// Over a screen: one purchase of the history.
    Entry,
    /// A release, read and confirmed.
    ReleaseReview,
    /// A release under way.
    Releasing,
    /// A release that is not known.
    ReleaseUnknown,
    /// Before everything else: the ledger, where nothing can be bought.
    Ledger,
    /// On top: the list of countries.
    Countries,
    /// On top: the list of open purchases.
    OpenPurchases,
    /// On top: the keys.
    Help,
    /// On top: a page to read.
    Page,
    /// On top: a question.
    Question,
}

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below says what each does, in the words the person reads")]
pub enum Action {
    Choose,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Reload,
    Review,
    SwitchKind,
    SwitchCountry,
    TakePlace,
    NextExample,
    OpenCountries,
    PickCountry,
    Confirm,
    Curl,
    Copy,
    RawAnswer,
    BuyAnother,
    StartOver,
    Acknowledge,
    Change,
    GoOn,
    Release,
    Look,
    Link,
    CloseByHand,
    SendAgain,
    Settle,
    TryAgain,
    AcceptDamage,
    Check,
    History,
    OpenEntry,
    GoToEntry,
    ListOpen,
    PickOpen,
    Timeline,
    NextOpen,
    Yes,
    Close,
    Back,
    Quit,
    Help,
    Leave,
    Suspend,
}

/// One key press, with or without Ctrl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chord(KeyCode, bool);

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// The key as a person reads it.
    pub shown: &'static str,
    /// What it does, in a few words.
    pub label: &'static str,
    places: &'static [Place],
    keys: &'static [Chord],
    in_footer: bool,
}

const fn key(code: KeyCode) -> Chord {
    Chord(code, false)
}

const fn letter(c: char) -> Chord {
    Chord(KeyCode::Char(c), false)
}

const fn ctrl(c: char) -> Chord {
    Chord(KeyCode::Char(c), true)
}

const fn row(
    places: &'static [Place],
    keys: &'static [Chord],
    shown: &'static str,
    label: &'static str,
    action: Action,
) -> Binding {
    Binding { action, shown, label, places, keys, in_footer: true }
}

/// A row that the help shows and the footer does not.
const fn quiet(
    places: &'static [Place],
    keys: &'static [Chord],
    shown: &'static str,
    label: &'static str,
    action: Action,
) -> Binding {
    Binding { action, shown, label, places, keys, in_footer: false }
}

const ENTER: &[Chord] = &[key(KeyCode::Enter)];
const ESC: &[Chord] = &[key(KeyCode::Esc)];
const LISTS: &[Place] = &[Place::Account, Place::Countries, Place::Check, Place::History, Place::OpenPurchases];
const MOVING: &[Place] = &[
    Place::Account,
    Place::Countries,
    Place::Unknown,
    Place::Check,
    Place::History,
    Place::OpenPurchases,
    Place::Help,
    Place::Page,
];
const PAGED: &[Place] = &[
    Place::Account,
    Place::PlaceNames,
    Place::Countries,
    Place::Unknown,
    Place::Check,
    Place::History,
    Place::OpenPurchases,
    Place::Help,
    Place::Page,
];
/// Without a text field, and with nothing to lose.
const QUITS: &[Place] = &[
    Place::Sending,
    Place::Receipt,
    Place::NotBought,
    Place::Unknown,
    Place::Check,
    Place::Releasing,
    Place::ReleaseUnknown,
    Place::Entry,
    Place::Ledger,
];
const NUMBER: &[Place] = &[Place::Number, Place::Pattern, Place::PlaceNames];
/// Where the history is opened by a letter.
const ENDS: &[Place] = &[Place::Receipt, Place::NotBought, Place::Unknown, Place::ReleaseUnknown];
const ANSWERED: &[Place] = &[Place::NotBought, Place::Unknown, Place::ReleaseUnknown, Place::Entry];
const BACK: &[Place] = &[
    Place::Number,
    Place::Pattern,
    Place::PlaceNames,
    Place::Review,
    Place::Check,
    Place::ReleaseReview,
    Place::History,
    Place::Entry,
];
/// Before a purchase: what waits can be settled from here.
const SETTLING: &[Place] = &[Place::Account, Place::Number, Place::Pattern, Place::PlaceNames, Place::Ledger];
const OPEN: &[Place] = &[Place::Unknown, Place::ReleaseUnknown];
const LOOKS: &[Place] = &[Place::Receipt, Place::Unknown, Place::Check, Place::ReleaseUnknown];
/// Where `?` is no text.
const SCREENS: &[Place] = &[
    Place::Account,
    Place::Number,
    Place::PlaceNames,
    Place::Review,
    Place::Sending,
    Place::Receipt,
    Place::NotBought,
    Place::Unknown,
    Place::Check,
    Place::History,
    Place::Entry,
    Place::ReleaseReview,
    Place::Releasing,
    Place::ReleaseUnknown,
    Place::Ledger,
];
const EVERYWHERE: &[Place] = &[
    Place::Account,
    Place::Number,
    Place::Pattern,
    Place::PlaceNames,
    Place::Review,
    Place::Sending,
    Place::Receipt,
    Place::NotBought,
    Place::Unknown,
    Place::Check,
    Place::History,
    Place::Entry,
    Place::ReleaseReview,
    Place::Releasing,
    Place::ReleaseUnknown,
    Place::Ledger,
    Place::Countries,
    Place::OpenPurchases,
    Place::Help,
    Place::Page,
    Place::Question,
];

/// The table, in the order of the footer.
pub const BINDINGS: &[Binding] = &[
    row(&[Place::Account], ENTER, "↵", "Choose", Action::Choose),
    row(&[Place::Number, Place::Pattern], ENTER, "↵", "Review", Action::Review),
    row(&[Place::PlaceNames], ENTER, "↵", "Take", Action::TakePlace),
    row(&[Place::PlaceNames], &[key(KeyCode::Up)], "↑", "Up", Action::Up),
    row(&[Place::PlaceNames], &[key(KeyCode::Down)], "↓", "Down", Action::Down),
    row(&[Place::Number, Place::Pattern], &[key(KeyCode::F(7))], "F7", "Switch country", Action::SwitchCountry),
    row(NUMBER, &[key(KeyCode::Tab), key(KeyCode::BackTab)], "Tab", "Area code or pattern", Action::SwitchKind),
    row(NUMBER, &[key(KeyCode::F(2))], "F2", "Country", Action::OpenCountries),
    quiet(&[Place::Number, Place::Pattern], &[key(KeyCode::F(6))], "F6", "Another example", Action::NextExample),
    row(&[Place::Review], ENTER, "↵", "Buy, once typed", Action::Confirm),
    row(&[Place::ReleaseReview], ENTER, "↵", "Release, once typed", Action::Confirm),
    row(&[Place::Review, Place::ReleaseReview, Place::Entry], &[key(KeyCode::F(3))], "F3", "As curl", Action::Curl),
    row(&[Place::Countries], ENTER, "↵", "Choose", Action::PickCountry),
    row(&[Place::History], ENTER, "↵", "Show", Action::OpenEntry),
    row(&[Place::Entry], &[key(KeyCode::F(4))], "F4", "Its screen", Action::GoToEntry),
    row(&[Place::Receipt], &[letter('a')], "a", "Acknowledge the warning", Action::Acknowledge),
    row(&[Place::Receipt, Place::Check, Place::Entry], &[letter('c')], "c", "Copy", Action::Copy),
    row(&[Place::Receipt], &[letter('b')], "b", "Buy another", Action::BuyAnother),
    row(&[Place::Receipt, Place::NotBought], &[letter('s')], "s", "Send again", Action::GoOn),
    row(&[Place::Receipt], &[letter('r')], "r", "Release", Action::Release),
    row(&[Place::NotBought], &[key(KeyCode::Enter), key(KeyCode::Esc)], "↵", "Back to change it", Action::Change),
    row(&[Place::Unknown], &[key(KeyCode::Enter)], "↵", "This one", Action::Link),
    row(LOOKS, &[letter('l')], "l", "Look again", Action::Look),
    row(OPEN, &[letter('s')], "s", "Send again", Action::SendAgain),
    row(&[Place::Unknown], &[letter('n')], "n", "Not bought", Action::CloseByHand),
    row(&[Place::ReleaseUnknown], &[letter('n')], "n", "Not released", Action::CloseByHand),
    row(OPEN, &[key(KeyCode::Tab)], "Tab", "Next one", Action::NextOpen),
    row(&[Place::Unknown], &[key(KeyCode::F(4))], "F4", "List", Action::ListOpen),
    row(&[Place::OpenPurchases], ENTER, "↵", "Show", Action::PickOpen),
    row(OPEN, ESC, "Esc", "Later", Action::Back),
    row(&[Place::Unknown, Place::ReleaseUnknown, Place::Entry], &[letter('t')], "t", "Timeline", Action::Timeline),
    row(ANSWERED, &[letter('v')], "v", "Answer", Action::RawAnswer),
    row(&[Place::Receipt, Place::NotBought], &[letter('o')], "o", "Start over", Action::StartOver),
    row(&[Place::Receipt], &[letter('v')], "v", "Answer", Action::RawAnswer),
    row(&[Place::Question], &[letter('y')], "y", "Yes", Action::Yes),
    row(&[Place::Question], &[key(KeyCode::Esc), letter('n')], "n", "No", Action::Close),
    row(&[Place::Ledger], &[letter('r')], "r", "Try again", Action::TryAgain),
    row(&[Place::Ledger], &[letter('a')], "a", "Accept the damage", Action::AcceptDamage),
    row(SETTLING, &[key(KeyCode::F(4))], "F4", "Settle", Action::Settle),
    row(&[Place::Account], &[key(KeyCode::F(8))], "F8", "Check numbers", Action::Check),
    row(&[Place::Account, Place::History], &[key(KeyCode::F(5)), ctrl('r')], "F5", "Load again", Action::Reload),
    row(SETTLING, &[key(KeyCode::F(9))], "F9", "History", Action::History),
    row(ENDS, &[letter('h')], "h", "History", Action::History),
    quiet(MOVING, &[key(KeyCode::Up)], "↑", "One up", Action::Up),
    quiet(MOVING, &[key(KeyCode::Down)], "↓", "One down", Action::Down),
    quiet(PAGED, &[key(KeyCode::PageUp)], "PgUp", "A page up", Action::PageUp),
    quiet(PAGED, &[key(KeyCode::PageDown)], "PgDn", "A page down", Action::PageDown),
    quiet(LISTS, &[key(KeyCode::Home)], "Home", "To the first", Action::First),
    quiet(LISTS, &[key(KeyCode::End)], "End", "To the last", Action::Last),
    row(BACK, ESC, "Esc", "Back", Action::Back),
    row(&[Place::Ledger], ESC, "Esc", "Look around", Action::Back),
    row(&[Place::Countries, Place::OpenPurchases], ESC, "Esc", "Close", Action::Close),
    row(
        &[Place::Help, Place::Page],
        &[
            key(KeyCode::Esc),
            letter('q'),
            letter('?'),
            key(KeyCode::F(1)),
            key(KeyCode::F(3)),
            letter('v'),
            letter('t'),
            key(KeyCode::Enter),
        ],
        "Esc",
        "Close",
        Action::Close,
    ),
    row(QUITS, &[letter('q')], "q", "Quit", Action::Quit),
    row(SCREENS, &[letter('?'), key(KeyCode::F(1))], "?", "Help", Action::Help),
    row(&[Place::Pattern], &[key(KeyCode::F(1))], "F1", "Help", Action::Help),
    row(&[Place::Account], &[ctrl('c'), ctrl('q')], "Ctrl-C", "Quit", Action::Leave),
    quiet(EVERYWHERE, &[ctrl('c'), ctrl('q')], "Ctrl-C", "Leave at once", Action::Leave),
    quiet(EVERYWHERE, &[ctrl('z')], "Ctrl-Z", "Suspend", Action::Suspend),
];

impl Binding {
    fn is_for(&self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        !alt && self.keys.contains(&Chord(key.code, control))
    }
}

impl App {
    /// Where the keyboard is when nothing lies on top.
    fn place_beneath(&self) -> Place {
        if let Some(history) = &self.history {
            return history.place();
        }
        match &self.screen {
            Screen::Account => Place::Account,
            Screen::Number => self.number.place(),
            Screen::Review(_) => Place::Review,
            Screen::Sending(_) => Place::Sending,
            Screen::Receipt(_) => Place::Receipt,
            Screen::NotBought(_) => Place::NotBought,
            Screen::Unknown(_) => Place::Unknown,
            Screen::Check(_) => Place::Check,
            Screen::ReleaseReview(_) => Place::ReleaseReview,
            Screen::Releasing(_) => Place::Releasing,
            Screen::ReleaseUnknown(_) => Place::ReleaseUnknown,
            Screen::Ledger => Place::Ledger,
        }
    }

    /// Where the keyboard is now.
    #[must_use]
    pub fn place(&self) -> Place {
        match &self.overlay {
            Some(Overlay::Help(_)) => Place::Help,
            Some(Overlay::Countries(_)) => Place::Countries,
            Some(Overlay::OpenPurchases(_)) => Place::OpenPurchases,
            Some(Overlay::RawAnswer(_) | Overlay::Curl(_) | Overlay::Timeline(_)) => Place::Page,
            Some(Overlay::Question(_)) => Place::Question,
            None => self.place_beneath(),
        }
    }

    /// What a key means here and now; `None` where it is text or nothing.
    pub(super) fn action_for(&self, key: KeyEvent) -> Option<Action> {
        let place = self.place();
        let row = BINDINGS.iter().find(|row| row.places.contains(&place) && row.is_for(key))?;
        self.is_available(row.action).then_some(row.action)
    }
}

/// The keys that work now, for the footer: key and label.
pub fn footer(app: &App) -> impl Iterator<Item = (&'static str, &'static str)> {
    let shown = |row: &&Binding| row.in_footer && app.is_available(row.action);
    rows_for(app.place()).filter(shown).map(|row| (row.shown, row.label))
}

/// Every row for the screen, whether or not it works now, for the help.
pub fn help(app: &App) -> impl Iterator<Item = &'static Binding> {
    rows_for(app.place_beneath())
}

fn rows_for(place: Place) -> impl Iterator<Item = &'static Binding> {
    let mut seen = Vec::new();
    BINDINGS.iter().filter(move |row| {
        let here = row.places.contains(&place) && !seen.contains(&row.action);
        if here {
            seen.push(row.action);
        }
        here
    })
}

#[cfg(test)]
#[path = "tests/keymap.rs"]
mod tests;
