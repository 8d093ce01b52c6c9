//! Who brings whom: by preferential attachment, so that a few advocates bring very many.

use crate::customer::{Customer, NOBODY};
use crate::instant::Micros;
use crate::rng::Rng;
use crate::spec::{Preset, Spec};

/// The longest chain of the deep preset.
const DEEPEST: u32 = 10_000;

/// The state of the growing referral forest.
#[derive(Debug)]
pub(crate) struct Tree {
    preset: Preset,
    customers: u32,
    /// One ticket for owning a code and one for each friend brought: who has more is drawn more often.
    tickets: Vec<u32>,
    /// Everybody with a code, outside the viral subtree.
    owners: Vec<u32>,
    /// The same, inside the one subtree of the viral preset.
    viral: Vec<u32>,
    ring: Option<OpenRing>,
    rings: u32,
}

#[derive(Debug)]
struct OpenRing {
    number: u32,
    leader: u32,
    left: u32,
}

/// What is decided about a newcomer when they come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bond {
    pub(crate) advocate: u32,
    pub(crate) owns_code: bool,
    pub(crate) ring: u32,
}

impl Tree {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self { preset: spec.preset, customers: spec.customers, tickets: Vec::new(), owners: Vec::new(), viral: Vec::new(), ring: None, rings: 0 }
    }

    /// The customers whose place in the tree is the preset's promise: they register first and order when they come.
    pub(crate) fn must_order(&self, index: u32) -> bool {
        match self.preset {
            Preset::Normal => false,
            Preset::Viral => index.is_multiple_of(2),
            Preset::Deep => index.is_multiple_of(2) && index / 2 < self.depth(),
        }
    }

    fn depth(&self) -> u32 {
        (self.customers / 2).min(DEEPEST)
    }

    /// Who brought the customer `index`, who comes at `at`, and whether they get a code of their own.
    pub(crate) fn draw_bond(&mut self, index: u32, at: Micros, customers: &[Customer], rng: &mut Rng) -> Bond {
        let owns_code = rng.chance(3_000);
        if self.must_order(index) {
            let advocate = self.promised_advocate(index, rng);
            return Bond { advocate, owns_code: owns_code || self.preset == Preset::Deep || index == 0, ring: 0 };
        }
        if let Some(bond) = self.ring_bond(rng) {
            return Bond { owns_code: owns_code && rng.chance(3_000), ..bond };
        }
        if owns_code && rng.chance(250) {
            self.rings += 1;
            self.ring = Some(OpenRing { number: self.rings, leader: index, left: rng.between(3, 10) });
            return Bond { advocate: NOBODY, owns_code, ring: self.rings };
        }
        let advocate = if rng.chance(4_500) { self.any_owner(at, customers, rng) } else { NOBODY };
        Bond { advocate, owns_code, ring: 0 }
    }

    fn promised_advocate(&self, index: u32, rng: &mut Rng) -> u32 {
        match self.preset {
            _ if index == 0 => NOBODY,
            Preset::Deep => index - 2,
            _ => draw(&self.viral, rng),
        }
    }

    fn ring_bond(&mut self, rng: &mut Rng) -> Option<Bond> {
        let ring = self.ring.as_mut()?;
        if !rng.chance(5_000) {
            return None;
        }
        let bond = Bond { advocate: ring.leader, owns_code: false, ring: ring.number };
        ring.left -= 1;
        if ring.left == 0 {
            self.ring = None;
        }
        Some(bond)
    }

    /// Somebody with a code who has an account at `at`, drawn by how many they brought; [`NOBODY`] if none turns up.
    pub(crate) fn any_owner(&self, at: Micros, customers: &[Customer], rng: &mut Rng) -> u32 {
        for _ in 0..4 {
            // Mostly by what they brought so far, else any owner.
            let owner = draw(if rng.chance(7_000) { &self.tickets } else { &self.owners }, rng);
            if owner != NOBODY && customers[owner as usize].joined <= at {
                return owner;
            }
        }
        NOBODY
    }

    /// Counts the customer who was just added.
    pub(crate) fn add(&mut self, index: u32, customers: &[Customer]) {
        let customer = &customers[index as usize];
        let viral = self.preset == Preset::Viral && self.must_order(index);
        let list = if viral { &mut self.viral } else { &mut self.tickets };
        if customer.owns_code {
            list.push(index);
            if !viral {
                self.owners.push(index);
            }
        }
        if customer.advocate != NOBODY {
            list.push(customer.advocate);
        }
    }
}

fn draw(tickets: &[u32], rng: &mut Rng) -> u32 {
    if tickets.is_empty() { NOBODY } else { rng.pick(tickets) }
}
