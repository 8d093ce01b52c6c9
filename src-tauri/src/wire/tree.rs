//! The referral tree.

use super::{Money, PersonRef, all, count, cut};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;
use vouchsafe_domain::time::Timestamp;

/// The moment for which the tree is shown; nothing at all is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Moment {
    /// Bonds and money up to then, by what is known today.
    pub as_of: Option<String>,
    /// What this desk knew then.
    pub as_known: Option<String>,
}

/// Reads an instant of the window's.
///
/// # Errors
/// `bad_moment`.
pub fn instant(text: Option<&String>) -> Answer<Option<Timestamp>> {
    let parse = |text: &String| Timestamp::parse(text).map_err(|_| AppError::new("bad_moment", [("what", cut(text.clone()))]));
    text.filter(|text| !text.trim().is_empty()).map(parse).transpose()
}

/// In which order friends come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TreeSort {
    /// The most people below them first.
    Subtree,
    /// The newest bond first.
    Newest,
    /// The largest revenue below them first.
    Revenue,
}

/// A person in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TreeNode {
    /// Who.
    pub person: PersonRef,
    /// How far from the root; a root is 0.
    pub level: u32,
    /// How many friends they brought.
    pub children: u32,
    /// How many people stand below them.
    pub subtree: u32,
    /// What the people below them brought, for each currency.
    pub revenue: Vec<Money>,
    /// What rewards of these people and their own cost, for each currency.
    pub cost: Vec<Money>,
    /// Since when they are bound.
    pub bound_at: Option<String>,
    /// By which code.
    pub code: Option<String>,
}

impl From<view::TreeNode> for TreeNode {
    fn from(node: view::TreeNode) -> Self {
        Self {
            person: node.person.into(),
            level: node.level,
            children: count(node.children),
            subtree: count(node.subtree),
            revenue: all(node.revenue),
            cost: all(node.cost),
            bound_at: node.bound_at.map(|at| at.to_string()),
            code: node.code.map(cut),
        }
    }
}

/// Part of a person's friends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TreePage {
    /// The people.
    pub nodes: Vec<TreeNode>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

impl From<view::Page<view::TreeNode>> for TreePage {
    fn from(page: view::Page<view::TreeNode>) -> Self {
        Self { nodes: all(page.rows), next: page.next, count: count(page.count) }
    }
}

/// A person in the drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DrawnNode {
    /// Who, with their figures.
    pub node: TreeNode,
    /// Under whom they are drawn: a party's number.
    pub parent: Option<u32>,
    /// Friends who are not drawn.
    pub hidden: u32,
    /// People below these.
    pub hidden_people: u32,
}

/// The part of the tree that is drawn, parents before their friends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TreeDrawing {
    /// Who is drawn.
    pub nodes: Vec<DrawnNode>,
    /// How many people there are in all.
    pub people: u32,
    /// The deepest level.
    pub deepest: u32,
}

/// What the whole tree comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TreeSummary {
    /// People with a place in it.
    pub people: u32,
    /// People whom nobody brought and who brought somebody.
    pub roots: u32,
    /// The deepest level.
    pub deepest: u32,
    /// The most people below one person.
    pub largest: u32,
    /// Since when this desk knows anything.
    pub known_from: Option<String>,
    /// Until when.
    pub known_to: Option<String>,
    /// The first bond.
    pub first_bond: Option<String>,
    /// The last bond.
    pub last_bond: Option<String>,
}

impl Moment {
    /// The moment as instants.
    ///
    /// # Errors
    /// `bad_moment`.
    pub fn parse(&self) -> Answer<view::Moment> {
        Ok(view::Moment { as_of: instant(self.as_of.as_ref())?, as_known: instant(self.as_known.as_ref())? })
    }
}

impl From<TreeSort> for view::TreeSort {
    fn from(sort: TreeSort) -> Self {
        match sort {
            TreeSort::Subtree => Self::Subtree,
            TreeSort::Newest => Self::Newest,
            TreeSort::Revenue => Self::Revenue,
        }
    }
}

impl From<view::DrawnNode> for DrawnNode {
    fn from(drawn: view::DrawnNode) -> Self {
        Self { node: drawn.node.into(), parent: drawn.parent, hidden: count(drawn.hidden), hidden_people: count(drawn.hidden_people) }
    }
}

impl From<view::TreeDrawing> for TreeDrawing {
    fn from(drawing: view::TreeDrawing) -> Self {
        Self { nodes: all(drawing.nodes), people: count(drawing.people), deepest: drawing.deepest }
    }
}

impl From<view::TreeSummary> for TreeSummary {
    fn from(summary: view::TreeSummary) -> Self {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            people: count(summary.people),
            roots: count(summary.roots),
            deepest: summary.deepest,
            largest: count(summary.largest),
            known_from: text(summary.known_from),
            known_to: text(summary.known_to),
            first_bond: text(summary.first_bond),
            last_bond: text(summary.last_bond),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_parsed_at_the_door() {
        let moment = |as_of: Option<&str>| Moment { as_of: as_of.map(str::to_owned), as_known: None };
        assert!(moment(None).parse().unwrap().is_now());
        assert!(moment(Some(" ")).parse().unwrap().is_now());
        assert_eq!(moment(Some("2026-03-01T00:00:00Z")).parse().unwrap().as_of.unwrap().to_string(), "2026-03-01T00:00:00Z");
        assert_eq!(moment(Some("yesterday")).parse().unwrap_err().code, "bad_moment");
    }
}
