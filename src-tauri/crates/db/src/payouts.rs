//! Payouts as lists show them: one row for each reward that is, or was, to be delivered outside.

mod page;

pub use page::{PayoutFilter, PayoutPage, PayoutSort, PayoutTotal};

use crate::cell::{asset, asset_cell, damaged, micros, number, party, rail, rail_cell, reason, role};
use crate::error::{DbError, Result};
use crate::state::Records;
use crate::writer::Tx;
use rustc_hash::FxHashMap;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{Key, OrderKey, ProgramKey};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::{Generation, PayoutRecord, PayoutStatus, should_stand};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Due, Rail, Reward, RewardId, Role};
use vouchsafe_domain::time::Timestamp;

/// How a payout stands. The first four are what the desk can go on with by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayoutState {
    /// To be delivered; nothing was begun.
    Due,
    /// Written down; what came of it is not.
    Sending,
    /// Sent, and no clear answer came.
    Unknown,
    /// Delivered, and something else shall stand there by now.
    Correcting,
    /// Refused by the other side: nothing was delivered, or it was not corrected.
    Refused,
    /// What was found at the other side is not ours.
    Conflict,
    /// Delivered.
    Done,
    /// Nothing stands there any more, and nothing shall.
    Closed,
}

impl PayoutState {
    /// Every state, by its stored number.
    pub const ALL: [Self; 8] = [Self::Due, Self::Sending, Self::Unknown, Self::Correcting, Self::Refused, Self::Conflict, Self::Done, Self::Closed];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Correcting => "correcting",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::Done => "done",
            Self::Closed => "closed",
        }
    }

    pub(crate) const fn cell(self) -> i64 {
        self as i64
    }
}

pub(crate) fn state(cell: i64) -> Result<PayoutState> {
    let found = usize::try_from(cell).ok().and_then(|index| PayoutState::ALL.get(index));
    found.copied().ok_or_else(|| damaged("a payout's state"))
}

/// A payout in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRow {
    /// The number of its reward.
    pub id: RewardId,
    /// How it stands.
    pub state: PayoutState,
    /// How it is delivered.
    pub rail: Rail,
    /// What stands at the other side, as far as it was told; before that, what is to be delivered.
    pub amount: Amount,
    /// What shall stand there, where that is something else, in minor units.
    pub should: Option<i64>,
    /// What of it is known to be used, in minor units.
    pub used: i64,
    /// Which delivery of the reward it is.
    pub generation: Generation,
    /// How often it was begun.
    pub attempts: u32,
    /// Its code.
    pub code: Option<Key>,
    /// Its id at the other side.
    pub external: Option<Key>,
    /// Since when it stands so.
    pub since: Timestamp,
    /// The reward's key.
    pub key: String,
    /// The program.
    pub program: ProgramKey,
    /// The program's version.
    pub version: u32,
    /// Which side gets it.
    pub role: Role,
    /// The friend, after merges.
    pub friend: PartyId,
    /// Who gets it, after merges.
    pub beneficiary: PartyId,
    /// The order that it is for.
    pub order: Option<OrderKey>,
    /// Why the reward ended.
    pub reason: Option<Reason>,
    /// The reward's number of changes: what an action on it expects.
    pub revision: u32,
}

/// The columns of [`PayoutRow`], in the order of [`payout_row`].
pub(crate) const COLUMNS: &str = "p.no, p.state, p.rail, p.asset, p.minor, p.should, p.used, p.generation, p.attempts, p.code, p.external, p.since, \
                                  r.key, r.program, r.version, r.role, r.friend, r.beneficiary, r.shop_order, r.reason, r.revision";

