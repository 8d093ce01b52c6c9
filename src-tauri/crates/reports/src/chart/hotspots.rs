//! What lies under the pointer.

use super::input::{Chart, ChartError, Size};
use super::layout::{Layout, PX};

/// The geometry that the window needs to answer the pointer and the keyboard, in CSS pixels from the upper left of the
/// picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspots {
    /// Where figures are drawn, between the axes.
    pub plot: Area,
    /// One for each figure that is there.
    pub points: Vec<Hotspot>,
}

/// An upright rectangle in CSS pixels; right and bottom are the first pixels outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First column inside.
    pub left: i32,
    /// First row inside.
    pub top: i32,
    /// First column outside.
    pub right: i32,
    /// First row outside.
    pub bottom: i32,
}

/// The place that shows one figure: a point of a line, or the outer end of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hotspot {
    /// Which series, counted from 0.
    pub series: usize,
    /// Which of its points, counted from 0.
    pub index: usize,
    /// CSS pixels from the left.
    pub x: i32,
    /// CSS pixels from the top.
    pub y: i32,
}

/// Where each figure of a chart lies in the picture of the same size.
///
/// # Errors
/// [`ChartError`] as for [`render_svg`](super::render_svg).
pub fn hotspots(chart: &Chart, size: Size) -> Result<Hotspots, ChartError> {
    let layout = Layout::of(chart, size)?;
    let plot =
        Area { left: pixel(layout.plot.left), top: pixel(layout.plot.top), right: pixel(layout.plot.right), bottom: pixel(layout.plot.bottom) };
    let places = layout.marks.places.iter();
    let points = places.map(|place| Hotspot { series: place.series, index: place.index, x: pixel(place.at.0), y: pixel(place.at.1) });
    Ok(Hotspots { plot, points: points.collect() })
}

/// The nearest whole pixel.
fn pixel(tenths: i32) -> i32 {
    (tenths + PX / 2).div_euclid(PX)
}
