//! What is counted and listed for a person.

use crate::canon::{Canon, Garbled};
use crate::money::{Amount, Money};
use crate::name::{Key, ProgramKey, RuleKey};
use crate::party::PartyId;
use crate::reward::{AnyReward, Occasion, RewardId, RewardStep, Role};
use crate::time::Timestamp;
use smallvec::SmallVec;

/// What a rule gave to a friend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The rule.
    pub rule: RuleKey,
    /// The number of events for which it gave something, without those that were freed since.
    pub count: u32,
}

/// What a rule gave to somebody on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The rule.
    pub rule: RuleKey,
    /// The day of the program's zone, counted from 1970-01-01.
    pub day: i32,
    /// Rewards that were promised.
    pub promised: u32,
    /// Those of them that were voided or reversed later.
    pub taken_back: u32,
    /// When the last one was promised.
    pub last_at: Timestamp,
}

/// What begins a step that is given once, be it the first of its program's version or the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnceAt {
    /// So many paid friends.
    Friends(u32),
    /// A level.
    Level(Key),
}

/// A reward for a step that is given once. Whether it stands, the reward itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepGiven {
    /// The rule.
    pub rule: RuleKey,
    /// The side that got it.
    pub role: Role,
    /// The step.
    pub step: OnceAt,
    /// The reward.
    pub reward: RewardId,
}

/// How many friends an advocate won in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Won {
    /// The hour, counted from 1970-01-01T00:00Z.
    pub hour: i32,
    /// How many.
    pub friends: u32,
}

/// What somebody had used of a reward that is not theirs any more, and owes us back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owing {
    /// The reward.
    pub reward: RewardId,
    /// Whose account it stands in: who got the reward then.
    pub party: PartyId,
    /// How much is not set off yet.
    pub amount: Amount,
}

/// What somebody owes us, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owes(pub SmallVec<[Owing; 0]>);

impl Owes {
    /// Follows a step that a reward of theirs took.
    pub fn follow(&mut self, id: RewardId, before: &AnyReward, after: &AnyReward, step: RewardStep) {
        let amount = |minor| before.amount().with_minor(minor);
        match step {
            RewardStep::SetOff { minor, of } => self.set_off(of, amount(minor)),
            RewardStep::Carried { minor } => self.owe(id, after.terms().beneficiary, amount(minor)),
            // What was set off against what stands no more is owed again.
            _ if before.set_off() > after.set_off() => self.owe(id, after.terms().beneficiary, amount(before.set_off() - after.set_off())),
            _ => {}
        }
    }

    fn owe(&mut self, reward: RewardId, party: PartyId, amount: Amount) {
        match self.0.iter_mut().find(|owing| (owing.reward, owing.amount.asset) == (reward, amount.asset)) {
            Some(owing) => owing.amount.minor = owing.amount.minor.saturating_add(amount.minor),
            None => self.0.push(Owing { reward, party, amount }),
        }
    }

    fn set_off(&mut self, of: RewardId, amount: Amount) {
        if let Some(owing) = self.0.iter_mut().find(|owing| (owing.reward, owing.amount.asset) == (of, amount.asset)) {
            owing.amount.minor = owing.amount.minor.saturating_sub(amount.minor);
        }
        self.0.retain(|owing| owing.amount.minor > 0);
    }
}

/// Everything that is counted or listed for a party, apart from who it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartyTally {
    /// What each rule gave, as a friend.
    pub rules: SmallVec<[Tally; 1]>,
    /// The rewards that the registration gave.
    pub rewards: SmallVec<[RewardId; 1]>,
    /// What each rule gave to them, on whichever side, by day.
    pub given: SmallVec<[Given; 0]>,
    /// Rewards that wait for something that this person has to do.
    pub waiting: SmallVec<[RewardId; 0]>,
    /// Rewards of which they are the friend and that are promised and not delivered, whoever gets them.
    pub owed: SmallVec<[RewardId; 0]>,
    /// Events that came as far as the count of a rule that rewards the nth, in the order in which they became known.
    pub met: SmallVec<[(RuleKey, Occasion); 0]>,
    /// Events that count no longer, because everything that a rule gave for them was taken back by a refund.
    pub freed: SmallVec<[(RuleKey, Occasion); 0]>,
    /// Purchases of their own, while somebody had brought them, of which money was captured.
    pub own_orders: u32,
    /// Those of them that were wholly paid back.
    pub own_refunds: u32,
    /// What they paid for them, net, by currency.
    pub own_revenue: SmallVec<[Money; 1]>,
    /// Those of them that were captured in full and stand.
    pub paid_orders: u32,
    /// Friends of theirs with such a purchase.
    pub paid_friends: u32,
    /// Purchases of their friends of which money was captured.
    pub friends_orders: u32,
    /// Those of them that were wholly paid back.
    pub friends_refunds: u32,
    /// What their friends paid, net, by currency.
    pub revenue: SmallVec<[Money; 1]>,
    /// Friends that they won, by hour, the latest hours.
    pub won: SmallVec<[Won; 0]>,
    /// The highest level that they reached in a program; of people who turned out to be one, that of each.
    pub levels: SmallVec<[(ProgramKey, Key); 0]>,
    /// What they owe us back, oldest first.
    pub owes: Owes,
    /// Rewards for steps that are given once, to whichever side, by what is counted of them.
    pub steps: SmallVec<[StepGiven; 0]>,
}

impl PartyTally {
    /// For how many of the friend's events a rule gave something.
    #[must_use]
    pub fn count(&self, rule: RuleKey) -> u32 {
        self.rules.iter().find(|tally| tally.rule == rule).map_or(0, |tally| tally.count)
    }

    /// The counts of a rule.
    pub fn of(&mut self, rule: RuleKey) -> &mut Tally {
        let at = self.rules.iter().position(|tally| tally.rule == rule).unwrap_or_else(|| {
            self.rules.push(Tally { rule, count: 0 });
            self.rules.len() - 1
        });
        &mut self.rules[at]
    }
}

crate::canon_struct!(Tally { rule, count });
crate::canon_struct!(Given { rule, day, promised, taken_back, last_at });
crate::canon_struct!(Won { hour, friends });
crate::canon_struct!(PartyTally {
    rules,
    rewards,
    given,
    waiting,
    owed,
    met,
    freed,
    own_orders,
    own_refunds,
    own_revenue,
    paid_orders,
    paid_friends,
    friends_orders,
    friends_refunds,
    revenue,
    won,
    levels,
    owes,
    steps,
});
crate::canon_enum!(OnceAt { 0 => Friends(n), 1 => Level(name) });
crate::canon_struct!(StepGiven { rule, role, step, reward });
crate::canon_struct!(Owing { reward, party, amount });

impl Canon for Owes {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Canon::read(bytes).map(Self)
    }
}
