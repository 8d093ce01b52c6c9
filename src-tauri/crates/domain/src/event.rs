//! Events: immutable facts, the only thing that changes the engine's state (design law 2).

use crate::canon::{Canon, Garbled};
use crate::money::{Amount, Currency, Money};
use crate::name::{ActorKey, CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey, Texts};
use crate::reason::Reason;
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its natural key: seen twice, it is one event.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// When we learned of it; where it is not told, the fact was learned when it happened.
    pub seen_at: Option<Timestamp>,
    /// What happened.
    pub fact: Fact,
}

/// A natural key, made of what the shop itself says, so that two sources give one event. Its text is such as `order/1042/money/14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// What the key is about.
    pub class: EventClass,
    /// The customer, order or code; of a [`EventClass::Named`] key, its whole text.
    pub key: Key,
    /// Tells apart what can happen more than once.
    pub part: Key,
}

/// The classes of natural keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventClass {
    /// A text of its own.
    Named,
    /// `customer/46/registered`
    CustomerRegistered,
    /// `customer/46/updated/<microseconds>`
    CustomerUpdated,
    /// `customer/46/deleted`
    CustomerDeleted,
    /// `code/ANNA7K2/issued`
    CodeIssued,
    /// `code/ANNA7K2/disabled`
    CodeDisabled,
    /// `order/1042/placed`
    OrderPlaced,
    /// `order/1042/confirmed`
    OrderConfirmed,
    /// `order/1042/changed/<microseconds>`
    OrderChanged,
    /// `order/1042/cancelled`
    OrderCancelled,
    /// `order/1042/money/<id of the movement>`
    OrderMoney,
    /// `time/<microseconds>`
    TimePassed,
    /// `reward/7/deadline/2`: the reward's number, and its revision when the deadline came
    RewardDeadline,
}

/// No second part.
pub const NO_PART: Key = Key::from_bits(0);

impl EventClass {
    const TABLE: [(Self, &'static str, &'static str, bool); 12] = [
        (Self::CustomerRegistered, "customer", "registered", false),
        (Self::CustomerUpdated, "customer", "updated", true),
        (Self::CustomerDeleted, "customer", "deleted", false),
        (Self::CodeIssued, "code", "issued", false),
        (Self::CodeDisabled, "code", "disabled", false),
        (Self::OrderPlaced, "order", "placed", false),
        (Self::OrderConfirmed, "order", "confirmed", false),
        (Self::OrderChanged, "order", "changed", true),
        (Self::OrderCancelled, "order", "cancelled", false),
        (Self::OrderMoney, "order", "money", true),
        (Self::TimePassed, "time", "", false),
        (Self::RewardDeadline, "reward", "deadline", true),
    ];

    /// The number under which the class is stored.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl EventId {
    /// A key without a second part.
    #[must_use]
    pub const fn new(class: EventClass, key: Key) -> Self {
        Self { class, key, part: NO_PART }
    }

    /// Reads a natural key. Any text is one; those of the known forms are kept compactly.
    pub fn parse(text: &str, names: &mut (impl crate::name::Names + ?Sized)) -> Self {
        if let Some((subject, rest)) = text.split_once('/') {
            if subject == "time" {
                return Self::new(EventClass::TimePassed, names.key(rest));
            }
            for (class, head, verb, has_part) in EventClass::TABLE {
                let parts = if has_part { rest.rsplit_once('/') } else { Some((rest, "")) };
                let Some((body, part)) = parts else { continue };
                let Some(key) = body.strip_suffix(verb).and_then(|k| k.strip_suffix('/')) else { continue };
                if head == subject && !key.is_empty() && (!has_part || !part.is_empty()) {
                    return Self { class, key: names.key(key), part: if has_part { names.key(part) } else { NO_PART } };
                }
            }
        }
        Self::new(EventClass::Named, names.key(text))
    }

    /// The key's text.
    #[must_use]
    pub fn text(&self, texts: &(impl Texts + ?Sized)) -> String {
        let key = texts.text(self.key);
        match EventClass::TABLE.iter().find(|entry| entry.0 == self.class) {
            None => key,
            Some((_, head, "", _)) => format!("{head}/{key}"),
            Some((_, head, verb, false)) => format!("{head}/{key}/{verb}"),
            Some((_, head, verb, true)) => format!("{head}/{key}/{verb}/{}", texts.text(self.part)),
        }
    }
}

