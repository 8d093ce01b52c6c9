//! Rounds: ours and the peer's by turns, the first thrown away.

use crate::Result;
use std::time::{Duration, Instant};

/// What both sides took, round by round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rounds {
    /// Ours.
    pub(crate) ours: Vec<Duration>,
    /// The peer's.
    pub(crate) peer: Vec<Duration>,
}

/// Runs both by turns. Each sets up what it needs and gives back only the time that counts.
pub(crate) fn interleaved(rounds: usize, mut ours: impl FnMut() -> Result<Duration>, mut peer: impl FnMut() -> Result<Duration>) -> Result<Rounds> {
    let mut taken = Rounds::default();
    for round in 0..=rounds {
        let (one, other) = (ours()?, peer()?);
        if round > 0 {
            taken.ours.push(one);
            taken.peer.push(other);
        }
    }
    Ok(taken)
}

/// How long something takes, with what it comes to.
#[expect(clippy::disallowed_methods, reason = "a bench measures")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let value = work();
    (value, began.elapsed())
}

impl Rounds {
    /// How many times as long the peer took, round by round, in order of size.
    pub(crate) fn ratios(&self) -> Vec<f64> {
        let mut ratios: Vec<f64> = self.peer.iter().zip(&self.ours).map(|(peer, ours)| peer.as_secs_f64() / ours.as_secs_f64().max(1e-9)).collect();
        ratios.sort_by(f64::total_cmp);
        ratios
    }
}

/// The middle one; of an even number, the lower of the two.
pub(crate) fn median<T: Copy>(sorted: &[T]) -> Option<T> {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// The value below which this share of a sorted list lies.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or_default()
}
