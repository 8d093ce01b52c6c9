//! The y axis: a range that covers every figure, with round ticks.

/// A range of figures with ticks at multiples of `step`. Figures are wider than 64 bits here, because a stack sums
/// several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    step: i128,
}

impl Scale {
    /// The scale from the smallest to the largest figure, and always to zero, in about `intervals` steps. When all
    /// figures are zero it ends at `one`.
    pub(super) fn covering(figures: impl Iterator<Item = i128>, intervals: i32, one: i128) -> Self {
        let (low, high) = figures.fold((0, 0), |(low, high), figure| (i128::min(low, figure), i128::max(high, figure)));
        let high = if low == high { one } else { high };
        let step = round_step(ceil_div(high - low, i128::from(intervals.max(1))));
        Self { low: low.div_euclid(step) * step, high: ceil_div(high, step) * step, step }
    }

    /// The distance between two ticks.
    pub(super) fn step(self) -> i128 {
        self.step
    }

    /// The figure that lies furthest from zero.
    pub(super) fn largest(self) -> u128 {
        self.low.unsigned_abs().max(self.high.unsigned_abs())
    }

    /// The figures that carry a tick, from the lowest up.
    pub(super) fn ticks(self) -> impl Iterator<Item = i128> {
        let count = (self.high - self.low) / self.step;
        (0..=count).map(move |n| self.low + n * self.step)
    }

    /// How far above the low end a figure lies, when the whole scale is `length` long.
    pub(super) fn rise(self, figure: i128, length: i32) -> i32 {
        let span = self.high - self.low;
        let within = figure.clamp(self.low, self.high) - self.low;
        let rise = (within * i128::from(length) + span / 2) / span;
        i32::try_from(rise).unwrap_or(length)
    }
}

/// The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`.
fn round_step(least: i128) -> i128 {
    let mut ten = 1;
    loop {
        for digit in [1, 2, 5] {
            if digit * ten >= least {
                return digit * ten;
            }
        }
        ten *= 10;
    }
}

fn ceil_div(a: i128, b: i128) -> i128 {
    -(-a).div_euclid(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(figures: &[i128], intervals: i32) -> String {
        let scale = Scale::covering(figures.iter().copied(), intervals, 100);
        let ticks: Vec<_> = scale.ticks().map(|tick| tick.to_string()).collect();
        ticks.join(" ")
    }

    #[test]
    fn ticks_are_round_and_reach_zero() {
        insta::assert_snapshot!(check(&[], 5), @"0 20 40 60 80 100");
        insta::assert_snapshot!(check(&[0, 0], 5), @"0 20 40 60 80 100");
        insta::assert_snapshot!(check(&[3], 5), @"0 1 2 3");
        insta::assert_snapshot!(check(&[990, 1_010], 5), @"0 500 1000 1500");
        insta::assert_snapshot!(check(&[-4_900, 12_300], 5), @"-5000 0 5000 10000 15000");
        insta::assert_snapshot!(check(&[-70, -20], 4), @"-80 -60 -40 -20 0");
    }

    proptest! {
        #[test]
        fn every_figure_lies_on_the_scale(
            figures in prop::collection::vec(any::<i64>(), 0..9), intervals in -1..12, length in 1..24_000,
        ) {
            let wide = || figures.iter().map(|&figure| i128::from(figure) * 6);
            let scale = Scale::covering(wide(), intervals, 1);
            let ticks: Vec<_> = scale.ticks().collect();
            prop_assert!(ticks.contains(&0));
            prop_assert!(ticks.len() >= 2 && ticks.len() as i32 <= intervals.max(1) + 3, "{ticks:?}");
            for figure in wide() {
                prop_assert!(ticks[0] <= figure && figure <= ticks[ticks.len() - 1]);
                prop_assert!((0..=length).contains(&scale.rise(figure, length)));
            }
            let rises: Vec<_> = ticks.iter().map(|&tick| scale.rise(tick, length)).collect();
            prop_assert!(rises.is_sorted() && rises[0] == 0 && rises[rises.len() - 1] == length);
        }
    }
}
