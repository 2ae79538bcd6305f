//! The config file: sub-accounts to choose from.
//!
//! Owns its format (TOML, `[[sub_account]]` with `id`, and if wanted `name` and
//! `key_env`) and its faults, each with line and key. A typo is a fault, never
//! silence. The file never holds a key, only the name of the variable that does;
//! what looks like a key is refused and not repeated, and so is every other value.
//! The tables are walked by hand: serde's and toml's own messages quote the
//! file. It is read and never written. Called by [`super::Settings::load`].

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::Path,
};

use rustix::fs::OFlags;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    AGENCY_KEY, BadSettings,
    words::{harmless_name, looks_like_a_key},
};
use crate::domain::{Clean, SubAccount, SubAccountId};

/// The largest file read, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// The longest name of a variable, in characters.
const LONGEST_VARIABLE: usize = 64;
/// Write permission for the group or everybody.
const OTHERS_WRITE: u32 = 0o022;

/// One `[[sub_account]]` of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who is billed.
    pub account: SubAccount,
    /// The variable that holds its own key; its value is not read here.
    pub key_env: Option<String>,
    line: usize,
}

/// What is wrong in a config file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {key}: {rule}.")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `sub_account.id`, or what stands for it where it cannot be repeated.
    pub key: String,
    /// The broken rule, without its full stop.
    pub rule: String,
}

/// What a file gave.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) entries: Vec<Entry>,
    pub(super) notice: Option<Clean>,
}

/// Reads the file; `None` where there is none.
///
/// # Errors
/// [`BadSettings::ConfigUnreadable`] where it cannot be read as text of at most
/// 1 MiB, [`BadSettings::Config`] where it is wrong.
pub(super) fn read(path: &Path) -> Result<Option<Read>, BadSettings> {
    let name = || Clean::line(&path.to_string_lossy());
    let unreadable = |error: io::Error| BadSettings::ConfigUnreadable { file: name(), why: super::reason(&error) };
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mode = file.metadata().map_err(unreadable)?.mode();
    let text = text(file).map_err(unreadable)?;
    let entries = parse(&text, &name())?;
    let notice = (mode & OTHERS_WRITE != 0)
        .then(|| Clean::line(&format!("Others can change {}, and so who is billed. chmod 600 stops that.", name())));
    Ok(Some(Read { entries, notice }))
}

/// Opens a regular file and nothing else; a pipe or device could make the start wait for ever.
fn open(path: &Path) -> io::Result<File> {
    let no_waiting = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(no_waiting).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a regular file")) }
}

fn text(file: File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8 text"))
}

/// Reads the text of a config file, in its order; `file` names it in messages.
///
/// # Errors
/// [`BadSettings::Config`] with the first fault.
pub fn parse(text: &str, file: &Clean) -> Result<Vec<Entry>, BadSettings> {
    Source(text).entries().map_err(|fault| BadSettings::Config { file: file.clone(), fault })
}

type Value<'t> = Spanned<DeValue<'t>>;

/// The text, which knows its lines.
#[derive(Clone, Copy)]
struct Source<'t>(&'t str);

