//! Programs: what is given to whom for what, as data. The attribution policy says who brought whom.

mod admit;
#[cfg(any(test, feature = "arbitrary"))]
pub mod arbitrary;
mod dto;
pub mod file;
mod policy;
mod rule;
mod signals;
pub mod summary;
mod value;

pub use admit::Unfit;
pub use policy::{BindAt, Policy, Scope, Touch};
pub use rule::{Conditions, InArm, Limits, Minimum, Occurrence, PartialRefund, Rule, Trigger};
pub use signals::{Action, Signal, Signals};
pub use value::{Base, Grant, GrantOption, PerCurrency, StepAt, StepsApply, StepsBy, Tiers, Value, VoucherOff, VoucherTerms};

use crate::money::{Money, Percent};
use crate::name::{ChannelKey, Key, ProgramKey, RuleKey};
use crate::time::Timestamp;
use chrono_tz::Tz;

/// Who decides that a reward may go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// A person, each time.
    Manual,
    /// Nobody for a limited group, a person for the others.
    Limited {
        /// How many of a hundred.
        percent: u8,
        /// The shop's customer groups of which everybody is in.
        groups: Vec<Key>,
    },
    /// Nobody.
    Auto,
}

/// By whom the limited group and the arms of experiments go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// By the advocate, for both sides.
    #[default]
    Advocate,
    /// By the friend.
    Friend,
}

/// What becomes of what waits when a program rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// It goes on.
    #[default]
    Finish,
    /// It waits for a person once everything else has come.
    Review,
    /// It is void once everything else has come.
    Void,
}

/// The time to which a budget belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetPer {
    /// The program's whole life.
    Program,
    /// A calendar month of the program's zone.
    Month,
}

/// The most that a program gives, in one currency. Money in another currency is refused under it; what is no money is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How much.
    pub most: Money,
    /// In which time.
    pub per: BudgetPer,
}

/// A time in which more is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boost {
    /// Its name.
    pub id: Key,
    /// Its start.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// By how much every value is multiplied: 200 percent doubles it. Caps are not.
    pub factor: Percent,
    /// Only for these rules; for all when empty.
    pub rules: Vec<RuleKey>,
    /// Only in these sales channels; in all when empty.
    pub channels: Vec<ChannelKey>,
}

/// An arm of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arm {
    /// Its name.
    pub name: Key,
    /// Its weight among all arms and the holdout.
    pub weight: u32,
}

/// An experiment: people are divided for good, by their id and the experiment's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// Its name, the same in all versions: it decides who is where.
    pub id: Key,
    /// Who is where is computed from this: [`Experiment::salt_of`] the name's text, as a key's number differs from desk to desk.
    pub salt: u64,
    /// Its arms.
    pub arms: Vec<Arm>,
    /// The weight of those who get nothing from the program.
    pub holdout: u32,
}

impl Experiment {
    /// The number that stands for an experiment's name wherever people are divided: FNV-1a of its bytes, in 64 bits.
    #[must_use]
    pub fn salt_of(id: &str) -> u64 {
        id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// A level of advocates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Its name.
    pub name: Key,
    /// From how many paid friends on.
    pub paid_friends: u32,
}

/// One immutable version of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The program.
    pub id: ProgramKey,
    /// What people call it.
    pub name: String,
    /// The version, from 1.
    pub version: u32,
    /// The instant from which it holds.
    pub from: Timestamp,
    /// The instant at which the program ends.
    pub until: Option<Timestamp>,
    /// The zone in which days and months are counted.
    pub time_zone: Tz,
    /// Who decides that a reward may go out.
    pub mode: Mode,
    /// By whom the limited group and experiments go.
    pub unit: Unit,
    /// What makes a bound friend an active one.
    pub activation: Vec<Trigger>,
    /// The most that is given.
    pub budget: Option<Budget>,
    /// What becomes of what waits when the program has ended.
    pub when_ended: Fate,
    /// What becomes of what waits while the program is paused.
    pub when_paused: Fate,
    /// Its fraud signals.
    pub signals: Signals,
    /// Levels of advocates, in rising order.
    pub levels: Vec<Level>,
    /// A level once reached stays, also when a later version asks for more.
    pub grandfather: bool,
    /// Times in which more is given.
    pub boosts: Vec<Boost>,
    /// Experiments.
    pub experiments: Vec<Experiment>,
    /// Its rules.
    pub rules: Vec<Rule>,
}