pub(crate) fn payout_row(row: &SqliteRow) -> Result<PayoutRow> {
    let int = |index: usize| row.try_get::<i64, _>(index).map_err(DbError::from);
    let maybe = |index: usize| row.try_get::<Option<i64>, _>(index).map_err(DbError::from);
    Ok(PayoutRow {
        id: RewardId(number(int(0)?)?),
        state: state(int(1)?)?,
        rail: rail(int(2)?)?,
        amount: Amount { asset: asset(int(3)?)?, minor: int(4)? },
        should: maybe(5)?,
        used: int(6)?,
        generation: Generation(u16::try_from(int(7)?).map_err(damaged)?),
        attempts: number(int(8)?)?,
        code: maybe(9)?.map(Key::from_bits),
        external: maybe(10)?.map(Key::from_bits),
        since: Timestamp::from_micros(int(11)?),
        key: row.try_get(12)?,
        program: ProgramKey(Key::from_bits(int(13)?)),
        version: number(int(14)?)?,
        role: role(int(15)?)?,
        friend: party(int(16)?)?,
        beneficiary: party(int(17)?)?,
        order: maybe(18)?.map(|key| OrderKey(Key::from_bits(key))),
        reason: maybe(19)?.map(reason).transpose()?,
        revision: number(int(20)?)?,
    })
}

/// What of a reward and its payout stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    state: PayoutState,
    rail: Rail,
    amount: Amount,
    should: Option<i64>,
    used: i64,
    generation: Generation,
    attempts: u32,
    code: Option<Key>,
    external: Option<Key>,
    since: Timestamp,
    /// Since when its money may be outside, and how much was to go out.
    intended: Option<(Timestamp, i64)>,
}

impl Standing {
    /// How a payout stands by the records; none where nothing is to be delivered outside and nothing ever was.
    fn of(reward: &AnyReward, record: Option<&PayoutRecord>) -> Option<Self> {
        match (reward, record) {
            (AnyReward::Due(due), None | Some(PayoutRecord::Closed(_))) => Self::not_begun(due, record),
            (_, None) => None,
            (_, Some(record)) => Some(Self::begun(reward, record)),
        }
    }

    fn not_begun(due: &Reward<Due>, record: Option<&PayoutRecord>) -> Option<Self> {
        // What stands in a wallet of ours is delivered by itself.
        (due.terms.rail != Rail::Wallet).then(|| Self {
            state: PayoutState::Due,
            rail: due.terms.rail,
            amount: due.to_deliver(),
            should: None,
            used: 0,
            generation: PayoutRecord::next_generation(record),
            attempts: 0,
            code: None,
            external: None,
            since: due.state.since,
            intended: None,
        })
    }

    fn begun(reward: &AnyReward, record: &PayoutRecord) -> Self {
        let should = should_stand(reward);
        let is_due = matches!(reward, AnyReward::Due(_));
        let state = match record {
            PayoutRecord::Intended(_) => PayoutState::Sending,
            PayoutRecord::Unknown(_) => PayoutState::Unknown,
            PayoutRecord::Issued(issued) if issued.is_right(should) => PayoutState::Done,
            PayoutRecord::Issued(issued) if issued.state.refused_to == Some(should) => PayoutState::Refused,
            PayoutRecord::Issued(_) => PayoutState::Correcting,
            PayoutRecord::Refused(_) if is_due => PayoutState::Refused,
            PayoutRecord::Conflict(_) if is_due => PayoutState::Conflict,
            PayoutRecord::Refused(_) | PayoutRecord::Conflict(_) | PayoutRecord::Closed(_) => PayoutState::Closed,
        };
        let is_issued = record.status() == PayoutStatus::Issued;
        let minor = if is_issued { record.told() } else { record.amount().minor };
        Self {
            state,
            rail: record.rail(),
            amount: record.amount().with_minor(minor),
            should: (is_issued && minor != should).then_some(should),
            used: record.used(),
            generation: record.generation(),
            attempts: u32::from(record.attempts()),
            code: record.code(),
            external: record.id(),
            since: record.known_at().unwrap_or_else(|| record.intended_at()),
            intended: Some((record.intended_at(), record.amount().minor)),
        }
    }
}

/// A cell of the totals: state, rail, asset.
type Cell = (i64, i64, i64);
type Sums = FxHashMap<Cell, (i64, i64)>;

