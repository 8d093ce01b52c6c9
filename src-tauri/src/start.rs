//! How the program is started.

use std::ffi::OsString;
use std::path::PathBuf;

/// What `--help` says.
pub const USAGE: &str = "\
usage: vouchsafe-desktop [--db PATH] [--demo] [--orders N] [--seed S]

  --db PATH    open this db, and make it if it is not there; else the last one
  --demo       open the built-in demo shop
  --orders N   orders of the demo shop, 1 to 1000000 (5000)
  --seed S     which of all demo shops (1)

VOUCHSAFE_DATA_DIR names the folder of dbs, VOUCHSAFE_SHOP_TOKEN the token of a shop.
The same without a window: vouchsafe --help";

/// Generating more takes longer than anybody waits for a window.
const MAX_ORDERS: u32 = 1_000_000;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The window.
    Window(Start),
    /// How to ask.
    Help,
    /// Which version this is.
    Version,
}

/// What the window begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    /// The db to open; otherwise the last one.
    pub db: Option<PathBuf>,
    /// Begin with the demo shop.
    pub demo: bool,
    /// Which demo shop, whenever it is opened.
    pub spec: DemoSpec,
}

/// Which demo shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DemoSpec {
    /// How many orders.
    pub orders: u32,
    /// Which of all shops of that size.
    pub seed: u64,
}

impl Default for DemoSpec {
    fn default() -> Self {
        Self { orders: 5_000, seed: 1 }
    }
}

/// Why a command line cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadUsage {
    /// No such option.
    #[error("there is no option {0}")]
    Unknown(String),
    /// An option without its value.
    #[error("{0} needs a value")]
    Missing(&'static str),
    /// A value that is none.
    #[error("{option} takes {takes}, not {value}")]
    Value {
        /// The option.
        option: &'static str,
        /// What it takes.
        takes: &'static str,
        /// What was given.
        value: String,
    },
}

/// Reads the command line, without the program's name.
///
/// # Errors
/// [`BadUsage`] with what is wrong.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Asked, BadUsage> {
    let mut args = args.into_iter();
    let mut start = Start::default();
    while let Some(option) = args.next() {
        let mut value = |option| args.next().ok_or(BadUsage::Missing(option));
        match option.to_str() {
            Some("--db") => start.db = Some(value("--db")?.into()),
            Some("--demo") => start.demo = true,
            Some("--orders") => {
                start.spec.orders = number("--orders", "1 to 1000000", value("--orders")?, |orders| (1..=MAX_ORDERS).contains(orders))?
            }
            Some("--seed") => start.spec.seed = number("--seed", "a number from 0 on", value("--seed")?, |_: &u64| true)?,
            Some("--help" | "-h") => return Ok(Asked::Help),
            Some("--version" | "-V") => return Ok(Asked::Version),
            _ => return Err(BadUsage::Unknown(option.to_string_lossy().into_owned())),
        }
    }
    Ok(Asked::Window(start))
}

fn number<T: std::str::FromStr>(option: &'static str, takes: &'static str, value: OsString, fits: impl Fn(&T) -> bool) -> Result<T, BadUsage> {
    let refused = || BadUsage::Value { option, takes, value: value.to_string_lossy().into_owned() };
    value.to_str().and_then(|text| text.parse().ok()).filter(fits).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_read() {
        #[track_caller]
        fn check(line: &str, want: Result<Asked, &str>) {
            let got = parse(line.split_whitespace().map(OsString::from));
            assert_eq!(got.map_err(|fault| fault.to_string()), want.map_err(str::to_owned), "{line}");
        }
        let window =
            |db: Option<&str>, demo, orders, seed| Ok(Asked::Window(Start { db: db.map(PathBuf::from), demo, spec: DemoSpec { orders, seed } }));
        check("", window(None, false, 5_000, 1));
        check("--demo --orders 200 --seed 7", window(None, true, 200, 7));
        check("--db desk.db", window(Some("desk.db"), false, 5_000, 1));
        check("--db", Err("--db needs a value"));
        check("--orders 0", Err("--orders takes 1 to 1000000, not 0"));
        check("--orders many", Err("--orders takes 1 to 1000000, not many"));
        check("--seed -1", Err("--seed takes a number from 0 on, not -1"));
        check("desk.db", Err("there is no option desk.db"));
        check("--demo --help", Ok(Asked::Help));
        check("-V", Ok(Asked::Version));
    }
}
