//! The backend behind a PNG: plotters' bitmap, drawn on with soft edges.
//!
//! Plotters' own rasterizer knows whole pixels, leaves thick lines jagged and sets letters on whole pixels without their
//! side bearings. Here each shape covers a pixel by its distance from the pixel's middle, and letters stand exactly where
//! they stand in the SVG.

use ab_glyph::{Font, Glyph, PxScaleFont, ScaleFont, point};
use plotters::prelude::{BitMapBackend, DrawingBackend};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};

use super::draw::LINE_PER_EM;
use super::layout::PX;
use super::png::PNG_DENSITY;
use super::text::{Walk, font_at};

/// Draws in tenths of a CSS pixel on a bitmap of PNG pixels.
pub(super) struct Raster<'a> {
    bitmap: BitMapBackend<'a>,
    pixels: (u32, u32),
}

type BitmapError = <BitMapBackend<'static> as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<BitmapError>>;
type Point = (f32, f32);

impl<'a> Raster<'a> {
    /// A raster over RGB bytes for `pixels` PNG pixels.
    pub(super) fn over(bytes: &'a mut [u8], pixels: (u32, u32)) -> Result<Self, BitmapError> {
        let bitmap = BitMapBackend::with_buffer_and_format(bytes, pixels)?;
        Ok(Self { bitmap, pixels })
    }

    /// Paints each pixel of a box as far as `cover` says, from 0 to 1, for its middle.
    fn shade(&mut self, (from, to): (Point, Point), colour: BackendColor, cover: impl Fn(Point) -> f32) -> Drawn {
        let end = |side: u32, last: f32| pixel(last.ceil()).min(i32::try_from(side).unwrap_or(0));
        for y in pixel(from.1.floor()).max(0)..end(self.pixels.1, to.1) {
            for x in pixel(from.0.floor()).max(0)..end(self.pixels.0, to.0) {
                let middle = (float(x) + 0.5, float(y) + 0.5);
                self.blend((x, y), colour, cover(middle))?;
            }
        }
        Ok(())
    }

    fn blend(&mut self, at: BackendCoord, colour: BackendColor, cover: f32) -> Drawn {
        if cover <= 0.0 {
            return Ok(());
        }
        let alpha = colour.alpha * f64::from(cover.min(1.0));
        self.bitmap.draw_pixel(at, BackendColor { alpha, ..colour })
    }

    /// A stroke with round ends; of no length, it is a disc.
    fn stroke(&mut self, a: Point, b: Point, radius: f32, colour: BackendColor) -> Drawn {
        let reach = radius + 1.0;
        let from = (a.0.min(b.0) - reach, a.1.min(b.1) - reach);
        let to = (a.0.max(b.0) + reach, a.1.max(b.1) + reach);
        self.shade((from, to), colour, |p| radius + 0.5 - distance(p, a, b))
    }

    fn glyph(&mut self, font: &PxScaleFont<impl Font>, glyph: Glyph, colour: BackendColor) -> Drawn {
        let Some(outline) = font.outline_glyph(glyph) else {
            return Ok(());
        };
        let corner = outline.px_bounds().min;
        let mut drawn = Ok(());
        outline.draw(|x, y, cover| {
            let at = (pixel(corner.x) + coord(x), pixel(corner.y) + coord(y));
            if drawn.is_ok() {
                drawn = self.blend(at, colour, cover);
            }
        });
        drawn
    }
}

