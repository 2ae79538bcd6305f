//! A release in words: what it does, why it failed, what is not known of it.
//!
//! Owns the sentences that the receipt and the screens of a release share.

use crate::{
    app::{Listed, Releasable},
    domain::{BaseUrl, Origin, OwnedNumber, Proof, Record, Refusal, RefusalKind},
    numbering::{Country, national_form},
};

/// What releasing does.
pub const WHAT_IT_DOES: &str = "This gives the number back to the carrier. It cannot be undone, and the number may not \
    be had back. Calls and texts to it end: its routing to an agent is torn down first. Its monthly rental stops.";

/// A number in E.164 and in national form.
pub fn spellings(record: &Record, number: &OwnedNumber) -> String {
    let stated = number.country.as_ref().and_then(|code| Country::parse(code.as_str()).ok());
    let country = stated.unwrap_or(record.intent.draft.request.country);
    let national = national_form(country, number.number.as_str());
    national.map_or_else(|| number.number.to_string(), |form| format!("{}   {form}", number.number))
}

/// The exact request, method and path.
pub fn request(record: &Record, release: &Releasable) -> String {
    format!("DELETE {}{}", record.intent.draft.origin.path(), release.target.path())
}

/// The request as a curl command, a line each. The secret stays a variable.
pub fn curl(record: &Record, release: &Releasable) -> Vec<String> {
    let (base, variable) = match &record.intent.draft.origin {
        Origin::Sandbox => (BaseUrl::documented().as_str().to_owned(), "VANTAX_API_KEY"),
        Origin::Live(base) => (base.as_str().to_owned(), release.key.label.as_str()),
    };
    vec![
        "curl -X DELETE \\".to_owned(),
        format!("  '{base}{}' \\", release.target.path()),
        format!("  -H \"Authorization: Bearer ${variable}\" \\"),
        "  -H \"Idempotency-Key: $(uuidgen)\"".to_owned(),
    ]
}

/// What the list said when the review was opened.
pub fn seen(listed: &Listed) -> String {
    match listed {
        Listed::Looking(_) => "being looked at".to_owned(),
        Listed::Yes => "yes, the sub-account's list shows it".to_owned(),
        Listed::NotYet => "no, the sub-account's list does not show it (yet)".to_owned(),
        Listed::CouldNotLook(why) => format!("could not be looked at: {why}"),
    }
}

/// How it is known that a number is released.
pub fn proof(proof: &Proof) -> String {
    match proof {
        Proof::Answered(None) => "The API says so.".to_owned(),
        Proof::Answered(Some(message)) => format!("The API says so: “{message}”"),
        Proof::GoneOnRetry => "Sent again, the API knew it no longer (404): it is gone.".to_owned(),
        Proof::NotListed => "The sub-account's whole list no longer has it: it is gone.".to_owned(),
    }
}

/// Why a number was not released.
pub fn why_not(refusal: &Refusal) -> String {
    match &refusal.kind {
        RefusalKind::NeverLeft(why) => format!("nothing was sent ({}).", why.as_str().trim_end_matches('.')),
        RefusalKind::Malformed => "the API did not understand the request (400).".to_owned(),
        RefusalKind::KeyRefused => "the API refused the key (401).".to_owned(),
        RefusalKind::QuotaOrPlan => "the plan does not cover it (402).".to_owned(),
        RefusalKind::WrongScope => "this key may not do that (403).".to_owned(),
        RefusalKind::NotFound => "the API knows no such number for this key (404).".to_owned(),
        RefusalKind::Validation => "the API refused what was asked (422).".to_owned(),
        RefusalKind::RateLimited { .. } => "too many requests just now (429).".to_owned(),
        RefusalKind::ByHand => "you saw it in the list and closed it as not released.".to_owned(),
    }
}

/// What a person can do about it.
pub fn what_now(refusal: &Refusal, is_waiting: bool) -> &'static str {
    match refusal.kind {
        RefusalKind::NeverLeft(_) => "Mend that, then press r to try again.",
        RefusalKind::KeyRefused => "Check the key, start numshop again, then press r.",
        RefusalKind::QuotaOrPlan | RefusalKind::Malformed | RefusalKind::Validation => {
            "v shows the answer; r tries again."
        }
        RefusalKind::WrongScope => "It needs a key of this very sub-account that may release numbers.",
        RefusalKind::NotFound => {
            "It was not released by numshop. It may be gone already, or belong to another key: look in the Vantax account."
        }
        RefusalKind::RateLimited { .. } if is_waiting => {
            "The same release may be sent again then. Nothing is sent by itself."
        }
        RefusalKind::RateLimited { .. } => "Press s to send the same release again.",
        RefusalKind::ByHand => "Press r to release it after all.",
    }
}
