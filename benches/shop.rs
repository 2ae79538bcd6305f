//! What a key press costs inside: validation, update, filter, draw.
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use divan::{Bencher, black_box};
use numshop::{
    app::{App, Effect, Keys, ListEnd, Message, Now, Prefill, Setup, update},
    domain::{Clean, Criterion, KeyRef, Origin, SubAccount, SubAccountId, criterion::Kind},
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
