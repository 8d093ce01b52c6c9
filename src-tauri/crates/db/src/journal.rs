//! The journal: one hash-chained entry for each commit of the fold.

use crate::cell::{account_cells, asset_cell, count, number, signed};
use crate::error::Result;
use crate::fold::FoldCommit;
use crate::open::Db;
use crate::writer::Tx;
use rusqlite::{Connection, Row, Rows};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::journal::{EntryHash, EntryHasher, GENESIS};
use vouchsafe_domain::outcome::{ENGINE_VERSION, Outcome};
use vouchsafe_domain::time::Timestamp;

/// What a check of the journal came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// How many events they cover.
    pub events: u64,
    /// The hash of the last entry that is whole: the checkpoint to keep elsewhere. A cut-off tail shows only against one.
    pub head: EntryHash,
    /// The first thing that is wrong, if anything is.
    pub broken: Option<Broken>,
}

/// What is wrong with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Entries, events or transfers are missing before this entry, or out of place.
    Gap {
        /// The entry.
        entry: u64,
    },
    /// The entry does not stand on the one before it.
    Chain {
        /// The entry.
        entry: u64,
    },
    /// The entry's events or outcomes were changed.
    Contents {
        /// The entry.
        entry: u64,
    },
    /// The table of transfers differs from what the entry's outcomes say.
    Transfers {
        /// The entry.
        entry: u64,
    },
    /// The log goes on after the last entry.
    Unentered {
        /// The last event that an entry covers.
        seq: u64,
    },
}

impl Tx<'_> {
    /// Adds the entry of a fold whose events were appended from `first_seq` on.
    pub(crate) fn enter(&mut self, fold: &FoldCommit, first_seq: u64, recorded_at: Timestamp) -> Result<u64> {
        let no = self.head.entry + 1;
        let previous = self.head.hash;
        let mut hasher = EntryHasher::new(no, &previous, recorded_at);
        for (seq, entry) in (first_seq..).zip(fold.entries()) {
            hasher.add(seq, entry.event, entry.outcome);
        }
        let hash = hasher.finish();
        let sql = "INSERT INTO journal (no, first_seq, last_seq, recorded_at, engine, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.run(sql, (signed(no), signed(first_seq), signed(self.head.seq), recorded_at.micros(), ENGINE_VERSION, previous, hash))?;
        self.head.entry = no;
        self.head.hash = hash;
        Ok(no)
    }
}

impl Db {
    /// Recomputes the journal's chain from the log and compares the ledger with it.
    ///
    /// # Errors
    /// What SQLite says. What is wrong with the journal is no error but an answer.
    pub async fn verify_journal(&self) -> Result<Verified> {
        self.scan(verify).await
    }

    /// The number and the hash of the last entry.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn journal_head(&self) -> Result<Option<(u64, EntryHash)>> {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as("SELECT no, hash FROM journal ORDER BY no DESC LIMIT 1").fetch_optional(self.pool()).await?;
        row.map(|(no, hash)| Ok((count(no), EntryHash::from_bytes(&hash)?))).transpose()
    }
}

