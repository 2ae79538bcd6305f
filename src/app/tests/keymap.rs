//! The table of keys: what it promises is what the keys do.

use std::collections::BTreeSet;

use super::{
    super::tests::{
        places::{places, unknown_seen},
        support::{Shop, key},
        things::setup,
    },
    *,
};

/// Every key of the table and some that are in no row.
fn every_key() -> Vec<KeyEvent> {
    let of_table = BINDINGS.iter().flat_map(|row| row.keys).map(|Chord(code, control)| {
        let modifiers = if *control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        KeyEvent::new(*code, modifiers)
    });
    of_table.chain(["x", "Ctrl-x", "Left", "Delete", "Backspace"].map(key)).collect()
}

/// The first key of a row.
fn first_key(row: &Binding) -> KeyEvent {
    let Chord(code, control) = row.keys[0];
    KeyEvent::new(code, if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE })
}

#[test]
fn every_action_is_reachable_somewhere() {
    let mut reached = Vec::new();
    let mut left_open = unknown_seen();
    left_open.press("Esc");
    for shop in places().into_iter().map(|(_, shop)| shop).chain([left_open]) {
        reached.extend(every_key().into_iter().filter_map(|key| shop.app.action_for(key)));
    }
    for row in BINDINGS {
        assert!(reached.contains(&row.action), "{:?}", row.action);
    }
}

#[test]
fn the_places_are_all_there() {
    let there: Vec<_> = places().iter().map(|(_, shop)| shop.app.place()).collect();
    for place in EVERYWHERE {
        assert!(there.contains(place), "{place:?}");
    }
}

/// A row that an earlier one hides would be explained and would never work.
#[test]
fn no_key_means_two_things_in_one_place() {
    for place in EVERYWHERE {
        let mut taken: Vec<(Chord, Action)> = Vec::new();
        for row in BINDINGS.iter().filter(|row| row.places.contains(place)) {
            for chord in row.keys {
                let earlier = taken.iter().find(|(other, _)| other == chord);
                assert!(
                    earlier.is_none_or(|(_, action)| *action == row.action),
                    "{place:?}: {chord:?} is {earlier:?} and {:?}",
                    row.action
                );
                taken.push((*chord, row.action));
            }
        }
    }
}

#[test]
fn the_key_that_is_shown_is_the_key_that_works() {
    for row in BINDINGS {
        let shown = match row.shown {
            "↵" => key("Enter"),
            "↑" => key("Up"),
            "↓" => key("Down"),
            "PgUp" => key("PageUp"),
            "PgDn" => key("PageDown"),
            "Ctrl-C" => key("Ctrl-c"),
            "Ctrl-Z" => key("Ctrl-z"),
            other => key(other),
        };
        assert!(row.is_for(shown), "{:?} is shown as {}", row.action, row.shown);
        assert!(!row.is_for(KeyEvent::new(shown.code, shown.modifiers | KeyModifiers::ALT)), "{:?}", row.action);
    }
}

#[test]
fn the_footer_shows_what_works_now_and_only_that() {
    for (name, shop) in places() {
        let offered: Vec<_> = footer(&shop.app).collect();
        for (shown, label) in &offered {
            let row = BINDINGS
                .iter()
                .find(|row| row.places.contains(&shop.app.place()) && (row.shown, row.label) == (*shown, *label))
                .unwrap_or_else(|| panic!("{name}: {shown} {label}"));
            assert_eq!(shop.app.action_for(first_key(row)), Some(row.action), "{name}: {shown} {label}");
        }
        let keys: BTreeSet<_> = offered.iter().map(|(shown, _)| shown).collect();
        assert_eq!(keys.len(), offered.len(), "{name}: a key is offered twice: {offered:?}");
    }
}

#[test]
fn what_does_not_work_now_does_nothing() {
    for (name, shop) in places() {
        let place = shop.app.place();
        for row in BINDINGS.iter().filter(|row| row.places.contains(&place)) {
            if !shop.app.is_available(row.action) {
                let mut pressed = shop.clone();
                assert_eq!(pressed.tell(crate::app::Message::Key(first_key(row))), [], "{name}: {:?}", row.action);
                assert_eq!(pressed.app.screen, shop.app.screen, "{name}: {:?}", row.action);
                assert_eq!(pressed.app.place(), place, "{name}: {:?}", row.action);
            }
        }
    }
}

