//! A Saleor shop, 3.14 and later, read over its GraphQL API.
//!
//! [`Shop::connect`] probes the shop; [`Shop::fetch_page`] (network) and [`parse`] (CPU, pure) are apart, so that one page is read while the
//! one before is parsed and stored; [`Pages`] does the reading ahead. All requests are queries
//! but [`Shop::write_customer_metadata`] and those of the rails, [`GiftCardRail`] and [`VoucherRail`]; what goes wrong on the way is a [`ShopError`], what
//! is wrong with one row is a [`RowFault`], and the rest of its page goes on.
//!
//! Everything is drop-safe: dropping a future or a [`Pages`] ends the request under way, and a caller that stores the cursor together with
//! the rows of its page loses nothing.

mod address;
mod agreement;
mod body;
mod by_ids;
mod chance;
mod codes;
mod document;
mod envelope;
mod error;
mod fetch;
mod gate;
mod gathered;
mod gift_card_rail;
mod listing;
mod metadata;
mod page;
mod pages;
pub mod parse;
mod probe;
mod redact;
mod settings;
mod shop;
mod told;
mod voucher_rail;
mod wire;

pub use address::ShopUrl;
pub use error::{RowFault, ShopError};
pub use gate::Health;
pub use gift_card_rail::GiftCardRail;
pub use page::{Cursor, IdPage, Listed, MAX_RAW, OVERLAP, Page, RawPage, RefusedRow};
pub use pages::Pages;
pub use probe::{Capabilities, Channel, Probe, REQUIRED_PERMISSIONS, Version};
pub use settings::Settings;
pub use shop::Shop;
pub use voucher_rail::VoucherRail;
