//! Phone numbers: in the form of E.164 where the country is known, else their digits.
//!
//! A table of calling codes does it. The whole plan of the world (libphonenumber and its ports) takes megabytes and a regex engine to know
//! which numbers are assigned; here a number only has to be the same however it is written.

use super::calling::{Plan, by_code, by_country};
use super::is_unseen;
use unicode_normalization::UnicodeNormalization as _;

/// E.164: at most 15 digits. Fewer than seven is an extension or a service.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// The longest text that is looked at.
const MAX_WRITTEN: usize = 256;

/// The canonical form: `+4930123456` where the calling code is known or `country` tells it, else the digits alone. `None` when that is too
/// little or too much for a phone number, also where a shop masks it.
#[must_use]
pub fn phone(text: &str, country: Option<[u8; 2]>) -> Option<String> {
    if text.len() > MAX_WRITTEN {
        return None;
    }
    let written: String = text.nfkc().filter(|c| !is_unseen(*c)).collect();
    let number = number_in(&written)?;
    // The zero in brackets is dialled inside the country only.
    let whole = number.replace("(0)", "");
    let is_abroad = whole.starts_with('+');
    let digits: String = (if is_abroad { &whole } else { number }).chars().filter(char::is_ascii_digit).collect();
    let plan = country.and_then(by_country);
    match plan {
        _ if is_abroad => abroad(&digits),
        Some(plan) => at_home(&digits, plan),
        None => match digits.strip_prefix("00") {
            Some(rest) => abroad(rest),
            None => DIGITS.contains(&digits.len()).then_some(digits),
        },
    }
}

/// From the first sign of a number to what no longer belongs to it: words before it, an extension or another remark behind.
fn number_in(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c == '+' || c == '(' || c.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',')).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// A number with its calling code.
fn abroad(digits: &str) -> Option<String> {
    let whole = match by_code(digits) {
        // A zero that is dialled inside the country only, and begins no number of its own.
        Some(plan) if plan.trunk == "0" => format!("{}{}", plan.code, digits[plan.code.len()..].trim_start_matches('0')),
        _ => digits.to_owned(),
    };
    (DIGITS.contains(&whole.len()) && !whole.starts_with('0')).then(|| format!("+{whole}"))
}

/// A number as it is dialled inside a country.
fn at_home(digits: &str, plan: &Plan) -> Option<String> {
    if let Some(rest) = digits.strip_prefix(plan.exit) {
        return abroad(rest);
    }
    if digits.len() > plan.longest && digits.starts_with(plan.code) {
        return abroad(digits);
    }
    let national = if plan.trunk.is_empty() { digits } else { digits.strip_prefix(plan.trunk).unwrap_or(digits) };
    abroad(&format!("{}{national}", plan.code))
}
