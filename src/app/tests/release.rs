//! Giving a number up: the one way to confirm it, and what each answer leads to.

use std::time::Duration;

use super::{
    places::{places, still_there, still_there_long_ago},
    support::Shop,
    things::{
        elsewhere, id, line, live, not_released, number, purchase_of, release_comes, release_lost, release_open,
        released, sent, setup, sold, stoppage, unknown, yes,
    },
};
use crate::{
    app::{
        Action, Confirmation, Effect, Ending, Fault, Keys, LedgerState, ListEnd, Listed, Message, Place,
        ReleaseAttempted, Screen, Setup, Sight, Stage,
    },
    domain::{Answer, Clean, Event, RefusalKind, Release, ReleaseOutcome, ReleaseStep, Stamped},
};

const DIGITS: &str = "14155550142";

fn incomplete() -> ListEnd {
    ListEnd::Incomplete(Clean::line("too many pages"))
}

#[test]
fn p18_only_the_number_typed_and_enter_release() {
    for (typed, releases) in [
        (DIGITS, true),
        ("+14155550142", true),
        ("4155550142", false),
        ("1415555014", false),
        ("141555501422", false),
        ("14155550143", false),
        ("1 415 555 0142", false),
        ("BUY", false),
        ("RELEASE", false),
        ("", false),
    ] {
        let mut shop = Shop::at_release_review();
        shop.type_text(typed);
        let effects = shop.press("Enter");
        let sends = matches!(effects[..], [Effect::Release { attempt: 1, was_listed: true, .. }]);
        assert_eq!(sends, releases, "{typed}: {effects:?}");
        assert!(releases || shop.note().contains("type the number, 14155550142"), "{typed}: {}", shop.note());
    }
}

#[test]
fn p18_keys_before_the_keyboard_was_quiet_and_pastes_count_for_nothing() {
    let mut shop = Shop::at_receipt();
    shop.press("r");
    shop.type_text(DIGITS);
    assert!(matches!(shop.release_review().confirmation, Confirmation::Settling(_)));
    assert_eq!(shop.press("Enter").iter().filter(|effect| !matches!(effect, Effect::AwaitQuiet(_))).count(), 0);
    shop.quiet();
    assert_eq!(shop.release_review().typed(), "", "what was typed too early is gone");
    for text in [DIGITS, "14155550142\n", "+14155550142\r\n"] {
        assert_eq!(shop.paste(text), []);
        assert!(shop.note().contains("Pasting does not confirm. Type the number"), "{}", shop.note());
        assert_eq!(shop.press("Enter"), []);
    }
    // What was out of sight is read anew.
    shop.type_text(DIGITS);
    shop.keys("? Esc");
    assert!(matches!(shop.release_review().confirmation, Confirmation::Settling(_)));
    shop.quiet();
    shop.type_text(DIGITS);
    shop.app.seen_whole = false;
    shop.press("Backspace");
    assert_eq!(shop.release_review().typed(), DIGITS, "what is not seen whole takes no key");
    assert_eq!(shop.releases(), 0);
}

/// Holds Enter in every place, pastes numbers and types them ahead: the world is as kind as it can be.
#[test]
fn p18_fifty_enters_and_pasted_numbers_release_nothing_from_anywhere() {
    for (name, shop) in places() {
        let before = shop.releases();
        let mut shop = shop.clone();
        for _ in 0..50 {
            for effect in shop.press("Enter") {
                if let Effect::AwaitQuiet(ticket) = effect {
                    shop.tell(Message::Quiet(ticket));
                }
            }
            shop.paste("14155550142\n");
        }
        assert_eq!(shop.releases(), before, "{name}");
        // Typed ahead, no review ever becomes ready.
        if !matches!(&shop.app.screen, Screen::ReleaseReview(_)) {
            for _ in 0..5 {
                shop.press("r");
                shop.type_text(DIGITS);
                shop.press("Enter");
            }
            assert_eq!(shop.releases(), before, "{name}: typed ahead");
        }
    }
}

