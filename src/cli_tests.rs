use std::os::unix::ffi::OsStringExt as _;

use proptest::prelude::*;

use super::*;

fn given(args: &[&str]) -> Result<Cli, Stop> {
    parse(std::iter::once("numshop").chain(args.iter().copied()).map(OsString::from))
}

/// The form that `history` is asked for in.
fn form(cli: &Cli) -> Option<Form> {
    match &cli.command {
        Some(Command::History { form }) => Some(form.form()),
        _ => None,
    }
}

#[test]
fn without_arguments_the_shop_opens() {
    let cli = given(&[]).unwrap();
    assert!(!cli.sandbox);
    assert_eq!((cli.config, cli.data_dir, cli.log_dir, cli.command), (None, None, None, None));
    assert_eq!((cli.sub_account, cli.country, cli.area_code, cli.pattern), (None, None, None, None));
}

#[test]
fn what_is_not_read_is_what_clap_would_have_read() {
    let read = Cli::command().try_get_matches_from(["numshop"]).and_then(|matches| Cli::from_arg_matches(&matches));
    assert_eq!(given(&[]), Ok(read.unwrap()));
}

#[test]
fn every_flag_arrives_where_it_belongs() {
    let cli =
        given(&["--sandbox", "--sub-account=sub_1", "--country", "gb", "--pattern", "+44****", "--config", "c.toml"])
            .unwrap();
    assert!(cli.sandbox);
    assert_eq!(cli.sub_account.as_deref(), Some("sub_1"));
    assert_eq!(cli.country.map(Country::code), Some("GB"));
    assert_eq!((cli.area_code.as_deref(), cli.pattern.as_deref()), (None, Some("+44****")));
    assert_eq!(cli.config, Some(PathBuf::from("c.toml")));
    assert_eq!(given(&["--area-code", "4x5"]).unwrap().area_code.as_deref(), Some("4x5"), "the screen explains it");
}

#[test]
fn folders_move_for_the_shop_and_for_history() {
    for args in [
        ["--data-dir", "d", "--log-dir", "l", "--config", "c", "history", "--json"],
        ["history", "--data-dir", "d", "--log-dir", "l", "--config", "c", "--json"],
    ] {
        let cli = given(&args).unwrap();
        let moved = (cli.data_dir.clone(), cli.log_dir.clone(), cli.config.clone());
        assert_eq!(moved, (Some(PathBuf::from("d")), Some(PathBuf::from("l")), Some(PathBuf::from("c"))));
        assert_eq!(form(&cli), Some(Form::Json));
    }
    assert_eq!(form(&given(&["history", "--csv"]).unwrap()), Some(Form::Csv));
    assert_eq!(form(&given(&["history"]).unwrap()), Some(Form::Table));
    assert!(given(&["--sandbox", "history"]).is_ok(), "it changes nothing there");
}

#[test]
fn check_takes_words_and_a_country() {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let gb = Country::parse("GB").ok();
    for (args, taken, country, json) in [
        (&["check", "415"][..], &["415"][..], None, false),
        (&["check", "san", "francisco", "--json"], &["san", "francisco"], None, true),
        (&["check", "--country", "gb", "020"], &["020"], gb, false),
        (&["check", ""], &[""], None, false),
    ] {
        let command = Command::Check { words: words(taken), country, json };
        assert_eq!(given(args).unwrap().command, Some(command), "{args:?}");
    }
    assert_eq!(given(&["--country", "GB", "check", "020"]).unwrap().country, gb);
}

