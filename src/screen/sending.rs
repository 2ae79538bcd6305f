//! The purchase under way, as it looks: what is done, what is awaited, what leaving means.

use ratatui::{Frame, layout::Rect};

use super::{
    chrome::{boxed, facts_for},
    words,
};
use crate::{
    app::{App, Sending, SendingStage},
    domain::SubAccount,
    widget::{Facts, spinner, theme},
};

pub fn view(app: &App, sending: &Sending, frame: &mut Frame, area: Rect) {
    let request = &sending.draft().request;
    let name = app.account.name_of(&request.sub_account);
    let account = SubAccount { id: request.sub_account.clone(), name };
    let mut facts = facts_for(area, 10);
    facts.styled("Bill", &words::account(&account), theme::STRONG);
    facts.fact("Ask for", &words::criterion(&request.criterion, request.country)).gap();
    steps(app, sending, &mut facts);
    facts.gap();
    leaving(sending, &mut facts);
    boxed(frame, area, "Sending", theme::ACCENT, facts);
}

fn steps(app: &App, sending: &Sending, facts: &mut Facts) {
    let elapsed = sending.elapsed(&app.now.moment);
    let turn = spinner(elapsed);
    let time = words::seconds(elapsed);
    match &sending.stage {
        SendingStage::WritingDown(..) => {
            facts.text(&format!("{turn} Writing the purchase down, before anything is sent   {time}"), theme::STRONG);
        }
        SendingStage::AboutToLeave(_) => {
            facts.text("✓ Written down in the ledger", theme::PLAIN);
            facts.text(&format!("{turn} Noting the attempt, then sending   {time}"), theme::STRONG);
        }
        SendingStage::Waiting(_) => {
            facts.text("✓ Written down in the ledger", theme::PLAIN);
            facts.text("✓ Sent to the API", theme::PLAIN);
            facts.text(&format!("{turn} Waiting for the answer   {time}, at most 60 s"), theme::STRONG);
        }
    }
}

fn leaving(sending: &Sending, facts: &mut Facts) {
    if sending.may_be_bought() {
        facts.text("It may be bought. Leaving does not stop it.", theme::DANGER);
        facts.text(
            "If you leave, it is kept as unknown, and numshop shows it first at the next start. \
             It is never sent again by itself.",
            theme::PLAIN,
        );
    } else {
        facts.text("Nothing has been sent yet.", theme::PLAIN);
    }
}
