//! The referral tree: whom somebody brought, directly and through others, and what that came to.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::MAX_PAGE;
use crate::view::{Page, TreeNode};
use std::sync::{Arc, Mutex};
use vouchsafe_domain::forest::{Branch, Forest};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::party::PartyId;

/// A forest with the columns revenue and cost of one currency.
type MoneyForest = Forest<2>;

/// The tree as it was at some place in the log.
#[derive(Debug)]
pub(crate) struct Tree {
    seq: u64,
    /// The shape alone.
    shape: Forest<0>,
    /// One for each currency, because sums never go across currencies.
    money: Vec<(Currency, MoneyForest)>,
}

/// The tree that was asked for last. It is laid out again when the log has grown since.
#[derive(Debug, Default)]
pub(crate) struct TreeCache(Mutex<Option<Arc<Tree>>>);

impl Desk {
    /// The friends of a party, those with the most people below them first; without a party, the roots that brought somebody.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn tree_children(&self, party: Option<u32>, after: Option<&str>, limit: u32) -> Result<Page<TreeNode>> {
        let tree = self.tree().await?;
        let after = after.map(|text| text.parse().map(PartyId)).transpose().map_err(|_| AppError::NotFound { what: "such a page".to_owned() })?;
        let limit = limit.clamp(1, MAX_PAGE) as usize;
        let (mut found, count): (Vec<PartyId>, u64) = match party.map(PartyId) {
            Some(party) => (tree.shape.children(party, after).take(limit + 1).collect(), friends(&tree.shape, party)),
            None => {
                let has_friends = |party: &PartyId| friends(&tree.shape, *party) > 0;
                let count = tree.shape.roots(None).take_while(has_friends).count() as u64;
                (tree.shape.roots(after).take_while(has_friends).take(limit + 1).collect(), count)
            }
        };
        let next = (found.len() > limit).then(|| found[limit - 1].0.to_string());
        found.truncate(limit);
        Ok(Page { rows: self.nodes(&tree, &found).await?, next, count })
    }

    /// From the root down to a party.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn tree_path(&self, party: u32) -> Result<Vec<TreeNode>> {
        let tree = self.tree().await?;
        let party = self.db().resolve(PartyId(party)).await?;
        let path = tree.shape.path(party);
        if path.is_empty() {
            return Err(AppError::NotFound { what: format!("party {}", party.0) });
        }
        self.nodes(&tree, &path).await
    }

    async fn nodes(&self, tree: &Tree, parties: &[PartyId]) -> Result<Vec<TreeNode>> {
        let bonds: Vec<_> = self
            .cast(parties.to_vec(), [])
            .await
            .map(|cast| parties.iter().map(|party| cast.record(*party).and_then(|record| record.bond)).collect())?;
        let codes: Vec<_> = bonds.iter().flatten().map(|bond: &vouchsafe_domain::party::Bond| bond.code.0).collect();
        let cast = self.cast(parties.to_vec(), codes).await?;
        let node = |(party, bond): (&PartyId, Option<vouchsafe_domain::party::Bond>)| {
            let (revenue, cost) = tree.money_below(*party);
            let subtree = tree.shape.subtree(*party);
            TreeNode {
                person: cast.person(*party),
                level: u32::try_from(tree.shape.level(*party).unwrap_or(0)).unwrap_or(u32::MAX),
                children: friends(&tree.shape, *party),
                subtree: subtree.map_or(0, |subtree| u64::from(subtree.people).saturating_sub(1)),
                revenue,
                cost,
                bound_at: bond.map(|bond| bond.at),
                code: bond.map(|bond| cast.texts_of(bond.code.0)),
            }
        };
        Ok(parties.iter().zip(bonds).map(node).collect())
    }

    async fn tree(&self) -> Result<Arc<Tree>> {
        let seq = self.db().last_seq().await?;
        let cached = self.tree_cache().0.lock().ok().and_then(|tree| tree.clone()).filter(|tree| tree.seq == seq);
        if let Some(tree) = cached {
            return Ok(tree);
        }
        let (edges, figures) = (self.db().edges().await?, self.db().people_figures().await?);
        let tree = tokio::task::spawn_blocking(move || lay_out(seq, &edges, &figures)).await.map_err(|_| AppError::Cancelled)??;
        let tree = Arc::new(tree);
        if let Ok(mut cache) = self.tree_cache().0.lock() {
            *cache = Some(Arc::clone(&tree));
        }
        Ok(tree)
    }
}

impl Tree {
    /// What the people below a party brought, and what their rewards and the party's own cost, for each currency in which there is anything.
    fn money_below(&self, party: PartyId) -> (Vec<Money>, Vec<Money>) {
        let sums = self.money.iter().filter_map(|(currency, forest)| Some((*currency, forest.subtree(party)?.figures)));
        let sums = sums.filter(|(_, figures)| *figures != [0, 0]);
        sums.map(|(currency, [revenue, cost])| (Money::new(revenue, currency), Money::new(cost, currency))).unzip()
    }
}

fn friends<const N: usize>(forest: &Forest<N>, party: PartyId) -> u64 {
    forest.subtree(party).map_or(0, |subtree| u64::from(subtree.friends))
}

fn lay_out(seq: u64, edges: &[vouchsafe_db::Edge], figures: &[vouchsafe_db::PersonFigureRow]) -> Result<Tree> {
    let numbers = edges.iter().flat_map(|edge| [edge.friend.0, edge.advocate.0]).chain(figures.iter().map(|row| row.party.0));
    let parties = numbers.max().map_or(0, |last| last + 1);
    let branches = || edges.iter().map(|edge| Branch { friend: edge.friend, advocate: edge.advocate });
    let misfit = |error: vouchsafe_domain::forest::Misfit| AppError::Db(vouchsafe_db::DbError::Damaged(error.to_string()));
    let mut currencies: Vec<Currency> = figures.iter().map(|row| row.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let mut money = Vec::with_capacity(currencies.len());
    for currency in currencies {
        let own = figures.iter().filter(|row| row.currency == currency).map(|row| (row.party, [row.figures.revenue, row.figures.cost]));
        money.push((currency, MoneyForest::build(parties, branches(), own).map_err(misfit)?));
    }
    Ok(Tree { seq, shape: Forest::build(parties, branches(), []).map_err(misfit)?, money })
}
