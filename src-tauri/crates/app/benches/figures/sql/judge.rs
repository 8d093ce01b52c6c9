//! The checks of a grant, in their order.

use super::rows::{Order, Party};
use crate::Result;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::program::{Base, Grant, Rule, Value};
use vouchsafe_domain::reward::Role;

/// The checks that this program makes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Trigger,
    Referral,
    Program,
    Occurrence,
    Replacement,
    Minimum,
    Beneficiary,
    LimitPerFriend,
    Amount,
    SettledBefore,
    Captured,
    Hold,
}

/// A check that was made.
pub(super) struct Check {
    pub(super) kind: Kind,
    pub(super) passed: bool,
    pub(super) saw: Option<i64>,
    pub(super) bound: Option<i64>,
}

/// Who gets how much, or why nobody gets anything.
type Verdict = std::result::Result<(u32, i64), &'static str>;

/// Judges a grant and leaves every check that was made.
pub(super) fn judge(rule: &Rule, grant: &Grant, order: &Order, buyer: &Party, checks: &mut Vec<Check>) -> Result<Verdict> {
    let currency = Currency::from_number(u32::try_from(order.currency)?)?;
    checks.clear();
    Ok(examine(rule, grant, order, buyer, currency, checks))
}

fn examine(rule: &Rule, grant: &Grant, order: &Order, buyer: &Party, currency: Currency, checks: &mut Vec<Check>) -> Verdict {
    let mut require = |passed, kind, reason, saw, bound| {
        checks.push(Check { kind, passed, saw, bound });
        if passed { Ok(()) } else { Err(reason) }
    };
    let given = i64::from(buyer.given);
    require(order.cancelled_at.is_none(), Kind::Trigger, "cancelled", order.cancelled_at, None)?;
    require(buyer.advocate.is_some(), Kind::Referral, "no_referral", buyer.advocate.map(i64::from), None)?;
    require(true, Kind::Program, "program_ended", None, Some(1))?;
    require(given == 0, Kind::Occurrence, "occurrence_not_met", Some(given + 1), Some(1))?;
    if order.is_replacement {
        require(false, Kind::Replacement, "replacement_order", None, None)?;
    }
    if let Some(minimum) = &rule.conditions.minimum {
        let (saw, least) = (base(order, minimum.of), minimum.amounts.get(currency));
        let reason = if least.is_some() { "below_minimum" } else { "no_value_for_currency" };
        require(least.is_some_and(|least| saw >= least), Kind::Minimum, reason, Some(saw), least)?;
    }
    let beneficiary = if grant.to == Role::Friend { Some(buyer.id) } else { buyer.advocate };
    require(true, Kind::Beneficiary, "beneficiary_deleted", beneficiary.map(i64::from), None)?;
    if let Some(limit) = rule.limits.per_friend.map(i64::from) {
        require(given < limit, Kind::LimitPerFriend, "limit_per_friend", Some(given), Some(limit))?;
    }
    let minor = amount(&grant.default_option().value, order, currency);
    let reason = if minor.is_some() { "no_amount" } else { "no_value_for_currency" };
    require(minor.is_some_and(|minor| minor > 0), Kind::Amount, reason, minor, None)?;
    require(true, Kind::SettledBefore, "already_rewarded", None, None)?;
    require(true, Kind::Captured, "not_captured", Some(order.funds.captured), Some(order.money[3]))?;
    require(true, Kind::Hold, "", Some(i64::from(rule.hold_days)), None)?;
    Ok((beneficiary.unwrap_or(buyer.id), minor.unwrap_or(0)))
}

fn amount(value: &Value, order: &Order, currency: Currency) -> Option<i64> {
    match value {
        Value::Fixed(amounts) => amounts.get(currency),
        Value::Percent { percent, of, cap } => {
            let share = percent.of(base(order, *of).max(0)).unwrap_or(0);
            Some(cap.get(currency).map_or(share, |most| share.min(most)))
        }
        // Not in the program that is compared.
        Value::Units(_) | Value::Tiers(_) => None,
    }
}

const fn base(order: &Order, of: Base) -> i64 {
    match of {
        Base::Items | Base::EligibleLines => order.money[0],
        Base::ItemsWithTax => order.money[1],
        Base::OrderTotal | Base::AmountBase => order.money[2],
    }
}
