//! What an order comes to: lines, discount, shipping, gift card, and what became of the money. All from the order's salt.

use crate::goods::{GIFT_CARD, GOODS, good_at};
use crate::money::{Currency, Money, share_of};
use crate::order::{Course, Order};
use crate::place::{Channel, channel};
use crate::rng::Rng;

/// The discount of every voucher of the demo shop, in percent.
pub(crate) const VOUCHER_PERCENT: i64 = 10;

/// One line of an order; prices per piece, with tax, in minor units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) good: u8,
    pub(crate) quantity: i64,
    /// Before the discount.
    pub(crate) full: i64,
    pub(crate) price: i64,
}

/// The amounts of an order, in minor units of the channel's currency.
#[derive(Clone, Debug)]
pub(crate) struct Bill {
    lines: [Line; 4],
    count: usize,
    pub(crate) shipping: i64,
    /// Paid with a gift card; Saleor takes it off the total.
    pub(crate) card: i64,
    pub(crate) channel: &'static Channel,
}

impl Bill {
    /// The bill of an order of which `card` is paid with a gift card.
    pub(crate) fn of(order: &Order, card: i64) -> Self {
        let channel = channel(order.channel);
        let mut rng = Rng::of(order.salt, 0xB111);
        let count = if order.marks.buys_card { 1 } else { [1, 1, 1, 2, 2, 3, 4][rng.below(7) as usize] };
        let mut lines = [Line { good: 0, quantity: 1, full: 0, price: 0 }; 4];
        for line in lines.iter_mut().take(count) {
            *line = draw_line(&mut rng, order, channel);
        }
        let mut bill = Self { lines, count, shipping: 0, card, channel };
        let free = bill.price_of(9_900);
        bill.shipping = if order.marks.buys_card || bill.subtotal() >= free { 0 } else { bill.price_of(500) };
        bill
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines[..self.count]
    }

    pub(crate) fn currency(&self) -> Currency {
        self.channel.currency
    }

    pub(crate) fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.currency() }
    }

    /// The part of a gross amount that is not tax.
    pub(crate) fn net(&self, gross: i64) -> i64 {
        share_of(gross, 100, 100 + self.channel.tax)
    }

    /// The sum of the lines before discounts.
    pub(crate) fn full_subtotal(&self) -> i64 {
        self.lines().iter().map(|line| line.full * line.quantity).sum()
    }

    /// The sum of the lines after discounts.
    pub(crate) fn subtotal(&self) -> i64 {
        self.lines().iter().map(|line| line.price * line.quantity).sum()
    }

    /// What is left to pay by card or transfer.
    pub(crate) fn total(&self) -> i64 {
        self.subtotal() + self.shipping - self.card
    }

    pub(crate) fn full_total(&self) -> i64 {
        self.full_subtotal() + self.shipping
    }

    fn price_of(&self, cents: i64) -> i64 {
        share_of(cents, self.channel.factor, 100)
    }
}

fn draw_line(rng: &mut Rng, order: &Order, channel: &Channel) -> Line {
    let range = u32::try_from(GOODS.len() - 1).unwrap_or(1);
    let good = if order.marks.buys_card { GIFT_CARD } else { u8::try_from(rng.below(range)).unwrap_or(0) };
    let full = share_of(good_at(good).cents, channel.factor, 100);
    let off = if order.marks.voucher { share_of(full, VOUCHER_PERCENT, 100) } else { 0 };
    let quantity = if order.marks.buys_card { 1 } else { [1, 1, 1, 1, 2, 2, 3, 6][rng.below(8) as usize] };
    Line { good, quantity, full, price: full - off }
}

/// What became of the money of an order, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settlement {
    /// Still reserved, not taken.
    pub(crate) authorized: i64,
    /// Taken in all.
    pub(crate) captured: i64,
    /// Given back in all, reversals not counted.
    pub(crate) refunded: i64,
    pub(crate) charged_back: i64,
    /// Refunds that came back to the shop.
    pub(crate) reversed: i64,
}

impl Settlement {
    pub(crate) fn of(order: &Order, total: i64) -> Self {
        let mut rng = Rng::of(order.salt, 0x5E77);
        let part = share_of(total, i64::from(rng.between(10, 90)), 100);
        let all = Self { captured: total, ..Self::default() };
        match order.course {
            Course::Unpaid | Course::LegacyRefused => Self::default(),
            Course::Authorized => Self { authorized: total, ..Self::default() },
            Course::PartlyCaptured => Self { captured: part, ..Self::default() },
            Course::Paid | Course::LegacyPaid => all,
            Course::Overcharged => Self { captured: total + share_of(total, 1, 10), ..Self::default() },
            Course::PartlyRefunded | Course::LegacyPartlyRefunded => Self { refunded: part, ..all },
            Course::FullyRefunded => Self { refunded: total, ..all },
            Course::ChargedBack => Self { charged_back: total, ..all },
            Course::RefundReversed => Self { refunded: part, reversed: part, ..all },
        }
    }

    /// What the shop holds: Saleor's `totalCharged`.
    pub(crate) const fn charged(&self) -> i64 {
        self.captured - self.refunded - self.charged_back + self.reversed
    }

    /// Saleor's `totalRefunded`.
    pub(crate) const fn given_back(&self) -> i64 {
        self.refunded - self.reversed
    }
}
