//! The snapshots. Each test reaches a state and shows it at every size.

use ratatui::crossterm::event::KeyCode;

use super::{
    describe, draw,
    reach::{Shop, bought, invalid, lost, number, refused},
};
use crate::domain::{Clean, RefusalKind};

/// The sizes: the classic terminal, a large one, and one that is too small.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

pub fn snapshot(name: &str, mut shop: Shop) {
    for (width, height) in SIZES {
        let described = describe(&draw(&mut shop.app, width, height));
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), described);
        });
    }
}

/// A state, and then some.
pub fn after(mut shop: Shop, act: impl FnOnce(&mut Shop)) -> Shop {
    act(&mut shop);
    shop
}

#[test]
fn account() {
    snapshot("account_loading", Shop::sandbox());
    snapshot("account", Shop::sandbox().at_account());
    snapshot("account_live", Shop::live().at_account());
    snapshot(
        "account_typed",
        after(Shop::sandbox().at_account(), |shop| {
            shop.write("sub_new1");
        }),
    );
    snapshot(
        "account_id_fault",
        after(Shop::sandbox().at_account(), |shop| {
            shop.write("sub_a!");
        }),
    );
    snapshot(
        "account_no_match",
        after(Shop::sandbox().at_account(), |shop| {
            shop.write("zzz");
        }),
    );
}

#[test]
fn account_list_failed() {
    let mut shop = Shop::sandbox();
    let Some(&crate::app::Effect::LoadAccounts(ticket)) = shop.effects.get(1) else { panic!("no list was asked for") };
    let why = Clean::line("The API was not reached: connection refused");
    shop.send(crate::app::Message::AccountsEnded(ticket, crate::app::ListEnd::Failed(why)));
    snapshot("account_list_failed", shop);
}

#[test]
fn number_step() {
    snapshot("number_empty", Shop::sandbox().at_number());
    snapshot(
        "number_incomplete",
        after(Shop::sandbox().at_number(), |shop| {
            shop.write("41");
        }),
    );
    snapshot(
        "number_wrong",
        after(Shop::sandbox().at_number(), |shop| {
            shop.write("(911)");
        }),
    );
    snapshot(
        "number_valid",
        after(Shop::sandbox().at_number(), |shop| {
            shop.write("415");
        }),
    );
    snapshot(
        "number_pattern",
        after(Shop::sandbox().at_number(), |shop| {
            shop.press(KeyCode::Tab).write("(415) 555-****");
        }),
    );
    snapshot(
        "number_enter_too_early",
        after(Shop::sandbox().at_number(), |shop| {
            shop.press(KeyCode::Enter);
        }),
    );
}

/// Step 2 with another country, where one is given, and a draft.
fn number_of(country: &str, pattern: bool, draft: &str) -> Shop {
    after(Shop::sandbox().at_number(), |shop| {
        if !country.is_empty() {
            shop.press(KeyCode::F(2)).write(country).press(KeyCode::Enter);
        }
        if pattern {
            shop.press(KeyCode::Tab);
        }
        shop.write(draft);
    })
}

#[test]
fn drafts_that_belong_elsewhere() {
    snapshot("number_elsewhere", number_of("", false, "416"));
    snapshot("number_elsewhere_pattern", number_of("", true, "+44 20"));
    snapshot(
        "number_switched",
        after(number_of("", false, "416"), |shop| {
            shop.press(KeyCode::F(7));
        }),
    );
    snapshot("number_unassigned", number_of("", false, "451"));
    snapshot("number_no_area_codes", number_of("sg", false, ""));
    snapshot("number_no_area_codes_elsewhere", number_of("sg", false, "+1 415"));
}

#[test]
fn names_of_places() {
    snapshot("number_place", number_of("", false, "san fr"));
    snapshot("number_place_many", number_of("", false, "new"));
    snapshot(
        "number_place_moved",
        after(number_of("", false, "toronto"), |shop| {
            shop.press(KeyCode::Down);
        }),
    );
    snapshot(
        "number_place_taken",
        after(number_of("", false, "münchen"), |shop| {
            shop.press(KeyCode::Enter);
        }),
    );
    snapshot("number_place_nowhere", number_of("", false, "nosuchplace"));
}

#[test]
fn patterns_in_words() {
    snapshot("number_pattern_wrong", number_of("", true, "415 055"));
    snapshot("number_pattern_too_long", number_of("", true, "+1 415 555 ****1"));
    snapshot("number_pattern_wrong_de", number_of("de", true, "+49 110"));
    snapshot("number_pattern_any", number_of("", true, "+1**********"));
    snapshot("number_pattern_toll_free", number_of("", true, "800 FLO ????"));
    snapshot("number_pattern_mixed", number_of("gb", true, "+44 8*********"));
    snapshot("number_pattern_few", number_of("", true, "(415) 555-010*"));
}