#[test]
fn p18_esc_leads_back_to_where_the_review_was_opened_and_what_was_looked_at_is_looked_at_again() {
    let mut shop = Shop::at_receipt();
    let receipt = shop.app.screen.clone();
    shop.press("r");
    assert_eq!(shop.press("Esc"), []);
    assert_eq!(shop.app.screen, receipt);
    let mut looking = Shop::answered(yes());
    looking.keys("r Esc");
    let Listed::Looking(ticket) = looking.receipt().listed else { panic!("{:?}", looking.receipt().listed) };
    assert!(matches!(looking.history.last(), Some(Effect::ListNumbers(last, ..)) if *last == ticket));
    // From any other screen.
    let mut shop = Shop::new(setup());
    shop.app.review_release(purchase_of(1, sold()));
    assert_eq!(shop.app.place(), Place::ReleaseReview);
    shop.press("Esc");
    assert_eq!(shop.app.screen, Screen::Account);
}

#[test]
fn p18_what_cannot_be_released_from_here_says_why() {
    let other = |record| elsewhere(record);
    let keyless = Setup { keys: Keys::default(), ..setup() };
    let mut done = release_open(1);
    release_comes(&mut done, released());
    for (setup, record, why) in [
        (setup(), sent(1), "Only a number that was bought"),
        (setup(), unknown(1), "Only a number that was bought"),
        (setup(), done, "released already"),
        (setup(), other(purchase_of(1, sold())), "It was bought from"),
        (keyless, purchase_of(1, sold()), "There is no key here"),
        (setup(), purchase_of(1, number("../agents", "+14155550142")), "its id cannot stand in a request"),
        (setup(), purchase_of(1, number("pn_1\u{1b}", "+14155550142")), "its id cannot stand in a request"),
        (setup(), purchase_of(1, number("pn_1", "+1415\u{202e}5550142")), "not a plain phone number"),
    ] {
        let mut shop = Shop::new(setup);
        let effects = shop.app.review_release(record);
        assert_eq!((effects, &shop.app.screen), (Vec::new(), &Screen::Account), "{why}");
        assert!(shop.note().contains(why), "{}", shop.note());
    }
    // What the ledger could not take is not known to it, so it is not released from it.
    let mut unsaved = super::places::receipt_unsaved();
    assert!(!unsaved.app.is_available(Action::Release));
    unsaved.press("a");
    assert!(unsaved.app.is_available(Action::StartOver) && !unsaved.app.is_available(Action::Release));
    // A warning is read first.
    assert!(!super::places::warned().app.is_available(Action::Release));
}

#[test]
fn p18_without_a_whole_ledger_nothing_is_released() {
    for ledger in [LedgerState::Opening, LedgerState::Broken(stoppage(Fault::DiskFull))] {
        let mut shop = Shop::at_release_review();
        shop.app.ledger = ledger;
        shop.type_text(DIGITS);
        assert_eq!(shop.press("Enter"), []);
        let mut open = still_there();
        open.app.ledger = LedgerState::Broken(stoppage(Fault::DiskFull));
        open.keys("s y");
        assert_eq!((shop.releases(), open.releases()), (0, 1));
    }
}

#[test]
fn p18_a_yes_is_shown_on_the_receipt_and_ends_well() {
    let mut shop = Shop::released(released());
    assert!(shop.receipt().record.release().is_some_and(|release| release.is_released()));
    assert!(matches!(&shop.app.ending, Ending::Released(words) if words.as_str().contains("+14155550142")));
    assert!(!shop.app.is_available(Action::Release) && shop.app.releases.is_empty());
    shop.lists(Vec::new(), ListEnd::Complete);
    assert_eq!(shop.receipt().listed, Listed::NotYet);
    shop.keys("r r Enter y");
    assert_eq!(shop.releases(), 1);
}

