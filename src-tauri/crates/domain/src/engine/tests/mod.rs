//! Engine tests: examples at the boundaries, and laws over random histories.

mod at_once;
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
mod once;
mod paid;
mod payouts;
mod returns;
mod story;
