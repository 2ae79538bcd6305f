//! Snapshots of every way in which the ledger can keep anything from being bought.

use ratatui::crossterm::event::KeyCode;

use super::{
    reach::{Shop, lost, recorded, sent},
    snapshots::{after, snapshot},
};
use crate::{
    app::{Fault, Message, Readable, Stoppage},
    domain::{Clean, Record},
};

const PATH: &str = "/home/ada/.local/share/numshop/ledger.sqlite3";

fn stoppage(fault: Fault, what: &str, readable: Option<[usize; 3]>) -> Stoppage {
    let readable = readable.map(|[whole, partly, gone]| Readable { whole, partly, gone });
    Stoppage { fault, what: Clean::line(&what.replace("{}", PATH)), path: Clean::line(PATH), readable }
}

fn open() -> Vec<Record> {
    vec![sent(recorded("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11", "sub_8a1f4c2e", "415"), lost())]
}

fn damaged() -> Shop {
    let what = "2 purchases cannot be read: the ledger is damaged there, and may have bought a number. Nothing is sold \
                from it.";
    after(Shop::live(), |shop| {
        shop.list_accounts().stop(stoppage(Fault::Damaged, what, Some([12, 1, 1])), open());
    })
}

/// Each fault in the words that the ledger has for it, and what can be read then.
fn faults() -> [(&'static str, Stoppage); 11] {
    let newer = "{} was written by a newer numshop (its form is 2, this one knows 1). It was left as it is. Use the newer \
                 program, or another folder by --data-dir.";
    let read_only = "The ledger is on a disk, or in a file, that cannot be written. Make it writable and try again.";
    let replaced = "{} is not the file that it was when it was opened: another window or program has replaced it. Open \
                    it again to go on with what is there now.";
    let failed =
        "The disk failed under the ledger (disk I/O error). What was being written may be lost. Check the disk.";
    [
        ("torn", stoppage(Fault::Damaged, "The ledger is damaged. It was left as it is.", Some([1, 0, 0]))),
        ("unreadable", stoppage(Fault::Damaged, "The ledger is damaged. It was left as it is.", None)),
        (
            "not_a_ledger",
            stoppage(
                Fault::NotALedger,
                "{} is not a ledger of numshop, or its beginning is damaged. It was left as it is.",
                None,
            ),
        ),
        (
            "emptied",
            stoppage(
                Fault::Emptied,
                "{} is empty, but a ledger never is: its contents were lost. It was left as it is.",
                None,
            ),
        ),
        (
            "missing",
            stoppage(Fault::Missing, "{} is gone: it was moved or deleted after purchases were made from it.", None),
        ),
        ("replaced", stoppage(Fault::Replaced, replaced, Some([12, 0, 0]))),
        ("newer", stoppage(Fault::Newer, newer, None)),
        ("read_only", stoppage(Fault::ReadOnly, read_only, Some([12, 0, 0]))),
        (
            "disk_full",
            stoppage(
                Fault::DiskFull,
                "The disk is full, so the ledger could not be written. Make room and try again.",
                None,
            ),
        ),
        (
            "locked",
            stoppage(Fault::Busy, "Another program kept the ledger busy for more than 5 seconds. Try again.", None),
        ),
        ("failed", stoppage(Fault::Failed, failed, None)),
    ]
}

#[test]
fn every_fault() {
    snapshot("ledger_damaged", damaged());
    for (name, stoppage) in faults() {
        let stopped = after(Shop::sandbox(), |shop| {
            shop.list_accounts().stop(stoppage, Vec::new());
        });
        snapshot(&format!("ledger_{name}"), stopped);
    }
    let folder = "/tmp is a folder that others can write to. Choose a folder of your own for the ledger.";
    let stopped = after(Shop::sandbox(), |shop| {
        shop.list_accounts().stop(stoppage(Fault::Folder, folder, None), Vec::new());
    });
    snapshot("ledger_folder", stopped);
}

#[test]
fn the_way_on() {
    let press = |keys: &[KeyCode]| {
        after(damaged(), |shop| {
            for key in keys {
                shop.press(*key);
            }
        })
    };
    let (a, r, y) = (KeyCode::Char('a'), KeyCode::Char('r'), KeyCode::Char('y'));
    snapshot("ledger_accept", press(&[a]));
    snapshot("ledger_accept_surely", press(&[a, y]));
    snapshot("ledger_opening_again", press(&[r]));
    snapshot("ledger_looking_around", press(&[KeyCode::Esc]));
    let (_, missing) = faults().into_iter().find(|(name, _)| *name == "missing").unwrap();
    let gone = after(Shop::sandbox(), |shop| {
        shop.list_accounts().stop(missing, Vec::new()).press(a);
    });
    snapshot("ledger_accept_missing", gone);
    let review = after(Shop::live().at_review(), |shop| {
        let torn = stoppage(Fault::Damaged, "The ledger is damaged. It was left as it is.", Some([12, 0, 0]));
        shop.send(Message::LedgerChecked(Err(torn))).press(KeyCode::Esc).settle();
        shop.write("BUY").press(KeyCode::Enter);
    });
    snapshot("ledger_review", review);
}
