//! The doctor: it finds nothing in a sound file whatever program judges, and says so where it could not look.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use std::collections::BTreeMap;
use vouchsafe_app::{Access, AppError, Desk, keeping, programs, saleor};
use vouchsafe_db::DbError;
use vouchsafe_demo::{Shop, Spec};

/// The codes of what a doctor finds, with the reason where there is one.
async fn found(desk: &Desk) -> Vec<(String, Option<String>)> {
    let why = |args: Vec<(String, String)>| args.into_iter().find(|(name, _)| name == "why").map(|(_, why)| why);
    let findings = desk.doctor(None).await.unwrap().findings;
    findings.into_iter().filter(|said| !said.code.starts_with("never_")).map(|said| (said.code, why(said.args))).collect()
}

fn not_compared(why: &str) -> Vec<(String, Option<String>)> {
    vec![("not_compared".to_owned(), Some(why.to_owned()))]
}

/// A desk that has read a small shop under a program that holds from before the shop's first order.
async fn read(program: &str, orders: u32) -> (Bed, saleor::Shop) {
    let bed = Bed::at(Shop::generate(&Spec::new(orders, 7)), "2026-11-08T00:00:00Z").await;
    let source = program.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z");
    bed.desk.activate("program.toml", &source).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    (bed, shop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_file_is_found_sound_under_every_ready_program() {
    let mut promised = BTreeMap::new();
    for program in programs::ready() {
        let (bed, shop) = read(program.source, 400).await;
        assert_eq!(found(&bed.desk).await, [], "{}", program.id);
        let mut later = Shop::generate(&Spec::new(400, 7));
        later.mutate(1, 400);
        bed.server.replace(later);
        bed.sync(&shop).await.unwrap();
        assert_eq!(found(&bed.desk).await, [], "{} after a round of changes", program.id);
        promised.insert(program.id, bed.look().await.state().await.unwrap().rewards.len());
    }
    // What promises nothing would be found sound by a doctor who looks at nothing.
    assert!(promised.values().filter(|rewards| **rewards > 10).count() >= 3, "{promised:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_could_be_compared_that_is_what_is_found() {
    let (bed, _) = read(programs::ready()[0].source, 60).await;
    let beside = bed.dir.path().join("desk.db.doctor");
    // What a killed doctor has left is in nobody's way.
    std::fs::write(&beside, "half a file").unwrap();
    assert_eq!(found(&bed.desk).await, []);
    assert!(!beside.exists());
    // Nothing can be made there, as in a folder that is not writable.
    std::fs::create_dir(&beside).unwrap();
    assert_eq!(found(&bed.desk).await, not_compared("failed"));
    std::fs::remove_dir(&beside).unwrap();
    bed.desk.close().await;
    let conn = rusqlite::Connection::open(bed.path()).unwrap();
    conn.execute("INSERT INTO _sqlx_migrations VALUES (9000, 'later', '2030-01-01', 1, x'00', 0)", []).unwrap();
    let newer = Desk::open(&bed.path(), Access::ReadOnly, clock(NOW)).await.unwrap();
    assert_eq!(found(&newer).await, not_compared("newer"));
    newer.close().await;
    conn.execute("DELETE FROM _sqlx_migrations WHERE version = 9000", []).unwrap();
    conn.execute_batch("DROP TRIGGER journal_never_changes; UPDATE journal SET hash = zeroblob(32) WHERE no = 1").unwrap();
    let broken = Desk::open(&bed.path(), Access::ReadOnly, clock(NOW)).await.unwrap();
    let codes: Vec<_> = found(&broken).await;
    assert_eq!(codes[1..], not_compared("journal"), "{codes:?}");
    assert!(codes[0].0.starts_with("journal_"), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_file_is_no_riddle_for_who_looks_and_can_be_backed_up_and_restored() {
    let (bed, _) = read(programs::ready()[0].source, 60).await;
    bed.desk.close().await;
    let conn = rusqlite::Connection::open(bed.path()).unwrap();
    conn.execute("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)", []).unwrap();
    drop(conn);
    let refused = Desk::open(&bed.path(), Access::ReadOnly, clock(NOW)).await.unwrap_err();
    assert!(matches!(refused, AppError::Db(DbError::Older { .. })) && refused.code() == "db_older", "{refused}");
    let copying = Desk::open(&bed.path(), Access::Copying, clock(NOW)).await.unwrap();
    let (backup, restored) = (bed.dir.path().join("desk.backup"), bed.dir.path().join("restored.db"));
    let made = copying.backup(&backup, None).await.unwrap();
    copying.close().await;
    let back = keeping::restore(&backup, &restored, None, Some(&bed.path())).await.unwrap();
    assert_eq!(back.events, made.events);
    let desk = Desk::open(&restored, Access::ReadOnly, clock(NOW)).await.unwrap();
    assert_eq!(found(&desk).await, []);
}
