//! The peer of P4: the rules of the ready program as somebody writes them who keeps all state in SQLite and asks it for each event.
//!
//! It is given every advantage: a db in memory, one transaction, each statement prepared once and held, integers for keys, the rule's terms
//! in memory, and no journal, no figures and no single checks to keep: a decision is one row with its reason. It reads the same parsed
//! events and answers for what the shop's generator tells; an event that only later programs or staff know is refused.

use crate::Result;
use crate::fold::{in_words, sorted};
use rusqlite::{Connection, OptionalExtension as _, Row, Statement};
use std::collections::HashMap;
use vouchsafe_domain::event::{Event, Fact, Funds, OrderBody, OrderChange};
use vouchsafe_domain::ledger::{Account, Transfer};
use vouchsafe_domain::money::{Currency, Money, scale_half_even};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Identity, Key, NameTable, OrderKey};
use vouchsafe_domain::party::{PartyId, PartyName, PartyNames};
use vouchsafe_domain::program::{Base, Grant, Mode, Program, Programs, Rule, Value};
use vouchsafe_domain::reward::{Occasion, RewardId, RewardKey, Role};
use vouchsafe_domain::time::{Span, Timestamp};

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
";

/// Where a reward stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Waiting,
    Due,
    Settled,
    Ended,
}

impl Stands {
    const ALL: [Self; 4] = [Self::Waiting, Self::Due, Self::Settled, Self::Ended];
}

/// The accounts that the rules move money between.
#[derive(Clone, Copy)]
enum Book {
    Expense,
    Pending,
    Wallet,
}

/// A row of `party`.
struct Party {
    id: u32,
    is_guest: bool,
    advocate: Option<u32>,
    registered_at: Option<i64>,
    first_order_at: Option<i64>,
    activated_at: Option<i64>,
    first_paid_at: Option<i64>,
    given: u32,
}

/// A row of `shop_order`.
struct Order {
    key: i64,
    party: u32,
    money: [i64; 4],
    currency: i64,
    is_replacement: bool,
    is_referred: bool,
    confirmed_at: Option<i64>,
    cancelled_at: Option<i64>,
    funds: Funds,
    as_of: Option<i64>,
}

/// A row of `reward`.
struct Reward {
    id: u32,
    order: i64,
    beneficiary: u32,
    currency: i64,
    given: i64,
    minor: i64,
    stands: Stands,
    awaits_money: bool,
    hold_until: Option<i64>,
    awaits_review: bool,
    counts_from: Option<i64>,
    capture_by: i64,
}

/// The db, with its terms.
pub(crate) struct Peer {
    conn: Connection,
    programs: Programs,
}

impl Peer {
    pub(crate) fn new(programs: &Programs) -> Result<Self> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(SCHEMA)?;
        Ok(Self { conn, programs: programs.clone() })
    }

    /// Folds all events in one transaction.
    pub(crate) fn fold(&mut self, events: &[Event]) -> Result<()> {
        let program = self.programs.versions().first().ok_or("no program")?;
        let rule = program.rules.first().ok_or("no rule")?;
        let transaction = self.conn.transaction()?;
        let mut rules = Rules::new(&transaction, program, rule)?;
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

/// The statements, and the terms that they are for.
struct Rules<'c> {
    program: &'c Program,
    rule: &'c Rule,
    watermark: i64,
    next_party: u32,
    next_reward: u32,
    next_deadline: Statement<'c>,
    party: Statement<'c>,
    party_of_customer: Statement<'c>,
    party_of_email: Statement<'c>,
    owner: Statement<'c>,
    advocate: Statement<'c>,
    meet: Statement<'c>,
    link_customer: Statement<'c>,
    link_email: Statement<'c>,
    put_code: Statement<'c>,
    bind: Statement<'c>,
    register: Statement<'c>,
    first_order: Statement<'c>,
    activate: Statement<'c>,
    first_paid: Statement<'c>,
    count: Statement<'c>,
    order: Statement<'c>,
    open: Statement<'c>,
    confirm: Statement<'c>,
    cancel: Statement<'c>,
    money: Statement<'c>,
    rewards: Statement<'c>,
    reward: Statement<'c>,
    promise: Statement<'c>,
    put_reward: Statement<'c>,
    transfer: Statement<'c>,
    decide: Statement<'c>,
}

