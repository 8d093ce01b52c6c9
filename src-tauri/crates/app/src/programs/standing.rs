//! How programs stand, and the two things that can be said of one in force: it rests, it is over.

use super::{assemble, from_of, read, ready};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::given_reason;
use crate::view::{ProgramDeed, ProgramDeedKind, ProgramPage, ProgramStanding, ProgramState, ProgramVersion, Tag};
use vouchsafe_db::{DbError, ProgramSource};
use vouchsafe_domain::event::{By, Event, EventClass, EventId, Fact};
use vouchsafe_domain::name::{Identity, IdentityKind, NameTable, Names as _, ProgramKey, Texts as _};
use vouchsafe_domain::program::Standing;
use vouchsafe_domain::time::Timestamp;

impl Desk {
    /// Every program, those in the db in the order of their ids, then the ready ones that are not there.
    ///
    /// # Errors
    /// What the db says.
    pub async fn program_list(&self) -> Result<Vec<ProgramStanding>> {
        let stored = self.db().programs().await?;
        let mut ids: Vec<&str> = stored.iter().map(|program| program.id.as_str()).collect();
        ids.dedup();
        let fresh = ready().iter().map(|ready| ready.id).filter(|id| !ids.contains(id)).collect::<Vec<_>>();
        let mut rows = Vec::new();
        for id in ids {
            rows.push(self.program_standing(id, &stored).await?);
        }
        for id in fresh {
            rows.push(ready_standing(id)?);
        }
        Ok(rows)
    }

