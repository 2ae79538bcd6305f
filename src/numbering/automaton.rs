//! One country's valid numbers as a compact automaton over the ten digits.
//!
//! Owns the way from patterns to states. A number is valid exactly as libphonenumber's
//! `is_valid_number_for_region` has it: the general description matches and some
//! type matches, each in its possible lengths. All patterns are determinised
//! together, so every accepting state knows the one type of the numbers that end
//! there. For +1 it is stricter: N11 exchanges and area codes (`415 911 xxxx`) are
//! services and never assigned, although libphonenumber lets them pass.
//!
//! The language is finite. States are shared as far as possible and made from
//! their ends, so a state's successors always have smaller ids; 0 is the dead one.
//! Called by `plan` once a country; `count` walks over the result.

use std::collections::HashMap;

use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton as _, StartKind, dense, dense::DFA},
    nfa::thompson,
    util::{primitives::StateID, start, syntax},
};

use super::kind::NumberType;

/// No national number is longer, by the data; a guard against a pattern without an end.
const LONGEST: u8 = 20;
/// Service codes where an area code or an exchange would stand in +1.
const N11: &str = r"[2-9]11\d{7}|\d{3}[2-9]11\d{4}";

/// A state's place in the table; 0 is dead.
pub type State = u16;
/// The dead state: nothing valid continues from here.
pub const DEAD: State = 0;

/// The automaton. The lists have one entry a state.
#[derive(Debug)]
pub struct Automaton {
    /// Where it begins, before the first digit of a national number.
    pub start: State,
    /// Where each digit leads.
    pub next: Vec<[State; 10]>,
    /// Where any digit leads: each living state once, with the number of digits that lead there, all states' in a row.
    ways: Vec<(State, u64)>,
    /// Where the ways of each state end in that list; they begin where those of the state before end.
    ways_end: Vec<usize>,
    /// The type of the numbers that end here, if any do.
    pub ends: Vec<Option<NumberType>>,
    /// What lies ahead.
    pub ahead: Vec<Ahead>,
}

/// What can follow a state.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ahead {
    /// How many numbers go through here.
    pub numbers: u64,
    /// Bit n: some number has exactly n digits more.
    pub lengths: u32,
    /// Whether a number of a place goes through here.
    pub geographic: bool,
}

impl Automaton {
    /// Compiles the plan that these lines describe, a region's section of the data.
    ///
    /// # Errors
    /// A pattern cannot be compiled; a test holds that this does not happen with the data built in.
    pub fn compile(
        lines: impl Iterator<Item = Vec<&'static str>>,
        is_nanp: bool,
    ) -> Result<Self, Box<dense::BuildError>> {
        let mut rules = Rules::read(lines);
        let never = is_nanp.then(|| rules.pattern(N11));
        let dfa = dense::Builder::new()
            .configure(
                dense::Config::new().match_kind(MatchKind::All).start_kind(StartKind::Anchored).accelerate(false),
            )
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .build_many(&rules.patterns)?;
        let mut making =
            Making { dfa: &dfa, rules: &rules, never, made: Vec::new(), same: HashMap::new(), out: Self::empty() };
        if let Ok(first) = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)) {
            making.out.start = making.state(first, 0);
        }
        Ok(making.out)
    }

    /// The automaton that accepts nothing.
    pub fn empty() -> Self {
        Self {
            start: DEAD,
            next: vec![[DEAD; 10]],
            ways: Vec::new(),
            ways_end: vec![0],
            ends: vec![None],
            ahead: vec![Ahead::default()],
        }
    }

    /// The state behind these digits; dead for anything but digits.
    pub fn walk(&self, digits: &[u8]) -> State {
        digits.iter().fold(self.start, |state, &digit| self.step(state, digit))
    }

    /// The state that one more digit leads to; dead for anything but a digit.
    pub fn step(&self, state: State, digit: u8) -> State {
        match digit {
            b'0'..=b'9' => self.next[usize::from(state)][usize::from(digit - b'0')],
            _ => DEAD,
        }
    }

    /// The living states that one more digit leads to, and how many digits lead to each.
    pub fn ways(&self, state: State) -> &[(State, u64)] {
        let state = usize::from(state);
        let begin = state.checked_sub(1).map_or(0, |before| self.ways_end[before]);
        &self.ways[begin..self.ways_end[state]]
    }

    /// What can follow this state.
    pub fn ahead(&self, state: State) -> Ahead {
        self.ahead[usize::from(state)]
    }

    fn push(&mut self, row: [State; 10], end: Option<NumberType>) -> Option<State> {
        let id = State::try_from(self.next.len()).ok()?;
        let mut ahead = Ahead {
            numbers: u64::from(end.is_some()),
            lengths: u32::from(end.is_some()),
            geographic: end.is_some_and(NumberType::is_geographic),
        };
        for next in row.iter().map(|&next| self.ahead(next)) {
            ahead.numbers += next.numbers;
            ahead.lengths |= next.lengths << 1;
            ahead.geographic |= next.geographic;
        }
        let begin = self.ways.len();
        for &next in row.iter().filter(|&&next| next != DEAD) {
            match self.ways[begin..].iter_mut().find(|way| way.0 == next) {
                Some(way) => way.1 += 1,
                None => self.ways.push((next, 1)),
            }
        }
        self.ways_end.push(self.ways.len());
        self.next.push(row);
        self.ends.push(end);
        self.ahead.push(ahead);
        Some(id)
    }
}

