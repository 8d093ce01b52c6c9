//! Rewards: the list, one with all that is known of it, and what a reviewer decides.

use super::decision::{Again, Decision};
use super::raise::Raise;
use super::{Money, PersonRef, Role, all, args, count, currency, cut, typed};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::view;

/// The longest reason that is written down, in characters.
const MAX_REASON: usize = 1_000;

/// The state of a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RewardState {
    /// Something is waited for.
    Waiting,
    /// To be delivered.
    Due,
    /// Delivered.
    Settled,
    /// Ended before delivery.
    Void,
    /// Taken back after delivery.
    Reversed,
}

impl From<view::RewardState> for RewardState {
    fn from(state: view::RewardState) -> Self {
        match state {
            view::RewardState::Waiting => Self::Waiting,
            view::RewardState::Due => Self::Due,
            view::RewardState::Settled => Self::Settled,
            view::RewardState::Void => Self::Void,
            view::RewardState::Reversed => Self::Reversed,
        }
    }
}

impl From<RewardState> for view::RewardState {
    fn from(state: RewardState) -> Self {
        match state {
            RewardState::Waiting => Self::Waiting,
            RewardState::Due => Self::Due,
            RewardState::Settled => Self::Settled,
            RewardState::Void => Self::Void,
            RewardState::Reversed => Self::Reversed,
        }
    }
}

/// What a reward waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WaitKind {
    /// The order's money.
    Captured,
    /// A date.
    Hold,
    /// A person's look.
    Review,
    /// A person's word on more than stands.
    Raise,
    /// The friend's word that the email address is theirs.
    Email,
    /// The friend's word that the phone number is theirs.
    Phone,
    /// The friend's account, or its age.
    Account,
    /// The role of who gets it.
    Role,
    /// A person's look, by the name under which the window may also ask for it.
    Person,
}

impl From<view::Wait> for WaitKind {
    fn from(wait: view::Wait) -> Self {
        match wait {
            view::Wait::Captured => Self::Captured,
            view::Wait::Hold => Self::Hold,
            view::Wait::Review => Self::Review,
            view::Wait::Raise => Self::Raise,
            view::Wait::Email => Self::Email,
            view::Wait::Phone => Self::Phone,
            view::Wait::Account => Self::Account,
            view::Wait::Role => Self::Role,
        }
    }
}

impl From<WaitKind> for view::Wait {
    fn from(wait: WaitKind) -> Self {
        match wait {
            WaitKind::Captured => Self::Captured,
            WaitKind::Hold => Self::Hold,
            WaitKind::Review | WaitKind::Person => Self::Review,
            WaitKind::Raise => Self::Raise,
            WaitKind::Email => Self::Email,
            WaitKind::Phone => Self::Phone,
            WaitKind::Account => Self::Account,
            WaitKind::Role => Self::Role,
        }
    }
}

/// Which rewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RewardFilter {
    /// Of this state.
    pub state: Option<RewardState>,
    /// Waiting for this.
    pub wait: Option<WaitKind>,
    /// In this currency.
    pub currency: Option<String>,
    /// To this side.
    pub role: Option<Role>,
    /// About this reward, order, customer or email address.
    pub search: Option<String>,
}

impl RewardFilter {
    /// The filter in the words of the verbs.
    ///
    /// # Errors
    /// `unknown_currency`.
    pub fn parse(self) -> Answer<view::RewardFilter> {
        Ok(view::RewardFilter {
            state: self.state.map(Into::into),
            wait: self.wait.map(Into::into),
            currency: self.currency.map(|code| currency(&code)).transpose()?,
            role: self.role.map(Into::into),
            search: typed(self.search),
        })
    }
}

/// In which order rewards come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RewardSort {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// The largest amount first.
    AmountHigh,
    /// The smallest amount first.
    AmountLow,
}

impl From<RewardSort> for view::RewardSort {
    fn from(sort: RewardSort) -> Self {
        match sort {
            RewardSort::Newest => Self::Newest,
            RewardSort::Oldest => Self::Oldest,
            RewardSort::AmountHigh => Self::AmountHigh,
            RewardSort::AmountLow => Self::AmountLow,
        }
    }
}

/// A reward in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RewardRow {
    /// Its key.
    pub key: String,
    /// The program's id.
    pub program: String,
    /// The rule's id.
    pub rule: String,
    /// Which side it goes to.
    pub role: Role,
    /// Who gets it.
    pub beneficiary: PersonRef,
    /// The friend.
    pub friend: PersonRef,
    /// The order that it is for.
    pub order: Option<String>,
    /// Its state.
    pub state: RewardState,
    /// What it waits for.
    pub waits: Vec<WaitKind>,
    /// Why it ended: a reason code.
    pub reason: Option<String>,
    /// What stands of it.
    pub amount: Money,
    /// What would stand if a person agreed to give more.
    pub proposed: Option<Money>,
    /// When it was promised.
    pub created_at: String,
    /// Since when it is due, or until when it is held.
    pub due_at: Option<String>,
}

