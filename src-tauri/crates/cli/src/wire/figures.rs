//! Figures on the wire: each with its numerator and denominator.

use serde::{Serialize, Serializer};
use vouchsafe_app::view::{FigurePart, FigureRow, Overview, Quantity, Tile};
use vouchsafe_app::words::{Words, key};
use vouchsafe_domain::money::minor_text;

use super::Money;
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// A figure's value: money, a whole number, or a ratio as decimal text (`0.1532` is 15.32 %).
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Money(Money),
    Count(i64),
    Ratio(String),
}

/// Decimal digits of a ratio in basis points.
const RATIO_DIGITS: u8 = 4;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Money(money) => money.serialize(serializer),
            Self::Count(count) => count.serialize(serializer),
            Self::Ratio(ratio) => ratio.serialize(serializer),
        }
    }
}

impl From<Quantity> for Value {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Money(money) => Self::Money(money.into()),
            Quantity::Count(count) => Self::Count(count),
            Quantity::BasisPoints(points) => Self::Ratio(minor_text(points, RATIO_DIGITS)),
        }
    }
}

/// A part of a figure.
#[derive(Debug, Serialize)]
struct Part {
    label: &'static str,
    value: Value,
}

impl From<FigurePart> for Part {
    fn from(part: FigurePart) -> Self {
        Self { label: part.label, value: part.value.into() }
    }
}

/// A figure.
#[derive(Debug, Serialize)]
struct Figure {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<Part>,
}

impl From<&Tile> for Figure {
    fn from(tile: &Tile) -> Self {
        Self {
            id: tile.id,
            value: tile.value.map(Value::from),
            numerator: tile.numerator.map(Part::from),
            denominator: tile.denominator.map(Part::from),
        }
    }
}

/// The figures of a month or a channel.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    label: String,
    new_friends: i64,
    revenue: Money,
    reward_cost: Money,
    spend: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    cac: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roi: Option<Value>,
}

impl From<&FigureRow> for Row {
    fn from(row: &FigureRow) -> Self {
        Self {
            label: row.label.clone(),
            new_friends: row.friends,
            revenue: row.revenue.into(),
            reward_cost: row.reward_cost.into(),
            spend: row.spend.into(),
            cac: row.cac.map(Money::from),
            roi: row.roi.map(|points| Quantity::BasisPoints(points).into()),
        }
    }
}

/// The figures of one currency.
#[derive(Debug, Serialize)]
pub(crate) struct Currency {
    currency: String,
    figures: Vec<Figure>,
    months: Vec<Row>,
    channels: Vec<Row>,
}

impl From<&Overview> for Currency {
    fn from(overview: &Overview) -> Self {
        Self {
            currency: overview.currency.to_string(),
            figures: overview.tiles.iter().map(Figure::from).collect(),
            months: overview.months.iter().map(Row::from).collect(),
            channels: overview.channels.iter().map(Row::from).collect(),
        }
    }
}

/// The figures of several currencies.
#[derive(Debug, Serialize)]
pub(crate) struct Kpi {
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    margin_percent: String,
    currencies: Vec<Currency>,
}

/// The answer to `report kpi`.
pub(crate) struct KpiReport {
    pub margin: vouchsafe_domain::money::Percent,
    pub overviews: Vec<Overview>,
}

impl Answer for KpiReport {
    type Json = Kpi;

    fn json(&self) -> Kpi {
        Kpi {
            as_of: self.overviews.first().and_then(|overview| overview.as_of).map(|at| at.to_string()),
            margin_percent: self.margin.to_string(),
            currencies: self.overviews.iter().map(Currency::from).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let mut tables = vec![periods(&self.overviews)];
        tables.extend(tiles(&self.overviews, words));
        tables
    }

    /// A person wants the whole first; the first table, which a spreadsheet gets, is the one by month and channel.
    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        for table in tiles(&self.overviews, words) {
            table.print(words, out)?;
            writeln!(out)?;
        }
        periods(&self.overviews).print(words, out)
    }
}

const PERIODS: &[Column] =
    &[col("currency"), col("by"), col("label"), col("friends"), col("revenue"), col("reward_cost"), col("spend"), col("cac"), col("roi")];

/// The figures by month and by channel.
fn periods(overviews: &[Overview]) -> Table {
    let mut rows = Vec::new();
    for overview in overviews {
        for (by, list) in [("month", &overview.months), ("channel", &overview.channels)] {
            rows.extend(list.iter().map(|row| {
                vec![
                    Cell::text(overview.currency.code()),
                    Cell::Word("cli", by),
                    Cell::text(&row.label),
                    Cell::figure(row.friends),
                    Cell::figure(row.revenue.amount_text()),
                    Cell::figure(row.reward_cost.amount_text()),
                    Cell::figure(row.spend.amount_text()),
                    Cell::maybe(row.cac, |cac| Cell::figure(cac.amount_text())),
                    Cell::maybe(row.roi, |points| Cell::figure(minor_text(points, RATIO_DIGITS))),
                ]
            }));
        }
    }
    Table { title: None, columns: PERIODS, rows }
}

const TILES: &[Column] = &[col("figure"), col("value"), col("numerator"), col("denominator")];

/// The figures of the whole time, a table for each currency, each with what it is made of.
pub(crate) fn tiles(overviews: &[Overview], words: &Words) -> Vec<Table> {
    let shown = |value: Quantity| match value {
        Quantity::Money(money) => money.to_string(),
        Quantity::Count(count) => count.to_string(),
        Quantity::BasisPoints(points) => format!("{} %", minor_text(points, 2)),
    };
    let part = |part: Option<FigurePart>| {
        Cell::maybe(part, |part| Cell::figure(format!("{} ({})", shown(part.value), words.say(&key("part", part.label), []))))
    };
    let row = |tile: &Tile| {
        vec![Cell::Word("tile", tile.id), Cell::maybe(tile.value, |value| Cell::figure(shown(value))), part(tile.numerator), part(tile.denominator)]
    };
    let table =
        |overview: &Overview| Table { title: Some(overview.currency.to_string()), columns: TILES, rows: overview.tiles.iter().map(row).collect() };
    overviews.iter().map(table).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_decimal_text() {
        assert_eq!(Value::from(Quantity::BasisPoints(-1_532)), Value::Ratio("-0.1532".to_owned()));
        assert_eq!(serde_json::to_string(&Value::from(Quantity::Count(3))).unwrap(), "3");
    }
}
