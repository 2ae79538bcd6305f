//! Which number is sold.
//!
//! Owns the choice: a number that matches what was asked, follows the country's
//! plan, is not sold yet, and depends on nothing but the seed, the search and what
//! is sold. In +1 it first takes 555-01XX, which is reserved for fiction, then the
//! rest of the exchange 555, so that a demo shows nobody's number as long as it can.
//!
//! A search is a template such as `+1415*******`. Its open places are counted as
//! one number, and steps of about 8/13 of all, without a factor in common with
//! ten, visit each once in an order that looks like chance; nothing is ever listed.

use crate::{
    domain::{Criterion, PurchaseRequest},
    numbering::{Country, Plan},
};

/// How many numbers of a template are looked at before it counts as sold out. More than anybody buys here.
const MOST_TRIES: u64 = 100_000;
/// What is written over the exchange and line of a +1 number, best first.
const FICTION: [&str; 2] = ["55501", "555"];
/// Where the exchange of a +1 number begins in its E.164 form, behind `+1` and the area code.
const EXCHANGE: usize = 5;
/// How long a +1 number is in E.164 form.
const NANP_LENGTH: usize = 12;
/// Most plans' ordinary numbers are no longer than this, whatever else they allow.
const USUAL_NATIONAL_LENGTH: usize = 10;

/// The number to sell, in E.164 form; `None` where all that match are sold.
pub fn pick(seed: u64, request: &PurchaseRequest, is_sold: impl Fn(&str) -> bool) -> Option<String> {
    let widest = template(request.country, &request.criterion)?;
    let fiction = FICTION.iter().filter(|_| request.country.is_nanp()).filter_map(|digits| with_line(&widest, digits));
    let mut templates = fiction.chain([widest.clone()]);
    templates.find_map(|template| first_free(seed, request.country, &template, &is_sold))
}

/// Eight hexadecimal digits that look like chance; another `salt` gives others.
pub fn id_digits(seed: u64, number: &str, salt: u64) -> String {
    format!("{:08x}", mix(seed.wrapping_add(salt), number) >> 32)
}

/// The search as E.164 with `*` for open places; `None` where the area code is longer than any number.
fn template(country: Country, criterion: &Criterion) -> Option<String> {
    let area = match criterion {
        Criterion::Pattern(pattern) => return Some(pattern.as_str().to_owned()),
        Criterion::AreaCode(area) => area.as_str(),
    };
    let longest = Plan::of(country).longest_national();
    let lengths = country.national_lengths().iter().map(|&length| usize::from(length));
    let with_room: Vec<_> = lengths.filter(|&length| length > area.len() && length <= longest).collect();
    let usual = with_room.iter().rev().find(|&&length| length <= USUAL_NATIONAL_LENGTH);
    let length = *usual.or(with_room.first())?;
    Some(format!("+{}{area}{}", country.calling_code(), "*".repeat(length - area.len())))
}

/// The template of a +1 number with digits written over its exchange and line, where they fit.
fn with_line(template: &str, digits: &str) -> Option<String> {
    if template.len() != NANP_LENGTH {
        return None;
    }
    let (before, rest) = template.split_at_checked(EXCHANGE)?;
    let (under, after) = rest.split_at_checked(digits.len())?;
    let fits = under.bytes().zip(digits.bytes()).all(|(place, digit)| place == b'*' || place == digit);
    fits.then(|| format!("{before}{digits}{after}"))
}

fn first_free(seed: u64, country: Country, template: &str, is_sold: &impl Fn(&str) -> bool) -> Option<String> {
    let open = template.bytes().filter(|&place| place == b'*').count();
    let space = 10u64.checked_pow(u32::try_from(open).ok()?)?;
    let stride = without_common_factor(space * 8 / 13) % space;
    let mut at = mix(seed, template) % space;
    for _ in 0..space.min(MOST_TRIES) {
        let number = filled(template, at);
        if follows_plan(country, template, &number) && !is_sold(&number) {
            return Some(number);
        }
        at = (at + stride) % space;
    }
    None
}

/// A number close to `n` that shares no factor with any power of ten, so that steps of it reach every place.
fn without_common_factor(n: u64) -> u64 {
    let odd = n | 1;
    if odd.is_multiple_of(5) { odd + 2 } else { odd }
}

/// The template with the decimal digits of `at` in its open places.
fn filled(template: &str, mut at: u64) -> String {
    let mut places: Vec<char> = template.chars().collect();
    for place in places.iter_mut().rev().filter(|place| **place == '*') {
        *place = char::from_digit(u32::try_from(at % 10).unwrap_or(0), 10).unwrap_or('0');
        at /= 10;
    }
    places.into_iter().collect()
}

/// Whether the plan allows the number. An open first place is never filled with 0, which most plans dial as a prefix.
fn follows_plan(country: Country, template: &str, number: &str) -> bool {
    let first = 1 + country.calling_code().len();
    let trunk_like = template[first..].starts_with('*') && number[first..].starts_with('0');
    !trunk_like && Plan::of(country).national(&number.as_bytes()[first..]).is_ok()
}

/// A hash that stays the same for ever, unlike the standard library's: FNV-1a, then the finish of splitmix64.
fn mix(seed: u64, text: &str) -> u64 {
    let fnv = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let once = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ (twice >> 31)
}

#[cfg(test)]
#[path = "stock_tests.rs"]
mod tests;