impl From<view::RewardRow> for RewardRow {
    fn from(row: view::RewardRow) -> Self {
        Self {
            key: row.key,
            program: row.program,
            rule: row.rule,
            role: row.role.into(),
            beneficiary: row.beneficiary.into(),
            friend: row.friend.into(),
            order: row.order.map(cut),
            state: row.state.into(),
            waits: all(row.waits),
            reason: row.reason.map(|reason| reason.code().to_owned()),
            amount: row.amount.into(),
            proposed: row.proposed.map(Into::into),
            created_at: row.created_at.to_string(),
            due_at: row.due_at.map(|at| at.to_string()),
        }
    }
}

/// A sum of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Total {
    /// The currency.
    pub currency: String,
    /// How much.
    pub amount: String,
    /// Of how many.
    pub count: u32,
}

impl From<view::Total> for Total {
    fn from(total: view::Total) -> Self {
        let Money { amount, currency } = total.amount.into();
        Self { currency, amount, count: count(total.count) }
    }
}

/// Part of a list of rewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RewardPage {
    /// The rows.
    pub rows: Vec<RewardRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
    /// What all of them sum up to, for each currency.
    pub totals: Vec<Total>,
}

impl RewardPage {
    /// A page with the totals of the whole list.
    pub fn of(page: view::Page<view::RewardRow>, totals: Vec<view::Total>) -> Self {
        Self { rows: all(page.rows), next: page.next, count: count(page.count), totals: all(totals) }
    }
}

/// A movement in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TransferRow {
    /// The event's place in the log.
    pub seq: u32,
    /// When.
    pub at: String,
    /// The account that receives.
    pub debit: String,
    /// The account that gives.
    pub credit: String,
    /// How much.
    pub amount: Money,
}

impl From<view::TransferView> for TransferRow {
    fn from(transfer: view::TransferView) -> Self {
        Self { seq: count(transfer.seq), at: transfer.at.to_string(), debit: transfer.debit, credit: transfer.credit, amount: transfer.amount.into() }
    }
}

/// One thing that happened to a reward. Its sentence stands in the Fluent files under `change-<change>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HistoryRow {
    /// The event's place in the log.
    pub seq: u32,
    /// When.
    pub at: String,
    /// The event's type.
    pub event_type: String,
    /// What was judged again, and why.
    pub again: Option<Again>,
    /// What happened.
    pub change: String,
    /// The sentence's arguments.
    pub args: BTreeMap<String, String>,
    /// Who did it, if it was a person.
    pub actor: Option<String>,
}

impl From<view::HistoryView> for HistoryRow {
    fn from(entry: view::HistoryView) -> Self {
        Self {
            seq: count(entry.seq),
            at: entry.at.to_string(),
            event_type: entry.event_type.to_owned(),
            again: entry.again.map(Into::into),
            change: entry.change.to_owned(),
            args: args(entry.args),
            actor: entry.actor.map(cut),
        }
    }
}

/// A reward with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RewardDetail {
    /// The reward.
    pub row: RewardRow,
    /// The decision that gave it.
    pub decision: Option<Decision>,
    /// What a person may agree to give more.
    pub raise: Option<Raise>,
    /// What it moved in the ledger.
    pub transfers: Vec<TransferRow>,
    /// What happened to it.
    pub history: Vec<HistoryRow>,
    /// Whether a person's approval is waited for.
    pub can_approve: bool,
    /// Whether a person can refuse it.
    pub can_reject: bool,
    /// What is on screen, stamped: a review sends it back.
    pub expects: String,
}

impl From<view::RewardDetail> for RewardDetail {
    fn from(detail: view::RewardDetail) -> Self {
        Self {
            row: detail.row.into(),
            decision: detail.decision.map(Into::into),
            raise: detail.raise.map(Into::into),
            transfers: all(detail.transfers),
            history: all(detail.history),
            can_approve: detail.can_approve,
            can_reject: detail.can_reject,
            expects: detail.revision.to_string(),
        }
    }
}

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReviewVerdict {
    /// Let it go on.
    Approve,
    /// Refuse it.
    Reject,
}

/// A reviewer's decision on one reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Review {
    /// The reward's key.
    pub key: String,
    /// What is decided.
    pub verdict: ReviewVerdict,
    /// Why.
    pub reason: String,
    /// What was on screen.
    pub expects: String,
}

