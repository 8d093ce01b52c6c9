//! Eligibility: what must be true of the event, the order and the people.

use super::amount::Facts;
use super::bench::Bench;
use crate::engine::draft::Draft;
use crate::money::Money;
use crate::outcome::{CheckKind, Seen};
use crate::party::PartyId;
use crate::program::{Rule, Trigger};
use crate::reason::Reason;
use crate::state::OrderRecord;
use crate::time::Span;

impl Draft<'_> {
    /// The conditions of the event, of its order, and of the friend as a customer.
    pub(super) fn eligible(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        if let Some(order) = bench.case.order {
            eligible_order(bench, order)?;
        }
        self.new_customer(bench)?;
        self.within_signup(bench)
    }

    /// A friend who never ordered before, as a guest or otherwise.
    fn new_customer(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        if !bench.rule.conditions.new_customers {
            return Ok(());
        }
        let since = bench.case.friend.party.first_order_at;
        let at = bench.case.order.map_or(self.at, |order| order.placed_at);
        let order = bench.case.occasion.order();
        let is_the_first = order.is_none() || bench.case.friend.party.first_order == order;
        let is_new = since.is_none_or(|since| at < since || (at == since && is_the_first));
        bench.require(is_new, CheckKind::NewCustomer, Reason::NotNewCustomer, since.map_or(Seen::Nothing, Seen::At), Seen::At(at))
    }

    fn within_signup(&self, bench: &mut Bench<'_>) -> Result<(), Reason> {
        let Some(days) = bench.rule.conditions.within_days_of_signup else { return Ok(()) };
        let until = self.registered_at(bench).map(|since| since.plus(Span::days(days)));
        let is_within = until.is_some_and(|until| self.at < until);
        bench.require(is_within, CheckKind::SignupWindow, Reason::OutsideWindow, Seen::At(self.at), until.map_or(Seen::Nothing, Seen::At))
    }

    /// When the friend's account was made; by this very event, if that is what it tells.
    pub(super) fn registered_at(&self, bench: &Bench<'_>) -> Option<crate::time::Timestamp> {
        bench.case.friend.party.registered_at.or_else(|| (bench.trigger == Trigger::Registered).then_some(self.at))
    }

    /// Who would get it has the role that the rule asks for.
    pub(super) fn high_enough(&self, bench: &mut Bench<'_>, beneficiary: PartyId) -> Result<(), Reason> {
        let Some(least) = bench.rule.conditions.role else { return Ok(()) };
        let has = self.role_of(beneficiary, bench.case);
        let saw = has.map_or(Seen::Nothing, Seen::Name);
        bench.require(self.has_role(has, least), CheckKind::Role, Reason::RoleTooLow, saw, Seen::Name(least))
    }
}

/// The order's own conditions: not a replacement, in a channel and to a country of the rule, of its categories, large enough.
fn eligible_order(bench: &mut Bench<'_>, order: &OrderRecord) -> Result<(), Reason> {
    let conditions = &bench.rule.conditions;
    if order.is_replacement {
        return bench.refuse(CheckKind::Replacement, Reason::ReplacementOrder, Seen::Nothing, Seen::Nothing);
    }
    if !conditions.channels.is_empty() {
        let saw = order.channel.map_or(Seen::Nothing, |channel| Seen::Name(channel.0));
        let is_listed = order.channel.is_some_and(|channel| conditions.channels.contains(&channel));
        bench.require(is_listed, CheckKind::Channel, Reason::ChannelNotEligible, saw, Seen::Nothing)?;
    }
    if !conditions.countries.is_empty() {
        let saw = order.country.map_or(Seen::Nothing, Seen::Country);
        let is_listed = order.country.is_some_and(|country| conditions.countries.contains(&country));
        bench.require(is_listed, CheckKind::Country, Reason::CountryNotEligible, saw, Seen::Nothing)?;
    }
    if !conditions.categories.is_empty() {
        let saw = order.categories.first().map_or(Seen::Nothing, |(category, _)| Seen::Name(category.0));
        bench.require(has_category(bench.rule, order), CheckKind::Category, Reason::CategoryNotEligible, saw, Seen::Nothing)?;
    }
    let Some(minimum) = &conditions.minimum else { return Ok(()) };
    let whole = Facts::of_order(bench.rule, order).base(minimum.of).map_or(Seen::Nothing, Seen::Money);
    let limit = minimum.amounts.get(order.currency).map_or(Seen::Nothing, |least| Seen::Money(Money::new(least, order.currency)));
    let large_enough = large_enough(bench.rule, order);
    bench.require(large_enough.is_ok(), CheckKind::Minimum, large_enough.err().unwrap_or(Reason::BelowMinimum), whole, limit)
}

fn has_category(rule: &Rule, order: &OrderRecord) -> bool {
    let categories = &rule.conditions.categories;
    categories.is_empty() || order.categories.iter().any(|(category, _)| categories.contains(category))
}

fn large_enough(rule: &Rule, order: &OrderRecord) -> Result<(), Reason> {
    let Some(minimum) = &rule.conditions.minimum else { return Ok(()) };
    let least = minimum.amounts.get(order.currency).ok_or(Reason::NoValueForCurrency)?;
    let whole = Facts::of_order(rule, order).base(minimum.of).map_or(0, |money| money.minor);
    if whole >= least { Ok(()) } else { Err(Reason::BelowMinimum) }
}

/// Whether an order still is what a rule asks for after it was edited: it has a line of its categories and is large enough.
pub(super) fn still_eligible(rule: &Rule, order: &OrderRecord) -> Result<(), Reason> {
    if has_category(rule, order) { large_enough(rule, order) } else { Err(Reason::CategoryNotEligible) }
}
