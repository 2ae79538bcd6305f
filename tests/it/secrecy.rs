//! What must not get out and what must not get in, told from outside: the built program in a terminal, every byte that
//! it draws, every file that it leaves, and every connection that it makes.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::ErrorKind,
    net::TcpListener,
    path::{Path, PathBuf},
};

use numshop::sandbox::Sandbox;
use rusqlite::Connection;
use secrecy::ExposeSecret as _;

use crate::support::{ACME, Control, Program, Term, Till, has_title};

/// Text that would clear the screen, set a title, hide, and turn the line around.
const EVIL: &str = "\u{1b}[2J\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\u{200b}\u{e0041}";

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Asserts that nothing of the evil text has reached a terminal as it was.
fn harmless(bytes: &[u8], who: &str) {
    for evil in ["\u{1b}]0;pwned", "\u{9b}31m", "\u{202e}", "\u{200b}", "\u{e0041}"] {
        assert!(!holds(bytes, evil), "{who} lets {evil:?} through");
    }
}

/// Takes the page on top away.
fn close(term: &mut Term, title: &str) {
    term.press("\x1b");
    term.until("the page gone", |screen| !screen.contains(title));
}

#[test]
fn p11_the_key_is_on_the_wire_and_nowhere_else() {
    let mut till = Till::new();
    till.program = till.program.with("NUMSHOP_LOG", "trace");
    // Not even most of it: four characters are shown, and what every key begins with is no secret.
    let whole = Sandbox::buying_key().expose_secret().to_owned();
    let key = whole[whole.len() - 9..whole.len() - 1].to_owned();
    let mut term = Term::start(&till.program, &["--sub-account", "sub_lost", "--country", "US", "--area-code", "415"]);
    term.sees("Type BUY to confirm");
    term.press("\x1bOR");
    let curl = term.sees("As a curl command");
    assert!(curl.contains("$VANTAX_API_KEY"), "{curl}");
    close(&mut term, "As a curl command");
    term.confirm();
    term.at("Unknown");
    term.sees("s Send again");
    term.press("t");
    term.sees("What happened to this purchase");
    close(&mut term, "What happened to this purchase");
    term.press("s");
    term.sees("y  Yes");
    term.press("y");
    term.at("Receipt");
    term.press("v");
    term.sees("What the API answered");
    close(&mut term, "What the API answered");
    term.press("c");
    term.sees("clipboard");
    // No process was started that could have inherited it.
    let children = fs::read_dir(term.proc().join("task")).unwrap();
    let of = |task: PathBuf| fs::read_to_string(task.join("children")).unwrap_or_default();
    assert!(children.map(|task| of(task.unwrap().path())).all(|children| children.is_empty()));
    term.signal(rustix::process::Signal::TERM);
    let drawn = term.bytes();
    let left = term.end();
    left.whole(130);

    assert_eq!((till.world.posts().len(), till.world.sales().len()), (2, 1), "the key has bought");
    let clipboard = drawn.windows(5).any(|window| window == b"\x1b]52;");
    assert!(clipboard && !holds(&drawn, &key) && !left.screen.contains(&key));
    let files = files(till.program.home());
    for name in ["ledger.sqlite3", "numshop.log"] {
        assert!(files.iter().any(|path| path.ends_with(name)), "{name} is not there: {files:?}");
    }
    for path in &files {
        assert!(!holds(&fs::read(path).unwrap(), &key), "{} holds the key", path.display());
    }
    for arguments in [&["history"][..], &["history", "--json"]] {
        let ran = till.program.run(arguments);
        assert!(!ran.printed().contains(&key), "{arguments:?}");
    }
}

#[test]
fn p12_no_proxy_is_taken_from_the_environment() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut till = Till::new();
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        till.program = till.program.with(name, address.clone());
    }
    let mut term = Term::start(&till.program, &["--sub-account", ACME, "--country", "US", "--area-code", "415"]);
    term.confirm();
    term.sees("the sub-account's list shows it");
    term.press("q");
    term.end().whole(0);
    assert_eq!(till.world.sales().len(), 1);
    assert_eq!(proxy.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "the proxy was asked");
}

#[test]
fn p10_evil_text_in_the_config_and_the_arguments_does_nothing() {
    let program = Program::new();
    let folder = program.home().join(".config/numshop");
    fs::create_dir_all(&folder).unwrap();
    let escaped: Vec<_> = EVIL.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    let escaped = escaped.concat();
    fs::write(folder.join("config.toml"), format!("[[sub_account]]\nid = \"sub_evil\"\nname = \"Name {escaped}\"\n"))
        .unwrap();
    let mut term = Term::start(&program, &["--pattern", &format!("+1415{EVIL}")]);
    term.at("Account");
    let list = term.sees("Name ␛[2J␛]0;pwned␇<U+009B>31m<U+202E>");
    assert!(list.contains("sub_evil"), "{list}");
    term.press(&format!("\x1b[200~sub_evil{EVIL}\x1b[201~"));
    term.sees("sub_evil");
    term.press("\x15sub_evil\r");
    term.at("Number");
    term.sees("+1415");
    term.press("\x03");
    let drawn = term.bytes();
    let left = term.end();
    left.whole(130);
    // What the program itself sets is not told from a clear that came from outside; what only the text has, is.
    harmless(&drawn, "the terminal");
    for path in files(program.home()).iter().filter(|path| !path.ends_with("config.toml")) {
        harmless(&fs::read(path).unwrap(), &path.display().to_string());
    }
    for arguments in [&["--sub-account"][..], &["--country"], &["--data-dir"], &["--config"], &["check"], &["nonsense"]]
    {
        let arguments = [arguments, &[EVIL]].concat();
        let ran = program.run(&arguments);
        harmless(ran.stdout.as_bytes(), &format!("{arguments:?}"));
        harmless(ran.stderr.as_bytes(), &format!("{arguments:?}"));
        assert!(!ran.stderr.contains('\u{1b}') && !ran.stdout.contains('\u{1b}'), "{ran:?}");
    }
}

#[test]
fn p10_evil_text_in_the_ledger_does_nothing() {
    let till = Till::new();
    let mut term = Term::start(&till.program, &["--sub-account", "sub_lost", "--country", "US", "--area-code", "415"]);
    term.confirm();
    term.at("Unknown");
    term.press("\x03");
    term.end().whole(4);

    // Somebody else has written into the file.
    let db = Connection::open(till.program.ledger().join("ledger.sqlite3")).unwrap();
    let triggers: Vec<String> = {
        let mut query = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    db.execute("UPDATE intent SET who = ?1", [format!("ada{EVIL}")]).unwrap();
    let lost = "replace(event, '\"it ended too early\"', ?1)";
    let json = serde_json::to_string(&format!("it ended {EVIL}")).unwrap();
    db.execute(&format!("UPDATE event SET event = {lost}"), [json]).unwrap();
    drop(db);

    for arguments in [&["history"][..], &["history", "--json"]] {
        let ran = till.program.run(arguments);
        harmless(ran.stdout.as_bytes(), "the history");
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    }
    let mut term = Term::run(&till.program, portable_pty::CommandBuilder::new(crate::support::BINARY), Control::Yes);
    let screen = term.until("the start", |screen| has_title(screen, "Unknown") || screen.contains("ledger"));
    if has_title(&screen, "Unknown") {
        term.press("t");
        term.sees("What happened to this purchase");
    }
    term.press("\x03");
    let drawn = term.bytes();
    term.end();
    harmless(&drawn, "the terminal");
    assert_eq!(till.world.posts().len(), 1);
}
