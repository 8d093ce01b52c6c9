//! How people are divided for good: the limited group of a program, and the arms of its experiments.

use super::bench::Bench;
use crate::engine::draft::Draft;
use crate::name::Key;
use crate::outcome::{CheckKind, Seen};
use crate::party::{Bond, PartyId, PartyName};
use crate::program::{Experiment, Mode, Unit};
use crate::reason::Reason;

impl Draft<'_> {
    /// Whether a program's mode asks for a person.
    pub(super) fn is_looked_at(&self, bench: &Bench<'_>, bond: &Bond) -> bool {
        match &bench.program.mode {
            Mode::Auto => false,
            Mode::Manual => true,
            Mode::Limited { percent, groups } => {
                let (party, name) = self.unit(bench, bond);
                !in_limited_group(name, *percent) && !self.groups_of(party, bench.case).iter().any(|group| groups.contains(group))
            }
        }
    }

    /// In no holdout, and in the arm that the rule is for.
    pub(super) fn experiments(&self, bench: &mut Bench<'_>, bond: &Bond) -> Result<(), Reason> {
        let program = bench.program;
        for experiment in &program.experiments {
            let arm = arm_of(experiment, self.unit(bench, bond).1);
            let saw = arm.map_or(Seen::Nothing, Seen::Name);
            bench.require(arm.is_some(), CheckKind::Experiment, Reason::Holdout, saw, Seen::Name(experiment.id))?;
            if let Some(wanted) = bench.rule.arm.filter(|wanted| wanted.experiment == experiment.id && Some(wanted.arm) != arm) {
                return bench.refuse(CheckKind::Experiment, Reason::NotInArm, saw, Seen::Name(wanted.arm));
            }
        }
        Ok(())
    }

    /// By whom the program divides people.
    fn unit(&self, bench: &Bench<'_>, bond: &Bond) -> (PartyId, PartyName) {
        match bench.program.unit {
            Unit::Advocate => (bond.advocate, self.known(bond.advocate).party.name),
            Unit::Friend => (bench.case.friend.id, bench.case.friend.party.name),
        }
    }
}

/// The number of a name. The choice is sticky: it hangs on the shop's own id alone, as a party's number says only in which order this desk met
/// people. An id that is no number goes by its symbol, which other desks can number otherwise.
const fn number_of(name: PartyName) -> u64 {
    let id = match name {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    id.bits().cast_unsigned()
}

/// The finalizer of SplitMix64: it spreads neighbouring numbers evenly.
const fn spread(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Whether somebody is among the `percent` of a hundred for whom nobody has to look.
fn in_limited_group(name: PartyName, percent: u8) -> bool {
    spread(number_of(name)) % 100 < u64::from(percent)
}

/// The arm that somebody is in; none in the holdout.
fn arm_of(experiment: &Experiment, name: PartyName) -> Option<Key> {
    let weights = experiment.arms.iter().map(|arm| u64::from(arm.weight)).sum::<u64>() + u64::from(experiment.holdout);
    let mut drawn = (spread(experiment.salt ^ spread(number_of(name)))).checked_rem(weights)?.checked_sub(u64::from(experiment.holdout))?;
    for arm in &experiment.arms {
        match drawn.checked_sub(u64::from(arm.weight)) {
            Some(rest) => drawn = rest,
            None => return Some(arm.name),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{CustomerKey, NameTable, Names as _};
    use crate::program::Arm;

    #[test]
    fn people_are_divided_by_weight_and_the_same_on_every_desk() {
        let drawn = |names: &mut NameTable| {
            let arms = [("a", 45), ("b", 45)].map(|(name, weight)| Arm { name: names.key(name), weight }).to_vec();
            let experiment = Experiment { id: names.key("welcome"), salt: Experiment::salt_of("welcome"), arms, holdout: 10 };
            let name_of = |key: Key| experiment.arms.iter().position(|arm| arm.name == key);
            let people = (0..10_000).map(|id| PartyName::Customer(CustomerKey(Key::from_bits(id))));
            people.map(|name| arm_of(&experiment, name).and_then(name_of)).collect::<Vec<_>>()
        };
        let here = drawn(&mut NameTable::default());
        let mut other = NameTable::default();
        for text in ["x", "y", "z"] {
            other.key(text);
        }
        assert_eq!(here, drawn(&mut other));
        let count = |arm: Option<usize>| here.iter().filter(|drawn| **drawn == arm).count();
        for (arm, expected) in [(None, 1_000), (Some(0), 4_500), (Some(1), 4_500)] {
            assert!(count(arm).abs_diff(expected) < 200, "{arm:?}: {}", count(arm));
        }
    }
}
