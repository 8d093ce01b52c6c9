//! Figures with what they are made of.

use super::{all, count, cut};
use crate::error::{Answer, AppError};
use serde::Serialize;
use specta::Type;
use vouchsafe_app::view::{self, Quantity};
use vouchsafe_domain::money::minor_text;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Money of a currency.
    Money,
    /// Percent.
    RatioPercent,
    /// Things.
    Count,
}

/// A figure with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Tile {
    /// Which figure.
    pub id: TileId,
    /// Its value; nothing where the denominator is zero.
    pub value: Option<String>,
    /// What it counts.
    pub unit: Unit,
    /// The currency, if it is money.
    pub currency: Option<String>,
    /// What stands above the line.
    pub numerator: Option<Part>,
    /// What stands below it.
    pub denominator: Option<Part>,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Part {
    /// What it is.
    pub label: PartLabel,
    /// How much.
    pub value: String,
    /// What it counts.
    pub unit: PartUnit,
    /// The currency, if it is money.
    pub currency: Option<String>,
}

/// What a part of a figure counts: never a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PartUnit {
    /// Money of a currency.
    Money,
    /// Things.
    Count,
}

/// A closed list of names that the verbs give as text.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant),* }

        impl $name {
            fn parse(name: &str) -> Answer<Self> {
                match name {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(AppError::internal(format_args!("{} {name}", stringify!($name)))),
                }
            }

            #[cfg(test)]
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $text)),*];
        }
    };
}

names! {
    /// Which figure.
    TileId {
        /// New friends.
        Friends = "friends",
        /// Cost for each new friend, as promised.
        Cac = "cac",
        /// Cost for each new friend, as issued.
        CacIssued = "cac_issued",
        /// Cost for each new friend, as redeemed.
        CacRedeemed = "cac_redeemed",
        /// Return on cost.
        Roi = "roi",
        /// What referred orders brought.
        Revenue = "revenue",
        /// Rewards and marketing.
        Cost = "cost",
        /// Rewards that wait for a person.
        Waiting = "waiting",
    }
}

names! {
    /// What a part of a figure is.
    PartLabel {
        /// Rewards as promised, and marketing.
        RewardCostAndSpend = "reward_cost_and_spend",
        /// Rewards as issued, and marketing.
        IssuedCostAndSpend = "issued_cost_and_spend",
        /// Rewards as redeemed, and marketing.
        RedeemedCostAndSpend = "redeemed_cost_and_spend",
        /// New friends.
        NewFriends = "new_friends",
        /// What the margin leaves after cost.
        MarginMinusCost = "margin_minus_cost",
        /// Cost.
        Cost = "cost",
        /// Referred orders.
        ReferredOrders = "referred_orders",
        /// Rewards.
        Rewards = "rewards",
    }
}

/// A figure's text and, if it is money, its currency.
pub(super) fn text(quantity: Quantity) -> (String, Unit, Option<String>) {
    match quantity {
        Quantity::Money(money) => (money.amount_text(), Unit::Money, Some(money.currency.to_string())),
        Quantity::Count(count) => (count.to_string(), Unit::Count, None),
        Quantity::BasisPoints(points) => (percent(points), Unit::RatioPercent, None),
    }
}

/// Basis points as percent with two digits: 10,000 is `100.00`.
fn percent(points: i64) -> String {
    minor_text(points, 2)
}

impl Tile {
    fn of(tile: &view::Tile, currency: &str) -> Answer<Self> {
        let id = TileId::parse(tile.id)?;
        // A figure that cannot be computed still has its unit.
        let (value, unit, in_currency) = match tile.value {
            Some(quantity) => {
                let (value, unit, currency) = text(quantity);
                (Some(value), unit, currency)
            }
            None if id == TileId::Roi => (None, Unit::RatioPercent, None),
            None => (None, Unit::Money, Some(currency.to_owned())),
        };
        let part = |part: Option<view::FigurePart>| part.map(Part::of).transpose();
        Ok(Self { id, value, unit, currency: in_currency, numerator: part(tile.numerator)?, denominator: part(tile.denominator)? })
    }
}

