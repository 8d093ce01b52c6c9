//! Seeded histories of a shop and a desk: deeds, sleeps, faults and kills in any order. Behind each, the desk has come to what one desk comes to
//! that was never disturbed.
//!
//! `SEEDS=1 FROM=<seed>` plays one history again; `make simulate-sync SEEDS=…` plays as many as one likes.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

mod desk;
mod excused;
mod history;
mod judged;
mod mirror;
mod rng;
mod staff;

use history::{History, Kind};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many histories an ordinary test run plays, and from which seed on.
const SEEDS: u64 = 60;
const FROM: u64 = 1;
/// Histories that are played at the same time.
const AT_ONCE: u64 = 2;

#[expect(clippy::disallowed_methods, reason = "the door of this program: how much to play is said from outside")]
fn said(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// What all histories came to.
#[derive(Default)]
struct Sum {
    counts: BTreeMap<&'static str, u64>,
    failed: Vec<(u64, String)>,
}

#[test]
fn a_disturbed_desk_comes_to_what_an_undisturbed_one_comes_to() {
    let (seeds, from) = (said("SEEDS", SEEDS), said("FROM", FROM));
    let (next, sum) = (AtomicU64::new(from), Mutex::new(Sum::default()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(seeds) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + seeds {
                        return;
                    }
                    let played = std::panic::catch_unwind(|| play(seed, seeds == 1));
                    let mut sum = sum.lock().unwrap();
                    match played {
                        Ok(Ok(counts)) => counts.into_iter().for_each(|(name, count)| *sum.counts.entry(name).or_default() += count),
                        Ok(Err(what)) => sum.failed.push((seed, what)),
                        Err(panic) => {
                            let text =
                                panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                            sum.failed.push((seed, text.unwrap_or_else(|| "it panicked".to_owned())));
                        }
                    }
                }
            });
        }
    });
    let mut sum = sum.into_inner().unwrap();
    sum.failed.sort();
    let told: Vec<String> = sum.counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let failures: Vec<String> = sum.failed.iter().map(|(seed, what)| format!("SEEDS=1 FROM={seed}: {what}")).collect();
    println!("{}", told.join(", "));
    assert!(failures.is_empty(), "{} of {seeds} histories:\n{}", failures.len(), failures.join("\n"));
    println!("{seeds} histories from seed {from}, none ended otherwise");
}

/// What a desk can have forgotten to do, as a trigger that keeps it from doing it, and the histories that show it.
const SABOTAGE: [(&str, Kind, &str); 3] = [
    ("to judge again what it learned late", Kind::Growing, "CREATE TRIGGER forgets BEFORE INSERT ON rejudge BEGIN SELECT RAISE(IGNORE); END"),
    ("to read orders again by their ids", Kind::Growing, "CREATE TRIGGER forgets BEFORE INSERT ON reread BEGIN SELECT RAISE(IGNORE); END"),
    ("to note which accounts are gone", Kind::Wild, "CREATE TRIGGER forgets BEFORE UPDATE OF gone_at ON customer BEGIN SELECT RAISE(IGNORE); END"),
];

/// Within how many histories a broken desk must be found out.
const FOUND_WITHIN: u64 = 40;

#[test]
fn a_broken_desk_is_found_out() {
    for (what, kind, trigger) in SABOTAGE {
        let found = (FROM..FROM + FOUND_WITHIN).find(|seed| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(History::of(*seed, kind, false).sabotaged(trigger).play()).is_err()
        });
        assert!(found.is_some(), "a desk that forgets {what} passes for a sound one");
        println!("a desk that forgets {what} is found out by history {}", found.unwrap_or_default());
    }
}

fn play(seed: u64, is_told: bool) -> Result<BTreeMap<&'static str, u64>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(History::of(seed, Kind::of_seed(seed), is_told).play())
}
