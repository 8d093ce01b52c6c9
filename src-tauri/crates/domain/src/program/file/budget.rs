//! Reads a budget.

use super::door::{amounts_beside, bounded};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all};
use crate::program::dto::BudgetDto;
use crate::program::{Budget, BudgetPer, Rule};

/// A budget that the rules can spend, if those could be read.
pub(super) fn budget(place: &Place<'_>, dto: &BudgetDto, rules: Option<&[Rule]>) -> Result<Budget> {
    let per = match dto.0.get("per").map(String::as_str) {
        Some("program") => Ok(BudgetPer::Program),
        Some("month") => Ok(BudgetPer::Month),
        Some(other) => Err(place.key("per").fault_with(Kind::BudgetTime, [("text", bounded(other))])),
        None => Err(place.fault(Kind::BudgetPer)),
    };
    all! {
        per = per;
        amounts = amounts_beside(place, &dto.0, "per");
    }
    match amounts.0[..] {
        [most] if rules.is_none_or(|rules| rules.iter().any(|rule| rule.can_give(most.currency))) => Ok(Budget { most, per }),
        [most] => Err(place.key(&most.currency.to_string()).fault_with(Kind::BudgetIdle, [("currency", most.currency.to_string())])),
        _ => Err(place.fault(Kind::BudgetCurrencies)),
    }
}
