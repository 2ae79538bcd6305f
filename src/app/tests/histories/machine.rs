//! The machine of the histories: two programs on one ledger, a server, and what is on its way between them.
//!
//! Each effect becomes a job. A job ends when a history says so and leaves its messages in the program's inbox, where
//! they wait until the history hands them in: late, in another order than they were asked for, or twice. A program that
//! is killed takes its jobs and its inbox with it; what has left for the server arrives all the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use proptest::{prelude::*, test_runner::TestCaseResult};

use super::{
    super::things::{self, line, lost},
    ledger::{Clock, Ledger, Refused},
    program::{Job, Program},
    server::{Reply, Server},
};
use crate::{
    app::{Attempted, Effect, Fault, Known, ListEnd, Message, NotRecorded, Numbers, Opened, Stage},
    domain::{Answer, Clean, Event, HAND_CLOSE_AFTER, IntentId, Outcome, PurchaseDraft, RefusalKind, SubAccountId},
};

/// No request is on its way for longer than this: a machine's network gives up.
const LONGEST_WAY_MS: u64 = 10 * 60 * 1000;
/// The whole exchange, as promised.
const EXCHANGE_MS: u64 = 60 * 1000;

/// What work on a job brings: messages, and what is to be done next.
type Worked = (Vec<Message>, Option<Job>);

/// A request on its way, and its answer.
#[derive(Debug)]
pub struct Flight {
    pub id: IntentId,
    attempt: u32,
    draft: PurchaseDraft,
    left_ms: u64,
    /// Whether it may still arrive.
    pub is_on_its_way: bool,
    reply: Option<Reply>,
}

/// Everything.
#[derive(Debug)]
pub struct Machine {
    pub programs: [Option<Program>; 2],
    pub ledger: Ledger,
    pub clock: Clock,
    pub server: Server,
    pub flights: Vec<Flight>,
    /// How often a person has confirmed.
    pub confirmations: usize,
    /// What a person has closed as not bought although it was sold: nobody is to blame but them.
    pub person_erred: BTreeSet<IntentId>,
    /// A yes was received and written down.
    pub certain: BTreeSet<IntentId>,
    /// When the server wants to hear of a purchase again.
    not_before_ms: BTreeMap<IntentId, u64>,
    /// What was sent first for a purchase.
    first: BTreeMap<IntentId, PurchaseDraft>,
    /// The send lock was taken away under its owner.
    pub lock_was_lost: bool,
    /// What the history came past, for [`super::Tally`].
    pub seen: BTreeSet<&'static str>,
}

impl Machine {
    pub fn new() -> Self {
        Self {
            programs: [None, None],
            ledger: Ledger::default(),
            clock: Clock::new(),
            server: Server::default(),
            flights: Vec::new(),
            confirmations: 0,
            person_erred: BTreeSet::new(),
            certain: BTreeSet::new(),
            not_before_ms: BTreeMap::new(),
            first: BTreeMap::new(),
            lock_was_lost: false,
            seen: BTreeSet::new(),
        }
    }

    pub fn start(&mut self, who: usize) {
        let (mut program, effects) = Program::start(&self.clock);
        program.take_on(effects);
        self.programs[who] = Some(program);
        if self.programs.iter().all(Option::is_some) {
            self.seen.insert("two programs at once");
        }
    }

    /// The program is no more. The system lets go of its lock; what has left has left.
    pub fn end(&mut self, who: usize) {
        if self.programs[who].take().is_some_and(|program| program.is_sending()) {
            self.seen.insert("ended while sending");
        }
        if self.ledger.lock == Some(who) {
            self.ledger.lock = None;
        }
    }

    pub fn reboot(&mut self) {
        self.end(0);
        self.end(1);
        self.clock.reboot();
    }

