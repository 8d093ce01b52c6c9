//! Charts: which one, how it should look, and the picture with its figures.

use super::figures::text;
use super::{currency, cut};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
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

impl From<ChartId> for view::ChartId {
    fn from(id: ChartId) -> Self {
        match id {
            ChartId::CacByMonth => Self::CacByMonth,
            ChartId::RoiByMonth => Self::RoiByMonth,
            ChartId::CacByChannel => Self::CacByChannel,
            ChartId::RoiByChannel => Self::RoiByChannel,
        }
    }
}

impl ChartId {
    /// The name of a file that holds this chart.
    #[must_use]
    pub const fn file_stem(self) -> &'static str {
        match self {
            Self::CacByMonth => "cac-by-month",
            Self::RoiByMonth => "roi-by-month",
            Self::CacByChannel => "cac-by-channel",
            Self::RoiByChannel => "roi-by-channel",
        }
    }

    const fn unit(self) -> ChartUnit {
        match self {
            Self::CacByMonth | Self::CacByChannel => ChartUnit::Money,
            Self::RoiByMonth | Self::RoiByChannel => ChartUnit::RatioPercent,
        }
    }
}

/// What a chart's values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChartUnit {
    /// Money of the chart's currency.
    Money,
    /// Percent.
    RatioPercent,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on black.
    Dark,
}

/// The form of a saved chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChartFormat {
    /// Lines and text.
    Svg,
    /// Pixels.
    Png,
}

impl ChartFormat {
    /// How the names of such files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// Which chart, and how it should look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChartQuery {
    /// Which chart.
    pub id: ChartId,
    /// Of which currency.
    pub currency: String,
    /// Light or dark.
    pub theme: Theme,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// `ru…` for Russian; anything else is English.
    pub locale: String,
}

impl ChartQuery {
    /// The currency.
    ///
    /// # Errors
    /// `unknown_currency`.
    pub fn currency(&self) -> Answer<vouchsafe_domain::money::Currency> {
        currency(&self.currency)
    }

    /// How the chart should look.
    ///
    /// # Errors
    /// `internal` for a size that no chart can have.
    pub fn look(&self) -> Answer<vouchsafe_app::ChartLook> {
        let theme = match self.theme {
            Theme::Light => vouchsafe_app::chart::Theme::Light,
            Theme::Dark => vouchsafe_app::chart::Theme::Dark,
        };
        let russian = self.locale.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("ru"));
        let language = if russian { vouchsafe_app::words::Language::Russian } else { vouchsafe_app::words::Language::English };
        let size = vouchsafe_app::chart::Size::new(self.width, self.height).map_err(AppError::internal)?;
        Ok(vouchsafe_app::ChartLook { theme, size, language })
    }
}

/// Where one figure lies in a chart, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
pub struct Hotspot {
    /// Which series, from 0.
    pub series: u32,
    /// Which of its points, from 0.
    pub index: u32,
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// A chart with the figures that it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ChartImage {
    /// The picture.
    pub svg: String,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// The names of the series.
    pub series: Vec<String>,
    /// The labels of the points.
    pub labels: Vec<String>,
    /// The figures, series by series; nothing where there is none.
    pub values: Vec<Vec<Option<String>>>,
    /// What the values count.
    pub unit: ChartUnit,
    /// The currency, if they are money.
    pub currency: Option<String>,
    /// Where each figure lies.
    pub hotspots: Vec<Hotspot>,
}

impl ChartImage {
    /// A drawn chart as the window shows it.
    pub fn of(query: &ChartQuery, chart: vouchsafe_app::ChartView) -> Self {
        let unit = query.id.unit();
        let index = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        Self {
            width: query.width,
            height: query.height,
            series: chart.series.into_iter().map(cut).collect(),
            labels: chart.labels.into_iter().map(cut).collect(),
            values: chart.values.into_iter().map(|row| row.into_iter().map(|value| value.map(|value| text(value).0)).collect()).collect(),
            unit,
            currency: (unit == ChartUnit::Money).then(|| query.currency.clone()),
            hotspots: chart
                .hotspots
                .into_iter()
                .map(|spot| Hotspot { series: index(spot.series), index: index(spot.index), x: spot.x, y: spot.y })
                .collect(),
            svg: chart.svg,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_asked_for_in_bounds() {
        let query = |width, locale: &str| ChartQuery {
            id: ChartId::CacByMonth,
            currency: "EUR".to_owned(),
            theme: Theme::Dark,
            width,
            height: 300,
            locale: locale.to_owned(),
        };
        assert_eq!(query(640, "ru-RU").look().unwrap().language, vouchsafe_app::words::Language::Russian);
        assert_eq!(query(640, "de").look().unwrap().language, vouchsafe_app::words::Language::English);
        assert_eq!(query(640, "р").look().unwrap().language, vouchsafe_app::words::Language::English);
        assert_eq!(query(0, "en").look().unwrap_err().code, "internal");
        assert_eq!(query(u32::MAX, "en").look().unwrap_err().code, "internal");
    }
}
