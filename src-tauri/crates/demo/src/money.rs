//! Money as the shop prints it: JSON floats, written from whole minor units without any float.

use crate::text::push_padded;

/// A currency of the demo shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Currency {
    /// ISO 4217 code.
    pub(crate) code: &'static str,
    /// Digits behind the point: 2, or 0 for the yen, or 3 for the Kuwaiti dinar.
    pub(crate) exponent: u8,
}

/// An amount in minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Money {
    pub(crate) minor: i64,
    pub(crate) currency: Currency,
}

/// Appends an amount the way Python prints a float: `80.0`, `1080.86`, `4.5`, `1200.0`.
pub(crate) fn push_amount(out: &mut String, minor: i64, exponent: u8) {
    if minor < 0 {
        out.push('-');
    }
    let scale = 10u64.pow(u32::from(exponent));
    let minor = minor.unsigned_abs();
    push_padded(out, i64::try_from(minor / scale).unwrap_or(i64::MAX), 1);
    out.push('.');
    let mut fraction = minor % scale;
    let mut width = usize::from(exponent);
    while width > 1 && fraction.is_multiple_of(10) {
        fraction /= 10;
        width -= 1;
    }
    push_padded(out, i64::try_from(fraction).unwrap_or(0), width.max(1));
}

/// `amount * part / whole`, rounded half away from zero; the shop's own rounding of taxes and discounts.
pub(crate) fn share_of(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount) * i128::from(part);
    let whole = i128::from(whole);
    let half = if product < 0 { -whole / 2 } else { whole / 2 };
    i64::try_from((product + half) / whole).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(minor: i64, exponent: u8) -> String {
        let mut out = String::new();
        push_amount(&mut out, minor, exponent);
        out
    }

    #[test]
    fn amounts_as_recorded() {
        let shown = [(8_000, 2), (108_086, 2), (450, 2), (1_200, 0), (0, 2), (5, 2), (-11_500, 2), (12_345, 3), (12_300, 3), (7, 3)]
            .map(|(minor, exponent)| text(minor, exponent));
        assert_eq!(shown, ["80.0", "1080.86", "4.5", "1200.0", "0.0", "0.05", "-115.0", "12.345", "12.3", "0.007"]);
    }

    #[test]
    fn shares_round_half_up() {
        assert_eq!([share_of(1000, 100, 110), share_of(5, 1, 2), share_of(-5, 1, 2)], [909, 3, -3]);
    }

    proptest! {
        #[test]
        fn the_text_holds_the_exact_amount(minor in -1_000_000_000_000i64..1_000_000_000_000, exponent in 0u8..4) {
            let text = text(minor, exponent);
            let (whole, fraction) = text.split_once('.').unwrap();
            let padded = format!("{whole}{fraction:0<width$}", width = usize::from(exponent));
            let padded = if exponent == 0 { whole.to_owned() } else { padded };
            prop_assert_eq!(padded.parse::<i64>().unwrap(), minor);
        }
    }
}
