//! The peer of P4: the rules of the ready program as somebody writes them who keeps all state in SQLite and asks it for each event.
//!
//! It is given every advantage: a db in memory, one transaction, each statement prepared once and held, integers for keys, the rule's terms in
//! memory, cheap checks before dear ones, and no figures to keep. It reads the same parsed events and answers for what the shop's generator
//! tells; an event that only later programs or staff know is refused.

mod judge;
mod rows;
mod rules;
mod statements;

use crate::Result;
use crate::fold::{in_words, sorted};
use rules::Rules;
use rusqlite::Connection;
use std::collections::HashMap;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::ledger::{Account, Transfer};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::name::{CustomerKey, Key, NameTable, OrderKey};
use vouchsafe_domain::party::{PartyId, PartyName, PartyNames};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::reward::{Occasion, RewardId, RewardKey, Role};

const SCHEMA: &str = "
CREATE TABLE party (id INTEGER PRIMARY KEY, name INTEGER NOT NULL, is_guest INTEGER NOT NULL, advocate INTEGER, registered_at INTEGER,
  first_order_at INTEGER, activated_at INTEGER, first_paid_at INTEGER, given INTEGER NOT NULL DEFAULT 0);
CREATE TABLE customer (key INTEGER PRIMARY KEY, party INTEGER NOT NULL);
CREATE TABLE email (key INTEGER PRIMARY KEY, party INTEGER NOT NULL);
CREATE TABLE code (key INTEGER PRIMARY KEY, owner INTEGER NOT NULL);
CREATE TABLE shop_order (key INTEGER PRIMARY KEY, party INTEGER NOT NULL, currency INTEGER NOT NULL, items INTEGER NOT NULL,
  items_with_tax INTEGER NOT NULL, order_total INTEGER NOT NULL, payable INTEGER NOT NULL, is_replacement INTEGER NOT NULL,
  is_referred INTEGER NOT NULL, confirmed_at INTEGER, cancelled_at INTEGER, captured INTEGER NOT NULL DEFAULT 0,
  refunded INTEGER NOT NULL DEFAULT 0, charged_back INTEGER NOT NULL DEFAULT 0, as_of INTEGER);
CREATE TABLE reward (id INTEGER PRIMARY KEY, shop_order INTEGER NOT NULL, role INTEGER NOT NULL, friend INTEGER NOT NULL,
  beneficiary INTEGER NOT NULL, currency INTEGER NOT NULL, given INTEGER NOT NULL, minor INTEGER NOT NULL, state INTEGER NOT NULL,
  awaits_money INTEGER NOT NULL, hold_until INTEGER, awaits_review INTEGER NOT NULL, counts_from INTEGER, capture_by INTEGER NOT NULL,
  deadline INTEGER);
CREATE INDEX reward_order ON reward (shop_order);
CREATE INDEX reward_deadline ON reward (deadline) WHERE deadline IS NOT NULL;
CREATE TABLE transfer (no INTEGER PRIMARY KEY, debit INTEGER NOT NULL, debit_party INTEGER, credit INTEGER NOT NULL, credit_party INTEGER,
  currency INTEGER NOT NULL, minor INTEGER NOT NULL, reward INTEGER NOT NULL);
CREATE TABLE decision (no INTEGER PRIMARY KEY, shop_order INTEGER NOT NULL, role INTEGER NOT NULL, friend INTEGER NOT NULL, reason TEXT, reward INTEGER);
CREATE TABLE made_check (no INTEGER PRIMARY KEY, decision INTEGER NOT NULL, kind INTEGER NOT NULL, passed INTEGER NOT NULL, saw INTEGER, bound INTEGER);
CREATE TABLE event (seq INTEGER PRIMARY KEY, class INTEGER NOT NULL, key INTEGER NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL,
  bytes BLOB NOT NULL, UNIQUE (class, key, part));
";

/// What the peer keeps beside state, ledger and the reason of each decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// Nothing.
    Reasons,
    /// What ours keeps, too: every event under its natural key, and every check with what it saw and what it held that against.
    Traces,
}

/// The db, with its terms.
pub(crate) struct Peer {
    conn: Connection,
    programs: Programs,
    keeps: Keeps,
}

impl Peer {
    pub(crate) fn new(programs: &Programs, keeps: Keeps) -> Result<Self> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(SCHEMA)?;
        Ok(Self { conn, programs: programs.clone(), keeps })
    }

    /// Folds all events in one transaction.
    pub(crate) fn fold(&mut self, events: &[Event]) -> Result<()> {
        let program = self.programs.versions().first().ok_or("no program")?;
        let rule = program.rules.first().ok_or("no rule")?;
        let transaction = self.conn.transaction()?;
        let mut rules = Rules::new(&transaction, program, rule, self.keeps)?;
        for event in events {
            rules.event(event)?;
        }
        drop(rules);
        Ok(transaction.commit()?)
    }

    /// The ledger in words, sorted.
    pub(crate) fn ledger(&self, names: &NameTable) -> Result<String> {
        let program = self.programs.versions().first().ok_or("no program")?;
        let rule = program.rules.first().ok_or("no rule")?;
        let mut parties = Parties(HashMap::new());
        let mut read = self.conn.prepare("SELECT id, name, is_guest FROM party")?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let key = Key::from_bits(row.get(1)?);
            let name = if row.get(2)? { PartyName::Guest(OrderKey(key)) } else { PartyName::Customer(CustomerKey(key)) };
            parties.0.insert(row.get(0)?, name);
        }
        let mut read = self.conn.prepare(
            "SELECT t.debit, t.debit_party, t.credit, t.credit_party, t.currency, t.minor, r.id, r.role, r.friend, r.shop_order \
             FROM transfer AS t JOIN reward AS r ON r.id = t.reward",
        )?;
        let mut rows = read.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let account = |book: i64, party: Option<u32>| match book {
                0 => Account::ExpenseRewards(program.id),
                1 => Account::LiabilityPending(PartyId(party.unwrap_or(u32::MAX))),
                _ => Account::LiabilityWallet(PartyId(party.unwrap_or(u32::MAX))),
            };
            let amount = Money::new(row.get(5)?, Currency::from_number(row.get(4)?)?);
            let (debit, credit) = (account(row.get(0)?, row.get(1)?), account(row.get(2)?, row.get(3)?));
            let transfer = Transfer { debit, credit, amount: amount.into(), reward: RewardId(row.get(6)?) };
            let role = if row.get::<_, i64>(7)? == 0 { Role::Friend } else { Role::Advocate };
            let friend = parties.party_name(PartyId(row.get(8)?));
            let key = RewardKey { rule: rule.id, friend, occasion: Occasion::Order(OrderKey(Key::from_bits(row.get(9)?))), role };
            lines.push(in_words(&key, &transfer, names, &parties));
        }
        Ok(sorted(lines))
    }
}

struct Parties(HashMap<u32, PartyName>);

impl PartyNames for Parties {
    fn party_name(&self, party: PartyId) -> PartyName {
        self.0.get(&party.0).copied().unwrap_or(PartyName::Guest(OrderKey(Key::from_bits(-1))))
    }
}
