//! The marks that stand for figures: lines with their markers, and bars.

use super::input::{Chart, Kind};
use super::layout::{Frame, PX, Spot, snap};
use super::scale::Scale;

/// All marks of a chart.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// One for each figure that is there: the place that shows it.
    pub(super) places: Vec<Place>,
    pub(super) lines: Vec<Line>,
    pub(super) bars: Vec<Bar>,
}

/// The spot at which a figure can be read: on its line, or at the outer end of its bar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) series: usize,
    pub(super) index: usize,
    pub(super) at: Spot,
}

/// The line of one series.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) series: usize,
    /// Unbroken stretches of at least two figures.
    pub(super) runs: Vec<Vec<Spot>>,
    /// Where the series' marker stands, so that lines can be told apart without colour.
    pub(super) markers: Vec<Spot>,
    pub(super) stroke: i32,
}

/// One bar, or one layer of a stack.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) series: usize,
    pub(super) frame: Frame,
}

/// Points closer than this share their markers.
const ROOM_FOR_MARKER: i32 = 14 * PX;
/// How far apart markers then stand.
const BETWEEN_MARKERS: i32 = 96 * PX;
const MAX_BAR: i32 = 56 * PX;
/// A bar below this width keeps its exact place; a wider one stands on whole pixels.
const MIN_SHARP_BAR: i32 = 4 * PX;

impl Marks {
    /// A scale that covers all marks; a stack reaches as far as its sum.
    pub(super) fn scale(chart: &Chart, intervals: i32) -> Scale {
        let one = chart.unit.one();
        match chart.kind {
            Kind::Line | Kind::GroupedBars => Scale::covering(chart.figures(), intervals, one),
            Kind::StackedBars => {
                let columns = 0..chart.labels.len();
                let sums = columns.flat_map(|index| layers(chart, index).map(|(_, _, upto)| upto));
                Scale::covering(sums, intervals, one)
            }
        }
    }

    /// Puts a mark on the plot for each figure.
    pub(super) fn place(chart: &Chart, plot: Frame, scale: Scale) -> Self {
        match chart.kind {
            Kind::Line => Self::lines(chart, plot, scale),
            Kind::GroupedBars => Self::grouped(chart, plot, scale),
            Kind::StackedBars => Self::stacked(chart, plot, scale),
        }
    }

    fn lines(chart: &Chart, plot: Frame, scale: Scale) -> Self {
        let count = chart.labels.len();
        let columns: Vec<_> = (0..count).map(|n| plot.middle(n, count)).collect();
        let mut marks = Self::default();
        for (series, one) in chart.series.iter().enumerate() {
            let first = marks.places.len();
            for (index, (figure, &x)) in one.points.iter().zip(&columns).enumerate() {
                if let Some(figure) = figure {
                    let at = (x, plot.y(scale, i128::from(*figure)));
                    marks.places.push(Place { series, index, at });
                }
            }
            let step = plot.width() / i32::try_from(count.max(1)).unwrap_or(i32::MAX);
            let rhythm = Rhythm::of(step, series, chart.series.len());
            marks.lines.push(line(series, &marks.places[first..], rhythm));
        }
        marks
    }

    fn grouped(chart: &Chart, plot: Frame, scale: Scale) -> Self {
        let mut marks = Self::default();
        let base = snap(plot.y(scale, 0));
        let count = chart.labels.len();
        for index in 0..count {
            let group = group(plot, index, count, chart.series.len());
            for (series, one) in chart.series.iter().enumerate() {
                let Some(figure) = one.points[index] else {
                    continue;
                };
                let bar = slot(group, series, chart.series.len());
                let end = plot.y(scale, i128::from(figure));
                marks.bar(series, index, bar, (base, end));
            }
        }
        marks
    }

    fn stacked(chart: &Chart, plot: Frame, scale: Scale) -> Self {
        let mut marks = Self::default();
        let base = snap(plot.y(scale, 0));
        let count = chart.labels.len();
        for index in 0..count {
            let bar = slot(group(plot, index, count, 1), 0, 1);
            for (series, from, upto) in layers(chart, index) {
                let nearer = if from == 0 { base } else { plot.y(scale, from) };
                let ends = (nearer, plot.y(scale, upto));
                // A pixel of background parts a layer from the one below it.
                let seam = match ends.1 - ends.0 {
                    _ if from == 0 => 0,
                    rise if rise < -3 * PX => -PX,
                    fall if fall > 3 * PX => PX,
                    _ => 0,
                };
                marks.bar(series, index, bar, (ends.0 + seam, ends.1));
            }
        }
        marks
    }

