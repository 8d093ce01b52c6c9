//! `evolve`: applies an event and what it came to. It decides nothing.

mod tally;

use super::person::merged;
use super::purchase::whole;
use crate::event::{By, Event, Fact, OrderChange, StaffList};
use crate::money::{Asset, Currency, Money, split_by_largest_remainder};
use crate::name::{ChannelKey, CodeKey, Key, OrderKey};
use crate::outcome::{Change, Outcome};
use crate::party::{Party, PartyId};
use crate::payout::{PayoutAct, PayoutPolicy, PayoutRecord, PayoutStep, Proposal, Proposed};
use crate::reward::{AnyReward, Reward, RewardId};
use crate::rollup::{FigureCell, Figures, MoneyFact, PersonFigures, Rollup};
use crate::state::{Code, OrderRecord, RecordKey, State, StepGiven};
use crate::time::{Month, Timestamp};

/// Applies an outcome to the state and gathers what changed. Total: an outcome that `decide` gave for this event always applies.
pub fn evolve(state: &mut State, event: &Event, outcome: &Outcome, rollup: &mut Rollup) {
    let mut evolution = Evolution { state, event, rollup };
    evolution.fact_before();
    for change in &outcome.changes {
        evolution.change(change);
    }
    evolution.fact_after();
    evolution.policy_said(outcome);
    evolution.leave_marks(outcome);
    if event.fact.moves_watermark() && event.at > evolution.state.totals.watermark {
        evolution.state.totals.watermark = event.at;
    }
}

pub(super) struct Evolution<'a> {
    pub(super) state: &'a mut State,
    pub(super) event: &'a Event,
    rollup: &'a mut Rollup,
}

