//! What stands in the file against what its log comes to: the log is folded once more into a file of its own, and both are read row beside row.

use crate::cell::{count, signed};
use crate::error::Result;
use crate::open::Db;
use crate::scan;
use rusqlite::types::Value;
use rusqlite::{Connection, Rows};
use std::cmp::Ordering;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::reward::AnyReward;
use vouchsafe_domain::time::Timestamp;

/// Where a commit of the fold ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitEnd {
    /// Its number in the journal.
    pub entry: u64,
    /// The number of its last event.
    pub last_seq: u64,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// A table whose rows are not those that the log gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// The table.
    pub table: &'static str,
    /// How many rows are missing, too many or different.
    pub rows: u64,
}

/// Everything that is derived from the log, with its key. Balances are held against the transfers, which the journal covers, and totals of
/// rewards and payouts against their lists: both elsewhere.
const DERIVED: [(&str, &[&str]); 31] = [
    ("state_totals", &["one"]),
    ("state_party", &["key"]),
    ("state_tally", &["key"]),
    ("state_customer", &["key"]),
    ("state_email", &["key"]),
    ("state_code", &["key"]),
    ("state_click", &["key"]),
    ("state_order", &["key"]),
    ("state_reward", &["key"]),
    ("state_program", &["key"]),
    ("state_profile", &["key"]),
    ("state_mark", &["key"]),
    ("state_occasion", &["key"]),
    ("state_list", &["key"]),
    ("state_payout", &["key"]),
    ("state_proposal", &["key"]),
    ("state_policy", &["one"]),
    ("merged", &["party"]),
    ("reward", &["no"]),
    ("reward_signal", &["signal", "reward"]),
    ("payout", &["no"]),
    ("referral", &["friend"]),
    ("person_figure", &["party", "currency"]),
    ("figure", &["month", "channel", "currency"]),
    ("decided", &["friend", "seq"]),
    ("reward_event", &["reward", "seq"]),
    ("party_event", &["no"]),
    ("party_identity", &["identity", "party"]),
    ("code_owner", &["code"]),
    ("tie", &["no"]),
    ("money_fact", &["no"]),
];

/// What a reward is called is made of names, which the other file does not have; it is held against its record.
const CALLED: &str = "key";

impl Db {
    /// Where the commits after an entry of the journal ended, in order, at most so many.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn commits_after(&self, entry: u64, limit: u32) -> Result<Vec<CommitEnd>> {
        let sql = "SELECT no, last_seq, recorded_at FROM journal WHERE no > ?1 ORDER BY no LIMIT ?2";
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(sql).bind(signed(entry)).bind(i64::from(limit)).fetch_all(self.pool()).await?;
        let end = |(no, last, at)| CommitEnd { entry: count(no), last_seq: count(last), recorded_at: Timestamp::from_micros(at) };
        Ok(rows.into_iter().map(end).collect())
    }

    /// The tables whose rows are not those of `rebuilt`, once `catch_up` has folded into it what the log of this db comes to up to an entry of
    /// the journal. All of this db is read as it stood at that entry, row by row, whoever writes meanwhile.
    ///
    /// # Errors
    /// What SQLite says; what `catch_up` fails with.
    pub async fn deviations(&self, rebuilt: &Self, catch_up: impl FnOnce(u64) -> Result<()> + Send + 'static) -> Result<Vec<Deviation>> {
        let other = rebuilt.path().to_owned();
        self.scan(move |ours| {
            // The first that is read decides at which instant the db is seen.
            catch_up(count(ours.query_row("SELECT coalesce(max(no), 0) FROM journal", [], |row| row.get(0))?))?;
            let theirs = scan::connect(&other)?;
            let mut found = Vec::new();
            for (table, key) in DERIVED {
                let misnamed = if table == "reward" { misnamed(ours)? } else { 0 };
                match differing(ours, &theirs, table, key)? + misnamed {
                    0 => {}
                    rows => found.push(Deviation { table, rows }),
                }
            }
            Ok(found)
        })
        .await
    }
}

