//! `evolve`: applies an event and what it came to. It decides nothing.

use super::person::merged;
use crate::event::{Event, Fact, OrderChange};
use crate::money::{Asset, Currency, split_by_largest_remainder};
use crate::name::{ChannelKey, OrderKey};
use crate::outcome::{Change, Outcome};
use crate::party::{Party, PartyId};
use crate::reward::{AnyReward, Reward, RewardId};
use crate::rollup::{FigureCell, Figures, PersonFigures, Rollup};
use crate::state::{Code, OrderRecord, RecordKey, State};
use crate::time::{Month, Timestamp};

/// Applies an outcome to the state and gathers what changed. Total: an outcome that `decide` gave for this event always applies.
pub fn evolve(state: &mut State, event: &Event, outcome: &Outcome, rollup: &mut Rollup) {
    let mut evolution = Evolution { state, event, rollup };
    evolution.fact_before();
    for change in &outcome.changes {
        evolution.change(change);
    }
    evolution.fact_after();
    if event.fact.moves_watermark() && event.at > evolution.state.totals.watermark {
        evolution.state.totals.watermark = event.at;
    }
}

struct Evolution<'a> {
    state: &'a mut State,
    event: &'a Event,
    rollup: &'a mut Rollup,
}

impl Evolution<'_> {
    fn touch(&mut self, key: RecordKey) {
        self.rollup.touched.insert(key);
    }

    /// What the event says about itself and decisions do not repeat: told before the changes, which may build on it.
    fn fact_before(&mut self) {
        let at = self.event.at;
        match &self.event.fact {
            Fact::CodeIssued { code, customer, .. } => {
                self.state.codes.entry(*code).or_insert(Code { owner: *customer, issued_at: at, disabled_at: None });
                self.touch(RecordKey::Code(*code));
            }
            Fact::CodeDisabled { code } => {
                if let Some(record) = self.state.codes.get_mut(code) {
                    record.disabled_at.get_or_insert(at);
                    self.touch(RecordKey::Code(*code));
                }
            }
            Fact::LinkClicked { code, click } => {
                self.state.clicks.entry(*click).or_insert(*code);
                self.touch(RecordKey::Click(*click));
            }
            Fact::ProgramActivated { program, .. } => self.program(*program, |status| *status = Default::default()),
            Fact::ProgramPaused { program } => self.program(*program, |status| status.paused_at = status.paused_at.or(Some(at))),
            Fact::ProgramEnded { program } => self.program(*program, |status| status.ended_at = status.ended_at.or(Some(at))),
            Fact::OrderMoney { order, funds, currency, as_of } => self.order_money(*order, *funds, *currency, *as_of),
            Fact::SpendRecorded { channel, from, to, amount, .. } => {
                for (month, minor) in spread(*from, *to, amount.minor) {
                    let cell = FigureCell { month, channel: *channel, currency: amount.currency };
                    self.figure(cell, Figures { spend: minor, ..Figures::default() });
                }
            }
            _ => {}
        }
    }

    /// What the event says about an order that the changes have opened.
    fn fact_after(&mut self) {
        let at = self.event.at;
        if let Fact::Order { order, change, body } = &self.event.fact
            && let Some(record) = self.state.orders.get_mut(order)
        {
            match change {
                OrderChange::Confirmed => {
                    record.confirmed_at.get_or_insert(at);
                    if record.payable == 0 {
                        record.captured_at.get_or_insert(at);
                    }
                }
                OrderChange::Cancelled => {
                    record.cancelled_at.get_or_insert(at);
                }
                OrderChange::Changed => {
                    if let Some(body) = body {
                        *record = record.edited(body, at);
                    }
                }
                OrderChange::Placed | OrderChange::PaymentFailed => {}
            }
            self.touch(RecordKey::Order(*order));
        }
    }

    fn program(&mut self, program: crate::name::ProgramKey, change: impl FnOnce(&mut crate::state::ProgramStatus)) {
        change(self.state.programs.entry(program).or_default());
        self.touch(RecordKey::Program(program));
    }

    fn change(&mut self, change: &Change) {
        let at = self.event.at;
        match change {
            Change::PartyMet { party, name } => {
                self.state.parties.insert(*party, Party::new(*name));
                self.state.totals.next_party = self.state.totals.next_party.max(party.0 + 1);
                self.touch(RecordKey::Party(*party));
            }
            Change::CustomerLinked { customer, party } => {
                self.state.customers.insert(*customer, *party);
                self.touch(RecordKey::Customer(*customer));
            }
            Change::EmailLinked { email, party } => {
                self.state.emails.insert(*email, *party);
                self.touch(RecordKey::Email(*email));
            }
            Change::PartiesMerged { from, into } => self.merge(*from, *into),
            Change::Registered { party } => self.party(*party, |record| {
                record.registered_at.get_or_insert(at);
                record.deleted = false;
            }),
            Change::Deleted { party } => self.party(*party, |record| record.deleted = true),
            Change::Contacted { party, code, at } => {
                self.party(*party, |record| record.contact = Some(crate::party::Contact { code: *code, at: *at }))
            }
            Change::Bound { friend, bond } => self.party(*friend, |record| {
                record.bond = Some(*bond);
                record.contact = None;
            }),
            Change::Activated { party } => self.party(*party, |record| record.activated_at = record.activated_at.or(Some(at))),
            Change::FirstPaid { party } => {
                self.party(*party, |record| record.first_paid_at = record.first_paid_at.or(Some(at)));
                if let Fact::OrderMoney { order, .. } | Fact::Order { order, .. } = self.event.fact {
                    self.order_figure(order, Figures { new_friends: 1, ..Figures::default() });
                }
            }
            Change::OrderOpened { party } => self.open_order(*party),
            Change::Counted { party, rule } => {
                self.state.tallies.entry(*party).or_default().add(*rule, 1);
                self.touch(RecordKey::Tally(*party));
            }
            Change::Rewarded { reward, terms, waiting } => self.promise(*reward, AnyReward::Waiting(Reward::granted(**terms, *waiting))),
            Change::Reward { reward, step } => {
                if let Some(before) = self.state.rewards.get(reward).copied() {
                    self.replace_reward(*reward, Some(before), before.after(*step, at));
                }
            }
            Change::ContactRefused { .. } | Change::Refused { .. } => {}
        }
    }

    fn party(&mut self, party: PartyId, change: impl FnOnce(&mut Party)) {
        if let Some(record) = self.state.parties.get_mut(&party) {
            change(record);
            self.touch(RecordKey::Party(party));
        }
    }

    fn merge(&mut self, from: PartyId, into: PartyId) {
        let (Some(gone), Some(stays)) = (self.state.parties.get(&from).copied(), self.state.parties.get(&into).copied()) else { return };
        let one = merged(self.state, (into, &stays), (from, &gone));
        self.state.parties.insert(into, one);
        self.state.parties.insert(from, Party { merged_into: Some(into), bond: None, contact: None, ..gone });
        if let Some(tally) = self.state.tallies.remove(&from) {
            let kept = self.state.tallies.entry(into).or_default();
            for rule in &tally.rules {
                kept.add(rule.rule, rule.count);
            }
            kept.rewards.extend(tally.rewards);
        }
        for key in [RecordKey::Party(from), RecordKey::Party(into), RecordKey::Tally(from), RecordKey::Tally(into)] {
            self.touch(key);
        }
    }

    fn open_order(&mut self, party: PartyId) {
        let Fact::Order { order, body: Some(body), .. } = &self.event.fact else { return };
        let at = self.event.at;
        let is_referred = self.state.parties.get(&party).is_some_and(|record| record.bond.is_some());
        self.state.orders.insert(*order, OrderRecord::opened(party, is_referred, body, at));
        self.touch(RecordKey::Order(*order));
        self.party(party, |record| record.first_order_at = record.first_order_at.or(Some(at)));
    }

    fn order_money(&mut self, order: OrderKey, funds: crate::event::Funds, currency: Currency, as_of: Timestamp) {
        let Some(before) = self.state.orders.get(&order).filter(|order| order.currency == currency) else { return };
        let Some(after) = before.with_funds(funds, as_of, self.event.at) else { return };
        let (party, currency, is_referred) = (after.party, after.currency, after.is_referred);
        let revenue = after.funds.net() - before.funds.net();
        let orders = i64::from(before.first_captured_at.is_none() && after.first_captured_at.is_some());
        self.state.orders.insert(order, after);
        self.touch(RecordKey::Order(order));
        if is_referred {
            self.order_figure(order, Figures { revenue, referred_orders: orders, ..Figures::default() });
            self.person(party, currency, PersonFigures { orders, revenue, cost: 0 });
        }
    }

    fn promise(&mut self, id: RewardId, reward: AnyReward) {
        let terms = *reward.terms();
        self.state.totals.next_reward = self.state.totals.next_reward.max(id.0 + 1);
        match terms.order.and_then(|order| self.state.orders.get_mut(&order).map(|record| (order, record))) {
            Some((order, record)) => {
                record.rewards.push(id);
                self.touch(RecordKey::Order(order));
            }
            None => {
                self.state.tallies.entry(terms.friend).or_default().rewards.push(id);
                self.touch(RecordKey::Tally(terms.friend));
            }
        }
        self.replace_reward(id, None, reward);
    }

    fn replace_reward(&mut self, id: RewardId, before: Option<AnyReward>, after: AnyReward) {
        self.state.put_reward(id, after);
        self.touch(RecordKey::Reward(id));
        let Asset::Currency(currency) = after.terms().given.asset else { return };
        let accrued = standing(Some(&after)) - standing(before.as_ref());
        let issued = delivered(Some(&after)) - delivered(before.as_ref());
        let redeemed = redeemed(Some(&after)) - redeemed(before.as_ref());
        if accrued != 0 || issued != 0 || redeemed != 0 {
            self.cost(id, currency, Figures { accrued, issued, redeemed, ..Figures::default() }, accrued);
        }
    }

    /// Adds a reward's cost to the figures and to who gets it.
    fn cost(&mut self, id: RewardId, currency: Currency, figures: Figures, cost: i64) {
        let Some(terms) = self.state.rewards.get(&id).map(|reward| *reward.terms()) else { return };
        let channel = self.channel_of(terms.order);
        self.figure(FigureCell { month: self.event.at.month(), channel, currency }, figures);
        self.person(terms.beneficiary, currency, PersonFigures { cost, ..PersonFigures::default() });
    }

    fn channel_of(&self, order: Option<OrderKey>) -> Option<ChannelKey> {
        self.state.orders.get(&order?)?.channel
    }

    fn order_figure(&mut self, order: OrderKey, figures: Figures) {
        if let Some(record) = self.state.orders.get(&order) {
            let cell = FigureCell { month: self.event.at.month(), channel: record.channel, currency: record.currency };
            self.figure(cell, figures);
        }
    }

    fn figure(&mut self, cell: FigureCell, by: Figures) {
        self.rollup.figures.entry(cell).or_default().add(&by);
    }

    fn person(&mut self, party: PartyId, currency: Currency, by: PersonFigures) {
        let sum = self.rollup.people.entry((party, currency)).or_default();
        sum.orders += by.orders;
        sum.revenue = sum.revenue.saturating_add(by.revenue);
        sum.cost = sum.cost.saturating_add(by.cost);
    }
}

