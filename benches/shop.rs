//! What a key press costs inside: validation, update, filter, draw.
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use divan::{Bencher, black_box};
use numshop::{
    app::{App, Effect, Keys, ListEnd, Message, Now, Prefill, Setup, update},
    domain::{
        Clean, Criterion, KeyRef, Origin, SubAccount, SubAccountId,
        criterion::Kind,
        explanation::{Explanation, example},
    },
    numbering::Country,
    screen::view,
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent},
};

fn main() {
    divan::main();
}

/// A shop in the sandbox that knows this many sub-accounts.
fn shop(accounts: usize, prefill: Prefill) -> App {
    let usual = Some(KeyRef { label: Clean::line("sandbox"), last4: Clean::default() });
    let (mut app, effects) = App::new(Setup {
        now: Now::default(),
        size: (120, 40),
        origin: Origin::Sandbox,
        keys: Keys { usual, can_list: true, ..Keys::default() },
        accounts: Vec::new(),
        prefill,
        notices: Vec::new(),
    });
    let named = |at| SubAccount {
        id: SubAccountId::parse(&format!("sub_{at:08x}")).unwrap(),
        name: Some(Clean::line(&format!("Company number {at}"))),
    };
    for effect in effects {
        if let Effect::LoadAccounts(ticket) = effect {
            update(&mut app, Message::AccountsPage(ticket, (0..accounts).map(named).collect()));
            update(&mut app, Message::AccountsEnded(ticket, ListEnd::Complete));
        }
    }
    app
}

fn prefilled() -> Prefill {
    let criterion = Some((Kind::Pattern, "+1415555****".to_owned()));
    Prefill { sub_account: Some("sub_8a1f4c2e".to_owned()), country: None, criterion }
}

#[divan::bench(args = ["US", "GB", "DE", "IN", "CN"])]
fn read_a_pattern(bencher: Bencher, country: &str) {
    let country = Country::parse(country).unwrap();
    let input = format!("+{} 415 555 ****", country.calling_code());
    bencher.bench_local(|| Criterion::read(Kind::Pattern, country, black_box(&input)));
}

/// A whole key press on step 2, without the drawing: the last one of a draft, what the draft then means, and all that is
/// said of it.
#[divan::bench(args = [
    ("US", Kind::AreaCode, "415"),
    ("US", Kind::Pattern, "+1415555****"),
    ("US", Kind::Pattern, "+1800*******"),
    ("US", Kind::Pattern, "+1**********"),
    ("GB", Kind::Pattern, "+4420794600**"),
    ("GB", Kind::Pattern, "+44**********"),
    ("DE", Kind::Pattern, "+4930*******"),
    ("DE", Kind::Pattern, "+49***********"),
    ("IN", Kind::Pattern, "+91**********"),
    ("CN", Kind::Pattern, "+86***********"),
])]
fn key_press_on_number(bencher: Bencher, (country, kind, draft): (&str, Kind, &str)) {
    explained_after_keys(bencher, country, kind, draft);
}

/// The same where the draft is wrong, belongs to another country or to nobody, or is a name.
#[divan::bench(args = [
    ("US", Kind::AreaCode, "416"),
    ("US", Kind::AreaCode, "451"),
    ("US", Kind::Pattern, "+44 20"),
    ("US", Kind::AreaCode, "san f"),
    ("US", Kind::AreaCode, "sa"),
])]
fn key_press_on_a_wrong_draft(bencher: Bencher, (country, kind, draft): (&str, Kind, &str)) {
    explained_after_keys(bencher, country, kind, draft);
}

fn explained_after_keys(bencher: Bencher, country: &str, kind: Kind, draft: &str) {
    let mut begun = draft.to_owned();
    let last = KeyEvent::from(KeyCode::Char(begun.pop().unwrap()));
    let country = Country::parse(country).unwrap();
    let prefill = Prefill {
        sub_account: Some("sub_8a1f4c2e".to_owned()),
        country: Some(country),
        criterion: Some((kind, begun)),
    };
    let app = shop(10, prefill);
    let press = |mut app: App| {
        update(&mut app, Message::Key(black_box(last)));
        let said = match app.number.criterion() {
            Some(criterion) => {
                Some((Explanation::of(country, &criterion), example(country, &criterion, app.number.sample)))
            }
            None => None,
        };
        let there = app.number.elsewhere();
        (app, said, there)
    };
    // The first press compiles the plans that it asks.
    press(app.clone());
    bencher.with_inputs(|| app.clone()).bench_local_values(press);
}

#[divan::bench(args = [10, 1_000, 10_000])]
fn filter_accounts(bencher: Bencher, accounts: usize) {
    let mut app = shop(accounts, Prefill::default());
    let (key, back) = (KeyEvent::from(KeyCode::Char('9')), KeyEvent::from(KeyCode::Backspace));
    bencher.bench_local(|| {
        update(&mut app, Message::Key(key));
        update(&mut app, Message::Key(back))
    });
}

#[divan::bench]
fn draw_account(bencher: Bencher) {
    draw(bencher, &shop(1_000, Prefill::default()));
}

#[divan::bench]
fn draw_review(bencher: Bencher) {
    draw(bencher, &shop(10, prefilled()));
}

fn draw(bencher: Bencher, app: &App) {
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    bencher.bench_local(|| terminal.draw(|frame| _ = view(app, frame)).map(|_| ()));
}