/// What a person's account says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The customer.
    pub customer: CustomerKey,
    /// Email address.
    pub email: Option<Identity>,
    /// Phone number.
    pub phone: Option<Identity>,
    /// The email address was confirmed; `None` when the source does not say.
    pub email_verified: Option<bool>,
    /// The phone number was confirmed; `None` when the source does not say.
    pub phone_verified: Option<bool>,
    /// The code that brought the customer.
    pub ref_code: Option<CodeKey>,
    /// The click that brought the customer.
    pub click: Option<ClickKey>,
    /// IP address at registration.
    pub ip: Option<Identity>,
    /// Device at registration.
    pub device: Option<Identity>,
    /// Groups.
    pub groups: Vec<Key>,
    /// Role.
    pub role: Option<Key>,
}

/// One line of an order: enough to compute eligible amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Product category.
    pub category: Option<CategoryKey>,
    /// The line's total before tax, in minor units of the order's currency.
    pub minor: i64,
    /// Pieces.
    pub quantity: u32,
}

/// What an order says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBody {
    /// The buyer's account.
    pub customer: Option<CustomerKey>,
    /// The buyer's email address: the account's if there is one, else the order's.
    pub email: Option<Identity>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Items after discounts, before shipping and tax.
    pub items: i64,
    /// Items after discounts with tax.
    pub items_with_tax: i64,
    /// Everything with shipping and tax, before gift cards: what the buyer agreed to pay, by whatever means.
    pub order_total: i64,
    /// What was left to pay by money after gift cards.
    pub payable: i64,
    /// Sales channel.
    pub channel: Option<ChannelKey>,
    /// Country of delivery, ISO 3166 alpha-2.
    pub country: Option<[u8; 2]>,
    /// The code given with the order.
    pub ref_code: Option<CodeKey>,
    /// The click that led to the order.
    pub click: Option<ClickKey>,
    /// IP address.
    pub ip: Option<Identity>,
    /// Device.
    pub device: Option<Identity>,
    /// Card.
    pub card: Option<Identity>,
    /// Delivery address.
    pub address: Option<Identity>,
    /// The shop made the order in place of another one.
    pub is_replacement: bool,
    /// Lines.
    pub lines: Vec<Line>,
}

/// The steps of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderChange {
    /// Placed.
    Placed,
    /// Confirmed by the shop.
    Confirmed,
    /// Edited.
    Changed,
    /// A payment failed.
    PaymentFailed,
    /// Cancelled.
    Cancelled,
}

/// The cumulative truth about an order's money, in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funds {
    /// Taken from the buyer, before anything was given back.
    pub captured: i64,
    /// Given back.
    pub refunded: i64,
    /// Taken back by the bank.
    pub charged_back: i64,
}

impl Funds {
    /// What remains with the shop; never below zero.
    #[must_use]
    pub fn net(self) -> i64 {
        self.captured.saturating_sub(self.refunded).saturating_sub(self.charged_back).max(0)
    }
}

/// A member of staff acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAct {
    /// Who.
    pub actor: ActorKey,
    /// Why, as an erasable text.
    pub reason: Identity,
    /// What is done.
    pub action: StaffAction,
}

