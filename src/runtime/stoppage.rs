//! From a trouble of the ledger to what the core is told of it.
//!
//! Owns which kind of fault each trouble is. What can still be read is counted by the
//! ledger's own thread, never here.

use std::path::Path;

use crate::{
    app::{Fault, Readable, Stoppage},
    domain::Clean,
    ledger::{Left, Trouble},
};

/// Why nothing can be bought. `left` is what can still be read of the ledger, where that could be told.
pub(super) fn stoppage(trouble: &Trouble, path: &Path, left: Option<&Left>) -> Stoppage {
    Stoppage {
        fault: fault(trouble),
        what: Clean::line(&trouble.to_string()),
        path: Clean::line(&path.to_string_lossy()),
        readable: left.map(|left| Readable { whole: left.whole, partly: left.partly, gone: left.gone }),
    }
}

/// Whether reading what is left may tell something. What a newer program wrote is not guessed at.
pub(super) fn may_be_readable(trouble: &Trouble) -> bool {
    !matches!(fault(trouble), Fault::Newer | Fault::Folder | Fault::Missing | Fault::Emptied)
}

fn fault(trouble: &Trouble) -> Fault {
    match trouble {
        Trouble::Damaged | Trouble::DamagedRecord | Trouble::DamagedRecords(_) => Fault::Damaged,
        Trouble::NotALedger(_) => Fault::NotALedger,
        Trouble::Emptied(_) => Fault::Emptied,
        Trouble::Missing(_) => Fault::Missing,
        Trouble::Replaced(_) => Fault::Replaced,
        Trouble::Newer { .. } => Fault::Newer,
        Trouble::ReadOnly => Fault::ReadOnly,
        Trouble::DiskFull => Fault::DiskFull,
        Trouble::Busy => Fault::Busy,
        Trouble::Symlink(_) | Trouble::WrongKind(_) | Trouble::Shared(_) | Trouble::File { .. } => Fault::Folder,
        Trouble::NotDurable(_)
        | Trouble::Io(_)
        | Trouble::Stopped
        | Trouble::Database(_)
        | Trouble::Gone
        | Trouble::SendingElsewhere
        | Trouble::MovedOn
        | Trouble::OpenForThisAccount(_)
        | Trouble::AlreadyRecorded
        | Trouble::TooEarly(_)
        | Trouble::TooSoon(_)
        | Trouble::AlreadyLinked(_)
        | Trouble::NoSuchPurchase => Fault::Failed,
    }
}
