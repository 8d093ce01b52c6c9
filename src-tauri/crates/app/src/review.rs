//! Review: what waits for a person, why, and the evidence beside it.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::rewards::{MAX_PAGE, given_by, place};
use crate::view::{CaseOrder, Cause, MarkView, Page, ReviewCase, ReviewFilter, ReviewQueue, ReviewRow, RewardSort, Side, Wait, Why};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_db::{Logged, RewardRow};
use vouchsafe_domain::event::{Fact, RejudgeWhy};
use vouchsafe_domain::money::Money;
use vouchsafe_domain::name::{Identity, Key};
use vouchsafe_domain::outcome::{Answer, Change, CheckKind, Decision};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::program::Mode;
use vouchsafe_domain::reward::{RewardId, RewardStep, Role};
use vouchsafe_domain::state::{Mark, OrderRecord, Profile};
use vouchsafe_domain::time::Span;

impl Desk {
    /// One page of the rewards that wait for a person, each with why it does: for a look, or for a word on more than stands.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn review_queue(&self, filter: &ReviewFilter, sort: RewardSort, after: Option<&str>, limit: u32) -> Result<ReviewQueue> {
        let programs = self.db().programs_in_review().await?;
        let program = match &filter.program {
            Some(id) => Some(self.db().key_of(id).await?.ok_or_else(|| AppError::NotFound { what: id.chars().take(80).collect() })?),
            None => None,
        };
        let admitted = vouchsafe_db::RewardFilter {
            state: None,
            wait: None,
            for_person: true,
            role: filter.role,
            program: program.map(vouchsafe_domain::name::ProgramKey),
            signal: filter.signal,
            until: filter.days.map(|days| self.now().minus(Span::days(days))),
            search: filter.search.clone(),
            asset: None,
        };
        let found = self.db().rewards(&admitted, sort, place(after)?, limit.clamp(1, MAX_PAGE)).await?;
        let mut whys = Vec::new();
        for row in &found.rows {
            whys.push(self.why(row, &self.db().history_of_reward(row.id).await?));
        }
        let totals = self.totals(&found.totals).await?;
        let rows = self.reward_rows(&found.rows).await?.into_iter().zip(whys).zip(&found.rows);
        let rows = rows.map(|((row, why), of)| ReviewRow { row, why, revision: of.revision }).collect();
        let cast = self.cast([], programs.iter().map(|program| program.0).collect::<Vec<_>>()).await?;
        let programs: BTreeSet<String> = programs.iter().map(|program| cast.texts_of(program.0)).collect();
        Ok(ReviewQueue {
            page: Page { rows, next: found.next.map(|next| next.to_string()), count: found.count },
            totals,
            programs: programs.into_iter().collect(),
        })
    }

    /// A reward with the evidence: why it waits, the people side by side, and the order.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn review_case(&self, key: &str) -> Result<ReviewCase> {
        let detail = self.reward(key).await?;
        let row = self.db().reward(key).await?.ok_or_else(|| AppError::NotFound { what: detail.row.key.clone() })?;
        let history = self.db().history_of_reward(row.id).await?;
        let advocate = given_by(&history, row.id).and_then(|(_, _, _, decision)| decision.advocate());
        let mut people = vec![(row.friend, Role::Friend)];
        if let Some(advocate) = advocate {
            people.push((self.db().resolve(advocate).await?, Role::Advocate));
        }
        if !people.iter().any(|(party, _)| *party == row.beneficiary) {
            people.push((row.beneficiary, row.role));
        }
        Ok(ReviewCase { why: self.why(&row, &history), sides: self.sides(&people).await?, order: self.case_order(&row).await?, detail })
    }

    /// Why a reward waits, by what was decided and what happened to it since.
    fn why(&self, row: &RewardRow, history: &[Logged]) -> Why {
        let mut why = self.why_held(row, history);
        if row.proposed.is_some() {
            // What it was once held for is no cause any more.
            why.causes.retain(|_| row.waits.has(Wait::Review));
            why.causes.push(Cause::Raise);
        }
        why
    }

    /// Why a reward was held for a look.
    fn why_held(&self, row: &RewardRow, history: &[Logged]) -> Why {
        let Some((_, event, _, decision)) = given_by(history, row.id) else { return Why { causes: sent(history, row.id), signals: Vec::new() } };
        let waits_for = |wanted: fn(CheckKind) -> bool| decision.checks.iter().any(|check| check.answer == Answer::Wait && wanted(check.kind));
        let mut causes = Vec::new();
        let is_attributed = matches!(&event.fact, Fact::Rejudge { why: RejudgeWhy::Attributed, .. });
        let (has_signal, has_score) = (waits_for(|kind| matches!(kind, CheckKind::Signal(_))), waits_for(|kind| kind == CheckKind::Score));
        let is_taken_over = matches!(&event.fact, Fact::Rejudge { why: RejudgeWhy::TakenOver, .. });
        let told = [(is_attributed, Cause::Attributed), (is_taken_over, Cause::TakenOver)];
        let on = [(has_signal, Cause::Signal), (has_score, Cause::Score)].into_iter().chain(told);
        causes.extend(on.filter(|(is_on, _)| *is_on).map(|(_, cause)| cause));
        if waits_for(|kind| kind == CheckKind::Review) {
            causes.extend(self.by_mode(decision, causes.is_empty()));
        }
        causes.extend(sent(history, row.id));
        causes.sort_unstable();
        causes.dedup();
        Why { causes, signals: decision.checks.iter().filter_map(vouchsafe_db::found).collect() }
    }

    /// Why the program has a person look. Who is not in a limited group is known only where nothing else is the cause.
    fn by_mode(&self, decision: &Decision, is_alone: bool) -> Option<Cause> {
        let programs = self.programs_in_force();
        match programs.version(decision.program, decision.version).map(|program| &program.mode) {
            Some(Mode::Manual) => Some(Cause::Manual),
            Some(Mode::Limited { .. }) if is_alone => Some(Cause::OutsideGroup),
            _ => None,
        }
    }

    async fn sides(&self, people: &[(PartyId, Role)]) -> Result<Vec<Side>> {
        let profiles = self.db().known_of(people.iter().map(|(party, _)| *party).collect::<Vec<_>>()).await?;
        let domains: Vec<Key> = profiles.values().filter_map(|profile| profile.email_domain).collect();
        let mut cast = self.cast(people.iter().map(|(party, _)| *party).collect::<Vec<_>>(), domains).await?;
        let marks: Vec<Identity> = profiles.values().flat_map(|profile| profile.marks.iter().map(|mark| mark.id)).collect();
        cast.identities = self.db().identity_texts(&marks).await?;
        Ok(people.iter().enumerate().map(|(at, (party, role))| side(at, *party, *role, people, &profiles, &cast)).collect())
    }

    async fn case_order(&self, row: &RewardRow) -> Result<Option<CaseOrder>> {
        let Some(order) = row.order else { return Ok(None) };
        let Some(record) = self.db().order_record(order).await? else { return Ok(None) };
        let cast = self.cast([], [Some(order.0), record.channel.map(|channel| channel.0)].into_iter().flatten().collect::<Vec<_>>()).await?;
        Ok(Some(order_view(cast.texts_of(order.0), &record, &cast)))
    }
}

