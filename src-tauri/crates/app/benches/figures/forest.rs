//! P5: subtrees, paths, lists and dates in a referral forest, beside recursive queries of SQLite.

use crate::Result;
use crate::figure::{Figure, Reach};
use crate::rounds::{Rounds, interleaved, percentile, timed};
use rusqlite::{Connection, Statement};
use std::hint::black_box;
use std::time::Duration;
use vouchsafe_domain::forest::{Branch, Forest};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::time::{Span, Timestamp};

/// How many of the largest subtrees are asked about.
const LARGEST: usize = 20;
/// Friends in a list.
const TOP: usize = 50;
/// How often ours answers what the peer answers once: one answer is too short for a clock.
const TIMES: u32 = 200;
/// The longest chain, as in the generator's deep preset.
const DEEPEST: u32 = 10_000;

type Money = Forest<2>;

/// People with their bonds and money, in the shapes of the generator's presets: half in one viral subtree, a chain of up to 10,000, the rest
/// in heavy-tailed trees.
struct People {
    branches: Vec<(Timestamp, Branch)>,
    facts: Vec<(Timestamp, PartyId, [i64; 2])>,
}

impl People {
    fn made(count: u32) -> Self {
        let mut random = Random(1);
        let (mut viral, mut tickets, mut last_of_chain) = (Vec::new(), Vec::new(), None);
        let mut people = Self { branches: Vec::new(), facts: Vec::with_capacity(count as usize) };
        for party in 0..count {
            let at = instant(party);
            let advocate = match party % 2 {
                0 => random.draw(&viral),
                _ if party / 2 < DEEPEST.min(count / 4) => last_of_chain.replace(party),
                _ if random.below(100) < 45 => random.draw(&tickets),
                _ => None,
            };
            let list = if party % 2 == 0 { &mut viral } else { &mut tickets };
            // Whoever brought somebody is likelier to bring more; three in ten ever share a code.
            if party == 0 || random.below(10) < 3 {
                list.push(party);
            }
            if let Some(advocate) = advocate {
                list.push(advocate);
                people.branches.push((at, Branch { friend: PartyId(party), advocate: PartyId(advocate) }));
            }
            let (revenue, cost) = (i64::from(random.below(50_000)), i64::from(random.below(2_000)));
            people.facts.push((at, PartyId(party), [revenue, cost]));
        }
        people
    }

    fn count(&self) -> u32 {
        u32::try_from(self.facts.len()).unwrap_or(u32::MAX)
    }

    fn branches(&self) -> impl Iterator<Item = Branch> + '_ {
        self.branches.iter().map(|(_, branch)| *branch)
    }

    fn facts(&self) -> impl Iterator<Item = (PartyId, [i64; 2])> + '_ {
        self.facts.iter().map(|(_, party, figures)| (*party, *figures))
    }
}

/// Everybody comes a minute after the one before.
fn instant(party: u32) -> Timestamp {
    Timestamp::EPOCH.plus(Span::minutes(party))
}

/// SplitMix64: the same people on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((((x ^ (x >> 31)) >> 32) * u64::from(end)) >> 32).unwrap_or(0)
    }

    fn draw(&mut self, tickets: &[u32]) -> Option<u32> {
        let at = self.below(u32::try_from(tickets.len()).unwrap_or(u32::MAX));
        tickets.get(at as usize).copied()
    }
}

pub(crate) fn figures(nodes: u32, rounds: usize) -> Result<Vec<Figure>> {
    let people = People::made(nodes);
    let (forest, date) = (Money::build(nodes, people.branches(), people.facts())?, instant(nodes / 2));
    let peer = filled(&people)?;
    let past = Money::as_of(date, nodes, people.branches.iter().copied(), people.facts.iter().copied())?;
    let asked = Asked::of(&forest, nodes);
    let mut ask = Ask::new(&peer)?;
    verify(&forest, &past, date, &asked, &mut ask)?;

    let size = format!("{nodes} people");
    let beside = |work: &str, peer: &str, taken: &Rounds| Figure::beside("P5", work, peer, size.clone(), taken, Reach::Times(1_000.0));
    let mut figures = Vec::new();
    let mut ours = || Ok(often(|| each(&asked.largest, |party| forest.subtree(party))));
    let [taken] = interleaved(rounds, &mut ours, [&mut || ask.all(&asked.largest, Ask::subtree)])?;
    figures.push(beside("people, revenue, cost of the 20 largest subtrees", "recursive CTE", &taken));
    let mut ours = || Ok(often(|| each(&asked.deepest, |party| forest.path(party))));
    let [taken] = interleaved(rounds, &mut ours, [&mut || ask.all(&asked.deepest, Ask::path)])?;
    figures.push(beside("path of the 20 deepest", "recursive CTE", &taken));
    let mut ours = || Ok(often(|| each(&asked.largest, |party| top(&forest, party))));
    let [taken] = interleaved(rounds, &mut ours, [&mut || ask.all(&asked.largest, Ask::top)])?;
    figures.push(beside("top 50 friends of the 20 largest, by people below", "recursive CTE", &taken));
    let mut ours = || Ok(often(|| each(&asked.largest, |party| past.subtree(party))));
    let mut laid_out = Rounds::default();
    let mut at_once = || {
        let taken = as_of_at_once(&people, date, &asked.largest)?;
        laid_out.ours.push(taken);
        Ok(taken)
    };
    let [taken, _] = interleaved(rounds, &mut ours, [&mut || ask.all(&asked.largest, |ask, party| ask.subtree_at(party, date)), &mut at_once])?;
    laid_out.peer.clone_from(&taken.peer);
    figures.push(beside("the 20 largest as of a date, its forest at hand", "recursive CTE", &taken));
    let shown = beside("the 20 largest as of a date, its forest laid out for it", "recursive CTE", &laid_out);
    figures.push(Figure { reach: Reach::Shown, ..shown });
    figures.push(single_questions(&forest, nodes, &size));
    drop((forest, past));
    figures.push(rebuild(nodes.saturating_mul(2), rounds)?);
    Ok(figures)
}

