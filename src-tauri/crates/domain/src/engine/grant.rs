//! Grants: each (event, rule, grant) is judged in the same order, and every check is written down.

use super::draft::Draft;
use super::person::Person;
use crate::event::RejudgeWhy;
use crate::ledger::Account;
use crate::money::{Amount, Money};
use crate::name::ProgramKey;
use crate::outcome::{Answer, Change, Check, CheckKind, Decision, GrantVerdict, Seen};
use crate::party::{Bond, PartyId, PartyName};
use crate::program::{Base, Grant, Mode, Occurrence, Program, Rule, Standing, Trigger, Value};
use crate::reason::Reason;
use crate::reward::{AnyReward, Occasion, Reward, RewardId, RewardKey, Role, Terms, Waiting};
use crate::state::{OrderRecord, ProgramStatus};
use crate::time::{Span, Timestamp};

/// What is judged.
pub(super) struct Case<'a> {
    pub(super) friend: &'a Person,
    /// What the friend is called in the reward's key.
    pub(super) name: PartyName,
    pub(super) occasion: Occasion,
    /// The order as it is after the event.
    pub(super) order: Option<&'a OrderRecord>,
    /// What became of the order since, where the past is gone over again: the instant and the order after each turn.
    pub(super) later: &'a [(Timestamp, OrderRecord)],
}

/// One grant under judgement.
struct Bench<'a> {
    program: &'a Program,
    rule: &'a Rule,
    grant: &'a Grant,
    case: &'a Case<'a>,
    checks: Vec<Check>,
}

impl Bench<'_> {
    fn pass(&mut self, kind: CheckKind, saw: Seen, limit: Seen) {
        self.checks.push(Check { kind, answer: Answer::Pass, saw, limit });
    }

    fn wait(&mut self, kind: CheckKind, saw: Seen, limit: Seen) {
        self.checks.push(Check { kind, answer: Answer::Wait, saw, limit });
    }

    /// Passes, or refuses for a reason.
    fn require(&mut self, holds: bool, kind: CheckKind, reason: Reason, saw: Seen, limit: Seen) -> Result<(), Reason> {
        let answer = if holds { Answer::Pass } else { Answer::Refuse(reason) };
        self.checks.push(Check { kind, answer, saw, limit });
        if holds { Ok(()) } else { Err(reason) }
    }
}

/// A grant that passed every check.
struct Passed {
    beneficiary: PartyId,
    amount: Amount,
    waiting: Waiting,
}

