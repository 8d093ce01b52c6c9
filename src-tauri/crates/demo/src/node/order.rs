//! An order as an object of the schema.

use super::customer::code_text;
use super::transaction::{TransactionView, payments};
use super::{CustomerView, LineView, address, card_reference, channel_record, meta, voucher_reference};
use crate::bill::{Bill, Settlement};
use crate::code::stray_code;
use crate::customer::Person;
use crate::graphql::answer::{Answer, Thing};
use crate::instant::{Micros, SECOND};
use crate::names::Name;
use crate::order::{Buyer, Course, Order, Status, UsedCode};
use crate::shop::{FIRST_NUMBER, ORDER, Shop};
use crate::text::uuid_of;

/// Orders have copies of their addresses; their numbers begin above those of the customers' own.
const ORDER_ADDRESSES: u64 = 1 << 32;

/// An order with what is derived of it.
#[derive(Clone, Debug)]
pub(crate) struct OrderView<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) index: u32,
    pub(crate) bill: Bill,
    pub(crate) money: Settlement,
    pub(crate) person: Person,
    name: Name,
}

impl<'a> OrderView<'a> {
    pub(crate) fn new(shop: &'a Shop, index: u32) -> Self {
        let order = &shop.orders[index as usize];
        let bill = shop.bill(index);
        let money = Settlement::of(order, bill.total());
        let person = shop.person(order);
        Self { shop, index, bill, money, person, name: person.name() }
    }