fn top(forest: &Money, party: PartyId) -> Vec<(PartyId, u32)> {
    let people = |party| forest.subtree(party).map_or(0, |subtree| subtree.people);
    forest.children(party, None).take(TOP).map(|party| (party, people(party))).collect()
}

/// Asks about each, out of the compiler's sight.
fn each<T>(parties: &[PartyId], question: impl Fn(PartyId) -> T) {
    for party in parties {
        black_box(question(black_box(*party)));
    }
}

/// How long one pass takes, out of many.
fn often(mut pass: impl FnMut()) -> Duration {
    let ((), taken) = timed(|| (0..TIMES).for_each(|_| pass()));
    taken / TIMES
}

fn as_of_at_once(people: &People, date: Timestamp, parties: &[PartyId]) -> Result<Duration> {
    let (built, taken) = timed(|| {
        let forest = Money::as_of(date, people.count(), people.branches.iter().copied(), people.facts.iter().copied());
        forest.inspect(|forest| each(parties, |party| forest.subtree(party)))
    });
    built?;
    Ok(taken)
}

/// Every question of one kind or another, one by one with the clock around each: what one person waits for.
fn single_questions(forest: &Money, nodes: u32, size: &str) -> Figure {
    let mut random = Random(2);
    let by_size = by_size(forest, nodes);
    let hard = by_size.iter().take(5_000).copied();
    let parties: Vec<PartyId> = hard.chain((0..5_000).map(|_| PartyId(random.below(nodes)))).collect();
    let mut times = Vec::with_capacity(parties.len() * 3);
    for party in &parties {
        times.push(timed(|| black_box(forest.subtree(black_box(*party)))).1);
        times.push(timed(|| black_box(forest.path(*party))).1);
        times.push(timed(|| black_box(top(forest, *party))).1);
    }
    times.sort_unstable();
    let (p50, p99) = (percentile(&times, 50), percentile(&times, 99));
    let work = "one question, p99 (spread: p50 … longest)";
    let shown = Figure::alone("P5", work, size.to_owned(), &[p99], Reach::AtMost(Duration::from_micros(50)));
    Figure { spread: (p50.as_secs_f64(), times.last().map_or(0.0, Duration::as_secs_f64)), ..shown }
}

/// A forest laid out again in the memory that it has.
fn rebuild(nodes: u32, rounds: usize) -> Result<Figure> {
    let people = People::made(nodes);
    let mut forest = Money::build(nodes, people.branches(), people.facts())?;
    let mut times = Vec::new();
    for round in 0..=rounds {
        let (built, taken) = timed(|| forest.rebuilt(nodes, people.branches(), people.facts()));
        forest = built?;
        if round > 0 {
            times.push(taken);
        }
    }
    let work = "rebuild (Forest::rebuilt, with facts)";
    // The design says what two millions have to reach, and nothing about more.
    let reach = if nodes <= 2_000_000 { Reach::AtMost(Duration::from_millis(100)) } else { Reach::Shown };
    Ok(Figure::alone("P5", work, format!("{nodes} people"), &times, reach))
}

/// Who is asked about.
struct Asked {
    largest: Vec<PartyId>,
    deepest: Vec<PartyId>,
}

impl Asked {
    fn of(forest: &Money, nodes: u32) -> Self {
        let mut by_level: Vec<(usize, PartyId)> = (0..nodes).map(PartyId).filter_map(|party| Some((forest.level(party)?, party))).collect();
        by_level.sort_unstable_by(|a, b| b.cmp(a));
        let deepest = by_level.iter().take(LARGEST).map(|(_, party)| *party).collect();
        Self { largest: by_size(forest, nodes).into_iter().take(LARGEST).collect(), deepest }
    }
}

fn by_size(forest: &Money, nodes: u32) -> Vec<PartyId> {
    let mut parties: Vec<(u32, PartyId)> = (0..nodes).map(PartyId).filter_map(|party| Some((forest.subtree(party)?.people, party))).collect();
    parties.sort_unstable_by_key(|(people, party)| (std::cmp::Reverse(*people), *party));
    parties.into_iter().map(|(_, party)| party).collect()
}

