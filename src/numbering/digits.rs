//! A set of decimal digits, and how a person reads it: `2–9`, `0, 2–5 or 7–9`.

use std::fmt;

/// Some of the ten digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Digits(u16);

impl Digits {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are, 0 to 10.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the digit (0 to 9) is among them.
    #[must_use]
    pub fn contains(self, digit: u8) -> bool {
        digit < 10 && self.0 & (1 << digit) != 0
    }

    /// The digits as numbers 0 to 9, ascending.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..10).filter(move |&digit| self.contains(digit))
    }
}

impl FromIterator<u8> for Digits {
    /// Takes numbers 0 to 9; others are left out.
    fn from_iter<I: IntoIterator<Item = u8>>(digits: I) -> Self {
        Self(digits.into_iter().filter(|&digit| digit < 10).fold(0, |set, digit| set | 1 << digit))
    }
}

/// Runs of three and more are shortened, the last part follows an "or"; nothing for the empty set.
impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for digit in self.iter() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == digit => *last = digit,
                _ => runs.push((digit, digit)),
            }
        }
        let parts: Vec<String> = runs.into_iter().flat_map(|(first, last)| run(first, last)).collect();
        match parts.split_last() {
            None => Ok(()),
            Some((last, [])) => f.pad(last),
            Some((last, before)) => f.pad(&format!("{} or {last}", before.join(", "))),
        }
    }
}

fn run(first: u8, last: u8) -> Vec<String> {
    if last - first < 2 {
        (first..=last).map(|digit| digit.to_string()).collect()
    } else {
        vec![format!("{first}–{last}")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_read_in_words() {
        for (digits, words) in [
            (&[][..], ""),
            (&[7], "7"),
            (&[0, 1], "0 or 1"),
            (&[2, 3, 4, 5, 6, 7, 8, 9], "2–9"),
            (&[0, 2, 3, 4, 5, 7, 8, 9], "0, 2–5 or 7–9"),
            (&[9, 0, 9], "0 or 9"),
            (&[1, 200], "1"),
        ] {
            let set: Digits = digits.iter().copied().collect();
            assert_eq!(set.to_string(), words);
            assert_eq!(set.iter().count(), set.len());
            assert_eq!(set.is_empty(), words.is_empty());
        }
        assert!(!(0..10).collect::<Digits>().contains(10));
    }
}
