//! The referral forest: who brought whom, and what everybody below a person comes to.
//!
//! A party has at most one advocate, so the bonds form trees. The forest keeps the parties in pre-order: a party stands before everybody
//! below it, and all of them stand in one unbroken run, friends with more people below them first, equals by number. The next friend of the
//! same advocate is therefore found by stepping over the run of the one before, which makes lists in order of size free of any index.
//!
//! Each party holds the sums of its own subtree, not prefix sums over the order. A subtree is then one look-up, and a change of one party's
//! figures touches that party and its upline and nothing else; prefix sums would have to be shifted for everybody behind it.
//!
//! | question | cost |
//! |---|---|
//! | [`Forest::subtree`], [`Forest::advocate`] | O(1) |
//! | [`Forest::is_ancestor`] | O(1), and a look-up more for each bond on the way that is not settled |
//! | [`Forest::level`] | O(log parties): see below |
//! | [`Forest::path`] | that, and a copy of the path |
//! | [`Forest::upline`] | O(1) for each party listed |
//! | [`Forest::children`], [`Forest::roots`] | O(1) for each party listed |
//! | [`Forest::add`], [`Forest::bind`] of a new friend | O(level) |
//! | [`Forest::deepest`] | O(people in the subtree) |
//! | [`Forest::build`], [`Forest::as_of`], [`Forest::settle`] | O(parties + facts) |
//!
//! The first friend of a party stands right behind it, and that is the friend with the most people. So the way down that always takes the first
//! friend is an unbroken run, and each seat knows where its run begins. A path is a few such runs, one behind the other: whoever leaves one run
//! for another comes to a party with at least twice as many people, which can happen only log₂ times.
//!
//! **As of a date.** The forest as of an instant has exactly the bonds made, and the facts that happened, not later than it. A friend can be
//! bound before its advocate is, so no cut through one order answers every date; [`Forest::as_of`] builds the forest of that date, which
//! costs no more than any build, and a question about it then costs what it costs about today.

mod build;
mod change;
#[cfg(test)]
mod tests;

use crate::party::PartyId;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

/// Stands for “no advocate” among numbers and places; no forest has that many parties.
const NONE: u32 = u32::MAX;

/// A bond as the forest sees it: `advocate` brought `friend`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// The party who was brought.
    pub friend: PartyId,
    /// The party who brought them.
    pub advocate: PartyId,
}

/// `N` columns that add up over people, such as orders, revenue and cost. A column of money holds minor units of one currency, so several
/// currencies need a column each and are never summed across.
pub type Figures<const N: usize> = [i64; N];

/// A party and everybody below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree<const N: usize> {
    /// How many people there are, the party included.
    pub people: u32,
    /// How many of them the party itself brought.
    pub friends: u32,
    /// What all of them come to, the party included.
    pub figures: Figures<N>,
}

/// What does not fit into a forest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Parties that bring each other in a ring: each is followed by its advocate, the last by the first. A party that brings itself is a
    /// ring of one.
    #[error("{}", ring(.through))]
    Loop {
        /// The parties of the ring, from the one with the lowest number (in [`Forest::bind`]: from the friend).
        through: Vec<PartyId>,
    },
    /// A party for which two bonds were given.
    #[error("party {} has two advocates", .friend.0)]
    SecondAdvocate {
        /// The party with two bonds.
        friend: PartyId,
    },
    /// A number outside the parties of the forest.
    #[error("party {} is not in the forest", .party.0)]
    Stranger {
        /// The number.
        party: PartyId,
    },
    /// Figures whose sum does not fit into 64 bits.
    #[error("the figures below party {} do not fit into 64 bits", .party.0)]
    TooLarge {
        /// The party at which the sum was too large.
        party: PartyId,
    },
}

/// Trees of parties with the sums of every subtree.
#[derive(Debug, Clone, Default)]
pub struct Forest<const N: usize> {
    /// By party: its place in pre-order.
    place: Vec<u32>,
    /// By party: the sums of its subtree as of now.
    figures: Vec<Figures<N>>,
    /// By place: who stands there.
    order: Vec<PartyId>,
    /// By place.
    seats: Vec<Seat>,
    late: Late,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy)]
