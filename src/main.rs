//! The binary: arguments in, exit code out. Everything else is the library's.

use std::{
    env,
    io::{Write as _, stderr, stdout},
    process::ExitCode,
};

use numshop::{
    cli::{self, Stop, Stream},
    runtime,
};

fn main() -> ExitCode {
    let stop = match cli::parse(env::args_os()) {
        Ok(cli) => runtime::start(&cli, &|name| env::var_os(name)),
        Err(stop) => stop,
    };
    say(&stop);
    stop.exit.into()
}

/// Prints the last words. A closed pipe is no reason to fail: the exit code says how it ended.
fn say(stop: &Stop) {
    if stop.text.is_empty() {
        return;
    }
    let _closed = match stop.to {
        Stream::Stdout => writeln!(stdout(), "{}", stop.text),
        Stream::Stderr => writeln!(stderr(), "{}", stop.text),
    };
}
