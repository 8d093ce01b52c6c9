//! The forest against a model that recurses over lists of bonds, and the shapes at the ends of what may come.

use super::{Branch, Forest, Misfit, Subtree, sum};
use crate::party::PartyId;
use crate::time::Timestamp;
use proptest::prelude::*;

/// The plain truth: who brought whom and when, and all facts. Everything is recursion over them.
#[derive(Debug, Clone, Default)]
struct Model {
    /// By friend.
    bonds: Vec<Option<(Timestamp, PartyId)>>,
    facts: Vec<(Timestamp, PartyId, [i64; 3])>,
}

impl Model {
    fn parties(&self) -> u32 {
        u32::try_from(self.bonds.len()).unwrap()
    }

    fn everybody(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.parties()).map(PartyId)
    }

    fn branches(&self) -> impl Iterator<Item = (Timestamp, Branch)> + '_ {
        let bonds = self.everybody().zip(&self.bonds);
        bonds.filter_map(|(friend, bond)| bond.map(|(at, advocate)| (at, Branch { friend, advocate })))
    }

    fn forest(&self) -> Result<Forest<3>, Misfit> {
        let facts = self.facts.iter().map(|(_, party, figures)| (*party, *figures));
        Forest::build(self.parties(), self.branches().map(|(_, branch)| branch), facts)
    }

    fn as_of(&self, at: Timestamp) -> Self {
        let bonds = self.bonds.iter().map(|bond| bond.filter(|bond| bond.0 <= at)).collect();
        Self { bonds, facts: self.facts.iter().filter(|fact| fact.0 <= at).copied().collect() }
    }

    fn advocate(&self, party: PartyId) -> Option<PartyId> {
        self.bonds[party.0 as usize].map(|bond| bond.1)
    }

    /// Cut after as many steps as there are parties: longer is a ring.
    fn upline(&self, party: PartyId) -> Vec<PartyId> {
        std::iter::successors(self.advocate(party), |party| self.advocate(*party)).take(self.bonds.len() + 1).collect()
    }

    fn has_ring(&self) -> bool {
        self.everybody().any(|party| self.upline(party).len() > self.bonds.len())
    }

    fn takes(&self, friend: PartyId, advocate: PartyId) -> bool {
        friend != advocate && !self.upline(advocate).contains(&friend)
    }

    fn friends(&self, party: PartyId) -> Vec<PartyId> {
        self.everybody().filter(|friend| self.advocate(*friend) == Some(party)).collect()
    }

    fn subtree(&self, party: PartyId) -> Subtree<3> {
        let own = self.facts.iter().filter(|fact| fact.1 == party);
        let mut figures = own.fold([0; 3], |figures, fact| sum(figures, &fact.2).unwrap());
        let friends = self.friends(party);
        let mut people = 1;
        for friend in &friends {
            let below = self.subtree(*friend);
            people += below.people;
            figures = sum(figures, &below.figures).unwrap();
        }
        Subtree { people, friends: u32::try_from(friends.len()).unwrap(), figures }
    }

    fn largest_first(&self, mut parties: Vec<PartyId>) -> Vec<PartyId> {
        parties.sort_by_key(|party| (std::cmp::Reverse(self.subtree(*party).people), *party));
        parties
    }

    fn roots(&self) -> Vec<PartyId> {
        self.everybody().filter(|party| self.advocate(*party).is_none()).collect()
    }
}

/// One page after the other, the last party of a page being the key of the next.
fn in_pages<I: Iterator<Item = PartyId>>(size: usize, page: impl Fn(Option<PartyId>) -> I) -> Vec<PartyId> {
    let mut all: Vec<PartyId> = Vec::new();
    loop {
        let before = all.len();
        all.extend(page(all.last().copied()).take(size));
        if all.len() == before {
            return all;
        }
    }
}

