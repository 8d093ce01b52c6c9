//! Exact money: minor units in 64 bits, checked arithmetic, named rounding. No floating point anywhere.

use crate::canon::{Canon, Garbled};
use crate::name::Key;
use rust_decimal::Decimal;
use std::fmt;

/// A currency of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// A code that ISO 4217 does not list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a currency of ISO 4217")]
pub struct UnknownCurrency(pub String);

/// The active national currencies of ISO 4217:2015 (list one, without funds, metals and test codes), in order.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY \
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD \
JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR \
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY \
TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

impl Currency {
    /// Reads a code such as `EUR`.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when ISO 4217 does not list it.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        let refused = || UnknownCurrency(code.chars().take(12).collect());
        let bytes: [u8; 3] = code.as_bytes().try_into().map_err(|_| refused())?;
        let listed = bytes.iter().all(u8::is_ascii_uppercase) && CODES.as_bytes().chunks(4).any(|entry| entry.starts_with(&bytes));
        if listed { Ok(Self(bytes)) } else { Err(refused()) }
    }

    /// Digits after the point (ISO 4217 “minor unit”).
    #[must_use]
    pub const fn exponent(self) -> u8 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF"
            | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // The constructor admits ASCII capitals only.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// The code as a small number, for storage.
    #[must_use]
    pub const fn number(self) -> u32 {
        (self.0[0] as u32) << 16 | (self.0[1] as u32) << 8 | self.0[2] as u32
    }

    /// The currency that was stored under this number.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when no currency has it.
    pub fn from_number(number: u32) -> Result<Self, UnknownCurrency> {
        let [_, a, b, c] = number.to_be_bytes();
        Self::parse(&String::from_utf8_lossy(&[a, b, c]))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Canon for Currency {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let raw = <[u8; 3]>::read(bytes)?;
        Self::parse(std::str::from_utf8(&raw).map_err(|_| Garbled)?).map_err(|_| Garbled)
    }
}

/// What an amount counts: money of a currency, or units of something that has no money value when it is issued (points, messages, months).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asset {
    /// Money.
    Currency(Currency),
    /// Units with a name and an exponent of their own, 0 to 8.
    Units {
        /// The unit's name.
        name: Key,
        /// Digits after the point.
        exponent: u8,
    },
}

impl Asset {
    /// Digits after the point.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        match self {
            Self::Currency(currency) => currency.exponent(),
            Self::Units { exponent, .. } => exponent,
        }
    }
}

crate::canon_enum!(Asset { 0 => Currency(currency), 1 => Units { name, exponent } });

/// An amount of money in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: cents for EUR, yen for JPY, fils for KWD.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// An amount of any asset in its minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Minor units of the asset.
    pub minor: i64,
    /// What is counted.
    pub asset: Asset,
}

/// Why a text is no amount of a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// Not a decimal number.
    #[error("“{0}” is not a decimal number")]
    NotANumber(String),
    /// More digits after the point than the asset has.
    #[error("“{0}” has more digits after the point than its currency")]
    TooPrecise(String),
    /// Beyond 64 bits of minor units.
    #[error("“{0}” is too large")]
    TooLarge(String),
}

/// Reads a plain decimal such as `80`, `80.0` or `-12.50` into minor units. Zeros beyond the exponent are admitted, because JSON
/// writers print `80.0` for yen, too; exponents (`1e3`) are not.
///
/// # Errors
/// [`BadAmount`] with the text.
pub fn parse_minor(text: &str, exponent: u8) -> Result<i64, BadAmount> {
    let shown = || text.chars().take(40).collect::<String>();
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || (fraction.is_empty() && digits.contains('.')) {
        return Err(BadAmount::NotANumber(shown()));
    }
    let kept = usize::from(exponent).min(fraction.len());
    if fraction.as_bytes()[kept..].iter().any(|b| *b != b'0') {
        return Err(BadAmount::TooPrecise(shown()));
    }
    let mut minor = 0i64;
    let padding = std::iter::repeat_n(b'0', usize::from(exponent) - kept);
    for digit in whole.bytes().chain(fraction.bytes().take(kept)).chain(padding) {
        let digit = i64::from(digit - b'0');
        minor = minor.checked_mul(10).and_then(|m| m.checked_add(digit)).ok_or_else(|| BadAmount::TooLarge(shown()))?;
    }
    Ok(if negative { -minor } else { minor })
}

/// Minor units as plain decimal text with exactly the exponent's digits: `80.00`.
#[must_use]
pub fn minor_text(minor: i64, exponent: u8) -> String {
    Decimal::from_i128_with_scale(i128::from(minor), u32::from(exponent)).to_string()
}

/// `value × numerator ÷ denominator`, rounded half to even; `None` when the denominator is not positive or the result leaves 64 bits.
#[must_use]
pub fn scale_half_even(value: i64, numerator: i64, denominator: i64) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let (product, denominator) = (i128::from(value) * i128::from(numerator), i128::from(denominator));
    let (quotient, rest) = (product.div_euclid(denominator), product.rem_euclid(denominator));
    let up = match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    i64::try_from(quotient + i128::from(up)).ok()
}

/// Splits `total` in proportion to `weights` so that the parts add up exactly: floor shares first, then one minor unit each to the
/// largest remainders, the earlier part first among equals. `None` when the weights are negative or add up to zero.
#[must_use]
pub fn split_by_largest_remainder(total: i64, weights: &[i64]) -> Option<Vec<i64>> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum <= 0 || weights.iter().any(|w| *w < 0) {
        return None;
    }
    let share = |weight: &i64| i128::from(total) * i128::from(*weight);
    let mut parts: Vec<i64> = weights.iter().map(|w| i64::try_from(share(w).div_euclid(sum)).ok()).collect::<Option<_>>()?;
    let left = i128::from(total) - parts.iter().map(|p| i128::from(*p)).sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(share(&weights[i]).rem_euclid(sum)), i));
    for &i in order.iter().take(usize::try_from(left).ok()?) {
        parts[i] += 1;
    }
    Some(parts)
}

