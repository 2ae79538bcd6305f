//! The ledger that cannot be sold from, as it looks: what happened, whether money moved, what is left, what to do now.

use std::time::Duration;

use ratatui::{Frame, layout::Rect};

use super::{
    chrome::{boxed, facts_for},
    words,
};
use crate::{
    app::{App, Fault, LedgerState, Stoppage},
    widget::{Facts, spinner, theme},
};

/// Columns of the labels.
const LABEL: usize = 10;

pub fn view(app: &App, frame: &mut Frame, area: Rect) {
    let mut facts = facts_for(area, LABEL);
    let Some(stoppage) = app.stoppage() else {
        if app.ledger == LedgerState::Opening {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            facts.text(&format!("{turn} Opening the ledger. Nothing can be bought before it is open."), theme::STRONG);
        }
        boxed(frame, area, "Ledger: being opened", theme::ACCENT, facts);
        return;
    };
    facts.text(&format!("! {}", stoppage.what), theme::DANGER).gap();
    facts.fact("Money", &money(app));
    facts.fact("Contents", &contents(stoppage));
    facts.fact("File", stoppage.path.as_str()).gap();
    ways_on(app, stoppage, &mut facts);
    let title = format!("Ledger: {}, so nothing can be bought", words::ledger_fault(stoppage.fault));
    boxed(frame, area, &title, theme::DANGER, facts);
}

fn money(app: &App) -> String {
    let open = match app.open.len() {
        0 => String::new(),
        1 => " 1 earlier purchase may be bought: F4 shows it.".to_owned(),
        count => format!(" {count} earlier purchases may be bought: F4 shows them."),
    };
    let releases = match app.releases.len() {
        0 => String::new(),
        1 => " 1 number may be released: F4 shows it.".to_owned(),
        count => format!(" {count} numbers may be released: F4 shows them."),
    };
    format!(
        "None moves: nothing is sent without a whole ledger. What was bought before is billed as before.{open}{releases}"
    )
}

fn contents(stoppage: &Stoppage) -> String {
    match (stoppage.readable, stoppage.fault) {
        (_, Fault::Newer) => "Not read: its form is not known here. Nothing is wrong with it.".to_owned(),
        (Some(readable), _) => words::readable(readable),
        (None, Fault::Damaged | Fault::NotALedger | Fault::Emptied) => {
            "No purchase in it can be read, nor how many there were.".to_owned()
        }
        (None, Fault::Missing) => "The file is not there.".to_owned(),
        (None, _) => "Not known: it could not be read now. It was left as it is.".to_owned(),
    }
}

fn ways_on(app: &App, stoppage: &Stoppage, facts: &mut Facts) {
    facts.fact("r", again(stoppage.fault));
    if stoppage.fault.can_be_accepted() {
        let text = match stoppage.fault {
            Fault::Missing => "Accept that it is gone: begin a new ledger. That is asked twice.",
            _ => "Accept the damage: keep this file as a copy, go on with what can be read. That is asked twice.",
        };
        facts.fact("a", text);
    }
    if !(app.open.is_empty() && app.releases.is_empty()) {
        facts.fact("F4", "See what is open, and look at the numbers that its sub-account owns.");
    }
    facts.fact("Esc", "Look around: all steps work up to the review, and nothing is bought.");
}

/// What makes another try worth it.
fn again(fault: Fault) -> &'static str {
    match fault {
        Fault::Damaged | Fault::NotALedger | Fault::Emptied => {
            "Try again, once you have restored it from a copy of your own."
        }
        Fault::Missing => "Try again, once you have put it back.",
        Fault::Replaced => "Open what is there now.",
        Fault::Newer => "Try again. Better: use the newer numshop, or another folder by --data-dir.",
        Fault::ReadOnly => "Try again, once it can be written: check the mount, the owner and the mode.",
        Fault::DiskFull => "Try again, once there is room on its disk.",
        Fault::Busy => "Try again, once the other program has let go of it.",
        Fault::Folder => "Try again, once that is mended. Another folder: --data-dir.",
        Fault::Failed => "Try again. Check the disk; another folder: --data-dir.",
    }
}
