//! What marketing paid, by month, channel and currency: the other half of CAC and ROI.

use crate::calendar::DAYS;
use crate::instant::{DAY, Micros, civil, rfc3339};
use crate::money::share_of;
use crate::place::CHANNELS;
use crate::rng::Rng;
use crate::shop::Shop;

/// Marketing cost of one month in one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spend {
    /// First instant of the month (or of the history), RFC 3339, UTC.
    pub from: String,
    /// The instant behind the last one, RFC 3339, UTC.
    pub to: String,
    /// The channel's slug.
    pub channel: &'static str,
    /// The amount in minor units of `currency`.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: &'static str,
}

/// Cost per new customer in US cents, about; a tenth of the customers' orders.
const CENTS_PER_CUSTOMER: i64 = 1_150;

impl Shop {
    /// What marketing paid over the whole history: by channel, month after month. A month with no newcomers cost a base fee.
    pub fn spend(&self) -> impl Iterator<Item = Spend> + use<> {
        let months = months(self.now - DAYS * DAY, self.now);
        let mut newcomers = vec![[0i64; CHANNELS.len()]; months.len()];
        for customer in &self.customers {
            let month = months.partition_point(|(_, to)| *to <= customer.joined).min(months.len() - 1);
            newcomers[month][usize::from(customer.channel)] += 1;
        }
        let seed = self.seed;
        (0..CHANNELS.len()).flat_map(move |place| {
            let months = months.clone();
            let newcomers = newcomers.clone();
            (0..months.len()).map(move |month| {
                let channel = &CHANNELS[place];
                let mut rng = Rng::of(seed ^ 0x5BE7D, (place * 100 + month) as u64);
                let cents = 20_000 + newcomers[month][place] * (CENTS_PER_CUSTOMER - 300 + i64::from(rng.below(600)));
                let (from, to) = months[month];
                Spend {
                    from: rfc3339(from),
                    to: rfc3339(to),
                    channel: channel.slug,
                    minor: share_of(cents, channel.factor, 100),
                    currency: channel.currency.code,
                }
            })
        })
    }
}

/// The calendar months between two instants, the first and the last one cut to them.
fn months(begin: Micros, end: Micros) -> Vec<(Micros, Micros)> {
    let mut list = Vec::new();
    let mut from = begin;
    let mut day = begin.div_euclid(DAY) + 1;
    while day * DAY < end {
        if civil(day).2 == 1 {
            list.push((from, day * DAY));
            from = day * DAY;
        }
        day += 1;
    }
    list.push((from, end));
    list
}
