//! What the number plans cost: the first use of a country, then counts, examples and neighbours at each key press.
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use divan::{Bencher, black_box};
use numshop::numbering::{Country, Plan, national_form, near_area_codes, regions_of};

fn main() {
    divan::main();
}

/// Countries with large plans, each with a pattern that has numbers of several types or many states alive.
const PATTERNS: [(&str, &str); 5] =
    [("US", "***5550100"), ("GB", "**********"), ("DE", "***********"), ("IN", "**********"), ("CN", "***********")];

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

/// The plan, compiled before the clock runs.
fn plan(code: &str) -> &'static Plan {
    Plan::of(country(code))
}

#[divan::bench(args = PATTERNS)]
fn count_by_type(bencher: Bencher, (code, places): (&str, &str)) {
    let plan = plan(code);
    bencher.bench(|| plan.count(black_box(places.as_bytes())));
}

#[divan::bench(args = [("US", "415"), ("GB", "20"), ("DE", "30"), ("IN", "11"), ("CN", "10")])]
fn count_beginning(bencher: Bencher, (code, digits): (&str, &str)) {
    let plan = plan(code);
    bencher.bench(|| plan.count_beginning(black_box(digits.as_bytes())));
}

#[divan::bench(args = PATTERNS)]
fn first_dead_and_completes(bencher: Bencher, (code, places): (&str, &str)) {
    let plan = plan(code);
    let places = places.as_bytes();
    bencher.bench(|| (plan.first_dead(black_box(places)), plan.completes(black_box(places))));
}

#[divan::bench(args = PATTERNS)]
fn sample(bencher: Bencher, (code, places): (&str, &str)) {
    let plan = plan(code);
    bencher.bench(|| plan.sample(black_box(places.as_bytes()), black_box(7)));
}

#[divan::bench(args = [("1", "415555****"), ("1", "**********"), ("44", "20********"), ("7", "495*******")])]
fn neighbours(bencher: Bencher, (calling_code, places): (&str, &str)) {
    let _ = regions_of(calling_code, places.as_bytes());
    bencher.bench(|| regions_of(black_box(calling_code), black_box(places.as_bytes())));
}

#[divan::bench]
fn near_codes_of_an_unassigned_one(bencher: Bencher) {
    let us = country("US");
    let _ = near_area_codes(us, b"999");
    bencher.bench(|| near_area_codes(us, black_box(b"999")));
}

#[divan::bench(args = ["+14155550142", "+442079460018"])]
fn written_at_home(bencher: Bencher, e164: &str) {
    let place = country(if e164.starts_with("+1") { "US" } else { "GB" });
    let _ = national_form(place, e164);
    bencher.bench(|| national_form(place, black_box(e164)));
}

#[divan::bench(args = ["US", "GB", "DE", "IN", "CN", "AR"])]
fn first_use(bencher: Bencher, code: &str) {
    let country = country(code);
    bencher.bench(|| Plan::compile(black_box(country)));
}

#[divan::bench]
fn all_of_plus_one(bencher: Bencher) {
    bencher.bench(|| Country::sharing("1").map(Plan::compile).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 10)]
fn all_countries(bencher: Bencher) {
    bencher.bench(|| Country::all().map(Plan::compile).collect::<Vec<_>>());
}
