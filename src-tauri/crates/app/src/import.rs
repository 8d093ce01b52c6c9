//! Import: events, spend, and sheets of what another system knew. Nothing of a faulty file is used.

mod sheets;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::page::is_ahead;
use crate::text_file::decoded;
use std::path::Path;
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::event_file::{self, EventFault};
use vouchsafe_domain::money::Money;
use vouchsafe_domain::name::{ChannelKey, NameTable, Names};
use vouchsafe_domain::time::Timestamp;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 2_000_000_000;

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows of the file.
    pub rows: usize,
    /// Of these, what was not known before.
    pub new: usize,
    /// Of these, what was known already.
    pub known: usize,
    /// Rows that say something else than what stands here, which stays.
    pub conflicts: Vec<Conflict>,
}

/// A row that says something else than what stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The line, from 1.
    pub line: usize,
    /// What the row is about: a code, a customer, a reward.
    pub subject: String,
    /// Who or what has it here; empty when an earlier line of the file does.
    pub holder: String,
}

impl Imported {
    fn plain(rows: usize, new: usize) -> Self {
        Self { rows, new, known: rows.saturating_sub(new), conflicts: Vec::new() }
    }
}

/// Marketing cost of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// The sales channel that it belongs to.
    pub channel: Option<String>,
    /// Start of the period.
    pub from: Timestamp,
    /// End of the period.
    pub to: Timestamp,
    /// How much.
    pub amount: Money,
}

impl Desk {
    /// Imports events, one JSON object a line (see `docs/formats.md`).
    ///
    /// # Errors
    /// [`AppError::FileUnreadable`], [`AppError::FileLine`] with the first fault, [`AppError::LineOfErased`]; [`AppError::LineOfStaff`] on a desk with
    /// a shop; what the db says.
    pub async fn import_events(&self, path: &Path) -> Result<Imported> {
        let text = read(path)?;
        // The whole file is read for faults before anything of it is used.
        let mut scratch = NameTable::default();
        let (mut rows, now, has_shop) = (0, self.now(), self.db().shop().await?.is_some());
        for (line, row) in lines(&text) {
            let event = event_file::parse_line(row, &mut scratch).map_err(|fault| fault_at(path, line, fault))?;
            if is_ahead(event.at, now) {
                return Err(fault_at(path, line, EventFault::Ahead));
            }
            // Where money leaves, two people cannot be one file.
            if has_shop && matches!(event.fact, Fact::Staff(_) | Fact::PolicyChanged { .. }) {
                return Err(AppError::LineOfStaff { path: path.to_owned(), line });
            }
            rows += 1;
        }
        // On a desk with a shop, what lies beyond the last round waits for the next: of that time the shop may have more to tell.
        let known_until = if has_shop { Some(self.known_until().await?) } else { None };
        let (waits, mut waiting) = tokio::sync::oneshot::channel();
        let (refuse, mut refused) = tokio::sync::oneshot::channel();
        let new = self
            .append_with(move |tx| {
                if let Some(line) = line_of_erased(tx, &text)? {
                    let _ = refuse.send(line);
                    return Ok(Vec::new());
                }
                let mut events: Vec<Event> = lines(&text).filter_map(|(_, row)| event_file::parse_line(row, tx).ok()).collect();
                events.sort_by_cached_key(|event| (event.seen_at.unwrap_or(event.at), event.fact.causal_rank(), event.id.text(tx)));
                let is_beyond = |event: &Event| event.fact.moves_watermark() && known_until.is_some_and(|known| event.at > known);
                let (later, at_once): (Vec<Event>, Vec<Event>) = events.into_iter().partition(is_beyond);
                // Nobody asks when the import was given up.
                let _ = waits.send(tx.stage_all(&later)?);
                Ok(at_once)
            })
            .await?;
        if let Ok(line) = refused.try_recv() {
            return Err(AppError::LineOfErased { path: path.to_owned(), line });
        }
        Ok(Imported::plain(rows, new + usize::try_from(waiting.try_recv().unwrap_or(0)).unwrap_or(usize::MAX)))
    }

    /// Records marketing cost. The same period, channel and currency again is known already.
    ///
    /// # Errors
    /// What the db says.
    pub async fn record_spend(&self, spends: Vec<Spend>) -> Result<Imported> {
        let rows = spends.len();
        let new = self.append(move |tx| spends.iter().map(|spend| spend_event(tx, spend)).collect()).await?;
        Ok(Imported::plain(rows, new))
    }
}

/// The first line that would bring back somebody who was erased. It is read beside the db, so that nothing of it is written down.
fn line_of_erased(tx: &mut Tx<'_>, text: &str) -> std::result::Result<Option<usize>, DbError> {
    let Some(erased) = tx.erased()? else { return Ok(None) };
    for (line, row) in lines(text) {
        let mut scratch = NameTable::default();
        if let Ok(event) = event_file::parse_line(row, &mut scratch)
            && erased.is_told_by(&event, &scratch, tx)?
        {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

fn spend_event(tx: &mut Tx<'_>, spend: &Spend) -> Event {
    let channel = spend.channel.as_deref().unwrap_or("-");
    let id = format!("spend/{channel}/{}/{}/{}", spend.amount.currency, spend.from, spend.to);
    let fact = Fact::SpendRecorded {
        program: None,
        channel: spend.channel.as_ref().map(|slug| ChannelKey(tx.key(slug))),
        from: spend.from,
        to: spend.to,
        amount: spend.amount,
    };
    Event { id: EventId::new(EventClass::Named, tx.key(&id)), at: spend.to, seen_at: None, fact }
}

fn read(path: &Path) -> Result<String> {
    let unreadable = |what: String| AppError::FileUnreadable { path: path.to_owned(), what };
    let size = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > MAX_FILE {
        return Err(unreadable(format!("larger than {MAX_FILE} bytes")));
    }
    decoded(path, std::fs::read(path).map_err(|error| unreadable(error.to_string()))?)
}

/// The lines that say something, with their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

fn fault_at(path: &Path, line: usize, fault: EventFault) -> AppError {
    AppError::FileLine { path: path.to_owned(), line, fault }
}
