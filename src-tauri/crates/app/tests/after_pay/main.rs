//! What happens after a payout, against the demo shop over TCP: used, expired, taken back, adjusted, delivered anew, and compared with the shop.
#![allow(clippy::unwrap_used)]

mod acted;
mod bed;
mod behind;
mod meeting;
mod previewed;
mod reconciled;
mod redeemed;