    /// Adds a bar between `ends`, the first of which is the one nearer to zero.
    fn bar(&mut self, series: usize, index: usize, (left, right): (i32, i32), ends: (i32, i32)) {
        let at = (left + (right - left) / 2, ends.1);
        self.places.push(Place { series, index, at });
        if ends.0 == ends.1 {
            return;
        }
        let frame = Frame { left, top: ends.0.min(ends.1), right, bottom: ends.0.max(ends.1) };
        self.bars.push(Bar { series, frame });
    }
}

/// The layers of a stack with the sums at which each begins and ends: what is positive goes up, what is negative down.
fn layers(chart: &Chart, index: usize) -> impl Iterator<Item = (usize, i128, i128)> {
    let (mut above, mut below) = (0, 0);
    chart.series.iter().enumerate().filter_map(move |(series, one)| {
        let figure = i128::from(one.points[index]?);
        let sum = if figure < 0 { &mut below } else { &mut above };
        let from = *sum;
        *sum += figure;
        Some((series, from, *sum))
    })
}

/// Left and right of the `index`-th group of bars: seven tenths of its column, narrower where columns are wide, all of
/// it where they are too narrow for air.
fn group(plot: Frame, index: usize, count: usize, bars: usize) -> (i32, i32) {
    let (start, end) = (plot.column(index, count), plot.column(index + 1, count));
    let widest = MAX_BAR.saturating_mul(i32::try_from(bars).unwrap_or(i32::MAX));
    let column = end - start;
    let wide = match column {
        0..MIN_SHARP_BAR => column,
        _ => (column * 7 / 10).min(widest),
    };
    let left = start + (column - wide) / 2;
    (left, left + wide)
}

/// Left and right of one bar in its group, with a pixel of air where there is room for it.
fn slot((left, right): (i32, i32), n: usize, count: usize) -> (i32, i32) {
    let group = Frame { left, top: 0, right, bottom: 0 };
    let (start, end) = (group.column(n, count), group.column(n + 1, count));
    if end - start < MIN_SHARP_BAR {
        return (start, end.max(start + 1));
    }
    let air = if count > 1 { PX } else { 0 };
    (snap(start), snap(end) - air)
}

/// Which points carry a marker.
#[derive(Clone, Copy)]
enum Rhythm {
    /// All of them: there is room.
    Each,
    /// One now and then, at another time for each series.
    Some { every: usize, offset: usize },
    /// A series that is alone needs none where they would only clutter.
    None,
}

impl Rhythm {
    /// The rhythm of a series whose points are `step` apart.
    fn of(step: i32, series: usize, count: usize) -> Self {
        if step >= ROOM_FOR_MARKER {
            return Self::Each;
        }
        if count == 1 {
            return Self::None;
        }
        let every = usize::try_from(BETWEEN_MARKERS / step.max(1)).unwrap_or(1);
        let offset = (2 * series + 1) * every / (2 * count);
        Self::Some { every, offset }
    }

    fn beats(self, index: usize) -> bool {
        match self {
            Self::Each => true,
            Self::Some { every, offset } => index % every == offset,
            Self::None => false,
        }
    }

    /// The width of the line: finer where points are close.
    fn stroke(self) -> i32 {
        match self {
            Self::Each => 2 * PX,
            Self::Some { .. } | Self::None => 3 * PX / 2,
        }
    }
}

/// Cuts the places of a series where a figure is missing. A figure alone between two gaps has a marker in any case.
fn line(series: usize, places: &[Place], rhythm: Rhythm) -> Line {
    let mut line = Line { series, runs: Vec::new(), markers: Vec::new(), stroke: rhythm.stroke() };
    for run in places.chunk_by(|a, b| a.index + 1 == b.index) {
        let alone = run.len() == 1;
        let marked = run.iter().filter(|place| alone || rhythm.beats(place.index));
        line.markers.extend(marked.map(|place| place.at));
        if !alone {
            line.runs.push(run.iter().map(|place| place.at).collect());
        }
    }
    line
}