/// What staff can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// Let a reward go on that waits for a person.
    Approve {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Refuse a reward that was not delivered yet.
    Reject {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Keep a reward waiting until an instant.
    Hold {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
        /// Until when.
        until: Timestamp,
    },
    /// Bind a customer to the owner of a code, superseding the referrer of record for later events.
    Attribute {
        /// The friend.
        customer: CustomerKey,
        /// The code whose owner becomes the advocate.
        code: CodeKey,
    },
}

/// What came of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutResult {
    /// Delivered.
    Issued,
    /// Refused by the other side; nothing was delivered.
    Refused,
    /// The code belongs to somebody else.
    Conflict,
    /// No clear answer.
    Unknown,
}

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An account was made.
    CustomerRegistered(Account),
    /// An account changed.
    CustomerUpdated(Account),
    /// An account is gone.
    CustomerDeleted {
        /// Which.
        customer: CustomerKey,
    },
    /// An advocate got a code.
    CodeIssued {
        /// The code.
        code: CodeKey,
        /// Its owner.
        customer: CustomerKey,
        /// The date is our inference, not the source's word.
        inferred: bool,
    },
    /// A code stopped working.
    CodeDisabled {
        /// Which.
        code: CodeKey,
    },
    /// A link was visited.
    LinkClicked {
        /// The link's code.
        code: CodeKey,
        /// The visit.
        click: ClickKey,
    },
    /// A first contact of another kind.
    Interaction {
        /// Who.
        customer: CustomerKey,
        /// The code they came with.
        ref_code: Option<CodeKey>,
        /// The click they came with.
        click: Option<ClickKey>,
    },
    /// An order took a step.
    Order {
        /// Which.
        order: OrderKey,
        /// What happened.
        change: OrderChange,
        /// What the order says; absent where an earlier event of the order said it.
        body: Option<Box<OrderBody>>,
    },
    /// The truth about an order's money at an instant.
    OrderMoney {
        /// Which.
        order: OrderKey,
        /// The figures.
        funds: Funds,
        /// The instant for which they hold; older news is ignored.
        as_of: Timestamp,
    },
    /// Marketing cost.
    SpendRecorded {
        /// The program that it belongs to.
        program: Option<ProgramKey>,
        /// The sales channel that it belongs to.
        channel: Option<ChannelKey>,
        /// Start of the period.
        from: Timestamp,
        /// End of the period.
        to: Timestamp,
        /// How much.
        amount: Money,
    },
    /// A version of a program holds from an instant on.
    ProgramActivated {
        /// Which program.
        program: ProgramKey,
        /// Which version.
        version: u32,
        /// From when.
        from: Timestamp,
    },
    /// A program is paused: it gives nothing until it is activated again.
    ProgramPaused {
        /// Which.
        program: ProgramKey,
    },
    /// A program has ended.
    ProgramEnded {
        /// Which.
        program: ProgramKey,
    },
    /// A payout is about to be sent.
    PayoutIntended {
        /// The reward that it delivers.
        reward: RewardKey,
        /// By which rail.
        rail: Rail,
        /// SHA-256 of the request.
        request_hash: [u8; 32],
    },
    /// What came of a payout.
    PayoutKnown {
        /// The reward that it delivers.
        reward: RewardKey,
        /// By which rail.
        rail: Rail,
        /// What came of it.
        result: PayoutResult,
    },
    /// A delivered reward was used at the shop.
    RewardUsed {
        /// Which.
        reward: RewardKey,
        /// How much of it.
        amount: Amount,
    },
    /// Nothing but time.
    TimePassed,
    /// Somebody of staff acted.
    Staff(StaffAct),
}

impl Fact {
    /// The type's name in files.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::CustomerRegistered(_) => "customer_registered",
            Self::CustomerUpdated(_) => "customer_updated",
            Self::CustomerDeleted { .. } => "customer_deleted",
            Self::CodeIssued { .. } => "code_issued",
            Self::CodeDisabled { .. } => "code_disabled",
            Self::LinkClicked { .. } => "link_clicked",
            Self::Interaction { .. } => "interaction",
            Self::Order { change: OrderChange::Placed, .. } => "order_placed",
            Self::Order { change: OrderChange::Confirmed, .. } => "order_confirmed",
            Self::Order { change: OrderChange::Changed, .. } => "order_changed",
            Self::Order { change: OrderChange::PaymentFailed, .. } => "order_payment_failed",
            Self::Order { change: OrderChange::Cancelled, .. } => "order_cancelled",
            Self::OrderMoney { .. } => "order_money",
            Self::SpendRecorded { .. } => "spend_recorded",
            Self::ProgramActivated { .. } => "program_activated",
            Self::ProgramPaused { .. } => "program_paused",
            Self::ProgramEnded { .. } => "program_ended",
            Self::PayoutIntended { .. } => "payout_intended",
            Self::PayoutKnown { .. } => "payout_known",
            Self::RewardUsed { .. } => "reward_used",
            Self::TimePassed => "time_passed",
            Self::Staff(act) => act.action.type_name(),
        }
    }

    /// The causal rank: of facts with one `at`, causes come before effects (design section 2).
    #[must_use]
    pub const fn causal_rank(&self) -> u8 {
        match self {
            Self::ProgramActivated { .. } | Self::ProgramPaused { .. } | Self::ProgramEnded { .. } => 0,
            Self::CustomerRegistered(_) => 1,
            Self::CodeIssued { .. } => 2,
            Self::LinkClicked { .. } => 3,
            Self::Interaction { .. } | Self::CustomerUpdated(_) | Self::CodeDisabled { .. } => 4,
            Self::Order { change: OrderChange::Placed, .. } => 5,
            Self::Order { change: OrderChange::Changed, .. } => 6,
            Self::Order { change: OrderChange::Confirmed, .. } => 7,
            Self::Order { change: OrderChange::PaymentFailed, .. } => 8,
            Self::OrderMoney { .. } => 9,
            Self::Order { change: OrderChange::Cancelled, .. } => 10,
            Self::PayoutIntended { .. } => 11,
            Self::PayoutKnown { .. } => 12,
            Self::RewardUsed { .. } => 13,
            Self::SpendRecorded { .. } | Self::Staff(_) => 14,
            Self::CustomerDeleted { .. } => 15,
            Self::TimePassed => 16,
        }
    }

    /// Whether the fact comes from the shop and so moves the watermark.
    #[must_use]
    pub const fn moves_watermark(&self) -> bool {
        !matches!(
            self,
            Self::Staff(_)
                | Self::SpendRecorded { .. }
                | Self::ProgramActivated { .. }
                | Self::ProgramPaused { .. }
                | Self::ProgramEnded { .. }
                | Self::PayoutIntended { .. }
                | Self::PayoutKnown { .. }
                | Self::CodeIssued { inferred: true, .. }
        )
    }
}

