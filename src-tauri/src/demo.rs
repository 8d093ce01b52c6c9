//! The built-in shop: made, served on loopback, and put before the desk as any other shop.

use crate::clock;
use crate::error::{Answer, AppError};
use crate::messages::Voice;
use crate::session::Session;
use crate::start::DemoSpec;
use std::path::Path;
use vouchsafe_app::programs::{ReadyProgram, ready};
use vouchsafe_app::{Desk, Spend};
use vouchsafe_demo::{Options, Shop, Spec};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

/// The program under which the demo's history is judged.
const PROGRAM: &str = "shop-gift-card";
/// A demo's history is 24 months long.
const HISTORY_MONTHS: i32 = 24;

/// Opens the db of a demo shop with the shop running, its program in force and its marketing cost known. Opening it again adds nothing.
///
/// # Errors
/// What the system, the db or the shop says.
pub async fn open(path: &Path, asked: DemoSpec, voice: &Voice) -> Answer<Session> {
    let spec = Spec::new(asked.orders, asked.seed);
    let now = instant(&spec.now.to_rfc3339())?;
    let shop = tokio::task::spawn_blocking(move || Shop::generate(&spec)).await.map_err(AppError::internal)?;
    let spend = shop.spend().map(|spend| spend_of(&spend)).collect::<Answer<Vec<_>>>()?;
    let session = Session::open_on(path, clock::from(now), voice).await?;
    let server = vouchsafe_demo::serve(shop, Options::default()).await.map_err(AppError::internal)?;
    session.connect(&server.url(), server.token()).await?;
    activate(&session.desk, now).await?;
    session.desk.record_spend(spend).await?;
    Ok(session.with_demo(server))
}

/// Puts the ready program in force for the whole history, unless the db has a program.
async fn activate(desk: &Desk, now: Timestamp) -> Answer<()> {
    if desk.programs().await?.iter().any(|program| !program.is_ready) {
        return Ok(());
    }
    if let Some(ReadyProgram { id, source }) = ready().iter().find(|ready| ready.id == PROGRAM) {
        desk.activate(&format!("{id}.toml"), &for_history(source, now)).await?;
    }
    Ok(())
}

/// A program that also holds for the history. A key of the whole program stands before its tables.
fn for_history(source: &str, now: Timestamp) -> String {
    let began = vouchsafe_domain::time::Month::from_number(now.month().number() - HISTORY_MONTHS);
    format!("from = {began}-01T00:00:00Z\n{source}")
}

fn spend_of(spend: &vouchsafe_demo::Spend) -> Answer<Spend> {
    let currency = Currency::parse(spend.currency).map_err(AppError::internal)?;
    Ok(Spend {
        channel: Some(spend.channel.to_owned()),
        from: instant(&spend.from)?,
        to: instant(&spend.to)?,
        amount: Money::new(spend.minor, currency),
    })
}

fn instant(text: &str) -> Answer<Timestamp> {
    Timestamp::parse(text).map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_holds_from_the_first_day_of_the_history() {
        let now = instant("2026-11-01T00:00:00+00:00").unwrap();
        let source = for_history(ready()[0].source, now);
        let row = vouchsafe_app::programs::check("shop-gift-card.toml", &source).unwrap();
        assert_eq!(row.from, Some(instant("2024-11-01T00:00:00Z").unwrap()));
    }

    #[test]
    fn marketing_cost_of_every_month_is_understood() {
        let shop = Shop::generate(&Spec::new(60, 1));
        let spends = shop.spend().map(|spend| spend_of(&spend)).collect::<Answer<Vec<_>>>().unwrap();
        assert!(spends.len() >= 24);
        assert!(spends.iter().all(|spend| spend.from < spend.to && spend.amount.minor > 0));
    }
}
