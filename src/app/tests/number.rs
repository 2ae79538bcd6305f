//! Step 2: two drafts, one country, and what lacks.

use super::{
    support::Shop,
    things::{country, setup_filled},
};
use crate::{
    app::{Overlay, Place, PlaceSearch, Screen, footer},
    domain::criterion::{Kind, Reading},
};

impl Shop {
    fn drafts(&self) -> (&str, &str) {
        (self.app.number.area_code.value(), self.app.number.pattern.value())
    }

    fn criterion(&self) -> Option<String> {
        self.app.number.criterion().map(|criterion| criterion.to_string())
    }

    /// Opens the list of countries, types, and chooses.
    fn choose_country(&mut self, text: &str) {
        self.press("F2");
        self.type_text(text);
        self.press("Enter");
    }

    fn country(&self) -> &'static str {
        self.app.number.country.code()
    }
}

#[test]
fn switching_keeps_both_drafts() {
    let mut shop = Shop::at_number();
    shop.type_text("415");
    shop.press("Tab");
    shop.type_text("+1415555");
    assert_eq!((shop.drafts(), shop.app.number.kind), (("415", "+1415555"), Kind::Pattern));
    shop.press("BackTab");
    assert_eq!((shop.drafts(), shop.app.number.kind), (("415", "+1415555"), Kind::AreaCode));
    shop.press("Backspace");
    shop.press("Tab");
    shop.type_text("****");
    assert_eq!(shop.drafts(), ("41", "+1415555****"));
    assert_eq!(shop.criterion().as_deref(), Some("+1415555****"), "only the draft in front counts");
}

#[test]
fn another_country_reads_the_same_draft_anew() {
    for (kind, text, before, code, after) in [
        (Kind::AreaCode, "20", None, "GB", Some("20")),
        (Kind::AreaCode, "911", None, "GB", Some("911")),
        (Kind::AreaCode, "+1 415", Some("415"), "GB", None),
        (Kind::Pattern, "+1415555****", Some("+1415555****"), "GB", None),
        (Kind::Pattern, "+1416555****", None, "CA", Some("+1416555****")),
    ] {
        let mut shop = Shop::at_number();
        if kind == Kind::Pattern {
            shop.press("Tab");
        }
        shop.type_text(text);
        assert_eq!(shop.criterion().as_deref(), before, "{text}");
        shop.choose_country(code);
        assert_eq!((shop.country(), shop.criterion().as_deref()), (code, after), "{text}");
        assert_eq!(shop.app.number.draft().value(), text, "the draft itself stays");
    }
}

#[test]
fn enter_says_what_lacks_and_stays() {
    for (keys, says) in [
        ("", "Type an area code first."),
        ("4 1", "Not complete yet: 1 more digit."),
        ("9 1 1", "911 is a service number"),
        ("4 1 !", "cannot be part of a number"),
        ("4 1 x", "An area code has no wildcards"),
        ("x", "Type more of the place's name."),
        ("n o s u c h", "No place with area codes begins so."),
        ("Tab", "Type a pattern first."),
        ("Tab + 1 4 1 5", "Not complete yet: 7 more digits or *."),
        ("Tab + 4 4", "Numbers in the United States begin with +1"),
    ] {
        let mut shop = Shop::at_number();
        if !keys.is_empty() {
            shop.keys(keys);
        }
        let drafts = shop.clone();
        assert_eq!(shop.press("Enter"), [], "{keys}");
        assert_eq!(shop.app.screen, Screen::Number, "{keys}");
        assert!(shop.note().contains(says), "{keys}: {}", shop.note());
        assert_eq!(shop.drafts(), drafts.drafts());
        shop.press("Left");
        assert_eq!(shop.note(), "", "the next key takes the news away");
    }
}

#[test]
fn the_list_of_countries_finds_by_name_code_and_calling_code() {
    for (text, code) in [
        ("united king", "GB"),
        ("gb", "GB"),
        ("GB", "GB"),
        ("canada", "CA"),
        ("ca", "CA"),
        ("us", "US"),
        ("in", "IN"),
        ("+353", "IE"),
    ] {
        let mut shop = Shop::at_number();
        shop.choose_country(text);
        assert_eq!(shop.country(), code, "{text}");
        assert!(shop.app.overlay.is_none());
    }
}

#[test]
fn the_list_of_countries_opens_where_one_is_and_moves() {
    let mut shop = Shop::at_number();
    shop.keys("F2 Enter");
    assert_eq!(shop.country(), "US");
    shop.keys("F2 Home Enter");
    assert_eq!(shop.country(), "AC");
    shop.keys("F2 End Enter");
    assert_eq!(shop.country(), "ZW");
    shop.keys("F2 Up Enter");
    assert_eq!(shop.country(), "ZM");
    shop.keys("F2 PageUp PageDown Enter");
    assert_eq!(shop.country(), "ZM");
}