impl Program {
    /// A role that the program asks for and a policy does not list, if there is one: under that policy the program cannot be in force.
    #[must_use]
    pub fn unlisted_role(&self, policy: &Policy) -> Option<Key> {
        let asked =
            |rule: &Rule| rule.conditions.role.into_iter().chain(rule.grants.iter().filter_map(|grant| grant.locked_until_role)).collect::<Vec<_>>();
        self.rules.iter().flat_map(asked).find(|role| !policy.roles.contains(role))
    }

    /// The place, among the levels, of the one that so many paid friends come to; none below the first.
    #[must_use]
    pub fn level_at(&self, paid_friends: u32) -> Option<usize> {
        self.levels.iter().rposition(|level| level.paid_friends <= paid_friends)
    }

    /// The rule of that id.
    #[must_use]
    pub fn rule(&self, id: RuleKey) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// A policy and the instant from which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// From when.
    pub from: Timestamp,
    /// What holds then.
    pub policy: Policy,
}

/// All versions of all programs, and those of the policy that they share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    /// What holds before the first version in `policies` does.
    pub policy: Policy,
    policies: Vec<PolicyVersion>,
    versions: Vec<Program>,
}

/// Where a program stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// This version is in force.
    InForce(&'a Program),
    /// The first version holds from later on.
    NotStarted(&'a Program),
    /// The version that was in force last has ended.
    Ended(&'a Program),
}

impl<'a> Standing<'a> {
    /// The version that judges, or would have.
    #[must_use]
    pub const fn program(self) -> &'a Program {
        match self {
            Self::InForce(program) | Self::NotStarted(program) | Self::Ended(program) => program,
        }
    }
}

impl Programs {
    /// Programs under a policy. Versions of one program are put in order.
    #[must_use]
    pub fn new(policy: Policy, mut versions: Vec<Program>) -> Self {
        versions.sort_by_key(|program| (program.id, program.from, program.version));
        Self { policy, policies: Vec::new(), versions }
    }

    /// The same with policies that took over from the first one later.
    #[must_use]
    pub fn with_policies(mut self, mut policies: Vec<PolicyVersion>) -> Self {
        policies.sort_by_key(|version| version.from);
        self.policies = policies;
        self
    }

    /// Programs as files say them that were admitted, each beside the others. A version of a program can change what an earlier one said about who
    /// brought whom, from its own instant on; what holds first held before it was written down.
    #[must_use]
    pub fn assemble(files: Vec<file::ProgramFile>) -> Self {
        let said = |file: &file::ProgramFile| file.policy.clone().map(|policy| PolicyVersion { from: file.program.from, policy });
        let mut policies: Vec<PolicyVersion> = files.iter().filter_map(said).collect();
        policies.sort_by_key(|version| version.from);
        let first = policies.first().map(|version| version.policy.clone()).unwrap_or_default();
        Self::new(first, files.into_iter().map(|file| file.program).collect()).with_policies(policies)
    }

    /// Who brought whom, as of an instant.
    #[must_use]
    pub fn policy_at(&self, at: Timestamp) -> &Policy {
        self.policies.iter().rev().find(|version| version.from <= at).map_or(&self.policy, |version| &version.policy)
    }

    /// How far codes reach, by every version of the policy.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> {
        std::iter::once(&self.policy).chain(self.policies.iter().map(|version| &version.policy)).map(|policy| policy.scope)
    }

    /// A version of a program.
    #[must_use]
    pub fn version(&self, program: ProgramKey, version: u32) -> Option<&Program> {
        self.versions.iter().find(|known| known.id == program && known.version == version)
    }

    /// Every version, by program and instant.
    #[must_use]
    pub fn versions(&self) -> &[Program] {
        &self.versions
    }

    /// Where each program stands at an instant, in the order of their ids.
    pub fn at(&self, at: Timestamp) -> impl Iterator<Item = Standing<'_>> {
        self.versions.chunk_by(|a, b| a.id == b.id).filter_map(move |versions| {
            let in_force = versions.iter().rev().find(|program| program.from <= at);
            match in_force {
                None => versions.first().map(Standing::NotStarted),
                Some(program) if program.until.is_some_and(|until| until <= at) => Some(Standing::Ended(program)),
                Some(program) => Some(Standing::InForce(program)),
            }
        })
    }
}
