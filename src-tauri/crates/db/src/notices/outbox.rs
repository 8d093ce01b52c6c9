//! The outbox: what is to be sent next, what came of it, and what a person sees of it.

use super::{NoticeKind, NoticeState, NoticeWhy};
use crate::cell::{count, damaged, instant, number, party, signed};
use crate::customers::accounts;
use crate::error::{DbError, Result};
use crate::open::Db;
use crate::people::{Person, aliases, first, person, resolved};
use crate::rewards::{COLUMNS, RewardRow, reward_row};
use crate::writer::Tx;
use rusqlite::Connection;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};
use std::collections::BTreeMap;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::shop::Customer;
use vouchsafe_domain::time::{Span, Timestamp};

/// A letter and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its number.
    pub no: u64,
    /// What it is about.
    pub kind: NoticeKind,
    /// The reward, or the friend's number.
    pub subject: u32,
    /// Of which payout.
    pub generation: u16,
    /// To whom.
    pub party: PartyId,
    /// When what it tells happened.
    pub at: Timestamp,
    /// For how many days, where it tells that.
    pub days: Option<u32>,
    /// When what was delivered expires, where it tells that.
    pub expires_at: Option<Timestamp>,
    /// What has become of it.
    pub state: NoticeState,
    /// How often it was handed to the mail server.
    pub tries: u32,
    /// Before when it is not tried again.
    pub next_at: Timestamp,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Why it is where it is.
    pub why: Option<NoticeWhy>,
    /// What the mail server said.
    pub said: Option<String>,
}

/// Part of the list of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePage {
    /// The rows, the newest first.
    pub rows: Vec<NoticeRow>,
    /// How many there are in all.
    pub count: u64,
}

/// Own words for a kind of letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// What the letter is about, in one line.
    pub subject: String,
    /// Its words with form.
    pub mjml: String,
    /// Its words without form.
    pub text: String,
}

/// To whom a letter goes, and what it tells of, as the db knows it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// Who gets it.
    pub to: Option<Person>,
    /// The language of their account, as the shop says it: `RU`.
    pub language: Option<String>,
    /// The friend.
    pub friend: Option<Person>,
    /// Who brought the friend.
    pub advocate: Option<Person>,
    /// The reward.
    pub reward: Option<(RewardRow, AnyReward)>,
    /// Its latest payout.
    pub payout: Option<PayoutRecord>,
}

const ROW: &str = "no, kind, subject, generation, party, at, days, expires_at, state, tries, next_at, changed_at, why, said";

fn of<T: Copy>(all: &[T], cell: i64, what: &str) -> Result<T> {
    usize::try_from(cell).ok().and_then(|index| all.get(index)).copied().ok_or_else(|| damaged(what))
}

fn notice_row(row: &SqliteRow) -> Result<NoticeRow> {
    let int = |index: usize| row.try_get::<i64, _>(index).map_err(DbError::from);
    let maybe = |index: usize| row.try_get::<Option<i64>, _>(index).map_err(DbError::from);
    Ok(NoticeRow {
        no: count(int(0)?),
        kind: of(&NoticeKind::ALL, int(1)?, "a notice's kind")?,
        subject: number(int(2)?)?,
        generation: u16::try_from(int(3)?).map_err(damaged)?,
        party: party(int(4)?)?,
        at: Timestamp::from_micros(int(5)?),
        days: maybe(6)?.map(number).transpose()?,
        expires_at: instant(maybe(7)?),
        state: of(&NoticeState::ALL, int(8)?, "a notice's state")?,
        tries: number(int(9)?)?,
        next_at: Timestamp::from_micros(int(10)?),
        changed_at: Timestamp::from_micros(int(11)?),
        why: maybe(12)?.map(|cell| of(&NoticeWhy::ALL, cell, "a notice's reason")).transpose()?,
        said: row.try_get(13)?,
    })
}

