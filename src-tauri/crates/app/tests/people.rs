//! Customers, their timelines, attribution by hand, and the tree at every moment.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use vouchsafe_app::view::{
    Attribution, CustomerFilter, CustomerHas, CustomerSort, CustomerStatus, Moment, TimelineResult, TreeDrawing, TreeNode, TreeSort,
};
use vouchsafe_app::{Access, AppError, Desk, programs};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Timestamp;

const START: i64 = 1_767_225_600_000_000;
const HOUR: i64 = 3_600_000_000;

fn instant(hour: usize) -> Timestamp {
    Timestamp::from_micros(START + i64::try_from(hour).unwrap() * HOUR)
}

/// A desk whose clock is put on by hand, with the ready program in force from the beginning.
struct Bed {
    dir: TempDir,
    desk: Desk,
    clock: Arc<AtomicI64>,
    files: usize,
}

impl Bed {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let told = Arc::clone(&clock);
        let now = Arc::new(move || Timestamp::from_micros(told.load(Ordering::Relaxed)));
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, now).await.unwrap();
        let source = programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z");
        desk.activate("program.toml", &source.replace("hold_days = 14", "hold_days = 3")).await.unwrap();
        Self { dir, desk, clock, files: 0 }
    }

    /// Imports events, so long after the start.
    async fn tell(&mut self, hour: usize, lines: &[String]) {
        self.clock.store(instant(hour).micros(), Ordering::Relaxed);
        self.files += 1;
        let file = self.dir.path().join(format!("{}.ndjson", self.files));
        std::fs::write(&file, lines.join("\n")).unwrap();
        assert_eq!(self.desk.import_events(&file).await.unwrap().new, lines.len(), "{lines:?}");
    }

    async fn party(&self, customer: &str) -> u32 {
        let filter = CustomerFilter { search: Some(customer.to_owned()), ..CustomerFilter::default() };
        let page = self.desk.customers(&filter, CustomerSort::Oldest, None, 500).await.unwrap();
        page.rows.iter().find(|row| row.person.key == customer).unwrap_or_else(|| panic!("{customer}: {page:?}")).person.party
    }

    fn events(&self) -> i64 {
        let conn = rusqlite::Connection::open(self.path()).unwrap();
        conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
    }

    fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("desk.db")
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 32) % end
    }
}

