//! One purchase is sent at a time: the lock, and the attempt that holds it.
//!
//! Owns `sending.lock`, locked in the manner of `flock`: it holds between
//! processes and between two attempts of one process alike, survives other
//! descriptors being closed, and ends with the process, however that ends. An
//! [`Attempt`] is the only leave to send. Keep it until its answer is written.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::Arc,
};

use super::{Trouble, files};
use crate::domain::{IntentId, Record};

/// Leave to send one attempt of one intent or its release, durable in the ledger. Dropping the last copy lets the next one begin.
#[derive(Debug, Clone)]
pub struct Attempt {
    record: Record,
    number: u32,
    // Shared with a queued answer, so that the lock outlives a caller who stops waiting.
    _lock: Arc<File>,
}

impl Attempt {
    pub(super) fn new(record: Record, number: u32, lock: File) -> Self {
        Self { record, number, _lock: Arc::new(lock) }
    }

    /// What is to be sent, with the event of this attempt as its last.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Which intent.
    #[must_use]
    pub fn id(&self) -> IntentId {
        self.record.intent.id
    }

    /// Which attempt of it, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
}

/// Takes the send lock, or says that someone else has it. Never waits.
pub(super) fn take(folder: &Path) -> Result<File, Trouble> {
    let file = files::open_send_lock(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Trouble::SendingElsewhere),
        Err(TryLockError::Error(error)) => Err(Trouble::at(folder)(error)),
    }
}
