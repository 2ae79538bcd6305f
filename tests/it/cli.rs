//! The built program without a terminal: what it prints, where, and its exit codes.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{ACME, Program, World};

/// A key as the vendor makes them, and no secret.
const KEY: &str = "vx_live_0123456789abcdef";

#[test]
fn help_and_version_go_to_stdout() {
    let program = Program::new();
    let help = program.run(["--help"]);
    for word in ["--sandbox", "--sub-account", "--pattern", "history", "VANTAX_API_KEY", "Exit codes"] {
        assert!(help.printed().contains(word), "{help:?}");
    }
    let version = program.run(["--version"]);
    assert_eq!(version.printed(), concat!("numshop ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0, "asking made something");
}

#[test]
fn without_a_terminal_it_says_so_and_touches_nothing() {
    let program = Program::new();
    let ran = program.run::<&str>([]);
    assert!(ran.refused(1).contains("terminal"), "{ran:?}");
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0);
}

#[test]
fn wrong_flags_are_refused_in_one_line() {
    let program = Program::new();
    for (arguments, names) in [
        (&["--contry", "US"][..], "--contry"),
        (&["--country", "XX"], "--country"),
        (&["--country"], "--country"),
        (&["--area-code", "415", "--pattern", "+1415*******"], "--pattern"),
        (&["--sandbox", "--sandbox"], "--sandbox"),
        (&["buy"], "numshop"),
        (&["history", "--area-code", "415"], "--area-code"),
    ] {
        let ran = program.run(arguments);
        assert!(ran.refused(2).contains(names), "{ran:?}");
    }
}

#[test]
fn p11_a_key_among_the_arguments_is_refused_and_not_repeated() {
    let program = Program::new();
    let glued = format!("--sub-account={KEY}");
    let named = format!("--api-key={KEY}");
    for arguments in [&[KEY][..], &[&glued], &[&named], &["--sub-account", KEY], &["history", KEY]] {
        let ran = program.run(arguments);
        let line = ran.refused(2);
        assert!(!line.contains("0123456789") && line.contains("VANTAX_API_KEY"), "{line}");
    }
    // Nor is a key that does not look like one.
    let ran = program.run(["--token", "c2VjcmV0LXNlY3JldC1zZWNyZXQ"]);
    assert!(!ran.refused(2).contains("c2Vj"), "{ran:?}");
}

#[test]
fn p12_a_bad_address_is_refused_with_and_without_a_key() {
    for key in [None, Some(KEY)] {
        for address in [
            "http://api.vantaxai.com/v1",
            "http://localhost:8080/v1",
            "ftp://api.vantaxai.com",
            "https://user:hunter22@api.vantaxai.com/v1",
            "https://api.vantaxai.com/v1?key=hunter22",
            "api.vantaxai.com",
            "https://api.vantaxai.com/\u{1b}[2J",
        ] {
            let program = Program::new().with("VANTAX_BASE_URL", address);
            let program = match key {
                Some(key) => program.with("VANTAX_API_KEY", key),
                None => program,
            };
            let ran = program.run::<&str>([]);
            let line = ran.refused(2);
            assert!(line.contains("VANTAX_BASE_URL") && !line.contains("hunter22"), "{address}: {line}");
        }
    }
}

#[test]
fn a_malformed_key_is_refused_by_its_name_only() {
    for variable in ["VANTAX_API_KEY", "VANTAX_AGENCY_KEY"] {
        for tail in [" ", "\n", "\r\n", " b", "\u{1b}[2J", "ü", "\u{200b}"] {
            let ran = Program::new().with(variable, format!("{KEY}{tail}")).run::<&str>([]);
            let line = ran.refused(2);
            assert!(line.contains(variable) && !line.contains("0123456789"), "{tail:?}: {line}");
        }
    }
    let ran = Program::new().with("VANTAX_API_KEY", KEY).with("VANTAX_AGENCY_KEY", KEY).run::<&str>([]);
    let line = ran.refused(2);
    assert!(line.contains("VANTAX_AGENCY_KEY") && !line.contains("0123456789"), "{line}");
}

#[test]
fn a_wrong_config_names_file_line_and_key() {
    for (text, line, key) in [
        ("[[sub_account]]\nid = \"sub_1\"\nnmae = \"Acme\"\n", "line 3", "nmae"),
        ("[[sub_account]]\nid = 7\n", "line 2", "sub_account.id"),
        ("[[sub_account]]\n\nid = \"acme\"\n", "line 3", "sub_account.id"),
        ("[[sub_account]]\nid = \"sub_1\"\nkey_env = \"vx_live_0123456789abcdef\"\n", "line 3", "key_env"),
        ("[[sub_account]\n", "line 1", ""),
    ] {
        let program = Program::new();
        let folder = program.home().join(".config/numshop");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
        let ran = program.run::<&str>([]);
        let said = ran.refused(2);
        assert!(["config.toml", line, key].iter().all(|part| said.contains(part)), "{said}");
        assert!(!said.contains("0123456789"), "{said}");
    }
}

#[test]
fn a_config_that_is_not_there_is_refused_only_where_it_was_named() {
    let program = Program::new();
    let ran = program.run(["--config", "absent.toml"]);
    assert!(ran.refused(1).contains("absent.toml"), "{ran:?}");
}

#[test]
fn an_unusable_folder_names_the_flag_that_moves_it() {
    let program = Program::new();
    fs::write(program.home().join("file"), "").unwrap();
    for flag in ["--data-dir", "--log-dir"] {
        let history = program.run([flag, "file/below", "history"]);
        if flag == "--data-dir" {
            history.refused(1);
        } else {
            history.printed();
        }
    }
}

#[test]
fn an_empty_history_is_an_empty_list_and_makes_nothing() {
    let program = Program::new();
    assert_eq!(program.run(["history", "--json"]).printed(), "[]\n");
    assert_eq!(program.run(["history"]).printed().lines().count(), 1);
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0, "reading made something");
}

