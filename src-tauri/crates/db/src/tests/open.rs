//! Opening: what is refused, and what survives.

use super::Desk;
use crate::{Access, Db, DbError};

#[tokio::test]
async fn a_second_program_is_refused_until_the_first_has_closed() {
    let desk = Desk::new().await;
    let refused = Db::open(&desk.path(), Access::ReadWrite).await;
    assert!(matches!(refused, Err(DbError::InUse(_))), "{refused:?}");
    let reader = Db::open(&desk.path(), Access::ReadOnly).await.unwrap();
    assert_eq!(reader.last_seq().await.unwrap(), 0);
    assert!(matches!(reader.write(|_| Ok(())).await, Err(DbError::ReadOnly)));
    desk.again().await;
}

#[tokio::test]
async fn a_newer_file_is_refused_for_writing_and_can_be_looked_at() {
    let desk = Desk::new().await;
    desk.db.close().await;
    desk.outside().execute("INSERT INTO _sqlx_migrations VALUES (9000, 'later', '2030-01-01', 1, x'00', 0)", []).unwrap();
    let refused = Db::open(&desk.path(), Access::ReadWrite).await;
    assert!(matches!(refused, Err(DbError::Newer { found: 9000, known: 12 })), "{refused:?}");
    let looking = Db::open(&desk.path(), Access::ReadOnly).await.unwrap();
    assert!(!looking.is_current().await.unwrap());
}

#[tokio::test]
async fn an_older_file_is_refused_for_looking_until_somebody_writes_it_and_can_be_copied() {
    let desk = Desk::new().await;
    assert!(desk.db.is_current().await.unwrap());
    desk.db.close().await;
    desk.outside().execute("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)", []).unwrap();
    let refused = Db::open(&desk.path(), Access::ReadOnly).await;
    assert!(matches!(refused, Err(DbError::Older { found: 11, known: 12 })), "{refused:?}");
    let copying = Db::open(&desk.path(), Access::Copying).await.unwrap();
    assert!(copying.verify_journal().await.unwrap().broken.is_none());
    assert!(matches!(copying.write(|_| Ok(())).await, Err(DbError::ReadOnly)));
    copying.close().await;
    let desk = desk.again().await;
    assert!(Db::open(&desk.path(), Access::ReadOnly).await.is_ok());
}

#[tokio::test]
async fn a_scratch_file_is_one_alone_begins_empty_and_goes_with_its_db() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db.doctor");
    std::fs::write(&path, "what a killed program has left").unwrap();
    std::fs::write(folder.path().join("shop.db.doctor-wal"), "and its WAL").unwrap();
    let scratch = Db::scratch(&path).await.unwrap();
    assert_eq!(scratch.last_seq().await.unwrap(), 0);
    let refused = Db::scratch(&path).await;
    assert!(matches!(refused, Err(DbError::InUse(_))), "{refused:?}");
    scratch.write(|tx| tx.set("margin", "40")).await.unwrap();
    scratch.close().await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // What cannot be cleared is told.
    std::fs::create_dir(&path).unwrap();
    let refused = Db::scratch(&path).await;
    assert!(matches!(refused, Err(DbError::Unreadable { .. })), "{refused:?}");
}

#[tokio::test]
async fn who_was_merged_into_somebody_is_found_by_an_index_before_the_first_fold_is_done() {
    let desk = Desk::new().await;
    let plan: String = desk.outside().query_row("EXPLAIN QUERY PLAN SELECT party FROM merged WHERE into_party = 1", [], |row| row.get(3)).unwrap();
    assert!(plan.contains("merged_into"), "{plan}");
}

