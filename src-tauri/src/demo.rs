//! The built-in shop: made, served on loopback, and put before the desk as any other shop.

use crate::clock;
use crate::error::{Answer, AppError};
use crate::messages::Voice;
use crate::session::Session;
use crate::start::DemoSpec;
use std::path::Path;
use std::sync::Arc;
use vouchsafe_app::{Desk, Spend};
use vouchsafe_demo::{Options, PROGRAM, Server, Shop, Spec};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

/// The ports of demo shops: below those that systems hand out by themselves, so that a shop can come back to the address that its db knows.
const FIRST_PORT: u16 = 20_000;
const PORTS: u16 = 10_000;
/// How many ports are tried for a shop that has no address yet.
const TRIES: u16 = 40;

/// Opens the db of a demo shop with the shop running, its program in force and its marketing cost known. Opening it again adds nothing.
///
/// # Errors
/// What the system, the db or the shop says.
pub async fn open(path: &Path, asked: DemoSpec, voice: &Voice) -> Answer<Session> {
    let spec = Spec::new(asked.orders, asked.seed);
    let now = Timestamp::from_micros(spec.now.timestamp_micros());
    let shop = tokio::task::spawn_blocking(move || Arc::new(Shop::generate(&spec))).await.map_err(AppError::internal)?;
    let session = Session::open_on(path, clock::from(now), voice).await?;
    let known = session.desk.status().await?.shop.map(|shop| shop.url);
    prepare(&session.desk, &shop).await?;
    let server = serve(&shop, known.as_deref(), asked).await?;
    session.connect(&server.url(), server.token()).await?;
    Ok(session.with_demo(server))
}

/// What the db must know before the first order: the program, which judges the history too, and what marketing paid.
async fn prepare(desk: &Desk, shop: &Shop) -> Answer<()> {
    if desk.programs().await?.iter().all(|program| program.is_ready) {
        desk.activate("demo.toml", PROGRAM).await?;
    }
    let spends = shop.spend().map(|spend| spend_of(&spend)).collect::<Answer<Vec<_>>>()?;
    desk.record_spend(spends).await?;
    Ok(())
}

/// Opens the shop: at the address that the db knows, else on the first of its ports that is free.
async fn serve(shop: &Arc<Shop>, known: Option<&str>, asked: DemoSpec) -> Answer<Server> {
    let mut fault = None;
    for port in known.and_then(port_of).map_or_else(|| ports(asked), |port| vec![port]) {
        match vouchsafe_demo::serve(Arc::clone(shop), Options { port, ..Options::default() }).await {
            Ok(server) => return Ok(server),
            Err(why) => fault = Some(AppError::internal(format_args!("127.0.0.1:{port}: {why}"))),
        }
    }
    Err(fault.unwrap_or_else(|| AppError::internal("no port")))
}

/// The ports of one shop. Most other shops have others, so that two of them can be open side by side.
fn ports(asked: DemoSpec) -> Vec<u16> {
    let first = (asked.seed % u64::from(PORTS)) * 101 + u64::from(asked.orders);
    (0..u64::from(TRIES)).filter_map(|step| u16::try_from((first + step) % u64::from(PORTS)).ok()).map(|port| FIRST_PORT + port).collect()
}

/// The port in an address of this machine.
fn port_of(url: &str) -> Option<u16> {
    url.strip_prefix("http://127.0.0.1:")?.split('/').next()?.parse().ok()
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
    fn marketing_cost_of_every_month_is_understood() {
        let shop = Shop::generate(&Spec::new(60, 1));
        let spends = shop.spend().map(|spend| spend_of(&spend)).collect::<Answer<Vec<_>>>().unwrap();
        assert!(spends.len() >= 24);
        assert!(spends.iter().all(|spend| spend.from < spend.to && spend.amount.minor > 0));
    }

    #[test]
    fn a_shop_comes_back_to_its_address() {
        let one = ports(DemoSpec::default());
        assert_eq!(one.len(), usize::from(TRIES));
        assert!(one.iter().all(|port| (FIRST_PORT..FIRST_PORT + PORTS).contains(port)));
        assert_ne!(one[0], ports(DemoSpec { seed: 2, ..DemoSpec::default() })[0]);
        assert_eq!(ports(DemoSpec { orders: u32::MAX, seed: u64::MAX }).len(), usize::from(TRIES));
        assert_eq!(port_of("http://127.0.0.1:21234/graphql/"), Some(21_234));
        assert_eq!(port_of("https://shop.example/graphql/"), None);
    }
}
