//! P4: the fold of a whole history in memory, beside the same rules as one SQL statement after the other.

use crate::Result;
use crate::figure::{Figure, Reach};
use crate::rounds::{Rounds, interleaved, timed};
use crate::shop::{Shop, programs};
use crate::sql::{Keeps, Peer};
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::fold::fold;
use vouchsafe_domain::journal::{EntryHash, EntryHasher, GENESIS};
use vouchsafe_domain::ledger::Transfer;
use vouchsafe_domain::name::{NameTable, Texts};
use vouchsafe_domain::outcome::{GrantVerdict, Outcome};
use vouchsafe_domain::party::PartyNames;
use vouchsafe_domain::program::{Action, Mode, Program, Programs, Signal, Signals};
use vouchsafe_domain::reward::{Rail, RewardKey};
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// Events in one entry of the journal, as in a large fold of the db.
const COMMIT: usize = 50_000;

pub(crate) fn figures(shop: Shop, rounds: usize) -> Result<Vec<Figure>> {
    let mut names = NameTable::default();
    let ready = settling(&programs(&mut names)?);
    let programs = without_signals(&ready);
    let events = shop.events(&mut names)?;
    let orders = shop.orders;
    drop(shop);

    let (ledger, granted, refused) = ours_in_words(&programs, &events, &names);
    for keeps in [Keeps::Traces, Keeps::Reasons] {
        let mut peer = Peer::new(&programs, keeps)?;
        peer.fold(&events)?;
        if ledger != peer.ledger(&names)? {
            return Err("the ledgers differ".into());
        }
    }
    println!(
        "P4: {} events, {granted} rewards, {refused} refusals, {} transfers, byte for byte in all ledgers",
        events.len(),
        ledger.lines().count()
    );
    drop(ledger);

    let mut ours = || {
        let (folded, taken) = timed(|| folded(&programs, &events));
        drop(folded);
        Ok(taken)
    };
    let peer = |keeps| {
        let mut peer = Peer::new(&programs, keeps)?;
        let (done, taken) = timed(|| peer.fold(&events));
        done.map(|()| taken)
    };
    ours()?;
    let taken = interleaved(rounds, &mut ours, [&mut || peer(Keeps::Traces), &mut || peer(Keeps::Reasons)])?;
    let mut watched = Vec::new();
    for _ in 0..rounds {
        let (folded, taken) = timed(|| folded(&ready, &events));
        drop(folded);
        watched.push(taken);
    }
    let size = format!("{orders} orders, {} events", events.len());
    let figure = |(taken, peer): (&Rounds, &str)| {
        Figure::beside("P4", "fold with all checks, traces, journal bytes and chain; signals off", peer, size.clone(), taken, Reach::Times(50.0))
    };
    let peers = ["cached SQL per event that keeps events and checks, too", "cached SQL per event that keeps state and ledger alone"];
    let alone = Figure::alone("P4", "the same with the default signals", size.clone(), &watched, Reach::Shown);
    Ok(taken.iter().zip(peers).map(figure).chain([alone]).collect())
}

/// The program with nobody who has to look and on the wallet's rail, so that holds end, rewards settle and refunds take settled ones back.
fn settling(programs: &Programs) -> Programs {
    let settle = |program: &Program| {
        let mut program = Program { mode: Mode::Auto, ..program.clone() };
        let grants = program.rules.iter_mut().flat_map(|rule| &mut rule.grants);
        grants.flat_map(|grant| &mut grant.options).for_each(|option| option.rail = Rail::Wallet);
        program
    };
    Programs::new(programs.policy.clone(), programs.versions().iter().map(settle).collect())
}

/// The same without fraud signals, which the peer does not know.
fn without_signals(programs: &Programs) -> Programs {
    let signals = Signals { actions: [Action::Off; Signal::ALL.len()], ..Signals::default() };
    let quiet = |program: &Program| Program { signals: signals.clone(), ..program.clone() };
    Programs::new(programs.policy.clone(), programs.versions().iter().map(quiet).collect())
}

/// The fold as the db's large one does it, with the bytes of every event and outcome, hashed.
fn folded(programs: &Programs, events: &[Event]) -> (State, EntryHash, Vec<Rollup>) {
    let (mut state, mut head, mut seq) = (State::default(), GENESIS, 0);
    let mut rollups = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    for (number, commit) in (1..).zip(events.chunks(COMMIT)) {
        let (mut rollup, mut entry) = (Rollup::default(), EntryHasher::new(number, &head, Timestamp::EPOCH));
        for event in commit {
            fold(&mut state, programs, event, &mut rollup, |event, outcome, _| {
                seq += 1;
                bytes.clear();
                event.write(&mut bytes);
                let middle = bytes.len();
                outcome.write(&mut bytes);
                entry.add(seq, &bytes[..middle], &bytes[middle..]);
            });
        }
        head = entry.finish();
        rollups.push(rollup);
    }
    (state, head, rollups)
}

/// The ledger in words, sorted, with how much was granted and refused.
fn ours_in_words(programs: &Programs, events: &[Event], names: &NameTable) -> (String, u64, u64) {
    let (mut state, mut rollup, mut lines) = (State::default(), Rollup::default(), Vec::new());
    let (mut granted, mut refused) = (0, 0);
    let mut told = |outcome: &Outcome, state: &State| {
        for decision in &outcome.decisions {
            let counter = if matches!(decision.verdict, GrantVerdict::Granted { .. }) { &mut granted } else { &mut refused };
            *counter += 1;
        }
        for transfer in &outcome.transfers {
            if let Some(reward) = state.rewards.get(&transfer.reward) {
                lines.push(in_words(&reward.terms().key, transfer, names, state));
            }
        }
    };
    for event in events {
        fold(&mut state, programs, event, &mut rollup, |_, outcome, state| told(outcome, state));
    }
    (sorted(lines), granted, refused)
}

/// One movement as a line.
pub(crate) fn in_words(reward: &RewardKey, transfer: &Transfer, names: &impl Texts, parties: &impl PartyNames) -> String {
    let (debit, credit) = (transfer.debit.text(names, parties), transfer.credit.text(names, parties));
    format!("{} {debit} {credit} {:?} {}", reward.text(names), transfer.amount.asset, transfer.amount.minor)
}

/// Lines in their order.
pub(crate) fn sorted(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    lines.join("\n")
}
