//! Reads a budget.

use super::door::{amounts_beside, bounded};
use super::place::{Place, Result};
use crate::program::dto::BudgetDto;
use crate::program::{Budget, BudgetPer};

pub(super) fn budget(place: &Place<'_>, dto: &BudgetDto) -> Result<Budget> {
    let per = match dto.0.get("per").map(String::as_str) {
        Some("program") => BudgetPer::Program,
        Some("month") => BudgetPer::Month,
        Some(other) => return Err(place.key("per").fault(format!("“{}” is no time of a budget; write program or month", bounded(other)))),
        None => return Err(place.fault("a budget needs `per`: program or month")),
    };
    match amounts_beside(place, &dto.0, "per")?.0[..] {
        [most] => Ok(Budget { most, per }),
        _ => Err(place.fault("a budget has one currency; keep one, and make another program for the other")),
    }
}
