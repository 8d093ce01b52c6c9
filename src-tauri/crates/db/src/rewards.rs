//! Rewards as lists show them.

use crate::cell::{asset, asset_cell, damaged, instant, micros, number, party, rail, rail_cell, reason, reason_cell, role, role_cell};
use crate::error::{DbError, Result};
use crate::state::Records;
use crate::writer::Tx;
use rustc_hash::FxHashMap;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{Key, OrderKey, ProgramKey, RuleKey};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId, Role, Waiting};
use vouchsafe_domain::time::Timestamp;

/// Where a reward stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RewardState {
    /// Something is waited for.
    Waiting,
    /// To be delivered.
    Due,
    /// Delivered.
    Settled,
    /// Ended before delivery.
    Void,
    /// Taken back after delivery.
    Reversed,
}

impl RewardState {
    /// Every state, by its stored number.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Due, Self::Settled, Self::Void, Self::Reversed];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Due => "due",
            Self::Settled => "settled",
            Self::Void => "void",
            Self::Reversed => "reversed",
        }
    }

    pub(crate) const fn cell(self) -> i64 {
        self as i64
    }
}

/// One thing that a reward can wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wait {
    /// The order's money.
    Captured,
    /// An instant.
    Hold,
    /// A person.
    Review,
    /// A person, who may agree to more than stands. What stands goes its own way meanwhile.
    Raise,
    /// The friend confirms the email address.
    Email,
    /// The friend confirms the phone number.
    Phone,
    /// The friend makes an account, or the account comes to its age.
    Account,
    /// Who gets it reaches a role.
    Role,
}

impl Wait {
    /// Every wait.
    pub const ALL: [Self; 8] = [Self::Captured, Self::Hold, Self::Review, Self::Raise, Self::Email, Self::Phone, Self::Account, Self::Role];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Raise => "raise",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Role => "role",
        }
    }

    pub(crate) const fn bit(self) -> i64 {
        1 << self as i64
    }
}

/// What a reward still waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits(pub(crate) i64);

impl Waits {
    /// Whether it waits for this.
    #[must_use]
    pub const fn has(self, wait: Wait) -> bool {
        self.0 & wait.bit() != 0
    }

    /// Everything that it waits for.
    pub fn iter(self) -> impl Iterator<Item = Wait> {
        Wait::ALL.into_iter().filter(move |wait| self.has(*wait))
    }

    /// What a reward waits for; one that is over can still wait for a person's word on more.
    #[must_use]
    pub fn of(reward: &AnyReward) -> Self {
        let open = if let AnyReward::Waiting(waiting) = reward { waiting.state } else { Waiting::default() };
        let on = [
            (open.captured, Wait::Captured),
            (open.hold_until.is_some(), Wait::Hold),
            (open.review, Wait::Review),
            (reward.proposed().is_some(), Wait::Raise),
            (open.email, Wait::Email),
            (open.phone, Wait::Phone),
            (open.account || open.aged_at.is_some(), Wait::Account),
            (open.role.is_some(), Wait::Role),
        ];
        Self(on.into_iter().filter(|(is_on, _)| *is_on).map(|(_, wait)| wait.bit()).sum())
    }
}

/// A reward in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardRow {
    /// Its number.
    pub id: RewardId,
    /// Its key's text.
    pub key: String,
    /// The program.
    pub program: ProgramKey,
    /// The program's version.
    pub version: u32,
    /// The rule.
    pub rule: RuleKey,
    /// Which side.
    pub role: Role,
    /// The friend, after merges.
    pub friend: PartyId,
    /// Who gets it, after merges.
    pub beneficiary: PartyId,
    /// The order that it is for.
    pub order: Option<OrderKey>,
    /// How it is delivered.
    pub rail: Rail,
    /// Where it stands.
    pub state: RewardState,
    /// What it waits for.
    pub waits: Waits,
    /// Why it ended.
    pub reason: Option<Reason>,
    /// What stands of it.
    pub amount: Amount,
    /// What would stand if a person agreed to give more.
    pub proposed: Option<Amount>,
    /// When it was promised.
    pub created_at: Timestamp,
    /// While it waits for an instant: until when. When it is due: since when.
    pub due_at: Option<Timestamp>,
    /// When it was delivered, voided or reversed.
    pub ended_at: Option<Timestamp>,
    /// The number of changes so far: what an action on it expects.
    pub revision: u32,
}

