//! The figures of design section 9 that a change can spoil, each beside its peer in the same run: `make bench`.
//!
//! What is claimed is the ratio. Times are shown so that one can see what was divided, and are of this machine, this hour. Before anything is
//! timed, each side runs once and what they come to is compared: that is the warm-up, and it does not count. Then the rounds go ours, peer,
//! ours, peer.
#![allow(clippy::print_stdout, reason = "the table is what the program is for")]

mod again;
mod backtest;
mod desk;
mod figure;
mod fold;
mod forest;
mod memory;
mod mirror;
mod network;
mod pay;
mod people;
mod rounds;
mod shop;
mod size;
mod sql;

use figure::Figure;
use size::Size;

type Failed = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Failed>;

fn main() -> Result<()> {
    if let [_, measured, url, token] = &std::env::args().collect::<Vec<_>>()[..]
        && measured == memory::MEASURED
    {
        return memory::measured(url, token);
    }
    let size = Size::from_command_line()?;
    println!("{size}; load {}", figure::load());
    let mut figures: Vec<Figure> = Vec::new();
    if size.wants("P1") {
        figures.extend(network::figures(size.orders, &runtime()?, size.rounds)?);
    }
    if size.wants("P2") || size.wants("P4") {
        let runtime = runtime()?;
        let shop = runtime.block_on(shop::Shop::read(size.orders))?;
        if size.wants("P2") {
            figures.extend(mirror::figures(&shop, &runtime, size.rounds)?);
        }
        if size.wants("P4") {
            figures.extend(fold::figures(shop, size.rounds)?);
        }
    }
    if size.wants("P3") {
        figures.extend(again::figures(size.orders, &runtime()?, size.rounds)?);
    }
    if size.wants("P5") {
        figures.extend(forest::figures(size.nodes, size.rounds)?);
    }
    if size.wants("P8") {
        figures.extend(people::figures(size.nodes.saturating_mul(2), &runtime()?, size.rounds)?);
    }
    if size.wants("P10") {
        figures.extend(memory::figures(size.orders, &runtime()?, size.rounds)?);
    }
    if size.wants("BACKTEST") {
        figures.extend(backtest::figures(size.orders, &runtime()?, size.rounds)?);
    }
    if size.wants("PAY") {
        figures.extend(pay::figures(&runtime()?, size.rounds)?);
    }
    println!("\n{}", figure::table(&figures));
    if let Some(path) = &size.json {
        std::fs::write(path, figure::json(&size, &figures)?)?;
        println!("also in {}", path.display());
    }
    let reached = figures.iter().filter(|figure| figure.is_reached() == Some(true)).count();
    let asked = figures.iter().filter(|figure| figure.is_reached().is_some()).count();
    println!("bench: {reached} of {asked} figures reached");
    Ok(())
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
