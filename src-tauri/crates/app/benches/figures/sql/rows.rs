//! Rows as they are read.

use rusqlite::Row;
use vouchsafe_domain::event::Funds;
use vouchsafe_domain::time::{Span, Timestamp};

/// Where a reward stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    Waiting,
    Due,
    Settled,
    Ended,
}

impl Stands {
    const ALL: [Self; 4] = [Self::Waiting, Self::Due, Self::Settled, Self::Ended];
}

/// The accounts that the rules move money between.
#[derive(Clone, Copy)]
pub(super) enum Book {
    Expense,
    Pending,
    Wallet,
}

/// A row of `party`.
pub(super) struct Party {
    pub(super) id: u32,
    pub(super) is_guest: bool,
    pub(super) advocate: Option<u32>,
    pub(super) registered_at: Option<i64>,
    pub(super) first_order_at: Option<i64>,
    pub(super) activated_at: Option<i64>,
    pub(super) first_paid_at: Option<i64>,
    pub(super) given: u32,
}

/// A row of `shop_order`.
pub(super) struct Order {
    pub(super) key: i64,
    pub(super) party: u32,
    pub(super) money: [i64; 4],
    pub(super) currency: i64,
    pub(super) is_replacement: bool,
    pub(super) is_referred: bool,
    pub(super) confirmed_at: Option<i64>,
    pub(super) cancelled_at: Option<i64>,
    pub(super) funds: Funds,
    pub(super) as_of: Option<i64>,
}

/// A row of `reward`.
pub(super) struct Reward {
    pub(super) id: u32,
    pub(super) order: i64,
    pub(super) beneficiary: u32,
    pub(super) currency: i64,
    pub(super) given: i64,
    pub(super) minor: i64,
    pub(super) stands: Stands,
    pub(super) awaits_money: bool,
    pub(super) hold_until: Option<i64>,
    pub(super) awaits_review: bool,
    pub(super) counts_from: Option<i64>,
    pub(super) capture_by: i64,
}

/// What an UPDATE would write.
pub(super) type Changeable = (i64, i64, bool, Option<i64>, bool, Option<i64>);

impl Reward {
    pub(super) fn changeable(&self) -> Changeable {
        (self.minor, self.stands as i64, self.awaits_money, self.hold_until, self.awaits_review, self.counts_from)
    }

    pub(super) fn deadline(&self) -> Option<i64> {
        let money = self.awaits_money.then_some(self.capture_by);
        [money, self.hold_until].into_iter().flatten().min().filter(|_| self.stands == Stands::Waiting)
    }

    pub(super) fn money_came(&mut self, at: i64, hold_days: u32) {
        self.awaits_money = false;
        self.counts_from = Some(at);
        self.hold_until = (hold_days > 0).then(|| later(at, hold_days)).max(self.hold_until);
    }

    pub(super) fn book(&self) -> Book {
        if self.stands == Stands::Settled { Book::Wallet } else { Book::Pending }
    }
}

pub(super) fn later(at: i64, days: u32) -> i64 {
    Timestamp::from_micros(at).plus(Span::days(days)).micros()
}

pub(super) fn party(row: &Row<'_>) -> rusqlite::Result<Party> {
    Ok(Party {
        id: row.get(0)?,
        is_guest: row.get(1)?,
        advocate: row.get(2)?,
        registered_at: row.get(3)?,
        first_order_at: row.get(4)?,
        activated_at: row.get(5)?,
        first_paid_at: row.get(6)?,
        given: row.get(7)?,
    })
}

pub(super) fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        key: row.get(0)?,
        party: row.get(1)?,
        money: [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?],
        currency: row.get(6)?,
        is_replacement: row.get(7)?,
        is_referred: row.get(8)?,
        confirmed_at: row.get(9)?,
        cancelled_at: row.get(10)?,
        funds: Funds { captured: row.get(11)?, refunded: row.get(12)?, charged_back: row.get(13)? },
        as_of: row.get(14)?,
    })
}

pub(super) fn reward(row: &Row<'_>) -> rusqlite::Result<Reward> {
    let state: u8 = row.get(6)?;
    Ok(Reward {
        id: row.get(0)?,
        order: row.get(1)?,
        beneficiary: row.get(2)?,
        currency: row.get(3)?,
        given: row.get(4)?,
        minor: row.get(5)?,
        stands: Stands::ALL.get(usize::from(state)).copied().unwrap_or(Stands::Ended),
        awaits_money: row.get(7)?,
        hold_until: row.get(8)?,
        awaits_review: row.get(9)?,
        counts_from: row.get(10)?,
        capture_by: row.get(11)?,
    })
}
