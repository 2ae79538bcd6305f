//! The binary: arguments in, exit code out. Everything else is the library's.

use std::{
    env,
    io::{ErrorKind, Result, Write, stderr, stdout},
    process::ExitCode,
};

use numshop::{
    cli::{self, Stop},
    runtime,
};

fn main() -> ExitCode {
    let mut stop = match cli::parse(env::args_os()) {
        Ok(cli) => runtime::start(&cli, &|name| env::var_os(name)),
        Err(stop) => stop,
    };
    if let Err(error) = say(stdout(), &stop.out) {
        let lost = Stop::unprinted(&error);
        stop.err.insert_str(0, &format!("{} ", lost.err));
        stop.exit = lost.exit;
    }
    // Where even that cannot be printed, the exit code says how it ended.
    let _unheard = say(stderr(), &stop.err);
    stop.exit.into()
}

/// Prints last words, if there are any. Whoever closed the pipe has read enough.
fn say(mut stream: impl Write, text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    match writeln!(stream, "{text}").and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