#[test]
fn country_list() {
    snapshot(
        "countries",
        after(Shop::sandbox().at_number(), |shop| {
            shop.press(KeyCode::F(2)).write("king");
        }),
    );
}

#[test]
fn review() {
    snapshot(
        "review",
        after(Shop::sandbox().at_review(), |shop| {
            shop.write("BU");
        }),
    );
    snapshot(
        "review_live",
        after(Shop::live().at_review(), |shop| {
            shop.write("BUY");
        }),
    );
    snapshot(
        "review_curl",
        after(Shop::live().at_review(), |shop| {
            shop.press(KeyCode::F(3));
        }),
    );
    let settling = after(Shop::live().at_number(), |shop| {
        shop.write("415").press(KeyCode::Enter);
    });
    snapshot("review_settling", settling);
    let pasted = |shop: &mut Shop| {
        shop.send(crate::app::Message::Paste("BUY\n".to_owned()));
    };
    snapshot("review_pasted", after(Shop::live().at_review(), pasted));
}

#[test]
fn review_beside_an_unknown() {
    let again = after(Shop::live().answered(lost()), |shop| {
        shop.press(KeyCode::Esc).settle();
    });
    snapshot("review_buy_another", again);
}

#[test]
fn sending() {
    snapshot("sending", Shop::live().at_sending());
    snapshot(
        "sending_leave",
        after(Shop::live().at_sending(), |shop| {
            shop.write("q");
        }),
    );
}

#[test]
fn receipt() {
    snapshot(
        "receipt",
        after(Shop::sandbox().answered(bought(number())), |shop| {
            shop.list_numbers(vec![number()]);
        }),
    );
    snapshot(
        "receipt_live",
        after(Shop::live().answered(bought(number())), |shop| {
            shop.list_numbers(Vec::new());
        }),
    );
    let mut other = number();
    other.number = Clean::line("+12125550142");
    snapshot("receipt_differs", Shop::live().answered(bought(other)));
    snapshot(
        "receipt_answer",
        after(Shop::live().answered(bought(number())), |shop| {
            shop.write("v");
        }),
    );
}

#[test]
fn not_bought() {
    snapshot("not_bought_none", Shop::live().answered(refused(RefusalKind::NotFound)));
    snapshot("not_bought_invalid", Shop::live().answered(invalid()));
    snapshot("not_bought_key", Shop::live().answered(refused(RefusalKind::KeyRefused)));
    snapshot("not_bought_quota", Shop::live().answered(refused(RefusalKind::QuotaOrPlan)));
    let limited = RefusalKind::RateLimited { retry_after_ms: Some(5_000) };
    snapshot("not_bought_limited", Shop::live().answered(refused(limited)));
    let unreachable = RefusalKind::NeverLeft(Clean::line("The API was not reached: connection refused."));
    snapshot("not_bought_never_left", Shop::live().answered(refused(unreachable)));
}

#[test]
fn back_from_a_validation_failure() {
    snapshot(
        "number_objection",
        after(Shop::live().answered(invalid()), |shop| {
            shop.press(KeyCode::Enter);
        }),
    );
}

#[test]
fn unknown() {
    snapshot("unknown_looking", Shop::live().answered(lost()));
    let seen = |shop: &mut Shop| {
        shop.list_numbers(vec![number()]);
    };
    snapshot("unknown", after(Shop::live().answered(lost()), seen));
    snapshot(
        "unknown_none",
        after(Shop::live().answered(lost()), |shop| {
            shop.list_numbers(Vec::new());
        }),
    );
    let early = |shop: &mut Shop| {
        shop.list_numbers(Vec::new()).write("n");
    };
    snapshot("unknown_too_early", after(Shop::live().answered(lost()), early));
    let link = |shop: &mut Shop| {
        shop.list_numbers(vec![number()]).press(KeyCode::Enter);
    };
    snapshot("unknown_link", after(Shop::live().answered(lost()), link));
    snapshot(
        "unknown_again",
        after(Shop::live().answered(lost()), |shop| {
            shop.write("s");
        }),
    );
}

#[test]
fn help() {
    snapshot(
        "help",
        after(Shop::live().at_review(), |shop| {
            shop.write("?");
        }),
    );
}

#[test]
fn no_size_breaks_a_screen() {
    let shops = [
        Shop::sandbox().at_account(),
        Shop::sandbox().at_number(),
        Shop::live().at_review(),
        Shop::live().at_sending(),
        Shop::live().answered(bought(number())),
        Shop::live().answered(invalid()),
        Shop::live().answered(lost()),
    ];
    for mut shop in shops {
        for width in [0, 1, 2, 3, 7, 20, 71, 72, 73, 200] {
            for height in [0, 1, 2, 3, 5, 21, 22, 23, 90] {
                let buffer = draw(&mut shop.app, width, height);
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            }
        }
    }
}
