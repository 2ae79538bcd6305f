//! The order of one whole purchase, read from the system calls: what is sent is on the disk before.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{
    Till,
    strace::{self, Call},
};

/// Everything that writes, syncs or sends.
const CALLS: &str = "trace=?write,?pwrite64,?writev,?pwritev,?pwritev2,?sendto,?sendmsg,?sendmmsg,?sendfile,\
                     ?fsync,?fdatasync,?sync_file_range,?ftruncate,?fallocate";

/// What the ledger has written to which of its files, and whether that is on the disk.
#[derive(Default)]
struct Disk {
    /// What was written since the last sync that went well.
    unsynced: BTreeMap<String, String>,
    /// What is on the disk.
    synced: String,
}

impl Disk {
    /// Follows a call on one of the ledger's files. What is in shared memory beside the ledger is made anew from the
    /// write-ahead log at every start, so it needs no sync.
    fn follow(&mut self, call: &Call) {
        let Some(file) = call.file.as_ref().filter(|file| file.contains("/ledger.sqlite3") && !file.ends_with("-shm"))
        else {
            return;
        };
        match call.name.as_str() {
            "fsync" | "fdatasync" if call.went_well() => {
                self.synced.push_str(&self.unsynced.remove(file).unwrap_or_default());
            }
            "fsync" | "fdatasync" => {}
            _ => self.unsynced.entry(file.clone()).or_default().push_str(&call.arguments),
        }
    }
}

/// The idempotency key of a purchase request.
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

    let calls = strace::read(&till.trace());
    let (mut disk, mut keys, mut on_disk) = (Disk::default(), BTreeSet::new(), 0);
    // A sync counts when it has returned, everything else when it begins.
    let mut steps: Vec<(usize, &Call)> = calls.iter().map(|call| (moment_of(call), call)).collect();
    steps.sort_by_key(|(moment, _)| *moment);
    for (_, call) in steps {
        if call.arguments.contains("POST /v1/phone-numbers") {
            assert!(disk.unsynced.is_empty(), "sent before these were synced: {:?}", disk.unsynced.keys());
            let key = key_of(call);
            assert!(disk.synced.contains(&key), "{key} was sent, and not written down before");
            on_disk += 1;
            // As strace spells the event's JSON.
            let attempt = format!(r#"{{\"sent\":{{\"attempt\":{on_disk},"#);
            assert!(disk.synced.contains(&attempt), "attempt {on_disk} was not written down before it left");
            keys.insert(key);
        }
        disk.follow(call);
    }
    assert_eq!((on_disk, till.world.posts().len(), keys.len()), (2, 2, 1));
}

fn moment_of(call: &Call) -> usize {
    if call.name.contains("sync") { call.ended } else { call.began }
}