struct EntryRow {
    no: u64,
    first_seq: u64,
    last_seq: u64,
    recorded_at: Timestamp,
    engine: i64,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

fn entry(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    Ok(EntryRow {
        no: count(row.get(0)?),
        first_seq: count(row.get(1)?),
        last_seq: count(row.get(2)?),
        recorded_at: Timestamp::from_micros(row.get(3)?),
        engine: row.get(4)?,
        previous: row.get(5)?,
        hash: row.get(6)?,
    })
}

fn verify(conn: &Connection) -> Result<Verified> {
    let mut found = Verified { entries: 0, events: 0, head: GENESIS, broken: None };
    let mut statement = conn.prepare("SELECT no, first_seq, last_seq, recorded_at, engine, previous, hash FROM journal ORDER BY no")?;
    let mut rows = statement.query([])?;
    let mut transfers = conn.prepare("SELECT seq, debit_kind, debit_ref, credit_kind, credit_ref, asset, minor, reward FROM transfer ORDER BY no")?;
    let mut transfers = TransferRows(transfers.query([])?);
    while let Some(row) = rows.next()? {
        let entry = entry(row)?;
        found.broken = check_entry(conn, &entry, &found, &mut transfers)?;
        if found.broken.is_some() {
            return Ok(found);
        }
        found.entries = entry.no;
        found.events = entry.last_seq;
        found.head.copy_from_slice(&entry.hash);
    }
    let beyond: bool = conn.query_row("SELECT EXISTS (SELECT 1 FROM event WHERE seq > ?1)", [signed(found.events)], |row| row.get(0))?;
    if beyond {
        found.broken = Some(Broken::Unentered { seq: found.events });
    } else if !transfers.is_done()? {
        found.broken = Some(Broken::Transfers { entry: found.entries });
    }
    Ok(found)
}

fn check_entry(conn: &Connection, entry: &EntryRow, before: &Verified, transfers: &mut TransferRows<'_>) -> Result<Option<Broken>> {
    let no = entry.no;
    if no != before.entries + 1 || entry.first_seq != before.events + 1 || entry.last_seq + 1 < entry.first_seq {
        return Ok(Some(Broken::Gap { entry: before.entries + 1 }));
    }
    if entry.previous != before.head {
        return Ok(Some(Broken::Chain { entry: no }));
    }
    let mut hasher = EntryHasher::of_engine(number(entry.engine)?, no, &before.head, entry.recorded_at);
    let mut statement =
        conn.prepare_cached("SELECT seq, bytes, outcome, class, key, part, at FROM event WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?;
    let mut rows = statement.query((signed(entry.first_seq), signed(entry.last_seq)))?;
    let mut expected = entry.first_seq;
    let (mut transfers_agree, mut columns_agree) = (true, true);
    while let Some(row) = rows.next()? {
        let seq = count(row.get(0)?);
        if seq != expected {
            return Ok(Some(Broken::Gap { entry: no }));
        }
        expected += 1;
        let (event, outcome) = (row.get_ref(1)?.as_blob().unwrap_or_default(), row.get_ref(2)?.as_blob().unwrap_or_default());
        hasher.add(seq, event, outcome);
        transfers_agree = transfers_agree && transfers.agree(seq, outcome)?;
        columns_agree = columns_agree && is_of(event, (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?));
    }
    if expected != entry.last_seq + 1 {
        return Ok(Some(Broken::Gap { entry: no }));
    }
    if hasher.finish() != *entry.hash || !columns_agree {
        return Ok(Some(Broken::Contents { entry: no }));
    }
    Ok((!transfers_agree).then_some(Broken::Transfers { entry: no }))
}

/// Whether the columns by which an event is found are those of its bytes.
fn is_of(event: &[u8], columns: (u8, i64, i64, i64)) -> bool {
    Event::from_bytes(event).is_ok_and(|event| (event.id.class.number(), event.id.key.bits(), event.id.part.bits(), event.at.micros()) == columns)
}

/// The table of transfers, read beside the log.
struct TransferRows<'s>(Rows<'s>);

impl TransferRows<'_> {
    /// Whether the next rows are the transfers of this outcome.
    fn agree(&mut self, seq: u64, outcome: &[u8]) -> Result<bool> {
        let Ok(outcome) = Outcome::from_bytes(outcome) else { return Ok(false) };
        for transfer in &outcome.transfers {
            let ((debit, debit_ref), (credit, credit_ref)) = (account_cells(transfer.debit), account_cells(transfer.credit));
            let said = [
                signed(seq),
                debit,
                debit_ref,
                credit,
                credit_ref,
                asset_cell(transfer.amount.asset),
                transfer.amount.minor,
                i64::from(transfer.reward.0),
            ];
            let Some(row) = self.0.next()? else { return Ok(false) };
            for (index, cell) in said.iter().enumerate() {
                if row.get::<_, i64>(index)? != *cell {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn is_done(&mut self) -> Result<bool> {
        Ok(self.0.next()?.is_none())
    }
}
