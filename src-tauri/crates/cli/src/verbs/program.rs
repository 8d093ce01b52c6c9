//! `program list|show|check|activate`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use vouchsafe_app::{AppError, programs};
use vouchsafe_domain::program::file::MAX_FILE;

use crate::args::ProgramVerb;
use crate::ending::{Ending, Failure};
use crate::opening::{self, db_path};
use crate::paper::Paper;
use crate::wire::program::ProgramsAnswer;

/// Does what was asked for.
pub(super) async fn program(verb: ProgramVerb, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    match verb {
        ProgramVerb::List => paper.put(&ProgramsAnswer(list(db).await?))?,
        ProgramVerb::Show { id, version } => paper.put_text(&show(&id, version, db).await?)?,
        ProgramVerb::Check { file } => {
            let source = read(&file)?;
            paper.put(&ProgramsAnswer(vec![programs::check(&file.display().to_string(), &source)?]))?;
        }
        ProgramVerb::Activate { file } => {
            let (name, source) = named(&file)?;
            let desk = opening::to_write(db).await?;
            let activated = desk.activate(&name, &source).await;
            desk.close().await;
            paper.put(&ProgramsAnswer(vec![activated?]))?;
        }
    }
    Ok(Ending::Done)
}

/// The programs in the db and the ready ones; without a db, the ready ones.
async fn list(db: Option<PathBuf>) -> Result<Vec<vouchsafe_app::view::ProgramRow>, Failure> {
    if db.is_none() && !db_path(None).exists() {
        let ready =
            programs::ready().iter().map(|ready| Ok(vouchsafe_app::view::ProgramRow { is_ready: true, ..programs::check(ready.id, ready.source)? }));
        return ready.collect();
    }
    Ok(opening::to_read(db).await?.programs().await?)
}

async fn show(id: &str, version: Option<u32>, db: Option<PathBuf>) -> Result<String, Failure> {
    if db.is_none() && !db_path(None).exists() {
        let ready = programs::ready().iter().find(|ready| ready.id == id && version.is_none());
        return ready.map(|ready| ready.source.to_owned()).ok_or_else(|| AppError::NotFound { what: format!("program {id}") }.into());
    }
    Ok(opening::to_read(db).await?.program_source(id, version).await?)
}

/// A program file, or a ready program by its id.
fn named(file: &Path) -> Result<(String, String), Failure> {
    let name = file.display().to_string();
    match programs::ready().iter().find(|ready| ready.id == name).filter(|_| !file.exists()) {
        Some(ready) => Ok((name, ready.source.to_owned())),
        None => Ok((name, read(file)?)),
    }
}

/// Reads a program file, up to a byte more than a program may have.
pub(super) fn read(file: &Path) -> Result<String, AppError> {
    let unreadable = |error: std::io::Error| AppError::FileUnreadable { path: file.to_owned(), what: error.to_string() };
    let mut source = String::new();
    let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(file).and_then(|open| open.take(most).read_to_string(&mut source)).map_err(unreadable)?;
    Ok(source)
}
