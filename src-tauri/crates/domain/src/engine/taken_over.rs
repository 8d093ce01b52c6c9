//! What another system knew before: referrals and rewards, taken over once and never overwriting.

use super::draft::Draft;
use crate::ledger::Account;
use crate::money::Amount;
use crate::name::{CodeKey, CustomerKey, ProgramKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::program::{PartialRefund, Standing};
use crate::reason::Reason;
use crate::reward::{AnyReward, Rail, Reward, RewardId, RewardKey, RewardStep, Terms, Waiting};
use crate::time::Timestamp;

impl Draft<'_> {
    /// Binds a friend as of then, unless somebody else is the referrer of record, or it would close a loop.
    pub(super) fn referral_taken_over(&mut self, friend: CustomerKey, advocate: CustomerKey, code: CodeKey, since: Timestamp) {
        let mut friend = self.person(Some(friend), None, PartyName::Customer(friend));
        if friend.party.bond.is_some() {
            return self.change(Change::ContactRefused { party: friend.id, code, reason: Reason::AlreadyReferred });
        }
        let Some(advocate) = self.other(advocate, &friend) else {
            return self.change(Change::ContactRefused { party: friend.id, code, reason: Reason::SelfReferral });
        };
        self.at = since;
        self.bind(&mut friend, code, advocate);
    }

    /// The party of somebody else, who may be met by this very event after the friend was.
    pub(super) fn other(&mut self, customer: CustomerKey, friend: &super::person::Person) -> Option<crate::party::PartyId> {
        if let Some(party) = self.state.party_of(customer) {
            return Some(party);
        }
        if friend.party.name == PartyName::Customer(customer) {
            return None;
        }
        let is_met = friend.id.0 == self.state.totals.next_party;
        let party = crate::party::PartyId(self.state.totals.next_party + u32::from(is_met));
        self.change(Change::PartyMet { party, name: PartyName::Customer(customer) });
        self.change(Change::CustomerLinked { customer, party });
        Some(party)
    }

    /// Writes down what was given elsewhere: it counts as given, costs at its instant, and is never paid.
    pub(super) fn reward_taken_over(&mut self, key: RewardKey, program: ProgramKey, beneficiary: CustomerKey, given: Amount, given_at: Timestamp) {
        let order = key.occasion.order();
        let buyer = order.map(|order| self.state.orders.get(&order).map(|record| self.state.resolve(record.party)));
        let named = self.state.party_named(key.friend);
        let friend = match (buyer, named) {
            (Some(None), _) => return self.refuse(Reason::OrderUnknown),
            (Some(Some(buyer)), Some(named)) if named != buyer => return self.refuse(Reason::Stale),
            (Some(Some(party)), _) | (None, Some(party)) => party,
            (None, None) => return self.refuse(Reason::NoReferral),
        };
        let Some(beneficiary) = self.state.party_of(beneficiary) else { return self.refuse(Reason::NoReferral) };
        if self.state.reward_for(&key).is_some() {
            return self.refuse(Reason::AlreadyRewarded);
        }
        if given.minor <= 0 {
            return self.refuse(Reason::NoAmount);
        }
        self.at = given_at;
        let known = self.programs.at(given_at).map(Standing::program).find(|version| version.id == program);
        let version = known.map_or(0, |version| version.version);
        let zone = known.map_or(chrono_tz::Tz::UTC, |version| version.time_zone);
        let terms = Terms {
            key,
            program,
            version,
            friend,
            beneficiary,
            order,
            rail: Rail::Manual,
            given,
            created_at: given_at,
            hold_days: 0,
            refund_window_days: 0,
            on_partial_refund: PartialRefund::Ignore,
            wait_until: given_at,
            day: given_at.day(zone),
            option: 0,
            step: None,
            valid_days: None,
        };
        let is_counted = crate::reward::Role::all().any(|role| self.state.reward_for(&RewardKey { role, ..key }).is_some());
        let id = RewardId(self.next_reward);
        self.next_reward += 1;
        self.change(Change::Rewarded { reward: id, terms: Box::new(terms), waiting: Waiting::default() });
        self.transfer(id, Account::ExpenseRewards(program), Account::LiabilityPending(beneficiary), given);
        let mut reward = AnyReward::Waiting(Reward::granted(terms, Waiting::default()));
        self.spend(None, &reward);
        self.step(id, &mut reward, RewardStep::Due);
        self.step(id, &mut reward, RewardStep::Settled { rail: Rail::Manual });
        if !is_counted {
            self.change(Change::Counted { party: friend, rule: key.rule });
        }
    }
}
