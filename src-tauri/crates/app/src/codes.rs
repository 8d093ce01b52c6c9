//! Codes: given to advocates, wished for, disabled, and written back to the shop.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::given_reason;
use crate::view::Tag;
use std::sync::mpsc;
use vouchsafe_connectors::saleor::{Shop, ShopError};
use vouchsafe_db::{IssuedCode, Tx};
use vouchsafe_domain::code::{self, ENTROPY};
use vouchsafe_domain::event::{By, Event, EventClass, EventId, Fact};
use vouchsafe_domain::name::{CodeKey, CustomerKey, IdentityKind, Names as _, Texts as _};
use vouchsafe_domain::shop::ShopId;
use vouchsafe_domain::state::Code;
use vouchsafe_domain::time::Timestamp;

/// Customers that get a code in one commit.
const AT_ONCE: u32 = 500;
/// How often a code is drawn anew when it is taken. One in a trillion is, so whoever needs a third has no randomness.
const DRAWS: usize = 3;
/// Codes that are looked up in the log at a time.
const WRITTEN_AT_ONCE: u32 = 200;
const WRITE_BACK: &str = "write_back_codes";
/// The number in the log up to which codes were written to the shop.
const WRITTEN_UNTIL: &str = "codes_written_until";

/// What sort of code an advocate gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeWish {
    /// One that nobody guesses.
    Random {
        /// Their first name stands before it, where it has Latin letters.
        prefix: bool,
    },
    /// The one that they wish for.
    Vanity(String),
}

/// What giving codes to everybody came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CodesIssued {
    /// How many got one.
    pub issued: u64,
    /// Whether some are still without one, because of the limit.
    pub more: bool,
}

/// What writing codes back came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrittenBack {
    /// Written to the shop.
    pub written: u64,
    /// Not written: the shop has it already, the code is disabled, or the account is gone.
    pub skipped: u64,
    /// Refused by the shop for this customer.
    pub refused: u64,
}

/// Who says something at the desk, and why.
struct Said {
    actor: String,
    reason: Option<String>,
    at: Timestamp,
}

impl Said {
    fn by(&self, tx: &mut Tx<'_>) -> By {
        let reason = self.reason.as_deref().map(|reason| tx.identity(IdentityKind::Words, reason));
        By { actor: tx.actor(&self.actor), reason }
    }

    fn issues(&self, code: CodeKey, customer: CustomerKey, tx: &mut Tx<'_>) -> Event {
        let fact = Fact::CodeIssued { code, customer, inferred: false, by: Some(self.by(tx)) };
        Event { id: EventId::code_issued(code, customer), at: self.at, seen_at: None, fact }
    }
}

impl Desk {
    /// Gives a customer a code, beside those that they have. It is on the disk before it is told. The same wish again is known already.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for nobody of the shop; [`AppError::BadCode`], [`AppError::CodeTaken`] and [`AppError::CodeOfErased`] for a wish; what the db says.
    pub async fn issue_code(&self, customer: &str, wish: CodeWish, actor: &str, reason: &str) -> Result<String> {
        let said = self.said(actor, given_reason(reason).ok());
        let candidates = Candidates::new(wish)?;
        let (id, (tell, told)) = (customer.to_owned(), mpsc::channel());
        self.append_with(move |tx| {
            let customer = CustomerKey(tx.key(&id));
            let row = tx.customer(&id)?;
            // A desk without a shop knows people by their events alone.
            let is_known = if row.is_some() { tx.is_account(customer)? } else { tx.is_party(customer)? };
            if !is_known {
                tell.send(Err(AppError::NotFound { what: format!("customer {}", id.chars().take(60).collect::<String>()) })).ok();
                return Ok(Vec::new());
            }
            let chosen = candidates.choose(tx, customer, row.as_ref().map_or("", |row| &row.first_name))?;
            let events = match &chosen {
                Ok(text) => {
                    let code = tx.code(text);
                    vec![said.issues(code, customer, tx)]
                }
                Err(_) => Vec::new(),
            };
            tell.send(chosen).ok();
            Ok(events)
        })
        .await?;
        self.changed([Tag::Customers]);
        told.try_recv().map_err(|_| AppError::Cancelled)?
    }

