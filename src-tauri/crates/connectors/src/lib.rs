//! Reading from, and paying through, outside systems: one folder per system.
//!
//! A connector turns what a system says into `vouchsafe_domain` types at the door: bounded, parsed, refused row by row with a reason. It keeps
//! no state of its own beyond the connection, knows neither the db nor the window, and reports errors as closed enums that name a wire code.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod csv;
pub mod rail;
pub mod saleor;
pub mod smtp;
