//! What is shown of the referral tree.

use super::Person;
use vouchsafe_domain::money::Money;
use vouchsafe_domain::time::Timestamp;

/// The moment for which a tree is shown. With neither it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment {
    /// Bonds and money up to this instant.
    pub as_of: Option<Timestamp>,
    /// By what this desk knew at this instant.
    pub as_known: Option<Timestamp>,
}

impl Moment {
    /// Whether it is now.
    #[must_use]
    pub const fn is_now(self) -> bool {
        self.as_of.is_none() && self.as_known.is_none()
    }
}

/// In which order friends are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TreeSort {
    /// Those with the most people below them first.
    #[default]
    Subtree,
    /// Those bound last first.
    Newest,
    /// Those below whom the most revenue came in first, by the currency that most people paid in; the next one decides between equals.
    Revenue,
}

/// A person in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeNode {
    /// Who. The number is that of the tree's moment.
    pub person: Person,
    /// How far from the root; a root is 0.
    pub level: u32,
    /// How many friends they brought.
    pub children: u64,
    /// How many people stand below them.
    pub subtree: u64,
    /// What the people below them brought, for each currency.
    pub revenue: Vec<Money>,
    /// What rewards of the people below them and their own cost, for each currency.
    pub cost: Vec<Money>,
    /// Since when they are bound.
    pub bound_at: Option<Timestamp>,
    /// By which code.
    pub code: Option<String>,
}

/// The part of a tree that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeDrawing {
    /// Parents before children.
    pub nodes: Vec<DrawnNode>,
    /// How many people the whole tree has.
    pub people: u64,
    /// The level of the deepest, counted from the drawing's root.
    pub deepest: u32,
}

/// A person in a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnNode {
    /// Who.
    pub node: TreeNode,
    /// The party under which it is drawn.
    pub parent: Option<u32>,
    /// Friends that are not drawn.
    pub hidden: u64,
    /// These friends and everybody below them.
    pub hidden_people: u64,
}

/// The tree in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TreeSummary {
    /// People who were brought or brought somebody.
    pub people: u64,
    /// Roots that brought somebody.
    pub roots: u64,
    /// The level of the deepest.
    pub deepest: u32,
    /// People in the largest tree, its root included.
    pub largest: u64,
    /// The first instant at which this desk knew anything.
    pub known_from: Option<Timestamp>,
    /// The last instant at which it learned something.
    pub known_to: Option<Timestamp>,
    /// The first bond.
    pub first_bond: Option<Timestamp>,
    /// The last bond.
    pub last_bond: Option<Timestamp>,
}
