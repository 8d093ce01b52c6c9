//! What the window may ask. Each command parses its arguments, calls one verb, and gives its answer the form of the wire. A new one also needs its
//! line in `bindings` and in `permissions/vouchsafe.toml`.

pub mod acts;
pub mod backtest;
pub mod completeness;
pub mod customers;
pub mod desk;
pub mod figures;
pub mod keeping;
pub mod notices;
pub mod payouts;
pub mod programs;
pub mod reconcile;
pub mod referrals;
pub mod review;
pub mod rewards;
pub mod sync;

use vouchsafe_app::actor;