impl<'t> Source<'t> {
    fn entries(self) -> Result<Vec<Entry>, Fault> {
        let table = DeTable::parse(self.0).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // The parser's messages are fixed texts; its `Display` would quote the line.
            self.fault(at, "not TOML", error.message())
        })?;
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in table.get_ref() {
            if key.get_ref() != "sub_account" {
                return Err(self.unknown_key("", key.get_ref(), key.span().start, "sub_account"));
            }
            let wants = "entries begin with a line [[sub_account]]";
            let list = value.get_ref().as_array().ok_or_else(|| self.fault(key.span().start, "sub_account", wants))?;
            for item in list {
                let fields =
                    item.get_ref().as_table().ok_or_else(|| self.fault(item.span().start, "sub_account", wants))?;
                let entry = self.entry(item.span().start, fields)?;
                refuse_second(&entries, &entry)?;
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    fn entry(self, at: usize, fields: &DeTable<'t>) -> Result<Entry, Fault> {
        let (mut id, mut name, mut key_env) = (None, None, None);
        for (key, value) in fields {
            match key.get_ref().as_ref() {
                "id" => id = Some((self.id(value)?, value.span().start)),
                "name" => name = Some(Clean::line(self.string("sub_account.name", value)?)),
                "key_env" => key_env = Some(self.variable(value)?),
                other => return Err(self.unknown_key("sub_account.", other, key.span().start, "id, name and key_env")),
            }
        }
        let (id, at) = id.ok_or_else(|| self.fault(at, "sub_account.id", "it is missing; each entry needs one"))?;
        let name = name.filter(|name| !name.is_empty());
        Ok(Entry { account: SubAccount { id, name }, key_env, line: self.line(at) })
    }

    fn id(self, value: &Value<'t>) -> Result<SubAccountId, Fault> {
        let key = "sub_account.id";
        let text = self.string(key, value)?;
        SubAccountId::parse(text).map_err(|broken| self.fault(value.span().start, key, &broken.to_string()))
    }

    /// Only capitals, digits and `_`: every usual variable passes, and a key pasted here does not.
    fn variable(self, value: &Value<'t>) -> Result<String, Fault> {
        let key = "sub_account.key_env";
        let text = self.string(key, value)?;
        let fault = |rule: &str| self.fault(value.span().start, key, rule);
        let plain = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if !plain || text.starts_with(|c: char| c.is_ascii_digit()) || !(1..=LONGEST_VARIABLE).contains(&text.len()) {
            return Err(fault(
                "it names an environment variable in capitals, such as ACME_VANTAX_KEY; never a key itself",
            ));
        }
        if text == AGENCY_KEY {
            return Err(fault("an agency key only lists sub-accounts and cannot buy; name another variable"));
        }
        Ok(text.to_owned())
    }

    /// A string that is no key.
    fn string<'v>(self, key: &str, value: &'v Value<'t>) -> Result<&'v str, Fault> {
        let at = value.span().start;
        let text = value.get_ref().as_str().ok_or_else(|| self.fault(at, key, "it must be a text in quotes"))?;
        if looks_like_a_key(text) { Err(self.fault(at, key, NEVER_A_KEY)) } else { Ok(text) }
    }

    fn unknown_key(self, table: &str, key: &str, at: usize, known: &str) -> Fault {
        let lower = key.to_ascii_lowercase();
        if looks_like_a_key(key) || ["key", "secret", "token"].iter().any(|word| lower.contains(word)) {
            return self.fault(at, &named(table, key), NEVER_A_KEY);
        }
        self.fault(at, &named(table, key), &format!("there is no such key here; known is {known}"))
    }

    fn fault(self, at: usize, key: &str, rule: &str) -> Fault {
        Fault { line: self.line(at), key: key.to_owned(), rule: Clean::line(rule).as_str().to_owned() }
    }

    /// The line of a byte, from 1.
    fn line(self, at: usize) -> usize {
        let before = self.0.as_bytes().get(..at).unwrap_or(self.0.as_bytes());
        1 + before.iter().fold(0, |lines, &byte| lines + usize::from(byte == b'\n'))
    }
}

fn refuse_second(entries: &[Entry], entry: &Entry) -> Result<(), Fault> {
    let Some(first) = entries.iter().find(|first| first.account.id == entry.account.id) else {
        return Ok(());
    };
    let rule = format!("this sub-account stands in line {} already", first.line);
    Err(Fault { line: entry.line, key: "sub_account.id".to_owned(), rule })
}

const NEVER_A_KEY: &str =
    "a secret key never stands in this file. Put it in an environment variable, and that variable's name in key_env";

/// The key's full name, where it is harmless to repeat.
fn named(table: &str, key: &str) -> String {
    harmless_name(key).map_or_else(|| "a key in this line".to_owned(), |key| format!("{table}{key}"))
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