    /// Gives a code to every account of the shop that has none and never had one, at most so many, a few hundred in one commit.
    ///
    /// # Errors
    /// What the db says. Who got a code by then keeps it.
    pub async fn issue_missing_codes(&self, limit: u64, prefix: bool, actor: &str) -> Result<CodesIssued> {
        let (mut done, mut after) = (CodesIssued::default(), None);
        loop {
            let left = u32::try_from(limit.saturating_sub(done.issued)).unwrap_or(u32::MAX);
            let (said, chunk) = (self.said(actor, None), left.min(AT_ONCE));
            let draws = (0..chunk).map(|_| Candidates::new(CodeWish::Random { prefix })).collect::<Result<Vec<_>>>()?;
            let (tell, told) = mpsc::channel();
            let added = self
                .append_with(move |tx| {
                    let without = tx.customers_without_code(after, chunk + 1)?;
                    let (mut events, mut last) = (Vec::with_capacity(without.len()), after);
                    for ((customer, row), draw) in without.iter().zip(&draws) {
                        last = Some(*customer);
                        if let Ok(text) = draw.choose(tx, *customer, &row.first_name)? {
                            let code = tx.code(&text);
                            events.push(said.issues(code, *customer, tx));
                        }
                    }
                    tell.send((last, without.len() > draws.len())).ok();
                    Ok(events)
                })
                .await?;
            let (last, more) = told.try_recv().map_err(|_| AppError::Cancelled)?;
            done = CodesIssued { issued: done.issued + added as u64, more };
            after = last;
            if !more || done.issued >= limit || added == 0 {
                self.changed([Tag::Customers]);
                return Ok(done);
            }
        }
    }

    /// Lets a code bring nobody any more. Who came by it stays brought. Disabling it again changes nothing.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; [`AppError::NotFound`]; what the db says.
    pub async fn disable_code(&self, code: &str, actor: &str, reason: &str) -> Result<()> {
        let said = self.said(actor, Some(given_reason(reason)?));
        let (text, (tell, told)) = (code.to_owned(), mpsc::channel());
        self.append_with(move |tx| {
            let code = tx.code(&text);
            let is_known = tx.code_record(code)?.is_some();
            tell.send(is_known).ok();
            let by = said.by(tx);
            let fact = Fact::CodeDisabled { code, by: Some(by) };
            let event = Event { id: EventId::new(EventClass::CodeDisabled, code.0), at: said.at, seen_at: None, fact };
            Ok(if is_known { vec![event] } else { Vec::new() })
        })
        .await?;
        self.changed([Tag::Customers]);
        let is_known = told.try_recv().map_err(|_| AppError::Cancelled)?;
        if is_known { Ok(()) } else { Err(AppError::NotFound { what: format!("code {}", code.trim().chars().take(60).collect::<String>()) }) }
    }

    /// Whether codes that are issued here are written to the customer's metadata at the shop.
    ///
    /// # Errors
    /// What the db says.
    pub async fn writes_back_codes(&self) -> Result<bool> {
        Ok(self.db().setting(WRITE_BACK).await?.as_deref() == Some("yes"))
    }