impl<'c> Rules<'c> {
    fn new(conn: &'c Connection, program: &'c Program, rule: &'c Rule) -> Result<Self> {
        const PARTY: &str = "p.id, p.is_guest, p.advocate, p.registered_at, p.first_order_at, p.activated_at, p.first_paid_at, p.given";
        const REWARD: &str =
            "id, shop_order, beneficiary, currency, given, minor, state, awaits_money, hold_until, awaits_review, counts_from, capture_by";
        let prepare = |sql: &str| conn.prepare(sql);
        Ok(Self {
            program,
            rule,
            watermark: 0,
            next_party: 0,
            next_reward: 0,
            next_deadline: prepare("SELECT id, deadline FROM reward WHERE deadline <= ?1 ORDER BY deadline, id LIMIT 1")?,
            party: prepare(&format!("SELECT {PARTY} FROM party AS p WHERE p.id = ?1"))?,
            party_of_customer: prepare(&format!("SELECT {PARTY} FROM customer AS a JOIN party AS p ON p.id = a.party WHERE a.key = ?1"))?,
            party_of_email: prepare(&format!("SELECT {PARTY} FROM email AS a JOIN party AS p ON p.id = a.party WHERE a.key = ?1"))?,
            owner: prepare("SELECT a.party FROM code AS c JOIN customer AS a ON a.key = c.owner WHERE c.key = ?1")?,
            advocate: prepare("SELECT advocate FROM party WHERE id = ?1")?,
            meet: prepare("INSERT INTO party (id, name, is_guest) VALUES (?1, ?2, ?3)")?,
            link_customer: prepare("INSERT OR REPLACE INTO customer (key, party) VALUES (?1, ?2)")?,
            link_email: prepare("INSERT OR REPLACE INTO email (key, party) VALUES (?1, ?2)")?,
            put_code: prepare("INSERT OR IGNORE INTO code (key, owner) VALUES (?1, ?2)")?,
            bind: prepare("UPDATE party SET advocate = ?2 WHERE id = ?1")?,
            register: prepare("UPDATE party SET registered_at = ?2 WHERE id = ?1 AND registered_at IS NULL")?,
            first_order: prepare("UPDATE party SET first_order_at = ?2 WHERE id = ?1")?,
            activate: prepare("UPDATE party SET activated_at = ?2 WHERE id = ?1")?,
            first_paid: prepare("UPDATE party SET first_paid_at = ?2 WHERE id = ?1")?,
            count: prepare("UPDATE party SET given = given + 1 WHERE id = ?1")?,
            order: prepare(
                "SELECT key, party, items, items_with_tax, order_total, payable, currency, is_replacement, is_referred, confirmed_at, cancelled_at, captured, refunded, \
                 charged_back, as_of FROM shop_order WHERE key = ?1",
            )?,
            open: prepare(
                "INSERT INTO shop_order (key, party, currency, items, items_with_tax, order_total, payable, is_replacement, is_referred) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?,
            confirm: prepare("UPDATE shop_order SET confirmed_at = ?2 WHERE key = ?1")?,
            cancel: prepare("UPDATE shop_order SET cancelled_at = ?2 WHERE key = ?1 AND cancelled_at IS NULL")?,
            money: prepare("UPDATE shop_order SET captured = ?2, refunded = ?3, charged_back = ?4, as_of = ?5 WHERE key = ?1")?,
            rewards: prepare(&format!("SELECT {REWARD} FROM reward WHERE shop_order = ?1 AND state < 3 ORDER BY id"))?,
            reward: prepare(&format!("SELECT {REWARD} FROM reward WHERE id = ?1"))?,
            promise: prepare(
                "INSERT INTO reward (id, shop_order, beneficiary, currency, given, minor, state, awaits_money, hold_until, awaits_review, counts_from, capture_by, \
                 deadline, role, friend) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?,
            put_reward: prepare(
                "UPDATE reward SET minor = ?2, state = ?3, awaits_money = ?4, hold_until = ?5, awaits_review = ?6, counts_from = ?7, deadline = ?8 WHERE id = ?1",
            )?,
            transfer: prepare(
                "INSERT INTO transfer (debit, debit_party, credit, credit_party, currency, minor, reward) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
            decide: prepare("INSERT INTO decision (shop_order, role, friend, reason, reward) VALUES (?1, ?2, ?3, ?4, ?5)")?,
        })
    }

    fn event(&mut self, event: &Event) -> Result<()> {
        let at = event.at.micros();
        let moves = event.fact.moves_watermark();
        self.deadlines(if moves { at } else { at.min(self.watermark) })?;
        match &event.fact {
            Fact::CustomerRegistered(account) => {
                let mut person = self.person(Some(account.customer), account.email, PartyName::Customer(account.customer))?;
                if let Some(code) = account.ref_code {
                    self.contact(&mut person, code, at)?;
                }
                self.register.execute((person.id, at))?;
            }
            Fact::CodeIssued { code, customer, .. } => {
                self.put_code.execute((code.0.bits(), customer.0.bits()))?;
                self.person(Some(*customer), None, PartyName::Customer(*customer))?;
            }
            Fact::Order { order, change, body } => self.order_event(*order, *change, body.as_deref(), at)?,
            Fact::OrderMoney { order, funds, as_of } => self.order_money(*order, *funds, as_of.micros(), at)?,
            other => return Err(format!("the peer does not know {other:?}").into()),
        }
        if moves {
            self.watermark = self.watermark.max(at);
        }
        Ok(())
    }

    // Who is meant -------------------------------------------------------------------------------------------------------------------------

    fn person(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, name: PartyName) -> Result<Party> {
        let by_customer = customer.map(|key| self.party_of_customer.query_row([key.0.bits()], party).optional()).transpose()?.flatten();
        let by_email = email.map(|key| self.party_of_email.query_row([key.0], party).optional()).transpose()?.flatten();
        match (by_customer, by_email) {
            (Some(one), Some(other)) if one.id != other.id => {
                let is_account = other.registered_at.is_some() || !other.is_guest;
                if is_account { Ok(one) } else { Err("the peer does not merge parties".into()) }
            }
            (Some(one), other) => {
                if let (None, Some(email)) = (other, email) {
                    self.link_email.execute((email.0, one.id))?;
                }
                Ok(one)
            }
            (None, Some(one)) => match customer {
                Some(customer) if one.registered_at.is_some() || !one.is_guest => self.meet(Some(customer), None, PartyName::Customer(customer)),
                Some(customer) => {
                    self.link_customer.execute((customer.0.bits(), one.id))?;
                    Ok(one)
                }
                None => Ok(one),
            },
            (None, None) => self.meet(customer, email, name),
        }
    }

    fn meet(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, name: PartyName) -> Result<Party> {
        let id = self.next_party;
        self.next_party += 1;
        let (key, is_guest) = match name {
            PartyName::Customer(customer) => (customer.0.bits(), false),
            PartyName::Guest(order) => (order.0.bits(), true),
        };
        self.meet.execute((id, key, is_guest))?;
        if let Some(customer) = customer {
            self.link_customer.execute((customer.0.bits(), id))?;
        }
        if let Some(email) = email {
            self.link_email.execute((email.0, id))?;
        }
        Ok(Party { id, is_guest, advocate: None, registered_at: None, first_order_at: None, activated_at: None, first_paid_at: None, given: 0 })
    }

    /// Binds by the first contact: cheap checks first, the walk up the tree last.
    fn contact(&mut self, person: &mut Party, code: CodeKey, at: i64) -> Result<()> {
        if person.advocate.is_some() || [person.registered_at, person.first_order_at].into_iter().flatten().any(|since| since < at) {
            return Ok(());
        }
        let Some(owner) = self.owner.query_row([code.0.bits()], |row| row.get::<_, u32>(0)).optional()? else { return Ok(()) };
        let mut above = Some(owner);
        while let Some(id) = above {
            if id == person.id {
                return Ok(());
            }
            above = self.advocate.query_row([id], |row| row.get(0))?;
        }
        self.bind.execute((person.id, owner))?;
        person.advocate = Some(owner);
        Ok(())
    }

    // Orders -------------------------------------------------------------------------------------------------------------------------------

    fn order_event(&mut self, key: OrderKey, change: OrderChange, body: Option<&OrderBody>, at: i64) -> Result<()> {
        let known = self.order.query_row([key.0.bits()], order).optional()?;
        match (known, body, change) {
            (None, Some(body), OrderChange::Placed) => self.open(key, body, at),
            (Some(order), _, OrderChange::Confirmed) if order.confirmed_at.is_none() => self.confirm(order, at),
            (Some(order), _, OrderChange::Cancelled) => {
                self.each_reward(&order, |rules, reward| rules.take_back(reward, at))?;
                self.cancel.execute((order.key, at))?;
                Ok(())
            }
            (_, _, OrderChange::Changed) | (None, Some(_), _) => Err("the peer knows orders as they are when they are first seen".into()),
            _ => Ok(()),
        }
    }

    fn open(&mut self, key: OrderKey, body: &OrderBody, at: i64) -> Result<()> {
        let name = body.customer.map_or(PartyName::Guest(key), PartyName::Customer);
        let mut buyer = self.person(body.customer, body.email, name)?;
        if let Some(code) = body.ref_code.filter(|_| !body.is_replacement) {
            self.contact(&mut buyer, code, at)?;
        }
        if buyer.first_order_at.is_none() {
            self.first_order.execute((buyer.id, at))?;
        }
        let money = (body.items, body.items_with_tax, body.order_total, body.payable);
        let (bits, currency) = (key.0.bits(), body.currency.number());
        self.open.execute((bits, buyer.id, currency, money.0, money.1, money.2, money.3, body.is_replacement, buyer.advocate.is_some()))?;
        Ok(())
    }

    fn confirm(&mut self, order: Order, at: i64) -> Result<()> {
        self.confirm.execute((order.key, at))?;
        let buyer = self.party.query_row([order.party], party)?;
        if buyer.advocate.is_some() && buyer.activated_at.is_none() {
            self.activate.execute((buyer.id, at))?;
        }
        let (rule, mut given) = (self.rule, false);
        for grant in &rule.grants {
            match judge(rule, grant, &order, &buyer)? {
                Ok((beneficiary, minor)) => {
                    self.promise(grant, &order, &buyer, beneficiary, minor, at)?;
                    given = true;
                }
                Err(reason) => {
                    self.decide.execute((order.key, role_cell(grant.to), buyer.id, reason, None::<u32>))?;
                }
            }
        }
        if given {
            self.count.execute([buyer.id])?;
        }
        Ok(())
    }

    fn promise(&mut self, grant: &Grant, order: &Order, buyer: &Party, beneficiary: u32, minor: i64, at: i64) -> Result<()> {
        let id = self.next_reward;
        self.next_reward += 1;
        let is_captured = order.funds.captured >= order.money[3];
        let hold = (is_captured && self.rule.hold_days > 0).then(|| later(at, self.rule.hold_days));
        let mut reward = Reward {
            id,
            order: order.key,
            beneficiary,
            currency: order.currency,
            given: minor,
            minor,
            stands: Stands::Waiting,
            awaits_money: self.rule.waits_for_capture && !is_captured,
            hold_until: hold,
            awaits_review: self.program.mode != Mode::Auto,
            counts_from: is_captured.then_some(at),
            capture_by: later(at, self.rule.wait_days),
        };
        let role = role_cell(grant.to);
        self.decide.execute((order.key, role, buyer.id, None::<&str>, id))?;
        let r = &reward;
        let waits = (r.awaits_money, r.hold_until, r.awaits_review, r.counts_from, r.capture_by);
        self.promise.execute(rusqlite::params![
            id,
            r.order,
            r.beneficiary,
            r.currency,
            r.given,
            r.minor,
            0,
            waits.0,
            waits.1,
            waits.2,
            waits.3,
            waits.4,
            r.deadline(),
            role,
            buyer.id
        ])?;
        self.transfer(&reward, Book::Expense, Book::Pending, minor)?;
        let before = reward.changeable();
        self.follow(&mut reward, order, at)?;
        self.put(&reward, before)
    }

    fn order_money(&mut self, key: OrderKey, funds: Funds, as_of: i64, at: i64) -> Result<()> {
        let Some(mut order) = self.order.query_row([key.0.bits()], order).optional()? else { return Ok(()) };
        if order.as_of.is_some_and(|known| as_of < known) {
            return Ok(());
        }
        (order.funds, order.as_of) = (funds, Some(as_of));
        self.money.execute((order.key, funds.captured, funds.refunded, funds.charged_back, as_of))?;
        if order.is_referred && funds.captured > 0 {
            let buyer = self.party.query_row([order.party], party)?;
            if buyer.first_paid_at.is_none() {
                self.first_paid.execute((buyer.id, at))?;
            }
        }
        self.each_reward(&order, |rules, reward| rules.follow(reward, &order, at))
    }

    // Rewards ------------------------------------------------------------------------------------------------------------------------------

    fn each_reward(&mut self, order: &Order, mut act: impl FnMut(&mut Self, &mut Reward) -> Result<()>) -> Result<()> {
        let held: Vec<Reward> = self.rewards.query_map([order.key], reward)?.collect::<rusqlite::Result<_>>()?;
        for mut reward in held {
            let before = reward.changeable();
            act(self, &mut reward)?;
            self.put(&reward, before)?;
        }
        Ok(())
    }

    fn put(&mut self, reward: &Reward, before: Changeable) -> Result<()> {
        if reward.changeable() != before {
            let r = reward;
            self.put_reward.execute((r.id, r.minor, r.stands as i64, r.awaits_money, r.hold_until, r.awaits_review, r.counts_from, r.deadline()))?;
        }
        Ok(())
    }

    /// Fires the deadlines up to an instant, the earliest first.
    fn deadlines(&mut self, until: i64) -> Result<()> {
        while let Some((id, at)) = self.next_deadline.query_row([until], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?))).optional()? {
            let mut reward = self.reward.query_row([id], reward)?;
            let before = reward.changeable();
            if reward.awaits_money && reward.capture_by <= at {
                let order = self.order.query_row([reward.order], order)?;
                let net = order.funds.net();
                if net == 0 {
                    self.take_back(&mut reward, at)?;
                } else {
                    reward.money_came(at, self.rule.hold_days);
                    let part = scale_half_even(reward.given, net.min(order.money[3]), order.money[3]).unwrap_or(0);
                    self.lower_to(&mut reward, part, at)?;
                }
            }
            if reward.stands == Stands::Waiting && reward.hold_until.is_some_and(|until| until <= at) {
                reward.hold_until = None;
            }
            self.advance(&mut reward)?;
            self.put(&reward, before)?;
            self.watermark = self.watermark.max(at);
        }
        Ok(())
    }

    /// What the order's money does to a reward.
    fn follow(&mut self, reward: &mut Reward, order: &Order, at: i64) -> Result<()> {
        let funds = order.funds;
        if funds.captured >= order.money[3] && reward.stands == Stands::Waiting && reward.awaits_money {
            reward.money_came(at, self.rule.hold_days);
        }
        if funds.captured > 0 && funds.refunded + funds.charged_back > 0 {
            if funds.net() == 0 {
                self.take_back(reward, at)?;
            } else if reward.stands < Stands::Settled || (reward.stands == Stands::Settled && at < self.safe_from(reward)) {
                let part = scale_half_even(reward.given, funds.net().min(funds.captured), funds.captured).unwrap_or(0);
                self.lower_to(reward, part, at)?;
            }
        }
        self.advance(reward)
    }

    fn safe_from(&self, reward: &Reward) -> i64 {
        reward.counts_from.map_or(i64::MAX, |from| later(from, self.rule.refund_window_days))
    }

    fn advance(&mut self, reward: &mut Reward) -> Result<()> {
        if reward.stands == Stands::Waiting && !reward.awaits_money && reward.hold_until.is_none() && !reward.awaits_review {
            self.transfer(reward, Book::Pending, Book::Wallet, reward.minor)?;
            reward.stands = Stands::Settled;
        }
        Ok(())
    }

    fn take_back(&mut self, reward: &mut Reward, at: i64) -> Result<()> {
        if reward.stands < Stands::Settled || (reward.stands == Stands::Settled && at < self.safe_from(reward)) {
            self.transfer(reward, reward.book(), Book::Expense, reward.minor)?;
            reward.stands = Stands::Ended;
        }
        Ok(())
    }

    fn lower_to(&mut self, reward: &mut Reward, minor: i64, at: i64) -> Result<()> {
        if minor <= 0 {
            return self.take_back(reward, at);
        }
        if minor < reward.minor {
            self.transfer(reward, reward.book(), Book::Expense, reward.minor - minor)?;
            reward.minor = minor;
        }
        Ok(())
    }

    fn transfer(&mut self, reward: &Reward, debit: Book, credit: Book, minor: i64) -> Result<()> {
        let party = |book| (!matches!(book, Book::Expense)).then_some(reward.beneficiary);
        self.transfer.execute((debit as i64, party(debit), credit as i64, party(credit), reward.currency, minor, reward.id))?;
        Ok(())
    }
}

/// What an UPDATE would write.
type Changeable = (i64, i64, bool, Option<i64>, bool, Option<i64>);

impl Reward {
    fn changeable(&self) -> Changeable {
        (self.minor, self.stands as i64, self.awaits_money, self.hold_until, self.awaits_review, self.counts_from)
    }

