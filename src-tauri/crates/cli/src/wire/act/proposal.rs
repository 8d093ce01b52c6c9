//! What waits for a second person, on the wire.

use serde::Serialize;
use vouchsafe_app::view::ProposalRow;

use crate::table::{Cell, Column, col, extra};
use crate::wire::{Money, Person, called};

/// A proposal.
#[derive(Debug, Serialize)]
pub(crate) struct Proposal {
    no: u64,
    act: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beneficiary: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    at: String,
}

impl From<&ProposalRow> for Proposal {
    fn from(row: &ProposalRow) -> Self {
        Self {
            no: row.no,
            act: row.act,
            reward: row.reward.clone(),
            beneficiary: row.beneficiary.as_ref().map(Person::from),
            amount: row.amount.clone().map(Money::from),
            actor: row.actor.clone(),
            reason: row.reason.clone(),
            at: row.at.to_string(),
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("no"),
    col("act"),
    col("reward"),
    col("beneficiary"),
    extra("beneficiary_key"),
    col("amount"),
    col("currency"),
    col("actor"),
    col("reason"),
    col("at"),
];

/// A proposal as a row.
pub(crate) fn cells(row: &ProposalRow) -> Vec<Cell> {
    vec![
        Cell::figure(row.no),
        Cell::Word("payouts-act", row.act),
        Cell::maybe(row.reward.as_deref(), Cell::text),
        Cell::maybe(row.beneficiary.as_ref(), |person| Cell::text(called(person))),
        Cell::maybe(row.beneficiary.as_ref(), |person| Cell::text(&person.key)),
        Cell::maybe(row.amount.as_ref(), |amount| Cell::figure(amount.figure())),
        Cell::maybe(row.amount.as_ref(), |amount| Cell::text(&amount.name)),
        Cell::text(&row.actor),
        Cell::maybe(row.reason.as_deref(), Cell::text),
        Cell::At(row.at),
    ]
}
