//! Reading people for the directory: all of them in a few scans, or some of them one by one. Both ways come to the same.

use super::CustomerStatus;
use super::segment::{About, HAS_ADVOCATE, HAS_CODE, Segment, folded};
use crate::cell::number;
use crate::error::Result;
use crate::people::{aliases, first, resolved};
use rusqlite::{Connection, Row};
use rustc_hash::{FxHashMap, FxHashSet};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::identity::readable_email;
use vouchsafe_domain::name::{Key, OrderKey};
use vouchsafe_domain::party::{Party, PartyId, PartyName};
use vouchsafe_domain::shop::Order;

/// How far the log and the mirror were read: what is beyond has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    event: i64,
    tie: i64,
    updated: i64,
    erased: i64,
}

/// A shop's rows can come later than the instants in them say.
const SKEW: i64 = 15 * 60 * 1_000_000;

impl Mark {
    pub(super) fn read(conn: &Connection) -> Result<Self> {
        let sql = "SELECT (SELECT coalesce(max(no), 0) FROM party_event), (SELECT coalesce(max(no), 0) FROM tie), \
                   (SELECT coalesce(max(updated), 0) FROM customer), (SELECT count(*) FROM erased_customer)";
        Ok(conn.query_row(sql, [], |row| Ok(Self { event: row.get(0)?, tie: row.get(1)?, updated: row.get(2)?, erased: row.get(3)? }))?)
    }

    /// The numbers of everybody who may have changed since, and of those who went into somebody else.
    pub(super) fn changed_since(self, conn: &Connection) -> Result<FxHashSet<u32>> {
        const EVENTS: &str = "SELECT DISTINCT party FROM party_event WHERE no > ?1";
        const MERGED: &str = "SELECT party FROM tie WHERE no > ?1 AND code IS NULL UNION SELECT other FROM tie WHERE no > ?1 AND code IS NULL";
        const UPDATED: &str = "SELECT s.party FROM customer AS c JOIN state_customer AS s ON s.key = c.key WHERE c.updated >= ?1";
        const ERASED: &str = "SELECT s.party FROM erased_customer AS e JOIN state_customer AS s ON s.key = e.key WHERE ?1 >= 0";
        let mut changed = FxHashSet::default();
        for (sql, since) in [(EVENTS, self.event), (MERGED, self.tie), (UPDATED, self.updated.saturating_sub(SKEW)), (ERASED, 0)] {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([since])?;
            while let Some(row) = rows.next()? {
                let party = row.get(0)?;
                changed.insert(party);
                changed.insert(resolved(conn, PartyId(party))?.0);
            }
        }
        Ok(changed)
    }
}

/// What a text is. A person's texts stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Name,
    Id,
    Email,
    Code,
}

/// One text of somebody, in the gathering's buffer.
#[derive(Debug, Clone, Copy)]
struct Piece {
    party: u32,
    sort: Sort,
    start: u32,
    end: u32,
}

/// People while they are read.
#[derive(Debug, Default)]
struct Gathering {
    people: FxHashMap<u32, About>,
    into: FxHashMap<u32, u32>,
    text: String,
    pieces: Vec<Piece>,
    /// Guests, whose names stand in their first order.
    guests: Vec<(u32, OrderKey)>,
}

/// Everybody.
pub(super) fn everybody(conn: &Connection) -> Result<Segment> {
    let mut gathering = Gathering::default();
    each(conn, "SELECT key, bytes FROM state_party", [], |row| gathering.party(row))?;
    each(conn, &format!("{ACCOUNTS} WHERE 1"), [], |row| gathering.account(row))?;
    each(conn, &format!("{EMAILS} WHERE i.value IS NOT NULL"), [], |row| gathering.email(row))?;
    each(conn, CODES, [], |row| gathering.code(row))?;
    each(conn, "SELECT advocate, count(*) FROM referral WHERE advocate IS NOT NULL AND status < 2 GROUP BY advocate", [], |row| {
        gathering.friends(row)
    })?;
    gathering.finish(conn)
}

/// These people, as far as they are still somebody.
pub(super) fn these(conn: &Connection, parties: &FxHashSet<u32>) -> Result<Segment> {
    let mut gathering = Gathering::default();
    let accounts = format!("{ACCOUNTS} WHERE s.party = ?1");
    let emails = format!("{EMAILS} WHERE i.value IS NOT NULL AND e.party = ?1");
    let codes = format!("{CODES} WHERE s.party = ?1");
    for party in parties {
        each(conn, "SELECT key, bytes FROM state_party WHERE key = ?1", [party], |row| gathering.party(row))?;
        if !gathering.people.contains_key(party) {
            continue;
        }
        for PartyId(alias) in aliases(conn, PartyId(*party))? {
            gathering.into.extend((alias != *party).then_some((alias, *party)));
            each(conn, &accounts, [alias], |row| gathering.account(row))?;
            each(conn, &emails, [alias], |row| gathering.email(row))?;
            each(conn, &codes, [alias], |row| gathering.code(row))?;
        }
        each(conn, "SELECT ?1, count(*) FROM referral WHERE advocate = ?1 AND status < 2", [party], |row| gathering.friends(row))?;
    }
    gathering.finish(conn)
}

/// An account with its name and address as the mirror has them, and whether it was erased.
const ACCOUNTS: &str = "SELECT s.party, s.key, n.text, c.name, i.value, e.key IS NOT NULL FROM state_customer AS s \
    LEFT JOIN customer AS c ON c.key = s.key LEFT JOIN identity AS i ON i.no = c.email \
    LEFT JOIN name AS n ON s.key < 0 AND n.no = s.key & 4294967295 LEFT JOIN erased_customer AS e ON e.key = s.key";
