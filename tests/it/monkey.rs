//! A monkey at the real loop, with the real executor, client, ledger and sandbox: more than a hundred thousand keys,
//! pastes and resizes, most of them senseless, and now and then what a person would do, so that it comes everywhere.
//!
//! It keeps a count of the words that it has typed, key by key. No part may panic, and no purchase may reach the server
//! without a word typed for it. The seed is printed: `NUMSHOP_SEED=… cargo test monkey` plays the same again, as far as
//! two threads ever do the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use numshop::app::Ending;
use ratatui::crossterm::event::{
    KeyCode::{
        self, BackTab, Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up,
    },
    KeyEvent, KeyModifiers,
};

use crate::support::{Frame, Session, World, ctrl};

/// How much it does at least, and how much at most to come everywhere.
const EVENTS: usize = 100_000;
const MOST: usize = 4 * EVENTS;
/// How much it does in one world: in an old one so much is open that little goes on.
const ROUND: usize = EVENTS / 8;
/// The accounts that it buys for: most endings, and some faults.
const ACCOUNTS: [&str; 10] = [
    "sub_8a1f4c2e",
    "sub_slow",
    "sub_none",
    "sub_key",
    "sub_busy",
    "sub_error",
    "sub_lost",
    "sub_other_area",
    "sub_evil_no",
    "sub_lost_402",
];
const KEYS: [KeyCode; 22] = [
    Enter,
    Enter,
    Enter,
    Esc,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(2),
    F(3),
    F(6),
    F(7),
    F(8),
];
const LETTERS: &str = "BUYbuy BUY ANOTHER 0123456789*+x?#()-syntlcvao é東\u{202e}\u{1b}";
const PASTES: [&str; 7] =
    ["BUY\n", "BUY ANOTHER\r\n", "BUY", "(415) 555-****", "\u{1b}[2J\u{202e}", "vx_live_0123456789abcdef", "toronto"];
/// What has to come up at least once, by the words that show it.
const PLACES: [(&str, &str); 17] = [
    ("account", "Account: who is billed"),
    ("number", "Number: what to look for"),
    ("countries", "name, code or calling code"),
    ("review", "Type BUY to confirm"),
    ("review beside an open purchase", "Type BUY ANOTHER to confirm"),
    ("curl", "As a curl command"),
    ("sending", "Sending"),
    ("leaving while sending", "Leave now?"),
    ("receipt", "Receipt"),
    ("a warning", "It is not what was asked for"),
    ("raw answer", "What the API answered"),
    ("not bought", "Not bought"),
    ("unknown", "Unknown: may be bought"),
    ("several unknowns", "Open purchases: each has to be settled"),
    ("timeline", "What happened to this purchase"),
    ("check", "Check: what is owned"),
    ("help", "Help: keys that work here"),
];

/// Numbers that look random, the same for the same seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 8).unwrap() % sides
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }
}

/// The monkey, and what it has done.
struct Monkey {
    dice: Dice,
    session: Session,
    events: usize,
    /// What it has typed since the last word.
    typed: String,
    /// How often it pressed Enter behind a word that confirms.
    words: usize,
    /// How often it pressed the key that sends again.
    agains: usize,
    starts: usize,
    seen: BTreeMap<&'static str, usize>,
}

impl Monkey {
    async fn start(world: &World, dice: Dice, seen: BTreeMap<&'static str, usize>) -> Self {
        let (session, typed) = (started(world).await, String::new());
        Self { dice, session, events: 0, typed, words: 0, agains: 0, starts: 1, seen }
    }

    fn press(&mut self, key: impl Into<KeyEvent>) {
        let key = key.into();
        match (key.code, key.modifiers) {
            (Enter, _) if self.typed.ends_with("BUY") || self.typed.ends_with("BUY ANOTHER") => {
                self.words += 1;
                self.typed.clear();
            }
            (Backspace, _) => drop(self.typed.pop()),
            // What a review takes for text; `?` opens the help.
            (Char(letter), KeyModifiers::NONE) if (' '..='~').contains(&letter) && letter != '?' => {
                self.typed.push(letter);
                self.agains += usize::from(letter == 's');
            }
            _ => {}
        }
        self.session.press(key);
        self.events += 1;
    }

    fn type_text(&mut self, text: &str) {
        text.chars().for_each(|letter| self.press(Char(letter)));
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.session.resize(columns, rows);
        self.events += 1;
    }

    /// Something senseless.
    fn fool_about(&mut self) {
        match self.dice.roll(4000) {
            0 => self.press(ctrl('c')),
            1 => self.press(Char('q')),
            2..30 => {
                let (columns, rows) = (self.dice.roll(200), self.dice.roll(60));
                self.resize(u16::try_from(columns).unwrap() + 1, u16::try_from(rows).unwrap() + 1);
            }
            30..120 => self.resize(80, 24),
            120..280 => {
                let text = self.dice.one_of(&PASTES);
                self.session.paste(text);
                self.events += 1;
            }
            280..360 => {
                let letter = self.dice.one_of(&['u', 'w', 'a', 'e', 'k', 'l', 'h']);
                self.press(ctrl(letter));
            }
            360..1600 => {
                let key = self.dice.one_of(&KEYS);
                self.press(key);
            }
            _ => {
                let letters: Vec<_> = LETTERS.chars().collect();
                let letter = self.dice.one_of(&letters);
                self.press(Char(letter));
            }
        }
    }

