//! Chance, for pauses between tries.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A stream of numbers that looks random: `SplitMix64`, whose state is a counter.
#[derive(Debug)]
pub(super) struct Chance(AtomicU64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Chance {
    /// The stream of a seed; without one, of a seed that the system draws.
    pub(super) fn new(seed: Option<u64>) -> Self {
        Self(AtomicU64::new(seed.unwrap_or_else(|| RandomState::new().hash_one(STEP))))
    }

    /// A pause between none and `longest`, each as likely as the other: desks that failed together do not come back together.
    pub(super) fn pause(&self, longest: Duration) -> Duration {
        let share = u128::from(self.next());
        let nanos = longest.as_nanos().saturating_mul(share) >> 64;
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    fn next(&self) -> u64 {
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_fill_their_span_and_repeat_with_their_seed() {
        let pauses = |seed| {
            let chance = Chance::new(Some(seed));
            (0..1_000).map(|_| chance.pause(Duration::from_millis(1_000)).as_millis()).collect::<Vec<_>>()
        };
        assert_eq!(pauses(7), pauses(7));
        assert_ne!(pauses(7), pauses(8));
        let pauses = pauses(7);
        assert!(pauses.iter().all(|pause| *pause < 1_000));
        for tenth in 0..10 {
            let count = pauses.iter().filter(|pause| **pause / 100 == tenth).count();
            assert!((60..140).contains(&count), "{tenth}: {count}");
        }
        assert_eq!(Chance::new(None).pause(Duration::ZERO), Duration::ZERO);
    }
}
