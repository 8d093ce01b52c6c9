//! When the orders of a history come in: growth over the years, a season within each, a rhythm within the week.

use crate::instant::{DAY, Micros, civil};
use crate::rng::Rng;

/// How long a history is, in days: 24 months.
pub(crate) const DAYS: i64 = 730;

/// Orders per day by month, January first, in percent of an ordinary month.
const SEASON: [i64; 12] = [85, 78, 92, 96, 100, 94, 88, 86, 98, 108, 152, 168];
/// Orders by day of the week, Monday first, in percent.
const WEEK: [i64; 7] = [104, 98, 96, 98, 106, 112, 92];

/// Spreads a number of orders over a history, in the order of time.
#[derive(Debug)]
pub(crate) struct Calendar {
    begin: Micros,
    /// Weight of all days up to and including each day.
    upto: Vec<u64>,
    day: usize,
}

impl Calendar {
    /// The history that ends at `now`.
    pub(crate) fn ending(now: Micros) -> Self {
        let begin = now - DAYS * DAY;
        let mut sum = 0;
        let upto = (0..DAYS)
            .map(|day| {
                sum += weight(begin.div_euclid(DAY) + day, day);
                sum
            })
            .collect();
        Self { begin, upto, day: 0 }
    }

    /// When the history begins.
    pub(crate) fn begin(&self) -> Micros {
        self.begin
    }

    /// The instant of order `index` of `orders`; ask in ascending order.
    pub(crate) fn at(&mut self, index: u32, orders: u32, rng: &mut Rng) -> Micros {
        let all = u128::from(self.upto.last().copied().unwrap_or(1));
        // The share of the history behind this order, in 2^-32, with some jitter inside the order's own slice.
        let slice = (u64::from(index) << 16 | u64::from(rng.below(1 << 16))) as u128;
        let spot = all * slice * 1_000_000 / (u128::from(orders) << 16);
        let whole = u64::try_from(spot / 1_000_000).unwrap_or(u64::MAX);
        while self.day + 1 < self.upto.len() && self.upto[self.day] <= whole {
            self.day += 1;
        }
        let before = if self.day == 0 { 0 } else { self.upto[self.day - 1] };
        let within = spot - u128::from(before) * 1_000_000;
        let weight = u128::from(self.upto[self.day] - before) * 1_000_000;
        let micros = i64::try_from(within * DAY.unsigned_abs() as u128 / weight).unwrap_or(0);
        self.begin + i64::try_from(self.day).unwrap_or(0) * DAY + micros
    }
}

/// The weight of the day that is `since_1970` days after 1970 and `of_history` days into the history.
fn weight(since_1970: i64, of_history: i64) -> u64 {
    let (_, month, _) = civil(since_1970);
    let season = SEASON[usize::try_from(month - 1).unwrap_or(0)];
    let week = WEEK[usize::try_from((since_1970 + 3).rem_euclid(7)).unwrap_or(0)];
    let growth = 100 + 150 * of_history / DAYS;
    (season * week * growth).unsigned_abs()
}
