//! Ways to every screen, by messages.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::crossterm::event::{KeyCode, KeyEvent};

use crate::{
    app::{
        App, Attempted, Effect, Keys, Known, ListEnd, Message, Now, Numbers, Opened, Prefill, Screen, Setup, Stage,
        Stoppage, update,
    },
    domain::{
        Answer, BaseUrl, Bought, Clean, Criterion, Doubt, Event, FieldProblem, Intent, IntentId, KeyRef, Moment,
        Origin, Outcome, OwnedNumber, PurchaseDraft, PurchaseRequest, RawAnswer, Record, Refusal, RefusalKind, Stamped,
        SubAccount, SubAccountId, criterion::Kind,
    },
    numbering::Country,
};

/// An app at a fixed time, with what it last asked for.
pub struct Shop {
    pub app: App,
    pub effects: Vec<Effect>,
}

fn line(text: &str) -> Clean {
    Clean::line(text)
}

fn moment(since_boot_ms: u64) -> Moment {
    Moment { boot: line("boot"), since_boot_ms }
}

fn wall(second: i64) -> Timestamp {
    Timestamp::from_second(1_768_386_600 + second).unwrap()
}

fn setup(origin: Origin, prefill: Prefill) -> Setup {
    let usual = match origin {
        Origin::Sandbox => KeyRef { label: line("sandbox"), last4: line("") },
        Origin::Live(_) => KeyRef { label: line("VANTAX_API_KEY"), last4: line("9c2f") },
    };
    let now = Now { moment: moment(1_000_000), wall: wall(0) };
    let keys = Keys { usual: Some(usual), can_list: true, ..Keys::default() };
    Setup { now, size: (80, 24), origin, keys, accounts: Vec::new(), prefill, notices: Vec::new() }
}

impl Shop {
    pub fn sandbox() -> Self {
        Self::start(setup(Origin::Sandbox, Prefill::default()))
    }

    pub fn live() -> Self {
        Self::start(setup(Origin::Live(BaseUrl::documented()), Prefill::default()))
    }

    fn start(setup: Setup) -> Self {
        let (app, effects) = App::new(setup);
        Self { app, effects }
    }

    pub fn send(&mut self, message: Message) -> &mut Self {
        self.effects = update(&mut self.app, message);
        if let Some(&Effect::AwaitQuiet(ticket)) = self.effects.last()
            && !matches!(self.app.screen, Screen::Review(_) | Screen::ReleaseReview(_))
        {
            update(&mut self.app, Message::Quiet(ticket));
        }
        self
    }

    pub fn press(&mut self, code: KeyCode) -> &mut Self {
        self.send(Message::Key(KeyEvent::from(code)))
    }

    pub fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(KeyCode::Char(c));
        }
        self
    }

    /// The ledger opens with these open purchases.
    pub fn open_ledger(&mut self, open: Vec<Record>) -> &mut Self {
        let opened = Opened {
            waiting: open,
            used: Vec::new(),
            stoppage: None,
            notices: Vec::new(),
            zone: TimeZone::fixed(jiff::tz::offset(-8)),
        };
        self.send(Message::LedgerOpened(Box::new(opened)))
    }

    /// The ledger cannot be sold from, for this reason; these purchases in it are open.
    pub fn stop(&mut self, stoppage: Stoppage, open: Vec<Record>) -> &mut Self {
        let (used, notices) = (Vec::new(), Vec::new());
        let stoppage = Some(stoppage);
        self.send(Message::LedgerOpened(Box::new(Opened {
            waiting: open,
            used,
            stoppage,
            notices,
            zone: TimeZone::UTC,
        })))
    }

    /// The API's list comes in whole.
    pub fn list_accounts(&mut self) -> &mut Self {
        let Some(&Effect::LoadAccounts(ticket)) =
            self.effects.iter().find(|effect| matches!(effect, Effect::LoadAccounts(_)))
        else {
            panic!("no list was asked for")
        };
        let named = |id: &str, name: &str| SubAccount { id: SubAccountId::parse(id).unwrap(), name: Some(line(name)) };
        let accounts = vec![
            named("sub_8a1f4c2e", "Acme Dental"),
            named("sub_77b0c1d2", "Bay Books"),
            SubAccount { id: SubAccountId::parse("sub_1b2c3d4e").unwrap(), name: None },
        ];
        self.send(Message::AccountsPage(ticket, accounts));
        self.send(Message::AccountsEnded(ticket, ListEnd::Complete))
    }

    pub fn at_account(mut self) -> Self {
        self.list_accounts().open_ledger(Vec::new());
        self
    }

    pub fn at_number(self) -> Self {
        let mut shop = self.at_account();
        shop.press(KeyCode::Enter);
        shop
    }

    pub fn at_review(self) -> Self {
        let mut shop = self.at_number();
        shop.write("415").press(KeyCode::Enter).settle();
        shop
    }

    /// The keyboard has been quiet.
    pub fn settle(&mut self) -> &mut Self {
        let Some(&Effect::AwaitQuiet(ticket)) = self.effects.first() else { panic!("no review was opened") };
        self.send(Message::Quiet(ticket))
    }

    pub fn at_sending(self) -> Self {
        let mut shop = self.at_review();
        shop.write("BUY").press(KeyCode::Enter);
        let Some(Effect::Record(ticket, draft, _)) = shop.effects.first().cloned() else { panic!("nothing to record") };
        shop.send(Message::Recorded(ticket, Ok(Box::new(intent(*draft)))));
        shop.send(Message::Progress(id(), Stage::Leaving));
        shop.app.now.moment = moment(1_003_200);
        shop
    }

    pub fn answered(self, outcome: Outcome) -> Self {
        let mut shop = self.at_sending();
        let crate::app::Screen::Sending(sending) = &shop.app.screen else { panic!("not sending") };
        let record = sent(sending.record().cloned().unwrap(), outcome);
        shop.send(Message::Answered(id(), Attempted::Done(Box::new(record))));
        shop
    }

    /// The list of the sub-account's numbers comes in.
    pub fn list_numbers(&mut self, items: Vec<OwnedNumber>) -> &mut Self {
        self.list_beside(items, ListEnd::Complete, Vec::new())
    }

    /// The same, ended so and with what the ledger knows.
    pub fn list_beside(&mut self, items: Vec<OwnedNumber>, end: ListEnd, purchases: Vec<Record>) -> &mut Self {
        let looks = self.effects.iter().find_map(|effect| match effect {
            Effect::ListNumbers(ticket, ..) | Effect::CheckAccount(ticket, _) => Some(*ticket),
            _ => None,
        });
        let Some(ticket) = looks else { panic!("no look was asked for") };
        let known = Known { purchases, end: ListEnd::Complete };
        self.send(Message::NumbersListed(ticket, Numbers { items, end, known }))
    }
}

