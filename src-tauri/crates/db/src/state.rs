//! The engine's state: one table for each sort of record.

use crate::cell::{damaged, number, party};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::event::StaffList;
use vouchsafe_domain::name::{ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey};
use vouchsafe_domain::party::{Party, PartyId};
use vouchsafe_domain::payout::PayoutPolicy;
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::{Mark, MarkKind, RecordKey, State, Totals};
use vouchsafe_domain::time::Timestamp;

/// Records as they are stored, each sort by its key. What is gone from the state has no value.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// Canonical bytes by table.
    blobs: Vec<(Table, i64, Option<Vec<u8>>)>,
    /// Numbers by table: a party, or the bits of a code.
    links: Vec<(Table, i64, Option<i64>)>,
    pub(crate) parties: Vec<(PartyId, Party)>,
    pub(crate) rewards: Vec<(RewardId, AnyReward)>,
    /// Rewards whose payouts were touched, in order.
    pub(crate) payouts: Vec<RewardId>,
    /// Owners of the codes that were touched or refused, as far as the state knows them.
    pub(crate) owners: Vec<(CodeKey, PartyId)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Tally,
    Customer,
    Email,
    Code,
    Click,
    Order,
    Program,
    Profile,
    Mark,
    Occasion,
    List,
    Payout,
    Proposal,
    Policy,
}

