//! `backtest`: a draft of a program beside what really happened.

use std::path::{Path, PathBuf};
use vouchsafe_app::Desk;
use vouchsafe_app::view::backtest::Compared;

use super::program;
use super::shop::on_ctrl_c;
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::Paper;
use crate::progress;
use crate::wire::backtest::BacktestAnswer;

/// Tries a program file over the whole history. The db is opened for looking only; Ctrl-C ends it.
pub(super) async fn backtest(file: &Path, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let source = program::read(file)?;
    let desk = opening::to_read(db).await?;
    let tried = tried(&desk, file, &source, paper).await;
    desk.close().await;
    tried
}

async fn tried(desk: &Desk, file: &Path, source: &str, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let label = paper.words.say("backtest-progress", []);
    let told = move |so_far: Compared| progress::over(&format!("{label} {}/{}", so_far.done, so_far.of));
    let found = desk.backtest(&file.display().to_string(), source, told, &on_ctrl_c()).await;
    progress::over("");
    let answer = BacktestAnswer(found?);
    paper.put(&answer)?;
    let count: u64 = answer.0.differences.iter().map(|group| group.count).sum();
    Ok(if count == 0 { Ending::Done } else { Ending::Findings(said("backtest_differs", &[("count", &count.to_string())])) })
}
