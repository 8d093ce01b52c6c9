//! Instants and spans. `now` is always an argument; nothing here reads a clock.

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use std::fmt;

/// An instant in UTC, in microseconds since 1970-01-01T00:00:00Z. Saleor's own resolution is the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// The days from the first of January of the year 1, which is day 1, to the epoch.
const DAYS_BEFORE_EPOCH: i32 = 719_163;

/// A text that is no RFC 3339 instant between the years 1 and 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an instant like 2026-03-01T09:30:00Z")]
pub struct NotAnInstant(pub String);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// Later than every instant that a text can name.
    pub const MAX: Self = Self(i64::MAX);

    /// The instant that lies `micros` microseconds after the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339. What is finer than a microsecond is cut off.
    ///
    /// # Errors
    /// [`NotAnInstant`] with the text, cut to a readable length.
    pub fn parse(text: &str) -> Result<Self, NotAnInstant> {
        let refused = || NotAnInstant(text.chars().take(40).collect());
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| refused())?;
        Ok(Self(at.timestamp_micros()))
    }

    /// This instant plus a span; saturates at the ends of time.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// This instant minus a span; saturates at the ends of time.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// The day in UTC, counted from 1970-01-01.
    #[must_use]
    pub fn utc_day(self) -> i32 {
        let day = self.0.div_euclid(86_400_000_000);
        i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
    }

    /// The hour, counted from 1970-01-01T00:00Z.
    #[must_use]
    pub fn hour(self) -> i32 {
        let hour = self.0.div_euclid(3_600_000_000);
        i32::try_from(hour).unwrap_or(if hour < 0 { i32::MIN } else { i32::MAX })
    }

    /// The calendar month in UTC that this instant lies in, as months since year 0: `2026-03` is 2026 × 12 + 2.
    #[must_use]
    pub fn month(self) -> Month {
        use chrono::Datelike;
        let at = self.utc();
        Month(at.year() * 12 + i32::try_from(at.month0()).unwrap_or(0))
    }

    /// The day that this instant lies in, in a zone, counted from 1970-01-01.
    #[must_use]
    pub fn day(self, zone: chrono_tz::Tz) -> i32 {
        use chrono::Datelike;
        self.utc().with_timezone(&zone).date_naive().num_days_from_ce() - DAYS_BEFORE_EPOCH
    }

    fn utc(self) -> DateTime<Utc> {
        Utc.timestamp_micros(self.0).single().unwrap_or(if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A length of time in microseconds. A day is 24 hours (design: "a hold of N days is N × 24 hours").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Span {
    /// `count` × 24 hours.
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self(count as i64 * 86_400_000_000)
    }

    /// The length in microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// `count` hours.
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self(count as i64 * 3_600_000_000)
    }

    /// `count` minutes.
    #[must_use]
    pub const fn minutes(count: u32) -> Self {
        Self(count as i64 * 60_000_000)
    }
}

/// A calendar month in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The number by which months are stored and sorted: year × 12 + month − 1.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The month that a day lies in, counted from 1970-01-01.
    #[must_use]
    pub fn of_day(day: i32) -> Self {
        use chrono::{Datelike, NaiveDate};
        let date = NaiveDate::from_num_days_from_ce_opt(day.saturating_add(DAYS_BEFORE_EPOCH)).unwrap_or_default();
        Self(date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0))
    }

    /// The first instant of the month.
    #[must_use]
    pub fn start(self) -> Timestamp {
        use chrono::NaiveDate;
        let (year, month) = (self.0.div_euclid(12), u32::try_from(self.0.rem_euclid(12)).unwrap_or(0) + 1);
        let first = NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
        first.map_or(Timestamp::MAX, |at| Timestamp(at.and_utc().timestamp_micros()))
    }

    /// The first instant of the month in a zone; where its midnight does not exist, an hour on.
    #[must_use]
    pub fn start_in(self, zone: chrono_tz::Tz) -> Timestamp {
        let midnight = self.start().utc().naive_utc();
        let hour_on = midnight.checked_add_signed(chrono::TimeDelta::hours(1)).unwrap_or(midnight);
        let first = zone.from_local_datetime(&midnight).earliest().or_else(|| zone.from_local_datetime(&hour_on).earliest());
        first.map_or(Timestamp::MAX, |at| Timestamp(at.timestamp_micros()))
    }

    /// Reads a month such as `2026-03`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-').filter(|(year, month)| (year.len(), month.len()) == (4, 2))?;
        let (year, month) = (year.parse::<u16>().ok()?, month.parse::<u8>().ok()?);
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        (is_plain && (1..=12).contains(&month)).then(|| Self(i32::from(year) * 12 + i32::from(month) - 1))
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The month of that number.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }
}

impl crate::canon::Canon for Month {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, crate::canon::Garbled> {
        i32::read(bytes).map(Self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

impl crate::canon::Canon for Timestamp {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, crate::canon::Garbled> {
        i64::read(bytes).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_are_read_and_shown_in_utc() {
        let check = |text: &str, shown: &str| assert_eq!(Timestamp::parse(text).map(|at| at.to_string()), Ok(shown.to_owned()), "{text}");
        check("2026-11-20T04:22:27.667010+00:00", "2026-11-20T04:22:27.667010Z");
        check("2026-03-01T01:30:00+02:00", "2026-02-28T23:30:00Z");
        check("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
        assert!(Timestamp::parse("2026-02-30T00:00:00Z").is_err());
        assert!(Timestamp::parse("yesterday").is_err());
    }

    #[test]
    fn a_month_is_the_calendar_month_in_utc() {
        let month = |text: &str| Timestamp::parse(text).unwrap().month().to_string();
        assert_eq!(month("2026-02-28T23:59:59.999999Z"), "2026-02");
        assert_eq!(month("2026-03-01T00:00:00Z"), "2026-03");
        assert_eq!(month("2025-12-31T23:59:59Z"), "2025-12");
        let december = Timestamp::parse("2025-12-31T23:59:59Z").unwrap().month();
        assert_eq!(
            (december.start().to_string(), december.next().start().to_string()),
            ("2025-12-01T00:00:00Z".to_owned(), "2026-01-01T00:00:00Z".to_owned())
        );
    }

    #[test]
    fn a_month_begins_with_its_first_local_instant() {
        let start = |month: &str, zone: chrono_tz::Tz| Month::parse(month).map(|month| month.start_in(zone).to_string());
        let check = |month: &str, zone, want: &str| assert_eq!(start(month, zone).as_deref(), Some(want), "{month}");
        check("2026-03", chrono_tz::UTC, "2026-03-01T00:00:00Z");
        check("2026-04", chrono_tz::Europe::Berlin, "2026-03-31T22:00:00Z");
        check("2026-01", chrono_tz::Asia::Tokyo, "2025-12-31T15:00:00Z");
        // The clock was set forward at this very midnight.
        check("2023-10", chrono_tz::America::Asuncion, "2023-10-01T04:00:00Z");
        for bad in ["2026-13", "2026-00", "26-01", "2026-1", "2026", "2026-+1", "month"] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn shown_instants_read_back(micros in -62_000_000_000_000_000i64..253_000_000_000_000_000) {
            let at = Timestamp::from_micros(micros);
            prop_assert_eq!(Timestamp::parse(&at.to_string()), Ok(at));
        }
    }
}