impl DrawingBackend for Raster<'_> {
    type ErrorType = BitmapError;

    fn get_size(&self) -> (u32, u32) {
        let units = |pixels: u32| pixels * PX.unsigned_abs() / PNG_DENSITY;
        (units(self.pixels.0), units(self.pixels.1))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.bitmap.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.bitmap.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        let at = scaled(point);
        self.blend((pixel(at.0), pixel(at.1)), colour, 1.0)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, upper_left: BackendCoord, bottom_right: BackendCoord, style: &S, fill: bool) -> Drawn {
        let ((left, top), (right, bottom)) = (upper_left, bottom_right);
        if !fill {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            return self.draw_path(corners.into_iter().chain([(left, top)]), style);
        }
        let (from, to) = (scaled(upper_left), scaled(bottom_right));
        let start = (pixel(from.0.round()), pixel(from.1.round()));
        // A bar too thin for a pixel still gets one.
        let after = |start: i32, end: f32| pixel(end.round()).max(start + 1);
        let end = (after(start.0, to.0), after(start.1, to.1));
        self.bitmap.draw_rect(start, end, style, true)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let radius = length(style.stroke_width()) / 2.0;
        let mut last = None;
        for next in path.into_iter().map(scaled) {
            if let Some(last) = last.replace(next) {
                self.stroke(last, next, radius, style.color())?;
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, _fill: bool) -> Drawn {
        let middle = scaled(center);
        self.stroke(middle, middle, length(radius), style.color())
    }

    /// Fills a convex polygon whose corners go clockwise, as those of a marker do.
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        let corners: Vec<_> = corners.into_iter().map(scaled).collect();
        let bounds = bounds(&corners);
        self.shade(bounds, style.color(), |p| 0.5 - outside(p, &corners))
    }

    /// Sets a line of text by the rules of the SVG backend: the same em, the same anchor, the same base line.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        let em = narrow(style.size() / LINE_PER_EM) * per_unit();
        let Some(font) = font_at(em) else {
            return Ok(());
        };
        let mut walk = Walk::default();
        let set: Vec<_> = text.chars().map(|c| walk.step(&font, c)).collect();
        let wide = set.last().map_or(0.0, |(_, end, _)| *end);
        let (x, y) = scaled(pos);
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - wide / 2.0,
            HPos::Right => x - wide,
        };
        // Half of DejaVu's x height, which stands for SVG's 0.5ex.
        let half_x = 0.273 * em;
        let base = match style.anchor().v_pos {
            VPos::Top => y + 0.76 * em,
            VPos::Center => y + half_x,
            VPos::Bottom => y - half_x,
        };
        for (id, _, start) in set {
            let glyph = id.with_scale_and_position(font.scale(), point(left + start, base));
            self.glyph(&font, glyph, style.color())?;
        }
        Ok(())
    }
}

/// PNG pixels in a unit of the layout.
fn per_unit() -> f32 {
    length(1)
}

/// A length of the layout in PNG pixels.
fn length(units: u32) -> f32 {
    float(coord(units * PNG_DENSITY)) / float(PX)
}

fn scaled((x, y): BackendCoord) -> Point {
    (float(x) * per_unit(), float(y) * per_unit())
}

fn bounds(points: &[Point]) -> (Point, Point) {
    let start = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    points.iter().fold(start, |(from, to), p| {
        let from = (from.0.min(p.0 - 1.0), from.1.min(p.1 - 1.0));
        (from, (to.0.max(p.0 + 1.0), to.1.max(p.1 + 1.0)))
    })
}

/// How far a point lies from a straight stroke.
fn distance(p: Point, a: Point, b: Point) -> f32 {
    let (along, off) = ((b.0 - a.0, b.1 - a.1), (p.0 - a.0, p.1 - a.1));
    let square = along.0 * along.0 + along.1 * along.1;
    let part = if square > 0.0 { ((off.0 * along.0 + off.1 * along.1) / square).clamp(0.0, 1.0) } else { 0.0 };
    (off.0 - along.0 * part).hypot(off.1 - along.1 * part)
}

/// How far a point lies outside a convex polygon whose corners go clockwise on the screen; negative is inside.
fn outside(p: Point, corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    let sides = corners.iter().zip(next).map(|(a, b)| {
        let (x, y) = (b.0 - a.0, b.1 - a.1);
        ((p.0 - a.0) * y - (p.1 - a.1) * x) / x.hypot(y).max(f32::EPSILON)
    });
    sides.fold(f32::MIN, f32::max)
}

fn coord(units: u32) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "pixel coordinates are small")]
fn float(units: i32) -> f32 {
    units as f32
}

#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
fn pixel(place: f32) -> i32 {
    place as i32
}

#[expect(clippy::cast_possible_truncation, reason = "pixels need no more than 24 bits")]
fn narrow(length: f64) -> f32 {
    length as f32
}
