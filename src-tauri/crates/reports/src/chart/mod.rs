//! Charts: figures by day or month, drawn by plotters.
//!
//! ```text
//! Chart + Size ─► Layout ─┬─► draw ─► SVG    (plotters' SVG backend)
//!                         ├─► draw ─► PNG    (plotters' bitmap backend)
//!                         └─► hotspots       (what lies under the pointer)
//! ```
//!
//! The layout alone decides where things are, so the picture and the overlay that the window lays over it cannot
//! disagree. It reckons in integers, in tenths of a pixel.

mod draw;
mod hotspots;
mod input;
mod layout;
mod marks;
mod notation;
mod png;
mod raster;
mod scale;
mod svg;
mod text;
mod theme;

pub use hotspots::{Area, Hotspot, Hotspots, hotspots};
pub use input::{Chart, ChartError, Kind, MAX_POINTS, MAX_SERIES, Series, Size, Unit};
pub use notation::Notation;
pub use png::{PNG_DENSITY, render_png};
pub use svg::render_svg;
pub use theme::Theme;
