//! A living shop's rows as objects of the schema.

use super::rows::{Account, Item, Metadata, Movement, Payment, Purchase};
use crate::goods::good_at;
use crate::graphql::answer::{Answer, Thing};
use crate::living::Living;
use crate::money::{Money, share_of};
use crate::names::Name;
use crate::node::{address, channel_record, grade, meta, reference, variant};
use crate::place::Home;
use crate::rng::pair;
use crate::source::Kind;
use crate::text::uuid_of;
use crate::wares::{card_node, voucher_node};

impl Living {
    /// The row as an object.
    pub(crate) fn node(&self, kind: Kind, row: u32) -> Thing<'_> {
        let place = row as usize;
        match kind {
            Kind::Orders => self.order_node(&self.orders[place]),
            Kind::Customers => self.customer_node(&self.accounts[place]),
            Kind::GiftCards => card_node(&self.wares.cards[place]),
            Kind::Vouchers => voucher_node(&self.wares.offers[place]),
            Kind::Transactions => match &self.orders[place].payment {
                Some(payment) => self.transaction_node(&self.orders[place], payment, true),
                None => Thing::Record("TransactionItem", Vec::new()),
            },
        }
    }

    fn customer_node<'a>(&self, account: &'a Account) -> Thing<'a> {
        let (name, home) = self.person(&account.email, 0);
        let id = Answer::Id("User", account.number);
        Thing::Record(
            "User",
            vec![
                ("id", id),
                ("email", Answer::text(account.email.as_str())),
                ("firstName", Answer::text(name.first.clone())),
                ("lastName", Answer::text(name.last.clone())),
                ("isActive", Answer::Bool(true)),
                ("isConfirmed", Answer::Bool(account.is_confirmed)),
                ("isStaff", Answer::Bool(false)),
                ("dateJoined", Answer::Time(account.joined)),
                ("updatedAt", Answer::Time(account.updated)),
                ("languageCode", Answer::text("EN")),
                ("note", Answer::text("")),
                ("metadata", pairs(&account.metadata)),
                ("privateMetadata", pairs(&account.private_metadata)),
                ("addresses", Answer::Many(vec![address(account.number * 2, &name, home, true)])),
                ("events", Answer::Many(Vec::new())),
            ],
        )
    }

    /// Name and home follow from the mail address: a guest who registers stays the same person.
    fn person(&self, email: &str, channel: u8) -> (Name, Home) {
        let key = email.to_lowercase().bytes().fold(self.seed, |key, byte| pair(key, u64::from(byte)));
        (Name::of(key, false), Home::of(key, channel))
    }

    fn order_node<'a>(&'a self, order: &'a Purchase) -> Thing<'a> {
        let (name, home) = self.person(&order.email, order.channel);
        let owner = order.owner.and_then(|number| self.accounts.iter().find(|account| account.number == number));
        let transactions = order.payment.iter().map(|payment| self.transaction_node(order, payment, false)).collect();
        let mut fields = vec![
            ("id", Answer::Uuid("Order", order.uuid)),
            ("number", Answer::text(order.number.to_string())),
            ("created", Answer::Time(order.created)),
            ("updatedAt", Answer::Time(order.updated)),
            ("status", Answer::text(order.status.text())),
            ("origin", Answer::text(if order.original.is_some() { "REISSUE" } else { "CHECKOUT" })),
            ("original", order.original.map_or(Answer::Null, |uuid| Answer::Uuid("Order", uuid))),
            ("channel", Answer::One(channel_record(order.channel))),
            ("userEmail", Answer::text(order.email.as_str())),
            ("user", owner.map_or(Answer::Null, |account| Answer::One(self.customer_node(account)))),
            ("languageCodeEnum", Answer::text("EN")),
            ("customerNote", Answer::text("")),
            ("billingAddress", Answer::One(address(order.number * 2, &name, home, false))),
            ("shippingAddress", Answer::One(address(order.number * 2 + 1, &name, home, false))),
            ("voucherCode", Answer::or_null(order.voucher.as_deref().map(Answer::text))),
            ("giftCards", Answer::Many(order.card.iter().map(|(card, _)| by_id("GiftCard", *card)).collect())),
            ("metadata", pairs(&order.metadata)),
            ("privateMetadata", pairs(&order.private_metadata)),
            ("lines", Answer::Many((0..).zip(&order.items).map(|(at, item)| line_node(order, at, *item)).collect())),
            ("transactions", Answer::Many(transactions)),
            ("payments", Answer::Many(Vec::new())),
            ("events", Answer::Many(order.events.iter().map(|event| event_node(order, *event)).collect())),
        ];
        fields.extend(money_fields(order));
        Thing::Record("Order", fields)
    }

    fn transaction_node<'a>(&self, order: &'a Purchase, payment: &'a Payment, with_order: bool) -> Thing<'a> {
        let key = order.email.to_lowercase().bytes().fold(self.seed, |key, byte| pair(key, u64::from(byte)));
        let card = vec![
            ("name", Answer::text("Credit card")),
            ("brand", Answer::text("visa")),
            ("firstDigits", Answer::text("4242")),
            ("lastDigits", Answer::text(format!("{:04}", key % 10_000))),
            ("expMonth", Answer::Int(1)),
            ("expYear", Answer::Int(2030)),
        ];
        let order_field = if with_order {
            Answer::record("Order", vec![("id", Answer::Uuid("Order", order.uuid)), ("number", Answer::text(order.number.to_string()))])
        } else {
            Answer::Null
        };
        let psp = format!("PSP-{}", payment.number);
        Thing::Record(
            "TransactionItem",
            vec![
                ("id", Answer::Uuid("TransactionItem", payment.uuid)),
                ("createdAt", Answer::Time(payment.created)),
                ("modifiedAt", Answer::Time(payment.modified)),
                ("name", Answer::text("Credit card")),
                ("message", Answer::text("")),
                ("externalUrl", Answer::text("")),
                ("pspReference", Answer::text(psp.clone())),
                ("actions", Answer::Texts(if order.charged() > 0 { vec!["REFUND"] } else { Vec::new() })),
                ("authorizedAmount", amount(order, 0)),
                ("chargedAmount", amount(order, order.charged())),
                ("refundedAmount", amount(order, order.refunded())),
                ("refundPendingAmount", amount(order, 0)),
                ("canceledAmount", amount(order, 0)),
                ("chargePendingAmount", amount(order, 0)),
                ("metadata", Answer::Many(Vec::new())),
                ("privateMetadata", Answer::Many(Vec::new())),
                ("paymentMethodDetails", Answer::record("CardPaymentMethodDetails", card)),
                ("order", order_field),
                ("checkout", Answer::Null),
                // The newest first, as Saleor lists them.
                ("events", Answer::Many(payment.movements.iter().rev().map(|movement| movement_node(order, &psp, *movement)).collect())),
            ],
        )
    }
}

