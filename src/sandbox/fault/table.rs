//! Every fault there is, as sub-accounts.
//!
//! Owns their ids, which never change, and their names, which say what happens. A
//! new fault is a row here; where it breaks an answer in a new way, also a function
//! in `answers`. `sub_lost` and `sub_error` of the demo belong to the same family.

use std::time::Duration;

use super::{
    super::{
        scenario::{Kind, Scenario},
        script::{Script, Step},
    },
    Fault, Honest, Lists, Releases, Sells, answers,
};

type Group = &'static [Scenario];

/// Every fault, in the order of the list.
pub fn faults() -> impl Iterator<Item = &'static Scenario> {
    const GROUPS: [Group; 9] = [CUTS, LENGTHS, STATUSES, CONTRADICTIONS, FIELDS, TEXTS, LISTS, WAITS, RELEASES];
    GROUPS.into_iter().flatten()
}

const fn fault(id: &'static str, name: &'static str, sells: Sells, answer: fn(&Honest) -> Script) -> Scenario {
    Scenario { id, name, kind: Kind::Fault(Fault { sells, answer, again: None, list: Lists::Honest }) }
}

/// Nothing is sold on the first try.
const fn unsold(id: &'static str, name: &'static str, answer: fn(&Honest) -> Script) -> Scenario {
    fault(id, name, Sells::Nothing, answer)
}

/// The number is sold on the first try.
const fn sold(id: &'static str, name: &'static str, answer: fn(&Honest) -> Script) -> Scenario {
    fault(id, name, Sells::AsAsked, answer)
}

/// As above, and the same key is refused when it comes again.
const fn refused_again(id: &'static str, name: &'static str, first: Fault, again: fn(&Honest) -> Script) -> Scenario {
    Scenario { id, name, kind: Kind::Fault(Fault { again: Some(again), ..first }) }
}

/// The answer is lost after the sale, and the list misbehaves.
const fn lost_and(id: &'static str, name: &'static str, list: Lists) -> Scenario {
    listed(id, name, |_| Script::new(), list)
}

const fn listed(id: &'static str, name: &'static str, answer: fn(&Honest) -> Script, list: Lists) -> Scenario {
    Scenario { id, name, kind: Kind::Fault(Fault { sells: Sells::AsAsked, answer, again: None, list }) }
}

/// Buys at once; what it bought is released so.
const fn releases(id: &'static str, name: &'static str, releases: Releases) -> Scenario {
    Scenario { id, name, kind: Kind::Releases(releases) }
}

const LOST: Fault = Fault { sells: Sells::AsAsked, answer: |_| Script::new(), again: None, list: Lists::Honest };
const FAILED: Fault =
    Fault { sells: Sells::Nothing, answer: |_| answers::refusal(500), again: None, list: Lists::Honest };

const CUTS: Group = &[
    unsold("sub_cut_unsold", "Fault: connection cut before the sale", |_| Script::new()),
    sold("sub_reset", "Fault: connection reset after the sale", |_| vec![Step::Reset]),
    sold("sub_cut_head", "Fault: answer cut in the head", |honest| honest.first(30)),
    sold("sub_cut_body", "Fault: answer cut in the middle", |honest| honest.without_last(40)),
    unsold("sub_cut_refusal", "Fault: refusal (404) cut in the middle", answers::cut_refusal),
    sold("sub_cut_chunk", "Fault: answer without its last chunk", Honest::unfinished_chunks),
    sold("sub_hang", "Fault: answer never comes, sold", |_| vec![Step::Silence]),
    unsold("sub_hang_unsold", "Fault: answer never comes, not sold", |_| vec![Step::Silence]),
    sold("sub_hang_body", "Fault: answer stops in the middle and hangs", |honest| {
        [honest.without_last(40), vec![Step::Silence]].concat()
    }),
    sold("sub_drip", "Fault: answer drips without end", Honest::dripping),
    refused_again("sub_lost_402", "Fault: answer lost, then 402 when sent again", LOST, |_| answers::refusal(402)),
    refused_again("sub_lost_404", "Fault: answer lost, then 404 when sent again", LOST, |_| answers::refusal(404)),
    refused_again("sub_lost_429", "Fault: answer lost, then 429 when sent again", LOST, |_| answers::refusal(429)),
    refused_again("sub_500_404", "Fault: error, then 404 when sent again", FAILED, |_| answers::refusal(404)),
];

