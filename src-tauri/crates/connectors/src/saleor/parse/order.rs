//! Orders.

use super::payment::{CardDto, MovementDto, PaymentDto, sort, take_movements};
use super::place::PlaceDto;
use super::text::{Amount, Pair, Text, bounded, id, instant, pairs, shown, some, value_of};
use crate::saleor::{RowFault, Settings};
use serde::Deserialize;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::shop::{Card, MoneyEvent, Order, OrderEvent, OrderLine, OrderStatus, OrderStep};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    number: Text<'a>,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow)]
    updated_at: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow, default)]
    original: Option<Text<'a>>,
    #[serde(borrow)]
    channel: ChannelDto<'a>,
    #[serde(borrow, default)]
    user_email: Option<Text<'a>>,
    #[serde(borrow, default)]
    user: Option<Buyer<'a>>,
    #[serde(borrow, default)]
    billing_address: Option<PlaceDto<'a>>,
    #[serde(borrow, default)]
    shipping_address: Option<PlaceDto<'a>>,
    #[serde(borrow)]
    total: Gross<'a>,
    #[serde(borrow)]
    subtotal: Taxed<'a>,
    #[serde(borrow)]
    shipping_price: Gross<'a>,
    #[serde(borrow, default)]
    voucher_code: Option<Text<'a>>,
    #[serde(borrow, default)]
    voucher: Option<VoucherRef<'a>>,
    #[serde(borrow)]
    gift_cards: Vec<Ref<'a>>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    private_metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    lines: Vec<LineDto<'a>>,
    #[serde(borrow, default)]
    events: Vec<EventDto<'a>>,
    #[serde(borrow)]
    transactions: Vec<PaidDto<'a>>,
    #[serde(borrow, default)]
    payments: Vec<PaymentDto<'a>>,
}

#[derive(Debug, Deserialize)]
struct ChannelDto<'a> {
    #[serde(borrow)]
    slug: Text<'a>,
}

#[derive(Debug, Deserialize)]
struct Buyer<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    email: Text<'a>,
}

#[derive(Debug, Deserialize)]
struct Ref<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

#[derive(Debug, Deserialize)]
struct VoucherRef<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
struct Taxed<'a> {
    #[serde(borrow)]
    gross: Amount<'a>,
    #[serde(borrow)]
    net: Amount<'a>,
}

#[derive(Debug, Deserialize)]
struct Gross<'a> {
    #[serde(borrow)]
    gross: Amount<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    product_name: Text<'a>,
    #[serde(borrow, default)]
    product_sku: Option<Text<'a>>,
    quantity: u32,
    #[serde(borrow)]
    total_price: Taxed<'a>,
    #[serde(borrow, default)]
    variant: Option<VariantDto<'a>>,
}

#[derive(Debug, Deserialize)]
struct VariantDto<'a> {
    #[serde(borrow)]
    product: ProductDto<'a>,
}

#[derive(Debug, Deserialize)]
struct ProductDto<'a> {
    #[serde(borrow, default)]
    category: Option<Slug<'a>>,
}

#[derive(Debug, Deserialize)]
struct Slug<'a> {
    #[serde(borrow)]
    slug: Text<'a>,
}

#[derive(Debug, Deserialize)]
struct EventDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    date: Option<Text<'a>>,
    #[serde(borrow, rename = "type", default)]
    kind: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaidDto<'a> {
    #[serde(borrow, default)]
    payment_method_details: Option<CardDto<'a>>,
    #[serde(borrow)]
    events: Vec<MovementDto<'a>>,
}

