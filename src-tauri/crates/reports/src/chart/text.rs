//! Words on a chart: made safe, measured, cut to fit.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, PxScaleFont, ScaleFont};

/// DejaVu Sans, Latin and Cyrillic. It is wider than most system fonts, so what fits in it fits in the `sans-serif` of
/// whoever looks at the SVG.
static FONT: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::try_from_slice(include_bytes!("../../fonts/DejaVuSans-subset.ttf")).ok());

/// Names are cut here before anything is measured.
const MAX_CHARS: usize = 160;

/// The font at a size in pixels per em; `None` only when the bundled file is broken, which a test rules out.
pub(super) fn font_at(em: f32) -> Option<PxScaleFont<&'static FontRef<'static>>> {
    let font = FONT.as_ref()?;
    let scale = em * font.height_unscaled() / font.units_per_em()?;
    Some(font.as_scaled(PxScale::from(scale)))
}

/// One line of visible characters, cut at a length that no honest name reaches.
pub(super) fn visible(raw: &str) -> String {
    let shown = raw.chars().filter(|&c| !is_harmful(c)).take(MAX_CHARS);
    let line: String = shown.map(|c| if breaks_lines(c) { ' ' } else { c }).collect();
    line.trim().to_owned()
}

/// What nobody sees but what turns the direction of the text around it, and what XML forbids.
fn is_harmful(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The width of a text, in the unit of `em`.
pub(super) fn width(text: &str, em: i32) -> i32 {
    pens(text, em).last().unwrap_or(0)
}

/// The text, cut and ended with "…" where it is wider than `room`.
pub(super) fn elide(text: &str, em: i32, room: i32) -> String {
    if width(text, em) <= room {
        return text.to_owned();
    }
    let dots = width("…", em);
    let kept = pens(text, em).take_while(|pen| pen + dots <= room).count();
    let mut cut: String = text.chars().take(kept).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Where the pen stands after each character.
fn pens(text: &str, em: i32) -> impl Iterator<Item = i32> {
    let unknown = em;
    let font = u16::try_from(em).ok().and_then(|em| font_at(f32::from(em)));
    let mut walk = Walk::default();
    text.chars().map(move |c| match &font {
        Some(font) => whole(walk.step(font, c).1, unknown),
        None => unknown,
    })
}

/// The pen as it goes along a line, with kerning.
#[derive(Default)]
pub(super) struct Walk {
    pen: f32,
    last: Option<GlyphId>,
}

impl Walk {
    /// Sets a character: its glyph, where the pen stands after it, and where the glyph begins.
    pub(super) fn step(&mut self, font: &PxScaleFont<&FontRef<'_>>, c: char) -> (GlyphId, f32, f32) {
        let glyph = font.glyph_id(c);
        if let Some(last) = self.last.replace(glyph) {
            self.pen += font.kern(last, glyph);
        }
        let start = self.pen;
        // What the font lacks may be as wide as a line is high, such as a Chinese sign in the font that stands in.
        self.pen += match glyph.0 {
            0 => font.height(),
            _ => font.h_advance(glyph),
        };
        (glyph, self.pen, start)
    }
}

/// A length rounded up.
fn whole(length: f32, otherwise: i32) -> i32 {
    if !length.is_finite() {
        return otherwise;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let whole = length.ceil() as i32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_bundled_font_holds_what_both_languages_write() {
        let font = FONT.as_ref().unwrap();
        let needed = "AZaz09 АЯаяЁё €$£¥₽₴₸₺₹ %…−–—«»№ÄÖÜßéñłğ";
        let missing: String = needed.chars().filter(|&c| font.glyph_id(c).0 == 0).collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn names_are_one_safe_line() {
        assert_eq!(visible("  Anna\r\nB\0C\u{1b}[31m "), "Anna  B C [31m");
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{feff}d\u{ffff}"), "abcd");
        assert_eq!(visible(&"x".repeat(1_000)).len(), MAX_CHARS);
    }

    #[test]
    fn a_text_that_does_not_fit_ends_in_dots() {
        assert_eq!(elide("Reward cost", 120, 10_000), "Reward cost");
        assert_eq!(elide("Reward cost", 120, 500), "Rewar…");
        assert_eq!(elide("Reward cost", 120, 0), "…");
        assert_eq!(elide("", 120, 0), "");
    }

    proptest! {
        #[test]
        fn a_cut_text_fits(raw in any::<String>(), room in 200..3_000) {
            let cut = elide(&visible(&raw), 120, room);
            prop_assert!(width(&cut, 120) <= room);
        }
    }
}