    /// Time passes, but not between writing an attempt down and letting it leave: that is one breath of a program. What is
    /// too long on its way arrives before that, or never.
    pub fn pass(&mut self, ms: u64, how: usize) {
        let mut jobs = self.programs.iter().flatten().flat_map(|program| &program.jobs);
        if jobs.any(|(_, job)| matches!(job, Job::Leave(..))) {
            return;
        }
        let then = self.clock.since_start_ms + ms;
        for at in 0..self.flights.len() {
            let flight = &mut self.flights[at];
            if flight.is_on_its_way && then - flight.left_ms > LONGEST_WAY_MS {
                if how.is_multiple_of(2) {
                    self.arrive(at, how);
                } else {
                    flight.is_on_its_way = false;
                }
            }
        }
        self.clock.since_start_ms = then;
    }

    /// A request reaches the server.
    pub fn arrive(&mut self, at: usize, how: usize) {
        let is_awaited = self.awaits(at);
        let flight = &mut self.flights[at];
        if !flight.is_on_its_way {
            return;
        }
        flight.is_on_its_way = false;
        let was_sold = self.server.sales.contains_key(&flight.id);
        let reply = self.server.receive(flight.id, &flight.draft, self.clock.since_start_ms, how);
        if was_sold && matches!(reply.outcome, Outcome::NotBought(_)) {
            self.seen.insert("refused because it was sold");
        }
        if !was_sold && !is_awaited && self.server.sales.contains_key(&flight.id) {
            self.seen.insert("sold when nobody waited any more");
        }
        flight.reply = Some(reply);
    }

    fn awaits(&self, at: usize) -> bool {
        let mut jobs = self.programs.iter().flatten().flat_map(|program| &program.jobs);
        jobs.any(|(_, job)| matches!(job, Job::Await(flight) if *flight == at))
    }

    /// Goes on with a job of a program.
    pub fn work(&mut self, who: usize, which: usize, how: usize) -> TestCaseResult {
        let Some(program) = &mut self.programs[who] else { return Ok(()) };
        if program.jobs.is_empty() {
            return Ok(());
        }
        let (number, job) = program.jobs.remove(which % program.jobs.len());
        let (messages, next) = match job {
            Job::Leave(id, attempt) => self.leave(id, attempt)?,
            Job::Await(at) => (self.answered(who, at, how), None),
            Job::Asked(Effect::Send(id, attempt)) => self.begin(who, id, attempt, how)?,
            Job::Asked(effect) => (self.done(who, effect, how)?, None),
        };
        if let Some(program) = &mut self.programs[who] {
            program.inbox.extend(messages.into_iter().map(|message| (number, message)));
            program.jobs.extend(next.map(|job| (number, job)));
        }
        Ok(())
    }

    /// Writes the attempt down, if that may be.
    fn begin(&mut self, who: usize, id: IntentId, attempt: u32, how: usize) -> Result<Worked, TestCaseError> {
        let not_sent = |why| Ok((vec![Message::Answered(id, Attempted::NotSent(why))], None));
        if how.is_multiple_of(16) {
            return not_sent(disk_full());
        }
        let now = self.clock.now();
        match self.ledger.begin(who, id, attempt, &now) {
            Ok(()) => {
                let at_ms = self.clock.since_start_ms;
                let not_before = self.not_before_ms.get(&id).copied().unwrap_or(0);
                prop_assert!(at_ms >= not_before, "{} ms sooner than the server asked", not_before - at_ms);
                Ok((Vec::new(), Some(Job::Leave(id, attempt))))
            }
            Err(Refused::MovedOn) => {
                self.seen.insert("another program was faster");
                let overtaken = Attempted::Overtaken(Box::new(self.ledger.records[&id].clone()));
                Ok((vec![Message::Answered(id, overtaken)], None))
            }
            Err(_) => not_sent(line("Not now.")),
        }
    }

