//! `program list|show|check|activate|pause|end` and `schema program`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use vouchsafe_app::programs::{self, DraftSaid};
use vouchsafe_app::text_file::decoded;
use vouchsafe_app::view::{ProgramStanding, ProgramState};
use vouchsafe_app::{AppError, actor};
use vouchsafe_domain::name::{NameTable, ProgramKey, Texts as _};
use vouchsafe_domain::program::file::{self, MAX_FILE, ProgramFile};
use vouchsafe_domain::program::summary::summary;
use vouchsafe_domain::program::{Programs, Unfit};

use crate::args::ProgramVerb;
use crate::ending::{Ending, Failure};
use crate::opening::{self, db_path};
use crate::paper::Paper;
use crate::wire::program::{ActivatedAnswer, StandingsAnswer, SummaryAnswer};

/// Does what was asked for.
pub(super) async fn program(verb: ProgramVerb, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    match verb {
        ProgramVerb::List => paper.put(&StandingsAnswer(list(db).await?))?,
        ProgramVerb::Show { id, version, toml: true } => paper.put_text(&source(&id, version, db).await?)?,
        ProgramVerb::Show { id, version, toml: false } => paper.put(&show(&id, version, db).await?)?,
        ProgramVerb::Check { file } => paper.put(&check(&file, db).await?)?,
        ProgramVerb::Activate { file } => {
            let (name, source) = named(&file)?;
            let desk = opening::to_write(db).await?;
            let activated = desk.activate(&name, &source).await;
            desk.close().await;
            paper.put(&ActivatedAnswer(activated?))?;
        }
        ProgramVerb::Pause { id, reason } => {
            let desk = opening::to_write(db).await?;
            let paused = desk.pause_program(&id, &actor(), &reason).await;
            desk.close().await;
            paper.put(&StandingsAnswer(vec![paused?.standing]))?;
        }
        ProgramVerb::End { id, reason } => {
            let desk = opening::to_write(db).await?;
            let ended = desk.end_program(&id, &actor(), &reason).await;
            desk.close().await;
            paper.put(&StandingsAnswer(vec![ended?.standing]))?;
        }
    }
    Ok(Ending::Done)
}

/// Prints the JSON Schema of program files.
pub(super) fn schema(paper: &Paper<'_>) -> Result<Ending, Failure> {
    paper.put_text(&format!("{:#}\n", file::schema()))?;
    Ok(Ending::Done)
}

/// Whether there is no db that could be meant.
fn has_no_db(db: Option<&PathBuf>) -> bool {
    db.is_none() && !db_path(None).exists()
}

/// The programs in the db and the ready ones; without a db, the ready ones.
async fn list(db: Option<PathBuf>) -> Result<Vec<ProgramStanding>, Failure> {
    if !has_no_db(db.as_ref()) {
        return Ok(opening::to_read(db).await?.program_list().await?);
    }
    let ready = |ready: &programs::ReadyProgram| {
        let row = programs::check(ready.id, ready.source)?;
        let (state, since, from, until) = (ProgramState::Ready, None, None, None);
        Ok(ProgramStanding { id: row.id, name: row.name, state, since, version: row.version, from, until, versions: 1 })
    };
    programs::ready().iter().map(ready).collect()
}

/// The file of a program.
async fn source(id: &str, version: Option<u32>, db: Option<PathBuf>) -> Result<String, Failure> {
    if has_no_db(db.as_ref()) {
        let ready = programs::ready().iter().find(|ready| ready.id == id && version.is_none());
        return ready.map(|ready| ready.source.to_owned()).ok_or_else(|| AppError::NotFound { what: format!("program {id}") }.into());
    }
    Ok(opening::to_read(db).await?.program_source(id, version).await?)
}

/// What a program does. In a db, under the policy of the programs that stand there unless it names its own.
async fn show(id: &str, version: Option<u32>, db: Option<PathBuf>) -> Result<SummaryAnswer, Failure> {
    if has_no_db(db.as_ref()) {
        return Ok(told(id, &source(id, version, db).await?)?);
    }
    let draft = opening::to_read(db).await?.program_version(id, version).await?;
    match draft.about {
        Some((id, name, version)) => Ok(SummaryAnswer { id, name, version, from: draft.from, sentences: draft.summary }),
        None => Err(Failure::bug("a program that stands cannot be read")),
    }
}

/// What a file would do, if it could be activated: in the db that there is, else by itself.
async fn check(file: &Path, db: Option<PathBuf>) -> Result<SummaryAnswer, Failure> {
    let (name, source) = (file.display().to_string(), read(file)?);
    let alone = told(&name, &source)?;
    if has_no_db(db.as_ref()) {
        let mut names = NameTable::default();
        let read = parsed(&name, &source, &mut names)?;
        admitted(vec![read], &names)?;
        return Ok(alone);
    }
    let draft = opening::to_read(db).await?.draft(DraftSaid::File(source)).await?;
    match draft.refused {
        Some(refused) => Err(Failure::Said(refused)),
        None => Ok(SummaryAnswer { sentences: draft.summary, ..alone }),
    }
}

/// Programs that can be in force together.
pub(super) fn admitted(files: Vec<ProgramFile>, names: &NameTable) -> Result<Programs, AppError> {
    let id = |program: ProgramKey| names.text(program.0);
    Programs::admit(files).map_err(|unfit| match unfit {
        Unfit::VersionTwice { program, version } => AppError::VersionTaken { program: id(program), version },
        Unfit::PolicyDiffers { program, other, key } => AppError::PolicyDiffers { program: id(program), other: id(other), key },
        Unfit::RoleUnlisted { role } => AppError::RoleUnlisted { role: names.text(role) },
    })
}

/// What a file says.
pub(super) fn parsed(name: &str, source: &str, names: &mut NameTable) -> Result<ProgramFile, AppError> {
    file::parse(source, names).map_err(|faults| AppError::Program { file: name.to_owned(), faults: Box::new(faults) })
}

/// What a file would do by itself.
fn told(name: &str, source: &str) -> Result<SummaryAnswer, AppError> {
    let mut names = NameTable::default();
    let read = parsed(name, source, &mut names)?;
    let sentences = summary(&read.program, &read.policy.unwrap_or_default(), &names);
    let (id, name, version) = (names.text(read.program.id.0), read.program.name, read.program.version);
    Ok(SummaryAnswer { id, name, version, from: read.from, sentences })
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
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
    decoded(file, bytes)
}
