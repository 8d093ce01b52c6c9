//! The simulator of payouts: one to three desks on one shop, without a clock, a socket or a file. Everything that can go astray does: requests and
//! answers are lost, doubled and late, desks die between any two effects, and come back from old backups. Once the faults stop, what is at the shop is
//! what is in each ledger.
//!
//! `SEEDS=20000` runs so many histories, `FROM=7` begins at that seed. A failure prints its seed; `SEEDS=1 FROM=<seed>` shows it again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

mod check;
mod desk;
#[path = "../oracle/dice.rs"]
mod dice;
mod run;
mod seen;
mod shop;

use run::World;
use seen::{Protocol, Seen};

fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// Runs histories until one goes wrong. Says which, and what was wrong.
fn first_wrong(seeds: std::ops::Range<u64>, protocol: Protocol, seen: &mut Seen) -> Option<(u64, String)> {
    seeds.into_iter().find_map(|seed| {
        let mut world = World::new(seed, protocol);
        let wrong = world.run().err();
        world.seen.cards = world.shop.cards.len() as u64;
        world.seen.uses = world.shop.cards.iter().map(|card| card.uses.len() as u64).sum();
        world.seen.taken_back = world.shop.cards.iter().filter(|card| card.is_closed).count() as u64;
        seen.add(&world.seen);
        wrong.map(|what| (seed, format!("{what}\n{}", check::told(&world))))
    })
}

#[test]
fn whatever_goes_astray_nothing_is_paid_twice_or_lost() {
    let (count, first) = (asked("SEEDS", 1_000), asked("FROM", 1));
    let mut seen = Seen::default();
    let wrong = first_wrong(first..first + count, Protocol::Sound, &mut seen);
    println!("in these seeds: {seen:?}");
    if let Some((seed, what)) = wrong {
        panic!("seed {seed}: {what}");
    }
    println!("{count} histories from seed {first} on: nothing was paid twice, nothing was lost");
    if count >= 1_000 {
        let rare = [seen.cards, seen.crashes, seen.restores, seen.faults, seen.uses, seen.taken_back, seen.adopted, seen.corrected];
        let rare = rare.into_iter().chain([seen.unmarked, seen.asked, seen.refused, seen.worn]).collect::<Vec<_>>();
        assert!(rare.iter().all(|happened| *happened >= 100), "what hardly happens shows nothing: {seen:?}");
    }
}

#[test]
fn a_broken_protocol_is_found_out() {
    for protocol in [
        Protocol::SendsAgainBlindly,
        Protocol::SendsAgainUnderAnotherCode,
        Protocol::IntendsAfterSending,
        Protocol::NeverCorrects,
        Protocol::TakesUnmarkedForGone,
        Protocol::KeepsTheFirstDay,
        Protocol::GivesUp,
    ] {
        let found = first_wrong(1..101, protocol, &mut Seen::default());
        let Some((seed, what)) = found else { panic!("{protocol:?} passes") };
        println!("{protocol:?}: seed {seed}: {}", what.lines().next().unwrap());
    }
}
