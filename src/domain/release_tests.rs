//! The table of transitions, and the properties that no history of a release may break.

use proptest::prelude::*;

use super::*;

fn id(n: u32) -> ReleaseId {
    ReleaseId::parse(&format!("00000000-0000-4000-9000-{n:012}")).unwrap()
}

fn leave(n: u32, attempt: u32) -> Leave {
    let moment = Moment { boot: Clean::line("b"), since_boot_ms: u64::from(attempt) };
    let key = KeyRef { label: Clean::line("K"), last4: Clean::line("9c2f") };
    Leave { id: id(n), attempt, moment, key, was_listed: false }
}

/// An attempt of the nth release leaves.
fn sent(n: u32, attempt: u32) -> ReleaseStep {
    ReleaseStep::Sent(leave(n, attempt))
}

fn answered(attempt: u32, outcome: ReleaseOutcome) -> ReleaseStep {
    let answer = Answer { outcome, raw: None, took_ms: 1, retry_after_ms: None };
    ReleaseStep::Answered { attempt, answer: Box::new(answer) }
}

fn yes(attempt: u32) -> ReleaseStep {
    answered(attempt, ReleaseOutcome::Released(None))
}

fn no(attempt: u32, kind: RefusalKind) -> ReleaseStep {
    answered(attempt, ReleaseOutcome::NotReleased(Refusal { kind, message: None, fields: Vec::new() }))
}

fn gone(attempt: u32) -> ReleaseStep {
    no(attempt, RefusalKind::NotFound)
}

fn limited(attempt: u32) -> ReleaseStep {
    no(attempt, RefusalKind::RateLimited { retry_after_ms: None })
}

fn lost(attempt: u32) -> ReleaseStep {
    answered(attempt, ReleaseOutcome::Unknown(Doubt::TimedOut))
}

/// Plays steps; the word of the last state, `none`, or `illegal`.
fn play(steps: &[ReleaseStep]) -> &'static str {
    let end = steps.iter().try_fold(None, |release, step| Release::after(release.as_ref(), step).map(Some));
    end.map_or("illegal", |release: Option<Release>| release.map_or("none", |release| release.word()))
}

#[test]
fn p18_legal_and_illegal_histories_of_a_release() {
    use ReleaseStep::{ClosedByHand, Gone};
    let refused = |attempt| no(attempt, RefusalKind::WrongScope);
    let never_left = |attempt| no(attempt, RefusalKind::NeverLeft(Clean::line("refused")));
    for (steps, word) in [
        (vec![], "none"),
        (vec![sent(1, 1)], "sent"),
        (vec![sent(1, 2)], "illegal"),
        (vec![sent(1, 1), sent(1, 1)], "illegal"),
        (vec![sent(1, 1), yes(1)], "released"),
        (vec![sent(1, 1), refused(1)], "not_released"),
        (vec![sent(1, 1), never_left(1)], "not_released"),
        (vec![sent(1, 1), lost(1)], "unknown"),
        // 404: of the first attempt it is a plain no, and on a retry of an unknown release it means gone.
        (vec![sent(1, 1), gone(1)], "not_released"),
        (vec![sent(1, 1), lost(1), sent(1, 2), gone(2)], "released"),
        (vec![sent(1, 1), sent(1, 2), gone(2)], "released"),
        (vec![sent(1, 1), limited(1), sent(1, 2), gone(2)], "not_released"),
        (vec![sent(1, 1), lost(1), sent(1, 2), limited(2), sent(1, 3), gone(3)], "released"),
        // Any other refusal on a retry proves nothing.
        (vec![sent(1, 1), lost(1), sent(1, 2), refused(2)], "unknown"),
        (vec![sent(1, 1), lost(1), sent(1, 2), never_left(2)], "unknown"),
        (vec![sent(1, 1), sent(1, 2), refused(2)], "unknown"),
        // A retry keeps its key, and what is open has no other release beside it.
        (vec![sent(1, 1), lost(1), sent(2, 1)], "illegal"),
        (vec![sent(1, 1), lost(1), sent(2, 2)], "illegal"),
        (vec![sent(1, 1), sent(2, 1)], "illegal"),
        // After a no, only "not now" goes on; else it is confirmed anew, with another key.
        (vec![sent(1, 1), limited(1), sent(1, 2)], "sent"),
        (vec![sent(1, 1), limited(1), sent(2, 1)], "sent"),
        (vec![sent(1, 1), refused(1), sent(1, 2)], "illegal"),
        (vec![sent(1, 1), refused(1), sent(1, 1)], "illegal"),
        (vec![sent(1, 1), refused(1), sent(2, 1), yes(1)], "released"),
        // What is released stays released.
        (vec![sent(1, 1), yes(1), sent(2, 1)], "illegal"),
        (vec![sent(1, 1), yes(1), refused(1)], "released"),
        (vec![sent(1, 1), yes(1), ClosedByHand], "illegal"),
        // A yes that comes late still counts; another answer that comes late does not.
        (vec![sent(1, 1), sent(1, 2), yes(1)], "released"),
        (vec![sent(1, 1), sent(1, 2), refused(1)], "sent"),
        (vec![sent(1, 1), lost(1), ClosedByHand, yes(1)], "released"),
        // By the list and by hand, where it is open.
        (vec![sent(1, 1), Gone], "released"),
        (vec![sent(1, 1), lost(1), Gone], "released"),
        (vec![sent(1, 1), lost(1), ClosedByHand], "not_released"),
        (vec![sent(1, 1), lost(1), ClosedByHand, sent(2, 1)], "sent"),
        (vec![sent(1, 1), refused(1), Gone], "illegal"),
        (vec![Gone], "illegal"),
        (vec![ClosedByHand], "illegal"),
        (vec![yes(1)], "illegal"),
    ] {
        assert_eq!(play(&steps), word, "{steps:?}");
    }
}

