//! Programs: the ready ones that come with the product, and those in the db.

mod draft;
mod standing;

#[cfg(test)]
mod tests;

pub use draft::DraftSaid;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{ProgramRow, Tag};
use vouchsafe_db::{DbError, ProgramSource};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::name::{NameTable, Names, Texts};
use vouchsafe_domain::program::file::{ProgramFaults, ProgramFile, parse};
use vouchsafe_domain::program::{Mode, Policy, Programs};
use vouchsafe_domain::time::Timestamp;

/// A program that comes with the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyProgram {
    /// Its id.
    pub id: &'static str,
    /// Its file.
    pub source: &'static str,
}

/// The programs that come with the product.
#[must_use]
pub const fn ready() -> &'static [ReadyProgram] {
    &[
        ReadyProgram { id: "shop-gift-card", source: include_str!("../../../programs/shop-gift-card.toml") },
        ReadyProgram { id: "coupons-credit-steps", source: include_str!("../../../programs/coupons-credit-steps.toml") },
        ReadyProgram { id: "every-payment-cashback", source: include_str!("../../../programs/every-payment-cashback.toml") },
        ReadyProgram { id: "two-level-points", source: include_str!("../../../programs/two-level-points.toml") },
        ReadyProgram { id: "usage-quota", source: include_str!("../../../programs/usage-quota.toml") },
    ]
}

/// Reads a program file without using it.
///
/// # Errors
/// [`AppError::Program`] with all that is wrong with it.
pub fn check(file: &str, source: &str) -> Result<ProgramRow> {
    let mut names = NameTable::default();
    let read = read(file, source, &mut names)?;
    Ok(row(&read, &names, read.from, false))
}

pub(crate) fn read(file: &str, source: &str, names: &mut impl Names) -> Result<ProgramFile> {
    parse(source, names).map_err(|faults| AppError::Program { file: file.to_owned(), faults: Box::new(faults) })
}

fn row(file: &ProgramFile, texts: &impl Texts, from: Option<Timestamp>, is_ready: bool) -> ProgramRow {
    let program = &file.program;
    ProgramRow {
        id: texts.text(program.id.0),
        name: program.name.clone(),
        version: program.version,
        from,
        is_ready,
        triggers: program.rules.iter().flat_map(|rule| rule.on.iter().copied()).collect(),
    }
}

/// From when a version holds: from the instant that its file names, else from when it was added.
fn from_of(stored: &ProgramSource, file: &ProgramFile) -> Timestamp {
    file.from.unwrap_or(stored.added_at)
}

/// Reads what the db keeps. It was read once before it was stored, so a fault means a damaged file or a newer version's program.
pub(crate) fn assemble(sources: &[ProgramSource], names: &mut impl Names) -> Result<Programs, ProgramFaults> {
    let mut files = Vec::new();
    for stored in sources {
        let mut file = parse(&stored.source, names)?;
        file.program.from = from_of(stored, &file);
        files.push(file);
    }
    Ok(Programs::assemble(files))
}

/// What holds now for who brought whom.
fn policy_in_force(sources: &[ProgramSource], names: &mut impl Names, now: Timestamp) -> Result<Policy> {
    let damaged = |faults: ProgramFaults| AppError::Db(DbError::Damaged(faults.to_string()));
    Ok(assemble(sources, names).map_err(damaged)?.policy_at(now).clone())
}

impl Desk {
    /// The programs in the db, by id and version, then the ready ones that are not.
    ///
    /// # Errors
    /// What the db says.
    pub async fn programs(&self) -> Result<Vec<ProgramRow>> {
        let mut rows = Vec::new();
        for stored in self.db().programs().await? {
            let mut names = NameTable::default();
            let file = read(&stored.id, &stored.source, &mut names)?;
            rows.push(row(&file, &names, Some(from_of(&stored, &file)), false));
        }
        for ready in ready().iter().filter(|ready| !rows.iter().any(|row: &ProgramRow| row.id == ready.id)).collect::<Vec<_>>() {
            rows.push(ProgramRow { is_ready: true, ..check(ready.id, ready.source)? });
        }
        Ok(rows)
    }

