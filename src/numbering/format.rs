//! How a number is written, at home and abroad.
//!
//! Owns the national and the international spelling of an E.164 number by
//! libphonenumber's format rules: `(415) 555-0142` and `+1 415-555-0142`. It never
//! asks whether a number is valid. A number that no rule fits is written without
//! gaps. Countries that share a calling code use the rules of the leading one.

use std::sync::OnceLock;

use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton as _, StartKind, dense},
    nfa::thompson,
    util::{start, syntax},
};

use super::{Country, data};

/// The national spelling of an E.164 number of `country`, such as `020 7946 0018`;
/// `None` where the text is not a number with the country's calling code.
#[must_use]
pub fn national_form(country: Country, e164: &str) -> Option<String> {
    let national = national_digits(country, e164)?;
    Some(Rules::of(country).national(national))
}

/// The international spelling of an E.164 number of `country`, such as `+44 20 7946 0018`;
/// `None` where the text is not a number with the country's calling code.
#[must_use]
pub fn international_form(country: Country, e164: &str) -> Option<String> {
    let national = national_digits(country, e164)?;
    Some(format!("+{} {}", country.calling_code(), Rules::of(country).international(national)))
}

fn national_digits(country: Country, e164: &str) -> Option<&str> {
    let national = e164.strip_prefix('+')?.strip_prefix(country.calling_code())?;
    (!national.is_empty() && national.bytes().all(|b| b.is_ascii_digit())).then_some(national)
}

/// The rules of one calling code, and the automaton that says which of them a number's first digits allow.
struct Rules {
    rules: Vec<Rule>,
    leading: Option<dense::DFA<Vec<u32>>>,
}

struct Rule {
    /// The fewest and the most digits of each group.
    groups: Vec<(usize, usize)>,
    format: &'static str,
    /// What the first group becomes in the national form; empty where it stays.
    first: &'static str,
    /// The format abroad; `None` where the rule is not used there.
    abroad: Option<&'static str>,
}

/// One a row of the table; a row is a byte, so that every index is inside. Boxed: what is empty takes room in the binary.
static RULES: [OnceLock<Box<Rules>>; 256] = [const { OnceLock::new() }; 256];

impl Rules {
    fn of(country: Country) -> &'static Self {
        let leading = country.leading();
        RULES[leading.index()].get_or_init(|| Box::new(Self::read(leading)))
    }

    fn read(country: Country) -> Self {
        let (mut rules, mut leading) = (Vec::new(), Vec::new());
        for line in data::section(country.index()) {
            let mut cells = line.into_iter();
            if cells.next() != Some("/") {
                continue;
            }
            let mut cell = || cells.next().unwrap_or_default();
            let (groups, format, begin, first, abroad) = (groups(cell()), cell(), cell(), cell(), cell());
            let abroad = match abroad {
                "" => Some(format),
                "-" => None,
                other => Some(other),
            };
            leading.push(begin);
            rules.push(Rule { groups, format, first, abroad });
        }
        Self { rules, leading: automaton(&leading) }
    }

    fn national(&self, digits: &str) -> String {
        let Some((rule, groups)) = self.fitting(digits, |_| true) else { return digits.to_owned() };
        let first = rule.format.find('$').and_then(|at| rule.format.get(at..at + 2));
        match first {
            Some(group) if !rule.first.is_empty() => {
                let format = rule.format.replacen(group, &rule.first.replace("$1", group), 1);
                fill(&format, &groups)
            }
            _ => fill(rule.format, &groups),
        }
    }

    fn international(&self, digits: &str) -> String {
        let fitting = self.fitting(digits, |rule| rule.abroad.is_some());
        let filled = fitting.and_then(|(rule, groups)| Some(fill(rule.abroad?, &groups)));
        filled.unwrap_or_else(|| digits.to_owned())
    }

    /// The first rule for such digits, and the digits cut into its groups.
    fn fitting<'d>(&self, digits: &'d str, wanted: impl Fn(&Rule) -> bool) -> Option<(&Rule, Vec<&'d str>)> {
        let allowed = self.allowed(digits);
        let mut rules = self.rules.iter().enumerate().filter(|(at, rule)| allowed & (1 << at) != 0 && wanted(rule));
        rules.find_map(|(_, rule)| Some((rule, cut(digits, &rule.groups)?)))
    }

    /// Bit n: the first digits are ones that the n-th rule is for.
    fn allowed(&self, digits: &str) -> u64 {
        let Some(dfa) = &self.leading else { return 0 };
        let Ok(mut state) = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)) else { return 0 };
        let mut allowed = 0;
        // A match shows one step after its last digit, so the end counts as a step.
        for byte in digits.bytes().map(Some).chain([None]) {
            state = byte.map_or_else(|| dfa.next_eoi_state(state), |digit| dfa.next_state(state, digit));
            if dfa.is_match_state(state) {
                let matches = (0..dfa.match_len(state)).map(|at| dfa.match_pattern(state, at).as_usize());
                allowed |= matches.fold(0, |set, rule| set | 1 << rule);
            }
        }
        allowed
    }
}

