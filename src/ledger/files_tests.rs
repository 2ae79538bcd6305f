//! Modes, links, and how a ledger comes into being.

use std::{os::unix::fs::symlink, sync::Barrier, thread};

use super::*;
use crate::{
    domain::Beside,
    ledger::{Store, fixtures, history},
};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn p16_folder_and_files_are_private_from_the_start() {
    let (_kept, folder) = fixtures::folder();
    let mut store = Store::open(&folder).unwrap();
    let intent = fixtures::intent();
    store.record(&intent, Beside::OpenOnesAccepted).unwrap();
    store.begin_attempt(intent.id, 1, fixtures::at(0)).unwrap();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(folder.parent().unwrap()), 0o700);
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in &names {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    let expected = ["ledger.sqlite3", "ledger.sqlite3-shm", "ledger.sqlite3-wal", "sending.lock"];
    assert_eq!(names, expected.map(|name| folder.join(name)));
}

#[test]
fn p16_looser_modes_are_tightened_and_told() {
    let (_kept, folder) = fixtures::folder();
    let mut store = Store::open(&folder).unwrap();
    store.record(&fixtures::intent(), Beside::OpenOnesAccepted).unwrap();
    let paths = [folder.join("ledger.sqlite3"), folder.join("ledger.sqlite3-wal")];
    set_mode(&paths[0], 0o644);
    set_mode(&paths[1], 0o660);
    let again = Store::open(&folder).unwrap();
    assert_eq!(paths.each_ref().map(|path| mode(path)), [0o600, 0o600]);
    let told: Vec<_> = again.notices().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("mode 644") && told[1].contains("mode 660"), "{told:?}");
    assert_eq!(Store::open(&folder).unwrap().notices(), []);
}

#[test]
fn a_folder_that_was_there_keeps_its_mode_or_is_refused() {
    for (before, opens) in [(0o700, true), (0o755, true), (0o775, false), (0o722, false), (0o1777, false)] {
        let kept = tempfile::tempdir().unwrap();
        let folder = kept.path().join("mine");
        fs::create_dir(&folder).unwrap();
        set_mode(&folder, before);
        let opened = Store::open(&folder);
        assert_eq!(mode(&folder), before);
        if opens {
            assert_eq!((opened.unwrap().notices(), mode(&folder.join("ledger.sqlite3"))), (&[][..], 0o600));
        } else {
            assert!(matches!(opened.unwrap_err(), Trouble::Shared(_)), "{before:o}");
        }
    }
}

#[test]
fn p16_links_are_refused_and_not_followed() {
    for name in ["ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm", "sending.lock", "ledger.sqlite3.new"] {
        let (kept, folder) = fixtures::folder();
        let target = kept.path().join("target");
        fs::write(&target, "mine").unwrap();
        set_mode(&target, 0o644);
        fs::create_dir_all(&folder).unwrap();
        symlink(&target, folder.join(name)).unwrap();
        let refused = Store::open(&folder).unwrap_err();
        assert!(matches!(&refused, Trouble::Symlink(path) if path.as_str().ends_with(name)), "{name}: {refused}");
        assert_eq!((fs::read_to_string(&target).unwrap().as_str(), mode(&target)), ("mine", 0o644), "{name}");
    }
}

#[test]
fn p16_a_link_to_a_folder_is_refused_however_it_is_written() {
    let (kept, folder) = fixtures::folder();
    drop(Store::open(&folder).unwrap());
    let link = kept.path().join("link");
    symlink(&folder, &link).unwrap();
    for written in [link.clone(), link.join("")] {
        assert!(matches!(Store::open(&written).unwrap_err(), Trouble::Symlink(_)));
        assert!(matches!(history(&written).unwrap_err(), Trouble::Symlink(_)));
    }
}

#[test]
fn a_link_on_the_way_to_the_folder_is_a_persons_own_affair() {
    let (kept, folder) = fixtures::folder();
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    symlink(folder.parent().unwrap(), kept.path().join("way")).unwrap();
    let mut store = Store::open(&kept.path().join("way").join("numshop")).unwrap();
    store.record(&fixtures::intent(), Beside::OpenOnesAccepted).unwrap();
    assert_eq!(history(&folder).unwrap().whole.len(), 1);
}

#[test]
fn what_cannot_be_the_folder_is_refused() {
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(Store::open(&file).unwrap_err(), Trouble::WrongKind(_)));
    assert!(matches!(history(&file).unwrap_err(), Trouble::WrongKind(_)));
    assert!(matches!(Store::open(&file.join("deeper")).unwrap_err(), Trouble::File { .. }));

    let shared = kept.path().join("shared");
    fs::create_dir(&shared).unwrap();
    set_mode(&shared, 0o1777);
    assert!(matches!(Store::open(&shared).unwrap_err(), Trouble::Shared(_)));
    assert_eq!(mode(&shared), 0o1777);

    let odd = kept.path().join("odd");
    fs::create_dir_all(odd.join("ledger.sqlite3")).unwrap();
    assert!(matches!(Store::open(&odd).unwrap_err(), Trouble::WrongKind(_)));
}

#[test]
fn an_emptied_ledger_is_not_a_new_one() {
    let (_kept, folder) = fixtures::folder();
    Store::open(&folder).unwrap().record(&fixtures::intent(), Beside::OpenOnesAccepted).unwrap();
    fs::write(folder.join("ledger.sqlite3"), "").unwrap();
    assert!(matches!(Store::open(&folder).unwrap_err(), Trouble::Emptied(_)));
    assert!(matches!(history(&folder).unwrap_err(), Trouble::Emptied(_)));
    assert_eq!(fs::read(folder.join("ledger.sqlite3")).unwrap(), b"");
}

#[test]
fn p14_a_first_start_that_was_cut_short_needs_no_repair() {
    for (name, left) in
        [("ledger.sqlite3.new", "half a led"), ("ledger.sqlite3.new", ""), ("ledger.sqlite3.new-journal", "x")]
    {
        let (_kept, folder) = fixtures::folder();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), left).unwrap();
        let mut store = Store::open(&folder).unwrap();
        store.record(&fixtures::intent(), Beside::OpenOnesAccepted).unwrap();
        assert!(!folder.join(name).exists());
    }
}

#[test]
fn two_first_starts_make_one_ledger() {
    let (_kept, folder) = fixtures::folder();
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                start.wait();
                Store::open(&folder).unwrap().record(&fixtures::intent(), Beside::OpenOnesAccepted).unwrap();
            });
        }
    });
    assert_eq!(history(&folder).unwrap().whole.len(), 4);
}
