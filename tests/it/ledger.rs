//! A ledger that cannot be sold from, through the real loop and the built program: it comes up first, sells nothing, and
//! leads on where a person says so.
//!
//! Disks that are full or read-only are mounted in a namespace of the program's own. Where the system makes none for a
//! person, those tests say that they prove nothing; under `CI` that is a failure.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use portable_pty::CommandBuilder;
use ratatui::crossterm::event::KeyCode::{Char, Enter, Esc, F};
use rusqlite::Connection;

use crate::support::{ACME, BINARY, Control, Program, Session, Term, World};

/// Spoils the answer of the first purchase, which is settled.
fn damage(ledger: &Path) -> Vec<u8> {
    let db = Connection::open(ledger).unwrap();
    db.execute_batch("DROP TRIGGER event_stays; UPDATE event SET event = '{}' WHERE seq = 2").unwrap();
    db.close().unwrap();
    fs::read(ledger).unwrap()
}

/// A world in which one number is bought, and the program has ended.
async fn with_a_purchase() -> World {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.quit().await;
    world
}

/// What is kept of damaged ledgers.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.to_str().unwrap().contains(".damaged-") && path.to_str().unwrap().ends_with('Z')).collect()
}

/// Walks to the review from the ledger's screen and types the word: nothing is sent.
async fn buys_nothing(session: &mut Session, world: &World) {
    let posts = world.posts().len();
    session.look_around().await;
    session.review("sub_slow").await;
    session.confirm();
    session.sees("Nothing is sent without a ledger").await;
    assert_eq!(world.posts().len(), posts);
    session.press(Esc);
    session.at("Number").await;
    session.press(F(4));
    session.at("Ledger").await;
}

async fn accept(session: &mut Session) {
    session.sees("a Accept the damage").await;
    session.press(Char('a'));
    session.sees("y Yes").await;
    session.press(Char('y'));
    session.sees("Go on without what is lost?").await;
    session.sees("y Yes").await;
    session.press(Char('y'));
}

#[tokio::test]
async fn p17_a_damaged_ledger_sells_nothing_until_it_is_accepted_and_is_kept() {
    let world = with_a_purchase().await;
    let damaged = damage(&world.ledger_file());

    let mut session = world.session();
    let said = session.at("Ledger").await;
    assert!(said.text.contains("1 purchase cannot be read"), "{}", said.text);
    buys_nothing(&mut session, &world).await;
    assert!(fs::read(world.ledger_file()).unwrap() == damaged, "it was not left as it is");
    accept(&mut session).await;

    // How the purchase ended is lost, so it waits for a person, beside the number that was sold.
    let unknown = session.at("Unknown").await;
    assert!(unknown.text.contains("how this purchase ended was lost"), "{}", unknown.text);
    session.sees(&world.sold()).await;
    session.press(Esc);
    session.sees("Type BUY to confirm").await;
    session.confirm();
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len()), (vec!["bought", "unknown"], 2));
    let [copy] = &copies(&world.ledger())[..] else { panic!("not one copy") };
    assert!(fs::read(copy).unwrap() == damaged, "the copy is not what was there");
}

#[tokio::test]
async fn p17_a_newer_ledger_is_shown_left_alone_and_never_accepted() {
    let world = with_a_purchase().await;
    Connection::open(world.ledger_file()).unwrap().pragma_update(None, "user_version", 3).unwrap();
    let newer = fs::read(world.ledger_file()).unwrap();
    let mut session = world.session();
    let said = session.at("Ledger").await;
    assert!(said.text.contains("newer") && !said.text.contains("Accept"), "{}", said.text);
    session.press(Char('a'));
    session.press(Char('y'));
    buys_nothing(&mut session, &world).await;
    session.quit().await;
    assert!(fs::read(world.ledger_file()).unwrap() == newer);
    assert_eq!(copies(&world.ledger()), [""; 0].map(PathBuf::from));
}

#[tokio::test]
async fn a_locked_ledger_is_waited_for_and_another_try_buys() {
    let world = with_a_purchase().await;
    let other = Connection::open(world.ledger_file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut session = world.session();
    let said = session.at("Ledger").await;
    assert!(said.text.contains("locked") && said.text.contains("1 purchase is whole"), "{}", said.text);
    buys_nothing(&mut session, &world).await;
    other.execute_batch("ROLLBACK").unwrap();
    session.press(Char('r'));
    session.sees("Type BUY to confirm").await;
    session.confirm();
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!(world.posts().len(), 2);
}

#[tokio::test]
async fn p04_a_ledger_that_goes_away_while_it_is_open_sells_nothing() {
    let world = with_a_purchase().await;
    let away = world.ledger().join("away");
    let mut session = world.session();
    session.review("sub_slow").await;
    fs::rename(world.ledger_file(), &away).unwrap();
    session.confirm();
    let frame = session.at("Not bought").await;
    assert!(
        frame.text.contains("ledger is missing") && frame.text.contains("Nothing left this machine"),
        "{}",
        frame.text
    );
    assert_eq!(world.posts().len(), 1);
    session.press(Enter);
    session.at("Number").await;
    session.press(F(4));
    session.at("Ledger").await;
    // As long as it is away there is none, and none is begun.
    session.press(Char('r'));
    session.sees("r Try again").await;
    session.sees("Ledger: missing").await;
    assert!(!world.ledger_file().exists());
    fs::rename(&away, world.ledger_file()).unwrap();
    session.press(Char('r'));
    session.sees("Type BUY to confirm").await;
    session.confirm();
    session.at("Receipt").await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len()), (vec!["bought", "bought"], 2));
}

