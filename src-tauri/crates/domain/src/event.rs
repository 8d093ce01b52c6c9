//! Events: immutable facts, the only thing that changes the engine's state (design law 2).

mod account;
mod id;
mod list;
mod order;
mod rejudge;
mod staff;

use crate::canon::{Canon, Garbled};
use crate::money::{Amount, Currency, Money};
use crate::name::{ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey};
use crate::payout::{Generation, PayoutPolicy};
pub use crate::payout::{PayoutAct, PayoutResult};
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;
pub use account::Account;
pub use id::{EventClass, EventId, NO_PART};
pub use list::StaffList;
pub use order::{Funds, Line, OrderBody, OrderChange, PurchaseKind};
pub use rejudge::RejudgeWhy;
pub use staff::{By, GOODWILL, StaffAct, StaffAction};

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
    /// An account that was gone is there again.
    CustomerReturned {
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
        /// Who of staff gave it; none where the shop or a file says so.
        by: Option<By>,
    },
    /// A code stopped working.
    CodeDisabled {
        /// Which.
        code: CodeKey,
        /// Who of staff did it; none where the shop or a file says so.
        by: Option<By>,
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
        /// Who did it, and why.
        by: Option<By>,
    },
    /// A program has ended.
    ProgramEnded {
        /// Which.
        program: ProgramKey,
        /// Who did it, and why.
        by: Option<By>,
    },
    /// Something is about to be done outside for a reward.
    PayoutIntended {
        /// The reward that it delivers.
        reward: RewardKey,
        /// By which rail.
        rail: Rail,
        /// Which delivery of it.
        generation: Generation,
        /// What is to be done.
        act: PayoutAct,
        /// SHA-256 of the request.
        request_hash: [u8; 32],
    },
    /// What came of a payout.
    PayoutKnown {
        /// The reward that it delivers.
        reward: RewardKey,
        /// By which rail.
        rail: Rail,
        /// Which delivery of it.
        generation: Generation,
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
    /// An event of before is judged again, as of its own instant, by what is known now.
    Rejudge {
        /// The event as it stands in the log; never another rejudgement.
        event: Box<Event>,
        /// What became known.
        why: RejudgeWhy,
    },
    /// An order of a guest has an account now.
    OrderOwned {
        /// Which order.
        order: OrderKey,
        /// Whose it is.
        customer: CustomerKey,
        /// The account's email address.
        email: Option<Identity>,
    },
    /// Another system knew who brought somebody.
    ReferralTakenOver {
        /// The friend.
        friend: CustomerKey,
        /// Who brought them.
        advocate: CustomerKey,
        /// By which code.
        code: CodeKey,
        /// Since when.
        since: Timestamp,
    },
    /// Another system gave a reward: it counts toward limits and is never paid.
    RewardTakenOver {
        /// The key that it has here.
        reward: RewardKey,
        /// The program that it belongs to.
        program: ProgramKey,
        /// Who got it.
        beneficiary: CustomerKey,
        /// How much.
        amount: Amount,
        /// When.
        given_at: Timestamp,
    },
    /// A trial began.
    TrialStarted {
        /// Whose.
        customer: CustomerKey,
        /// How many days it lasts.
        period_days: Option<u32>,
    },
    /// Something was paid for that is no order. It is kept as one, under a key of its own: `purchase-` and its id.
    Purchase {
        /// The key.
        purchase: OrderKey,
        /// What it is.
        kind: PurchaseKind,
        /// Whose.
        customer: CustomerKey,
        /// How much was paid.
        amount: Money,
        /// For how many days it was paid.
        period_days: Option<u32>,
    },
    /// Money of a purchase was paid back: the sum of everything that was, at an instant.
    PurchaseRefunded {
        /// Which.
        purchase: OrderKey,
        /// How much in all.
        refunded: Money,
        /// The instant for which it holds; older news is ignored.
        as_of: Timestamp,
    },
    /// A customer won a partner.
    PartnerOnboarded {
        /// The partner.
        partner: CustomerKey,
        /// Who won them.
        customer: CustomerKey,
    },
    /// Somebody has another role.
    RoleUpgraded {
        /// Who.
        customer: CustomerKey,
        /// Which.
        role: Key,
    },
    /// Something of the program's owner's own.
    Custom {
        /// What happened.
        name: Key,
        /// Who did it.
        customer: CustomerKey,
        /// What it is worth, for percentages.
        amount_base: Option<Money>,
    },
    /// Who gets a reward chose another of its options.
    RewardChosen {
        /// Which reward.
        reward: RewardKey,
        /// The option's name.
        option: Key,
    },
    /// A delivered reward expired at the shop without use, or a part of it did.
    RewardExpired {
        /// Which.
        reward: RewardKey,
        /// How much of it; all that was not used without it.
        amount: Option<Amount>,
    },
    /// What holds for all payouts is another now.
    PolicyChanged {
        /// What holds.
        policy: PayoutPolicy,
        /// Who of staff said so.
        by: Option<By>,
    },
    /// A list that staff keep beside the programs, such as `excluded_domains`, lost or gained an entry.
    ListChanged {
        /// Which list.
        list: StaffList,
        /// The entry: a domain in lower case, a customer's id, a channel's slug.
        entry: Key,
        /// It came; else it went.
        is_in: bool,
        /// Who did it.
        by: Option<By>,
    },
}

