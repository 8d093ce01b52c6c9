//! A chart as PNG bytes, for slides, mail and reports.

use plotters::prelude::IntoDrawingArea;

use super::draw::draw;
use super::input::{Chart, ChartError, Size};
use super::layout::Layout;
use super::raster::Raster;
use super::theme::Theme;

/// PNG pixels in a CSS pixel, along each side: crisp on dense screens and in print.
pub const PNG_DENSITY: u32 = 2;

/// 96 CSS pixels per inch, in pixels per metre.
const CSS_PIXELS_PER_METRE: u32 = 3_780;

/// Draws a chart as a PNG of [`PNG_DENSITY`] × `size` pixels, the same picture as the SVG, in the bundled font.
///
/// # Errors
/// [`ChartError`] as for [`render_svg`](super::render_svg).
pub fn render_png(chart: &Chart, theme: Theme, size: Size) -> Result<Vec<u8>, ChartError> {
    let layout = Layout::of(chart, size)?;
    let [width, height] = [size.width(), size.height()].map(|side| u32::from(side) * PNG_DENSITY);
    let mut pixels = vec![0; (width * height * 3) as usize];
    {
        let raster = Raster::over(&mut pixels, (width, height)).map_err(drawing)?;
        draw(&layout, theme.palette(), &raster.into_drawing_area()).map_err(drawing)?;
    }
    encode(&pixels, width, height).map_err(drawing)
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: CSS_PIXELS_PER_METRE * PNG_DENSITY,
        yppu: CSS_PIXELS_PER_METRE * PNG_DENSITY,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn drawing(error: impl std::error::Error) -> ChartError {
    ChartError::Drawing(error.to_string())
}
