use std::{collections::HashMap, fs, os::unix::ffi::OsStringExt as _};

use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use super::*;
use crate::domain::SubAccountId;
use crate::numbering::Country;

/// A home folder with a config file in it, and variables.
struct Setting {
    home: tempfile::TempDir,
    vars: HashMap<&'static str, OsString>,
}

impl Setting {
    fn new(vars: &[(&'static str, &str)], config: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join(".config/numshop")).unwrap();
        fs::write(home.path().join(".config/numshop/config.toml"), config).unwrap();
        Self { home, vars: vars.iter().map(|&(name, value)| (name, value.into())).collect() }
    }

    fn load(&self, args: &[&str]) -> Result<Settings, BadSettings> {
        let args = std::iter::once("numshop").chain(args.iter().copied()).map(OsString::from);
        Settings::load(&crate::cli::parse(args).unwrap(), &|name| match name {
            "HOME" => Some(self.home.path().into()),
            name => self.vars.get(name).cloned(),
        })
    }
}

fn id(text: &str) -> SubAccountId {
    SubAccountId::parse(text).unwrap()
}

fn shown(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(ExposeSecret::expose_secret)
}

const TWO: &str = "[[sub_account]]\nid='sub_own'\nkey_env='OWN_KEY'\n[[sub_account]]\nid='sub_plain'\nname='Plain'";

#[test]
fn the_mode_follows_from_flag_and_keys() {
    for (args, vars, config, mode) in [
        (vec![], vec![], "", "sandbox"),
        (vec![], vec![("VANTAX_API_KEY", "")], "", "sandbox"),
        (vec![], vec![("VANTAX_AGENCY_KEY", "vx_live_agency0001")], "", "sandbox"),
        (vec![], vec![("OWN_KEY", "vx_live_own0000001")], "", "sandbox"),
        (vec![], vec![("VANTAX_API_KEY", "vx_live_general001")], "", "https://api.vantaxai.com/v1"),
        (vec![], vec![("OWN_KEY", "vx_live_own0000001")], TWO, "https://api.vantaxai.com/v1"),
        (
            vec![],
            vec![("VANTAX_API_KEY", "k"), ("VANTAX_BASE_URL", "http://127.0.0.1:8080/v1")],
            "",
            "http://127.0.0.1:8080/v1",
        ),
        (vec![], vec![("VANTAX_API_KEY", "k"), ("VANTAX_BASE_URL", "")], "", "https://api.vantaxai.com/v1"),
        (vec![], vec![("VANTAX_BASE_URL", "http://127.0.0.1:8080/v1")], "", "sandbox"),
        (vec!["--sandbox"], vec![("VANTAX_API_KEY", "vx_live_general001")], "", "sandbox"),
        (vec!["--sandbox"], vec![("VANTAX_API_KEY", "a b"), ("VANTAX_BASE_URL", "nonsense")], "", "sandbox"),
    ] {
        let settings = Setting::new(&vars, config).load(&args).unwrap();
        let found = match &settings.mode {
            Mode::Sandbox => "sandbox",
            Mode::Live { base, .. } => base.as_str(),
        };
        assert_eq!(found, mode, "{args:?} {vars:?}");
    }
}

#[test]
fn each_sub_account_has_its_own_key_or_the_general_one_or_none() {
    for (vars, own, plain) in [
        (vec![("VANTAX_API_KEY", "vx_live_general001")], None, Some("vx_live_general001")),
        (vec![("OWN_KEY", "vx_live_own0000001")], Some("vx_live_own0000001"), None),
        (
            vec![("VANTAX_API_KEY", "vx_live_general001"), ("OWN_KEY", "vx_live_own0000001")],
            Some("vx_live_own0000001"),
            Some("vx_live_general001"),
        ),
        (vec![("VANTAX_API_KEY", "vx_live_general001"), ("OWN_KEY", "")], None, Some("vx_live_general001")),
    ] {
        let settings = Setting::new(&vars, TWO).load(&[]).unwrap();
        let Mode::Live { keys, .. } = &settings.mode else { panic!("{vars:?}") };
        assert_eq!(shown(keys.secret_for(&id("sub_own"))), own);
        assert_eq!(shown(keys.secret_for(&id("sub_plain"))), plain);
        assert_eq!(shown(keys.secret_for(&id("sub_unlisted"))), plain);
        assert_eq!(shown(keys.agency()), None);
        assert_eq!(settings.notices.len(), usize::from(own.is_none()), "{:?}", settings.notices);
        let label = |id| keys.key_ref(&id).map(|key| key.to_string());
        assert_eq!(label(id("sub_own")), own.map(|_| "OWN_KEY …0001".to_owned()));
        assert_eq!(label(id("sub_plain")), plain.map(|_| "VANTAX_API_KEY …l001".to_owned()));
    }
}

#[test]
fn p12_the_agency_key_is_kept_apart() {
    let vars = [("VANTAX_API_KEY", "vx_live_general001"), ("VANTAX_AGENCY_KEY", "vx_live_agency0001")];
    let settings = Setting::new(&vars, "").load(&[]).unwrap();
    let Mode::Live { keys, .. } = &settings.mode else { panic!() };
    assert_eq!(shown(keys.agency()), Some("vx_live_agency0001"));
    assert_eq!(shown(keys.secret_for(&id("sub_1"))), Some("vx_live_general001"));
}

#[test]
fn notices_say_what_a_person_would_wonder_about() {
    for (vars, config, notices) in [
        (vec![], "", vec![]),
        (vec![("VANTAX_AGENCY_KEY", "vx_live_agency0001")], "", vec!["VANTAX_AGENCY_KEY only lists sub-accounts"]),
        (vec![("VANTAX_BASE_URL", "https://a.example")], "", vec!["VANTAX_BASE_URL is not used"]),
        (vec![], TWO, vec!["Nothing can be bought for sub_own: its key OWN_KEY is not set."]),
    ] {
        let settings = Setting::new(&vars, config).load(&[]).unwrap();
        assert_eq!(settings.notices.len(), notices.len());
        for (notice, start) in settings.notices.iter().zip(notices) {
            assert!(notice.as_str().starts_with(start), "{notice}");
        }
        assert_eq!(Setting::new(&vars, config).load(&["--sandbox"]).unwrap().notices, []);
    }
}

#[test]
fn bad_settings_say_what_is_wrong_and_fix_the_code() {
    let long = "k".repeat(513);
    for (vars, config, message, exit) in [
        (vec![("VANTAX_API_KEY", "hunter2 x")], "", "VANTAX_API_KEY has a space, a line break", 2),
        (vec![("VANTAX_API_KEY", "hunter2\n")], "", "VANTAX_API_KEY has a space, a line break", 2),
        (vec![("VANTAX_API_KEY", "hunter2ä")], "", "VANTAX_API_KEY has a space, a line break", 2),
        (vec![("VANTAX_API_KEY", "hunter2\u{7f}")], "", "VANTAX_API_KEY has a space, a line break", 2),
        (vec![("VANTAX_API_KEY", " ")], "", "VANTAX_API_KEY has a space, a line break", 2),
        (vec![("VANTAX_API_KEY", &long)], "", "VANTAX_API_KEY has more than 512 characters", 2),
        (vec![("VANTAX_AGENCY_KEY", "hunter2 x")], "", "VANTAX_AGENCY_KEY has a space", 2),
        (vec![("OWN_KEY", "hunter2 x")], TWO, "OWN_KEY has a space", 2),
        (
            vec![("VANTAX_API_KEY", "hunter2"), ("VANTAX_AGENCY_KEY", "hunter2")],
            "",
            "VANTAX_API_KEY and VANTAX_AGENCY_KEY hold the same key.",
            2,
        ),
        (
            vec![("OWN_KEY", "hunter2"), ("VANTAX_AGENCY_KEY", "hunter2")],
            TWO,
            "OWN_KEY and VANTAX_AGENCY_KEY hold the same key.",
            2,
        ),
        (
            vec![("VANTAX_API_KEY", "hunter2"), ("VANTAX_BASE_URL", "http://hunter2.example")],
            "",
            "VANTAX_BASE_URL uses http, which would send the key in the clear.",
            2,
        ),
        (
            vec![("VANTAX_API_KEY", "hunter2"), ("VANTAX_BASE_URL", "https://u:hunter2@a.example")],
            "",
            "VANTAX_BASE_URL must not hold a user name or password.",
            2,
        ),
    ] {
        let error = Setting::new(&vars, config).load(&[]).expect_err(message);
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(error.to_string().ends_with('.'), "{error}");
        assert_eq!(error.exit().code(), exit);
        assert!(!error.to_string().contains("hunter2") && !format!("{error:?}").contains("hunter2"));
    }
}

#[test]
fn a_key_of_512_characters_passes() {
    assert!(Setting::new(&[("VANTAX_API_KEY", &"k".repeat(512))], "").load(&[]).is_ok());
}

#[test]
fn variables_that_are_not_text_are_refused() {
    for name in ["VANTAX_API_KEY", "VANTAX_AGENCY_KEY", "VANTAX_BASE_URL"] {
        let mut setting = Setting::new(&[("VANTAX_API_KEY", "k")], "");
        setting.vars.insert(name, OsString::from_vec(b"https://a\xff/".to_vec()));
        let error = setting.load(&[]).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
        assert_eq!(error.exit(), Exit::Usage);
    }
}

#[test]
fn a_config_that_was_named_must_exist_and_wins() {
    let setting = Setting::new(&[], "[[sub_account]]\nid='sub_default'");
    let named = setting.home.path().join("named.toml");
    let named = named.to_str().unwrap();
    let error = setting.load(&["--config", named]).unwrap_err();
    assert_eq!(error.to_string(), format!("The config file {named} cannot be read: there is no such file."));
    assert_eq!(error.exit(), Exit::Error);

    fs::write(named, "[[sub_account]]\nid='sub_named'\nname='N'").unwrap();
    let ids = |settings: Settings| settings.accounts.iter().map(|a| a.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(setting.load(&["--config", named]).unwrap()), ["sub_named"]);
    assert_eq!(ids(setting.load(&[]).unwrap()), ["sub_default"]);
    fs::remove_file(setting.home.path().join(".config/numshop/config.toml")).unwrap();
    assert_eq!(ids(setting.load(&[]).unwrap()), Vec::<String>::new());

    fs::write(named, "nonsense").unwrap();
    let error = setting.load(&["--config", named, "--sandbox"]).unwrap_err();
    assert!(error.to_string().starts_with(&format!("{named} line 1: not TOML: ")), "{error}");
    assert_eq!(error.exit(), Exit::Usage);
}

#[test]
fn flags_fill_in() {
    let prefill = |args: &[&str]| Setting::new(&[], "").load(args).unwrap().prefill;
    assert_eq!(prefill(&[]), Prefill::default());
    assert_eq!(
        prefill(&["--sub-account=x", "--country=us", "--area-code=4"]),
        Prefill {
            sub_account: Some("x".to_owned()),
            country: Country::parse("US").ok(),
            criterion: Some((Kind::AreaCode, "4".to_owned())),
        }
    );
    assert_eq!(prefill(&["--pattern="]).criterion, Some((Kind::Pattern, String::new())));
}

#[test]
fn every_variable_is_read_once_and_none_of_the_keys_with_sandbox() {
    let log = std::cell::RefCell::new(Vec::new());
    let env = |name: &str| {
        log.borrow_mut().push(name.to_owned());
        (name == API_KEY).then(|| OsString::from("vx_live_general001"))
    };
    let load = |flag: &str| {
        log.borrow_mut().clear();
        let args = ["numshop", flag, "--data-dir=d", "--log-dir=l"].into_iter().filter(|arg| !arg.is_empty());
        Settings::load(&crate::cli::parse(args.map(OsString::from)).unwrap(), &env).unwrap();
        let mut names = log.borrow().clone();
        names.sort();
        names.retain(|name| name.starts_with("VANTAX"));
        names
    };
    assert_eq!(load(""), [AGENCY_KEY, API_KEY, BASE_URL]);
    assert_eq!(load("--sandbox"), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn p11_no_key_is_ever_said(
        key in "(vx_live_|[a-z]{3}[0-9])[A-Za-z0-9]{12,40}",
        flaw in prop::sample::select(vec!["", " ", "\n", "ä", "\u{1b}"]),
        names in prop::sample::subsequence(
            vec!["VANTAX_API_KEY", "VANTAX_AGENCY_KEY", "VANTAX_BASE_URL", "OWN_KEY", "XDG_DATA_HOME", "XDG_CONFIG_HOME"],
            0..=6,
        ),
        args in prop::sample::subsequence(vec!["--sandbox", "--country=US"], 0..=2),
    ) {
        let value = format!("{key}{flaw}");
        let vars: Vec<_> = names.into_iter().map(|name| (name, value.as_str())).collect();
        let said = match Setting::new(&vars, TWO).load(&args) {
            Ok(settings) => format!("{settings:?} {:?}", settings.notices),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!said.contains(&key), "{}", said);
    }
}

#[test]
fn a_bad_address_is_refused_even_where_no_key_would_use_it() {
    let bad = Setting::new(&[("VANTAX_BASE_URL", "ftp://nonsense")], "").load(&[]).unwrap_err();
    assert_eq!((bad.exit(), bad.to_string().contains("VANTAX_BASE_URL")), (Exit::Usage, true));
}