    fn deadline(&self) -> Option<i64> {
        let money = self.awaits_money.then_some(self.capture_by);
        [money, self.hold_until].into_iter().flatten().min().filter(|_| self.stands == Stands::Waiting)
    }

    fn money_came(&mut self, at: i64, hold_days: u32) {
        self.awaits_money = false;
        self.counts_from = Some(at);
        self.hold_until = (hold_days > 0).then(|| later(at, hold_days)).max(self.hold_until);
    }

    fn book(&self) -> Book {
        if self.stands == Stands::Settled { Book::Wallet } else { Book::Pending }
    }
}

/// Who gets how much, or why nobody gets anything: the checks in their order.
fn judge(rule: &Rule, grant: &Grant, order: &Order, buyer: &Party) -> Result<std::result::Result<(u32, i64), &'static str>> {
    let currency = Currency::from_number(u32::try_from(order.currency)?)?;
    let base = |of: Base| match of {
        Base::Items => order.money[0],
        Base::ItemsWithTax => order.money[1],
        Base::OrderTotal => order.money[2],
    };
    if order.cancelled_at.is_some() {
        return Ok(Err("cancelled"));
    }
    let Some(advocate) = buyer.advocate else { return Ok(Err("no_referral")) };
    if buyer.given > 0 {
        return Ok(Err("occurrence_not_met"));
    }
    if order.is_replacement {
        return Ok(Err("replacement_order"));
    }
    if let Some(minimum) = &rule.minimum {
        match minimum.amounts.get(currency) {
            None => return Ok(Err("no_value_for_currency")),
            Some(least) if base(minimum.of) < least => return Ok(Err("below_minimum")),
            Some(_) => {}
        }
    }
    if rule.limit_per_friend.is_some_and(|limit| buyer.given >= limit) {
        return Ok(Err("limit_per_friend"));
    }
    let minor = match &grant.value {
        Value::Fixed(amounts) => match amounts.get(currency) {
            None => return Ok(Err("no_value_for_currency")),
            Some(minor) => minor,
        },
        Value::Percent { percent, of, cap } => {
            let share = percent.of(base(*of).max(0)).unwrap_or(0);
            cap.get(currency).map_or(share, |most| share.min(most))
        }
    };
    let beneficiary = if grant.to == Role::Friend { buyer.id } else { advocate };
    Ok(if minor > 0 { Ok((beneficiary, minor)) } else { Err("no_amount") })
}

