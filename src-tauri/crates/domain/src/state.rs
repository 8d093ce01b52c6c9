//! The engine's state: keyed records, each small, each loaded and stored on its own.
//!
//! The bulk path holds all of them; the incremental path loads the records that [`crate::engine::wanted`] names for an event and stores
//! those that [`crate::engine::evolve`] touched. Both see the same functions.

use crate::event::Funds;
use crate::money::Currency;
use crate::name::{ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, OrderKey, ProgramKey, RuleKey};
use crate::party::{Party, PartyId, PartyName, PartyNames};
use crate::reward::{AnyReward, RewardId, RewardKey};
use crate::time::Timestamp;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeSet;

/// What the engine keeps of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Whose it is.
    pub owner: CustomerKey,
    /// Since when. Kept for what is learned late; nothing is judged by it yet.
    pub issued_at: Timestamp,
    /// Since when it no longer works.
    pub disabled_at: Option<Timestamp>,
}

/// What the engine keeps of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRecord {
    /// The buyer.
    pub party: PartyId,
    /// The currency of all amounts.
    pub currency: Currency,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Items after discounts, before shipping and tax, in minor units.
    pub items: i64,
    /// Items after discounts with tax.
    pub items_with_tax: i64,
    /// Everything with shipping and tax.
    pub order_total: i64,
    /// What is to be paid by money.
    pub payable: i64,
    /// Sales channel.
    pub channel: Option<ChannelKey>,
    /// The shop made it in place of another one.
    pub is_replacement: bool,
    /// The buyer had an advocate when it was placed.
    pub is_referred: bool,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Its money.
    pub funds: Funds,
    /// The instant for which the money figures hold.
    pub funds_as_of: Option<Timestamp>,
    /// When money was first captured.
    pub first_captured_at: Option<Timestamp>,
    /// When everything was captured.
    pub captured_at: Option<Timestamp>,
    /// The rewards that it gave.
    pub rewards: SmallVec<[RewardId; 2]>,
}

impl OrderRecord {
    /// Whether everything that is to be paid by money has come. An order paid wholly by gift cards is, at once.
    #[must_use]
    pub const fn is_captured(&self) -> bool {
        self.funds.captured >= self.payable
    }
}

/// What a rule gave to a friend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The rule.
    pub rule: RuleKey,
    /// The number of events for which it gave something.
    pub count: u32,
}

/// Everything that is counted or listed for a party, apart from who it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartyTally {
    /// What each rule gave, as a friend.
    pub rules: SmallVec<[Tally; 1]>,
    /// The rewards that the registration gave.
    pub rewards: SmallVec<[RewardId; 1]>,
}

impl PartyTally {
    /// For how many of the friend's events a rule gave something.
    #[must_use]
    pub fn count(&self, rule: RuleKey) -> u32 {
        self.rules.iter().find(|tally| tally.rule == rule).map_or(0, |tally| tally.count)
    }

    /// One more event for which a rule gave something.
    pub fn add(&mut self, rule: RuleKey, count: u32) {
        match self.rules.iter_mut().find(|tally| tally.rule == rule) {
            Some(tally) => tally.count += count,
            None => self.rules.push(Tally { rule, count }),
        }
    }
}

/// What was said about a program by events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProgramStatus {
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// Since when it has ended.
    pub ended_at: Option<Timestamp>,
}

/// The few values that are not keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// The number that the next party gets.
    pub next_party: u32,
    /// The number that the next reward gets.
    pub next_reward: u32,
    /// The instant up to which the shop is known.
    pub watermark: Timestamp,
}

/// The key of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKey {
    /// A party.
    Party(PartyId),
    /// A party's tally.
    Tally(PartyId),
    /// The party that a customer id belongs to.
    Customer(CustomerKey),
    /// The party that an email address belongs to.
    Email(Identity),
    /// A code.
    Code(CodeKey),
    /// A click.
    Click(ClickKey),
    /// An order.
    Order(OrderKey),
    /// A reward.
    Reward(RewardId),
    /// A program's status.
    Program(ProgramKey),
}

