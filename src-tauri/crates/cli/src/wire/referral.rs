//! Referrals on the wire.

use serde::Serialize;
use vouchsafe_app::view::ReferralRow;

use super::{Money, Person, called};
use crate::table::{Cell, Column, col, extra};

/// A referral.
#[derive(Debug, Serialize)]
pub(crate) struct Referral {
    friend: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    advocate: Option<Person>,
    code: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    bound_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_paid_at: Option<String>,
    orders: u64,
    revenue: Vec<Money>,
    rewards: u64,
}

impl From<&ReferralRow> for Referral {
    fn from(row: &ReferralRow) -> Self {
        Self {
            friend: (&row.friend).into(),
            advocate: row.advocate.as_ref().map(Person::from),
            code: row.code.clone(),
            status: row.status.name(),
            reason: row.reason.map(|reason| reason.code()),
            bound_at: row.bound_at.to_string(),
            first_paid_at: row.first_paid_at.map(|at| at.to_string()),
            orders: row.orders,
            revenue: row.revenue.iter().copied().map(Money::from).collect(),
            rewards: row.rewards,
        }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[
    col("friend"),
    extra("friend_key"),
    extra("friend_email"),
    col("advocate"),
    extra("advocate_key"),
    extra("advocate_email"),
    col("code"),
    col("status"),
    extra("reason"),
    col("bound"),
    extra("first_paid"),
    col("orders"),
    col("revenue"),
    col("rewards"),
];

/// A referral as a row.
pub(crate) fn cells(row: &ReferralRow) -> Vec<Cell> {
    let advocate = row.advocate.as_ref();
    vec![
        Cell::text(called(&row.friend)),
        Cell::text(&row.friend.key),
        Cell::maybe(row.friend.email.as_deref(), Cell::text),
        Cell::maybe(advocate, |advocate| Cell::text(called(advocate))),
        Cell::maybe(advocate, |advocate| Cell::text(&advocate.key)),
        Cell::maybe(advocate.and_then(|advocate| advocate.email.as_deref()), Cell::text),
        Cell::text(&row.code),
        Cell::Word("status", row.status.name()),
        Cell::maybe(row.reason, |reason| Cell::text(reason.code())),
        Cell::At(row.bound_at),
        Cell::maybe(row.first_paid_at, Cell::At),
        Cell::figure(row.orders),
        Cell::figure(row.revenue.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        Cell::figure(row.rewards),
    ]
}
