//! The only place of the window's program that reads the clock.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use vouchsafe_app::Clock;
use vouchsafe_domain::time::Timestamp;

/// The system's clock.
#[must_use]
pub fn system() -> Clock {
    Arc::new(|| {
        let micros = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
        Timestamp::from_micros(micros)
    })
}

/// A clock that starts at an instant and goes on from there: the demo shop lives on the day on which its history ends.
#[must_use]
pub fn from(start: Timestamp) -> Clock {
    let began = Instant::now();
    Arc::new(move || {
        let gone = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(start.micros().saturating_add(gone))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_go_on() {
        let start = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
        let clock = from(start);
        let (first, second) = (clock(), clock());
        assert!(start <= first && first <= second);
        assert!(second < Timestamp::parse("2026-11-01T00:10:00Z").unwrap());
        assert!(system()() > Timestamp::parse("2024-01-01T00:00:00Z").unwrap());
    }
}
