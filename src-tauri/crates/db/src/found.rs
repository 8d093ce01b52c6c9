//! What reconciliation found, kept so that it is there without the shop; and what our cards and vouchers at the shop are known by.

use crate::cell::{count, currency, number, rail, rail_cell, signed};
use crate::error::{DbError, Result};
use crate::open::Db;
use crate::writer::Tx;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::money::Money;
use vouchsafe_domain::name::{ActorKey, Identity, Key};
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::reconcile::{Finding, FindingKind};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::shop::{GiftCard, Kind, ShopId, Voucher};
use vouchsafe_domain::time::Timestamp;

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoundState {
    /// It is as it was found.
    #[default]
    Open,
    /// It was not found again, or somebody mended it.
    Mended,
    /// Somebody looked at it and left it as it is.
    Left,
}

impl FoundState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Mended, Self::Left];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mended => "mended",
            Self::Left => "left",
        }
    }
}

/// Who ended a finding, when and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundEnd {
    /// When.
    pub at: Timestamp,
    /// Who; nobody where it was not found again.
    pub actor: Option<ActorKey>,
    /// Why, as an erasable text.
    pub reason: Option<Identity>,
}

/// A finding that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// Its number.
    pub no: u64,
    /// What it is.
    pub finding: Finding,
    /// What became of it.
    pub state: FoundState,
    /// When it was found for the first time.
    pub found_at: Timestamp,
    /// When it was found for the last time.
    pub seen_at: Timestamp,
    /// What ended it.
    pub end: Option<FoundEnd>,
}

const COLUMNS: &str =
    "no, kind, reward, rail, id, code, currency_here, here, currency_there, there, state, found_at, seen_at, ended_at, actor, reason";

/// How many findings a run left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FoundCounts {
    /// Found for the first time.
    pub new: u64,
    /// Open now.
    pub open: u64,
    /// Open before, and not found again.
    pub gone: u64,
}

