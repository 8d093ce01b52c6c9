//! Limits: how often a rule gives something, how soon again, and what the budget has room for.

use super::bench::Bench;
use crate::engine::draft::Draft;
use crate::money::{Amount, Asset, Currency, Money};
use crate::name::{ProgramKey, RuleKey};
use crate::outcome::{Change, CheckKind, Seen};
use crate::party::PartyId;
use crate::program::{Budget, BudgetPer, Limits};
use crate::reason::Reason;
use crate::reward::Terms;
use crate::state::Given;
use crate::time::{Month, Timestamp};

impl Draft<'_> {
    pub(super) fn limits(&self, bench: &mut Bench<'_>, beneficiary: PartyId) -> Result<(), Reason> {
        let limits = bench.rule.limits;
        if let Some(most) = limits.per_friend {
            hold(bench, CheckKind::LimitPerFriend, Reason::LimitPerFriend, bench.past.before, most)?;
        }
        if let Some(most) = limits.per_advocate {
            let given = self.given(bench, beneficiary, |_| true);
            hold(bench, CheckKind::LimitPerAdvocate, Reason::LimitPerAdvocate, given, most)?;
        }
        if limits.per_day.is_some() || limits.per_month.is_some() {
            let day = self.at.day(bench.program.time_zone);
            if let Some(most) = limits.per_day {
                let given = self.given(bench, beneficiary, |given| given == day);
                hold(bench, CheckKind::LimitPerDay, Reason::LimitPerDay, given, most)?;
            }
            if let Some(most) = limits.per_month {
                let given = self.given(bench, beneficiary, |given| Month::of_day(given) == Month::of_day(day));
                hold(bench, CheckKind::LimitPerMonth, Reason::LimitPerMonth, given, most)?;
            }
        }
        self.cooldown(bench, beneficiary)
    }

    /// How many rewards of the rule somebody was promised on some days.
    fn given(&self, bench: &Bench<'_>, beneficiary: PartyId, on: impl Fn(i32) -> bool) -> u32 {
        let (rule, limits) = (bench.rule.id, &bench.rule.limits);
        let before = self.given_to(beneficiary, rule).filter(|given| on(given.day)).map(|given| counted(given, limits));
        let just_now = self.just_promised(beneficiary, rule).filter(|terms| on(terms.day)).count();
        before.fold(u32::try_from(just_now).unwrap_or(u32::MAX), u32::saturating_add)
    }

    fn given_to(&self, beneficiary: PartyId, rule: RuleKey) -> impl Iterator<Item = &Given> {
        self.state.tallies.get(&beneficiary).into_iter().flat_map(|tally| &tally.given).filter(move |given| given.rule == rule)
    }

    /// What this very event promised so far.
    fn just_promised(&self, beneficiary: PartyId, rule: RuleKey) -> impl Iterator<Item = &Terms> {
        self.outcome.changes.iter().filter_map(move |change| match change {
            Change::Rewarded { terms, .. } if terms.beneficiary == beneficiary && terms.key.rule == rule => Some(&**terms),
            _ => None,
        })
    }

    fn cooldown(&self, bench: &mut Bench<'_>, beneficiary: PartyId) -> Result<(), Reason> {
        let Some(cooldown) = bench.rule.limits.cooldown else { return Ok(()) };
        let given = self.given_to(beneficiary, bench.rule.id).map(|given| given.last_at);
        let given = given.chain(self.just_promised(beneficiary, bench.rule.id).map(|terms| terms.created_at));
        let apart = |other: &Timestamp| self.at.micros().abs_diff(other.micros());
        let nearest = given.min_by_key(apart);
        let is_over = nearest.is_none_or(|other| apart(&other) >= cooldown.micros().unsigned_abs());
        let limit = nearest.map_or(Seen::Nothing, |other| Seen::At(other.plus(cooldown)));
        bench.require(is_over, CheckKind::Cooldown, Reason::Cooldown, nearest.map_or(Seen::Nothing, Seen::At), limit)
    }

    /// What the budget has room for. What does not fit whole is refused; what is no money is not counted.
    pub(super) fn budget(&self, bench: &mut Bench<'_>, amount: Amount) -> Result<(), Reason> {
        let (Some(budget), Asset::Currency(currency)) = (bench.program.budget, amount.asset) else { return Ok(()) };
        let limit = Seen::Money(budget.most);
        if currency != budget.most.currency {
            return bench.refuse(CheckKind::Budget, Reason::NoValueForCurrency, Seen::Amount(amount), limit);
        }
        let month = Month::of_day(self.at.day(bench.program.time_zone));
        let would_be = self.spent(bench.program.id, &budget, month).saturating_add(amount.minor);
        let saw = Seen::Money(Money::new(would_be, currency));
        bench.require(would_be <= budget.most.minor, CheckKind::Budget, Reason::BudgetExhausted, saw, limit)
    }

    /// Whether what ended still fits into the budget and the limits of the version that promised it, as far as its end had made room in them.
    pub(in crate::engine) fn has_room_for(&self, terms: &Terms, minor: i64) -> bool {
        let Some(program) = self.programs.version(terms.program, terms.version) else { return true };
        let month = Month::of_day(terms.day);
        let fits = program.budget.is_none_or(|budget| {
            terms.given.asset != Asset::Currency(budget.most.currency)
                || self.spent(terms.program, &budget, month).saturating_add(minor) <= budget.most.minor
        });
        let Some(limits) = program.rule(terms.key.rule).map(|rule| rule.limits).filter(|limits| !limits.count_reversed) else { return fits };
        let beneficiary = self.state.resolve(terms.beneficiary);
        let stands = |on: &dyn Fn(i32) -> bool| -> u32 {
            self.given_to(beneficiary, terms.key.rule).filter(|given| on(given.day)).map(|given| counted(given, &limits)).sum()
        };
        fits && limits.per_advocate.is_none_or(|most| stands(&|_| true) < most)
            && limits.per_day.is_none_or(|most| stands(&|day| day == terms.day) < most)
            && limits.per_month.is_none_or(|most| stands(&|day| Month::of_day(day) == month) < most)
    }

    /// What a program spent of a budget, with what this very event did.
    pub(in crate::engine) fn spent(&self, program: ProgramKey, budget: &Budget, month: Month) -> i64 {
        let counts = |of: Month, currency: Currency| currency == budget.most.currency && (budget.per == BudgetPer::Program || of == month);
        let recorded = self.state.programs.get(&program).into_iter().flat_map(|status| &status.spent);
        let recorded = recorded.filter(|spent| counts(spent.month, spent.currency)).map(|spent| spent.minor);
        let just_now =
            self.spent_now.iter().filter(|(of, spent)| *of == program && counts(spent.month, spent.currency)).map(|(_, spent)| spent.minor);
        recorded.chain(just_now).fold(0, i64::saturating_add)
    }
}

fn hold(bench: &mut Bench<'_>, kind: CheckKind, reason: Reason, given: u32, most: u32) -> Result<(), Reason> {
    bench.require(given < most, kind, reason, Seen::Count(given), Seen::Count(most))
}

/// What of a day counts toward the limits.
const fn counted(given: &Given, limits: &Limits) -> u32 {
    if limits.count_reversed { given.promised } else { given.promised.saturating_sub(given.taken_back) }
}
