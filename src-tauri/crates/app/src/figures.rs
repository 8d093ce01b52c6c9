//! Figures: CAC and ROI with what they are made of, one currency at a time (design: "Ledger, figures, journal").

use crate::view::{FigurePart, FigureRow, Quantity, Tile};
use std::collections::BTreeMap;
use vouchsafe_domain::money::{Currency, Money, Percent, scale_half_even};
use vouchsafe_domain::name::ChannelKey;
use vouchsafe_domain::rollup::{FigureCell, Figures};
use vouchsafe_domain::time::Month;

/// 100 percent in basis points.
const WHOLE: i64 = 10_000;
/// What belongs to no order has no channel.
pub(crate) const NO_CHANNEL: &str = "—";

/// The figures of one currency, by month and by channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledgered {
    pub(crate) whole: Figures,
    pub(crate) months: BTreeMap<Month, Figures>,
    pub(crate) channels: BTreeMap<Option<ChannelKey>, Figures>,
}

impl Ledgered {
    /// Sums the cells of one currency.
    pub(crate) fn of(cells: &[(FigureCell, Figures)], currency: Currency) -> Self {
        let mut sums = Self::default();
        for (cell, figures) in cells.iter().filter(|(cell, _)| cell.currency == currency) {
            sums.whole.add(figures);
            sums.months.entry(cell.month).or_default().add(figures);
            sums.channels.entry(cell.channel).or_default().add(figures);
        }
        sums
    }
}

/// The currencies that cells exist in, the one with the most referred orders first.
pub(crate) fn currencies(cells: &[(FigureCell, Figures)]) -> Vec<Currency> {
    // Amounts of two currencies cannot be compared, so what counts is how many orders there were.
    let mut weights: BTreeMap<Currency, i64> = BTreeMap::new();
    for (cell, figures) in cells {
        let weight = weights.entry(cell.currency).or_default();
        *weight = weight.saturating_add(figures.referred_orders);
    }
    let mut currencies: Vec<_> = weights.into_iter().collect();
    currencies.sort_by_key(|(currency, weight)| (std::cmp::Reverse(*weight), *currency));
    currencies.into_iter().map(|(currency, _)| currency).collect()
}

/// Cost of acquiring a friend: `(reward cost + spend) ÷ new friends`, half-even; nothing without friends.
pub(crate) fn cac(cost: i64, spend: i64, friends: i64) -> Option<i64> {
    scale_half_even(cost.saturating_add(spend), 1, friends)
}

/// What the margin leaves of referred revenue after cost.
fn gain(figures: &Figures, margin: Percent) -> i64 {
    margin.of(figures.revenue).unwrap_or(0).saturating_sub(cost(figures))
}

fn cost(figures: &Figures) -> i64 {
    figures.accrued.saturating_add(figures.spend)
}

/// Return on cost in basis points: `(revenue × margin − cost) ÷ cost`, half-even; nothing without cost.
pub(crate) fn roi(figures: &Figures, margin: Percent) -> Option<i64> {
    scale_half_even(gain(figures, margin), WHOLE, cost(figures))
}

/// What is promised and not yet due, in one currency.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Waiting {
    pub(crate) minor: i64,
    pub(crate) count: i64,
}