#[tokio::test]
async fn p15_where_one_window_accepts_the_other_notices_before_it_sends() {
    let world = with_a_purchase().await;
    let mut other = world.session();
    other.review("sub_slow").await;
    damage(&world.ledger_file());
    let mut session = world.session();
    session.at("Ledger").await;
    accept(&mut session).await;
    session.at("Unknown").await;
    other.confirm();
    let frame = other.at("Not bought").await;
    assert!(
        frame.text.contains("ledger is replaced") && frame.text.contains("Nothing left this machine"),
        "{}",
        frame.text
    );
    assert_eq!(world.posts().len(), 1);
    other.press(Enter);
    other.at("Number").await;
    other.press(F(4));
    other.at("Ledger").await;
    other.press(Char('r'));
    other.at("Unknown").await;
    other.press(Esc);
    other.sees("Type BUY to confirm").await;
    other.confirm();
    other.at("Receipt").await;
    other.quit().await;
    session.quit().await;
    assert_eq!((world.states(), world.posts().len()), (vec!["bought", "unknown"], 2));
}

/// A shell in a namespace of its own that mounts something and then becomes the program.
fn mounted(script: &str) -> Vec<String> {
    let script = format!("{script} && exec \"$0\" \"$@\"");
    ["unshare", "--map-root-user", "--mount", "sh", "-c"].map(str::to_owned).into_iter().chain([script]).collect()
}

/// Whether this system lets a person mount something for themselves.
fn mounts_are_here() -> bool {
    let script = mounted("mount -t tmpfs tmpfs /mnt");
    let ran = Command::new(&script[0]).args(&script[1..]).arg("true").output();
    let is_here = ran.is_ok_and(|ran| ran.status.success());
    if !is_here {
        let _ = std::io::stderr().write_all(b"nothing can be mounted here, so this test proves nothing\n");
        assert!(std::env::var_os("CI").is_none(), "nothing can be mounted here");
    }
    is_here
}

/// Starts the program where this was mounted.
fn start_in(program: &Program, script: &str) -> Term {
    let words = mounted(&format!("PATH=/usr/sbin:/usr/bin:/sbin:/bin; {script}"));
    let unshare = ["/usr/bin/unshare", "/bin/unshare"].into_iter().find(|path| Path::new(path).exists()).unwrap();
    let mut command = CommandBuilder::new(unshare);
    command.args(&words[1..]);
    command.args([BINARY, "--sub-account", ACME, "--country", "US", "--area-code", "415"]);
    Term::run(program, command, Control::Yes)
}

/// A home in which one number is bought.
fn with_a_sale() -> Program {
    let program = Program::new();
    let mut term = Term::start(&program, &["--sub-account", ACME, "--country", "US", "--area-code", "415"]);
    term.confirm();
    term.at("Receipt");
    term.press("q");
    term.end().whole(0);
    program
}

/// The ledger's screen comes up, with these words; behind it the review sells nothing.
fn sells_nothing(program: &Program, mut term: Term, words: &[&str]) {
    let said = term.at("Ledger");
    assert!(words.iter().all(|word| said.contains(word)), "{said}");
    term.press("\x1b");
    term.sees("Type BUY to confirm");
    term.press("BUY");
    term.sees("Type BUY to confirm: BUY");
    term.press("\r");
    term.sees("Nothing is sent without a ledger");
    term.press("\x03");
    term.end().whole(130);
    assert_eq!((program.states(), program.sales()), (vec!["bought"], 1));
}

#[test]
fn p04_a_read_only_disk_shows_what_was_bought_and_sells_nothing() {
    if !mounts_are_here() {
        return;
    }
    let program = with_a_sale();
    let folder = program.ledger();
    let folder = folder.to_str().unwrap();
    let script = format!("mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}");
    let term = start_in(&program, &script);
    sells_nothing(&program, term, &["Ledger: read-only", "1 purchase is whole"]);
    let words = mounted(&script);
    let ran = Command::new(&words[0]).args(&words[1..]).arg(BINARY).args(["history", "--data-dir", folder]).output();
    let ran = ran.unwrap();
    assert!(ran.status.success() && String::from_utf8_lossy(&ran.stdout).contains("bought"), "{ran:?}");
}

#[test]
fn p04_a_full_disk_is_said_and_sells_nothing() {
    if !mounts_are_here() {
        return;
    }
    let program = with_a_sale();
    let folder = program.ledger();
    let (folder, aside) = (folder.to_str().unwrap(), program.home().join("aside"));
    // Room for the ledger, and not for what has to stand beside it.
    let script = format!(
        "cp -a {folder} {aside} && mount -t tmpfs -o size=44k,mode=700 tmpfs {folder} && cp {aside}/ledger.sqlite3 {folder}",
        aside = aside.to_str().unwrap()
    );
    let term = start_in(&program, &script);
    sells_nothing(&program, term, &["Ledger: on a full disk", "The disk is full"]);
}
