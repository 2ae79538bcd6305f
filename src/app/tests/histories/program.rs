//! A running program of the histories: the state machine, what it has under way, and what has come for it.

use super::{super::things::setup_filled, ledger::Clock};
use crate::{
    app::{App, Attempted, Effect, Message, Setup, Ticket},
    domain::IntentId,
};

/// Something that a program has under way.
#[derive(Debug)]
pub enum Job {
    /// Asked for and not begun.
    Asked(Effect),
    /// An attempt that is durable and has not left.
    Leave(IntentId, u32),
    /// An attempt that has left: the flight of this number.
    Await(usize),
}

/// A running program.
#[derive(Debug)]
pub struct Program {
    pub app: App,
    pub jobs: Vec<(usize, Job)>,
    pub inbox: Vec<(usize, Message)>,
    /// What may come twice.
    told: Vec<Message>,
    /// The newest wait for a quiet keyboard.
    pub quiet: Option<Ticket>,
    /// What was typed on a review that takes the word.
    pub typed: String,
    /// With which word the last purchase was confirmed.
    pub confirmed: String,
    jobs_so_far: usize,
}

impl Program {
    pub fn start(clock: &Clock) -> (Self, Vec<Effect>) {
        let setup = Setup { now: clock.now(), ..setup_filled() };
        let (app, effects) = App::new(setup);
        let (jobs, inbox, told) = (Vec::new(), Vec::new(), Vec::new());
        (
            Self {
                app,
                jobs,
                inbox,
                told,
                quiet: None,
                typed: String::new(),
                confirmed: String::new(),
                jobs_so_far: 0,
            },
            effects,
        )
    }

    pub fn take_on(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::AwaitQuiet(ticket) => self.quiet = Some(ticket),
                Effect::Copy(_) | Effect::Suspend | Effect::Exit(_) => {}
                job => {
                    self.jobs_so_far += 1;
                    self.jobs.push((self.jobs_so_far, Job::Asked(job)));
                }
            }
        }
    }

    /// Whether an attempt is asked for, or on its way.
    pub fn is_sending(&self) -> bool {
        self.jobs.iter().any(|(_, job)| matches!(job, Job::Asked(Effect::Send(..)) | Job::Leave(..) | Job::Await(_)))
    }

    /// The next message: any of those that no earlier one of the same job stands before.
    pub fn next_message(&mut self, which: usize) -> Option<Message> {
        let is_first = |at: &usize| self.inbox[..*at].iter().all(|(job, _)| *job != self.inbox[*at].0);
        let first: Vec<_> = (0..self.inbox.len()).filter(is_first).collect();
        let at = *first.get(which % first.len().max(1))?;
        let (_, message) = self.inbox.remove(at);
        // Failures come once: nothing in them says which try they are about.
        let may_come_twice = match &message {
            Message::Answered(_, attempted) => matches!(attempted, Attempted::Done(_)),
            Message::LedgerOpened(_) => false,
            _ => true,
        };
        if may_come_twice {
            self.told.push(message.clone());
        }
        Some(message)
    }

    /// One of the messages that have come, once more.
    pub fn again(&self, which: usize) -> Option<Message> {
        (!self.told.is_empty()).then(|| self.told[which % self.told.len()].clone())
    }
}
