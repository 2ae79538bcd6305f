//! A secret key that is pasted by mistake goes nowhere.

use super::{places::places, support::Shop, things::setup};

const SECRET: &str = "vx_live_3fa9c2d7e81b";

/// All that the program knows and has asked for, as text.
fn everything(shop: &Shop) -> String {
    format!("{:?} {:?}", shop.app, shop.history)
}

#[test]
fn p11_a_pasted_key_enters_no_state_and_no_effect() {
    for (name, shop) in places() {
        for paste in [
            SECRET.to_owned(),
            format!("  {SECRET}\n"),
            format!("Authorization: Bearer {SECRET}"),
            // Taking a line break out must not put a key together.
            SECRET.replacen("vx_", "vx\n_", 1),
            SECRET.replacen("vx_", "v\tx_", 1),
        ] {
            let mut shop = shop.clone();
            shop.paste(&paste);
            let all = everything(&shop);
            assert!(!all.contains("3fa9c2d7e81b"), "{name}: {paste:?}");
        }
    }
}

#[test]
fn a_key_pasted_behind_its_own_beginning_is_refused_too() {
    let mut shop = Shop::new(setup());
    shop.type_text("vx");
    shop.paste(&SECRET["vx".len()..]);
    assert!(!everything(&shop).contains("3fa9c2d7e81b"));
    assert!(shop.note().contains("secret key"), "{}", shop.note());
}

#[test]
fn where_text_is_taken_a_refused_key_is_said() {
    for keys in ["", "Enter", "Enter Tab", "Enter F2"] {
        let mut shop = Shop::new(setup());
        if !keys.is_empty() {
            shop.keys(keys);
        }
        shop.paste(SECRET);
        assert!(shop.note().contains("secret key"), "{keys}: {}", shop.note());
    }
}

/// Direction marks and their like are shown, not obeyed, wherever text is taken.
#[test]
fn p10_what_hides_in_typed_or_pasted_text_is_made_visible() {
    for keys in ["", "Enter", "Enter Tab"] {
        for paste in [false, true] {
            let mut shop = Shop::new(setup());
            if !keys.is_empty() {
                shop.keys(keys);
            }
            if paste {
                shop.paste("4\u{202e}15");
            } else {
                shop.type_text("4\u{202e}15");
            }
            let app = &shop.app;
            let texts = [app.account.filter.value(), app.number.area_code.value(), app.number.pattern.value()];
            assert_eq!(texts.concat(), "4<U+202E>15", "{keys}, pasted: {paste}");
        }
    }
}
