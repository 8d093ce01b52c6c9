//! A chart as SVG text, for the window and for files.

use std::fmt::Write as _;

use plotters::prelude::{IntoDrawingArea, SVGBackend};

use super::draw::draw;
use super::input::{Chart, ChartError, Size};
use super::layout::{Layout, PX};
use super::theme::Theme;

/// Draws a chart as one SVG document of `size` CSS pixels.
///
/// It holds shapes and escaped text alone: no script, no style sheet, no link, nothing that is fetched. Text is in the
/// reader's own `sans-serif`.
///
/// # Errors
/// [`ChartError`] when the chart is not one: too many series or points, or a series that does not fit the labels.
pub fn render_svg(chart: &Chart, theme: Theme, size: Size) -> Result<String, ChartError> {
    let layout = Layout::of(chart, size)?;
    let (width, height) = (u32::from(size.width()), u32::from(size.height()));
    let unit = PX.unsigned_abs();
    let inner = (width * unit, height * unit);
    let mut svg = String::with_capacity(8_192 + layout.marks.places.len() * 12);
    // Plotters knows whole units only, so its document is drawn ten times as large and stands inside one that scales.
    let opened = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {} {}" stroke-linejoin="round" stroke-linecap="round">"#,
        inner.0, inner.1,
    );
    opened.map_err(|error| ChartError::Drawing(error.to_string()))?;
    {
        let area = SVGBackend::with_string(&mut svg, inner).into_drawing_area();
        draw(&layout, theme.palette(), &area).map_err(|error| ChartError::Drawing(error.to_string()))?;
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}
