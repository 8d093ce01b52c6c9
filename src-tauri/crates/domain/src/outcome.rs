//! Outcomes: what one event came to, with every decision explained.

mod change;

pub use change::Change;

use crate::ledger::Transfer;
use crate::money::{Amount, Money, Percent};
use crate::name::{CodeKey, Identity, Key, ProgramKey, RuleKey};
use crate::party::PartyId;
use crate::program::Signal;
use crate::reason::Reason;
use crate::reward::{Occasion, RewardId, Role};
use crate::time::Timestamp;

/// The version of the engine, stamped on every outcome. It rises when the same event can come to something else.
pub const ENGINE_VERSION: u32 = 6;

/// What one event came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// One for each (rule, grant) that the event triggered.
    pub decisions: Vec<Decision>,
    /// What changed, in order.
    pub changes: Vec<Change>,
    /// What moved in the ledger.
    pub transfers: Vec<Transfer>,
}

/// What one grant came to for one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The program.
    pub program: ProgramKey,
    /// Its version.
    pub version: u32,
    /// The rule.
    pub rule: RuleKey,
    /// Which side the grant goes to.
    pub role: Role,
    /// The friend.
    pub friend: PartyId,
    /// What for.
    pub occasion: Occasion,
    /// What it came to.
    pub verdict: GrantVerdict,
    /// Why: every check that was made, in order.
    pub checks: Vec<Check>,
}

impl Decision {
    /// Who brought the friend, as the decision saw it.
    #[must_use]
    pub fn advocate(&self) -> Option<PartyId> {
        self.checks.iter().find_map(|check| match (check.kind, check.saw) {
            (CheckKind::Referral, Seen::Party(advocate)) => Some(advocate),
            _ => None,
        })
    }
}

/// What a grant came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantVerdict {
    /// A reward was promised.
    Granted {
        /// Which.
        reward: RewardId,
        /// How much.
        amount: Amount,
    },
    /// Nothing was given.
    Refused(Reason),
}

/// One check of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub kind: CheckKind,
    /// What it answered.
    pub answer: Answer,
    /// What it saw.
    pub saw: Seen,
    /// What it was held against.
    pub limit: Seen,
}

/// What a check answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Pass,
    /// Nothing is given.
    Refuse(Reason),
    /// It is given, but has to wait.
    Wait,
}

/// The steps of judgement, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What happened.
    Event,
    /// Who brought the buyer.
    Referral,
    /// Which rule answers.
    Rule,
    /// Whether the event qualifies.
    Eligibility,
    /// Whether it looks like fraud.
    Fraud,
    /// Whether a limit is reached.
    Limits,
    /// Whether the last reward was long enough ago.
    Cooldown,
    /// How much it comes to.
    Amount,
    /// What it waits for.
    Waits,
    /// That it is written down.
    Record,
}

impl Step {
    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Referral => "referral",
            Self::Rule => "rule",
            Self::Eligibility => "eligibility",
            Self::Fraud => "fraud",
            Self::Limits => "limits",
            Self::Cooldown => "cooldown",
            Self::Amount => "amount",
            Self::Waits => "waits",
            Self::Record => "record",
        }
    }
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// The event answers to the rule's trigger.
    Trigger,
    /// The buyer was brought by somebody.
    Referral,
    /// The bond still earns.
    EarningWindow,
    /// The program is in force.
    Program,
    /// It is an occurrence that the rule rewards.
    Occurrence,
    /// The order does not replace another one.
    Replacement,
    /// The sales channel is part of the rule.
    Channel,
    /// The order is large enough.
    Minimum,
    /// Who would get it has an account.
    Beneficiary,
    /// The limit for each friend.
    LimitPerFriend,
    /// How much it comes to.
    Amount,
    /// The order's money.
    Captured,
    /// The hold.
    Hold,
    /// A person's word.
    Review,
    /// The same occasion was not rewarded before.
    SettledBefore,
    /// The country of delivery is part of the rule.
    Country,
    /// A line is of an eligible category.
    Category,
    /// The friend is a new customer.
    NewCustomer,
    /// The friend registered a short enough time ago.
    SignupWindow,
    /// Who would get it has the role.
    Role,
    /// The arm of an experiment, or the holdout.
    Experiment,
    /// Somebody stands so far above the friend.
    Upline,
    /// A fraud signal. What was seen is the evidence.
    Signal(Signal),
    /// The sum of the scores.
    Score,
    /// The limit for each person who gets rewards.
    LimitPerAdvocate,
    /// The limit for each day.
    LimitPerDay,
    /// The limit for each month.
    LimitPerMonth,
    /// The last reward was long enough ago.
    Cooldown,
    /// The step that was reached.
    Step,
    /// A time in which more is given.
    Boost,
    /// The most that is given at once.
    Cap,
    /// The budget has room.
    Budget,
    /// The friend's email address is confirmed.
    EmailVerified,
    /// The friend's phone number is confirmed.
    PhoneVerified,
    /// The friend's account is old enough.
    AccountAge,
    /// Who gets it has the role that unlocks it.
    Unlocked,
}