    /// A program with all its versions.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn program(&self, id: &str) -> Result<ProgramPage> {
        let stored = self.db().programs().await?;
        let connected_at = self.db().shop().await?.map(|shop| shop.connected_at);
        if !stored.iter().any(|program| program.id == id) {
            let standing = ready_standing(id)?;
            let ProgramStanding { version, name, until, .. } = standing.clone();
            let only = ProgramVersion { version, name, from: None, until, added_at: None };
            return Ok(ProgramPage { standing, versions: vec![only], history: Vec::new(), connected_at });
        }
        let mut versions = Vec::new();
        for source in stored.iter().filter(|program| program.id == id).rev() {
            let file = read(id, &source.source, &mut NameTable::default())?;
            let from = Some(from_of(source, &file));
            let (name, until) = (file.program.name, file.program.until);
            versions.push(ProgramVersion { version: source.version, name, from, until, added_at: Some(source.added_at) });
        }
        let history = self.program_history(id).await?;
        Ok(ProgramPage { standing: self.program_standing(id, &stored).await?, versions, history, connected_at })
    }

    /// What was done to a program, the latest first.
    async fn program_history(&self, id: &str) -> Result<Vec<ProgramDeed>> {
        let events = self.db().program_events(id).await?;
        let deeds: Vec<_> = events.iter().filter_map(|event| deed(&event.fact).map(|(what, by)| (event.at, what, by))).collect();
        let cast = self.cast([], deeds.iter().filter_map(|(_, _, by)| by.map(|by| by.actor.0)).collect::<Vec<_>>()).await?;
        let reasons: Vec<Identity> = deeds.iter().filter_map(|(_, _, by)| by.and_then(|by| by.reason)).collect();
        let reasons = self.db().identity_texts(&reasons).await?;
        let told = |(at, what, by): (Timestamp, ProgramDeedKind, Option<By>)| ProgramDeed {
            at,
            what,
            actor: by.map(|by| cast.texts.text(by.actor.0)),
            reason: by.and_then(|by| by.reason).and_then(|reason| reasons.get(&reason).cloned()),
        };
        Ok(deeds.into_iter().map(told).collect())
    }

    async fn program_standing(&self, id: &str, stored: &[ProgramSource]) -> Result<ProgramStanding> {
        let own: Vec<ProgramSource> = stored.iter().filter(|program| program.id == id).cloned().collect();
        let status = self.db().program_status(id).await?;
        let mut names = NameTable::default();
        let programs = assemble(&own, &mut names).map_err(|fault| DbError::Damaged(fault.to_string()))?;
        let missing = || AppError::NotFound { what: format!("program {id}") };
        let now = self.now();
        let stands = programs.at(now).next().ok_or_else(missing)?;
        let program = stands.program();
        let (state, since) = match stands {
            _ if status.ended_at.is_some() => (ProgramState::Ended, status.ended_at),
            Standing::Ended(program) => (ProgramState::Ended, program.until),
            _ if status.paused_at.is_some() => (ProgramState::Paused, status.paused_at),
            Standing::InForce(_) => (ProgramState::InForce, None),
            Standing::NotStarted(_) => (ProgramState::NotStarted, None),
        };
        Ok(ProgramStanding {
            id: names.text(program.id.0),
            name: program.name.clone(),
            state,
            since,
            version: program.version,
            from: Some(program.from),
            until: program.until,
            versions: own.len(),
        })
    }

    /// Lets a program rest, with who says so and why: it gives nothing until it is activated again.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::ReasonMissing`]; what the db says.
    pub async fn pause_program(&self, id: &str, actor: &str, reason: &str) -> Result<ProgramPage> {
        self.tell_program(id, "paused", |program, by| Fact::ProgramPaused { program, by }, actor, reason).await
    }

    /// Ends a program, with who says so and why.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::ReasonMissing`]; what the db says.
    pub async fn end_program(&self, id: &str, actor: &str, reason: &str) -> Result<ProgramPage> {
        self.tell_program(id, "ended", |program, by| Fact::ProgramEnded { program, by }, actor, reason).await
    }

    /// Lets a program that rests or was ended give again, by the version that would judge now.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; as [`Desk::activate`].
    pub async fn resume_program(&self, id: &str) -> Result<ProgramPage> {
        let version = self.program_standing(id, &self.db().programs().await?).await?.version;
        let source = self.program_source(id, Some(version)).await?;
        self.activate(id, &source).await?;
        self.program(id).await
    }

    async fn tell_program(
        &self,
        id: &str,
        what: &'static str,
        fact: fn(ProgramKey, Option<By>) -> Fact,
        actor: &str,
        reason: &str,
    ) -> Result<ProgramPage> {
        let (actor, reason) = (actor.to_owned(), given_reason(reason)?);
        if !self.db().programs().await?.iter().any(|program| program.id == id) {
            return Err(AppError::NotFound { what: format!("program {id}") });
        }
        let (now, name) = (self.now(), id.to_owned());
        self.append(move |tx| {
            let program = ProgramKey(tx.key(&name));
            let key = tx.key(&format!("program/{name}/{what}/{}", now.micros()));
            let by = By { actor: tx.actor(&actor), reason: Some(tx.identity(IdentityKind::Words, &reason)) };
            vec![Event { id: EventId::new(EventClass::Named, key), at: now, seen_at: None, fact: fact(program, Some(by)) }]
        })
        .await?;
        self.changed([Tag::Desk]);
        self.program(id).await
    }
}

fn deed(fact: &Fact) -> Option<(ProgramDeedKind, Option<By>)> {
    match fact {
        Fact::ProgramActivated { version, .. } => Some((ProgramDeedKind::Activated { version: *version }, None)),
        Fact::ProgramPaused { by, .. } => Some((ProgramDeedKind::Paused, *by)),
        Fact::ProgramEnded { by, .. } => Some((ProgramDeedKind::Ended, *by)),
        _ => None,
    }
}

/// A ready program that was not activated.
fn ready_standing(id: &str) -> Result<ProgramStanding> {
    let ready = ready().iter().find(|ready| ready.id == id).ok_or_else(|| AppError::NotFound { what: format!("program {id}") })?;
    let program = read(id, ready.source, &mut NameTable::default())?.program;
    let (name, until) = (program.name, program.until);
    Ok(ProgramStanding { id: id.to_owned(), name, state: ProgramState::Ready, since: None, version: program.version, from: None, until, versions: 1 })
}
