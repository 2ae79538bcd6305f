//! A world for the program to run in: a ledger that keeps its rules, and replies in any order.
//!
//! Each effect becomes a job. A job ends in one message, when the test wants and
//! how the test wants, but never against the rules of the ledger: what may be
//! written is asked of `domain::record`, as the real one does.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::{
    places::refusals,
    support::Shop,
    things::{
        account, answer, come, created, id, intent, limited, line, lost, nothing_known, number, odd_yes, refused, sold,
        stoppage, stopped, yes,
    },
};
use crate::{
    app::{
        Attempted, Effect, Fault, Known, ListEnd, Message, NotRecorded, Numbers, Opened, ReleaseAttempted, Setup,
        Stage, Ticket,
    },
    domain::{Beside, Clean, Event, IntentId, Outcome, PurchaseDraft, Record, ReleaseStep, Stamped, State, Summary},
};

#[path = "world_releases.rs"]
mod releases;

/// Something under way.
#[derive(Debug, Clone)]
enum Job {
    /// Asked for and not begun.
    Asked(Effect),
    /// An attempt that is durable and on its way.
    UnderWay(IntentId),
    /// The same of a release.
    Releasing(IntentId),
}

/// The program in its world.
pub struct World {
    pub shop: Shop,
    pub ledger: BTreeMap<IntentId, Record>,
    /// Purchases whose yes the ledger could not take.
    pub unsaved: BTreeSet<IntentId>,
    /// Attempts that began, or may still begin.
    pub attempts: Vec<(IntentId, u32)>,
    /// Whether the program has ended.
    pub ended: bool,
    jobs: Vec<Job>,
    waits: Vec<Ticket>,
    told: Vec<Message>,
}

impl World {
    pub fn new(setup: Setup, open: Vec<Record>) -> Self {
        let shop = Shop::opening(setup);
        let first = shop.history.clone();
        let ledger = open.into_iter().map(|record| (record.intent.id, record)).collect();
        let mut world = Self {
            shop,
            ledger,
            unsaved: BTreeSet::new(),
            attempts: Vec::new(),
            ended: false,
            jobs: Vec::new(),
            waits: Vec::new(),
            told: Vec::new(),
        };
        world.take_on(&first);
        world
    }

