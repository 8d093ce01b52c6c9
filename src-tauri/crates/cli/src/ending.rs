//! How a command ends, and what is said of it.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use vouchsafe_app::AppError;
use vouchsafe_app::view::Said;
use vouchsafe_app::words::{Words, key};

use crate::plain::plain;

/// A command that was done.
#[derive(Debug)]
pub(crate) enum Ending {
    /// And all is well.
    Done,
    /// And there is something to look at.
    Findings(Said),
}

/// Why a command could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A verb failed.
    App(AppError),
    /// The command line itself refused.
    Said(Said),
    /// The command line was not understood.
    Usage(Said),
    /// Who read our output went away, which is no fault.
    Unread,
}

impl Failure {
    /// A sentence of the command line's own: `error-<code>`.
    pub(crate) fn said(code: &str, args: &[(&str, &str)]) -> Self {
        Self::Said(said(code, args))
    }

    /// A fault inside Vouchsafe.
    pub(crate) fn bug(what: &str) -> Self {
        Self::said("internal", &[("what", what)])
    }

    /// A file that could not be written.
    pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Self {
        Self::said("file_unwritten", &[("path", &path.display().to_string()), ("what", &error.to_string())])
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// Output that could not be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Unread } else { Self::unwritten(Path::new("stdout"), &error) }
    }
}

/// A sentence to be said, by its code.
pub(crate) fn said(code: &str, args: &[(&str, &str)]) -> Said {
    Said { code: code.to_owned(), args: args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
}

/// Says on standard error what is to be said, and gives the exit status.
pub(crate) fn tell(ending: Result<Ending, Failure>, words: &Words) -> ExitCode {
    let faults: Vec<String> = match &ending {
        Err(Failure::App(AppError::Program { faults, .. })) => faults.iter().map(|fault| words.fault(fault)).collect(),
        _ => Vec::new(),
    };
    let (sentence, status) = match ending {
        Ok(Ending::Done) | Err(Failure::Unread) => (None, 0),
        Ok(Ending::Findings(said)) => (Some(sentence(&said, words)), 3),
        Err(Failure::App(error)) => (Some(words.error(&error)), 1),
        Err(Failure::Said(said)) => (Some(sentence(&said, words)), 1),
        Err(Failure::Usage(said)) => (Some(sentence(&said, words)), 2),
    };
    for line in sentence.into_iter().chain(faults) {
        // Whoever closed standard error does not want to know.
        drop(writeln!(io::stderr(), "{}", plain(&line)));
    }
    ExitCode::from(status)
}

/// The sentence of a code.
pub(crate) fn sentence(said: &Said, words: &Words) -> String {
    words.say(&key("error", &said.code), said.args.iter().map(|(name, value)| (name.as_str(), value.clone())))
}