fn movement_node<'a>(order: &Purchase, psp: &str, movement: Movement) -> Thing<'a> {
    Thing::Record(
        "TransactionEvent",
        vec![
            ("id", Answer::Id("TransactionEvent", movement.number)),
            ("createdAt", Answer::Time(movement.at)),
            ("type", Answer::text(movement.kind)),
            ("amount", amount(order, movement.minor)),
            ("pspReference", Answer::text(format!("{psp}-{}", movement.number))),
            ("message", Answer::text("")),
            ("externalUrl", Answer::text("")),
            ("idempotencyKey", Answer::Null),
        ],
    )
}

fn event_node<'a>(order: &Purchase, (number, at, kind): (u64, i64, &'static str)) -> Thing<'a> {
    Thing::Record(
        "OrderEvent",
        vec![
            ("id", Answer::Id("OrderEvent", number)),
            ("date", Answer::Time(at)),
            ("type", Answer::text(kind)),
            ("email", Answer::Null),
            ("amount", Answer::Null),
            ("message", Answer::Null),
            ("orderNumber", Answer::text(order.number.to_string())),
            ("related", Answer::Null),
        ],
    )
}

fn line_node<'a>(order: &Purchase, at: u64, item: Item) -> Thing<'a> {
    let good = good_at(item.good);
    let uuid = uuid_of(pair(order.number, at * 2), pair(order.number, at * 2 + 1));
    Thing::Record(
        "OrderLine",
        vec![
            ("id", Answer::Uuid("OrderLine", uuid)),
            ("productName", Answer::text(good.name)),
            ("variantName", Answer::text(good.variant)),
            ("productSku", Answer::text(format!("{}", 49_182_235 + i64::from(item.good) * 13))),
            ("quantity", Answer::Int(item.quantity)),
            ("quantityFulfilled", Answer::Int(0)),
            ("taxRate", Answer::Amount(order.channel().tax, 2)),
            ("unitPrice", taxed(order, item.price)),
            ("totalPrice", taxed(order, item.price * item.quantity)),
            ("metadata", Answer::Many(Vec::new())),
            ("variant", variant(item.good)),
        ],
    )
}

fn money_fields<'a>(order: &Purchase) -> Vec<(&'static str, Answer<'a>)> {
    let (total, charged) = (order.total(), order.charged());
    let full = total + order.card.map_or(0, |(_, used)| used);
    vec![
        ("isPaid", Answer::Bool(charged >= total)),
        ("chargeStatus", Answer::text(grade(charged, total))),
        ("authorizeStatus", Answer::text(if charged >= total { "FULL" } else { grade(charged, total) })),
        ("paymentStatus", Answer::text(if charged >= total { "FULLY_CHARGED" } else { "NOT_CHARGED" })),
        ("total", taxed(order, total)),
        ("undiscountedTotal", taxed(order, full)),
        ("subtotal", taxed(order, order.subtotal())),
        ("shippingPrice", taxed(order, order.shipping)),
        ("totalAuthorized", amount(order, 0)),
        ("totalCharged", amount(order, charged)),
        ("totalCaptured", amount(order, charged)),
        ("totalRefunded", amount(order, order.refunded())),
        ("totalCanceled", amount(order, 0)),
        ("totalRefundPending", amount(order, 0)),
        ("totalChargePending", amount(order, 0)),
        ("totalGrantedRefund", amount(order, 0)),
        ("totalRemainingGrant", amount(order, 0)),
        ("totalBalance", amount(order, charged - total)),
    ]
}

fn by_id<'a>(kind: &'static str, number: u64) -> Thing<'a> {
    match reference(kind, Answer::Id(kind, number)) {
        Answer::One(thing) => thing,
        _ => Thing::Record(kind, Vec::new()),
    }
}

fn pairs(metadata: &Metadata) -> Answer<'_> {
    Answer::Many(metadata.iter().map(|(key, value)| meta(key, value.clone())).collect())
}

fn amount<'a>(order: &Purchase, minor: i64) -> Answer<'a> {
    Answer::One(Thing::Money(Money { minor, currency: order.channel().currency }))
}

fn taxed<'a>(order: &Purchase, gross: i64) -> Answer<'a> {
    let money = Money { minor: gross, currency: order.channel().currency };
    Answer::One(Thing::Taxed(money, share_of(gross, 100, 100 + order.channel().tax)))
}
