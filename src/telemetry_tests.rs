use std::os::unix::fs::symlink;

use tracing::{Level, debug, error, event, info, span, trace, warn};

use super::*;

/// What stands in the log after `events`.
fn logged(level: LevelFilter, events: impl FnOnce()) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    tracing::subscriber::with_default(subscriber(open(&path).unwrap(), level), events);
    fs::read_to_string(path).unwrap()
}

#[test]
fn levels_are_read_and_nonsense_means_info_with_a_notice() {
    for (value, level, noticed) in [
        (None, LevelFilter::INFO, false),
        (Some(""), LevelFilter::INFO, false),
        (Some("error"), LevelFilter::ERROR, false),
        (Some("WARN"), LevelFilter::WARN, false),
        (Some("info"), LevelFilter::INFO, false),
        (Some("debug"), LevelFilter::DEBUG, false),
        (Some("trace"), LevelFilter::TRACE, false),
        (Some("off"), LevelFilter::INFO, true),
        (Some("hyper=trace"), LevelFilter::INFO, true),
    ] {
        let (read, notice) = read_level(value.map(OsStr::new));
        assert_eq!((read, notice.is_some()), (level, noticed), "{value:?}");
        assert!(notice.is_none_or(|notice| !notice.as_str().contains("hyper")));
    }
}

#[test]
fn the_level_holds() {
    let all = || {
        error!("e");
        warn!("w");
        info!("i");
        debug!("d");
        trace!("t");
    };
    assert_eq!(logged(LevelFilter::WARN, all).lines().count(), 2);
    assert_eq!(logged(LevelFilter::TRACE, all).lines().count(), 5);
}

#[test]
fn p11_libraries_are_never_heard() {
    let log = logged(LevelFilter::TRACE, || {
        event!(target: "reqwest::connect", Level::ERROR, "authorization: x");
        event!(target: "hyper", Level::TRACE, "headers");
        event!(target: "rustls", Level::WARN, "bytes");
        event!(target: "numshop::api", Level::TRACE, "ours");
    });
    assert_eq!(log.lines().count(), 1);
    assert!(log.contains("ours"));
}

#[test]
fn p10_nothing_in_the_file_can_act_and_one_event_is_one_line() {
    let text = "\u{1b}]0;x\u{7}\r\nsecond\u{9b}2J\u{202e}\u{200b}";
    let log = logged(LevelFilter::INFO, || {
        info!(field = text, "{text}");
        let _entered = span!(Level::INFO, "span", in_span = text).entered();
        info!(debugged = ?text, plain = %text);
    });
    assert_eq!(log.lines().count(), 2);
    let acts = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}' || c == '\u{200b}');
    assert!(!log.contains(acts), "{log}");
    assert!(log.ends_with('\n') && log.contains("second"));
}

#[test]
fn p11_keys_are_cut_short_wherever_they_stand() {
    let key = "vx_live_3fa9c2d41b";
    let log = logged(LevelFilter::INFO, || {
        let _entered = span!(Level::INFO, "span", key).entered();
        info!(field = key, debugged = ?format!("\n{key}"), "Bearer {key}");
    });
    assert_eq!(log.matches("vx_…").count(), 4, "{log}");
    assert!(!log.contains("live"), "{log}");
}

#[test]
fn p16_the_file_is_private_and_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    open(&path).unwrap().write_all(b"one\n").unwrap();
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open(&path).unwrap().write_all(b"two\n").unwrap();
    assert_eq!(mode(), 0o600);
    assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
}

#[test]
fn a_full_file_is_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let size = |name: &str| fs::metadata(folder.path().join(name)).map(|found| found.len()).ok();
    open(&path).unwrap().set_len(FULL).unwrap();
    open(&path).unwrap();
    assert_eq!((size("numshop.log"), size("numshop.log.1")), (Some(FULL), None));
    open(&path).unwrap().set_len(FULL + 1).unwrap();
    open(&path).unwrap();
    assert_eq!((size("numshop.log"), size("numshop.log.1")), (Some(0), Some(FULL + 1)));
}

#[test]
fn links_folders_and_pipes_are_refused_with_a_sentence() {
    let root = tempfile::tempdir().unwrap();
    let dirs = |name: &str| {
        let logs = root.path().join(name);
        fs::create_dir(&logs).unwrap();
        Dirs { ledger: root.path().into(), logs }
    };
    let linked = dirs("linked");
    symlink(root.path().join("elsewhere"), linked.logs.join(FILE)).unwrap();
    let folder = dirs("folder");
    fs::create_dir(folder.logs.join(FILE)).unwrap();
    let pipe = dirs("pipe");
    let owner = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, pipe.logs.join(FILE), rustix::fs::FileType::Fifo, owner, 0).unwrap();
    for dirs in [linked, folder, pipe] {
        let said = start(&dirs, None).unwrap_err().to_string();
        assert!(said.starts_with("The log /") && said.ends_with("named with --log-dir."), "{said}");
    }
    assert!(!root.path().join("elsewhere").exists());
}

#[test]
fn a_full_disk_costs_lines_and_nothing_else() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    tracing::subscriber::with_default(subscriber(full, LevelFilter::INFO), || info!("lost"));
}
