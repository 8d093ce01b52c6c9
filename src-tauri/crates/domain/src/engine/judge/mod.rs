//! Judgement: each (event, rule, grant) is judged in the same order, and every check is written down.

mod amount;
mod bench;
mod eligibility;
mod experiment;
mod limits;
mod occurrence;
mod referral;
mod steps;
mod waits;

pub(super) use amount::worth;
pub(super) use bench::{Bench, Case};

use super::draft::Draft;
use crate::ledger::Account;
use crate::outcome::{Change, CheckKind, Decision, GrantVerdict, Seen};
use crate::program::{Program, Rule, Standing, Trigger};
use crate::reason::Reason;
use crate::reward::{AnyReward, Reward, RewardId, Terms, Waiting};
use crate::state::ProgramStatus;
use crate::time::Span;
use bench::Passed;

impl Draft<'_> {
    /// Judges every rule that answers to a trigger.
    pub(super) fn judge(&mut self, trigger: Trigger, case: &Case<'_>) {
        let programs = self.programs;
        for standing in programs.at(self.at) {
            let program = standing.program();
            for rule in program.rules.iter().filter(|rule| rule.on.contains(&trigger)) {
                self.judge_rule(trigger, standing, rule, case);
            }
        }
    }

    fn judge_rule(&mut self, trigger: Trigger, standing: Standing<'_>, rule: &Rule, case: &Case<'_>) {
        let program = standing.program();
        let past = self.past(program, rule, case);
        let first_decision = self.outcome.decisions.len();
        let mut gives = false;
        for grant in &rule.grants {
            let bench = Bench { trigger, program, rule, grant, case, past, checks: Vec::with_capacity(12) };
            gives |= self.judge_grant(standing, bench);
        }
        self.note_met(rule, case, first_decision);
        if gives && !past.was_counted {
            self.change(Change::Counted { party: case.friend.id, rule: rule.id });
        }
        if let (true, Some(order)) = (gives, case.order) {
            let as_it_is = case.later.last().map_or(order, |(_, order)| order);
            self.free(case.occasion, as_it_is);
        }
    }

    /// Judges a grant and says whether it gives something.
    fn judge_grant(&mut self, standing: Standing<'_>, mut bench: Bench<'_>) -> bool {
        let result = self.examine(standing, &mut bench);
        let (program, rule, grant, case) = (bench.program, bench.rule, bench.grant, bench.case);
        let mut promised = None;
        let verdict = match result {
            Err(reason) => GrantVerdict::Refused(reason),
            Ok(passed) => {
                let reward = RewardId(self.next_reward);
                self.next_reward += 1;
                promised = Some((reward, self.terms(&bench, &passed), passed.waiting, passed.advocate));
                self.note_level(program, passed.advocate, case);
                GrantVerdict::Granted { reward, amount: passed.amount }
            }
        };
        self.outcome.decisions.push(Decision {
            program: program.id,
            version: program.version,
            rule: rule.id,
            role: grant.to,
            friend: case.friend.id,
            occasion: case.occasion,
            verdict,
            checks: bench.checks,
        });
        if let Some((reward, terms, waiting, advocate)) = promised {
            self.promise(reward, terms, waiting, case);
            self.note_step(advocate, reward, &terms);
        }
        promised.is_some()
    }

    fn promise(&mut self, id: RewardId, terms: Terms, waiting: Waiting, case: &Case<'_>) {
        self.change(Change::Rewarded { reward: id, terms: Box::new(terms), waiting });
        self.transfer(id, Account::ExpenseRewards(terms.program), Account::LiabilityPending(terms.beneficiary), terms.given);
        let mut reward = AnyReward::Waiting(Reward::granted(terms, waiting));
        self.spend(None, &reward);
        match case.order {
            // Money can have gone back before the promise: the promise then comes to what it would have come to afterwards.
            Some(order) => {
                self.follow_money(id, &mut reward, order);
                self.go_over(id, &mut reward, order, case.later);
            }
            None => self.advance(id, &mut reward),
        }
    }

    fn terms(&self, bench: &Bench<'_>, passed: &Passed) -> Terms {
        let (at, rule, option) = (self.at, bench.rule, bench.option());
        Terms {
            key: bench.key(),
            program: bench.program.id,
            version: bench.program.version,
            friend: bench.case.friend.id,
            beneficiary: passed.beneficiary,
            order: bench.case.occasion.order(),
            rail: option.rail,
            given: passed.amount,
            created_at: at,
            hold_days: rule.hold_days,
            refund_window_days: rule.refund_window_days,
            on_partial_refund: rule.on_partial_refund,
            wait_until: at.plus(Span::days(rule.wait_days)),
            day: at.day(bench.program.time_zone),
            option: 0,
            step: passed.step,
            valid_days: option.valid_days,
        }
    }

    /// The checks, in the order of judgement. What needs the amount comes after it: the budget.
    fn examine(&self, standing: Standing<'_>, bench: &mut Bench<'_>) -> Result<Passed, Reason> {
        let cancelled_at = bench.case.order.and_then(|order| order.cancelled_at);
        let saw = cancelled_at.map_or(Seen::Nothing, Seen::At);
        bench.require(cancelled_at.is_none(), CheckKind::Trigger, Reason::Cancelled, saw, Seen::Name(bench.rule.id.0))?;
        let bond = self.referral(bench)?;
        self.rule_in_force(standing, bench)?;
        self.experiments(bench, &bond)?;
        self.occurrence(bench, &bond)?;
        self.eligible(bench)?;
        let beneficiary = self.beneficiary(bench, &bond)?;
        self.high_enough(bench, beneficiary)?;
        let review = self.suspicion(bench, &bond, beneficiary)?;
        self.limits(bench, beneficiary)?;
        let (amount, step) = self.amount(bench, &bond)?;
        self.budget(bench, amount)?;
        let waiting = self.waits(bench, &bond, beneficiary, review);
        self.settled_before(bench)?;
        Ok(Passed { beneficiary, advocate: bond.advocate, amount, step, waiting })
    }

    fn rule_in_force(&self, standing: Standing<'_>, bench: &mut Bench<'_>) -> Result<(), Reason> {
        let nothing_said = ProgramStatus::default();
        let status = self.state.programs.get(&bench.program.id).unwrap_or(&nothing_said);
        let (paused_at, ended_at) = status.rest_at(self.at);
        let (reason, limit) = match standing {
            Standing::NotStarted(program) => (Some(Reason::ProgramNotStarted), Seen::At(program.from)),
            Standing::Ended(program) => (Some(Reason::ProgramEnded), program.until.map_or(Seen::Nothing, Seen::At)),
            Standing::InForce(_) if ended_at.is_some() => (Some(Reason::ProgramEnded), ended_at.map_or(Seen::Nothing, Seen::At)),
            Standing::InForce(_) if paused_at.is_some() => (Some(Reason::ProgramPaused), paused_at.map_or(Seen::Nothing, Seen::At)),
            Standing::InForce(program) => (None, Seen::Count(program.version)),
        };
        let program = Seen::Name(bench.program.id.0);
        bench.require(reason.is_none(), CheckKind::Program, reason.unwrap_or(Reason::ProgramEnded), program, limit)
    }

    fn settled_before(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        let key = bench.key();
        // Two programs may name a rule alike and answer to one event.
        let just_now = self.outcome.changes.iter().any(|change| matches!(change, Change::Rewarded { terms, .. } if terms.key.is_for_the_same(&key)));
        let is_new = !just_now && self.state.reward_for(&key).is_none();
        bench.require(is_new, CheckKind::SettledBefore, Reason::AlreadyRewarded, Seen::Nothing, Seen::Nothing)
    }

    /// The version of a program that a promise was made by.
    pub(super) fn promised_by(&self, terms: &Terms) -> Option<&Program> {
        self.programs.version(terms.program, terms.version)
    }
}
