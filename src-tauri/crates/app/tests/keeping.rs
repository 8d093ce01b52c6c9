//! Backups of a desk that has read a shop, and coming back from them.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use std::path::Path;
use vouchsafe_app::keeping::{Passphrase, is_encrypted, restore};
use vouchsafe_app::{Access, AppError, Desk, saleor};
use vouchsafe_demo::{PROGRAM, Shop, Spec};

fn passphrase(text: &str) -> Passphrase {
    // Guessing it may be cheap: it is thrown away.
    Passphrase::entered(text).with_work(2)
}

async fn opened(path: &Path) -> Desk {
    Desk::open(path, Access::ReadWrite, clock(NOW)).await.unwrap()
}

/// A desk that has read a small shop.
async fn read(orders: u32) -> Bed {
    let bed = Bed::new(Shop::generate(&Spec::new(orders, 3))).await;
    bed.desk.activate("demo.toml", PROGRAM).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    bed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_whole_in_a_new_epoch_with_payouts_at_rest() {
    let desk = read(300).await;
    let folder = tempfile::tempdir().unwrap();
    let head = desk.desk.journal_head().await.unwrap();
    for (name, secret) in [("plain.db", None), ("sealed.db.age", Some("correct horse battery"))] {
        let backup = folder.path().join(name);
        let report = desk.desk.backup(&backup, secret.map(passphrase)).await.unwrap();
        assert_eq!((report.is_encrypted, is_encrypted(&backup).unwrap()), (secret.is_some(), secret.is_some()));
        assert_eq!(report.bytes, std::fs::metadata(&backup).unwrap().len());
        let to = folder.path().join(format!("{name}.restored.db"));
        let restored = restore(&backup, &to, secret.map(passphrase), None).await.unwrap();
        assert_eq!((restored.epoch, restored.events), (1, report.events));
        let back = opened(&to).await;
        assert_eq!(back.journal_head().await.unwrap(), head);
        let kept = back.kept().await.unwrap();
        assert!(kept.are_payouts_paused && kept.epoch == 1);
        assert!(matches!(back.resume_payouts().await, Err(AppError::PayoutsRest)), "it was not compared with the shop");
        assert!(back.kept().await.unwrap().are_payouts_paused);
        // Back and back again: each time is an epoch of its own.
        let second = folder.path().join(format!("{name}.again.db"));
        back.backup(&second, None).await.unwrap();
        back.close().await;
        let third = folder.path().join(format!("{name}.third.db"));
        assert_eq!(restore(&second, &third, None, None).await.unwrap().epoch, 2);
    }
    let kept = desk.desk.kept().await.unwrap();
    assert!(!kept.are_payouts_paused && kept.epoch == 0, "the db that was backed up goes on as it was");
    let left: Vec<_> = std::fs::read_dir(desk.dir.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.contains("backup-in-the-making")), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_come_back_is_refused_in_one_sentence_and_leaves_nothing() {
    let desk = read(60).await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    desk.desk.backup(&at("sealed"), Some(passphrase("correct horse battery"))).await.unwrap();
    desk.desk.backup(&at("plain"), None).await.unwrap();
    let mut cut = std::fs::read(at("plain")).unwrap();
    let middle = cut.len() / 2;
    cut[middle..middle + 64].fill(0xff);
    cut.truncate(middle + 4_096);
    std::fs::write(at("cut"), &cut).unwrap();
    let mut forged = std::fs::read(at("sealed")).unwrap();
    let last = forged.len() - 5;
    forged[last] ^= 1;
    std::fs::write(at("forged"), &forged).unwrap();
    std::fs::write(at("words"), "no db at all").unwrap();
    let to = at("restored.db");
    for (name, secret, code) in [
        ("sealed", None, "passphrase_missing"),
        ("sealed", Some("wrong horse battery"), "passphrase_wrong"),
        ("forged", Some("correct horse battery"), "file_unreadable"),
        ("cut", None, "db_damaged"),
        ("words", None, "db_damaged"),
        ("nowhere", None, "file_unreadable"),
    ] {
        let refused = restore(&at(name), &to, secret.map(passphrase), None).await.unwrap_err();
        assert_eq!(refused.code(), code, "{name}: {refused}");
        assert!(!to.exists(), "{name} left a file");
    }
    assert_eq!(desk.desk.backup(&at("plain"), None).await.unwrap_err().code(), "file_there");
    assert_eq!(restore(&at("plain"), &at("words"), None, None).await.unwrap_err().code(), "file_there");
    assert!(matches!(Passphrase::chosen("short"), Err(AppError::PassphraseShort { least: 10 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_beside_the_place_of_a_restored_db_is_neither_taken_in_nor_taken_away() {
    let bed = read(60).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    bed.desk.backup(&backup, None).await.unwrap();
    let (to, wal) = (folder.path().join("desk.db"), folder.path().join("desk.db-wal"));
    std::fs::write(&wal, "commits of a db that was moved away").unwrap();
    assert_eq!(restore(&backup, &to, None, None).await.unwrap_err().code(), "file_there");
    assert_eq!(std::fs::read(&wal).unwrap(), b"commits of a db that was moved away");
    std::fs::remove_file(&wal).unwrap();
    std::fs::write(folder.path().join("desk.db.restoring"), "half a db of a program that was killed").unwrap();
    restore(&backup, &to, None, None).await.unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| !name.contains("restoring")), "{names:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in [&backup, &to] {
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o077, 0, "{} is for this user alone", path.display());
        }
    }
}
