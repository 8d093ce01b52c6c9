//! The verbs of Vouchsafe: what a person can do, from connecting a shop to explaining a decision.
//!
//! The shells (window, command line) are thin over [`Desk`]; everything it gives back is in [`view`], every error has its sentence in
//! [`words`].

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod act;
mod actor;
mod attribute;
mod backtest;
mod by_id;
mod codes;
mod customers;
mod desk;
mod doctor;
mod erase;
mod error;
mod explain;
mod figures;
pub mod fold;
mod full_check;
mod import;
pub mod intake;
pub mod keeping;
mod leaderboard;
mod metadata_keys;
pub mod notices;
mod overview;
pub mod page;
mod patience;
mod pay;
mod people;
pub mod programs;
mod quarantine;
mod reading;
mod reconcile;
mod redeem;
mod referrals;
mod reread;
mod review;
mod reviewed;
mod rewards;
mod search;
mod sheet;
mod standings;
mod sync;
mod sync_log;
pub mod text;
pub mod text_file;
mod timeline;
mod tree;
pub mod vault;
pub mod view;
pub mod words;

pub use actor::actor;
pub use backtest::{Backtest, MOST_EVENTS};
pub use codes::{CodeWish, CodesIssued, WrittenBack};
pub use desk::{Clock, Desk};
pub use error::{AppError, Result};
pub use explain::Explanation;
pub use import::{Conflict, Imported, Spend};
pub use metadata_keys::MetadataKeys;
pub use overview::{ChartLook, ChartView};
pub use pay::Rails;
pub use rewards::Rewards;
pub use vouchsafe_connectors::saleor;
pub use vouchsafe_db::Access;
pub use vouchsafe_reports::chart;