/// The columns of [`RewardRow`], in the order of [`reward_row`].
pub(crate) const COLUMNS: &str = "no, key, program, version, rule, role, friend, beneficiary, shop_order, rail, state, waits, reason, asset, minor, \
                                  created_at, due_at, ended_at, revision, proposed";

pub(crate) fn reward_row(row: &SqliteRow) -> Result<RewardRow> {
    let int = |index: usize| row.try_get::<i64, _>(index).map_err(DbError::from);
    let maybe = |index: usize| row.try_get::<Option<i64>, _>(index).map_err(DbError::from);
    let state = usize::try_from(int(10)?).ok().and_then(|index| RewardState::ALL.get(index)).ok_or_else(|| damaged("a reward's state"))?;
    let amount = Amount { asset: asset(int(13)?)?, minor: int(14)? };
    Ok(RewardRow {
        id: RewardId(number(int(0)?)?),
        key: row.try_get(1)?,
        program: ProgramKey(Key::from_bits(int(2)?)),
        version: number(int(3)?)?,
        rule: RuleKey(Key::from_bits(int(4)?)),
        role: role(int(5)?)?,
        friend: party(int(6)?)?,
        beneficiary: party(int(7)?)?,
        order: maybe(8)?.map(|key| OrderKey(Key::from_bits(key))),
        rail: rail(int(9)?)?,
        state: *state,
        waits: Waits(int(11)?),
        reason: maybe(12)?.map(reason).transpose()?,
        amount,
        proposed: maybe(19)?.map(|minor| amount.with_minor(minor)),
        created_at: Timestamp::from_micros(int(15)?),
        due_at: instant(maybe(16)?),
        ended_at: instant(maybe(17)?),
        revision: number(int(18)?)?,
    })
}

/// What of a reward changes.
struct Standing {
    state: RewardState,
    due_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
}

fn standing(reward: &AnyReward) -> Standing {
    let plain = |state, due_at, ended_at| Standing { state, due_at, ended_at };
    match reward {
        AnyReward::Waiting(reward) => plain(RewardState::Waiting, reward.state.hold_until, None),
        AnyReward::Due(reward) => plain(RewardState::Due, Some(reward.state.since), None),
        AnyReward::Settled(reward) => plain(RewardState::Settled, None, Some(reward.state.at)),
        AnyReward::Void(reward) => plain(RewardState::Void, None, Some(reward.state.at)),
        AnyReward::Reversed(reward) => plain(RewardState::Reversed, None, Some(reward.state.at)),
    }
}

/// A cell of the totals: state, waits, role, asset.
type Cell = (i64, i64, i64, i64);
type Sums = FxHashMap<Cell, (i64, i64)>;

fn add(sums: &mut Sums, cell: Cell, count: i64, minor: i64) {
    let sum = sums.entry(cell).or_default();
    sum.0 += count;
    sum.1 = sum.1.saturating_add(minor);
}

const INSERT: &str = "INSERT INTO reward (no, key, program, version, rule, role, friend, beneficiary, shop_order, rail, state, waits, reason, asset, \
    minor, created_at, due_at, ended_at, revision, proposed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
    ?19, ?20)";
const READ: &str = "SELECT state, waits, minor, asset FROM reward WHERE no = ?1";
const UPDATE: &str = "UPDATE reward SET state = ?2, waits = ?3, reason = ?4, minor = ?5, due_at = ?6, ended_at = ?7, revision = ?8, proposed = ?9, \
     rail = ?10, asset = ?11 WHERE no = ?1";