    /// The attempt leaves: from here on only the server knows.
    fn leave(&mut self, id: IntentId, attempt: u32) -> Result<Worked, TestCaseError> {
        let record = &self.ledger.records[&id];
        let draft = record.intent.draft.clone();
        let is_written =
            record.events.iter().any(|stamped| matches!(stamped.event, Event::Sent { attempt: a, .. } if a == attempt));
        prop_assert!(is_written, "attempt {attempt} of {id} leaves and is not written down");
        let first = self.first.entry(id).or_insert_with(|| draft.clone());
        prop_assert_eq!(first, &draft, "a retry that is not the same");
        let at_ms = self.clock.since_start_ms;
        let mut under_way = (0..self.flights.len()).filter(|at| self.flights[*at].id == id && self.awaits(*at));
        prop_assert!(under_way.next().is_none() || self.lock_was_lost, "two attempts of {id} at once");
        if attempt > 1 {
            self.seen.insert("sent again");
        }
        self.flights.push(Flight { id, attempt, draft, left_ms: at_ms, is_on_its_way: true, reply: None });
        Ok((vec![Message::Progress(id, Stage::Leaving)], Some(Job::Await(self.flights.len() - 1))))
    }

    /// What the program has heard of its attempt, and whether the ledger could take it.
    fn answered(&mut self, who: usize, at: usize, how: usize) -> Vec<Message> {
        let now = self.clock.since_start_ms;
        let flight = &mut self.flights[at];
        let (id, attempt, took_ms) = (flight.id, flight.attempt, now - flight.left_ms);
        let is_late = took_ms > EXCHANGE_MS;
        let reply = match flight.reply.clone() {
            Some(reply) if !is_late && how % 8 != 7 => reply,
            None if flight.is_on_its_way && !is_late && how.is_multiple_of(8) => {
                flight.is_on_its_way = false;
                let never_left = RefusalKind::NeverLeft(line("The connection was refused."));
                Reply { outcome: things::refused(never_left), pause_ms: None }
            }
            _ => Reply { outcome: lost(), pause_ms: None },
        };
        if self.ledger.lock == Some(who) {
            self.ledger.lock = None;
        }
        let answer = Answer { retry_after_ms: reply.pause_ms, took_ms, ..things::answer(reply.outcome) };
        if how % 32 == 9 {
            let not_saved = Attempted::NotSaved { answer: Box::new(answer), why: disk_full() };
            return vec![Message::Answered(id, not_saved)];
        }
        let pause_ms = u64::try_from(answer.retry_after().as_millis()).unwrap();
        self.not_before_ms.insert(id, now + pause_ms);
        if matches!(answer.outcome, Outcome::Bought(_)) {
            self.certain.insert(id);
            if self.ledger.records[&id].state().attempt() != attempt {
                self.seen.insert("a yes to an attempt that another has overtaken");
            }
        }
        let event = Event::Answered { attempt, answer: Box::new(answer) };
        self.ledger.append(id, event, &self.clock.now()).expect("an answer may always be written");
        vec![Message::Answered(id, Attempted::Done(Box::new(self.ledger.records[&id].clone())))]
    }

    fn done(&mut self, who: usize, effect: Effect, how: usize) -> Result<Vec<Message>, TestCaseError> {
        let fails = how.is_multiple_of(16);
        Ok(match effect {
            Effect::OpenLedger | Effect::ReopenLedger | Effect::AcceptDamage if fails => {
                vec![Message::LedgerOpened(Box::new(things::stopped(Fault::ReadOnly, self.opened().waiting)))]
            }
            Effect::OpenLedger | Effect::ReopenLedger | Effect::AcceptDamage => {
                vec![Message::LedgerOpened(Box::new(self.opened()))]
            }
            Effect::CheckLedger if fails => vec![Message::LedgerChecked(Err(things::stoppage(Fault::Damaged)))],
            Effect::CheckLedger => vec![Message::LedgerChecked(Ok(()))],
            Effect::LoadAccounts(ticket) => vec![Message::AccountsEnded(ticket, ListEnd::Complete)],
            Effect::Record(ticket, ..) if fails => {
                vec![Message::Recorded(ticket, Err(NotRecorded::Failed(disk_full())))]
            }
            Effect::Record(ticket, draft, beside) => {
                let account = draft.request.sub_account.clone();
                let is_beside_open = !self.ledger.open_for(&account).is_empty();
                match self.ledger.record(*draft, beside) {
                    Ok(intent) => {
                        let said_another = self.programs[who].as_ref().is_some_and(|it| it.confirmed == "BUY ANOTHER");
                        prop_assert!(!is_beside_open || said_another, "beside an open purchase, and nobody said so");
                        vec![Message::Recorded(ticket, Ok(Box::new(intent)))]
                    }
                    Err(Refused::BesideOpen(open)) => {
                        self.seen.insert("refused beside an open one");
                        vec![Message::Recorded(ticket, Err(NotRecorded::BesideOpen(open)))]
                    }
                    Err(refused) => return Err(TestCaseError::fail(format!("{refused:?}"))),
                }
            }
            Effect::ListNumbers(ticket, account, id) => {
                let reread = Message::Reread(Box::new(self.ledger.records[&id].clone()));
                vec![reread, Message::NumbersListed(ticket, self.numbers(&account, how))]
            }
            Effect::CheckAccount(ticket, account) => {
                vec![Message::NumbersListed(ticket, self.numbers(&account, how))]
            }
            Effect::Acknowledge(id) => self.settled(id, Event::Acknowledged, fails)?,
            Effect::Link(id, number) => self.settled(id, Event::Linked(*number), fails)?,
            Effect::CloseByHand(id) => self.settled(id, Event::ClosedByHand, fails)?,
            // The rest asks for nothing that a purchase depends on.
            _ => Vec::new(),
        })
    }

