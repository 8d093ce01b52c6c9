//! The mirror gives back what was put into it.

use super::{Desk, at, rows};
use crate::{DbError, Differs, Put};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use vouchsafe_domain::shop::{Customer, Kind, Order};

/// Many generated rows in one file: a file for each row would take minutes.
fn some<T: std::fmt::Debug>(row: impl Strategy<Value = T>) -> Vec<T> {
    vec(row, 200..201).new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

/// The rows without those that share an id with a later one.
fn distinct<T, K: std::hash::Hash + Eq>(rows: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = rustc_hash::FxHashSet::default();
    rows.into_iter().filter(|row| seen.insert(key(row))).collect()
}

#[tokio::test]
async fn every_row_reads_back_equal_field_by_field_and_a_second_sync_writes_nothing() {
    let desk = Desk::new().await;
    let customers = distinct(some(rows::customer()), |row| row.id.to_string());
    let orders = distinct(some(rows::order()), |row| row.number.clone());
    let payments = distinct(some(rows::transaction()), |row| row.id.clone());
    let cards = distinct(some(rows::gift_card()), |row| row.id.clone());
    let vouchers = distinct(some(rows::voucher()), |row| row.id.clone());
    let all = (customers, orders, payments, cards, vouchers);

    for is_new in [true, false] {
        let rows = all.clone();
        let changed = desk.db.write(move |tx| {
            let before = tx.conn.total_changes();
            for row in &rows.0 {
                assert_eq!(tx.put_customer(row)? == Put::New, is_new);
            }
            for row in &rows.1 {
                assert_eq!(tx.put_order(row)? == Put::New, is_new);
            }
            for row in &rows.2 {
                assert_eq!(tx.put_transaction(row)? == Put::New, is_new);
            }
            for row in &rows.3 {
                assert_eq!(tx.put_gift_card(row)? == Put::New, is_new);
            }
            for row in &rows.4 {
                assert_eq!(tx.put_voucher(row)? == Put::New, is_new);
            }
            Ok(tx.conn.total_changes() - before)
        });
        let changed = changed.await.unwrap();
        assert_eq!(changed > 0, is_new, "{changed} rows were written");
    }

    let desk = desk.again().await;
    for row in &all.0 {
        assert_eq!(desk.db.customer(&row.id.to_string()).await.unwrap().as_ref(), Some(row));
    }
    for row in &all.1 {
        assert_eq!(desk.db.order(&row.number).await.unwrap().as_ref(), Some(row));
    }
    for row in &all.2 {
        assert_eq!(desk.db.transaction(&row.id).await.unwrap().as_ref(), Some(row));
    }
    for row in &all.3 {
        assert_eq!(desk.db.gift_card(&row.id).await.unwrap().as_ref(), Some(row));
    }
    for row in &all.4 {
        assert_eq!(desk.db.voucher(&row.id).await.unwrap().as_ref(), Some(row));
    }
    let counts = desk.db.mirror_counts().await.unwrap();
    let lens = [all.0.len(), all.1.len(), all.2.len(), all.3.len(), all.4.len()];
    assert_eq!(Kind::ALL.map(|kind| usize::try_from(counts.of(kind)).unwrap()), lens);
}

fn sample_order() -> Order {
    some(rows::order()).swap_remove(0)
}

#[tokio::test]
async fn an_older_row_does_not_replace_a_later_one() {
    let desk = Desk::new().await;
    let check = |put: Put<Order>, want: Put<Order>, case: &str| assert_eq!(put, want, "{case}");
    let now = Order { updated: at(10), total_minor: 100, ..sample_order() };
    let put = |row: &Order| {
        let row = row.clone();
        desk.db.write(move |tx| tx.put_order(&row))
    };
    check(put(&now).await.unwrap(), Put::New, "first");
    check(put(&Order { updated: at(9), total_minor: 99, ..now.clone() }).await.unwrap(), Put::Older, "a second before");
    let same_time = Order { total_minor: 101, ..now.clone() };
    check(put(&same_time).await.unwrap(), Put::Changed { old: Box::new(now.clone()) }, "changed without a new time, as the shop does at times");
    let later = Order { updated: at(11), total_minor: 102, ..now.clone() };
    check(put(&later).await.unwrap(), Put::Changed { old: Box::new(same_time) }, "a second after");
    assert_eq!(desk.db.order(&now.number).await.unwrap(), Some(later));
}

#[tokio::test]
async fn payments_are_found_by_their_order() {
    let desk = Desk::new().await;
    let payments = distinct(some(rows::transaction()), |row| row.id.clone());
    let number = payments.iter().find_map(|row| row.order_number.clone()).unwrap();
    let mut want: Vec<_> = payments.iter().filter(|row| row.order_number.as_deref() == Some(&number)).cloned().collect();
    want.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    let got = desk.db.write(move |tx| {
        use vouchsafe_domain::name::{Names as _, OrderKey};
        for row in &payments {
            tx.put_transaction(row)?;
        }
        let order = OrderKey(tx.key(&number));
        tx.transactions_of(order)
    });
    assert_eq!(got.await.unwrap(), want);
}

#[tokio::test]
async fn the_kept_number_of_rows_is_that_of_the_rows_and_a_doctor_finds_another() {
    let desk = Desk::new().await;
    let orders = distinct(some(rows::order()), |row| row.number.clone());
    let (put, all) = (orders.clone(), orders.len() as u64);
    let gone = desk.db.write(move |tx| {
        use vouchsafe_domain::name::Names as _;
        for row in put.iter().chain(&put) {
            tx.put_order(row)?;
        }
        let keys: Vec<i64> = put.iter().take(2).map(|row| tx.key(&row.number).bits()).collect();
        for key in keys.iter().chain(&keys) {
            tx.mark_gone(Kind::Orders, *key, at(1))?;
        }
        Ok(keys.len() as u64)
    });
    let gone = gone.await.unwrap();
    let kept = async || (desk.db.mirror_counts().await.unwrap().orders, desk.db.count_gone(Kind::Orders).await.unwrap());
    assert_eq!(kept().await, (all - gone, gone));
    // One comes back; what is undone was never counted.
    let back = orders[0].clone();
    desk.db.write(move |tx| tx.put_order(&back)).await.unwrap();
    let new = Order { number: "never-seen".to_owned(), ..orders[0].clone() };
    let (undone, rehearsed) = (new.clone(), new);
    let failed = desk.db.write(move |tx| tx.put_order(&undone).and(Err::<(), _>(DbError::Closed)));
    assert!(failed.await.is_err());
    desk.db.dry_run(move |tx| tx.put_order(&rehearsed)).await.unwrap();
    assert_eq!(kept().await, (all - gone + 1, gone - 1));
    assert_eq!(desk.db.differences().await.unwrap(), []);
    desk.outside().execute("UPDATE mirror_count SET gone = gone + 1 WHERE kind = 1", []).unwrap();
    assert_eq!(desk.db.differences().await.unwrap(), [Differs::Rows { kind: Kind::Orders }]);
}

#[tokio::test]
async fn a_damaged_row_is_told_and_not_taken_for_another() {
    let desk = Desk::new().await;
    let customer: Customer = some(rows::customer()).swap_remove(0);
    let id = customer.id.to_string();
    desk.db.write(move |tx| tx.put_customer(&customer)).await.unwrap();
    desk.outside().execute("UPDATE customer SET cold = x'ff'", []).unwrap();
    let read = desk.db.customer(&id).await;
    assert!(matches!(read, Err(DbError::Damaged(_))), "{read:?}");
}
