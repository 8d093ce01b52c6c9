//! Figures and their charts.

use super::desk::path_text;
use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire;
use crate::wire::chart::{ChartFormat, ChartImage, ChartQuery};
use crate::wire::figures::Overview;
use std::path::Path;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

/// The figures of one currency; of the largest one when none is named.
///
/// # Errors
/// `unknown_currency`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn overview(shell: State<'_, Shell>, currency: Option<String>) -> Answer<Overview> {
    let wanted = currency.map(|code| wire::currency(&code)).transpose()?;
    Overview::of(shell.session().await?.desk.overview(wanted).await?)
}

/// A chart with its figures.
///
/// # Errors
/// `unknown_currency`; a size that no chart can have; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn chart(shell: State<'_, Shell>, query: ChartQuery) -> Answer<ChartImage> {
    let chart = shell.session().await?.desk.chart(query.id.into(), query.currency()?, &query.look()?).await?;
    Ok(ChartImage::of(&query, chart))
}

/// Saves a chart where a person says. The file's path; nothing when they say no place.
///
/// # Errors
/// As [`chart`]; what the system says of the file.
#[tauri::command]
#[specta::specta]
pub async fn chart_save(app: AppHandle, shell: State<'_, Shell>, query: ChartQuery, format: ChartFormat) -> Answer<Option<String>> {
    let (id, look, currency) = (query.id.into(), query.look()?, query.currency()?);
    let session = shell.session().await?;
    let bytes = match format {
        ChartFormat::Svg => session.desk.chart_svg(id, currency, &look).await?.into_bytes(),
        ChartFormat::Png => session.desk.chart_png(id, currency, &look).await?,
    };
    let (chosen, choice) = oneshot::channel();
    let name = format!("{}-{}.{}", query.id.file_stem(), currency.code().to_lowercase(), format.extension());
    let dialog = app.dialog().file().set_file_name(name).add_filter(format.extension().to_uppercase(), &[format.extension()]);
    // Who asked may be gone.
    dialog.save_file(move |path| drop(chosen.send(path)));
    let Some(path) = choice.await.ok().flatten().map(path_text).transpose()? else { return Ok(None) };
    tokio::fs::write(&path, bytes).await.map_err(|fault| AppError::file(Path::new(&path), &fault))?;
    Ok(Some(path))
}
