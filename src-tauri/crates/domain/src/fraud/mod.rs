//! Fraud: what is known of a friend and of who gains by them, held against a program's signals. Judging reads and counts nothing, so judging twice
//! comes to the same.

mod domains;
mod judge;

#[cfg(test)]
mod tests;

pub use domains::{above, domain};
pub use judge::{Evidence, Judgement, Side, judge};