impl Table {
    const fn put(self) -> &'static str {
        match self {
            Self::Tally => "INSERT INTO state_tally (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Customer => "INSERT INTO state_customer (key, party) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET party = excluded.party",
            Self::Email => "INSERT INTO state_email (key, party) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET party = excluded.party",
            Self::Code => "INSERT INTO state_code (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Click => "INSERT INTO state_click (key, code) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET code = excluded.code",
            Self::Order => "INSERT INTO state_order (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Program => "INSERT INTO state_program (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Profile => "INSERT INTO state_profile (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Mark => "INSERT INTO state_mark (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Occasion => "INSERT INTO state_occasion (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::List => "INSERT INTO state_list (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Payout => "INSERT INTO state_payout (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Proposal => "INSERT INTO state_proposal (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
            Self::Policy => "INSERT INTO state_policy (one, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
        }
    }

    const fn delete(self) -> &'static str {
        match self {
            Self::Tally => "DELETE FROM state_tally WHERE key = ?1",
            Self::Customer => "DELETE FROM state_customer WHERE key = ?1",
            Self::Email => "DELETE FROM state_email WHERE key = ?1",
            Self::Code => "DELETE FROM state_code WHERE key = ?1",
            Self::Click => "DELETE FROM state_click WHERE key = ?1",
            Self::Order => "DELETE FROM state_order WHERE key = ?1",
            Self::Program => "DELETE FROM state_program WHERE key = ?1",
            Self::Profile => "DELETE FROM state_profile WHERE key = ?1",
            Self::Mark => "DELETE FROM state_mark WHERE key = ?1",
            Self::Occasion => "DELETE FROM state_occasion WHERE key = ?1",
            Self::List => "DELETE FROM state_list WHERE key = ?1",
            Self::Payout => "DELETE FROM state_payout WHERE key = ?1",
            Self::Proposal => "DELETE FROM state_proposal WHERE key = ?1",
            Self::Policy => "DELETE FROM state_policy WHERE one = ?1",
        }
    }
}

impl Records {
    pub(crate) fn touched(state: &State, rollup: &Rollup) -> Self {
        let mut keys: Vec<RecordKey> = rollup.touched.iter().copied().collect();
        keys.sort_unstable();
        let mut records = Self::default();
        for key in keys {
            records.take(state, key);
        }
        records
    }

    fn take(&mut self, state: &State, key: RecordKey) {
        let mut blob = |table, key, bytes: Option<Vec<u8>>| self.blobs.push((table, key, bytes));
        match key {
            RecordKey::Party(id) => self.parties.extend(state.parties.get(&id).map(|record| (id, *record))),
            RecordKey::Reward(id) => self.rewards.extend(state.rewards.get(&id).map(|record| (id, *record))),
            RecordKey::Tally(id) => blob(Table::Tally, i64::from(id.0), state.tallies.get(&id).map(Canon::to_bytes)),
            RecordKey::Order(id) => blob(Table::Order, id.0.bits(), state.orders.get(&id).map(Canon::to_bytes)),
            RecordKey::Program(id) => blob(Table::Program, id.0.bits(), state.programs.get(&id).map(Canon::to_bytes)),
            RecordKey::Profile(id) => blob(Table::Profile, i64::from(id.0), state.profiles.get(&id).map(Canon::to_bytes)),
            RecordKey::Mark(id) => blob(Table::Mark, mark_cell(id), state.marks.get(&id).map(Canon::to_bytes)),
            RecordKey::Occasion(id) => blob(Table::Occasion, id.bits(), state.occasions.get(&id).map(Canon::to_bytes)),
            RecordKey::List(list) => blob(Table::List, list_cell(list), state.lists.get(&list).map(Canon::to_bytes)),
            RecordKey::Payout(id) => {
                blob(Table::Payout, i64::from(id.0), state.payouts.get(&id).map(Canon::to_bytes));
                self.payouts.push(id);
            }
            RecordKey::Proposal(id) => blob(Table::Proposal, id.bits(), state.proposals.get(&id).map(Canon::to_bytes)),
            RecordKey::Policy => blob(Table::Policy, 1, Some(state.policy.to_bytes())),
            RecordKey::Code(id) => {
                blob(Table::Code, id.0.bits(), state.codes.get(&id).map(Canon::to_bytes));
            }
            RecordKey::Customer(id) => self.links.push((Table::Customer, id.0.bits(), state.customers.get(&id).map(|party| i64::from(party.0)))),
            RecordKey::Email(id) => self.links.push((Table::Email, i64::from(id.0), state.emails.get(&id).map(|party| i64::from(party.0)))),
            RecordKey::Click(id) => self.links.push((Table::Click, id.0.bits(), state.clicks.get(&id).map(|code| code.0.bits()))),
            // It only names parties, each of which is touched on its own.
            RecordKey::Upline(_) => {}
        }
    }

    /// Keeps the owners of these codes, for the list of refused contacts.
    pub(crate) fn keep_owners(&mut self, state: &State, codes: impl Iterator<Item = CodeKey>) {
        let mut codes: Vec<CodeKey> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        let owner = |code: CodeKey| state.codes.get(&code).and_then(|record| state.party_of(record.owner)).map(|party| (code, party));
        self.owners = codes.into_iter().filter_map(owner).collect();
    }
}

impl Tx<'_> {
    /// Writes changed records.
    pub(crate) fn store(&mut self, records: &Records, totals: &Totals) -> Result<()> {
        let put = "INSERT INTO state_party (key, bytes) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = excluded.bytes";
        let mut put = self.statement(put)?;
        for (id, record) in &records.parties {
            put.execute((id.0, record.to_bytes()))?;
        }
        for (table, key, bytes) in &records.blobs {
            match bytes {
                Some(bytes) => self.run(table.put(), (key, bytes))?,
                None => self.run(table.delete(), [key])?,
            };
        }
        for (table, key, link) in &records.links {
            match link {
                Some(link) => self.run(table.put(), (key, link))?,
                None => self.run(table.delete(), [key])?,
            };
        }
        let put = "INSERT INTO state_reward (key, deadline, bytes) VALUES (?1, ?2, ?3) \
                   ON CONFLICT DO UPDATE SET deadline = excluded.deadline, bytes = excluded.bytes";
        let mut put = self.statement(put)?;
        for (id, reward) in &records.rewards {
            put.execute((id.0, reward.deadline().map(Timestamp::micros), reward.to_bytes()))?;
        }
        self.run("INSERT INTO state_totals (one, bytes) VALUES (1, ?1) ON CONFLICT DO UPDATE SET bytes = excluded.bytes", [totals.to_bytes()])?;
        Ok(())
    }

    /// Loads the values that are not keyed. They are needed before anything is decided.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn load_totals(&self, state: &mut State) -> Result<()> {
        load_totals(self.conn, state)
    }

