//! Tests on real SQLite files.

mod fold;
mod lists;
mod migrate;
mod mirror;
mod notices;
mod open;
mod rebuilt;
mod rejudge;
mod rows;
mod search;
mod staged;
mod state;
mod sync;
mod world;

use crate::{Access, Db};
use std::path::PathBuf;
use tempfile::TempDir;
use vouchsafe_domain::event::{Event, EventId, Fact};
use vouchsafe_domain::event::{Funds, OrderChange};
use vouchsafe_domain::name::{CustomerKey, Names as _, OrderKey};
use vouchsafe_domain::time::Timestamp;

/// A db in a folder of its own.
struct Desk {
    db: Db,
    folder: TempDir,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("shop.db"), Access::ReadWrite).await.unwrap();
        Self { db, folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("shop.db")
    }

    /// Lets the file go and opens it again.
    async fn again(self) -> Self {
        self.db.close().await;
        let db = Db::open(&self.path(), Access::ReadWrite).await.unwrap();
        Self { db, folder: self.folder }
    }

    /// A plain connection to the same file, as somebody with another tool has.
    fn outside(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    async fn count(&self, table: &'static str) -> i64 {
        sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"))).fetch_one(self.db.pool()).await.unwrap()
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000 + seconds * 1_000_000)
}

fn event(tx: &mut crate::Tx<'_>, id: &str, when: Timestamp, fact: Fact) -> Event {
    Event { id: EventId::parse(id, tx), at: when, seen_at: None, fact }
}

fn order_event(tx: &mut crate::Tx<'_>, number: &str, change: OrderChange, when: Timestamp) -> Event {
    let verb = if change == OrderChange::Placed { "placed" } else { "confirmed" };
    let order = OrderKey(tx.key(number));
    event(tx, &format!("order/{number}/{verb}"), when, Fact::Order { order, change, body: None })
}

fn deleted_event(tx: &mut crate::Tx<'_>, id: &str, customer: &str, when: Timestamp) -> Event {
    let customer = CustomerKey(tx.key(customer));
    event(tx, id, when, Fact::CustomerDeleted { customer })
}

fn money_event(tx: &mut crate::Tx<'_>, number: &str, part: &str, when: Timestamp) -> Event {
    let order = OrderKey(tx.key(number));
    event(
        tx,
        &format!("order/{number}/money/{part}"),
        when,
        Fact::OrderMoney { order, funds: Funds::default(), currency: vouchsafe_domain::money::Currency::parse("EUR").unwrap(), as_of: when },
    )
}
