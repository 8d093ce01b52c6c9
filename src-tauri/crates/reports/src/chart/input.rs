//! What a chart is made of, and what it refuses.

use super::notation::Notation;

/// The most series in one chart: as many as the palettes hold colours that stay apart for colour-blind eyes. A report
/// with more shows the largest and sums up the rest.
pub const MAX_SERIES: usize = 6;

/// The most points in a series: ten years of days.
pub const MAX_POINTS: usize = 3_660;

/// Figures over time, ready to be drawn. Words arrive in the reader's language; numbers arrive as integers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The heading; an empty one takes no room.
    pub title: String,
    /// One label for each point along the x axis, such as `2026-03`; those that do not fit are left out.
    pub labels: Vec<String>,
    /// What the figures count.
    pub unit: Unit,
    /// How they are drawn.
    pub kind: Kind,
    /// At most [`MAX_SERIES`]; each holds as many points as there are labels.
    pub series: Vec<Series>,
    /// How the reader's language writes numbers.
    pub notation: Notation,
    /// The caption when there is no figure at all, such as "No orders yet".
    pub empty: String,
}

/// One named row of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The name in the legend. It may come from a shop, so it may hold anything.
    pub name: String,
    /// Figures in the chart's [`Unit`]; `None` is "no figure" and leaves a gap, unlike zero.
    pub points: Vec<Option<i64>>,
}

/// What the figures of a chart count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of one currency; totals of several currencies never share a chart.
    Money {
        /// The code or sign that heads the axis, such as `EUR`.
        currency: String,
        /// How many decimals the currency has: 2 for EUR, 0 for JPY.
        exponent: u8,
    },
    /// Basis points: 10,000 is 100 %.
    Ratio,
    /// Things: orders, friends, clicks.
    Count,
}

/// How the figures are drawn. Every axis reaches to zero, so that lengths compare.
///
/// A bar takes about 90 bytes of SVG and a point of a line about 10: days over a year or two belong on lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line for each series, broken where there is no figure.
    Line,
    /// Bars side by side.
    GroupedBars,
    /// Bars on top of each other; what is negative hangs below zero.
    StackedBars,
}

/// The size of a chart in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    width: u16,
    height: u16,
}

impl Size {
    /// The narrowest chart whose legend and axes leave room for figures.
    pub const MIN: Self = Self { width: 280, height: 200 };
    /// The largest chart; its PNG holds 31 million pixels while it is drawn.
    pub const MAX: Self = Self { width: 3_200, height: 2_400 };

    /// A size between [`Size::MIN`] and [`Size::MAX`].
    ///
    /// # Errors
    /// [`ChartError::Size`] when a side is shorter or longer than that.
    pub fn new(width: u32, height: u32) -> Result<Self, ChartError> {
        let side = |given: u32, min: u16, max: u16| {
            u16::try_from(given).ok().filter(|side| (min..=max).contains(side)).ok_or(ChartError::Size { width, height })
        };
        Ok(Self { width: side(width, Self::MIN.width, Self::MAX.width)?, height: side(height, Self::MIN.height, Self::MAX.height)? })
    }

    /// CSS pixels from left to right.
    #[must_use]
    pub fn width(self) -> u16 {
        self.width
    }

    /// CSS pixels from top to bottom.
    #[must_use]
    pub fn height(self) -> u16 {
        self.height
    }
}

/// Why there is no chart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// A side of the picture is too short or too long.
    #[error(
        "a chart of {width} × {height} pixels cannot be drawn: the sides go from {} × {} to {} × {}",
        Size::MIN.width, Size::MIN.height, Size::MAX.width, Size::MAX.height
    )]
    Size {
        /// The width that was asked for.
        width: u32,
        /// The height that was asked for.
        height: u32,
    },
    /// More series than colours.
    #[error("a chart holds at most {MAX_SERIES} series, and {0} were given")]
    Series(usize),
    /// More points than a chart can show.
    #[error("a chart holds at most {MAX_POINTS} points in a series, and {0} were given")]
    Points(usize),
    /// A series that does not fit the x axis.
    #[error("series {series} has {points} points for {labels} labels")]
    Ragged {
        /// Which series, counted from 0.
        series: usize,
        /// How many points it has.
        points: usize,
        /// How many labels the x axis has.
        labels: usize,
    },
    /// Plotters or the PNG encoder gave up.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

impl Chart {
    /// Refuses what could not be drawn truthfully.
    pub(super) fn check(&self) -> Result<(), ChartError> {
        let labels = self.labels.len();
        if self.series.len() > MAX_SERIES {
            return Err(ChartError::Series(self.series.len()));
        }
        if labels > MAX_POINTS {
            return Err(ChartError::Points(labels));
        }
        for (series, one) in self.series.iter().enumerate() {
            let points = one.points.len();
            if points != labels {
                return Err(ChartError::Ragged { series, points, labels });
            }
        }
        Ok(())
    }

    /// Every figure that is there, whatever its series.
    pub(super) fn figures(&self) -> impl Iterator<Item = i128> {
        let points = self.series.iter().flat_map(|series| &series.points);
        points.flatten().map(|&figure| i128::from(figure))
    }
}
