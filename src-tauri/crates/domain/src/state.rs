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
    /// Since when.
    pub issued_at: Timestamp,
    /// Since when is our inference: the code can be older.
    pub inferred: bool,
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
    /// The shop said whose account it belongs to: the first one that it says stands.
    pub is_owned: bool,
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
    /// How it came to be as it is, oldest first. None while it was never edited or cancelled and its money moved at most once: then the other fields
    /// say it all.
    pub course: Option<Box<Vec<Turn>>>,
}

/// An order as one event left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The event's instant.
    pub at: Timestamp,
    /// Whether the order was confirmed by then.
    pub is_confirmed: bool,
    /// Whether it was cancelled by then.
    pub is_cancelled: bool,
    /// Items after discounts, before shipping and tax, in minor units.
    pub items: i64,
    /// Items after discounts with tax.
    pub items_with_tax: i64,
    /// Everything with shipping and tax.
    pub order_total: i64,
    /// What is to be paid by money.
    pub payable: i64,
    /// Its money.
    pub funds: Funds,
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProgramStatus {
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// Since when it has ended.
    pub ended_at: Option<Timestamp>,
    /// When it rested before it was activated again: what is learned late of such a time earns nothing either.
    pub rests: Vec<Rest>,
}

/// A time in which a program gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Its start.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
    /// The program had ended; else it was paused.
    pub had_ended: bool,
}

impl ProgramStatus {
    /// Since when the program was paused and since when it had ended, as of an instant: what is learned late is judged by what was said of then.
    #[must_use]
    pub fn rest_at(&self, at: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let now = |since: Option<Timestamp>| since.filter(|since| *since <= at);
        let then = |had_ended| self.rests.iter().find(|rest| rest.had_ended == had_ended && (rest.from..rest.to).contains(&at)).map(|rest| rest.from);
        (now(self.paused_at).or_else(|| then(false)), now(self.ended_at).or_else(|| then(true)))
    }

    /// The program gives again.
    pub fn activate(&mut self, at: Timestamp) {
        let rest = |from: Option<Timestamp>, had_ended| from.filter(|from| *from < at).map(|from| Rest { from, to: at, had_ended });
        self.rests.extend(rest(self.paused_at.take(), false).into_iter().chain(rest(self.ended_at.take(), true)));
    }
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
    /// A party, who brought them, who brought those, and so on to the root. Only ever loaded, never stored.
    Upline(PartyId),
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

    /// The party that a key names. An order's guest is whoever the order belongs to.
    #[must_use]
    pub fn party_named(&self, name: PartyName) -> Option<PartyId> {
        match name {
            PartyName::Customer(customer) => self.party_of(customer),
            PartyName::Guest(order) => self.orders.get(&order).map(|order| self.resolve(order.party)),
        }
    }

    /// The reward that somebody means by a key: that of the same rule, occasion and side, unless the key names somebody else as the friend.
    #[must_use]
    pub fn reward_of(&self, key: &RewardKey) -> Option<RewardId> {
        self.reward_for(key).filter(|id| {
            self.rewards.get(id).is_some_and(|reward| {
                let terms = reward.terms();
                terms.key.friend == key.friend || self.party_named(key.friend) == Some(self.resolve(terms.friend))
            })
        })
    }

    /// The reward of a rule, an occasion and a side. It is found through its order or its friend, so it needs no index of its own.
    #[must_use]
    pub fn reward_for(&self, key: &RewardKey) -> Option<RewardId> {
        let listed = match key.occasion {
            crate::reward::Occasion::Order(order) => self.orders.get(&order)?.rewards.as_slice(),
            crate::reward::Occasion::Registration => {
                let PartyName::Customer(customer) = key.friend else { return None };
                self.tallies.get(&self.party_of(customer)?)?.rewards.as_slice()
            }
        };
        listed.iter().copied().find(|id| self.rewards.get(id).is_some_and(|reward| reward.terms().key.is_for_the_same(key)))
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

crate::canon_struct!(Code { owner, issued_at, inferred, disabled_at });
crate::canon_struct!(Tally { rule, count });
crate::canon_struct!(PartyTally { rules, rewards });
crate::canon_struct!(ProgramStatus { paused_at, ended_at, rests });
crate::canon_struct!(Rest { from, to, had_ended });
crate::canon_struct!(Turn { at, is_confirmed, is_cancelled, items, items_with_tax, order_total, payable, funds });
crate::canon_box!(Vec<Turn>);
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
    is_owned,
    is_referred,
    confirmed_at,
    cancelled_at,
    funds,
    funds_as_of,
    first_captured_at,
    captured_at,
    rewards,
    course,
});