fn sorted(parties: impl Iterator<Item = PartyId>) -> Vec<PartyId> {
    let mut parties: Vec<PartyId> = parties.collect();
    parties.sort_unstable();
    parties
}

/// Everything but the order of lists.
fn agrees(forest: &Forest<3>, model: &Model) {
    assert_eq!(forest.parties(), model.bonds.len());
    for party in model.everybody() {
        let upline = model.upline(party);
        let path: Vec<PartyId> = upline.iter().rev().copied().chain([party]).collect();
        assert_eq!(forest.subtree(party), Some(model.subtree(party)), "subtree of {party:?}");
        assert_eq!(forest.advocate(party), model.advocate(party));
        assert_eq!(forest.upline(party).collect::<Vec<_>>(), upline, "upline of {party:?}");
        assert_eq!(forest.path(party), path, "path to {party:?}");
        assert_eq!(forest.level(party), Some(upline.len()), "level of {party:?}");
        if forest.unsettled() == 0 {
            let below = model.everybody().filter_map(|other| model.upline(other).iter().position(|above| *above == party));
            assert_eq!(forest.deepest(Some(party)), below.map(|between| between + 1).max().unwrap_or(0), "the deepest below {party:?}");
        }
        for other in model.everybody() {
            assert_eq!(forest.is_ancestor(other, party), upline.contains(&other), "{other:?} above {party:?}");
        }
        assert_eq!(sorted(forest.children(party, None)), model.friends(party), "friends of {party:?}");
        assert_eq!(in_pages(2, |after| forest.children(party, after)), forest.children(party, None).collect::<Vec<_>>());
    }
    if forest.unsettled() == 0 {
        assert_eq!(forest.deepest(None), model.everybody().map(|party| model.upline(party).len()).max().unwrap_or(0));
    }
    assert_eq!(sorted(forest.roots(None)), model.roots());
    assert_eq!(in_pages(2, |after| forest.roots(after)), forest.roots(None).collect::<Vec<_>>());
}

fn agrees_in_order(forest: &Forest<3>, model: &Model) {
    agrees(forest, model);
    for party in model.everybody() {
        assert_eq!(forest.children(party, None).collect::<Vec<_>>(), model.largest_first(model.friends(party)));
    }
    assert_eq!(forest.roots(None).collect::<Vec<_>>(), model.largest_first(model.roots()));
}

/// Instants are few, so that bonds older than those above them abound.
fn instants() -> impl Strategy<Value = Timestamp> {
    (0i64..8).prop_map(Timestamp::from_micros)
}

/// Bonds of any kind, rings included.
fn tangles() -> impl Strategy<Value = Model> {
    (1u32..24).prop_flat_map(|parties| {
        let party = || (0..parties).prop_map(PartyId);
        let bonds = prop::collection::vec(prop::option::weighted(0.8, (instants(), party())), parties as usize);
        let facts = prop::collection::vec((instants(), party(), prop::array::uniform3(-900i64..1000)), 0..40);
        (bonds, facts).prop_map(|(bonds, facts)| Model { bonds, facts })
    })
}

/// The same without rings: a bond that closes one is left out.
fn forests() -> impl Strategy<Value = Model> {
    tangles().prop_map(|tangle| {
        let mut model = Model { bonds: vec![None; tangle.bonds.len()], facts: tangle.facts.clone() };
        for (at, Branch { friend, advocate }) in tangle.branches() {
            if model.takes(friend, advocate) {
                model.bonds[friend.0 as usize] = Some((at, advocate));
            }
        }
        model
    })
}

#[derive(Debug, Clone)]
enum Change {
    Add(PartyId, [i64; 3]),
    Bind(PartyId, PartyId),
    Grow(u32),
    Settle,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let party = || (0u32..30).prop_map(PartyId);
    let change = prop_oneof![
        2 => (party(), prop::array::uniform3(-900i64..1000)).prop_map(|(party, figures)| Change::Add(party, figures)),
        6 => (party(), party()).prop_map(|(friend, advocate)| Change::Bind(friend, advocate)),
        1 => (0u32..30).prop_map(Change::Grow),
        1 => Just(Change::Settle),
    ];
    prop::collection::vec(change, 1..24)
}

