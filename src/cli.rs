//! The command line: flags, the subcommands, and the exit codes.
//!
//! Owns what a person may ask for when starting the program, and every way in
//! which that can be refused: [`Stop`] is what to print, where, and the code to
//! end with. It prints nothing itself. No flag takes a key: arguments are visible
//! to every process and kept in shell histories, so an argument that looks like a
//! key is refused and never repeated; neither is any other value, because a key
//! may not look like one. Called by `main` only.

use std::{ffi::OsString, io, path::PathBuf, process::ExitCode};

use clap::{
    Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    config::words::{harmless_name, looks_like_a_key},
    ledger::Form,
    numbering::Country,
};

/// The longest prefilled text taken, in characters; the longest valid one is an id of 80.
const LONGEST_PREFILL: usize = 200;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// What was asked for is done; also where a person just left.
    Done = 0,
    /// Something failed: a folder, the ledger, the terminal.
    Error = 1,
    /// The flags, the environment or the config file are wrong; or no number can match what `check` was asked about.
    Usage = 2,
    /// The last purchase was refused; nothing was bought. Or a release was: the number stays.
    NotBought = 3,
    /// A purchase or a release has an unknown outcome and needs a look.
    Unknown = 4,
    /// Ended by Ctrl-C or a signal.
    Interrupted = 130,
}

impl Exit {
    /// Every code, ascending, with its meaning as the help says it.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Done, "done"),
        (Self::Error, "an error"),
        (Self::Usage, "wrong flag, key, address or config; check: not valid"),
        (Self::NotBought, "not bought, or not released"),
        (Self::Unknown, "outcome unknown: something may have been bought or released"),
        (Self::Interrupted, "interrupted"),
    ];

    /// The number that the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The last words, and the code to end with. Texts have no line break at the end; an empty one is not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// For stdout: what was asked for. Never holds an argument's value.
    pub out: String,
    /// For stderr: what went wrong. Never holds an argument's value.
    pub err: String,
    /// The code to end with.
    pub exit: Exit,
}

impl Stop {
    /// Ends with what was asked for.
    #[must_use]
    pub fn saying(out: impl Into<String>) -> Self {
        Self { out: out.into(), err: String::new(), exit: Exit::Done }
    }

    /// Ends with what went wrong.
    #[must_use]
    pub fn failing(err: impl Into<String>, exit: Exit) -> Self {
        Self { out: String::new(), err: err.into(), exit }
    }

    /// Ends because what was asked for could not be printed.
    #[must_use]
    pub fn unprinted(error: &io::Error) -> Self {
        Self::failing(format!("What was asked for could not be printed: {error}."), Exit::Error)
    }
}

/// What was asked for on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Parser)]
#[command(name = "numshop", version, about = ABOUT, after_help = after_help(), disable_help_subcommand = true)]
pub struct Cli {
    /// Use the sandbox even where a key is set; nothing is billed
    #[arg(long)]
    pub sandbox: bool,

    /// Sub-account to bill.
    #[arg(long, value_name = "ID", value_parser = prefill, help_heading = PREFILL)]
    #[arg(help = "Sub-account to bill, such as sub_8a1f4c2e")]
    pub sub_account: Option<String>,

    /// Country, by two letters (ISO 3166-1), such as US
    #[arg(long, value_name = "CODE", value_parser = country, help_heading = PREFILL)]
    pub country: Option<Country>,

    /// Any number in this area code, such as 415
    #[arg(long, value_name = "DIGITS", value_parser = prefill, conflicts_with = "pattern", help_heading = PREFILL)]
    pub area_code: Option<String>,

    /// Numbers like '+1415555****', * for any digit
    #[arg(long, value_name = "DIGITS", value_parser = prefill, help_heading = PREFILL)]
    pub pattern: Option<String>,

    /// The config file, where it is not in its usual place.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Files")]
    #[arg(help = "Config [default: $XDG_CONFIG_HOME/numshop/config.toml]")]
    pub config: Option<PathBuf>,