/// An address that the engine knows.
const EMAILS: &str = "SELECT e.party, i.value FROM state_email AS e JOIN identity AS i ON i.no = e.key";
const CODES: &str = "SELECT s.party, o.code, n.text FROM code_owner AS o JOIN state_customer AS s ON s.key = o.customer \
    LEFT JOIN name AS n ON o.code < 0 AND n.no = o.code & 4294967295";

fn each(conn: &Connection, sql: &str, params: impl rusqlite::Params, mut row: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(found) = rows.next()? {
        row(found)?;
    }
    Ok(())
}

/// A key's text: its own number, or the name that it stands for.
fn key_text(bits: i64, name: Option<String>) -> String {
    name.or_else(|| Key::from_bits(bits).as_number().map(|number| number.to_string())).unwrap_or_default()
}

impl Gathering {
    fn party(&mut self, row: &Row<'_>) -> Result<()> {
        let (no, record): (u32, Party) = (row.get(0)?, Party::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?);
        if let Some(into) = record.merged_into {
            self.into.insert(no, into.0);
            return Ok(());
        }
        if let PartyName::Guest(order) = record.name {
            self.guests.push((no, order));
        }
        let joined = record.joined().map_or(0, |at| u32::try_from(at.micros().div_euclid(1_000_000)).unwrap_or(0));
        let has = if record.bond.is_some() { HAS_ADVOCATE } else { 0 };
        self.people.insert(no, About { party: no, joined, status: CustomerStatus::of(&record, false) as u8, has, friends: 0 });
        Ok(())
    }

    fn account(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(party) = self.resolve(row.get(0)?) else { return Ok(()) };
        let id = key_text(row.get(1)?, row.get(2)?);
        self.tell(party, Sort::Id, &id);
        if let Some(name) = row.get::<_, Option<String>>(3)? {
            self.tell(party, Sort::Name, &name);
        }
        if let Some(email) = row.get::<_, Option<String>>(4)? {
            self.email_of(party, &email);
        }
        if let Some(about) = self.people.get_mut(&party).filter(|_| matches!(row.get(5), Ok(true))) {
            about.status = CustomerStatus::Erased as u8;
        }
        Ok(())
    }

    fn email(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(party) = self.resolve(row.get(0)?) else { return Ok(()) };
        let email: String = row.get(1)?;
        self.email_of(party, &email);
        Ok(())
    }

    /// An address is found as it is compared and as people type it.
    fn email_of(&mut self, party: u32, email: &str) {
        self.tell(party, Sort::Email, email);
        if let Some(readable) = readable_email(email) {
            self.tell(party, Sort::Email, &readable);
        }
    }

    fn code(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(party) = self.resolve(row.get(0)?) else { return Ok(()) };
        let code = key_text(row.get(1)?, row.get(2)?);
        self.tell(party, Sort::Code, &code);
        if let Some(about) = self.people.get_mut(&party) {
            about.has |= HAS_CODE;
        }
        Ok(())
    }

    fn friends(&mut self, row: &Row<'_>) -> Result<()> {
        let (party, friends): (u32, i64) = (row.get(0)?, row.get(1)?);
        if let Some(about) = self.people.get_mut(&party) {
            about.friends = number(friends)?;
        }
        Ok(())
    }

    fn resolve(&self, mut party: u32) -> Option<u32> {
        while let Some(into) = self.into.get(&party) {
            party = *into;
        }
        self.people.contains_key(&party).then_some(party)
    }

    fn tell(&mut self, party: u32, sort: Sort, text: &str) {
        let start = self.text.len();
        self.text.push_str(&folded(text));
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) {
            self.pieces.push(Piece { party, sort, start, end });
        }
    }

    fn finish(mut self, conn: &Connection) -> Result<Segment> {
        for (party, order) in std::mem::take(&mut self.guests) {
            self.guest(conn, party, order)?;
        }
        let Self { people, text, mut pieces, .. } = self;
        let text_of = |piece: &Piece| &text[piece.start as usize..piece.end as usize];
        pieces.sort_unstable_by(|a, b| (a.party, a.sort, text_of(a)).cmp(&(b.party, b.sort, text_of(b))));
        pieces.dedup_by(|a, b| (a.party, a.sort, text_of(a)) == (b.party, b.sort, text_of(b)));
        let mut parties: Vec<&About> = people.values().collect();
        parties.sort_unstable_by_key(|about| about.party);
        let (mut segment, mut rest) = (Segment::default(), pieces.as_slice());
        for about in parties {
            let own = rest.partition_point(|piece| piece.party <= about.party);
            let (own, others) = rest.split_at(own);
            rest = others;
            // The name always stands first, also where there is none.
            let nameless = own.first().is_none_or(|piece| piece.sort != Sort::Name).then_some("");
            segment.push(*about, nameless.into_iter().chain(own.iter().map(text_of)));
        }
        Ok(segment.sorted())
    }

    /// A guest is named by their first order, and called by its number.
    fn guest(&mut self, conn: &Connection, party: u32, order: OrderKey) -> Result<()> {
        let bits = order.0.bits();
        let number = key_text(bits, first(conn, "SELECT text FROM name WHERE ?1 < 0 AND no = ?1 & 4294967295", bits)?);
        self.tell(party, Sort::Id, &format!("guest-{number}"));
        let cold: Option<Vec<u8>> = first(conn, "SELECT cold FROM shop_order WHERE key = ?1", bits)?;
        let has_name = self.people.get(&party).is_some_and(|about| about.status != CustomerStatus::Guest as u8);
        if let Some(cold) = cold.filter(|_| !has_name) {
            let order = Order::from_bytes(&cold)?;
            if let Some(name) = crate::people::guest_name(&order) {
                self.tell(party, Sort::Name, &name);
            }
        }
        Ok(())
    }
}
