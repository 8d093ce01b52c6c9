//! What the window may ask. Each command parses its arguments, calls one verb, and gives its answer the form of the wire. A new one also needs its
//! line in `bindings` and in `permissions/vouchsafe.toml`.

pub mod desk;
pub mod figures;
pub mod referrals;
pub mod rewards;
pub mod sync;
