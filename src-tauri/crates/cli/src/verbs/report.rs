//! `report kpi|rewards|referrals|advocate|leaderboard`.

use std::path::{Path, PathBuf};
use vouchsafe_app::chart::{Size, Theme};
use vouchsafe_app::view::{ChartId, LeaderboardQuery, RankedBy, ReferralFilter, ReferralStatus, RewardFilter, RewardSort, RewardState};
use vouchsafe_app::words::Language;
use vouchsafe_app::{ChartLook, Desk};
use vouchsafe_domain::money::Currency;

use crate::args::{Colours, LeaderboardArgs, Rank, Report};
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::{Paper, Roll};
use crate::wire::figures::KpiReport;
use crate::wire::{referral, reward, standing};

/// Rows that are read at once.
const PAGE: u64 = 500;
/// Pixels of a chart in a file.
const CHART: (u32, u32) = (960, 480);

/// Prints a report.
pub(super) async fn report(report: Report, db: Option<PathBuf>, paper: &Paper<'_>, language: Language) -> Result<Ending, Failure> {
    let desk = opening::to_read(db).await?;
    match report {
        Report::Kpi { currency, chart, of, theme } => {
            let status = desk.status().await?;
            let currencies = currency.map_or(status.currencies, |currency| vec![currency]);
            if let Some((path, currency)) = chart.zip(currencies.first()) {
                let theme = if theme == Colours::Dark { Theme::Dark } else { Theme::Light };
                draw(&desk, of.into(), *currency, theme, language, &path).await?;
            }
            let mut overviews = Vec::new();
            for currency in currencies {
                overviews.push(desk.overview(Some(currency)).await?);
            }
            paper.put(&KpiReport { margin: status.margin, overviews })?;
        }
        Report::Rewards { state, search, limit } => rewards(&desk, state, search, limit.unwrap_or(u64::MAX), paper).await?,
        Report::Advocate { person } => {
            let party = desk.party_called(&person).await?;
            paper.put(&standing::AdvocateAnswer(desk.customer(party).await?))?;
        }
        Report::Leaderboard(args) => leaderboard(&desk, args, paper).await?,
        Report::Referrals { status, search, limit } => referrals(&desk, status, search, limit.unwrap_or(u64::MAX), paper).await?,
    }
    Ok(Ending::Done)
}

/// Draws a chart into a file, as its ending says.
pub(super) async fn draw(desk: &Desk, id: ChartId, currency: Currency, theme: Theme, language: Language, path: &Path) -> Result<(), Failure> {
    let size = Size::new(CHART.0, CHART.1).map_err(|error| Failure::bug(&error.to_string()))?;
    let look = ChartLook { theme, size, language };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let picture = match ending.as_str() {
        "svg" => desk.chart_svg(id, currency, &look).await?.into_bytes(),
        "png" => desk.chart_png(id, currency, &look).await?,
        _ => return Err(Failure::Usage(said("chart_kind", &[("path", &path.display().to_string())]))),
    };
    std::fs::write(path, picture).map_err(|error| Failure::unwritten(path, &error))
}

/// The size of the next page.
fn page_size(left: u64) -> u32 {
    u32::try_from(left.min(PAGE)).unwrap_or(1)
}

async fn rewards(desk: &Desk, state: Option<RewardState>, search: Option<String>, mut left: u64, paper: &Paper<'_>) -> Result<(), Failure> {
    let filter = RewardFilter { state, search, ..RewardFilter::default() };
    let mut roll = Roll::new(paper, "rewards", reward::COLUMNS)?;
    let mut after: Option<String> = None;
    while left > 0 {
        let page = desk.rewards(&filter, RewardSort::Newest, after.as_deref(), page_size(left)).await?.page;
        for row in &page.rows {
            roll.add(|| reward::Reward::from(row), || reward::cells(row))?;
        }
        left = left.saturating_sub(page.rows.len() as u64);
        after = page.next;
        if after.is_none() || page.rows.is_empty() {
            break;
        }
    }
    roll.finish()
}

async fn leaderboard(desk: &Desk, args: LeaderboardArgs, paper: &Paper<'_>) -> Result<(), Failure> {
    let LeaderboardArgs { by, asset, program, month, from, until, limit } = args;
    let time = match month {
        Some(month) => desk.month_of(program.as_deref(), month).await.map(|(from, until)| (Some(from), Some(until)))?,
        None => (from, until),
    };
    let default = || async { Ok::<_, Failure>(desk.status().await?.currencies.first().map(ToString::to_string)) };
    let asset = match (by, asset) {
        (Rank::Friends, _) => None,
        (_, Some(asset)) => Some(asset),
        (_, None) => default().await?,
    };
    let by = match (by, asset) {
        (Rank::Friends, _) => RankedBy::Friends,
        (Rank::Revenue, Some(asset)) => match Currency::parse(&asset) {
            Ok(currency) => RankedBy::Revenue(currency),
            Err(error) => return Err(Failure::Usage(said("no_currency", &[("text", &error.0)]))),
        },
        (Rank::Earned, Some(asset)) => RankedBy::Earned { asset, program },
        // Where no money has moved, nobody has a place.
        (Rank::Revenue | Rank::Earned, None) => return Roll::new(paper, "leaderboard", standing::COLUMNS)?.finish(),
    };
    let query = LeaderboardQuery { by, from: time.0, until: time.1 };
    let mut roll = Roll::new(paper, "leaderboard", standing::COLUMNS)?;
    let (mut left, mut after) = (limit.unwrap_or(u64::MAX), None::<String>);
    while left > 0 {
        let page = desk.leaderboard(&query, after.as_deref(), page_size(left)).await?;
        for row in &page.rows {
            roll.add(|| standing::Place::from(row), || standing::cells(row))?;
        }
        left = left.saturating_sub(page.rows.len() as u64);
        after = page.next;
        if after.is_none() || page.rows.is_empty() {
            break;
        }
    }
    roll.finish()
}

async fn referrals(desk: &Desk, status: Option<ReferralStatus>, search: Option<String>, mut left: u64, paper: &Paper<'_>) -> Result<(), Failure> {
    let filter = ReferralFilter { status, search };
    let mut roll = Roll::new(paper, "referrals", referral::COLUMNS)?;
    let mut after: Option<String> = None;
    while left > 0 {
        let page = desk.referrals(&filter, true, after.as_deref(), page_size(left)).await?;
        for row in &page.rows {
            roll.add(|| referral::Referral::from(row), || referral::cells(row))?;
        }
        left = left.saturating_sub(page.rows.len() as u64);
        after = page.next;
        if after.is_none() || page.rows.is_empty() {
            break;
        }
    }
    roll.finish()
}
