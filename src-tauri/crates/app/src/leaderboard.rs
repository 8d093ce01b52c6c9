//! Advocates against each other: who brought the most friends, revenue or rewards in a time.

#[cfg(test)]
mod tests;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::programs::read;
use crate::rewards::{MAX_PAGE, unit};
use crate::text;
use crate::view::{LeaderboardQuery, LeaderboardRow, Page, RankedBy, Score};
use std::sync::Arc;
use tokio::sync::Mutex;
use vouchsafe_db::{PageKey, RankBy, Ranking};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{NameTable, ProgramKey};
use vouchsafe_domain::time::{Month, Timestamp};

/// Rankings that are kept: one screen compares a few.
const KEPT: usize = 8;

/// The rankings that were asked for last, each as of a place of the log. A page of one that is kept costs a page.
#[derive(Debug, Default)]
pub(crate) struct Boards(Mutex<Vec<Board>>);

#[derive(Debug)]
struct Board {
    by: RankBy,
    time: (Timestamp, Timestamp),
    as_of: u64,
    ranking: Arc<Ranking>,
}

impl Desk {
    /// One page of the advocates with a score above zero, the highest first. What the time holds is read for its first page; while a large fold goes
    /// on, as of before it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn leaderboard(&self, query: &LeaderboardQuery, after: Option<&str>, limit: u32) -> Result<Page<LeaderboardRow>> {
        let after = after.map(str::parse::<PageKey>).transpose().map_err(|_| AppError::NotFound { what: "such a page".to_owned() })?;
        let Some(by) = self.rank_by(&query.by).await? else { return Ok(Page { rows: Vec::new(), next: None, count: 0 }) };
        let time = (query.from.unwrap_or(Timestamp::from_micros(i64::MIN)), query.until.unwrap_or(Timestamp::MAX));
        let ranking = self.ranking(by, time).await?;
        let (ranked, next) = ranking.page(after, limit.clamp(1, MAX_PAGE) as usize);
        let asset = match by {
            RankBy::Friends => None,
            RankBy::Revenue(currency) => Some(Asset::Currency(currency)),
            RankBy::Earned { asset, .. } => Some(asset),
        };
        let cast = self.cast(ranked.iter().map(|row| row.advocate), asset.and_then(unit)).await?;
        let score = |score: i64| match asset {
            None => Score::Friends(u64::try_from(score).unwrap_or(0)),
            Some(asset) => Score::Amount(text::named(Amount { minor: score, asset }, &cast.texts)),
        };
        let row = |row: &vouchsafe_db::Ranked| LeaderboardRow { place: row.place, advocate: cast.person(row.advocate), score: score(row.score) };
        Ok(Page { rows: ranked.iter().map(row).collect(), next: next.map(|key| key.to_string()), count: ranking.count() })
    }

    /// What rewards were promised in: currencies by their codes, then units by their names.
    ///
    /// # Errors
    /// What the db says.
    pub async fn ranked_assets(&self) -> Result<Vec<String>> {
        let assets = self.db().assets().await?;
        let cast = self.cast([], assets.iter().copied().filter_map(unit).collect::<Vec<_>>()).await?;
        let mut names: Vec<(bool, String)> =
            assets.iter().map(|asset| (matches!(asset, Asset::Units { .. }), text::asset(*asset, &cast.texts))).collect();
        names.sort_unstable();
        names.dedup();
        Ok(names.into_iter().map(|(_, name)| name).collect())
    }

    /// A month as a program counts it, from its first instant until that of the next: in the program's zone, in UTC without a program.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a program that there is not; what the db says.
    pub async fn month_of(&self, program: Option<&str>, month: Month) -> Result<(Timestamp, Timestamp)> {
        let Some(id) = program else { return Ok((month.start(), month.next().start())) };
        let source = self.program_source(id, None).await?;
        let zone = read(id, &source, &mut NameTable::default())?.program.time_zone;
        Ok((month.start_in(zone), month.next().start_in(zone)))
    }

    /// What is asked for, by the db's numbers; nothing for what nobody was ever promised.
    async fn rank_by(&self, by: &RankedBy) -> Result<Option<RankBy>> {
        let (wanted, program) = match by {
            RankedBy::Friends => return Ok(Some(RankBy::Friends)),
            RankedBy::Revenue(currency) => return Ok(Some(RankBy::Revenue(*currency))),
            RankedBy::Earned { asset, program } => (asset, program),
        };
        let assets = self.db().assets().await?;
        let cast = self.cast([], assets.iter().copied().filter_map(unit).collect::<Vec<_>>()).await?;
        let Some(asset) = assets.into_iter().find(|asset| text::asset(*asset, &cast.texts) == *wanted) else { return Ok(None) };
        let program = match program {
            None => None,
            Some(id) => match self.db().key_of(id).await? {
                Some(key) => Some(ProgramKey(key)),
                None => return Ok(None),
            },
        };
        Ok(Some(RankBy::Earned { asset, program }))
    }

    async fn ranking(&self, by: RankBy, time: (Timestamp, Timestamp)) -> Result<Arc<Ranking>> {
        let mut boards = self.boards().0.lock().await;
        let as_of = self.db().last_seq().await?;
        let is_folding = self.db().is_folding().await?;
        let known = boards.iter().position(|board| (board.by, board.time) == (by, time));
        if let Some(board) = known.and_then(|known| boards.get(known))
            && (is_folding || board.as_of == as_of)
        {
            return Ok(Arc::clone(&board.ranking));
        }
        let ranking = Arc::new(self.db().ranking(by, time.0, time.1).await?);
        boards.retain(|board| (board.by, board.time) != (by, time));
        boards.insert(0, Board { by, time, as_of, ranking: Arc::clone(&ranking) });
        boards.truncate(KEPT);
        Ok(ranking)
    }
}
