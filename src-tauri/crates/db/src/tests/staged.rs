//! Staged events: each once, in one order, through a kill.

use super::{Desk, at, deleted_event, money_event, order_event};
use crate::{DbError, Durability, Fold};
use vouchsafe_domain::event::{Event, OrderChange};
use vouchsafe_domain::outcome::Outcome;
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::State;

async fn staged(desk: &Desk, chunk: usize) -> Vec<Event> {
    desk.db.staged_in_order(chunk).collect::<Result<Vec<_>, _>>().unwrap().concat()
}

async fn texts(desk: &Desk, events: Vec<Event>) -> Vec<String> {
    desk.db.write(move |tx| Ok(events.iter().map(|event| event.id.text(tx)).collect())).await.unwrap()
}

/// Writes the events to the log as if they came to nothing.
async fn log(desk: &Desk, events: &[Event]) {
    let mut fold = Fold::new();
    for event in events {
        fold.add(event, &Outcome::default());
    }
    let commit = fold.seal(&State::default(), &Rollup::default());
    desk.db.submit(Durability::Full, move |tx| tx.commit_fold(&commit, at(0))).unwrap().done().await.unwrap();
}

#[tokio::test]
async fn an_event_is_staged_once_and_never_after_it_was_logged() {
    let desk = Desk::new().await;
    let stage = || {
        desk.db.write(|tx| {
            let event = order_event(tx, "1042", OrderChange::Placed, at(0));
            let later = Event { at: at(5), ..event.clone() };
            Ok((tx.stage(&event)?, tx.stage(&later)?))
        })
    };
    assert_eq!(stage().await.unwrap(), (true, false));
    assert_eq!(stage().await.unwrap(), (false, false));
    assert_eq!(desk.db.write(|tx| tx.raise_barrier(None)).await.unwrap(), 1);
    log(&desk, &staged(&desk, 10).await).await;
    desk.db.write(|tx| tx.lower_barrier()).await.unwrap();
    assert_eq!((desk.db.count_staged().await.unwrap(), desk.db.last_seq().await.unwrap()), (0, 1));
    assert_eq!(stage().await.unwrap(), (false, false), "it stands in the log");
}

#[tokio::test]
async fn the_order_is_instant_then_cause_then_text_however_names_are_numbered() {
    let mut orders = Vec::new();
    for reversed in [false, true] {
        let desk = Desk::new().await;
        desk.db
            .write(move |tx| {
                // Symbols are numbered in the order in which they are met, and numbers sort as texts: "10" before "9".
                let mut ids = vec![("b", 0), ("a", 0), ("10", 0), ("9", 0), ("z", -1)];
                if reversed {
                    ids.reverse();
                }
                for (id, second) in ids {
                    let confirmed = order_event(tx, id, OrderChange::Confirmed, at(second));
                    let placed = order_event(tx, id, OrderChange::Placed, at(second));
                    let gone = deleted_event(tx, &format!("gone-{id}"), id, at(second));
                    for event in [gone, confirmed, placed] {
                        assert!(tx.stage(&event)?);
                    }
                }
                tx.raise_barrier(None)
            })
            .await
            .unwrap();
        for chunk in [1, 4, 100] {
            let events = staged(&desk, chunk).await;
            orders.push(texts(&desk, events).await);
        }
    }
    let want = [
        "order/z/placed",
        "order/z/confirmed",
        "gone-z",
        "order/10/placed",
        "order/9/placed",
        "order/a/placed",
        "order/b/placed",
        "order/10/confirmed",
        "order/9/confirmed",
        "order/a/confirmed",
        "order/b/confirmed",
        "gone-10",
        "gone-9",
        "gone-a",
        "gone-b",
    ];
    for order in orders {
        assert_eq!(order, want);
    }
}

#[tokio::test]
async fn a_fold_that_was_killed_goes_on_where_it_stopped_and_later_events_wait() {
    let desk = Desk::new().await;
    desk.db
        .write(|tx| {
            for no in 0..10 {
                let event = money_event(tx, "1042", &format!("m{no}"), at(no));
                tx.stage(&event)?;
            }
            tx.raise_barrier(None)
        })
        .await
        .unwrap();
    let all = staged(&desk, 3).await;
    log(&desk, &all[..4]).await;

    let desk = desk.again().await;
    assert!(desk.db.is_folding().await.unwrap());
    let early = |tx: &mut crate::Tx<'_>| {
        let event = money_event(tx, "1042", "earlier, but learned later", at(-100));
        tx.stage(&event)
    };
    assert!(desk.db.write(early).await.unwrap());
    assert_eq!(staged(&desk, 3).await, all[4..]);
    log(&desk, &all[4..]).await;
    desk.db.write(|tx| tx.lower_barrier()).await.unwrap();
    assert!(!desk.db.is_folding().await.unwrap());
    assert_eq!(desk.db.count_staged().await.unwrap(), 1);
    desk.db.write(|tx| tx.raise_barrier(None)).await.unwrap();
    assert_eq!(staged(&desk, 3).await.len(), 1);
}

#[tokio::test]
async fn an_event_stands_in_the_log_once() {
    let desk = Desk::new().await;
    let event = desk.db.write(|tx| Ok(order_event(tx, "7", OrderChange::Placed, at(0)))).await.unwrap();
    log(&desk, std::slice::from_ref(&event)).await;
    let mut fold = Fold::new();
    fold.add(&event, &Outcome::default());
    let commit = fold.seal(&State::default(), &Rollup::default());
    let refused = desk.db.write(move |tx| tx.commit_fold(&commit, at(1))).await;
    assert!(matches!(refused, Err(DbError::Sqlite(_))), "{refused:?}");
    assert_eq!((desk.db.last_seq().await.unwrap(), desk.db.journal_head().await.unwrap().unwrap().0), (1, 1));
}
