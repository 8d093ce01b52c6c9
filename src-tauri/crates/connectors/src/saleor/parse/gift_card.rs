//! Gift cards.

use super::text::{Amount, Pair, Text, bounded, id, instant, instant_or_none, is_disguised, pairs, some};
use crate::saleor::RowFault;
use serde::Deserialize;
use vouchsafe_domain::money::Money;
use vouchsafe_domain::shop::GiftCard;

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
        })
    }
}

/// Whose a card is, unless the shop masks the address (`a...@example.com`) for lack of a permission: that is nobody's, and the card is whole
/// without it.
fn known(email: Option<&Text<'_>>) -> Option<String> {
    some(email).filter(|email| !is_disguised(email))
}
