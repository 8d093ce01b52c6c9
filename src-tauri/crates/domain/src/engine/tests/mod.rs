//! Engine tests: examples at the boundaries, and laws over random histories.

mod bonds;
mod history;
mod laws;
mod money;
mod returns;
mod story;
