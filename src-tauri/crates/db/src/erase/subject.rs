//! Who is erased: everything in the db that is known to be theirs.

use super::door::{code_mark, mailbox_mark, mark};
use super::needles::{Needles, SHORTEST};
use crate::error::Result;
use crate::writer::Tx;
use std::collections::BTreeSet;
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::event::{Event, EventClass, Fact};
use vouchsafe_domain::identity::{self, Email};
use vouchsafe_domain::name::{CodeKey, Identity, IdentityKind, Key, Texts as _};
use vouchsafe_domain::party::{Party, PartyId, PartyName};
use vouchsafe_domain::shop::{Address, Customer, Kind, Order, Personal, Transaction};
use vouchsafe_domain::state::Code;
use vouchsafe_domain::time::Timestamp;

/// A person's records, by their keys.
#[derive(Debug, Default)]
pub(super) struct Subject {
    parties: BTreeSet<u32>,
    customers: BTreeSet<i64>,
    orders: BTreeSet<i64>,
    /// The addresses of their accounts as they are now.
    accounts: BTreeSet<u32>,
    identities: BTreeSet<u32>,
    codes: BTreeSet<i64>,
}

/// Somebody's codes, compared in any case of their letters.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeSet<String>);

impl Codes {
    pub(super) fn has(&self, text: &str) -> bool {
        self.0.contains(&text.trim().to_uppercase())
    }

    /// As they are compared.
    pub(super) fn texts(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }

    /// Those that can be nobody's word, nor a number that stands for something else.
    fn telling(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|code| code.len() >= SHORTEST && code.contains(|c: char| c.is_ascii_digit()) && code.contains(char::is_alphabetic))
    }
}

const ACCOUNT: [EventClass; 4] =
    [EventClass::CustomerRegistered, EventClass::CustomerUpdated, EventClass::CustomerDeleted, EventClass::CustomerReturned];
const ORDER: [EventClass; 4] = [EventClass::OrderPlaced, EventClass::OrderChanged, EventClass::OrderConfirmed, EventClass::OrderOwned];

impl Subject {
    pub(super) fn gather(tx: &mut Tx<'_>, party: PartyId) -> Result<Self> {
        let mut subject = Self::default();
        let party = tx.merged_into(party)?;
        let aliases = "WITH RECURSIVE alias (party) AS (VALUES (?1) UNION SELECT m.party FROM merged AS m JOIN alias ON m.into_party = alias.party) \
                       SELECT party FROM alias";
        subject.parties = numbers(tx, aliases, i64::from(party.0))?.into_iter().filter_map(|no| u32::try_from(no).ok()).collect();
        for party in subject.parties.clone() {
            subject.customers.extend(numbers(tx, "SELECT key FROM state_customer WHERE party = ?1", i64::from(party))?);
            let bytes: Option<Vec<u8>> = tx.first("SELECT bytes FROM state_party WHERE key = ?1", [party], |row| row.get(0))?;
            match bytes.map(|bytes| Party::from_bytes(&bytes)).transpose()?.map(|party| party.name) {
                Some(PartyName::Guest(order)) => drop(subject.orders.insert(order.0.bits())),
                Some(PartyName::Customer(customer)) => drop(subject.customers.insert(customer.0.bits())),
                None => {}
            }
        }
        subject.gather_addresses(tx)?;
        subject.gather_orders(tx)?;
        subject.gather_identities(tx)?;
        subject.gather_codes(tx)?;
        Ok(subject)
    }

    fn gather_addresses(&mut self, tx: &Tx<'_>) -> Result<()> {
        let mut told = BTreeSet::new();
        for customer in &self.customers {
            told.extend(numbers(tx, "SELECT email FROM customer WHERE key = ?1 AND email > 0", *customer)?);
        }
        for email in told.into_iter().filter_map(|no| u32::try_from(no).ok()) {
            // What a shop writes in place of an address, to whoever may not see it, is many people's.
            if tx.identity_text(Identity(email))?.is_some_and(|text| Email::parse(&text).is_ok()) {
                self.accounts.insert(email);
            }
        }
        self.identities.extend(&self.accounts);
        for party in &self.parties {
            for email in numbers(tx, "SELECT key FROM state_email WHERE party = ?1", i64::from(*party))? {
                let email = crate::cell::number(email)?;
                if !self.is_others(tx, email)? {
                    self.identities.insert(email);
                }
            }
        }
        Ok(())
    }

