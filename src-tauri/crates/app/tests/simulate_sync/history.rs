//! One history: what happens at the shop and to the desk, step by step, and what must be true behind it.

use crate::desk::Bench;
use crate::excused::Excused;
use crate::judged::{self, Judged};
use crate::mirror;
use crate::rng::Rng;
use crate::staff;
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_app::AppError;
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, RetryAfter, Server, When, Wild, serve};
use vouchsafe_domain::time::Timestamp;

/// What may happen in a history, and what its end is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What is known once stays known: against a desk that reads the end alone.
    Growing,
    /// Rows go, addresses change, orders are edited: against a desk that syncs after every deed. The disturbed one reads what is about to go, and
    /// looks for what went.
    Forgetting,
    /// All of that without a look before or behind: no other desk can know the same, so the mirror alone is held against the shop.
    Wild,
}

impl Kind {
    pub const fn of_seed(seed: u64) -> Self {
        match seed % 4 {
            0 => Self::Forgetting,
            1 => Self::Wild,
            _ => Self::Growing,
        }
    }
}

pub struct History {
    seed: u64,
    kind: Kind,
    rng: Rng,
    /// What the desks wrote down is shown where they differ.
    is_told: bool,
    /// What is broken in the disturbed desk.
    sabotage: Option<&'static str>,
    counts: BTreeMap<&'static str, u64>,
}

/// Deeds before the desk, at most.
const BEFORE: u64 = 120;
const MINUTE: u32 = 60;
const DAY: u32 = 86_400;

impl History {
    pub fn of(seed: u64, kind: Kind, is_told: bool) -> Self {
        Self { seed, kind, rng: Rng::new(seed), is_told, sabotage: None, counts: BTreeMap::new() }
    }

    /// The same with a desk that is broken.
    pub fn sabotaged(self, trigger: &'static str) -> Self {
        Self { sabotage: Some(trigger), ..self }
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    pub async fn play(mut self) -> Result<BTreeMap<&'static str, u64>, String> {
        let version = *self.rng.pick(&["3.23.28", "3.23.28", "3.14.91", "3.20.119", "3.22.67", "3.24.0"]);
        let server = serve(self.opened(), Options { version: version.to_owned(), ..Options::default() }).await.unwrap();
        let page_size = *self.rng.pick(&[3, 10, 100]);
        let mut bench = Bench::new(&server, now(&server), page_size).await;
        if let Some(trigger) = self.sabotage {
            bench.sabotage(trigger).await;
        }
        let careful = match self.kind {
            Kind::Growing | Kind::Wild => None,
            Kind::Forgetting => Some(Bench::new(&server, now(&server), 100).await),
        };
        if let Some(careful) = &careful {
            self.look_for_what_went(&server, careful).await?;
        }
        let steps = 20 + self.rng.below(25);
        let mut deeds = BEFORE;
        for _ in 0..steps {
            self.step(&server, &mut bench, careful.as_ref(), &mut deeds).await?;
        }
        self.end(&server, &bench, careful.as_ref()).await?;
        self.count("histories");
        Ok(self.counts)
    }

    /// A shop that has been open for a while before any desk sees it.
    fn opened(&mut self) -> Living {
        let mut shop = Living::new(self.seed);
        for step in 0..self.rng.below(BEFORE) {
            shop.live(step, Wild { deletions: true, troubles: true });
            shop.wait(u32::try_from(self.rng.below(u64::from(12 * 60 * MINUTE))).unwrap_or(0));
        }
        shop
    }

    async fn step(&mut self, server: &Server, bench: &mut Bench, careful: Option<&Bench>, deeds: &mut u64) -> Result<(), String> {
        match self.rng.below(100) {
            0..55 => {
                for _ in 0..=self.rng.below(6) {
                    self.deed(server, bench, careful, deeds).await?;
                }
            }
            55..65 => wait(server, (1 + u32::try_from(self.rng.below(20)).unwrap_or(0)) * DAY),
            65..72 => {
                self.sync_with_faults(server, bench).await;
                bench.reconnect(server).await;
            }
            72..82 => {
                set_clocks(server, &[bench]);
                let commits = self.rng.below(30);
                if bench.sync_until_killed(commits).await {
                    self.count("kills");
                }
            }
            82..90 if self.kind == Kind::Wild => {
                set_clocks(server, &[bench]);
                if staff::act(bench, &mut self.rng).await {
                    self.count("acts of staff");
                }
            }
            _ => self.sync(server, bench).await?,
        }
        wait(server, MINUTE * (1 + u32::try_from(self.rng.below(600)).unwrap_or(0)));
        Ok(())
    }

