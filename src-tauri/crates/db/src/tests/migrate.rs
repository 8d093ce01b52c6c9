//! Migrations that are cut off: a file as it lies on the disk at any moment can be opened, and loses nothing.

use crate::open::{Access, Db, MIGRATIONS, options};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Every so many steps of SQLite's machine a picture of the file is taken.
const EVERY: i32 = 150;

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Runs the migrations on a file and keeps it as it lies on the disk at many moments, as a program that is killed there leaves it.
async fn pictures(path: &Path, into: &TempDir) -> Vec<PathBuf> {
    let taken = Arc::new(AtomicU32::new(0));
    let (counter, from, folder) = (Arc::clone(&taken), path.to_owned(), into.path().to_owned());
    let mut conn = options(path)
        .create_if_missing(true)
        .page_size(8_192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .unwrap();
    conn.lock_handle().await.unwrap().set_progress_handler(EVERY, move || {
        let no = counter.fetch_add(1, Ordering::Relaxed);
        for ending in ["", "-wal"] {
            // The WAL is not there before the first write.
            let _ = std::fs::copy(with_ending(&from, ending), with_ending(&folder.join(format!("{no}.db")), ending));
        }
        true
    });
    MIGRATIONS.run_direct(None, &mut conn, false).await.unwrap();
    conn.lock_handle().await.unwrap().remove_progress_handler();
    conn.close().await.unwrap();
    (0..taken.load(Ordering::Relaxed)).map(|no| into.path().join(format!("{no}.db"))).collect()
}

fn schema(path: &Path) -> Vec<(String, String)> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut statement = conn.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn migrations_done(path: &Path) -> i64 {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.query_row("SELECT count(*) FROM _sqlx_migrations WHERE success", [], |row| row.get(0)).unwrap_or(0)
}

#[tokio::test]
async fn a_migration_that_was_killed_anywhere_is_made_up_for_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    let shots = tempfile::tempdir().unwrap();
    let taken = pictures(&whole, &shots).await;
    let want = schema(&whole);
    assert!(taken.len() >= 20, "{} pictures", taken.len());
    let mut halfway = None;
    for picture in &taken {
        if migrations_done(picture) == 1 && halfway.is_none() {
            let kept = folder.path().join("halfway.db");
            std::fs::copy(picture, &kept).unwrap();
            let _ = std::fs::copy(with_ending(picture, "-wal"), with_ending(&kept, "-wal"));
            halfway = Some(kept);
        }
        let db = Db::open(picture, Access::ReadWrite).await.unwrap();
        db.close().await;
        assert_eq!(schema(picture), want, "{}", picture.display());
    }
    // The same with rows in the tables that the later migrations change.
    let old = halfway.unwrap();
    let conn = rusqlite::Connection::open(&old).unwrap();
    conn.execute_batch(
        "INSERT INTO customer (key, updated, joined, email, name, cold) VALUES (46, 1, 1, 1, 'anna', x'00'); \
         INSERT INTO gift_card (id, created, currency, current, is_active, cold) VALUES (x'01', 1, 978, 5, 1, x'00'); \
         INSERT INTO quarantine (kind, source_id, code, args, raw, at) VALUES (1, '1042', 'bad_row', x'00', x'00', 7); \
         INSERT INTO setting (key, value) VALUES ('margin_percent', '40');",
    )
    .unwrap();
    drop(conn);
    let later = tempfile::tempdir().unwrap();
    for picture in pictures(&old, &later).await {
        let db = Db::open(&picture, Access::ReadWrite).await.unwrap();
        assert_eq!(db.setting("margin_percent").await.unwrap().as_deref(), Some("40"));
        db.close().await;
        assert_eq!(schema(&picture), want);
        let conn = rusqlite::Connection::open(&picture).unwrap();
        let rows: i64 = conn
            .query_row("SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM gift_card) + (SELECT count(*) FROM quarantine)", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 3);
    }
}
