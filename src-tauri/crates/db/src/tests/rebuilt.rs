//! Tables against the log while somebody writes, and the list of rewards of an older version.

use super::world::{World, filled};
use super::{Desk, at};
use crate::{Access, Db, Deviation};
use rusqlite::types::Value;
use vouchsafe_domain::outcome::Outcome;
use vouchsafe_domain::reward::RewardStep;
use vouchsafe_domain::rollup::Rollup;

/// Proposes more of some rewards, in a commit of its own.
async fn propose(db: &Db, ids: &'static str) {
    let state = db.state().await.unwrap();
    let proposed = db.write(move |tx| {
        let mut world = World { state, rollup: Rollup::default() };
        for no in 0..20 {
            world.step(no, RewardStep::RaiseProposed { minor: 500 + i64::from(no) }, 600);
        }
        let commit = world.seal(tx, ids, vec![Outcome::default()]);
        tx.commit_fold(&commit, at(2_000)).map(drop)
    });
    proposed.await.unwrap();
}

fn rows(desk: &Desk, sql: &str) -> Vec<Vec<Value>> {
    let conn = desk.outside();
    let mut statement = conn.prepare(sql).unwrap();
    let cells = statement.column_count();
    let rows = statement.query_map([], |row| (0..cells).map(|cell| row.get(cell)).collect()).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[tokio::test]
async fn what_is_written_while_the_tables_are_compared_neither_differs_nor_hides_what_does() {
    let desk = filled().await;
    desk.db.close().await;
    let other = desk.folder.path().join("other.db");
    std::fs::copy(desk.path(), &other).unwrap();
    let desk = desk.again().await;
    let rebuilt = Db::open(&other, Access::ReadOnly).await.unwrap();
    for (round, damage, expected) in [
        ("first", "SELECT 1", vec![]),
        ("second", "UPDATE referral SET bound_at = bound_at - 1 WHERE friend = 7", vec![Deviation { table: "referral", rows: 1 }]),
    ] {
        desk.outside().execute_batch(damage).unwrap();
        let (db, head) = (desk.db.clone(), desk.db.journal_head().await.unwrap().unwrap().0);
        let runtime = tokio::runtime::Handle::current();
        let found = desk.db.deviations(&rebuilt, move |entry| {
            assert_eq!(entry, head);
            std::thread::spawn(move || runtime.block_on(propose(&db, round))).join().unwrap();
            Ok(())
        });
        assert_eq!(found.await.unwrap(), expected, "{round}");
        assert!(desk.db.journal_head().await.unwrap().unwrap().0 > head);
        // The next round begins with what was written.
        std::fs::remove_file(&other).unwrap();
        desk.db.copy_into(&other).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_of_rewards_that_an_older_version_made_is_put_once_more() {
    const LIST: &str = "SELECT * FROM reward ORDER BY no";
    const TOTALS: &str = "SELECT * FROM reward_total WHERE count <> 0 ORDER BY state, waits, role, asset";
    let desk = filled().await;
    propose(&desk.db, "raised").await;
    desk.db.close().await;
    let (list, totals) = (rows(&desk, LIST), rows(&desk, TOTALS));
    desk.outside()
        .execute_batch(
            "UPDATE reward SET proposed = NULL, waits = waits & ~8; \
             DELETE FROM reward_total; \
             INSERT INTO reward_total (state, waits, role, asset, count, minor) \
                 SELECT state, waits, role, asset, count(*), sum(minor) FROM reward GROUP BY state, waits, role, asset; \
             DROP INDEX merged_into; \
             DELETE FROM _sqlx_migrations WHERE version >= 9;",
        )
        .unwrap();
    assert!(rows(&desk, LIST) != list && rows(&desk, TOTALS) != totals);
    let desk = desk.again().await;
    assert!(rows(&desk, LIST) == list, "the list is what its records say");
    assert!(rows(&desk, TOTALS) == totals, "and so are its totals");
    assert_eq!(desk.db.setting("rewards_owed").await.unwrap(), None);
}
