//! Rounds: ours and its peers by turns.

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

/// Something that is timed: it sets up what it needs and gives back only the time that counts.
pub(crate) type Run<'a> = &'a mut dyn FnMut() -> Result<Duration>;

/// Runs ours and its peers by turns: A B C A B C. Whoever calls has run each once before, to see that they agree: that was the warm-up.
pub(crate) fn interleaved<const N: usize>(rounds: usize, ours: Run<'_>, mut peers: [Run<'_>; N]) -> Result<[Rounds; N]> {
    let mut taken = std::array::from_fn(|_| Rounds::default());
    for _ in 0..rounds {
        let time = ours()?;
        for (peer, taken) in peers.iter_mut().zip(&mut taken) {
            taken.ours.push(time);
            taken.peer.push(peer()?);
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
