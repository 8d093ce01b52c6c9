//! Orders: placed, confirmed, paid, refunded, cancelled, and who they belong to.

use super::draft::Draft;
use super::judge::Case;
use super::person::Person;
use crate::event::{Funds, OrderBody, OrderChange};
use crate::money::Currency;
use crate::name::{CodeKey, CustomerKey, Identity, OrderKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::program::{Scope, Trigger};
use crate::reason::Reason;
use crate::reward::{AnyReward, Occasion};
use crate::state::OrderRecord;
use crate::time::Timestamp;

impl Draft<'_> {
    pub(super) fn order(&mut self, key: OrderKey, change: OrderChange, body: Option<&OrderBody>) {
        let known = self.state.orders.get(&key);
        match (known, body) {
            (None, None) => self.refuse(Reason::OrderUnknown),
            (None, Some(body)) => {
                let (buyer, record) = self.open(key, body);
                if change == OrderChange::Confirmed {
                    self.confirm(key, buyer, &record, &[]);
                }
            }
            (Some(record), body) => match change {
                OrderChange::Placed | OrderChange::PaymentFailed => {}
                OrderChange::Changed => match body {
                    Some(body) if body.currency != record.currency => self.refuse(Reason::WrongCurrency),
                    Some(body) => self.turn(key, record, &record.edited(body, self.at)),
                    None => {}
                },
                OrderChange::Confirmed if record.confirmed_at.is_some() => {}
                OrderChange::Confirmed => {
                    let buyer = self.known(self.state.resolve(record.party));
                    self.confirm(key, buyer, record, &[]);
                }
                OrderChange::Cancelled => self.cancel(record),
            },
        }
    }

    fn open(&mut self, key: OrderKey, body: &OrderBody) -> (Person, OrderRecord) {
        let name = body.customer.map_or(PartyName::Guest(key), PartyName::Customer);
        let mut buyer = self.person(body.customer, body.email, name);
        self.forget_later(&mut buyer);
        // A replacement copies the code of the order that it replaces; that is no new contact.
        let code = self.code_of(body.ref_code, body.click).filter(|_| !body.is_replacement);
        let credits = self.programs.policy_at(self.at).scope == Scope::Order;
        if let Some(code) = code.filter(|_| !credits) {
            self.contact(&mut buyer, code);
        }
        self.bind_remembered(&mut buyer);
        self.change(Change::OrderOpened { party: buyer.id });
        let mut record = OrderRecord::opened(buyer.id, buyer.party.bond.is_some(), body, self.at);
        if let Some(code) = code.filter(|_| credits) {
            self.credit(key, &buyer, &mut record, code);
        }
        (buyer, record)
    }

    /// Judges a confirmation. `record` is the order as it found it, `later` what became of it since, where the past is gone over again.
    pub(super) fn confirm(&mut self, key: OrderKey, mut buyer: Person, record: &OrderRecord, later: &[(Timestamp, OrderRecord)]) {
        if record.cancelled_at.is_none() {
            self.activate(Trigger::OrderConfirmed, &mut buyer);
        }
        let is_captured_by_this = record.payable == 0 && record.captured_at.is_none_or(|at| self.again.is_some() && at == self.at);
        let record = OrderRecord { confirmed_at: Some(self.at), ..record.clone() };
        let case = Case { order: Some(&record), later, ..Case::of(&buyer, buyer.party.name, Occasion::Order(key)) };
        self.judge(Trigger::OrderConfirmed, &case);
        // Where gift cards paid for everything, no money will ever come: the confirmation is the capture.
        if is_captured_by_this {
            self.first_paid(key, &buyer, &record, self.at);
            self.captured(key, buyer, &record, later);
        }
    }

    /// Credits an order to the owner of the code that it came with; the tree stays as it is. Refused as a contact would be.
    pub(super) fn credit(&mut self, key: OrderKey, buyer: &Person, record: &mut OrderRecord, code: CodeKey) {
        let owner = self.owner_of(code).and_then(|owner| if buyer.is(owner) { Err(Reason::SelfReferral) } else { Ok(owner) });
        match owner {
            Err(reason) => self.change(Change::ContactRefused { party: buyer.id, code, reason }),
            Ok(advocate) => {
                self.change(Change::OrderCredited { order: key, advocate, code });
                (record.credited, record.is_referred) = (Some((advocate, code)), true);
            }
        }
    }

    /// A friend's purchase may have begun, or ceased, to be one that was captured and stands.
    pub(super) fn purchase_moved(&mut self, buyer: &Person, stood: bool, stands: bool) {
        if stood == stands {
            return;
        }
        self.change(Change::PurchaseStands { friend: buyer.id, stands });
        let Some(bond) = buyer.party.bond.filter(|_| stands && !buyer.party.rejected) else { return };
        let advocate = self.state.resolve(bond.advocate);
        let friends = self.paid_friends_with(advocate, buyer);
        self.reach_levels(advocate, friends);
    }

    /// Notes a friend's first money.
    pub(super) fn first_paid(&mut self, key: OrderKey, buyer: &Person, record: &OrderRecord, at: Timestamp) {
        let is_first = buyer.party.first_paid_at.is_none_or(|known| at < known);
        if record.is_referred && is_first {
            self.change(Change::FirstPaid { party: buyer.id, order: key });
        }
    }

    fn cancel(&mut self, record: &OrderRecord) {
        let buyer = self.known(self.state.resolve(record.party));
        self.purchase_moved(&buyer, record.stands(), false);
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
        let Some(after) = before.with_funds(funds, as_of, self.at) else { return self.refuse(Reason::Stale) };
        self.turn(key, before, &after);
    }

    /// What an edit or money comes to for the rewards that the order gave, and for those that it gives once everything is captured.
    pub(super) fn turn(&mut self, key: OrderKey, before: &OrderRecord, after: &OrderRecord) {
        let buyer = self.known(self.state.resolve(after.party));
        if after.paid_since().is_some() {
            self.first_paid(key, &buyer, after, self.at);
        }
        self.purchase_moved(&buyer, before.stands(), after.stands());
        for id in before.rewards.iter().copied() {
            if let Some(mut reward) = self.state.rewards.get(&id).copied() {
                match reward {
                    AnyReward::Void(void) if void.ended_for_want_of_news_of(self.at) && after.funds.captured > before.funds.captured => {
                        self.revive(id, &mut reward, &void, before, after);
                    }
                    _ => self.follow(id, &mut reward, before, after),
                }
            }
        }
        self.free(Occasion::Order(key), after);
        if before.captured_at.is_none() && after.captured_at.is_some() {
            self.captured(key, buyer, after, &[]);
        }
    }

    /// Judges that everything was captured.
    pub(super) fn captured(&mut self, key: OrderKey, mut buyer: Person, record: &OrderRecord, later: &[(Timestamp, OrderRecord)]) {
        if record.cancelled_at.is_none() {
            self.activate(Trigger::OrderCaptured, &mut buyer);
        }
        let case = Case { order: Some(record), later, ..Case::of(&buyer, buyer.party.name, Occasion::Order(key)) };
        self.judge(Trigger::OrderCaptured, &case);
    }

    /// A guest's order has an account. The guest is that account from now on, unless the address was another account's: then the order alone is
    /// theirs.
    pub(super) fn owned(&mut self, key: OrderKey, customer: CustomerKey, email: Option<Identity>) {
        let Some(record) = self.state.orders.get(&key) else { return self.refuse(Reason::OrderUnknown) };
        let holder = self.state.resolve(record.party);
        if record.is_owned && self.state.party_of(customer) != Some(holder) {
            return self.refuse(Reason::Stale);
        }
        let is_account = self.belongs_to_another_account(holder);
        if self.state.party_of(customer).is_none() && !is_account {
            self.change(Change::CustomerLinked { customer, party: holder });
            return match email.map(|email| (email, self.state.party_of_email(email))) {
                Some((_, Some(other))) if other != holder => drop(self.account_and_address(holder, other)),
                Some((email, None)) => self.change(Change::EmailLinked { email, party: holder }),
                Some(_) | None => {}
            };
        }
        let owner = self.person(Some(customer), email, PartyName::Customer(customer));
        match (owner.is(holder), is_account) {
            (true, _) => {}
            (false, true) => self.change(Change::OrderAssigned { order: key, party: owner.id }),
            (false, false) => drop(self.account_and_address(owner.id, holder)),
        }
    }
}
