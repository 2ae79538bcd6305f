//! What the sandbox remembers when the program ends.
//!
//! Owns the journal: a file of one JSON line a sale or release, 0600 from the
//! moment it exists. It is read on, not once: two programs on one journal are one shop, as
//! two terminals on the real API would be. Writers hold the file's lock, so bytes
//! behind the last line break are what a killed writer left; readers ignore them
//! and the next writer cuts them off. A whole line that makes no sense is skipped.
//!
//! It is a demo's memory, not a ledger: nothing is synced, and a power cut may
//! forget some. It must never hold a secret key, which no entry does.

use std::{
    fs::{File, Permissions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use rustix::fs::{Mode, OFlags};

use super::store::Entry;

/// An open journal.
pub struct Journal {
    file: File,
    /// How many bytes were read: whole lines only.
    read: u64,
}

impl Journal {
    /// Opens the file, or makes it. A symbolic link is refused; looser permissions are tightened.
    ///
    /// # Errors
    /// The system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::CREATE | OFlags::RDWR | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?);
        file.set_permissions(Permissions::from_mode(0o600))?;
        Ok(Self { file, read: 0 })
    }

    /// What was written since the last look, by this program or another.
    ///
    /// # Errors
    /// The system's; what was not read is read the next time.
    pub fn news(&mut self) -> io::Result<Vec<Entry>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(self.read))?;
        self.file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        self.read += whole as u64;
        let lines = bytes[..whole].split(|&byte| byte == b'\n');
        Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
    }

    /// Waits until no other program writes. The lock ends with the guard.
    ///
    /// # Errors
    /// The system's.
    pub fn lock(&self) -> io::Result<Locked> {
        // A second descriptor of the same open file shares its lock, and lets the journal be used meanwhile.
        let file = self.file.try_clone()?;
        file.lock()?;
        Ok(Locked(file))
    }

    /// Appends an entry. The caller has read the news since it took the lock, so what is unread is a torn line.
    ///
    /// # Errors
    /// The system's; then no whole line was written.
    pub fn append(&mut self, _: &Locked, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.set_len(self.read)?;
        self.file.write_all(&line)?;
        self.read += line.len() as u64;
        Ok(())
    }
}

/// Holds the lock until dropped.
pub struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        // The lock ends with the process at the latest; there is nobody to tell.
        let _ = self.0.unlock();
    }
}