/// All the leading digits as one automaton; `None` where there are no rules.
fn automaton(leading: &[&str]) -> Option<dense::DFA<Vec<u32>>> {
    if leading.is_empty() {
        return None;
    }
    let config = dense::Config::new().match_kind(MatchKind::All).start_kind(StartKind::Anchored).accelerate(false);
    let built = dense::Builder::new()
        .configure(config)
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(leading);
    built.ok()
}

/// Reads `(\d{2})(\d{3,4})(\d)`; the data has no other kind of pattern, which a test holds.
fn groups(pattern: &str) -> Vec<(usize, usize)> {
    let group = |text: &str| {
        let count = text.strip_prefix(r"(\d")?.strip_suffix(')')?;
        if count.is_empty() {
            return Some((1, 1));
        }
        let (fewest, most) = {
            let inside = count.strip_prefix('{')?.strip_suffix('}')?;
            inside.split_once(',').unwrap_or((inside, inside))
        };
        Some((fewest.parse().ok()?, most.parse().ok()?))
    };
    pattern.split_inclusive(')').filter_map(group).collect()
}

/// Cuts the digits into groups, each as long as it can be; `None` where they are too few or too many.
fn cut<'d>(digits: &'d str, groups: &[(usize, usize)]) -> Option<Vec<&'d str>> {
    let mut needed: usize = groups.iter().map(|group| group.0).sum();
    let mut rest = digits;
    let mut parts = Vec::with_capacity(groups.len());
    for &(fewest, most) in groups {
        let spare = rest.len().checked_sub(needed)?;
        let (part, after) = rest.split_at_checked(most.min(fewest + spare))?;
        parts.push(part);
        needed -= fewest;
        rest = after;
    }
    rest.is_empty().then_some(parts)
}

/// Writes the groups into a format.
fn fill(format: &str, groups: &[&str]) -> String {
    let mut filled = String::with_capacity(format.len() + 12);
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c == '$' {
            let group = chars.next().and_then(|c| c.to_digit(10)).and_then(|n| (n as usize).checked_sub(1));
            filled.push_str(group.and_then(|at| groups.get(at)).unwrap_or(&""));
        } else {
            filled.push(c);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_there_do() {
        for (code, e164, national, international) in [
            ("US", "+14155550142", "(415) 555-0142", "+1 415-555-0142"),
            ("CA", "+14165550142", "(416) 555-0142", "+1 416-555-0142"),
            ("GB", "+442079460018", "020 7946 0018", "+44 20 7946 0018"),
            ("IT", "+390612345678", "06 1234 5678", "+39 06 1234 5678"),
            ("AR", "+5491123456789", "011 15-2345-6789", "+54 9 11 2345-6789"),
            ("DE", "+4930901820", "030 901820", "+49 30 901820"),
            ("SG", "+6561234567", "6123 4567", "+65 6123 4567"),
            ("US", "+1415555014", "415555014", "+1 415555014"),
        ] {
            let country = Country::parse(code).unwrap();
            assert_eq!(national_form(country, e164).as_deref(), Some(national), "{e164}");
            assert_eq!(international_form(country, e164).as_deref(), Some(international), "{e164}");
        }
    }

    #[test]
    fn what_is_no_number_of_the_country_has_no_form() {
        for (code, text) in [
            ("US", "+442079460018"),
            ("GB", "+44"),
            ("US", "+1415555014x"),
            ("US", "+1é15550142"),
            ("US", "4155550142"),
        ] {
            assert_eq!(national_form(Country::parse(code).unwrap(), text), None, "{text}");
            assert_eq!(international_form(Country::parse(code).unwrap(), text), None, "{text}");
        }
    }

    #[test]
    fn every_rule_of_every_country_is_understood() {
        for country in Country::all() {
            for line in data::section(country.index()).filter(|line| line[0] == "/") {
                assert_eq!(groups(line[1]).len(), line[1].matches('(').count(), "{country:?}: {line:?}");
            }
            let rules = Rules::of(country);
            assert!(rules.rules.len() <= 64);
            assert_eq!(rules.leading.is_some(), !rules.rules.is_empty(), "{country:?}: the automaton is built");
        }
    }
}