impl Tx<'_> {
    /// Wishes for a kind of letter from an instant on, or no longer: what waits of it is then not sent.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn switch_notice(&mut self, kind: NoticeKind, since: Option<Timestamp>, now: Timestamp) -> Result<()> {
        let Some(since) = since else {
            self.run("DELETE FROM notice_switch WHERE kind = ?1", [kind.cell()])?;
            let sql = "UPDATE notice SET state = ?2, why = ?3, changed_at = ?4 WHERE kind = ?1 AND state = 0";
            self.run(sql, (kind.cell(), NoticeState::Skipped.cell(), NoticeWhy::SwitchedOff.cell(), now.micros()))?;
            return Ok(());
        };
        self.run("INSERT INTO notice_switch (kind, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (kind.cell(), since.micros()))?;
        Ok(())
    }

    /// Puts own words in place of ours, or ours back.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_notice_text(&mut self, kind: NoticeKind, language: &str, own: Option<&NoticeText>) -> Result<()> {
        self.run("DELETE FROM notice_text WHERE kind = ?1 AND language = ?2", (kind.cell(), language))?;
        if let Some(own) = own {
            let sql = "INSERT INTO notice_text (kind, language, subject, mjml, text) VALUES (?1, ?2, ?3, ?4, ?5)";
            self.run(sql, (kind.cell(), language, &own.subject, &own.mjml, &own.text))?;
        }
        Ok(())
    }

    /// Takes up a letter that waits; from here until its end is known it may have left. Returns whether it did wait.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn begin_notice(&mut self, no: u64, now: Timestamp) -> Result<bool> {
        let sql = "UPDATE notice SET state = 1, tries = tries + 1, changed_at = ?2, why = NULL, said = NULL WHERE no = ?1 AND state = 0";
        Ok(self.run(sql, (signed(no), now.micros()))? == 1)
    }

    /// Writes down what has become of a letter that is not at its end yet.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_notice(&mut self, no: u64, state: NoticeState, why: Option<NoticeWhy>, said: Option<&str>, now: Timestamp) -> Result<()> {
        let sql = "UPDATE notice SET state = ?2, why = ?3, said = ?4, changed_at = ?5 WHERE no = ?1 AND state IN (0, 1)";
        self.run(sql, (signed(no), state.cell(), why.map(NoticeWhy::cell), said, now.micros()))?;
        Ok(())
    }

    /// Lets a letter wait until an instant; `counts` says whether this was a try.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_off_notice(&mut self, no: u64, until: Timestamp, said: Option<&str>, counts: bool, now: Timestamp) -> Result<()> {
        let sql = "UPDATE notice SET state = 0, next_at = ?2, said = ?3, changed_at = ?4, tries = tries - (state = 1 AND NOT ?5) \
                   WHERE no = ?1 AND state IN (0, 1)";
        self.run(sql, (signed(no), until.micros(), said, now.micros(), counts))?;
        Ok(())
    }

    /// Letters that were being sent when the program ended may have left. Returns how many there are.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn interrupt_notices(&mut self, now: Timestamp) -> Result<usize> {
        let sql = "UPDATE notice SET state = ?1, why = ?2, changed_at = ?3 WHERE state = 1";
        self.run(sql, (NoticeState::Unknown.cell(), NoticeWhy::Interrupted.cell(), now.micros()))
    }

    /// In a db that came back from a backup nobody knows which letters were sent since: none is wished for until somebody says so again, and
    /// what waited may have left.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rest_notices(&mut self) -> Result<()> {
        self.run("DELETE FROM notice_switch", [])?;
        let sql = "UPDATE notice SET state = ?1, why = ?2 WHERE state IN (0, 1)";
        self.run(sql, (NoticeState::Unknown.cell(), NoticeWhy::Restored.cell()))?;
        Ok(())
    }

    /// A person's word on a letter that may have left or was refused: once more, or never. Returns whether it was such a letter.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decide_notice(&mut self, no: u64, again: bool, now: Timestamp) -> Result<bool> {
        let (state, why) = if again { (NoticeState::Waiting, None) } else { (NoticeState::Skipped, Some(NoticeWhy::Left)) };
        let sql =
            "UPDATE notice SET state = ?2, why = ?3, tries = tries * (?2 <> 0), next_at = ?4, changed_at = ?4 WHERE no = ?1 AND state IN (3, 4)";
        Ok(self.run(sql, (signed(no), state.cell(), why.map(NoticeWhy::cell), now.micros()))? == 1)
    }
}

/// A letter about an expiry is due so many days before it, and no sooner than half of the time is over.
const IS_DUE: &str = "state = 0 AND next_at <= ?1 AND (kind <> 4 OR max(expires_at - ?2, at + (expires_at - at) / 2) <= ?1)";