impl Evolution<'_> {
    pub(super) fn touch(&mut self, key: RecordKey) {
        self.rollup.touched.insert(key);
    }

    /// What the event says about itself and decisions do not repeat: told before the changes, which may build on it.
    fn fact_before(&mut self) {
        let at = self.event.at;
        match &self.event.fact {
            Fact::CodeIssued { code, customer, inferred, .. } => {
                self.state.codes.entry(*code).or_insert(Code { owner: *customer, issued_at: at, inferred: *inferred, disabled_at: None });
                self.touch(RecordKey::Code(*code));
            }
            Fact::CodeDisabled { code, .. } => self.disable(*code, at),
            Fact::Rejudge { event, .. } => {
                if let Fact::CodeDisabled { code, .. } = &event.fact {
                    self.disable(*code, event.at);
                }
            }
            Fact::LinkClicked { code, click } => {
                self.state.clicks.entry(*click).or_insert(*code);
                self.touch(RecordKey::Click(*click));
            }
            Fact::ProgramActivated { program, .. } => self.program(*program, |status| status.activate(at)),
            Fact::ProgramPaused { program, .. } => self.program(*program, |status| status.paused_at = status.paused_at.or(Some(at))),
            Fact::ProgramEnded { program, .. } => self.program(*program, |status| status.ended_at = status.ended_at.or(Some(at))),
            Fact::OrderMoney { order, funds, currency, as_of } => self.order_money(*order, *funds, *currency, *as_of),
            Fact::PurchaseRefunded { purchase, refunded, as_of } => {
                if let Some(Ok(funds)) = self.state.orders.get(purchase).map(|record| record.refunded_to(*refunded)) {
                    self.order_money(*purchase, funds, refunded.currency, *as_of);
                }
            }
            Fact::ListChanged { list, entry, is_in, .. } => self.list(*list, *entry, *is_in),
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
        if let Fact::OrderOwned { order, .. } = &self.event.fact
            && let Some(record) = self.state.orders.get_mut(order)
        {
            record.is_owned = true;
            self.touch(RecordKey::Order(*order));
        }
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
                OrderChange::Cancelled => *record = record.cancelled(at),
                OrderChange::Changed => {
                    if let Some(body) = body.as_ref().filter(|body| body.currency == record.currency) {
                        *record = record.edited(body, at);
                    }
                }
                OrderChange::Placed | OrderChange::PaymentFailed => {}
            }
            self.touch(RecordKey::Order(*order));
        }
    }

    fn list(&mut self, list: StaffList, entry: Key, is_in: bool) {
        let entries = self.state.lists.entry(list).or_default();
        match (entries.binary_search(&entry), is_in) {
            (Err(place), true) => entries.insert(place, entry),
            (Ok(place), false) => drop(entries.remove(place)),
            (Ok(_), true) | (Err(_), false) => {}
        }
        self.touch(RecordKey::List(list));
    }

    fn disable(&mut self, code: CodeKey, at: Timestamp) {
        if let Some(record) = self.state.codes.get_mut(&code) {
            record.disabled_at.get_or_insert(at);
            self.touch(RecordKey::Code(code));
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
                self.call(*party, *customer);
            }
            Change::EmailLinked { email, party } => {
                self.state.emails.insert(*email, *party);
                self.touch(RecordKey::Email(*email));
            }
            Change::PartiesMerged { from, into } => self.merge(*from, *into),
            Change::Registered { party } => self.party(*party, |record| {
                record.registered_at.get_or_insert(at);
                record.deleted &= !record.lives_by_registration(at);
            }),
            Change::Returned { party } => self.party(*party, |record| record.deleted &= !record.lives_by_registration(at)),
            Change::Deleted { party } => self.party(*party, |record| {
                record.deleted = true;
                record.deleted_at = record.deleted_at.max(Some(at));
            }),
            Change::Contacted { party, code, at } => {
                self.party(*party, |record| record.contact = Some(crate::party::Contact { code: *code, at: *at }))
            }
            Change::Bound { friend, bond, .. } => self.bind(*friend, *bond),
            Change::Activated { party, at } => {
                self.party(*party, |record| record.activated_at = Some(record.activated_at.map_or(*at, |known| known.min(*at))));
            }
            Change::FirstPaid { party, order } => self.first_paid(*party, *order),
            Change::OrderOpened { party } => self.open_order(*party),
            Change::Counted { party, rule } => {
                self.state.tallies.entry(*party).or_default().of(*rule).count += 1;
                self.touch(RecordKey::Tally(*party));
            }
            Change::Rewarded { reward, terms, waiting } => self.promise(*reward, AnyReward::Waiting(Reward::granted(**terms, *waiting))),
            Change::Reward { reward, step, at: then } => {
                if let Some(before) = self.state.rewards.get(reward).copied() {
                    let at = then.unwrap_or(at);
                    let after = before.after(*step, at);
                    self.owe(*reward, &before, &after, *step);
                    self.replace_reward(*reward, Some(before), after, at);
                }
            }
            Change::OrderReferred { order } => self.refer(*order),
            Change::OrderAssigned { order, party } => self.assign(*order, *party),
            Change::OrderCredited { order, advocate, code } => {
                if let Some(record) = self.state.orders.get_mut(order) {
                    record.credited = Some((*advocate, *code));
                    record.is_referred = true;
                    self.touch(RecordKey::Order(*order));
                }
            }
            Change::PurchaseStands { friend, stands } => self.purchase_stands(*friend, *stands),
            Change::Met { party, rule, occasion } => self.tally(*party, |tally| tally.met.push((*rule, *occasion))),
            Change::Uncounted { party, rule, occasion } => self.tally(*party, |tally| {
                let counted = tally.of(*rule);
                counted.count = counted.count.saturating_sub(1);
                tally.freed.push((*rule, *occasion));
            }),
            Change::LevelReached { party, program, level } => self.tally(*party, |tally| {
                tally.levels.retain(|(of, _)| of != program);
                tally.levels.push((*program, *level));
            }),
            Change::StepGiven { advocate, rule, role, step, reward } => self.tally(*advocate, |tally| {
                tally.steps.retain(|given| given.reward != *reward);
                tally.steps.push(StepGiven { rule: *rule, role: *role, step: *step, reward: *reward });
            }),
            Change::ReferralRejected { friend } => {
                self.regarding(*friend, |evolution| evolution.party(*friend, |record| record.rejected = true));
            }
            Change::Payout { reward, step } => {
                if let Some(record) = PayoutRecord::after(self.state.payouts.get(reward).copied(), *step, at) {
                    self.state.payouts.insert(*reward, self.as_named(record, *step));
                    self.touch(RecordKey::Payout(*reward));
                }
            }
            Change::Proposed { proposal } => self.propose(*proposal),
            Change::ProposalEnded { proposal, is_done } => {
                let ended = self.state.proposals.remove(proposal);
                self.touch(RecordKey::Proposal(*proposal));
                if let Some(Proposal { action: Proposed::Policy(policy), .. }) = ended.filter(|_| *is_done) {
                    self.policy(policy);
                }
            }
            Change::ContactRefused { .. } | Change::Refused { .. } | Change::Acted { .. } | Change::Inherited { .. } => {}
        }
    }

    fn propose(&mut self, proposal: Key) {
        let (actor, reason, action) = match &self.event.fact {
            Fact::Staff(act) => (act.actor, act.reason, Proposed::Act(act.action.clone())),
            Fact::PolicyChanged { policy, by: Some(By { actor, reason: Some(reason) }) } => (*actor, *reason, Proposed::Policy(policy.clone())),
            _ => return,
        };
        self.state.proposals.insert(proposal, Proposal { actor, reason, at: self.event.at, action });
        self.touch(RecordKey::Proposal(proposal));
    }

    /// What the event says of payouts holds, unless it waits for a second person or is refused.
    fn policy_said(&mut self, outcome: &Outcome) {
        let is_withheld = |change: &Change| matches!(change, Change::Proposed { .. } | Change::Refused { .. });
        if let Fact::PolicyChanged { policy, .. } = &self.event.fact
            && !outcome.changes.iter().any(is_withheld)
        {
            self.policy(policy.clone());
        }
    }

    fn policy(&mut self, policy: PayoutPolicy) {
        self.state.policy = policy;
        self.touch(RecordKey::Policy);
    }

    /// A record that was just intended, with the name that the intent says.
    const fn as_named(&self, record: PayoutRecord, step: PayoutStep) -> PayoutRecord {
        match (step, &self.event.fact) {
            (PayoutStep::Intended { .. }, Fact::PayoutIntended { act: PayoutAct::Issue { issuance: Some(issuance), .. }, .. }) => {
                record.named(*issuance)
            }
            _ => record,
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
        // One friend is new once: the later of two first payments was none.
        if let (Some(kept), Some(other)) = (stays.first_paid_at.zip(stays.first_paid_order), gone.first_paid_at.zip(gone.first_paid_order)) {
            let (at, order) = if other.0 < kept.0 { kept } else { other };
            self.order_figure(order, at, Figures { new_friends: -1, ..Figures::default() });
        }
        // Neither counts for anybody while they become one.
        self.count_for_advocate(from, -1);
        self.count_for_advocate(into, -1);
        self.state.parties.insert(into, one);
        self.state.parties.insert(from, Party { merged_into: Some(into), bond: None, contact: None, ..gone });
        self.merge_profiles(from, into);
        if let Some(tally) = self.state.tallies.remove(&from) {
            tally::join(self.state.tallies.entry(into).or_default(), tally);
        }
        self.count_for_advocate(into, 1);
        for key in [RecordKey::Party(from), RecordKey::Party(into), RecordKey::Tally(from), RecordKey::Tally(into)] {
            self.touch(key);
        }
    }

    fn open_order(&mut self, party: PartyId) {
        let at = self.event.at;
        let is_referred = self.state.parties.get(&party).is_some_and(|record| record.bond.is_some());
        let (order, record, paid) = match &self.event.fact {
            Fact::Order { order, body: Some(body), .. } => (*order, OrderRecord::opened(party, is_referred, body, at), None),
            Fact::Purchase { purchase, kind, amount, .. } => {
                (*purchase, OrderRecord::of_purchase(party, is_referred, *kind, *amount, at), Some(*amount))
            }
            _ => return,
        };
        self.state.orders.insert(order, record);
        self.touch(RecordKey::Order(order));
        self.party(party, |record| record.ordered(order, at));
        if let Some(amount) = paid {
            self.order_money(order, whole(amount), amount.currency, at);
        }
    }

    fn order_money(&mut self, order: OrderKey, funds: crate::event::Funds, currency: Currency, as_of: Timestamp) {
        let Some(before) = self.state.orders.get(&order).filter(|order| order.currency == currency) else { return };
        let Some(after) = before.with_funds(funds, as_of, self.event.at) else { return };
        let (party, currency, is_referred) = (after.party, after.currency, after.is_referred);
        let revenue = after.funds.net() - before.funds.net();
        let orders = i64::from(before.first_captured_at.is_none() && after.first_captured_at.is_some());
        let refunds = i64::from(after.is_wholly_paid_back()) - i64::from(before.is_wholly_paid_back());
        self.state.orders.insert(order, after);
        self.touch(RecordKey::Order(order));
        if is_referred {
            let at = self.event.at;
            self.order_figure(order, at, Figures { revenue, referred_orders: orders, ..Figures::default() });
            self.person(party, currency, at, PersonFigures { orders, revenue, cost: 0 });
            self.paid(party, tally::Paid { orders, refunds, revenue: Money::new(revenue, currency) });
        }
    }

    /// A friend's first money, counted in the cell of its order. One that came even earlier than what was known takes its place.
    fn first_paid(&mut self, party: PartyId, order: OrderKey) {
        let paid_at = self.state.orders.get(&order).and_then(OrderRecord::paid_since).unwrap_or(self.event.at);
        let known = self.state.parties.get(&party).and_then(|record| record.first_paid_at.zip(record.first_paid_order));
        match known {
            Some((at, _)) if at <= paid_at => return,
            Some((at, known)) => self.order_figure(known, at, Figures { new_friends: -1, ..Figures::default() }),
            None => {}
        }
        self.party(party, |record| {
            record.first_paid_at = Some(paid_at);
            record.first_paid_order = Some(order);
        });
        self.order_figure(order, paid_at, Figures { new_friends: 1, ..Figures::default() });
    }

    /// An order turned out to be a friend's: what it brought so far counts, each movement in its own month.
    fn refer(&mut self, order: OrderKey) {
        let Some(record) = self.state.orders.get_mut(&order) else { return };
        record.is_referred = true;
        let record = record.clone();
        self.touch(RecordKey::Order(order));
        self.paid(record.party, tally::Paid::of(&record, 1));
        for (at, orders, revenue) in brought(&record) {
            self.order_figure(order, at, Figures { revenue, referred_orders: orders, ..Figures::default() });
            self.person(record.party, record.currency, at, PersonFigures { orders, revenue, cost: 0 });
        }
    }

    /// An order turned out to be somebody else's, and so what it brought.
    fn assign(&mut self, order: OrderKey, party: PartyId) {
        let Some(record) = self.state.orders.get_mut(&order) else { return };
        let holder = std::mem::replace(&mut record.party, party);
        let record = record.clone();
        self.touch(RecordKey::Order(order));
        if record.is_referred {
            self.paid(holder, tally::Paid::of(&record, -1));
            self.paid(party, tally::Paid::of(&record, 1));
        }
        if record.stands() {
            self.purchase_stands(holder, false);
            self.purchase_stands(party, true);
        }
        self.party(party, |owner| owner.ordered(order, record.placed_at));
        for (at, orders, revenue) in brought(&record).into_iter().filter(|_| record.is_referred) {
            self.person(holder, record.currency, at, PersonFigures { orders: -orders, revenue: -revenue, cost: 0 });
            self.person(party, record.currency, at, PersonFigures { orders, revenue, cost: 0 });
        }
    }

    fn promise(&mut self, id: RewardId, reward: AnyReward) {
        let terms = *reward.terms();
        self.state.totals.next_reward = self.state.totals.next_reward.max(id.0 + 1);
        self.list_reward(id, &terms);
        self.give(&terms);
        self.replace_reward(id, None, reward, terms.created_at);
    }

    fn replace_reward(&mut self, id: RewardId, before: Option<AnyReward>, after: AnyReward, at: Timestamp) {
        self.state.put_reward(id, after);
        self.touch(RecordKey::Reward(id));
        self.keep_lists(id, before.as_ref(), &after);
        self.take_back(before.as_ref(), &after);
        let counts_for = |reward: &AnyReward| (reward.standing(), reward.terms().given.asset);
        if before.as_ref().map(counts_for) == Some(counts_for(&after))
            && before.as_ref().is_some_and(|before| (before.delivered(), before.used()) == (after.delivered(), after.used()))
        {
            return;
        }
        for (reward, sign) in before.as_ref().map(|before| (before, -1)).into_iter().chain([(&after, 1)]) {
            self.spend(reward, reward.standing() * sign);
        }
        match before {
            // A choice can put another asset in the place of the promised one.
            Some(before) if before.terms().given.asset != after.terms().given.asset => {
                self.cost(&before, at, Figures { accrued: -before.standing(), ..Figures::default() });
                self.cost(&after, at, Figures { accrued: after.standing(), ..Figures::default() });
            }
            before => {
                let accrued = after.standing() - before.as_ref().map_or(0, AnyReward::standing);
                let issued = after.delivered() - before.as_ref().map_or(0, AnyReward::delivered);
                let redeemed = after.used() - before.as_ref().map_or(0, AnyReward::used);
                self.cost(&after, at, Figures { accrued, issued, redeemed, ..Figures::default() });
            }
        }
    }

    /// Adds a reward's cost to the figures and to who gets it.
    fn cost(&mut self, reward: &AnyReward, at: Timestamp, figures: Figures) {
        let terms = reward.terms();
        let Asset::Currency(currency) = terms.given.asset else { return };
        let (order, beneficiary) = (terms.order, terms.beneficiary);
        if figures != Figures::default() {
            let channel = self.channel_of(order);
            self.figure(FigureCell { month: at.month(), channel, currency }, figures);
            self.person(beneficiary, currency, at, PersonFigures { cost: figures.accrued, ..PersonFigures::default() });
        }
    }

    fn channel_of(&self, order: Option<OrderKey>) -> Option<ChannelKey> {
        self.state.orders.get(&order?)?.channel
    }

    fn order_figure(&mut self, order: OrderKey, at: Timestamp, figures: Figures) {
        if let Some(record) = self.state.orders.get(&order) {
            let cell = FigureCell { month: at.month(), channel: record.channel, currency: record.currency };
            self.figure(cell, figures);
        }
    }

    fn figure(&mut self, cell: FigureCell, by: Figures) {
        self.rollup.figures.entry(cell).or_default().add(&by);
    }

    fn person(&mut self, party: PartyId, currency: Currency, at: Timestamp, by: PersonFigures) {
        self.rollup.money.push(MoneyFact { at, party, currency, by });
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

/// What an order brought: the instant, the orders and the captured money, net, of each movement.
fn brought(record: &OrderRecord) -> impl IntoIterator<Item = (Timestamp, i64, i64)> + use<> {
    let money = record.revenue().into_iter().map(|(at, revenue)| (at, 0, revenue));
    record.first_captured_at.map(|at| (at, 1, 0)).into_iter().chain(money)
}