/// The records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The values that are not keyed.
    pub totals: Totals,
    /// Parties.
    pub parties: FxHashMap<PartyId, Party>,
    /// Tallies.
    pub tallies: FxHashMap<PartyId, PartyTally>,
    /// Customers' parties.
    pub customers: FxHashMap<CustomerKey, PartyId>,
    /// Email addresses' parties.
    pub emails: FxHashMap<Identity, PartyId>,
    /// Codes.
    pub codes: FxHashMap<CodeKey, Code>,
    /// Clicks and the code of each.
    pub clicks: FxHashMap<ClickKey, CodeKey>,
    /// Orders.
    pub orders: FxHashMap<OrderKey, OrderRecord>,
    /// Rewards.
    pub rewards: FxHashMap<RewardId, AnyReward>,
    /// Programs.
    pub programs: FxHashMap<ProgramKey, ProgramStatus>,
    /// Every loaded reward's next deadline.
    pub deadlines: BTreeSet<(Timestamp, RewardId)>,
}

impl State {
    /// The party that a number stands for after merges.
    #[must_use]
    pub fn resolve(&self, mut party: PartyId) -> PartyId {
        while let Some(into) = self.parties.get(&party).and_then(|record| record.merged_into) {
            party = into;
        }
        party
    }

    /// The party of a customer id.
    #[must_use]
    pub fn party_of(&self, customer: CustomerKey) -> Option<PartyId> {
        self.customers.get(&customer).map(|party| self.resolve(*party))
    }

    /// The party of an email address.
    #[must_use]
    pub fn party_of_email(&self, email: Identity) -> Option<PartyId> {
        self.emails.get(&email).map(|party| self.resolve(*party))
    }

    /// The reward with a key. It is found through its order or its friend, so it needs no index of its own.
    #[must_use]
    pub fn reward_of(&self, key: &RewardKey) -> Option<RewardId> {
        let listed = match key.occasion {
            crate::reward::Occasion::Order(order) => self.orders.get(&order)?.rewards.as_slice(),
            crate::reward::Occasion::Registration => {
                let PartyName::Customer(customer) = key.friend else { return None };
                self.tallies.get(&self.party_of(customer)?)?.rewards.as_slice()
            }
        };
        listed.iter().copied().find(|id| self.rewards.get(id).is_some_and(|reward| reward.terms().key == *key))
    }

    /// Puts a reward in place of what stood under its number, and keeps the deadlines in step.
    pub fn put_reward(&mut self, id: RewardId, reward: AnyReward) {
        let old = self.rewards.insert(id, reward).and_then(|old| old.deadline());
        let new = reward.deadline();
        if old != new {
            if let Some(at) = old {
                self.deadlines.remove(&(at, id));
            }
            if let Some(at) = new {
                self.deadlines.insert((at, id));
            }
        }
    }
}

impl PartyNames for State {
    fn party_name(&self, party: PartyId) -> PartyName {
        let party = self.resolve(party);
        // A party that is not loaded can only be shown by its number; callers load what they show.
        self.parties.get(&party).map_or(PartyName::Guest(OrderKey(crate::name::Key::from_bits(i64::from(party.0)))), |record| record.name)
    }
}

crate::canon_struct!(Code { owner, issued_at, disabled_at });
crate::canon_struct!(Tally { rule, count });
crate::canon_struct!(PartyTally { rules, rewards });
crate::canon_struct!(ProgramStatus { paused_at, ended_at });
crate::canon_struct!(Totals { next_party, next_reward, watermark });
crate::canon_struct!(OrderRecord {
    party,
    currency,
    placed_at,
    items,
    items_with_tax,
    order_total,
    payable,
    channel,
    is_replacement,
    is_referred,
    confirmed_at,
    cancelled_at,
    funds,
    funds_as_of,
    first_captured_at,
    captured_at,
    rewards,
});
