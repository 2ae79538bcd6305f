//! Step 1: who is billed.
//!
//! Owns the sub-accounts to choose from, merged from three sources (the API's
//! list, the config file, ids used before), the filter, and the id that is typed
//! because no list holds it. A slow list never blocks what is already known.

use std::collections::BTreeMap;

use ratatui::crossterm::event::KeyEvent;
use tui_input::Input;

use super::{
    Action, App, Effect, ListEnd, Move, Screen, Ticket,
    selection::find,
    typing::{self, type_key},
};
use crate::domain::{Clean, NotAnId, SubAccount, SubAccountId};

/// Where a sub-account is known from. The first that named it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The config file.
    Config,
    /// The API's list.
    Listed,
    /// A purchase in the ledger.
    Used,
    /// Typed, and in no list.
    Typed,
}

/// One row to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who would be billed.
    pub account: SubAccount,
    /// Where it is known from.
    pub source: Source,
    haystack: String,
}

/// How far the API's list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountList {
    /// There is no key to list with.
    NoKey,
    /// Pages are coming.
    Loading,
    /// Everything was read.
    Complete,
    /// Something may be missing.
    Incomplete(Clean),
    /// It failed.
    Failed(Clean),
}

/// The state of step 1.
#[derive(Debug, Clone)]
pub struct AccountStep {
    /// The filter, which is also where an id is typed.
    pub filter: Input,
    /// Every known sub-account in the order it became known.
    pub rows: Vec<Row>,
    /// How far the API's list is.
    pub list: AccountList,
    /// Index into [`AccountStep::shown`].
    pub selected: usize,
    /// Who is billed, once chosen.
    pub chosen: Option<SubAccount>,
    ticket: Ticket,
    positions: BTreeMap<SubAccountId, usize>,
    matches: Vec<usize>,
    typed: Option<Row>,
}

impl Row {
    fn new(account: SubAccount, source: Source) -> Self {
        let name = account.name.as_ref().map_or("", Clean::as_str);
        let haystack = format!("{name} {}", account.id);
        Self { account, source, haystack }
    }
}

impl AccountStep {
    pub(super) fn new(config: Vec<SubAccount>, prefilled: Option<&str>) -> Self {
        let mut step = Self {
            filter: Input::default(),
            rows: Vec::new(),
            list: AccountList::NoKey,
            selected: 0,
            chosen: None,
            ticket: Ticket::default(),
            positions: BTreeMap::new(),
            matches: Vec::new(),
            typed: None,
        };
        step.add(config, Source::Config);
        if let Some(text) = prefilled {
            step.filter = Input::new(crate::domain::Clean::line(text).to_string());
            step.chosen = SubAccountId::parse(text).ok().map(|id| step.known(&id));
            step.refilter();
        }
        step
    }

    /// Forgets what was typed and chosen, and keeps what is known.
    pub(super) fn clear(&mut self) {
        self.filter = Input::default();
        self.chosen = None;
        self.refilter();
    }

    /// What is known of an id.
    fn known(&self, id: &SubAccountId) -> SubAccount {
        let row = self.positions.get(id).and_then(|&at| self.rows.get(at));
        row.map_or_else(|| SubAccount { id: id.clone(), name: None }, |row| row.account.clone())
    }

    /// The name of a sub-account, where one is known.
    #[must_use]
    pub fn name_of(&self, id: &SubAccountId) -> Option<Clean> {
        self.known(id).name
    }

    fn add(&mut self, accounts: Vec<SubAccount>, source: Source) {
        let kept = self.shown().nth(self.selected).map(|row| row.account.id.clone());
        for account in accounts {
            let at = *self.positions.entry(account.id.clone()).or_insert(self.rows.len());
            match self.rows.get_mut(at) {
                None => self.rows.push(Row::new(account, source)),
                Some(row) if row.account.name.is_none() && account.name.is_some() => *row = Row::new(account, source),
                Some(_) => {}
            }
        }
        if let Some(chosen) = self.chosen.take() {
            self.chosen = Some(self.known(&chosen.id));
        }
        self.refilter();
        // The list may grow above the selection; the same row stays selected.
        let again = self.shown().position(|row| Some(&row.account.id) == kept.as_ref());
        self.selected = again.unwrap_or(0);
    }

