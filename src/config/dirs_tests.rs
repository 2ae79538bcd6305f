use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use super::*;
use crate::cli::Exit;

fn cli(args: &[&str]) -> Cli {
    crate::cli::parse(std::iter::once("numshop").chain(args.iter().copied()).map(Into::into)).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn make(path: &Path, mode: u32) {
    fs::create_dir(path).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn flags_come_before_xdg_and_xdg_before_home() {
    for (args, vars, ledger, logs) in [
        (vec![], vec![("HOME", "/h")], "/h/.local/share/numshop", "/h/.local/state/numshop"),
        (vec![], vec![("HOME", "/h"), ("XDG_DATA_HOME", "/d")], "/d/numshop", "/h/.local/state/numshop"),
        (vec![], vec![("XDG_DATA_HOME", "/d"), ("XDG_STATE_HOME", "/s")], "/d/numshop", "/s/numshop"),
        (vec![], vec![("HOME", "/h"), ("XDG_DATA_HOME", "d")], "/h/.local/share/numshop", "/h/.local/state/numshop"),
        (vec![], vec![("HOME", "/h"), ("XDG_DATA_HOME", "")], "/h/.local/share/numshop", "/h/.local/state/numshop"),
        (vec!["--data-dir=x", "--log-dir=/y"], vec![], "x", "/y"),
        (vec!["--data-dir=x"], vec![("HOME", "/h"), ("XDG_DATA_HOME", "/d")], "x", "/h/.local/state/numshop"),
    ] {
        let env = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        let dirs = Dirs::locate(&cli(&args), &env).unwrap();
        assert_eq!((dirs.ledger, dirs.logs), (PathBuf::from(ledger), PathBuf::from(logs)));
    }
}

#[test]
fn without_any_home_the_flag_is_named() {
    for (args, vars, message) in [
        (vec![], vec![], "There is no place for the ledger: neither XDG_DATA_HOME nor HOME is set."),
        (vec![], vec![("HOME", "h")], "There is no place for the ledger"),
        (vec!["--data-dir=d"], vec![], "There is no place for the log: neither XDG_STATE_HOME nor HOME is set."),
    ] {
        let env = |name: &str| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        let error = Dirs::locate(&cli(&args), &env).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(error.exit(), Exit::Error);
    }
    assert_eq!(default_config(&|_| None), None);
    assert_eq!(default_config(&|_| Some("/x".into())), Some(PathBuf::from("/x/numshop/config.toml")));
}

#[test]
fn missing_folders_are_made_private_all_the_way() {
    let root = tempfile::tempdir().unwrap();
    let dirs = Dirs { ledger: root.path().join("a/b/numshop"), logs: root.path().join("c/numshop/") };
    assert_eq!(prepare(&dirs, |_| false), Ok(vec![]));
    for made in ["a", "a/b", "a/b/numshop", "c", "c/numshop"] {
        assert_eq!(mode(&root.path().join(made)), 0o700, "{made}");
    }
    assert_eq!(prepare(&dirs, |_| false), Ok(vec![]), "a second start finds nothing to do");
}

#[test]
fn p16_looser_folders_are_tightened_or_refused_with_a_word() {
    for (name, full, before, after, said) in [
        ("numshop", false, 0o755, 0o700, Ok("it is now private")),
        ("numshop", true, 0o777, 0o700, Ok("it is now private")),
        ("mine", false, 0o755, 0o700, Ok("it is now private")),
        ("mine", true, 0o755, 0o755, Ok("can be looked into by others")),
        ("mine", true, 0o775, 0o775, Err("others can write to it; chmod 700 stops that")),
        ("mine", true, 0o1777, 0o1777, Err("others can write to it; chmod 700 stops that")),
    ] {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(name);
        make(&path, before);
        if full {
            fs::write(path.join("other"), "").unwrap();
        }
        let result = prepare(&Dirs { ledger: path.clone(), logs: root.path().join("logs") }, |_| false);
        assert_eq!(mode(&path), after, "{name} {before:o}");
        match (result, said) {
            (Ok(notices), Ok(said)) => {
                assert_eq!(notices.len(), 1);
                assert!(notices[0].as_str().contains(said), "{notices:?}");
            }
            (Err(error), Err(said)) => assert!(error.to_string().contains(said), "{error}"),
            (result, _) => panic!("{name} {before:o}: {result:?}"),
        }
    }
}

#[test]
fn folders_that_cannot_be_used_are_refused_with_path_and_flag() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name);
    fs::write(path("file"), "").unwrap();
    make(&path("real"), 0o700);
    symlink(path("real"), path("link")).unwrap();
    symlink(path("nowhere"), path("dangling")).unwrap();
    for (name, why) in [
        ("file", "File exists"),
        ("file/below", "Not a directory"),
        ("link", "it is a symbolic link; name the folder itself"),
        ("link/", "it is a symbolic link; name the folder itself"),
        ("dangling", "File exists"),
    ] {
        let ledger = Dirs { ledger: path(name), logs: path("logs") };
        let shown = Clean::line(&path(name).to_string_lossy());
        let sentence = |holds: &str, flag: &str| {
            format!("The {holds} folder {shown} cannot be used: {why}. Another folder can be named with {flag}.")
        };
        let error = prepare(&ledger, |_| false).unwrap_err();
        assert_eq!((error.to_string(), error.exit()), (sentence("ledger", "--data-dir"), Exit::Error));
        let error = prepare(&Dirs { ledger: path("real"), logs: path(name) }, |_| false).unwrap_err();
        assert_eq!((error.to_string(), error.exit()), (sentence("log", "--log-dir"), Exit::Error));
    }
}

#[test]
fn p10_a_path_cannot_act_on_the_terminal() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("\u{1b}[2J"), "").unwrap();
    let dirs = Dirs { ledger: root.path().join("\u{1b}[2J"), logs: root.path().join("logs") };
    let said = prepare(&dirs, |_| false).unwrap_err().to_string();
    assert!(said.contains("␛[2J") && !said.contains(char::is_control), "{said}");
}

#[test]
fn a_folder_that_we_cannot_write_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("numshop");
    make(&path, 0o500);
    let result = prepare(&Dirs { ledger: path, logs: root.path().join("logs") }, |_| false);
    // Root may write everywhere, so there the answer differs, and is right.
    assert_eq!(result.is_ok(), rustix::process::geteuid().is_root());
}