    async fn deed(&mut self, server: &Server, bench: &Bench, careful: Option<&Bench>, deeds: &mut u64) -> Result<(), String> {
        let wild = Wild { deletions: self.kind != Kind::Growing, troubles: true };
        *deeds += 1;
        // What only one of two desks could have seen would be no fault of the other.
        let (step, kind) = (*deeds, self.kind);
        let next = server.living().unwrap();
        let planned = (0..12).map(|attempt| next.deed(step * 12 + attempt, wild)).collect::<Vec<_>>();
        for deed in planned {
            if matches!((hides(&deed), kind), (Hides::ForGood, Kind::Growing) | (Hides::Later, Kind::Growing | Kind::Forgetting)) {
                continue;
            }
            if kind == Kind::Forgetting && hides(&deed) != Hides::Nothing {
                // A round that was interrupted is ended first; only the next one sees what came since.
                self.sync(server, bench).await?;
                self.sync(server, bench).await?;
                // A row that was healed without a word is found by asking for it, and each desk asks when it is due there.
                for desk in careful.into_iter().chain([bench]) {
                    set_clocks(server, &[desk]);
                    desk.ask_again().await.map_err(|error| format!("a row of a sound shop cannot be asked for: {error:?}"))?;
                }
            }
            if server.alter(|shop| shop.act(&deed)).unwrap() {
                self.count("deeds");
                if self.is_told {
                    println!("{} {deed:?}", now(server).micros());
                }
                if kind == Kind::Forgetting && matches!(deed, Deed::DeleteCustomer { .. } | Deed::Vanish { .. }) {
                    self.look_for_what_went(server, bench).await?;
                    if let Some(careful) = careful {
                        self.look_for_what_went(server, careful).await?;
                    }
                }
                break;
            }
        }
        wait(server, u32::try_from(self.rng.below(u64::from(2 * 60 * MINUTE))).unwrap_or(0));
        if let Some(careful) = careful {
            self.sync(server, careful).await?;
        }
        Ok(())
    }

    async fn look_for_what_went(&mut self, server: &Server, bench: &Bench) -> Result<(), String> {
        self.sync(server, bench).await?;
        self.sync(server, bench).await?;
        bench.full_check().await.map_err(|error| format!("a full check of a sound shop fails: {error:?}"))
    }

    async fn sync(&mut self, server: &Server, bench: &Bench) -> Result<(), String> {
        set_clocks(server, &[bench]);
        bench.sync().await.map_err(|error| format!("a sync of a sound shop fails: {error:?}"))?;
        self.count("syncs");
        Ok(())
    }

    async fn sync_with_faults(&mut self, server: &Server, bench: &Bench) {
        let fault = self.fault();
        let (asked, chance) = (Asked::Anything, 300 + u32::try_from(self.rng.below(3_000)).unwrap_or(0));
        let when = if self.rng.percent(50) { When::Chance(chance) } else { When::Nth(1 + self.rng.below(12)) };
        server.set_faults(Faults { seed: self.seed, ..Faults::default() }.with(asked, when, fault));
        set_clocks(server, &[bench]);
        match bench.sync().await {
            Ok(_) => self.count("syncs through faults"),
            Err(AppError::Shop(_)) => self.count("syncs that faults ended"),
            Err(other) => panic!("a shop's fault became {other:?}"),
        }
        server.set_faults(Faults::default());
    }

    fn fault(&mut self) -> Fault {
        let faults = [
            Fault::ResetBefore,
            Fault::ResetWithin,
            Fault::Truncated { chunked: false },
            Fault::Truncated { chunked: true },
            Fault::Garbled,
            Fault::BadGateway,
            Fault::Unavailable,
            Fault::TooMany { retry_after: RetryAfter::Seconds(0) },
            Fault::TooMany { retry_after: RetryAfter::Unsaid },
            Fault::Errors,
            Fault::Internal,
            Fault::CostLimit { points: 40 },
            Fault::TokenRevoked,
            Fault::TokenExpired,
            Fault::WithoutPermission { permission: "MANAGE_ORDERS" },
            Fault::ObfuscatedEmails,
            Fault::PageAgain,
            Fault::PageReversed,
            Fault::CursorUnknown,
        ];
        self.rng.pick(&faults).clone()
    }