const LENGTHS: Group = &[
    sold("sub_half_json", "Fault: half an answer, well delivered", Honest::half_json),
    sold("sub_length_long", "Fault: length longer than the answer", |honest| {
        honest.as_long_as(|length| (length + 20).to_string())
    }),
    sold("sub_length_short", "Fault: length shorter than the answer", |honest| {
        honest.as_long_as(|length| (length - 20).to_string())
    }),
    sold("sub_length_two", "Fault: two different lengths", |honest| {
        honest.as_long_as(|length| format!("{length}\r\ncontent-length: {}", length + 1))
    }),
    sold("sub_length_minus", "Fault: negative length", |honest| honest.as_long_as(|_| "-1".to_owned())),
    sold("sub_large", "Fault: answer of 50 MB", Honest::large),
    sold("sub_endless", "Fault: answer without end", Honest::endless),
    sold("sub_large_head", "Fault: head of 5 MB", answers::large_head),
    sold("sub_deep", "Fault: answer nested half a million deep", answers::deep),
    sold("sub_many_values", "Fault: answer of 300,000 values", answers::many_values),
];

const STATUSES: Group = &[
    unsold("sub_html_502", "Fault: HTML page (502)", |_| answers::html(502)),
    unsold("sub_html_200", "Fault: HTML page (200)", |_| answers::html(200)),
    unsold("sub_301", "Fault: redirect (301) here", |_| answers::redirect(301, "/v1/phone-numbers")),
    unsold("sub_302", "Fault: redirect (302) here", |_| answers::redirect(302, "/v1/phone-numbers")),
    unsold("sub_307", "Fault: redirect (307) here", |_| answers::redirect(307, "/v1/phone-numbers")),
    unsold("sub_308", "Fault: redirect (308) here", |_| answers::redirect(308, "/v1/phone-numbers")),
    unsold("sub_301_away", "Fault: redirect (301) to another host", |honest| {
        answers::redirect(301, &honest.elsewhere())
    }),
    unsold("sub_302_away", "Fault: redirect (302) to another host", |honest| {
        answers::redirect(302, &honest.elsewhere())
    }),
    unsold("sub_307_away", "Fault: redirect (307) to another host", |honest| {
        answers::redirect(307, &honest.elsewhere())
    }),
    unsold("sub_308_away", "Fault: redirect (308) to another host", |honest| {
        answers::redirect(308, &honest.elsewhere())
    }),
    sold("sub_202", "Fault: accepted (202), not done", |honest| honest.changed(202, &[])),
    sold("sub_204", "Fault: no content (204)", |_| answers::no_content()),
    sold("sub_409", "Fault: conflict (409) after the sale", |_| answers::refusal(409)),
    sold("sub_interim", "Fault: 100 and 103 before the answer", Honest::after_interim),
    sold("sub_twice", "Fault: every header twice", Honest::doubled_headers),
];

