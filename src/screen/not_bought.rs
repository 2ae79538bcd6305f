//! A no as it looks: what happened, that no money moved, and what to do now.

use ratatui::{Frame, layout::Rect};

use super::{
    chrome::{boxed, facts_for},
    words,
};
use crate::{
    app::{App, NotBought},
    domain::{RefusalKind, SubAccount},
    widget::theme,
};

/// The most rows of what the server says, and of what it says of a field.
const SAID: usize = 3;
const SAID_OF_A_FIELD: usize = 2;
/// The most fields named. A purchase has four, and what to do must stay in sight.
const FIELDS: usize = 3;

pub fn view(app: &App, no: &NotBought, frame: &mut Frame, area: Rect) {
    let mut facts = facts_for(area, 13);
    facts.text(&format!("✗ Not bought: {}", what_happened(&no.refusal.kind)), theme::STRONG);
    if let Some(message) = &no.refusal.message {
        facts.brief("Server said", &format!("“{message}”"), SAID);
    }
    for problem in no.refusal.fields.iter().take(FIELDS) {
        let field = problem.field.as_ref().map_or("a field", |field| field.as_str());
        facts.brief("", &format!("{field}: “{}”", problem.message), SAID_OF_A_FIELD);
    }
    if no.refusal.fields.len() > FIELDS {
        facts.fact("", "and more: v shows the answer");
    }
    facts.gap();
    facts.styled("Money", money(&no.refusal.kind), theme::STRONG);
    facts.fact("What now", &advice(app, no));
    facts.gap();
    let request = &no.draft.request;
    let name = app.account.name_of(&request.sub_account);
    facts.fact("Bill", &words::account(&SubAccount { id: request.sub_account.clone(), name }));
    facts.fact("Asked for", &words::criterion(&request.criterion, request.country));
    facts.fact("", "What you typed is kept.");
    boxed(frame, area, "Not bought", theme::PLAIN, facts);
}

fn what_happened(kind: &RefusalKind) -> String {
    match kind {
        RefusalKind::NeverLeft(why) => format!("nothing was sent ({}).", why.as_str().trim_end_matches('.')),
        RefusalKind::Malformed => "the API did not understand the request (400).".to_owned(),
        RefusalKind::KeyRefused => "the API refused the key (401).".to_owned(),
        RefusalKind::QuotaOrPlan => "the plan does not cover it, or a quota is used up (402).".to_owned(),
        RefusalKind::WrongScope => "this key may not do that (403).".to_owned(),
        RefusalKind::NotFound => "nothing was found for this request (404).".to_owned(),
        RefusalKind::Validation => "the API refused what was asked (422).".to_owned(),
        RefusalKind::RateLimited { .. } => "too many requests just now (429).".to_owned(),
        RefusalKind::ByHand => "you looked and closed it as not bought.".to_owned(),
    }
}

fn money(kind: &RefusalKind) -> &'static str {
    match kind {
        RefusalKind::NeverLeft(_) => "None moved. Nothing left this machine.",
        RefusalKind::ByHand => "You say that none moved. If it was sold after all, it is billed.",
        _ => "None moved. The API answered with a clear no.",
    }
}

fn advice(app: &App, no: &NotBought) -> String {
    let back = no.way_back();
    match &no.refusal.kind {
        RefusalKind::NeverLeft(_) => {
            "Mend that. Enter leads back to the number, and the same can be reviewed and bought again.".to_owned()
        }
        RefusalKind::KeyRefused if !no.draft.origin.is_live() => {
            "This sub-account shows what a refused key looks like. \
            Live, check the key: is it whole, not revoked, and of this sub-account? Then leave and start again."
                .to_owned()
        }
        RefusalKind::KeyRefused => format!(
            "Check the key {}: is it whole, not revoked, and of this sub-account? Then leave and start again.",
            no.draft.key
        ),
        RefusalKind::QuotaOrPlan => {
            format!("Raise the limit or change the plan in the Vantax account, or press Enter to {back}.")
        }
        RefusalKind::WrongScope => {
            "A purchase needs a sub-account key of this very sub-account; an agency key cannot buy.".to_owned()
        }
        RefusalKind::NotFound => {
            format!(
                "No matching number is in stock, or the sub-account is not visible to this key. Press Enter to {back}."
            )
        }
        RefusalKind::RateLimited { .. } => rate_limit(app, no),
        RefusalKind::Malformed | RefusalKind::Validation | RefusalKind::ByHand => format!("Press Enter to {back}."),
    }
}

fn rate_limit(app: &App, no: &NotBought) -> String {
    let left = no.wait_left(&app.now.moment);
    let unsaid = matches!(no.refusal.kind, RefusalKind::RateLimited { retry_after_ms: None });
    if left.is_zero() && unsaid {
        "Press s to send the same request again. It is still the same purchase. The server did not say how long to wait."
            .to_owned()
    } else if left.is_zero() {
        "Press s to send the same request again. It is still the same purchase.".to_owned()
    } else {
        format!("The same request may be sent again in {}. Nothing is sent by itself.", words::left(left))
    }
}
