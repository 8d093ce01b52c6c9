//! The money of an order as objects of the schema: a transaction with its events, or a payment of the legacy kind.

use super::{OrderView, meta};
use crate::bill::Settlement;
use crate::graphql::answer::{Answer, Thing};
use crate::instant::{Micros, SECOND};
use crate::order::Course;
use crate::rng::pair;
use crate::shop::TRANSACTION;

/// The transaction of an order; each order has one at most.
#[derive(Clone, Debug)]
pub(crate) struct TransactionView<'a> {
    order: OrderView<'a>,
}

impl<'a> TransactionView<'a> {
    /// The transaction of the order, if it has one.
    pub(crate) fn of(order: &OrderView<'a>) -> Option<Self> {
        has_transaction(order.row().course).then(|| Self { order: order.clone() })
    }

    pub(crate) fn field(&self, name: &str) -> Answer<'a> {
        let (order, money) = (&self.order, &self.order.money);
        let row = order.row();
        let held = money.charged();
        match name {
            "id" => Answer::Uuid("TransactionItem", order.shop.uuid(TRANSACTION, order.index)),
            "createdAt" => Answer::Time(row.paid_at()),
            "modifiedAt" => Answer::Time(modified_at(order.row())),
            "name" => Answer::text("Credit card"),
            "message" | "externalUrl" => Answer::text(""),
            "pspReference" => Answer::text(self.psp()),
            "actions" => Answer::Texts(if held > 0 { vec!["REFUND"] } else { Vec::new() }),
            "authorizedAmount" => order.amount(money.authorized),
            "chargedAmount" => order.amount(held),
            "refundedAmount" => order.amount(money.given_back()),
            "canceledAmount" | "chargePendingAmount" | "refundPendingAmount" => order.amount(0),
            "metadata" => Answer::Many(vec![meta("card_fingerprint", order.person.card().fingerprint())]),
            "privateMetadata" => Answer::Many(vec![meta("customer_ip", order.person.ip())]),
            "paymentMethodDetails" => self.method(),
            "order" => order.reference(),
            "checkout" => Answer::Null,
            "events" => Answer::Many(self.events()),
            _ => Answer::Missing,
        }
    }

    fn psp(&self) -> String {
        format!("PSP-{:010x}", pair(self.order.row().salt, 0x959) >> 24)
    }

    fn method(&self) -> Answer<'a> {
        let card = self.order.person.card();
        let (brand, first) = card.brand();
        let (month, year) = card.expiry();
        Answer::record(
            "CardPaymentMethodDetails",
            vec![
                ("name", Answer::text("Credit card")),
                ("brand", Answer::text(brand)),
                ("firstDigits", Answer::text(first)),
                ("lastDigits", Answer::text(card.last_digits())),
                ("expMonth", Answer::Int(month)),
                ("expYear", Answer::Int(year)),
            ],
        )
    }

    /// The events, the newest first, as Saleor lists them.
    fn events(&self) -> Vec<Thing<'a>> {
        let row = self.order.row();
        let history = history(row.course, &self.order.money, row.paid_at(), row.acted_at());
        let mut events: Vec<Thing<'a>> = (0u64..).zip(history).map(|(at, event)| self.event(at, event)).collect();
        events.reverse();
        events
    }

    fn event(&self, at: u64, (date, kind, amount): (Micros, &'static str, i64)) -> Thing<'a> {
        Thing::Record(
            "TransactionEvent",
            vec![
                ("id", Answer::Id("TransactionEvent", self.order.number() * 8 + at)),
                ("createdAt", Answer::Time(date)),
                ("type", Answer::text(kind)),
                ("amount", self.order.amount(amount)),
                ("pspReference", Answer::text(format!("{}-{at}", self.psp()))),
                ("message", Answer::text("")),
                ("externalUrl", Answer::text("")),
                ("idempotencyKey", Answer::Null),
            ],
        )
    }
}

/// Whether orders of this course have a transaction.
pub(crate) fn has_transaction(course: Course) -> bool {
    !course.is_legacy() && course != Course::Unpaid
}

/// When the transaction last changed.
pub(crate) fn modified_at(order: &crate::order::Order) -> Micros {
    if order.course.went_back() { order.acted_at() } else { order.paid_at() }
}

/// What happened to the money, the oldest first.
fn history(course: Course, money: &Settlement, paid: Micros, acted: Micros) -> Vec<(Micros, &'static str, i64)> {
    let mut list = Vec::new();
    if money.authorized > 0 {
        list.push((paid, "AUTHORIZATION_SUCCESS", money.authorized));
    }
    if money.captured > 0 {
        list.push((paid - SECOND, "CHARGE_REQUEST", money.captured));
        list.push((paid, "CHARGE_SUCCESS", money.captured));
    }
    if money.refunded > 0 {
        let at = if course == Course::RefundReversed { paid + (acted - paid) / 2 } else { acted };
        list.push((at - SECOND, "REFUND_REQUEST", money.refunded));
        list.push((at, "REFUND_SUCCESS", money.refunded));
    }
    if money.reversed > 0 {
        list.push((acted, "REFUND_REVERSE", money.reversed));
    }
    if money.charged_back > 0 {
        list.push((acted, "CHARGE_BACK", money.charged_back));
    }
    list
}

/// The legacy payments of an order: none, or one.
pub(crate) fn payments<'a>(order: &OrderView<'a>) -> Vec<Thing<'a>> {
    let row = order.row();
    if !row.course.is_legacy() {
        return Vec::new();
    }
    let status = match row.course {
        Course::LegacyRefused => "REFUSED",
        Course::LegacyPartlyRefunded => "PARTIALLY_REFUNDED",
        _ => "FULLY_CHARGED",
    };
    let card = order.person.card();
    let (brand, first) = card.brand();
    let (month, year) = card.expiry();
    let card = vec![
        ("brand", Answer::text(brand)),
        ("firstDigits", Answer::text(first)),
        ("lastDigits", Answer::text(card.last_digits())),
        ("expMonth", Answer::Int(month)),
        ("expYear", Answer::Int(year)),
    ];
    vec![Thing::Record(
        "Payment",
        vec![
            ("id", Answer::Id("Payment", order.number())),
            ("gateway", Answer::text("mirumee.payments.dummy")),
            ("isActive", Answer::Bool(row.course != Course::LegacyRefused)),
            ("created", Answer::Time(row.paid_at())),
            ("modified", Answer::Time(modified_at(row))),
            ("chargeStatus", Answer::text(status)),
            ("total", order.amount(order.bill.total())),
            ("capturedAmount", order.amount(order.money.charged())),
            ("customerIpAddress", Answer::text(order.person.ip())),
            ("pspReference", Answer::text(format!("LEG-{}", order.number()))),
            ("paymentMethodType", Answer::text("card")),
            ("creditCard", Answer::record("CreditCard", card)),
            ("transactions", Answer::Many(legacy_steps(order))),
        ],
    )]
}

fn legacy_steps<'a>(order: &OrderView<'a>) -> Vec<Thing<'a>> {
    let row = order.row();
    let mut steps = vec![(row.paid_at(), "CAPTURE", order.bill.total())];
    if order.money.refunded > 0 {
        steps.push((row.acted_at(), "REFUND", order.money.refunded));
    }
    let step = |(at, (date, kind, amount)): (u64, (Micros, &'static str, i64))| {
        Thing::Record(
            "Transaction",
            vec![
                ("id", Answer::Id("Transaction", order.number() * 2 + at)),
                ("created", Answer::Time(date)),
                ("token", Answer::text("")),
                ("kind", Answer::text(kind)),
                ("isSuccess", Answer::Bool(row.course != Course::LegacyRefused)),
                ("amount", order.amount(amount)),
            ],
        )
    };
    (0..).zip(steps).map(step).collect()
}