impl Tx<'_> {
    /// Keeps what a run found. What was open and is not found any more is mended; what somebody left as it is stays so while it is found.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_findings(&mut self, findings: &[Finding], at: Timestamp) -> Result<FoundCounts> {
        let mut counts = FoundCounts::default();
        let run: i64 = self.first("SELECT coalesce(max(run), 0) + 1 FROM finding", [], |row| row.get(0))?.unwrap_or(1);
        for finding in findings {
            counts.new += u64::from(self.keep_finding(finding, run, at)?);
        }
        let gone = "SELECT count(*) FROM finding WHERE state = 0 AND run < ?1";
        counts.gone = self.first(gone, [run], |row| row.get(0))?.map_or(0, count);
        self.run("UPDATE finding SET state = 1, ended_at = ?2 WHERE state <> 1 AND run < ?1", (run, at.micros()))?;
        counts.open = self.first("SELECT count(*) FROM finding WHERE state = 0", [], |row| row.get(0))?.map_or(0, count);
        Ok(counts)
    }

    fn keep_finding(&mut self, finding: &Finding, run: i64, at: Timestamp) -> Result<bool> {
        let cells = |money: Option<Money>| (money.map(|money| money.currency.number()), money.map(|money| money.minor));
        let ((currency_here, here), (currency_there, there)) = (cells(finding.here), cells(finding.there));
        let (kind, rail_no) = (kind_cell(finding.kind), rail_cell(finding.rail));
        let (reward, id) = (finding.reward.map(|reward| reward.0), finding.id.as_ref().map(ShopId::to_bytes));
        let again = "UPDATE finding SET seen_at = ?1, code = ?2, currency_here = ?3, here = ?4, currency_there = ?5, there = ?6, \
                     run = ?11 WHERE state <> 1 AND kind = ?7 AND rail = ?8 AND reward IS ?9 AND id IS ?10";
        let params = rusqlite::params![at.micros(), finding.code, currency_here, here, currency_there, there, kind, rail_no, reward, id, run];
        if self.run(again, params)? > 0 {
            return Ok(false);
        }
        let new = "INSERT INTO finding (seen_at, code, currency_here, here, currency_there, there, kind, rail, reward, id, run, state, \
                   found_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?1)";
        self.run(new, params)?;
        Ok(true)
    }

    /// Notes that somebody ended a finding. `false` when it was not open any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_finding(&mut self, no: u64, state: FoundState, actor: ActorKey, reason: Identity, at: Timestamp) -> Result<bool> {
        let sql = "UPDATE finding SET state = ?2, ended_at = ?3, actor = ?4, reason = ?5 WHERE no = ?1 AND state = 0";
        Ok(self.run(sql, (signed(no), state as i64, at.micros(), actor.0.bits(), reason.0))? > 0)
    }

    /// Notes that what was found is not so any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn finding_is_over(&mut self, no: u64, at: Timestamp) -> Result<()> {
        self.run("UPDATE finding SET state = 1, ended_at = ?2 WHERE no = ?1 AND state = 0", (signed(no), at.micros()))?;
        Ok(())
    }

    /// The reward that was delivered under a code, if the code is ours.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reward_of_code(&self, code: &str) -> Result<Option<RewardId>> {
        let Some(key) = self.known_key(code)? else { return Ok(None) };
        let no: Option<i64> = self.first("SELECT no FROM payout WHERE code = ?1", [key.bits()], |row| row.get(0))?;
        no.map(|no| number(no).map(RewardId)).transpose()
    }

    /// Remembers from when on a card or voucher of ours cannot be used any more, or that it can for ever.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_expiry(&mut self, kind: Kind, id: &ShopId, at: Option<Timestamp>) -> Result<()> {
        let cells = (crate::sync::kind_cell(kind), id.to_bytes());
        match at {
            None => self.run("DELETE FROM expiring WHERE kind = ?1 AND id = ?2", cells)?,
            Some(at) => {
                let sql = "INSERT INTO expiring (kind, id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = excluded.at";
                self.run(sql, (cells.0, cells.1, at.micros()))?
            }
        };
        Ok(())
    }

    /// Takes the cards and vouchers of ours out of the list that cannot be used any more since an instant.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub fn take_expired(&mut self, until: Timestamp) -> Result<Vec<(Kind, ShopId, Timestamp)>> {
        let expired = {
            let mut statement = self.statement("SELECT kind, id, at FROM expiring WHERE at <= ?1 ORDER BY at, kind, id")?;
            let mut rows = statement.query([until.micros()])?;
            let mut expired = Vec::new();
            while let Some(row) = rows.next()? {
                let id = ShopId::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
                expired.push((crate::sync::kind_of(row.get(0)?)?, id, Timestamp::from_micros(row.get(2)?)));
            }
            expired
        };
        self.run("DELETE FROM expiring WHERE at <= ?1", [until.micros()])?;
        Ok(expired)
    }

    /// A gift card as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub fn gift_card(&self, id: &ShopId) -> Result<Option<GiftCard>> {
        let bytes: Option<Vec<u8>> = self.first("SELECT cold FROM gift_card WHERE id = ?1", [id.to_bytes()], |row| row.get(0))?;
        Ok(bytes.map(|bytes| GiftCard::from_bytes(&bytes)).transpose()?)
    }

    /// A voucher as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub fn voucher(&self, id: &ShopId) -> Result<Option<Voucher>> {
        let bytes: Option<Vec<u8>> = self.first("SELECT cold FROM voucher WHERE id = ?1", [id.to_bytes()], |row| row.get(0))?;
        Ok(bytes.map(|bytes| Voucher::from_bytes(&bytes)).transpose()?)
    }
}

