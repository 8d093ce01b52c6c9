//! Sentences: reasons, checks and errors in plain words, from the same Fluent files that the window reads.

use crate::error::AppError;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;
use vouchsafe_domain::program::file::ProgramFault;

const ENGLISH: &str = include_str!("../../../../ui/src/locales/en.ftl");
const RUSSIAN: &str = include_str!("../../../../ui/src/locales/ru.ftl");

/// A language that Vouchsafe speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

/// The sentences of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// The sentences of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let (tag, source) = match language {
            Language::English => ("en", ENGLISH),
            Language::Russian => ("ru", RUSSIAN),
        };
        let locale: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![locale]);
        // The terminal shows one direction; isolation marks would only be clutter there.
        bundle.set_use_isolating(false);
        // A faulty entry is left out and its key is shown instead; a test holds that there is none.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// The sentence under a key; the key itself when there is none.
    #[must_use]
    pub fn say<'a>(&self, key: &str, args: impl IntoIterator<Item = (&'a str, String)>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else { return key.to_owned() };
        let args: FluentArgs<'_> = args.into_iter().map(|(name, value)| (name, FluentValue::from(value))).collect();
        let mut faults = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned()
    }

    /// Whether there is a sentence under a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).and_then(|message| message.value()).is_some()
    }

    /// What is wrong with a program file: where, what, and what would do.
    #[must_use]
    pub fn fault(&self, fault: &ProgramFault) -> String {
        let what = self.say(&key("fault", fault.kind.code()), fault.args.iter().map(|(name, value)| (*name, value.clone())));
        match fault.line.map(|line| line.to_string()) {
            None => what,
            Some(line) if fault.place.is_empty() => self.say("fault-line", [("line", line), ("what", what)]),
            Some(line) => self.say("fault-at", [("line", line), ("place", fault.place.clone()), ("what", what)]),
        }
    }

    /// The sentence for an error.
    #[must_use]
    pub fn error(&self, error: &AppError) -> String {
        self.say(&key("error", error.code()), error.args())
    }
}

/// A sentence's key: `reason` and `below_minimum` give `reason-below-minimum`.
#[must_use]
pub fn key(family: &str, code: &str) -> String {
    format!("{family}-{}", code.replace('_', "-"))
}
