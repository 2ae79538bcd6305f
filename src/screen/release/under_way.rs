//! A release under way: what is done, what is awaited, what leaving means.

use ratatui::{Frame, layout::Rect};

use crate::{
    app::{App, Releasing},
    domain::SubAccount,
    screen::{
        chrome::{boxed, facts_for},
        words,
    },
    widget::{spinner, theme},
};

pub fn view(app: &App, releasing: &Releasing, frame: &mut Frame, area: Rect) {
    let mut facts = facts_for(area, 10);
    if let Some(bought) = releasing.record.bought() {
        facts.styled("Release", &words::release::spellings(&releasing.record, &bought.number), theme::STRONG);
    }
    let id = releasing.record.intent.draft.request.sub_account.clone();
    facts.fact("Held by", &words::account(&SubAccount { name: app.account.name_of(&id), id })).gap();
    let elapsed = releasing.elapsed(&app.now.moment);
    let (turn, time) = (spinner(elapsed), words::seconds(elapsed));
    if releasing.has_left {
        facts.text("✓ Written down in the ledger", theme::PLAIN);
        facts.text("✓ Sent to the API", theme::PLAIN);
        facts.text(&format!("{turn} Waiting for the answer   {time}, at most 60 s"), theme::STRONG);
    } else {
        facts.text(&format!("{turn} Noting the release in the ledger, then sending   {time}"), theme::STRONG);
    }
    facts.gap();
    facts.text("It may be released. Leaving does not stop it.", theme::DANGER);
    facts.text(
        "If you leave, it is kept as unknown, and numshop shows it first at the next start. \
         It is never sent again by itself.",
        theme::PLAIN,
    );
    boxed(frame, area, "Releasing", theme::DANGER, facts);
}