    /// Loads the records with these keys, as far as they exist. What is loaded already is left as it is.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn load(&self, keys: &[RecordKey], state: &mut State) -> Result<()> {
        for key in keys {
            self.load_one(*key, state)?;
        }
        Ok(())
    }

    fn blob<T: Canon>(&self, sql: &str, key: i64) -> Result<Option<T>> {
        let bytes: Option<Vec<u8>> = self.first(sql, [key], |row| row.get(0))?;
        Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
    }

    fn link(&self, sql: &str, key: i64) -> Result<Option<i64>> {
        self.first(sql, [key], |row| row.get(0))
    }

    fn load_one(&self, key: RecordKey, state: &mut State) -> Result<()> {
        match key {
            RecordKey::Party(id) if !state.parties.contains_key(&id) => {
                state.parties.extend(self.blob("SELECT bytes FROM state_party WHERE key = ?1", i64::from(id.0))?.map(|record| (id, record)));
            }
            RecordKey::Tally(id) if !state.tallies.contains_key(&id) => {
                state.tallies.extend(self.blob("SELECT bytes FROM state_tally WHERE key = ?1", i64::from(id.0))?.map(|record| (id, record)));
            }
            RecordKey::Code(id) if !state.codes.contains_key(&id) => {
                state.codes.extend(self.blob("SELECT bytes FROM state_code WHERE key = ?1", id.0.bits())?.map(|record| (id, record)));
            }
            RecordKey::Order(id) if !state.orders.contains_key(&id) => {
                state.orders.extend(self.blob("SELECT bytes FROM state_order WHERE key = ?1", id.0.bits())?.map(|record| (id, record)));
            }
            RecordKey::Program(id) if !state.programs.contains_key(&id) => {
                state.programs.extend(self.blob("SELECT bytes FROM state_program WHERE key = ?1", id.0.bits())?.map(|record| (id, record)));
            }
            RecordKey::Profile(id) if !state.profiles.contains_key(&id) => {
                state.profiles.extend(self.blob("SELECT bytes FROM state_profile WHERE key = ?1", i64::from(id.0))?.map(|record| (id, record)));
            }
            RecordKey::Mark(id) if !state.marks.contains_key(&id) => {
                state.marks.extend(self.blob("SELECT bytes FROM state_mark WHERE key = ?1", mark_cell(id))?.map(|record| (id, record)));
            }
            RecordKey::Occasion(id) if !state.occasions.contains_key(&id) => {
                state.occasions.extend(self.blob("SELECT bytes FROM state_occasion WHERE key = ?1", id.bits())?.map(|record| (id, record)));
            }
            RecordKey::List(list) if !state.lists.contains_key(&list) => {
                state.lists.extend(self.blob("SELECT bytes FROM state_list WHERE key = ?1", list_cell(list))?.map(|record| (list, record)));
            }
            RecordKey::Reward(id) if !state.rewards.contains_key(&id) => {
                if let Some(reward) = self.blob("SELECT bytes FROM state_reward WHERE key = ?1", i64::from(id.0))? {
                    state.put_reward(id, reward);
                }
            }
            RecordKey::Payout(id) if !state.payouts.contains_key(&id) => {
                state.payouts.extend(self.blob("SELECT bytes FROM state_payout WHERE key = ?1", i64::from(id.0))?.map(|record| (id, record)));
            }
            RecordKey::Proposal(id) if !state.proposals.contains_key(&id) => {
                state.proposals.extend(self.blob("SELECT bytes FROM state_proposal WHERE key = ?1", id.bits())?.map(|record| (id, record)));
            }
            RecordKey::Policy if state.policy == PayoutPolicy::default() => {
                state.policy = self.blob("SELECT bytes FROM state_policy WHERE one = ?1", 1)?.unwrap_or_default();
            }
            RecordKey::Customer(id) if !state.customers.contains_key(&id) => {
                let found = self.link("SELECT party FROM state_customer WHERE key = ?1", id.0.bits())?;
                state.customers.extend(found.map(party).transpose()?.map(|party| (id, party)));
            }
            RecordKey::Email(id) if !state.emails.contains_key(&id) => {
                let found = self.link("SELECT party FROM state_email WHERE key = ?1", i64::from(id.0))?;
                state.emails.extend(found.map(party).transpose()?.map(|party| (id, party)));
            }
            RecordKey::Click(id) if !state.clicks.contains_key(&id) => {
                let found = self.link("SELECT code FROM state_click WHERE key = ?1", id.0.bits())?;
                state.clicks.extend(found.map(|code| (id, CodeKey(Key::from_bits(code)))));
            }
            RecordKey::Upline(id) => self.load_upline(id, state)?,
            _ => {}
        }
        Ok(())
    }

    /// Loads a party, whoever brought them, whoever brought those, and so on: each by its key, however deep the tree is.
    fn load_upline(&self, from: PartyId, state: &mut State) -> Result<()> {
        let mut next = Some(from);
        while let Some(id) = next {
            self.load_one(RecordKey::Party(id), state)?;
            next = state.parties.get(&id).and_then(|record| record.merged_into.or(record.bond.map(|bond| bond.advocate)));
        }
        Ok(())
    }

    /// Loads the rewards that have a deadline at or before an instant, and returns their numbers in the order of (deadline, number).
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn load_deadlines_until(&self, at: Timestamp, state: &mut State) -> Result<Vec<RewardId>> {
        let mut statement = self.statement("SELECT key, bytes FROM state_reward WHERE deadline <= ?1 ORDER BY deadline, key")?;
        let mut rows = statement.query([at.micros()])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let id = RewardId(row.get(0)?);
            due.push(id);
            if !state.rewards.contains_key(&id) {
                state.put_reward(id, AnyReward::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?);
            }
        }
        Ok(due)
    }

    /// Loads all of the state.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn load_all(&self) -> Result<State> {
        load_all(self.conn)
    }
}