    /// What a person would do, who sees this.
    async fn go_on(&mut self, frame: &Frame) {
        let at = |title: &str| frame.is_at(title);
        let sees = |words: &str| frame.text.contains(words);
        let ways: &[&[KeyCode]] = match () {
            () if !sees("┌") => return self.resize(80, 24),
            () if sees("Leave now?") => &[&[Char('n')], &[Char('n')], &[Char('n')], &[Char('y')]],
            () if sees("y  Yes      n  No") => &[&[Char('y')], &[Char('n')]],
            () if sees("Help: keys") || sees("As a curl") || sees("What the API") || sees("What happened to") => {
                &[&[Esc]]
            }
            () if sees("name, code or calling code") => &[&[Esc], &[Char('u'), Enter]],
            () if sees("Open purchases:") => &[&[Enter], &[Down, Enter], &[Esc]],
            () if at("Account") => {
                self.press(ctrl('u'));
                let account = self.dice.one_of(&ACCOUNTS);
                self.type_text(account);
                &[&[Enter], &[Enter], &[Enter], &[F(8)], &[F(4)], &[F(1)]]
            }
            () if at("Number") => {
                self.press(ctrl('u'));
                self.type_text("415");
                &[&[Enter], &[Enter], &[Enter], &[F(2)], &[Tab]]
            }
            () if at("Review") => return self.review(sees("BUY ANOTHER")).await,
            () if at("Sending") => &[&[Char('x')], &[Char('q')]],
            () if at("Receipt") => {
                &[&[Char('a')], &[Char('v')], &[Char('b')], &[Char('o')], &[Char('l')], &[Char('c')]]
            }
            () if at("Not bought") => &[&[Enter], &[Char('s')], &[Char('v')]],
            () if at("Unknown") => {
                &[&[Char('s'), Char('y')], &[Enter, Char('y')], &[Esc], &[Char('n'), Char('y')], &[Char('t')], &[F(4)]]
            }
            () => &[&[Esc]],
        };
        let keys = self.dice.one_of(ways);
        // Where a screen has just come up, nothing counts before the keyboard was quiet.
        self.session.let_pass(Duration::from_millis(300)).await;
        for key in keys {
            self.press(*key);
        }
    }

    /// Waits until the review takes the word, and types it; or looks at the command first.
    async fn review(&mut self, is_another: bool) {
        if self.dice.roll(6) == 0 {
            return self.press(F(3));
        }
        self.session.let_pass(Duration::from_millis(300)).await;
        self.type_text(if is_another { "BUY ANOTHER" } else { "BUY" });
        self.press(Enter);
    }

    fn look(&mut self, frame: &Frame) {
        for (name, words) in PLACES {
            if frame.text.contains(words) && (words.contains(' ') || frame.is_at(words)) {
                *self.seen.entry(name).or_default() += 1;
            }
        }
    }

    /// One burst of events, and a look at what came of it.
    async fn play(&mut self, world: &World) {
        let frame = self.session.frame();
        if self.dice.roll(6) == 0 {
            for _ in 0..=self.dice.roll(400) {
                self.fool_about();
            }
        } else {
            self.go_on(&frame).await;
        }
        match self.session.drawn().await {
            Some(frame) => self.look(&frame),
            None => self.start_again(world).await,
        }
    }

    /// Every purchase that reached the server had its word, and was sent again by a key only.
    fn check(&self, world: &World, seed: u64) {
        let posts = world.posts();
        let purchases: BTreeSet<_> = posts.iter().map(|post| post.idempotency_key.clone()).collect();
        assert!(purchases.len() <= self.words, "{} purchases, {} words; seed {seed}", purchases.len(), self.words);
        assert!(posts.len() <= purchases.len() + self.agains, "sent again by itself; seed {seed}");
        assert!(world.sales().len() <= purchases.len(), "more sold than confirmed; seed {seed}");
    }

    /// It has left: that ends in order, and a new program begins where the old one was.
    async fn start_again(&mut self, world: &World) {
        let next = started(world).await;
        let ending = std::mem::replace(&mut self.session, next).end().await;
        assert!(!matches!(ending, Ending::Failed(_)), "{ending:?}");
        self.typed.clear();
        self.starts += 1;
    }
}

/// A program whose ledger is open: a word is never typed in vain then.
async fn started(world: &World) -> Session {
    let mut session = world.session();
    session.ledger_is_open().await;
    session
}

fn seed() -> u64 {
    let given = env::var("NUMSHOP_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs())
}

#[tokio::test]
async fn p01_p20_a_monkey_buys_nothing_without_the_word() {
    let seed = seed();
    // Past the capture of test output: whoever wants to play it again needs the seed.
    let _ = writeln!(std::io::stderr(), "the monkey's seed is {seed}");
    let (mut dice, mut places, mut totals) = (Dice(seed), BTreeMap::new(), [0; 5]);
    while totals[0] < EVENTS || (places.len() < PLACES.len() && totals[0] < MOST) {
        let world = World::new().await;
        let mut monkey = Monkey::start(&world, dice, places).await;
        while monkey.events < ROUND {
            monkey.play(&world).await;
            monkey.check(&world, seed);
        }
        let counts = [monkey.events, monkey.starts, monkey.words, world.posts().len(), world.sales().len()];
        totals = std::array::from_fn(|at| totals[at] + counts[at]);
        (dice, places) = (monkey.dice, monkey.seen);
    }
    let _ = writeln!(std::io::stderr(), "events, starts, words, requests, sales: {totals:?}; screens: {places:?}");
    for (name, _) in PLACES {
        assert!(places.contains_key(name), "never came to: {name}; seed {seed}");
    }
    // What sends nothing proves nothing.
    assert!(totals[3] >= 20 && totals[4] >= 5, "{totals:?}; seed {seed}");
}
