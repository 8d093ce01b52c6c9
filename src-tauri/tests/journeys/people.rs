//! Who brought whom: the list, the tree by keyboard, and the path to the root.

use crate::bed::Bed;
use crate::window::{DOWN, ENTER, LEFT, RIGHT, Window, id};
use serde_json::json;
use vouchsafe_app::view::{LeaderboardQuery, Moment, Person, RankedBy, ReferralFilter, Score, TreeNode, TreeSort};

#[test]
fn the_tree_is_walked_by_keyboard() {
    let bed = Bed::new("tree");
    let window = Window::open(&bed, &["--demo", "--orders", "500", "--seed", "7"]);
    window.synced();
    window.go("referrals");
    let desk = bed.look(&bed.only_db());
    let referrals = bed.wait(desk.referrals(&ReferralFilter::default(), true, None, 1)).unwrap();
    window.see(&id("referral-row"));
    window.until(
        "all referrals to be counted",
        "return document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === arguments[0]",
        json!([(referrals.count + 1).to_string()]),
    );

    window.go("tree");
    window.see(&id("tree-row"));
    let children = |party: Option<u32>| bed.wait(desk.tree_children(party, Moment::default(), TreeSort::default(), None, 50)).unwrap();
    let roots = children(None);
    let root = &roots.rows[0];
    assert!(root.subtree > root.children, "the largest tree has more than one level");
    row_shows(&window, root, 1);

    window.tab_to("[role=treegrid]");
    window.press(&[RIGHT]);
    window.see(&format!("{}[aria-expanded=true]", row(root)));
    let friends = children(Some(root.person.party));
    assert_eq!(friends.count, root.children);
    let friend = friends.rows.iter().find(|friend| friend.children > 0).unwrap();
    let at = friends.rows.iter().position(|one| one.person == friend.person).unwrap();
    for friend in friends.rows.iter().take(3) {
        row_shows(&window, friend, 2);
    }

    // Into the tree, down to a friend with friends of their own, and open that.
    window.press(&[RIGHT]);
    for _ in 0..at {
        window.press(&[DOWN]);
    }
    window.press(&[RIGHT]);
    window.see(&format!("{}[aria-expanded=true]", row(friend)));
    let below = children(Some(friend.person.party));
    row_shows(&window, &below.rows[0], 3);
    window.press(&[RIGHT]);
    window.press(&[ENTER]);
    let path = bed.wait(desk.tree_path(below.rows[0].person.party, Moment::default())).unwrap();
    assert_eq!(path.len(), 3);
    path_shows(&window, &path);

    // Back to the friend, and close.
    window.press(&[LEFT]);
    window.press(&[LEFT]);
    window.see(&format!("{}[aria-expanded=false]", row(friend)));
    window.see_no(&row(&below.rows[0]));
    window.press(&[ENTER]);
    path_shows(&window, &path[..2]);
    assert!(window.is_at("[role=treegrid]"), "the keyboard never left the tree");
}

#[test]
fn the_leaderboard_leads_to_what_its_first_has_come_to() {
    let bed = Bed::new("leaderboard");
    let window = Window::open(&bed, &["--demo", "--orders", "900", "--seed", "7"]);
    window.synced();
    window.go("leaderboard");
    let desk = bed.look(&bed.only_db());
    let ranked = |by: RankedBy| bed.wait(desk.leaderboard(&LeaderboardQuery { by, from: None, until: None }, None, 100)).unwrap();
    let by_friends = ranked(RankedBy::Friends);
    let Score::Friends(friends) = by_friends.rows[0].score else { panic!("friends are counted") };
    let first = by_friends.rows[0].advocate.clone();
    let row = |party: u32| format!("{}[data-key=\"{party}\"]", id("leaderboard-row"));
    let cells = |party: u32| {
        window.see(&row(party));
        window.texts(&format!("{} [role=gridcell]", row(party)))
    };
    assert_eq!(cells(first.party)[2], friends.to_string());
    window.read(&id("leaderboard-count"), &by_friends.count.to_string());

    window.click(&format!("{} input[value=earned]", id("leaderboard-by")));
    let asset = bed.wait(desk.ranked_assets()).unwrap().swap_remove(0);
    let by_earned = ranked(RankedBy::Earned { asset: asset.clone(), program: None });
    window.choose(&id("leaderboard-asset"), &asset);
    let Score::Amount(amount) = by_earned.rows[0].score.clone() else { panic!("amounts are summed") };
    let told = cells(by_earned.rows[0].advocate.party)[2].replace(|c: char| !c.is_ascii_digit() && c != '.', "");
    assert_eq!(told, amount.figure());

    // A contest that lies before everything has nobody in it.
    window.choose(&id("leaderboard-period"), "contest");
    window.paste(&id("leaderboard-to"), "2001-01-01");
    window.see_no(&id("leaderboard-row"));
    window.at("#/leaderboard");
    window.click(&row(first.party));
    window.see(&format!("{}[data-key=\"{}\"]", id("customer-detail"), first.key));
    let standing = bed.wait(desk.customer(first.party)).unwrap().standing;
    for (name, count) in [("invited", standing.invited), ("active", standing.active), ("paid", u64::from(standing.paid))] {
        window.read(&id(&format!("standing-{name}")), &count.to_string());
    }
}

fn row(node: &TreeNode) -> String {
    format!("{}[data-key=\"{}\"]", id("tree-row"), node.person.party)
}

/// The row stands on its level and has the figures of the db.
#[track_caller]
fn row_shows(window: &Window, node: &TreeNode, level: u32) {
    window.see(&format!("{}[aria-level=\"{level}\"]", row(node)));
    let cells = window.texts(&format!("{} [role=gridcell]", row(node)));
    assert!(cells[0].starts_with(&shown(&node.person)), "{} in {cells:?}", shown(&node.person));
    assert!(node.children < 2 || cells[0].contains(&node.children.to_string()), "{} friends in {cells:?}", node.children);
    assert!(cells.contains(&node.subtree.to_string()), "{} in {cells:?}", node.subtree);
}

#[track_caller]
fn path_shows(window: &Window, path: &[TreeNode]) {
    let names: Vec<String> = path.iter().map(|node| shown(&node.person)).collect();
    let script = "const steps = [...document.querySelectorAll('[data-testid=path] li button')].slice(1).map((step) => step.innerText.trim());
         return JSON.stringify(steps) === JSON.stringify(arguments[0])";
    window.until(&format!("the path {names:?}"), script, json!([names]));
}

/// What a person is called on screen.
fn shown(person: &Person) -> String {
    let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    name.or(person.email.as_deref()).unwrap_or(&person.key).to_owned()
}
