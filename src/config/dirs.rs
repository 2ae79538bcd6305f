//! The folders of this program: where they are, and that they can be used.
//!
//! Owns the way from flags and environment to paths (the XDG Base Directory
//! Specification), and the state the folders must be in before anything is kept
//! there: ours, private, writable. It makes folders, never files. Called by
//! [`super::Settings::load`] and, before anything is opened, by `runtime::start`.

use std::{
    ffi::OsStr,
    fs::{DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
};

use rustix::fs::{Access, AtFlags, Mode, OFlags};

use super::{BadSettings, Env};
use crate::{cli::Cli, domain::Clean};

/// The program's folder below each XDG folder.
const OWN_NAME: &str = "numshop";
/// Any permission for the group or everybody.
const OTHERS: u32 = 0o077;
/// Write permission for the group or everybody.
const OTHERS_WRITE: u32 = 0o022;

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dirs {
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// The log's folder.
    pub logs: PathBuf,
}

/// One of the two, for messages: what it holds, and what moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// What the folder holds.
    pub holds: &'static str,
    /// The flag that moves it.
    pub flag: &'static str,
    /// The variable that moves it.
    variable: &'static str,
    /// Where it is below the home folder.
    below_home: &'static str,
}

const LEDGER: Role =
    Role { holds: "ledger", flag: "--data-dir", variable: "XDG_DATA_HOME", below_home: ".local/share" };
const LOGS: Role = Role { holds: "log", flag: "--log-dir", variable: "XDG_STATE_HOME", below_home: ".local/state" };

impl Dirs {
    /// Finds the folders without touching them. `history` needs no more than this of the settings.
    ///
    /// # Errors
    /// [`BadSettings::NoHome`] where neither a flag, an XDG variable nor `HOME` says where.
    pub fn locate(cli: &Cli, env: Env<'_>) -> Result<Self, BadSettings> {
        let find = |flag: &Option<PathBuf>, role: Role| {
            flag.clone().or_else(|| xdg(role.variable, role.below_home, env)).ok_or(BadSettings::NoHome {
                holds: role.holds,
                variable: role.variable,
                flag: role.flag,
            })
        };
        Ok(Self { ledger: find(&cli.data_dir, LEDGER)?, logs: find(&cli.log_dir, LOGS)? })
    }
}

/// The config file that is read where `--config` names none; `None` where there is no home.
pub(super) fn default_config(env: Env<'_>) -> Option<PathBuf> {
    xdg("XDG_CONFIG_HOME", ".config", env).map(|folder| folder.join("config.toml"))
}

/// Our folder below an XDG folder. By the specification a relative value is as good as none.
fn xdg(variable: &str, below_home: &str, env: Env<'_>) -> Option<PathBuf> {
    let absolute = |name: &str| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute(variable).or_else(|| absolute("HOME").map(|home| home.join(below_home)));
    folder.map(|folder| folder.join(OWN_NAME))
}

/// Makes the folders where they are missing (0700), and tightens or refuses those that others can use.
/// Returns what a person should know of that. A ledger on a read-only disk, if `has_ledger` finds one there, is for the
/// shop to show: nothing is sold from it.
///
/// # Errors
/// [`BadSettings::Folder`] where a folder cannot be made, is a symbolic link, can
/// be written by others, or cannot be written by us.
pub fn prepare(dirs: &Dirs, has_ledger: impl Fn(&Path) -> bool) -> Result<Vec<Clean>, BadSettings> {
    let mut notices = Vec::new();
    for (path, role) in [(&dirs.ledger, LEDGER), (&dirs.logs, LOGS)] {
        let shown = Clean::line(&path.to_string_lossy());
        match prepare_one(path) {
            Err(error) if error.kind() == io::ErrorKind::ReadOnlyFilesystem && role == LEDGER && has_ledger(path) => {}
            Ok(None) => {}
            Ok(Some(said)) => notices.push(Clean::line(&format!("The folder {shown} {said}."))),
            Err(error) => {
                let why = super::reason(&error);
                return Err(BadSettings::Folder { holds: role.holds, path: shown, why, flag: role.flag });
            }
        }
    }
    Ok(notices)
}

/// Prepares one folder; the text is a notice that goes on after its path.
fn prepare_one(path: &Path) -> io::Result<Option<&'static str>> {
    // Without a slash at the end, which would follow a symbolic link.
    let path: PathBuf = path.components().collect();
    DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = File::from(rustix::fs::open(&path, flags, Mode::empty()).map_err(|errno| link_said(&path, errno))?);
    let notice = make_private(&path, &folder)?;
    // Asks the kernel and writes nothing, so it is quick; it also answers for a read-only file system.
    let wanted = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    rustix::fs::accessat(&folder, ".", wanted, AtFlags::empty())?;
    Ok(notice)
}

/// A link is refused by `NOFOLLOW` with an error that says something else.
fn link_said(path: &Path, errno: rustix::io::Errno) -> io::Error {
    if path.is_symlink() { io::Error::other("it is a symbolic link; name the folder itself") } else { errno.into() }
}

/// Tightens a folder that is plainly ours alone. One that a person shares with other things is
/// left as it is, and refused where others could swap the files in it.
fn make_private(path: &Path, folder: &File) -> io::Result<Option<&'static str>> {
    let found = folder.metadata()?;
    if found.mode() & OTHERS == 0 {
        return Ok(None);
    }
    let ours = found.uid() == rustix::process::geteuid().as_raw();
    if ours && (path.file_name() == Some(OsStr::new(OWN_NAME)) || is_empty(path)?) {
        rustix::fs::fchmod(folder, Mode::RWXU)?;
        return Ok(Some("could be used by others; it is now private"));
    }
    if found.mode() & OTHERS_WRITE != 0 {
        return Err(io::Error::other("others can write to it; chmod 700 stops that"));
    }
    Ok(Some("can be looked into by others; chmod 700 stops that"))
}

fn is_empty(path: &Path) -> io::Result<bool> {
    Ok(path.read_dir()?.next().is_none())
}

#[cfg(test)]
#[path = "dirs_tests.rs"]
mod tests;
