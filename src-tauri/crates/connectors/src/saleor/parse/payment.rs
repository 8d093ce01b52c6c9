//! Money that moved: Saleor's transactions, and the legacy payments beside them.

use super::text::{Amount, Text, bounded, id, instant, or_empty, some, with_id};
use crate::saleor::RowFault;
use serde::Deserialize;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::shop::{Card, MoneyEvent, MoneyStep, ShopId, Transaction};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransactionDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow)]
    modified_at: Text<'a>,
    #[serde(borrow)]
    psp_reference: Text<'a>,
    #[serde(borrow, default)]
    order: Option<OrderRef<'a>>,
    #[serde(borrow)]
    charged_amount: Amount<'a>,
    #[serde(borrow)]
    refunded_amount: Amount<'a>,
    #[serde(borrow)]
    authorized_amount: Amount<'a>,
    #[serde(borrow, default)]
    payment_method_details: Option<CardDto<'a>>,
    #[serde(borrow)]
    events: Vec<MovementDto<'a>>,
}

#[derive(Debug, Deserialize)]
struct OrderRef<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    number: Text<'a>,
}

impl TransactionDto<'_> {
    /// The currency is that of `chargedAmount`; `charged_minor`, `refunded_minor`, `authorized_minor` are Saleor's own running figures.
    pub(super) fn take(self) -> Result<Transaction, RowFault> {
        let currency = self.charged_amount.currency("chargedAmount")?;
        let mut events = Vec::new();
        take_movements(&self.events, currency, &mut events)?;
        sort(&mut events);
        Ok(Transaction {
            id: id(&self.id)?,
            created: instant("createdAt", &self.created_at)?,
            modified: instant("modifiedAt", &self.modified_at)?,
            order: self.order.as_ref().map(|order| id(&order.id)).transpose()?,
            order_number: self.order.as_ref().map(|order| order.number.keep()),
            psp_reference: self.psp_reference.keep(),
            currency,
            charged_minor: self.charged_amount.minor("chargedAmount", currency)?,
            refunded_minor: self.refunded_amount.minor("refundedAmount", currency)?,
            authorized_minor: self.authorized_amount.minor("authorizedAmount", currency)?,
            card: self.payment_method_details.as_ref().and_then(CardDto::take),
            events,
        })
    }
}

/// One event of a transaction.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MovementDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow, rename = "type", default)]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    amount: Amount<'a>,
}

/// Adds the movements that succeeded: `CHARGE_SUCCESS`, `REFUND_SUCCESS`, `CHARGE_BACK`, `REFUND_REVERSE`. Requests, failures and authorizations
/// move nothing (Saleor's `TransactionEventTypeEnum`).
pub(super) fn take_movements(events: &[MovementDto<'_>], currency: Currency, out: &mut Vec<MoneyEvent>) -> Result<(), RowFault> {
    bounded("transactions.events", events)?;
    for event in events {
        let step = match event.kind.as_ref().map(Text::as_str) {
            Some("CHARGE_SUCCESS") => MoneyStep::Charged,
            Some("REFUND_SUCCESS") => MoneyStep::Refunded,
            Some("CHARGE_BACK") => MoneyStep::ChargedBack,
            Some("REFUND_REVERSE") => MoneyStep::RefundReversed,
            _ => continue,
        };
        let at = instant("transactions.events.createdAt", &event.created_at)?;
        let minor = movement_minor("transactions.events.amount", &event.amount, currency)?;
        out.push(MoneyEvent { id: id(&event.id)?, at, step, minor });
    }
    Ok(())
}

/// A payment of the legacy API, which shops on 3.20 and later may still hold beside transactions.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentDto<'a> {
    #[serde(borrow, default)]
    customer_ip_address: Option<Text<'a>>,
    #[serde(borrow, default)]
    credit_card: Option<CardDto<'a>>,
    #[serde(borrow, default)]
    transactions: Option<Vec<LegacyDto<'a>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LegacyDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow)]
    kind: Text<'a>,
    is_success: bool,
    #[serde(borrow, default)]
    amount: Option<Amount<'a>>,
}

impl PaymentDto<'_> {
    /// The buyer's IP address, if the payment knows it.
    pub(super) fn ip(&self) -> Option<String> {
        some(self.customer_ip_address.as_ref())
    }

    /// The card, if there was one.
    pub(super) fn card(&self) -> Option<Card> {
        self.credit_card.as_ref().and_then(CardDto::take)
    }

    /// Adds the movements that succeeded: `CAPTURE` is a charge, `REFUND` a refund. Their ids are numbered apart from those of transaction
    /// events, hence the prefix `p`.
    pub(super) fn take_movements(&self, currency: Currency, out: &mut Vec<MoneyEvent>) -> Result<(), RowFault> {
        let transactions = self.transactions.as_deref().unwrap_or_default();
        bounded("payments.transactions", transactions)?;
        for transaction in transactions.iter().filter(|transaction| transaction.is_success) {
            let step = match transaction.kind.as_str() {
                "CAPTURE" => MoneyStep::Charged,
                "REFUND" => MoneyStep::Refunded,
                _ => continue,
            };
            let Some(amount) = &transaction.amount else {
                return Err(RowFault::Malformed { what: "payments.transactions.amount is missing".to_owned() });
            };
            let at = instant("payments.transactions.created", &transaction.created)?;
            let minor = movement_minor("payments.transactions.amount", amount, currency)?;
            let id = with_id(&transaction.id, |id| ShopId::parse(&format!("p{id}")))?;
            out.push(MoneyEvent { id, at, step, minor });
        }
        Ok(())
    }
}

fn movement_minor(field: &'static str, amount: &Amount<'_>, currency: Currency) -> Result<i64, RowFault> {
    match amount.minor(field, currency)? {
        minor @ 0.. => Ok(minor),
        _ => Err(RowFault::Negative { field }),
    }
}

/// Sorts movements by time, then id.
pub(super) fn sort(events: &mut [MoneyEvent]) {
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
}

/// A card: `CardPaymentMethodDetails` of a transaction (3.22 and later) or `CreditCard` of a legacy payment. Details of other methods come as an
/// object without these fields.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardDto<'a> {
    #[serde(borrow, default)]
    brand: Option<Text<'a>>,
    #[serde(borrow, default)]
    first_digits: Option<Text<'a>>,
    #[serde(borrow, default)]
    last_digits: Option<Text<'a>>,
    #[serde(default)]
    exp_month: Option<u32>,
    #[serde(default)]
    exp_year: Option<u32>,
}

impl CardDto<'_> {
    /// The card; nothing when no digits are known, because a brand alone points to nobody.
    pub(super) fn take(&self) -> Option<Card> {
        let (first_digits, last_digits) = (or_empty(self.first_digits.as_ref()), or_empty(self.last_digits.as_ref()));
        if first_digits.is_empty() && last_digits.is_empty() {
            return None;
        }
        Some(Card { brand: or_empty(self.brand.as_ref()), first_digits, last_digits, expiry_month: self.exp_month, expiry_year: self.exp_year })
    }
}
