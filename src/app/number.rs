//! Step 2: what to look for.
//!
//! Owns the country and the two drafts, area code and pattern, of which exactly
//! one is sent. Both survive the switch and the way back. What a draft means is
//! derived after every key by `domain::criterion`, never stored.

use ratatui::crossterm::event::KeyEvent;
use tui_input::Input;

use super::{
    App, Effect, Screen,
    typing::{self, type_key},
};
use crate::{
    domain::{
        Clean, Criterion, FieldProblem,
        criterion::{Kind, Reading},
    },
    numbering::Country,
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
            objections: Vec::new(),
        };
        if let Some((kind, text)) = criterion {
            step.kind = kind;
            *step.draft_mut() = Input::new(Clean::line(&text).to_string());
        }
        step
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
            self.number.objections.clear();
        }
    }

    pub(super) fn number_paste(&mut self, text: &str) {
        match typing::paste(self.number.draft_mut(), text) {
            Ok(()) => self.number.objections.clear(),
            Err(refused) => self.note = Some(Clean::line(&refused.to_string())),
        }
    }

    /// Shows another example.
    pub(super) fn next_example(&mut self) {
        self.number.sample = self.number.sample.wrapping_add(1);
    }

    pub(super) fn switch_kind(&mut self) {
        self.number.kind = self.number.kind.other();
    }

    pub(super) fn choose_country(&mut self, country: Country) {
        self.number.country = country;
        self.number.objections.clear();
    }

    /// Goes on to the review where everything is there, and says what lacks where not.
    pub(super) fn finish_number(&mut self) -> Vec<Effect> {
        if self.number.criterion().is_some() {
            return self.go_to_first_lacking_step();
        }
        let lacks = match self.number.reading() {
            Reading::Empty => format!("Type {} first.", with_article(self.number.kind)),
            Reading::Incomplete(more) => format!("Not complete yet: {more}."),
            Reading::Wrong(fault) => format!("This cannot be sent: {}.", fault.rule),
            Reading::Valid(_) => String::new(),
        };
        self.note = Some(Clean::line(&lacks));
        self.screen = Screen::Number;
        Vec::new()
    }
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::AreaCode => "an area code",
        Kind::Pattern => "a pattern",
    }
}