impl Db {
    /// Findings, the newest first, behind a number: those of one state, or all.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn findings(&self, state: Option<FoundState>, before: Option<u64>, limit: u32) -> Result<Vec<FoundRow>> {
        let sql = format!("SELECT {COLUMNS} FROM finding WHERE (?1 IS NULL OR state = ?1) AND no < ?2 ORDER BY no DESC LIMIT ?3");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(state.map(|state| state as i64));
        let rows = query.bind(before.map_or(i64::MAX, signed)).bind(i64::from(limit)).fetch_all(self.pool()).await?;
        rows.iter().map(found_row).collect()
    }

    /// How many findings there are of one state, or in all.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_findings(&self, state: Option<FoundState>) -> Result<u64> {
        let sql = "SELECT count(*) FROM finding WHERE ?1 IS NULL OR state = ?1";
        let rows: i64 = sqlx::query_scalar(sql).bind(state.map(|state| state as i64)).fetch_one(self.pool()).await?;
        Ok(count(rows))
    }

    /// A finding by its number.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn finding(&self, no: u64) -> Result<Option<FoundRow>> {
        let sql = format!("SELECT {COLUMNS} FROM finding WHERE no = ?1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(signed(no)).fetch_optional(self.pool()).await?;
        row.as_ref().map(found_row).transpose()
    }

    /// The gift cards of the mirror that the shop still has and that are looked for.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn gift_cards_where(&self, is_wanted: impl Fn(&GiftCard) -> bool + Send + 'static) -> Result<Vec<GiftCard>> {
        self.rows_where("SELECT cold FROM gift_card WHERE gone_at IS NULL ORDER BY no", GiftCard::from_bytes, is_wanted).await
    }

    /// The vouchers of the mirror that the shop still has and that are looked for.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn vouchers_where(&self, is_wanted: impl Fn(&Voucher) -> bool + Send + 'static) -> Result<Vec<Voucher>> {
        self.rows_where("SELECT cold FROM voucher WHERE gone_at IS NULL ORDER BY no", Voucher::from_bytes, is_wanted).await
    }

    /// Every reward that was delivered by a rail of the shop or is to be, with its payout.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn deliveries(&self) -> Result<Vec<(RewardId, AnyReward, Option<PayoutRecord>)>> {
        self.scan(|conn| {
            let sql = "SELECT p.no, r.bytes, s.bytes FROM payout AS p JOIN state_reward AS r ON r.key = p.no \
                       LEFT JOIN state_payout AS s ON s.key = p.no WHERE p.rail IN (?1, ?2) ORDER BY p.no";
            let mut statement = conn.prepare(sql)?;
            let mut rows = statement.query([rail_cell(Rail::GiftCard), rail_cell(Rail::Voucher)])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let reward = AnyReward::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
                let record: Option<Vec<u8>> = row.get(2)?;
                found.push((RewardId(row.get(0)?), reward, record.map(|bytes| PayoutRecord::from_bytes(&bytes)).transpose()?));
            }
            Ok(found)
        })
        .await
    }

    /// Whether anything was ever sent by a rail of the shop.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn has_deliveries(&self) -> Result<bool> {
        let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM state_payout LIMIT 1").fetch_optional(self.pool()).await?;
        Ok(found.is_some())
    }

    async fn rows_where<T: Send + 'static>(
        &self,
        sql: &'static str,
        read: fn(&[u8]) -> std::result::Result<T, vouchsafe_domain::canon::Garbled>,
        is_wanted: impl Fn(&T) -> bool + Send + 'static,
    ) -> Result<Vec<T>> {
        self.scan(move |conn| {
            let mut statement = conn.prepare(sql)?;
            let (mut rows, mut found) = (statement.query([])?, Vec::new());
            while let Some(row) = rows.next()? {
                let one = read(row.get_ref(0)?.as_blob().unwrap_or_default())?;
                if is_wanted(&one) {
                    found.push(one);
                }
            }
            Ok(found)
        })
        .await
    }
}

fn kind_cell(kind: FindingKind) -> i64 {
    kind as i64
}

