//! What the window is told when something cannot be done: a code and the arguments of its sentence.

use crate::wire::cut;
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::view::Said;

/// A sentence that the window says: it stands in the Fluent files under `error-<code>`, with `-` for `_`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AppError {
    /// The code.
    pub code: String,
    /// The sentence's arguments, by name.
    pub args: BTreeMap<String, String>,
}

impl AppError {
    /// A sentence with its arguments.
    pub fn new<const N: usize>(code: &str, args: [(&str, String); N]) -> Self {
        Self { code: code.to_owned(), args: args.into_iter().map(|(name, value)| (name.to_owned(), cut(value))).collect() }
    }

    /// Something that the window cannot mend.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::new("internal", [("what", what.to_string())])
    }

    /// A file that the system does not give us.
    pub fn file(path: &std::path::Path, why: &std::io::Error) -> Self {
        let code = if why.kind() == std::io::ErrorKind::StorageFull { "disk_full" } else { "file_unreadable" };
        Self::new(code, [("path", path.display().to_string()), ("what", why.to_string())])
    }

    /// The same with one more argument, unless it has it already.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.entry(name.to_owned()).or_insert_with(|| cut(value.to_string()));
        self
    }
}

impl From<vouchsafe_app::AppError> for AppError {
    fn from(error: vouchsafe_app::AppError) -> Self {
        Said::from(&error).into()
    }
}

impl From<Said> for AppError {
    fn from(said: Said) -> Self {
        Self { code: said.code, args: said.args.into_iter().map(|(name, value)| (name, cut(value))).collect() }
    }
}

/// What every command comes to.
pub type Answer<T> = Result<T, AppError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_verbs_keeps_its_code_and_arguments() {
        let error = AppError::from(vouchsafe_app::AppError::NotFound { what: "r1".to_owned() });
        assert_eq!(error, AppError::new("not_found", [("what", "r1".to_owned())]));
    }

    #[test]
    fn a_full_disk_is_named() {
        let path = std::path::Path::new("desk.db");
        let error = AppError::file(path, &std::io::ErrorKind::StorageFull.into());
        assert_eq!((error.code.as_str(), error.args["path"].as_str()), ("disk_full", "desk.db"));
        assert_eq!(AppError::file(path, &std::io::ErrorKind::NotFound.into()).code, "file_unreadable");
    }

    #[test]
    fn what_is_known_is_not_overwritten() {
        let error = AppError::new("other_shop", [("url", "a".to_owned())]).with("url", "b").with("expected", "c");
        assert_eq!((error.args["url"].as_str(), error.args["expected"].as_str()), ("a", "c"));
    }
}
