//! How an event is judged: every grant of every rule that answers to it, check by check.

use crate::amount;
use crate::facts::Rest;
use crate::fraud;
use crate::life::{Reward, Stands};
use crate::payouts::Delivery;
use crate::world::{Case, Decision, World};
use chrono::{Datelike, LocalResult, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use vouchsafe_domain::money::{Amount, Asset, minor_text};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{BudgetPer, Experiment, Grant, Mode, Occurrence, Program, Rule, Standing, Unit};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::time::{Span, Timestamp};

/// An amount as it is told.
pub(crate) fn shown(amount: Amount, names: &impl Texts) -> String {
    let text = minor_text(amount.minor, amount.asset.exponent());
    match amount.asset {
        Asset::Currency(currency) => format!("{text} {currency}"),
        Asset::Units { name, .. } => format!("{text} {}", names.text(name)),
    }
}

impl World<'_> {
    pub(crate) fn judge(&mut self, case: &Case) {
        let standings: Vec<(Program, Option<Reason>)> = self
            .programs
            .at(case.at)
            .map(|standing| match standing {
                Standing::InForce(program) => (program.clone(), None),
                Standing::NotStarted(program) => (program.clone(), Some(Reason::ProgramNotStarted)),
                Standing::Ended(program) => (program.clone(), Some(Reason::ProgramEnded)),
            })
            .collect();
        for (program, rests) in standings {
            let rests = rests.or(match self.log.program_rests(program.id, case.at) {
                Some(Rest::Paused) => Some(Reason::ProgramPaused),
                Some(Rest::Ended) => Some(Reason::ProgramEnded),
                None => None,
            });
            for rule in program.rules.iter().filter(|rule| rule.on.iter().any(|trigger| case.triggers.contains(trigger))) {
                let mut came_as_far = false;
                for grant in &rule.grants {
                    let judged = self.grant(case, &program, rests, rule, grant, &mut came_as_far);
                    let key = format!("{}/{}/{}/{}", self.names.text(rule.id.0), case.friend.text(self.names), case.occasion, grant.to.name());
                    let came_to = match judged {
                        Ok(mut reward) => {
                            reward.key.clone_from(&key);
                            Ok(self.promise(reward, case))
                        }
                        Err(reason) => Err(reason.code()),
                    };
                    let (event, program, version) = (case.event.clone(), self.names.text(program.id.0), program.version);
                    self.decisions.push(Decision { event, program, version, key, came_to });
                }
                let far = (rule.id, case.friend, case.occasion.clone());
                if came_as_far && !self.as_far.contains(&far) {
                    self.as_far.push(far);
                }
            }
        }
    }

    fn promise(&mut self, mut reward: Reward, case: &Case) -> String {
        let (expense, pending) = (self.expense(&reward), self.pending(&reward));
        let minor = reward.minor;
        reward.post(&expense, &pending, minor);
        let told = shown(reward.given, self.names);
        let advocate = case.advocate.unwrap();
        let count = amount::paid_friends(self, advocate, case.friend) + 1;
        self.seen_counts.push((reward.program.id, advocate, count));
        self.rewards.push(reward);
        let i = self.rewards.len() - 1;
        if let Some(order) = &case.order
            && !self.rewards[i].waits_captured
        {
            self.follow_rest(i, order, case.at);
        }
        self.go_on(i, case.at);
        told
    }

    #[allow(clippy::too_many_arguments)]
    fn grant(
        &mut self,
        case: &Case,
        program: &Program,
        rests: Option<Reason>,
        rule: &Rule,
        grant: &Grant,
        came_as_far: &mut bool,
    ) -> Result<Reward, Reason> {
        refuse_if(case.was_cancelled, Reason::Cancelled)?;
        let advocate = case.advocate.ok_or(Reason::NoReferral)?;
        refuse_if(advocate == case.friend, Reason::SelfReferral)?;
        refuse_if(self.is_rejected(case.friend), Reason::ReferralRejected)?;
        if let (Some(window), Some(bound_at)) = (self.policy(case.at).earning_window, case.bound_at) {
            refuse_if(case.at >= bound_at.plus(window), Reason::OutsideWindow)?;
        }
        rests.map_or(Ok(()), Err)?;
        let unit = if program.unit == Unit::Friend { case.friend } else { advocate };
        for experiment in &program.experiments {
            let arm = drawn(experiment, unit).ok_or(Reason::Holdout)?;
            refuse_if(rule.arm.is_some_and(|asked| asked.experiment == experiment.id && asked.arm != arm), Reason::NotInArm)?;
        }
        *came_as_far = true;
        self.occurrence(case, program, rule)?;
        self.eligible(case, rule)?;
        let beneficiary = self.beneficiary(case, advocate, grant.to)?;
        refuse_if(self.log.is_deleted(beneficiary), Reason::BeneficiaryDeleted)?;
        if let Some(role) = rule.conditions.role {
            refuse_if(!self.log.has_role(beneficiary, role, self.policy(case.at)), Reason::RoleTooLow)?;
        }
        let is_suspect = fraud::judged(self, case, program, beneficiary)?;
        self.limits(case, program, rule, beneficiary)?;
        let option = grant.default_option();
        let (given, step) = amount::amount(self, case, program, rule, (grant.to, option))?;
        self.budget(case, program, given, None)?;
        let reward = self.waiting(case, program, rule, grant, (advocate, beneficiary, unit), (given, step), is_suspect);
        let is_same =
            |known: &&Reward| (known.rule.id, known.friend, known.role) == (rule.id, case.friend, grant.to) && known.occasion == case.occasion;
        refuse_if(self.rewards.iter().find(is_same).is_some(), Reason::AlreadyRewarded)?;
        Ok(reward)
    }

    /// Other events of the friend for which the rule gave something.
    fn rewarded(&self, case: &Case, rule: &Rule, counts: impl Fn(&[&Reward]) -> bool) -> u32 {
        let own: Vec<&Reward> = self.rewards.iter().filter(|reward| reward.rule.id == rule.id && reward.friend == case.friend).collect();
        let mut occasions: Vec<&str> = own.iter().map(|reward| reward.occasion.as_str()).filter(|occasion| *occasion != case.occasion).collect();
        occasions.sort_unstable();
        occasions.dedup();
        let of = |occasion: &str| own.iter().copied().filter(|reward| reward.occasion == occasion).collect::<Vec<_>>();
        u32::try_from(occasions.into_iter().filter(|occasion| counts(&of(occasion))).count()).unwrap()
    }

    /// Notes what counts no longer: its order is wholly refunded, and everything that the rule gave for it was taken back for that.
    pub(crate) fn free(&mut self) {
        let for_refund = |reward: &Reward| matches!(reward.stands, Stands::Void(Reason::Refunded) | Stands::Reversed(Reason::Refunded));
        for i in 0..self.rewards.len() {
            let reward = &self.rewards[i];
            let occasion = (reward.rule.id, reward.friend, reward.occasion.clone());
            let of_it = |other: &&Reward| (other.rule.id, other.friend) == (occasion.0, occasion.1) && other.occasion == occasion.2;
            let is_free = reward.rule.free_after_full_refund
                && for_refund(reward)
                && self.rewards.iter().filter(of_it).all(for_refund)
                && reward.order.and_then(|order| self.log.order(order)).is_some_and(|order| order.is_wholly_refunded());
            if is_free && !self.freed.contains(&occasion) {
                self.freed.push(occasion);
            }
        }
    }

    fn is_freed(&self, rule: &Rule, rewards: &[&Reward]) -> bool {
        rewards.iter().any(|reward| self.freed.contains(&(rule.id, reward.friend, reward.occasion.clone())))
    }

    fn occurrence(&self, case: &Case, program: &Program, rule: &Rule) -> Result<(), Reason> {
        let others = self.rewarded(case, rule, |rewards| !self.is_freed(rule, rewards));
        let is_met = match rule.occurrence {
            Occurrence::Every => true,
            Occurrence::First => others == 0,
            Occurrence::FirstN(n) => others < n,
            Occurrence::Nth(n) => {
                let as_far = self.as_far.iter().filter(|(id, friend, _)| (*id, *friend) == (rule.id, case.friend));
                let before = as_far.take_while(|(_, _, occasion)| *occasion != case.occasion);
                u32::try_from(before.count()).unwrap() + 1 == n
            }
            Occurrence::WithinMonths(months) => case.bound_at.is_none_or(|bound| case.at < months_later(bound, months, program.time_zone)),
        };
        refuse_if(!is_met, Reason::OccurrenceNotMet)
    }

    fn eligible(&self, case: &Case, rule: &Rule) -> Result<(), Reason> {
        let asks = &rule.conditions;
        if let Some(order) = &case.order {
            let body = &order.body;
            refuse_if(body.is_replacement, Reason::ReplacementOrder)?;
            let in_channel = body.channel.is_some_and(|channel| asks.channels.contains(&channel));
            refuse_if(!asks.channels.is_empty() && !in_channel, Reason::ChannelNotEligible)?;
            let in_country = body.country.is_some_and(|country| asks.countries.contains(&country));
            refuse_if(!asks.countries.is_empty() && !in_country, Reason::CountryNotEligible)?;
            amount::falls_short(body, rule)?;
        }
        if asks.new_customers {
            let since = case.order.as_ref().map_or(case.at, |order| order.placed_at);
            // Orders stand in the order in which they were told.
            let all = self.log.orders_of(case.friend);
            let own = case.order.as_ref().and_then(|own| all.iter().position(|order| order.key == own.key)).unwrap_or(0);
            let has_ordered = all.iter().enumerate().any(|(i, order)| order.placed_at < since || (order.placed_at == since && i < own));
            refuse_if(has_ordered, Reason::NotNewCustomer)?;
        }
        if let Some(days) = asks.within_days_of_signup {
            let is_in = self.log.registered_at(case.friend).is_some_and(|at| case.at < at.plus(Span::days(days)));
            refuse_if(!is_in, Reason::OutsideWindow)?;
        }
        Ok(())
    }

    fn beneficiary(&self, case: &Case, advocate: PartyName, to: Role) -> Result<PartyName, Reason> {
        let Role::Upline(height) = to else { return Ok(if to == Role::Friend { case.friend } else { advocate }) };
        let mut who = advocate;
        for _ in 1..height {
            let bond = self.bond(who).ok_or(Reason::NoUpline)?;
            refuse_if(self.is_rejected(who), Reason::ReferralRejected)?;
            who = bond.advocate;
        }
        refuse_if(who == case.friend, Reason::SelfReferral)?;
        Ok(who)
    }

    fn limits(&self, case: &Case, program: &Program, rule: &Rule, beneficiary: PartyName) -> Result<(), Reason> {
        let (limits, zone) = (&rule.limits, program.time_zone);
        let counts = |reward: &Reward| limits.count_reversed || !reward.is_taken_back();
        if let Some(most) = limits.per_friend {
            let others = self.rewarded(case, rule, |rewards| !self.is_freed(rule, rewards));
            refuse_if(others >= most, Reason::LimitPerFriend)?;
        }
        let got: Vec<&Reward> = self.rewards.iter().filter(|reward| reward.rule.id == rule.id && reward.beneficiary == beneficiary).collect();
        let of = |is_in: &dyn Fn(&Reward) -> bool| u32::try_from(got.iter().filter(|reward| counts(reward) && is_in(reward)).count()).unwrap();
        let is_reached = |most: Option<u32>, given: u32| most.is_some_and(|most| given >= most);
        refuse_if(is_reached(limits.per_advocate, of(&|_| true)), Reason::LimitPerAdvocate)?;
        refuse_if(is_reached(limits.per_day, of(&|reward| day(reward.promised_at, zone) == day(case.at, zone))), Reason::LimitPerDay)?;
        refuse_if(is_reached(limits.per_month, of(&|reward| month(reward.promised_at, zone) == month(case.at, zone))), Reason::LimitPerMonth)?;
        if let Some(span) = limits.cooldown {
            let is_near = |reward: &&Reward| (case.at.micros() - reward.promised_at.micros()).abs() < span.micros();
            refuse_if(got.iter().copied().any(|reward| is_near(&reward)), Reason::Cooldown)?;
        }
        Ok(())
    }

    /// All but one reward, whose place is taken.
    pub(crate) fn budget(&self, case: &Case, program: &Program, given: Amount, but: Option<usize>) -> Result<(), Reason> {
        let (Some(budget), Asset::Currency(currency)) = (program.budget, given.asset) else { return Ok(()) };
        refuse_if(currency != budget.most.currency, Reason::NoValueForCurrency)?;
        let zone = program.time_zone;
        let in_time = |reward: &&Reward| budget.per == BudgetPer::Program || month(reward.promised_at, zone) == month(case.at, zone);
        let others = self.rewards.iter().enumerate().filter(|(i, _)| Some(*i) != but).map(|(_, reward)| reward);
        let counted = others.filter(|reward| reward.program.id == program.id && reward.given.asset == given.asset);
        let sum: i64 = counted.filter(in_time).map(Reward::cost).sum();
        refuse_if(sum + given.minor > budget.most.minor, Reason::BudgetExhausted)
    }

    #[allow(clippy::too_many_arguments)]
    fn waiting(
        &self,
        case: &Case,
        program: &Program,
        rule: &Rule,
        grant: &Grant,
        (advocate, beneficiary, unit): (PartyName, PartyName, PartyName),
        (given, step): (Amount, Option<usize>),
        is_suspect: bool,
    ) -> Reward {
        let asks = &rule.conditions;
        let order = case.order.as_ref();
        let waits_captured = rule.waits_for_capture && order.is_some_and(|order| !order.is_captured());
        let registered_at = self.log.registered_at(case.friend);
        let aged_at = registered_at.map(|at| at.plus(Span::days(asks.account_age_days)));
        let hold_until = (!waits_captured && rule.hold_days > 0).then(|| case.at.plus(Span::days(rule.hold_days)));
        let waits_role = grant.locked_until_role.filter(|role| !self.log.has_role(beneficiary, *role, self.policy(case.at)));
        let mode = match &program.mode {
            Mode::Manual => true,
            Mode::Auto => false,
            Mode::Limited { percent, groups } => {
                let is_in_group = self.log.groups(unit).iter().any(|group| groups.contains(group));
                !is_in_group && mix(number(unit)) % 100 >= u64::from(*percent)
            }
        };
        Reward {
            key: String::new(),
            program: program.clone(),
            rule: rule.clone(),
            friend: case.friend,
            beneficiary,
            advocate,
            role: grant.to,
            occasion: case.occasion.clone(),
            order: order.map(|order| order.key),
            has_base: case.base.is_some(),
            option: grant.default_option().clone(),
            step,
            once: amount::once_at(grant.default_option(), step),
            given,
            worth: given.minor,
            payable: order.map_or(0, |order| order.body.payable),
            minor: given.minor,
            promised_at: case.at,
            stands: Stands::Waiting,
            counts_from: (!waits_captured).then_some(case.at),
            settled_at: None,
            used: 0,
            over: 0,
            delivery: Delivery::default(),
            expired: 0,
            set_off: 0,
            carried: 0,
            past: 0,
            waits_captured,
            waits_email: asks.email_verified && !self.log.email_verified(case.friend),
            waits_phone: asks.phone_verified && !self.log.phone_verified(case.friend),
            waits_account: asks.account_age_days > 0 && registered_at.is_none(),
            aged_at: aged_at.filter(|at| asks.account_age_days > 0 && *at > case.at),
            waits_role,
            hold_until,
            waits_review: is_suspect || mode,
            was_approved: false,
            was_adjusted: false,
            was_given_again: false,
            was_chosen: false,
            posted: Vec::new(),
        }
    }
}

