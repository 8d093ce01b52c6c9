//! The demo's own randomness: the same numbers on every platform and with every release, which no library promises.

/// A splitmix64 generator: one word of state, good enough for a make-believe shop.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finishing step of splitmix64: a bijection on 64 bits in which every input bit reaches every output bit.
pub(crate) const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// One word out of two, for facts that are derived again whenever somebody asks.
pub(crate) const fn pair(one: u64, two: u64) -> u64 {
    mix(mix(one.wrapping_add(GOLDEN)) ^ two.wrapping_mul(GOLDEN))
}

impl Rng {
    #[cfg(test)]
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The generator of one purpose (`salt`) under one seed.
    pub(crate) const fn of(seed: u64, salt: u64) -> Self {
        Self(pair(seed, salt))
    }

    pub(crate) const fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `bound`; the bias is under 2^-32 and does not matter here. Zero for a bound of zero.
    pub(crate) const fn below(&mut self, bound: u32) -> u32 {
        (((self.word() >> 32) * bound as u64) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) const fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True in `share` of 10,000 cases.
    pub(crate) const fn chance(&mut self, share: u32) -> bool {
        self.below(10_000) < share
    }

    /// One of the items of a list that is never empty.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_fixed_for_ever() {
        let mut rng = Rng::new(1);
        let words: Vec<String> = (0..3).map(|_| format!("{:016x}", rng.word())).collect();
        insta::assert_snapshot!(words.join(" "), @"910a2dec89025cc1 beeb8da1658eec67 f893a2eefb32555e");
    }

    #[test]
    fn below_stays_below() {
        let mut rng = Rng::new(7);
        assert!((0..10_000).all(|_| rng.below(3) < 3));
        assert_eq!(rng.below(0), 0);
    }
}