    /// The ledger's folder, where it is not in its usual place.
    #[arg(long, value_name = "DIR", global = true, help_heading = "Files")]
    #[arg(help = "Folder of the ledger [default: $XDG_DATA_HOME/numshop]")]
    pub data_dir: Option<PathBuf>,

    /// The log's folder, where it is not in its usual place.
    #[arg(long, value_name = "DIR", global = true, help_heading = "Files")]
    #[arg(help = "Folder of the log [default: $XDG_STATE_HOME/numshop]")]
    pub log_dir: Option<PathBuf>,

    /// What to do instead of opening the shop.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without the shop's screens.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Say how many numbers an area code or pattern can match, and where
    #[command(after_help = CHECK_RULES)]
    Check {
        /// Such as 415, '+1415555****' or '(415) 555-xxxx'
        #[arg(value_name = "TEXT", required = true)]
        words: Vec<String>,
        /// Such as GB [default: that of the calling code, else US]
        #[arg(long, value_name = "CODE", value_parser = country)]
        country: Option<Country>,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print every purchase that was confirmed here, and what came of it
    History {
        /// As a table for people, or in the form that a flag names.
        #[command(flatten)]
        form: HistoryForm,
    },
}

/// The flags that say how `history` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
#[group(multiple = false)]
pub struct HistoryForm {
    /// As a JSON array
    #[arg(long)]
    json: bool,
    /// As comma-separated values, for a spreadsheet
    #[arg(long)]
    csv: bool,
}

impl HistoryForm {
    /// The form that they name.
    #[must_use]
    pub fn form(self) -> Form {
        match self {
            Self { json: true, .. } => Form::Json,
            Self { csv: true, .. } => Form::Csv,
            Self { json: false, csv: false } => Form::Table,
        }
    }
}

/// The heading of the flags that fill in the first steps.
const PREFILL: &str = "Fill in before the first screen";

const ABOUT: &str = "\
Buy phone numbers through the Vantax API, in a terminal.

Without a key, numshop opens its sandbox: the same screens on a made-up API that
runs inside the program, where nothing is billed. With a key it buys real
numbers, each rented by the month until it is released. Either way nothing is
bought before BUY is typed.";

/// How `check` takes what it is given, as its help shows it.
const CHECK_RULES: &str = "\
It is a pattern where it begins with + or 00, has a wildcard (* x ? # _) or
letters of a phone's keypad, or has more digits than an area code of the
country; else it is an area code. Quote a pattern, or the shell takes its *.

Nothing is bought or asked, and no key, config or terminal is needed.
Exit codes: 0 valid, 2 not valid.";

/// The environment, as the help shows it.
const ENVIRONMENT: &str = "\
Environment:
  VANTAX_API_KEY     Secret key that buys; turns the sandbox off
  VANTAX_AGENCY_KEY  Secret key that lists sub-accounts, and nothing else
  VANTAX_BASE_URL    Address of the API [default: https://api.vantaxai.com/v1]
  NUMSHOP_LOG        error, warn, info, debug or trace [default: info]";

fn after_help() -> String {
    let codes = Exit::ALL.iter().map(|(exit, meaning)| format!("\n  {:<4}{meaning}", exit.code()));
    format!("{ENVIRONMENT}\n\nExit codes:{}", codes.collect::<String>())
}

/// Reads the command line; the first argument is the program's name.
///
/// # Errors
/// [`Stop`] with code 2 and one sentence where something is wrong, or with code
/// 0 and the text where help or the version was asked for.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Stop> {
    let args: Vec<OsString> = args.into_iter().collect();
    if args.len() <= 1 {
        // Most starts: the definition of every flag need not be read for them, and the first frame is there sooner.
        return Ok(Cli::default());
    }
    for arg in args.iter().skip(1) {
        let Some(text) = arg.to_str() else {
            return Err(misuse("An argument is not UTF-8 text."));
        };
        if looks_like_a_key(text) {
            return Err(misuse(
                "An argument looks like a secret key. Others can see arguments: if it is a key, replace it, and set \
                 VANTAX_API_KEY instead.",
            ));
        }
    }
    let read = Cli::command().try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = read.map_err(|error| stop(&error))?;
    match cli.misplaced() {
        Some(sentence) => Err(misuse(&sentence)),
        None => Ok(cli),
    }
}

impl Cli {
    /// What is wrong with the flags that fill in the first steps, where a command stands beside them.
    fn misplaced(&self) -> Option<String> {
        let (command, has_country) = match self.command.as_ref()? {
            Command::Check { country, .. } => ("check", Some(country.is_some())),
            Command::History { .. } => ("history", None),
        };
        if self.country.is_some() && has_country == Some(true) {
            return Some("--country is given twice.".to_owned());
        }
        let given = [
            (self.sub_account.is_some(), "--sub-account"),
            // In front of `check` it is as good as behind it.
            (self.country.is_some() && has_country.is_none(), "--country"),
            (self.area_code.is_some(), "--area-code"),
            (self.pattern.is_some(), "--pattern"),
        ];
        let flag = given.into_iter().find_map(|(is, flag)| is.then_some(flag))?;
        Some(format!("{flag} does not go with {command}."))
    }
}

fn country(code: &str) -> Result<Country, &'static str> {
    Country::parse(code).map_err(|_| "there is no such country. Give the two letters of ISO 3166-1, such as US or GB")
}