fn found_row(row: &SqliteRow) -> Result<FoundRow> {
    let int = |index: usize| row.try_get::<i64, _>(index).map_err(DbError::from);
    let maybe = |index: usize| row.try_get::<Option<i64>, _>(index).map_err(DbError::from);
    let money = |index: usize| -> Result<Option<Money>> {
        let Some((currency_no, minor)) = maybe(index)?.zip(maybe(index + 1)?) else { return Ok(None) };
        Ok(Some(Money::new(minor, currency(currency_no)?)))
    };
    let known = |cell: i64| usize::try_from(cell).ok();
    let kind = known(int(1)?).and_then(|kind| FindingKind::ALL.get(kind)).ok_or_else(|| crate::cell::damaged("a finding's kind"))?;
    let state = known(int(10)?).and_then(|state| FoundState::ALL.get(state)).ok_or_else(|| crate::cell::damaged("a finding's state"))?;
    let id: Option<Vec<u8>> = row.try_get(4)?;
    let finding = Finding {
        kind: *kind,
        reward: maybe(2)?.map(number).transpose()?.map(RewardId),
        rail: rail(int(3)?)?,
        id: id.map(|bytes| ShopId::from_bytes(&bytes)).transpose()?,
        code: row.try_get(5)?,
        here: money(6)?,
        there: money(8)?,
    };
    let (actor, reason) = (maybe(14)?.map(|bits| ActorKey(Key::from_bits(bits))), maybe(15)?.map(number).transpose()?.map(Identity));
    let end = maybe(13)?.map(|at| FoundEnd { at: Timestamp::from_micros(at), actor, reason });
    let (found_at, seen_at) = (Timestamp::from_micros(int(11)?), Timestamp::from_micros(int(12)?));
    Ok(FoundRow { no: count(int(0)?), finding, state: *state, found_at, seen_at, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;
    use vouchsafe_domain::money::Currency;
    use vouchsafe_domain::name::Names as _;

    fn found(kind: FindingKind, reward: Option<u32>, there: i64) -> Finding {
        let there = Some(Money::new(there, Currency::parse("EUR").unwrap()));
        Finding { kind, reward: reward.map(RewardId), rail: Rail::GiftCard, id: Some(ShopId::Number(7)), code: "RF1".to_owned(), here: None, there }
    }

    async fn open(db: &Db) -> Vec<Finding> {
        db.findings(Some(FoundState::Open), None, 10).await.unwrap().into_iter().map(|row| row.finding).collect()
    }

    #[tokio::test]
    async fn what_is_found_again_is_one_finding_and_what_is_not_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("desk.db"), Access::ReadWrite).await.unwrap();
        let run = async |findings: Vec<Finding>, at: i64| {
            let counts = db.write(move |tx| tx.keep_findings(&findings, Timestamp::from_micros(at))).await.unwrap();
            (counts.new, counts.open, counts.gone)
        };
        let (drift, orphan) = (found(FindingKind::AmountDrift, Some(3), 500), found(FindingKind::Orphaned, None, 100));
        assert_eq!(run(vec![drift.clone(), orphan.clone()], 1).await, (2, 2, 0));
        // Both sides can have moved on meanwhile: it is the same finding. Two runs can be at one instant.
        let further = found(FindingKind::AmountDrift, Some(3), 700);
        assert_eq!(run(vec![further.clone()], 1).await, (0, 1, 1));
        assert_eq!(open(&db).await, std::slice::from_ref(&further));
        let row = db.findings(Some(FoundState::Open), None, 10).await.unwrap().pop().unwrap();
        assert_eq!((row.found_at, row.seen_at, row.end), (Timestamp::from_micros(1), Timestamp::from_micros(1), None));
        let end = |no, state| {
            db.write(move |tx| {
                let (actor, reason) = (tx.actor("ada"), tx.identity(vouchsafe_domain::name::IdentityKind::Words, "looked at it"));
                tx.end_finding(no, state, actor, reason, Timestamp::from_micros(9))
            })
        };
        assert!(end(row.no, FoundState::Left).await.unwrap() && !end(row.no, FoundState::Mended).await.unwrap());
        assert_eq!(run(vec![further.clone()], 3).await, (0, 0, 0), "what was left as it is is not told again");
        assert_eq!(db.finding(row.no).await.unwrap().unwrap().state, FoundState::Left);
        assert_eq!(run(vec![orphan.clone()], 4).await, (1, 1, 0), "what comes back is a finding of its own");
        assert_eq!(db.count_findings(None).await.unwrap(), 3);
        assert_eq!(db.finding(row.no).await.unwrap().unwrap().state, FoundState::Mended, "and what was left and is gone is mended");
    }

    #[tokio::test]
    async fn what_expires_is_taken_out_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("desk.db"), Access::ReadWrite).await.unwrap();
        let (one, other) = (ShopId::Number(1), ShopId::parse("5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20"));
        let taken = db.write(move |tx| {
            tx.keep_expiry(Kind::GiftCards, &one, Some(Timestamp::from_micros(5)))?;
            tx.keep_expiry(Kind::GiftCards, &one, Some(Timestamp::from_micros(6)))?;
            tx.keep_expiry(Kind::Vouchers, &other, Some(Timestamp::from_micros(4)))?;
            tx.keep_expiry(Kind::Vouchers, &one, Some(Timestamp::from_micros(4)))?;
            tx.keep_expiry(Kind::Vouchers, &one, None)?;
            let taken = [3, 5, 9, 9].map(|until| tx.take_expired(Timestamp::from_micros(until)));
            taken.into_iter().collect::<Result<Vec<_>>>()
        });
        let taken: Vec<Vec<String>> =
            taken.await.unwrap().into_iter().map(|part| part.into_iter().map(|(kind, id, _)| format!("{} {id}", kind.name())).collect()).collect();
        assert_eq!(taken, [vec![], vec!["vouchers 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20".to_owned()], vec!["gift_cards 1".to_owned()], vec![]]);
    }
}