/// One type's pattern, by its place in the list of patterns, and the lengths it allows.
struct Rule {
    pattern: usize,
    /// Bit n: n digits are allowed.
    lengths: u32,
}

impl Rule {
    fn fits(&self, matched: u32, length: u8) -> bool {
        matched & (1 << self.pattern) != 0 && self.lengths & (1 << length) != 0
    }
}

/// A region's patterns, each once, and which type asks for which.
struct Rules {
    patterns: Vec<&'static str>,
    general: Rule,
    /// Types with a single name, in the order of the questions.
    special: Vec<(NumberType, Rule)>,
    fixed: Option<Rule>,
    mobile: Option<Rule>,
}

impl Rules {
    fn read(lines: impl Iterator<Item = Vec<&'static str>>) -> Self {
        let nothing = Rule { pattern: 0, lengths: 0 };
        let mut rules = Self { patterns: Vec::new(), general: nothing, special: Vec::new(), fixed: None, mobile: None };
        let mut above = "";
        for line in lines {
            let [name, lengths, pattern, ..] = line[..] else { continue };
            let pattern = if pattern == "=" { above } else { pattern };
            match name {
                "any" => rules.general = rules.rule(lengths, pattern),
                "fixed" => rules.fixed = Some(rules.rule(lengths, pattern)),
                "mobile" => rules.mobile = Some(rules.rule(lengths, pattern)),
                _ => {
                    let Some(kind) = NumberType::ALL.into_iter().find(|kind| kind.code() == name) else { continue };
                    let rule = rules.rule(lengths, pattern);
                    rules.special.push((kind, rule));
                }
            }
            above = pattern;
        }
        rules
    }

    fn rule(&mut self, lengths: &str, pattern: &'static str) -> Rule {
        let lengths = lengths.split(',').filter_map(|n| n.parse().ok()).filter(|&n: &u32| n < u32::BITS);
        let lengths = lengths.fold(0, |set, n| set | 1 << n);
        Rule { pattern: self.pattern(pattern), lengths: if lengths == 0 { u32::MAX } else { lengths } }
    }

    /// The place of a pattern in the list; many types of a plan have the same one.
    fn pattern(&mut self, pattern: &'static str) -> usize {
        self.patterns.iter().position(|&known| known == pattern).unwrap_or_else(|| {
            self.patterns.push(pattern);
            self.patterns.len() - 1
        })
    }

    /// The type of a number of this length that matches these patterns (bit n: the n-th).
    fn kind(&self, matched: u32, length: u8) -> Option<NumberType> {
        if !self.general.fits(matched, length) {
            return None;
        }
        if let Some((kind, _)) = self.special.iter().find(|(_, rule)| rule.fits(matched, length)) {
            return Some(*kind);
        }
        let fits = |rule: &Option<Rule>| rule.as_ref().is_some_and(|rule| rule.fits(matched, length));
        match (fits(&self.fixed), fits(&self.mobile)) {
            (true, true) => Some(NumberType::FixedLineOrMobile),
            (true, false) => Some(NumberType::FixedLine),
            (false, true) => Some(NumberType::Mobile),
            (false, false) => None,
        }
    }
}

/// The work of one compilation: reads the library's automaton depth first and keeps each distinct state once.
struct Making<'a> {
    dfa: &'a DFA<Vec<u32>>,
    rules: &'a Rules,
    /// The pattern that no number may match.
    never: Option<usize>,
    /// By depth and by the library's state, because lengths count.
    made: Vec<Vec<Option<State>>>,
    same: HashMap<([State; 10], Option<NumberType>), State>,
    out: Automaton,
}