/// A percentage, exact to a ten-thousandth of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i64);

impl Percent {
    /// 100 percent in the unit of [`Percent::parts`].
    pub const WHOLE: i64 = 1_000_000;

    /// Reads `10`, `12.5`, `0.0001`; from 0 to 1,000.
    ///
    /// # Errors
    /// [`BadAmount`] with the text.
    pub fn parse(text: &str) -> Result<Self, BadAmount> {
        match parse_minor(text, 4)? {
            parts @ 0..=10_000_000 => Ok(Self(parts)),
            _ => Err(BadAmount::TooLarge(text.chars().take(40).collect())),
        }
    }

    /// The percentage in millionths of the whole.
    #[must_use]
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// This share of an amount, rounded half to even; `None` when it leaves 64 bits.
    #[must_use]
    pub fn of(self, minor: i64) -> Option<i64> {
        scale_half_even(minor, self.0, Self::WHOLE)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Decimal::from_i128_with_scale(i128::from(self.0), 4).normalize())
    }
}

impl Money {
    /// So many minor units of a currency.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads an amount's text.
    ///
    /// # Errors
    /// [`BadAmount`] with the text.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, BadAmount> {
        parse_minor(amount, currency.exponent()).map(|minor| Self { minor, currency })
    }

    /// The amount without its currency: `80.00`.
    #[must_use]
    pub fn amount_text(self) -> String {
        minor_text(self.minor, self.currency.exponent())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount_text(), self.currency)
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { minor: money.minor, asset: Asset::Currency(money.currency) }
    }
}

impl Amount {
    /// The same asset, another quantity.
    #[must_use]
    pub const fn with_minor(self, minor: i64) -> Self {
        Self { minor, ..self }
    }
}

crate::canon_struct!(Money { minor, currency });
crate::canon_struct!(Amount { minor, asset });
impl Canon for Percent {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        i64::read(bytes).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn amounts_are_read_from_their_text() {
        let check = |text: &str, code: &str, want: Result<i64, &str>| {
            let got = Money::parse(text, currency(code)).map(|m| m.minor).map_err(|e| e.to_string());
            assert_eq!(got, want.map_err(str::to_owned), "{text} {code}");
        };
        check("80", "EUR", Ok(8_000));
        check("1080.86", "PLN", Ok(108_086));
        check("1200.0", "JPY", Ok(1_200));
        check("0.125", "KWD", Ok(125));
        check("-12.5", "USD", Ok(-1_250));
        check("92233720368547758.07", "USD", Ok(i64::MAX));
        check("92233720368547758.08", "USD", Err("“92233720368547758.08” is too large"));
        check("1.005", "USD", Err("“1.005” has more digits after the point than its currency"));
        check("1.5", "JPY", Err("“1.5” has more digits after the point than its currency"));
        for bad in ["", "-", ".", "1.", ".5", "1e3", "NaN", "+1", "1,5", " 1", "٣"] {
            check(bad, "USD", Err(&format!("“{bad}” is not a decimal number")));
        }
    }

    #[test]
    fn only_listed_currencies_are_read() {
        assert_eq!(currency("JPY").exponent(), 0);
        assert_eq!(currency("KWD").exponent(), 3);
        for bad in ["XQQ", "eur", "EU", "EURO", "R A", "ED ", "", "€"] {
            assert!(Currency::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn halves_round_to_even() {
        let check = |value, num, den, want| assert_eq!(scale_half_even(value, num, den), want, "{value} × {num} ÷ {den}");
        check(5, 1, 2, Some(2));
        check(7, 1, 2, Some(4));
        check(-5, 1, 2, Some(-2));
        check(-7, 1, 2, Some(-4));
        check(10, 1, 3, Some(3));
        check(20, 1, 3, Some(7));
        check(i64::MAX, i64::MAX, i64::MAX, Some(i64::MAX));
        check(i64::MAX, 2, 1, None);
        check(1, 1, 0, None);
    }

    proptest! {
        #[test]
        fn money_text_reads_back(minor: i64, code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
            let money = Money::new(minor.max(-i64::MAX), currency(code));
            prop_assert_eq!(Money::parse(&money.amount_text(), money.currency), Ok(money));
            prop_assert_eq!(Money::from_bytes(&money.to_bytes()), Ok(money));
        }

        #[test]
        fn rounding_is_off_by_half_at_most(value: i32, num in 0i64..1_000_000, den in 1i64..1_000_000) {
            let got = i128::from(scale_half_even(i64::from(value), num, den).unwrap());
            let exact_times_den = i128::from(value) * i128::from(num);
            prop_assert!((got * i128::from(den) - exact_times_den).abs() * 2 <= i128::from(den));
        }

        #[test]
        fn shares_add_up_and_differ_from_exact_by_less_than_one(total: i32, weights in prop::collection::vec(0i64..1_000, 1..12)) {
            let sum: i64 = weights.iter().sum();
            match split_by_largest_remainder(i64::from(total), &weights) {
                None => prop_assert_eq!(sum, 0),
                Some(parts) => {
                    prop_assert_eq!(parts.iter().sum::<i64>(), i64::from(total));
                    for (part, weight) in parts.iter().zip(&weights) {
                        prop_assert!((part * sum - i64::from(total) * weight).abs() < sum, "{} of {}", part, weight);
                    }
                }
            }
        }
    }
}
