//! What an advocate has come to, and what is ahead of them in each program.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::programs::assemble;
use crate::view::{AdvocateStanding, Ahead, AheadOf, Progress};
use vouchsafe_db::{AdvocateFacts, DbError};
use vouchsafe_domain::name::{Key, NameTable, Texts as _};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::program::{Program, Standing};

impl Desk {
    /// What somebody has come to as an advocate.
    pub(crate) async fn advocate_standing(&self, party: PartyId) -> Result<AdvocateStanding> {
        let facts = self.db().advocate(party).await?;
        let programs = self.progress(&facts).await?;
        let AdvocateFacts { invited, active, tally, last_at } = facts;
        let mut revenue = tally.revenue.to_vec();
        revenue.retain(|money| money.minor != 0);
        revenue.sort_unstable_by_key(|money| money.currency);
        Ok(AdvocateStanding { invited, active, paid: tally.paid_friends, revenue, last_activity: last_at, programs })
    }

    /// How far an advocate is in each program that gives now.
    async fn progress(&self, facts: &AdvocateFacts) -> Result<Vec<Progress>> {
        let mut names = NameTable::default();
        let programs = assemble(&self.db().programs().await?, &mut names).map_err(|fault| AppError::Db(DbError::Damaged(fault.to_string())))?;
        // What the engine noted is called by the db's numbers, what the files say by their own.
        let keys: Vec<Key> = facts.tally.levels.iter().flat_map(|(program, level)| [program.0, *level]).collect();
        let texts = self.cast([], keys).await?;
        let reached: Vec<(String, String)> = facts.tally.levels.iter().map(|(program, level)| (texts.text(program.0), texts.text(*level))).collect();
        let mut progress = Vec::new();
        for standing in programs.at(self.now()) {
            let Standing::InForce(program) = standing else { continue };
            let status = self.db().program_status(&names.text(program.id.0)).await?;
            if status.paused_at.or(status.ended_at).is_none() {
                progress.extend(progress_in(program, facts.tally.paid_friends, &reached, &names));
            }
        }
        progress.sort_unstable_by(|a, b| a.program.cmp(&b.program));
        Ok(progress)
    }
}

/// How far somebody with so many paid friends is in a program; nothing for a program that counts none.
fn progress_in(program: &Program, paid: u32, reached: &[(String, String)], names: &NameTable) -> Option<Progress> {
    let id = names.text(program.id.0);
    let rank = |wanted: &str| program.levels.iter().position(|level| names.text(level.name) == wanted);
    let kept = reached.iter().filter(|(of, _)| program.grandfather && *of == id).filter_map(|(_, name)| rank(name)).max();
    let level = program.level_at(paid).max(kept);
    let ahead = |what, at: u32| Ahead { what, at, friends: at.saturating_sub(paid) };
    let next_level = program.levels.get(level.map_or(0, |level| level + 1));
    let next_level = next_level.map(|level| ahead(AheadOf::Level(names.text(level.name)), level.paid_friends));
    let steps = program.rules.iter().filter_map(|rule| rule.next_step(paid).map(|at| ahead(AheadOf::Step(names.text(rule.id.0)), at)));
    let counts = !program.levels.is_empty() || program.rules.iter().any(|rule| rule.next_step(0).is_some());
    counts.then(|| Progress {
        name: program.name.clone(),
        level: level.and_then(|level| program.levels.get(level)).map(|level| names.text(level.name)),
        ahead: next_level.into_iter().chain(steps).collect(),
        program: id,
    })
}
