//! Who brought the friend, and who gets what is given for that.

use super::bench::Bench;
use crate::engine::draft::Draft;
use crate::name::{CodeKey, Key};
use crate::outcome::{CheckKind, Seen};
use crate::party::{Bond, PartyId};
use crate::reason::Reason;
use crate::reward::Role;

impl Draft<'_> {
    /// Who brought the friend as far as this event is concerned, with the number that they have now.
    pub(super) fn referral(&self, bench: &mut Bench<'_>) -> Result<Bond, Reason> {
        if let Some(advocate) = bench.case.advocate {
            return self.told_by_event(bench, advocate);
        }
        if let Some((advocate, code)) = bench.case.order.and_then(|order| order.credited) {
            let advocate = self.state.resolve(advocate);
            self.somebody_else(bench, advocate, Seen::Code(code))?;
            return Ok(Bond { advocate, code, at: self.at });
        }
        let Some(bond) = bench.case.friend.party.bond.filter(|bond| self.holds(bond)) else {
            return bench.refuse(CheckKind::Referral, Reason::NoReferral, Seen::Nothing, Seen::Nothing);
        };
        let advocate = self.state.resolve(bond.advocate);
        let is_good = !bench.case.friend.party.rejected;
        bench.require(is_good, CheckKind::Referral, Reason::ReferralRejected, Seen::Party(advocate), Seen::Code(bond.code))?;
        if let Some(window) = self.programs.policy_at(self.at).earning_window {
            let until = bond.at.plus(window);
            bench.require(self.at < until, CheckKind::EarningWindow, Reason::OutsideWindow, Seen::At(self.at), Seen::At(until))?;
        }
        Ok(Bond { advocate, ..bond })
    }

    /// The event itself says who brought the friend, without a code.
    fn told_by_event(&self, bench: &mut Bench<'_>, advocate: PartyId) -> Result<Bond, Reason> {
        self.somebody_else(bench, advocate, Seen::Nothing)?;
        Ok(Bond { advocate, code: CodeKey(Key::from_bits(0)), at: self.at })
    }

    /// Whoever is credited without a bond is not the friend. Once a person refused the friend's referral, nothing is given for the friend here either.
    fn somebody_else(&self, bench: &mut Bench<'_>, advocate: PartyId, by: Seen) -> Result<(), Reason> {
        if bench.case.friend.is(advocate) {
            return bench.refuse(CheckKind::Referral, Reason::SelfReferral, Seen::Party(advocate), by);
        }
        let is_good = !bench.case.friend.party.rejected;
        bench.require(is_good, CheckKind::Referral, Reason::ReferralRejected, Seen::Party(advocate), by)
    }

    /// Who gets it.
    pub(super) fn beneficiary(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<PartyId, Reason> {
        let id = match bench.grant.to {
            Role::Friend => bench.case.friend.id,
            Role::Advocate => bond.advocate,
            Role::Upline(bonds) => self.upline(bench, bond.advocate, bonds)?,
        };
        let is_deleted = match bench.grant.to {
            Role::Friend => bench.case.friend.party.deleted,
            Role::Advocate | Role::Upline(_) => self.state.parties.get(&id).is_some_and(|party| party.deleted),
        };
        bench.require(!is_deleted, CheckKind::Beneficiary, Reason::BeneficiaryDeleted, Seen::Party(id), Seen::Nothing)?;
        Ok(id)
    }

    /// Who stands so many bonds above the friend. A deleted account in between passes on; a referral that a person refused does not.
    fn upline(&self, bench: &mut Bench<'_>, advocate: PartyId, bonds: u8) -> Result<PartyId, Reason> {
        let limit = Seen::Count(u32::from(bonds));
        let mut at = advocate;
        for _ in 1..bonds {
            // The friend can stand between, and be bound by this very event.
            let record = if bench.case.friend.is(at) { Some(&bench.case.friend.party) } else { self.state.parties.get(&at) };
            let Some(bond) = record.and_then(|record| record.bond).filter(|bond| self.holds(bond)) else {
                return bench.refuse(CheckKind::Upline, Reason::NoUpline, Seen::Nothing, limit);
            };
            if record.is_some_and(|record| record.rejected) {
                return bench.refuse(CheckKind::Upline, Reason::ReferralRejected, Seen::Party(at), limit);
            }
            at = self.state.resolve(bond.advocate);
        }
        // Where an order or the event says who is credited, the friend can stand above them.
        bench.require(!bench.case.friend.is(at), CheckKind::Upline, Reason::SelfReferral, Seen::Party(at), limit)?;
        Ok(at)
    }
}
