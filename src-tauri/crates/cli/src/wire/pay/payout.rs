//! A payout on the wire.

use serde::Serialize;
use vouchsafe_app::view::PayoutRow;

use crate::table::{Cell, Column, col, extra};
use crate::wire::{Money, Person, called};

/// A payout.
#[derive(Debug, Serialize)]
pub(crate) struct Payout {
    reward: String,
    state: &'static str,
    rail: &'static str,
    amount: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    should: Option<Money>,
    used: Money,
    generation: u16,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_end: Option<String>,
    beneficiary: Person,
    friend: Person,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    program: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    since: String,
    revision: u32,
}

impl From<&PayoutRow> for Payout {
    fn from(row: &PayoutRow) -> Self {
        Self {
            reward: row.reward.clone(),
            state: row.state.name(),
            rail: row.rail.name(),
            amount: row.amount.clone().into(),
            should: row.to.clone().map(Money::from),
            used: row.used.clone().into(),
            generation: row.generation,
            attempts: row.attempts,
            code_end: row.code_end.clone(),
            beneficiary: (&row.beneficiary).into(),
            friend: (&row.friend).into(),
            role: row.role.name(),
            order: row.order.clone(),
            program: row.program.clone(),
            reason: row.reason.map(|reason| reason.code()),
            since: row.since.to_string(),
            revision: row.revision,
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("reward"),
    col("state"),
    col("rail"),
    col("amount"),
    col("currency"),
    extra("should"),
    extra("used"),
    col("beneficiary"),
    extra("beneficiary_key"),
    extra("beneficiary_email"),
    extra("role"),
    extra("order"),
    extra("program"),
    extra("reason"),
    extra("generation"),
    extra("attempts"),
    col("code_end"),
    col("since"),
    extra("revision"),
];

/// A payout as a row.
pub(crate) fn cells(row: &PayoutRow) -> Vec<Cell> {
    vec![
        Cell::text(&row.reward),
        Cell::Word("payout-state", row.state.name()),
        Cell::text(row.rail.name()),
        Cell::figure(row.amount.figure()),
        Cell::text(&row.amount.name),
        Cell::maybe(row.to.as_ref(), |to| Cell::figure(to.figure())),
        Cell::figure(row.used.figure()),
        Cell::text(called(&row.beneficiary)),
        Cell::text(&row.beneficiary.key),
        Cell::maybe(row.beneficiary.email.as_deref(), Cell::text),
        Cell::Word("role", row.role.name()),
        Cell::maybe(row.order.as_deref(), Cell::text),
        Cell::text(&row.program),
        Cell::maybe(row.reason, |reason| Cell::text(reason.code())),
        Cell::figure(row.generation),
        Cell::figure(row.attempts),
        Cell::maybe(row.code_end.as_deref(), Cell::text),
        Cell::At(row.since),
        Cell::figure(row.revision),
    ]
}
