//! Pages on their way into the db: they gather while the disk is busy, and nothing is stored behind a gap.
#![allow(clippy::unwrap_used)]

use std::sync::mpsc;
use tempfile::TempDir;
use vouchsafe_app::Access;
use vouchsafe_app::intake::Intake;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::{RawPage, Settings};
use vouchsafe_db::{Cursor, Db, DbError, Durability};
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// After all that the demo shop tells.
const AT: Timestamp = Timestamp::from_micros(1_900_000_000_000_000);

fn start() -> Cursor {
    Cursor { kind: Kind::Orders, round: 1, since: None, after: None, seen: 0, total: None, watermark: None, started_at: AT, finished_at: None }
}

/// The pages of a shop, each with the mark of the next.
fn pages(orders: u32, size: usize) -> Vec<ParsedPage> {
    let texts = Shop::generate(&Spec::new(orders, 3)).order_pages(size).collect::<Vec<_>>();
    let parsed =
        texts.into_iter().map(|text| ParsedPage::parse(Kind::Orders, RawPage { text, refused: Vec::new(), next: None }, &Settings::default()));
    parsed.collect::<Result<_, _>>().unwrap()
}

async fn opened() -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("a.db"), Access::ReadWrite).await.unwrap();
    (folder, db)
}

async fn stored_cursor(db: &Db) -> Cursor {
    db.cursors().await.unwrap().into_iter().find(|cursor| cursor.kind == Kind::Orders).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_gather_while_the_disk_is_busy() {
    let (_folder, db) = opened().await;
    let (go_on, waits) = mpsc::channel::<()>();
    let busy = db.submit(Durability::Normal, move |_| Ok(waits.recv().is_ok())).unwrap();
    let mut intake = Intake::new(db.clone(), start(), false);
    for page in pages(60, 5) {
        intake.take(page, AT).await.unwrap();
    }
    // The writing thread stands still, and taking has not waited for it.
    assert_eq!((db.mirror_counts().await.unwrap().orders, intake.cursor().seen), (0, 60));
    go_on.send(()).unwrap();
    assert!(busy.done().await.unwrap());
    let stored = intake.finish(AT).await.unwrap();
    assert_eq!((stored.rows, stored.changed, stored.refused), (60, 60, 0));
    let cursor = stored_cursor(&db).await;
    assert_eq!((cursor.seen, cursor.after, cursor.finished_at), (60, None, Some(AT)));
    assert_eq!(db.mirror_counts().await.unwrap().orders, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_behind_a_commit_that_failed() {
    let (folder, db) = opened().await;
    let other = rusqlite::Connection::open(folder.path().join("a.db")).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON shop_order WHEN (SELECT count(*) FROM shop_order) = 10 BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();
    let mut intake = Intake::new(db.clone(), start(), false);
    let (mut pages, mut failed) = (pages(40, 5).into_iter(), None);
    for page in pages.by_ref() {
        // Page by page, so that each is a commit of its own.
        failed = intake.take(page, AT).await.err();
        db.write(|_| Ok(())).await.unwrap();
        if failed.is_some() {
            break;
        }
    }
    assert!(matches!(failed, Some(DbError::Sqlite(_))), "{failed:?}");
    other.execute_batch("DROP TRIGGER full").unwrap();
    // The disk has room again, but the page that failed would be skipped.
    assert!(matches!(intake.take(pages.next().unwrap(), AT).await, Err(DbError::Closed)));
    intake.finish(AT).await.unwrap_err();
    assert_eq!((db.mirror_counts().await.unwrap().orders, stored_cursor(&db).await.seen), (10, 10));
}
