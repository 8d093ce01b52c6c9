//! The world of one journey: folders of its own, a shop on loopback, and a look at the db beside the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use vouchsafe_app::words::{Language, Words};
use vouchsafe_app::{Access, Clock, Desk};
use vouchsafe_demo::{Options, PROGRAM, Server, Shop, Spec};
use vouchsafe_domain::time::Timestamp;

/// One journey's world.
#[derive(Debug)]
pub struct Bed {
    name: &'static str,
    folder: TempDir,
    runtime: Runtime,
    token: Option<String>,
}

impl Bed {
    /// A world of this name.
    pub fn new(name: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bed = Self { name, folder, runtime: Runtime::new().unwrap(), token: None };
        for folder in [bed.home(), bed.data()] {
            std::fs::create_dir(folder).unwrap();
        }
        bed
    }

    /// The same where the shop's token stands in the environment.
    pub fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    pub fn name(&self) -> &str {
        self.name
    }

    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// What the program takes for its user's folder.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The program's folder of dbs.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside both.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The dbs that the program has made, by name.
    pub fn dbs(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".db"));
        names.sort();
        names
    }

    /// The db that the program has made.
    pub fn only_db(&self) -> PathBuf {
        let names = self.dbs();
        assert_eq!(names.len(), 1, "one db: {names:?}");
        self.data().join(&names[0])
    }

    /// Waits for something that is done in the background.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// A demo shop on loopback.
    pub fn serve(&self, orders: u32, seed: u64, options: Options) -> Server {
        self.wait(vouchsafe_demo::serve(Shop::generate(&Spec::new(orders, seed)), options)).unwrap()
    }

    /// Looks into a db that may be open in the window.
    pub fn look(&self, db: &Path) -> Desk {
        self.wait(Desk::open(db, Access::ReadOnly, clock())).unwrap()
    }

    /// A db with the demo shop's program in force, to be written.
    pub fn desk(&self, db: &Path) -> Desk {
        let desk = self.wait(Desk::open(db, Access::ReadWrite, clock())).unwrap();
        self.wait(desk.activate("demo.toml", PROGRAM)).unwrap();
        desk
    }
}

/// A clock that stands at the end of the demo shop's history.
pub fn clock() -> Clock {
    let now = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
    Arc::new(move || now)
}

/// What the window says in English.
pub fn say<const N: usize>(key: &str, args: [(&str, &str); N]) -> String {
    Words::of(Language::English).say(key, args.map(|(name, value)| (name, value.to_owned())))
}
