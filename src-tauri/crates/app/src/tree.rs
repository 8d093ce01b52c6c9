//! The referral tree: whom somebody brought, directly and through others, and what that came to: now, as of a date, and as known on a date.

mod drawing;
mod layout;
mod past;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::MAX_PAGE;
use crate::view::{Moment, Page, TreeDrawing, TreeNode, TreeSort, TreeSummary};
use layout::Layout;
use std::sync::{Arc, Mutex};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::party::PartyId;

/// The most people of a path that are shown: its root and its lower end, whose levels tell the gap.
const LONGEST_PATH: usize = 100;
/// The most people that are drawn.
pub(crate) const MOST_DRAWN: usize = 300;
/// How many trees of other moments are kept.
const PAST: usize = 2;

/// For which state of the log, and for which instant, a tree was laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// The last entry of the journal that it knows.
    entry: u64,
    as_of: Option<vouchsafe_domain::time::Timestamp>,
}

/// The tree of now, which is laid out again when the log has grown, and the trees of other moments that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct TreeCache {
    now: Mutex<Option<(u64, Arc<Layout>)>>,
    past: Mutex<Vec<(Place, Arc<Layout>)>>,
}

impl Desk {
    /// The friends of a party; without a party, the roots that brought somebody.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn tree_children(&self, party: Option<u32>, moment: Moment, sort: TreeSort, after: Option<&str>, limit: u32) -> Result<Page<TreeNode>> {
        let tree = self.tree(moment).await?;
        let no_page = || AppError::NotFound { what: "such a page".to_owned() };
        let after = after.map(|text| text.parse().map(PartyId)).transpose().map_err(|_| no_page())?;
        let party = party.map(|party| tree.now_called(PartyId(party)));
        let limit = limit.clamp(1, MAX_PAGE) as usize;
        let mut found = tree.listed(party, sort, after, limit + 1);
        let next = (found.len() > limit).then(|| found[limit - 1].0.to_string());
        found.truncate(limit);
        let count = party.map_or_else(|| tree.roots().count() as u64, |party| tree.friends(party));
        Ok(Page { rows: self.nodes(&tree, &found).await?, next, count })
    }

    /// From the root down to a party. Of a very long path the root and its lower end.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn tree_path(&self, party: u32, moment: Moment) -> Result<Vec<TreeNode>> {
        let tree = self.tree(moment).await?;
        let mut path = tree.path(self.standing(&tree, party).await?);
        if path.len() > LONGEST_PATH {
            path.drain(1..=path.len() - LONGEST_PATH);
        }
        self.nodes(&tree, &path).await
    }

    /// The part of a tree that fits a drawing: whole levels from the root down, the largest subtrees first, and the way to the deepest end of
    /// the largest. Without a root, all trees side by side.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn tree_drawing(&self, root: Option<u32>, moment: Moment, most: u32) -> Result<TreeDrawing> {
        let tree = self.tree(moment).await?;
        let root = match root {
            Some(root) => Some(self.standing(&tree, root).await?),
            None => None,
        };
        let drawn = drawing::drawn(&tree, root, (most as usize).clamp(1, MOST_DRAWN));
        let parties: Vec<PartyId> = drawn.iter().map(|person| person.party).collect();
        let nodes = self.nodes(&tree, &parties).await?.into_iter().zip(drawn);
        let deepest = tree.shape.deepest(root);
        Ok(TreeDrawing {
            nodes: nodes.map(|(node, person)| person.with(node)).collect(),
            people: root.map_or_else(|| tree.people(), |root| u64::from(tree.shape.subtree(root).map_or(1, |subtree| subtree.people))),
            deepest: u32::try_from(deepest).unwrap_or(u32::MAX),
        })
    }

    /// The tree in figures.
    ///
    /// # Errors
    /// What the db says.
    pub async fn tree_summary(&self, moment: Moment) -> Result<TreeSummary> {
        let tree = self.tree(moment).await?;
        let known = self.db().known_range().await?;
        let largest = tree.roots().next().and_then(|root| tree.shape.subtree(root)).map_or(0, |subtree| subtree.people);
        let bonds = || tree.bonds.iter().map(|bond| bond.bound_at);
        Ok(TreeSummary {
            people: tree.people(),
            roots: tree.roots().count() as u64,
            deepest: u32::try_from(tree.shape.deepest(None)).unwrap_or(u32::MAX),
            largest: u64::from(largest),
            known_from: known.map(|known| known.from),
            known_to: known.map(|known| known.to),
            first_bond: bonds().min(),
            last_bond: bonds().max(),
        })
    }

    /// The number under which somebody stands in a tree. Whoever brought nobody and was not brought stands alone.
    async fn standing(&self, tree: &Layout, party: u32) -> Result<PartyId> {
        let standing = tree.now_called(PartyId(party));
        if tree.shape.subtree(standing).is_none() && self.db().people([standing]).await?.is_empty() {
            return Err(AppError::NotFound { what: format!("party {party}") });
        }
        Ok(standing)
    }

    /// People of a tree as they are shown, in the order in which they are given. Those of one page mostly have one advocate and so one level.
    async fn nodes(&self, tree: &Layout, parties: &[PartyId]) -> Result<Vec<TreeNode>> {
        let codes: Vec<Key> = parties.iter().filter_map(|party| tree.bond(*party)).map(|bond| bond.code.0).collect();
        let cast = self.cast(parties.to_vec(), codes).await?;
        let node = |party: &PartyId| {
            let (revenue, cost) = tree.money_below(*party);
            let bond = tree.bond(*party);
            let subtree = tree.shape.subtree(*party);
            let mut person = cast.person(*party);
            // Who has gone into somebody else since still has a place of their own in a tree of before.
            person.party = party.0;
            TreeNode {
                person,
                level: u32::try_from(tree.shape.level(*party).unwrap_or(0)).unwrap_or(u32::MAX),
                children: tree.friends(*party),
                subtree: subtree.map_or(0, |subtree| u64::from(subtree.people) - 1),
                revenue,
                cost,
                bound_at: bond.map(|bond| bond.bound_at),
                code: bond.map(|bond| cast.texts_of(bond.code.0)),
            }
        };
        Ok(parties.iter().map(node).collect())
    }

    /// How far from the root somebody stands now, and how many people stand below them.
    pub(crate) async fn tree_place(&self, party: PartyId) -> Result<(u32, u64)> {
        let tree = self.tree(Moment::default()).await?;
        let level = u32::try_from(tree.shape.level(party).unwrap_or(0)).unwrap_or(u32::MAX);
        Ok((level, tree.shape.subtree(party).map_or(0, |subtree| u64::from(subtree.people) - 1)))
    }

    async fn tree(&self, moment: Moment) -> Result<Arc<Layout>> {
        if moment.is_now() { self.tree_of_now().await } else { self.tree_of_the_past(moment).await }
    }

    async fn tree_of_now(&self) -> Result<Arc<Layout>> {
        let seq = self.db().last_seq().await?;
        let cached = self.tree_cache().now.lock().ok().and_then(|tree| tree.clone());
        // While a large fold goes on, the tree is the one of before it: it is laid out once, when that is done.
        if let Some((at, tree)) = cached
            && (at == seq || self.db().is_folding().await?)
        {
            return Ok(tree);
        }
        let (bonds, figures, merged) = (self.db().edges().await?, self.db().people_figures().await?, self.db().merges().await?);
        let laid_out = tokio::task::spawn_blocking(move || {
            let own = figures.into_iter().map(|row| (row.party, row.currency, [row.figures.revenue, row.figures.cost]));
            Layout::new(bonds, own.collect(), merged)
        });
        let tree = Arc::new(laid_out.await.map_err(|_| AppError::Cancelled)??);
        if let Ok(mut cache) = self.tree_cache().now.lock() {
            *cache = Some((seq, Arc::clone(&tree)));
        }
        Ok(tree)
    }

    async fn tree_of_the_past(&self, moment: Moment) -> Result<Arc<Layout>> {
        let place = Place { entry: self.db().entry_at(moment.as_known).await?, as_of: moment.as_of };
        let cached = self.tree_cache().past.lock().ok().and_then(|past| past.iter().find(|(at, _)| *at == place).cloned());
        if let Some((_, tree)) = cached {
            return Ok(tree);
        }
        let (ties, facts) = (self.db().ties(place.entry).await?, self.db().money_facts(place.entry).await?);
        let laid_out = tokio::task::spawn_blocking(move || past::laid_out(&ties, &facts, place.as_of));
        let tree = Arc::new(laid_out.await.map_err(|_| AppError::Cancelled)??);
        if let Ok(mut past) = self.tree_cache().past.lock() {
            past.retain(|(at, _)| *at != place);
            past.truncate(PAST - 1);
            past.insert(0, (place, Arc::clone(&tree)));
        }
        Ok(tree)
    }
}
