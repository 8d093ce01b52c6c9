//! Laying a forest out in pre-order, in time that grows with its parties alone: no recursion, no stack, no lists of children.

use super::{Branch, Figures, Forest, Late, Misfit, NONE, Seat, sum};
use crate::party::PartyId;
use crate::time::Timestamp;

impl<const N: usize> Forest<N> {
    /// The forest of the parties `0..parties` with these branches, and with these facts: what each party itself adds to the columns. A
    /// party may have any number of facts.
    ///
    /// # Errors
    /// [`Misfit`] for a ring, a second advocate of one friend, a number that is no party, and sums beyond 64 bits.
    pub fn build(
        parties: u32,
        branches: impl IntoIterator<Item = Branch>,
        facts: impl IntoIterator<Item = (PartyId, Figures<N>)>,
    ) -> Result<Self, Misfit> {
        Self::default().rebuilt(parties, branches, facts)
    }

    /// As [`Forest::build`], from what had happened by an instant: what is later is passed over. All that ever happened may be given.
    /// Parties who came later stand alone.
    ///
    /// # Errors
    /// As [`Forest::build`], for what had happened by then.
    pub fn as_of(
        at: Timestamp,
        parties: u32,
        branches: impl IntoIterator<Item = (Timestamp, Branch)>,
        facts: impl IntoIterator<Item = (Timestamp, PartyId, Figures<N>)>,
    ) -> Result<Self, Misfit> {
        let branches = branches.into_iter().filter(|(when, _)| *when <= at).map(|(_, branch)| branch);
        let facts = facts.into_iter().filter(|(when, ..)| *when <= at).map(|(_, party, figures)| (party, figures));
        Self::build(parties, branches, facts)
    }

    /// As [`Forest::build`], in the memory of this forest: fetching new pages from the system takes a third of the time of a large build.
    ///
    /// # Errors
    /// As [`Forest::build`].
    pub fn rebuilt(
        mut self,
        parties: u32,
        branches: impl IntoIterator<Item = Branch>,
        facts: impl IntoIterator<Item = (PartyId, Figures<N>)>,
    ) -> Result<Self, Misfit> {
        let advocate = advocates(parties, branches)?;
        let largest_first = lay_out(&advocate, &mut self.place, &mut self.order, &mut self.seats)?;
        if self.figures.capacity() == 0 {
            // Asked for in one piece, zeros come from the system as they are and need no writing.
            self.figures = vec![[0; N]; advocate.len()];
        } else {
            self.figures.clear();
            self.figures.resize(advocate.len(), [0; N]);
        }
        for (party, own) in facts {
            let figures = self.figures.get_mut(party.0 as usize).ok_or(Misfit::Stranger { party })?;
            *figures = sum(*figures, &own).ok_or(Misfit::TooLarge { party })?;
        }
        // The smallest subtrees first: each is complete before it is added to the one that it lies in.
        for party in largest_first.into_iter().rev() {
            let up = advocate[party as usize];
            let below = self.figures[party as usize];
            if let Some(figures) = self.figures.get_mut(up as usize) {
                *figures = sum(*figures, &below).ok_or(Misfit::TooLarge { party: PartyId(up) })?;
            }
        }
        self.late = Late::default();
        Ok(self)
    }
}

/// By party: its advocate or [`NONE`].
fn advocates(parties: u32, branches: impl IntoIterator<Item = Branch>) -> Result<Vec<u32>, Misfit> {
    let mut advocate = vec![NONE; parties as usize];
    for Branch { friend, advocate: up } in branches {
        let slot = advocate.get_mut(friend.0 as usize).ok_or(Misfit::Stranger { party: friend })?;
        if up.0 >= parties {
            return Err(Misfit::Stranger { party: up });
        }
        if *slot != NONE {
            return Err(Misfit::SecondAdvocate { friend });
        }
        *slot = up.0;
    }
    Ok(advocate)
}

