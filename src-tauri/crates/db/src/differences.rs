//! What in the file contradicts itself: pages of SQLite, balances against transfers, read models against the records they follow.

use crate::cell::count;
use crate::error::Result;
use crate::mirror::miscounts;
use crate::open::Db;
use rusqlite::Connection;
use vouchsafe_domain::shop::Kind;

/// Something that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differs {
    /// SQLite finds its own pages damaged.
    File {
        /// Its first words.
        what: String,
    },
    /// Balances of accounts are not the sum of their transfers.
    Balances {
        /// Of how many accounts.
        accounts: u64,
    },
    /// The list of rewards is not that of the records.
    Rewards {
        /// Records.
        kept: u64,
        /// Rows of the list.
        shown: u64,
    },
    /// Another number of rows is kept of a kind than the mirror has.
    Rows {
        /// The kind.
        kind: Kind,
    },
    /// Totals of rewards or payouts are not the sums of their list.
    Totals {
        /// How many of them.
        cells: u64,
    },
}

/// Of every account and asset: what its transfers come to, against what its balance says.
const BALANCES: &str = "SELECT count(*) FROM (SELECT kind, ref, asset, sum(minor) AS minor FROM (\
    SELECT debit_kind AS kind, debit_ref AS ref, asset, minor FROM transfer \
    UNION ALL SELECT credit_kind, credit_ref, asset, -minor FROM transfer \
    UNION ALL SELECT kind, ref, asset, -minor FROM balance) GROUP BY kind, ref, asset HAVING sum(minor) <> 0)";

const TOTALS: &str = "SELECT count(*) FROM (SELECT 1 FROM (\
    SELECT state, waits, role, asset, count(*) AS count, sum(minor) AS minor FROM reward GROUP BY state, waits, role, asset \
    UNION ALL SELECT state, waits, role, asset, -count, -minor FROM reward_total) \
    GROUP BY state, waits, role, asset HAVING sum(count) <> 0 OR sum(minor) <> 0)";

const PAYOUT_TOTALS: &str = "SELECT count(*) FROM (SELECT 1 FROM (\
    SELECT state, rail, asset, count(*) AS count, sum(minor) AS minor FROM payout GROUP BY state, rail, asset \
    UNION ALL SELECT state, rail, asset, -count, -minor FROM payout_total) \
    GROUP BY state, rail, asset HAVING sum(count) <> 0 OR sum(minor) <> 0)";

impl Db {
    /// Everything in the file that contradicts itself; nothing in a sound one. Reads all of it.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn differences(&self) -> Result<Vec<Differs>> {
        self.scan(|conn| {
            let mut found = Vec::new();
            let what: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if what != "ok" {
                found.push(Differs::File { what: what.chars().take(200).collect() });
            }
            match rows(conn, BALANCES)? {
                0 => {}
                accounts => found.push(Differs::Balances { accounts }),
            }
            let (kept, shown) = (rows(conn, "SELECT count(*) FROM state_reward")?, rows(conn, "SELECT count(*) FROM reward")?);
            if kept != shown {
                found.push(Differs::Rewards { kept, shown });
            }
            found.extend(miscounts(conn)?.into_iter().map(|kind| Differs::Rows { kind }));
            match rows(conn, TOTALS)? + rows(conn, PAYOUT_TOTALS)? {
                0 => {}
                cells => found.push(Differs::Totals { cells }),
            }
            Ok(found)
        })
        .await
    }
}

fn rows(conn: &Connection, sql: &str) -> Result<u64> {
    Ok(count(conn.query_row(sql, [], |row| row.get(0))?))
}
