//! Waits: what can still come true, and what is known of the people by now.

use super::bench::{Bench, Case};
use crate::engine::draft::Draft;
use crate::event::{Account, Fact, RejudgeWhy};
use crate::money::Money;
use crate::name::Key;
use crate::outcome::{CheckKind, Seen};
use crate::party::{Bond, PartyId};
use crate::reward::Waiting;
use crate::state::Profile;
use crate::time::Span;

impl Draft<'_> {
    pub(super) fn waits(&self, bench: &mut Bench<'_>, bond: &Bond, beneficiary: PartyId, review: bool) -> Waiting {
        let mut waiting = Waiting::default();
        waits_for_capture(bench, &mut waiting);
        self.waits_for_friend(bench, &mut waiting);
        self.waits_for_role(bench, beneficiary, &mut waiting);
        if bench.rule.hold_days > 0 {
            // Until the money has come, nobody knows the day on which the hold will end.
            let until = (!waiting.captured).then(|| self.at.plus(Span::days(bench.rule.hold_days)));
            waiting.hold_until = until;
            bench.wait(CheckKind::Hold, Seen::Count(bench.rule.hold_days), until.map_or(Seen::Nothing, Seen::At));
        }
        // Another system may have paid for what it tells of, and staff say what nobody else knew.
        let is_told_by_others = matches!(self.again, Some(RejudgeWhy::Attributed | RejudgeWhy::TakenOver));
        waiting.review = review || self.is_looked_at(bench, bond) || self.reaches_back(bond) || is_told_by_others;
        if waiting.review {
            bench.wait(CheckKind::Review, Seen::Nothing, Seen::Nothing);
        }
        waiting
    }

    /// What the friend has to do: confirm an address, a number, have an account that is old enough.
    fn waits_for_friend(&self, bench: &mut Bench<'_>, waiting: &mut Waiting) {
        let conditions = &bench.rule.conditions;
        if conditions.email_verified {
            waiting.email = self.said(bench.case, |account| account.email_verified, |profile| profile.email_verified) != Some(true);
            note(bench, waiting.email, CheckKind::EmailVerified, Seen::Nothing, Seen::Nothing);
        }
        if conditions.phone_verified {
            waiting.phone = self.said(bench.case, |account| account.phone_verified, |profile| profile.phone_verified) != Some(true);
            note(bench, waiting.phone, CheckKind::PhoneVerified, Seen::Nothing, Seen::Nothing);
        }
        if conditions.account_age_days > 0 {
            let since = self.registered_at(bench);
            let aged_at = since.map(|since| since.plus(Span::days(conditions.account_age_days)));
            waiting.account = since.is_none();
            waiting.aged_at = aged_at.filter(|aged_at| self.at < *aged_at);
            let waits = waiting.account || waiting.aged_at.is_some();
            note(bench, waits, CheckKind::AccountAge, since.map_or(Seen::Nothing, Seen::At), aged_at.map_or(Seen::Nothing, Seen::At));
        }
    }

    fn waits_for_role(&self, bench: &mut Bench<'_>, beneficiary: PartyId, waiting: &mut Waiting) {
        let Some(role) = bench.grant.locked_until_role else { return };
        let has = self.role_of(beneficiary, bench.case);
        waiting.role = (!self.has_role(has, role)).then_some(role);
        note(bench, waiting.role.is_some(), CheckKind::Unlocked, has.map_or(Seen::Nothing, Seen::Name), Seen::Name(role));
    }

    /// Whether a role is as high as another one, in the order of the policy. One that the policy does not list is never reached.
    pub(in crate::engine) fn has_role(&self, has: Option<Key>, least: Key) -> bool {
        let policy = self.programs.policy_at(self.at);
        policy.roles.contains(&least) && policy.rank(has) >= policy.rank(Some(least))
    }

    /// The role of somebody, as this very event tells it or as it was told last.
    pub(super) fn role_of(&self, party: PartyId, case: &Case<'_>) -> Option<Key> {
        let told = self.account_of(party, case).and_then(|account| account.role);
        let reached = match &self.event.fact {
            Fact::RoleUpgraded { role, .. } if case.friend.id == party => Some(*role),
            _ => None,
        };
        told.or(reached).or_else(|| self.profiles(party, case).find_map(|profile| profile.role))
    }

    /// The groups of somebody.
    pub(super) fn groups_of(&self, party: PartyId, case: &Case<'_>) -> &[Key] {
        let told = self.account_of(party, case).map(|account| account.groups.as_slice()).filter(|groups| !groups.is_empty());
        told.or_else(|| self.profiles(party, case).map(|profile| profile.groups.as_slice()).find(|groups| !groups.is_empty())).unwrap_or_default()
    }

    /// Whether the friend confirmed something, by this very event or before: who did once has done it.
    fn said(&self, case: &Case<'_>, told: impl Fn(&Account) -> Option<bool>, known: impl Fn(&Profile) -> Option<bool>) -> Option<bool> {
        let friend = case.friend.id;
        let said = self.account_of(friend, case).and_then(told).into_iter().chain(self.profiles(friend, case).filter_map(known));
        said.max()
    }

    /// The account that this very event tells of somebody.
    fn account_of(&self, party: PartyId, case: &Case<'_>) -> Option<&Account> {
        match &self.event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) if case.friend.id == party => Some(account),
            _ => None,
        }
    }

    /// What is known of somebody, under each number that they have until now.
    fn profiles<'b>(&'b self, party: PartyId, case: &Case<'_>) -> impl Iterator<Item = &'b Profile> + use<'b> {
        let absorbed = case.friend.absorbed.filter(|_| case.friend.id == party);
        [Some(party), absorbed].into_iter().flatten().filter_map(|party| self.state.profiles.get(&party))
    }
}

fn waits_for_capture(bench: &mut Bench<'_>, waiting: &mut Waiting) {
    let Some(order) = bench.case.order.filter(|_| bench.rule.waits_for_capture) else { return };
    let (saw, limit) = (Money::new(order.funds.captured, order.currency), Money::new(order.payable, order.currency));
    waiting.captured = !order.is_captured();
    note(bench, waiting.captured, CheckKind::Captured, Seen::Money(saw), Seen::Money(limit));
}

fn note(bench: &mut Bench<'_>, waits: bool, kind: CheckKind, saw: Seen, limit: Seen) {
    if waits { bench.wait(kind, saw, limit) } else { bench.pass(kind, saw, limit) }
}
