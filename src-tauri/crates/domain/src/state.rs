//! The engine's state: keyed records, each small, each loaded and stored on its own.
//!
//! The bulk path holds all of them; the incremental path loads the records that [`crate::engine::wanted`] names for an event and stores
//! those that [`crate::engine::evolve`] touched. Both see the same functions.

mod profile;
mod tally;

pub use profile::{DayCount, EmailSort, MOST_DAYS, MOST_KEPT, Mark, MarkKind, MarkRecord, Profile};
pub use tally::{Given, OnceAt, Owes, Owing, PartyTally, StepGiven, Tally, Won};

use crate::event::{Funds, PurchaseKind, StaffList};
use crate::money::Currency;
use crate::name::{CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey};
use crate::party::{Party, PartyId, PartyName, PartyNames};
use crate::payout::{PayoutPolicy, PayoutRecord, Proposal};
use crate::reward::{AnyReward, Occasion, RewardId, RewardKey};
use crate::time::{Month, Timestamp};
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
    /// What it is: an order, or a purchase of another sort.
    pub kind: PurchaseKind,
    /// Country of delivery, ISO 3166 alpha-2.
    pub country: Option<[u8; 2]>,
    /// From where it was made.
    pub ip: Option<Identity>,
    /// What its lines of each category come to, before tax, in minor units.
    pub categories: SmallVec<[(CategoryKey, i64); 1]>,
    /// The owner of the code that it came with, where codes are credited order by order.
    pub credited: Option<(PartyId, CodeKey)>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What its lines of each category come to, before tax, in minor units.
    pub categories: SmallVec<[(CategoryKey, i64); 1]>,
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

/// What a program promised in a month of its zone, in one currency, in minor units, less what was voided, lowered or reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The month.
    pub month: Month,
    /// The currency.
    pub currency: Currency,
    /// How much.
    pub minor: i64,
}

/// What was said about a program by events, and what it has spent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProgramStatus {
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// Since when it has ended.
    pub ended_at: Option<Timestamp>,
    /// When it rested before it was activated again: what is learned late of such a time earns nothing either.
    pub rests: Vec<Rest>,
    /// What it spent, by month and currency.
    pub spent: Vec<Spent>,
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
    /// What is known of a person.
    Profile(PartyId),
    /// What is known of a mark.
    Mark(Mark),
    /// The rewards of an occasion that is neither an order nor a registration.
    Occasion(Key),
    /// A list that staff keep beside the programs.
    List(StaffList),
    /// A reward's latest payout.
    Payout(RewardId),
    /// An act that waits for a second person, by the key of the event that proposed it.
    Proposal(Key),
    /// What holds for all payouts.
    Policy,
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
    /// What is known of people.
    pub profiles: FxHashMap<PartyId, Profile>,
    /// What is known of marks.
    pub marks: FxHashMap<Mark, MarkRecord>,
    /// The rewards of occasions that are neither orders nor registrations, by the key of the event.
    pub occasions: FxHashMap<Key, SmallVec<[RewardId; 2]>>,
    /// Lists that staff keep beside the programs, such as excluded email domains: sorted.
    pub lists: FxHashMap<StaffList, Vec<Key>>,
    /// Rewards' latest payouts.
    pub payouts: FxHashMap<RewardId, PayoutRecord>,
    /// Acts that wait for a second person, by the key of the event that proposed each.
    pub proposals: FxHashMap<Key, Proposal>,
    /// What holds for all payouts.
    pub policy: PayoutPolicy,
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
        let listed = self.rewards_for(key.friend, key.occasion).iter().copied();
        listed.into_iter().find(|id| self.rewards.get(id).is_some_and(|reward| reward.terms().key.is_for_the_same(key)))
    }

    /// The rewards of an occasion; of a registration, those of every registration of whom the name belongs to.
    #[must_use]
    pub fn rewards_for(&self, friend: PartyName, occasion: Occasion) -> &[RewardId] {
        let listed = match (occasion, friend) {
            (Occasion::Order(order), _) => self.orders.get(&order).map(|order| order.rewards.as_slice()),
            (Occasion::Event(event), _) => self.occasions.get(&event).map(SmallVec::as_slice),
            (Occasion::Registration, PartyName::Customer(customer)) => {
                self.party_of(customer).and_then(|party| self.tallies.get(&party)).map(|tally| tally.rewards.as_slice())
            }
            (Occasion::Registration, PartyName::Guest(_)) => None,
        };
        listed.unwrap_or_default()
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
crate::canon_struct!(ProgramStatus { paused_at, ended_at, rests, spent });
crate::canon_struct!(Spent { month, currency, minor });
crate::canon_struct!(Rest { from, to, had_ended });
crate::canon_struct!(Turn { at, is_confirmed, is_cancelled, items, items_with_tax, order_total, payable, categories, funds });
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
    kind,
    country,
    ip,
    categories,
    credited,
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