impl CheckKind {
    /// The name in files, on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Referral => "referral",
            Self::EarningWindow => "earning_window",
            Self::Program => "program",
            Self::Occurrence => "occurrence",
            Self::Replacement => "replacement",
            Self::Channel => "channel",
            Self::Minimum => "minimum",
            Self::Beneficiary => "beneficiary",
            Self::LimitPerFriend => "limit_per_friend",
            Self::Amount => "amount",
            Self::Captured => "captured",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::SettledBefore => "settled_before",
            Self::Signal(signal) => signal.name(),
            Self::Country => "country",
            Self::Category => "category",
            Self::NewCustomer => "new_customer",
            Self::SignupWindow => "signup_window",
            Self::Role => "role",
            Self::Experiment => "experiment",
            Self::Upline => "upline",
            Self::Score => "score",
            Self::LimitPerAdvocate => "limit_per_advocate",
            Self::LimitPerDay => "limit_per_day",
            Self::LimitPerMonth => "limit_per_month",
            Self::Cooldown => "cooldown",
            Self::Step => "step",
            Self::Boost => "boost",
            Self::Cap => "cap",
            Self::Budget => "budget",
            Self::EmailVerified => "email_verified",
            Self::PhoneVerified => "phone_verified",
            Self::AccountAge => "account_age",
            Self::Unlocked => "unlocked",
        }
    }

    /// The step of judgement that it belongs to.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Trigger => Step::Event,
            Self::Referral | Self::EarningWindow => Step::Referral,
            Self::Program | Self::Occurrence | Self::Experiment => Step::Rule,
            Self::Replacement
            | Self::Channel
            | Self::Minimum
            | Self::Beneficiary
            | Self::Country
            | Self::Category
            | Self::NewCustomer
            | Self::SignupWindow
            | Self::Role
            | Self::Upline => Step::Eligibility,
            Self::Signal(_) | Self::Score => Step::Fraud,
            Self::LimitPerFriend | Self::LimitPerAdvocate | Self::LimitPerDay | Self::LimitPerMonth | Self::Budget => Step::Limits,
            Self::Cooldown => Step::Cooldown,
            Self::Amount | Self::Step | Self::Boost | Self::Cap => Step::Amount,
            Self::Captured | Self::Hold | Self::Review | Self::EmailVerified | Self::PhoneVerified | Self::AccountAge | Self::Unlocked => Step::Waits,
            Self::SettledBefore => Step::Record,
        }
    }
}

/// A value that a check saw, or was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Nothing to tell.
    Nothing,
    /// A count.
    Count(u32),
    /// Money.
    Money(Money),
    /// An amount of any asset.
    Amount(Amount),
    /// A share.
    Percent(Percent),
    /// An instant.
    At(Timestamp),
    /// A person.
    Party(PartyId),
    /// A code.
    Code(CodeKey),
    /// A name of the program or the shop.
    Name(Key),
    /// Something that can point to a person, as evidence: its text can be erased.
    Identity(Identity),
    /// A country, ISO 3166 alpha-2.
    Country([u8; 2]),
    /// The points that a signal that was found counts.
    Points(u32),
}

crate::canon_struct!(Outcome { decisions, changes, transfers });
crate::canon_struct!(Decision { program, version, rule, role, friend, occasion, verdict, checks });
crate::canon_enum!(GrantVerdict { 0 => Granted { reward, amount }, 1 => Refused(reason) });
crate::canon_struct!(Check { kind, answer, saw, limit });
crate::canon_enum!(Answer { 0 => Pass, 1 => Refuse(reason), 2 => Wait });
crate::canon_enum!(CheckKind {
    0 => Trigger, 1 => Referral, 2 => EarningWindow, 3 => Program, 4 => Occurrence, 5 => Replacement, 6 => Channel, 7 => Minimum, 8 => Beneficiary,
    9 => LimitPerFriend, 10 => Amount, 11 => Captured, 12 => Hold, 13 => Review, 14 => SettledBefore,
    15 => Country, 16 => Category, 17 => NewCustomer, 18 => SignupWindow, 19 => Role, 20 => Experiment, 21 => Upline, 22 => Signal(signal), 23 => Score,
    24 => LimitPerAdvocate, 25 => LimitPerDay, 26 => LimitPerMonth, 27 => Cooldown, 28 => Step, 29 => Boost, 30 => Cap, 31 => Budget,
    32 => EmailVerified, 33 => PhoneVerified, 34 => AccountAge, 35 => Unlocked,
});
crate::canon_enum!(Seen {
    0 => Nothing, 1 => Count(count), 2 => Money(money), 3 => Amount(amount), 4 => Percent(percent), 5 => At(at), 6 => Party(party), 7 => Code(code),
    8 => Name(name), 9 => Identity(identity), 10 => Country(country), 11 => Points(points),
});