    async fn end(&mut self, server: &Server, bench: &Bench, careful: Option<&Bench>) -> Result<(), String> {
        // What was begun is committed, and what is wrong is set right.
        wait(server, 10 * MINUTE);
        server.alter(Living::heal_all);
        wait(server, if self.rng.percent(50) { 40 * DAY } else { MINUTE });
        set_clocks(server, &[bench]);
        bench.sync_until_quiet(true).await?;
        let db = bench.look().await;
        let differs = mirror::differs(&db, bench.shop(), &server.living().unwrap()).await;
        if !differs.is_empty() {
            return Err(format!("the mirror is not the shop: {}", differs.join("; ")));
        }
        let before = db.journal_head().await.unwrap();
        bench.sync_until_quiet(false).await?;
        if db.journal_head().await.unwrap() != before {
            return Err("another sync writes to the journal".to_owned());
        }
        self.sound(&db).await?;
        if self.kind == Kind::Wild {
            return Ok(());
        }
        let fresh;
        let other = match careful {
            Some(careful) => careful,
            None => {
                fresh = Bench::new(server, now(server), 100).await;
                &fresh
            }
        };
        set_clocks(server, &[other]);
        other.sync_until_quiet(true).await?;
        let beside = other.look().await;
        let (here, there) = (Judged::of(&db).await, Judged::of(&beside).await);
        let excused = Excused::new(&db, &beside, &here, &there, &server.living().unwrap()).await;
        let compared = self.compare(&here, &there, &excused);
        if compared.is_err() && self.is_told {
            println!("disturbed:\n{}\nundisturbed:\n{}", judged::log(&db).await, judged::log(&beside).await);
        }
        compared
    }

    async fn sound(&mut self, db: &vouchsafe_db::Db) -> Result<(), String> {
        let verified = db.verify_journal().await.unwrap();
        if let Some(broken) = verified.broken {
            return Err(format!("the journal is broken: {broken:?}"));
        }
        let differences = db.differences().await.unwrap();
        if !differences.is_empty() {
            return Err(format!("the file contradicts itself: {differences:?}"));
        }
        if db.count_rejudges().await.unwrap() + db.count_staged().await.unwrap() > 0 {
            return Err("something still waits to be judged".to_owned());
        }
        Ok(())
    }

    /// Holds what both desks came to against each other. What may differ has a reason that is found in the facts, and is counted.
    fn compare(&mut self, here: &Judged, there: &Judged, excused: &Excused) -> Result<(), String> {
        if !here.twice.is_empty() {
            return Err(format!("given twice: {:?}", here.twice));
        }
        *self.counts.entry("referrals").or_default() += here.referrals.len() as u64;
        *self.counts.entry("rewards").or_default() += here.rewards.len() as u64;
        let mut told = Vec::new();
        for who in here.referrals.keys().chain(there.referrals.keys()).collect::<BTreeSet<_>>() {
            let (one, other) = (here.referrals.get(who), there.referrals.get(who));
            match (one == other).then_some("").or_else(|| excused.referral(who)) {
                Some("") => {}
                Some(why) => self.count(why),
                None => told.push(format!("referral of {who:?}: {one:?}, undisturbed {other:?}")),
            }
        }
        let (mine, theirs) = (here.standing(), there.standing());
        for what in mine.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
            let (one, other) = (mine.get(*what).copied(), theirs.get(*what).copied());
            match (one == other).then_some("").or_else(|| excused.reward(what, one, other)) {
                Some("") => {}
                Some(why) => self.count(why),
                None => told.push(format!("reward {what:?}: {one:?}, undisturbed {other:?}")),
            }
        }
        if told.is_empty() { Ok(()) } else { Err(format!("{:?}: {}", self.kind, told.join("\n    "))) }
    }
}

/// What a deed takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hides {
    Nothing,
    /// Nobody can learn it until it is shown again.
    ForNow,
    /// Nobody can learn it any more.
    ForGood,
    /// It will be one of these, at an instant for which nobody can get ready.
    Later,
}

fn hides(deed: &Deed) -> Hides {
    match deed {
        Deed::DeleteCustomer { .. } | Deed::Vanish { .. } | Deed::ChangeEmail { .. } | Deed::Edit { .. } => Hides::ForGood,
        Deed::Spoil { .. } => Hides::ForNow,
        Deed::Late { deed, .. } if hides(deed) != Hides::Nothing => Hides::Later,
        _ => Hides::Nothing,
    }
}

fn now(server: &Server) -> Timestamp {
    Timestamp::from_micros(server.living().unwrap().now().timestamp_micros())
}

fn wait(server: &Server, seconds: u32) {
    server.alter(|shop| shop.wait(seconds)).unwrap();
}

fn set_clocks(server: &Server, benches: &[&Bench]) {
    for bench in benches {
        bench.set_clock(now(server));
    }
}