#[test]
fn p18_a_no_is_shown_on_the_receipt_and_may_be_confirmed_anew() {
    for kind in super::places::refusals() {
        let mut shop = Shop::released(not_released(kind.clone()));
        assert!(matches!(&shop.app.ending, Ending::NotReleased(_)), "{kind:?}");
        assert!(shop.app.releases.is_empty() && shop.app.is_available(Action::Release), "{kind:?}");
        assert!(!shop.app.is_available(Action::GoOn), "{kind:?}");
        shop.press("r");
        shop.quiet();
        shop.type_text(DIGITS);
        let effects = shop.press("Enter");
        assert!(matches!(effects[..], [Effect::Release { attempt: 1, .. }]), "{effects:?}");
    }
}

#[test]
fn p18_not_now_goes_on_with_the_same_release_after_the_pause_by_a_key_only() {
    let limited = RefusalKind::RateLimited { retry_after_ms: Some(30_000) };
    let mut shop = Shop::released(not_released(limited));
    shop.lists(vec![sold()], ListEnd::Complete);
    assert_eq!(shop.app.pulse(), Some(Duration::from_secs(1)), "a countdown");
    assert_eq!(shop.press("s"), []);
    shop.wait(Duration::from_secs(31));
    assert_eq!(shop.tell(Message::Tick), []);
    let effects = shop.press("s");
    assert!(matches!(effects[..], [Effect::Release { attempt: 2, .. }]), "{effects:?}");
}

#[test]
fn p18_a_whole_list_without_the_number_proves_that_it_is_gone_and_nothing_less_does() {
    for (items, end, sight, settles) in [
        (vec![], ListEnd::Complete, Sight::Gone, true),
        (vec![number("pn_2", "+14155550100")], ListEnd::Complete, Sight::Gone, true),
        (vec![], incomplete(), Sight::Unclear(line("too many pages")), false),
        (vec![], ListEnd::Failed(line("403")), Sight::Unclear(line("403")), false),
        (vec![sold()], ListEnd::Complete, Sight::There, false),
        (vec![sold()], incomplete(), Sight::There, false),
        (vec![number("pn_9", "+14155550142")], ListEnd::Complete, Sight::There, false),
    ] {
        let mut shop = Shop::released(release_lost());
        assert!(matches!(shop.app.ending, Ending::Unknown(_)));
        let effects = shop.lists(items, end);
        assert_eq!(shop.release_unknown().sight, sight);
        assert_eq!(effects, if settles { vec![Effect::ReleaseIsGone(id(1))] } else { vec![] }, "{sight:?}");
    }
    let mut shop = Shop::released(release_lost());
    shop.lists(Vec::new(), ListEnd::Complete);
    let mut record = shop.app.releases[0].clone();
    record.events.push(Stamped { at: shop.app.now.wall, event: Event::Release(ReleaseStep::Gone) });
    shop.tell(Message::ReleaseSettled(id(1), Ok(Box::new(record))));
    assert!(shop.receipt().record.release().is_some_and(|release| release.is_released()));
    assert!(shop.app.releases.is_empty() && matches!(shop.app.ending, Ending::Released(_)));
}

#[test]
fn p18_a_number_that_was_never_listed_is_not_missed_before_time_has_passed() {
    let mut shop = Shop::answered(yes());
    shop.press("r");
    shop.lists(Vec::new(), ListEnd::Complete);
    shop.quiet();
    shop.type_text(DIGITS);
    let effects = shop.press("Enter");
    assert!(matches!(effects[..], [Effect::Release { was_listed: false, .. }]), "{effects:?}");
    shop.release_answer(release_lost());
    assert_eq!(shop.lists(Vec::new(), ListEnd::Complete), []);
    assert_eq!(shop.release_unknown().sight, Sight::NeverThere);
    shop.wait(Duration::from_mins(15));
    shop.press("l");
    assert_eq!(shop.lists(Vec::new(), ListEnd::Complete), [Effect::ReleaseIsGone(id(1))]);
}