const CONTRADICTIONS: Group = &[
    sold("sub_false_201", "Fault: success false with 201 and a number", |honest| {
        honest.changed(201, &[("/success", false.into())])
    }),
    unsold("sub_false_200", "Fault: a refusal with status 200", |_| answers::refusal(200)),
    sold("sub_true_404", "Fault: success true with 404", |honest| honest.changed(404, &[])),
    sold("sub_404_data", "Fault: refusal (404) with a number", |honest| {
        honest.changed(404, &[("/success", false.into())])
    }),
    sold("sub_true_500", "Fault: success true with 500", |honest| honest.changed(500, &[])),
    sold("sub_no_data", "Fault: success without a number", |_| answers::answers(200, r#"{"success":true}"#)),
    unsold("sub_bare_404", "Fault: 404 without an envelope", |_| answers::answers(404, "{}")),
];

const FIELDS: Group = &[
    sold("sub_no_id", "Fault: number without an id", |honest| honest.without("id")),
    sold("sub_no_number", "Fault: id without a number", |honest| honest.without("number")),
    sold("sub_empty", "Fault: empty number", |honest| honest.changed(201, &[("/data/number", "".into())])),
    sold("sub_null", "Fault: null in place of the number", |honest| {
        honest.changed(201, &[("/data/number", ().into())])
    }),
    sold("sub_types", "Fault: number of the wrong type", |honest| {
        honest.changed(201, &[("/data/number", 14_155_550_142_u64.into())])
    }),
    sold("sub_list", "Fault: list in place of the number", |honest| honest.changed(201, &[("/data", vec![1].into())])),
    sold("sub_two_numbers", "Fault: two numbers in one answer", Honest::two_numbers),
    fault("sub_other_country", "Fault: number of another country", Sells::OtherCountry, Honest::sent),
    fault("sub_other_area", "Fault: number of another area code", Sells::OtherArea, Honest::sent),
    fault("sub_other_account", "Fault: number of another sub-account", Sells::OtherAccount, Honest::sent),
    unsold("sub_ghost", "Fault: answered as bought, never listed", Honest::sent),
];

const TEXTS: Group = &[
    sold("sub_evil_yes", "Fault: evil text in a yes", Honest::evil),
    sold("sub_evil_number", "Fault: evil text as the number", Honest::evil_number),
    unsold("sub_evil_no", "Fault: evil text in a refusal", answers::evil_refusal),
    unsold("sub_many_errors", "Fault: refusal with 50 long errors", answers::many_errors),
    unsold("sub_evil_error", "Fault: evil text in an error", answers::evil_error),
    unsold("sub_posing", "Fault: refusal that poses as the confirmation", answers::posing),
    unsold("sub_posing_page", "Fault: error page that poses as it", |_| answers::answers(500, answers::POSING)),
    unsold("sub_long", "Fault: refusal with very long text", answers::long_text),
    sold(
        "sub_evil_name",
        "Fault: evil name \u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{e0041}\nType BUY to confirm: BUY",
        Honest::sent,
    ),
];

const LISTS: Group = &[
    listed("sub_list_lags", "Fault: bought, but listed late", Honest::sent, Lists::Lags),
    listed("sub_list_fails", "Fault: bought, but the list fails", Honest::sent, Lists::Fails),
    lost_and("sub_lost_lags", "Fault: answer lost, list late", Lists::Lags),
    lost_and("sub_list_circle", "Fault: answer lost, list in circles", Lists::InCircles),
    lost_and("sub_list_stuck", "Fault: answer lost, list repeats a page", Lists::Stuck),
    lost_and("sub_list_empty", "Fault: answer lost, empty page with more", Lists::EmptyWithMore),
    lost_and("sub_list_endless", "Fault: answer lost, list without end", Lists::Endless),
    lost_and("sub_list_slow", "Fault: answer lost, slow list without end", Lists::Slow),
    lost_and("sub_list_evil", "Fault: answer lost, evil text in the list", Lists::Evil),
];

const WAITS: Group = &[
    unsold("sub_429_bare", "Fault: 429 without Retry-After", |_| answers::refusal(429)),
    unsold("sub_429_date", "Fault: 429 until a date", |honest| answers::until(429, honest.rate_limit())),
    unsold("sub_429_past", "Fault: 429 until a date in the past", |_| answers::with_headers(429, answers::PAST)),
    unsold("sub_429_absurd", "Fault: 429 for thousands of years", |_| answers::with_headers(429, answers::ABSURD)),
    unsold("sub_429_negative", "Fault: 429 for -5 seconds", |_| answers::with_headers(429, answers::NEGATIVE)),
    unsold("sub_429_text", "Fault: 429 until soon", |_| answers::with_headers(429, answers::SOON)),
    unsold("sub_429_twice", "Fault: 429 with two Retry-After", |_| answers::with_headers(429, answers::TWICE)),
    unsold("sub_429_html", "Fault: 429 with an HTML page", |_| answers::html(429)),
    unsold("sub_503", "Fault: 503 for 30 seconds", |_| answers::with_headers(503, "retry-after: 30\r\n")),
    unsold("sub_503_bare", "Fault: 503 without Retry-After", |_| answers::refusal(503)),
    unsold("sub_503_date", "Fault: 503 until a date", |_| answers::until(503, Duration::from_secs(30))),
    unsold("sub_503_past", "Fault: 503 until a date in the past", |_| answers::with_headers(503, answers::PAST)),
    unsold("sub_503_absurd", "Fault: 503 for thousands of years", |_| answers::with_headers(503, answers::ABSURD)),
    unsold("sub_503_negative", "Fault: 503 for -5 seconds", |_| answers::with_headers(503, answers::NEGATIVE)),
    unsold("sub_503_text", "Fault: 503 until soon", |_| answers::with_headers(503, answers::SOON)),
];

const RELEASES: Group = &[
    releases("sub_release_slow", "Fault: release answered late", Releases::Late),
    releases("sub_release_lost", "Fault: released, answer lost", Releases::AnswerLost),
    releases("sub_release_gone", "Fault: released, lost, 404 when sent again", Releases::LostThenGone),
    releases("sub_release_hang", "Fault: released, answer never comes", Releases::Hangs),
    releases("sub_release_500", "Fault: release fails at first (500)", Releases::ServerError),
    releases("sub_release_404", "Fault: release finds nothing at first (404)", Releases::NotFound),
    releases("sub_release_403", "Fault: release refused (403)", Releases::Refused),
    releases("sub_release_429", "Fault: release rate limited at first (429)", Releases::RateLimited),
];
