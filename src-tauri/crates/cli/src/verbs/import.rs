//! `import`.

use std::path::PathBuf;

use crate::args::ImportWhat;
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::Paper;

/// Brings in a file, of the kind that is named or that its ending tells.
pub(super) async fn import(what: Option<ImportWhat>, file: Option<PathBuf>, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let what = match (what, file) {
        (Some(what), _) => what,
        (None, Some(file)) => kind_of(file)?,
        (None, None) => return Err(Failure::bug("import without a file")),
    };
    let desk = opening::to_write(db).await?;
    let imported = match what {
        ImportWhat::Events { file } => desk.import_events(&file).await,
        ImportWhat::CodeOwners { file } => desk.import_code_owners(&file).await,
    };
    desk.close().await;
    paper.put(&imported?)?;
    Ok(Ending::Done)
}

/// What a file holds, by its ending.
fn kind_of(file: PathBuf) -> Result<ImportWhat, Failure> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "ndjson" | "jsonl" | "json" => Ok(ImportWhat::Events { file }),
        "csv" => Ok(ImportWhat::CodeOwners { file }),
        _ => Err(Failure::Usage(said("file_kind", &[("path", &file.display().to_string())]))),
    }
}
