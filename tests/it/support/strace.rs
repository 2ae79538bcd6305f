//! strace around the built program: it ends it at a system call, lets a call fail, or writes down in order what the
//! program asked of the system.
//!
//! strace counts the calls it meddles with by name and by thread. So every name is counted up on its own, and a count
//! is exhaustive where one thread makes all calls of that name; [`threads`] tells.
//!
//! The program forbids other processes of the same person to look into it: a plain strace would still see calls,
//! numbers and results, but no path and no text. Root's may look all the same, and so may one that is root in a user
//! namespace which the program is started in.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use portable_pty::CommandBuilder;

use super::BINARY;

/// One system call as it was written down.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which thread made it.
    pub thread: u32,
    /// Its name.
    pub name: String,
    /// The file behind its first argument, where that is a descriptor and the path can be seen.
    pub file: Option<String>,
    /// Everything between the parentheses.
    pub arguments: String,
    /// What it returned, and what strace says of it.
    pub result: String,
    /// The line where it began.
    pub began: usize,
    /// The line where it ended; calls of other threads may have begun in between.
    pub ended: usize,
}

impl Call {
    /// Whether strace let it fail.
    pub fn was_injected(&self) -> bool {
        self.result.contains("(INJECTED)")
    }

    /// Whether it succeeded.
    pub fn went_well(&self) -> bool {
        !self.result.starts_with("-1")
    }

    /// Whether its file has a name that ends so.
    pub fn is_on(&self, name: &str) -> bool {
        self.file.as_deref().is_some_and(|file| file.ends_with(name))
    }
}

/// How strace is started, with the privilege to look into the program: a person's within a namespace of their own.
fn strace() -> Vec<PathBuf> {
    if rustix::process::geteuid().is_root() {
        vec![find("strace")]
    } else {
        vec![find("unshare"), PathBuf::from("--map-root-user"), find("strace")]
    }
}

/// A tool of this machine, by its whole path: the program is started without a `PATH`.
fn find(tool: &str) -> PathBuf {
    let folders = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&folders).map(|folder| folder.join(tool)).find(|path| path.is_file());
    found.unwrap_or_else(|| PathBuf::from(tool))
}

/// Whether strace can be used here. Where not, says loudly that the test proves nothing; under `CI` that is a failure.
pub fn is_here() -> bool {
    let tool = strace();
    let trial = ["-f", "-o", "/dev/null", "true"];
    let ran = Command::new(&tool[0]).args(&tool[1..]).args(trial).stdout(Stdio::null()).stderr(Stdio::piped()).output();
    let why = match ran {
        Ok(output) if output.status.success() => return true,
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    let said = format!(
        "strace cannot be used here ({why}). It needs root, or unshare and user namespaces. \
         On Debian: apt-get install strace"
    );
    assert!(env::var_os("CI").is_none(), "{said}");
    say(&format!("\n!!! NOT TESTED: {said}\n"));
    false
}

/// Says something past the capture of test output: nobody may take silence for a proof.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The program under strace. `filter` is what strace is told to trace and to do.
pub fn program<'a>(trace: &Path, filter: impl IntoIterator<Item = &'a str>, arguments: &[&str]) -> CommandBuilder {
    let tool = strace();
    let mut command = CommandBuilder::new(&tool[0]);
    command.args(&tool[1..]);
    // Paths behind descriptors, strings whole enough to find an id in, nothing said on the terminal.
    command.args(["-f", "-q", "-y", "-s", "9000", "-o"]);
    command.arg(trace);
    command.args(filter);
    command.arg(BINARY);
    command.args(arguments);
    command
}

/// Whether the program was ended by a kill.
pub fn was_killed(trace: &Path) -> bool {
    fs::read_to_string(trace).unwrap().contains("+++ killed by SIGKILL")
}

/// The calls that were written down, in the order in which they began.
pub fn read(trace: &Path) -> Vec<Call> {
    let text = fs::read_to_string(trace).unwrap();
    let mut calls: Vec<Call> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let (thread, line) = line.split_once(' ').unwrap();
        let (thread, line) = (thread.parse().unwrap(), line.trim_start());
        if line.starts_with("+++") || line.starts_with("---") {
            continue;
        }
        if let Some(resumed) = line.strip_prefix("<... ") {
            let began = calls.iter_mut().rev().find(|call| call.thread == thread && call.result.is_empty()).unwrap();
            let (_, rest) = resumed.split_once(" resumed>").unwrap();
            let (arguments, result) = halves(rest);
            began.arguments.push_str(arguments);
            result.clone_into(&mut began.result);
            began.ended = at;
            continue;
        }
        let Some((name, rest)) = line.split_once('(') else { continue };
        let (arguments, result) = halves(rest.strip_suffix("<unfinished ...>").unwrap_or(rest));
        let descriptor = arguments.split_once('>').map(|(first, _)| first).filter(|first| !first.contains([',', '"']));
        let file = descriptor.and_then(|first| first.split_once('<')).map(|(_, path)| path.to_owned());
        let (name, arguments, result) = (name.to_owned(), arguments.to_owned(), result.to_owned());
        calls.push(Call { thread, name, file, arguments, result, began: at, ended: at });
    }
    calls
}

/// The arguments and the result; no result where the call has not returned.
fn halves(text: &str) -> (&str, &str) {
    text.rsplit_once(" = ").map_or((text, ""), |(arguments, result)| (arguments.trim_end_matches([' ', ')']), result))
}

/// How many threads made such calls.
pub fn threads(calls: &[Call], name: &str) -> usize {
    let mut threads: Vec<u32> = calls.iter().filter(|call| call.name == name).map(|call| call.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    threads.len()
}