impl OrderDto<'_> {
    /// Saleor's fields, one by one:
    /// - the currency is that of `total`; every other amount must agree with it;
    /// - `items` is `subtotal` (lines after discounts), `shipping` is `shippingPrice.gross`, `total` is `total.gross`, which already lacks the gift
    ///   cards used;
    /// - `customer` is `user`, which is null for guests and after the account is deleted; `email` is `userEmail`, which stays;
    /// - before 3.17 the voucher's code is that of `voucher`;
    /// - a replacement is an order with `original`. Its `origin` would say the same, but one row with an origin outside the enum makes Saleor
    ///   null the whole page;
    /// - `money` is what all transactions and legacy payments moved; `totalCharged` is net of refunds and charge-backs and is not asked for.
    pub(super) fn take(self, settings: &Settings) -> Result<Order, RowFault> {
        let currency = self.total.gross.currency("total")?;
        bounded("giftCards", &self.gift_cards)?;
        bounded("lines", &self.lines)?;
        let value = |key: &str| value_of(key, &self.metadata, &self.private_metadata);
        Ok(Order {
            id: id(&self.id)?,
            number: self.number.keep(),
            created: instant("created", &self.created)?,
            updated: instant("updatedAt", &self.updated_at)?,
            status: status(self.status.as_str())?,
            is_replacement: self.original.is_some(),
            channel: self.channel.slug.keep(),
            currency,
            customer: self.user.as_ref().map(|user| id(&user.id)).transpose()?,
            customer_email: shown("user.email", self.user.as_ref().and_then(|user| user.email.keep_some()))?,
            email: shown("userEmail", some(self.user_email.as_ref()))?,
            items_minor: self.subtotal.net.minor("subtotal.net", currency)?,
            items_with_tax_minor: self.subtotal.gross.minor("subtotal.gross", currency)?,
            shipping_minor: self.shipping_price.gross.minor("shippingPrice.gross", currency)?,
            total_minor: self.total.gross.minor("total.gross", currency)?,
            voucher_code: some(self.voucher_code.as_ref().or_else(|| self.voucher.as_ref()?.code.as_ref())),
            gift_cards: self.gift_cards.iter().map(|card| id(&card.id)).collect::<Result<_, _>>()?,
            ref_code: value(&settings.order_code_key),
            device: value(&settings.device_key),
            ip: value(&settings.ip_key).or_else(|| self.payments.iter().find_map(PaymentDto::ip)),
            metadata: pairs("metadata", &self.metadata)?,
            private_metadata: pairs("privateMetadata", &self.private_metadata)?,
            billing: self.billing_address.as_ref().map(PlaceDto::take),
            shipping: self.shipping_address.as_ref().map(PlaceDto::take),
            cards: self.cards(),
            lines: self.lines.iter().map(|line| line.take(currency)).collect::<Result<_, _>>()?,
            events: take_events(&self.events)?,
            money: self.money(currency)?,
        })
    }

    /// Each card once, in the order in which the shop names them.
    fn cards(&self) -> Vec<Card> {
        let paid = self.transactions.iter().filter_map(|paid| paid.payment_method_details.as_ref().and_then(CardDto::take));
        let mut cards = Vec::new();
        for card in paid.chain(self.payments.iter().filter_map(PaymentDto::card)) {
            if !cards.contains(&card) {
                cards.push(card);
            }
        }
        cards
    }

    fn money(&self, currency: Currency) -> Result<Vec<MoneyEvent>, RowFault> {
        bounded("transactions", &self.transactions)?;
        bounded("payments", &self.payments)?;
        let mut money = Vec::new();
        for paid in &self.transactions {
            take_movements(&paid.events, currency, &mut money)?;
        }
        for payment in &self.payments {
            payment.take_movements(currency, &mut money)?;
        }
        bounded("money", &money)?;
        sort(&mut money);
        Ok(money)
    }
}

impl LineDto<'_> {
    /// `net` and `gross` are `totalPrice`, the line's total after discounts; a line whose variant was deleted has no category.
    fn take(&self, currency: Currency) -> Result<OrderLine, RowFault> {
        Ok(OrderLine {
            id: id(&self.id)?,
            product: self.product_name.keep(),
            sku: some(self.product_sku.as_ref()),
            category: self.variant.as_ref().and_then(|variant| variant.product.category.as_ref()).map(|category| category.slug.keep()),
            quantity: self.quantity,
            net_minor: self.total_price.net.minor("lines.totalPrice.net", currency)?,
            gross_minor: self.total_price.gross.minor("lines.totalPrice.gross", currency)?,
        })
    }
}

/// The steps that referrals care about, in order of (time, id). An entry without a time cannot be placed and is left out.
fn take_events(events: &[EventDto<'_>]) -> Result<Vec<OrderEvent>, RowFault> {
    bounded("events", events)?;
    let mut steps = Vec::new();
    for event in events {
        let (Some(step), Some(date)) = (event.kind.as_ref().and_then(|kind| step(kind.as_str())), &event.date) else { continue };
        steps.push(OrderEvent { id: id(&event.id)?, at: instant("events.date", date)?, step });
    }
    steps.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    Ok(steps)
}

/// Saleor's `OrderEventsEnum`, as far as it matters.
fn step(kind: &str) -> Option<OrderStep> {
    match kind {
        "PLACED" | "PLACED_FROM_DRAFT" | "PLACED_AUTOMATICALLY_FROM_PAID_CHECKOUT" => Some(OrderStep::Placed),
        "CONFIRMED" => Some(OrderStep::Confirmed),
        "CANCELED" => Some(OrderStep::Cancelled),
        "EXPIRED" => Some(OrderStep::Expired),
        "PAYMENT_FAILED" => Some(OrderStep::PaymentFailed),
        _ => None,
    }
}

/// Saleor's `OrderStatus`.
fn status(word: &str) -> Result<OrderStatus, RowFault> {
    Ok(match word {
        "DRAFT" => OrderStatus::Draft,
        "UNCONFIRMED" => OrderStatus::Unconfirmed,
        "UNFULFILLED" => OrderStatus::Unfulfilled,
        "PARTIALLY_FULFILLED" => OrderStatus::PartiallyFulfilled,
        "FULFILLED" => OrderStatus::Fulfilled,
        "PARTIALLY_RETURNED" => OrderStatus::PartiallyReturned,
        "RETURNED" => OrderStatus::Returned,
        "CANCELED" => OrderStatus::Cancelled,
        "EXPIRED" => OrderStatus::Expired,
        other => return Err(RowFault::UnknownWord { field: "status", text: other.chars().take(60).collect() }),
    })
}
