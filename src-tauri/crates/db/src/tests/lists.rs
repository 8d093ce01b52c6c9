//! Lists: every row once, on whatever page, and searches.

use super::world::{asset, filled};
use super::{Desk, at};
use crate::{PageKey, ReferralFilter, ReferralSort, ReferralStatus, RewardFilter, RewardRow, RewardSort, RewardState, Wait};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::Role;

const SORTS: [RewardSort; 4] = [RewardSort::Newest, RewardSort::Oldest, RewardSort::AmountHigh, RewardSort::AmountLow];

async fn all_rewards(desk: &Desk, filter: &RewardFilter, sort: RewardSort, limit: u32) -> Vec<RewardRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = desk.db.rewards(filter, sort, after, limit).await.unwrap();
        assert!(page.rows.len() <= limit as usize);
        rows.extend(page.rows);
        // Through its text, as the window gives it back.
        after = page.next.map(|key| key.to_string().parse::<PageKey>().unwrap());
        if after.is_none() {
            assert_eq!(page.count, rows.len() as u64, "{filter:?} {sort:?}");
            assert_eq!(page.totals.iter().map(|total| total.count).sum::<u64>(), page.count);
            return rows;
        }
    }
}

#[tokio::test]
async fn pages_show_each_reward_once_in_every_order() {
    let desk = filled().await;
    for sort in SORTS {
        let whole = all_rewards(&desk, &RewardFilter::default(), sort, 500).await;
        assert_eq!(whole.len(), 200);
        for limit in [1, 7, 100] {
            assert_eq!(all_rewards(&desk, &RewardFilter::default(), sort, limit).await, whole, "{sort:?} by {limit}");
        }
        let in_order = whole.windows(2).all(|pair| match sort {
            RewardSort::Newest => pair[0].created_at >= pair[1].created_at,
            RewardSort::Oldest => pair[0].created_at <= pair[1].created_at,
            RewardSort::AmountHigh => pair[0].amount.asset != pair[1].amount.asset || pair[0].amount.minor >= pair[1].amount.minor,
            RewardSort::AmountLow => pair[0].amount.asset != pair[1].amount.asset || pair[0].amount.minor <= pair[1].amount.minor,
        });
        assert!(in_order, "{sort:?}");
    }
}

#[tokio::test]
async fn filters_admit_exactly_what_they_say() {
    let desk = filled().await;
    let whole = all_rewards(&desk, &RewardFilter::default(), RewardSort::Oldest, 500).await;
    let filters = [
        RewardFilter { state: Some(RewardState::Due), ..RewardFilter::default() },
        RewardFilter { wait: Some(Wait::Review), ..RewardFilter::default() },
        RewardFilter { wait: Some(Wait::Hold), state: Some(RewardState::Waiting), ..RewardFilter::default() },
        RewardFilter { asset: Some(asset("JPY")), ..RewardFilter::default() },
        RewardFilter { role: Some(Role::Friend), asset: Some(asset("EUR")), ..RewardFilter::default() },
        RewardFilter { state: Some(RewardState::Reversed), ..RewardFilter::default() },
    ];
    for filter in filters {
        let admits = |row: &&RewardRow| {
            filter.state.is_none_or(|state| row.state == state)
                && filter.wait.is_none_or(|wait| row.waits.has(wait))
                && filter.asset.is_none_or(|asset| row.amount.asset == asset)
                && filter.role.is_none_or(|role| row.key.ends_with(role.name()))
        };
        let mut want: Vec<&RewardRow> = whole.iter().filter(admits).collect();
        want.sort_by_key(|row| row.id);
        for sort in SORTS {
            let mut got = all_rewards(&desk, &filter, sort, 9).await;
            got.sort_by_key(|row| row.id);
            assert_eq!(got.iter().collect::<Vec<_>>(), want, "{filter:?} {sort:?}");
        }
    }
}