/// How many rows of a table the two have not in common, reading both in the order of their key.
fn differing(ours: &Connection, theirs: &Connection, table: &str, key: &[&str]) -> Result<u64> {
    let order = key.join(", ");
    let sql = format!("SELECT {order}, * FROM {table} ORDER BY {order}");
    let (mut ours, mut theirs) = (ours.prepare(&sql)?, theirs.prepare(&sql)?);
    let columns = ours.column_names();
    let columns_read: Vec<usize> = (0..columns.len()).filter(|column| table != "reward" || columns[*column] != CALLED).collect();
    let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
    let (mut left, mut right, mut rows) = (next(&mut ours, &columns_read)?, next(&mut theirs, &columns_read)?, 0);
    loop {
        let which = match (&left, &right) {
            (None, None) => return Ok(rows),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => number(left, key.len()).cmp(&number(right, key.len())),
        };
        rows += u64::from(which.is_ne() || left != right);
        if which.is_le() {
            left = next(&mut ours, &columns_read)?;
        }
        if which.is_ge() {
            right = next(&mut theirs, &columns_read)?;
        }
    }
}

fn next(rows: &mut Rows<'_>, columns: &[usize]) -> Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(columns.iter().map(|cell| row.get(*cell)).collect::<rusqlite::Result<_>>()?))
}

/// How many rewards are called otherwise than their records say. A name that was erased since is told by nobody.
fn misnamed(conn: &Connection) -> Result<u64> {
    let mut statement = conn.prepare("SELECT r.key, s.bytes FROM reward AS r JOIN state_reward AS s ON s.key = r.no")?;
    let (mut rows, mut found) = (statement.query([])?, 0);
    while let Some(row) = rows.next()? {
        let reward = AnyReward::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
        let called = reward.terms().key.text(&NamesOf(conn));
        found += u64::from(!called.contains("erased-") && row.get_ref(0)?.as_str().ok() != Some(&*called));
    }
    Ok(found)
}

/// The names of a file, one by one.
struct NamesOf<'c>(&'c Connection);

impl Texts for NamesOf<'_> {
    fn text(&self, key: Key) -> String {
        let Some(no) = key.as_symbol() else { return key.as_number().unwrap_or(0).to_string() };
        let text = self.0.prepare_cached("SELECT text FROM name WHERE no = ?1").and_then(|mut name| name.query_row([no], |row| row.get(0)));
        text.unwrap_or_else(|_| format!("?{no}"))
    }
}

/// The key of a row. All keys are numbers.
fn number(row: &[Value], cells: usize) -> Vec<i64> {
    row.iter().take(cells).map(|cell| if let Value::Integer(number) = cell { *number } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// What is no copy of anything in the log: what was read, what waits, what is set, and the log itself with what is compared elsewhere.
    const OTHERS: [&str; 36] = [
        "name",
        "identity",
        "shop",
        "setting",
        "program",
        "cursor",
        "quarantine",
        "customer",
        "shop_order",
        "shop_transaction",
        "gift_card",
        "voucher",
        "staged",
        "barrier",
        "event",
        "transfer",
        "journal",
        "balance",
        "reward_total",
        "payout_total",
        "reread",
        "rejudge",
        "sync_log",
        "erased_customer",
        "erased_order",
        "erased_mark",
        "mirror_count",
        "completeness",
        "full_check",
        // A queue, like `rejudge`: how long something stands in it hangs on what had been drained by then.
        "refused_contact",
        "full_check_try",
        "finding",
        "expiring",
        // Letters go to people once, whatever a log folded anew would say.
        "notice",
        "notice_switch",
        "notice_text",
    ];

    #[tokio::test]
    async fn every_table_is_compared_or_is_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("desk.db"), crate::Access::ReadWrite).await.unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%'";
        let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(db.pool()).await.unwrap();
        let tables: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = DERIVED.iter().map(|(table, _)| *table).chain(OTHERS).collect();
        let strange: Vec<_> = tables.symmetric_difference(&known).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}
