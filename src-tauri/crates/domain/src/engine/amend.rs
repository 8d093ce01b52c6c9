//! What staff do with money: more or less of a reward, taken back, delivered once more, or given without a program. Above an amount that the
//! policy names it takes two of them.

use super::draft::Draft;
use super::follow::{covered, covered_as_promised};
use crate::event::{By, StaffAct, StaffAction};
use crate::ledger::Account;
use crate::money::{Amount, scale_half_even};
use crate::name::{ActorKey, CustomerKey, Key, ProgramKey, RuleKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::payout::{PayoutPolicy, PayoutRecord, PayoutStep};
use crate::program::PartialRefund;
use crate::reason::Reason;
use crate::reward::{AnyReward, Occasion, Rail, Reward, RewardId, RewardKey, RewardStep, Role, Terms, Waiting};

/// What an act comes to once nothing stands against it.
enum Deed {
    /// A reward stands for so much.
    Adjust(i64),
    /// It is taken back.
    Reverse,
    /// It is delivered once more, for so much.
    Reissue(i64),
    /// Its payout met somebody else's code: the next one has another.
    Recode,
    /// So much more than stood is given.
    Raise(i64),
}

impl Draft<'_> {
    /// Does what one person may do alone, and proposes what needs two.
    pub(super) fn amend(&mut self, act: &StaffAct) {
        let key = self.event.id.key;
        match self.weight(&act.action, key) {
            Err(reason) => self.refuse(reason),
            Ok(weight) if self.state.policy.needs_second(weight) => self.change(Change::Proposed { proposal: key }),
            Ok(_) => self.carry_out(&act.action, key),
        }
    }

    /// Does what somebody else proposed, if it is still what was on their screen.
    pub(super) fn approved(&mut self, proposal: Key, actor: ActorKey) {
        let Some(proposed) = self.state.proposals.get(&proposal) else { return self.refuse(Reason::ProposalUnknown) };
        if proposed.actor == actor {
            return self.refuse(Reason::SameActor);
        }
        if let Some(action) = proposed.action.act() {
            match self.weight(action, proposal) {
                Err(reason) => return self.refuse(reason),
                Ok(_) => self.carry_out(action, proposal),
            }
        }
        self.change(Change::ProposalEnded { proposal, is_done: true });
    }

    /// What holds for payouts is said anew. While a limit holds, that one person may do more takes two.
    pub(super) fn policy_changed(&mut self, policy: &PayoutPolicy, by: Option<By>) {
        match by {
            _ if !policy.is_looser_than(&self.state.policy) => {}
            Some(By { reason: Some(_), .. }) => self.change(Change::Proposed { proposal: self.event.id.key }),
            _ => self.refuse(Reason::NobodyAsks),
        }
    }

    pub(super) fn declined(&mut self, proposal: Key) {
        if self.state.proposals.contains_key(&proposal) {
            self.change(Change::ProposalEnded { proposal, is_done: false });
        } else {
            self.refuse(Reason::ProposalUnknown);
        }
    }

    /// How much money an act moves, or what stands against it.
    fn weight(&self, action: &StaffAction, occasion: Key) -> Result<Amount, Reason> {
        if let StaffAction::Goodwill { customer, rule, amount, .. } = action {
            let party = self.state.party_of(*customer).ok_or(Reason::CustomerUnknown)?;
            return match () {
                () if self.known(party).party.deleted => Err(Reason::BeneficiaryDeleted),
                () if amount.minor <= 0 => Err(Reason::NoAmount),
                () if self.state.reward_for(&goodwill_key(*customer, *rule, occasion)).is_some() => Err(Reason::AlreadyRewarded),
                () => Ok(*amount),
            };
        }
        let (_, reward, deed) = self.deed(action)?;
        let minor = match deed {
            // Steps add up: what was given once is not given again by many small ones.
            Deed::Adjust(to) => (to - reward.amount().minor).abs().max(to - reward.terms().given.minor),
            Deed::Reverse | Deed::Recode => reward.amount().minor,
            Deed::Reissue(minor) | Deed::Raise(minor) => minor,
        };
        Ok(reward.amount().with_minor(minor))
    }

    fn deed(&self, action: &StaffAction) -> Result<(RewardId, AnyReward, Deed), Reason> {
        let (key, expects) = match action {
            StaffAction::Adjust { reward, expects, .. }
            | StaffAction::Reverse { reward, expects }
            | StaffAction::Reissue { reward, expects }
            | StaffAction::AcceptRaise { reward, expects } => (reward, *expects),
            _ => return Err(Reason::Stale),
        };
        let (id, reward) = self.reward_called(key).filter(|(_, reward)| reward.revision() == expects).ok_or(Reason::Stale)?;
        let record = self.state.payouts.get(&id);
        let deed = match action {
            StaffAction::Adjust { to, .. } => adjusted(&reward, *to)?,
            StaffAction::Reverse { .. } if matches!(reward, AnyReward::Settled(_)) => Deed::Reverse,
            StaffAction::Reverse { .. } => return Err(Reason::NotDelivered),
            StaffAction::Reissue { .. } => reissued(&reward, record)?,
            _ => raised(&reward, record)?,
        };
        Ok((id, reward, deed))
    }

    /// Does what nothing stands against.
    fn carry_out(&mut self, action: &StaffAction, occasion: Key) {
        if let StaffAction::Goodwill { customer, program, rule, rail, amount, valid_days } = action {
            return self.goodwill(goodwill_key(*customer, *rule, occasion), *program, *customer, (*rail, *amount, *valid_days));
        }
        let Ok((id, mut reward, deed)) = self.deed(action) else { return };
        match deed {
            Deed::Adjust(to) => self.adjust(id, &mut reward, to),
            Deed::Reverse => self.step(id, &mut reward, RewardStep::Reversed { reason: Reason::ReversedByStaff }),
            Deed::Reissue(minor) => self.reissue(id, &mut reward, minor),
            Deed::Recode => self.change(Change::Payout { reward: id, step: PayoutStep::Closed }),
            Deed::Raise(minor) => self.accept_raise(id, &mut reward, minor),
        }
    }

    /// A person says what it comes to in all. Refunds of later lower it in proportion to that.
    fn adjust(&mut self, id: RewardId, reward: &mut AnyReward, to: i64) {
        let order = reward.terms().order.and_then(|order| self.state.orders.get(&order));
        let is_proportional = reward.terms().on_partial_refund == PartialRefund::Proportional;
        let whole_of = |payable: i64| {
            let short = order.filter(|order| is_proportional && order.is_short(payable));
            short.and_then(|order| scale_half_even(to, payable, order.funds.net())).unwrap_or(to)
        };
        let payable = order.map_or(0, |order| order.payable);
        // What is raised goes by what is to be paid now.
        let whole = Some(whole_of(reward.held_against(payable))).filter(|whole| *whole <= reward.worth()).unwrap_or_else(|| whole_of(payable));
        if whole != reward.worth() {
            self.step(id, reward, RewardStep::Edited { minor: whole });
        }
        if to < reward.amount().minor {
            self.step(id, reward, RewardStep::Reduced { minor: to, reason: Reason::AdjustedByStaff });
        } else {
            self.step(id, reward, RewardStep::Raised { minor: to });
        }
    }

    fn reissue(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64) {
        self.step(id, reward, RewardStep::Reissued { minor });
        self.became_due(id, reward);
    }

    /// A person agrees to what an order's money or an edit of it proposed.
    fn accept_raise(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64) {
        let order = reward.terms().order.and_then(|order| self.state.orders.get(&order));
        if let Some(order) = order
            && let Some(Ok(whole)) = self.worth_by(reward.terms(), order)
            && whole > reward.worth()
            && covered(whole, order.payable, reward, order) >= covered_as_promised(whole, reward, order)
        {
            self.step(id, reward, RewardStep::Edited { minor: whole });
        }
        match reward {
            AnyReward::Void(_) => {
                self.step(id, reward, RewardStep::Restored { minor });
                self.make_due(id, reward);
            }
            AnyReward::Reversed(_) => self.reissue(id, reward, minor),
            AnyReward::Waiting(_) | AnyReward::Due(_) | AnyReward::Settled(_) => {
                let minor = reward.amount().minor + minor;
                self.step(id, reward, RewardStep::Raised { minor });
            }
        }
        if reward.proposed().is_some() {
            self.step(id, reward, RewardStep::RaiseProposed { minor: 0 });
        }
    }

    /// Gives somebody something without a program. It is due at once.
    fn goodwill(&mut self, key: RewardKey, program: ProgramKey, customer: CustomerKey, (rail, given, valid_days): (Rail, Amount, Option<u32>)) {
        let Some(party) = self.state.party_of(customer) else { return self.refuse(Reason::CustomerUnknown) };
        let terms = Terms {
            key,
            program,
            version: 0,
            friend: party,
            beneficiary: party,
            order: None,
            rail,
            given,
            created_at: self.at,
            hold_days: 0,
            refund_window_days: 0,
            on_partial_refund: PartialRefund::Ignore,
            wait_until: self.at,
            day: self.at.utc_day(),
            option: 0,
            step: None,
            valid_days,
        };
        let id = RewardId(self.next_reward);
        self.next_reward += 1;
        self.change(Change::Rewarded { reward: id, terms: Box::new(terms), waiting: Waiting::default() });
        self.transfer(id, Account::ExpenseRewards(program), Account::LiabilityPending(party), given);
        let mut reward = AnyReward::Waiting(Reward::granted(terms, Waiting::default()));
        self.spend(None, &reward);
        self.make_due(id, &mut reward);
    }
}