#[test]
fn p18_a_retry_with_another_secret_is_no_retry() {
    let mut other = leave(1, 2);
    other.key.last4 = Clean::line("0000");
    assert_eq!(play(&[sent(1, 1), lost(1), ReleaseStep::Sent(other)]), "illegal");
}

#[test]
fn p18_a_number_is_missed_only_where_it_was_seen_or_time_has_passed() {
    let now = |ms| Moment { boot: Clean::line("b"), since_boot_ms: ms };
    let unknown = |was_listed| Release::Unknown {
        doubt: Doubt::TimedOut,
        leave: Leave { was_listed, moment: now(1_000), ..leave(1, 1) },
    };
    assert!(unknown(true).is_missed(&now(1_000)));
    assert!(!unknown(false).is_missed(&now(900_999)));
    assert!(unknown(false).is_missed(&now(901_000)));
    assert_eq!(unknown(true).hand_close_in(&now(900_999)), Duration::from_millis(1));
    // Once seen, a retry does not forget it.
    let seen = Release::after(None, &ReleaseStep::Sent(Leave { was_listed: true, ..leave(1, 1) })).unwrap();
    let again = Release::after(Some(&seen), &sent(1, 2)).unwrap();
    assert!(again.last_leave().unwrap().was_listed);
}

fn any_step() -> impl Strategy<Value = ReleaseStep> {
    let attempt = || 1_u32..4;
    prop_oneof![
        3 => (1_u32..3, attempt()).prop_map(|(n, attempt)| sent(n, attempt)),
        1 => attempt().prop_map(yes),
        2 => attempt().prop_map(lost),
        1 => attempt().prop_map(limited),
        1 => attempt().prop_map(gone),
        1 => attempt().prop_map(|attempt| no(attempt, RefusalKind::QuotaOrPlan)),
        1 => Just(ReleaseStep::Gone),
        1 => Just(ReleaseStep::ClosedByHand),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn p18_what_is_released_stays_so_and_doubt_ends_only_with_proof(steps in prop::collection::vec(any_step(), 0..16)) {
        let mut release: Option<Release> = None;
        for step in &steps {
            let Ok(next) = Release::after(release.as_ref(), step) else { continue };
            let was_released = release.as_ref().is_some_and(Release::is_released);
            prop_assert!(!was_released || next.is_released());
            let was_open = release.as_ref().is_some_and(Release::is_open);
            let doubted = matches!(&release, Some(Release::Unknown { .. } | Release::Sent { earlier: Some(_), .. }));
            if doubted && next.word() == "not_released" {
                prop_assert_eq!(step, &ReleaseStep::ClosedByHand);
            }
            if !was_released && next.is_released() {
                let proved = match step {
                    ReleaseStep::Gone => was_open,
                    ReleaseStep::Answered { answer, .. } => match &answer.outcome {
                        ReleaseOutcome::Released(_) => true,
                        ReleaseOutcome::NotReleased(refusal) => refusal.kind == RefusalKind::NotFound && doubted,
                        ReleaseOutcome::Unknown(_) => false,
                    },
                    ReleaseStep::Sent(_) | ReleaseStep::ClosedByHand => false,
                };
                prop_assert!(proved, "{step:?} after {release:?}");
            }
            if let (ReleaseStep::Sent(leave), Some(before)) = (step, release.as_ref().and_then(Release::last_leave)) {
                prop_assert_eq!(leave.id == before.id, leave.attempt == before.attempt + 1);
            }
            release = Some(next);
        }
    }
}