pub fn id() -> IntentId {
    IntentId::parse("5f0c8f3e-7c1b-4a57-9f0e-2f6f3a1f0b11").unwrap()
}

fn intent(draft: PurchaseDraft) -> Intent {
    Intent { id: id(), created_at: wall(0), who: line("sam"), draft }
}

/// An attempt was sent and answered.
pub fn sent(mut record: Record, outcome: Outcome) -> Record {
    let raw = RawAnswer {
        status: 201,
        headers: vec![(line("content-type"), line("application/json"))],
        body: Clean::body(r#"{"success":true,"message":"Phone number purchased successfully"}"#),
    };
    let answer = Box::new(Answer { outcome, raw: Some(raw), took_ms: 412, retry_after_ms: None });
    record.events.push(Stamped { at: wall(1), event: Event::Sent { attempt: 1, moment: moment(1_000_500) } });
    record.events.push(Stamped { at: wall(2), event: Event::Answered { attempt: 1, answer } });
    record
}

/// A purchase of any number in an area code, written down and never sent.
pub fn recorded(id: &str, sub_account: &str, area_code: &str) -> Record {
    let request = PurchaseRequest {
        sub_account: SubAccountId::parse(sub_account).unwrap(),
        country: Country::parse("US").unwrap(),
        criterion: Criterion::recorded(Kind::AreaCode, area_code).unwrap(),
    };
    let key = KeyRef { label: line("VANTAX_API_KEY"), last4: line("9c2f") };
    let origin = Origin::Live(BaseUrl::documented());
    let draft = PurchaseDraft { body: request.freeze(), request, origin, key };
    Record::new(Intent { id: IntentId::parse(id).unwrap(), ..intent(draft) })
}

/// A number of which little is stated.
pub fn number_of(id: &str, e164: &str) -> OwnedNumber {
    OwnedNumber { id: line(id), number: line(e164), ..OwnedNumber::default() }
}

/// The number of the documented example.
pub fn number() -> OwnedNumber {
    OwnedNumber {
        id: line("pn_55ad12"),
        number: line("+14155550142"),
        country: Some(line("US")),
        source: Some(line("platform")),
        agent_id: None,
        sub_account_id: Some(line("sub_8a1f4c2e")),
        voice: Some(true),
        sms: None,
        created_at: Some(line("2026-01-14T10:30:00Z")),
    }
}

pub fn bought(number: OwnedNumber) -> Outcome {
    Outcome::Bought(Bought { number, message: Some(line("Phone number purchased successfully")) })
}

pub fn refused(kind: RefusalKind) -> Outcome {
    Outcome::NotBought(Refusal { kind, message: Some(line("The server's own words")), fields: Vec::new() })
}

pub fn invalid() -> Outcome {
    let problem = FieldProblem { field: Some(line(Kind::AreaCode.api_field())), message: line("is not served") };
    let message = Some(line("Validation failed"));
    Outcome::NotBought(Refusal { kind: RefusalKind::Validation, message, fields: vec![problem] })
}

pub fn lost() -> Outcome {
    Outcome::Unknown(Doubt::ConnectionLost(line("connection closed before message completed")))
}
