//! How large the work is: from arguments, else from the environment, else what `make bench` means.

use crate::Result;
use std::fmt;
use std::path::PathBuf;

/// What the command line asks for.
#[derive(Debug, Clone)]
pub(crate) struct Size {
    /// Orders of the shop (P1 to P4, P10).
    pub(crate) orders: u32,
    /// People of the forest (P5); twice as many are searched (P8).
    pub(crate) nodes: u32,
    /// Rounds that count; the run that verifies comes first and does not.
    pub(crate) rounds: usize,
    /// Where the JSON goes.
    pub(crate) json: Option<PathBuf>,
    /// Only these figures; all when empty.
    only: Vec<String>,
}

impl Size {
    /// Reads `--orders N --nodes N --rounds N --json PATH` and the names of figures. `BENCH_ORDERS`, `BENCH_NODES`, `BENCH_ROUNDS` and
    /// `BENCH_JSON` stand in for what is not said.
    pub(crate) fn from_command_line() -> Result<Self> {
        let mut size = Self {
            orders: number(said("BENCH_ORDERS").as_deref().unwrap_or("100000"))?,
            nodes: number(said("BENCH_NODES").as_deref().unwrap_or("1000000"))?,
            rounds: number(said("BENCH_ROUNDS").as_deref().unwrap_or("5"))?.max(1) as usize,
            json: said("BENCH_JSON").map(PathBuf::from),
            only: Vec::new(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--orders" => size.orders = number(&value()?)?,
                "--nodes" => size.nodes = number(&value()?)?,
                "--rounds" => size.rounds = number(&value()?)?.max(1) as usize,
                "--json" => size.json = Some(value()?.into()),
                // What cargo says to every bench.
                "--bench" => {}
                name if name.starts_with('-') => return Err(format!("{name} is not known: --orders, --nodes, --rounds, --json").into()),
                name => size.only.push(name.to_uppercase()),
            }
        }
        Ok(size)
    }

    /// Whether a figure is asked for.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} orders, {} people, {} rounds", self.orders, self.nodes, self.rounds)
    }
}

/// What the environment says, unless it is empty.
#[expect(clippy::disallowed_methods, reason = "this is the program's door")]
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn number(text: &str) -> Result<u32> {
    text.replace('_', "").parse().map_err(|_| format!("{text} is no number of things").into())
}
