use std::{fs, os::unix::fs::PermissionsExt as _};

use proptest::prelude::*;

use super::*;
use crate::cli::Exit;

fn read_text(text: &str) -> Result<Vec<Entry>, BadSettings> {
    parse(text, &Clean::line("config.toml"))
}

#[test]
fn entries_come_in_the_order_of_the_file() {
    let text = "\
# my clients
[[sub_account]]
id = 'sub_2'
name = \"Beta \\u001b[2J\"
key_env = \"BETA_KEY_2\"

[[sub_account]]
id = \" sub_1 \"
[[sub_account]]
name = \"\"
id = \"sub_3\"
";
    let entries = read_text(text).unwrap();
    let flat: Vec<_> = entries
        .iter()
        .map(|e| (e.account.id.as_str(), e.account.name.as_ref().map(Clean::as_str), e.key_env.as_deref(), e.line))
        .collect();
    assert_eq!(
        flat,
        [("sub_2", Some("Beta ␛[2J"), Some("BETA_KEY_2"), 3), ("sub_1", None, None, 8), ("sub_3", None, None, 11)]
    );
}

#[test]
fn other_spellings_of_toml_are_read() {
    for text in [
        "sub_account = [{ id = 'sub_1' }]",
        "\u{feff}[[sub_account]]\r\nid = 'sub_1'\r\n",
        "[['sub_account']]\n\"id\" = '''sub_1'''",
    ] {
        let entries = read_text(text).unwrap();
        assert_eq!(entries.iter().map(|e| e.account.id.as_str()).collect::<Vec<_>>(), ["sub_1"], "{text}");
    }
    assert_eq!(read_text("").unwrap(), []);
    assert_eq!(read_text("sub_account = []\n# nothing").unwrap(), []);
}

#[test]
fn a_fault_names_file_line_and_key() {
    for (text, message) in [
        ("[[sub_account]]\nid = 'acme'", "line 2: sub_account.id: This is the id of something else"),
        ("\n\n[[sub_account]]\n\nname='x'\nid = 'sub_'", "line 6: sub_account.id: A sub-account id begins with sub_ "),
        ("[[sub_account]]\nid = 7", "line 2: sub_account.id: it must be a text in quotes."),
        ("[[sub_account]]\nname = 'x'", "line 1: sub_account.id: it is missing; each entry needs one."),
        ("# a\n[[sub_account]]\nid='sub_1'\n[[sub_account]]", "line 4: sub_account.id: it is missing"),
        (
            "[[sub_account]]\nid='sub_1'\nnam='x'",
            "line 3: sub_account.nam: there is no such key here; known is id, name",
        ),
        ("[[sub_acount]]\nid='sub_1'", "line 1: sub_acount: there is no such key here; known is sub_account."),
        ("sub_account = 'sub_1'", "line 1: sub_account: entries begin with a line [[sub_account]]."),
        ("\n[sub_account]\nid='sub_1'", "line 2: sub_account: entries begin with a line [[sub_account]]."),
        ("sub_account = [\n1]", "line 2: sub_account: entries begin with a line [[sub_account]]."),
        (
            "[[sub_account]]\nid='sub_1'\n[[sub_account]]\nname='x'\nid='sub_1'",
            "line 5: sub_account.id: this sub-account stands in line 2 already.",
        ),
        ("[[sub_account]]\nid='sub_1'\nkey_env='my key'", "line 3: sub_account.key_env: it names an environment"),
        ("[[sub_account]]\nid='sub_1'\nkey_env=''", "line 3: sub_account.key_env: it names an environment"),
        ("[[sub_account]]\nid='sub_1'\nkey_env='9A'", "line 3: sub_account.key_env: it names an environment"),
        ("[[sub_account]]\nid='sub_1'\nkey_env='A=B'", "line 3: sub_account.key_env: it names an environment"),
        ("[[sub_account]]\nid='sub_1'\nkey_env='VANTAX_AGENCY_KEY'", "line 3: sub_account.key_env: an agency key only"),
        ("[[sub_account]]\nid='sub_1'\nkey='hunter2'", "line 3: sub_account.key: a secret key never stands in this"),
        ("[[sub_account]]\nid='sub_1'\napi_key='hunter2'", "line 3: sub_account.api_key: a secret key never stands"),
        ("api_key='hunter2'", "line 1: api_key: a secret key never stands in this file."),
        ("hunter2 = 1", "line 1: a key in this line: there is no such key here"),
        ("[[sub_account]]\nid='sub_1'\nname='vx_hunter2'", "line 3: sub_account.name: a secret key never stands"),
        ("[[sub_account]]\nid='sub_1'\nkey_env='vx_hunter2'", "line 3: sub_account.key_env: a secret key never"),
        ("[[sub_account]]\nid='vx_hunter2'", "line 2: sub_account.id: a secret key never stands"),
        ("vx_hunter2 = 1", "line 1: a key in this line: a secret key never stands"),
        ("a = 1\nb = hunter2", "line 2: not TOML: "),
        ("[[sub_account]]\nid='sub_1'\nid='hunter2'", "line 3: not TOML: duplicate key"),
        ("[[sub_account]\nid='sub_1'", "line 1: not TOML: "),
        ("id = \"hunter2", "line 1: not TOML: "),
    ] {
        let error = read_text(text).expect_err(text);
        let said = error.to_string();
        assert!(said.starts_with(&format!("config.toml {message}")), "{text}\n{said}");
        assert!(!said.contains("hunter2") && !format!("{error:?}").contains("hunter2"), "{said}");
        assert!(said.ends_with('.') && said.lines().count() == 1, "{said}");
        assert_eq!(error.exit(), Exit::Usage);
    }
}