#[test]
fn misuse_is_one_sentence_on_stderr_with_code_2() {
    let long = "5".repeat(201);
    for (args, sentence) in [
        (vec!["--contry", "US"], "There is no flag --contry; perhaps --country was meant."),
        (vec!["--nope"], "There is no flag --nope."),
        (vec!["--api-key", "hunter2hunter2"], "There is no flag --api-key."),
        (vec!["--api-key=hunter2hunter2"], "There is no flag --api-key."),
        (vec!["-k", "hunter2hunter2"], "There is no flag -k."),
        (vec!["--hunter2hunter2"], "An argument is neither a flag nor a command of numshop."),
        (vec!["hunter2hunter2"], "An argument is neither a flag nor a command of numshop."),
        (vec!["histroy"], "An argument is neither a flag nor a command of numshop; perhaps history was meant."),
        (vec!["history", "hunter2"], "An argument is neither a flag nor a command of numshop."),
        (vec!["history", "--jsn"], "There is no flag --jsn; perhaps --json was meant."),
        (vec!["help"], "An argument is neither a flag nor a command of numshop."),
        (vec!["--country"], "--country needs a value."),
        (vec!["--country", ""], "--country: there is no such country."),
        (vec!["--country", "hunter2"], "--country: there is no such country."),
        (vec!["--data-dir", ""], "--data-dir needs a value."),
        (vec!["--sandbox=hunter2"], "--sandbox takes no value."),
        (vec!["--sandbox", "--sandbox"], "--sandbox is given twice."),
        (vec!["--country=US", "--country=GB"], "--country is given twice."),
        (vec!["--area-code=1", "--pattern=2"], "--area-code and --pattern do not go together."),
        (vec!["--pattern=2", "--area-code=1"], "--pattern and --area-code do not go together."),
        (vec!["--pattern", &long], "--pattern: the value has more than 200 characters."),
        (vec!["--sub-account=sub_1", "history"], "--sub-account does not go with history."),
        (vec!["--pattern=2", "history"], "--pattern does not go with history."),
        (vec!["check"], "Give check an area code or a pattern, such as 415."),
        (vec!["--country=US", "--pattern=2", "check", "4"], "--pattern does not go with check."),
        (vec!["--country=US", "check", "4", "--country=US"], "--country is given twice."),
        (vec!["check", "4", "--country=hunter2"], "--country: there is no such country."),
        (vec!["check", "vx_live_3fa9c2"], "An argument looks like a secret key."),
        (vec!["vx_live_3fa9c2"], "An argument looks like a secret key."),
        (vec!["--sub-account", "vx_live_3fa9c2"], "An argument looks like a secret key."),
        (vec!["--api-key=VX_LIVE_3fa9c2"], "An argument looks like a secret key."),
        (vec!["--nope\u{1b}[2J"], "An argument is neither a flag nor a command of numshop."),
    ] {
        let stop = given(&args).expect_err(sentence);
        assert_eq!((stop.out.as_str(), stop.exit), ("", Exit::Usage), "{args:?}");
        assert!(stop.err.starts_with(sentence), "{args:?}: {}", stop.err);
        assert!(stop.err.ends_with(" Try numshop --help."), "{}", stop.err);
        assert!(!stop.err.contains("hunter2") && !stop.err.contains("3fa9c2"), "{}", stop.err);
        assert!(!stop.err.contains(char::is_control), "{}", stop.err);
    }
}

#[test]
fn an_argument_that_is_not_text_is_refused() {
    for at in 1..3 {
        let mut args = vec![OsString::from("numshop"), OsString::from("--data-dir"), OsString::from("d")];
        args[at] = OsString::from_vec(vec![b'-', b'-', 0xff]);
        let stop = parse(args).unwrap_err();
        assert_eq!(stop.err, "An argument is not UTF-8 text. Try numshop --help.");
        assert_eq!(stop.exit, Exit::Usage);
    }
}

#[test]
fn no_arguments_at_all_is_survived() {
    assert!(parse([]).is_ok());
}

#[test]
fn help_and_version_go_to_stdout() {
    let help = given(&["--help"]).unwrap_err();
    assert_eq!((help.err.as_str(), help.exit), ("", Exit::Done));
    assert_eq!(help, given(&["-h"]).unwrap_err(), "one help, not two");
    insta::assert_snapshot!(help.out);
    assert!(help.out.lines().all(|line| line.chars().count() <= 80));

    let version = given(&["--version"]).unwrap_err();
    assert_eq!(version.out, format!("numshop {}", env!("CARGO_PKG_VERSION")));
    assert_eq!((version.err.as_str(), version.exit), ("", Exit::Done));

    let check = given(&["check", "--help"]).unwrap_err();
    assert_eq!((check.err.as_str(), check.exit), ("", Exit::Done));
    assert!(check.out.contains("It is a pattern where it begins with +"), "{}", check.out);
    assert!(check.out.lines().all(|line| line.chars().count() <= 80), "{}", check.out);

    let history = given(&["history", "--help"]).unwrap_err();
    assert_eq!((history.err.as_str(), history.exit), ("", Exit::Done));
    assert!(history.out.contains("--json"));
}

#[test]
fn exit_codes_are_fixed() {
    let codes = Exit::ALL.map(|(exit, _)| exit.code());
    assert_eq!(codes, [0, 1, 2, 3, 4, 130]);
    for (exit, code) in [
        (Exit::Done, 0),
        (Exit::Error, 1),
        (Exit::Usage, 2),
        (Exit::NotBought, 3),
        (Exit::Unknown, 4),
        (Exit::Interrupted, 130),
    ] {
        assert_eq!(exit.code(), code);
    }
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

proptest! {
    #[test]
    fn no_message_repeats_a_key(
        key in "vx_live_[A-Za-z0-9]{12,40}|[A-Za-z]{3}[0-9][!-~&&[^=]]{12,60}",
        form in prop::sample::select(vec![
            "KEY", "--KEY", "-KEY", "--api-key=KEY", "--country=KEY", "--sub-account=KEY", "--sandbox=KEY", "history KEY",
            "--api-key KEY", "--country KEY", "history --KEY", "-- KEY", "--pattern KEY history", "--key KEY --pattern",
        ]),
    ) {
        let args: Vec<String> = form.split(' ').map(|part| part.replace("KEY", &key)).collect();
        match given(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
            Err(stop) => prop_assert!(!stop.err.contains(&key), "{}", stop.err),
            Ok(cli) => prop_assert!(!key.starts_with("vx_") && cli.sub_account == Some(key)),
        }
    }

    #[test]
    fn any_arguments_are_survived(args in prop::collection::vec(any::<String>(), 0..4)) {
        if let Err(stop) = given(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
            prop_assert_eq!(stop.err.lines().count() == 1, stop.out.is_empty());
        }
    }
}
