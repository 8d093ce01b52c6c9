//! What a synthetic shop is asked to be.

use chrono::{DateTime, TimeZone as _, Utc};

/// The shape of the referral trees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Heavy-tailed trees, as shops have them.
    #[default]
    Normal,
    /// Half of all customers stand in one subtree, under the first customer.
    Viral,
    /// One chain of half the customers, at most 10,000 levels long.
    Deep,
}

/// How large a shop, which one, and until when. The same spec gives the same shop, byte for byte.
#[derive(Clone, Debug)]
pub struct Spec {
    /// How many orders.
    pub orders: u32,
    /// How many registered customers; guests come on top.
    pub customers: u32,
    /// Which of all possible shops.
    pub seed: u64,
    /// The shape of the referral trees.
    pub preset: Preset,
    /// The instant at which the history ends; it begins 24 months earlier.
    pub now: DateTime<Utc>,
}

impl Spec {
    /// A shop of so many orders and a third as many customers, whose history ends on 2026-11-01.
    pub fn new(orders: u32, seed: u64) -> Self {
        let now = Utc.with_ymd_and_hms(2026, 11, 1, 0, 0, 0).single().unwrap_or_default();
        Self { orders, customers: (orders / 3).max(1), seed, preset: Preset::Normal, now }
    }

    /// The same with this shape of trees.
    pub fn preset(self, preset: Preset) -> Self {
        Self { preset, ..self }
    }
}

impl Default for Spec {
    fn default() -> Self {
        Self::new(5_000, 1)
    }
}
