//! Backtest: how soon a draft that is tried over the whole history shows its first figures, and how long it takes in all.

use crate::Result;
use crate::desk::{day, made, served, sync};
use crate::figure::{Figure, Reach};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use vouchsafe_app::saleor::Settings;
use vouchsafe_app::{Backtest, Desk};
use vouchsafe_demo::{PROGRAM, Shop, Spec};

/// The longest that somebody waits for the first figures.
const FIRST: Duration = Duration::from_secs(3);

pub(crate) fn figures(orders: u32, runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    runtime.block_on(async {
        let desk = made(&folder.path().join("desk.db"), day(0)?).await?;
        let server = served(Shop::generate(&Spec::new(orders, 1)), Duration::ZERO).await?;
        let shop = desk.connect(&server.url(), server.token(), Settings::default()).await?;
        sync(&desk, &shop).await?;
        server.shutdown().await;
        let events = agrees(&desk).await?;
        let (mut first, mut whole) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let taken = tried(&desk, &draft()?).await?;
            first.push(taken.first);
            whole.push(taken.whole);
        }
        desk.close().await;
        let size = format!("{orders} orders, {events} events");
        Ok(vec![
            Figure::alone("backtest", "the first figures of a draft beside what really happened", size.clone(), &first, Reach::AtMost(FIRST)),
            Figure::alone("backtest", "the same over the whole history, with every order that differs", size, &whole, Reach::Shown),
        ])
    })
}

/// A draft that holds longer and gives the advocate more.
fn draft() -> Result<String> {
    let draft =
        PROGRAM.replace("version = 1", "version = 2").replace("hold_days = 14", "hold_days = 30").replace("EUR = \"10.00\"", "EUR = \"12.00\"");
    if draft.contains("hold_days = 14") || draft.contains("EUR = \"10.00\"") {
        return Err("the demo shop's program has other terms than the draft changes".into());
    }
    Ok(draft)
}

struct Tried {
    first: Duration,
    whole: Duration,
    found: Backtest,
    told: usize,
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
async fn tried(desk: &Desk, source: &str) -> Result<Tried> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let began = Instant::now();
    let hear = move |_| heard.lock().unwrap_or_else(PoisonError::into_inner).push(began.elapsed());
    let found = desk.backtest("draft.toml", source, hear, &Default::default()).await?;
    let whole = began.elapsed();
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let first = *told.first().ok_or("no figures were told")?;
    Ok(Tried { first, whole, found, told: told.len() })
}

/// The program in force differs from itself in nothing, the draft in something; all events were judged. Says how many there are.
async fn agrees(desk: &Desk) -> Result<u64> {
    let same = tried(desk, &PROGRAM.replace("version = 1", "version = 2")).await?.found;
    if let Some(group) = same.differences.iter().find(|group| group.count != 0) {
        return Err(format!("the program in force differs from itself: {} {}", group.count, group.kind.name()).into());
    }
    let drafted = tried(desk, &draft()?).await?;
    let differ: u64 = drafted.found.differences.iter().map(|group| group.count).sum();
    let compared = &drafted.found.compared;
    if differ == 0 || compared.done != compared.of {
        return Err(format!("the draft differs in {differ} orders after {} of {} events", compared.done, compared.of).into());
    }
    println!("backtest: {differ} orders differ, figures were told {} times", drafted.told);
    Ok(compared.of)
}