fn later(at: i64, days: u32) -> i64 {
    Timestamp::from_micros(at).plus(Span::days(days)).micros()
}

fn role_cell(role: Role) -> i64 {
    i64::from(role == Role::Advocate)
}

fn party(row: &Row<'_>) -> rusqlite::Result<Party> {
    Ok(Party {
        id: row.get(0)?,
        is_guest: row.get(1)?,
        advocate: row.get(2)?,
        registered_at: row.get(3)?,
        first_order_at: row.get(4)?,
        activated_at: row.get(5)?,
        first_paid_at: row.get(6)?,
        given: row.get(7)?,
    })
}

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        key: row.get(0)?,
        party: row.get(1)?,
        money: [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?],
        currency: row.get(6)?,
        is_replacement: row.get(7)?,
        is_referred: row.get(8)?,
        confirmed_at: row.get(9)?,
        cancelled_at: row.get(10)?,
        funds: Funds { captured: row.get(11)?, refunded: row.get(12)?, charged_back: row.get(13)? },
        as_of: row.get(14)?,
    })
}

fn reward(row: &Row<'_>) -> rusqlite::Result<Reward> {
    let state: u8 = row.get(6)?;
    Ok(Reward {
        id: row.get(0)?,
        order: row.get(1)?,
        beneficiary: row.get(2)?,
        currency: row.get(3)?,
        given: row.get(4)?,
        minor: row.get(5)?,
        stands: Stands::ALL.get(usize::from(state)).copied().unwrap_or(Stands::Ended),
        awaits_money: row.get(7)?,
        hold_until: row.get(8)?,
        awaits_review: row.get(9)?,
        counts_from: row.get(10)?,
        capture_by: row.get(11)?,
    })
}
