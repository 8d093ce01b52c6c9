//! The local db: mirror, staged events, log, engine state and read models in one SQLite file.
//!
//! There is one way in and one way out. What changes the db runs as a closure on a [`Tx`], in one transaction, on one thread
//! ([`Db::write`]); what a window or a command line asks is read through a pool of connections that cannot write. See
//! `docs/adr/0002-one-writer-thread.md` for why the writing side speaks rusqlite and the reading side sqlx.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod backup;
mod cell;
mod checkpoint;
mod codes;
mod completeness;
mod customers;
mod decisions;
mod differences;
mod erase;
mod error;
mod figures;
mod fold;
mod found;
mod histories;
mod indexes;
mod journal;
mod leaderboard;
mod log;
mod mirror;
mod names;
mod notices;
mod open;
mod page;
mod payouts;
mod people;
mod programs;
mod proposals;
mod rebuilt;
mod referrals;
mod rejudge;
mod reread;
mod review;
mod reward_page;
mod rewards;
mod scan;
mod search;
mod staged;
mod state;
mod sync;
mod sync_log;
#[cfg(test)]
mod tests;
mod ties;
mod timeline;
mod writer;

pub use backup::{Copied, inspect};
pub use codes::IssuedCode;
pub use completeness::{CheckTimes, Checked, MonthCount, NO_MONTH, Tally};
pub use customers::{CustomerFacts, KnownAs, MOST_LISTED, MOST_SHARING, OwnCode, Profile, Sharing};
pub use decisions::Judged;
pub use differences::Differs;
pub use erase::{Ends, Erased, Erasure, Erasures, Needles, Told};
pub use error::{DbError, Result};
pub use figures::{BalanceRow, FigureRow, PersonFigureRow};
pub use fold::{Fold, FoldCommit, Folded};
pub use found::{FoundCounts, FoundEnd, FoundRow, FoundState};
pub use journal::{Broken, Verified};
pub use leaderboard::{AdvocateFacts, RankBy, Ranked, Ranking};
pub use log::{LogStream, Logged};
pub use mirror::{Held, MirrorCounts, Place, Put, RowName};
pub use names::NameTexts;
pub use notices::{Letterhead, NoticeKind, NoticePage, NoticeRow, NoticeState, NoticeText, NoticeWhy};
pub use open::{Access, Db};
pub use page::{NoPlace, PageKey};
pub use payouts::{PayoutFilter, PayoutPage, PayoutRow, PayoutSort, PayoutState, PayoutTotal};
pub use people::Person;
pub use programs::ProgramSource;
pub use rebuilt::{CommitEnd, Deviation};
pub use referrals::{Edge, ReferralFilter, ReferralPage, ReferralRow, ReferralSort, ReferralStatus};
pub use rejudge::Queued;
pub use review::found;
pub use reward_page::{RewardFilter, RewardPage, RewardSort, RewardTotal};
pub use rewards::{RewardRow, RewardState, Wait, Waits};
pub use search::{CustomerHas, CustomerSort, CustomerStatus, Directory, DirectoryFilter, DirectoryPage, Entry};
pub use staged::StagedStream;
pub use sync::{Cursor, Quarantined, QuarantinedRow, Shop, SyncRow};
pub use sync_log::{Coded, LogEntry};
pub use ties::{KnownRange, Tie};
pub use timeline::{Happening, Happenings};
pub use writer::{Durability, Pending, Tx};