impl Part {
    fn of(part: view::FigurePart) -> Answer<Self> {
        let label = PartLabel::parse(part.label)?;
        let (value, unit, currency) = text(part.value);
        let unit = match unit {
            Unit::Money => PartUnit::Money,
            Unit::Count => PartUnit::Count,
            Unit::RatioPercent => return Err(AppError::internal(format_args!("{} is a ratio", part.label))),
        };
        Ok(Self { label, value, unit, currency })
    }
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Overview {
    /// The currency.
    pub currency: String,
    /// Every currency that figures exist in.
    pub currencies: Vec<String>,
    /// The instant up to which the shop is known.
    pub as_of: Option<String>,
    /// The figures of the whole time.
    pub tiles: Vec<Tile>,
    /// By month, oldest first.
    pub months: Vec<FigureRow>,
    /// By channel, the largest revenue first.
    pub channels: Vec<FigureRow>,
}

impl Overview {
    /// The figures as text.
    ///
    /// # Errors
    /// `internal` for a figure that this window does not know.
    pub fn of(overview: view::Overview) -> Answer<Self> {
        let currency = overview.currency.to_string();
        Ok(Self {
            tiles: overview.tiles.iter().map(|tile| Tile::of(tile, &currency)).collect::<Answer<_>>()?,
            currency,
            currencies: overview.currencies.iter().map(ToString::to_string).collect(),
            as_of: overview.as_of.map(|at| at.to_string()),
            months: all(overview.months),
            channels: all(overview.channels),
        })
    }
}

/// The figures of a month or of a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FigureRow {
    /// `2026-03`, or the channel's slug.
    pub label: String,
    /// New friends.
    pub friends: u32,
    /// What referred orders brought.
    pub revenue: String,
    /// What rewards cost, as promised.
    pub reward_cost: String,
    /// Marketing cost.
    pub spend: String,
    /// Cost for each new friend.
    pub cac: Option<String>,
    /// Return on cost, in percent.
    pub roi_percent: Option<String>,
}

impl From<view::FigureRow> for FigureRow {
    fn from(row: view::FigureRow) -> Self {
        Self {
            label: cut(row.label),
            friends: count(u64::try_from(row.friends).unwrap_or(0)),
            revenue: row.revenue.amount_text(),
            reward_cost: row.reward_cost.amount_text(),
            spend: row.spend.amount_text(),
            cac: row.cac.map(|cac| cac.amount_text()),
            roi_percent: row.roi.map(percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::money::{Currency, Money};

    fn eur(minor: i64) -> Quantity {
        Quantity::Money(Money::new(minor, Currency::parse("EUR").unwrap()))
    }

    #[test]
    fn figures_are_text() {
        #[track_caller]
        fn check(quantity: Quantity, value: &str, unit: Unit, currency: Option<&str>) {
            assert_eq!(text(quantity), (value.to_owned(), unit, currency.map(str::to_owned)));
        }
        check(eur(3_334), "33.34", Unit::Money, Some("EUR"));
        check(Quantity::Count(-3), "-3", Unit::Count, None);
        check(Quantity::BasisPoints(25_996), "259.96", Unit::RatioPercent, None);
        check(Quantity::BasisPoints(-10_000), "-100.00", Unit::RatioPercent, None);
        check(Quantity::BasisPoints(5), "0.05", Unit::RatioPercent, None);
    }

    #[test]
    fn names_are_those_of_the_wire() {
        for (id, name) in TileId::ALL {
            assert_eq!(serde_json::to_value(id).unwrap(), *name);
            assert_eq!(TileId::parse(name), Ok(*id));
        }
        for (label, name) in PartLabel::ALL {
            assert_eq!(serde_json::to_value(label).unwrap(), *name);
            assert_eq!(PartLabel::parse(name), Ok(*label));
        }
        assert_eq!(TileId::parse("profit").unwrap_err().code, "internal");
    }

    #[test]
    fn a_tile_without_a_value_keeps_its_unit() {
        #[track_caller]
        fn check(id: &'static str, unit: Unit, currency: Option<&str>) {
            let part = view::FigurePart { label: "new_friends", value: Quantity::Count(0) };
            let tile = Tile::of(&view::Tile { id, value: None, numerator: None, denominator: Some(part) }, "EUR").unwrap();
            assert_eq!((tile.value, tile.unit, tile.currency.as_deref()), (None, unit, currency));
            assert_eq!(tile.denominator.map(|part| (part.value, part.unit)), Some(("0".to_owned(), PartUnit::Count)));
        }
        check("cac", Unit::Money, Some("EUR"));
        check("roi", Unit::RatioPercent, None);
    }
}
