//! How numbers are written on an axis.

use super::input::Unit;
use super::scale::Scale;

/// From here on an axis counts in thousands (or millions, …): `8000`, but `10k`.
const SHORTEN_FROM: u128 = 10_000;

/// How a language writes numbers, as far as an axis needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notation {
    /// The sign between whole and part: `.` or `,`.
    pub decimal: char,
    /// What stands behind a number in thousands, millions, billions and trillions, with its space if it wants one.
    pub powers: [String; 4],
    /// What stands behind a percentage, with its space if it wants one.
    pub percent: String,
}

impl Notation {
    /// `0.50`, `20k`, `3M`, `50%`.
    #[must_use]
    pub fn english() -> Self {
        Self { decimal: '.', powers: ["k", "M", "B", "T"].map(str::to_owned), percent: "%".to_owned() }
    }

    /// `0,50`, `20 тыс.`, `3 млн`, `50 %`.
    #[must_use]
    pub fn russian() -> Self {
        let powers = ["\u{a0}тыс.", "\u{a0}млн", "\u{a0}млрд", "\u{a0}трлн"].map(str::to_owned);
        Self { decimal: ',', powers, percent: "\u{a0}%".to_owned() }
    }
}

/// The one way in which all ticks of an axis are written, so that they compare at a glance.
pub(super) struct TickFormat<'a> {
    notation: &'a Notation,
    /// Ten to this power of minor units make one unit of the label.
    shift: u32,
    decimals: u32,
    suffix: String,
}

impl<'a> TickFormat<'a> {
    /// The format for the ticks of a scale.
    pub(super) fn of(unit: &Unit, notation: &'a Notation, scale: Scale) -> Self {
        let exponent = unit.exponent();
        let whole = scale.largest() / 10_u128.pow(exponent);
        let mut power = 0_u32;
        while power < 4 && whole / 1_000_u128.pow(power) >= SHORTEN_FROM {
            power += 1;
        }
        let shift = exponent + 3 * power;
        let mut suffix = match power {
            0 => String::new(),
            _ => notation.powers[(power - 1) as usize].clone(),
        };
        if *unit == Unit::Ratio {
            suffix.push_str(&notation.percent);
        }
        let whole_at = |decimals: &u32| scale.step() % 10_i128.pow(shift - decimals) == 0;
        let needed = (0..=shift).find(whole_at).unwrap_or(shift);
        let money = matches!(unit, Unit::Money { .. });
        let decimals = match needed {
            1.. if money && power == 0 => exponent,
            _ => needed,
        };
        Self { notation, shift, decimals, suffix }
    }

    /// A tick in words: `−20k`. Its digits beyond the format's decimals are zero, since it is a multiple of the step.
    pub(super) fn write(&self, figure: i128) -> String {
        let one = 10_u128.pow(self.shift);
        let size = figure.unsigned_abs();
        let mut text = String::new();
        if figure < 0 {
            text.push('\u{2212}');
        }
        text.push_str(&(size / one).to_string());
        if self.decimals > 0 && figure != 0 {
            let part = size % one / 10_u128.pow(self.shift - self.decimals);
            let width = self.decimals as usize;
            text.push(self.notation.decimal);
            text.push_str(&format!("{part:0width$}"));
        }
        if figure != 0 || *self.suffix == *self.notation.percent {
            text.push_str(&self.suffix);
        }
        text
    }
}

impl Unit {
    /// How many decimals a figure has when it is written in whole units (percent for a ratio). Above 18 no figure of
    /// 64 bits could reach one.
    pub(super) fn exponent(&self) -> u32 {
        match self {
            Self::Money { exponent, .. } => u32::from(*exponent).min(18),
            Self::Ratio => 2,
            Self::Count => 0,
        }
    }

    /// The end of the axis when all figures are zero: one major unit, 100 %, one thing.
    pub(super) fn one(&self) -> i128 {
        match self {
            Self::Ratio => 10_000,
            Self::Money { .. } | Self::Count => 10_i128.pow(self.exponent()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ticks of the axis over some figures.
    fn check(unit: &Unit, notation: &Notation, figures: &[i128]) -> String {
        let scale = Scale::covering(figures.iter().copied(), 4, unit.one());
        let format = TickFormat::of(unit, notation, scale);
        let words: Vec<_> = scale.ticks().map(|tick| format.write(tick)).collect();
        words.join(" | ")
    }

    fn money(exponent: u8) -> Unit {
        Unit::Money { currency: "EUR".into(), exponent }
    }

    #[test]
    fn money_is_written_in_major_units() {
        let en = Notation::english();
        insta::assert_snapshot!(check(&money(2), &en, &[17]), @"0 | 0.05 | 0.10 | 0.15 | 0.20");
        insta::assert_snapshot!(check(&money(2), &en, &[190]), @"0 | 0.50 | 1.00 | 1.50 | 2.00");
        insta::assert_snapshot!(check(&money(2), &en, &[999_900]), @"0 | 5k | 10k");
        insta::assert_snapshot!(check(&money(2), &en, &[1_000_100]), @"0 | 5k | 10k | 15k");
        insta::assert_snapshot!(check(&money(2), &en, &[-1_500_000_000]), @"−15M | −10M | −5M | 0");
        insta::assert_snapshot!(check(&money(0), &en, &[3]), @"0 | 1 | 2 | 3");
        insta::assert_snapshot!(check(&money(3), &en, &[-2_500, 2_500]), @"−4 | −2 | 0 | 2 | 4");
    }

    #[test]
    fn the_largest_figures_have_words_too() {
        let en = Notation::english();
        let most = i128::from(i64::MAX);
        insta::assert_snapshot!(check(&Unit::Count, &en, &[-most, most * 6]), @"−20000000T | 0 | 20000000T | 40000000T | 60000000T");
        insta::assert_snapshot!(check(&money(255), &en, &[most]), @"0 | 5 | 10");
    }

    #[test]
    fn ratios_are_written_in_percent() {
        let en = Notation::english();
        insta::assert_snapshot!(check(&Unit::Ratio, &en, &[-4_000, 9_000]), @"−50% | 0% | 50% | 100%");
        insta::assert_snapshot!(check(&Unit::Ratio, &en, &[90]), @"0% | 0.5% | 1.0%");
        insta::assert_snapshot!(check(&Unit::Ratio, &en, &[0]), @"0% | 50% | 100%");
    }

    #[test]
    fn russian_has_its_own_words() {
        let ru = Notation::russian();
        insta::assert_snapshot!(check(&money(2), &ru, &[1_900_000]), @"0 | 5 тыс. | 10 тыс. | 15 тыс. | 20 тыс.");
        insta::assert_snapshot!(check(&money(2), &ru, &[150]), @"0 | 0,50 | 1,00 | 1,50");
        insta::assert_snapshot!(check(&Unit::Ratio, &ru, &[5_000]), @"0 % | 20 % | 40 % | 60 %");
    }
}
