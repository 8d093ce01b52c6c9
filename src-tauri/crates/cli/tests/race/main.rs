//! Two of the real binary, each on a db of its own, pay the same rewards of one shop at the same instant: each is delivered once, and both know it.
//!
//! `RACES` says how many races there are (12), `SEED` with which luck (1). The last line tells the counts.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

#[path = "../kill/compared.rs"]
mod compared;
mod gate;
#[path = "../kill/luck.rs"]
mod luck;

use compared::Compared;
use gate::{Gate, Seen, TOKEN, TOKENS};
use luck::{Luck, number};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use vouchsafe_demo::{Asked, Fault, Faults, Options, Server, Shop, Spec, When, serve};

/// Orders of the shop: a handful of rewards are due.
const ORDERS: u32 = 80;
const RAILS: [&str; 2] = ["gift_card", "voucher"];

/// What the second db began from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// From a backup of the first.
    Backup,
    /// From nothing: it was connected to the shop by itself.
    Nothing,
}

/// What all races came to.
#[derive(Debug, Default)]
struct Counts {
    rewards: u64,
    seen: Vec<Seen>,
    adopted: [u64; 2],
    runs_more: u64,
    rested: u64,
}

/// Dbs before the first payout, and the gate to their shop.
struct Bed {
    folder: TempDir,
    gate: Gate,
    shop: Arc<Shop>,
}

