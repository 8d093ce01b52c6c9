//! `demo`: the main job, end to end, against a made-up shop on this machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use vouchsafe_app::chart::Theme;
use vouchsafe_app::view::{ReferralFilter, ReferralStatus, RewardFilter, RewardSort, RewardState};
use vouchsafe_app::words::Language;
use vouchsafe_app::{Desk, Spend, saleor};
use vouchsafe_demo::{Options, PROGRAM, Server, Shop, Spec, serve};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

use super::report::draw;
use super::shop::{ending, on_ctrl_c};
use crate::args::{DemoArgs, Figure};
use crate::data_folder::db_named;
use crate::ending::{Ending, Failure};
use crate::opening;
use crate::paper::Paper;
use crate::progress::{self, Progress};
use crate::wire::demo::DemoAnswer;

/// The ports that demo shops open on: below those that systems hand out by themselves, so that a shop can come back to its own.
const PORTS: std::ops::Range<u16> = 20_000..30_000;
/// How many ports are tried for a shop.
const TRIES: u16 = 40;
/// How often a port that must be had is tried, and the pause between.
const WAITS: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);
/// What is drawn.
const CHARTS: [Figure; 4] = [Figure::CacByMonth, Figure::RoiByMonth, Figure::CacByChannel, Figure::RoiByChannel];

/// Runs the main job and prints what it came to. A run that was interrupted goes on where it stopped, and comes to the same.
pub(super) async fn demo(asked: &DemoArgs, db: Option<PathBuf>, paper: &Paper<'_>, language: Language) -> Result<Ending, Failure> {
    let path = db.unwrap_or_else(|| db_named(&name(asked)));
    let spec = Spec::new(asked.orders, asked.seed).preset(asked.preset.into());
    // The demo's time stands still where its history ends, so that it comes to the same whenever it is run.
    let now = Timestamp::from_micros(spec.now.timestamp_micros());
    let desk = opening::writable(&path, Arc::new(move || now)).await?;
    let shop = tokio::task::spawn_blocking(move || Arc::new(Shop::generate(&spec))).await.map_err(|error| Failure::bug(&error.to_string()))?;
    let known = desk.status().await?.shop.map(|shop| shop.url);
    if known.is_none() {
        prepare(&desk, &shop).await?;
    }
    let server = open(&shop, asked, known.as_deref(), &path).await?;
    let synced = sync(&desk, &server, paper).await;
    let answer = match synced {
        Ok(()) => answer(&desk, asked, language, &charts_folder(&path)).await,
        Err(failure) => Err(failure),
    };
    desk.close().await;
    let answer = answer?;
    paper.put(&answer)?;
    if asked.keep {
        let args = [("url", server.url()), ("token", server.token().to_owned())];
        progress::note(&paper.words.say("cli-shop-open", args));
        on_ctrl_c().cancelled().await;
    }
    Ok(ending(answer.sync.quarantined))
}

/// The db's name.
fn name(asked: &DemoArgs) -> String {
    let shape = preset_name(asked);
    let suffix = if shape == "normal" { String::new() } else { format!("-{shape}") };
    format!("demo-{}-{}{suffix}", asked.orders, asked.seed)
}

fn preset_name(asked: &DemoArgs) -> String {
    clap::ValueEnum::to_possible_value(&asked.preset).map_or_else(String::new, |value| value.get_name().to_owned())
}

/// What the db must know before the first order: the program, which judges history too, and what marketing paid.
async fn prepare(desk: &Desk, shop: &Shop) -> Result<(), Failure> {
    desk.activate("program.toml", PROGRAM).await?;
    let spends: Result<Vec<Spend>, Failure> = shop.spend().map(spend).collect();
    desk.record_spend(spends?).await?;
    Ok(())
}

fn spend(spend: vouchsafe_demo::Spend) -> Result<Spend, Failure> {
    let at = |text: &str| Timestamp::parse(text).map_err(|error| Failure::bug(&error.to_string()));
    let currency = Currency::parse(spend.currency).map_err(|error| Failure::bug(&error.to_string()))?;
    Ok(Spend { channel: Some(spend.channel.to_owned()), from: at(&spend.from)?, to: at(&spend.to)?, amount: Money::new(spend.minor, currency) })
}