    /// The file of a program: of the version asked for, or the newest; of a ready one if the db has none of that id.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn program_source(&self, id: &str, version: Option<u32>) -> Result<String> {
        let stored =
            self.db().programs().await?.into_iter().rfind(|program| program.id == id && version.is_none_or(|wanted| wanted == program.version));
        let ready = || ready().iter().find(|ready| ready.id == id && version.is_none()).map(|ready| ready.source.to_owned());
        stored.map(|program| program.source).or_else(ready).ok_or_else(|| AppError::NotFound { what: format!("program {id}") })
    }

    /// Activates a version of a program: from the instant that its file names, else from now on. A version that stands already is activated
    /// again, which ends a pause; it cannot say something else.
    ///
    /// # Errors
    /// [`AppError::Program`], [`AppError::VersionTaken`], [`AppError::PolicyDiffers`], [`AppError::HistoryNeedsManual`]; what the db says.
    pub async fn activate(&self, file_name: &str, source: &str) -> Result<ProgramRow> {
        let mut names = NameTable::default();
        let file = read(file_name, source, &mut names)?;
        let now = self.now();
        let from = file.from.unwrap_or(now);
        let checked = row(&file, &names, Some(from), false);
        self.admit(&checked, &file, source).await?;
        let (id, version, text) = (checked.id.clone(), checked.version, source.to_owned());
        // A version that stands keeps the instant from which it holds.
        let stands = self.db().programs().await?.into_iter().find(|stored| stored.id == id && stored.version == version);
        let from = stands.map_or(from, |stored| from_of(&stored, &file));
        // The version and the event that activates it stand together or not at all.
        self.append_with(move |tx| {
            let program = vouchsafe_domain::name::ProgramKey(tx.key(&id));
            let key = tx.key(&format!("program/{id}/{version}/activated/{}", now.micros()));
            tx.add_program(&ProgramSource { id, version, source: text, added_at: now })?;
            let fact = Fact::ProgramActivated { program, version, from };
            Ok(vec![Event { id: EventId::new(EventClass::Named, key), at: now, seen_at: None, fact }])
        })
        .await?;
        self.load_programs().await?;
        self.changed([Tag::Desk]);
        Ok(checked)
    }

    async fn admit(&self, row: &ProgramRow, file: &ProgramFile, source: &str) -> Result<()> {
        let stored = self.db().programs().await?;
        if stored.iter().any(|program| program.id == row.id && program.version == row.version && program.source != source) {
            return Err(AppError::VersionTaken { program: row.id.clone(), version: row.version });
        }
        let mut names = NameTable::default();
        let ProgramFile { program, policy: own, .. } = read(&row.id, source, &mut names)?;
        let policy = own.clone().map_or_else(|| policy_in_force(&stored, &mut names, self.now()), Ok)?;
        if let Some(role) = program.unlisted_role(&policy) {
            return Err(AppError::RoleUnlisted { role: names.text(role) });
        }
        // A new version may change what its own program said; what another one says, all have to agree with.
        for other in stored.iter().filter(|other| other.id != row.id) {
            let others = read(&other.id, &other.source, &mut names)?.policy;
            if let Some(key) = own.as_ref().zip(others.as_ref()).and_then(|(own, others)| own.differs(others)) {
                return Err(AppError::PolicyDiffers { program: row.id.clone(), other: other.id.clone(), key });
            }
        }
        // History binds and counts. To pay for it is asked for by a `from` of the past, and then a person looks at each reward.
        let connected_at = self.db().shop().await?.map(|shop| shop.connected_at);
        if connected_at.is_some_and(|connected| row.from.is_some_and(|from| from < connected)) && file.program.mode != Mode::Manual {
            return Err(AppError::HistoryNeedsManual);
        }
        Ok(())
    }

    pub(crate) async fn load_programs(&self) -> Result<()> {
        let stored = self.db().programs().await?;
        let programs = self.db().write(move |tx| assemble(&stored, tx).map_err(|fault| DbError::Damaged(fault.to_string()))).await?;
        self.set_programs(programs);
        Ok(())
    }
}
