//! `import`.

use std::path::{Path, PathBuf};

use crate::args::{FileKind, ImportWhat};
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::Paper;

/// Brings in a file, of the kind that is named or that its ending tells.
pub(super) async fn import(
    what: Option<ImportWhat>,
    file: Option<PathBuf>,
    kind: Option<FileKind>,
    db: Option<PathBuf>,
    paper: &Paper<'_>,
) -> Result<Ending, Failure> {
    let (kind, file) = match (what, kind, file) {
        (Some(ImportWhat::Events { file }), ..) => (FileKind::Events, file),
        (Some(ImportWhat::CodeOwners { file }), ..) => (FileKind::CodeOwners, file),
        (None, Some(kind), Some(file)) => (kind, file),
        (None, None, Some(file)) => (kind_of(&file)?, file),
        (None, _, None) => return Err(Failure::bug("import without a file")),
    };
    let desk = opening::to_write(db).await?;
    let imported = match kind {
        FileKind::Events => desk.import_events(&file).await,
        FileKind::CodeOwners => desk.import_code_owners(&file).await,
        FileKind::LegacyReferrals => desk.import_legacy_referrals(&file).await,
        FileKind::EarlierRewards => desk.import_earlier_rewards(&file).await,
    };
    desk.close().await;
    let imported = imported?;
    paper.put(&imported)?;
    let conflicts = imported.conflicts.len();
    Ok(if conflicts == 0 { Ending::Done } else { Ending::Findings(said("import_conflicts", &[("count", &conflicts.to_string())])) })
}

/// What a file holds, by its ending.
fn kind_of(file: &Path) -> Result<FileKind, Failure> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "ndjson" | "jsonl" | "json" => Ok(FileKind::Events),
        "csv" => Ok(FileKind::CodeOwners),
        _ => Err(Failure::Usage(said("file_kind", &[("path", &file.display().to_string())]))),
    }
}
