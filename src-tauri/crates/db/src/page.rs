//! Where a page of a list ended. Lists go on behind a row's key and never count rows that they skip.

use std::fmt;
use std::str::FromStr;

/// The sort key of the last row of a page. Its text goes through the window unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey(pub(crate) [i64; 3]);

/// A text that no [`PageKey`] has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a list")]
pub struct NoPlace;

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.0;
        write!(f, "{a}.{b}.{c}")
    }
}

impl FromStr for PageKey {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(3, '.').map(|part| part.parse().map_err(|_| NoPlace));
        let mut next = || parts.next().unwrap_or(Err(NoPlace));
        Ok(Self([next()?, next()?, next()?]))
    }
}
