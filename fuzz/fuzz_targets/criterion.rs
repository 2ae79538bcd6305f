//! Any text, typed for any country: the parser must not panic, and what it takes must be sendable.
#![no_main]

use libfuzzer_sys::fuzz_target;
use numshop::{
    domain::{
        Criterion,
        criterion::{Kind, Reading},
    },
    numbering::Country,
};

fuzz_target!(|input: &[u8]| {
    let Some((pick, text)) = input.split_first() else { return };
    let Some(country) = Country::all().nth(usize::from(*pick)) else { return };
    let text = String::from_utf8_lossy(text);
    for kind in [Kind::AreaCode, Kind::Pattern] {
        match Criterion::read(kind, country, &text) {
            Reading::Valid(criterion) => {
                let sent = criterion.as_str();
                assert!(sent.bytes().all(|byte| byte == b'+' || byte == b'*' || byte.is_ascii_digit()), "{sent}");
                assert_eq!(Criterion::recorded(kind, sent), Some(criterion));
            }
            Reading::Wrong(fault) => assert!(fault.at < text.chars().count()),
            Reading::Empty | Reading::Incomplete(_) => {}
        }
    }
});
