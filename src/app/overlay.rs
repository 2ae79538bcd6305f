//! What lies on top of a screen: help, the list of countries, a raw answer, a question.
//!
//! Owns their small states. At most one lies on top at a time; Esc takes it away.

use ratatui::crossterm::event::KeyEvent;
use tui_input::Input;

use super::{
    App, Effect, Move, Screen,
    keymap::help,
    selection::find,
    typing::{self, type_key},
};
use crate::{
    domain::{Answer, Clean, RawAnswer, Record},
    numbering::Country,
};

/// One thing on top.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys that work here; scrolled down by so many rows.
    Help(usize),
    /// The list of countries.
    Countries(CountryPicker),
    /// What the API answered; scrolled down by so many rows.
    RawAnswer(usize),
    /// The request that is shown as a curl command; scrolled down by so many rows.
    Curl(usize),
    /// The list of open purchases, at this one.
    OpenPurchases(usize),
    /// What happened to the purchase that is shown; scrolled down by so many rows.
    Timeline(usize),
    /// A yes-or-no question.
    Question(Question),
}

/// A question that Esc and n answer with no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Leave although a purchase or a release is under way.
    LeaveWhileSending,
    /// The selected number is the one.
    Link,
    /// The selected number is the one, whatever speaks against it. Yes leads to [`Question::Link`].
    LinkUnlikely,
    /// Nothing was bought.
    CloseByHand,
    /// Send the same request again.
    SendAgain,
    /// Send the same release again.
    ReleaseAgain,
    /// The number was not released.
    CloseRelease,
    /// Go on without what the damaged ledger has lost. Yes leads to [`Question::AcceptSurely`].
    AcceptDamage,
    /// The same, once more.
    AcceptSurely,
}

/// What came back last.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// How long the exchange took, in milliseconds.
    pub took_ms: u64,
    /// What came; `None` where nothing did.
    pub raw: Option<&'a RawAnswer>,
}

impl<'a> Received<'a> {
    fn of<O>(answer: &'a Answer<O>) -> Self {
        Self { took_ms: answer.took_ms, raw: answer.raw.as_ref() }
    }

    /// The last answer to the purchase.
    fn to_purchase(record: &'a Record) -> Option<Self> {
        record.last_answer().map(Self::of)
    }

    /// The last answer to its release.
    fn to_release(record: &'a Record) -> Option<Self> {
        record.last_release_answer().map(Self::of)
    }
}

/// About how many rows an answer takes: long lines are wrapped, and status and headers come first.
fn raw_rows(raw: &RawAnswer) -> usize {
    let wrapped: usize = raw.pretty().iter().map(|line| 1 + line.as_str().len() / 60).sum();
    wrapped + raw.headers.len() + 4
}

/// About how many rows a curl command takes, wrapped.
const CURL_ROWS: usize = 12;

/// The list of countries with its filter.
#[derive(Debug, Clone)]
pub struct CountryPicker {
    /// What to look for: a name, a code, a calling code.
    pub filter: Input,
    /// The countries that match, best first.
    pub shown: Vec<Country>,
    /// Index into `shown`.
    pub selected: usize,
}

impl CountryPicker {
    fn open_at(country: Country) -> Self {
        let shown: Vec<_> = Country::all().collect();
        let selected = shown.iter().position(|&other| other == country).unwrap_or(0);
        Self { filter: Input::default(), shown, selected }
    }

    fn refilter(&mut self) {
        let all: Vec<_> = Country::all().collect();
        let query = self.filter.value().trim();
        let texts: Vec<_> = all.iter().map(|c| format!("{} {} +{}", c.code(), c.name(), c.calling_code())).collect();
        let mut shown: Vec<_> = find(query, texts.iter().map(String::as_str)).into_iter().map(|at| all[at]).collect();
        // A country's own code is what was meant, whatever else holds the two letters.
        shown.sort_by_key(|country| !country.code().eq_ignore_ascii_case(query));
        self.shown = shown;
        self.selected = 0;
    }
}