/// The figures of the whole time, each with its numerator and denominator.
pub(crate) fn tiles(figures: &Figures, waiting: Waiting, currency: Currency, margin: Percent) -> Vec<Tile> {
    let money = |minor| Quantity::Money(Money::new(minor, currency));
    let part = |label, value| Some(FigurePart { label, value });
    let friends = part("new_friends", Quantity::Count(figures.new_friends));
    let per_friend = |id, cost: i64, label| Tile {
        id,
        value: cac(cost, figures.spend, figures.new_friends).map(money),
        numerator: part(label, money(cost.saturating_add(figures.spend))),
        denominator: friends,
    };
    let plain = |id, value, label, count| Tile { id, value: Some(value), numerator: part(label, Quantity::Count(count)), denominator: None };
    vec![
        plain("friends", Quantity::Count(figures.new_friends), "referred_orders", figures.referred_orders),
        per_friend("cac", figures.accrued, "reward_cost_and_spend"),
        per_friend("cac_issued", figures.issued, "issued_cost_and_spend"),
        per_friend("cac_redeemed", figures.redeemed, "redeemed_cost_and_spend"),
        Tile {
            id: "roi",
            value: roi(figures, margin).map(Quantity::BasisPoints),
            numerator: part("margin_minus_cost", money(gain(figures, margin))),
            denominator: part("cost", money(cost(figures))),
        },
        plain("revenue", money(figures.revenue), "referred_orders", figures.referred_orders),
        Tile { id: "cost", value: Some(money(cost(figures))), numerator: part("reward_cost_and_spend", money(cost(figures))), denominator: None },
        plain("waiting", money(waiting.minor), "rewards", waiting.count),
    ]
}

/// One row of the table behind a chart.
pub(crate) fn row(label: String, figures: &Figures, currency: Currency, margin: Percent) -> FigureRow {
    let money = |minor| Money::new(minor, currency);
    FigureRow {
        label,
        friends: figures.new_friends,
        revenue: money(figures.revenue),
        reward_cost: money(figures.accrued),
        spend: money(figures.spend),
        cac: cac(figures.accrued, figures.spend, figures.new_friends).map(money),
        roi: roi(figures, margin),
    }
}

/// The rows by month, oldest first, without gaps: a month in which nothing happened is a row of zeros.
pub(crate) fn month_rows(months: &BTreeMap<Month, Figures>, currency: Currency, margin: Percent) -> Vec<FigureRow> {
    let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else { return Vec::new() };
    (first.number()..=last.number())
        .map(|number| {
            let month = Month::from_number(number);
            row(month.to_string(), &months.get(&month).copied().unwrap_or_default(), currency, margin)
        })
        .collect()
}

/// The rows by channel, the largest revenue first.
pub(crate) fn channel_rows(
    channels: &BTreeMap<Option<ChannelKey>, Figures>,
    name: impl Fn(ChannelKey) -> String,
    currency: Currency,
    margin: Percent,
) -> Vec<FigureRow> {
    let mut sorted: Vec<_> = channels.iter().collect();
    sorted.sort_by_key(|(channel, figures)| (std::cmp::Reverse(figures.revenue), **channel));
    sorted.into_iter().map(|(channel, figures)| row(channel.map_or_else(|| NO_CHANNEL.to_owned(), &name), figures, currency, margin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cac_and_roi_are_what_their_parts_say() {
        let figures = Figures { new_friends: 3, referred_orders: 4, revenue: 90_000, accrued: 4_000, issued: 1_000, redeemed: 0, spend: 6_001 };
        let margin = Percent::parse("40").unwrap();
        assert_eq!(cac(figures.accrued, figures.spend, figures.new_friends), Some(3_334), "(40.00 + 60.01) ÷ 3");
        assert_eq!(roi(&figures, margin), Some(25_996), "(900.00 × 0.4 − 100.01) ÷ 100.01 = 2.5996");
        assert_eq!(roi(&Figures { revenue: 0, ..figures }, margin), Some(-10_000));
        assert_eq!(cac(1, 1, 0), None);
        assert_eq!(roi(&Figures::default(), margin), None);
    }

    #[test]
    fn months_without_figures_are_rows_of_zeros() {
        let eur = Currency::parse("EUR").unwrap();
        let months = BTreeMap::from([(Month::from_number(24_311), Figures::default()), (Month::from_number(24_314), Figures::default())]);
        let labels: Vec<_> = month_rows(&months, eur, Percent::parse("30").unwrap()).into_iter().map(|row| row.label).collect();
        assert_eq!(labels, ["2025-12", "2026-01", "2026-02", "2026-03"]);
    }
}