struct Seat {
    /// The place at which the run of first friends begins that this one is in; itself, if it is nobody's first friend.
    head: u32,
    /// The place of the advocate or [`NONE`].
    up: u32,
    /// Length of the run: people in the subtree at the last settling.
    span: u32,
    /// Friends brought by the party itself, as of now.
    friends: u32,
}

/// What has been bound since the last settling. Each friend among them is a root in the pre-order.
#[derive(Debug, Clone, Default)]
struct Late {
    /// By place: people beyond the span. Empty until something is bound.
    people: Vec<u32>,
    /// By advocate: their late friends, in the order in which they came.
    friends: FxHashMap<u32, Vec<u32>>,
    /// The places of the late friends.
    places: BTreeSet<u32>,
}

impl<const N: usize> Forest<N> {
    /// How many parties there are, bound or not.
    #[must_use]
    pub const fn parties(&self) -> usize {
        self.place.len()
    }

    /// The party with everybody below it; `None` for a stranger.
    #[must_use]
    pub fn subtree(&self, party: PartyId) -> Option<Subtree<N>> {
        let place = self.place_of(party)?;
        let figures = self.figures[party.0 as usize];
        Some(Subtree { people: self.people(place), friends: self.seat(place).friends, figures })
    }

    /// Who brought the party; `None` for a root or a stranger.
    #[must_use]
    pub fn advocate(&self, party: PartyId) -> Option<PartyId> {
        self.upline(party).next()
    }

