//! Colours. Each holds a contrast of at least 3 : 1 against its background (WCAG 2.2, 1.4.11), and any two of a palette
//! stay apart for people who see no red, no green or no blue; the tests reckon both.

use plotters::style::RGBColor;

use super::input::MAX_SERIES;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on near-black.
    Dark,
}

/// What a theme paints with.
pub(super) struct Palette {
    pub(super) background: RGBColor,
    /// The heading and the legend.
    pub(super) ink: RGBColor,
    /// What stands on the axes.
    pub(super) faint_ink: RGBColor,
    /// Lines that only guide the eye.
    pub(super) grid: RGBColor,
    /// The line at zero.
    pub(super) axis: RGBColor,
    pub(super) series: [RGBColor; MAX_SERIES],
}

const LIGHT: Palette = Palette {
    background: RGBColor(0xFF, 0xFF, 0xFF),
    ink: RGBColor(0x1B, 0x1F, 0x27),
    faint_ink: RGBColor(0x5A, 0x62, 0x70),
    grid: RGBColor(0xE6, 0xE9, 0xEE),
    axis: RGBColor(0x8A, 0x92, 0x9F),
    series: [
        RGBColor(0x3F, 0x5F, 0xCD),
        RGBColor(0xA7, 0x5A, 0x3B),
        RGBColor(0x3E, 0x9E, 0x8B),
        RGBColor(0x78, 0x4D, 0x82),
        RGBColor(0xB4, 0x89, 0x0C),
        RGBColor(0x22, 0x2D, 0x76),
    ],
};

const DARK: Palette = Palette {
    background: RGBColor(0x15, 0x18, 0x1E),
    ink: RGBColor(0xE8, 0xEA, 0xEE),
    faint_ink: RGBColor(0xA3, 0xAB, 0xB8),
    grid: RGBColor(0x2A, 0x2F, 0x38),
    axis: RGBColor(0x71, 0x79, 0x87),
    series: [
        RGBColor(0x25, 0x7E, 0xEF),
        RGBColor(0xD8, 0x74, 0x08),
        RGBColor(0x3A, 0xCF, 0x98),
        RGBColor(0x95, 0x5E, 0x93),
        RGBColor(0xFA, 0xE2, 0x48),
        RGBColor(0xC2, 0xA5, 0xFD),
    ],
};

impl Theme {
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linear light of an sRGB colour.
    fn light(RGBColor(r, g, b): RGBColor) -> [f64; 3] {
        [r, g, b].map(|byte| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let luminance = |colour| {
            let [r, g, b] = light(colour);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
    }

    /// Björn Ottosson's Oklab, in which equal distances look about equally far.
    fn oklab(light: [f64; 3]) -> [f64; 3] {
        let cones = times(
            [
                [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
                [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
                [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
            ],
            light.map(|c| c.max(0.0)),
        );
        times(
            [
                [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
                [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
                [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
            ],
            cones.map(f64::cbrt),
        )
    }

    /// Full sight, then no red, no green and no blue cones: Machado, Oliveira and Fernandes 2009, severity 1.
    const SIGHT: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    fn apart(a: RGBColor, b: RGBColor) -> f64 {
        let distance = |sight| {
            let (a, b) = (oklab(times(sight, light(a))), oklab(times(sight, light(b))));
            let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
            squares.sum::<f64>().sqrt()
        };
        SIGHT.map(distance).into_iter().fold(f64::MAX, f64::min)
    }

    #[test]
    fn everything_stands_out_from_the_background() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = theme.palette();
            for colour in palette.series.into_iter().chain([palette.axis]) {
                assert!(contrast(colour, palette.background) >= 3.0, "{theme:?} {colour:?}");
            }
            for ink in [palette.ink, palette.faint_ink] {
                assert!(contrast(ink, palette.background) >= 4.5, "{theme:?} {ink:?}");
            }
        }
    }

    #[test]
    fn series_stay_apart_for_colour_blind_eyes() {
        for theme in [Theme::Light, Theme::Dark] {
            let series = theme.palette().series;
            for (n, &a) in series.iter().enumerate() {
                for &b in &series[n + 1..] {
                    assert!(apart(a, b) >= 0.1, "{theme:?} {a:?} {b:?} {}", apart(a, b));
                }
            }
        }
    }
}
