//! Customers and guests: the list, and everything about one.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::{MAX_PAGE, unit};
use crate::text;
use crate::view::{
    Alias, AliasKind, CodeRow, CustomerDetail, CustomerFilter, CustomerRow, CustomerSort, CustomerStatus, Page, RefusedContact, Shared, SharedKind,
    Total,
};
use vouchsafe_db::{CustomerFacts, DirectoryFilter, Entry, Happening, KnownAs, Profile};
use vouchsafe_domain::event::Fact;
use vouchsafe_domain::name::{IdentityKind, Key, Texts as _};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::party::{Bond, Party, PartyId, PartyName};

/// People who share something that are named.
const NAMED: usize = 10;
/// Events at each end of a history that are searched for contacts and for what bound somebody.
const SEARCHED: usize = 1_000;
/// Refused contacts that are shown.
const REFUSED: usize = 100;

impl Desk {
    /// One page of customers and guests, with the exact number of all that the filter admits.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn customers(&self, filter: &CustomerFilter, sort: CustomerSort, after: Option<&str>, limit: u32) -> Result<Page<CustomerRow>> {
        let directory = self.directory().await?;
        let filter = DirectoryFilter { search: filter.search.clone(), has: filter.has, status: filter.status };
        let (after, limit) = (after.map(str::to_owned), limit.clamp(1, MAX_PAGE) as usize);
        let looked_up = tokio::task::spawn_blocking(move || directory.page(&filter, sort, after.as_deref(), limit));
        let page = looked_up.await.map_err(|_| AppError::Cancelled)?.map_err(|_| AppError::NotFound { what: "such a page".to_owned() })?;
        Ok(Page { rows: self.customer_rows(&page.entries).await?, next: page.next, count: page.count })
    }

    async fn customer_rows(&self, entries: &[Entry]) -> Result<Vec<CustomerRow>> {
        let facts = self.db().customer_facts(entries.iter().map(|entry| entry.party).collect()).await?;
        let advocates = facts.values().filter_map(|facts| facts.person.record.bond).map(|bond| bond.advocate);
        let parties: Vec<PartyId> = facts.keys().copied().chain(advocates).collect();
        let cast = self.cast(parties, facts.values().filter_map(|facts| facts.code).map(|code| code.0).collect::<Vec<Key>>()).await?;
        let row = |entry: &Entry| facts.get(&entry.party).map(|facts| customer_row(facts, u64::from(entry.friends), &cast));
        Ok(entries.iter().filter_map(row).collect())
    }

    /// A customer or guest with everything that is known of them.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn customer(&self, party: u32) -> Result<CustomerDetail> {
        let not_found = || AppError::NotFound { what: format!("party {party}") };
        let profile = self.db().profile(PartyId(party)).await?.ok_or_else(not_found)?;
        let (party, record) = (profile.facts.person.party, profile.facts.person.record);
        let history = self.ends_of_history(party).await?;
        let refused = refused_contacts(&history.0, &history.1);
        let cast = self.cast(parties_of(&profile), keys_of(&profile, &record, &refused)).await?;
        let (level, subtree) = self.tree_place(party).await?;
        let standing = self.advocate_standing(party).await?;
        let bound = record.bond.and_then(|bond| bound_by(&history.0, &history.1, bond));
        Ok(CustomerDetail {
            row: customer_row(&profile.facts, profile.friends, &cast),
            aliases: profile.known_as.iter().map(|name| alias(name, &cast.texts)).collect(),
            codes: profile.codes.iter().map(|own| code_row(own, &cast)).collect(),
            advocate: record.bond.map(|bond| cast.person(bond.advocate)),
            bound_at: record.bond.map(|bond| bond.at),
            bound_by: record.bond.map(|bond| cast.texts_of(bond.code.0)),
            taken_over: matches!(bound, Some(Fact::ReferralTakenOver { .. })),
            by_hand: matches!(bound, Some(Fact::Staff(_))),
            refused: refused.iter().map(|(code, reason, at)| RefusedContact { code: cast.texts_of(*code), reason: *reason, at: *at }).collect(),
            registered_at: record.registered_at,
            first_order_at: record.first_order_at,
            activated_at: record.activated_at,
            first_paid_at: record.first_paid_at,
            level,
            subtree,
            revenue: profile.revenue.clone(),
            earned: profile.earned.iter().map(|(amount, count)| Total { amount: text::named(*amount, &cast.texts), count: *count }).collect(),
            standing,
            shared: profile.shared.iter().filter_map(|sharing| shared(sharing, &cast)).collect(),
            expects: profile.last_seq.to_string(),
        })
    }

    /// The events at both ends of somebody's history, the latest first, and who they were called meanwhile.
    pub(crate) async fn ends_of_history(&self, party: PartyId) -> Result<(Vec<PartyId>, Vec<Happening>)> {
        let last = self.db().happenings(party, None, SEARCHED).await?;
        let (own, mut rows) = (last.own, last.rows);
        if last.has_more {
            let mut first = self.db().first_happenings(party, SEARCHED).await?.rows;
            let reached = rows.last().map_or(u64::MAX, |row| row.seq);
            first.retain(|row| row.seq < reached);
            rows.extend(first.into_iter().rev());
        }
        Ok((own, rows))
    }
}