#[tokio::test]
async fn the_history_tells_every_purchase() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.quit().await;
    let mut session = world.session();
    session.buy("sub_error").await;
    session.at("Unknown").await;
    session.quit().await;

    let program = Program::new();
    let folder = world.ledger();
    let folder = folder.to_str().unwrap();
    let ran = program.run(["history", "--json", "--data-dir", folder]);
    let list: Vec<Value> = serde_json::from_str(ran.printed()).unwrap();
    let [unknown, bought] = &list[..] else { panic!("{list:?}") };
    let keys: Vec<_> = world.posts().into_iter().map(|post| post.idempotency_key.unwrap()).collect();
    let sale = &world.sales()[0].answer.data;
    for (line, expected) in [
        (bought, ["bought", ACME, &keys[0], &sale.number, &sale.id].map(Value::from)),
        (unknown, ["unknown".into(), "sub_error".into(), keys[1].as_str().into(), Value::Null, Value::Null]),
    ] {
        let fields = ["state", "sub_account_id", "idempotency_key", "number", "number_id"];
        assert_eq!(fields.map(|name| line[name].clone()), expected);
        assert_eq!(line["id"], line["idempotency_key"]);
        let fields = ["country", "area_code", "number_pattern", "attempts", "mode", "key_label", "key_last4"];
        let expected =
            ["US".into(), "415".into(), Value::Null, 1.into(), "live".into(), "VANTAX_API_KEY".into(), "0001".into()];
        assert_eq!(fields.map(|name| line[name].clone()), expected);
        for time in ["created_at", "updated_at"] {
            assert!(line[time].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{line}");
        }
        assert!(line["origin"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{line}");
    }
    assert!(!ran.stdout.contains("vx_"), "{ran:?}");

    let table = program.run(["history", "--data-dir", folder]);
    let rows: Vec<_> = table.printed().lines().collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[1].contains("unknown") && rows[1].contains("sub_error"), "{rows:?}");
    assert!(rows[2].contains("bought") && rows[2].contains(&sale.number) && rows[2].contains(ACME), "{rows:?}");
}

#[test]
fn a_damaged_ledger_is_an_error_and_not_an_empty_history() {
    let program = Program::new();
    fs::create_dir_all(program.ledger()).unwrap();
    for contents in ["", "this was a ledger once"] {
        fs::write(program.ledger().join("ledger.sqlite3"), contents).unwrap();
        for arguments in [&["history"][..], &["history", "--json"], &["history", "--csv"]] {
            assert!(program.run(arguments).refused(1).contains("ledger.sqlite3"));
        }
    }
}

#[tokio::test]
async fn a_damaged_purchase_hides_no_other() {
    let world = World::new().await;
    for id in [ACME, "sub_none"] {
        let mut session = world.session();
        session.buy(id).await;
        session.until("the answer", |frame| frame.is_at("Receipt") || frame.is_at("Not bought")).await;
        session.quit().await;
    }
    let db = Connection::open(world.ledger_file()).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE intent = 2").unwrap();
    drop(db);

    let folder = world.ledger();
    let folder = folder.to_str().unwrap();
    let program = Program::new();
    let json = program.run(["history", "--json", "--data-dir", folder]);
    let list: Vec<Value> = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(list.iter().map(|line| &line["number"]).collect::<Vec<_>>(), [&Value::from(world.sold())]);
    let table = program.run(["history", "--data-dir", folder]);
    assert!(table.stdout.contains(&world.sold()), "{table:?}");
    for ran in [json, table] {
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.starts_with("1 purchase cannot be read") && ran.stderr.lines().count() == 1, "{ran:?}");
    }
}

#[test]
fn what_cannot_be_printed_is_an_error_unless_nobody_reads() {
    let program = Program::new();
    for arguments in [&["history", "--json"][..], &["history", "--csv"], &["history"], &["--help"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = program.run_into(full, arguments);
        assert!(ran.refused(1).starts_with("What was asked for could not be printed"), "{ran:?}");
        let (reader, closed) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(program.run_into(closed, arguments).printed(), "");
    }
}
