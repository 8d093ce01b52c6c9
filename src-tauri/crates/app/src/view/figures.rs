//! Figures, exact, and charts.

use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

/// A figure, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Money.
    Money(Money),
    /// A count.
    Count(i64),
    /// A ratio in basis points: 10,000 is 100 percent.
    BasisPoints(i64),
}

/// A part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigurePart {
    /// What it is; as in the wire's `Part.label`.
    pub label: &'static str,
    /// How much.
    pub value: Quantity,
}

/// A figure with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// Which figure; as in the wire's `Tile.id`.
    pub id: &'static str,
    /// Its value; nothing where the denominator is zero.
    pub value: Option<Quantity>,
    /// What stands above the line.
    pub numerator: Option<FigurePart>,
    /// What stands below it.
    pub denominator: Option<FigurePart>,
}

/// The figures of a month or of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// The month (`2026-03`) or the channel; `—` for what belongs to no order.
    pub label: String,
    /// Friends whose first captured order lies here.
    pub friends: i64,
    /// What referred orders brought, net.
    pub revenue: Money,
    /// What rewards cost, as promised.
    pub reward_cost: Money,
    /// Marketing cost.
    pub spend: Money,
    /// Cost for each new friend.
    pub cac: Option<Money>,
    /// Return on that cost, in basis points.
    pub roi: Option<i64>,
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The currency.
    pub currency: Currency,
    /// Every currency that figures exist in.
    pub currencies: Vec<Currency>,
    /// The instant up to which the shop is known.
    pub as_of: Option<Timestamp>,
    /// The figures of the whole time.
    pub tiles: Vec<Tile>,
    /// By month, oldest first.
    pub months: Vec<FigureRow>,
    /// By channel, the largest revenue first.
    pub channels: Vec<FigureRow>,
}

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartId {
    /// CAC by month.
    CacByMonth,
    /// ROI by month.
    RoiByMonth,
    /// CAC by channel.
    CacByChannel,
    /// ROI by channel.
    RoiByChannel,
}
