//! Event files: events as newline-delimited JSON, one object a line. `docs/formats.md` shows each type.
//!
//! Everything in a file is somebody's text: a line is read whole or refused whole, in one sentence that names the field.

mod door;
mod dto;
mod fault;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use fault::{EventFault, Wanted};
pub use read::parse_line;
pub use write::{Outside, to_line};

/// The longest line that is read, in bytes.
pub const MAX_LINE: usize = 1_000_000;
/// The longest id, code or name, in characters.
pub const MAX_NAME: usize = 200;
/// The longest text of other kinds (an address, a reason), in characters.
pub const MAX_TEXT: usize = 2_000;
/// The most lines of an order, and the most groups of a customer.
pub const MAX_ITEMS: usize = 2_000;
/// The largest amount, in minor units: sums of many still fit 64 bits.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;