/// Spreads an amount over the months of a period, in proportion to the time that lies in each; the parts add up exactly.
fn spread(from: Timestamp, to: Timestamp, minor: i64) -> Vec<(Month, i64)> {
    let months: Vec<Month> = (from.month().number()..=to.month().number()).map(Month::from_number).collect();
    let share = |month: &Month| to.min(month.next().start()).micros().saturating_sub(from.max(month.start()).micros()).max(0);
    let weights: Vec<i64> = months.iter().map(share).collect();
    match split_by_largest_remainder(minor, &weights) {
        Some(parts) => months.into_iter().zip(parts).filter(|(_, part)| *part != 0).collect(),
        // A period without length lies in the month of its instant.
        None => vec![(from.month(), minor)],
    }
}

/// What a reward costs: what still stands of it, and what was used of one that was taken back.
const fn standing(reward: Option<&AnyReward>) -> i64 {
    match reward {
        Some(AnyReward::Reversed(reversed)) => reversed.state.used,
        Some(reward) if reward.is_open() => reward.amount().minor,
        _ => 0,
    }
}

/// What was delivered, and not taken back.
const fn delivered(reward: Option<&AnyReward>) -> i64 {
    match reward {
        Some(reward @ AnyReward::Settled(_)) => reward.amount().minor,
        Some(AnyReward::Reversed(reversed)) => reversed.state.used,
        _ => 0,
    }
}

/// What was used.
const fn redeemed(reward: Option<&AnyReward>) -> i64 {
    match reward {
        Some(AnyReward::Settled(settled)) => settled.state.used,
        Some(AnyReward::Reversed(reversed)) => reversed.state.used,
        _ => 0,
    }
}