    /// Follows the filter.
    fn refilter(&mut self) {
        self.matches = find(self.filter.value(), self.rows.iter().map(|row| row.haystack.as_str()));
        // A whole id is what was meant, whatever else resembles it: somebody is billed.
        let whole = SubAccountId::parse(self.filter.value()).ok().and_then(|id| self.positions.get(&id));
        self.matches.sort_by_key(|at| Some(at) != whole);
        let typed = SubAccountId::parse(self.filter.value()).ok().filter(|id| !self.positions.contains_key(id));
        self.typed = typed.map(|id| Row::new(SubAccount { id, name: None }, Source::Typed));
        self.selected = 0;
    }

    /// The rows that match the filter, best first, and the typed id last.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.matches.iter().filter_map(|&at| self.rows.get(at)).chain(self.typed.as_ref())
    }

    /// The sub-account that a key acts on.
    #[must_use]
    pub fn selected_account(&self) -> Option<&SubAccount> {
        self.shown().nth(self.selected).map(|row| &row.account)
    }

    /// How many rows are shown.
    #[must_use]
    pub fn shown_len(&self) -> usize {
        self.matches.len() + usize::from(self.typed.is_some())
    }

    /// What is wrong with the typed id, where the filter looks like one.
    #[must_use]
    pub fn id_fault(&self) -> Option<NotAnId> {
        let fault = SubAccountId::parse(self.filter.value()).err()?;
        let tries_an_id = self.filter.value().trim_start().starts_with("sub_") || fault == NotAnId::LooksLikeAKey;
        (tries_an_id && (self.shown_len() == 0)).then_some(fault)
    }
}

impl App {
    pub(super) fn load_accounts(&mut self) -> Vec<Effect> {
        if !self.keys.can_list {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.account.ticket = ticket;
        self.account.list = AccountList::Loading;
        vec![Effect::LoadAccounts(ticket)]
    }

    pub(super) fn accounts_came(&mut self, ticket: Ticket, accounts: Vec<SubAccount>) {
        if ticket == self.account.ticket {
            self.account.add(accounts, Source::Listed);
            let chosen = self.account.chosen.clone();
            if let (Screen::Review(review), Some(chosen)) = (&mut self.screen, chosen)
                && review.account.id == chosen.id
            {
                review.account = chosen;
            }
        }
    }

    pub(super) fn accounts_ended(&mut self, ticket: Ticket, end: ListEnd) {
        if ticket == self.account.ticket {
            self.account.list = match end {
                ListEnd::Complete => AccountList::Complete,
                ListEnd::Incomplete(why) => AccountList::Incomplete(why),
                ListEnd::Failed(why) => AccountList::Failed(why),
            };
        }
    }

    pub(super) fn accounts_used_before(&mut self, used: Vec<SubAccountId>) {
        let accounts = used.into_iter().map(|id| SubAccount { id, name: None }).collect();
        self.account.add(accounts, Source::Used);
    }

    pub(super) fn account_moved(&mut self, way: Move) {
        let page = usize::from(self.size.1).saturating_sub(10).max(1);
        self.account.selected = way.apply(self.account.selected, self.account.shown_len(), page);
    }

    pub(super) fn account_key(&mut self, key: KeyEvent) {
        if type_key(&mut self.account.filter, key) {
            self.wipe_key(|app| &mut app.account.filter);
            self.account.refilter();
        }
    }

    pub(super) fn account_paste(&mut self, text: &str) {
        match typing::paste(&mut self.account.filter, text) {
            Ok(()) => self.account.refilter(),
            Err(refused) => self.note = Some(Clean::line(&refused.to_string())),
        }
    }

    /// Chooses the selected row and goes on.
    pub(super) fn choose_account(&mut self) -> Vec<Effect> {
        let Some(account) = self.account.selected_account().cloned() else {
            return Vec::new();
        };
        if self.keys.paying(&account.id).is_none() {
            let text = format!("There is no key to buy for {}. Set its variable and start again.", account.id);
            self.note = Some(Clean::line(&text));
            return Vec::new();
        }
        self.account.chosen = Some(account);
        self.screen = Screen::Number;
        Vec::new()
    }

    pub(super) fn account_available(&self, action: Action) -> bool {
        match action {
            Action::Reload => self.keys.can_list && self.account.list != AccountList::Loading,
            Action::Choose | Action::Check => self.account.shown_len() > 0,
            _ => true,
        }
    }
}
