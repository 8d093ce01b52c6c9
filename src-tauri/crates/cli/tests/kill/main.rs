//! The real binary, killed again and again while it pays over TCP at a shop where things go wrong: nothing is doubled and nothing is lost.
//!
//! `KILLS` says how often it is killed (5), `SEED` with which luck (1). The last line tells the count.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod compared;
mod luck;

use compared::Compared;
use luck::{Luck, number};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use vouchsafe_demo::{Asked, Fault, Faults, Options, Server, Shop, Spec, When, serve};

/// Orders of a shop; one is gone through and the next is opened until there were kills enough.
const ORDERS: u32 = 2_000;
/// The longest that a run lives before it is killed.
const LONGEST: u64 = 900;
/// Runs after the last kill within which everything has to come to its end.
const RUNS: u32 = 12;

/// A folder with a db, and the shop that it belongs to.
struct Place {
    folder: tempfile::TempDir,
    server: Server,
}

impl Place {
    async fn new(seed: u64) -> Self {
        let options = Options { latency: Duration::from_millis(2), ..Options::default() };
        let server = serve(Shop::generate(&Spec::new(ORDERS, seed)), options).await.unwrap();
        let place = Self { folder: tempfile::tempdir().unwrap(), server };
        let program = vouchsafe_demo::PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"");
        std::fs::write(place.path("program.toml"), program).unwrap();
        place.done(&["program", "activate", "program.toml"]);
        place.done(&["connect", &place.server.url()]);
        place.done(&["sync"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn db(&self) -> PathBuf {
        self.path("desk.db")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vouchsafe"));
        command.args(args).arg("--db").arg(self.db()).current_dir(self.folder.path());
        command.env("VOUCHSAFE_DATA_DIR", self.folder.path()).env("VOUCHSAFE_SHOP_TOKEN", self.server.token());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn done(&self, args: &[&str]) {
        assert!(self.command(args).status().unwrap().success(), "{args:?}");
    }

    /// Lets `pay` live for some time at most. Returns whether it was killed.
    fn pay_for(&self, time: Duration) -> bool {
        let mut child = self.command(&["pay"]).stdout(Stdio::piped()).spawn().unwrap();
        let (ended, heard) = mpsc::channel();
        let out = child.stdout.take().unwrap();
        let waits = std::thread::spawn(move || {
            // Ends when the program does.
            drop(std::io::copy(&mut { out }, &mut std::io::sink()));
            ended.send(()).ok();
        });
        let is_killed = heard.recv_timeout(time).is_err();
        if is_killed {
            kill(&mut child);
        }
        child.wait().unwrap();
        waits.join().unwrap();
        is_killed
    }

    /// Pays until everything has come to its end, what was refused as well.
    async fn pay_to_the_end(&self) -> Compared {
        self.server.set_faults(Faults::default());
        for _ in 0..RUNS {
            self.command(&["pay"]).status().unwrap();
            let compared = Compared::of(&self.db(), &self.server).await;
            for key in &compared.refused {
                self.command(&["pay", "--reward", key]).status().unwrap();
            }
            if compared.open == 0 && compared.refused.is_empty() {
                return compared;
            }
        }
        panic!("{:?}", Compared::of(&self.db(), &self.server).await);
    }
}

fn kill(child: &mut Child) {
    // SIGKILL; one that has ended meanwhile is fine as well.
    drop(child.kill());
}

fn faults(luck: &mut Luck) -> Faults {
    let all = Fault::of_payouts();
    let mut faults = Faults { seed: luck.below(1 << 30), ..Faults::default() };
    for _ in 0..luck.below(3) {
        let fault = all[usize::try_from(luck.below(all.len() as u64)).unwrap()].clone();
        let chance = u32::try_from(luck.below(1_500)).unwrap();
        faults = faults.with(Asked::Mutations, When::Chance(chance), fault);
    }
    faults
}

/// Whether the db can be opened and its payouts read: asked between two kills.
async fn open_payouts(db: &Path) -> u64 {
    Compared::open_of(db).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_while_it_pays_doubles_nothing_and_loses_nothing() {
    let (kills, seed) = (number("KILLS", 5), number("SEED", 1));
    let (mut luck, mut done, mut shops, mut cards, mut rested) = (Luck::new(seed), 0, 0, 0, 0);
    while done < kills {
        let place = Place::new(seed.wrapping_mul(1_000) + shops).await;
        shops += 1;
        while done < kills && open_payouts(&place.db()).await > 0 {
            place.server.set_faults(faults(&mut luck));
            done += u64::from(place.pay_for(Duration::from_millis(luck.below(LONGEST))));
        }
        let compared = place.pay_to_the_end().await;
        assert!(compared.differences.is_empty(), "seed {seed}, shop {shops}: {:#?}", compared.differences);
        cards += compared.delivered;
        rested += compared.rested;
    }
    println!("kill: {done} kills from seed {seed} on, {shops} shops, {cards} cards, {rested} doubles set aside, nothing doubled, nothing lost");
}