/// What sent a reward back to a person after it was promised.
fn sent(history: &[Logged], reward: RewardId) -> Vec<Cause> {
    let was_sent = |change: &Change| matches!(change, Change::Reward { reward: id, step: RewardStep::SentForReview, .. } if *id == reward);
    let cause = |fact: &Fact| if matches!(fact, Fact::CustomerDeleted { .. }) { Cause::AccountDeleted } else { Cause::ProgramPaused };
    history.iter().filter(|(_, _, outcome)| outcome.changes.iter().any(was_sent)).map(|(_, event, _)| cause(&event.fact)).collect()
}

/// A person with their marks; the friend's are held against those of all who gain, and those of who gains against the friend's.
fn side(at: usize, party: PartyId, role: Role, people: &[(PartyId, Role)], profiles: &BTreeMap<PartyId, Profile>, cast: &Cast) -> Side {
    let nothing = Profile::default();
    let of = |party: PartyId| profiles.get(&party).unwrap_or(&nothing);
    let others = people.iter().enumerate().filter(|(other, _)| (*other == 0) != (at == 0)).map(|(_, (party, _))| *party);
    let theirs: BTreeSet<Mark> = others.flat_map(|party| of(party).marks.iter().copied()).collect();
    let profile = of(party);
    let view = |mark: &Mark| MarkView { kind: mark.kind, value: cast.identities.get(&mark.id).cloned(), is_shared: theirs.contains(mark) };
    let mut marks: Vec<MarkView> = profile.marks.iter().map(view).collect();
    marks.sort_by_key(|mark| (!mark.is_shared, mark.kind));
    Side {
        person: cast.person(party),
        role,
        domain: profile.email_domain.map(|domain| cast.texts_of(domain)),
        email_verified: profile.email_verified,
        phone_verified: profile.phone_verified,
        marks,
    }
}

fn order_view(number: String, record: &OrderRecord, cast: &Cast) -> CaseOrder {
    let money = |minor: i64| Money::new(minor, record.currency);
    CaseOrder {
        number,
        placed_at: record.placed_at,
        total: money(record.order_total),
        captured: money(record.funds.captured),
        refunded: money(record.funds.captured.saturating_sub(record.funds.net())),
        channel: record.channel.map(|channel| cast.texts_of(channel.0)),
        country: record.country.map(|country| String::from_utf8_lossy(&country).into_owned()),
        cancelled_at: record.cancelled_at,
    }
}