    /// The party's advocate, the advocate of that one, and so on up to the root.
    pub fn upline(&self, party: PartyId) -> impl Iterator<Item = PartyId> + '_ {
        self.climb(self.place_of(party)).skip(1).map(|place| self.at(place))
    }

    /// From the root down to the party itself; empty for a stranger.
    #[must_use]
    pub fn path(&self, party: PartyId) -> Vec<PartyId> {
        let runs: SmallVec<[_; 24]> = self.runs(party).collect();
        let mut path = Vec::with_capacity(runs.iter().map(ExactSizeIterator::len).sum());
        for run in runs.into_iter().rev() {
            path.extend_from_slice(&self.order[run]);
        }
        path
    }

    /// Bonds between the party and its root: 0 for a root, `None` for a stranger.
    #[must_use]
    pub fn level(&self, party: PartyId) -> Option<usize> {
        self.runs(party).map(|run| run.len()).sum::<usize>().checked_sub(1)
    }

    /// Bonds between the party and the deepest of its subtree; without a party, of the whole forest. As of the last [`Forest::settle`].
    #[must_use]
    pub fn deepest(&self, party: Option<PartyId>) -> usize {
        let (start, end) = match party.map(|party| self.place_of(party)) {
            None => (0, self.seats.len()),
            Some(None) => return 0,
            Some(Some(place)) => (place as usize, self.behind(place) as usize),
        };
        let mut levels: Vec<u32> = Vec::with_capacity(end - start);
        for seat in &self.seats[start..end] {
            let above = (seat.up as usize).checked_sub(start).and_then(|up| levels.get(up));
            levels.push(above.map_or(0, |above| above + 1));
        }
        levels.into_iter().max().unwrap_or(0) as usize
    }

    /// Whether `lower` was brought by `upper`, directly or through others. Nobody is their own ancestor.
    #[must_use]
    pub fn is_ancestor(&self, upper: PartyId, lower: PartyId) -> bool {
        let (Some(upper), Some(lower)) = (self.place_of(upper), self.place_of(lower)) else { return false };
        let run = upper..upper + self.seat(upper).span;
        // From tree to tree along the late bonds: with none on the way, the first look at the run decides.
        let mut trees = iter::successors(Some(lower), |place| self.late_bond_above(*place));
        upper != lower && trees.any(|place| run.contains(&place))
    }

    /// The friends whom the party itself brought, after the given one (`None`: from the start; one who is not among them: nothing).
    ///
    /// Friends bound since the last [`Forest::settle`] come first, the latest before the earlier; then the others in the order of that
    /// settling: most people first, equals by number.
    pub fn children(&self, party: PartyId, after: Option<PartyId>) -> impl Iterator<Item = PartyId> + '_ {
        let late = self.late.friends.get(&party.0).map_or(&[][..], Vec::as_slice);
        let place = self.place_of(party);
        let run = place.map_or(0..0, |place| place + 1..self.behind(place));
        let (left, start) = match after.map(|after| (after, self.place_of(after))) {
            None => (late.len(), run.start),
            Some((after, after_place)) => match (late.iter().position(|friend| *friend == after.0), after_place) {
                (Some(before), _) => (before, run.start),
                (None, Some(at)) if place == Some(self.seat(at).up) => (0, self.behind(at)),
                _ => (0, run.end),
            },
        };
        late[..left].iter().rev().copied().map(PartyId).chain(self.siblings(start, run.end))
    }

    /// The parties without an advocate, after the given one, in the order of the last [`Forest::settle`]: most people first, equals by
    /// number. Those without friends are trees of one and come last. A key that was no root then is followed by nothing; one that has been
    /// bound since still holds its place.
    pub fn roots(&self, after: Option<PartyId>) -> impl Iterator<Item = PartyId> + '_ {
        let end = u32::try_from(self.parties()).unwrap_or(NONE);
        let was_root = |place: &u32| self.seat(*place).up == NONE || self.late.places.contains(place);
        let behind = |after| self.place_of(after).filter(was_root).map_or(end, |place| self.behind(place));
        self.siblings(after.map_or(0, behind), end).filter(|party| self.advocate(*party).is_none())
    }

    fn place_of(&self, party: PartyId) -> Option<u32> {
        self.place.get(party.0 as usize).copied()
    }

    fn seat(&self, place: u32) -> &Seat {
        &self.seats[place as usize]
    }

    /// Who stands at a place.
    fn at(&self, place: u32) -> PartyId {
        self.order[place as usize]
    }

    /// The runs of places that lead to a party, from its own up to the one of the root.
    fn runs(&self, party: PartyId) -> impl Iterator<Item = Range<usize>> + '_ {
        let above = |place: u32| Some(self.seat(self.seat(place).head).up).filter(|up| *up != NONE);
        iter::successors(self.place_of(party), move |place| above(*place)).map(|place| self.seat(place).head as usize..place as usize + 1)
    }

    fn people(&self, place: u32) -> u32 {
        self.seat(place).span + self.late.people.get(place as usize).copied().unwrap_or(0)
    }

    /// The place behind the run of this one: where its next sibling stands.
    fn behind(&self, place: u32) -> u32 {
        place + self.seat(place).span
    }

    /// The place itself and those of its upline.
    fn climb(&self, from: Option<u32>) -> impl Iterator<Item = u32> + '_ {
        iter::successors(from, |place| Some(self.seat(*place).up).filter(|up| *up != NONE))
    }

    /// The advocate's place of the late bond from which this place hangs, if its tree of the last settling hangs from one.
    fn late_bond_above(&self, place: u32) -> Option<u32> {
        let root = *self.late.places.range(..=place).next_back()?;
        (place < self.behind(root)).then(|| self.seat(root).up)
    }

    fn siblings(&self, start: u32, end: u32) -> impl Iterator<Item = PartyId> + '_ {
        let within = move |place: u32| Some(place).filter(|place| *place < end);
        let places = iter::successors(within(start), move |place| within(self.behind(*place)));
        places.map(|place| self.at(place))
    }
}

fn sum<const N: usize>(mut one: Figures<N>, other: &Figures<N>) -> Option<Figures<N>> {
    for (sum, value) in one.iter_mut().zip(other) {
        *sum = sum.checked_add(*value)?;
    }
    Some(one)
}

/// A ring in words, cut to a readable length.
fn ring(through: &[PartyId]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = through.iter().take(SHOWN).map(|party| party.0.to_string()).collect();
    let back = match through.first() {
        Some(first) if through.len() <= SHOWN => first.0.to_string(),
        _ => format!("… ({} parties)", through.len()),
    };
    format!("parties bring each other in a ring: {} → {back}", shown.join(" → "))
}
