//! Rewards on the wire.

use serde::Serialize;
use vouchsafe_app::view::{RewardRow, Wait};

use super::{Money, Person, called};
use crate::table::{Cell, Column, col, extra};

/// A reward.
#[derive(Debug, Serialize)]
pub(crate) struct Reward {
    key: String,
    program: String,
    rule: String,
    role: &'static str,
    state: &'static str,
    waits: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    amount: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<Money>,
    beneficiary: Person,
    friend: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<String>,
}

impl From<&RewardRow> for Reward {
    fn from(row: &RewardRow) -> Self {
        Self {
            key: row.key.clone(),
            program: row.program.clone(),
            rule: row.rule.clone(),
            role: row.role.name(),
            state: row.state.name(),
            waits: row.waits.iter().copied().map(Wait::name).collect(),
            reason: row.reason.map(|reason| reason.code()),
            amount: row.amount.clone().into(),
            proposed: row.proposed.clone().map(Money::from),
            beneficiary: (&row.beneficiary).into(),
            friend: (&row.friend).into(),
            order: row.order.clone(),
            created_at: row.created_at.to_string(),
            due_at: row.due_at.map(|at| at.to_string()),
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("key"),
    col("state"),
    extra("waits"),
    extra("reason"),
    col("amount"),
    col("currency"),
    col("beneficiary"),
    extra("beneficiary_key"),
    extra("beneficiary_email"),
    extra("role"),
    extra("friend"),
    extra("friend_key"),
    extra("order"),
    extra("program"),
    extra("rule"),
    col("created"),
    col("due"),
    extra("proposed"),
];

/// A reward as a row.
pub(crate) fn cells(row: &RewardRow) -> Vec<Cell> {
    let amount = Money::from(row.amount.clone());
    vec![
        Cell::text(&row.key),
        Cell::Word("state", row.state.name()),
        Cell::text(row.waits.iter().map(|wait| wait.name()).collect::<Vec<_>>().join(" ")),
        Cell::maybe(row.reason, |reason| Cell::text(reason.code())),
        Cell::figure(amount.amount),
        Cell::text(amount.currency),
        Cell::text(called(&row.beneficiary)),
        Cell::text(&row.beneficiary.key),
        Cell::maybe(row.beneficiary.email.as_deref(), Cell::text),
        Cell::Word("role", row.role.name()),
        Cell::text(called(&row.friend)),
        Cell::text(&row.friend.key),
        Cell::maybe(row.order.as_deref(), Cell::text),
        Cell::text(&row.program),
        Cell::text(&row.rule),
        Cell::At(row.created_at),
        Cell::maybe(row.due_at, Cell::At),
        Cell::maybe(row.proposed.as_ref(), |proposed| Cell::figure(proposed.figure())),
    ]
}
