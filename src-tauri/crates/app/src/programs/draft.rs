//! A program while it is written, as a file or in a form: read by the loader that reads every program, so that nothing can be said here that no file
//! says.

use super::{policy_in_force, row};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{ProgramDraft, Said};
use vouchsafe_domain::name::{NameTable, Texts as _};
use vouchsafe_domain::program::file::{ProgramFault, ProgramFaults, form, parse, written};
use vouchsafe_domain::program::summary::summary;

/// What somebody says of a program that is being written.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftSaid {
    /// Its file.
    File(String),
    /// Its form, as JSON.
    Form(serde_json::Value),
}

impl DraftSaid {
    /// The file and the form of it, each as far as there is one, and why there is none.
    fn read(self) -> (String, Option<serde_json::Value>, Option<ProgramFaults>) {
        match self {
            Self::File(source) => match form(&source) {
                Ok(form) => (source, Some(form), None),
                Err(faults) => (source, None, Some(faults)),
            },
            Self::Form(form) => match written(&form) {
                Ok(source) => (source, Some(form), None),
                Err(faults) => (String::new(), Some(form), Some(faults)),
            },
        }
    }
}

fn told(faults: Option<ProgramFaults>) -> Vec<ProgramFault> {
    faults.iter().flat_map(ProgramFaults::iter).cloned().collect()
}

impl Desk {
    /// Looks at a program that is being written: what is wrong with it, what it would do, whether it could be activated. Nothing is kept.
    ///
    /// # Errors
    /// What the db says.
    pub async fn draft(&self, said: DraftSaid) -> Result<ProgramDraft> {
        let (source, form, faults) = said.read();
        let mut draft = ProgramDraft { source, form, about: None, from: None, faults: told(faults), refused: None, summary: Vec::new() };
        if !draft.faults.is_empty() {
            return Ok(draft);
        }
        let mut names = NameTable::default();
        let file = match parse(&draft.source, &mut names) {
            Ok(file) => file,
            Err(faults) => return Ok(ProgramDraft { faults: told(Some(faults)), ..draft }),
        };
        let policy = match &file.policy {
            Some(policy) => policy.clone(),
            None => policy_in_force(&self.db().programs().await?, &mut names, self.now())?,
        };
        draft.about = Some((names.text(file.program.id.0), file.program.name.clone(), file.program.version));
        draft.from = file.from;
        draft.summary = summary(&file.program, &policy, &names);
        let checked = row(&file, &names, Some(file.from.unwrap_or_else(|| self.now())), false);
        draft.refused = match self.admit(&checked, &file, &draft.source).await {
            Ok(()) => None,
            Err(
                error @ (AppError::VersionTaken { .. }
                | AppError::PolicyDiffers { .. }
                | AppError::RoleUnlisted { .. }
                | AppError::HistoryNeedsManual),
            ) => Some(Said::from(&error)),
            Err(error) => return Err(error),
        };
        Ok(draft)
    }

    /// A version of a program as it stands, or the newest; of a ready one if the db has none of that id.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn program_version(&self, id: &str, version: Option<u32>) -> Result<ProgramDraft> {
        self.draft(DraftSaid::File(self.program_source(id, version).await?)).await
    }
}
