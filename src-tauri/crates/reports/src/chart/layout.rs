//! Where everything on a chart is. The only place that knows; drawing and hotspots both read it.

use super::input::{Chart, ChartError, Kind, Size, Unit};
use super::marks::Marks;
use super::notation::TickFormat;
use super::scale::Scale;
use super::text::{elide, visible, width};

/// A CSS pixel in the layout's unit, tenths of a pixel.
pub(super) const PX: i32 = 10;

/// A point, in tenths of a pixel from the upper left.
pub(super) type Spot = (i32, i32);

/// An upright rectangle, in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Frame {
    pub(super) fn width(self) -> i32 {
        self.right - self.left
    }

    pub(super) fn height(self) -> i32 {
        self.bottom - self.top
    }

    /// Where a figure lies between bottom and top.
    pub(super) fn y(self, scale: Scale, figure: i128) -> i32 {
        self.bottom - scale.rise(figure, self.height())
    }

    /// Where the `n`-th of `count` equal columns begins.
    pub(super) fn column(self, n: usize, count: usize) -> i32 {
        self.left + share(self.width(), 2 * n, 2 * count)
    }

    /// The middle of the `n`-th of `count` equal columns.
    pub(super) fn middle(self, n: usize, count: usize) -> i32 {
        self.left + share(self.width(), 2 * n + 1, 2 * count)
    }

    /// A line one pixel high across the frame, on whole pixels so that it is sharp.
    fn hairline(self, y: i32) -> Self {
        let top = snap(y);
        Self { top, bottom: top + PX, ..self }
    }
}

/// `length * part / whole`.
fn share(length: i32, part: usize, whole: usize) -> i32 {
    let [part, whole] = [part, whole.max(1)].map(|n| i64::try_from(n).unwrap_or(i64::MAX / 65_536));
    i32::try_from(i64::from(length) * part / whole).unwrap_or(length)
}

/// The pixel border at or above a place.
pub(super) fn snap(place: i32) -> i32 {
    place.div_euclid(PX) * PX
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Strong,
    Faint,
}

/// A line of text; `at` is on half its height.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) at: Spot,
    pub(super) align: Align,
    pub(super) em: i32,
    pub(super) ink: Ink,
}

/// The sign of a series in the legend.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) series: usize,
    /// Its middle.
    pub(super) at: Spot,
    /// From there to its left and right end.
    pub(super) half: i32,
}

/// A chart with everything in its place.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) kind: Kind,
    pub(super) plot: Frame,
    pub(super) words: Vec<Words>,
    pub(super) keys: Vec<Key>,
    pub(super) grid: Vec<Frame>,
    pub(super) zero: Frame,
    pub(super) marks: Marks,
}

const PAD: i32 = 12 * PX;
const TITLE_EM: i32 = 15 * PX;
const TITLE_ROW: i32 = 26 * PX;
const LEGEND_EM: i32 = 12 * PX + PX / 2;
const LEGEND_ROW: i32 = 20 * PX;
const AXIS_EM: i32 = 11 * PX;
const AXIS_ROW: i32 = 18 * PX;
/// From the plot to the middle of the x labels, clear of the lowest tick beside them.
const PLOT_TO_LABELS: i32 = 15 * PX;
const KEY_TO_WORDS: i32 = 6 * PX;
const BETWEEN_KEYS: i32 = 18 * PX;
const TICK_GAP: i32 = 8 * PX;
const MAX_AXIS_WORDS: i32 = 120 * PX;
const BETWEEN_TICKS: i32 = 46 * PX;
const BETWEEN_TICK_WORDS: i32 = 15 * PX;

impl Layout {
    /// Puts everything in its place.
    pub(super) fn of(chart: &Chart, size: Size) -> Result<Self, ChartError> {
        chart.check()?;
        let [width, height] = [size.width(), size.height()].map(|side| i32::from(side) * PX);
        let mut page = Page::new(width);
        page.title(&chart.title);
        page.legend(chart);
        page.currency(&chart.unit);
        let plot = Frame { left: PAD, top: page.top, right: width - PAD, bottom: height - PAD / 2 - PLOT_TO_LABELS - AXIS_EM / 2 };
        Ok(match chart.figures().next() {
            Some(_) => page.figures(chart, plot),
            None => page.caption(chart, plot),
        })
    }
}

/// The picture while it fills from the top.
struct Page {
    width: i32,
    top: i32,
    words: Vec<Words>,
    keys: Vec<Key>,
}

impl Page {
    fn new(width: i32) -> Self {
        Self { width, top: PAD, words: Vec::new(), keys: Vec::new() }
    }

    fn write(&mut self, text: String, at: Spot, align: Align, em: i32, ink: Ink) {
        self.words.push(Words { text, at, align, em, ink });
    }

    fn title(&mut self, title: &str) {
        let title = visible(title);
        if title.is_empty() {
            return;
        }
        let text = elide(&title, TITLE_EM, self.width - 2 * PAD);
        let at = (PAD, self.top + TITLE_EM / 2);
        self.write(text, at, Align::Left, TITLE_EM, Ink::Strong);
        self.top += TITLE_ROW;
    }