/// Goodwill is for one event: the one in which somebody said so.
const fn goodwill_key(customer: CustomerKey, rule: RuleKey, occasion: Key) -> RewardKey {
    RewardKey { rule, friend: PartyName::Customer(customer), occasion: Occasion::Event(occasion), role: Role::Friend }
}

fn adjusted(reward: &AnyReward, to: Amount) -> Result<Deed, Reason> {
    let gone = if let AnyReward::Settled(settled) = reward { settled.gone() } else { 0 };
    match () {
        () if !reward.is_open() => Err(Reason::Stale),
        () if to.asset != reward.terms().given.asset => Err(Reason::WrongCurrency),
        () if to.minor <= 0 => Err(Reason::NoAmount),
        () if to == reward.amount() => Err(Reason::NothingToChange),
        () if to.minor < gone => Err(Reason::AlreadyUsed),
        () => Ok(Deed::Adjust(to.minor)),
    }
}

/// What stood last is given again, once nothing is outside any more. What the other side lost was used in part by right.
fn reissued(reward: &AnyReward, record: Option<&PayoutRecord>) -> Result<Deed, Reason> {
    match (reward, record) {
        (AnyReward::Reversed(reversed), None | Some(PayoutRecord::Closed(_) | PayoutRecord::Refused(_))) => {
            let by_right = if reversed.state.reason == Reason::PayoutGone { reversed.cost() } else { 0 };
            let minor = reversed.minor - by_right;
            if minor > 0 { Ok(Deed::Reissue(minor)) } else { Err(Reason::AlreadyUsed) }
        }
        (AnyReward::Due(_), Some(PayoutRecord::Conflict(_))) => Ok(Deed::Recode),
        // The same delivery is tried once more: another one beside it could come to two.
        (AnyReward::Due(_), Some(PayoutRecord::Refused(_))) => Err(Reason::PayoutRefused),
        (AnyReward::Due(_), Some(_)) => Err(Reason::PayoutOpen),
        _ => Err(Reason::NotReversed),
    }
}

/// How much more is given than it costs so far.
fn raised(reward: &AnyReward, record: Option<&PayoutRecord>) -> Result<Deed, Reason> {
    let proposed = reward.proposed().ok_or(Reason::NothingProposed)?;
    let more = proposed - reward.standing();
    match (reward, record) {
        _ if more <= 0 => Err(Reason::NothingToChange),
        (AnyReward::Void(_), Some(record)) if record.is_open() => Err(Reason::PayoutOpen),
        (AnyReward::Reversed(_), Some(record)) if !matches!(record, PayoutRecord::Closed(_) | PayoutRecord::Refused(_)) => Err(Reason::NotReversed),
        _ => Ok(Deed::Raise(more)),
    }
}
