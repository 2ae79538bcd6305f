//! Step 2: what to look for.
//!
//! Owns the country and the two drafts, area code and pattern, of which exactly
//! one is sent. Both survive the switch and the way back. What a draft means is
//! derived after every key by `domain::criterion`, never stored. Only the places
//! that a typed name leads to are kept, because one of them is selected.

use ratatui::crossterm::event::KeyEvent;
use tui_input::Input;

use super::{
    App, Effect, Move, Place, PlaceSearch, Screen,
    typing::{self, type_key},
};
use crate::{
    domain::{
        Clean, Criterion, FieldProblem,
        criterion::{Kind, Reading},
        elsewhere::{self, Elsewhere},
    },
    numbering::{Country, Plan},
};

/// The state of step 2.
#[derive(Debug, Clone)]
pub struct NumberStep {
    /// Where to look.
    pub country: Country,
    /// Which draft counts.
    pub kind: Kind,
    /// The draft of the area code, as typed.
    pub area_code: Input,
    /// The draft of the pattern, as typed.
    pub pattern: Input,
    /// Which example is shown.
    pub sample: u64,
    /// What the draft of the area code leads to where it is a name.
    pub search: Option<PlaceSearch>,
    /// What the API said of these fields last time; gone with the next change.
    pub objections: Vec<FieldProblem>,
}

impl NumberStep {
    pub(super) fn new(country: Option<Country>, criterion: Option<(Kind, String)>) -> Self {
        let mut step = Self {
            country: country.unwrap_or(Country::API_DEFAULT),
            kind: Kind::AreaCode,
            area_code: Input::default(),
            pattern: Input::default(),
            sample: 0,
            search: None,
            objections: Vec::new(),
        };
        if let Some((kind, text)) = criterion {
            step.kind = kind;
            *step.draft_mut() = Input::new(Clean::line(&text).to_string());
        }
        step.changed();
        step
    }

    /// Takes in that the draft in front, or its country, is another one now.
    fn changed(&mut self) {
        self.search = match self.kind {
            Kind::AreaCode => PlaceSearch::of(self.country, self.area_code.value()),
            Kind::Pattern => None,
        };
    }

    /// Where the keyboard is in this step.
    pub(super) fn place(&self) -> Place {
        match (&self.search, self.kind) {
            (Some(PlaceSearch::Found(_)), _) => Place::PlaceNames,
            (_, Kind::Pattern) if !self.pattern.value().is_empty() => Place::Pattern,
            _ => Place::Number,
        }
    }

    /// The other country that the draft belongs to, where it is wrong in this one.
    #[must_use]
    pub fn elsewhere(&self) -> Option<Elsewhere> {
        elsewhere::elsewhere(self.kind, self.country, self.draft().value())
    }

    /// Why there is nothing to type here, where the country has no area codes.
    #[must_use]
    pub fn no_area_codes(&self) -> Option<String> {
        let has_none = self.kind == Kind::AreaCode && self.country.area_code_lengths().is_empty();
        has_none.then(|| {
            let (name, example) = (self.country.name(), pattern_example(self.country));
            format!("{name} has no area codes. Tab: search by pattern, such as {example}.")
        })
    }

    /// The draft that counts.
    #[must_use]
    pub fn draft(&self) -> &Input {
        match self.kind {
            Kind::AreaCode => &self.area_code,
            Kind::Pattern => &self.pattern,
        }
    }

    fn draft_mut(&mut self) -> &mut Input {
        match self.kind {
            Kind::AreaCode => &mut self.area_code,
            Kind::Pattern => &mut self.pattern,
        }
    }

    /// What the draft means.
    #[must_use]
    pub fn reading(&self) -> Reading<Criterion> {
        Criterion::read(self.kind, self.country, self.draft().value())
    }

    /// The criterion, where the draft is one.
    #[must_use]
    pub fn criterion(&self) -> Option<Criterion> {
        match self.reading() {
            Reading::Valid(criterion) => Some(criterion),
            Reading::Empty | Reading::Incomplete(_) | Reading::Wrong(_) => None,
        }
    }