#[test]
fn p18_sending_again_asks_keeps_the_release_and_takes_404_for_gone() {
    let mut shop = still_there();
    assert_eq!(shop.press("s"), []);
    assert_eq!(shop.app.place(), Place::Question);
    let effects = shop.press("y");
    assert!(matches!(effects[..], [Effect::Release { attempt: 2, was_listed: true, .. }]), "{effects:?}");
    shop.release_answer(not_released(RefusalKind::NotFound));
    assert!(shop.receipt().record.release().is_some_and(|release| release.is_released()));
    // Any other no on a retry leaves it unknown.
    let mut shop = still_there();
    shop.keys("s y");
    shop.release_answer(not_released(RefusalKind::WrongScope));
    assert!(matches!(shop.app.releases[0].release(), Some(Release::Unknown { .. })));
}

#[test]
fn p18_not_released_is_said_by_hand_only_where_the_list_shows_it_and_after_15_minutes() {
    let mut shop = still_there();
    assert_eq!(shop.press("n"), []);
    assert!(shop.app.overlay.is_none() && shop.note().starts_with("Too early"), "{}", shop.note());
    let mut shop = still_there_long_ago();
    shop.press("n");
    assert_eq!(shop.press("y"), [Effect::CloseRelease(id(1))]);
    let mut unseen = Shop::released(release_lost());
    unseen.lists(Vec::new(), incomplete());
    unseen.wait(Duration::from_mins(20));
    assert!(!unseen.app.is_available(Action::CloseByHand));
    assert_eq!(unseen.keys("n y"), []);
}

#[test]
fn p18_an_open_release_is_the_first_screen_at_the_start_and_is_sent_by_nobody() {
    let mut shop = Shop::opening(setup());
    let effects = shop.ledger_opens(vec![release_open(1)]);
    assert!(matches!(effects[..], [Effect::CheckLedger, Effect::ListNumbers(..)]), "{effects:?}");
    assert_eq!((shop.app.place(), shop.releases()), (Place::ReleaseUnknown, 0));
    // Esc, F4 leads back.
    shop.press("Esc");
    assert_eq!(shop.app.place(), Place::Account);
    shop.press("F4");
    assert_eq!(shop.app.place(), Place::ReleaseUnknown);
    // Beside open purchases it is one of what is open.
    let mut both = Shop::with_open(setup(), vec![release_open(1), unknown(2)]);
    assert_eq!(both.app.place(), Place::Unknown);
    both.press("Tab");
    assert_eq!(both.app.place(), Place::ReleaseUnknown);
    both.press("Tab");
    assert_eq!(both.app.place(), Place::Unknown);
    // A live start leaves rehearsals out.
    let live = Shop::with_open(Setup { origin: live(), ..setup() }, vec![release_open(1)]);
    assert_eq!(live.app.place(), Place::Account);
}

#[test]
fn p18_another_key_than_it_was_sent_with_cannot_go_on() {
    let mut keys = setup().keys;
    keys.usual = Some(super::things::key("ANOTHER_KEY"));
    let mut shop = Shop::with_open(Setup { keys, ..setup() }, vec![release_open(1)]);
    assert!(matches!(&shop.release_unknown().sight, Sight::OutOfReach(why) if why.as_str().contains("VANTAX_API_KEY")));
    assert_eq!(shop.keys("s y l"), []);
}

#[test]
fn p18_leaving_while_releasing_says_so_and_stays_unknown() {
    let mut shop = Shop::releasing();
    assert!(matches!(shop.ending_after(Message::Key(super::support::key("Ctrl-c"))), Some(Ending::Unknown(_))));
    shop.tell(Message::Progress(id(1), Stage::Leaving));
    shop.press("q");
    assert_eq!(shop.app.place(), Place::Question);
    let effects = shop.press("y");
    let [Effect::Exit(Ending::Unknown(words))] = &effects[..] else { panic!("{effects:?}") };
    assert!(words.as_str().contains("may be released"), "{words}");
}