/// Makes the change on both sides and says whether the forest took it, and whether it ought to have.
fn change(forest: &mut Forest<3>, model: &mut Model, change: &Change) -> (bool, bool) {
    match *change {
        Change::Add(party, figures) => {
            let fits = party.0 < model.parties();
            if fits {
                model.facts.push((Timestamp::EPOCH, party, figures));
            }
            (forest.add(party, &figures).is_ok(), fits)
        }
        Change::Bind(friend, advocate) => {
            let known = friend.0.max(advocate.0) < model.parties();
            let fits = known && model.takes(friend, advocate);
            if fits {
                model.bonds[friend.0 as usize] = Some((Timestamp::EPOCH, advocate));
            }
            (forest.bind(Branch { friend, advocate }).is_ok(), fits)
        }
        Change::Grow(parties) => {
            model.bonds.resize(parties.max(model.parties()) as usize, None);
            forest.grow(parties);
            (true, true)
        }
        Change::Settle => {
            forest.settle();
            (forest.unsettled() == 0, true)
        }
    }
}

proptest! {
    #[test]
    fn a_forest_says_what_recursion_says(model in forests()) {
        agrees_in_order(&model.forest().unwrap(), &model);
    }

    #[test]
    fn a_ring_is_found_exactly_when_there_is_one(model in tangles()) {
        match model.forest() {
            Ok(_) => prop_assert!(!model.has_ring()),
            Err(Misfit::Loop { through }) => {
                for (party, next) in through.iter().zip(through.iter().cycle().skip(1)) {
                    prop_assert_eq!(model.advocate(*party), Some(*next));
                }
                prop_assert_eq!(through.iter().min(), through.first());
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn as_of_a_date_only_what_was_then_counts(model in forests(), micros in -1i64..9) {
        let at = Timestamp::from_micros(micros);
        let then = Forest::as_of(at, model.parties(), model.branches(), model.facts.iter().copied()).unwrap();
        agrees_in_order(&then, &model.as_of(at));
    }

    #[test]
    fn nothing_stays_of_the_forest_whose_memory_is_used(one in forests(), other in forests(), changes in changes()) {
        let mut forest = one.forest().unwrap();
        for step in &changes {
            change(&mut forest, &mut one.clone(), step);
        }
        let facts = other.facts.iter().map(|(_, party, figures)| (*party, *figures));
        let forest = forest.rebuilt(other.parties(), other.branches().map(|(_, branch)| branch), facts).unwrap();
        agrees_in_order(&forest, &other);
    }

    #[test]
    fn changes_come_to_what_a_build_comes_to(model in forests(), changes in changes()) {
        let (mut model, mut forest) = (model.clone(), model.forest().unwrap());
        for step in &changes {
            let before = format!("{forest:?}");
            let (taken, ought) = change(&mut forest, &mut model, step);
            prop_assert_eq!(taken, ought, "{:?}", step);
            agrees(&forest, &model);
            if !taken {
                prop_assert_eq!(before, format!("{forest:?}"), "a refusal changes nothing");
            }
        }
        forest.settle();
        agrees_in_order(&forest, &model);
    }
}

fn ids(numbers: impl IntoIterator<Item = u32>) -> Vec<PartyId> {
    numbers.into_iter().map(PartyId).collect()
}

fn branch(friend: u32, advocate: u32) -> Branch {
    Branch { friend: PartyId(friend), advocate: PartyId(advocate) }
}

/// Each party counts one.
fn of(parties: u32, branches: impl IntoIterator<Item = Branch>) -> Result<Forest<1>, Misfit> {
    Forest::build(parties, branches, (0..parties).map(|party| (PartyId(party), [1])))
}

#[test]
fn what_does_not_fit_is_named() {
    let check = |built: Result<Forest<1>, Misfit>, said: &str| assert_eq!(built.err().map(|misfit| misfit.to_string()), Some(said.to_owned()));
    check(of(3, [branch(1, 1)]), "parties bring each other in a ring: 1 → 1");
    check(of(9, [branch(7, 3), branch(3, 5), branch(5, 7), branch(1, 3)]), "parties bring each other in a ring: 3 → 5 → 7 → 3");
    check(
        of(20, (0..20).map(|party| branch(party, (party + 1) % 20))),
        "parties bring each other in a ring: 0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … (20 parties)",
    );
    check(of(3, [branch(1, 0), branch(1, 2)]), "party 1 has two advocates");
    check(of(3, [branch(3, 0)]), "party 3 is not in the forest");
    check(of(3, [branch(0, u32::MAX)]), "party 4294967295 is not in the forest");
    check(Forest::build(2, [], [(PartyId(2), [1])]), "party 2 is not in the forest");
    let heavy = |party| (PartyId(party), [i64::MAX / 2 + 1]);
    check(Forest::build(2, [branch(1, 0)], [heavy(0), heavy(1)]), "the figures below party 0 do not fit into 64 bits");
    check(Forest::build(2, [], [heavy(1), heavy(1)]), "the figures below party 1 do not fit into 64 bits");
}

#[test]
fn a_ring_is_refused_at_binding() {
    let mut forest = of(4, [branch(1, 0), branch(2, 1)]).unwrap();
    assert_eq!(forest.bind(branch(0, 2)), Err(Misfit::Loop { through: ids([0, 2, 1]) }));
    assert_eq!(forest.bind(branch(3, 3)), Err(Misfit::Loop { through: ids([3]) }));
    // The same through a bond that is not settled.
    forest.bind(branch(3, 2)).unwrap();
    assert_eq!(forest.bind(branch(0, 3)), Err(Misfit::Loop { through: ids([0, 3, 2, 1]) }));
}

#[test]
fn a_sum_that_does_not_fit_changes_nothing() {
    let facts = [(PartyId(0), [i64::MAX]), (PartyId(2), [5])];
    let too_large = Err(Misfit::TooLarge { party: PartyId(0) });
    let mut forest = Forest::build(4, [branch(1, 0), branch(3, 2)], facts).unwrap();
    let before = format!("{forest:?}");
    assert_eq!(forest.add(PartyId(1), &[1]), too_large);
    assert_eq!(forest.bind(branch(2, 1)), too_large);
    assert_eq!(format!("{forest:?}"), before);
    // A correction that does not fit leaves the old bond.
    let mut forest = Forest::build(3, [branch(2, 1)], facts).unwrap();
    let before = format!("{forest:?}");
    assert_eq!(forest.bind(branch(2, 0)), too_large);
    assert_eq!(format!("{forest:?}"), before);
}

#[test]
fn strangers_have_no_place() {
    let forest = of(2, [branch(1, 0)]).unwrap();
    let [first, second, stranger] = [0, 1, 2].map(PartyId);
    assert_eq!((forest.subtree(stranger), forest.advocate(stranger), forest.level(stranger)), (None, None, None));
    assert_eq!((forest.path(stranger), forest.upline(stranger).count(), forest.children(stranger, None).count()), (vec![], 0, 0));
    assert!(!forest.is_ancestor(first, stranger) && !forest.is_ancestor(stranger, first));
    // A key that does not belong to the list is followed by nothing.
    assert_eq!((forest.children(first, Some(first)).count(), forest.children(first, Some(stranger)).count()), (0, 0));
    let deeper = of(4, [branch(1, 0), branch(2, 0), branch(3, 1)]).unwrap();
    assert_eq!(deeper.children(first, Some(PartyId(3))).count(), 0);
    assert_eq!((forest.roots(Some(second)).count(), forest.roots(Some(stranger)).count()), (0, 0));
    assert_eq!(of(0, []).unwrap().roots(None).count(), 0);
}

#[test]
fn late_friends_lead_the_list_until_settled() {
    let mut forest = of(6, [branch(1, 0), branch(2, 0), branch(3, 2)]).unwrap();
    forest.bind(branch(4, 0)).unwrap();
    forest.bind(branch(5, 0)).unwrap();
    let friends = |forest: &Forest<1>| forest.children(PartyId(0), None).collect::<Vec<_>>();
    assert_eq!((friends(&forest), forest.unsettled()), (ids([5, 4, 2, 1]), 2));
    // Said again, a bond changes nothing.
    forest.bind(branch(4, 0)).unwrap();
    assert_eq!((friends(&forest), forest.unsettled()), (ids([5, 4, 2, 1]), 2));
    forest.settle();
    assert_eq!((friends(&forest), forest.unsettled()), (ids([2, 1, 4, 5]), 0));
}

#[test]
fn a_page_of_roots_goes_on_when_its_key_has_been_bound() {
    let mut forest = of(6, [branch(3, 1), branch(5, 4)]).unwrap();
    assert_eq!(forest.roots(None).collect::<Vec<_>>(), ids([1, 4, 0, 2]));
    forest.bind(branch(4, 3)).unwrap();
    assert_eq!(forest.roots(Some(PartyId(4))).collect::<Vec<_>>(), ids([0, 2]));
}

#[test]
fn a_chain_of_a_hundred_thousand_levels() {
    const LEVELS: u32 = 100_000;
    // Odd numbers first, so that advocates stand before and after their friends.
    let name = |level: u32| if level < LEVELS / 2 { level * 2 + 1 } else { (level - LEVELS / 2) * 2 };
    let mut forest = of(LEVELS, (1..LEVELS).map(|level| branch(name(level), name(level - 1)))).unwrap();
    let (root, deepest) = (PartyId(name(0)), PartyId(name(LEVELS - 1)));
    assert_eq!(forest.subtree(root), Some(Subtree { people: LEVELS, friends: 1, figures: [i64::from(LEVELS)] }));
    assert_eq!(forest.level(deepest), Some(LEVELS as usize - 1));
    assert_eq!(forest.path(deepest), ids((0..LEVELS).map(name)));
    assert!(forest.is_ancestor(root, deepest) && !forest.is_ancestor(deepest, root));
    forest.add(deepest, &[7]).unwrap();
    assert_eq!(forest.subtree(root).unwrap().figures, [i64::from(LEVELS) + 7]);
    let ring = of(LEVELS, (0..LEVELS).map(|party| branch(party, (party + 1) % LEVELS)));
    assert!(matches!(ring, Err(Misfit::Loop { through }) if through.len() == LEVELS as usize));
}

#[test]
fn a_star_of_half_a_million_friends() {
    const FRIENDS: u32 = 500_000;
    // Three of them brought friends of their own.
    let brought = [40_000, 40_000, 7, FRIENDS].into_iter().zip(FRIENDS + 1..);
    let branches = (1..=FRIENDS).map(|friend| branch(friend, 0)).chain(brought.map(|(advocate, friend)| branch(friend, advocate)));
    let forest = of(FRIENDS + 5, branches).unwrap();
    let star = PartyId(0);
    assert_eq!(forest.subtree(star).map(|all| (all.people, all.friends)), Some((FRIENDS + 5, FRIENDS)));
    assert_eq!(forest.children(star, None).take(6).collect::<Vec<_>>(), ids([40_000, 7, FRIENDS, 1, 2, 3]));
    let paged = in_pages(50, |after| forest.children(star, after));
    assert_eq!(paged.len(), FRIENDS as usize);
    assert_eq!(sorted(paged.into_iter()), ids(1..=FRIENDS));
}
