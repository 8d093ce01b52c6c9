//! What can be asked of the events so far: each question walks all of them from the beginning.

use std::collections::BTreeSet;
use vouchsafe_domain::event::{Account, Event, Fact, Funds, OrderBody, OrderChange, StaffAction, StaffList};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::Policy;
use vouchsafe_domain::state::EmailSort;
use vouchsafe_domain::time::Timestamp;

/// Everything that happened so far, in the order in which it became known.
#[derive(Default)]
pub(crate) struct Log(pub(crate) Vec<Event>);

/// An order or a purchase as the events so far tell it.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) key: OrderKey,
    pub(crate) buyer: PartyName,
    pub(crate) body: OrderBody,
    pub(crate) placed_at: Timestamp,
    /// How many events had been told when it came, that one included.
    pub(crate) told: usize,
    pub(crate) is_confirmed: bool,
    pub(crate) is_cancelled: bool,
    pub(crate) funds: Funds,
    /// The instant for which the figures hold.
    pub(crate) as_of: Timestamp,
    /// Since when everything that was to be paid has been there.
    pub(crate) captured_at: Option<Timestamp>,
    /// Whether any money of it was ever captured.
    pub(crate) had_money: bool,
    /// Since when any money has been there.
    pub(crate) first_money_at: Option<Timestamp>,
}

impl Order {
    /// What stays with the shop.
    pub(crate) fn rest(&self) -> i64 {
        (self.funds.captured - self.funds.refunded - self.funds.charged_back).max(0)
    }

    /// Whether everything that is to be paid by now was captured. What gift cards paid as a whole is captured by its confirmation.
    pub(crate) fn is_captured(&self) -> bool {
        if self.body.payable == 0 { self.is_confirmed } else { self.funds.captured >= self.body.payable }
    }

    /// Whether everything was refunded; what the bank took back is none.
    pub(crate) fn is_wholly_refunded(&self) -> bool {
        self.funds.captured > 0 && self.rest() == 0 && self.funds.charged_back == 0
    }

    /// Whether the buyer is a paid friend by it.
    pub(crate) fn is_paid(&self) -> bool {
        self.is_captured() && !self.is_cancelled && !self.body.is_replacement && self.rest() > 0
    }
}

/// What somebody left behind, that another one can have left, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MarkOf {
    Mailbox,
    Phone,
    Address,
    Device,
    Card,
    CardDigits,
    Ip,
}