/// The same people in SQLite, in memory, with an index on the advocate.
fn filled(people: &People) -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(
        "CREATE TABLE person (id INTEGER PRIMARY KEY, advocate INTEGER, at INTEGER NOT NULL, revenue INTEGER NOT NULL, cost INTEGER NOT NULL); BEGIN",
    )?;
    let mut put = conn.prepare("INSERT INTO person (id, at, revenue, cost) VALUES (?1, ?2, ?3, ?4)")?;
    for (at, party, [revenue, cost]) in &people.facts {
        put.execute((party.0, at.micros(), revenue, cost))?;
    }
    let mut bind = conn.prepare("UPDATE person SET advocate = ?2 WHERE id = ?1")?;
    for (_, branch) in &people.branches {
        bind.execute((branch.friend.0, branch.advocate.0))?;
    }
    drop((put, bind));
    conn.execute_batch("COMMIT; CREATE INDEX person_advocate ON person (advocate); ANALYZE")?;
    Ok(conn)
}

/// The questions in SQL.
struct Ask<'c> {
    subtree: Statement<'c>,
    subtree_at: Statement<'c>,
    path: Statement<'c>,
    top: Statement<'c>,
}

impl<'c> Ask<'c> {
    fn new(conn: &'c Connection) -> Result<Self> {
        Ok(Self {
            subtree: conn.prepare(
                "WITH RECURSIVE below (id, revenue, cost) AS (SELECT id, revenue, cost FROM person WHERE id = ?1 UNION ALL \
                 SELECT p.id, p.revenue, p.cost FROM below JOIN person AS p ON p.advocate = below.id) SELECT count(*), sum(revenue), sum(cost) FROM below",
            )?,
            subtree_at: conn.prepare(
                "WITH RECURSIVE below (id, revenue, cost) AS (SELECT id, iif(at <= ?2, revenue, 0), iif(at <= ?2, cost, 0) FROM person WHERE id = ?1 \
                 UNION ALL SELECT p.id, p.revenue, p.cost FROM below JOIN person AS p ON p.advocate = below.id WHERE p.at <= ?2) \
                 SELECT count(*), sum(revenue), sum(cost) FROM below",
            )?,
            path: conn.prepare(
                "WITH RECURSIVE above (id, advocate, level) AS (SELECT id, advocate, 0 FROM person WHERE id = ?1 UNION ALL \
                 SELECT p.id, p.advocate, level + 1 FROM above JOIN person AS p ON p.id = above.advocate) SELECT id FROM above ORDER BY level DESC",
            )?,
            top: conn.prepare(
                "WITH RECURSIVE below (friend, id) AS (SELECT id, id FROM person WHERE advocate = ?1 UNION ALL \
                 SELECT below.friend, p.id FROM below JOIN person AS p ON p.advocate = below.id) \
                 SELECT friend, count(*) AS people FROM below GROUP BY friend ORDER BY people DESC, friend LIMIT 50",
            )?,
        })
    }

    fn subtree(&mut self, party: PartyId) -> Result<(u32, [i64; 2])> {
        Ok(self.subtree.query_row([party.0], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?])))?)
    }

    fn subtree_at(&mut self, party: PartyId, at: Timestamp) -> Result<(u32, [i64; 2])> {
        Ok(self.subtree_at.query_row((party.0, at.micros()), |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?])))?)
    }

    fn path(&mut self, party: PartyId) -> Result<Vec<PartyId>> {
        let ids = self.path.query_map([party.0], |row| row.get(0).map(PartyId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn top(&mut self, party: PartyId) -> Result<Vec<(PartyId, u32)>> {
        let rows = self.top.query_map([party.0], |row| Ok((PartyId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How long it takes to ask about all of these once.
    fn all<T>(&mut self, parties: &[PartyId], question: impl Fn(&mut Self, PartyId) -> Result<T>) -> Result<Duration> {
        let (answers, taken) = timed(|| parties.iter().try_for_each(|party| question(self, *party).map(|answer| drop(black_box(answer)))));
        answers.map(|()| taken)
    }
}

/// Both answer alike, about each of those who are asked about.
fn verify(forest: &Money, past: &Money, date: Timestamp, asked: &Asked, ask: &mut Ask<'_>) -> Result<()> {
    let agree = |equal: bool, what: &str, party: PartyId| if equal { Ok(()) } else { Err(format!("the {what} of {} differs", party.0)) };
    let sums = |forest: &Money, party| forest.subtree(party).map(|subtree| (subtree.people, subtree.figures));
    for party in asked.largest.iter().chain(&asked.deepest).copied() {
        agree(sums(forest, party) == Some(ask.subtree(party)?), "subtree", party)?;
        agree(sums(past, party) == Some(ask.subtree_at(party, date)?), "subtree as of a date", party)?;
        agree(forest.path(party) == ask.path(party)?, "path", party)?;
        agree(top(forest, party) == ask.top(party)?, "list of friends", party)?;
    }
    Ok(())
}
