//! Step 2: two drafts, one country, and what lacks.

use super::{
    support::Shop,
    things::{country, setup_filled},
};
use crate::{
    app::{Overlay, Screen},
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
        ("Tab", "Type a pattern first."),
        ("Tab + 1 4 1 5", "Not complete yet: 7 more digits or *."),
        ("Tab + 4 4", "Numbers in United States begin with +1"),
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
