//! Events: immutable facts, the only thing that changes the engine's state (design law 2).

mod id;
mod order;

use crate::canon::{Canon, Garbled};
use crate::money::{Amount, Currency, Money};
use crate::name::{ActorKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey};
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;
pub use id::{EventClass, EventId, NO_PART};
pub use order::{Funds, Line, OrderBody, OrderChange};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        /// The figures, in minor units of `currency`.
        funds: Funds,
        /// The currency; news in another one than the order's is refused.
        currency: Currency,
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

crate::canon_struct!(Event { id, at, seen_at, fact });
crate::canon_struct!(Account { customer, email, phone, email_verified, phone_verified, ref_code, click, ip, device, groups, role });
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
    8 => OrderMoney { order, funds, currency, as_of },
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
