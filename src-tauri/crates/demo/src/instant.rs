//! Instants as microseconds since 1970, written and read in the two ways Saleor uses.

use crate::text::push_padded;

/// Microseconds since 1970-01-01T00:00:00Z.
pub(crate) type Micros = i64;

pub(crate) const SECOND: Micros = 1_000_000;
pub(crate) const DAY: Micros = 86_400 * SECOND;

/// Year, month and day of a count of days since 1970 (Hinnant's `civil_from_days`).
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Appends `2026-11-20T04:25:03.718995+00:00`; a whole second has no fraction, as Python prints it.
pub(crate) fn push_rfc3339(out: &mut String, at: Micros) {
    push_split(out, at, 'T');
}

/// Appends `2026-11-20 04:25:03.718995+00:00`, the form inside Saleor's cursors.
pub(crate) fn push_spaced(out: &mut String, at: Micros) {
    push_split(out, at, ' ');
}

/// The instant as RFC 3339 text.
pub(crate) fn rfc3339(at: Micros) -> String {
    let mut out = String::with_capacity(32);
    push_rfc3339(&mut out, at);
    out
}

fn push_split(out: &mut String, at: Micros, between: char) {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let within = at.rem_euclid(DAY);
    let seconds = within / SECOND;
    let micros = within % SECOND;
    push_padded(out, year, 4);
    out.push('-');
    push_padded(out, month, 2);
    out.push('-');
    push_padded(out, day, 2);
    out.push(between);
    push_padded(out, seconds / 3_600, 2);
    out.push(':');
    push_padded(out, seconds / 60 % 60, 2);
    out.push(':');
    push_padded(out, seconds % 60, 2);
    if micros > 0 {
        out.push('.');
        push_padded(out, micros, 6);
    }
    out.push_str("+00:00");
}

/// Reads either form, with any offset; `None` for what is no instant.
pub(crate) fn parse(text: &str) -> Option<Micros> {
    let text = text.replacen(' ', "T", 1);
    let at = chrono::DateTime::parse_from_rfc3339(&text).ok()?;
    Some(at.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms() {
        let at = parse("2026-11-20T04:25:03.718995+00:00").unwrap();
        let mut spaced = String::new();
        push_spaced(&mut spaced, at);
        assert_eq!(spaced, "2026-11-20 04:25:03.718995+00:00");
        assert_eq!(rfc3339(parse("2026-08-27T05:10:41Z").unwrap()), "2026-08-27T05:10:41+00:00");
        assert_eq!(parse("yesterday"), None);
    }

    proptest! {
        #[test]
        fn written_is_read_back(at in -60_000_000_000_000_000i64..250_000_000_000_000_000) {
            prop_assert_eq!(parse(&rfc3339(at)), Some(at));
        }
    }
}