    /// A key for each series, in rows; at least two fit beside each other. One series needs none.
    fn legend(&mut self, chart: &Chart) {
        if chart.series.len() < 2 {
            return;
        }
        let half = match chart.kind {
            Kind::Line => 8 * PX,
            Kind::GroupedBars | Kind::StackedBars => 5 * PX,
        };
        let words_from = 2 * half + KEY_TO_WORDS;
        let room = (self.width - 2 * PAD - BETWEEN_KEYS) / 2 - words_from;
        let mut left = PAD;
        for (series, one) in chart.series.iter().enumerate() {
            let text = elide(&visible(&one.name), LEGEND_EM, room);
            let wide = words_from + width(&text, LEGEND_EM);
            if left > PAD && left + wide > self.width - PAD {
                left = PAD;
                self.top += LEGEND_ROW;
            }
            let y = self.top + LEGEND_ROW / 2;
            let at = (left + half, y);
            self.keys.push(Key { series, at, half });
            self.write(text, (left + words_from, y), Align::Left, LEGEND_EM, Ink::Strong);
            left += wide + BETWEEN_KEYS;
        }
        self.top += LEGEND_ROW + 6 * PX;
    }

    /// The currency above the axis; without one, room for the upper half of the highest tick.
    fn currency(&mut self, unit: &Unit) {
        let Unit::Money { currency, .. } = unit else {
            self.top += AXIS_EM / 2;
            return;
        };
        let text = elide(&visible(currency), AXIS_EM, MAX_AXIS_WORDS);
        let at = (PAD, self.top + AXIS_EM / 2);
        self.write(text, at, Align::Left, AXIS_EM, Ink::Faint);
        self.top += AXIS_ROW + AXIS_EM / 2;
    }

    fn figures(mut self, chart: &Chart, frame: Frame) -> Layout {
        let intervals = (frame.height() / BETWEEN_TICKS).clamp(2, 8);
        let scale = Marks::scale(chart, intervals);
        let format = TickFormat::of(&chart.unit, &chart.notation, scale);
        let ticks: Vec<_> = scale.ticks().map(|tick| (tick, tick_words(&format, tick))).collect();
        let gutter = ticks.iter().map(|(_, words)| width(words, AXIS_EM)).max();
        let plot = Frame { left: snap(frame.left + gutter.unwrap_or(0) + TICK_GAP), ..frame };
        let grid = self.ticks(ticks, plot, scale);
        self.labels(&chart.labels, plot);
        Layout {
            kind: chart.kind,
            plot,
            words: self.words,
            keys: self.keys,
            grid,
            zero: plot.hairline(plot.y(scale, 0)),
            marks: Marks::place(chart, plot, scale),
        }
    }

    /// The words beside the ticks, in a flat chart only some of them; the lines of all but zero.
    fn ticks(&mut self, ticks: Vec<(i128, String)>, plot: Frame, scale: Scale) -> Vec<Frame> {
        let count = i32::try_from(ticks.len()).unwrap_or(i32::MAX);
        let apart = plot.height() / (count - 1).max(1);
        let stride = i128::from(BETWEEN_TICK_WORDS / apart.max(1) + 1) * scale.step();
        let mut grid = Vec::new();
        for (tick, words) in ticks {
            let y = plot.y(scale, tick);
            if tick % stride == 0 {
                let at = (plot.left - TICK_GAP, y);
                self.write(words, at, Align::Right, AXIS_EM, Ink::Faint);
            }
            if tick != 0 {
                grid.push(plot.hairline(y));
            }
        }
        grid
    }

    /// As many x labels as stand clear of each other, at even steps from the first.
    fn labels(&mut self, labels: &[String], plot: Frame) {
        let longest = labels.iter().max_by_key(|label| label.len());
        let widest = longest.map_or(0, |label| width(&axis_words(label), AXIS_EM));
        let fitting = usize::try_from(plot.width() / (widest + 14 * PX)).unwrap_or(1);
        let stride = round_stride(labels.len().div_ceil(fitting.max(1)));
        let y = plot.bottom + PLOT_TO_LABELS;
        let mut free = 0;
        for (n, label) in labels.iter().enumerate().step_by(stride) {
            let text = axis_words(label);
            let wide = width(&text, AXIS_EM);
            let x = plot.middle(n, labels.len());
            let left = x - wide / 2;
            if left >= free && left + wide <= self.width {
                self.write(text, (x, y), Align::Middle, AXIS_EM, Ink::Faint);
                free = left + wide + 6 * PX;
            }
        }
    }

    fn caption(mut self, chart: &Chart, plot: Frame) -> Layout {
        let text = elide(&visible(&chart.empty), LEGEND_EM, plot.width());
        let at = (plot.left + plot.width() / 2, plot.top + plot.height() / 2);
        self.write(text, at, Align::Middle, LEGEND_EM, Ink::Faint);
        Layout {
            kind: chart.kind,
            plot,
            words: self.words,
            keys: self.keys,
            grid: Vec::new(),
            zero: plot.hairline(plot.bottom),
            marks: Marks::default(),
        }
    }
}

fn tick_words(format: &TickFormat<'_>, tick: i128) -> String {
    axis_words(&format.write(tick))
}

fn axis_words(raw: &str) -> String {
    elide(&visible(raw), AXIS_EM, MAX_AXIS_WORDS)
}

/// The smallest stride of at least `least` that divides a year of months or that many years.
fn round_stride(least: usize) -> usize {
    let within_a_year = [1, 2, 3, 4, 6].into_iter().find(|&stride| stride >= least);
    within_a_year.unwrap_or_else(|| least.div_ceil(12) * 12)
}