impl Making<'_> {
    fn state(&mut self, id: StateID, depth: u8) -> State {
        if self.dfa.is_dead_state(id) || depth > LONGEST {
            return DEAD;
        }
        let (level, at) = (usize::from(depth), id.as_usize() >> self.dfa.stride2());
        if let Some(made) = self.made.get(level).and_then(|level| *level.get(at)?) {
            return made;
        }
        let mut row = [DEAD; 10];
        for (digit, next) in (b'0'..).zip(&mut row) {
            *next = self.state(self.dfa.next_state(id, digit), depth + 1);
        }
        let end = self.end(id, depth);
        let state = self.shared(row, end);
        self.remember(level, at, state);
        state
    }

    fn remember(&mut self, level: usize, at: usize, state: State) {
        if self.made.len() <= level {
            self.made.resize_with(level + 1, Vec::new);
        }
        let level = &mut self.made[level];
        if level.len() <= at {
            level.resize(at + 1, None);
        }
        level[at] = Some(state);
    }

    /// The type of the numbers that end in this state.
    fn end(&self, id: StateID, length: u8) -> Option<NumberType> {
        let id = self.dfa.next_eoi_state(id);
        if !self.dfa.is_match_state(id) {
            return None;
        }
        let patterns = (0..self.dfa.match_len(id)).map(|at| self.dfa.match_pattern(id, at).as_usize());
        let matched = patterns.fold(0, |set, pattern| set | 1 << pattern);
        if self.never.is_some_and(|never| matched & (1 << never) != 0) {
            return None;
        }
        self.rules.kind(matched, length)
    }

    /// The one state with this row and end; a state from which nothing is accepted is the dead one.
    fn shared(&mut self, row: [State; 10], end: Option<NumberType>) -> State {
        if end.is_none() && row == [DEAD; 10] {
            return DEAD;
        }
        if let Some(&same) = self.same.get(&(row, end)) {
            return same;
        }
        let state = self.out.push(row, end).unwrap_or(DEAD);
        self.same.insert((row, end), state);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbering::{Country, data};

    #[test]
    fn every_plan_compiles_and_is_finite() {
        for country in Country::all() {
            let made = Automaton::compile(data::section(country.index()), country.is_nanp()).unwrap();
            assert!(made.ahead(made.start).numbers > 0, "{country:?}");
            assert!(made.ahead(made.start).lengths >> LONGEST == 0, "{country:?}");
            for (id, row) in made.next.iter().enumerate().skip(1) {
                assert!(row.iter().all(|&next| usize::from(next) < id), "{country:?}: successors come first");
            }
        }
    }

    #[test]
    fn every_line_of_every_section_is_understood() {
        for country in Country::all() {
            for line in data::section(country.index()) {
                let known = ["any", "fixed", "mobile", "/"].contains(&line[0])
                    || NumberType::ALL.iter().any(|kind| kind.code() == line[0]);
                assert!(known && line.len() > 2, "{country:?}: {line:?}");
            }
        }
    }

    /// The types of some digits by a plan in the form of the data.
    fn kinds(plan: &'static str, digits: &[&str]) -> Vec<Option<NumberType>> {
        let lines = plan.lines().map(|line| line.trim().split(' ').collect());
        let made = Automaton::compile(lines, false).unwrap();
        digits.iter().map(|digits| made.ends[usize::from(made.walk(digits.as_bytes()))]).collect()
    }

    /// The patterns in the data imply their lengths, so only a plan of our own can show that lengths are heeded.
    #[test]
    fn a_type_holds_in_its_lengths_only() {
        let plan = r"any 3,4 \d{2,5}
            fixed  \d{2,5}
            mobile 4 =";
        let (fixed, either) = (Some(NumberType::FixedLine), Some(NumberType::FixedLineOrMobile));
        assert_eq!(kinds(plan, &["12", "123", "1234", "12345"]), [None, fixed, either, None]);
    }

    #[test]
    fn the_first_type_that_matches_is_the_type() {
        let plan = r"any  [1-5]\d
            toll_free  [12]\d
            pager  [23]\d
            fixed  [34]\d
            mobile  [56]\d";
        let (free, pager) = (Some(NumberType::TollFree), Some(NumberType::Pager));
        let (fixed, mobile) = (Some(NumberType::FixedLine), Some(NumberType::Mobile));
        assert_eq!(
            kinds(plan, &["10", "20", "30", "40", "50", "60", "1"]),
            [free, free, pager, fixed, mobile, None, None]
        );
    }
}
