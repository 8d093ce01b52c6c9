//! Sheets of what another system knew: owners of codes, who had been brought by whom, and what was given for it. Taken over once; nothing that
//! stands here is overwritten.

use super::{Conflict, Imported, read};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::page::is_ahead;
use std::path::Path;
use std::sync::mpsc;
use vouchsafe_connectors::csv::{self, CodeOwner, CsvFault, EarlierReward, LegacyReferral};
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::derive::code_issued;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{CodeKey, CustomerKey, Names as _, OrderKey, ProgramKey, RuleKey, Texts as _};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::reward::{Occasion, RewardKey, Role};
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// What a referral is said to have come by where nobody knows the code.
const NO_CODE: &str = "TAKEN-OVER";

/// What a line of a sheet comes to.
enum Row {
    New(Box<Event>),
    Known,
    /// Somebody else has it.
    Held(String),
}

/// A line with what it comes to, looked up in the db.
trait Sheet: Send + 'static {
    fn line(&self) -> usize;
    /// What the line is about, for whoever mends it.
    fn subject(&self) -> String;
    fn look(&self, tx: &mut Tx<'_>) -> Result<Row, DbError>;
    /// The accounts that the line names.
    fn customers(&self) -> Vec<&str>;
    /// The code that the line names.
    fn code(&self) -> Option<&str> {
        None
    }
}

/// The first line that names somebody who was erased, before anything of any line is written down.
fn line_of_erased<T: Sheet>(tx: &mut Tx<'_>, rows: &[T]) -> Result<Option<usize>, DbError> {
    let Some(erased) = tx.erased()? else { return Ok(None) };
    for row in rows {
        let mut is_named = row.code().is_some_and(|code| erased.has_code(code));
        for customer in row.customers() {
            is_named = is_named || erased.has_customer(customer, tx)?;
        }
        if is_named {
            return Ok(Some(row.line()));
        }
    }
    Ok(None)
}

impl Desk {
    /// Imports who owns which code, from CSV with the columns `code`, `customer_id` and, unused, `email`. The codes hold from the beginning of
    /// time, which is marked as inferred. A code that somebody else has is a conflict, and stays theirs.
    ///
    /// # Errors
    /// [`AppError::FileUnreadable`], [`AppError::SheetLine`] with the first fault, [`AppError::LineOfErased`]; what the db says.
    pub async fn import_code_owners(&self, path: &Path) -> Result<Imported> {
        self.import_sheet(path, parsed(path, csv::code_owners)?).await
    }

    /// Imports who had been brought by whom, from CSV with the columns `customer_id`, `referred_by` and, if they are known, `code` and `at`. Who
    /// has another advocate is a conflict, and keeps them.
    ///
    /// # Errors
    /// As [`Self::import_code_owners`].
    pub async fn import_legacy_referrals(&self, path: &Path) -> Result<Imported> {
        let (rows, now) = (parsed(path, csv::legacy_referrals)?, self.now());
        if let Some(ahead) = rows.iter().find(|row| row.at.is_some_and(|at| is_ahead(at, now))) {
            return Err(fault_at(path, ahead.line, "“at” lies in the future"));
        }
        self.import_sheet(path, rows).await
    }

    /// Imports what had been given, from CSV with the columns `rule`, `customer_id` (the friend), `order`, `advocate_id`, `amount`, `currency` and
    /// `at`. It counts toward limits and is never paid. What was given here for the same is a conflict.
    ///
    /// # Errors
    /// As [`Self::import_code_owners`]; the rule has to be one of a program in the db.
    pub async fn import_earlier_rewards(&self, path: &Path) -> Result<Imported> {
        let (rows, now, programs) = (parsed(path, csv::earlier_rewards)?, self.now(), self.programs_in_force());
        let rules = programs.versions().iter().flat_map(|program| program.rules.iter().map(|rule| (rule.id, program.id)));
        let mut rules: Vec<(RuleKey, ProgramKey)> = rules.collect();
        rules.sort_unstable();
        rules.dedup_by_key(|(rule, _)| *rule);
        let texts = self.db().texts(rules.iter().map(|(rule, _)| rule.0)).await?;
        let mut rewards = Vec::with_capacity(rows.len());
        for row in rows {
            if is_ahead(row.at, now) {
                return Err(fault_at(path, row.line, "“at” lies in the future"));
            }
            let Some((rule, program)) = rules.iter().find(|(rule, _)| texts.text(rule.0) == row.rule) else {
                return Err(fault_at(path, row.line, &format!("no program here has a rule “{}”", row.rule)));
            };
            rewards.push(GivenElsewhere { row, rule: *rule, program: *program });
        }
        self.import_sheet(path, rewards).await
    }