/// Opens the shop: where the db knows it, else on the first free one of its ports.
async fn open(shop: &Arc<Shop>, asked: &DemoArgs, known: Option<&str>, path: &Path) -> Result<Server, Failure> {
    let own: Vec<u16> = ports(asked).collect();
    // The same shop may be open for another db; such runs are short, so its port is waited for.
    let back = known.and_then(port_of).filter(|port| own.contains(port));
    let tries = back.map_or(own, |port| vec![port; WAITS]);
    let mut failure = String::new();
    for port in tries {
        match serve(Arc::clone(shop), Options { port, ..Options::default() }).await {
            Ok(server) => return Ok(server),
            Err(error) => failure = format!("{port}: {error}"),
        }
        if back.is_some() {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Err(Failure::said("port_taken", &[("what", &failure), ("path", &path.display().to_string())]))
}

/// The ports of one shop. Another shop has others, so a db that belongs to one refuses the other.
fn ports(asked: &DemoArgs) -> impl Iterator<Item = u16> {
    let shape = preset_name(asked);
    // FNV-1a (Fowler, Noll, Vo), 64 bits.
    let bytes = asked.orders.to_be_bytes().into_iter().chain(asked.seed.to_be_bytes()).chain(shape.into_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let room = u64::from(PORTS.end - PORTS.start);
    let first = u16::try_from(hash % room).unwrap_or(0);
    (0..TRIES).map(move |step| PORTS.start + (first + step) % (PORTS.end - PORTS.start))
}

fn port_of(url: &str) -> Option<u16> {
    url.strip_prefix("http://127.0.0.1:")?.split('/').next()?.parse().ok()
}

async fn sync(desk: &Desk, server: &Server, paper: &Paper<'_>) -> Result<(), Failure> {
    let shop = desk.connect(&server.url(), server.token(), saleor::Settings::default()).await?;
    let progress = Progress::start(paper.words);
    let round = desk.sync(&shop, progress.sender(), &on_ctrl_c()).await;
    progress.finish().await;
    round?;
    Ok(())
}

async fn answer(desk: &Desk, asked: &DemoArgs, language: Language, folder: &Path) -> Result<DemoAnswer, Failure> {
    let status = desk.status().await?;
    let mut referrals = Vec::new();
    for status in ReferralStatus::ALL {
        let filter = ReferralFilter { status: Some(status), ..ReferralFilter::default() };
        referrals.push((status, desk.referrals(&filter, true, None, 1).await?.count));
    }
    let mut rewards = Vec::new();
    for state in RewardState::ALL {
        let filter = RewardFilter { state: Some(state), ..RewardFilter::default() };
        let found = desk.rewards(&filter, RewardSort::Newest, None, 1).await?;
        rewards.push((state, found.page.count, found.totals));
    }
    let mut overviews = Vec::new();
    for currency in &status.currencies {
        overviews.push(desk.overview(Some(*currency)).await?);
    }
    let charts = match status.currencies.first() {
        Some(currency) => charts(desk, *currency, language, folder).await?,
        None => Vec::new(),
    };
    Ok(DemoAnswer {
        orders: asked.orders,
        seed: asked.seed,
        preset: preset_name(asked),
        sync: desk.sync_status().await?,
        referrals,
        rewards,
        overviews,
        journal: desk.journal_head().await?,
        charts,
    })
}

/// The folder of the charts, beside the db.
fn charts_folder(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-charts"))
}

async fn charts(desk: &Desk, currency: Currency, language: Language, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::unwritten(folder, &error))?;
    let mut paths = Vec::new();
    for figure in CHARTS {
        let path = folder.join(format!("{}.svg", figure.name()));
        draw(desk, figure.into(), currency, Theme::Light, language, &path).await?;
        paths.push(path);
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Shape;

    #[test]
    fn a_shop_has_its_own_ports() {
        let asked = |orders, seed, preset| DemoArgs { orders, seed, preset, keep: false };
        let one: Vec<u16> = ports(&asked(300, 1, Shape::Normal)).collect();
        assert_eq!(one.len(), 40);
        assert!(one.iter().all(|port| PORTS.contains(port)));
        assert_eq!(one, ports(&asked(300, 1, Shape::Normal)).collect::<Vec<_>>());
        assert_ne!(one[0], ports(&asked(300, 2, Shape::Normal)).next().unwrap());
        assert_ne!(one[0], ports(&asked(300, 1, Shape::Deep)).next().unwrap());
    }

    #[test]
    fn the_port_is_read_from_our_own_address_alone() {
        assert_eq!(port_of("http://127.0.0.1:21234/graphql/"), Some(21_234));
        assert_eq!(port_of("https://shop.example/graphql/"), None);
        assert_eq!(port_of("http://127.0.0.1/"), None);
    }
}
