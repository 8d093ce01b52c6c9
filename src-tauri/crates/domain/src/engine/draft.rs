//! The draft of an outcome: what `decide` has said so far, and what will be true once it is applied.

use crate::event::{Event, RejudgeWhy};
use crate::ledger::{Account, Transfer};
use crate::money::{Amount, Asset};
use crate::name::ProgramKey;
use crate::outcome::{Change, Outcome};
use crate::party::PartyId;
use crate::program::{Fate, Programs, Standing};
use crate::reason::Reason;
use crate::reward::{AnyReward, RewardId, RewardStep, Terms};
use crate::state::{Owes, Spent, State};
use crate::time::{Month, Timestamp};
use smallvec::SmallVec;

pub(super) struct Draft<'a> {
    pub(super) state: &'a State,
    pub(super) programs: &'a Programs,
    pub(super) event: &'a Event,
    /// The instant as of which things are judged: the event's own, or that of the past which is gone over again.
    pub(super) at: Timestamp,
    /// Why the past is gone over again, if it is.
    pub(super) again: Option<RejudgeWhy>,
    pub(super) outcome: Outcome,
    pub(super) next_reward: u32,
    /// What this very event made programs spend, and what it freed of that.
    pub(super) spent_now: SmallVec<[(ProgramKey, Spent); 2]>,
    /// What people owe us by now of whom this very event asked.
    pub(super) owes_now: SmallVec<[(PartyId, Owes); 1]>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(state: &'a State, programs: &'a Programs, event: &'a Event) -> Self {
        Self {
            state,
            programs,
            event,
            at: event.at,
            again: None,
            outcome: Outcome::default(),
            next_reward: state.totals.next_reward,
            spent_now: SmallVec::new(),
            owes_now: SmallVec::new(),
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        self.outcome.changes.push(change);
    }

    /// The event itself is refused.
    pub(super) fn refuse(&mut self, reason: Reason) {
        self.change(Change::Refused { reason });
    }

    /// Lets a reward take a step, with what that moves in the ledger.
    pub(super) fn step(&mut self, id: RewardId, reward: &mut AnyReward, step: RewardStep) {
        let before = *reward;
        *reward = before.after(step, self.at);
        self.spend(Some(&before), reward);
        self.change(Change::Reward { reward: id, step, at: (self.at != self.event.at).then_some(self.at) });
        self.book(id, &before, reward, step);
        self.follow_up(id, reward, &before, step);
    }

    /// Notes what a program spends by a step: as much as the reward stands for now and did not before.
    pub(super) fn spend(&mut self, before: Option<&AnyReward>, after: &AnyReward) {
        let is_same = before.is_some_and(|before| before.standing() == after.standing() && before.terms().given.asset == after.terms().given.asset);
        for (reward, sign) in before.map(|before| (before, -1)).into_iter().chain([(after, 1)]).filter(|_| !is_same) {
            let terms = reward.terms();
            if let Asset::Currency(currency) = terms.given.asset {
                let spent = Spent { month: Month::of_day(terms.day), currency, minor: reward.standing() * sign };
                self.spent_now.push((terms.program, spent));
            }
        }
    }

    /// Moves an amount, unless it is nothing.
    pub(super) fn transfer(&mut self, reward: RewardId, debit: Account, credit: Account, amount: Amount) {
        if amount.minor > 0 {
            self.outcome.transfers.push(Transfer { debit, credit, amount, reward });
        }
    }

    /// Makes a reward due when it waits for nothing any more; what is owed to somebody whose account was deleted waits for a person first.
    pub(super) fn advance(&mut self, id: RewardId, reward: &mut AnyReward) {
        let AnyReward::Waiting(waiting) = reward else { return };
        let beneficiary = self.state.resolve(waiting.terms.beneficiary);
        let is_back = || self.outcome.changes.iter().any(|change| matches!(change, Change::Registered { party } if *party == beneficiary));
        let is_deleted = || self.state.parties.get(&beneficiary).is_some_and(|party| party.deleted) && !is_back();
        if waiting.waits_for_nothing() && (is_deleted() || self.fate(&waiting.terms) == Fate::Review) {
            return self.step(id, reward, RewardStep::SentForReview);
        }
        self.make_due(id, reward);
    }

    /// What becomes of a promise now that everything else has come: what its program says of the time in which it rests.
    fn fate(&self, terms: &Terms) -> Fate {
        let Some(program) = self.promised_by(terms) else { return Fate::Finish };
        let (paused_at, ended_at) = self.state.programs.get(&terms.program).map_or((None, None), |status| status.rest_at(self.at));
        let is_over = || self.programs.at(self.at).any(|standing| matches!(standing, Standing::Ended(ended) if ended.id == terms.program));
        match program {
            program if program.when_ended != Fate::Finish && (ended_at.is_some() || is_over()) => program.when_ended,
            // A program that has ended is not paused any more.
            program if paused_at.is_some() && ended_at.is_none() => program.when_paused,
            _ => Fate::Finish,
        }
    }

    /// Makes a reward due that waits for nothing any more. What an ended program lets nobody have is void.
    pub(super) fn make_due(&mut self, id: RewardId, reward: &mut AnyReward) {
        let AnyReward::Waiting(waiting) = reward else { return };
        if !waiting.waits_for_nothing() {
            return;
        }
        if self.fate(&waiting.terms) == Fate::Void {
            return self.step(id, reward, RewardStep::Voided { reason: Reason::ProgramEnded });
        }
        self.step(id, reward, RewardStep::Due);
        self.became_due(id, reward);
    }

    /// Takes back what is not safe: voids what was not delivered, reverses what was delivered within its window.
    pub(super) fn take_back(&mut self, id: RewardId, reward: &mut AnyReward, reason: Reason) {
        match reward {
            AnyReward::Waiting(_) | AnyReward::Due(_) => self.step(id, reward, RewardStep::Voided { reason }),
            AnyReward::Settled(settled) if self.at < settled.safe_from() => self.step(id, reward, RewardStep::Reversed { reason }),
            AnyReward::Settled(_) | AnyReward::Void(_) | AnyReward::Reversed(_) => {}
        }
    }
}