impl Db {
    /// Loads all of the state, as it was at the last commit.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn state(&self) -> Result<State> {
        self.scan(load_all).await
    }
}

pub(crate) fn load_totals(conn: &Connection, state: &mut State) -> Result<()> {
    use rusqlite::OptionalExtension as _;
    let bytes: Option<Vec<u8>> = conn.query_row("SELECT bytes FROM state_totals", [], |row| row.get(0)).optional()?;
    if let Some(bytes) = bytes {
        state.totals = Totals::from_bytes(&bytes)?;
    }
    Ok(())
}

fn load_all(conn: &Connection) -> Result<State> {
    let mut state = State::default();
    load_totals(conn, &mut state)?;
    read_all(conn, "SELECT key, bytes FROM state_party", &mut state.parties, party, blob)?;
    read_all(conn, "SELECT key, bytes FROM state_tally", &mut state.tallies, party, blob)?;
    read_all(conn, "SELECT key, bytes FROM state_code", &mut state.codes, |key| Ok(CodeKey(Key::from_bits(key))), blob)?;
    read_all(conn, "SELECT key, bytes FROM state_order", &mut state.orders, |key| Ok(OrderKey(Key::from_bits(key))), blob)?;
    read_all(conn, "SELECT key, bytes FROM state_program", &mut state.programs, |key| Ok(ProgramKey(Key::from_bits(key))), blob)?;
    read_all(conn, "SELECT key, bytes FROM state_profile", &mut state.profiles, party, blob)?;
    read_all(conn, "SELECT key, bytes FROM state_mark", &mut state.marks, mark, blob)?;
    read_all(conn, "SELECT key, bytes FROM state_occasion", &mut state.occasions, |key| Ok(Key::from_bits(key)), blob)?;
    read_all(conn, "SELECT key, bytes FROM state_list", &mut state.lists, list, blob)?;
    read_all(conn, "SELECT key, bytes FROM state_payout", &mut state.payouts, |key| number(key).map(RewardId), blob)?;
    read_all(conn, "SELECT key, bytes FROM state_proposal", &mut state.proposals, |key| Ok(Key::from_bits(key)), blob)?;
    let mut policies = Vec::new();
    read_all(conn, "SELECT one, bytes FROM state_policy", &mut policies, Ok, blob)?;
    state.policy = policies.pop().map(|(_, policy)| policy).unwrap_or_default();
    read_all(conn, "SELECT key, party FROM state_customer", &mut state.customers, |key| Ok(CustomerKey(Key::from_bits(key))), link)?;
    read_all(conn, "SELECT key, party FROM state_email", &mut state.emails, |key| number(key).map(Identity), link)?;
    read_all(
        conn,
        "SELECT key, code FROM state_click",
        &mut state.clicks,
        |key| Ok(ClickKey(Key::from_bits(key))),
        |cell| Ok(CodeKey(Key::from_bits(cell.as_i64().map_err(damaged)?))),
    )?;
    let mut rewards = Vec::new();
    read_all(conn, "SELECT key, bytes FROM state_reward", &mut rewards, |key| number(key).map(RewardId), blob)?;
    for (id, reward) in rewards {
        state.put_reward(id, reward);
    }
    Ok(state)
}

/// A mark as one integer: its identity, then its kind in the lowest eight bits.
fn mark_cell(mark: Mark) -> i64 {
    (i64::from(mark.id.0) << 8) | i64::from(mark.kind.to_bytes()[0])
}

fn mark(cell: i64) -> Result<Mark> {
    let kind = u8::try_from(cell & 0xff).map_err(damaged)?;
    Ok(Mark { kind: MarkKind::from_bytes(&[kind])?, id: number(cell >> 8).map(Identity)? })
}

fn list_cell(list: StaffList) -> i64 {
    i64::from(list.to_bytes()[0])
}

fn list(cell: i64) -> Result<StaffList> {
    Ok(StaffList::from_bytes(&[u8::try_from(cell).map_err(damaged)?])?)
}

fn blob<T: Canon>(cell: ValueRef<'_>) -> Result<T> {
    Ok(T::from_bytes(cell.as_blob().map_err(damaged)?)?)
}

fn link(cell: ValueRef<'_>) -> Result<PartyId> {
    party(cell.as_i64().map_err(damaged)?)
}

/// Reads a whole table of keys and values.
fn read_all<K, V>(
    conn: &Connection,
    sql: &str,
    into: &mut impl Extend<(K, V)>,
    key: impl Fn(i64) -> Result<K>,
    value: impl Fn(ValueRef<'_>) -> Result<V>,
) -> Result<()> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        into.extend([(key(row.get(0)?)?, value(row.get_ref(1)?)?)]);
    }
    Ok(())
}
