//! Occurrences: which of a friend's events a rule rewards.

use super::bench::{Bench, Case, Past};
use crate::engine::draft::Draft;
use crate::name::RuleKey;
use crate::outcome::{Change, CheckKind, Seen};
use crate::party::{Bond, PartyId};
use crate::program::{Occurrence, Program, Rule};
use crate::reason::Reason;
use crate::reward::{Occasion, RewardId, RewardKey, RewardStep};
use crate::state::{OrderRecord, PartyTally};
use crate::time::Timestamp;
use smallvec::SmallVec;

/// The most occasions that are told apart for a rule that rewards the nth, if it does not ask for more.
const MOST_MET: usize = 255;

impl Draft<'_> {
    /// What a rule did for an occasion and before it.
    pub(super) fn past(&self, program: &Program, rule: &Rule, case: &Case<'_>) -> Past {
        let was_given = self.was_given(program, rule, case);
        let is_freed = was_given && self.tallies_of(case).any(|tally| tally.freed.contains(&(rule.id, case.occasion)));
        let before: u32 = self.tallies_of(case).map(|tally| tally.count(rule.id)).sum();
        // What is judged again, or was given by another system, stands among what was given; it is no occasion before itself.
        Past { was_counted: was_given, before: before.saturating_sub(u32::from(was_given && !is_freed)) }
    }

    /// Whether the rule gave something for this very occasion before.
    fn was_given(&self, program: &Program, rule: &Rule, case: &Case<'_>) -> bool {
        self.state.rewards_for(case.name, case.occasion).iter().filter_map(|id| self.state.rewards.get(id)).any(|reward| {
            let terms = reward.terms();
            let key = RewardKey { rule: rule.id, friend: case.name, occasion: case.occasion, role: terms.key.role };
            terms.program == program.id && terms.key.is_for_the_same(&key)
        })
    }

    fn tallies_of<'b>(&'b self, case: &Case<'_>) -> impl Iterator<Item = &'b PartyTally> + use<'b> {
        [Some(case.friend.id), case.friend.absorbed].into_iter().flatten().filter_map(|party| self.state.tallies.get(&party))
    }

    pub(super) fn occurrence(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<(), Reason> {
        let before = bench.past.before;
        let (holds, nth, limit) = match bench.rule.occurrence {
            Occurrence::Every => (true, before, Seen::Nothing),
            Occurrence::First => (before == 0, before, Seen::Count(1)),
            Occurrence::FirstN(n) => (before < n, before, Seen::Count(n)),
            Occurrence::Nth(n) => {
                let met = self.met_before(bench.rule.id, bench.case);
                (met.saturating_add(1) == n, met, Seen::Count(n))
            }
            Occurrence::WithinMonths(months) => {
                let until = months_later(bond.at, months, bench.program.time_zone);
                (self.at < until, before, Seen::At(until))
            }
        };
        bench.require(holds, CheckKind::Occurrence, Reason::OccurrenceNotMet, Seen::Count(nth.saturating_add(1)), limit)
    }

    /// How many events came as far as the count before this one; what is judged again keeps its place.
    fn met_before(&self, rule: RuleKey, case: &Case<'_>) -> u32 {
        let met = self.tallies_of(case).flat_map(|tally| &tally.met).filter(|(met, _)| *met == rule);
        let before = met.take_while(|(_, occasion)| *occasion != case.occasion).count();
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// Notes that an event came as far as the count of a rule that rewards the nth.
    pub(super) fn note_met(&mut self, rule: &Rule, case: &Case<'_>, first_decision: usize) {
        let Occurrence::Nth(n) = rule.occurrence else { return };
        let mut checks = self.outcome.decisions[first_decision..].iter().flat_map(|decision| &decision.checks);
        if !checks.any(|check| check.kind == CheckKind::Occurrence) {
            return;
        }
        let met = self.tallies_of(case).flat_map(|tally| &tally.met).filter(|(met, _)| *met == rule.id);
        let (known, count) = met.fold((false, 0usize), |(known, count), (_, occasion)| (known || *occasion == case.occasion, count + 1));
        let just_now = self
            .outcome
            .changes
            .iter()
            .any(|change| matches!(change, Change::Met { rule: met, occasion, .. } if *met == rule.id && *occasion == case.occasion));
        if !known && !just_now && count < MOST_MET.max(usize::try_from(n).unwrap_or(MOST_MET)) {
            self.change(Change::Met { party: case.friend.id, rule: rule.id, occasion: case.occasion });
        }
    }

    /// Frees the occurrences of an order that was wholly refunded: those of the rules that say so, once everything that they gave for it was taken
    /// back.
    pub(in crate::engine) fn free(&mut self, occasion: Occasion, order: &OrderRecord) {
        if !order.is_wholly_refunded() {
            return;
        }
        let Some(key) = occasion.order() else { return };
        let known = self.state.orders.get(&key).map(|record| record.rewards.as_slice()).unwrap_or_default();
        let promised = self.outcome.changes.iter().filter_map(|change| match change {
            Change::Rewarded { reward, terms, .. } if terms.order == Some(key) => Some(*reward),
            _ => None,
        });
        let ids: SmallVec<[RewardId; 4]> = known.iter().copied().chain(promised).collect();
        let mut freed: SmallVec<[(PartyId, RuleKey); 2]> = SmallVec::new();
        for id in &ids {
            let Some((friend, rule)) = self.frees(*id) else { continue };
            let is_whole = ids.iter().all(|other| self.rule_of(*other) != Some(rule) || self.was_given_back(*other));
            let friend = self.state.resolve(friend);
            if is_whole && !freed.contains(&(friend, rule)) && !self.is_freed(friend, rule, occasion) {
                freed.push((friend, rule));
            }
        }
        for (party, rule) in freed {
            self.change(Change::Uncounted { party, rule, occasion });
        }
    }

    /// The friend and the rule of a reward, if the version that promised it frees what was refunded.
    fn frees(&self, id: RewardId) -> Option<(PartyId, RuleKey)> {
        let terms = self.terms_of(id)?;
        let rule = self.promised_by(terms)?.rule(terms.key.rule)?;
        rule.free_after_full_refund.then_some((terms.friend, rule.id))
    }

    fn rule_of(&self, id: RewardId) -> Option<RuleKey> {
        self.terms_of(id).map(|terms| terms.key.rule)
    }

    pub(super) fn terms_of(&self, id: RewardId) -> Option<&crate::reward::Terms> {
        self.state.rewards.get(&id).map(crate::reward::AnyReward::terms).or_else(|| {
            self.outcome.changes.iter().find_map(|change| match change {
                Change::Rewarded { reward, terms, .. } if *reward == id => Some(&**terms),
                _ => None,
            })
        })
    }

    /// Whether a reward ended by a refund, by now.
    fn was_given_back(&self, id: RewardId) -> bool {
        let just_now = self.outcome.changes.iter().rev().find_map(|change| match change {
            Change::Reward { reward, step: RewardStep::Voided { reason } | RewardStep::Reversed { reason }, .. } if *reward == id => Some(*reason),
            _ => None,
        });
        just_now.or_else(|| self.state.rewards.get(&id)?.reason()) == Some(Reason::Refunded)
    }

    fn is_freed(&self, friend: PartyId, rule: RuleKey, occasion: Occasion) -> bool {
        let just_now = self
            .outcome
            .changes
            .iter()
            .any(|change| matches!(change, Change::Uncounted { rule: freed, occasion: of, .. } if (*freed, *of) == (rule, occasion)));
        just_now || self.state.tallies.get(&friend).is_some_and(|tally| tally.freed.contains(&(rule, occasion)))
    }
}

/// The same day and time so many calendar months later in a zone; a month from the 31st ends on the last day.
fn months_later(at: Timestamp, months: u32, zone: chrono_tz::Tz) -> Timestamp {
    use chrono::{DateTime, Months, TimeZone};
    let Some(utc) = DateTime::from_timestamp_micros(at.micros()) else { return Timestamp::MAX };
    let Some(local) = utc.with_timezone(&zone).naive_local().checked_add_months(Months::new(months)) else { return Timestamp::MAX };
    // Of two equal local times (a clock set back) the later counts; one that does not exist (set forward) is read an hour on.
    let resolved = zone.from_local_datetime(&local).latest().or_else(|| zone.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).latest());
    resolved.map_or(Timestamp::MAX, |at| Timestamp::from_micros(at.timestamp_micros()))
}
