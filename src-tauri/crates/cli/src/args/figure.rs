//! The charts, by the names that the command line has for them.

use clap::ValueEnum;
use vouchsafe_app::view::ChartId;

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// What a new friend costs, by month
    CacByMonth,
    /// Return on that cost, by month
    RoiByMonth,
    /// What a new friend costs, by sales channel
    CacByChannel,
    /// Return on that cost, by sales channel
    RoiByChannel,
}

impl From<Figure> for ChartId {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::CacByMonth => Self::CacByMonth,
            Figure::RoiByMonth => Self::RoiByMonth,
            Figure::CacByChannel => Self::CacByChannel,
            Figure::RoiByChannel => Self::RoiByChannel,
        }
    }
}

impl Figure {
    /// The name in files and on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CacByMonth => "cac-by-month",
            Self::RoiByMonth => "roi-by-month",
            Self::CacByChannel => "cac-by-channel",
            Self::RoiByChannel => "roi-by-channel",
        }
    }
}
