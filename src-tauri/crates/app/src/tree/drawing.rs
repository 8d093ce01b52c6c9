//! What of a tree is drawn.
//!
//! Levels are drawn whole, from the root down, as long as they fit. Of the first one that does not, the largest subtrees are drawn, and a part
//! of the room is kept for the way that leads from the largest of them down its largest friends: so one sees how deep a tree goes.

use super::layout::Layout;
use crate::view::{DrawnNode, TreeNode};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use vouchsafe_domain::party::PartyId;

/// Somebody who is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) party: PartyId,
    parent: Option<PartyId>,
    friends: u64,
    people_below: u64,
    drawn_friends: u64,
    drawn_people: u64,
}

impl Drawn {
    fn of(tree: &Layout, party: PartyId, parent: Option<PartyId>) -> Self {
        let subtree = tree.shape.subtree(party);
        Self {
            party,
            parent,
            friends: tree.friends(party),
            people_below: subtree.map_or(0, |subtree| u64::from(subtree.people) - 1),
            drawn_friends: 0,
            drawn_people: 0,
        }
    }

    pub(super) fn with(self, node: TreeNode) -> DrawnNode {
        DrawnNode {
            node,
            parent: self.parent.map(|parent| parent.0),
            hidden: self.friends - self.drawn_friends,
            hidden_people: self.people_below - self.drawn_people,
        }
    }
}

struct Sheet<'t> {
    tree: &'t Layout,
    drawn: Vec<Drawn>,
    most: usize,
}

/// Who is drawn, parents before children.
pub(super) fn drawn(tree: &Layout, root: Option<PartyId>, most: usize) -> Vec<Drawn> {
    let mut sheet = Sheet { tree, drawn: Vec::with_capacity(most), most };
    match root {
        Some(root) => sheet.drawn.push(Drawn::of(tree, root, None)),
        // Half the room is for what stands below the roots.
        None => sheet.drawn.extend(tree.roots().take(most.div_ceil(2)).map(|root| Drawn::of(tree, root, None))),
    }
    let mut level = 0..sheet.drawn.len();
    loop {
        let next = sheet.level_below(level.clone());
        if next.is_empty() {
            return sheet.drawn;
        }
        level = next;
    }
}

impl Sheet<'_> {
    /// Draws the friends of a level, the largest first; returns where they stand in the list.
    fn level_below(&mut self, level: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = self.drawn.len();
        let room = self.most - start;
        let friends: u64 = self.drawn[level.clone()].iter().map(|drawn| drawn.friends).sum();
        let is_whole = friends <= room as u64;
        let found = self.largest_friends(level, room);
        if is_whole {
            found.into_iter().for_each(|(parent, friend)| self.draw(friend, parent));
            return start..self.drawn.len();
        }
        // Of a level that does not fit, a quarter of the room is kept for the way down.
        let (largest, others) = found.split_at(found.len() - room / 4);
        largest.iter().for_each(|(parent, friend)| self.draw(*friend, *parent));
        self.way_down(start);
        let left = self.most - self.drawn.len();
        others.iter().take(left).for_each(|(parent, friend)| self.draw(*friend, *parent));
        start..start
    }

    /// The largest friends of some people, each with the place of the parent.
    fn largest_friends(&self, parents: std::ops::Range<usize>, most: usize) -> Vec<(usize, PartyId)> {
        let mut lists: Vec<_> = parents.map(|parent| (parent, self.tree.shape.children(self.drawn[parent].party, None))).collect();
        let people = |party: PartyId| self.tree.shape.subtree(party).map_or(0, |subtree| subtree.people);
        let mut heads = BinaryHeap::new();
        for (list, (_, friends)) in lists.iter_mut().enumerate() {
            heads.extend(friends.next().map(|friend| (people(friend), Reverse(friend), list)));
        }
        let mut found = Vec::new();
        while let Some((_, Reverse(friend), list)) = heads.pop() {
            if found.len() == most {
                break;
            }
            found.push((lists[list].0, friend));
            heads.extend(lists[list].1.next().map(|friend| (people(friend), Reverse(friend), list)));
        }
        found
    }

    /// From somebody drawn down the largest friends, as far as there is room.
    fn way_down(&mut self, mut parent: usize) {
        while self.drawn.len() < self.most {
            let Some(drawn) = self.drawn.get(parent) else { return };
            let Some(friend) = self.tree.shape.children(drawn.party, None).next() else { return };
            self.draw(friend, parent);
            parent = self.drawn.len() - 1;
        }
    }

    fn draw(&mut self, friend: PartyId, parent: usize) {
        let drawn = Drawn::of(self.tree, friend, Some(self.drawn[parent].party));
        self.drawn[parent].drawn_friends += 1;
        self.drawn[parent].drawn_people += 1 + drawn.people_below;
        self.drawn.push(drawn);
    }
}