impl StaffAction {
    const fn type_name(&self) -> &'static str {
        match self {
            Self::Approve { .. } => "staff_approve",
            Self::Reject { .. } => "staff_reject",
            Self::Hold { .. } => "staff_hold",
            Self::Attribute { .. } => "staff_attribute",
        }
    }
}

impl PayoutResult {
    /// Why a reward that this result leaves undelivered is where it is.
    #[must_use]
    pub const fn refusal(&self) -> Option<Reason> {
        match self {
            Self::Issued | Self::Unknown => None,
            Self::Refused => Some(Reason::PayoutRefused),
            Self::Conflict => Some(Reason::PayoutConflict),
        }
    }
}

crate::canon_struct!(Event { id, at, seen_at, fact });
crate::canon_struct!(EventId { class, key, part });
crate::canon_enum!(EventClass {
    0 => Named, 1 => CustomerRegistered, 2 => CustomerUpdated, 3 => CustomerDeleted, 4 => CodeIssued, 5 => CodeDisabled, 6 => OrderPlaced,
    7 => OrderConfirmed, 8 => OrderChanged, 9 => OrderCancelled, 10 => OrderMoney, 11 => TimePassed, 12 => RewardDeadline,
});
crate::canon_struct!(Account { customer, email, phone, email_verified, phone_verified, ref_code, click, ip, device, groups, role });
crate::canon_struct!(Line { category, minor, quantity });
crate::canon_struct!(OrderBody {
    customer,
    email,
    currency,
    items,
    items_with_tax,
    order_total,
    payable,
    channel,
    country,
    ref_code,
    click,
    ip,
    device,
    card,
    address,
    is_replacement,
    lines,
});
crate::canon_enum!(OrderChange { 0 => Placed, 1 => Confirmed, 2 => Changed, 3 => PaymentFailed, 4 => Cancelled });
crate::canon_struct!(Funds { captured, refunded, charged_back });
crate::canon_struct!(StaffAct { actor, reason, action });
crate::canon_enum!(StaffAction {
    0 => Approve { reward, expects }, 1 => Reject { reward, expects }, 2 => Hold { reward, expects, until }, 3 => Attribute { customer, code },
});
crate::canon_enum!(PayoutResult { 0 => Issued, 1 => Refused, 2 => Conflict, 3 => Unknown });
crate::canon_enum!(Fact {
    0 => CustomerRegistered(account),
    1 => CustomerUpdated(account),
    2 => CustomerDeleted { customer },
    3 => CodeIssued { code, customer, inferred },
    4 => CodeDisabled { code },
    5 => LinkClicked { code, click },
    6 => Interaction { customer, ref_code, click },
    7 => Order { order, change, body },
    8 => OrderMoney { order, funds, as_of },
    9 => SpendRecorded { program, channel, from, to, amount },
    10 => ProgramActivated { program, version, from },
    11 => ProgramPaused { program },
    12 => ProgramEnded { program },
    13 => PayoutIntended { reward, rail, request_hash },
    14 => PayoutKnown { reward, rail, result },
    15 => RewardUsed { reward, amount },
    16 => TimePassed,
    17 => Staff(act),
});

impl<T: Canon> Canon for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        T::read(bytes).map(Self::new)
    }
}
