//! Orders that are read again by their ids: what can change about them without their time of change telling, and what other rows tell more of.
//!
//! A shop bumps an order's time of change for much, but not when it expires, when a guest's account is confirmed, or when an owner's address
//! becomes another. So orders that are open are asked for again for some time, those first whose last check is the oldest, a bounded number each
//! round; and what a payment or an account tells puts its orders at the head. What changes later without a word is found by the full check.

use crate::by_id::{AT_ONCE, Asked};
use crate::desk::Desk;
use crate::error::Result;
use crate::view::Round;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::Shop;
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::event::Funds;
use vouchsafe_domain::name::{CustomerKey, Names as _, OrderKey};
use vouchsafe_domain::shop::{Customer, Kind, MoneyStep, Order, OrderStatus, Transaction};
use vouchsafe_domain::time::{Span, Timestamp};

/// The most orders that are read again in one round.
const MOST: usize = 500;

/// How long a guest's order is asked for after its last change: who wants an account for an order makes it while the order is on its way. An account
/// that comes later puts the orders under its address at the head by itself.
const GUEST_DAYS: u32 = 30;
/// How long an unpaid order is asked for after its last change: shops let orders expire within days or weeks. A payment that comes later moves the
/// order's time of change.
const UNPAID_DAYS: u32 = 90;

/// Until when something about an order can change that nobody tells; nothing where it cannot.
fn open_until(order: &Order) -> Option<Timestamp> {
    if matches!(order.status, OrderStatus::Draft | OrderStatus::Cancelled | OrderStatus::Expired) {
        return None;
    }
    let is_unpaid = order.status == OrderStatus::Unconfirmed || captured(order) < order.total_minor;
    let days = match (is_unpaid, &order.customer) {
        (true, _) => UNPAID_DAYS,
        (false, None) => GUEST_DAYS,
        (false, Some(_)) => return None,
    };
    Some(order.created.max(order.updated).plus(Span::days(days)))
}

fn captured(order: &Order) -> i64 {
    let charged = order.money.iter().filter(|movement| movement.step == MoneyStep::Charged).map(|movement| movement.minor);
    charged.fold(Funds::default().captured, i64::saturating_add)
}

/// An order was put into the mirror.
pub(crate) fn follow_order(tx: &mut Tx<'_>, before: Option<&Order>, order: &Order, now: Timestamp) -> Result<(), DbError> {
    if let Some(until) = open_until(order).filter(|until| *until > now) {
        let key = OrderKey(tx.key(&order.number));
        return tx.watch_order(key, now, Some(until));
    }
    // A new row stands in no list.
    if before.is_some() { settle(tx, order, now) } else { Ok(()) }
}

/// Keeps an order that was just read in the list, or takes it off.
fn settle(tx: &mut Tx<'_>, order: &Order, now: Timestamp) -> Result<(), DbError> {
    let key = OrderKey(tx.key(&order.number));
    if tx.has_waiting_reward(key)? {
        return tx.watch_order(key, now, None);
    }
    match open_until(order).filter(|until| *until > now) {
        None => tx.unwatch_order(key),
        until => tx.watch_order(key, now, until),
    }
}

/// A payment was put into the mirror: it can tell of money that its order, as we hold it, lacks.
pub(crate) fn follow_transaction(tx: &mut Tx<'_>, payment: &Transaction) -> Result<(), DbError> {
    let Some(number) = payment.order_number.as_deref().filter(|_| !payment.events.is_empty()) else { return Ok(()) };
    let told = |order: &Order| payment.events.iter().all(|event| order.money.iter().any(|movement| movement.id == event.id));
    if tx.order(number)?.is_some_and(|order| told(&order)) {
        return Ok(());
    }
    let key = OrderKey(tx.key(number));
    tx.reread_at_once(key, payment.order.as_ref())
}

/// An account was put into the mirror: orders that a guest gave its address with may be its own now.
pub(crate) fn follow_customer(tx: &mut Tx<'_>, before: Option<&Customer>, customer: &Customer) -> Result<(), DbError> {
    // In the first round orders are read after accounts, and neither owners nor addresses have an index yet.
    if tx.last_seq() == 0 {
        return Ok(());
    }
    if before.is_none_or(|before| before.email != customer.email) {
        // An order is shown with its owner's address; one can be here before an account that could not be read.
        let key = CustomerKey(tx.id_key(&customer.id));
        tx.reread_orders_of(key)?;
    }
    let is_same = before.is_some_and(|before| (&before.email, before.is_confirmed) == (&customer.email, customer.is_confirmed));
    if is_same || customer.email.trim().is_empty() {
        return Ok(());
    }
    let email = tx.email_as_written(&customer.email);
    tx.reread_guest_orders(email)?;
    Ok(())
}

impl Desk {
    /// Reads orders again that can have changed without telling, and those of which other rows tell more.
    pub(crate) async fn reread_orders(&self, shop: &Shop, known_until: Timestamp, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
        let now = self.now_at_most(shop);
        self.db().write(move |tx| tx.unwatch_passed(now)).await?;
        let due = self.db().due_for_reread(known_until, MOST).await?;
        let (mut asked, mut unknown) = (Vec::new(), Vec::new());
        for (order, id) in due {
            match id {
                Some(id) => asked.push(Asked { id, row: Some(order.0.bits()) }),
                None => unknown.push(order),
            }
        }
        // What nobody knows the shop's name of came from a file; the shop cannot be asked for it.
        if !unknown.is_empty() {
            self.db().write(move |tx| unknown.into_iter().try_for_each(|order| tx.unwatch_order(order))).await?;
        }
        let (orders, before) = (asked.len(), round.changed);
        for chunk in asked.chunks(AT_ONCE) {
            self.reread_some(shop, chunk, known_until, cancel, round).await?;
        }
        round.reread += orders as u64;
        if orders > 0 {
            let left = self.db().count_reread().await?;
            let args = [("orders", orders.to_string()), ("changed", (round.changed - before).to_string()), ("watched", left.to_string())];
            self.log(Some(Kind::Orders), "reread", args, None).await?;
        }
        Ok(())
    }

    async fn reread_some(&self, shop: &Shop, asked: &[Asked], known_until: Timestamp, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
        let back = self.read_by_id(shop, Kind::Orders, asked.to_vec(), known_until, cancel).await?;
        back.count(round);
        let (asked, now) = (asked.to_vec(), self.now_at_most(shop));
        self.db()
            .write(move |tx| {
                for order in back.page.orders() {
                    settle(tx, order, now)?;
                }
                let found = back.page.ids();
                for Asked { id, row } in asked.iter().filter(|asked| !found.contains(&asked.id)) {
                    let Some(key) = row.map(|row| OrderKey(vouchsafe_domain::name::Key::from_bits(row))) else { continue };
                    // What cannot be read stands in quarantine and waits for its turn; what is gone does not change any more.
                    if back.absent.contains(id) { tx.unwatch_order(key)? } else { tx.order_checked(key, now)? }
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}
