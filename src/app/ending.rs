//! How the program ends, and what it says when the screen is gone.
//!
//! Owns the reasons to end and the one line that stays in the terminal's
//! scrollback. The exit codes for them are `cli`'s.

use crate::domain::{Bought, Clean, OwnedNumber, Record, Release, State};

/// Why the program ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Nothing is open: nothing was tried, or it was bought.
    Done,
    /// The last purchase was bought; the line says what.
    Bought(Clean),
    /// The last purchase was not bought; the line says why.
    NotBought(Clean),
    /// A number was released; the line says which.
    Released(Clean),
    /// A number was not released; the line says which.
    NotReleased(Clean),
    /// A purchase may be bought, or a number released; the line says which.
    Unknown(Clean),
    /// A person or the system interrupted it.
    Interrupted,
    /// Something broke; the line says what.
    Failed(Clean),
}

impl Ending {
    /// The ending that a record calls for.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let draft = &record.intent.draft;
        let account = &draft.request.sub_account;
        let billed = if draft.origin.is_live() {
            "It is billed monthly until released."
        } else {
            "Nothing is billed: this was the sandbox."
        };
        match record.state() {
            State::Bought(Bought { number, .. }) => match record.release() {
                None => Self::Bought(Clean::line(&format!(
                    "Bought {} ({}) for {account}. {billed}",
                    number.number, number.id
                ))),
                Some(Release::Released(_)) => {
                    let ended = if draft.origin.is_live() { "Its rental has ended." } else { "This was the sandbox." };
                    let text = format!("Released {} ({}) of {account}. {ended}", number.number, number.id);
                    Self::Released(Clean::line(&text))
                }
                Some(Release::NotReleased { .. }) => {
                    let text = format!("Not released: {} ({}) of {account}. {billed}", number.number, number.id);
                    Self::NotReleased(Clean::line(&text))
                }
                Some(Release::Sent { .. } | Release::Unknown { .. }) => Self::release_unknown(&number),
            },
            State::NotBought { .. } => {
                Self::NotBought(Clean::line(&format!("Not bought: nothing was bought for {account}.")))
            }
            State::Recorded => Self::NotBought(Clean::line(&format!("Not bought: nothing was sent for {account}."))),
            State::Sent { .. } | State::Unknown { .. } => Self::unknown(account.as_str()),
        }
    }

    /// The ending while a purchase for this sub-account is not known.
    #[must_use]
    pub fn unknown(account: &str) -> Self {
        let text = format!("Unknown: a number for {account} may be bought. Start numshop again to look and settle it.");
        Self::Unknown(Clean::line(&text))
    }

    /// The ending while the release of this number is not known.
    #[must_use]
    pub fn release_unknown(number: &OwnedNumber) -> Self {
        let (number, id) = (&number.number, &number.id);
        let text = format!(
            "Unknown: {number} ({id}) may be released, and its rental may still run. Start numshop again to look."
        );
        Self::Unknown(Clean::line(&text))
    }

    /// What stays in the scrollback; empty where there is nothing to say.
    #[must_use]
    pub fn last_words(&self) -> &str {
        match self {
            Self::Done | Self::Interrupted => "",
            Self::Bought(line)
            | Self::NotBought(line)
            | Self::Released(line)
            | Self::NotReleased(line)
            | Self::Unknown(line)
            | Self::Failed(line) => line.as_str(),
        }
    }
}
