//! The pure core of Vouchsafe.
//!
//! Everything here is a function of its arguments: there is no clock, no randomness, no I/O and no floating point number. Facts come
//! in as [`event::Event`]s, [`engine::decide`] says what each one comes to, and [`engine::evolve`] applies what was said.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod canon;
pub mod code;
pub mod derive;
pub mod engine;
pub mod event;
pub mod event_file;
pub mod fold;
pub mod forest;
pub mod fraud;
pub mod identity;
pub mod journal;
pub mod ledger;
pub mod money;
pub mod name;
pub mod outcome;
pub mod party;
pub mod payout;
pub mod program;
pub mod reason;
pub mod reconcile;
pub mod replay;
pub mod reward;
pub mod rollup;
pub mod shop;
pub mod state;
pub mod time;
