//! Counting, and finding the n-th, without listing.
//!
//! Owns the questions about one pattern and one automaton. A pattern is a row of
//! places, each a digit or `*`; any other byte matches nothing. To count, the
//! number of ways into each state that is alive is carried from place to place, so
//! the cost grows with the places and the states, never with the numbers. To find
//! the n-th, the ways out of each state are counted once and then followed.

use super::{
    automaton::{Automaton, DEAD, State},
    digits::Digits,
    kind::Count,
};

/// The states that are alive after some places, each with the number of ways into it.
struct Front<'a> {
    automaton: &'a Automaton,
    alive: Vec<State>,
    ways: Vec<u64>,
    /// The buffers of the next step, empty and zero between steps.
    next_alive: Vec<State>,
    next_ways: Vec<u64>,
}

impl<'a> Front<'a> {
    fn start(automaton: &'a Automaton) -> Self {
        let states = automaton.next.len();
        let mut ways = vec![0; states];
        let alive: Vec<_> = Some(automaton.start).filter(|&start| start != DEAD).into_iter().collect();
        ways[usize::from(automaton.start)] = 1;
        Self { automaton, alive, ways, next_alive: Vec::new(), next_ways: vec![0; states] }
    }

    /// Goes as far as anything is alive; the index of the place that killed the last, if one did.
    fn walk(&mut self, places: &[u8]) -> Option<usize> {
        places.iter().position(|&place| {
            self.step(place);
            self.alive.is_empty()
        })
    }

    fn step(&mut self, place: u8) {
        for at in 0..self.alive.len() {
            let state = self.alive[at];
            let ways = std::mem::take(&mut self.ways[usize::from(state)]);
            match place {
                b'*' => {
                    for &(next, digits) in self.automaton.ways(state) {
                        self.enter(next, ways * digits);
                    }
                }
                _ => self.enter(self.automaton.step(state, place), ways),
            }
        }
        self.alive.clear();
        std::mem::swap(&mut self.alive, &mut self.next_alive);
        std::mem::swap(&mut self.ways, &mut self.next_ways);
    }

    fn enter(&mut self, next: State, ways: u64) {
        if next == DEAD {
            return;
        }
        let into = &mut self.next_ways[usize::from(next)];
        if *into == 0 {
            self.next_alive.push(next);
        }
        *into += ways;
    }

    /// The numbers that end here.
    fn ending(&self) -> Count {
        let mut count = Count::default();
        for &state in &self.alive {
            if let Some(kind) = self.automaton.ends[usize::from(state)] {
                count.add(kind, self.ways[usize::from(state)]);
            }
        }
        count
    }

    /// The numbers that end here or later. Successors have smaller ids, so one pass downwards is enough.
    fn ending_later(mut self) -> Count {
        let mut count = Count::default();
        for state in (1..self.ways.len()).rev() {
            let ways = self.ways[state];
            if ways == 0 {
                continue;
            }
            if let Some(kind) = self.automaton.ends[state] {
                count.add(kind, ways);
            }
            for &(next, digits) in State::try_from(state).map_or(&[][..], |state| self.automaton.ways(state)) {
                self.ways[usize::from(next)] += ways * digits;
            }
        }
        count
    }

    /// The digits with which something stays alive.
    fn allowed(&self) -> Digits {
        let alive = |digit: &u8| {
            self.alive.iter().any(|&state| self.automaton.next[usize::from(state)][usize::from(*digit)] != DEAD)
        };
        (0..10).filter(alive).collect()
    }
}

/// The first place after which no valid number is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dead {
    /// Index of the place, from 0.
    pub at: usize,
    /// What would be accepted there after the places before; empty where nothing more may follow.
    pub allowed: Digits,
}

impl Automaton {
    /// How many numbers match all the places.
    pub fn count(&self, places: &[u8]) -> Count {
        let mut front = Front::start(self);
        if front.walk(places).is_some() { Count::default() } else { front.ending() }
    }

    /// How many numbers of any length begin with the places.
    pub fn count_beginning(&self, places: &[u8]) -> Count {
        let mut front = Front::start(self);
        if front.walk(places).is_some() { Count::default() } else { front.ending_later() }
    }

    /// The first place that leaves nothing alive.
    pub fn first_dead(&self, places: &[u8]) -> Option<Dead> {
        let at = Front::start(self).walk(places)?;
        Some(Dead { at, allowed: self.allowed_after(&places[..at]) })
    }

    /// The digits that can follow these places.
    pub fn allowed_after(&self, places: &[u8]) -> Digits {
        let mut front = Front::start(self);
        if front.walk(places).is_some() { Digits::default() } else { front.allowed() }
    }

