//! Orders: placed, confirmed, paid, refunded, cancelled, and what that does to the rewards they gave.

use super::draft::Draft;
use super::grant::Case;
use super::person::Person;
use crate::event::{Funds, OrderBody, OrderChange};
use crate::money::Currency;
use crate::name::OrderKey;
use crate::outcome::Change;
use crate::party::{PartyId, PartyName};
use crate::program::{PartialRefund, Trigger};
use crate::reason::Reason;
use crate::reward::{AnyReward, Occasion, RewardId, RewardStep};
use crate::state::OrderRecord;
use crate::time::Timestamp;

impl OrderRecord {
    /// The record of a new order.
    pub(super) fn opened(party: PartyId, is_referred: bool, body: &OrderBody, at: Timestamp) -> Self {
        Self {
            party,
            currency: body.currency,
            placed_at: at,
            items: body.items,
            items_with_tax: body.items_with_tax,
            order_total: body.order_total,
            payable: body.payable,
            channel: body.channel,
            is_replacement: body.is_replacement,
            is_referred,
            confirmed_at: None,
            cancelled_at: None,
            funds: Funds::default(),
            funds_as_of: None,
            first_captured_at: None,
            captured_at: None,
            rewards: smallvec::SmallVec::new(),
        }
    }

    /// The record after news of its money; `None` when the news is older than what is known.
    pub(super) fn with_funds(&self, funds: Funds, as_of: Timestamp, at: Timestamp) -> Option<Self> {
        if self.funds_as_of.is_some_and(|known| as_of < known) {
            return None;
        }
        let mut after = Self { funds, funds_as_of: Some(as_of), ..self.clone() };
        if funds.captured > 0 {
            after.first_captured_at = after.first_captured_at.or(Some(at));
        }
        after.note_capture(at);
        Some(after)
    }

    /// The record after the order was edited. What was paid already can now be everything.
    pub(super) fn edited(&self, body: &OrderBody, at: Timestamp) -> Self {
        let mut after =
            Self { items: body.items, items_with_tax: body.items_with_tax, order_total: body.order_total, payable: body.payable, ..self.clone() };
        after.note_capture(at);
        after
    }

    /// Notes when everything was captured. An order with nothing to pay is captured by its confirmation, not before.
    fn note_capture(&mut self, at: Timestamp) {
        if self.is_captured() && (self.payable > 0 || self.confirmed_at.is_some()) {
            self.captured_at = self.captured_at.or(Some(at));
        }
    }

    /// Whether less is left of what was to be paid than that: something was given back. What was charged twice and given back once is not.
    fn is_short(&self) -> bool {
        let given_back = self.funds.refunded.saturating_add(self.funds.charged_back);
        given_back > 0 && self.funds.captured > 0 && (self.funds.net() < self.payable || self.funds.net() == 0)
    }
}