/// Takes a text for a field as it is, because the screen explains what is wrong with it; only its length is checked.
fn prefill(text: &str) -> Result<String, String> {
    if text.chars().count() > LONGEST_PREFILL {
        return Err(format!("the value has more than {LONGEST_PREFILL} characters"));
    }
    Ok(text.to_owned())
}

fn misuse(sentence: &str) -> Stop {
    Stop::failing(format!("{sentence} Try numshop --help."), Exit::Usage)
}

/// Turns clap's answer into ours. Its own texts repeat values, so only names of flags are taken from it.
fn stop(error: &clap::Error) -> Stop {
    let flag = flag(error, ContextKind::InvalidArg);
    let given = flag.as_deref().unwrap_or("A flag");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::saying(error.render().to_string().trim_end()),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => misuse(&unknown(error, flag.as_deref())),
        ErrorKind::InvalidValue => misuse(&format!("{given} needs a value.")),
        ErrorKind::TooManyValues => misuse(&format!("{given} takes no value.")),
        ErrorKind::ValueValidation => {
            // The source is the answer of `country` or `prefill`, which repeat nothing.
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            misuse(&format!("{given}: {why}."))
        }
        ErrorKind::MissingRequiredArgument => misuse("Give check an area code or a pattern, such as 415."),
        ErrorKind::ArgumentConflict => misuse(&conflict(error, given)),
        _ => misuse("The command line could not be understood."),
    }
}

fn unknown(error: &clap::Error, flag: Option<&str>) -> String {
    let what = match flag.and_then(harmless_name) {
        Some(name) if name.starts_with('-') => format!("There is no flag {name}"),
        _ => "An argument is neither a flag nor a command of numshop".to_owned(),
    };
    let near =
        self::flag(error, ContextKind::SuggestedArg).or_else(|| self::flag(error, ContextKind::SuggestedSubcommand));
    match near {
        Some(near) => format!("{what}; perhaps {near} was meant."),
        None => format!("{what}."),
    }
}

fn conflict(error: &clap::Error, given: &str) -> String {
    match flag(error, ContextKind::PriorArg) {
        Some(prior) if prior != given => format!("{given} and {prior} do not go together."),
        _ => format!("{given} is given twice."),
    }
}

/// A flag's name from clap's context, where it stands as `--name <VALUE>`, alone or first of several.
fn flag(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text,
        ContextValue::Strings(texts) => texts.first()?,
        _ => return None,
    };
    text.split([' ', '=']).next().map(str::to_owned)
}

#[cfg(test)]
#[path = "cli_tests.rs"]
mod tests;