#[test]
fn esc_keeps_the_country_and_no_match_chooses_none() {
    let mut shop = Shop::at_number();
    shop.press("F2");
    shop.type_text("gb");
    shop.press("Esc");
    assert_eq!((shop.country(), shop.app.overlay.is_none()), ("US", true));
    shop.press("F2");
    shop.type_text("no such place");
    shop.press("Enter");
    assert_eq!(shop.country(), "US");
    assert!(matches!(shop.app.overlay, Some(Overlay::Countries(_))), "it stays open");
}

#[test]
fn the_countries_take_pasted_text() {
    let mut shop = Shop::at_number();
    shop.press("F2");
    shop.paste("Ireland\n");
    shop.press("Enter");
    assert_eq!((shop.country(), shop.drafts()), ("IE", ("", "")));
}

#[test]
fn pasted_spellings_are_understood() {
    for (kind, text, sent) in [
        (Kind::AreaCode, " (415) ", "415"),
        (Kind::AreaCode, "+1 415\r\n", "415"),
        (Kind::Pattern, "(415) 555-****", "+1415555****"),
        (Kind::Pattern, "415-555-****", "+1415555****"),
        (Kind::Pattern, "+1 415 555 ****", "+1415555****"),
        (Kind::Pattern, "+1.415.555.01**\n", "+141555501**"),
    ] {
        let mut shop = Shop::at_number();
        shop.app.number.kind = kind;
        shop.paste(text);
        assert_eq!(shop.criterion().as_deref(), Some(sent), "{text}");
        shop.press("Enter");
        let body = format!(r#""{}":"{sent}"}}"#, kind.api_field());
        assert!(shop.review().draft.body.as_str().ends_with(&body), "{:?}", shop.review().draft.body);
    }
}

#[test]
fn a_paste_goes_in_at_the_cursor_and_too_much_is_refused() {
    let mut shop = Shop::at_number();
    shop.keys("4 5 Left");
    shop.paste("1");
    assert_eq!(shop.drafts().0, "415");
    shop.paste(&"1".repeat(200));
    assert_eq!(shop.drafts().0, "415");
    assert!(shop.note().contains("too long"), "{}", shop.note());
}

#[test]
fn every_key_is_read_at_once() {
    let mut shop = Shop::at_number();
    let mut readings = Vec::new();
    for key in ["4", "1", "5", "5", "Backspace"] {
        shop.press(key);
        readings.push(match shop.app.number.reading() {
            Reading::Empty => "empty",
            Reading::Incomplete(_) => "incomplete",
            Reading::Valid(_) => "valid",
            Reading::Wrong(_) => "wrong",
        });
    }
    assert_eq!(readings, ["incomplete", "incomplete", "valid", "wrong", "valid"]);
}

#[test]
fn back_and_forth_loses_nothing() {
    let mut shop = Shop::at_number();
    shop.choose_country("ca");
    shop.type_text("416");
    shop.keys("Tab 4 Esc");
    assert_eq!(shop.app.screen, Screen::Account);
    shop.press("Enter");
    assert_eq!(shop.drafts(), ("416", "4"));
    assert_eq!((shop.country(), shop.app.number.kind), ("CA", Kind::Pattern));
}

#[test]
fn a_prefilled_draft_is_edited_like_a_typed_one() {
    let mut shop = Shop::new(setup_filled());
    shop.keys("Esc Backspace 6");
    assert_eq!(shop.drafts().0, "416");
    assert_eq!(shop.app.number.country, country("US"));
}

/// The keys of the footer.
fn offered(shop: &Shop) -> Vec<&'static str> {
    footer(&shop.app).map(|(key, _)| key).collect()
}

#[test]
fn one_key_goes_to_the_country_that_a_draft_belongs_to() {
    for (from, kind, text, to, sent) in [
        ("", Kind::AreaCode, "416", "CA", Some("416")),
        ("ca", Kind::AreaCode, "415", "US", Some("415")),
        ("", Kind::AreaCode, "+44 20", "GB", Some("20")),
        ("", Kind::Pattern, "+1 242 *******", "BS", Some("+1242*******")),
        ("", Kind::Pattern, "+49", "DE", None),
        ("gb", Kind::Pattern, "+1 415 555 ****", "US", Some("+1415555****")),
        ("it", Kind::Pattern, "06698*****", "VA", Some("+3906698*****")),
    ] {
        let mut shop = Shop::at_number();
        if !from.is_empty() {
            shop.choose_country(from);
        }
        shop.type_text("123");
        shop.press("Ctrl-u");
        if kind == Kind::Pattern {
            shop.type_text("415");
            shop.press("Tab");
        }
        shop.type_text(text);
        assert!(offered(&shop).contains(&"F7"), "{text}");
        let drafts = shop.clone();
        assert_eq!(shop.press("F7"), []);
        assert_eq!((shop.country(), shop.criterion().as_deref()), (to, sent), "{text}");
        assert_eq!(shop.drafts(), drafts.drafts(), "both drafts survive");
        assert!(!offered(&shop).contains(&"F7"), "{text}: there is nothing more to switch");
    }
}