const ADD_TOTAL: &str = "INSERT INTO reward_total (state, waits, role, asset, count, minor) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
    count = count + excluded.count, minor = CAST(minor + excluded.minor AS INTEGER)";

/// The setting that tells that the list of rewards was made by a version that knew less of them.
pub(crate) const REWARDS_OWED: &str = "rewards_owed";
/// Rewards that are put at a time.
const PUT_AT_ONCE: u32 = 10_000;

impl Tx<'_> {
    /// Brings the whole list of rewards to what their records say.
    pub(crate) fn put_all_rewards(&mut self) -> Result<()> {
        let mut after = -1;
        loop {
            let mut statement = self.statement("SELECT key, bytes FROM state_reward WHERE key > ?1 ORDER BY key LIMIT ?2")?;
            let (mut rows, mut records, begun_at) = (statement.query((after, PUT_AT_ONCE))?, Records::default(), after);
            while let Some(row) = rows.next()? {
                after = row.get(0)?;
                // What cannot be read is the doctor's to tell: the file is opened all the same.
                if let Ok(reward) = AnyReward::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default()) {
                    records.rewards.push((RewardId(number(after)?), reward));
                }
            }
            if after == begun_at {
                self.run("DELETE FROM setting WHERE key = ?1", [REWARDS_OWED])?;
                return Ok(());
            }
            drop(rows);
            self.put_rewards(&records)?;
        }
    }

    /// Brings the list of rewards and its totals up to date.
    pub(crate) fn put_rewards(&mut self, records: &Records) -> Result<()> {
        let mut sums = Sums::default();
        for (id, reward) in &records.rewards {
            self.put_reward(*id, reward, &mut sums)?;
        }
        let mut put = self.statement(ADD_TOTAL)?;
        for ((state, waits, role, asset), (count, minor)) in sums {
            if (count, minor) != (0, 0) {
                put.execute((state, waits, role, asset, count, minor))?;
            }
        }
        Ok(())
    }

    fn put_reward(&mut self, id: RewardId, reward: &AnyReward, sums: &mut Sums) -> Result<()> {
        let (now, terms, amount, waits) = (standing(reward), reward.terms(), reward.amount(), Waits::of(reward));
        let (role, asset) = (role_cell(terms.key.role), asset_cell(amount.asset));
        let reason = reward.reason().map(reason_cell);
        let old = self.first(READ, [id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let (due_at, ended_at) = (micros(now.due_at), micros(now.ended_at));
        if let Some((state, old_waits, minor, old_asset)) = old {
            add(sums, (state, old_waits, role, old_asset), -1, i64::saturating_neg(minor));
            // Who gets it may have chosen another option.
            let rail = rail_cell(terms.rail);
            let params = (id.0, now.state.cell(), waits.0, reason, amount.minor, due_at, ended_at, reward.revision(), reward.proposed(), rail, asset);
            self.run(UPDATE, params)?;
        } else {
            let (friend, beneficiary) = (self.merged_into(terms.friend)?, self.merged_into(terms.beneficiary)?);
            let params = rusqlite::params![
                id.0,
                terms.key.text(self),
                terms.program.0.bits(),
                terms.version,
                terms.key.rule.0.bits(),
                role,
                friend.0,
                beneficiary.0,
                terms.order.map(|order| order.0.bits()),
                rail_cell(terms.rail),
                now.state.cell(),
                waits.0,
                reason,
                asset,
                amount.minor,
                terms.created_at.micros(),
                due_at,
                ended_at,
                reward.revision(),
                reward.proposed()
            ];
            self.run(INSERT, params)?;
        }
        add(sums, (now.state.cell(), waits.0, role, asset), 1, amount.minor);
        Ok(())
    }
}