impl Draft<'_> {
    /// Judges every rule that answers to a trigger.
    pub(super) fn judge(&mut self, trigger: Trigger, case: &Case<'_>) {
        let programs = self.programs;
        for standing in programs.at(self.at) {
            let program = standing.program();
            for rule in program.rules.iter().filter(|rule| rule.on == trigger) {
                let mut gives = false;
                for grant in &rule.grants {
                    let bench = Bench { program, rule, grant, case, checks: Vec::with_capacity(12) };
                    gives |= self.judge_grant(standing, bench);
                }
                if gives && !self.was_counted(program, rule, case) {
                    self.change(Change::Counted { party: case.friend.id, rule: rule.id });
                }
            }
        }
    }

    /// Judges a grant and says whether it gives something.
    fn judge_grant(&mut self, standing: Standing<'_>, mut bench: Bench<'_>) -> bool {
        let result = self.examine(standing, &mut bench);
        let (rule, grant, case) = (bench.rule, bench.grant, bench.case);
        let mut promised = None;
        let verdict = match result {
            Err(reason) => GrantVerdict::Refused(reason),
            Ok(passed) => {
                let reward = RewardId(self.next_reward);
                self.next_reward += 1;
                let key = RewardKey { rule: rule.id, friend: case.name, occasion: case.occasion, role: grant.to };
                let terms = self.terms(key, bench.program, &bench, &passed);
                promised = Some((reward, terms, passed.waiting));
                GrantVerdict::Granted { reward, amount: passed.amount }
            }
        };
        self.outcome.decisions.push(Decision {
            program: bench.program.id,
            version: bench.program.version,
            rule: rule.id,
            role: grant.to,
            friend: case.friend.id,
            occasion: case.occasion,
            verdict,
            checks: bench.checks,
        });
        if let Some((reward, terms, waiting)) = promised {
            self.promise(reward, terms, waiting, case);
        }
        promised.is_some()
    }

    fn promise(&mut self, id: RewardId, terms: Terms, waiting: Waiting, case: &Case<'_>) {
        self.change(Change::Rewarded { reward: id, terms: Box::new(terms), waiting });
        self.transfer(id, Account::ExpenseRewards(terms.program), Account::LiabilityPending(terms.beneficiary), terms.given);
        let mut reward = AnyReward::Waiting(Reward::granted(terms, waiting));
        match case.order {
            // Money can have gone back before the promise: the promise then comes to what it would have come to afterwards.
            Some(order) => {
                self.follow_money(id, &mut reward, order);
                self.go_over(id, &mut reward, order, case.later);
            }
            None => self.advance(id, &mut reward),
        }
    }

    fn terms(&self, key: RewardKey, program: &Program, bench: &Bench<'_>, passed: &Passed) -> Terms {
        let at = self.at;
        Terms {
            key,
            program: program.id,
            version: program.version,
            friend: bench.case.friend.id,
            beneficiary: passed.beneficiary,
            order: match bench.case.occasion {
                Occasion::Order(order) => Some(order),
                Occasion::Registration => None,
            },
            rail: bench.grant.rail,
            given: passed.amount,
            created_at: at,
            hold_days: bench.rule.hold_days,
            refund_window_days: bench.rule.refund_window_days,
            on_partial_refund: bench.rule.on_partial_refund,
            capture_by: at.plus(Span::days(bench.rule.wait_days)),
        }
    }

    fn examine(&self, standing: Standing<'_>, bench: &mut Bench<'_>) -> Result<Passed, Reason> {
        let cancelled_at = bench.case.order.and_then(|order| order.cancelled_at);
        let saw = cancelled_at.map_or(Seen::Nothing, Seen::At);
        bench.require(cancelled_at.is_none(), CheckKind::Trigger, Reason::Cancelled, saw, Seen::Name(bench.rule.id.0))?;
        let bond = self.referral(bench)?;
        self.rule_in_force(standing, bench)?;
        self.occurrence(bench, &bond)?;
        eligible_order(bench)?;
        let beneficiary = self.beneficiary(bench, &bond)?;
        self.limits(bench)?;
        let amount = amount(bench)?;
        let waiting = self.waits(bench, &bond);
        self.settled_before(bench)?;
        Ok(Passed { beneficiary, amount, waiting })
    }

    fn referral(&self, bench: &mut Bench<'_>) -> Result<Bond, Reason> {
        let Some(bond) = bench.case.friend.party.bond.filter(|bond| self.holds(bond)) else {
            bench.require(false, CheckKind::Referral, Reason::NoReferral, Seen::Nothing, Seen::Nothing)?;
            return Err(Reason::NoReferral);
        };
        let advocate = self.state.resolve(bond.advocate);
        bench.pass(CheckKind::Referral, Seen::Party(advocate), Seen::Code(bond.code));
        if let Some(window) = self.programs.policy.earning_window {
            let until = bond.at.plus(window);
            bench.require(self.at < until, CheckKind::EarningWindow, Reason::OutsideWindow, Seen::At(self.at), Seen::At(until))?;
        }
        Ok(Bond { advocate, ..bond })
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
        bench.require(reason.is_none(), CheckKind::Program, reason.unwrap_or(Reason::ProgramEnded), program_name(bench.program.id), limit)
    }

    fn occurrence(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<(), Reason> {
        let before = self.counted(bench);
        let nth = Seen::Count(before + 1);
        let (holds, limit) = match bench.rule.occurrence {
            Occurrence::Every => (true, Seen::Nothing),
            Occurrence::First => (before == 0, Seen::Count(1)),
            Occurrence::FirstN(n) => (before < n, Seen::Count(n)),
            Occurrence::WithinMonths(months) => {
                let until = months_later(bond.at, months, bench.program.time_zone);
                (self.at < until, Seen::At(until))
            }
        };
        bench.require(holds, CheckKind::Occurrence, Reason::OccurrenceNotMet, nth, limit)
    }

    fn counted(&self, bench: &Bench<'_>) -> u32 {
        let friend = bench.case.friend;
        let count = |party| self.state.tallies.get(&party).map_or(0, |tally| tally.count(bench.rule.id));
        let before = count(friend.id) + friend.absorbed.map_or(0, count);
        // What is judged again, or was given by another system, stands among what was given; it is no occasion before itself.
        before.saturating_sub(u32::from(before > 0 && self.was_counted(bench.program, bench.rule, bench.case)))
    }

    /// Whether the rule gave something for this very occasion before.
    fn was_counted(&self, program: &Program, rule: &Rule, case: &Case<'_>) -> bool {
        let given = |role| self.state.reward_for(&RewardKey { rule: rule.id, friend: case.name, occasion: case.occasion, role });
        let by_this_program = |id| self.state.rewards.get(&id).is_some_and(|reward| reward.terms().program == program.id);
        Role::ALL.into_iter().filter_map(given).any(by_this_program)
    }

    fn beneficiary(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<PartyId, Reason> {
        let (id, deleted) = match bench.grant.to {
            Role::Friend => (bench.case.friend.id, bench.case.friend.party.deleted),
            Role::Advocate => (bond.advocate, self.state.parties.get(&bond.advocate).is_some_and(|party| party.deleted)),
        };
        bench.require(!deleted, CheckKind::Beneficiary, Reason::BeneficiaryDeleted, Seen::Party(id), Seen::Nothing)?;
        Ok(id)
    }

    fn limits(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        let Some(limit) = bench.rule.limit_per_friend else { return Ok(()) };
        let before = self.counted(bench);
        bench.require(before < limit, CheckKind::LimitPerFriend, Reason::LimitPerFriend, Seen::Count(before), Seen::Count(limit))
    }

    fn settled_before(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        let key = RewardKey { rule: bench.rule.id, friend: bench.case.name, occasion: bench.case.occasion, role: bench.grant.to };
        // Two programs may name a rule alike and answer to one event.
        let just_now = self.outcome.changes.iter().any(|change| matches!(change, Change::Rewarded { terms, .. } if terms.key.is_for_the_same(&key)));
        bench.require(
            !just_now && self.state.reward_for(&key).is_none(),
            CheckKind::SettledBefore,
            Reason::AlreadyRewarded,
            Seen::Nothing,
            Seen::Nothing,
        )
    }

    fn waits(&self, bench: &mut Bench<'_>, bond: &Bond) -> Waiting {
        let mut waiting = Waiting::default();
        if let Some(order) = bench.case.order.filter(|_| bench.rule.waits_for_capture) {
            let (saw, limit) = (Money::new(order.funds.captured, order.currency), Money::new(order.payable, order.currency));
            waiting.captured = !order.is_captured();
            let report = if waiting.captured { Bench::wait } else { Bench::pass };
            report(bench, CheckKind::Captured, Seen::Money(saw), Seen::Money(limit));
        }
        if bench.rule.hold_days > 0 {
            // Until the money has come, nobody knows the day on which the hold will end.
            let until = (!waiting.captured).then(|| self.at.plus(Span::days(bench.rule.hold_days)));
            waiting.hold_until = until;
            bench.wait(CheckKind::Hold, Seen::Count(bench.rule.hold_days), until.map_or(Seen::Nothing, Seen::At));
        }
        waiting.review = match bench.program.mode {
            Mode::Auto => false,
            Mode::Manual => true,
            Mode::Limited { percent } => !in_limited_group(self.known(bond.advocate).party.name, percent),
        } || self.again == Some(RejudgeWhy::Attributed);
        if waiting.review {
            bench.wait(CheckKind::Review, Seen::Nothing, Seen::Nothing);
        }
        waiting
    }
}

fn program_name(program: ProgramKey) -> Seen {
    Seen::Name(program.0)
}

/// The order's own conditions: not a replacement, in a channel of the rule, large enough.
fn eligible_order(bench: &mut Bench<'_>) -> Result<(), Reason> {
    let Some(order) = bench.case.order else { return Ok(()) };
    let channel = order.channel.map_or(Seen::Nothing, |channel| Seen::Name(channel.0));
    if order.is_replacement {
        bench.require(false, CheckKind::Replacement, Reason::ReplacementOrder, Seen::Nothing, Seen::Nothing)?;
    }
    if !bench.rule.channels.is_empty() {
        let listed = order.channel.is_some_and(|channel| bench.rule.channels.contains(&channel));
        bench.require(listed, CheckKind::Channel, Reason::ChannelNotEligible, channel, Seen::Nothing)?;
    }
    let Some(minimum) = &bench.rule.minimum else { return Ok(()) };
    let saw = Seen::Money(Money::new(base(order, minimum.of), order.currency));
    let limit = minimum.amounts.get(order.currency).map_or(Seen::Nothing, |least| Seen::Money(Money::new(least, order.currency)));
    let large_enough = large_enough(bench.rule, order);
    bench.require(large_enough.is_ok(), CheckKind::Minimum, large_enough.err().unwrap_or(Reason::BelowMinimum), saw, limit)
}

/// Whether an order comes to the least that a rule asks for.
fn large_enough(rule: &Rule, order: &OrderRecord) -> Result<(), Reason> {
    let Some(minimum) = &rule.minimum else { return Ok(()) };
    let least = minimum.amounts.get(order.currency).ok_or(Reason::NoValueForCurrency)?;
    if base(order, minimum.of) >= least { Ok(()) } else { Err(Reason::BelowMinimum) }
}

/// What a grant comes to for an order, in minor units, or why it comes to nothing.
pub(super) fn worth(rule: &Rule, grant: &Grant, order: &OrderRecord) -> Result<i64, Reason> {
    large_enough(rule, order)?;
    computed(&grant.value, Some(order)).0.map(|money| money.minor)
}

const fn base(order: &OrderRecord, of: Base) -> i64 {
    match of {
        Base::Items => order.items,
        Base::ItemsWithTax => order.items_with_tax,
        Base::OrderTotal => order.order_total,
    }
}

/// What a grant's value comes to, in the order's currency, with what was looked at. Without an order, a fixed amount is given in the first currency
/// that the grant names.
fn computed(value: &Value, order: Option<&OrderRecord>) -> (Result<Money, Reason>, Seen, Seen) {
    let (computed, saw, limit) = match (value, order) {
        (Value::Fixed(amounts), None) => (amounts.0.first().copied().ok_or(Reason::NoAmount), Seen::Nothing, Seen::Nothing),
        (Value::Fixed(amounts), Some(order)) => {
            let fixed = amounts.get(order.currency).map(|minor| Money::new(minor, order.currency));
            (fixed.ok_or(Reason::NoValueForCurrency), Seen::Nothing, Seen::Nothing)
        }
        (Value::Percent { percent, .. }, None) => (Err(Reason::NoAmount), Seen::Nothing, Seen::Percent(*percent)),
        (Value::Percent { percent, of, cap }, Some(order)) => {
            let whole = base(order, *of);
            let share = percent.of(whole.max(0)).ok_or(Reason::NoAmount);
            let capped = share.map(|minor| Money::new(cap.get(order.currency).map_or(minor, |most| minor.min(most)), order.currency));
            (capped, Seen::Money(Money::new(whole, order.currency)), Seen::Percent(*percent))
        }
    };
    (computed.and_then(|money| if money.minor > 0 { Ok(money) } else { Err(Reason::NoAmount) }), saw, limit)
}

fn amount(bench: &mut Bench<'_>) -> Result<Amount, Reason> {
    let (computed, saw, limit) = computed(&bench.grant.value, bench.case.order);
    match computed {
        Ok(money) => {
            let saw = if saw == Seen::Nothing { Seen::Money(money) } else { saw };
            bench.pass(CheckKind::Amount, saw, limit);
            Ok(money.into())
        }
        Err(reason) => {
            bench.require(false, CheckKind::Amount, reason, saw, limit)?;
            Err(reason)
        }
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

/// Whether an advocate is among the `percent` of a hundred for whom nobody has to look. The choice is sticky: it hangs on the shop's own id alone,
/// as a party's number says only in which order this desk met people.
fn in_limited_group(advocate: PartyName, percent: u8) -> bool {
    let id = match advocate {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    // The finalizer of SplitMix64 spreads neighbouring numbers evenly.
    let mut x = id.bits().cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) % 100 < u64::from(percent)
}