impl Bed {
    async fn new(seed: u64) -> Self {
        let bed = Self { folder: TempDir::new().unwrap(), gate: Gate::open().await, shop: Arc::new(Shop::generate(&Spec::new(ORDERS, seed))) };
        let server = bed.open(false).await;
        for rail in RAILS {
            for name in ["first", "stranger"] {
                let db = bed.path(&format!("{name}-{rail}.db"));
                std::fs::write(bed.path("program.toml"), program(rail)).unwrap();
                bed.done(&db, &["program", "activate", "program.toml"]);
                bed.done(&db, &["connect", &bed.gate.url()]);
                bed.done(&db, &["sync"]);
            }
            let backup = bed.path(&format!("backup-{rail}.db"));
            bed.done(&bed.path(&format!("first-{rail}.db")), &["backup", backup.to_str().unwrap()]);
        }
        server.shutdown().await;
        bed
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The shop as it was before anything was paid, behind the gate.
    async fn open(&self, holds: bool) -> Server {
        let options = Options { gzip: false, token: TOKEN.to_owned(), ..Options::default() };
        let server = serve(Arc::clone(&self.shop), options).await.unwrap();
        self.gate.lead_to(&server.url(), holds);
        server
    }

    fn command(&self, db: &Path, who: usize, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vouchsafe"));
        command.args(args).arg("--db").arg(db).current_dir(self.folder.path());
        command.env("VOUCHSAFE_DATA_DIR", self.folder.path()).env("VOUCHSAFE_SHOP_TOKEN", TOKENS[who]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn done(&self, db: &Path, args: &[&str]) {
        let ran = self.command(db, 0, args).output().unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }

    /// The two dbs of a race.
    fn dbs(&self, start: Start, rail: &str) -> [PathBuf; 2] {
        let second = if start == Start::Backup { "backup" } else { "stranger" };
        [("first", "one.db"), (second, "two.db")].map(|(from, to)| {
            let to = self.path(to);
            for rest in ["-wal", "-shm"] {
                drop(std::fs::remove_file(format!("{}{rest}", to.display())));
            }
            std::fs::copy(self.path(&format!("{from}-{rail}.db")), &to).unwrap();
            to
        })
    }

    /// Lets one desk pay. Returns what it says.
    fn pay(&self, db: &Path, who: usize) -> Value {
        let ran = self.command(db, who, &["pay", "--format", "json"]).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(matches!(ran.status.code(), Some(0 | 3)), "desk {who}: {said}");
        serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("desk {who}: {said}"))
    }

    async fn race(&self, start: Start, rail: &str, faults: Faults, counts: &mut Counts) {
        let (server, dbs) = (self.open(true).await, self.dbs(start, rail));
        let due = Compared::of(&dbs[0], &server).await.open;
        assert!(due > 1, "{due}");
        server.set_faults(faults);
        let paid: Vec<Value> = std::thread::scope(|scope| {
            let runs: Vec<_> = dbs.iter().enumerate().map(|(who, db)| scope.spawn(move || self.pay(db, who))).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        server.set_faults(Faults::default());
        let seen = self.gate.seen();
        let mut delivered = [0, 0];
        for (who, db) in dbs.iter().enumerate() {
            delivered[who] = paid[who]["delivered"].as_u64().unwrap();
            if Compared::open_of(db).await > 0 {
                counts.runs_more += 1;
                delivered[who] += self.pay(db, who)["delivered"].as_u64().unwrap();
            }
            let compared = Compared::of(db, &server).await;
            let is_right = compared.differences.is_empty() && compared.refused.is_empty() && compared.open == 0 && compared.delivered == due;
            assert!(is_right, "{start:?} {rail}, desk {who}: {compared:#?} {paid:?} {seen:?}");
            counts.rested = counts.rested.max(compared.rested);
        }
        assert_eq!(delivered, [due, due], "both know of each");
        assert_eq!(seen.alone, 0, "each was a race: {seen:?}");
        counts.rewards += due;
        for who in 0..2 {
            counts.adopted[who] += due - seen.made[who].min(due);
        }
        counts.seen.push(seen);
        server.shutdown().await;
    }
}

/// The demo shop's program, which pays by itself on this rail.
fn program(rail: &str) -> String {
    let program = vouchsafe_demo::PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"");
    program.replace("gift_card\" }", &format!("{rail}\" }}"))
}

/// A third of the races is calm; in another the shop sees the other's row at the last moment; in the rest answers are lost as well.
fn faults(luck: &mut Luck, race: u64) -> Faults {
    let raced = ["giftCardCreate", "voucherCreate"].map(|field| (Asked::Field(field), When::Chance(5_000), Fault::Raced));
    let lost = [(Asked::Mutations, When::Chance(1_500), Fault::Lost)];
    let planned: Vec<_> = match race % 3 {
        0 => Vec::new(),
        1 => raced.into(),
        _ => raced.into_iter().chain(lost).collect(),
    };
    let calm = Faults { seed: luck.below(1 << 30), ..Faults::default() };
    planned.into_iter().fold(calm, |faults, (asked, when, fault)| faults.with(asked, when, fault))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_pay_the_same_at_the_same_instant_deliver_it_once_and_both_know_it() {
    let (races, seed) = (number("RACES", 12), number("SEED", 1));
    let (bed, mut luck, mut counts) = (Bed::new(seed).await, Luck::new(seed), Counts::default());
    for race in 0..races {
        let start = if race % 2 == 0 { Start::Backup } else { Start::Nothing };
        let rail = RAILS[usize::from(race / 2 % 2 == 1)];
        bed.race(start, rail, faults(&mut luck, race), &mut counts).await;
    }
    let sum = |of: fn(&Seen) -> u64| counts.seen.iter().map(of).sum::<u64>();
    let (met, refused, failed, lost) = (sum(|seen| seen.met), sum(|seen| seen.refused), sum(|seen| seen.failed), sum(|seen| seen.lost));
    let proposed = sum(|seen| seen.proposed);
    let made = [sum(|seen| seen.made[0]), sum(|seen| seen.made[1])];
    println!(
        "race: {races} races from seed {seed} on, {} rewards, {proposed} proposals, {met} wishes met; made by one {}, by the other {}; not made {refused} refused, \
         {failed} failed, {lost} not heard of; adopted {} and {}; {} runs more, {} doubles set aside; nothing doubled, nothing lost",
        counts.rewards, made[0], made[1], counts.adopted[0], counts.adopted[1], counts.runs_more, counts.rested
    );
}
