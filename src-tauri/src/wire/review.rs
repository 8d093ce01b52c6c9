//! Review: the queue, the evidence beside a reward, and a person's word on one or many.

use super::rewards::{RewardDetail, RewardRow, Total};
use super::{Money, PersonRef, Role, all, count, cut, typed};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::state::MarkKind;
use vouchsafe_domain::time::Timestamp;

/// Which of the rewards that wait for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReviewFilter {
    /// For which the signal with this name was found.
    pub signal: Option<String>,
    /// Promised by the program with this id.
    pub program: Option<String>,
    /// To this side.
    pub role: Option<Role>,
    /// Promised at least so many days ago.
    pub days: Option<u32>,
    /// About this reward, order, customer or email address.
    pub search: Option<String>,
}

impl ReviewFilter {
    /// The filter in the words of the verbs.
    ///
    /// # Errors
    /// `not_found` for a signal that there is not.
    pub fn parse(self) -> Answer<view::ReviewFilter> {
        let signal = |name: String| {
            Signal::ALL.into_iter().find(|signal| signal.name() == name).ok_or_else(|| AppError::new("not_found", [("what", name.clone())]))
        };
        Ok(view::ReviewFilter {
            signal: self.signal.map(signal).transpose()?,
            program: typed(self.program),
            role: self.role.map(Into::into),
            days: self.days,
            search: typed(self.search),
        })
    }
}

/// A reward that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewRow {
    /// The reward.
    pub row: RewardRow,
    /// Why it waits; the sentences stand in the Fluent files under `cause-<cause>`.
    pub causes: Vec<String>,
    /// The signals that were found; they stand under `signal-<signal>`.
    pub signals: Vec<String>,
    /// What is on screen, stamped: a review sends it back.
    pub expects: String,
}

impl From<view::ReviewRow> for ReviewRow {
    fn from(row: view::ReviewRow) -> Self {
        Self { row: row.row.into(), causes: causes(&row.why), signals: signals(&row.why), expects: row.revision.to_string() }
    }
}

fn causes(why: &view::Why) -> Vec<String> {
    why.causes.iter().map(|cause| cause.name().to_owned()).collect()
}

fn signals(why: &view::Why) -> Vec<String> {
    why.signals.iter().map(|signal| signal.name().to_owned()).collect()
}

/// Part of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewPage {
    /// The rows.
    pub rows: Vec<ReviewRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
    /// What all of them sum up to, for each currency.
    pub totals: Vec<Total>,
    /// The programs by which anything waits for a person.
    pub programs: Vec<String>,
}

impl From<view::ReviewQueue> for ReviewPage {
    fn from(queue: view::ReviewQueue) -> Self {
        Self {
            rows: all(queue.page.rows),
            next: queue.page.next,
            count: count(queue.page.count),
            totals: all(queue.totals),
            programs: queue.programs.into_iter().take(super::MAX_ROWS as usize).map(cut).collect(),
        }
    }
}

/// Something that a person left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MarkRow {
    /// What it is: `mailbox`, `phone`, `address`, `device`, `card`, `card_digits` or `ip`.
    pub kind: String,
    /// Its text; nothing when it was erased.
    pub value: Option<String>,
    /// Whether the friend and who gains by them both left it.
    pub shared: bool,
}

impl From<view::MarkView> for MarkRow {
    fn from(mark: view::MarkView) -> Self {
        let kind = match mark.kind {
            MarkKind::Mailbox => "mailbox",
            MarkKind::Phone => "phone",
            MarkKind::Address => "address",
            MarkKind::Device => "device",
            MarkKind::Card => "card",
            MarkKind::CardDigits => "card_digits",
            MarkKind::Ip => "ip",
        };
        Self { kind: kind.to_owned(), value: mark.value.map(cut), shared: mark.is_shared }
    }
}

/// One of the people whom a reward is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewSide {
    /// Who.
    pub person: PersonRef,
    /// What they are in this.
    pub role: Role,
    /// The domain of their email address.
    pub domain: Option<String>,
    /// Whether they confirmed their email address; nothing when nobody said.
    pub email_verified: Option<bool>,
    /// Whether they confirmed their phone number; nothing when nobody said.
    pub phone_verified: Option<bool>,
    /// What they left behind, what is shared first.
    pub marks: Vec<MarkRow>,
}

impl From<view::Side> for ReviewSide {
    fn from(side: view::Side) -> Self {
        Self {
            person: side.person.into(),
            role: side.role.into(),
            domain: side.domain.map(cut),
            email_verified: side.email_verified,
            phone_verified: side.phone_verified,
            marks: all(side.marks),
        }
    }
}

/// The order that a reward is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewOrder {
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: String,
    /// Everything with shipping and tax.
    pub total: Money,
    /// What was paid.
    pub captured: Money,
    /// What was paid back.
    pub refunded: Money,
    /// The sales channel.
    pub channel: Option<String>,
    /// The country of delivery.
    pub country: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<String>,
}

impl From<view::CaseOrder> for ReviewOrder {
    fn from(order: view::CaseOrder) -> Self {
        Self {
            number: cut(order.number),
            placed_at: order.placed_at.to_string(),
            total: order.total.into(),
            captured: order.captured.into(),
            refunded: order.refunded.into(),
            channel: order.channel.map(cut),
            country: order.country.map(cut),
            cancelled_at: order.cancelled_at.map(|at| at.to_string()),
        }
    }
}