fn line(no: usize, hour: usize, body: &str) -> String {
    format!(r#"{{"id":"e{no:04}","at":"{}",{body}}}"#, instant(hour))
}

/// A history of few people who do much, an hour apart. With `mixes`, guests register, addresses change hands and codes are told late; without,
/// everybody is known from the start by their account.
fn story(seed: u64, events: usize, mixes: bool) -> Vec<String> {
    let mut random = Random(seed);
    let mut lines = Vec::new();
    let mut orders = 0;
    if !mixes {
        for who in 1..=8 {
            lines.push(format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#));
        }
    }
    while lines.len() < events {
        let (who, mail, code) = (random.below(8) + 1, random.below(8) + 1, random.below(8) + 1);
        let email = if mixes && random.below(3) > 0 { format!(r#","email":"p{mail}@example.com""#) } else { String::new() };
        let ref_code = if random.below(3) > 0 { format!(r#","ref_code":"C{code}""#) } else { String::new() };
        let known = random.below(orders.max(1)) + 1;
        lines.push(match random.below(16) {
            0..3 => format!(r#""type":"customer_registered","customer":"{who}"{email}{ref_code}"#),
            3 if mixes => format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#),
            3..5 => format!(r#""type":"interaction","customer":"{who}"{ref_code}"#),
            5..9 => {
                orders += 1;
                let guest = mixes && random.below(2) == 0;
                let buyer = if guest { format!(r#","email":"p{mail}@example.com""#) } else { format!(r#","customer":"{who}"{email}"#) };
                let currency = if random.below(3) == 0 { "USD" } else { "EUR" };
                let items = format!(r#"{{"amount":"{}.00","currency":"{currency}"}}"#, random.below(90) + 40);
                format!(r#""type":"order_placed","order":"{orders}"{buyer}{ref_code},"items":{items}"#)
            }
            9..12 => format!(r#""type":"order_confirmed","order":"{known}""#),
            12..15 => {
                let money = |amount: u64| format!(r#"{{"amount":"{amount}.00","currency":"EUR"}}"#);
                format!(r#""type":"order_money","order":"{known}","captured_gross":{},"refunded":{}"#, money(130), money(random.below(3) * 40))
            }
            _ => format!(r#""type":"order_cancelled","order":"{known}""#),
        });
    }
    lines.iter().enumerate().map(|(no, body)| line(no, no, body)).collect()
}

/// Everything that a tree shows, by party: what is drawn of somebody must not hang on what they are called today.
async fn snapshot(desk: &Desk, moment: Moment) -> BTreeMap<u32, TreeNode> {
    let mut people = BTreeMap::new();
    let mut waiting = vec![None];
    while let Some(parent) = waiting.pop() {
        let mut after: Option<String> = None;
        loop {
            let page = desk.tree_children(parent, moment, TreeSort::Subtree, after.as_deref(), 3).await.unwrap();
            for mut node in page.rows {
                waiting.push(Some(node.person.party));
                (node.person.key, node.person.name, node.person.email) = (format!("{parent:?}"), None, None);
                for money in [&mut node.revenue, &mut node.cost] {
                    money.sort_by_key(|money| money.currency);
                }
                assert!(people.insert(node.person.party, node).is_none());
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    people
}

fn known(at: Timestamp) -> Moment {
    Moment { as_known: Some(at), as_of: None }
}

fn of(at: Timestamp) -> Moment {
    Moment { as_of: Some(at), as_known: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn as_known_is_what_the_desk_showed() {
    let (mut shown, mut people) = (0, 0);
    for seed in 0..6 {
        let mut bed = Bed::new().await;
        let lines = story(seed, 120, true);
        let mut then = Vec::new();
        for (no, some) in lines.chunks(12).enumerate() {
            let hour = (no + 1) * 12;
            bed.tell(hour, some).await;
            then.push((instant(hour), snapshot(&bed.desk, Moment::default()).await));
        }
        for (at, was) in &then {
            assert_eq!(snapshot(&bed.desk, known(*at)).await, *was, "history {seed} as known on {at}");
            shown += 1;
        }
        let now = snapshot(&bed.desk, Moment::default()).await;
        people += now.len();
        let end = instant(10_000);
        for moment in [known(end), of(end), Moment { as_of: Some(end), as_known: Some(end) }] {
            assert_eq!(snapshot(&bed.desk, moment).await, now, "history {seed}, {moment:?}");
        }
        assert!(snapshot(&bed.desk, known(instant(0))).await.is_empty());
        assert!(snapshot(&bed.desk, of(Timestamp::EPOCH)).await.is_empty());
    }
    assert!(shown == 60 && people > 12, "{people} people in {shown} trees");
}

#[tokio::test(flavor = "multi_thread")]
async fn as_of_is_the_tree_of_a_desk_that_knew_no_more() {
    let mut people = 0;
    for seed in 10..14 {
        let lines = story(seed, 120, false);
        let mut whole = Bed::new().await;
        whole.tell(200, &lines).await;
        for events in [9, 30, 60, 90, 120] {
            let mut part = Bed::new().await;
            part.tell(200, &lines[..events]).await;
            let then = snapshot(&part.desk, Moment::default()).await;
            people += then.len();
            assert_eq!(snapshot(&whole.desk, of(instant(events - 1))).await, then, "history {seed} as of event {events}");
        }
    }
    assert!(people > 40, "{people} people in all");
}

#[tokio::test(flavor = "multi_thread")]
async fn as_of_shows_whom_staff_replaced_later() {
    let mut bed = Bed::new().await;
    bed.tell(
        1,
        &[
            line(0, 0, r#""type":"code_issued","code":"C1","customer":"1""#),
            line(1, 0, r#""type":"code_issued","code":"C2","customer":"2""#),
            line(2, 1, r#""type":"customer_registered","customer":"3","ref_code":"C1""#),
        ],
    )
    .await;
    let (one, two, three) = (bed.party("1").await, bed.party("2").await, bed.party("3").await);
    bed.clock.store(instant(5).micros(), Ordering::Relaxed);
    let expects = bed.desk.customer(three).await.unwrap().expects;
    let attribution = Attribution { customer: "3".into(), code: "c2".into(), reason: "she says so".into(), expects };
    let preview = bed.desk.attribution_preview(&attribution).await.unwrap();
    assert_eq!(preview.supersedes.map(|person| person.party), Some(one));
    assert_eq!(bed.desk.attribute("olga", &attribution).await.unwrap().advocate.map(|person| person.party), Some(two));
    let path = async |moment| bed.desk.tree_path(three, moment).await.unwrap().iter().map(|node| node.person.party).collect::<Vec<_>>();
    assert_eq!(path(Moment::default()).await, [two, three]);
    assert_eq!(path(of(instant(4))).await, [one, three]);
    assert_eq!(path(of(instant(5))).await, [two, three]);
    assert_eq!(path(known(instant(4))).await, [one, three]);
    assert_eq!(path(Moment { as_of: Some(instant(0)), as_known: None }).await, [three]);
}

fn holds(drawing: &TreeDrawing, most: usize) {
    assert!(drawing.nodes.len() <= most);
    let mut seen = BTreeSet::new();
    for drawn in &drawing.nodes {
        assert!(drawn.parent.is_none_or(|parent| seen.contains(&parent)), "parents come before children");
        assert!(seen.insert(drawn.node.person.party));
        let children = drawing.nodes.iter().filter(|other| other.parent == Some(drawn.node.person.party));
        let (friends, people) = children.fold((0, 0), |(friends, people), child| (friends + 1, people + 1 + child.node.subtree));
        assert_eq!((friends + drawn.hidden, people + drawn.hidden_people), (drawn.node.children, drawn.node.subtree));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawing_shows_whole_levels_and_how_deep_it_goes() {
    // Number 1 brought 400 people; from one of them a chain of 60 hangs, and each of ten others brought three.
    let mut bed = Bed::new().await;
    let mut lines = vec![line(0, 0, r#""type":"code_issued","code":"C1","customer":"1""#)];
    let mut brought = |who: usize, by: usize| {
        let no = lines.len();
        lines.push(line(no, no, &format!(r#""type":"customer_registered","customer":"{who}","ref_code":"C{by}""#)));
        lines.push(line(no + 1, no + 1, &format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#)));
    };
    (2..=401).for_each(|who| brought(who, 1));
    (402..=461).for_each(|who| brought(who, if who == 402 { 300 } else { who - 1 }));
    (462..=491).for_each(|who| brought(who, 10 + (who - 462) / 3));
    bed.tell(2_000, &lines).await;
    let root = bed.party("1").await;
    for most in [1, 2, 40, 300] {
        for from in [None, Some(root)] {
            let drawing = bed.desk.tree_drawing(from, Moment::default(), most).await.unwrap();
            holds(&drawing, most as usize);
            assert_eq!((drawing.people, drawing.deepest), (491, 61));
            assert_eq!(drawing.nodes.len(), most as usize);
        }
    }
    let drawing = bed.desk.tree_drawing(Some(root), Moment::default(), 300).await.unwrap();
    let deepest = drawing.nodes.iter().map(|drawn| drawn.node.level).max().unwrap();
    assert_eq!(deepest, 61, "the way down the chain is drawn to its end");
    let widest = drawing.nodes.iter().filter(|drawn| drawn.node.level == 1).count();
    assert!(widest > 200, "{widest} of the first level");
    let chain = bed.party("402").await;
    let whole = bed.desk.tree_drawing(Some(chain), Moment::default(), 300).await.unwrap();
    assert_eq!((whole.nodes.len(), whole.nodes.iter().map(|drawn| drawn.hidden).sum::<u64>()), (60, 0));
    let summary = bed.desk.tree_summary(Moment::default()).await.unwrap();
    assert_eq!((summary.people, summary.roots, summary.deepest, summary.largest), (491, 1, 61, 491));
    assert_eq!(summary.known_to, Some(instant(2_000)));
    let path = bed.desk.tree_path(bed.party("461").await, Moment::default()).await.unwrap();
    assert_eq!((path.len(), path[0].person.party, path[61].level), (62, root, 61));
    // In every order each friend comes once, in the order that is asked for.
    for sort in [TreeSort::Subtree, TreeSort::Newest, TreeSort::Revenue] {
        let (mut seen, mut after) = (Vec::new(), None::<String>);
        loop {
            let page = bed.desk.tree_children(Some(root), Moment::default(), sort, after.as_deref(), 97).await.unwrap();
            assert_eq!(page.count, 400);
            seen.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.iter().map(|node| node.person.party).collect::<BTreeSet<_>>().len(), 400);
        assert!(seen.windows(2).all(|pair| match sort {
            TreeSort::Subtree => pair[0].subtree >= pair[1].subtree,
            TreeSort::Newest => pair[0].bound_at >= pair[1].bound_at,
            TreeSort::Revenue => pair[0].person.party > pair[1].person.party,
        }));
    }
    assert!(matches!(bed.desk.tree_path(9_999, Moment::default()).await, Err(AppError::NotFound { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_and_the_profile_say_what_the_engine_knows() {
    for seed in 20..23 {
        let mut bed = Bed::new().await;
        bed.tell(200, &story(seed, 120, true)).await;
        let db = vouchsafe_db::Db::open(&bed.path(), Access::ReadOnly).await.unwrap();
        let state = db.state().await.unwrap();
        let page = bed.desk.customers(&CustomerFilter::default(), CustomerSort::Newest, None, 500).await.unwrap();
        let parties: BTreeSet<u32> = state.parties.iter().filter(|(_, record)| record.merged_into.is_none()).map(|(party, _)| party.0).collect();
        assert_eq!(page.rows.iter().map(|row| row.person.party).collect::<BTreeSet<_>>(), parties);
        assert_eq!(page.count, parties.len() as u64);
        for row in &page.rows {
            let detail = bed.desk.customer(row.person.party).await.unwrap();
            assert_eq!(detail.row, *row);
            let record = &state.parties[&vouchsafe_domain::party::PartyId(row.person.party)];
            assert_eq!(detail.bound_at, record.bond.map(|bond| bond.at));
            let friends = state.parties.values().filter(|friend| friend.merged_into.is_none()).filter_map(|friend| friend.bond);
            let friends = friends.filter(|bond| state.resolve(bond.advocate).0 == row.person.party).count();
            assert_eq!(row.friends, friends as u64);
            assert_eq!(detail.codes.iter().map(|code| code.friends).sum::<u64>(), row.friends);
            assert_eq!(row.status == CustomerStatus::Guest, !row.person.key.chars().all(|c| c.is_ascii_digit()) && record.registered_at.is_none());
            timeline_is_whole(&bed, row.person.party).await;
        }
        let filter = CustomerFilter { has: Some(CustomerHas::Friends), ..CustomerFilter::default() };
        let found = bed.desk.customers(&filter, CustomerSort::Name, None, 500).await.unwrap();
        assert_eq!(found.count, page.rows.iter().filter(|row| row.friends > 0).count() as u64);
        let found =
            bed.desk.customers(&CustomerFilter { search: Some("P3@EX".into()), ..CustomerFilter::default() }, CustomerSort::Name, None, 9).await;
        assert!(found.unwrap().count <= 1, "an address is one party's");
    }
}

/// Pages of a timeline hold every event about somebody once, the newest first.
async fn timeline_is_whole(bed: &Bed, party: u32) {
    let (mut seqs, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = bed.desk.timeline(party, after.as_deref(), 4).await.unwrap();
        for row in &page.rows {
            assert_eq!(row.result == TimelineResult::Refused, row.reason.is_some(), "{row:?}");
            assert_eq!(row.learned_at, instant(200));
            seqs.push(row.seq);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(seqs.windows(2).all(|pair| pair[0] > pair[1]));
    let conn = rusqlite::Connection::open(bed.path()).unwrap();
    let sql = "WITH RECURSIVE own (party) AS (VALUES (?1) UNION SELECT m.party FROM merged AS m JOIN own ON m.into_party = own.party) \
               SELECT count(DISTINCT seq) FROM party_event WHERE party IN own";
    assert_eq!(conn.query_row(sql, [party], |row| row.get::<_, i64>(0)).unwrap(), i64::try_from(seqs.len()).unwrap());
    assert!(!seqs.is_empty());
}

/// Somebody who came with a code that nobody owned ordered and got nothing.
async fn unattributed() -> Bed {
    let mut bed = Bed::new().await;
    bed.tell(
        100,
        &[
            line(0, 0, r#""type":"code_issued","code":"ANNA","customer":"1""#),
            line(1, 1, r#""type":"customer_registered","customer":"2","ref_code":"NOBODYS""#),
            line(2, 2, r#""type":"order_placed","order":"10","customer":"2","items":{"amount":"90.00","currency":"EUR"}"#),
            line(3, 3, r#""type":"order_confirmed","order":"10""#),
            line(4, 4, r#""type":"order_money","order":"10","captured_gross":{"amount":"90.00","currency":"EUR"}"#),
        ],
    )
    .await;
    bed
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attribution_does_what_its_preview_said_and_the_preview_nothing() {
    let mut bed = unattributed().await;
    let (anna, friend) = (bed.party("1").await, bed.party("2").await);
    let before = bed.desk.customer(friend).await.unwrap();
    assert_eq!(before.refused.iter().map(|contact| (contact.code.as_str(), contact.reason)).collect::<Vec<_>>(), [("NOBODYS", Reason::CodeUnknown)]);
    let explained = bed.desk.explain("10").await.unwrap();
    assert_eq!(explained.refused[0].code, "NOBODYS");
    assert!(!explained.decisions.is_empty() && explained.decisions.iter().all(|decision| decision.reason == Some(Reason::NoReferral)));

    let attribution = Attribution { customer: "2".into(), code: " anna ".into(), reason: "met at the fair".into(), expects: before.expects.clone() };
    let events = bed.events();
    let preview = bed.desk.attribution_preview(&attribution).await.unwrap();
    assert_eq!((preview.friend.party, preview.advocate.as_ref().map(|person| person.party)), (friend, Some(anna)));
    assert_eq!((preview.refused, preview.supersedes.as_ref()), (None, None));
    assert_eq!(preview.rewards.len(), 2, "{preview:?}");
    assert!(preview.decisions.iter().all(|decision| decision.event_type == "rejudge"));
    assert_eq!(bed.events(), events, "a preview writes nothing");
    assert_eq!(bed.desk.customer(friend).await.unwrap(), before);
    assert_eq!(preview.expects, before.expects);

    let after = bed.desk.attribute("olga", &attribution).await.unwrap();
    assert!(after.by_hand && !after.taken_over);
    assert_eq!((after.advocate.as_ref().map(|person| person.party), after.bound_by.as_deref()), (Some(anna), Some("ANNA")));
    for reward in &preview.rewards {
        assert_eq!(bed.desk.reward(&reward.key).await.unwrap().row, *reward, "what was shown beforehand");
    }
    let explained = bed.desk.explain("10").await.unwrap();
    let stands = explained.decisions.iter().filter(|decision| !decision.superseded).count();
    assert_eq!((stands, explained.decisions.len()), (2, 4), "old decisions stay visible and are marked");
    assert!(explained.decisions.iter().all(|decision| decision.superseded == decision.amount.is_none()));
    let as_advocate = bed.desk.explain("1").await.unwrap();
    assert_eq!(as_advocate.decisions.len(), 1, "{as_advocate:?}");
    let timeline = bed.desk.timeline(friend, None, 50).await.unwrap();
    let again = timeline.rows.iter().find(|row| row.event_type == "rejudge").unwrap();
    assert!(again.late && again.result == TimelineResult::Granted && again.subject.as_deref() == Some("10"));
    let act = timeline.rows.iter().find(|row| row.event_type == "staff_attribute").unwrap();
    assert_eq!((act.actor.as_deref(), act.subject.as_deref()), (Some("olga"), Some("ANNA")));

    // What was on the screen no longer holds; and a desk goes on after rehearsals as if there had been none.
    assert!(matches!(bed.desk.attribute("olga", &attribution).await, Err(AppError::Stale)));
    assert!(matches!(bed.desk.attribution_preview(&attribution).await, Err(AppError::Stale)));
    bed.tell(200, &[line(9, 150, r#""type":"customer_registered","customer":"3","ref_code":"ANNA""#)]).await;
    assert_eq!(bed.desk.customer(bed.party("3").await).await.unwrap().advocate.unwrap().party, anna);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attribution_that_makes_no_sense_says_why() {
    let bed = unattributed().await;
    let expects = bed.desk.customer(bed.party("1").await).await.unwrap().expects;
    let with = |code: &str, reason: &str| Attribution { customer: "1".into(), code: code.into(), reason: reason.into(), expects: expects.clone() };
    for (code, why) in [("ANNA", Reason::SelfReferral), ("NOBODYS", Reason::CodeUnknown)] {
        let preview = bed.desk.attribution_preview(&with(code, "because")).await.unwrap();
        assert_eq!((preview.refused, preview.rewards.len()), (Some(why), 0), "{code}");
    }
    assert!(matches!(bed.desk.attribution_preview(&with("ANNA", " ")).await, Err(AppError::ReasonMissing)));
    assert!(matches!(bed.desk.attribution_preview(&with("", "because")).await, Err(AppError::NotFound { .. })));
    let nobody = Attribution { customer: "999".into(), ..with("ANNA", "because") };
    assert!(matches!(bed.desk.attribution_preview(&nobody).await, Err(AppError::NotFound { .. })));
    assert!(matches!(bed.desk.customer(999).await, Err(AppError::NotFound { .. })));
    assert!(matches!(bed.desk.timeline(999, None, 5).await, Err(AppError::NotFound { .. })));
}
