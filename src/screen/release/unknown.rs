//! A number that may be released: why, what happened, what the list says, the ways out.

use std::time::Duration;

use ratatui::{Frame, layout::Rect};

use crate::{
    app::{App, ReleaseUnknown, Sight},
    domain::{Record, Release, SubAccount},
    screen::{
        chrome::{boxed, facts_for},
        timeline, words,
    },
    widget::{Facts, spinner, theme},
};

/// The most lines of the timeline; fewer where there is no room for them.
const TIMELINE: usize = 9;

pub fn view(app: &App, unknown: &ReleaseUnknown, frame: &mut Frame, area: Rect) {
    let Some(record) = app.releases.get(unknown.at) else { return };
    let count = match app.open.len() + app.releases.len() {
        1 => String::new(),
        all => format!(" ({} of {all} open)", app.open.len() + unknown.at + 1),
    };
    let room = area.height.saturating_sub(2);
    let mut fitting = (1..=TIMELINE).rev().map(|lines| facts(app, unknown, record, area, lines));
    let facts = fitting.find(|facts| facts.rows() <= room);
    let facts = facts.unwrap_or_else(|| self::facts(app, unknown, record, area, 1));
    boxed(frame, area, &format!("Unknown: may be released{count}"), theme::DANGER, facts);
}

fn facts(app: &App, unknown: &ReleaseUnknown, record: &Record, area: Rect, lines: usize) -> Facts {
    let mut facts = facts_for(area, timeline::LABEL);
    facts.text(&format!("? {}", why(record)), theme::DANGER);
    if let Some(bought) = record.bought() {
        facts.styled("Number", &words::release::spellings(record, &bought.number), theme::STRONG);
    }
    let id = record.intent.draft.request.sub_account.clone();
    facts.fact("Held by", &words::account(&SubAccount { name: app.account.name_of(&id), id }));
    timeline::newest(record, &app.zone, lines, &mut facts);
    facts.gap();
    facts.text(&sight(app, &unknown.sight), theme::STRONG);
    let rental = if record.intent.draft.origin.is_live() {
        "Its monthly rental may still run until it is known to be released."
    } else {
        "Nothing is billed in the sandbox. Live, its rental might still run."
    };
    facts.text(rental, theme::PLAIN);
    ways_out(app, unknown, record, &mut facts);
    facts
}

fn why(record: &Record) -> String {
    match record.release() {
        Some(Release::Unknown { doubt, .. }) => words::doubt(&doubt, words::Deed::Release),
        _ => "numshop ended while the release was under way, or another window is sending it.".to_owned(),
    }
}

fn sight(app: &App, sight: &Sight) -> String {
    match sight {
        Sight::OutOfReach(why) => format!("The sub-account's list cannot be looked at. {why}"),
        Sight::Looking(_) => {
            let turn = spinner(Duration::from_millis(app.now.moment.since_boot_ms));
            format!("{turn} Looking whether the sub-account still has it")
        }
        Sight::There => "The sub-account's list still shows it: as far as the list knows, it is still held.".to_owned(),
        Sight::Gone => "The sub-account's whole list no longer has it. That is being written down.".to_owned(),
        Sight::NeverThere => "The list does not show it, but it was not seen there before either: it may be late. \
                              From 15 minutes after the last attempt on, that counts."
            .to_owned(),
        Sight::Unclear(why) => format!("Not settled: {why}"),
    }
}

fn ways_out(app: &App, unknown: &ReleaseUnknown, record: &Record, facts: &mut Facts) {
    facts.gap();
    let mut ways = Facts::new(facts.width(), 4);
    if app.release_out_of_reach(record).is_none() {
        ways.fact("l", "Look again: a whole list without the number settles it.");
        let wait = record.release_again_in(&app.now.moment);
        let again = if wait.is_zero() {
            "Send the same release again, with the same idempotency key.".to_owned()
        } else {
            format!("Send the same release again, same key: in {}, as the server asked.", words::left(wait))
        };
        ways.fact("s", &again);
    }
    if unknown.sight == Sight::There {
        let left = record.release().map_or(Duration::ZERO, |release| release.hand_close_in(&app.now.moment));
        let none = if left.is_zero() {
            "Not released: close it. The number stays.".to_owned()
        } else {
            let from = app.now.wall + jiff::SignedDuration::try_from(left).unwrap_or_default();
            format!("Not released: close it, from {} on.", words::local_hour(from, &app.zone))
        };
        ways.fact("n", &none);
    }
    for line in ways.into_lines() {
        facts.line(line);
    }
}
