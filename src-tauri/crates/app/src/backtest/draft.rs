//! The programs of a trial: the draft in place of every version of its id, beside what else was in force at each time.

use crate::error::{AppError, Result};
use rustc_hash::FxHashSet;
use vouchsafe_db::ProgramSource;
use vouchsafe_domain::name::{Key, Names, ProgramKey};

use vouchsafe_domain::program::file::{ProgramFile, parse};
use vouchsafe_domain::program::{Policy, PolicyVersion, Programs};
use vouchsafe_domain::time::Timestamp;

/// What judges on the draft's side.
#[derive(Debug)]
pub(super) struct Trial {
    draft: ProgramFile,
    /// Versions of the same id, which the draft takes the place of. What they say about who brought whom stands until a file says otherwise.
    replaced: Vec<ProgramFile>,
    others: Vec<ProgramFile>,
    active: FxHashSet<(ProgramKey, u32)>,
    programs: Programs,
}

impl Trial {
    /// A draft beside what the db keeps.
    ///
    /// # Errors
    /// [`AppError::Program`], [`AppError::PolicyDiffers`].
    pub(super) fn new(name: &str, source: &str, stored: &[ProgramSource], names: &mut impl Names) -> Result<Self> {
        let mut read =
            |file: &str, source: &str| parse(source, names).map_err(|faults| AppError::Program { file: file.to_owned(), faults: Box::new(faults) });
        let mut draft = read(name, source)?;
        draft.program.from = draft.from.unwrap_or(Timestamp::EPOCH);
        let (mut replaced, mut others) = (Vec::new(), Vec::new());
        for stored in stored {
            let mut file = read(&stored.id, &stored.source)?;
            file.program.from = file.from.unwrap_or(stored.added_at);
            if file.program.id == draft.program.id {
                replaced.push(file);
                continue;
            }
            if let Some(key) = draft.policy.as_ref().zip(file.policy.as_ref()).and_then(|(own, other)| own.differs(other)) {
                return Err(AppError::PolicyDiffers { program: name.to_owned(), other: stored.id.clone(), key });
            }
            others.push(file);
        }
        let mut trial = Self { draft, replaced, others, active: FxHashSet::default(), programs: Programs::default() };
        trial.assemble();
        Ok(trial)
    }

    pub(super) fn programs(&self) -> &Programs {
        &self.programs
    }

    pub(super) fn draft(&self) -> &ProgramFile {
        &self.draft
    }

    /// A role that the draft asks for and nobody's policy lists.
    pub(super) fn unlisted_role(&self) -> Option<Key> {
        let program = &self.draft.program;
        let said = self.draft.policy.as_ref().or_else(|| self.replaced.iter().chain(&self.others).rev().find_map(|file| file.policy.as_ref()));
        program.unlisted_role(said.unwrap_or(&Policy::default()))
    }

    pub(super) fn replaces(&self) -> usize {
        self.replaced.len()
    }

    /// A version of another program judges from here on: before that nobody knew of it.
    pub(super) fn activated(&mut self, program: ProgramKey, version: u32) {
        if self.active.insert((program, version)) {
            self.assemble();
        }
    }

    fn assemble(&mut self) {
        let active = |file: &&ProgramFile| self.active.contains(&(file.program.id, file.program.version));
        let others: Vec<&ProgramFile> = self.others.iter().filter(active).collect();
        let own: Vec<&ProgramFile> = if self.draft.policy.is_some() { vec![&self.draft] } else { self.replaced.iter().collect() };
        let said = |file: &&ProgramFile| file.policy.clone().map(|policy| PolicyVersion { from: file.program.from, policy });
        let mut policies: Vec<PolicyVersion> = own.iter().chain(&others).filter_map(said).collect();
        policies.sort_by_key(|version| version.from);
        // What holds first held before it was written down.
        let first = policies.first().map(|version| version.policy.clone()).unwrap_or_default();
        let versions = std::iter::once(&self.draft).chain(others).map(|file| file.program.clone()).collect();
        self.programs = Programs::new(first, versions).with_policies(policies);
    }
}
