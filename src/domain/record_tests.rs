//! The table of transitions, and the properties that no history may break.

use proptest::prelude::*;

use super::*;
use crate::domain::Clean;

fn sent(attempt: u32) -> Event {
    Event::Sent { attempt, moment: Moment { boot: Clean::line("b"), since_boot_ms: u64::from(attempt) } }
}

fn answered(attempt: u32, outcome: Outcome) -> Event {
    Event::Answered { attempt, answer: Box::new(Answer { outcome, raw: None, took_ms: 1, retry_after_ms: None }) }
}

fn bought() -> Outcome {
    Outcome::Bought(Bought { number: number(), message: None })
}

fn number() -> OwnedNumber {
    OwnedNumber { id: Clean::line("pn_1"), number: Clean::line("+14155550100"), ..OwnedNumber::default() }
}

fn refused(kind: RefusalKind) -> Outcome {
    Outcome::NotBought(Refusal { kind, message: None, fields: Vec::new() })
}

fn limited() -> Outcome {
    refused(RefusalKind::RateLimited { retry_after_ms: None })
}

/// Plays events; the word of the last state, or `illegal`.
fn play(events: &[Event]) -> &'static str {
    let end = events.iter().try_fold(State::Recorded, |state, event| state.after(event));
    end.map_or("illegal", |state| state.word())
}

#[test]
fn legal_and_illegal_histories() {
    let lost = || Outcome::Unknown(Doubt::TimedOut);
    let none = || refused(RefusalKind::NotFound);
    for (events, word) in [
        (vec![], "recorded"),
        (vec![sent(1)], "sent"),
        (vec![sent(2)], "illegal"),
        (vec![sent(1), sent(1)], "illegal"),
        (vec![sent(1), answered(1, bought())], "bought"),
        (vec![sent(1), answered(1, none())], "not_bought"),
        (vec![sent(1), answered(1, lost())], "unknown"),
        (vec![sent(1), answered(1, none()), sent(2)], "illegal"),
        (vec![sent(1), answered(1, limited()), sent(2)], "sent"),
        (vec![sent(1), answered(1, limited()), sent(2), answered(2, none())], "not_bought"),
        // A refusal on a retry proves nothing.
        (vec![sent(1), answered(1, lost()), sent(2), answered(2, none())], "unknown"),
        (vec![sent(1), answered(1, lost()), sent(2), answered(2, limited()), sent(3), answered(3, none())], "unknown"),
        (vec![sent(1), sent(2), answered(2, none())], "unknown"),
        (vec![sent(1), answered(1, lost()), sent(2), answered(2, bought())], "bought"),
        // A yes that comes late still counts; another answer that comes late does not.
        (vec![sent(1), sent(2), answered(1, bought())], "bought"),
        (vec![sent(1), sent(2), answered(1, none())], "sent"),
        (vec![sent(1), Event::ClosedByHand, answered(1, bought())], "bought"),
        (vec![sent(1), answered(1, bought()), answered(1, none())], "bought"),
        // By hand.
        (vec![Event::ClosedByHand], "not_bought"),
        (vec![sent(1), answered(1, lost()), Event::Linked(number())], "bought"),
        (vec![sent(1), answered(1, lost()), Event::ClosedByHand], "not_bought"),
        (vec![sent(1), answered(1, lost()), Event::ClosedByHand, sent(2)], "illegal"),
        (vec![sent(1), answered(1, bought()), Event::ClosedByHand], "illegal"),
        (vec![sent(1), answered(1, none()), Event::Linked(number())], "illegal"),
    ] {
        assert_eq!(play(&events), word, "{events:?}");
    }
}

#[test]
fn p19_closing_by_hand_waits_fifteen_minutes_after_the_last_attempt() {
    let now = |ms| Moment { boot: Clean::line("b"), since_boot_ms: ms };
    let unknown = State::Unknown { doubt: Doubt::TimedOut, attempt: 1, moment: now(1_000) };
    assert_eq!(unknown.hand_close_in(&now(1_000)), Duration::from_mins(15));
    assert_eq!(unknown.hand_close_in(&now(900_999)), Duration::from_millis(1));
    assert_eq!(unknown.hand_close_in(&now(901_000)), Duration::ZERO);
    assert_eq!(State::Recorded.hand_close_in(&now(0)), Duration::ZERO);
}

fn any_event() -> impl Strategy<Value = Event> {
    let outcome = prop_oneof![
        Just(bought()),
        Just(refused(RefusalKind::QuotaOrPlan)),
        Just(limited()),
        Just(Outcome::Unknown(Doubt::ConnectionLost(Clean::default())))
    ];
    prop_oneof![
        (1_u32..4).prop_map(sent),
        (1_u32..4, outcome).prop_map(|(attempt, outcome)| answered(attempt, outcome)),
        Just(Event::Linked(number())),
        Just(Event::ClosedByHand),
    ]
}

proptest! {
    #[test]
    fn p02_a_yes_is_never_lost(events in prop::collection::vec(any_event(), 0..12)) {
        let mut state = State::Recorded;
        let mut yes = false;
        for event in &events {
            let Ok(next) = state.after(event) else { continue };
            yes |= matches!(event, Event::Answered { answer, .. } if matches!(answer.outcome, Outcome::Bought(_)));
            state = next;
            prop_assert!(!yes || state.word() == "bought");
        }
    }

    #[test]
    fn p02_doubt_ends_only_with_a_yes_or_a_persons_word(events in prop::collection::vec(any_event(), 0..12)) {
        let mut state = State::Recorded;
        let mut doubted = false;
        for event in &events {
            let Ok(next) = state.after(event) else { continue };
            doubted |= matches!(next, State::Unknown { .. });
            if matches!(event, Event::ClosedByHand) { doubted = false }
            let settled_as_no = next.word() == "not_bought";
            prop_assert!(!doubted || !settled_as_no);
            state = next;
        }
    }
}
