//! Paying out against the demo shop over TCP: whatever goes wrong, each reward is delivered once, and both sides know the same.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod bed;
mod by_hand;
mod cost;
mod desks;
mod faults;
mod held_back;
mod killed;
mod meeting;
