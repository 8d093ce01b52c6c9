//! Where dbs are kept, and which one was open last.

use crate::start::DemoSpec;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file that names the db that was open last.
const LAST: &str = "desk.json";
/// The file of what a person set for this computer.
const SETTINGS: &str = "settings.json";
/// The file of tokens, where there is no keychain.
const VAULT: &str = "tokens.age";

/// The folder of dbs.
#[derive(Debug, Clone)]
pub struct Places {
    folder: PathBuf,
}

/// The db that was open last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// The file.
    pub db: PathBuf,
    /// The demo shop that it belongs to.
    pub demo: Option<DemoSpec>,
}

/// What a person set for this computer, whichever db is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Closing the window leaves Vouchsafe in the tray.
    pub tray: bool,
}

impl Places {
    /// The folder that `VOUCHSAFE_DATA_DIR` names, or the platform's one for this user's data.
    #[must_use]
    pub fn of_this_user() -> Self {
        let named = std::env::var_os("VOUCHSAFE_DATA_DIR").filter(|name| !name.is_empty()).map(PathBuf::from);
        let usual = || directories::ProjectDirs::from("app", "Vouchsafe", "Vouchsafe").map(|dirs| dirs.data_dir().to_owned());
        Self::at(named.or_else(usual).unwrap_or_default())
    }

    /// This folder. It is made when the first file goes into it.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The db of a demo shop: one for each shop.
    #[must_use]
    pub fn demo_db(&self, spec: DemoSpec) -> PathBuf {
        let name = if spec == DemoSpec::default() { "demo.db".to_owned() } else { format!("demo-{}-{}.db", spec.orders, spec.seed) };
        self.folder.join(name)
    }

    /// The db of a shop, by the host in its address.
    #[must_use]
    pub fn shop_db(&self, url: &str) -> PathBuf {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        self.folder.join(format!("{}.db", plain(host)))
    }

    /// A db that is not there yet, named after the file that goes into it.
    #[must_use]
    pub fn fresh_db(&self, file: &Path) -> PathBuf {
        let stem = plain(&file.file_stem().unwrap_or_default().to_string_lossy());
        let mut path = self.folder.join(format!("{stem}.db"));
        let mut no = 2;
        while path.exists() {
            path = self.folder.join(format!("{stem}-{no}.db"));
            no += 1;
        }
        path
    }

    /// The db that was open last, unless it is gone.
    #[must_use]
    pub fn last(&self) -> Option<Last> {
        let text = std::fs::read_to_string(self.folder.join(LAST)).ok()?;
        // A file of a later version, or a damaged one, is as good as none.
        let last: Last = serde_json::from_str(&text).ok()?;
        last.db.exists().then_some(last)
    }

    /// Remembers the db that is open.
    ///
    /// # Errors
    /// What the system says.
    pub fn remember(&self, last: &Last) -> std::io::Result<()> {
        self.write(LAST, &serde_json::to_vec(last)?)
    }

    /// What a person set for this computer.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let text = std::fs::read_to_string(self.folder.join(SETTINGS)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Keeps what a person set.
    ///
    /// # Errors
    /// What the system says.
    pub fn set(&self, settings: Settings) -> std::io::Result<()> {
        self.write(SETTINGS, &serde_json::to_vec(&settings)?)
    }

    /// The file of tokens, where there is no keychain.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.folder.join(VAULT)
    }

    /// The new file takes the old one's place in one step, so that no half of it is ever read.
    fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.make()?;
        let fresh = self.folder.join(format!("{name}.new"));
        std::fs::write(&fresh, bytes)?;
        std::fs::rename(fresh, self.folder.join(name))
    }

    /// Makes the folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn make(&self) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)
    }
}

/// A name that every file system takes: other characters become dashes.
fn plain(name: &str) -> String {
    let dashed = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().take(80).map(dashed).collect();
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() { "desk".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_dbs_are_plain() {
        let places = Places::at(PathBuf::from("data"));
        let check = |url: &str, name: &str| assert_eq!(places.shop_db(url), Path::new("data").join(name), "{url}");
        check("https://shop.example/graphql/", "shop.example.db");
        check("SHOP.example", "shop.example.db");
        check("http://127.0.0.1:8000/graphql/", "127.0.0.1-8000.db");
        check("https://../../etc/passwd", "desk.db");
        check("", "desk.db");
        check("https://магазин.рф/", "desk.db");
        assert_eq!(places.demo_db(DemoSpec::default()), Path::new("data/demo.db"));
        assert_eq!(places.demo_db(DemoSpec { orders: 200, seed: 7 }), Path::new("data/demo-200-7.db"));
    }

    #[test]
    fn a_fresh_db_takes_no_name_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::at(folder.path().to_owned());
        let file = Path::new("/tmp/My events.ndjson");
        assert_eq!(places.fresh_db(file), folder.path().join("my-events.db"));
        std::fs::write(folder.path().join("my-events.db"), "").unwrap();
        assert_eq!(places.fresh_db(file), folder.path().join("my-events-2.db"));
    }

    #[test]
    fn the_last_db_is_remembered_while_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::at(folder.path().join("made/when/needed"));
        assert_eq!(places.last(), None);
        let last = Last { db: folder.path().join("a.db"), demo: Some(DemoSpec { orders: 10, seed: 3 }) };
        places.remember(&last).unwrap();
        assert_eq!(places.last(), None, "the db is gone");
        std::fs::write(&last.db, "").unwrap();
        assert_eq!(places.last(), Some(last));
        std::fs::write(folder.path().join("made/when/needed").join(LAST), "{").unwrap();
        assert_eq!(places.last(), None);
    }

    #[test]
    fn settings_are_kept_and_damaged_ones_are_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::at(folder.path().join("made/when/needed"));
        assert_eq!(places.settings(), Settings::default());
        places.set(Settings { tray: true }).unwrap();
        assert_eq!(places.settings(), Settings { tray: true });
        std::fs::write(folder.path().join("made/when/needed").join(SETTINGS), "[").unwrap();
        assert_eq!(places.settings(), Settings::default());
    }
}