impl Review {
    /// What is decided, in the words of the verbs.
    #[must_use]
    pub const fn verdict(&self) -> view::ReviewVerdict {
        match self.verdict {
            ReviewVerdict::Approve => view::ReviewVerdict::Approve,
            ReviewVerdict::Reject => view::ReviewVerdict::Reject,
        }
    }

    /// The revision that was on screen.
    ///
    /// # Errors
    /// `stale` for a stamp that no detail had.
    pub fn revision(&self) -> Answer<u32> {
        self.expects.parse().map_err(|_| AppError::new("stale", []))
    }

    /// The reason, bounded.
    #[must_use]
    pub fn reason(&self) -> String {
        self.reason.trim().chars().take(MAX_REASON).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::money::{Currency, Money as Exact};
    use vouchsafe_domain::reason::Reason;
    use vouchsafe_domain::time::Timestamp;

    fn person(party: u32, name: &str) -> view::Person {
        view::Person { party, key: party.to_string(), name: Some(name.to_owned()), email: Some("a@shop.example".to_owned()) }
    }

    fn row(name: &str) -> view::RewardRow {
        view::RewardRow {
            key: "first-order/46/1042/advocate".to_owned(),
            program: "shop-gift-card".to_owned(),
            rule: "first-order".to_owned(),
            role: vouchsafe_domain::reward::Role::Advocate,
            beneficiary: person(1, name),
            friend: person(2, name),
            order: Some("1042".to_owned()),
            state: view::RewardState::Void,
            waits: vec![view::Wait::Review],
            reason: Some(Reason::BelowMinimum),
            amount: Exact::new(1_000, Currency::parse("EUR").unwrap()).into(),
            proposed: None,
            created_at: Timestamp::EPOCH,
            due_at: None,
        }
    }

    #[test]
    fn a_row_travels_as_text() {
        let row = serde_json::to_value(RewardRow::from(row("=HYPERLINK(1)"))).unwrap();
        assert_eq!(row["role"], "advocate");
        assert_eq!(row["state"], "void");
        assert_eq!(row["waits"][0], "review");
        assert_eq!(row["reason"], "below_minimum");
        assert_eq!(row["amount"]["amount"], "10.00");
        assert_eq!(row["created_at"], "1970-01-01T00:00:00Z");
        assert_eq!(row["beneficiary"]["name"], "=HYPERLINK(1)");
        assert!(row["due_at"].is_null());
    }

    #[test]
    fn the_longest_page_stays_below_the_limit() {
        let rows = (0..super::super::MAX_ROWS).map(|_| row(&"я".repeat(1_000))).collect();
        let page = RewardPage::of(view::Page { rows, next: None, count: u64::MAX }, Vec::new());
        let bytes = serde_json::to_vec(&page).unwrap().len();
        assert!(bytes < 256 * 1_024, "{bytes} bytes");
        assert_eq!(page.count, u32::MAX);
    }

    #[test]
    fn a_filter_is_parsed_at_the_door() {
        let filter = |currency: Option<&str>, search: &str| RewardFilter {
            state: Some(RewardState::Waiting),
            wait: Some(WaitKind::Person),
            currency: currency.map(str::to_owned),
            role: None,
            search: Some(search.to_owned()),
        };
        let parsed = filter(Some("EUR"), " 1042 ").parse().unwrap();
        assert_eq!((parsed.wait, parsed.search.as_deref()), (Some(view::Wait::Review), Some("1042")));
        assert_eq!(filter(None, " ").parse().unwrap().search, None);
        assert_eq!(filter(Some("EURO"), "").parse().unwrap_err().code, "unknown_currency");
    }

    #[test]
    fn a_review_is_parsed_at_the_door() {
        let review = |expects: &str| Review {
            key: "k".to_owned(),
            verdict: ReviewVerdict::Reject,
            reason: format!("  {}", "x".repeat(5_000)),
            expects: expects.to_owned(),
        };
        assert_eq!(review("7").revision(), Ok(7));
        assert_eq!(review("seven").revision().unwrap_err().code, "stale");
        assert_eq!(review("-1").revision().unwrap_err().code, "stale");
        assert_eq!(review("7").reason().len(), MAX_REASON);
    }

    #[test]
    fn states_and_waits_keep_their_names() {
        for state in view::RewardState::ALL {
            assert_eq!(serde_json::to_value(RewardState::from(state)).unwrap(), state.name());
            assert_eq!(view::RewardState::from(RewardState::from(state)), state);
        }
        for wait in view::Wait::ALL {
            assert_eq!(serde_json::to_value(WaitKind::from(wait)).unwrap(), wait.name());
            assert_eq!(view::Wait::from(WaitKind::from(wait)), wait);
        }
    }
}
