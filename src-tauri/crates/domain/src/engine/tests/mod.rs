//! Engine tests: examples at the boundaries, and laws over random histories.

mod bonds;
mod edits;
mod history;
mod knowledge;
mod late;
mod laws;
mod money;
mod returns;
mod story;