#[test]
fn the_help_lists_every_action_of_its_screen_once() {
    for (name, shop) in places() {
        let screen = shop.app.place_beneath();
        let listed: Vec<_> = help(&shop.app).map(|row| row.action).collect();
        for row in BINDINGS.iter().filter(|row| row.places.contains(&screen)) {
            let times = listed.iter().filter(|action| **action == row.action).count();
            assert_eq!(times, 1, "{name}: {:?}", row.action);
        }
        assert!(help(&shop.app).all(|row| row.places.contains(&screen)), "{name}");
    }
}

#[test]
fn help_opens_on_every_screen_and_closes_without_a_trace() {
    for (name, shop) in places() {
        for (open, close) in [("?", "Esc"), ("F1", "?"), ("?", "q"), ("F1", "Enter")] {
            let mut helped = shop.clone();
            helped.app.overlay = None;
            // Inside a pattern a question mark is text.
            let open = if helped.app.place() == Place::Pattern { "F1" } else { open };
            let (screen, filter) = (helped.app.screen.clone(), helped.app.account.filter.value().to_owned());
            assert_eq!(helped.press(open), [], "{name}");
            assert!(matches!(helped.app.overlay, Some(Overlay::Help(0))), "{name}");
            assert_eq!(helped.keys("Down PageDown Up x B U Y"), [], "{name}");
            let effects = helped.press(close);
            assert!(helped.app.overlay.is_none(), "{name}");
            if matches!(helped.app.place(), Place::Review | Place::ReleaseReview) {
                assert!(matches!(effects[..], [crate::app::Effect::AwaitQuiet(_)]), "{name}: a review is read anew");
            } else {
                assert_eq!((effects, helped.app.screen), (Vec::new(), screen), "{name}");
            }
            assert_eq!(helped.app.account.filter.value(), filter, "{name}");
        }
    }
}

#[test]
fn over_something_else_help_does_not_open() {
    for (name, shop) in places() {
        let place = shop.app.place();
        if SCREENS.contains(&place) || place == Place::Pattern || place == Place::Help {
            continue;
        }
        for key in ["?", "F1"] {
            let mut shop = shop.clone();
            shop.press(key);
            assert_ne!(shop.app.place(), Place::Help, "{name}: {key}");
        }
    }
}

#[test]
fn q_is_text_where_text_is_typed() {
    for keys in ["q", "Enter q", "Enter F2 q"] {
        let mut shop = Shop::new(setup());
        assert_eq!(shop.keys(keys), [], "{keys}");
    }
    let mut review = Shop::at_settled_review();
    assert_eq!(review.press("q"), []);
    assert_eq!(review.review().typed(), "q");
}

#[test]
fn suspending_works_everywhere() {
    for (name, shop) in places() {
        for size in [(80, 24), (1, 1)] {
            let mut shop = shop.clone();
            shop.tell(crate::app::Message::Resize(size.0, size.1));
            assert_eq!(shop.press("Ctrl-z")[0], crate::app::Effect::Suspend, "{name}");
        }
    }
}

#[test]
fn in_a_cramped_window_only_leaving_and_suspending_work() {
    for (name, shop) in places() {
        for key in every_key() {
            let mut cramped = shop.clone();
            cramped.tell(crate::app::Message::Resize(59, 18));
            let leaves = matches!(cramped.app.action_for(key), Some(Action::Leave | Action::Suspend));
            let settling = matches!(shop.app.place(), Place::Review | Place::ReleaseReview);
            let effects = cramped.tell(crate::app::Message::Key(key));
            let waits_anew = settling && matches!(effects[..], [crate::app::Effect::AwaitQuiet(_)]);
            assert_eq!(!effects.is_empty() && !waits_anew, leaves, "{name}: {key:?}: {effects:?}");
            // A question is out of sight while the program is stopped, so it is not asked any more.
            let asked = shop.app.place() == Place::Question && leaves;
            // Text is still edited, so that step 2 may read a draft otherwise.
            let stays =
                |place| cramped.app.place() == place || NUMBER.contains(&place) && cramped.app.screen == Screen::Number;
            assert!(asked || stays(shop.app.place()), "{name}: {key:?}");
        }
    }
}