    async fn import_sheet<T: Sheet>(&self, path: &Path, rows: Vec<T>) -> Result<Imported> {
        let (tell, told) = mpsc::channel();
        let count = rows.len();
        let new = self
            .append_with(move |tx| {
                let (mut events, mut known, mut conflicts) = (Vec::<Event>::new(), 0, Vec::new());
                let mut told_before = std::collections::BTreeMap::new();
                if let Some(line) = line_of_erased(tx, &rows)? {
                    tell.send(Err(line)).ok();
                    return Ok(events);
                }
                for row in &rows {
                    match row.look(tx)? {
                        Row::Known => known += 1,
                        Row::Held(holder) => conflicts.push(Conflict { line: row.line(), subject: row.subject(), holder }),
                        // Of two lines about one thing the first counts, also where they tell it of two people.
                        Row::New(event) => match told_before.get(&(event.id.class, event.id.key)) {
                            None => {
                                told_before.insert((event.id.class, event.id.key), events.len());
                                events.push(*event);
                            }
                            Some(first) if events[*first].fact == event.fact => known += 1,
                            Some(_) => conflicts.push(Conflict { line: row.line(), subject: row.subject(), holder: String::new() }),
                        },
                    }
                }
                tell.send(Ok((known, conflicts))).ok();
                Ok(events)
            })
            .await?;
        let told = told.try_recv().map_err(|_| AppError::Cancelled)?;
        let (known, conflicts) = told.map_err(|line| AppError::LineOfErased { path: path.to_owned(), line })?;
        Ok(Imported { rows: count, new, known, conflicts })
    }
}

fn fault_at(path: &Path, line: usize, what: &str) -> AppError {
    AppError::SheetLine { path: path.to_owned(), line, what: what.to_owned() }
}

/// Reads a whole sheet before anything of it is used.
fn parsed<T>(path: &Path, parse: impl Fn(&str) -> std::result::Result<Vec<T>, CsvFault>) -> Result<Vec<T>> {
    parse(&read(path)?).map_err(|fault| fault_at(path, fault.line, &fault.what))
}

impl Sheet for CodeOwner {
    fn line(&self) -> usize {
        self.line
    }

    fn subject(&self) -> String {
        self.code.clone()
    }

    fn customers(&self) -> Vec<&str> {
        vec![&self.customer]
    }

    fn code(&self) -> Option<&str> {
        Some(&self.code)
    }

    fn look(&self, tx: &mut Tx<'_>) -> Result<Row, DbError> {
        let (code, customer) = (tx.code(&self.code), CustomerKey(tx.key(&self.customer)));
        Ok(match tx.code_holder(code)? {
            None => Row::New(Box::new(code_issued(code, customer, Timestamp::EPOCH))),
            Some(holder) if holder == customer => Row::Known,
            Some(holder) => Row::Held(tx.text(holder.0)),
        })
    }
}

impl Sheet for LegacyReferral {
    fn line(&self) -> usize {
        self.line
    }

    fn subject(&self) -> String {
        self.friend.clone()
    }

    fn customers(&self) -> Vec<&str> {
        vec![&self.friend, &self.advocate]
    }

    fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    fn look(&self, tx: &mut Tx<'_>) -> Result<Row, DbError> {
        let (friend, advocate) = (CustomerKey(tx.key(&self.friend)), CustomerKey(tx.key(&self.advocate)));
        if let Some(holder) = advocate_of(tx, friend)? {
            return Ok(if holder == Some(advocate) { Row::Known } else { Row::Held(holder.map_or_else(String::new, |holder| tx.text(holder.0))) });
        }
        let id = EventId::new(EventClass::CustomerTakenOver, friend.0);
        if tx.is_logged(id)? {
            return Ok(Row::Known);
        }
        let code = self.code.as_deref().map(|code| tx.code(code));
        let code = match code {
            Some(code) => code,
            None => tx.code_of(advocate)?.unwrap_or_else(|| no_code(tx)),
        };
        // Where nobody knows when, it was when they came: nothing that is told of them before that should outlive it.
        let joined = tx.customer(&self.friend)?.map(|row| row.joined);
        let since = self.at.or(joined).unwrap_or(Timestamp::EPOCH);
        Ok(Row::New(Box::new(Event { id, at: since, seen_at: None, fact: Fact::ReferralTakenOver { friend, advocate, code, since } })))
    }
}

fn no_code(tx: &mut Tx<'_>) -> CodeKey {
    tx.code(NO_CODE)
}

/// Whoever brought a customer, by the name of their party; `None` inside for a guest.
fn advocate_of(tx: &Tx<'_>, friend: CustomerKey) -> Result<Option<Option<CustomerKey>>, DbError> {
    let mut state = State::default();
    tx.load(&[RecordKey::Customer(friend)], &mut state)?;
    let Some(party) = state.customers.get(&friend).copied() else { return Ok(None) };
    tx.load(&[RecordKey::Party(party)], &mut state)?;
    let Some(bond) = state.parties.get(&state.resolve(party)).and_then(|record| record.bond) else { return Ok(None) };
    tx.load(&[RecordKey::Party(bond.advocate)], &mut state)?;
    Ok(Some(match state.parties.get(&state.resolve(bond.advocate)).map(|record| record.name) {
        Some(PartyName::Customer(customer)) => Some(customer),
        _ => None,
    }))
}

/// A line with the rule that it names.
struct GivenElsewhere {
    row: EarlierReward,
    rule: RuleKey,
    program: ProgramKey,
}

impl GivenElsewhere {
    fn key(&self, tx: &mut Tx<'_>) -> RewardKey {
        RewardKey {
            rule: self.rule,
            friend: PartyName::Customer(CustomerKey(tx.key(&self.row.friend))),
            occasion: self.row.order.as_deref().map_or(Occasion::Registration, |order| Occasion::Order(OrderKey(tx.key(order)))),
            role: if self.row.advocate.is_some() { Role::Advocate } else { Role::Friend },
        }
    }
}

impl Sheet for GivenElsewhere {
    fn line(&self) -> usize {
        self.row.line
    }

    fn subject(&self) -> String {
        let occasion = self.row.order.as_deref().unwrap_or("registration");
        format!("{}/{}/{occasion}", self.row.rule, self.row.friend)
    }

    fn customers(&self) -> Vec<&str> {
        [&self.row.friend].into_iter().chain(&self.row.advocate).map(String::as_str).collect()
    }

    fn look(&self, tx: &mut Tx<'_>) -> Result<Row, DbError> {
        let reward = self.key(tx);
        let text = reward.text(tx);
        let id = EventId::new(EventClass::Named, tx.key(&format!("taken_over/{text}")));
        if tx.is_logged(id)? {
            return Ok(Row::Known);
        }
        if tx.has_reward(&text)? {
            return Ok(Row::Held(text));
        }
        let beneficiary = CustomerKey(tx.key(self.row.advocate.as_deref().unwrap_or(&self.row.friend)));
        let fact = Fact::RewardTakenOver { reward, program: self.program, beneficiary, amount: Amount::from(self.row.amount), given_at: self.row.at };
        Ok(Row::New(Box::new(Event { id, at: self.row.at, seen_at: None, fact })))
    }
}