impl Fact {
    /// The type's name in files.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::CustomerRegistered(_) => "customer_registered",
            Self::CustomerUpdated(_) => "customer_updated",
            Self::CustomerDeleted { .. } => "customer_deleted",
            Self::CustomerReturned { .. } => "customer_returned",
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
            Self::Rejudge { .. } => "rejudge",
            Self::OrderOwned { .. } => "order_owned",
            Self::ReferralTakenOver { .. } => "referral_taken_over",
            Self::RewardTakenOver { .. } => "reward_taken_over",
            Self::TrialStarted { .. } => "trial_started",
            Self::Purchase { kind, .. } => kind.name(),
            Self::PurchaseRefunded { .. } => "purchase_refunded",
            Self::PartnerOnboarded { .. } => "partner_onboarded",
            Self::RoleUpgraded { .. } => "role_upgraded",
            Self::Custom { .. } => "custom",
            Self::RewardChosen { .. } => "reward_chosen",
            Self::RewardExpired { .. } => "reward_expired",
            Self::ListChanged { .. } => "list_changed",
            Self::PolicyChanged { .. } => "policy_changed",
        }
    }

    /// The causal rank: of facts with one `at`, causes come before effects (design section 2).
    #[must_use]
    pub const fn causal_rank(&self) -> u8 {
        match self {
            Self::ProgramActivated { .. }
            | Self::ProgramPaused { .. }
            | Self::ProgramEnded { .. }
            | Self::ListChanged { .. }
            | Self::PolicyChanged { .. } => 0,
            Self::CustomerRegistered(_) => 1,
            Self::CodeIssued { .. } => 2,
            Self::LinkClicked { .. } => 3,
            Self::Interaction { .. } | Self::CustomerUpdated(_) | Self::CodeDisabled { .. } | Self::ReferralTakenOver { .. } => 4,
            Self::TrialStarted { .. } | Self::RoleUpgraded { .. } | Self::PartnerOnboarded { .. } => 4,
            Self::Order { change: OrderChange::Placed, .. } | Self::Purchase { .. } | Self::Custom { .. } => 5,
            Self::Order { change: OrderChange::Changed, .. } | Self::OrderOwned { .. } => 6,
            Self::Order { change: OrderChange::Confirmed, .. } => 7,
            Self::Order { change: OrderChange::PaymentFailed, .. } => 8,
            Self::OrderMoney { .. } | Self::PurchaseRefunded { .. } => 9,
            Self::Order { change: OrderChange::Cancelled, .. } => 10,
            Self::PayoutIntended { .. } => 11,
            Self::PayoutKnown { .. } => 12,
            Self::RewardUsed { .. } | Self::RewardTakenOver { .. } | Self::RewardChosen { .. } | Self::RewardExpired { .. } => 13,
            Self::SpendRecorded { .. } | Self::Staff(_) => 14,
            Self::CustomerDeleted { .. } => 15,
            Self::CustomerReturned { .. } => 16,
            Self::TimePassed => 17,
            Self::Rejudge { .. } => 18,
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
                | Self::CodeIssued { by: Some(_), .. }
                | Self::CodeDisabled { by: Some(_), .. }
                | Self::Rejudge { .. }
                | Self::ReferralTakenOver { .. }
                | Self::RewardTakenOver { .. }
                | Self::RewardChosen { .. }
                | Self::ListChanged { .. }
                | Self::PolicyChanged { .. }
        )
    }
}

crate::canon_struct!(Event { id, at, seen_at, fact });
crate::canon_enum!(Fact {
    0 => CustomerRegistered(account),
    1 => CustomerUpdated(account),
    2 => CustomerDeleted { customer },
    3 => CodeIssued { code, customer, inferred, by },
    4 => CodeDisabled { code, by },
    5 => LinkClicked { code, click },
    6 => Interaction { customer, ref_code, click },
    7 => Order { order, change, body },
    8 => OrderMoney { order, funds, currency, as_of },
    9 => SpendRecorded { program, channel, from, to, amount },
    10 => ProgramActivated { program, version, from },
    11 => ProgramPaused { program, by },
    12 => ProgramEnded { program, by },
    13 => PayoutIntended { reward, rail, generation, act, request_hash },
    14 => PayoutKnown { reward, rail, generation, result },
    15 => RewardUsed { reward, amount },
    16 => TimePassed,
    17 => Staff(act),
    18 => Rejudge { event, why },
    19 => OrderOwned { order, customer, email },
    20 => ReferralTakenOver { friend, advocate, code, since },
    21 => RewardTakenOver { reward, program, beneficiary, amount, given_at },
    22 => TrialStarted { customer, period_days },
    23 => Purchase { purchase, kind, customer, amount, period_days },
    24 => PurchaseRefunded { purchase, refunded, as_of },
    25 => PartnerOnboarded { partner, customer },
    26 => RoleUpgraded { customer, role },
    27 => Custom { name, customer, amount_base },
    28 => RewardChosen { reward, option },
    29 => RewardExpired { reward, amount },
    30 => ListChanged { list, entry, is_in, by },
    31 => CustomerReturned { customer },
    32 => PolicyChanged { policy, by },
});
crate::canon_box!(OrderBody);

impl Canon for Box<Event> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let (id, at, seen_at) = (EventId::read(bytes)?, Timestamp::read(bytes)?, Option::read(bytes)?);
        // What is judged again never holds another such event, so damaged bytes cannot make the reader go ever deeper.
        if bytes.first() == Some(&18) {
            return Err(Garbled);
        }
        Ok(Self::new(Event { id, at, seen_at, fact: Fact::read(bytes)? }))
    }
}