const READ: &str = "SELECT state, rail, asset, minor FROM payout WHERE no = ?1";
const PUT: &str = "INSERT INTO payout (no, state, rail, asset, minor, should, used, generation, attempts, code, external, since, intended_at, intended) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO UPDATE SET state = excluded.state, rail = excluded.rail, \
    asset = excluded.asset, minor = excluded.minor, should = excluded.should, used = excluded.used, generation = excluded.generation, \
    attempts = excluded.attempts, code = excluded.code, external = excluded.external, since = excluded.since, intended_at = excluded.intended_at, \
    intended = excluded.intended";
const ADD_TOTAL: &str = "INSERT INTO payout_total (state, rail, asset, count, minor) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET \
    count = count + excluded.count, minor = CAST(minor + excluded.minor AS INTEGER)";

impl Tx<'_> {
    /// Brings the list of payouts and its totals up to date with the rewards and payouts that changed. Their records are stored already.
    pub(crate) fn put_payouts(&mut self, records: &Records) -> Result<()> {
        let mut changed: BTreeMap<RewardId, Option<&AnyReward>> = records.payouts.iter().map(|id| (*id, None)).collect();
        changed.extend(records.rewards.iter().map(|(id, reward)| (*id, Some(reward))));
        let mut sums = Sums::default();
        for (id, reward) in changed {
            self.put_payout(id, reward, records.payouts.binary_search(&id).is_ok(), &mut sums)?;
        }
        let mut add = self.statement(ADD_TOTAL)?;
        for ((state, rail, asset), (count, minor)) in sums {
            if (count, minor) != (0, 0) {
                add.execute((state, rail, asset, count, minor))?;
            }
        }
        Ok(())
    }

    fn put_payout(&mut self, id: RewardId, reward: Option<&AnyReward>, is_touched: bool, sums: &mut Sums) -> Result<()> {
        let old = self.first(READ, [id.0], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))?;
        // Where there was no row and no payout was touched there is no payout.
        let record = if is_touched || old.is_some() { self.payout_record(id)? } else { None };
        let stored = if reward.is_some() { None } else { self.reward_record(id)? };
        let now = reward.or(stored.as_ref()).and_then(|reward| Standing::of(reward, record.as_ref()));
        if let Some((cell, minor)) = old {
            add(sums, cell, -1, i64::saturating_neg(minor));
        }
        match now {
            None if old.is_some() => drop(self.run("DELETE FROM payout WHERE no = ?1", [id.0])?),
            None => {}
            Some(now) => {
                let cell = (now.state.cell(), rail_cell(now.rail), asset_cell(now.amount.asset));
                add(sums, cell, 1, now.amount.minor);
                let (intended_at, intended) = now.intended.unzip();
                let params = rusqlite::params![
                    id.0,
                    cell.0,
                    cell.1,
                    cell.2,
                    now.amount.minor,
                    now.should,
                    now.used,
                    now.generation.0,
                    now.attempts,
                    now.code.map(Key::bits),
                    now.external.map(Key::bits),
                    now.since.micros(),
                    micros(intended_at),
                    intended
                ];
                self.run(PUT, params)?;
            }
        }
        Ok(())
    }

    /// The record of a reward's payout.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn payout_record(&self, reward: RewardId) -> Result<Option<PayoutRecord>> {
        self.record("SELECT bytes FROM state_payout WHERE key = ?1", reward)
    }

    /// The record of a reward.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn reward_record(&self, reward: RewardId) -> Result<Option<AnyReward>> {
        self.record("SELECT bytes FROM state_reward WHERE key = ?1", reward)
    }

    fn record<T: Canon>(&self, sql: &str, reward: RewardId) -> Result<Option<T>> {
        let bytes: Option<Vec<u8>> = self.first(sql, [reward.0], |row| row.get(0))?;
        Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
    }
}

fn add(sums: &mut Sums, cell: Cell, count: i64, minor: i64) {
    let sum = sums.entry(cell).or_default();
    sum.0 += count;
    sum.1 = sum.1.saturating_add(minor);
}
