//! Amounts: what a grant's value comes to, with what multiplies and what caps it.

use super::bench::{Bench, Case};
use super::eligibility::still_eligible;
use super::steps::{Counting, value_at};
use crate::engine::draft::Draft;
use crate::money::{Amount, Asset, Currency, Money, Percent, scale_half_even};
use crate::name::ChannelKey;
use crate::outcome::{CheckKind, Seen};
use crate::party::{Bond, PartyId};
use crate::program::{Base, Boost, GrantOption, PerCurrency, Program, Rule, Value};
use crate::reason::Reason;
use crate::reward::Terms;
use crate::state::OrderRecord;
use crate::time::Timestamp;

/// What a value is computed of.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Facts<'a> {
    rule: &'a Rule,
    pub(super) order: Option<&'a OrderRecord>,
    /// What an event that is no order is worth.
    amount: Option<Money>,
}

impl<'a> Facts<'a> {
    pub(in crate::engine) const fn of_order(rule: &'a Rule, order: &'a OrderRecord) -> Self {
        Self { rule, order: Some(order), amount: None }
    }

    const fn of_case(rule: &'a Rule, case: &Case<'a>) -> Self {
        Self { rule, order: case.order, amount: case.amount }
    }

    pub(super) fn currency(&self) -> Option<Currency> {
        self.order.map(|order| order.currency).or(self.amount.map(|amount| amount.currency))
    }

    /// A base of the event; none where it has no such thing.
    pub(super) fn base(&self, of: Base) -> Option<Money> {
        let Some(order) = self.order else { return self.amount.filter(|_| of == Base::AmountBase) };
        let minor = match of {
            Base::Items => order.items,
            Base::ItemsWithTax => order.items_with_tax,
            Base::EligibleLines => self.eligible_lines(order),
            Base::OrderTotal | Base::AmountBase => order.order_total,
        };
        Some(Money::new(minor, order.currency))
    }

    /// What the lines of the rule's categories come to; all items where it names none.
    fn eligible_lines(&self, order: &OrderRecord) -> i64 {
        let categories = &self.rule.conditions.categories;
        if categories.is_empty() {
            return order.items;
        }
        order.categories.iter().filter(|(category, _)| categories.contains(category)).fold(0, |sum, (_, minor)| sum.saturating_add(*minor))
    }
}

/// What a value comes to, before anything multiplies or caps it, with what was looked at.
struct Computed {
    amount: Result<Amount, Reason>,
    cap: Option<Amount>,
    saw: Seen,
    limit: Seen,
}

/// What a value comes to, in the currency of the event or in the option's own asset. Without a currency, a fixed amount is given in the first one
/// that the grant names.
fn computed(option: &GrantOption, value: &Value, facts: &Facts<'_>) -> Computed {
    let plain = |amount| Computed { amount, cap: None, saw: Seen::Nothing, limit: Seen::Nothing };
    match value {
        Value::Fixed(amounts) => plain(match facts.currency() {
            None => amounts.0.first().map(|money| (*money).into()).ok_or(Reason::NoAmount),
            Some(currency) => amounts.get(currency).map(|minor| Money::new(minor, currency).into()).ok_or(Reason::NoValueForCurrency),
        }),
        Value::Units(units) => plain(Ok(*units)),
        Value::Percent { percent, of, cap } => {
            let limit = Seen::Percent(*percent);
            match facts.base(*of) {
                None => Computed { amount: Err(Reason::NoAmount), cap: None, saw: Seen::Nothing, limit },
                Some(base) => {
                    let amount = share(*percent, base, option.unit).ok_or(Reason::NoAmount);
                    Computed { amount, cap: cap_of(cap, base.currency, option.unit), saw: Seen::Money(base), limit }
                }
            }
        }
        // No value in steps is itself in steps: the file's reader sees to it.
        Value::Tiers(_) => plain(Err(Reason::NoAmount)),
    }
}

/// A share of a base, of an asset of its own one to one: rounded once, half to even.
fn share(percent: Percent, base: Money, unit: Option<Asset>) -> Option<Amount> {
    let whole = base.minor.max(0);
    let Some(asset) = unit else { return percent.of(whole).map(|minor| Money::new(minor, base.currency).into()) };
    let (times, over) = (power_of_ten(asset.exponent())?, power_of_ten(base.currency.exponent())?);
    let minor = scale_half_even(whole, percent.parts().checked_mul(times)?, Percent::WHOLE.checked_mul(over)?)?;
    Some(Amount { minor, asset })
}

fn cap_of(cap: &PerCurrency, currency: Currency, unit: Option<Asset>) -> Option<Amount> {
    let most = cap.get(currency)?;
    let Some(asset) = unit else { return Some(Money::new(most, currency).into()) };
    let minor = scale_half_even(most, power_of_ten(asset.exponent())?, power_of_ten(currency.exponent())?)?;
    Some(Amount { minor, asset })
}

const fn power_of_ten(exponent: u8) -> Option<i64> {
    10i64.checked_pow(exponent as u32)
}

/// The times in force in which a rule gives more.
fn boosts<'a>(program: &'a Program, rule: &'a Rule, channel: Option<ChannelKey>, at: Timestamp) -> impl Iterator<Item = &'a Boost> + use<'a> {
    program.boosts.iter().filter(move |boost| {
        let is_for_rule = boost.rules.is_empty() || boost.rules.contains(&rule.id);
        let is_for_channel = boost.channels.is_empty() || channel.is_some_and(|channel| boost.channels.contains(&channel));
        (boost.from..boost.until).contains(&at) && is_for_rule && is_for_channel
    })
}