impl Db {
    /// Since when each kind of letter is wished for.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn notice_switches(&self) -> Result<Vec<(NoticeKind, Timestamp)>> {
        let rows: Vec<(i64, i64)> = sqlx::query_as("SELECT kind, since FROM notice_switch ORDER BY kind").fetch_all(self.pool()).await?;
        rows.into_iter().map(|(kind, since)| Ok((of(&NoticeKind::ALL, kind, "a notice's kind")?, Timestamp::from_micros(since)))).collect()
    }

    /// Own words for a kind of letter in a language, if there are any.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn notice_text(&self, kind: NoticeKind, language: &str) -> Result<Option<NoticeText>> {
        let sql = "SELECT subject, mjml, text FROM notice_text WHERE kind = ?1 AND language = ?2";
        let row: Option<(String, String, String)> = sqlx::query_as(sql).bind(kind.cell()).bind(language).fetch_optional(self.pool()).await?;
        Ok(row.map(|(subject, mjml, text)| NoticeText { subject, mjml, text }))
    }

    /// The letter to be sent next, if one is due; `lead` is how long before it expires a reward's letter goes.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn next_notice(&self, now: Timestamp, lead: Span) -> Result<Option<NoticeRow>> {
        let sql = format!("SELECT {ROW} FROM notice WHERE {IS_DUE} ORDER BY next_at, no LIMIT 1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now.micros()).bind(lead.micros()).fetch_optional(self.pool()).await?;
        row.as_ref().map(notice_row).transpose()
    }

    /// Whether a letter was being sent when the program ended.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn has_notices_under_way(&self) -> Result<bool> {
        let row: Option<i64> = sqlx::query_scalar("SELECT 1 FROM notice WHERE state = 1 LIMIT 1").fetch_optional(self.pool()).await?;
        Ok(row.is_some())
    }

    /// A letter.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn notice(&self, no: u64) -> Result<Option<NoticeRow>> {
        let sql = format!("SELECT {ROW} FROM notice WHERE no = ?1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(signed(no)).fetch_optional(self.pool()).await?;
        row.as_ref().map(notice_row).transpose()
    }

    /// Letters of a state, or all, before a number: the newest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn notices(&self, state: Option<NoticeState>, before: Option<u64>, limit: u32) -> Result<NoticePage> {
        let of_state = |query: &mut QueryBuilder<Sqlite>| {
            if let Some(state) = state {
                query.push(" AND state = ").push_bind(state.cell());
            }
        };
        let mut query = QueryBuilder::<Sqlite>::new(format!("SELECT {ROW} FROM notice WHERE no < "));
        query.push_bind(before.map_or(i64::MAX, signed));
        of_state(&mut query);
        query.push(" ORDER BY no DESC LIMIT ").push_bind(i64::from(limit));
        let rows = query.build().fetch_all(self.pool()).await?.iter().map(notice_row).collect::<Result<_>>()?;
        let mut counting = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM notice WHERE 1 = 1");
        of_state(&mut counting);
        let counted: i64 = counting.build_query_scalar().fetch_one(self.pool()).await?;
        Ok(NoticePage { rows, count: count(counted) })
    }

    /// How many letters there are of each state.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn notice_counts(&self) -> Result<Vec<(NoticeState, u64)>> {
        let rows: Vec<(i64, i64)> = sqlx::query_as("SELECT state, count(*) FROM notice GROUP BY state ORDER BY state").fetch_all(self.pool()).await?;
        rows.into_iter().map(|(state, letters)| Ok((of(&NoticeState::ALL, state, "a notice's state")?, count(letters)))).collect()
    }

    /// Whether a letter that a reward is earned was sent, or may have been.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn was_told_of(&self, reward: RewardId) -> Result<bool> {
        let sql = "SELECT 1 FROM notice WHERE kind = ?1 AND subject = ?2 AND state IN (1, 2, 3)";
        let row: Option<i64> = sqlx::query_scalar(sql).bind(NoticeKind::Earned.cell()).bind(i64::from(reward.0)).fetch_optional(self.pool()).await?;
        Ok(row.is_some())
    }

    /// To whom a letter goes, and what it tells of, as it stands now.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn letterhead(&self, notice: &NoticeRow) -> Result<Letterhead> {
        let (kind, subject, to) = (notice.kind, notice.subject, notice.party);
        let row = if kind.is_of_reward() { self.reward_numbered(RewardId(subject)).await? } else { None };
        self.scan(move |conn| {
            let friend = person(conn, row.as_ref().map_or(PartyId(subject), |row| row.friend))?;
            let advocate = friend.as_ref().and_then(|friend| friend.record.bond).map(|bond| person(conn, bond.advocate)).transpose()?.flatten();
            let reward = match row {
                None => None,
                Some(row) => {
                    let bytes = first::<Vec<u8>>(conn, "SELECT bytes FROM state_reward WHERE key = ?1", subject.into())?;
                    bytes.map(|bytes| AnyReward::from_bytes(&bytes)).transpose()?.map(|record| (row, record))
                }
            };
            let bytes = match reward {
                Some(_) => first::<Vec<u8>>(conn, "SELECT bytes FROM state_payout WHERE key = ?1", subject.into())?,
                None => None,
            };
            let payout = bytes.map(|bytes| PayoutRecord::from_bytes(&bytes)).transpose()?;
            Ok(Letterhead { to: person(conn, to)?, language: language(conn, to)?, friend, advocate, reward, payout })
        })
        .await
    }

    /// What these rewards are called.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn reward_keys(&self, rewards: Vec<RewardId>) -> Result<BTreeMap<RewardId, String>> {
        self.scan(move |conn| {
            let keys = rewards.into_iter().map(|id| Ok(first(conn, "SELECT key FROM reward WHERE no = ?1", id.0.into())?.map(|key| (id, key))));
            keys.filter_map(Result::transpose).collect()
        })
        .await
    }

    async fn reward_numbered(&self, id: RewardId) -> Result<Option<RewardRow>> {
        let sql = format!("SELECT {COLUMNS} FROM reward WHERE no = ?1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(i64::from(id.0)).fetch_optional(self.pool()).await?;
        row.as_ref().map(reward_row).transpose()
    }
}

/// The language of somebody's account.
fn language(conn: &Connection, asked: PartyId) -> Result<Option<String>> {
    let own = aliases(conn, resolved(conn, asked)?)?;
    for account in accounts(conn, &own)? {
        let Some(cold) = first::<Vec<u8>>(conn, "SELECT cold FROM customer WHERE key = ?1", account.0.bits())? else { continue };
        let language = Customer::from_bytes(&cold)?.language;
        if !language.is_empty() {
            return Ok(Some(language));
        }
    }
    Ok(None)
}
