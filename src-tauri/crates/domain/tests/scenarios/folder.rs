//! A scenario's folder: the programs, the events, and what the programs say that it shows.

use std::path::{Path, PathBuf};
use vouchsafe_domain::event_file::parse_line;
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::program::{Programs, file};
use vouchsafe_domain::replay::{Options, Report, replay, report};
use vouchsafe_domain::time::Timestamp;

/// A scenario as it lies on the disk.
pub(crate) struct Scenario {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    /// The programs' texts, in the order of their files.
    pub(crate) programs: Vec<String>,
    pub(crate) events: String,
}

/// Every scenario, by name.
pub(crate) fn all() -> Vec<Scenario> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.into_iter().map(Scenario::at).collect()
}

impl Scenario {
    /// A program that comes with the product is not copied: the folder of its scenario is called after it and holds events alone.
    fn at(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        if let Some(ready) = name.strip_prefix("ready-") {
            files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../programs/{ready}.toml")));
        }
        assert!(!files.is_empty(), "{name} has no program");
        let programs = files.iter().map(|path| read(path)).collect();
        Self { programs, events: read(&folder.join("events.ndjson")), folder, name }
    }

    /// What it says that it shows.
    pub(crate) fn shows(&self) -> Vec<&str> {
        let lines = self.programs.iter().flat_map(|program| program.lines()).filter_map(|line| line.strip_prefix("# shows:"));
        lines.flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty()).collect()
    }

    /// Everything that it tells: its programs and its events.
    pub(crate) fn told(&self) -> String {
        let mut told = self.programs.concat();
        told.push_str(&self.events);
        told
    }

    /// The whole outcome, as text.
    pub(crate) fn outcome(&self) -> String {
        crate::text::outcome(&self.replayed())
    }

    /// What its events come to by its programs. Where it says `# settle`, what is due is delivered at once.
    pub(crate) fn replayed(&self) -> Report {
        let mut names = NameTable::default();
        let (mut policy, mut versions) = (None, Vec::new());
        for text in &self.programs {
            let read = file::parse(text, &mut names).unwrap_or_else(|faults| panic!("{}: {faults}", self.name));
            policy = policy.or(read.policy);
            versions.push(read.program);
        }
        let programs = Programs::new(policy.unwrap_or_default(), versions);
        let line = |line: &str, names: &mut NameTable| parse_line(line, names).unwrap_or_else(|fault| panic!("{}: {fault}: {line}", self.name));
        let events = self.events.lines().map(|text| line(text, &mut names)).collect();
        let settle = self.programs.iter().any(|program| program.lines().any(|line| line == "# settle"));
        let replayed = replay(&programs, events, Options { settle, until: None::<Timestamp> }, &mut names);
        report(&replayed, &names)
    }
}
