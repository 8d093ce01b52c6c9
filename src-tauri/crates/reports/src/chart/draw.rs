//! Draws a layout through plotters, onto whichever backend stands behind the area. A backend's unit is the layout's: a
//! tenth of a pixel.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, DrawingBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::input::Kind;
use super::layout::{Align, Frame, Ink, Key, Layout, PX, Spot, Words};
use super::marks::Line;
use super::theme::Palette;

/// Plotters takes a font's line height for its size, and both backends make the em of it by this.
pub(super) const LINE_PER_EM: f64 = 1.24;

const MARKER_RADIUS: i32 = 35;

/// What plotters answers.
pub(super) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws everything, from the background up.
pub(super) fn draw<DB: DrawingBackend>(layout: &Layout, palette: &Palette, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
    area.fill(&palette.background)?;
    for line in &layout.grid {
        fill(area, *line, palette.grid)?;
    }
    fill(area, layout.zero, palette.axis)?;
    for bar in &layout.marks.bars {
        fill(area, bar.frame, palette.series[bar.series])?;
    }
    for one in &layout.marks.lines {
        line(area, one, palette)?;
    }
    for key in &layout.keys {
        legend_key(area, key, layout.kind, palette)?;
    }
    for words in &layout.words {
        write(area, words, palette)?;
    }
    area.present()
}

fn fill<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, frame: Frame, colour: RGBColor) -> Drawn<DB> {
    let corners = [(frame.left, frame.top), (frame.right, frame.bottom)];
    area.draw(&Rectangle::new(corners, colour.filled()))
}

fn line<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, line: &Line, palette: &Palette) -> Drawn<DB> {
    let colour = palette.series[line.series];
    for run in &line.runs {
        area.draw(&PathElement::new(run.as_slice(), stroke(colour, line.stroke)))?;
    }
    for &at in &line.markers {
        marker(area, line.series, at, palette)?;
    }
    Ok(())
}

fn stroke(colour: RGBColor, width: i32) -> ShapeStyle {
    colour.stroke_width(width.unsigned_abs())
}

/// The series' own shape: disc, square, triangle, diamond, triangle on its head, ring.
fn marker<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, series: usize, at: Spot, palette: &Palette) -> Drawn<DB> {
    let r = MARKER_RADIUS;
    let colour = palette.series[series];
    let clockwise = |corners: &[Spot]| {
        let corners: Vec<Spot> = corners.iter().map(|c| (at.0 + c.0, at.1 + c.1)).collect();
        area.draw(&Polygon::new(corners, colour.filled()))
    };
    match series {
        0 => area.draw(&Circle::new(at, r, colour.filled())),
        1 => fill(area, around(at, r - 5), colour),
        2 => clockwise(&[(0, -r - 8), (r + 5, r - 8), (-r - 5, r - 8)]),
        3 => clockwise(&[(0, -r - 10), (r + 10, 0), (0, r + 10), (-r - 10, 0)]),
        4 => clockwise(&[(0, r + 8), (-r - 5, 8 - r), (r + 5, 8 - r)]),
        _ => {
            area.draw(&Circle::new(at, r + 3, colour.filled()))?;
            area.draw(&Circle::new(at, r - 15, palette.background.filled()))
        }
    }
}

fn around(at: Spot, half: i32) -> Frame {
    Frame { left: at.0 - half, top: at.1 - half, right: at.0 + half, bottom: at.1 + half }
}

/// A sample of a line with its marker, or of a bar.
fn legend_key<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, key: &Key, kind: Kind, palette: &Palette) -> Drawn<DB> {
    let colour = palette.series[key.series];
    if kind != Kind::Line {
        return fill(area, around(key.at, key.half), colour);
    }
    let ends = [(key.at.0 - key.half, key.at.1), (key.at.0 + key.half, key.at.1)];
    area.draw(&PathElement::new(ends, stroke(colour, 2 * PX)))?;
    marker(area, key.series, key.at, palette)
}

fn write<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, words: &Words, palette: &Palette) -> Drawn<DB> {
    let colour = match words.ink {
        Ink::Strong => palette.ink,
        Ink::Faint => palette.faint_ink,
    };
    let side = match words.align {
        Align::Left => HPos::Left,
        Align::Middle => HPos::Center,
        Align::Right => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(words.em) * LINE_PER_EM, FontStyle::Normal);
    let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Center));
    area.draw(&Text::new(words.text.as_str(), words.at, style))
}