    fn settled(&mut self, id: IntentId, event: Event, fails: bool) -> Result<Vec<Message>, TestCaseError> {
        if fails {
            return Ok(vec![Message::Settled(id, Err(disk_full()))]);
        }
        let now = self.clock.now();
        let kind = match &event {
            Event::Linked(_) => "linked by a person",
            Event::ClosedByHand => "closed by a person",
            _ => "acknowledged",
        };
        // A warning that was read needs no lock.
        let done = match event {
            Event::Acknowledged => self.ledger.append(id, event, &now),
            word => self.ledger.settle(id, word, &now),
        };
        let record = Box::new(self.ledger.records[&id].clone());
        Ok(match done {
            Ok(()) => {
                if kind == "closed by a person" {
                    self.closed(id)?;
                }
                self.seen.insert(kind);
                vec![Message::Settled(id, Ok(record))]
            }
            Err(Refused::MovedOn) => vec![Message::Reread(record), Message::Settled(id, Err(line("It has moved on.")))],
            Err(_) => vec![Message::Settled(id, Err(line("Not now.")))],
        })
    }

    fn opened(&self) -> Opened {
        let waiting = self.ledger.records.values().filter(|record| record.waits_for_a_person()).cloned().collect();
        Opened { waiting, used: Vec::new(), stoppage: None, notices: Vec::new(), zone: TimeZone::UTC }
    }

    /// What the list says: all of it, none of it yet, a part of it, or nothing.
    fn numbers(&self, account: &SubAccountId, how: usize) -> Numbers {
        let mut items = self.server.owned(account.as_str());
        let end = match how % 8 {
            0 => {
                items.clear();
                ListEnd::Failed(line("The server failed."))
            }
            1 => {
                items.truncate(1);
                ListEnd::Incomplete(line("too many pages"))
            }
            2 => {
                items.clear();
                ListEnd::Complete
            }
            _ => ListEnd::Complete,
        };
        Numbers { items, end, known: Known { purchases: self.ledger.bought_for(account), end: ListEnd::Complete } }
    }

    /// A person has closed it as not bought. They may be wrong, but not too early.
    fn closed(&mut self, id: IntentId) -> TestCaseResult {
        let left = self.flights.iter().filter(|flight| flight.id == id).map(|flight| flight.left_ms).max();
        let since = left.map(|left| self.clock.since_start_ms - left);
        let is_early = since.is_some_and(|since| u128::from(since) < HAND_CLOSE_AFTER.as_millis());
        prop_assert!(!is_early, "closed {since:?} ms after the last attempt");
        if self.server.sales.contains_key(&id) {
            self.person_erred.insert(id);
        }
        Ok(())
    }
}

fn disk_full() -> Clean {
    line("The disk is full.")
}