    /// Whether an address is somebody's who is not erased: the engine knows them by it, or their account has it now. A present is paid for by
    /// one and ordered to the address of another.
    fn is_others(&self, tx: &Tx<'_>, email: u32) -> Result<bool> {
        if self.accounts.contains(&email) {
            return Ok(false);
        }
        let holder: Option<u32> = tx.first("SELECT party FROM state_email WHERE key = ?1", [email], |row| row.get(0))?;
        let accounts = numbers(tx, "SELECT key FROM customer WHERE email = ?1 AND gone_at IS NULL", i64::from(email))?;
        Ok(holder.is_some_and(|party| !self.parties.contains(&party)) || accounts.iter().any(|key| !self.customers.contains(key)))
    }

    fn gather_orders(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        for customer in &self.customers {
            self.orders.extend(numbers(tx, "SELECT key FROM shop_order WHERE customer = ?1", *customer)?);
        }
        for email in &self.identities {
            self.orders.extend(numbers(tx, "SELECT key FROM shop_order WHERE email = ?1 AND customer IS NULL", i64::from(*email))?);
        }
        // An order whose account is gone at the shop names its buyer no more; the engine still knows who it was.
        let mut statement = tx.statement("SELECT key, bytes FROM state_order")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record = vouchsafe_domain::state::OrderRecord::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            if self.parties.contains(&record.party.0) {
                self.orders.insert(row.get(0)?);
            }
        }
        Ok(())
    }

    /// From what the log says of them, also of long ago.
    fn gather_identities(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let accounts = self.customers.iter().flat_map(|key| ACCOUNT.map(|class| (class, *key)));
        let orders = self.orders.iter().flat_map(|key| ORDER.map(|class| (class, *key)));
        let mut told = Vec::new();
        for key in &self.customers {
            // What stands in place of an address is theirs where nobody else has it.
            for email in numbers(tx, "SELECT email FROM customer WHERE key = ?1 AND email > 0", *key)? {
                told.push(Named { mail: [Some(Identity(crate::cell::number(email)?)), None], rest: Vec::new() });
            }
        }
        for (class, key) in accounts.chain(orders) {
            for sql in ["SELECT bytes FROM event WHERE class = ?1 AND key = ?2", "SELECT bytes FROM staged WHERE class = ?1 AND key = ?2"] {
                let mut statement = tx.statement(sql)?;
                let mut rows = statement.query((class.number(), key))?;
                while let Some(row) = rows.next()? {
                    let event = Event::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())?;
                    told.extend(Named::by(&event.fact));
                }
            }
        }
        for named in told {
            let is_others = match named.mail[0] {
                Some(email) => self.is_others(tx, email.0)?,
                None => false,
            };
            let mail = named.mail.into_iter().flatten().filter(|_| !is_others);
            self.identities.extend(mail.chain(named.rest).map(|identity| identity.0));
        }
        Ok(())
    }

    fn gather_codes(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let mut statement = tx.statement("SELECT key, bytes FROM state_code")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let code = Code::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            if self.customers.contains(&code.owner.0.bits()) {
                self.codes.insert(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Their addresses and numbers, codes and whole names: what tells of them wherever it stands.
    pub(super) fn needles(&self, tx: &mut Tx<'_>) -> Result<Needles> {
        let mut texts = self.signs(tx)?;
        for mailbox in self.identity_texts(tx, IdentityKind::Mailbox)? {
            if !self.is_written_others(tx, &mailbox)? {
                texts.push(mailbox);
            }
        }
        for key in &self.customers {
            if let Some(row) = read::<Customer>(tx, "SELECT cold FROM customer WHERE key = ?1", *key)?
                // One name alone is many people's.
                && !row.first_name.trim().is_empty()
                && !row.last_name.trim().is_empty()
            {
                texts.push(format!("{} {}", row.first_name.trim(), row.last_name.trim()));
            }
        }
        Needles::new(texts)
    }

    /// Their addresses, numbers and telling codes, as they were written and as they are compared. Others share an IP address, a device or a
    /// house: what stands in their rows is theirs.
    fn signs(&self, tx: &mut Tx<'_>) -> Result<Vec<String>> {
        let mut texts = self.phones(tx)?;
        texts.extend(self.emails(tx)?);
        texts.extend(self.codes(tx)?.telling().cloned());
        Ok(texts)
    }

    fn emails(&self, tx: &Tx<'_>) -> Result<Vec<String>> {
        let mut texts = self.identity_texts(tx, IdentityKind::Email)?;
        let mut written = Vec::new();
        for key in &self.customers {
            written.extend(read::<Customer>(tx, "SELECT cold FROM customer WHERE key = ?1", *key)?.map(|row| row.email));
        }
        for key in &self.orders {
            let row = read::<Order>(tx, "SELECT cold FROM shop_order WHERE key = ?1", *key)?;
            written.extend(row.into_iter().flat_map(|row| row.email.into_iter().chain(row.customer_email)));
        }
        for text in written {
            if !self.is_written_others(tx, &text)? {
                texts.push(text);
            }
        }
        texts.retain(|text| Email::parse(text).is_ok());
        Ok(texts)
    }

    fn is_written_others(&self, tx: &Tx<'_>, text: &str) -> Result<bool> {
        let Ok(email) = Email::parse(text) else { return Ok(false) };
        let known: Option<u32> = tx.first("SELECT no FROM identity WHERE kind = 0 AND value = ?1", [email.exact], |row| row.get(0))?;
        known.map_or(Ok(false), |no| self.is_others(tx, no))
    }

    /// The telephone of the account and those that bills went to. Parcels go to others as well.
    fn phones(&self, tx: &Tx<'_>) -> Result<Vec<String>> {
        let own = self.identity_texts(tx, IdentityKind::Phone)?;
        let mut texts = own.clone();
        for key in &self.customers {
            let row = read::<Customer>(tx, "SELECT cold FROM customer WHERE key = ?1", *key)?;
            let written = row.into_iter().flat_map(|row| row.addresses);
            texts.extend(written.filter(|address| compared(address).is_some_and(|phone| own.contains(&phone))).map(|address| address.phone));
        }
        for key in &self.orders {
            let row = read::<Order>(tx, "SELECT cold FROM shop_order WHERE key = ?1", *key)?;
            let billing = row.and_then(|row| row.billing);
            texts.extend(billing.into_iter().flat_map(|address| [compared(&address), Some(address.phone)]).flatten());
        }
        texts.retain(|text| text.bytes().filter(u8::is_ascii_digit).count() > SHORTEST);
        Ok(texts)
    }

    /// The codes that are theirs by the engine, and those of their accounts that nobody else has.
    pub(super) fn codes(&self, tx: &Tx<'_>) -> Result<Codes> {
        let mut codes: BTreeSet<String> = self.codes.iter().map(|code| tx.text(Key::from_bits(*code))).collect();
        for key in &self.customers {
            let row = read::<Customer>(tx, "SELECT cold FROM customer WHERE key = ?1", *key)?;
            let Some(code) = row.and_then(|row| row.own_code).map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty()) else {
                continue;
            };
            let holder = tx.known_key(&code)?.map(|key| tx.code_holder(CodeKey(key))).transpose()?.flatten();
            if holder.is_none_or(|holder| self.customers.contains(&holder.0.bits())) {
                codes.insert(code);
            }
        }
        Ok(Codes(codes))
    }

    fn identity_texts(&self, tx: &Tx<'_>, kind: IdentityKind) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for identity in &self.identities {
            let sql = "SELECT value FROM identity WHERE no = ?1 AND kind = ?2";
            texts.extend(tx.first(sql, (identity, kind.number()), |row| row.get::<_, Option<String>>(0))?.flatten());
        }
        Ok(texts)
    }

    /// Keeps by what they are known again, when somebody tells of them later.
    pub(super) fn remember(&self, tx: &mut Tx<'_>, hash_key: &[u8; 32], at: Timestamp) -> Result<()> {
        for customer in &self.customers {
            tx.run("INSERT INTO erased_customer (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (customer, at.micros()))?;
        }
        for order in &self.orders {
            tx.run("INSERT INTO erased_order (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (order, at.micros()))?;
        }
        let mailboxes = self.identity_texts(tx, IdentityKind::Mailbox)?;
        let mut marks: Vec<_> = self.signs(tx)?.iter().map(|text| mark(hash_key, text)).collect();
        marks.extend(mailboxes.iter().map(|text| mailbox_mark(hash_key, text)));
        marks.extend(self.codes(tx)?.texts().map(|code| code_mark(hash_key, code)));
        for hash in marks {
            tx.run("INSERT INTO erased_mark (hash, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (hash, at.micros()))?;
        }
        Ok(())
    }

    /// Empties the mirror's rows about them, and what of these lies in quarantine. Returns how many rows that were.
    pub(super) fn empty_rows(&self, tx: &mut Tx<'_>) -> Result<u64> {
        let mut emptied = 0;
        for key in &self.customers {
            emptied += forget::<Customer>(tx, "customer", *key)?;
            tx.run("UPDATE customer SET name = '', email = 0 WHERE key = ?1", [key])?;
            let id = tx.text(Key::from_bits(*key));
            self.empty_quarantine(tx, Kind::Customers, &id)?;
        }
        for key in &self.orders {
            emptied += forget::<Order>(tx, "shop_order", *key)?;
            tx.run("UPDATE shop_order SET email = NULL WHERE key = ?1", [key])?;
            if let Some(row) = read::<Order>(tx, "SELECT cold FROM shop_order WHERE key = ?1", *key)? {
                self.empty_quarantine(tx, Kind::Orders, &row.id.to_string())?;
            }
            for no in numbers(tx, "SELECT no FROM shop_transaction WHERE shop_order = ?1", *key)? {
                emptied += forget_where::<Transaction>(tx, "shop_transaction", "no", no)?;
            }
        }
        Ok(emptied)
    }

    fn empty_quarantine(&self, tx: &mut Tx<'_>, kind: Kind, source_id: &str) -> Result<()> {
        let nothing = Vec::<(String, String)>::new().to_bytes();
        let sql = "UPDATE quarantine SET raw = x'', args = ?3 WHERE kind = ?1 AND source_id = ?2";
        tx.run(sql, (kind as i64, source_id, nothing))?;
        Ok(())
    }

    /// Empties the texts behind their numbers: identities, and the names of their codes.
    pub(super) fn empty_identities(&self, tx: &mut Tx<'_>) -> Result<u64> {
        for no in &self.identities {
            // The empty text stands for nobody, and many have it.
            tx.run("UPDATE identity SET value = NULL WHERE no = ?1 AND value <> ''", [no])?;
        }
        for no in self.codes.iter().filter_map(|code| Key::from_bits(*code).as_symbol()) {
            tx.run("UPDATE name SET text = 'erased-' || no WHERE no = ?1", [no])?;
        }
        Ok(self.identities.len() as u64)
    }
}

/// What a fact names somebody by: an address with its mailbox, and the rest.
struct Named {
    mail: [Option<Identity>; 2],
    rest: Vec<Identity>,
}

impl Named {
    fn by(fact: &Fact) -> Option<Self> {
        let named = |mail, rest: &[Option<Identity>]| Some(Self { mail, rest: rest.iter().copied().flatten().collect() });
        match fact {
            Fact::CustomerRegistered(of) | Fact::CustomerUpdated(of) => named([of.email, of.mailbox], &[of.phone, of.ip, of.device]),
            Fact::Order { body: Some(of), .. } => named([of.email, of.mailbox], &[of.ip, of.device, of.card, of.card_digits, of.address]),
            Fact::OrderOwned { email, .. } => named([*email, None], &[]),
            _ => None,
        }
    }
}

/// A telephone number as it is compared.
fn compared(address: &Address) -> Option<String> {
    identity::phone(&address.phone, <[u8; 2]>::try_from(address.country.as_bytes()).ok())
}

fn numbers(tx: &Tx<'_>, sql: &str, key: i64) -> Result<Vec<i64>> {
    let mut statement = tx.statement(sql)?;
    let rows = statement.query_map([key], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read<T: Canon>(tx: &Tx<'_>, sql: &str, key: i64) -> Result<Option<T>> {
    let bytes: Option<Vec<u8>> = tx.first(sql, [key], |row| row.get(0))?;
    Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
}

fn forget<T: Canon + Personal>(tx: &Tx<'_>, table: &str, key: i64) -> Result<u64> {
    forget_where::<T>(tx, table, "key", key)
}

fn forget_where<T: Canon + Personal>(tx: &Tx<'_>, table: &str, column: &str, key: i64) -> Result<u64> {
    let Some(mut row) = read::<T>(tx, &format!("SELECT cold FROM {table} WHERE {column} = ?1"), key)? else { return Ok(0) };
    row.forget();
    tx.run(&format!("UPDATE {table} SET cold = ?2 WHERE {column} = ?1"), (key, row.to_bytes()))?;
    Ok(1)
}
