//! The verbs of Vouchsafe: what a person can do, from connecting a shop to explaining a decision.
//!
//! The shells (window, command line) are thin over [`Desk`]; everything it gives back is in [`view`], every error has its sentence in
//! [`words`].

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod desk;
mod error;
mod explain;
mod figures;
pub mod fold;
mod import;
pub mod intake;
mod metadata_keys;
mod overview;
pub mod page;
mod people;
pub mod programs;
mod referrals;
mod rewards;
mod sync;
pub mod text;
mod tree;
pub mod view;
pub mod words;

pub use desk::{Clock, Desk};
pub use error::{AppError, Result};
pub use explain::Explanation;
pub use import::{Imported, Spend};
pub use metadata_keys::MetadataKeys;
pub use overview::{ChartLook, ChartView};
pub use rewards::Rewards;
pub use vouchsafe_connectors::saleor;
pub use vouchsafe_db::Access;
pub use vouchsafe_reports::chart;
