//! The order of one whole purchase, and of one whole release, read from the system calls: what is sent is on the disk before, and so are the names
//! of the files and folders that it is in.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::support::{
    Till,
    strace::{self, Call},
};

/// Everything that makes names, writes, syncs or sends.
const CALLS: &str = "trace=?mkdir,?mkdirat,?rename,?openat,?write,?pwrite64,?writev,?pwritev,?pwritev2,?sendto,?sendmsg,?sendmmsg,?sendfile,\
                     ?fsync,?fdatasync,?sync_file_range,?ftruncate,?fallocate";

/// What the ledger has written where, and whether that is on the disk.
struct Disk {
    /// The ledger's folder.
    folder: PathBuf,
    /// What was written to a file, or named in a folder, since the last sync of it that went well.
    unsynced: BTreeMap<String, String>,
    /// What is on the disk.
    synced: String,
}

impl Disk {
    fn follow(&mut self, call: &Call) {
        let file = call.file.clone().unwrap_or_default();
        match call.name.as_str() {
            _ if !call.went_well() => {}
            "fsync" | "fdatasync" => self.synced.push_str(&self.unsynced.remove(&file).unwrap_or_default()),
            "mkdir" | "mkdirat" | "rename" | "openat" => self.named(call),
            _ if is_the_ledgers(&file) => self.unsynced.entry(file).or_default().push_str(&call.arguments),
            _ => {}
        }
    }

    /// A call that may have made a name: its folder has to be synced.
    fn named(&mut self, call: &Call) {
        let makes = match call.name.as_str() {
            "openat" => call.arguments.contains("O_CREAT"),
            _ => true,
        };
        // The last path is the new one.
        let Some(path) = call.arguments.rsplit('"').nth(1).filter(|_| makes) else { return };
        // The ledger itself, or a folder on the way to it.
        if self.folder.starts_with(path) || is_the_ledgers(path) {
            let (folder, _) = path.rsplit_once('/').unwrap();
            self.unsynced.entry(folder.to_owned()).or_default().push_str(path);
        }
    }
}

/// Whether it is one of the ledger's files. What is in shared memory beside the ledger is made anew from the
/// write-ahead log at every start, so it needs no sync; a ledger that is still being built is synced under its name.
fn is_the_ledgers(path: &str) -> bool {
    path.contains("/ledger.sqlite3") && !path.ends_with("-shm")
}

/// The idempotency key of a request.
fn key_of(post: &Call) -> String {
    let (_, rest) = post.arguments.split_once("idempotency-key: ").unwrap();
    rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect()
}

#[test]
fn p04_a_purchase_leaves_after_all_of_the_ledger_is_on_the_disk() {
    if !strace::is_here() {
        return;
    }
    // The first attempt fails on the server, and a person sends it again: two requests, one purchase.
    let till = Till::new();
    let mut term = till.start("sub_error", ["-e", CALLS]);
    term.confirm();
    term.at("Unknown");
    term.sees("s Send again");
    term.sees("owns no number");
    term.press("s");
    term.sees("y Yes");
    term.press("y");
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);

    // As strace spells the event's JSON.
    let keys = written_ahead(&till, "POST /v1/phone-numbers", |_, nth| format!(r#"{{\"sent\":{{\"attempt\":{nth},"#));
    assert_eq!((keys.len(), till.world.posts().len()), (2, 2));
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn p18_a_release_leaves_after_all_of_the_ledger_is_on_the_disk() {
    if !strace::is_here() {
        return;
    }
    // Likewise: two requests, one release.
    let till = Till::new();
    let mut term = till.start("sub_release_500", ["-e", CALLS]);
    term.confirm();
    term.sees("r Release");
    term.press("r");
    term.sees("Type the number");
    term.press(&till.world.sold());
    term.sees("↵ releases");
    term.press("\r");
    term.at("Unknown");
    term.sees("still shows it");
    term.sees("s Send again");
    term.press("s");
    term.sees("y Yes");
    term.press("y");
    term.at("Receipt: released");
    term.press("q");
    term.end().whole(0);

    let event = |key: &str, nth: usize| format!(r#"{{\"release\":{{\"sent\":{{\"id\":\"{key}\",\"attempt\":{nth},"#);
    let keys = written_ahead(&till, "DELETE /v1/phone-numbers/", event);
    assert_eq!((keys.len(), till.world.deletes().len()), (2, 2));
    assert_eq!(keys[0], keys[1]);
}

/// Asserts that all of the ledger was on the disk whenever such a request left, and among it the event of this very
/// attempt, as it is spelled for a key and a count; gives the keys.
fn written_ahead(till: &Till, request: &str, event: impl Fn(&str, usize) -> String) -> Vec<String> {
    let calls = strace::read(&till.trace());
    let mut disk = Disk { folder: till.program.ledger(), unsynced: BTreeMap::new(), synced: String::new() };
    let mut keys = Vec::new();
    // A sync counts when it has returned, everything else when it begins.
    let mut steps: Vec<(usize, &Call)> = calls.iter().map(|call| (moment_of(call), call)).collect();
    steps.sort_by_key(|(moment, _)| *moment);
    for (_, call) in steps {
        // A screen that shows the request sends nothing.
        if call.arguments.contains(request) && call.arguments.contains("idempotency-key: ") {
            assert!(disk.unsynced.is_empty(), "sent before these were synced: {:?}", disk.unsynced.keys());
            let key = key_of(call);
            assert!(disk.synced.contains(&key), "{key} was sent, and not written down before");
            let event = event(&key, keys.len() + 1);
            assert!(disk.synced.contains(&event), "{event} was not written down before it left");
            keys.push(key);
        }
        disk.follow(call);
    }
    keys
}

fn moment_of(call: &Call) -> usize {
    if call.name.contains("sync") { call.ended } else { call.began }
}

/// The mode is asked for where a file or folder is made, and not set afterwards.
#[test]
fn p16_every_file_and_folder_is_private_from_the_moment_it_is_made() {
    if !strace::is_here() {
        return;
    }
    let till = Till::new();
    let makes = "trace=?mkdir,?mkdirat,?openat,?open,?creat,?chmod,?fchmod,?fchmodat,?umask";
    let mut term = till.start(crate::support::ACME, ["-e", makes]);
    term.confirm();
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);
    let home = till.program.home().display().to_string();
    let mut paths = BTreeSet::new();
    for call in strace::read(&till.trace()).iter().filter(|call| call.went_well()) {
        let Some(path) = call.arguments.rsplit('"').nth(1).filter(|path| path.starts_with(&home)) else { continue };
        let mode = match call.name.as_str() {
            "mkdir" | "mkdirat" => "0700",
            _ if call.arguments.contains("O_CREAT") => "0600",
            _ => continue,
        };
        // Whoever is first makes it; later ones find it.
        if paths.insert(path.to_owned()) {
            assert!(call.arguments.ends_with(mode), "{path} was made by {}({})", call.name, call.arguments);
        }
    }
    let is_made = |name: &str| paths.iter().any(|path| path.ends_with(name));
    for name in ["/numshop", "ledger.sqlite3.new", "ledger.sqlite3-wal", "sending.lock", "numshop.log"] {
        assert!(is_made(name), "{name} was not made: {paths:?}");
    }
}
