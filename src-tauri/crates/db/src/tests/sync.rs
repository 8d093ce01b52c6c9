//! Shop, cursors, quarantine, programs.

use super::{Desk, at};
use crate::{Cursor, DbError, ProgramSource, Quarantined, Shop};
use vouchsafe_domain::shop::Kind;

#[tokio::test]
async fn a_db_belongs_to_one_shop() {
    let desk = Desk::new().await;
    let shop = Shop { url: "https://shop.example".to_owned(), name: "Shop".to_owned(), version: "3.22".to_owned(), connected_at: at(0) };
    let newer = Shop { version: "3.23".to_owned(), connected_at: at(9), ..shop.clone() };
    for each in [&shop, &newer] {
        let each = each.clone();
        desk.db.write(move |tx| tx.connect_shop(&each)).await.unwrap();
    }
    let other = Shop { url: "https://other.example".to_owned(), ..shop.clone() };
    let refused = desk.db.write(move |tx| tx.connect_shop(&other)).await;
    assert!(matches!(&refused, Err(DbError::OtherShop { expected }) if *expected == shop.url), "{refused:?}");
    assert_eq!(desk.db.shop().await.unwrap(), Some(Shop { version: newer.version, ..shop }));
}

#[tokio::test]
async fn a_cursor_moves_with_its_page_or_not_at_all() {
    let desk = Desk::new().await;
    let first = Cursor {
        kind: Kind::Orders,
        round: 1,
        since: None,
        after: Some("WyIxIl0=".to_owned()),
        seen: 100,
        total: Some(500),
        watermark: None,
        started_at: at(0),
        finished_at: None,
    };
    let second = Cursor { round: 2, since: Some(at(1)), after: None, seen: 200, watermark: Some(at(5)), finished_at: Some(at(6)), ..first.clone() };
    let put = first.clone();
    desk.db.write(move |tx| tx.put_cursor(&put)).await.unwrap();
    let put = second.clone();
    let failed = desk.db.write(move |tx| {
        tx.put_cursor(&put)?;
        Err::<(), _>(DbError::Sqlite("the page broke".to_owned()))
    });
    assert!(failed.await.is_err());
    assert_eq!(desk.db.cursors().await.unwrap(), [first]);
    let put = second.clone();
    desk.db.write(move |tx| tx.put_cursor(&put)).await.unwrap();
    let rows = desk.db.sync_rows().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), Kind::ALL);
    assert_eq!(rows[1].cursor.as_ref(), Some(&second));
}

#[tokio::test]
async fn a_broken_row_is_kept_once_until_it_can_be_read() {
    let desk = Desk::new().await;
    let broken = Quarantined {
        kind: Kind::Orders,
        source_id: "1042".to_owned(),
        code: "unknown_currency".to_owned(),
        args: vec![("currency".to_owned(), "X'Q".to_owned())],
        raw: b"{}".to_vec(),
        at: at(0),
    };
    let again = Quarantined { at: at(7), ..broken.clone() };
    let put = [broken.clone(), again];
    desk.db.write(move |tx| put.iter().try_for_each(|row| tx.quarantine(row))).await.unwrap();
    let rows = desk.db.quarantined(0, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| &row.row).collect::<Vec<_>>(), [&broken]);
    assert_eq!(desk.db.quarantined(rows[0].no, 10).await.unwrap(), []);
    let released = desk.db.write(|tx| Ok((tx.release(Kind::Orders, "1042", at(8))?, tx.release(Kind::Orders, "1042", at(9))?)));
    assert_eq!(released.await.unwrap(), (true, false));
    assert_eq!(desk.db.count_quarantined().await.unwrap(), 0);
}

#[tokio::test]
async fn a_version_of_a_program_never_changes() {
    let desk = Desk::new().await;
    let program = ProgramSource { id: "gift".to_owned(), version: 1, source: "[program]".to_owned(), added_at: at(0) };
    let other = ProgramSource { source: "changed".to_owned(), ..program.clone() };
    let put = [program.clone(), other];
    let added = desk.db.write(move |tx| Ok((tx.add_program(&put[0])?, tx.add_program(&put[1])?))).await.unwrap();
    assert_eq!(added, (true, false));
    assert!(desk.outside().execute("UPDATE program SET source = 'changed'", []).is_err());
    assert_eq!(desk.db.programs().await.unwrap(), [program]);
}
