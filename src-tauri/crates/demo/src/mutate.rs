//! A shop after a while: some orders changed, some new, for tests of an incremental sync.

use crate::fate::{self, Fate};
use crate::instant::{DAY, Micros, SECOND};
use crate::order::{Buyer, Course, Marks, Order, Status, UsedCode};
use crate::rng::Rng;
use crate::shop::Shop;

/// How much time a round takes.
const ROUND: Micros = DAY;

impl Shop {
    /// Lets a day pass: about `share` of 10,000 of the orders change (refunds, payments, charge-backs, or a note that changes nothing
    /// but `updatedAt`), and a tenth as many are placed. The same round and share on the same shop give the same.
    ///
    /// Returns how many orders were changed and how many are new.
    pub fn mutate(&mut self, round: u32, share: u32) -> (usize, usize) {
        let mut rng = Rng::of(self.seed ^ 0x30DD, u64::from(round));
        let orders = u32::try_from(self.orders.len()).unwrap_or(u32::MAX);
        let changes = u32::try_from(u64::from(orders) * u64::from(share) / 10_000).unwrap_or(u32::MAX).max(u32::from(share > 0)).min(orders);
        let fresh = if self.customers.is_empty() { 0 } else { changes / 10 };
        let step = ROUND / i64::from(changes + fresh + 1);
        let begin = self.now;
        let mut changed = std::collections::BTreeSet::new();
        for at in 1..=changes {
            let index = rng.below(orders);
            if changed.insert(index) {
                change(&mut self.orders[index as usize], begin + i64::from(at) * step, &mut rng);
            }
        }
        for at in 1..=fresh {
            let order = self.new_order(begin + i64::from(changes + at) * step, begin + ROUND, &mut rng);
            self.orders.push(order);
        }
        self.now = begin + ROUND;
        self.settle();
        (changed.len(), fresh as usize)
    }

    fn new_order(&mut self, created: Micros, now: Micros, rng: &mut Rng) -> Order {
        let customers = u32::try_from(self.customers.len()).unwrap_or(u32::MAX);
        let index = rng.below(customers);
        let customer = &mut self.customers[index as usize];
        let room = u32::try_from((now - created) / SECOND).unwrap_or(1).max(1);
        let Fate { status, course, paid_after, acted, late_confirm } = fate::draw(rng, room, false);
        let code = if std::mem::replace(&mut customer.has_ordered, true) { UsedCode::None } else { UsedCode::of(customer.advocate) };
        Order {
            created,
            updated: created + i64::from(acted) * SECOND,
            salt: rng.word(),
            buyer: Buyer::Customer { index, linked: true },
            code,
            paid_after,
            acted,
            status,
            course,
            channel: customer.channel,
            marks: Marks { device: true, ip: true, late_confirm, ..Marks::default() },
        }
    }
}

/// What happens to an order next, at `at`.
fn change(order: &mut Order, at: Micros, rng: &mut Rng) {
    let draw = rng.below(100);
    let next = match (order.course, order.status) {
        (Course::Paid, _) if draw < 30 => Some((Course::PartlyRefunded, Status::PartlyReturned)),
        (Course::Paid, _) if draw < 50 => Some((Course::FullyRefunded, Status::Returned)),
        (Course::Paid, _) if draw < 55 => Some((Course::ChargedBack, order.status)),
        (Course::Authorized, _) => Some((Course::Paid, Status::Fulfilled)),
        (Course::Unpaid, Status::Unconfirmed | Status::Unfulfilled) if draw < 70 => Some((Course::Paid, Status::Unfulfilled)),
        (Course::Unpaid, Status::Unconfirmed | Status::Unfulfilled) => Some((Course::Unpaid, Status::Canceled)),
        _ => None,
    };
    if let Some((course, status)) = next {
        let after = u32::try_from((at - order.created) / SECOND).unwrap_or(u32::MAX);
        if order.course.is_unpaid() && !course.is_unpaid() {
            order.paid_after = after;
            order.marks.late_confirm = order.status == Status::Unconfirmed;
        }
        order.acted = after;
        order.course = course;
        order.status = status;
    }
    order.updated = at;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn a_round_changes_about_its_share_and_is_repeatable() {
        let mut one = Shop::generate(&Spec::new(5_000, 3));
        let mut other = one.clone();
        let before: Vec<Order> = one.orders.clone();
        let told = one.mutate(1, 100);
        assert_eq!(other.mutate(1, 100), told);
        assert!(one.order_pages(100).eq(other.order_pages(100)));
        let (changed, fresh) = told;
        assert!((45..=50).contains(&changed) && fresh == 5, "{told:?}");
        let moved = before.iter().zip(&one.orders).filter(|(old, new)| old.updated != new.updated).count();
        assert_eq!((moved, one.orders.len()), (changed, 5_000 + fresh));
        let since = one.now - ROUND;
        assert!(one.orders.iter().filter(|order| order.updated > since).count() >= changed);
    }

    #[test]
    fn an_empty_shop_stays_empty() {
        let mut shop = Shop::generate(&Spec { orders: 0, customers: 0, ..Spec::default() });
        assert_eq!(shop.mutate(1, 10_000), (0, 0));
        assert_eq!(shop.order_pages(100).collect::<Vec<_>>().len(), 1);
    }

    #[test]
    fn rounds_differ() {
        let mut one = Shop::generate(&Spec::new(500, 3));
        let mut other = one.clone();
        one.mutate(1, 1_000);
        other.mutate(2, 1_000);
        assert!(!one.order_pages(100).eq(other.order_pages(100)));
    }
}