#[tokio::test]
async fn what_is_no_db_of_ours_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let words = "not a database, just a long enough line of text to be taken for one\n".repeat(100);
    std::fs::write(&path, &words).unwrap();
    for access in [Access::ReadWrite, Access::ReadOnly] {
        let refused = Db::open(&path, access).await;
        assert!(matches!(refused, Err(DbError::Damaged(_))), "{refused:?}");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), words);

    let path = folder.path().join("other.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b); CREATE TABLE c (d); CREATE TABLE e (f)").unwrap();
    let refused = Db::open(&path, Access::ReadWrite).await;
    assert!(matches!(refused, Err(DbError::Damaged(_))), "{refused:?}");

    let refused = Db::open(folder.path(), Access::ReadWrite).await;
    assert!(matches!(refused, Err(DbError::Unreadable { .. })), "{refused:?}");
    let refused = Db::open(&folder.path().join("no/such/folder.db"), Access::ReadWrite).await;
    assert!(matches!(refused, Err(DbError::Unreadable { .. })), "{refused:?}");
    let refused = Db::open(&folder.path().join("none.db"), Access::ReadOnly).await;
    assert!(matches!(refused, Err(DbError::Unreadable { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_was_left_before_its_first_migration_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE x (y); DROP TABLE x").unwrap();
    assert!(Db::open(&path, Access::ReadWrite).await.is_ok());
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing_half_written() {
    let desk = Desk::new().await;
    let filled = desk.db.write(|tx| {
        let pages: i64 = tx.conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        tx.conn.query_row(&format!("PRAGMA max_page_count = {}", pages + 8), [], |_| Ok(()))?;
        for no in 0..10_000 {
            tx.set(&format!("key {no}"), &"x".repeat(1_000))?;
        }
        Ok(())
    });
    let filled = filled.await;
    assert!(matches!(filled, Err(DbError::DiskFull)), "{filled:?}");
    assert_eq!(desk.count("setting").await, 0);
    desk.db.write(|tx| tx.set("margin", "40")).await.unwrap();
    assert_eq!(desk.db.setting("margin").await.unwrap().as_deref(), Some("40"));
}

#[tokio::test]
async fn a_closure_that_fails_leaves_nothing_not_even_names() {
    use vouchsafe_domain::name::{Names as _, Texts as _};
    let desk = Desk::new().await;
    let failed = desk.db.write(|tx| {
        tx.key("gone");
        tx.email("gone@example.com");
        tx.set("a", "b")?;
        Err::<(), _>(DbError::Sqlite("stop".to_owned()))
    });
    assert!(failed.await.is_err());
    assert_eq!(desk.db.count_names().await.unwrap(), (0, 0));
    assert_eq!(desk.db.setting("a").await.unwrap(), None);
    let (first, again) = desk.db.write(|tx| Ok((tx.key("other"), tx.key("gone")))).await.unwrap();
    let texts = desk.db.texts([first, again]).await.unwrap();
    assert_eq!((texts.text(first), texts.text(again)), ("other".to_owned(), "gone".to_owned()));
}

#[tokio::test]
async fn names_and_identities_keep_their_numbers() {
    use vouchsafe_domain::name::{Key, Names as _, Texts as _};
    let desk = Desk::new().await;
    let hostile = ["it's", "=HYPERLINK(\"x\")", "a\0b", "a", "💰", "007", ""];
    let given =
        desk.db.write(move |tx| Ok((hostile.map(|text| tx.key(text)), hostile.map(|text| tx.email_as_written(text)), tx.key("42")))).await.unwrap();
    let desk = desk.again().await;
    let after =
        desk.db.write(move |tx| Ok((hostile.map(|text| tx.key(text)), hostile.map(|text| tx.email_as_written(text)), tx.key("42")))).await.unwrap();
    assert_eq!(given, after);
    assert_eq!(given.2, Key::of_number("42").unwrap());
    let texts = desk.db.texts(given.0).await.unwrap();
    assert_eq!(given.0.map(|key| texts.text(key)), hostile.map(str::to_owned));
    let shown = desk.db.write(move |tx| Ok(given.0.map(|key| tx.text(key)))).await.unwrap();
    assert_eq!(shown, hostile.map(str::to_owned));
    for (text, key) in hostile.iter().zip(given.0) {
        assert_eq!(desk.db.key_of(text).await.unwrap(), Some(key), "{text}");
    }
    assert_eq!(desk.db.key_of("never seen").await.unwrap(), None);
}

#[tokio::test]
async fn what_was_committed_survives_a_kill_and_nothing_else_does() {
    let desk = Desk::new().await;
    desk.db.submit(crate::Durability::Full, |tx| tx.set("kept", "yes")).unwrap().done().await.unwrap();
    let torn = desk.folder.path().join("torn.db");
    // What a kill leaves: the file and the WAL as they are in the middle of a transaction, and no shared memory.
    let (path, into) = (desk.path(), torn.clone());
    desk.db
        .write(move |tx| {
            tx.set("half", "written")?;
            let beside = |path: &std::path::Path| path.with_extension("db-wal");
            std::fs::copy(&path, &into).unwrap();
            std::fs::copy(beside(&path), beside(&into)).unwrap();
            Ok(())
        })
        .await
        .unwrap();
    let after = Db::open(&torn, Access::ReadWrite).await.unwrap();
    assert_eq!(after.setting("kept").await.unwrap().as_deref(), Some("yes"));
    assert_eq!(after.setting("half").await.unwrap(), None);
    after.write(|tx| tx.set("half", "whole")).await.unwrap();
    assert_eq!(after.setting("half").await.unwrap().as_deref(), Some("whole"));
}
