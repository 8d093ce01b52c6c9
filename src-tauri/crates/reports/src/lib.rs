//! What Vouchsafe shows and hands out of its figures: charts as SVG and PNG.
//!
//! The crate takes plain data and gives back text or bytes. It reads no db, no file and no clock, so the same
//! figures always give the same picture, byte for byte.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss))]

pub mod chart;