impl Log {
    pub(crate) fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.0.iter()
    }

    fn accounts(&self, who: PartyName) -> impl DoubleEndedIterator<Item = (&Event, &Account)> {
        self.events().filter_map(move |event| match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) if PartyName::Customer(account.customer) == who => {
                Some((event, account))
            }
            _ => None,
        })
    }

    /// Who the buyer of an order is: the account that it names, else the guest whose first order has this address.
    pub(crate) fn buyer(&self, order: OrderKey, body: &OrderBody) -> PartyName {
        if let Some(customer) = body.customer {
            return PartyName::Customer(customer);
        }
        let first = self.events().find_map(|event| match &event.fact {
            Fact::Order { order, body: Some(told), .. } if told.customer.is_none() && told.email == body.email => Some(*order),
            _ => None,
        });
        PartyName::Guest(first.unwrap_or(order))
    }

    pub(crate) fn registered_at(&self, who: PartyName) -> Option<Timestamp> {
        self.events().find_map(|event| match &event.fact {
            Fact::CustomerRegistered(account) if PartyName::Customer(account.customer) == who => Some(event.at),
            _ => None,
        })
    }

    pub(crate) fn is_deleted(&self, who: PartyName) -> bool {
        let last = self.events().rev().find_map(|event| match &event.fact {
            Fact::CustomerDeleted { customer } if PartyName::Customer(*customer) == who => Some(true),
            Fact::CustomerRegistered(account) if PartyName::Customer(account.customer) == who => Some(false),
            _ => None,
        });
        last == Some(true)
    }

    /// Whether a person refused the referral of somebody.
    pub(crate) fn is_rejected(&self, who: PartyName) -> bool {
        let is_it = |action: &StaffAction| matches!(action, StaffAction::RejectReferral { friend } if *friend == who);
        self.events().any(|event| matches!(&event.fact, Fact::Staff(act) if is_it(&act.action)))
    }

    pub(crate) fn owner(&self, code: CodeKey) -> Option<CustomerKey> {
        self.events().find_map(|event| match event.fact {
            Fact::CodeIssued { code: issued, customer, .. } if issued == code => Some(customer),
            _ => None,
        })
    }

    pub(crate) fn is_disabled(&self, code: CodeKey) -> bool {
        self.events().any(|event| matches!(event.fact, Fact::CodeDisabled { code: disabled, .. } if disabled == code))
    }

    /// The code of a click.
    pub(crate) fn clicked(&self, click: vouchsafe_domain::name::ClickKey) -> Option<CodeKey> {
        self.events().find_map(|event| match event.fact {
            Fact::LinkClicked { code, click: told } if told == click => Some(code),
            _ => None,
        })
    }

    pub(crate) fn role(&self, who: PartyName) -> Option<Key> {
        self.events().rev().find_map(|event| match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) if PartyName::Customer(account.customer) == who => account.role,
            Fact::RoleUpgraded { customer, role } if PartyName::Customer(*customer) == who => Some(*role),
            _ => None,
        })
    }

    pub(crate) fn has_role(&self, who: PartyName, least: Key, policy: &Policy) -> bool {
        let rank = |role: Option<Key>| role.and_then(|role| policy.roles.iter().position(|known| *known == role)).unwrap_or(0);
        rank(self.role(who)) >= rank(Some(least))
    }

    /// The groups that the account named last; what says nothing of groups changes none.
    pub(crate) fn groups(&self, who: PartyName) -> Vec<Key> {
        self.accounts(who).rfind(|(_, account)| !account.groups.is_empty()).map(|(_, account)| account.groups.clone()).unwrap_or_default()
    }

    /// Whoever confirmed something once has confirmed it.
    pub(crate) fn email_verified(&self, who: PartyName) -> bool {
        self.accounts(who).any(|(_, account)| account.email_verified == Some(true))
    }

    pub(crate) fn phone_verified(&self, who: PartyName) -> bool {
        self.accounts(who).any(|(_, account)| account.phone_verified == Some(true))
    }

    /// Every order and purchase, in the order in which they were told of.
    pub(crate) fn orders(&self) -> Vec<Order> {
        let mut orders: Vec<Order> = Vec::new();
        for (before, event) in self.events().enumerate() {
            let known = orders.len();
            match &event.fact {
                Fact::Order { order, change, body } => self.order_step(&mut orders, event.at, *order, *change, body.as_deref()),
                Fact::OrderMoney { order, funds, currency, as_of } => {
                    if let Some(known) = orders.iter_mut().find(|known| known.key == *order && known.body.currency == *currency)
                        && *as_of >= known.as_of
                    {
                        (known.funds, known.as_of) = (*funds, *as_of);
                    }
                }
                Fact::Purchase { purchase, customer, amount, .. } if !orders.iter().any(|known| known.key == *purchase) => {
                    orders.push(bought(*purchase, *customer, *amount, event.at));
                }
                Fact::PurchaseRefunded { purchase, refunded, as_of } => {
                    if let Some(known) = orders.iter_mut().find(|known| known.key == *purchase)
                        && *as_of >= known.as_of
                        && refunded.minor <= known.body.payable
                        && refunded.currency == known.body.currency
                    {
                        (known.funds.refunded, known.as_of) = (refunded.minor, *as_of);
                    }
                }
                _ => {}
            }
            for order in &mut orders[known..] {
                order.told = before + 1;
            }
            for order in &mut orders {
                if order.captured_at.is_none() && order.is_captured() {
                    order.captured_at = Some(event.at);
                }
                order.had_money |= order.funds.captured > 0;
                if order.first_money_at.is_none() && (order.funds.captured > 0 || order.is_captured()) {
                    order.first_money_at = Some(event.at);
                }
            }
        }
        orders
    }

    fn order_step(&self, orders: &mut Vec<Order>, at: Timestamp, key: OrderKey, change: OrderChange, body: Option<&OrderBody>) {
        if !orders.iter().any(|known| known.key == key) {
            let Some(body) = body else { return };
            orders.push(Order {
                key,
                buyer: self.buyer(key, body),
                body: body.clone(),
                placed_at: at,
                told: 0,
                is_confirmed: false,
                is_cancelled: false,
                funds: Funds::default(),
                as_of: Timestamp::from_micros(i64::MIN),
                captured_at: None,
                had_money: false,
                first_money_at: None,
            });
        }
        let Some(order) = orders.iter_mut().find(|known| known.key == key) else { return };
        match (change, body) {
            (OrderChange::Changed, Some(body)) if body.currency == order.body.currency => {
                let OrderBody { items, items_with_tax, order_total, payable, lines, .. } = body.clone();
                order.body = OrderBody { items, items_with_tax, order_total, payable, lines, ..order.body.clone() };
            }
            (OrderChange::Confirmed, _) => order.is_confirmed = true,
            (OrderChange::Cancelled, _) => order.is_cancelled = true,
            _ => {}
        }
    }

    pub(crate) fn order(&self, key: OrderKey) -> Option<Order> {
        self.orders().into_iter().find(|order| order.key == key)
    }

    pub(crate) fn orders_of(&self, who: PartyName) -> Vec<Order> {
        self.orders().into_iter().filter(|order| order.buyer == who).collect()
    }

    /// What somebody left at registration and with any order.
    pub(crate) fn marks(&self, who: PartyName, of: MarkOf) -> BTreeSet<Identity> {
        let account = |account: &Account| match of {
            MarkOf::Mailbox => account.mailbox,
            MarkOf::Phone => account.phone,
            MarkOf::Device => account.device,
            MarkOf::Ip => account.ip,
            _ => None,
        };
        let body = |body: &OrderBody| match of {
            MarkOf::Mailbox => body.mailbox,
            MarkOf::Phone => None,
            MarkOf::Address => body.address,
            MarkOf::Device => body.device,
            MarkOf::Card => body.card,
            MarkOf::CardDigits => body.card_digits,
            MarkOf::Ip => body.ip,
        };
        let accounts = self.accounts(who).filter_map(|(_, told)| account(told));
        let orders = self.bodies(who).into_iter().filter_map(|told| body(&told));
        accounts.chain(orders).collect()
    }

    /// Every body that an order of somebody ever had.
    fn bodies(&self, who: PartyName) -> Vec<OrderBody> {
        let own: Vec<OrderKey> = self.orders_of(who).iter().map(|order| order.key).collect();
        let bodies = self.events().filter_map(|event| match &event.fact {
            Fact::Order { order, body: Some(body), .. } if own.contains(order) => Some((**body).clone()),
            _ => None,
        });
        bodies.collect()
    }

    /// The domain of somebody's latest address and what sort it is.
    pub(crate) fn domain(&self, who: PartyName) -> Option<(Key, EmailSort)> {
        self.events().rev().find_map(|event| match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) if PartyName::Customer(account.customer) == who => {
                account.email_domain.map(|domain| (domain, account.email_sort))
            }
            Fact::Order { order, body: Some(body), .. } if self.order(*order).is_some_and(|order| order.buyer == who) => {
                body.email_domain.map(|domain| (domain, body.email_sort))
            }
            _ => None,
        })
    }

    /// Whether staff entered something in a list of theirs and did not take it out again.
    pub(crate) fn staff_lists(&self, list: StaffList, entry: Key) -> bool {
        let last = self.events().rev().find_map(|event| match event.fact {
            Fact::ListChanged { list: told, entry: said, is_in, .. } if told == list && said == entry => Some(is_in),
            _ => None,
        });
        last == Some(true)
    }

    /// Everybody who is told of.
    pub(crate) fn everybody(&self) -> BTreeSet<PartyName> {
        let accounts = self.events().filter_map(|event| match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => Some(PartyName::Customer(account.customer)),
            _ => None,
        });
        accounts.chain(self.orders().into_iter().map(|order| order.buyer)).collect()
    }

    /// What was said last of a program up to an instant; nothing where it runs.
    pub(crate) fn program_rests(&self, program: ProgramKey, at: Timestamp) -> Option<Rest> {
        let mut rests = None;
        for event in self.events().filter(|event| event.at <= at) {
            match event.fact {
                Fact::ProgramActivated { program: told, .. } if told == program => rests = None,
                Fact::ProgramPaused { program: told, .. } if told == program && rests.is_none() => rests = Some(Rest::Paused),
                Fact::ProgramEnded { program: told, .. } if told == program => rests = Some(Rest::Ended),
                _ => {}
            }
        }
        rests
    }
}

/// Why a program gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Paused,
    Ended,
}

/// A purchase is confirmed and captured at once, and all its bases are its amount.
fn bought(key: OrderKey, customer: CustomerKey, amount: vouchsafe_domain::money::Money, at: Timestamp) -> Order {
    let minor = amount.minor;
    let body = OrderBody {
        customer: Some(customer),
        email: None,
        mailbox: None,
        email_domain: None,
        domains_above: Vec::new(),
        email_sort: EmailSort::Plain,
        currency: amount.currency,
        items: minor,
        items_with_tax: minor,
        order_total: minor,
        payable: minor,
        channel: None,
        country: None,
        ref_code: None,
        click: None,
        ip: None,
        ip_within: Vec::new(),
        device: None,
        card: None,
        card_digits: None,
        address: None,
        is_replacement: false,
        lines: Vec::new(),
    };
    let funds = Funds { captured: minor, ..Funds::default() };
    Order {
        key,
        buyer: PartyName::Customer(customer),
        body,
        placed_at: at,
        told: 0,
        is_confirmed: true,
        is_cancelled: false,
        funds,
        as_of: at,
        captured_at: Some(at),
        had_money: false,
        first_money_at: Some(at),
    }
}
