//! Findings of a reconciliation, on the wire.

use serde::Serialize;
use vouchsafe_app::view::FindingRow;

use super::{Money, Person, called};
use crate::table::{Cell, Column, col, extra};

/// A finding.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    no: u64,
    finding: &'static str,
    mend: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beneficiary: Option<Person>,
    rail: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_at_shop: Option<String>,
    code_end: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    here: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    there: Option<Money>,
    found_at: String,
    seen_at: String,
}

impl From<&FindingRow> for Finding {
    fn from(row: &FindingRow) -> Self {
        Self {
            no: row.no,
            finding: row.kind_word(),
            mend: row.mend_word(),
            state: row.state.name(),
            reward: row.reward.clone(),
            beneficiary: row.beneficiary.as_ref().map(Person::from),
            rail: row.rail.name(),
            id_at_shop: row.id.clone(),
            code_end: row.code_end.clone(),
            here: row.here.map(Money::from),
            there: row.there.map(Money::from),
            found_at: row.found_at.to_string(),
            seen_at: row.seen_at.to_string(),
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("no"),
    col("finding"),
    col("mend"),
    col("reward"),
    extra("beneficiary"),
    extra("beneficiary_key"),
    extra("rail"),
    extra("id_at_shop"),
    col("code_end"),
    col("here"),
    col("there"),
    col("currency"),
    extra("found"),
];

/// A finding as a row.
pub(crate) fn cells(row: &FindingRow) -> Vec<Cell> {
    let currency = row.there.or(row.here).map(|money| money.currency);
    vec![
        Cell::figure(row.no),
        Cell::Word("reconcile-kind", row.kind_word()),
        Cell::Word("reconcile-mend", row.mend_word()),
        Cell::maybe(row.reward.as_deref(), Cell::text),
        Cell::maybe(row.beneficiary.as_ref(), |person| Cell::text(called(person))),
        Cell::maybe(row.beneficiary.as_ref(), |person| Cell::text(&person.key)),
        Cell::text(row.rail.name()),
        Cell::maybe(row.id.as_deref(), Cell::text),
        Cell::text(&row.code_end),
        Cell::maybe(row.here, |money| Cell::figure(money.amount_text())),
        Cell::maybe(row.there, |money| Cell::figure(money.amount_text())),
        Cell::maybe(currency, |currency| Cell::text(currency.to_string())),
        Cell::At(row.found_at),
    ]
}