    /// What is missing before a review can be made of it.
    fn lacks(&self) -> String {
        match (&self.search, self.no_area_codes(), self.reading()) {
            (Some(PlaceSearch::TooShort), ..) => "Type more of the place's name.".to_owned(),
            (Some(PlaceSearch::Nowhere), ..) => {
                "No place with area codes begins so. Type digits, or another name.".to_owned()
            }
            (Some(PlaceSearch::Found(_)), ..) | (.., Reading::Valid(_)) => String::new(),
            (None, Some(why), _) => why,
            (None, None, Reading::Empty) => format!("Type {} first.", with_article(self.kind)),
            (None, None, Reading::Incomplete(more)) => format!("Not complete yet: {more}."),
            (None, None, Reading::Wrong(fault)) => format!("This cannot be sent: {}.", fault.rule),
        }
    }
}

impl App {
    /// Empties a field that a secret key was typed into, and says so.
    pub(super) fn wipe_key(&mut self, field: impl FnOnce(&mut Self) -> &mut Input) {
        let field = field(self);
        if typing::holds_key(field.value()) {
            field.reset();
            self.note = Some(Clean::line(&typing::PasteRefused::SecretKey.to_string()));
        }
    }

    pub(super) fn number_key(&mut self, key: KeyEvent) {
        if type_key(self.number.draft_mut(), key) {
            self.wipe_key(|app| app.number.draft_mut());
            self.number_changed();
        }
    }

    pub(super) fn number_paste(&mut self, text: &str) {
        match typing::paste(self.number.draft_mut(), text) {
            Ok(()) => self.number_changed(),
            Err(refused) => self.note = Some(Clean::line(&refused.to_string())),
        }
    }

    /// The request is another one now, so what the API said of the last is gone.
    fn number_changed(&mut self) {
        self.number.objections.clear();
        self.number.changed();
    }

    /// Shows another example.
    pub(super) fn next_example(&mut self) {
        self.number.sample = self.number.sample.wrapping_add(1);
    }

    pub(super) fn switch_kind(&mut self) {
        self.number.kind = self.number.kind.other();
        self.number.changed();
    }

    pub(super) fn choose_country(&mut self, country: Country) {
        self.number.country = country;
        self.number_changed();
    }

    /// Goes to the country that the draft belongs to; the drafts stay.
    pub(super) fn switch_country(&mut self) {
        if let Some(there) = self.number.elsewhere() {
            self.choose_country(there.country);
        }
    }

    pub(super) fn place_moved(&mut self, way: Move) {
        const PAGE: usize = 8;
        if let Some(PlaceSearch::Found(choices)) = &mut self.number.search {
            choices.selected = way.apply(choices.selected, choices.rows.len(), PAGE);
        }
    }

    /// Puts the selected area code where the name was, in its own country.
    pub(super) fn take_place(&mut self) {
        let Some(PlaceSearch::Found(choices)) = &self.number.search else { return };
        let Some(choice) = choices.rows.get(choices.selected) else { return };
        let (country, (kind, text)) = (choice.country, choice.draft());
        self.number.kind = kind;
        *self.number.draft_mut() = Input::new(text);
        self.choose_country(country);
    }

    /// Goes on to the review where everything is there, and says what lacks where not.
    pub(super) fn finish_number(&mut self) -> Vec<Effect> {
        if self.number.criterion().is_some() {
            return self.go_to_first_lacking_step();
        }
        self.note = Some(Clean::line(&self.number.lacks()));
        self.screen = Screen::Number;
        Vec::new()
    }
}

/// A pattern of any number of the country, as an example to type.
#[must_use]
pub fn pattern_example(country: Country) -> String {
    let places = Plan::of(country).usual_length().unwrap_or_default();
    format!("+{}{}", country.calling_code(), "*".repeat(places))
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::AreaCode => "an area code",
        Kind::Pattern => "a pattern",
    }
}