    /// Hands one message in and takes on what the program asks for.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        let effects = self.shop.tell(message);
        self.take_on(&effects);
        effects
    }

    fn take_on(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::AwaitQuiet(ticket) => self.waits.push(*ticket),
                Effect::Copy(_) | Effect::Suspend => {}
                Effect::Exit(_) => self.ended = true,
                job => self.jobs.push(Job::Asked(job.clone())),
            }
            if let Effect::Send(id, attempt) = effect {
                self.attempts.push((*id, *attempt));
            }
        }
    }

    /// Whether an attempt has not been answered yet.
    pub fn is_sending(&self) -> bool {
        self.jobs.iter().any(|job| matches!(job, Job::Asked(Effect::Send(..)) | Job::UnderWay(_)))
    }

    fn is_under_way(&self) -> bool {
        self.jobs.iter().any(|job| matches!(job, Job::UnderWay(_)))
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.jobs.is_empty()
    }

    /// What the next reply to some job is. `which` and `how` choose freely.
    pub fn reply(&mut self, which: usize, how: usize) -> Option<Message> {
        if self.jobs.is_empty() {
            return None;
        }
        let job = self.jobs.remove(which % self.jobs.len());
        let message = match job {
            Job::UnderWay(id) => self.answered(id, how),
            Job::Releasing(id) => self.release_answered(id, how),
            Job::Asked(effect) => self.done(effect, how),
        };
        self.told.push(message.clone());
        Some(message)
    }

    /// What the reply to the newest job is.
    pub fn reply_last(&mut self, how: usize) -> Option<Message> {
        self.reply(self.jobs.len().saturating_sub(1), how)
    }

    /// One of the waits for a quiet keyboard is over, perhaps long after another has begun.
    pub fn quiet(&mut self, which: usize) -> Option<Message> {
        (!self.waits.is_empty()).then(|| Message::Quiet(self.waits[which % self.waits.len()]))
    }

    /// A reply that came before, once more. Failures are left out: the runtime tells each of them once, and nothing
    /// in them says which try they are about.
    pub fn again(&self, which: usize) -> Option<Message> {
        let twice = |message: &&Message| match message {
            Message::Answered(_, attempted) => matches!(attempted, Attempted::Done(_)),
            Message::ReleaseAnswered(_, attempted) => matches!(attempted, ReleaseAttempted::Done(_)),
            Message::ReleaseSettled(_, result) => result.is_ok(),
            Message::LedgerOpened(_) | Message::LedgerChecked(_) => false,
            _ => true,
        };
        let told: Vec<_> = self.told.iter().filter(twice).collect();
        (!told.is_empty()).then(|| told[which % told.len()].clone())
    }

    fn done(&mut self, effect: Effect, how: usize) -> Message {
        match effect {
            Effect::OpenLedger | Effect::ReopenLedger | Effect::AcceptDamage => self.opened(how),
            Effect::CheckLedger if how.is_multiple_of(16) => Message::LedgerChecked(Err(stoppage(Fault::Damaged))),
            Effect::CheckLedger => Message::LedgerChecked(Ok(())),
            Effect::LoadAccounts(ticket) if how.is_multiple_of(3) => {
                self.jobs.push(Job::Asked(Effect::LoadAccounts(ticket)));
                Message::AccountsPage(ticket, vec![account(&format!("sub_{how}"), Some("Listed"))])
            }
            Effect::LoadAccounts(ticket) => Message::AccountsEnded(ticket, list_end(how)),
            Effect::Record(ticket, ..) if how.is_multiple_of(8) => {
                Message::Recorded(ticket, Err(NotRecorded::Failed(disk_full())))
            }
            Effect::Record(ticket, draft, Beside::NoOpen) if !self.open_for(&draft).is_empty() => {
                Message::Recorded(ticket, Err(NotRecorded::BesideOpen(self.open_for(&draft))))
            }
            Effect::Record(ticket, draft, _) => {
                let next = u32::try_from(self.ledger.len()).unwrap() + 100;
                let intent = intent(id(next), *draft);
                self.ledger.insert(intent.id, Record::new(intent.clone()));
                Message::Recorded(ticket, Ok(Box::new(intent)))
            }
            Effect::Send(id, attempt) => self.begun(id, attempt, how),
            Effect::ListNumbers(ticket, account, id) if how.is_multiple_of(3) => {
                if how.is_multiple_of(6) && !self.is_under_way() {
                    // Another window settles it.
                    let _settled_before = self.write(id, Event::Linked(sold()));
                }
                self.jobs.push(Job::Asked(Effect::ListNumbers(ticket, account, id)));
                Message::Reread(Box::new(self.ledger[&id].clone()))
            }
            Effect::ListNumbers(ticket, ..) => {
                let all =
                    [created(sold(), 1), number("pn_2", "+12125550100"), created(number("pn_3", "+14155550100"), -60)];
                Message::NumbersListed(
                    ticket,
                    Numbers { items: all[..how % 4].to_vec(), known: nothing_known(), end: list_end(how) },
                )
            }
            Effect::CheckAccount(ticket, _) => {
                let bought = self.ledger.values().filter(|record| record.bought().is_some());
                let known = Known { purchases: bought.cloned().collect(), end: list_end(how / 4) };
                let items = [sold(), number("pn_2", "+12125550100")][..how % 3].to_vec();
                Message::NumbersListed(ticket, Numbers { items, known, end: list_end(how) })
            }
            Effect::ReadHistory(ticket) if how.is_multiple_of(3) => {
                self.jobs.push(Job::Asked(Effect::ReadHistory(ticket)));
                Message::HistoryPage(ticket, self.ledger.values().map(Summary::of).collect())
            }
            Effect::ReadHistory(ticket) if how.is_multiple_of(5) => Message::HistoryEnded(ticket, Err(disk_full())),
            Effect::ReadHistory(ticket) => Message::HistoryEnded(ticket, Ok(how % 2)),
            Effect::ReadEntry(ticket, _) if how.is_multiple_of(8) => Message::EntryRead(ticket, Err(disk_full())),
            Effect::ReadEntry(ticket, id) => Message::EntryRead(ticket, Ok(Box::new(self.ledger[&id].clone()))),
            Effect::Acknowledge(id) => self.settled(id, Event::Acknowledged, how),
            Effect::Link(id, number) => self.settled(id, Event::Linked(*number), how),
            Effect::CloseByHand(id) => self.settled(id, Event::ClosedByHand, how),
            Effect::Release { purchase, attempt, was_listed } => self.release_begun(purchase, attempt, was_listed, how),
            Effect::ReleaseIsGone(id) => self.release_settled(id, ReleaseStep::Gone, how),
            Effect::CloseRelease(id) => self.release_settled(id, ReleaseStep::ClosedByHand, how),
            Effect::AwaitQuiet(_) | Effect::Copy(_) | Effect::Suspend | Effect::Exit(_) => {
                unreachable!("no job: {effect:?}")
            }
        }
    }

    /// What the ledger has open for the same sub-account at the same place.
    fn open_for(&self, draft: &PurchaseDraft) -> Vec<Record> {
        let same = |record: &&Record| {
            let other = &record.intent.draft;
            let theirs = other.origin == draft.origin && other.request.sub_account == draft.request.sub_account;
            theirs && record.state().is_open()
        };
        self.ledger.values().filter(same).cloned().collect()
    }

    fn opened(&self, how: usize) -> Message {
        let open = self.ledger.values().cloned().collect();
        if how.is_multiple_of(16) {
            let fault = if how.is_multiple_of(32) { Fault::ReadOnly } else { Fault::Damaged };
            return Message::LedgerOpened(Box::new(stopped(fault, open)));
        }
        let opened =
            Opened { waiting: open, used: Vec::new(), stoppage: None, notices: Vec::new(), zone: TimeZone::UTC };
        Message::LedgerOpened(Box::new(opened))
    }

    /// Writes the attempt down, if that may be, and lets it leave.
    fn begun(&mut self, id: IntentId, attempt: u32, how: usize) -> Message {
        let event = Event::Sent { attempt, moment: self.shop.app.now.moment.clone() };
        let fails = how.is_multiple_of(8);
        if fails || !self.write(id, event) {
            self.attempts.retain(|begun| *begun != (id, attempt));
            let overtaken = || Attempted::Overtaken(Box::new(self.ledger[&id].clone()));
            return Message::Answered(id, if fails { Attempted::NotSent(disk_full()) } else { overtaken() });
        }
        self.jobs.push(Job::UnderWay(id));
        Message::Progress(id, Stage::Leaving)
    }

    fn answered(&mut self, id: IntentId, how: usize) -> Message {
        let outcome = outcome(how / 4);
        if how.is_multiple_of(4) {
            if matches!(outcome, Outcome::Bought(_)) {
                self.unsaved.insert(id);
            }
            let answer = Box::new(answer(outcome));
            return Message::Answered(id, Attempted::NotSaved { answer, why: disk_full() });
        }
        let record = self.ledger.get_mut(&id).expect("only what is written down is sent");
        come(record, outcome);
        Message::Answered(id, Attempted::Done(Box::new(record.clone())))
    }

    fn settled(&mut self, id: IntentId, event: Event, how: usize) -> Message {
        let too_early = matches!(event, Event::ClosedByHand)
            && !self.ledger[&id].state().hand_close_in(&self.shop.app.now.moment).is_zero();
        if how.is_multiple_of(4) || too_early || self.is_under_way() || !self.write(id, event) {
            return Message::Settled(id, Err(disk_full()));
        }
        Message::Settled(id, Ok(Box::new(self.ledger[&id].clone())))
    }

    /// Appends an event where it may follow.
    fn write(&mut self, id: IntentId, event: Event) -> bool {
        let record = self.ledger.get_mut(&id).expect("only what is written down goes on");
        let may = record.allows(&event).is_ok();
        if may {
            record.events.push(Stamped { at: self.shop.app.now.wall, event });
        }
        may
    }

    /// The purchases that the ledger says may be bought and that the program ought to know about.
    pub fn may_be_bought(&self) -> BTreeSet<IntentId> {
        let doubtful = |record: &&Record| matches!(record.state(), State::Sent { .. } | State::Unknown { .. });
        let ids = self.ledger.values().filter(doubtful).map(|record| record.intent.id);
        ids.filter(|id| !self.unsaved.contains(id)).collect()
    }
}

impl World {
    /// The purchases that bought something else than was asked for, which nobody has acknowledged.
    pub fn unacknowledged(&self) -> BTreeSet<IntentId> {
        let warned = self.ledger.values().filter(|record| !record.unacknowledged().is_empty());
        warned.map(|record| record.intent.id).collect()
    }
}

fn disk_full() -> Clean {
    line("The disk is full.")
}

fn list_end(how: usize) -> ListEnd {
    match how % 5 {
        0 => ListEnd::Failed(line("The server failed.")),
        1 => ListEnd::Incomplete(line("too many pages")),
        _ => ListEnd::Complete,
    }
}

/// Every way a server can answer.
fn outcome(how: usize) -> Outcome {
    let kinds = refusals();
    match how % 12 {
        0 | 1 => yes(),
        2 => odd_yes(),
        3..=5 => lost(),
        6 => limited(Some(30)),
        7 => limited(None),
        _ => refused(kinds[how % (kinds.len() - 1)].clone()),
    }
}