    /// How many places are missing to the nearest length at which something matches.
    pub fn completes(&self, places: &[u8]) -> Option<usize> {
        let mut front = Front::start(self);
        if front.walk(places).is_some() {
            return None;
        }
        let lengths = front.alive.iter().fold(0, |set, &state| set | self.ahead(state).lengths);
        (lengths != 0).then(|| lengths.trailing_zeros() as usize)
    }

    /// The n-th number, from 0, among those of any length that begin with the digits, in the order of a dictionary.
    pub fn nth_beginning(&self, digits: &[u8], n: u64) -> Option<String> {
        let mut state = self.walk(digits);
        let mut left = n;
        if left >= self.ahead(state).numbers {
            return None;
        }
        let mut number = String::from_utf8(digits.to_vec()).ok()?;
        loop {
            if self.ends[usize::from(state)].is_some() {
                if left == 0 {
                    return Some(number);
                }
                left -= 1;
            }
            let through = |next: State| self.ahead(next).numbers;
            let (digit, next) = descend(&self.next[usize::from(state)], b'*', &mut left, through)?;
            number.push(digit);
            state = next;
        }
    }
}

/// Picks the way that the n-th number takes out of a row, and takes the numbers of the ways before off `left`.
fn descend(row: &[State; 10], place: u8, left: &mut u64, through: impl Fn(State) -> u64) -> Option<(char, State)> {
    for (digit, &next) in ('0'..='9').zip(row) {
        if place != b'*' && u32::from(place) != u32::from(digit) {
            continue;
        }
        let numbers = through(next);
        if *left < numbers {
            return Some((digit, next));
        }
        *left -= numbers;
    }
    None
}

/// The numbers that match a pattern, ready to be asked one by one.
#[derive(Debug)]
pub struct Matches<'a> {
    automaton: &'a Automaton,
    places: Vec<u8>,
    /// For each number of places gone and each state: how many numbers go on from there, where that was asked.
    onward: Vec<Option<u64>>,
}

impl<'a> Matches<'a> {
    pub(super) fn new(automaton: &'a Automaton, places: &[u8]) -> Self {
        // Longer than any number: matches nothing, and needs no room to find out.
        let places = if automaton.first_dead(places).is_some() { b"!" } else { places };
        let room = (places.len() + 1) * automaton.next.len();
        let mut matches = Self { automaton, places: places.to_vec(), onward: vec![None; room] };
        matches.fill(0, automaton.start);
        matches
    }

    fn slot(&self, gone: usize, state: State) -> usize {
        gone * self.automaton.next.len() + usize::from(state)
    }

    fn fill(&mut self, gone: usize, state: State) -> u64 {
        let slot = self.slot(gone, state);
        if let Some(known) = self.onward[slot] {
            return known;
        }
        let automaton = self.automaton;
        let numbers = match self.places.get(gone) {
            None => u64::from(automaton.ends[usize::from(state)].is_some()),
            Some(b'*') => {
                let ways = automaton.ways(state).iter();
                ways.map(|&(next, digits)| digits * self.fill(gone + 1, next)).sum()
            }
            Some(&digit) => match automaton.step(state, digit) {
                DEAD => 0,
                next => self.fill(gone + 1, next),
            },
        };
        self.onward[slot] = Some(numbers);
        numbers
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.onward[self.slot(0, self.automaton.start)].unwrap_or(0)
    }

    /// How far to step, modulo the total, to see every match once in an order that looks like chance.
    #[must_use]
    pub fn stride(&self) -> u64 {
        stride(self.total())
    }

    /// The n-th national number, from 0, in ascending order; `None` from the total on.
    #[must_use]
    pub fn nth(&self, n: u64) -> Option<String> {
        let mut left = n;
        let mut state = self.automaton.start;
        let mut number = String::with_capacity(self.places.len());
        if n >= self.total() {
            return None;
        }
        for (gone, &place) in self.places.iter().enumerate() {
            let through = |next: State| self.onward[self.slot(gone + 1, next)].unwrap_or(0);
            let (digit, next) = descend(&self.automaton.next[usize::from(state)], place, &mut left, through)?;
            number.push(digit);
            state = next;
        }
        Some(number)
    }
}

/// Which of `total` things is the one for a seed: seeds one after the other walk through all of them once before
/// any comes again, in wide steps. `None` where there are none.
pub fn spread(seed: u64, total: u64) -> Option<u64> {
    let turn = u128::from(seed.checked_rem(total)?) + 1;
    u64::try_from(turn * u128::from(stride(total)) % u128::from(total)).ok()
}

/// About 8/13 of a total, without a factor in common with it, so that steps of it (modulo the total) reach everything.
fn stride(total: u64) -> u64 {
    let wide = total / 13 * 8 + total % 13 * 8 / 13;
    (wide..=total).find(|&step| gcd(step, total) == 1).unwrap_or(1)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