/// A reward that somebody is to judge, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewCase {
    /// The reward, with its decision and history.
    pub detail: RewardDetail,
    /// Why it waits.
    pub causes: Vec<String>,
    /// The signals that were found.
    pub signals: Vec<String>,
    /// The people: the friend, then who gains by them.
    pub sides: Vec<ReviewSide>,
    /// The order.
    pub order: Option<ReviewOrder>,
}

impl From<view::ReviewCase> for ReviewCase {
    fn from(case: view::ReviewCase) -> Self {
        Self {
            causes: causes(&case.why),
            signals: signals(&case.why),
            sides: all(case.sides),
            order: case.order.map(Into::into),
            detail: case.detail.into(),
        }
    }
}

/// What a person says of several rewards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReviewDeed {
    /// Let them go on.
    Approve,
    /// Refuse them.
    Reject,
    /// Keep them waiting until a date.
    Hold,
}

/// A reward as it was on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReviewItem {
    /// Its key.
    pub key: String,
    /// What was on screen.
    pub expects: String,
}

/// One word on several rewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReviewMany {
    /// The rewards.
    pub items: Vec<ReviewItem>,
    /// What is said.
    pub deed: ReviewDeed,
    /// Until when, to hold: RFC 3339.
    pub until: Option<String>,
    /// Why.
    pub reason: String,
}

impl ReviewMany {
    /// What is said, in the words of the verbs.
    ///
    /// # Errors
    /// `date_past` for a hold without a date that can be read.
    pub fn verdict(&self) -> Answer<view::ReviewVerdict> {
        Ok(match self.deed {
            ReviewDeed::Approve => view::ReviewVerdict::Approve,
            ReviewDeed::Reject => view::ReviewVerdict::Reject,
            ReviewDeed::Hold => {
                let until = self.until.as_deref().and_then(|text| Timestamp::parse(text).ok());
                view::ReviewVerdict::Hold { until: until.ok_or_else(|| AppError::new("date_past", []))? }
            }
        })
    }

    /// The rewards with the revisions that were on screen.
    ///
    /// # Errors
    /// `stale` for a stamp that no row had.
    pub fn items(&self) -> Answer<Vec<(String, u32)>> {
        let item = |item: &ReviewItem| Ok((item.key.clone(), item.expects.parse().map_err(|_| AppError::new("stale", []))?));
        self.items.iter().map(item).collect()
    }
}

/// One reward for which a person's word does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReviewRefused {
    /// Its key.
    pub key: String,
    /// Why.
    pub error: AppError,
}

/// What came of a person's word on several rewards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Reviewed {
    /// The rewards for which it holds.
    pub done: Vec<String>,
    /// Those for which it does not.
    pub refused: Vec<ReviewRefused>,
}

impl From<view::Reviewed> for Reviewed {
    fn from(reviewed: view::Reviewed) -> Self {
        let refused = |(key, why): (String, view::Said)| ReviewRefused { key, error: why.into() };
        Self { done: reviewed.done, refused: reviewed.refused.into_iter().map(refused).collect() }
    }
}

/// What excluding an email domain would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DomainPreview {
    /// The domain, as addresses in it count.
    pub domain: String,
    /// How many rewards that wait for a person are about somebody of that domain.
    pub waiting: u32,
    /// It is excluded already.
    pub excluded: bool,
}

impl From<view::DomainPreview> for DomainPreview {
    fn from(preview: view::DomainPreview) -> Self {
        Self { domain: cut(preview.domain), waiting: count(preview.waiting), excluded: preview.is_excluded }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(deed: ReviewDeed, until: Option<&str>, expects: &str) -> ReviewMany {
        let items = vec![ReviewItem { key: "first-order/46/1042/advocate".to_owned(), expects: expects.to_owned() }];
        ReviewMany { items, deed, until: until.map(str::to_owned), reason: "looked".to_owned() }
    }

    #[test]
    fn a_word_on_many_is_parsed_at_the_door() {
        assert_eq!(many(ReviewDeed::Reject, None, "7").items().unwrap(), [("first-order/46/1042/advocate".to_owned(), 7)]);
        assert_eq!(many(ReviewDeed::Reject, None, "seven").items().unwrap_err().code, "stale");
        let until = Timestamp::parse("2026-04-01T00:00:00Z").unwrap();
        assert_eq!(many(ReviewDeed::Hold, Some("2026-04-01T00:00:00Z"), "7").verdict(), Ok(view::ReviewVerdict::Hold { until }));
        for bad in [None, Some("soon"), Some("")] {
            assert_eq!(many(ReviewDeed::Hold, bad, "7").verdict().unwrap_err().code, "date_past");
        }
    }

    #[test]
    fn a_filter_is_parsed_at_the_door() {
        let filter =
            |signal: &str| ReviewFilter { signal: Some(signal.to_owned()), program: None, role: Some(Role::Friend), days: Some(3), search: None };
        for signal in Signal::ALL {
            assert_eq!(filter(signal.name()).parse().unwrap().signal, Some(signal));
        }
        assert_eq!(filter("same_hat").parse().unwrap_err().code, "not_found");
    }
}
