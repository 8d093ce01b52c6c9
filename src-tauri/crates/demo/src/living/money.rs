//! What happens to the money of an order: each movement bumps the transaction and the order.

use crate::instant::Micros;
use crate::living::Living;
use crate::living::rows::{Movement, Payment, Purchase};
use crate::money::share_of;
use crate::order::Status;

impl Living {
    fn movement(&mut self, order: u64, at: Micros, kind: &'static str, minor: i64) -> bool {
        let (number, first, uuid) = (self.number(), self.number(), self.uuid());
        let Some(order) = self.order(order) else { return false };
        let payment = order.payment.get_or_insert_with(|| Payment { number: first, uuid, created: at, modified: at, movements: Vec::new() });
        payment.movements.push(Movement { number, at, kind, minor });
        payment.modified = at.max(payment.modified);
        order.updated = at.max(order.updated);
        true
    }

    pub(super) fn charge(&mut self, order: u64, percent: u32, at: Micros) -> bool {
        let left = |order: &Purchase| (share_of(order.total(), i64::from(percent), 100)).min(order.total() - order.captured());
        let may = |order: &Purchase| !order.is_over() && left(order) > 0;
        let Some(found) = self.order(order).filter(|order| may(order)) else { return false };
        let minor = left(found);
        let is_whole = found.captured() + minor >= found.total();
        self.movement(order, at, "CHARGE_SUCCESS", minor);
        if is_whole {
            self.tell(order, at, "ORDER_FULLY_PAID");
            if let Some(order) = self.order(order)
                && order.status == Status::Unfulfilled
            {
                order.status = Status::Fulfilled;
            }
        }
        true
    }

    pub(super) fn refund(&mut self, order: u64, percent: u32, at: Micros) -> bool {
        let Some(found) = self.order(order) else { return false };
        let minor = share_of(found.charged(), i64::from(percent), 100);
        minor > 0 && self.movement(order, at, "REFUND_SUCCESS", minor)
    }

    pub(super) fn reverse_refund(&mut self, order: u64, at: Micros) -> bool {
        let Some(found) = self.order(order) else { return false };
        let refunds = found.payment.iter().flat_map(|payment| payment.movements.iter().rev());
        let last = refunds.clone().find(|movement| movement.kind == "REFUND_SUCCESS").map(|movement| movement.minor);
        match last.filter(|minor| *minor <= found.refunded()) {
            Some(minor) => self.movement(order, at, "REFUND_REVERSE", minor),
            None => false,
        }
    }

    pub(super) fn charge_back(&mut self, order: u64, at: Micros) -> bool {
        let Some(found) = self.order(order) else { return false };
        let minor = found.charged();
        minor > 0 && self.movement(order, at, "CHARGE_BACK", minor)
    }
}
