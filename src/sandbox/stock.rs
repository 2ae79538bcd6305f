//! Which number is sold.
//!
//! Owns the choice: a number that matches what was asked, follows the country's
//! plan, is not sold yet, and depends on nothing but the seed, the search and what
//! is sold. In +1 it first takes 555-01XX, which is reserved for fiction, then the
//! rest of the exchange 555, so that a demo shows nobody's number as long as it can.
//!
//! A search is a template such as `+1415*******`. The plan counts its valid numbers,
//! and steps of about 8/13 of all, without a factor in common with the count, visit
//! each once in an order that looks like chance; nothing is ever listed.

use crate::{
    domain::{Criterion, PurchaseRequest},
    numbering::{Country, Plan},
};

/// How many numbers of a template are looked at before it counts as sold out. More than anybody buys here.
const MOST_TRIES: u64 = 100_000;
/// The exchange that has the numbers reserved for fiction.
const FICTION_EXCHANGE: &str = "555";
/// Where the exchange of a +1 number begins in its E.164 form, behind `+1` and the area code.
const EXCHANGE: usize = 5;
/// Most plans' ordinary numbers are no longer than this, whatever else they allow.
const USUAL_NATIONAL_LENGTH: usize = 10;

/// The number to sell, in E.164 form; `None` where all that match are sold, or the plan has none.
pub fn pick(seed: u64, request: &PurchaseRequest, is_sold: impl Fn(&str) -> bool) -> Option<String> {
    let country = request.country;
    let widest = template(country, &request.criterion)?;
    let templates = [fictional(country, &widest), in_fiction_exchange(country, &widest), Some(widest)];
    templates.into_iter().flatten().find_map(|template| first_free(seed, country, &template, &is_sold))
}

/// Eight hexadecimal digits that look like chance; another `salt` gives others.
pub fn id_digits(seed: u64, number: &str, salt: u64) -> String {
    format!("{:08x}", mix(seed.wrapping_add(salt), number) >> 32)
}

/// The search as E.164 with `*` for open places; `None` where no number of the country has the area code.
fn template(country: Country, criterion: &Criterion) -> Option<String> {
    let area = match criterion {
        Criterion::Pattern(pattern) => return Some(pattern.as_str().to_owned()),
        Criterion::AreaCode(area) => area.as_str(),
    };
    let plan = Plan::of(country);
    let longest = plan.longest_national();
    let lengths = plan.lengths().filter(|&length| length > area.len() && length <= longest);
    let national: Vec<_> = lengths
        .map(|length| format!("{area}{}", "*".repeat(length - area.len())))
        .filter(|places| plan.count(places.as_bytes()).total > 0)
        .collect();
    let usual = national.iter().rev().find(|places| places.len() <= USUAL_NATIONAL_LENGTH);
    Some(format!("+{}{}", country.calling_code(), usual.or(national.first())?))
}

/// The places of the national number in a template.
fn national(country: Country, template: &str) -> Option<&str> {
    template.strip_prefix('+')?.strip_prefix(country.calling_code())
}

/// The part of a template that is reserved for fiction.
fn fictional(country: Country, template: &str) -> Option<String> {
    let narrow = Plan::of(country).fictional(national(country, template)?.as_bytes())?;
    Some(format!("+{}{}", country.calling_code(), String::from_utf8(narrow).ok()?))
}

/// The part of a +1 template in the exchange that the numbers reserved for fiction are in.
fn in_fiction_exchange(country: Country, template: &str) -> Option<String> {
    let (before, rest) = template.split_at_checked(EXCHANGE)?;
    let (under, after) = rest.split_at_checked(FICTION_EXCHANGE.len())?;
    let fits = under.bytes().zip(FICTION_EXCHANGE.bytes()).all(|(place, digit)| place == b'*' || place == digit);
    (country.is_nanp() && fits).then(|| format!("{before}{FICTION_EXCHANGE}{after}"))
}

fn first_free(seed: u64, country: Country, template: &str, is_sold: &impl Fn(&str) -> bool) -> Option<String> {
    let matches = Plan::of(country).matches(national(country, template)?.as_bytes());
    let total = matches.total();
    let stride = matches.stride();
    let mut at = mix(seed, template).checked_rem(total)?;
    for _ in 0..total.min(MOST_TRIES) {
        let number = format!("+{}{}", country.calling_code(), matches.nth(at)?);
        if !is_sold(&number) {
            return Some(number);
        }
        at = (at + stride) % total;
    }
    None
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
