//! The local db: mirror, staged events, log, engine state and read models in one SQLite file.
//!
//! There is one way in and one way out. What changes the db runs as a closure on a [`Tx`], in one transaction, on one thread
//! ([`Db::write`]); what a window or a command line asks is read through a pool of connections that cannot write. See
//! `docs/adr/0002-one-writer-thread.md` for why the writing side speaks rusqlite and the reading side sqlx.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cell;
mod checkpoint;
mod decisions;
mod error;
mod figures;
mod fold;
mod indexes;
mod journal;
mod log;
mod mirror;
mod names;
mod open;
mod page;
mod people;
mod programs;
mod referrals;
mod reward_page;
mod rewards;
mod scan;
mod staged;
mod state;
mod sync;
#[cfg(test)]
mod tests;
mod writer;

pub use decisions::Judged;
pub use error::{DbError, Result};
pub use figures::{BalanceRow, FigureRow, PersonFigureRow};
pub use fold::{Fold, FoldCommit, Folded};
pub use journal::{Broken, Verified};
pub use log::{LogStream, Logged};
pub use mirror::{MirrorCounts, Put};
pub use names::NameTexts;
pub use open::{Access, Db};
pub use page::{NoPlace, PageKey};
pub use people::Person;
pub use programs::ProgramSource;
pub use referrals::{Edge, ReferralFilter, ReferralPage, ReferralRow, ReferralSort, ReferralStatus};
pub use reward_page::{RewardFilter, RewardPage, RewardSort, RewardTotal};
pub use rewards::{RewardRow, RewardState, Wait, Waits};
pub use staged::StagedStream;
pub use sync::{Cursor, Quarantined, QuarantinedRow, Shop, SyncRow};
pub use writer::{Durability, Pending, Tx};
