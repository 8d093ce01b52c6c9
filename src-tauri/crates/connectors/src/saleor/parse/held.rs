//! A gift card or a voucher that may stand for a reward.

use super::text::{Amount, Pair, Text, id, instant, instant_or_none, value_of};
use crate::saleor::RowFault;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use vouchsafe_domain::money::{Asset, Currency, parse_minor};
use vouchsafe_domain::payout::protocol::{Delivery, Held};
use vouchsafe_domain::program::VoucherOff;
use vouchsafe_domain::time::Timestamp;

pub(in crate::saleor) use vouchsafe_domain::reconcile::{CLOSED as CLOSED_KEY, ISSUANCE as ISSUANCE_KEY, TAKEN_BACK};

/// All of it that stands was used.
pub(in crate::saleor) const SPENT: &str = "spent";
/// No voucher of ours ends before this year, but one that was taken back.
const FIRST_YEAR: &str = "2001";

/// The mark in a note or a name, for releases that take no metadata with what they make.
pub(in crate::saleor) fn mark(issuance: &str) -> String {
    format!("[vouchsafe {issuance}]")
}

/// A card at the shop.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::saleor) struct CardNode<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    code: Text<'a>,
    is_active: bool,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow, default)]
    expiry_date: Option<Text<'a>>,
    #[serde(borrow)]
    current_balance: Amount<'a>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    events: Vec<Event<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    message: Option<Text<'a>>,
    /// Whoever of the shop's staff did it; nobody where an app did.
    #[serde(default)]
    user: Option<IgnoredAny>,
    #[serde(borrow, default)]
    balance: Option<Balance<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Balance<'a> {
    #[serde(borrow)]
    current_balance: Amount<'a>,
    #[serde(borrow, default)]
    old_current_balance: Option<Amount<'a>>,
}

/// A card as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::saleor) struct CardHeld {
    pub(in crate::saleor) held: Held,
    /// What orders took from it in all.
    pub(in crate::saleor) used: i64,
    /// What the shop has as its balance, whether it can be used or not.
    pub(in crate::saleor) balance: i64,
    /// All of it that stands was used, by our own word.
    pub(in crate::saleor) is_spent: bool,
    /// It was taken back, by our own word.
    pub(in crate::saleor) is_taken_back: bool,
}

impl CardNode<'_> {
    /// The card as a delivery's own, or as somebody else's: one in no currency of ISO 4217 is never ours.
    ///
    /// What it stands for in all is what is left and what orders took from it: a balance that was set anew does not say what was used before.
    pub(in crate::saleor) fn take(&self, delivery: &Delivery) -> Result<CardHeld, RowFault> {
        let currency = self.current_balance.currency("currentBalance").ok();
        let (balance, used) = match currency {
            Some(currency) => (self.current_balance.minor("currentBalance", currency)?, self.used(currency)?),
            None => (0, 0),
        };
        let closed = value_of(CLOSED_KEY, &self.metadata, &[]);
        let is_spent = closed.as_deref() == Some(SPENT);
        let is_taken_back = closed.as_deref() == Some(TAKEN_BACK);
        let left = if is_spent { 0 } else { balance };
        let by_hand = self.events.iter().rev().find(|event| matches!(event.word(), "ACTIVATED" | "DEACTIVATED"));
        let was_stopped = by_hand.is_some_and(|event| event.word() == "DEACTIVATED" && event.user.is_some());
        let code = self.code.keep();
        let issuance = self.issuance(delivery).filter(|_| code == delivery.code.as_str() && currency.is_some());
        let held = Held {
            id: id(&self.id)?.to_string(),
            issuance,
            currency,
            initial: left.saturating_add(used),
            left,
            is_active: self.is_active,
            was_taken_back: is_taken_back || !self.is_active && was_stopped,
            created_at: instant("created", &self.created)?,
            expires_on: self.expiry_date.as_ref().and_then(|day| day_of(day.as_str())),
            code,
        };
        Ok(CardHeld { held, used, balance, is_spent, is_taken_back })
    }

    fn issuance(&self, delivery: &Delivery) -> Option<String> {
        let ours = delivery.issuance.to_string();
        let mark = mark(&ours);
        let is_noted = || self.events.iter().any(|event| event.message.as_ref().is_some_and(|note| note.as_str().contains(&mark)));
        value_of(ISSUANCE_KEY, &self.metadata, &[]).or_else(|| is_noted().then_some(ours))
    }

    /// What orders took, less what they gave back.
    fn used(&self, currency: Currency) -> Result<i64, RowFault> {
        let uses = self.events.iter().filter(|event| matches!(event.word(), "USED_IN_ORDER" | "REFUNDED_IN_ORDER"));
        let took = uses.filter_map(|event| {
            let balance = event.balance.as_ref()?;
            let minor = |amount: &Amount<'_>| amount.minor("events.balance", currency);
            Some(minor(balance.old_current_balance.as_ref()?).and_then(|old| Ok(old - minor(&balance.current_balance)?)))
        });
        took.sum()
    }
}

impl Event<'_> {
    fn word(&self) -> &str {
        self.kind.as_ref().map_or("", Text::as_str)
    }
}