#[test]
fn where_a_draft_belongs_to_no_other_country_the_key_does_nothing() {
    for text in ["", "41", "415", "451", "911", "san fr", "4!"] {
        let mut shop = Shop::at_number();
        shop.type_text(text);
        assert!(!offered(&shop).contains(&"F7"), "{text}");
        assert_eq!(shop.press("F7"), []);
        assert_eq!((shop.country(), shop.drafts()), ("US", (text, "")));
    }
}

#[test]
fn a_name_is_taken_as_its_area_code() {
    for (keys, name, country, kind, sent) in [
        ("Enter", "san francisco", "US", Kind::AreaCode, "415"),
        ("Enter", "san fr", "US", Kind::AreaCode, "415"),
        ("Enter", "toronto", "CA", Kind::AreaCode, "416"),
        ("Down Enter", "toronto", "CA", Kind::AreaCode, "437"),
        ("Down Down Down Down Up Enter", "toronto", "CA", Kind::AreaCode, "437"),
        ("PageDown Enter", "toronto", "CA", Kind::AreaCode, "942"),
        ("Enter", "münchen", "DE", Kind::AreaCode, "89"),
        ("Enter", "oslo", "NO", Kind::Pattern, "+4721******"),
    ] {
        let mut shop = Shop::at_number();
        shop.type_text(name);
        assert_eq!(shop.app.place(), Place::PlaceNames, "{name}");
        assert!(["↵", "↑", "↓", "Esc", "?"].iter().all(|key| offered(&shop).contains(key)), "{:?}", offered(&shop));
        assert_eq!(shop.criterion(), None, "a name is never sent");
        assert_eq!(shop.keys(keys), []);
        assert_eq!(shop.app.screen, Screen::Number, "the verdict comes before the review");
        assert_eq!((shop.country(), shop.app.number.kind), (country, kind), "{name}");
        assert_eq!(shop.criterion().as_deref(), Some(sent), "{name}");
        shop.press("Enter");
        assert_eq!(shop.review().draft.request.criterion.to_string(), sent);
    }
}

#[test]
fn the_list_of_places_follows_the_name_and_the_country() {
    let mut shop = Shop::at_number();
    let first = |shop: &Shop| match &shop.app.number.search {
        Some(PlaceSearch::Found(choices)) => Some((choices.rows[0].digits.clone(), choices.selected)),
        _ => None,
    };
    shop.paste("london\n");
    shop.press("Down");
    let american = first(&shop);
    assert_ne!(american, Some(("20".to_owned(), 0)));
    shop.choose_country("gb");
    assert_eq!(first(&shop), Some(("20".to_owned(), 0)), "the chosen country comes first, and nothing is selected yet");
    shop.press("Tab");
    assert_eq!((first(&shop), shop.app.place()), (None, Place::Number));
    shop.press("Tab");
    assert!(first(&shop).is_some(), "the name is still there");
    shop.keys("Ctrl-u 2 0");
    assert_eq!((first(&shop), shop.criterion().as_deref()), (None, Some("20")));
}

#[test]
fn a_question_mark_inside_a_pattern_is_text() {
    let mut shop = Shop::at_number();
    shop.keys("Tab ?");
    assert_eq!(shop.app.place(), Place::Help, "in an empty field it asks for help");
    shop.press("Esc");
    shop.type_text("415 555 ????");
    assert_eq!(shop.criterion().as_deref(), Some("+1415555****"));
    assert!(offered(&shop).contains(&"F1") && !offered(&shop).contains(&"?"));
    shop.press("F1");
    assert_eq!(shop.app.place(), Place::Help);
    shop.keys("? Tab ?");
    assert_eq!(shop.app.place(), Place::Help, "an area code has no wildcards");
    assert_eq!(shop.drafts(), ("", "415 555 ????"));
}

#[test]
fn a_country_without_area_codes_leads_to_the_pattern() {
    for (code, example) in [("sg", "+65********"), ("hk", "+852********"), ("dk", "+45********")] {
        let mut shop = Shop::at_number();
        shop.choose_country(code);
        for text in ["", "6"] {
            shop.type_text(text);
            assert_eq!(shop.press("Enter"), []);
            assert!(shop.note().contains("has no area codes. Tab: search by pattern"), "{}", shop.note());
            assert!(shop.note().contains(example), "{}", shop.note());
            assert_eq!(shop.app.screen, Screen::Number);
        }
        shop.press("Tab");
        shop.type_text(example);
        assert_eq!(shop.criterion().as_deref(), Some(example));
    }
}
