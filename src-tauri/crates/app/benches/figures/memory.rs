//! P10: the memory of a full sync and fold. A process of its own reads the demo shop over loopback and tells the most that it ever held; the
//! shop that answers lives in the process that asks for the figure, and does not count.

use crate::Result;
use crate::desk::{day, held, made, served, sync};
use crate::figure::{Figure, Reach};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::runtime::Runtime;
use vouchsafe_app::saleor::Settings;
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::shop::Kind;

/// The first argument of the process that is measured; the shop's address and token follow.
pub(crate) const MEASURED: &str = "--measured";
/// The size for which something is claimed.
const ASKED_AT: u32 = 10_000_000;
const MOST: u64 = 1_000_000_000;
const STATUS: &str = "/proc/self/status";

pub(crate) fn figures(orders: u32, runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    if !std::path::Path::new(STATUS).exists() {
        println!("P10: left out, this system has no {STATUS}");
        return Ok(Vec::new());
    }
    let few = (orders / 4).max(1);
    let (small, large) = (peaks(few, runtime, rounds)?, peaks(orders, runtime, rounds)?);
    let reach = if orders >= ASKED_AT { Reach::AtMostBytes(MOST) } else { Reach::Shown };
    let between = |(small, large): (&u64, &u64)| large.saturating_sub(*small) / u64::from(orders.saturating_sub(few).max(1));
    let each: Vec<u64> = small.iter().zip(&large).map(between).collect();
    let size = format!("{orders} orders, {} customers", orders / 5);
    Ok(vec![
        Figure::bytes("P10", "memory of a full sync and fold (≤ 1 GB is asked at 10,000,000 orders)", size, &large, reach),
        Figure::bytes("P10", "… at a quarter of the size", format!("{few} orders"), &small, Reach::Shown),
        Figure::bytes("P10", "… for each order between the two", format!("{few} to {orders} orders"), &each, Reach::Shown),
    ])
}

/// The most memory that each round held, in bytes.
fn peaks(orders: u32, runtime: &Runtime, rounds: usize) -> Result<Vec<u64>> {
    let spec = Spec { customers: (orders / 5).max(1), ..Spec::new(orders, 1) };
    let server = runtime.block_on(served(Shop::generate(&spec), Duration::ZERO))?;
    let mut peaks = Vec::new();
    for _ in 0..rounds {
        let told = Command::new(std::env::current_exe()?).args([MEASURED, &server.url(), server.token()]).stderr(Stdio::inherit()).output()?;
        let told = String::from_utf8(told.stdout)?;
        let numbers: Vec<u64> = told.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
        match numbers[..] {
            [peak, held, events] if held == u64::from(orders) && events > held => peaks.push(peak),
            _ => return Err(format!("the process that is measured said {told:?} of {orders} orders").into()),
        }
    }
    runtime.block_on(server.shutdown());
    Ok(peaks)
}

/// The process that is measured: a first sync into a new file. Says its peak in bytes, the orders in its mirror, the events in its log.
pub(crate) fn measured(url: &str, token: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (orders, events) = crate::runtime()?.block_on(async {
        let desk = made(&folder.path().join("desk.db"), day(0)?).await?;
        let shop = desk.connect(url, token, Settings::default()).await?;
        let events = sync(&desk, &shop).await?.events;
        let orders = held(&desk).await?.into_iter().find(|(kind, _)| *kind == Kind::Orders).map_or(0, |(_, rows)| rows);
        desk.close().await;
        Ok::<_, crate::Failed>((orders, events))
    })?;
    println!("{} {orders} {events}", peak()?);
    Ok(())
}

/// The most memory that this process ever had resident, in bytes.
fn peak() -> Result<u64> {
    let status = std::fs::read_to_string(STATUS)?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system tells no VmHWM")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1_024)
}
