//! Gift cards.

use super::text::{Amount, Pair, Text, bounded, id, instant, instant_or_none, is_disguised, pairs, some};
use crate::saleor::RowFault;
use serde::Deserialize;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::shop::{CardEvent, CardStep, GiftCard};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GiftCardDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    code: Text<'a>,
    is_active: bool,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow, default)]
    expiry_date: Option<Text<'a>>,
    #[serde(borrow, default)]
    last_used_on: Option<Text<'a>>,
    #[serde(borrow)]
    initial_balance: Amount<'a>,
    #[serde(borrow)]
    current_balance: Amount<'a>,
    #[serde(borrow, default)]
    created_by_email: Option<Text<'a>>,
    #[serde(borrow, default)]
    used_by_email: Option<Text<'a>>,
    #[serde(borrow)]
    tags: Vec<Tag<'a>>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    private_metadata: Vec<Pair<'a>>,
    #[serde(borrow, default)]
    events: Option<Vec<EventDto<'a>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    date: Option<Text<'a>>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    order_id: Option<Text<'a>>,
    #[serde(borrow, default)]
    balance: Option<BalanceDto<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BalanceDto<'a> {
    #[serde(borrow, default)]
    current_balance: Option<Amount<'a>>,
    #[serde(borrow, default)]
    old_current_balance: Option<Amount<'a>>,
}

#[derive(Debug, Deserialize)]
struct Tag<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

impl GiftCardDto<'_> {
    /// The currency is that of `initialBalance`. `expiryDate` is a date without a time and stays a text.
    pub(super) fn take(self) -> Result<GiftCard, RowFault> {
        let currency = self.initial_balance.currency("initialBalance")?;
        bounded("tags", &self.tags)?;
        let told = self.events.unwrap_or_default();
        bounded("events", &told)?;
        let mut events = told.iter().filter_map(|event| event.take(currency).transpose()).collect::<Result<Vec<_>, _>>()?;
        events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let money = |field, amount: &Amount<'_>| amount.minor(field, currency).map(|minor| Money { minor, currency });
        Ok(GiftCard {
            id: id(&self.id)?,
            code: self.code.keep(),
            is_active: self.is_active,
            created: instant("created", &self.created)?,
            expiry: some(self.expiry_date.as_ref()),
            last_used: instant_or_none("lastUsedOn", self.last_used_on.as_ref())?,
            initial: money("initialBalance", &self.initial_balance)?,
            current: money("currentBalance", &self.current_balance)?,
            created_by_email: known(self.created_by_email.as_ref()),
            used_by_email: known(self.used_by_email.as_ref()),
            tags: self.tags.iter().map(|tag| tag.name.keep()).collect(),
            metadata: pairs("metadata", &self.metadata)?,
            private_metadata: pairs("privateMetadata", &self.private_metadata)?,
            events,
        })
    }
}

impl EventDto<'_> {
    /// What rewards do not care for, and what names no time, is nothing.
    fn take(&self, currency: Currency) -> Result<Option<CardEvent>, RowFault> {
        let step = match self.kind.as_ref().map(Text::as_str) {
            Some("USED_IN_ORDER") => CardStep::Used,
            Some("REFUNDED_IN_ORDER") => CardStep::GivenBack,
            Some("ACTIVATED") => CardStep::Activated,
            Some("DEACTIVATED") => CardStep::Deactivated,
            Some("BALANCE_RESET" | "BALANCE_ADJUSTED") => CardStep::Reset,
            _ => return Ok(None),
        };
        let Some(at) = instant_or_none("events.date", self.date.as_ref())? else { return Ok(None) };
        let minor = |field, amount: Option<&Amount<'_>>| amount.map(|amount| amount.minor(field, currency)).transpose();
        let balance = self.balance.as_ref();
        Ok(Some(CardEvent {
            id: id(&self.id)?,
            at,
            step,
            order: self.order_id.as_ref().map(id).transpose()?,
            before: minor("events.oldCurrentBalance", balance.and_then(|balance| balance.old_current_balance.as_ref()))?,
            after: minor("events.currentBalance", balance.and_then(|balance| balance.current_balance.as_ref()))?,
        }))
    }
}

/// Whose a card is, unless the shop masks the address (`a...@example.com`) for lack of a permission: that is nobody's, and the card is whole
/// without it.
fn known(email: Option<&Text<'_>>) -> Option<String> {
    some(email).filter(|email| !is_disguised(email))
}