#[test]
fn p18_what_could_not_be_written_down_is_not_called_released() {
    for outcome in [released(), release_lost(), not_released(RefusalKind::NotFound)] {
        let mut shop = Shop::releasing();
        let record = Box::new(shop.release_sent());
        let answer = Box::new(Answer { outcome: outcome.clone(), raw: None, took_ms: 1, retry_after_ms: None });
        let attempted = ReleaseAttempted::NotSaved { record, answer, why: line("The disk is full.") };
        shop.tell(Message::ReleaseAnswered(id(1), attempted));
        assert!(shop.app.releases[0].is_releasing(), "{outcome:?}");
        assert!(shop.note().contains("could not take it down"), "{}", shop.note());
        let said = matches!(outcome, ReleaseOutcome::Released(_));
        assert_eq!(shop.note().contains("The API says that it is released"), said);
    }
    let mut shop = Shop::releasing();
    shop.tell(Message::ReleaseAnswered(id(1), ReleaseAttempted::NotSent(line("The disk is full."))));
    assert_eq!(shop.receipt().record.release(), None);
    assert!(shop.note().contains("Nothing was sent."), "{}", shop.note());
}

#[test]
fn p18_another_window_s_release_is_taken_in_wherever_the_number_is_looked_at() {
    let mut done = Shop::released(release_lost()).app.releases[0].clone();
    done.events.push(Stamped { at: super::things::now().wall, event: Event::Release(ReleaseStep::Gone) });
    let looking = || {
        let mut review = Shop::at_receipt();
        review.press("r");
        vec![Shop::at_receipt(), review, Shop::released(release_lost()), still_there()]
    };
    for mut shop in looking() {
        shop.tell(Message::Reread(Box::new(done.clone())));
        assert!(shop.receipt().record.release().is_some_and(|release| release.is_released()));
        assert!(shop.note().contains("Another window"), "{}", shop.note());
        assert!(shop.app.releases.is_empty());
    }
    // A question about it is asked no longer.
    let mut asked = still_there();
    asked.press("s");
    asked.tell(Message::Reread(Box::new(done.clone())));
    assert_eq!((asked.app.place(), asked.press("y")), (Place::Receipt, Vec::new()));
    // Old news takes nothing back.
    let mut shop = Shop::released(released());
    let old = Shop::at_receipt().receipt().record.clone();
    shop.tell(Message::Reread(Box::new(old)));
    assert!(shop.receipt().record.release().is_some_and(|release| release.is_released()));
}

#[test]
fn p18_what_a_list_misses_is_called_released_only_when_that_is_written_down() {
    let mut shop = Shop::released(release_lost());
    assert!(matches!(shop.lists(Vec::new(), ListEnd::Complete)[..], [Effect::ReleaseIsGone(_)]));
    shop.tell(Message::ReleaseSettled(id(1), Err(line("The disk is full."))));
    let Screen::ReleaseUnknown(unknown) = &shop.app.screen else { panic!("{:?}", shop.app.screen) };
    assert_eq!(unknown.sight, Sight::Unclear(line("The disk is full.")));
}

#[test]
fn p18_a_release_that_is_settled_out_of_sight_does_not_end_what_is_shown() {
    let mut shop = Shop::with_open(setup(), vec![release_open(1), unknown(2)]);
    shop.press("Tab");
    shop.lists(Vec::new(), ListEnd::Complete);
    shop.press("Tab");
    assert_eq!(shop.app.place(), Place::Unknown);
    let mut gone = release_open(1);
    gone.events.push(Stamped { at: shop.app.now.wall, event: Event::Release(ReleaseStep::Gone) });
    shop.tell(Message::ReleaseSettled(id(1), Ok(Box::new(gone))));
    assert!(matches!(shop.app.ending, Ending::Unknown(_)), "{:?}", shop.app.ending);
}