impl Draft<'_> {
    pub(super) fn order(&mut self, key: OrderKey, change: OrderChange, body: Option<&OrderBody>) {
        let known = self.state.orders.get(&key);
        match (known, body) {
            (None, None) => self.refuse(Reason::OrderUnknown),
            (None, Some(body)) => {
                let (buyer, record) = self.open(key, body);
                if change == OrderChange::Confirmed {
                    self.confirm(key, buyer, record);
                }
            }
            (Some(record), body) => match change {
                OrderChange::Placed | OrderChange::PaymentFailed => {}
                OrderChange::Changed => {
                    if let Some(body) = body {
                        self.money_now(key, record, &record.edited(body, self.event.at));
                    }
                }
                OrderChange::Confirmed if record.confirmed_at.is_some() => {}
                OrderChange::Confirmed => {
                    let buyer = self.known(self.state.resolve(record.party));
                    self.confirm(key, buyer, record.clone());
                }
                OrderChange::Cancelled => self.cancel(record),
            },
        }
    }

    fn open(&mut self, key: OrderKey, body: &OrderBody) -> (Person, OrderRecord) {
        let name = body.customer.map_or(PartyName::Guest(key), PartyName::Customer);
        let mut buyer = self.person(body.customer, body.email, name);
        // A replacement copies the code of the order that it replaces; that is no new contact.
        if let Some(code) = self.code_of(body.ref_code, body.click).filter(|_| !body.is_replacement) {
            self.contact(&mut buyer, code);
        }
        self.bind_remembered(&mut buyer);
        self.change(Change::OrderOpened { party: buyer.id });
        let record = OrderRecord::opened(buyer.id, buyer.party.bond.is_some(), body, self.event.at);
        (buyer, record)
    }

    fn confirm(&mut self, key: OrderKey, buyer: Person, record: OrderRecord) {
        if record.cancelled_at.is_none() && buyer.party.bond.is_some() && buyer.party.activated_at.is_none() {
            self.change(Change::Activated { party: buyer.id });
        }
        let record = OrderRecord { confirmed_at: Some(self.event.at), ..record };
        let case = Case { friend: &buyer, name: buyer.party.name, occasion: Occasion::Order(key), order: Some(&record) };
        self.judge(Trigger::OrderConfirmed, &case);
        // Where gift cards paid for everything, no money will ever come: the confirmation is the capture.
        if record.payable == 0 && record.captured_at.is_none() {
            if record.is_referred && buyer.party.first_paid_at.is_none() {
                self.change(Change::FirstPaid { party: buyer.id });
            }
            self.judge(Trigger::OrderCaptured, &case);
        }
    }

    fn cancel(&mut self, record: &OrderRecord) {
        for id in record.rewards.iter().copied() {
            if let Some(mut reward) = self.state.rewards.get(&id).copied() {
                self.take_back(id, &mut reward, Reason::Cancelled);
            }
        }
    }

    pub(super) fn order_money(&mut self, key: OrderKey, funds: Funds, currency: Currency, as_of: Timestamp) {
        let Some(before) = self.state.orders.get(&key) else { return self.refuse(Reason::OrderUnknown) };
        if currency != before.currency {
            return self.refuse(Reason::WrongCurrency);
        }
        let Some(after) = before.with_funds(funds, as_of, self.event.at) else { return self.refuse(Reason::Stale) };
        let buyer = self.known(self.state.resolve(after.party));
        if after.is_referred && after.first_captured_at.is_some() && buyer.party.first_paid_at.is_none() {
            self.change(Change::FirstPaid { party: buyer.id });
        }
        self.money_now(key, before, &after);
    }

    /// What an order's money comes to for the rewards that it gave, and for those that it gives once everything is captured.
    fn money_now(&mut self, key: OrderKey, before: &OrderRecord, after: &OrderRecord) {
        for id in before.rewards.iter().copied() {
            if let Some(mut reward) = self.state.rewards.get(&id).copied() {
                self.follow_money(id, &mut reward, after);
            }
        }
        if before.captured_at.is_none() && after.captured_at.is_some() {
            let buyer = self.known(self.state.resolve(after.party));
            let case = Case { friend: &buyer, name: buyer.party.name, occasion: Occasion::Order(key), order: Some(after) };
            self.judge(Trigger::OrderCaptured, &case);
        }
    }

    /// What the order's money does to a reward: it ends the wait for capture, and takes back what was paid back.
    pub(super) fn follow_money(&mut self, id: RewardId, reward: &mut AnyReward, order: &OrderRecord) {
        if order.is_captured() && matches!(reward, AnyReward::Waiting(waiting) if waiting.state.captured) {
            self.step(id, reward, RewardStep::Captured);
        }
        // While the money is still to come, a part that went back can come again: the deadline of the capture says what came of it.
        let is_to_come = matches!(reward, AnyReward::Waiting(waiting) if waiting.state.captured);
        if order.is_short() && !is_to_come {
            self.give_back(id, reward, order);
        }
        self.advance(id, reward);
    }

    fn give_back(&mut self, id: RewardId, reward: &mut AnyReward, order: &OrderRecord) {
        let reason = if order.funds.charged_back > 0 { Reason::ChargedBack } else { Reason::Refunded };
        if order.funds.net() == 0 {
            return self.take_back(id, reward, reason);
        }
        match reward.terms().on_partial_refund {
            PartialRefund::Ignore => {}
            PartialRefund::Full => self.take_back(id, reward, reason),
            PartialRefund::Proportional => {
                let (net, payable) = (order.funds.net(), order.payable);
                let target = match reward {
                    AnyReward::Waiting(r) => r.in_proportion(net, payable),
                    AnyReward::Due(r) => r.in_proportion(net, payable),
                    AnyReward::Settled(r) if self.event.at < r.safe_from() => r.in_proportion(net, payable),
                    AnyReward::Settled(_) | AnyReward::Void(_) | AnyReward::Reversed(_) => return,
                };
                self.lower_to(id, reward, target, reason);
            }
        }
    }

    /// Lowers what stands of a reward. What was used of it cannot be taken off it any more.
    fn lower_to(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64, reason: Reason) {
        let used = if let AnyReward::Settled(settled) = reward { settled.state.used } else { 0 };
        let minor = minor.max(used);
        if minor <= 0 {
            self.take_back(id, reward, reason);
        } else if minor < reward.amount().minor {
            self.step(id, reward, RewardStep::Reduced { minor, reason });
        }
    }

    /// Fires every deadline that has come.
    pub(super) fn deadlines(&mut self) {
        let at = self.event.at;
        let due: Vec<RewardId> = self.state.deadlines.iter().take_while(|(deadline, _)| *deadline <= at).map(|(_, id)| *id).collect();
        for id in due {
            let Some(mut reward) = self.state.rewards.get(&id).copied() else { continue };
            self.deadline(id, &mut reward);
        }
    }

    fn deadline(&mut self, id: RewardId, reward: &mut AnyReward) {
        let AnyReward::Waiting(waiting) = *reward else { return };
        if waiting.state.captured && waiting.terms.capture_by <= self.event.at {
            let order = waiting.terms.order.and_then(|key| self.state.orders.get(&key));
            let (funds, payable) = order.map_or((Funds::default(), 1), |order| (order.funds, order.payable));
            let net = funds.net();
            if net == 0 {
                let reason = if funds.captured > 0 { Reason::Refunded } else { Reason::NotCaptured };
                return self.take_back(id, reward, reason);
            }
            // Nothing more will come: what came of the order earns in proportion.
            self.step(id, reward, RewardStep::Captured);
            self.lower_to(id, reward, waiting.in_proportion(net, payable), Reason::NotCaptured);
        }
        if matches!(*reward, AnyReward::Waiting(r) if r.state.hold_until.is_some_and(|until| until <= self.event.at)) {
            self.step(id, reward, RewardStep::HoldOver);
        }
        self.advance(id, reward);
    }
}
