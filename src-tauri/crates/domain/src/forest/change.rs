//! Small changes between builds. Counts, sums and paths are exact at once; only the order of lists waits for [`Forest::settle`].

use super::build::lay_out;
use super::{Branch, Figures, Forest, Late, Misfit, NONE, Seat, sum};
use crate::party::PartyId;
use std::iter;

impl<const N: usize> Forest<N> {
    /// Lets new parties in, up to `parties` in all. They stand alone. A smaller number changes nothing.
    pub fn grow(&mut self, parties: u32) {
        // A newcomer has no friends and the highest number, so the end of the pre-order is its settled place.
        for party in (0..parties).skip(self.parties()) {
            self.place.push(party);
            self.figures.push([0; N]);
            self.order.push(PartyId(party));
            self.seats.push(Seat { head: party, up: NONE, span: 1, friends: 0 });
        }
    }

    /// Adds to a party's own figures, and so to every subtree that it is in. Negative values take away.
    ///
    /// # Errors
    /// [`Misfit::Stranger`], or [`Misfit::TooLarge`] with nothing changed.
    pub fn add(&mut self, party: PartyId, figures: &Figures<N>) -> Result<(), Misfit> {
        let place = self.place_of(party).ok_or(Misfit::Stranger { party })?;
        self.carry(place, figures)
    }

    /// Binds a friend, with everybody below, to an advocate. For a friend who has an advocate already this is a correction: the new bond
    /// takes the place of the old, and the forest is settled at once.
    ///
    /// # Errors
    /// [`Misfit::Stranger`], [`Misfit::Loop`] when the advocate is the friend or below them, [`Misfit::TooLarge`]; nothing is changed then.
    pub fn bind(&mut self, branch: Branch) -> Result<(), Misfit> {
        let Branch { friend, advocate } = branch;
        let place = self.place_of(friend).ok_or(Misfit::Stranger { party: friend })?;
        let up = self.place_of(advocate).ok_or(Misfit::Stranger { party: advocate })?;
        if friend == advocate || self.is_ancestor(friend, advocate) {
            let back = iter::once(advocate).chain(self.upline(advocate)).take_while(|party| *party != friend);
            return Err(Misfit::Loop { through: iter::once(friend).chain(back).collect() });
        }
        match self.seat(place).up {
            NONE => self.graft(place, up),
            before if before == up => Ok(()),
            before => self.rehang(place, before, up),
        }
    }

    /// Bonds that the order of lists does not know yet.
    #[must_use]
    pub fn unsettled(&self) -> usize {
        self.late.places.len()
    }

    /// Puts everybody in their place by the counts of now. Costs as much as a build without facts, so it is for when some thousands of
    /// bonds are unsettled, or when a list should show them in their order.
    pub fn settle(&mut self) {
        let mut advocate = vec![NONE; self.parties()];
        for (party, seat) in self.order.iter().zip(&self.seats) {
            advocate[party.0 as usize] = self.order.get(seat.up as usize).map_or(NONE, |above| above.0);
        }
        // It cannot fail: building and binding refuse rings.
        if lay_out(&advocate, &mut self.place, &mut self.order, &mut self.seats).is_ok() {
            self.late = Late::default();
        }
    }

    /// Hangs a whole tree from a place of another.
    fn graft(&mut self, place: u32, up: u32) -> Result<(), Misfit> {
        let friend = self.at(place);
        let figures = self.figures[friend.0 as usize];
        self.carry(up, &figures)?;
        let people = self.people(place);
        if self.late.people.is_empty() {
            // Zeros asked for in one piece take no memory until they are written to.
            self.late.people = vec![0; self.seats.len()];
        }
        self.late.people.resize(self.seats.len(), 0);
        let mut above = up;
        while let Some(seat) = self.seats.get(above as usize) {
            self.late.people[above as usize] += people;
            above = seat.up;
        }
        self.seats[place as usize].up = up;
        self.seats[up as usize].friends += 1;
        self.late.friends.entry(self.at(up).0).or_default().push(friend.0);
        self.late.places.insert(place);
        Ok(())
    }

    /// Takes a subtree from the place where it hangs to another.
    fn rehang(&mut self, place: u32, before: u32, up: u32) -> Result<(), Misfit> {
        let friend = self.at(place);
        let figures = self.figures[friend.0 as usize];
        let mut less = figures;
        for value in &mut less {
            *value = value.checked_neg().ok_or(Misfit::TooLarge { party: friend })?;
        }
        self.carry(before, &less)?;
        if let Err(misfit) = self.carry(up, &figures) {
            // What was there a moment ago fits there.
            self.carry(before, &figures)?;
            return Err(misfit);
        }
        self.seats[place as usize].up = up;
        self.settle();
        Ok(())
    }

    /// Adds to the sums of a place and of its upline: all of them or none.
    fn carry(&mut self, from: u32, figures: &Figures<N>) -> Result<(), Misfit> {
        for place in self.climb(Some(from)) {
            let party = self.at(place);
            sum(self.figures[party.0 as usize], figures).ok_or(Misfit::TooLarge { party })?;
        }
        let mut at = from;
        while let Some(seat) = self.seats.get(at as usize) {
            for (sum, value) in self.figures[self.order[at as usize].0 as usize].iter_mut().zip(figures) {
                *sum += value;
            }
            at = seat.up;
        }
        Ok(())
    }
}
