//! A yes as it looks: what was bought, how sure that is, and that rental runs now.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::Rect,
    style::Modifier,
    text::{Line, Span},
};

use super::{
    chrome::{boxed, facts_for},
    words,
};
use crate::{
    app::{App, Listed, Receipt},
    domain::{Clean, OwnedNumber, Refusal, RefusalKind, Release, SubAccountId},
    numbering::Country,
    widget::{
        Facts, spinner,
        text::{cut, fit},
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 14;
/// The most rows of what the server says in its own words.
const SAID: usize = 3;
const SAID_OF_RELEASE: usize = 1;
/// The most columns of what was sold instead of what was asked for. A number has 16.
const SOLD: usize = 40;

pub fn view(app: &App, receipt: &Receipt, frame: &mut Frame, area: Rect) {
    let mut facts = facts_for(area, LABEL);
    let number = &receipt.bought.number;
    let bought = Span::styled(fit("✓ Bought", LABEL), theme::ACCENT.add_modifier(Modifier::BOLD));
    let spellings = words::release::spellings(&receipt.record, number);
    let billed = if receipt.record.intent.draft.origin.is_live() { "" } else { "   (sandbox)" };
    let spellings = cut(&format!("{spellings}{billed}"), usize::from(facts.width()).saturating_sub(LABEL));
    facts.line(Line::from(vec![bought, Span::styled(spellings, theme::STRONG)]));
    warnings(receipt, &mut facts);
    facts.gap();
    let release = receipt.record.release();
    // News comes first, so that a small window cannot cut it off.
    if let Some(release) = &release {
        released(app, receipt, release, &mut facts);
        facts.gap();
    }
    details(app, receipt, number, &mut facts);
    if release.is_none() {
        facts.gap();
        rental(receipt, &mut facts);
    }
    let title = match release {
        Some(Release::Released(_)) => "Receipt: released",
        Some(_) => "Receipt: not released",
        None => "Receipt",
    };
    boxed(frame, area, title, theme::ACCENT, facts);
}

fn warnings(receipt: &Receipt, facts: &mut Facts) {
    for difference in &receipt.differences {
        let sold = cut(difference.sold.as_str(), SOLD);
        let text = format!(
            "It is not what was asked for: {} {} was asked, “{sold}” was sold.",
            difference.what, difference.asked
        );
        facts.marked("!", &text, theme::DANGER);
    }
    if let Some(why) = &receipt.unsaved {
        facts.marked("!", &format!("It is bought, but not in the ledger. Write it down. {why}"), theme::DANGER);
    }
}

fn details(app: &App, receipt: &Receipt, number: &OwnedNumber, facts: &mut Facts) {
    let not_stated = || "not stated".to_owned();
    let stated = |text: &Option<Clean>| text.as_ref().map_or_else(not_stated, ToString::to_string);
    facts.brief("Id", number.id.as_str(), 2);
    facts.brief("Country", &country(number), 1);
    facts.brief("Source", &stated(&number.source), 1);
    facts.fact("Capabilities", &format!("voice: {} · SMS: {}", capability(number.voice), capability(number.sms)));
    facts.brief("Agent", number.agent_id.as_ref().map_or("none", |agent| agent.as_str()), 1);
    facts.brief("Owner", &owner(app, number), 1);
    facts.brief("Created", &created(app, number), 1);
    if let Some(message) = receipt.bought.message.as_ref().filter(|_| receipt.record.release().is_none()) {
        facts.brief("Server said", &format!("“{message}”"), SAID);
    }
    facts.fact("In the list", &listed(app, receipt));
}

fn capability(stated: Option<bool>) -> &'static str {
    match stated {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not stated",
    }
}

fn country(number: &OwnedNumber) -> String {
    let Some(code) = &number.country else { return "not stated".to_owned() };
    let known = Country::parse(code.as_str()).ok();
    known.map_or_else(|| code.to_string(), |country| format!("{}  {}", country.code(), country.name()))
}

fn owner(app: &App, number: &OwnedNumber) -> String {
    let Some(owner) = &number.sub_account_id else { return "not stated".to_owned() };
    let known = SubAccountId::parse(owner.as_str()).ok();
    known.map_or_else(|| owner.to_string(), |id| words::account_by_id(app, &id))
}

fn created(app: &App, number: &OwnedNumber) -> String {
    let Some(at) = &number.created_at else { return "not stated".to_owned() };
    at.as_str().parse().map_or_else(|_| at.to_string(), |at| words::both_times(at, &app.zone))
}

fn listed(app: &App, receipt: &Receipt) -> String {
    let is_released = receipt.record.release().is_some_and(|release| release.is_released());
    match &receipt.listed {
        Listed::Looking(_) => {
            format!("{} looking", spinner(Duration::from_millis(app.now.moment.since_boot_ms)))
        }
        Listed::Yes if is_released => "still there: the list may be late".to_owned(),
        Listed::NotYet if is_released => "no longer".to_owned(),
        Listed::Yes => "yes, the sub-account's list shows it".to_owned(),
        Listed::NotYet => "answered as bought, not in the list (yet)".to_owned(),
        Listed::CouldNotLook(why) => format!("could not be looked at: {why}"),
    }
}

fn rental(receipt: &Receipt, facts: &mut Facts) {
    if receipt.record.intent.draft.origin.is_live() {
        facts.text("Rental runs from now, monthly, until the number is released.", theme::DANGER);
        facts.text("Releasing it ends the rental and cannot be undone.", theme::PLAIN);
    } else {
        facts.text("Nothing is billed in the sandbox. Live, rental would run from now, monthly,", theme::PLAIN);
        facts.text("until the number is released.", theme::PLAIN);
    }
}

/// What became of the release, in place of the words about a running rental.
fn released(app: &App, receipt: &Receipt, release: &Release, facts: &mut Facts) {
    match release {
        Release::Released(proof) => {
            facts.marked("✓", &format!("Released. {}", words::release::proof(proof)), theme::STRONG);
            let ended = if receipt.record.intent.draft.origin.is_live() {
                "Its rental has ended, and calls to it no longer arrive."
            } else {
                "Nothing was billed in the sandbox. Live, its rental would have ended now."
            };
            facts.text(ended, theme::PLAIN);
        }
        Release::NotReleased { refusal, .. } => {
            let text = format!("Not released: {}", words::release::why_not(refusal));
            facts.marked("✗", &text, theme::STRONG);
            if let Some(message) = &refusal.message {
                facts.brief("Server said", &format!("“{message}”"), SAID_OF_RELEASE);
            }
            facts.text(still_billed(receipt, refusal), theme::DANGER);
            let wait = receipt.release_in(&app.now.moment);
            if !wait.is_zero() {
                facts.text(&format!("The server asks for a pause of {}.", words::left(wait)), theme::PLAIN);
            }
            facts.text(words::release::what_now(refusal, !wait.is_zero()), theme::PLAIN);
        }
        // A release that is open has a screen of its own.
        Release::Sent { .. } | Release::Unknown { .. } => {
            facts.text("It may be released: F4 settles that.", theme::DANGER);
        }
    }
}

/// Whether money goes on being charged where a number was not released.
fn still_billed(receipt: &Receipt, refusal: &Refusal) -> &'static str {
    match (receipt.record.intent.draft.origin.is_live(), &refusal.kind) {
        (false, _) => "Nothing is billed in the sandbox. Live, its rental would run on.",
        (true, RefusalKind::NotFound) => "If it is still held, its rental runs on.",
        (true, _) => "It is still held, and its monthly rental runs on.",
    }
}
