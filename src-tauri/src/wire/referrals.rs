//! Referrals: the list and the tree.

use super::{Money, PersonRef, all, count, cut, typed};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

/// Where a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReferralStatus {
    /// Bound.
    Registered,
    /// With a confirmed order.
    Activated,
    /// Refused.
    Rejected,
}

impl From<view::ReferralStatus> for ReferralStatus {
    fn from(status: view::ReferralStatus) -> Self {
        match status {
            view::ReferralStatus::Registered => Self::Registered,
            view::ReferralStatus::Activated => Self::Activated,
            view::ReferralStatus::Rejected => Self::Rejected,
        }
    }
}

impl From<ReferralStatus> for view::ReferralStatus {
    fn from(status: ReferralStatus) -> Self {
        match status {
            ReferralStatus::Registered => Self::Registered,
            ReferralStatus::Activated => Self::Activated,
            ReferralStatus::Rejected => Self::Rejected,
        }
    }
}

/// Which referrals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReferralFilter {
    /// Of this status.
    pub status: Option<ReferralStatus>,
    /// About this customer, code or email address.
    pub search: Option<String>,
}

impl From<ReferralFilter> for view::ReferralFilter {
    fn from(filter: ReferralFilter) -> Self {
        Self { status: filter.status.map(Into::into), search: typed(filter.search) }
    }
}

/// In which order referrals come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReferralSort {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// A referral in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferralRow {
    /// Who was brought.
    pub friend: PersonRef,
    /// Who brought them. A contact that was refused because nobody owns its code shows `—`, and leads to the friend.
    pub advocate: PersonRef,
    /// By which code.
    pub code: String,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Why it was refused: a reason code.
    pub reason: Option<String>,
    /// Since when.
    pub bound_at: String,
    /// When money of an order was first captured.
    pub first_paid_at: Option<String>,
    /// Paid orders as a friend.
    pub orders: u32,
    /// What these orders brought, for each currency.
    pub revenue: Vec<Money>,
    /// Rewards that the friend's doings gave, to either side.
    pub rewards: u32,
}

impl From<view::ReferralRow> for ReferralRow {
    fn from(row: view::ReferralRow) -> Self {
        let nobody = PersonRef { party: row.friend.party, key: "—".to_owned(), name: None, email: None };
        Self {
            friend: row.friend.into(),
            advocate: row.advocate.map_or(nobody, Into::into),
            code: cut(row.code),
            status: row.status.into(),
            reason: row.reason.map(|reason| reason.code().to_owned()),
            bound_at: row.bound_at.to_string(),
            first_paid_at: row.first_paid_at.map(|at| at.to_string()),
            orders: count(row.orders),
            revenue: all(row.revenue),
            rewards: count(row.rewards),
        }
    }
}

/// Part of a list of referrals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferralPage {
    /// The rows.
    pub rows: Vec<ReferralRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

impl From<view::Page<view::ReferralRow>> for ReferralPage {
    fn from(page: view::Page<view::ReferralRow>) -> Self {
        Self { rows: all(page.rows), next: page.next, count: count(page.count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::reason::Reason;
    use vouchsafe_domain::time::Timestamp;

    fn row(advocate: Option<view::Person>) -> ReferralRow {
        let friend = view::Person { party: 9, key: "guest-1042".to_owned(), name: None, email: None };
        let row = view::ReferralRow {
            friend,
            advocate,
            code: "ANNA7K2".to_owned(),
            status: view::ReferralStatus::Rejected,
            reason: Some(Reason::CodeUnknown),
            bound_at: Timestamp::EPOCH,
            first_paid_at: None,
            orders: 0,
            revenue: Vec::new(),
            rewards: 0,
        };
        row.into()
    }

    #[test]
    fn a_refused_contact_without_an_advocate_shows_a_dash() {
        let shown = row(None);
        assert_eq!((shown.advocate.key.as_str(), shown.advocate.party), ("—", 9));
        assert_eq!((shown.status, shown.reason.as_deref()), (ReferralStatus::Rejected, Some("code_unknown")));
        let anna = view::Person { party: 3, key: "46".to_owned(), name: Some("Anna".to_owned()), email: None };
        assert_eq!(row(Some(anna)).advocate.party, 3);
    }

    #[test]
    fn states_keep_their_names() {
        for status in [view::ReferralStatus::Registered, view::ReferralStatus::Activated, view::ReferralStatus::Rejected] {
            assert_eq!(serde_json::to_value(ReferralStatus::from(status)).unwrap(), status.name());
            assert_eq!(view::ReferralStatus::from(ReferralStatus::from(status)), status);
        }
    }
}