/// A code that bound nobody, why, and when.
pub(crate) type Refused = (Key, vouchsafe_domain::reason::Reason, vouchsafe_domain::time::Timestamp);

/// The contacts of a history that bound nobody, the latest first.
pub(crate) fn refused_contacts(own: &[PartyId], history: &[Happening]) -> Vec<Refused> {
    let refused = |happening: &Happening| {
        let at = happening.event.at;
        let contact = move |change: &Change| match change {
            Change::ContactRefused { party, code, reason } if own.contains(party) => Some((code.0, *reason, at)),
            _ => None,
        };
        happening.outcome.changes.iter().filter_map(contact).collect::<Vec<_>>()
    };
    history.iter().flat_map(refused).take(REFUSED).collect()
}

/// The fact that made a bond.
fn bound_by<'h>(own: &[PartyId], history: &'h [Happening], now: Bond) -> Option<&'h Fact> {
    let made_it = |change: &Change| match change {
        Change::Bound { friend, bond, .. } => own.contains(friend) && (bond.at, bond.code) == (now.at, now.code),
        _ => false,
    };
    history.iter().find(|happening| happening.outcome.changes.iter().any(made_it)).map(|happening| &happening.event.fact)
}

fn parties_of(profile: &Profile) -> Vec<PartyId> {
    let person = &profile.facts.person;
    let sharing = profile.shared.iter().flat_map(|sharing| sharing.others.iter().copied().take(NAMED));
    [person.party].into_iter().chain(person.record.bond.map(|bond| bond.advocate)).chain(sharing).collect()
}

fn keys_of(profile: &Profile, record: &Party, refused: &[Refused]) -> Vec<Key> {
    let names = profile.known_as.iter().filter_map(|name| match name {
        KnownAs::Customer(customer) | KnownAs::Merged(PartyName::Customer(customer)) => Some(customer.0),
        KnownAs::Merged(PartyName::Guest(order)) => Some(order.0),
        KnownAs::Email(_) => None,
    });
    let codes = profile.codes.iter().map(|own| own.code).chain(profile.facts.code).chain(record.bond.map(|bond| bond.code)).map(|code| code.0);
    let units = profile.earned.iter().filter_map(|(amount, _)| unit(amount.asset));
    names.chain(codes).chain(refused.iter().map(|(code, ..)| *code)).chain(units).collect()
}

fn customer_row(facts: &CustomerFacts, friends: u64, cast: &crate::people::Cast) -> CustomerRow {
    let (person, record) = (&facts.person, &facts.person.record);
    CustomerRow {
        person: cast.person(person.party),
        status: CustomerStatus::of(record, facts.is_erased),
        joined: record.joined(),
        code: facts.code.map(|code| cast.texts_of(code.0)),
        advocate: record.bond.map(|bond| cast.person(bond.advocate)),
        friends,
        orders: facts.orders,
    }
}

fn alias(name: &KnownAs, texts: &vouchsafe_db::NameTexts) -> Alias {
    let (kind, value) = match name {
        KnownAs::Customer(customer) => (AliasKind::CustomerId, Some(texts.text(customer.0))),
        KnownAs::Email(email) => (AliasKind::Email, email.clone()),
        KnownAs::Merged(PartyName::Guest(order)) => (AliasKind::GuestOrder, Some(texts.text(order.0))),
        KnownAs::Merged(name @ PartyName::Customer(_)) => (AliasKind::Merged, Some(name.text(texts))),
    };
    Alias { kind, value }
}

fn code_row(own: &vouchsafe_db::OwnCode, cast: &crate::people::Cast) -> CodeRow {
    CodeRow {
        code: cast.texts_of(own.code.0),
        issued_at: own.record.issued_at,
        inferred: own.record.inferred,
        disabled_at: own.record.disabled_at,
        friends: own.friends,
    }
}

fn shared(sharing: &vouchsafe_db::Sharing, cast: &crate::people::Cast) -> Option<Shared> {
    let kind = match sharing.kind {
        IdentityKind::Email => SharedKind::Email,
        IdentityKind::Mailbox => SharedKind::Mailbox,
        IdentityKind::Phone => SharedKind::Phone,
        IdentityKind::Address => SharedKind::Address,
        IdentityKind::Ip | IdentityKind::Device | IdentityKind::Card | IdentityKind::CardDigits | IdentityKind::Words => return None,
    };
    let people = sharing.others.iter().take(NAMED).map(|party| cast.person(*party)).collect();
    Some(Shared { kind, people, count: sharing.others.len() as u64 })
}
