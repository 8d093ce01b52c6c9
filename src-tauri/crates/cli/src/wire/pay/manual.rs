//! What is paid by hand, on the wire.

use serde::Serialize;
use vouchsafe_app::view::ManualRow;

use crate::table::{Cell, Column, col, extra};
use crate::wire::{Money, Person, called};

/// A reward that a person pays.
#[derive(Debug, Serialize)]
pub(crate) struct Manual {
    reward: String,
    beneficiary: Person,
    amount: Money,
    program: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    due_at: String,
}

impl From<&ManualRow> for Manual {
    fn from(row: &ManualRow) -> Self {
        Self {
            reward: row.reward.clone(),
            beneficiary: (&row.beneficiary).into(),
            amount: row.amount.clone().into(),
            program: row.program.clone(),
            order: row.order.clone(),
            due_at: row.due_at.to_string(),
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("reward"),
    extra("beneficiary_key"),
    col("beneficiary"),
    extra("email"),
    col("amount"),
    col("currency"),
    col("program"),
    extra("order"),
    col("due"),
];

/// A reward that a person pays, as a row.
pub(crate) fn cells(row: &ManualRow) -> Vec<Cell> {
    vec![
        Cell::text(&row.reward),
        Cell::text(&row.beneficiary.key),
        Cell::text(called(&row.beneficiary)),
        Cell::maybe(row.beneficiary.email.as_deref(), Cell::text),
        Cell::figure(row.amount.figure()),
        Cell::text(&row.amount.name),
        Cell::text(&row.program),
        Cell::maybe(row.order.as_deref(), Cell::text),
        Cell::At(row.due_at),
    ]
}
