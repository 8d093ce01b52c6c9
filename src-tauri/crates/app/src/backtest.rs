//! Backtest: a draft of a program over the whole local history, beside what really happened. It reads the log and writes nothing.
//!
//! Both sides are held in memory, each as large as a fold of the log: that is why a log of more than [`MOST_EVENTS`] is refused. What a person
//! did to a reward is done to the draft's reward of the same key.

mod compare;
mod draft;
mod kept;
mod names;
mod sides;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::explain::{decision_keys, decision_view, evidence, is_superseded, parties_of};
use crate::people::Cast;
use crate::text;
use crate::view::backtest::{Compared, ComparedDecisions, Difference, DifferenceKind, Differences, Drafted, Given, Pair};
use crate::view::{self, DecisionView};
use compare::{Group, Row, Stands, amounts};
use draft::Trial;
use kept::Decisions;
use names::Borrowed;
use sides::Sides;
use std::collections::BTreeMap;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use vouchsafe_db::{Db, Judged, NameTexts};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{ChannelKey, Key, Texts as _};
use vouchsafe_domain::outcome::Seen;
use vouchsafe_domain::party::{PartyId, PartyNames as _};
use vouchsafe_domain::reward::Occasion;
use vouchsafe_domain::state::State;

/// The longest log that is tried: two states of it take some two gigabytes.
pub const MOST_EVENTS: u64 = 6_000_000;
/// Events that are read at a time.
const READ_AT_ONCE: u32 = 5_000;
/// After so many more events it is told how both stand; after the first chunk at once.
const TOLD_EVERY: u64 = 50_000;

/// A draft beside what really happened.
#[derive(Debug)]
pub struct Backtest {
    /// What was tried.
    pub draft: Drafted,
    /// The figures of both.
    pub compared: Compared,
    /// Which orders differ, by kind.
    pub differences: Vec<Differences>,
    kept: BTreeMap<(DifferenceKind, usize), Decisions>,
    names: Borrowed,
}

