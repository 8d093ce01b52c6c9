//! What an event does, statement by statement.

use super::Keeps;
use super::judge::{Check, judge};
use super::rows::{Book, Changeable, Order, Party, Reward, Stands, later, order, party, reward};
use super::statements::Statements;
use crate::Result;
use rusqlite::{Connection, OptionalExtension as _};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, Fact, Funds, OrderBody, OrderChange};
use vouchsafe_domain::money::{Currency, scale_half_even};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Identity, OrderKey};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{Grant, Mode, Program, Rule};
use vouchsafe_domain::reward::Role;

/// The terms, and the statements that they are for.
pub(super) struct Rules<'c> {
    program: &'c Program,
    rule: &'c Rule,
    keeps: Keeps,
    watermark: i64,
    next_party: u32,
    next_reward: u32,
    checks: Vec<Check>,
    bytes: Vec<u8>,
    sql: Statements<'c>,
}

impl<'c> Rules<'c> {
    pub(super) fn new(conn: &'c Connection, program: &'c Program, rule: &'c Rule, keeps: Keeps) -> Result<Self> {
        let sql = Statements::new(conn)?;
        Ok(Self { program, rule, keeps, watermark: 0, next_party: 0, next_reward: 0, checks: Vec::new(), bytes: Vec::new(), sql })
    }

    pub(super) fn event(&mut self, event: &Event) -> Result<()> {
        let at = event.at.micros();
        if self.keeps == Keeps::Traces {
            self.bytes.clear();
            event.write(&mut self.bytes);
            self.sql.keep.execute((event.id.class.number(), event.id.key.bits(), event.id.part.bits(), at, &self.bytes))?;
        }
        let moves = event.fact.moves_watermark();
        self.deadlines(if moves { at } else { at.min(self.watermark) })?;
        match &event.fact {
            Fact::CustomerRegistered(account) => {
                let mut person = self.person(Some(account.customer), account.email, PartyName::Customer(account.customer))?;
                if let Some(code) = account.ref_code {
                    self.contact(&mut person, code, at)?;
                }
                self.sql.register.execute((person.id, at))?;
            }
            Fact::CodeIssued { code, customer, .. } => {
                self.sql.put_code.execute((code.0.bits(), customer.0.bits()))?;
                self.person(Some(*customer), None, PartyName::Customer(*customer))?;
            }
            Fact::Order { order, change, body } => self.order_event(*order, *change, body.as_deref(), at)?,
            Fact::OrderMoney { order, funds, currency, as_of } => self.order_money(*order, (*funds, *currency), as_of.micros(), at)?,
            other => return Err(format!("the peer does not know {other:?}").into()),
        }
        if moves {
            self.watermark = self.watermark.max(at);
        }
        Ok(())
    }

    // Who is meant -------------------------------------------------------------------------------------------------------------------------