/// Fills the pre-order in which siblings, and roots, stand by the people in their subtrees, most first, equals by number. Returns all
/// parties in that order of size.
pub(super) fn lay_out(advocate: &[u32], place: &mut Vec<u32>, order: &mut Vec<PartyId>, seats: &mut Vec<Seat>) -> Result<Vec<u32>, Misfit> {
    // Until a party has its place, its slot counts the friends that it waits for.
    place.clear();
    place.resize(advocate.len(), 0);
    let people = count_people(advocate, place)?;
    let largest_first = by_size(&people);
    order.clear();
    order.resize(advocate.len(), PartyId(0));
    seats.clear();
    seats.resize(advocate.len(), Seat { head: 0, up: NONE, span: 0, friends: 0 });
    // A party's slot says how many people it needs room for, and once it has its place, where its next friend goes.
    let mut next = people;
    let mut next_root = 0;
    // An advocate has more people below them than any of their friends, so it comes before them here and has its place already.
    for party in &largest_first {
        let span = next[*party as usize];
        let free = next.get_mut(advocate[*party as usize] as usize).unwrap_or(&mut next_root);
        let here = *free;
        *free += span;
        next[*party as usize] = here + 1;
        place[*party as usize] = here;
        order[here as usize] = PartyId(*party);
        seats[here as usize].span = span;
    }
    link_up(seats);
    Ok(largest_first)
}

/// Finds everybody's advocate by place: the nearest one before whose run reaches here. Each run is left behind once. Whoever stands right behind
/// the advocate is the first friend.
fn link_up(seats: &mut [Seat]) {
    let (mut up, mut head) = (NONE, 0);
    for (here, at) in (0..).zip(0..seats.len()) {
        while let Some(seat) = seats.get_mut(up as usize) {
            if up + seat.span > here {
                seat.friends += 1;
                break;
            }
            up = seat.up;
        }
        if up == NONE || up + 1 != here {
            head = here;
        }
        seats[at].up = up;
        seats[at].head = head;
        up = here;
    }
}

/// People in the subtree of each party, itself included; `waiting` comes in as zeros and is used up. Works from the leaves up: whoever has
/// heard from all friends reports to the advocate. Those who never do are exactly the parties of rings.
fn count_people(advocate: &[u32], waiting: &mut [u32]) -> Result<Vec<u32>, Misfit> {
    const REPORTED: u32 = u32::MAX;
    for up in advocate {
        if let Some(friends) = waiting.get_mut(*up as usize) {
            *friends += 1;
        }
    }
    let mut people = vec![1; advocate.len()];
    for start in 0..advocate.len() {
        let mut at = start;
        while waiting[at] == 0 {
            waiting[at] = REPORTED;
            let up = advocate[at];
            if up == NONE {
                break;
            }
            let below = people[at];
            at = up as usize;
            people[at] += below;
            waiting[at] -= 1;
        }
    }
    match (0..).zip(waiting).find(|(_, friends)| **friends != REPORTED) {
        Some((first, _)) => Err(Misfit::Loop { through: around(advocate, first) }),
        None => Ok(people),
    }
}

/// The ring through `first`.
fn around(advocate: &[u32], first: u32) -> Vec<PartyId> {
    let mut through = vec![PartyId(first)];
    let mut at = advocate[first as usize];
    while at != first {
        through.push(PartyId(at));
        at = advocate[at as usize];
    }
    through
}

/// The parties by people, most first, equals by number: a counting sort.
fn by_size(people: &[u32]) -> Vec<u32> {
    let most = people.iter().copied().max().unwrap_or(0);
    let mut starts = vec![0u32; most as usize + 1];
    for count in people {
        starts[*count as usize] += 1;
    }
    let mut next = 0;
    for start in starts.iter_mut().rev() {
        next += std::mem::replace(start, next);
    }
    let mut sorted = vec![0; people.len()];
    for (party, count) in (0..).zip(people) {
        let slot = &mut starts[*count as usize];
        sorted[*slot as usize] = party;
        *slot += 1;
    }
    sorted
}
