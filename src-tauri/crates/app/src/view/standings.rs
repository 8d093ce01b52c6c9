//! What is shown of how advocates stand: one of them with what is ahead, and all of them against each other.

use super::{Amount, Person};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

/// What an advocate has come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdvocateStanding {
    /// Friends who were bound to them and whose referral nobody refused.
    pub invited: u64,
    /// Those of them who became active.
    pub active: u64,
    /// Those of them who are paid friends now: what steps and levels count.
    pub paid: u32,
    /// What their friends paid as friends, net, for each currency.
    pub revenue: Vec<Money>,
    /// When something last happened to them or by them.
    pub last_activity: Option<Timestamp>,
    /// How far they are in each program in force that has levels, or steps by paid friends or level; in the order of the programs' ids.
    pub programs: Vec<Progress>,
}

/// How far an advocate is in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The program's id.
    pub program: String,
    /// The program's name.
    pub name: String,
    /// The level that they have; nothing below the first, and for a program without levels.
    pub level: Option<String>,
    /// What comes next: the next level first, then the next step of each rule, in the order of the file.
    pub ahead: Vec<Ahead>,
}

/// What is reached by more paid friends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// What it is.
    pub what: AheadOf,
    /// With which paid friend it is reached.
    pub at: u32,
    /// How many more friends have to pay until then.
    pub friends: u32,
}

/// What is ahead of an advocate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AheadOf {
    /// The level of this name.
    Level(String),
    /// The next step of the rule of this id.
    Step(String),
}

/// By what advocates are ranked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RankedBy {
    /// By friends whose first payment as a friend lies in the time.
    Friends,
    /// By what friends paid in the time, net of what went back in it.
    Revenue(Currency),
    /// By what stands of the rewards to them, as an advocate or further up, that were promised in the time.
    Earned {
        /// In which asset: a currency's code or a unit's name.
        asset: String,
        /// By which program, by its id; by all without it.
        program: Option<String>,
    },
}

/// By what, and over which time: a contest is the time between two instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderboardQuery {
    /// By what they are ranked.
    pub by: RankedBy,
    /// The first instant; the beginning without it.
    pub from: Option<Timestamp>,
    /// The first instant after the time; no end without it.
    pub until: Option<Timestamp>,
}

/// What an advocate is ranked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Score {
    /// So many friends.
    Friends(u64),
    /// So much of a currency or of a unit.
    Amount(Amount),
}

/// An advocate's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderboardRow {
    /// The place, from 1: who has the same score has the same place.
    pub place: u64,
    /// Who.
    pub advocate: Person,
    /// The score.
    pub score: Score,
}
