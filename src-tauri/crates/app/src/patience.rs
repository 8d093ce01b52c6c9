//! Patience: for how long what failed is left alone before a round tries it again by itself.

use vouchsafe_domain::time::Span;

/// The first pause, in minutes.
const FIRST: u32 = 30;
/// The longest one: what was mended without a word is found within a day.
const LONGEST: u32 = 24 * 60;

/// The pause after so many tries, from 1: each is twice the one before.
pub(crate) fn pause(tries: u32) -> Span {
    let doubled = 1_u32.checked_shl(tries.saturating_sub(1)).and_then(|times| FIRST.checked_mul(times));
    Span::minutes(doubled.unwrap_or(LONGEST).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_day() {
        let minutes = [0, 1, 2, 3, 6, 7, 32, 33, u32::MAX].map(pause);
        assert_eq!(minutes, [30, 30, 60, 120, 960, 1_440, 1_440, 1_440, 1_440].map(Span::minutes));
    }
}
