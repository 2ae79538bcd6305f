//! The table of promises and tests, held against the sources: no promise without a test, no test without a row, no row
//! without a test. And promises that can be read off the sources themselves.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// How many promises there are.
const PROMISES: usize = 20;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The promises that a test's name begins with: `p02_p14_a_kill` proves 2 and 14.
fn proved(name: &str) -> Vec<usize> {
    let number = |part: &str| part.strip_prefix('p').filter(|digits| digits.len() == 2)?.parse().ok();
    name.split('_').map_while(number).collect()
}

/// Where each test is that is named after a promise: the sources' own word.
fn tests() -> BTreeMap<String, String> {
    let mut tests = BTreeMap::new();
    for path in [root().join("src"), root().join("tests")].iter().flat_map(|folder| files(folder)) {
        let text = fs::read_to_string(&path).unwrap();
        let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            // A test's attribute, perhaps with others below it; the arguments of a property stand behind the name.
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            let signature = line.strip_prefix("async ").unwrap_or(line);
            let Some(rest) = signature.strip_prefix("fn ") else { continue };
            let name = rest.split('(').next().unwrap_or_default();
            if is_test && !proved(name).is_empty() {
                let before = tests.insert(name.to_owned(), file.clone());
                assert_eq!(before, None, "{name} is there twice");
            }
            is_test = false;
        }
    }
    tests
}

/// The rows of the table: the promise, the test and its file.
fn rows() -> Vec<(usize, String, String)> {
    let table = fs::read_to_string(root().join("src/promises.rs")).unwrap();
    let (mut promise, mut rows) = (0, Vec::new());
    for line in table.lines().filter_map(|line| line.strip_prefix("//! ")) {
        if let Some(heading) = line.strip_prefix("# ") {
            promise = heading.split('.').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        }
        let cells: Vec<_> = line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        if let [_, test, file, _] = &cells[..]
            && !proved(test).is_empty()
        {
            rows.push((promise, test.clone(), file.clone()));
        }
    }
    rows
}

#[test]
fn every_promise_has_a_row_and_every_row_its_test() {
    let (tests, rows) = (tests(), rows());
    let promises: BTreeSet<_> = rows.iter().map(|(promise, ..)| *promise).collect();
    assert_eq!(promises, (1..=PROMISES).collect(), "promises with rows");
    for (promise, test, file) in &rows {
        assert!(proved(test).contains(promise), "{test} stands under promise {promise}");
        assert_eq!(tests.get(test), Some(file), "{test}");
    }
    let listed: BTreeSet<_> = rows.iter().map(|(promise, test, _)| (*promise, test.as_str())).collect();
    assert_eq!(listed.len(), rows.len(), "a row is there twice");
    let mut missing = Vec::new();
    for (test, file) in &tests {
        for promise in proved(test) {
            assert!((1..=PROMISES).contains(&promise), "{test} in {file}: there is no promise {promise}");
            if !listed.contains(&(promise, test.as_str())) {
                missing.push(format!("under {promise}:\n//! | `{test}` | `{file}` |"));
            }
        }
    }
    assert!(missing.is_empty(), "src/promises.rs lacks these rows:\n{}", missing.join("\n"));
}

#[test]
fn names_tell_what_they_prove() {
    assert_eq!(proved("p02_p14_a_kill_at_any_write"), [2, 14]);
    for name in ["page_one", "p2_x", "a_p02", "pages_follow_one_another", "p_x", "pab_x"] {
        assert_eq!(proved(name), [0; 0], "{name}");
    }
}

/// The product's lines that name a word, but for comments and tests.
fn lines_with(word: &str) -> Vec<String> {
    let is_test =
        |path: &PathBuf| path.to_str().is_some_and(|path| path.ends_with("_tests.rs") || path.contains("/tests/"));
    let mut found = Vec::new();
    for path in files(&root().join("src")).into_iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(&path).unwrap();
        let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = product.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        let file = path.strip_prefix(root()).unwrap().display();
        found.extend(code.filter(|line| line.contains(word)).map(|line| format!("{file}: {line}")));
    }
    found
}

#[test]
fn p11_no_process_is_ever_started() {
    for word in ["process::Command", "Command::new", "posix_spawn", "execv"] {
        assert_eq!(lines_with(word), [""; 0]);
    }
}

/// The wall clock is read to be shown and written down, and for a server's own dates. All else asks the steady clock.
#[test]
fn p19_the_wall_clock_is_read_in_few_places_and_decides_nothing() {
    let places = [
        "src/runtime/clock.rs: ",
        "src/runtime/effects/leaving.rs: let intent",
        "src/ledger/store.rs: record.events.push",
        "src/ledger/accept.rs: let copy",
        "src/ledger/salvage.rs: push(&mut record, &mut life, lost(",
    ];
    let others = ["src/sandbox/", "src/api/exchange.rs: at: SystemTime::now()", "src/api/retry_after.rs"];
    for line in lines_with("Timestamp::now").into_iter().chain(lines_with("SystemTime::now")) {
        assert!(places.iter().chain(&others).any(|place| line.starts_with(place)), "{line}");
    }
}
