//! The rule of imports, and other rules of the house, read off the sources.
//!
//! `domain` and `numbering` are below everything, `app` stands on them, `screen` on `app`; none of them, nor `widget`,
//! knows of a runtime, a network, a database or the system.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What each pure module may name of the others.
const MAY: [(&str, &[&str]); 6] = [
    ("numbering", &[]),
    ("domain", &["numbering"]),
    ("app", &["domain", "numbering"]),
    ("check", &["domain", "numbering"]),
    ("widget", &[]),
    ("screen", &["app", "domain", "numbering", "widget"]),
];
/// Crates that do things.
const DOERS: [&str; 8] = ["tokio", "reqwest", "rusqlite", "axum", "hyper", "rustix", "tracing", "secrecy"];
/// Parts of the standard library that do things.
const DOING: [&str; 7] = ["fs", "net", "env", "process", "thread", "time::SystemTime", "time::Instant"];
/// What every screen may use of its neighbours.
const SHARED: [&str; 4] = ["chrome", "overlay", "timeline", "words"];
const LONGEST: usize = 450;

/// A source file without its tests, comments and texts.
struct Source {
    path: PathBuf,
    code: String,
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn is_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    name.ends_with("_tests") || name == "tests" || path.components().any(|part| part.as_os_str() == "tests")
}

/// The product's sources of a module.
fn sources(module: &str) -> Vec<Source> {
    let paths = files(&src().join(module)).into_iter().filter(|path| !is_test(path));
    let sources: Vec<_> = paths.map(|path| Source { code: code(&fs::read_to_string(&path).unwrap()), path }).collect();
    assert!(!sources.is_empty(), "{module} has moved");
    sources
}

fn code(text: &str) -> String {
    let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = product.lines().filter(|line| !line.trim_start().starts_with("//"));
    let lines = lines.map(|line| line.split(" // ").next().unwrap_or_default());
    // Texts: every second part between quotes. An escaped quote is none.
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "").replace("'\"'", "");
    joined.split('"').step_by(2).collect()
}

/// What stands behind each `root::`, with the groups in braces spelled out.
fn named(code: &str, root: &str) -> BTreeSet<String> {
    let prefix = format!("{root}::");
    let starts = code
        .match_indices(&prefix)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
    starts.flat_map(|(at, _)| spelled_out(&code[at + prefix.len()..])).collect()
}

fn spelled_out(tail: &str) -> Vec<String> {
    let Some(group) = tail.strip_prefix('{') else {
        let end = tail.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(tail.len());
        let path = &tail[..end];
        return match path.strip_suffix("::") {
            Some(before) => spelled_out(&tail[end..]).iter().map(|name| format!("{before}::{name}")).collect(),
            None => vec![path.to_owned()],
        };
    };
    let (mut depth, mut names, mut start) = (0_usize, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                let item = group[start..at].trim();
                names.extend((!item.is_empty()).then(|| spelled_out(item)).into_iter().flatten());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

#[test]
fn groups_are_spelled_out() {
    let code = "use crate::{app::{self, App}, domain::{Clean, a::B}};\nfn f(x: crate::api::Client) {} use scrate::no;";
    let names: Vec<_> = named(code, "crate").into_iter().collect();
    assert_eq!(names, ["api::Client", "app::App", "app::self", "domain::Clean", "domain::a::B"]);
}

#[test]
fn comments_texts_and_tests_are_no_code() {
    let text = "//! tokio\nuse a::b; // tokio\nlet x = \"tokio \\\" tokio\";\nlet y = '\"';\n#[cfg(test)]\nmod tests {\n tokio";
    assert_eq!(code(text), "use a::b;\nlet x = ;\nlet y = ;");
}

#[test]
fn imports_go_one_way() {
    for (module, may) in MAY {
        for Source { path, code } in sources(module) {
            let path = path.display();
            for name in named(&code, "crate").iter().chain(&named(&code, "super::super")) {
                let first = name.split("::").next().unwrap_or_default();
                assert!(first == module || may.contains(&first), "{path} imports {name}");
            }
            assert!(!code.contains("super::super::super"), "{path} climbs too high");
        }
    }
}

#[test]
fn the_pure_modules_do_nothing() {
    for (module, _) in MAY {
        for Source { path, code } in sources(module) {
            let words: BTreeSet<_> = code.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
            for doer in DOERS {
                assert!(!words.contains(doer), "{} names {doer}", path.display());
            }
            for name in named(&code, "std") {
                let does = DOING.iter().any(|doing| name == *doing || name.starts_with(&format!("{doing}::")));
                assert!(!does, "{} names std::{name}", path.display());
            }
            assert!(!words.contains("unsafe"), "{}", path.display());
        }
    }
}

#[test]
fn screens_do_not_know_each_other() {
    for Source { path, code } in sources("screen") {
        let own = path.file_stem().unwrap().to_str().unwrap();
        if own == "mod" {
            continue;
        }
        // A part of a screen lies in a folder of the screen's name, and knows the other parts.
        let folder = path.parent().and_then(Path::file_name).unwrap().to_str().unwrap();
        let neighbours = if folder == "screen" { "super" } else { "super::super" };
        for name in named(&code, neighbours).iter().chain(&named(&code, "crate::screen")) {
            let first = name.split("::").next().unwrap_or_default();
            assert!(SHARED.contains(&first), "{} imports {name}", path.display());
        }
    }
}

#[test]
fn files_are_short_and_finished() {
    let marks =
        ["#[allow", "#![allow", concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), "unimplemented!"];
    for path in files(&src()) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        for mark in marks {
            assert!(!text.contains(mark), "{} holds {mark}", path.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for path in files(&src()).into_iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} begins without an essay", path.display());
    }
}