/// What boosts make of an amount: each multiplies what the one before left, rounded half to even.
fn boosted<'a>(amount: Amount, boosts: impl Iterator<Item = &'a Boost>) -> Result<Amount, Reason> {
    let mut minor = amount.minor;
    for boost in boosts {
        minor = boost.factor.of(minor).ok_or(Reason::NoAmount)?;
    }
    if minor > 0 { Ok(amount.with_minor(minor)) } else { Err(Reason::NoAmount) }
}

fn capped(amount: Amount, cap: Option<Amount>) -> Result<Amount, Reason> {
    let amount = cap.filter(|cap| cap.minor < amount.minor).unwrap_or(amount);
    if amount.minor > 0 { Ok(amount) } else { Err(Reason::NoAmount) }
}

/// What a value comes to with everything that multiplies and caps it.
fn whole(program: &Program, option: &GrantOption, value: &Value, facts: &Facts<'_>, at: Timestamp) -> Result<Amount, Reason> {
    let computed = computed(option, value, facts);
    let channel = facts.order.and_then(|order| order.channel);
    let amount = boosted(computed.amount?, boosts(program, facts.rule, channel, at))?;
    capped(amount, computed.cap)
}

/// What a promise comes to for an order as it is now, in minor units, or why it comes to nothing: the same option, the same step, the same boosts.
pub(in crate::engine) fn worth(program: &Program, terms: &Terms, order: &OrderRecord) -> Option<Result<i64, Reason>> {
    let rule = program.rule(terms.key.rule)?;
    let grant = rule.grants.iter().find(|grant| grant.to == terms.key.role)?;
    let option = grant.options.get(usize::from(terms.option))?;
    let value = value_at(&option.value, terms.step)?;
    let facts = Facts::of_order(rule, order);
    let computed = still_eligible(rule, order).and_then(|()| whole(program, option, value, &facts, terms.created_at));
    Some(computed.map(|amount| amount.minor))
}

impl Draft<'_> {
    /// How much it comes to, and by which step.
    pub(super) fn amount(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<(Amount, Option<u16>), Reason> {
        let (program, rule, grant, case) = (bench.program, bench.rule, bench.grant, bench.case);
        let option = grant.default_option();
        let facts = Facts::of_case(rule, case);
        let (value, step) = match &option.value {
            Value::Tiers(tiers) => {
                let (order, key) = (case.occasion.order(), bench.key());
                let counting = Counting { program, advocate: bond.advocate, friend: case.friend, order, facts, key };
                let (value, step) = self.step_reached(bench, tiers, &counting)?;
                (value, Some(step))
            }
            value => (value, None),
        };
        let computed = computed(option, value, &facts);
        let channel = case.order.and_then(|order| order.channel);
        let amount = computed.amount.and_then(|amount| {
            let in_force = || boosts(program, rule, channel, self.at);
            in_force().for_each(|boost| bench.pass(CheckKind::Boost, Seen::Name(boost.id), Seen::Percent(boost.factor)));
            let amount = boosted(amount, in_force())?;
            // A cap can come to nothing in the smallest unit of an asset that is no money.
            capped(amount, computed.cap).map(|_| amount)
        });
        let amount = match amount {
            Ok(amount) => amount,
            Err(reason) => return bench.refuse(CheckKind::Amount, reason, computed.saw, computed.limit),
        };
        let saw = if computed.saw == Seen::Nothing { shown(amount) } else { computed.saw };
        bench.pass(CheckKind::Amount, saw, computed.limit);
        if let Some(cap) = computed.cap.filter(|cap| cap.minor < amount.minor) {
            bench.pass(CheckKind::Cap, shown(amount), shown(cap));
        }
        capped(amount, computed.cap).map(|amount| (amount, step))
    }

    /// What another option of a promise comes to by what is known now: for its order as it is, and by the step that is reached now.
    pub(in crate::engine) fn option_amount(
        &self,
        terms: &Terms,
        option: usize,
        order: Option<&OrderRecord>,
    ) -> Result<(Amount, Option<u16>), Reason> {
        let program = self.promised_by(terms).ok_or(Reason::OptionUnknown)?;
        let rule = program.rule(terms.key.rule).ok_or(Reason::OptionUnknown)?;
        let grant = rule.grants.iter().find(|grant| grant.to == terms.key.role).ok_or(Reason::OptionUnknown)?;
        let option = grant.options.get(option).ok_or(Reason::OptionUnknown)?;
        let facts = Facts { rule, order, amount: None };
        let (value, step) = match &option.value {
            Value::Tiers(tiers) => {
                let friend = self.known(self.state.resolve(terms.friend));
                let advocate = self.advocate_of(&friend, order).ok_or(Reason::NoReferral)?;
                let counting = Counting { program, advocate, friend: &friend, order: terms.order, facts, key: terms.key };
                let reached = self.reached(tiers, &counting).map_err(|(reason, _)| reason)?;
                (reached.value, Some(reached.step))
            }
            value => (value, None),
        };
        whole(program, option, value, &facts, terms.created_at).map(|amount| (amount, step))
    }

    /// Who is credited for a friend now.
    pub(in crate::engine) fn advocate_of(&self, friend: &crate::engine::person::Person, order: Option<&OrderRecord>) -> Option<PartyId> {
        let credited = order.and_then(|order| order.credited).map(|(advocate, _)| advocate);
        credited.or(friend.party.bond.map(|bond| bond.advocate)).map(|advocate| self.state.resolve(advocate))
    }
}

/// Money is shown as money.
const fn shown(amount: Amount) -> Seen {
    match amount.asset {
        Asset::Currency(currency) => Seen::Money(Money::new(amount.minor, currency)),
        Asset::Units { .. } => Seen::Amount(amount),
    }
}