    /// Lets codes be written to the shop, those of before included, or no longer.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_write_back_codes(&self, on: bool) -> Result<()> {
        self.db().write(move |tx| tx.set(WRITE_BACK, if on { "yes" } else { "no" })).await?;
        self.changed([Tag::Desk]);
        Ok(())
    }

    /// Writes the codes that were issued here to their owners' metadata, in the order in which they were issued, under the key from which they
    /// would be read. The log is the outbox: how far it was gone through is kept. Nothing happens while that is switched off, or the shop has
    /// no such key. What comes back with the next round is an event that we know.
    ///
    /// # Errors
    /// What the shop or the db says. What was written by then stays written, and the next call goes on from there; what may or may not have
    /// been written is looked up in the mirror first, and writing the same again changes nothing.
    pub async fn write_back_codes(&self, shop: &Shop) -> Result<WrittenBack> {
        let written = self.write_codes(shop).await;
        if let Err(error) = &written {
            self.log(None, "write_back_failed", [], Some(error.into())).await?;
        }
        written
    }

    async fn write_codes(&self, shop: &Shop) -> Result<WrittenBack> {
        let mut done = WrittenBack::default();
        let key = self.metadata_keys().await?.customer_code;
        if !self.writes_back_codes().await? || key.is_empty() {
            return Ok(done);
        }
        let until = self.db().setting(WRITTEN_UNTIL).await?;
        let mut until: u64 = until.and_then(|text| text.parse().ok()).unwrap_or(0);
        loop {
            let end = self.db().last_seq().await?;
            let issued = self.db().codes_issued_after(until, WRITTEN_AT_ONCE).await?;
            for code in &issued {
                match self.write_back(shop, &key, code).await {
                    Ok(true) => done.written += 1,
                    Ok(false) => done.skipped += u64::from(!code.is_inferred),
                    // Only what is said about this customer: anything else would be said about every one.
                    Err(AppError::Shop(ShopError::Refused { what })) if what == "NOT_FOUND" => done.refused += 1,
                    Err(error) => return Err(error),
                }
                self.written_until(code.seq).await?;
                until = code.seq;
            }
            if issued.len() < WRITTEN_AT_ONCE as usize {
                // What comes after is looked at next time, from here.
                self.written_until(end.max(until)).await?;
                return Ok(done);
            }
        }
    }

    async fn written_until(&self, seq: u64) -> Result<()> {
        Ok(self.db().write(move |tx| tx.set(WRITTEN_UNTIL, &seq.to_string())).await?)
    }

    /// Writes one code, where it is the customer's and the shop has the account and another code or none.
    async fn write_back(&self, shop: &Shop, key: &str, issued: &IssuedCode) -> Result<bool> {
        let works = |code: Code| code.owner == issued.customer && code.disabled_at.is_none();
        if issued.is_inferred || !self.db().code_record(issued.code).await?.is_some_and(works) {
            return Ok(false);
        }
        let texts = self.db().texts([issued.code.0, issued.customer.0]).await?;
        let (code, id) = (texts.text(issued.code.0), texts.text(issued.customer.0));
        let Some(row) = self.db().customer(&id).await? else { return Ok(false) };
        let has_it = row.own_code.is_some_and(|own| own.trim().to_uppercase() == code);
        if has_it || !self.is_account(issued.customer).await? {
            return Ok(false);
        }
        shop.write_customer_metadata(&ShopId::parse(&id), key, &code).await?;
        Ok(true)
    }

    async fn is_account(&self, customer: CustomerKey) -> Result<bool> {
        Ok(self.db().write(move |tx| tx.is_account(customer)).await?)
    }

    fn said(&self, actor: &str, reason: Option<String>) -> Said {
        Said { actor: actor.to_owned(), reason, at: self.now() }
    }
}

/// The codes that would do, before anybody looked whether they are free.
enum Candidates {
    Drawn { entropy: [[u8; ENTROPY]; DRAWS], prefix: bool },
    Wished(String),
}

impl Candidates {
    fn new(wish: CodeWish) -> Result<Self> {
        match wish {
            CodeWish::Random { prefix } => {
                let mut entropy = [[0; ENTROPY]; DRAWS];
                getrandom::fill(entropy.as_flattened_mut()).map_err(|error| AppError::NoRandomness { what: error.to_string() })?;
                Ok(Self::Drawn { entropy, prefix })
            }
            CodeWish::Vanity(text) => Ok(Self::Wished(code::vanity(&text).map_err(AppError::BadCode)?)),
        }
    }

    /// The first that is free, or a wished one that the customer has already and that works.
    fn choose(&self, tx: &mut Tx<'_>, customer: CustomerKey, first_name: &str) -> std::result::Result<Result<String>, vouchsafe_db::DbError> {
        match self {
            Self::Drawn { entropy, prefix } => {
                for draw in entropy {
                    let text = code::random(*draw, prefix.then_some(first_name));
                    let code = tx.code(&text);
                    if tx.code_holder(code)?.is_none() {
                        return Ok(Ok(text));
                    }
                }
                Ok(Err(AppError::NoRandomness { what: "the same code was drawn again".to_owned() }))
            }
            Self::Wished(text) if tx.erased()?.is_some_and(|erased| erased.has_code(text)) => Ok(Err(AppError::CodeOfErased)),
            Self::Wished(text) => {
                let code = tx.code(text);
                let is_free = match tx.code_holder(code)? {
                    None => true,
                    Some(holder) => holder == customer && tx.code_record(code)?.is_none_or(|record| record.disabled_at.is_none()),
                };
                Ok(if is_free { Ok(text.clone()) } else { Err(AppError::CodeTaken { code: text.clone() }) })
            }
        }
    }
}