impl App {
    /// The answer that a raw view would show.
    #[must_use]
    pub fn last_answer(&self) -> Option<Received<'_>> {
        let to_any = |record| Received::to_release(record).or_else(|| Received::to_purchase(record));
        if let Some(history) = &self.history {
            return to_any(history.record()?);
        }
        match &self.screen {
            Screen::Receipt(receipt) => {
                Received::to_release(&receipt.record).or_else(|| Received::to_purchase(&receipt.record))
            }
            Screen::NotBought(no) => no.record.as_ref().and_then(Received::to_purchase),
            Screen::Unknown(unknown) => self.open.get(unknown.at).and_then(Received::to_purchase),
            Screen::ReleaseUnknown(unknown) => self.releases.get(unknown.at).and_then(Received::to_release),
            Screen::Account
            | Screen::Number
            | Screen::Review(_)
            | Screen::Sending(_)
            | Screen::Check(_)
            | Screen::ReleaseReview(_)
            | Screen::Releasing(_)
            | Screen::Ledger => None,
        }
    }

    pub(super) fn open_countries(&mut self) {
        self.overlay = Some(Overlay::Countries(CountryPicker::open_at(self.number.country)));
    }

    pub(super) fn pick_country(&mut self) {
        if let Some(Overlay::Countries(picker)) = &self.overlay
            && let Some(&country) = picker.shown.get(picker.selected)
        {
            self.choose_country(country);
            self.overlay = None;
        }
    }

    /// A key that is no command, for an overlay that takes text.
    pub(super) fn overlay_key(&mut self, key: KeyEvent) {
        if let Some(Overlay::Countries(picker)) = &mut self.overlay
            && type_key(&mut picker.filter, key)
        {
            picker.refilter();
        }
    }

    pub(super) fn overlay_paste(&mut self, text: &str) {
        if let Some(Overlay::Countries(picker)) = &mut self.overlay {
            match typing::paste(&mut picker.filter, text) {
                Ok(()) => picker.refilter(),
                Err(refused) => self.note = Some(Clean::line(&refused.to_string())),
            }
        }
    }

    pub(super) fn overlay_moved(&mut self, way: Move) {
        let rows = usize::from(self.size.1);
        let page = rows.saturating_sub(8).max(1);
        let help_rows = help(self).count();
        let answer_rows = self.last_answer().and_then(|answer| answer.raw).map_or(0, raw_rows);
        let events = self.told().map_or(0, |record| record.events.len() + 1);
        match &mut self.overlay {
            Some(Overlay::Countries(picker)) => picker.selected = way.apply(picker.selected, picker.shown.len(), page),
            Some(Overlay::Help(top)) => *top = way.apply(*top, help_rows, page),
            Some(Overlay::RawAnswer(top)) => *top = way.apply(*top, answer_rows, page),
            Some(Overlay::OpenPurchases(at)) => *at = way.apply(*at, self.open.len(), page),
            Some(Overlay::Timeline(top)) => *top = way.apply(*top, events, page),
            Some(Overlay::Curl(top)) => *top = way.apply(*top, CURL_ROWS, page),
            Some(Overlay::Question(_)) | None => {}
        }
    }

    pub(super) fn answer_yes(&mut self) -> Vec<Effect> {
        match self.overlay {
            Some(Overlay::Question(Question::LeaveWhileSending)) => vec![Effect::Exit(self.interrupted())],
            Some(Overlay::Question(question @ (Question::ReleaseAgain | Question::CloseRelease))) => {
                self.settle_release(question)
            }
            Some(Overlay::Question(Question::AcceptDamage)) => self.accept_damage(false),
            Some(Overlay::Question(Question::AcceptSurely)) => self.accept_damage(true),
            Some(Overlay::Question(question)) => self.settle(question),
            _ => Vec::new(),
        }
    }
}