fn refuse_if(is_so: bool, reason: Reason) -> Result<(), Reason> {
    if is_so { Err(reason) } else { Ok(()) }
}

/// The calendar day in a zone.
fn day(at: Timestamp, zone: Tz) -> NaiveDate {
    Utc.timestamp_micros(at.micros()).unwrap().with_timezone(&zone).date_naive()
}

fn month(at: Timestamp, zone: Tz) -> (i32, u32) {
    (day(at, zone).year(), day(at, zone).month())
}

/// The same local time so many months later, on the month's last day where it lacks that day.
fn months_later(at: Timestamp, months: u32, zone: Tz) -> Timestamp {
    let local = Utc.timestamp_micros(at.micros()).unwrap().with_timezone(&zone).naive_local();
    let later = local.checked_add_months(chrono::Months::new(months)).unwrap();
    let instant = match zone.from_local_datetime(&later) {
        LocalResult::Single(at) | LocalResult::Ambiguous(_, at) => at.timestamp_micros(),
        LocalResult::None => {
            let read = zone.from_local_datetime(&(later + chrono::TimeDelta::hours(1)));
            read.latest().unwrap().timestamp_micros()
        }
    };
    Timestamp::from_micros(instant)
}

/// The finalizer of SplitMix64.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Somebody's id at the shop as a number.
fn number(who: PartyName) -> u64 {
    let key = match who {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    u64::from_ne_bytes(key.bits().to_ne_bytes())
}

/// The arm in which somebody is; nothing for the holdout.
fn drawn(experiment: &Experiment, who: PartyName) -> Option<Key> {
    let all = u64::from(experiment.holdout) + experiment.arms.iter().map(|arm| u64::from(arm.weight)).sum::<u64>();
    let mut at = mix(experiment.salt ^ mix(number(who))) % all;
    if at < u64::from(experiment.holdout) {
        return None;
    }
    at -= u64::from(experiment.holdout);
    for arm in &experiment.arms {
        if at < u64::from(arm.weight) {
            return Some(arm.name);
        }
        at -= u64::from(arm.weight);
    }
    unreachable!("all weights were added up")
}