/// A voucher at the shop.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::saleor) struct VoucherNode<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    start_date: Text<'a>,
    #[serde(borrow, default)]
    end_date: Option<Text<'a>>,
    #[serde(default)]
    used: i64,
    #[serde(borrow, default)]
    channel_listings: Option<Vec<Listing<'a>>>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
    #[serde(borrow, default)]
    codes: Option<Codes<'a>>,
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listing<'a> {
    #[serde(borrow)]
    discount_value: &'a RawValue,
    #[serde(borrow)]
    currency: Text<'a>,
}

#[derive(Debug, Deserialize)]
struct Codes<'a> {
    #[serde(borrow)]
    edges: Vec<CodeEdge<'a>>,
}

#[derive(Debug, Deserialize)]
struct CodeEdge<'a> {
    #[serde(borrow)]
    node: CodeNode<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CodeNode<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
    #[serde(default)]
    used: Option<i64>,
    #[serde(default)]
    is_active: Option<bool>,
    #[serde(borrow)]
    created_at: Text<'a>,
}

/// A voucher as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::saleor) struct VoucherHeld {
    pub(in crate::saleor) held: Held,
    /// An order used it.
    pub(in crate::saleor) is_used: bool,
}

impl VoucherNode<'_> {
    /// The voucher as a delivery's own, or as somebody else's; `None` for one that has neither the code nor the issuance (a search finds more than
    /// it was asked for).
    ///
    /// One that is listed nowhere is worth nothing yet, and stands for what it will be worth once it is finished.
    pub(in crate::saleor) fn take(&self, delivery: &Delivery) -> Result<Option<VoucherHeld>, RowFault> {
        let wanted = delivery.code.as_str();
        let mut own = self.codes.iter().flat_map(|codes| &codes.edges).map(|edge| &edge.node);
        let own = own.find(|node| node.code.as_ref().is_some_and(|code| code.as_str() == wanted));
        let has_code = own.is_some() || self.code.as_ref().is_some_and(|code| code.as_str() == wanted);
        let issuance = self.issuance(delivery);
        if !has_code && issuance.is_none() {
            return Ok(None);
        }
        let is_used = own.map_or(self.used > 0, |node| node.used.unwrap_or(0) > 0 || node.is_active == Some(false));
        let (initial, is_listed) = match self.worth(delivery) {
            Some(minor) => (minor, true),
            None => (delivery.amount.minor, false),
        };
        let was_taken_back = self.end_date.as_ref().is_some_and(|end| end.as_str() < FIRST_YEAR);
        let end = instant_or_none("endDate", self.end_date.as_ref())?.filter(|_| !was_taken_back);
        let currency = match delivery.amount.asset {
            Asset::Currency(currency) => Some(currency),
            Asset::Units { .. } => None,
        };
        let held = Held {
            id: id(&self.id)?.to_string(),
            code: own.and_then(|node| node.code.as_ref()).or(self.code.as_ref()).map(Text::keep).unwrap_or_default(),
            issuance: issuance.filter(|_| has_code),
            currency,
            initial,
            left: if is_used || was_taken_back { 0 } else { initial },
            is_active: is_listed && !is_used && !was_taken_back,
            was_taken_back,
            created_at: instant("createdAt", own.map_or(&self.start_date, |node| &node.created_at))?,
            expires_on: end.map(Timestamp::utc_day),
        };
        Ok(Some(VoucherHeld { held, is_used }))
    }

    fn issuance(&self, delivery: &Delivery) -> Option<String> {
        let ours = delivery.issuance.to_string();
        let is_named = self.name.as_ref().is_some_and(|name| name.as_str().contains(&mark(&ours)));
        value_of(ISSUANCE_KEY, &self.metadata, &[]).filter(|bears| *bears == ours).or_else(|| is_named.then_some(ours))
    }

    /// What it is worth, in the reward's own units; `None` where it is listed nowhere that counts.
    fn worth(&self, delivery: &Delivery) -> Option<i64> {
        let mut listings = self.channel_listings.iter().flatten();
        let off = delivery.voucher.as_ref().map(|terms| terms.off).unwrap_or_default();
        match (off, delivery.amount.asset) {
            (VoucherOff::Shipping, _) => listings.next().map(|_| delivery.amount.minor),
            (_, Asset::Currency(currency)) => {
                let listing = listings.find(|listing| listing.currency.as_str() == currency.code())?;
                Some(parse_minor(listing.discount_value.get(), currency.exponent()).unwrap_or(0))
            }
            (_, Asset::Units { exponent, .. }) => listings.next().map(|listing| parse_minor(listing.discount_value.get(), exponent).unwrap_or(0)),
        }
    }
}

/// A day as Saleor writes it, counted from 1970-01-01.
fn day_of(text: &str) -> Option<i32> {
    Timestamp::parse(&format!("{text}T00:00:00Z")).ok().map(Timestamp::utc_day)
}

/// A day, counted from 1970-01-01, as Saleor writes it.
pub(in crate::saleor) fn day_text(day: i32) -> String {
    Timestamp::from_micros(i64::from(day).saturating_mul(86_400_000_000)).to_string().chars().take(10).collect()
}
