//! What it costs to say where a number is, and to find the area codes of a place.
#![expect(clippy::print_stderr, reason = "the first use is timed outside the harness")]

use std::hint::black_box;

use divan::Bencher;
use numshop::numbering::{find_places, place_of};

fn main() {
    first_use();
    divan::main();
}

/// The first question of a process, which unpacks the data; it cannot be repeated, so it is timed by hand.
fn first_use() {
    let start = std::time::Instant::now();
    black_box(place_of("1", "415"));
    let opened = start.elapsed();
    black_box(find_places("san francisco", 8));
    let indexed = start.elapsed();
    eprintln!("first use: {opened:?} to the first place, {indexed:?} to the first search");
}

#[divan::bench(args = [("1", "415"), ("44", "20"), ("49", "3012345"), ("1", "4")])]
fn lookup(digits: (&str, &str)) -> Option<numshop::numbering::Place> {
    place_of(black_box(digits.0), black_box(digits.1))
}

#[divan::bench(args = ["san francisco", "london", "sa", "new y", "são paulo", "nowhere at all"])]
fn find(bencher: Bencher, query: &str) {
    bencher.bench(|| find_places(black_box(query), 8));
}
