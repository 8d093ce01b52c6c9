//! A figure as it is shown: as a row of the table, as an object of the JSON.

use crate::Result;
use crate::rounds::{Rounds, median};
use crate::size::Size;
use serde::Serialize;
use std::time::Duration;

/// What a figure has to reach.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reach {
    /// The peer takes at least so many times as long.
    Times(f64),
    /// It takes at most so many times as long as the peer.
    Within(f64),
    /// It takes at most this long.
    AtMost(Duration),
    /// It takes at most so many bytes.
    AtMostBytes(u64),
    /// Shown for comparison; nothing is claimed.
    Shown,
}

/// In what a figure is measured.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Time.
    Seconds,
    /// Memory.
    Bytes,
}

/// A figure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// Its number in the design.
    pub(crate) figure: &'static str,
    /// What is done.
    pub(crate) work: String,
    /// Beside what.
    pub(crate) peer_is: String,
    /// On how much.
    pub(crate) size: String,
    /// In what ours and the peer's are measured.
    pub(crate) unit: Unit,
    /// The median of ours.
    pub(crate) ours: f64,
    /// The median of the peer's.
    pub(crate) peer: Option<f64>,
    /// The median of the rounds' ratios.
    pub(crate) ratio: Option<f64>,
    /// The lowest and the highest: ratios, or of ours where there is no peer.
    pub(crate) spread: (f64, f64),
    /// What is to be reached.
    pub(crate) reach: Reach,
}

impl Figure {
    /// A figure beside a peer.
    pub(crate) fn beside(figure: &'static str, work: &str, peer_is: &str, size: String, rounds: &Rounds, reach: Reach) -> Self {
        let ratios = rounds.ratios();
        let ends = (ratios.first().copied().unwrap_or(0.0), ratios.last().copied().unwrap_or(0.0));
        let peer = Some(middle(&rounds.peer));
        let (work, peer_is) = (work.to_owned(), peer_is.to_owned());
        let (unit, ours) = (Unit::Seconds, middle(&rounds.ours));
        Self { figure, work, peer_is, size, unit, ours, peer, ratio: median(&ratios), spread: ends, reach }
    }

    /// A figure that is a time of its own.
    pub(crate) fn alone(figure: &'static str, work: &str, size: String, times: &[Duration], reach: Reach) -> Self {
        let ends = (times.iter().min(), times.iter().max());
        let seconds = |time: Option<&Duration>| time.map_or(0.0, Duration::as_secs_f64);
        let spread = (seconds(ends.0), seconds(ends.1));
        Self::single(figure, work, size, Unit::Seconds, middle(times), spread, reach)
    }

    /// A figure that is an amount of memory.
    pub(crate) fn bytes(figure: &'static str, work: &str, size: String, bytes: &[u64], reach: Reach) -> Self {
        let mut sorted = bytes.to_vec();
        sorted.sort_unstable();
        let of = |bytes: Option<u64>| bytes.unwrap_or_default() as f64;
        let spread = (of(sorted.first().copied()), of(sorted.last().copied()));
        Self::single(figure, work, size, Unit::Bytes, of(median(&sorted)), spread, reach)
    }

    fn single(figure: &'static str, work: &str, size: String, unit: Unit, ours: f64, spread: (f64, f64), reach: Reach) -> Self {
        Self { figure, work: work.to_owned(), peer_is: String::new(), size, unit, ours, peer: None, ratio: None, spread, reach }
    }

    /// Whether it reaches what it has to, if it has to.
    pub(crate) fn is_reached(&self) -> Option<bool> {
        match self.reach {
            Reach::Times(times) => Some(self.ratio.is_some_and(|ratio| ratio >= times)),
            Reach::Within(times) => Some(self.ratio.is_some_and(|ratio| ratio * times >= 1.0)),
            Reach::AtMost(most) => Some(self.ours <= most.as_secs_f64()),
            Reach::AtMostBytes(most) => Some(self.ours <= most as f64),
            Reach::Shown => None,
        }
    }

    fn cells(&self) -> [String; 9] {
        let shown = match self.unit {
            Unit::Seconds => time,
            Unit::Bytes => memory,
        };
        let reach = match self.reach {
            Reach::Times(times) => format!("≥ {times} ×"),
            Reach::Within(times) => format!("≤ {times} × its time"),
            Reach::AtMost(most) => format!("≤ {}", time(most.as_secs_f64())),
            Reach::AtMostBytes(most) => format!("≤ {}", memory(most as f64)),
            Reach::Shown => "–".to_owned(),
        };
        let met = match self.is_reached() {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "–",
        };
        let ratio = self.ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{} ×", short(ratio)));
        let spread = match self.ratio {
            Some(_) => format!("{} … {} ×", short(self.spread.0), short(self.spread.1)),
            None => format!("{} … {}", shown(self.spread.0), shown(self.spread.1)),
        };
        let work = if self.peer_is.is_empty() { self.work.clone() } else { format!("{} | {}", self.work, self.peer_is) };
        let peer = self.peer.map_or_else(|| "–".to_owned(), shown);
        [self.figure.to_owned(), work, shown(self.ours), peer, ratio, reach, met.to_owned(), spread, self.size.clone()]
    }
}

fn middle(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    median(&sorted).unwrap_or_default().as_secs_f64()
}

/// A number with three digits that say something.
fn short(number: f64) -> String {
    match number {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n => format!("{n:.2}"),
    }
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{} s", short(s)),
        s if s >= 1e-3 => format!("{} ms", short(s * 1e3)),
        s if s >= 1e-6 => format!("{} µs", short(s * 1e6)),
        s => format!("{} ns", short(s * 1e9)),
    }
}

fn memory(bytes: f64) -> String {
    match bytes {
        b if b >= 1e9 => format!("{} GB", short(b / 1e9)),
        b if b >= 1e6 => format!("{} MB", short(b / 1e6)),
        b => format!("{b:.0} B"),
    }
}

/// All figures as lines of text, one column under the other.
pub(crate) fn table(figures: &[Figure]) -> String {
    let head = ["figure", "work | peer", "ours", "peer", "ratio", "reach", "met", "spread", "size"].map(str::to_owned);
    let rows: Vec<[String; 9]> = std::iter::once(head).chain(figures.iter().map(Figure::cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..9).map(width).collect();
    let line = |row: &[String; 9]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// All figures as JSON, with what they were measured under.
pub(crate) fn json(size: &Size, figures: &[Figure]) -> Result<String> {
    let figures: Vec<serde_json::Value> = figures
        .iter()
        .map(|figure| {
            let mut object = serde_json::to_value(figure)?;
            object["met"] = figure.is_reached().into();
            Ok(object)
        })
        .collect::<serde_json::Result<_>>()?;
    let all = serde_json::json!({ "orders": size.orders, "people": size.nodes, "rounds": size.rounds, "load": load(), "figures": figures });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

/// What else the machine was doing: the system's load averages, where it tells them.
pub(crate) fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let averages: Vec<&str> = told.split(' ').take(3).collect();
    if averages.len() == 3 { averages.join(" ") } else { "unknown".to_owned() }
}
