//! What is judged, and the bench on which one grant lies meanwhile.

use crate::engine::person::Person;
use crate::money::{Amount, Money};
use crate::outcome::{Answer, Check, CheckKind, Seen};
use crate::party::{PartyId, PartyName};
use crate::program::{Grant, GrantOption, Program, Rule, Trigger};
use crate::reason::Reason;
use crate::reward::{Occasion, RewardKey, Waiting};
use crate::state::OrderRecord;
use crate::time::Timestamp;

/// What is judged.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Case<'a> {
    pub(in crate::engine) friend: &'a Person,
    /// What the friend is called in the reward's key.
    pub(in crate::engine) name: PartyName,
    pub(in crate::engine) occasion: Occasion,
    /// The order as it is after the event.
    pub(in crate::engine) order: Option<&'a OrderRecord>,
    /// What became of the order since, where the past is gone over again: the instant and the order after each turn.
    pub(in crate::engine) later: &'a [(Timestamp, OrderRecord)],
    /// What the event itself is worth, where it is no order.
    pub(in crate::engine) amount: Option<Money>,
    /// Who brought the friend as far as this event is concerned, where the event itself says so; else the bond does.
    pub(in crate::engine) advocate: Option<PartyId>,
}

impl<'a> Case<'a> {
    /// What a friend did, without an order and an amount.
    pub(in crate::engine) const fn of(friend: &'a Person, name: PartyName, occasion: Occasion) -> Self {
        Self { friend, name, occasion, order: None, later: &[], amount: None, advocate: None }
    }
}

/// What a rule did for an occasion and before it.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Past {
    /// It gave something for this very occasion before.
    pub(in crate::engine) was_counted: bool,
    /// For how many other events of the friend it gave something.
    pub(in crate::engine) before: u32,
}

/// One grant under judgement.
pub(in crate::engine) struct Bench<'a> {
    pub(in crate::engine) trigger: Trigger,
    pub(in crate::engine) program: &'a Program,
    pub(in crate::engine) rule: &'a Rule,
    pub(in crate::engine) grant: &'a Grant,
    pub(in crate::engine) case: &'a Case<'a>,
    pub(in crate::engine) past: Past,
    pub(in crate::engine) checks: Vec<Check>,
}

impl Bench<'_> {
    pub(in crate::engine) fn pass(&mut self, kind: CheckKind, saw: Seen, limit: Seen) {
        self.checks.push(Check { kind, answer: Answer::Pass, saw, limit });
    }

    pub(in crate::engine) fn wait(&mut self, kind: CheckKind, saw: Seen, limit: Seen) {
        self.checks.push(Check { kind, answer: Answer::Wait, saw, limit });
    }

    /// Passes, or refuses for a reason.
    pub(in crate::engine) fn require(&mut self, holds: bool, kind: CheckKind, reason: Reason, saw: Seen, limit: Seen) -> Result<(), Reason> {
        let answer = if holds { Answer::Pass } else { Answer::Refuse(reason) };
        self.checks.push(Check { kind, answer, saw, limit });
        if holds { Ok(()) } else { Err(reason) }
    }

    /// Refuses.
    pub(in crate::engine) fn refuse<T>(&mut self, kind: CheckKind, reason: Reason, saw: Seen, limit: Seen) -> Result<T, Reason> {
        self.checks.push(Check { kind, answer: Answer::Refuse(reason), saw, limit });
        Err(reason)
    }

    /// The key of what is given, or would be.
    pub(super) fn key(&self) -> RewardKey {
        RewardKey { rule: self.rule.id, friend: self.case.name, occasion: self.case.occasion, role: self.grant.to }
    }

    /// The way in which it is given unless somebody chooses another one.
    pub(super) fn option(&self) -> &GrantOption {
        self.grant.default_option()
    }
}

/// A grant that passed every check.
pub(super) struct Passed {
    pub(super) beneficiary: PartyId,
    pub(super) advocate: PartyId,
    pub(super) amount: Amount,
    /// Which step of the value was reached.
    pub(super) step: Option<u16>,
    pub(super) waiting: Waiting,
}