    fn person(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, name: PartyName) -> Result<Party> {
        let by_customer = customer.map(|key| self.sql.party_of_customer.query_row([key.0.bits()], party).optional()).transpose()?.flatten();
        let by_email = email.map(|key| self.sql.party_of_email.query_row([key.0], party).optional()).transpose()?.flatten();
        match (by_customer, by_email) {
            (Some(one), Some(other)) if one.id != other.id => {
                let is_account = other.registered_at.is_some() || !other.is_guest;
                if is_account { Ok(one) } else { Err("the peer does not merge parties".into()) }
            }
            (Some(one), other) => {
                if let (None, Some(email)) = (other, email) {
                    self.sql.link_email.execute((email.0, one.id))?;
                }
                Ok(one)
            }
            (None, Some(one)) => match customer {
                Some(customer) if one.registered_at.is_some() || !one.is_guest => self.meet(Some(customer), None, PartyName::Customer(customer)),
                Some(customer) => {
                    self.sql.link_customer.execute((customer.0.bits(), one.id))?;
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
        self.sql.meet.execute((id, key, is_guest))?;
        if let Some(customer) = customer {
            self.sql.link_customer.execute((customer.0.bits(), id))?;
        }
        if let Some(email) = email {
            self.sql.link_email.execute((email.0, id))?;
        }
        Ok(Party { id, is_guest, advocate: None, registered_at: None, first_order_at: None, activated_at: None, first_paid_at: None, given: 0 })
    }

    /// Binds by the first contact: cheap checks first, the walk up the tree last.
    fn contact(&mut self, person: &mut Party, code: CodeKey, at: i64) -> Result<()> {
        if person.advocate.is_some() || [person.registered_at, person.first_order_at].into_iter().flatten().any(|since| since < at) {
            return Ok(());
        }
        let Some(owner) = self.sql.owner.query_row([code.0.bits()], |row| row.get::<_, u32>(0)).optional()? else { return Ok(()) };
        let mut above = Some(owner);
        while let Some(id) = above {
            if id == person.id {
                return Ok(());
            }
            above = self.sql.advocate.query_row([id], |row| row.get(0))?;
        }
        self.sql.bind.execute((person.id, owner))?;
        person.advocate = Some(owner);
        Ok(())
    }

    // Orders -------------------------------------------------------------------------------------------------------------------------------

    fn order_event(&mut self, key: OrderKey, change: OrderChange, body: Option<&OrderBody>, at: i64) -> Result<()> {
        let known = self.sql.order.query_row([key.0.bits()], order).optional()?;
        match (known, body, change) {
            (None, Some(body), OrderChange::Placed) => self.open(key, body, at),
            (Some(order), _, OrderChange::Confirmed) if order.confirmed_at.is_none() => self.confirm(order, at),
            (Some(order), _, OrderChange::Cancelled) => {
                self.each_reward(&order, |rules, reward| rules.take_back(reward, at))?;
                self.sql.cancel.execute((order.key, at))?;
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
            self.sql.first_order.execute((buyer.id, at))?;
        }
        let money = (body.items, body.items_with_tax, body.order_total, body.payable);
        let (bits, currency) = (key.0.bits(), body.currency.number());
        self.sql.open.execute((bits, buyer.id, currency, money.0, money.1, money.2, money.3, body.is_replacement, buyer.advocate.is_some()))?;
        Ok(())
    }

    fn confirm(&mut self, order: Order, at: i64) -> Result<()> {
        self.sql.confirm.execute((order.key, at))?;
        let buyer = self.sql.party.query_row([order.party], party)?;
        if buyer.advocate.is_some() && buyer.activated_at.is_none() {
            self.sql.activate.execute((buyer.id, at))?;
        }
        if order.money[3] == 0 && order.is_referred && buyer.first_paid_at.is_none() {
            self.sql.first_paid.execute((buyer.id, at))?;
        }
        let (rule, mut given) = (self.rule, false);
        for grant in &rule.grants {
            let verdict = judge(rule, grant, &order, &buyer, &mut self.checks)?;
            let reward = verdict.is_ok().then_some(self.next_reward);
            let decision = self.sql.decide.insert((order.key, role_cell(grant.to), buyer.id, verdict.err(), reward))?;
            if self.keeps == Keeps::Traces {
                for check in &self.checks {
                    self.sql.check.execute((decision, check.kind as u8, check.passed, check.saw, check.bound))?;
                }
            }
            if let Ok((beneficiary, minor)) = verdict {
                self.promise(grant, &order, &buyer, beneficiary, minor, at)?;
                given = true;
            }
        }
        if given {
            self.sql.count.execute([buyer.id])?;
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
        let r = &reward;
        let waits = (r.awaits_money, r.hold_until, r.awaits_review, r.counts_from, r.capture_by);
        self.sql.promise.execute(rusqlite::params![
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

    fn order_money(&mut self, key: OrderKey, (funds, currency): (Funds, Currency), as_of: i64, at: i64) -> Result<()> {
        let Some(mut order) = self.sql.order.query_row([key.0.bits()], order).optional()? else { return Ok(()) };
        if order.currency != i64::from(currency.number()) || order.as_of.is_some_and(|known| as_of < known) {
            return Ok(());
        }
        (order.funds, order.as_of) = (funds, Some(as_of));
        self.sql.money.execute((order.key, funds.captured, funds.refunded, funds.charged_back, as_of))?;
        if order.is_referred && funds.captured > 0 {
            let buyer = self.sql.party.query_row([order.party], party)?;
            if buyer.first_paid_at.is_none() {
                self.sql.first_paid.execute((buyer.id, at))?;
            }
        }
        self.each_reward(&order, |rules, reward| rules.follow(reward, &order, at))
    }

    // Rewards ------------------------------------------------------------------------------------------------------------------------------

    fn each_reward(&mut self, order: &Order, mut act: impl FnMut(&mut Self, &mut Reward) -> Result<()>) -> Result<()> {
        let held: Vec<Reward> = self.sql.rewards.query_map([order.key], reward)?.collect::<rusqlite::Result<_>>()?;
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
            self.sql.put_reward.execute((
                r.id,
                r.minor,
                r.stands as i64,
                r.awaits_money,
                r.hold_until,
                r.awaits_review,
                r.counts_from,
                r.deadline(),
            ))?;
        }
        Ok(())
    }

    /// Fires the deadlines up to an instant, the earliest first.
    fn deadlines(&mut self, until: i64) -> Result<()> {
        while let Some((id, at)) = self.sql.next_deadline.query_row([until], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?))).optional()? {
            let mut reward = self.sql.reward.query_row([id], reward)?;
            let before = reward.changeable();
            if reward.awaits_money && reward.capture_by <= at {
                let order = self.sql.order.query_row([reward.order], order)?;
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
        let (net, payable) = (funds.net(), order.money[3]);
        let is_short = funds.captured > 0 && funds.refunded + funds.charged_back > 0 && (net < payable || net == 0);
        if is_short && !(reward.stands == Stands::Waiting && reward.awaits_money) {
            if net == 0 {
                self.take_back(reward, at)?;
            } else if reward.stands < Stands::Settled || (reward.stands == Stands::Settled && at < self.safe_from(reward)) {
                let part = scale_half_even(reward.given, net.min(payable), payable).unwrap_or(0);
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
        self.sql.transfer.execute((debit as i64, party(debit), credit as i64, party(credit), reward.currency, minor, reward.id))?;
        Ok(())
    }
}

fn role_cell(role: Role) -> i64 {
    i64::from(role == Role::Advocate)
}