    pub(crate) fn row(&self) -> &'a Order {
        &self.shop.orders[self.index as usize]
    }

    pub(crate) fn number(&self) -> u64 {
        u64::from(self.index) + FIRST_NUMBER
    }

    pub(crate) fn uuid(&self) -> u128 {
        self.shop.uuid(ORDER, self.index)
    }

    pub(crate) fn field(&self, name: &str) -> Answer<'a> {
        let row = self.row();
        match name {
            "id" => Answer::Uuid("Order", self.uuid()),
            "number" => Answer::text(self.number().to_string()),
            "created" => Answer::Time(row.created),
            "updatedAt" => Answer::Time(row.updated),
            "status" => Answer::text(row.status.text()),
            "origin" => Answer::text("CHECKOUT"),
            "original" | "externalReference" | "checkoutId" => Answer::Null,
            "channel" => Answer::One(channel_record(row.channel)),
            "userEmail" => Answer::text(self.email()),
            "user" => self.user(),
            "languageCodeEnum" => Answer::text(if row.channel == 3 { "JA" } else { "EN" }),
            "customerNote" | "trackingClientId" => Answer::text(""),
            "billingAddress" => Answer::One(address(ORDER_ADDRESSES + self.number() * 2, &self.name, self.person.home(), false)),
            "shippingAddress" => Answer::One(address(ORDER_ADDRESSES + self.number() * 2 + 1, &self.name, self.person.home(), false)),
            "shippingMethodName" => Answer::text("Flat"),
            "deliveryMethod" => Answer::record("ShippingMethod", vec![("id", Answer::Id("ShippingMethod", 1)), ("name", Answer::text("Default"))]),
            "voucherCode" if row.marks.voucher => Answer::text(super::VOUCHER_CODES[0].0),
            "voucher" if row.marks.voucher => voucher_reference(),
            "voucherCode" | "voucher" => Answer::Null,
            "giftCards" => {
                let used = self.shop.card_used_in(self.index).filter(|_| row.marks.uses_card);
                Answer::Many(used.map(|card| card_reference(self.shop, card)).into_iter().collect())
            }
            "metadata" => Answer::Many(self.metadata()),
            "privateMetadata" => Answer::Many(self.ip(false).into_iter().collect()),
            "lines" => Answer::Many(self.lines().map(Thing::Line).collect()),
            "fulfillments" => Answer::Many(self.fulfillment().into_iter().collect()),
            "discounts" => Answer::Many(self.discount().into_iter().collect()),
            "grantedRefunds" => Answer::Many(self.granted_refund().into_iter().collect()),
            "transactions" => Answer::Many(TransactionView::of(self).map(|view| Thing::Transaction(Box::new(view))).into_iter().collect()),
            "payments" => Answer::Many(payments(self)),
            "events" => Answer::Many(self.events()),
            _ => self.money_field(name),
        }
    }

    fn money_field(&self, name: &str) -> Answer<'a> {
        let (bill, money) = (&self.bill, &self.money);
        let total = bill.total();
        let granted = self.granted().unwrap_or(0);
        match name {
            "isPaid" => Answer::Bool(money.charged() >= total),
            "chargeStatus" => Answer::text(grade(money.charged(), total)),
            "authorizeStatus" => Answer::text(match grade(money.charged() + money.authorized, total) {
                "OVERCHARGED" => "FULL",
                other => other,
            }),
            "paymentStatus" => Answer::text(self.payment_status()),
            "total" => self.taxed(total),
            "undiscountedTotal" => self.taxed(bill.full_total()),
            "subtotal" => self.taxed(bill.subtotal()),
            "shippingPrice" => self.taxed(bill.shipping),
            "undiscountedShippingPrice" => self.amount(bill.shipping),
            "totalAuthorized" => self.amount(money.authorized),
            "totalCharged" | "totalCaptured" => self.amount(money.charged()),
            "totalRefunded" => self.amount(money.given_back()),
            "totalCanceled" | "totalRefundPending" | "totalChargePending" => self.amount(0),
            "totalGrantedRefund" => self.amount(granted),
            "totalRemainingGrant" => self.amount((granted - money.given_back()).max(0)),
            "totalBalance" => self.amount(money.charged() - total),
            _ => Answer::Missing,
        }
    }

    fn payment_status(&self) -> &'static str {
        let (charged, total) = (self.money.charged(), self.bill.total());
        match self.row().course {
            Course::LegacyRefused => "REFUSED",
            Course::LegacyPartlyRefunded => "PARTIALLY_REFUNDED",
            _ if charged >= total => "FULLY_CHARGED",
            _ if charged > 0 => "PARTIALLY_CHARGED",
            _ => "NOT_CHARGED",
        }
    }

    fn email(&self) -> String {
        let email = self.person.email(&self.name);
        if self.row().marks.shouted_email { email.to_uppercase() } else { email }
    }

    fn user(&self) -> Answer<'a> {
        match self.row().buyer {
            Buyer::Customer { index, linked: true } => Answer::One(Thing::Customer(Box::new(CustomerView::new(self.shop, index)))),
            _ => Answer::Null,
        }
    }

    fn metadata(&self) -> Vec<Thing<'a>> {
        let row = self.row();
        let code = match row.code {
            UsedCode::None => None,
            UsedCode::Of { owner, lower } => {
                let code = code_text(self.shop, owner);
                Some(if lower { code.to_lowercase() } else { code })
            }
            UsedCode::Stray(draw) => Some(stray_code(self.shop.seed, draw)),
        };
        let device = row.marks.device.then(|| meta("device_fp", self.person.device()));
        device.into_iter().chain(code.map(|code| meta("ref_code", code))).chain(self.ip(true)).collect()
    }

    fn ip(&self, open: bool) -> Option<Thing<'a>> {
        let marks = self.row().marks;
        (marks.ip && marks.open_ip == open).then(|| meta("client_ip", self.person.ip()))
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = LineView> {
        let done = self.is_fulfilled();
        let salt = self.row().salt;
        self.bill
            .lines()
            .iter()
            .enumerate()
            .map(move |(at, line)| LineView::new(&self.bill, salt, at, *line, done && (at == 0 || !self.is_partial())))
    }

    fn is_partial(&self) -> bool {
        self.row().status == Status::PartlyFulfilled
    }

    fn is_fulfilled(&self) -> bool {
        matches!(self.row().status, Status::Fulfilled | Status::PartlyFulfilled | Status::PartlyReturned | Status::Returned)
    }

    fn fulfilled_at(&self) -> Micros {
        let row = self.row();
        (row.paid_at() + (row.acted_at() - row.paid_at()) / if row.course.went_back() { 3 } else { 1 }).min(row.updated)
    }

    fn fulfillment(&self) -> Option<Thing<'a>> {
        let status = match self.row().status {
            Status::Fulfilled | Status::PartlyFulfilled => "FULFILLED",
            Status::PartlyReturned | Status::Returned => "RETURNED",
            _ => return None,
        };
        let line = |(at, line): (u64, LineView)| {
            let id = Answer::Id("FulfillmentLine", self.number() * 4 + at);
            Thing::Record("FulfillmentLine", vec![("id", id), ("quantity", Answer::Int(line.quantity())), ("orderLine", line.reference())])
        };
        let lines = (0..).zip(self.lines()).take(if self.is_partial() { 1 } else { 4 }).map(line).collect();
        Some(Thing::Record(
            "Fulfillment",
            vec![
                ("id", Answer::Id("Fulfillment", self.number())),
                ("status", Answer::text(status)),
                ("created", Answer::Time(self.fulfilled_at())),
                ("fulfillmentOrder", Answer::Int(1)),
                ("trackingNumber", Answer::text("")),
                ("totalRefundedAmount", Answer::Null),
                ("shippingRefundedAmount", Answer::Null),
                ("lines", Answer::Many(lines)),
            ],
        ))
    }

    fn discount(&self) -> Option<Thing<'a>> {
        let off = self.bill.full_subtotal() - self.bill.subtotal();
        let value = Answer::Amount(off, self.bill.currency().exponent);
        (off > 0).then(|| {
            Thing::Record(
                "OrderDiscount",
                vec![
                    ("id", Answer::Uuid("OrderDiscount", uuid_of(self.row().salt, self.row().salt))),
                    ("type", Answer::text("VOUCHER")),
                    ("name", Answer::text(super::VOUCHER_CODES[0].1)),
                    ("valueType", Answer::text("FIXED")),
                    ("value", value),
                    ("reason", Answer::Null),
                    ("total", self.amount(off)),
                ],
            )
        })
    }

    /// Every third partial refund was granted by staff first.
    fn granted(&self) -> Option<i64> {
        (self.row().course == Course::PartlyRefunded && self.row().salt.is_multiple_of(3)).then_some(self.money.refunded)
    }

    fn granted_refund(&self) -> Option<Thing<'a>> {
        let amount = self.granted()?;
        let at = self.row().acted_at();
        Some(Thing::Record(
            "OrderGrantedRefund",
            vec![
                ("id", Answer::Id("OrderGrantedRefund", self.number())),
                ("createdAt", Answer::Time(at - SECOND)),
                ("updatedAt", Answer::Time(at)),
                ("amount", self.amount(amount)),
                ("reason", Answer::text("damaged")),
                ("status", Answer::text("NONE")),
                ("shippingCostsIncluded", Answer::Bool(false)),
                ("lines", Answer::Many(Vec::new())),
                ("transactionEvents", Answer::Many(Vec::new())),
            ],
        ))
    }

    fn events(&self) -> Vec<Thing<'a>> {
        let row = self.row();
        let mut list = vec![(row.placed_at(), "PLACED")];
        list.extend(row.confirmed_at().map(|at| (at, "CONFIRMED")));
        if !row.course.is_unpaid() {
            list.push((row.paid_at(), if row.course.is_legacy() { "PAYMENT_CAPTURED" } else { "TRANSACTION_EVENT" }));
        }
        if self.money.captured >= self.bill.total() && !row.course.is_unpaid() {
            list.push((row.paid_at(), "ORDER_FULLY_PAID"));
        }
        if self.is_fulfilled() {
            list.push((self.fulfilled_at(), "FULFILLMENT_FULFILLED_ITEMS"));
        }
        if row.course.went_back() {
            list.push((row.acted_at(), if row.course.is_legacy() { "PAYMENT_REFUNDED" } else { "TRANSACTION_EVENT" }));
        }
        match row.status {
            Status::Canceled => list.push((row.acted_at(), "CANCELED")),
            Status::Expired => list.push((row.acted_at(), "EXPIRED")),
            Status::Returned | Status::PartlyReturned => list.push((row.acted_at(), "FULFILLMENT_RETURNED")),
            _ => {}
        }
        list.sort_by_key(|(at, _)| *at);
        (0u64..).zip(list).map(|(at, event)| self.event(at, event)).collect()
    }

    fn event(&self, at: u64, (date, kind): (Micros, &'static str)) -> Thing<'a> {
        Thing::Record(
            "OrderEvent",
            vec![
                ("id", Answer::Id("OrderEvent", self.number() * 10 + at)),
                ("date", Answer::Time(date)),
                ("type", Answer::text(kind)),
                ("email", Answer::Null),
                ("amount", Answer::Null),
                ("message", Answer::Null),
                ("orderNumber", Answer::text(self.number().to_string())),
                ("related", Answer::Null),
            ],
        )
    }

    fn taxed(&self, gross: i64) -> Answer<'a> {
        Answer::One(Thing::Taxed(self.bill.money(gross), self.bill.net(gross)))
    }

    pub(crate) fn amount(&self, minor: i64) -> Answer<'a> {
        Answer::One(Thing::Money(self.bill.money(minor)))
    }

    /// The order by id and number alone.
    pub(crate) fn reference(&self) -> Answer<'a> {
        Answer::record("Order", vec![("id", Answer::Uuid("Order", self.uuid())), ("number", Answer::text(self.number().to_string()))])
    }
}

/// How much of a total is there, in Saleor's words.
pub(crate) fn grade(amount: i64, total: i64) -> &'static str {
    match amount {
        _ if amount <= 0 => "NONE",
        _ if amount < total => "PARTIAL",
        _ if amount == total => "FULL",
        _ => "OVERCHARGED",
    }
}
