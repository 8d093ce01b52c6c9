//! The overview: figures of one currency, and their charts.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::figures::{Ledgered, Waiting, channel_rows, currencies, month_rows, tiles};
use crate::view::{ChartId, FigureRow, Overview, Quantity, RewardFilter, RewardSort, RewardState};
use crate::words::{Language, Words};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::rollup::{FigureCell, Figures};
use vouchsafe_reports::chart::{self, Chart, Hotspot, Kind, Notation, Series, Size, Theme, Unit};

/// How a chart is drawn.
#[derive(Debug, Clone, Copy)]
pub struct ChartLook {
    /// Light or dark.
    pub theme: Theme,
    /// Its size in CSS pixels.
    pub size: Size,
    /// The language of its words and numbers.
    pub language: Language,
}

/// A drawn chart with the numbers behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartView {
    /// The picture.
    pub svg: String,
    /// The names of the series.
    pub series: Vec<String>,
    /// What stands along the axis.
    pub labels: Vec<String>,
    /// For each series its values; nothing where there is no figure.
    pub values: Vec<Vec<Option<Quantity>>>,
    /// Where the points are.
    pub hotspots: Vec<Hotspot>,
    /// The picture's size in CSS pixels.
    pub size: Size,
}

impl ChartId {
    const fn is_roi(self) -> bool {
        matches!(self, Self::RoiByMonth | Self::RoiByChannel)
    }

    const fn is_by_month(self) -> bool {
        matches!(self, Self::CacByMonth | Self::RoiByMonth)
    }
}

impl Desk {
    pub(crate) async fn cells(&self) -> Result<Vec<(FigureCell, Figures)>> {
        Ok(self.db().figures().await?.into_iter().map(|row| (row.cell, row.figures)).collect())
    }

    /// The figures of one currency: of the one asked for, else of the one with the most referred orders.
    ///
    /// # Errors
    /// What the db says.
    pub async fn overview(&self, currency: Option<Currency>) -> Result<Overview> {
        let cells = self.cells().await?;
        let known = currencies(&cells);
        // Without any figure there is still a page to show.
        let euro = || Currency::parse("EUR").map_err(|error| AppError::NotFound { what: error.0 });
        let currency = currency.or_else(|| known.first().copied()).map_or_else(euro, Ok)?;
        let sums = Ledgered::of(&cells, currency);
        let margin = self.margin().await?;
        let names = self.db().texts(sums.channels.keys().flatten().map(|channel| channel.0).collect::<Vec<Key>>()).await?;
        let channel = |channel: vouchsafe_domain::name::ChannelKey| vouchsafe_domain::name::Texts::text(&names, channel.0);
        Ok(Overview {
            currency,
            as_of: self.sync_status().await?.last_synced_at,
            tiles: tiles(&sums.whole, self.waiting(currency).await?, currency, margin),
            months: month_rows(&sums.months, currency, margin),
            channels: channel_rows(&sums.channels, channel, currency, margin),
            currencies: known,
        })
    }

    async fn waiting(&self, currency: Currency) -> Result<Waiting> {
        let filter = RewardFilter { state: Some(RewardState::Waiting), currency: Some(currency), ..RewardFilter::default() };
        let totals = self.rewards(&filter, RewardSort::Newest, None, 1).await?.totals;
        Ok(totals
            .first()
            .map_or_else(Waiting::default, |total| Waiting { minor: total.amount.minor, count: i64::try_from(total.count).unwrap_or(i64::MAX) }))
    }

    /// A chart as SVG with the numbers behind it, for a screen that says itself what it shows.
    ///
    /// # Errors
    /// [`AppError::Chart`]; what the db says.
    pub async fn chart(&self, id: ChartId, currency: Currency, look: &ChartLook) -> Result<ChartView> {
        let rows = self.chart_rows(id, currency).await?;
        let drawn = Chart { title: String::new(), ..drawing(id, &rows, currency, look.language) };
        let failed = |error: chart::ChartError| AppError::Chart(error.to_string());
        Ok(ChartView {
            svg: chart::render_svg(&drawn, look.theme, look.size).map_err(failed)?,
            hotspots: chart::hotspots(&drawn, look.size).map_err(failed)?.points,
            series: drawn.series.into_iter().map(|series| series.name).collect(),
            labels: drawn.labels,
            values: vec![rows.iter().map(|row| value(id, row)).collect()],
            size: look.size,
        })
    }

    /// A chart as SVG with its title, for a file.
    ///
    /// # Errors
    /// [`AppError::Chart`]; what the db says.
    pub async fn chart_svg(&self, id: ChartId, currency: Currency, look: &ChartLook) -> Result<String> {
        let rows = self.chart_rows(id, currency).await?;
        let drawn = drawing(id, &rows, currency, look.language);
        chart::render_svg(&drawn, look.theme, look.size).map_err(|error| AppError::Chart(error.to_string()))
    }

    /// A chart as PNG with its title, for a file.
    ///
    /// # Errors
    /// [`AppError::Chart`]; what the db says.
    pub async fn chart_png(&self, id: ChartId, currency: Currency, look: &ChartLook) -> Result<Vec<u8>> {
        let rows = self.chart_rows(id, currency).await?;
        let drawn = drawing(id, &rows, currency, look.language);
        chart::render_png(&drawn, look.theme, look.size).map_err(|error| AppError::Chart(error.to_string()))
    }

    async fn chart_rows(&self, id: ChartId, currency: Currency) -> Result<Vec<FigureRow>> {
        let overview = self.overview(Some(currency)).await?;
        Ok(if id.is_by_month() { overview.months } else { overview.channels })
    }
}

const fn value(id: ChartId, row: &FigureRow) -> Option<Quantity> {
    if id.is_roi() {
        match row.roi {
            Some(points) => Some(Quantity::BasisPoints(points)),
            None => None,
        }
    } else {
        match row.cac {
            Some(money) => Some(Quantity::Money(money)),
            None => None,
        }
    }
}

fn drawing(id: ChartId, rows: &[FigureRow], currency: Currency, language: Language) -> Chart {
    let words = Words::of(language);
    let figure = if id.is_roi() { "chart-roi" } else { "chart-cac" };
    let title = words.say(
        if id.is_by_month() { "chart-by-month" } else { "chart-by-channel" },
        [("figure", words.say(figure, [])), ("currency", currency.to_string())],
    );
    let points = rows.iter().map(|row| if id.is_roi() { row.roi } else { row.cac.map(|money: Money| money.minor) }).collect();
    Chart {
        title,
        labels: rows.iter().map(|row| row.label.clone()).collect(),
        unit: if id.is_roi() { Unit::Ratio } else { Unit::Money { currency: currency.to_string(), exponent: currency.exponent() } },
        kind: if id.is_by_month() { Kind::Line } else { Kind::GroupedBars },
        series: vec![Series { name: words.say(figure, []), points }],
        notation: match language {
            Language::English => Notation::english(),
            Language::Russian => Notation::russian(),
        },
        empty: words.say("chart-empty", []),
    }
}