impl Desk {
    /// Tries a draft of a program over the whole history. `told` hears how it goes on; `cancel` ends it at once. One draft is tried at a time.
    ///
    /// # Errors
    /// [`AppError::Program`], [`AppError::PolicyDiffers`], [`AppError::RoleUnlisted`], [`AppError::BacktestRuns`], [`AppError::HistoryTooLong`],
    /// [`AppError::Cancelled`]; what the db says.
    pub async fn backtest(
        &self,
        file: &str,
        source: &str,
        told: impl FnMut(Compared) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<Backtest> {
        let _trying = self.trying().try_lock().map_err(|_| AppError::BacktestRuns)?;
        // A fault of the file is told before anything is read.
        let checked = crate::programs::check(file, source)?;
        let stored = self.db().programs().await?;
        let mut names = Borrowed::of(self.db(), stored.iter().map(|stored| stored.source.as_str()).chain([source])).await?;
        let trial = Trial::new(file, source, &stored, &mut names)?;
        if let Some(role) = trial.unlisted_role() {
            return Err(AppError::RoleUnlisted { role: names.text(role) });
        }
        let of = self.db().last_seq().await?;
        if of > MOST_EVENTS {
            return Err(AppError::HistoryTooLong { events: of, most: MOST_EVENTS });
        }
        let draft = Drafted { program: checked.id, version: checked.version, from: trial.draft().from, replaces: trial.replaces() };
        let run = Run { db: self.db().clone(), of, margin: self.margin().await?, cancel: cancel.clone(), handle: Handle::current() };
        let ran = tokio::task::spawn_blocking(move || run.all(trial, told)).await.map_err(|_| AppError::Cancelled)?;
        let Found { compared, groups, kept } = ran?;
        let mut backtest = Backtest { draft, compared, differences: Vec::new(), kept, names };
        for (kind, group) in groups {
            backtest.differences.push(self.shown(kind, group, &backtest.names).await?);
        }
        Ok(backtest)
    }

    /// The decisions about one of the rows of a backtest, by both sides. Nothing where there is no such row.
    ///
    /// # Errors
    /// What the db says.
    pub async fn backtest_decisions(&self, backtest: &Backtest, kind: DifferenceKind, row: usize) -> Result<Option<ComparedDecisions>> {
        let group = backtest.differences.iter().find(|group| group.kind == kind);
        if group.is_none_or(|group| row >= group.rows.len()) {
            return Ok(None);
        }
        let Some(kept) = backtest.kept.get(&(kind, row)) else {
            return Ok(Some(ComparedDecisions { kept: false, decisions: Pair::default() }));
        };
        let all = || kept.now.iter().chain(&kept.draft);
        let mut cast = self.cast(all().flat_map(parties_of).collect::<Vec<_>>(), all().flat_map(decision_keys).collect::<Vec<_>>()).await?;
        cast.identities = self.db().identity_texts(&evidence(&all().cloned().collect::<Vec<_>>())).await?;
        backtest.names.lend(&mut cast.texts);
        Ok(Some(ComparedDecisions { kept: true, decisions: Pair { now: views(&kept.now, &cast), draft: views(&kept.draft, &cast) } }))
    }

    /// A group with the names of what is shown of it.
    async fn shown(&self, kind: DifferenceKind, group: Group, names: &Borrowed) -> Result<Differences> {
        let assets = |amounts: &BTreeMap<Asset, i64>| amounts.keys().filter_map(|asset| unit(*asset)).collect::<Vec<_>>();
        let of_row = |row: &Row| {
            let occasion = match row.spot.occasion {
                Occasion::Order(order) => Some(order.0),
                Occasion::Event(event) => Some(event),
                Occasion::Registration => None,
            };
            let both = row.stands.each().into_iter().flat_map(|stands| assets(&stands.amounts)).collect::<Vec<_>>();
            both.into_iter().chain(occasion).collect::<Vec<Key>>()
        };
        let keys: Vec<Key> = group.rows.iter().flat_map(of_row).chain(assets(&group.sums)).collect();
        let mut cast = self.cast(group.rows.iter().filter_map(|row| row.friend).collect::<Vec<_>>(), keys).await?;
        names.lend(&mut cast.texts);
        let rows = group.rows.iter().map(|row| difference(row, &cast)).collect();
        Ok(Differences { kind, count: group.count, sums: named(amounts(&group.sums), &cast.texts), rows })
    }
}

const fn unit(asset: Asset) -> Option<Key> {
    match asset {
        Asset::Currency(_) => None,
        Asset::Units { name, .. } => Some(name),
    }
}

fn named(amounts: impl Iterator<Item = Amount>, texts: &NameTexts) -> Vec<view::Amount> {
    amounts.map(|amount| text::named(amount, texts)).collect()
}

fn difference(row: &Row, cast: &Cast) -> Difference {
    let given = |stands: &Stands| Given {
        amounts: named(amounts(&stands.amounts), &cast.texts),
        state: stands.state,
        in_review: stands.in_review,
        reason: stands.reason,
        check: stands.check.map(vouchsafe_domain::outcome::CheckKind::name),
    };
    let order = match row.spot.occasion {
        Occasion::Order(order) => cast.texts.text(order.0),
        Occasion::Event(event) => cast.texts.text(event),
        Occasion::Registration => "registration".to_owned(),
    };
    let stands = &row.stands;
    Difference {
        order,
        friend: row.friend.map(|friend| cast.person(friend)),
        role: row.role,
        given: Pair { now: given(&stands.now), draft: given(&stands.draft) },
    }
}

fn views(judged: &[Judged], cast: &Cast) -> Vec<DecisionView> {
    let mut views: Vec<_> = judged.iter().map(|one| DecisionView { superseded: is_superseded(one, judged), ..decision_view(one, cast) }).collect();
    views.reverse();
    views
}

/// What a run needs, on a thread of its own.
struct Run {
    db: Db,
    /// The last event that belongs to it: what is added meanwhile does not.
    of: u64,
    margin: vouchsafe_domain::money::Percent,
    cancel: CancellationToken,
    handle: Handle,
}

/// What a run found.
struct Found {
    compared: Compared,
    groups: BTreeMap<DifferenceKind, Group>,
    kept: BTreeMap<(DifferenceKind, usize), Decisions>,
}

impl Run {
    fn all(self, trial: Trial, mut told: impl FnMut(Compared)) -> Result<Found> {
        let (mut sides, mut channels) = (Sides::new(trial), NameTexts::default());
        let (mut done, mut tell_at) = (0, 0);
        for events in self.db.log_after(0, READ_AT_ONCE) {
            let mut events = events?;
            events.retain(|(seq, ..)| *seq <= self.of);
            let Some((last, ..)) = events.last() else { break };
            done = *last;
            sides.fold(&events, || !self.cancel.is_cancelled());
            if self.cancel.is_cancelled() {
                return Err(AppError::Cancelled);
            }
            if done >= tell_at {
                tell_at = done + TOLD_EVERY;
                told(self.compared(&sides, done, &mut channels)?);
            }
        }
        if self.cancel.is_cancelled() {
            return Err(AppError::Cancelled);
        }
        let compared = self.compared(&sides, done, &mut channels)?;
        told(compared.clone());
        let groups = compare::differences(&sides);
        let mut kept = BTreeMap::new();
        for (kind, group) in &groups {
            for (place, row) in group.rows.iter().enumerate() {
                if let Some(decisions) = sides.kept.find(row.spot) {
                    let own = |judged: &[Judged]| about(judged, row).cloned().collect::<Vec<_>>();
                    let draft = own(&decisions.draft).into_iter().map(|judged| renumbered(judged, &sides)).collect();
                    kept.insert((*kind, place), Pair { now: own(&decisions.now), draft });
                }
            }
        }
        Ok(Found { compared, groups, kept })
    }

    fn compared(&self, sides: &Sides, done: u64, texts: &mut NameTexts) -> Result<Compared> {
        let cells = sides.sides.each().into_iter().flat_map(|side| side.figures.keys());
        let channels: std::collections::BTreeSet<ChannelKey> = cells.filter_map(|cell| cell.channel).collect();
        // Channels are few, and their names are asked for again only when there are more of them.
        if channels.iter().any(|channel| texts.text(channel.0).starts_with('?')) {
            *texts = self.handle.block_on(self.db.texts(channels.iter().map(|channel| channel.0).collect::<Vec<_>>()))?;
        }
        Ok(compare::compared(sides, self.margin, done, self.of, |channel| texts.text(channel.0)))
    }
}

/// The decisions about a row: about its side, or about all of an order.
fn about<'a>(judged: &'a [Judged], row: &Row) -> impl Iterator<Item = &'a Judged> {
    let role = row.role;
    judged.iter().filter(move |judged| role.is_none_or(|role| judged.decision.role == role))
}

/// A decision of the draft with the numbers that people have in the db.
fn renumbered(mut judged: Judged, sides: &Sides) -> Judged {
    let number = |party: PartyId| here(&sides.sides.now.state, &sides.sides.draft.state, party);
    judged.decision.friend = number(judged.decision.friend);
    for check in &mut judged.decision.checks {
        for seen in [&mut check.saw, &mut check.limit] {
            if let Seen::Party(party) = seen {
                *party = number(*party);
            }
        }
    }
    judged
}

/// The number in the one state of who has a number in the other.
fn here(now: &State, draft: &State, party: PartyId) -> PartyId {
    now.party_named(draft.party_name(party)).unwrap_or(party)
}