#[tokio::test]
async fn a_search_finds_keys_people_and_orders_and_nothing_else() {
    let desk = filled().await;
    let check = async |text: &str, want: usize| {
        let filter = RewardFilter { search: Some(text.to_owned()), ..RewardFilter::default() };
        for sort in SORTS {
            assert_eq!(all_rewards(&desk, &filter, sort, 3).await.len(), want, "{text} {sort:?}");
        }
    };
    let whole = all_rewards(&desk, &RewardFilter::default(), RewardSort::Oldest, 500).await;
    let of = |party: u32| whole.iter().filter(|row| row.friend == PartyId(party) || row.beneficiary == PartyId(party)).count();
    check("first-order/", 200).await;
    check("first-order/43/1042/friend", 1).await;
    check("49", of(49)).await;
    check(" P49@EXAMPLE.com", of(49)).await;
    for hostile in ["' OR 1=1 --", "%", "_", "\0", "=HYPERLINK(\"x\")", "💰", "zzz"] {
        check(hostile, 0).await;
    }
    check("  ", 200).await;
}

#[tokio::test]
async fn pages_show_each_referral_once() {
    let desk = filled().await;
    for (filter, want) in [
        (ReferralFilter::default(), 49),
        (ReferralFilter { status: Some(ReferralStatus::Activated), search: None }, 24),
        (ReferralFilter { status: Some(ReferralStatus::Rejected), search: None }, 0),
        (ReferralFilter { status: None, search: Some("code2".to_owned()) }, 3),
        (ReferralFilter { status: None, search: Some("p2@example.com".to_owned()) }, 4),
        (ReferralFilter { status: None, search: Some("' OR 1".to_owned()) }, 0),
    ] {
        for sort in [ReferralSort::Newest, ReferralSort::Oldest] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = desk.db.referrals(&filter, sort, after, 5).await.unwrap();
                assert_eq!(page.count, want);
                seen.extend(page.rows.iter().map(|row| (row.bound_at, row.friend)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let mut sorted = seen.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len() as u64, want, "{filter:?}");
            if sort == ReferralSort::Newest {
                sorted.reverse();
            }
            assert_eq!(seen, sorted);
        }
    }
}

#[tokio::test]
async fn a_person_is_shown_by_what_the_shop_says_or_else_by_the_events() {
    let desk = filled().await;
    let customer = vouchsafe_domain::shop::Customer {
        id: vouchsafe_domain::shop::ShopId::Number(3),
        email: "Eve@Example.com".to_owned(),
        first_name: "<img src=x onerror=alert(1)>".to_owned(),
        last_name: "O'Hara".to_owned(),
        is_active: true,
        is_confirmed: true,
        joined: at(0),
        updated: at(0),
        language: String::new(),
        external_reference: None,
        note: String::new(),
        own_code: None,
        ref_code: None,
        metadata: vec![],
        private_metadata: vec![],
        addresses: vec![],
    };
    desk.db.write(move |tx| tx.put_customer(&customer)).await.unwrap();
    let people = desk.db.people([PartyId(3), PartyId(4), PartyId(999)]).await.unwrap();
    assert_eq!(people.keys().copied().collect::<Vec<_>>(), [PartyId(3), PartyId(4)]);
    let shown = |no| (people[&PartyId(no)].full_name.as_deref(), people[&PartyId(no)].email.as_deref());
    assert_eq!(shown(3), (Some("<img src=x onerror=alert(1)> O'Hara"), Some("Eve@Example.com")));
    assert_eq!(shown(4), (None, Some("p4@example.com")));
    assert_eq!(desk.db.find_people("<IMG src").await.unwrap(), [PartyId(3)]);
}

#[test]
fn only_places_in_a_list_are_read_back() {
    for text in ["", "1", "1.2", "1.2.3.4", "a.b.c", "1.2.99999999999999999999"] {
        assert!(text.parse::<PageKey>().is_err(), "{text}");
    }
    assert_eq!("-5.2.0".parse::<PageKey>().unwrap().to_string(), "-5.2.0");
}
