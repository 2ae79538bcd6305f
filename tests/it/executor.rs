//! The executor alone: what it refuses although somebody asks for it, and what it finds out by the way.

use std::time::Duration;

use numshop::{
    api::Limits,
    app::{Attempted, Effect, Message, Numbers, Ticket},
    cli,
    config::{Mode, Settings},
    domain::{IntentId, Origin, Record, SubAccountId},
    ledger::LedgerHandle,
    runtime::{ApiAccess, Clock, Executor},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::yield_now,
    time::{advance, pause, timeout},
};

use crate::support::{ACME, PATIENCE, World};

/// An executor in a program with this key, and what it reports.
fn executor(world: &World, key: Option<&str>) -> (Executor, UnboundedReceiver<Message>) {
    let mut env = world.env();
    if let Some(key) = key {
        key.clone_into(&mut env[0].1);
    }
    let value = |name: &str| env.iter().find(|(own, _)| *own == name).map(|(_, value)| value.into());
    let cli = cli::parse(["numshop", "--data-dir", "x", "--log-dir", "x"].map(Into::into)).unwrap();
    let Mode::Live { base, keys } = Settings::load(&cli, &value).unwrap().mode else { panic!("not live") };
    let (messages, queue) = unbounded_channel();
    let api = ApiAccess::live(base.clone(), keys, Limits::default());
    let ledger = LedgerHandle::new(&world.ledger());
    (Executor::new(Origin::Live(base), api, ledger, Clock::new(), messages), queue)
}

/// All that an effect comes to, in a program with this key.
async fn perform(world: &World, key: Option<&str>, effect: Effect) -> Vec<Message> {
    let (executor, mut queue) = executor(world, key);
    executor.start(effect);
    let mut all = Vec::new();
    while !matches!(all.last(), Some(Message::Answered(..) | Message::NumbersListed(..))) {
        all.push(timeout(PATIENCE, queue.recv()).await.unwrap().unwrap());
    }
    executor.close().await;
    all
}

/// A purchase that may be bought, as the first window leaves it.
async fn open_purchase(world: &World, account: &str) -> IntentId {
    let mut session = world.session();
    session.buy(account).await;
    session.at("Unknown").await;
    session.quit().await;
    world.records()[0].intent.id
}

#[tokio::test]
async fn p12_an_open_purchase_goes_out_with_its_own_key_only() {
    let world = World::new().await;
    let id = open_purchase(&world, "sub_error").await;
    let others = perform(&world, Some("vx_test_somebody_else_9999"), Effect::Send(id, 2)).await;
    let [Message::Answered(_, Attempted::NotSent(why))] = &others[..] else { panic!("{others:?}") };
    assert!(why.as_str().contains("VANTAX_API_KEY"), "{why:?}");
    assert_eq!((world.posts().len(), world.records()[0].events.len()), (1, 2));

    let own = perform(&world, None, Effect::Send(id, 2)).await;
    assert!(matches!(own.last(), Some(Message::Answered(_, Attempted::Done(_)))), "{own:?}");
    assert_eq!(world.posts().len(), 2);
}

#[tokio::test]
async fn a_look_reads_the_purchase_anew_and_knows_what_others_have_bought() {
    let world = World::new().await;
    let mut session = world.session();
    session.buy(ACME).await;
    session.at("Receipt").await;
    session.quit().await;
    let sold = world.sales()[0].answer.data.id.clone();
    let [record] = &world.records()[..] else { panic!("one purchase") };
    for (account, expected) in [(ACME, vec![sold]), ("sub_lost", Vec::new())] {
        let account = SubAccountId::parse(account).unwrap();
        let told = perform(&world, None, Effect::ListNumbers(Ticket::default(), account, record.intent.id)).await;
        let [Message::Reread(reread), Message::NumbersListed(_, Numbers { known, .. })] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(**reread, *record);
        assert_eq!(
            known
                .purchases
                .iter()
                .filter_map(Record::bought)
                .map(|bought| bought.number.id.to_string())
                .collect::<Vec<_>>(),
            expected
        );
    }
}

/// Longer than the gaps of a held key and of fast typing.
#[tokio::test]
async fn p20_a_keyboard_is_quiet_after_a_pause_and_not_between_two_keys() {
    let world = World::new().await;
    let (executor, mut queue) = executor(&world, None);
    pause();
    executor.start(Effect::AwaitQuiet(Ticket::default()));
    let mut after = async |time| {
        for _ in 0..8 {
            yield_now().await;
        }
        advance(Duration::from_millis(time)).await;
        for _ in 0..8 {
            yield_now().await;
        }
        queue.try_recv().ok()
    };
    assert_eq!(after(150).await, None);
    assert_eq!(after(250).await, Some(Message::Quiet(Ticket::default())));
}
