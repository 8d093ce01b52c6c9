//! Purchases that are no orders: top-ups, subscriptions and their renewals. Each is kept as an order that is confirmed and paid at once.

use super::draft::Draft;
use super::judge::Case;
use crate::event::{Funds, PurchaseKind};
use crate::money::Money;
use crate::name::{CustomerKey, OrderKey};
use crate::outcome::Change;
use crate::party::{PartyId, PartyName};
use crate::program::Trigger;
use crate::reason::Reason;
use crate::reward::Occasion;
use crate::state::OrderRecord;
use crate::time::Timestamp;
use smallvec::SmallVec;

impl PurchaseKind {
    /// What a rule answers to.
    pub(super) const fn trigger(self) -> Trigger {
        match self {
            Self::Order => Trigger::OrderConfirmed,
            Self::Topup => Trigger::Topup,
            Self::Subscription => Trigger::SubscriptionPurchased,
            Self::Renewal => Trigger::SubscriptionRenewed,
        }
    }
}

impl Draft<'_> {
    /// A purchase that was told before stands as it was told first.
    pub(super) fn purchase(&mut self, key: OrderKey, kind: PurchaseKind, customer: CustomerKey, amount: Money) {
        if self.state.orders.contains_key(&key) {
            return;
        }
        let mut buyer = self.person(Some(customer), None, PartyName::Customer(customer));
        self.forget_later(&mut buyer);
        self.bind_remembered(&mut buyer);
        self.change(Change::OrderOpened { party: buyer.id });
        let unpaid = OrderRecord::of_purchase(buyer.id, buyer.party.bond.is_some(), kind, amount, self.at);
        let paid = unpaid.with_funds(whole(amount), self.at, self.at).unwrap_or(unpaid);
        self.activate(kind.trigger(), &mut buyer);
        self.first_paid(key, &buyer, &paid, self.at);
        self.purchase_moved(&buyer, false, paid.stands());
        self.judge(kind.trigger(), &Case { order: Some(&paid), ..Case::of(&buyer, buyer.party.name, Occasion::Order(key)) });
    }

    pub(super) fn purchase_refunded(&mut self, key: OrderKey, refunded: Money, as_of: Timestamp) {
        let Some(record) = self.state.orders.get(&key) else { return self.refuse(Reason::OrderUnknown) };
        match record.refunded_to(refunded) {
            Ok(funds) => self.order_money(key, funds, record.currency, as_of),
            Err(reason) => self.refuse(reason),
        }
    }

    /// Judges a purchase again, as an order whose first event placed, confirmed and paid it.
    pub(super) fn purchase_again(&mut self, key: OrderKey) {
        let Some(record) = self.state.orders.get(&key).filter(|record| record.placed_at == self.at) else { return };
        let mut buyer = self.known(self.state.resolve(record.party));
        self.forget_later(&mut buyer);
        self.bind_remembered(&mut buyer);
        self.refer(key, record, &mut buyer);
        let (then, later) = record.when_captured();
        let is_referred = record.is_referred || buyer.party.bond.is_some_and(|bond| self.holds(&bond));
        let then = OrderRecord { is_referred, ..then };
        let case = Case { order: Some(&then), later: &later, ..Case::of(&buyer, buyer.party.name, Occasion::Order(key)) };
        self.judge(record.kind.trigger(), &case);
    }
}

/// Everything was paid.
pub(super) const fn whole(amount: Money) -> Funds {
    Funds { captured: amount.minor, refunded: 0, charged_back: 0 }
}

impl OrderRecord {
    /// The record of a new purchase, before its money is told.
    pub(super) fn of_purchase(party: PartyId, is_referred: bool, kind: PurchaseKind, amount: Money, at: Timestamp) -> Self {
        Self {
            party,
            currency: amount.currency,
            placed_at: at,
            items: amount.minor,
            items_with_tax: amount.minor,
            order_total: amount.minor,
            payable: amount.minor,
            channel: None,
            kind,
            country: None,
            ip: None,
            categories: SmallVec::new(),
            credited: None,
            is_replacement: false,
            is_owned: true,
            is_referred,
            confirmed_at: Some(at),
            cancelled_at: None,
            funds: Funds::default(),
            funds_as_of: None,
            first_captured_at: None,
            captured_at: None,
            rewards: SmallVec::new(),
            course: None,
        }
    }

    /// The money of a purchase of which so much was paid back in all.
    pub(super) fn refunded_to(&self, refunded: Money) -> Result<Funds, Reason> {
        match refunded {
            _ if refunded.currency != self.currency => Err(Reason::WrongCurrency),
            _ if refunded.minor > self.funds.captured => Err(Reason::RefundAboveAmount),
            Money { minor, .. } => Ok(Funds { refunded: minor, ..self.funds }),
        }
    }
}
