//! A limit on requests a minute.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket of tokens that fills again all the time.
#[derive(Debug)]
pub(crate) struct Bucket {
    limit: Option<u32>,
    tokens: u64,
    /// When the tokens were last counted.
    counted: Instant,
}

impl Bucket {
    pub(crate) fn new(limit: Option<u32>) -> Self {
        Self { limit, tokens: limit.map_or(0, room), counted: Instant::now() }
    }

    /// Takes one token; without one says in how many seconds there will be one.
    pub(crate) fn take(&mut self) -> Option<u64> {
        let limit = self.limit?.max(1);
        let each = Duration::from_secs(60) / limit;
        let grown = u64::try_from(self.counted.elapsed().as_nanos() / each.as_nanos().max(1)).unwrap_or(u64::MAX);
        if grown > 0 {
            self.tokens = self.tokens.saturating_add(grown).min(room(limit));
            self.counted = Instant::now();
        }
        match self.tokens.checked_sub(1) {
            Some(left) => {
                self.tokens = left;
                None
            }
            None => Some(each.as_secs().max(1)),
        }
    }
}

fn room(limit: u32) -> u64 {
    u64::from(limit / 10).max(1)
}
