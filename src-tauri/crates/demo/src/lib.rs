//! A synthetic shop: a generator of orders, customers and referral trees, and a Saleor-compatible GraphQL server on loopback.
//!
//! ```
//! # async fn demo() -> std::io::Result<()> {
//! use vouchsafe_demo::{Options, Shop, Spec, serve};
//! let shop = Shop::generate(&Spec::new(5_000, 1));
//! let server = serve(shop, Options::default()).await?;
//! println!("{} with token {}", server.url(), server.token());
//! server.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The same [`Spec`] gives the same shop, byte for byte, on every machine and with every release of the libraries. A row keeps only what
//! was drawn for it (about 80 bytes an order); names, lines, amounts and ids are derived again whenever an answer needs them.
//!
//! Three ways in: [`serve`] puts a [`Shop`] or [`Recorded`] pages of a real one on a loopback port; [`Shop::order_pages`] and
//! [`Shop::customer_pages`] give the same answers without a server; [`Shop::mutate`] lets a day pass between two syncs.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss))]

mod bill;
mod bucket;
mod calendar;
mod code;
mod customer;
#[cfg(test)]
mod facts;
mod fate;
mod faults;
mod generate;
mod goods;
mod graphql;
mod instant;
mod living;
mod money;
mod mutate;
mod names;
mod node;
mod order;
mod pages;
mod place;
mod post;
mod recorded;
mod respond;
mod rng;
mod server;
mod shop;
mod source;
mod spec;
mod spend;
mod text;
mod till;
mod tree;
mod wares;
mod wire;

pub use faults::{Asked, Fault, Faults, Garbled, Planned, RetryAfter, When};
pub use living::{AccountFacts, Buyer, Deed, Living, OrderFacts, Row, Trouble, Wild};
pub use pages::Pages;
pub use post::{BadDay, Post, Taken};
pub use recorded::{Recorded, RecordingError};
pub use server::{Options, Server, serve};
pub use shop::Shop;
pub use source::Source;
pub use spec::{Preset, Spec};
pub use spend::Spend;
pub use wares::{CardFacts, VoucherFacts};

/// The program of the demo shop: the rules of *shop gift card* with amounts for each of the shop's currencies, from the start of its history.
pub const PROGRAM: &str = include_str!("program.toml");
