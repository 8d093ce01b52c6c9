//! Engine tests: examples at the boundaries, and laws over random histories.

mod bonds;
mod boundaries;
mod counts;
mod edits;
mod elsewhere;
mod figures;
mod history;
mod kinds;
mod knowledge;
mod late;
mod laws;
mod marks;
mod money;
mod paid;
mod payouts;
mod returns;
mod story;
