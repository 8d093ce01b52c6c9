//! Waits that people end: a confirmed address, an account, a role. What time ends stands in `follow`.

use super::draft::Draft;
use super::person::{Person, merged};
use crate::event::Fact;
use crate::name::CustomerKey;
use crate::outcome::Change;
use crate::party::PartyId;
use crate::reward::{AnyReward, RewardId, RewardStep, Terms, Waiting};
use crate::state::Profile;
use crate::time::{Span, Timestamp};
use smallvec::SmallVec;

impl Draft<'_> {
    /// Ends what rewards wait for, as far as the event tells that it has come: for whom it is about, and for who turned out to be one with them.
    pub(super) fn end_waits(&mut self) {
        let merges = self.outcome.changes.iter().filter_map(|change| match *change {
            Change::PartiesMerged { from, into } => Some(self.one(into, from)),
            _ => None,
        });
        let mut people: SmallVec<[Person; 1]> = merges.collect();
        if let Some(party) = self.told_of().filter(|party| !people.iter().any(|person| person.is(*party))) {
            people.push(self.known(party));
        }
        for person in people {
            let waiting = |party| self.state.tallies.get(&party).map(|tally| tally.waiting.clone()).unwrap_or_default();
            let mut ids: Vec<RewardId> = waiting(person.id).into_iter().chain(person.absorbed.map(waiting).unwrap_or_default()).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.is_empty() {
                continue;
            }
            let profile = self.profile_of_friend(&person);
            for id in ids {
                self.end_waits_of(id, &person, &profile);
            }
        }
    }

    /// Whom the event tells something of that can be waited for.
    fn told_of(&self) -> Option<PartyId> {
        let customer = match &self.event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => account.customer,
            Fact::RoleUpgraded { customer, .. } => *customer,
            _ => return None,
        };
        self.linked(customer).or_else(|| self.state.party_of(customer))
    }

    /// Whose a customer's id turned out to be by this very event.
    fn linked(&self, customer: CustomerKey) -> Option<PartyId> {
        self.outcome.changes.iter().find_map(|change| match change {
            Change::CustomerLinked { customer: linked, party } if *linked == customer => Some(*party),
            _ => None,
        })
    }

    fn one(&self, into: PartyId, from: PartyId) -> Person {
        let (stays, gone) = (self.known(into).party, self.known(from).party);
        Person { id: into, party: merged(self.state, (into, &stays), (from, &gone)), absorbed: Some(from) }
    }

    fn end_waits_of(&mut self, id: RewardId, person: &Person, profile: &Profile) {
        let Some(mut reward @ AnyReward::Waiting(waiting)) = self.state.rewards.get(&id).copied() else { return };
        let Waiting { email, phone, account, role, .. } = waiting.state;
        let terms = waiting.terms;
        let is_friend = person.is(self.state.resolve(terms.friend));
        let gets_it = person.is(self.state.resolve(terms.beneficiary));
        let is_unlocked = role.is_some_and(|role| self.has_role(profile.role, role));
        let came = [
            (is_friend && email && profile.email_verified == Some(true)).then_some(RewardStep::EmailVerified),
            (is_friend && phone && profile.phone_verified == Some(true)).then_some(RewardStep::PhoneVerified),
            self.account_since(person)
                .filter(|_| is_friend && account)
                .map(|since| RewardStep::AccountMade { aged_at: self.grown_up(&terms, since) }),
            (gets_it && is_unlocked).then_some(RewardStep::Unlocked),
        ];
        if came.iter().all(Option::is_none) {
            return;
        }
        for step in came.into_iter().flatten() {
            self.step(id, &mut reward, step);
        }
        self.advance(id, &mut reward);
    }

    /// Since when somebody has an account, be it by this very event.
    fn account_since(&self, person: &Person) -> Option<Timestamp> {
        let now = matches!(self.event.fact, Fact::CustomerRegistered(_)).then_some(self.event.at);
        person.party.registered_at.or(now)
    }

    /// When an account becomes as old as a reward asks for, if that is still to come.
    fn grown_up(&self, terms: &Terms, since: Timestamp) -> Option<Timestamp> {
        let days = self.programs.version(terms.program, terms.version)?.rule(terms.key.rule)?.conditions.account_age_days;
        Some(since.plus(Span::days(days))).filter(|at| *at > self.at)
    }
}
