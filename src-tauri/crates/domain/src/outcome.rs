//! Outcomes: what one event came to, with every decision explained.

use crate::ledger::Transfer;
use crate::money::{Amount, Money, Percent};
use crate::name::{CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey, RuleKey};
use crate::party::{Bond, PartyId, PartyName};
use crate::reason::Reason;
use crate::reward::{Occasion, RewardId, RewardStep, Role, Terms, Waiting};
use crate::time::Timestamp;

/// The version of the engine, stamped on every outcome. It rises when the same event can come to something else.
pub const ENGINE_VERSION: u32 = 3;

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
        }
    }

    /// The step of judgement that it belongs to.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Trigger => Step::Event,
            Self::Referral | Self::EarningWindow => Step::Referral,
            Self::Program | Self::Occurrence => Step::Rule,
            Self::Replacement | Self::Channel | Self::Minimum | Self::Beneficiary => Step::Eligibility,
            Self::LimitPerFriend => Step::Limits,
            Self::Amount => Step::Amount,
            Self::Captured | Self::Hold | Self::Review => Step::Waits,
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
}

/// Something that changed. [`crate::engine::evolve`] applies changes in order and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody new.
    PartyMet {
        /// Their number.
        party: PartyId,
        /// Their name.
        name: PartyName,
    },
    /// A customer id is theirs.
    CustomerLinked {
        /// The id.
        customer: CustomerKey,
        /// Whose.
        party: PartyId,
    },
    /// An email address is theirs.
    EmailLinked {
        /// The address.
        email: Identity,
        /// Whose.
        party: PartyId,
    },
    /// Two parties turned out to be one.
    PartiesMerged {
        /// The one that goes.
        from: PartyId,
        /// The one that stays.
        into: PartyId,
    },
    /// The account was made.
    Registered {
        /// Whose.
        party: PartyId,
    },
    /// The account is gone.
    Deleted {
        /// Whose.
        party: PartyId,
    },
    /// A contact that will bind later.
    Contacted {
        /// Who.
        party: PartyId,
        /// With which code.
        code: CodeKey,
        /// When.
        at: Timestamp,
    },
    /// A contact that binds nobody.
    ContactRefused {
        /// Who.
        party: PartyId,
        /// With which code.
        code: CodeKey,
        /// Why.
        reason: Reason,
    },
    /// Bound.
    Bound {
        /// Who.
        friend: PartyId,
        /// To whom, by which code, since when.
        bond: Bond,
        /// The advocate of before, whom staff replaced.
        replaces: Option<PartyId>,
    },
    /// An order is theirs.
    OrderOpened {
        /// Whose.
        party: PartyId,
    },
    /// The first confirmed order of a friend.
    Activated {
        /// Who.
        party: PartyId,
    },
    /// Money of a friend's order was captured for the first time.
    FirstPaid {
        /// Who.
        party: PartyId,
        /// Of which order.
        order: OrderKey,
    },
    /// A rule gave something to a friend's event.
    Counted {
        /// The friend.
        party: PartyId,
        /// The rule.
        rule: RuleKey,
    },
    /// A reward was promised.
    Rewarded {
        /// Its number.
        reward: RewardId,
        /// What was promised.
        terms: Box<Terms>,
        /// What it waits for.
        waiting: Waiting,
    },
    /// A reward took a step.
    Reward {
        /// Which.
        reward: RewardId,
        /// What happened.
        step: RewardStep,
        /// When, if that lies before the event: what is judged late takes the steps that it would have taken by then.
        at: Option<Timestamp>,
    },
    /// The event itself was refused and changed nothing else.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// An order turned out to be a friend's.
    OrderReferred {
        /// Which.
        order: OrderKey,
    },
    /// An order turned out to be somebody else's.
    OrderAssigned {
        /// Which.
        order: OrderKey,
        /// Whose it is.
        party: PartyId,
    },
    /// The account is there again.
    Returned {
        /// Whose.
        party: PartyId,
    },
    /// By a merge, somebody has another advocate than they had, or another contact that will bind.
    Inherited {
        /// Who.
        party: PartyId,
    },
}

crate::canon_box!(Terms);
crate::canon_struct!(Outcome { decisions, changes, transfers });
crate::canon_struct!(Decision { program, version, rule, role, friend, occasion, verdict, checks });
crate::canon_enum!(GrantVerdict { 0 => Granted { reward, amount }, 1 => Refused(reason) });
crate::canon_struct!(Check { kind, answer, saw, limit });
crate::canon_enum!(Answer { 0 => Pass, 1 => Refuse(reason), 2 => Wait });
crate::canon_enum!(CheckKind {
    0 => Trigger, 1 => Referral, 2 => EarningWindow, 3 => Program, 4 => Occurrence, 5 => Replacement, 6 => Channel, 7 => Minimum, 8 => Beneficiary,
    9 => LimitPerFriend, 10 => Amount, 11 => Captured, 12 => Hold, 13 => Review, 14 => SettledBefore,
});
crate::canon_enum!(Seen {
    0 => Nothing, 1 => Count(count), 2 => Money(money), 3 => Amount(amount), 4 => Percent(percent), 5 => At(at), 6 => Party(party), 7 => Code(code),
    8 => Name(name),
});
crate::canon_enum!(Change {
    0 => PartyMet { party, name }, 1 => CustomerLinked { customer, party }, 2 => EmailLinked { email, party }, 3 => PartiesMerged { from, into },
    4 => Registered { party }, 5 => Deleted { party }, 6 => Contacted { party, code, at }, 7 => ContactRefused { party, code, reason },
    8 => Bound { friend, bond, replaces }, 9 => OrderOpened { party }, 10 => Activated { party }, 11 => FirstPaid { party, order }, 12 => Counted { party, rule },
    13 => Rewarded { reward, terms, waiting }, 14 => Reward { reward, step, at }, 15 => Refused { reason },
    16 => OrderReferred { order }, 17 => OrderAssigned { order, party }, 18 => Returned { party }, 19 => Inherited { party },
});