#[test]
fn files_that_are_no_config_are_refused_and_none_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("latin1"), b"# caf\xe9").unwrap();
    fs::write(path("large"), vec![b'\n'; 1024 * 1024 + 1]).unwrap();
    fs::write(path("just"), vec![b'\n'; 1024 * 1024]).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    for (name, why) in [
        ("latin1", "it is not UTF-8 text."),
        ("large", "it is larger than 1 MiB."),
        ("pipe", "it is not a regular file."),
        ("", "it is not a regular file."),
    ] {
        let error = super::read(&path(name)).unwrap_err();
        assert!(error.to_string().ends_with(why), "{error}");
        assert_eq!(error.exit(), Exit::Error);
    }
    assert!(super::read(&path("just")).unwrap().is_some());
    assert!(super::read(&path("missing")).unwrap().is_none());
}

#[test]
fn p16_a_config_that_others_can_change_is_read_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, "").unwrap();
    for (mode, said) in [(0o600, false), (0o644, false), (0o664, true), (0o602, true)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(super::read(&path).unwrap().unwrap().notice.is_some(), said, "{mode:o}");
    }
}

proptest! {
    #[test]
    fn no_fault_repeats_a_key(
        key in "vx_live_[A-Za-z0-9]{12,40}|[a-z]{3}[0-9][A-Za-z0-9_-]{12,60}",
        form in prop::sample::select(vec![
            "KEY", "KEY = 1", "[KEY]", "[[KEY]]", "a = KEY", "KEY = KEY", "a.KEY = 'x'", "\"KEY\" = 'KEY'",
            "sub_account = 'KEY'", "sub_account.KEY = 1", "[[sub_account]]\nid = 'KEY'", "[[sub_account]]\nid = KEY",
            "[[sub_account]]\nid = 'sub_1'\nkey = 'KEY'", "[[sub_account]]\nid = 'sub_1'\nKEY = 'KEY'",
            "[[sub_account]]\nid = 'sub_1'\nkey_env = 'KEY'", "[[sub_account]]\nid = 'sub_1'\nkey_env = \"KEY",
            "[[sub_account]]\nKEY = 1\nKEY = 2", "a = 1\na.KEY = 2", "[[sub_account]]\nid = 'KEY'\nid = 'KEY'",
        ]),
    ) {
        let error = read_text(&form.replace("KEY", &key)).expect_err(form);
        prop_assert!(!error.to_string().contains(&key) && !format!("{error:?}").contains(&key), "{}", error);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        if let Err(error) = read_text(&text) {
            prop_assert!(!error.to_string().contains(char::is_control));
        }
    }
}
