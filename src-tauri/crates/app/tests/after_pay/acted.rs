//! What staff do about money, and what a refund does after a part was used.

use super::bed::{ADA, WHY, World};
use vouchsafe_app::AppError;
use vouchsafe_app::view::{Act, Clawback, GoodwillOrder, OutsideAct, PayoutRules, PayoutState, ProposalVerdict};
use vouchsafe_app::words::{Language, Words, key as key_of};
use vouchsafe_demo::Deed;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Rail;

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::parse("USD").unwrap())
}

async fn expects(world: &World, key: &str) -> u32 {
    world.desk.reward(key).await.unwrap().revision
}

async fn act(world: &World, actor: &str, key: &str, act: Act) -> Result<Option<u64>, AppError> {
    let expects = expects(world, key).await;
    world.desk.act(actor, key, &act, WHY, expects).await.map(|acted| acted.proposal)
}

fn to(amount: &str) -> Act {
    Act::Adjust { to: amount.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adjustment_does_what_its_preview_said_up_and_down_at_the_shop() {
    let (world, key) = World::with_card().await;
    world.spend(200);
    world.sync().await;
    for (amount, left) in [("25.00", 2_300), ("6.00", 400), ("12.50", 1_050)] {
        let expects = expects(&world, &key).await;
        let preview = world.desk.act_preview(None, &key, &to(amount), expects).await.unwrap();
        assert_eq!((preview.refused, preview.needs_second, preview.lines.len()), (None, false, 1));
        let after = preview.after.unwrap();
        assert_eq!(after.stands.figure(), amount);
        let OutsideAct::Correct { to: told, .. } = preview.outside else { panic!("{:?}", preview.outside) };
        assert_eq!(told.figure(), amount);
        let expense = preview.accounts.iter().find(|line| line.account.starts_with("expense:rewards")).unwrap();
        let before = world.on("expense:rewards").await;
        assert_eq!(expense.before.figure(), before);
        world.desk.act(ADA, &key, &to(amount), WHY, expects).await.unwrap();
        assert_eq!(expense.after.figure(), world.on("expense:rewards").await);
        assert_eq!(world.state(&key).await, PayoutState::Correcting);
        assert_eq!(world.pay().await.corrected, 1);
        assert_eq!((world.state(&key).await, world.card().current, world.card().is_active), (PayoutState::Done, left, true));
        assert!(matches!(world.desk.act(ADA, &key, &to("1.00"), WHY, expects).await, Err(AppError::Stale)));
    }
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
    assert_eq!(world.stands(&key).await, "settled 12.50 used 2.00");
    assert!(matches!(act(&world, ADA, &key, to("12.50")).await, Err(AppError::ActRefused { reason: Reason::NothingToChange })));
    assert!(matches!(act(&world, ADA, &key, to("ten")).await, Err(AppError::BadAmount { .. })));
    let expects = expects(&world, &key).await;
    assert!(matches!(world.desk.act(ADA, &key, &to("1.00"), "  ", expects).await, Err(AppError::ReasonMissing)));
}

/// A card of 10.00 of which 4.00 were used, whose order is paid back.
async fn refunded_after_a_part_was_used(clawback: Clawback) -> (World, String) {
    let world = World::new("rail = \"gift_card\"").await;
    world.desk.set_payout_rules(ADA, &PayoutRules { approve_above: Vec::new(), clawback }, WHY).await.unwrap();
    let order = world.order();
    world.sync().await;
    let key = world.due().await.pop().unwrap();
    world.pay().await;
    world.spend(400);
    world.sync().await;
    world.act(Deed::Refund { order, percent: 100 });
    world.sync().await;
    assert_eq!(world.state(&key).await, PayoutState::Correcting);
    assert_eq!(world.pay().await.corrected, 1);
    assert_eq!((world.state(&key).await, world.card().is_active), (PayoutState::Closed, false));
    (world, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_before_a_refund_is_given_up_where_the_policy_says_so() {
    let (world, key) = refunded_after_a_part_was_used(Clawback::Loss).await;
    assert!(world.stands(&key).await.starts_with("reversed"), "{}", world.stands(&key).await);
    assert_eq!((world.on("expense:clawback-loss").await.as_str(), world.on("asset:clawback").await.as_str()), ("4.00", "0.00"));
    assert_eq!(world.on("liability:issued").await, "0.00");
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_before_a_refund_is_set_off_against_the_next_reward_where_the_policy_says_so() {
    let (world, _) = refunded_after_a_part_was_used(Clawback::Carry).await;
    assert_eq!((world.on("expense:clawback-loss").await.as_str(), world.on("asset:clawback").await.as_str()), ("0.00", "4.00"));
    world.order();
    world.sync().await;
    let next = world.due().await.pop().unwrap();
    world.pay().await;
    assert_eq!((world.card().initial, world.on("asset:clawback").await.as_str()), (600, "0.00"));
    assert_eq!(world.state(&next).await, PayoutState::Done);
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_delivered_anew_under_another_code() {
    let (world, key) = World::with_card().await;
    assert!(matches!(act(&world, ADA, &key, Act::Reissue).await, Err(AppError::ActRefused { reason: Reason::NotReversed })));
    let expects = expects(&world, &key).await;
    let preview = world.desk.act_preview(None, &key, &Act::Reverse, expects).await.unwrap();
    assert!(matches!(preview.outside, OutsideAct::TakeBack { .. }), "{preview:?}");
    act(&world, ADA, &key, Act::Reverse).await.unwrap();
    // Not before it is known what was left.
    assert!(matches!(act(&world, ADA, &key, Act::Reissue).await, Err(AppError::ActRefused { reason: Reason::NotReversed })));
    world.pay().await;
    assert_eq!((world.state(&key).await, world.card().is_active), (PayoutState::Closed, false));
    act(&world, ADA, &key, Act::Reissue).await.unwrap();
    assert_eq!(world.pay().await.done, 1);
    let cards = world.cards();
    assert_eq!(cards.iter().map(|card| (card.is_active, card.current)).filter(|card| card.0).collect::<Vec<_>>(), [(true, 1_000)]);
    assert_eq!(cards.len(), 2);
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn goodwill_is_given_once_however_often_it_is_pressed() {
    let (world, _) = World::with_card().await;
    let order = GoodwillOrder { customer: world.anna.to_string(), rail: Rail::GiftCard, amount: dollars(700), valid_days: Some(30), expects: None };
    let preview = world.desk.goodwill_preview(None, &order).await.unwrap();
    assert_eq!((preview.before, preview.after.unwrap().stands.figure(), preview.lines.len()), (None, "7.00".to_owned(), 1));
    assert!(matches!(preview.outside, OutsideAct::Issue { .. }));
    assert_eq!(world.due().await, Vec::<String>::new(), "a preview gives nothing");
    let pressed = GoodwillOrder { expects: Some(preview.expects), ..order.clone() };
    let given = world.desk.goodwill(ADA, &pressed, WHY).await.unwrap();
    assert!(matches!(world.desk.goodwill(ADA, &pressed, WHY).await, Err(AppError::Stale)));
    assert_eq!(world.due().await, std::slice::from_ref(&given.reward));
    assert_eq!(world.pay().await.done, 1);
    assert_eq!(world.card().initial, 700);
    let nobody = GoodwillOrder { customer: "nobody".to_owned(), ..order.clone() };
    assert!(matches!(world.desk.goodwill(ADA, &nobody, WHY).await, Err(AppError::NotFound { .. })));
    let nothing = GoodwillOrder { amount: dollars(0), ..order };
    assert!(matches!(world.desk.goodwill(ADA, &nothing, WHY).await, Err(AppError::BadAmount { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn above_an_amount_a_second_person_decides() {
    let (world, key) = World::with_card().await;
    world.desk.set_payout_rules(ADA, &PayoutRules { approve_above: vec![dollars(500)], clawback: Clawback::Loss }, WHY).await.unwrap();
    assert_eq!(world.desk.payout_rules().await.unwrap().approve_above, [dollars(500)]);
    // Below it one person is enough.
    assert_eq!(act(&world, ADA, &key, to("14.00")).await.unwrap(), None);
    let expects = expects(&world, &key).await;
    let preview = world.desk.act_preview(None, &key, &to("30.00"), expects).await.unwrap();
    assert_eq!((preview.needs_second, preview.after.unwrap().stands.figure()), (true, "30.00".to_owned()));
    assert_eq!(world.desk.proposals(None, 10).await.unwrap().count, 0, "a preview proposes nothing");
    let no = act(&world, ADA, &key, to("30.00")).await.unwrap().unwrap();
    assert!(matches!(act(&world, "bob", &key, to("31.00")).await, Err(AppError::ProposalOpen)));
    let open = world.desk.proposals(None, 10).await.unwrap();
    let row = &open.rows[0];
    assert_eq!((open.count, row.no, row.act, row.reward.as_deref(), row.actor.as_str()), (1, no, "adjust", Some(&*key), ADA));
    assert_eq!((row.reason.as_deref(), row.amount.as_ref().unwrap().figure()), (Some(WHY), "30.00".to_owned()));
    let same = world.desk.decide_proposal(ADA, no, ProposalVerdict::Approve, WHY).await;
    assert!(matches!(same, Err(AppError::ActRefused { reason: Reason::SameActor })), "{same:?}");
    world.desk.decide_proposal("bob", no, ProposalVerdict::Approve, WHY).await.unwrap();
    assert_eq!((world.stands(&key).await.as_str(), world.desk.proposals(None, 10).await.unwrap().count), ("settled 30.00 used 0.00", 0));
    assert!(matches!(world.desk.decide_proposal("bob", no, ProposalVerdict::Approve, WHY).await, Err(AppError::NotFound { .. })));
    let no = act(&world, ADA, &key, to("90.00")).await.unwrap().unwrap();
    world.desk.decide_proposal("bob", no, ProposalVerdict::Decline, WHY).await.unwrap();
    assert_eq!((world.stands(&key).await.as_str(), world.desk.proposals(None, 10).await.unwrap().count), ("settled 30.00 used 0.00", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_gift_said_twice_is_one_unless_somebody_has_seen_the_first() {
    let (world, _) = World::with_card().await;
    let gift =
        |minor, expects| GoodwillOrder { customer: world.anna.to_string(), rail: Rail::GiftCard, amount: dollars(minor), valid_days: None, expects };
    let given = async |actor: &str, minor, reason: &str, expects| world.desk.goodwill(actor, &gift(minor, expects), reason).await.map(|_| ());
    given(ADA, 700, WHY, None).await.unwrap();
    let again = given(ADA, 700, WHY, None).await.unwrap_err();
    let AppError::GivenAlready { at } = again else { panic!("{again}") };
    let sentences = [Language::English, Language::Russian].map(|language| Words::of(language).error(&again));
    assert!(sentences.iter().all(|sentence| sentence.contains(&at.to_string()) && sentence.contains("--again")), "{sentences:?}");
    assert_eq!(world.due().await.len(), 1);
    // Another amount, another reason, another person, or whoever has seen what there is.
    given(ADA, 800, WHY, None).await.unwrap();
    given(ADA, 700, "for something else", None).await.unwrap();
    given("bob", 700, WHY, None).await.unwrap();
    let seen = world.desk.goodwill_preview(None, &gift(700, None)).await.unwrap().expects;
    given(ADA, 700, WHY, Some(seen)).await.unwrap();
    assert_eq!(world.due().await.len(), 5);
    world.wait(86_400);
    given(ADA, 800, WHY, None).await.unwrap();
    // What waits for a second person was said as well, also once they have agreed.
    world.desk.set_payout_rules(ADA, &PayoutRules { approve_above: vec![dollars(500)], clawback: Clawback::Loss }, WHY).await.unwrap();
    let no = world.desk.goodwill(ADA, &gift(900, None), WHY).await.unwrap().proposal.unwrap();
    world.desk.decide_proposal("bob", no, ProposalVerdict::Approve, WHY).await.unwrap();
    assert!(matches!(given(ADA, 900, WHY, None).await, Err(AppError::GivenAlready { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_currency_that_nobody_can_spend_there_is_refused_and_the_others_go_out() {
    let world = World::new("rail = \"gift_card\"").await;
    world.order();
    world.sync().await;
    let francs = Money::new(300, Currency::parse("CHF").unwrap());
    let gift = GoodwillOrder { customer: world.anna.to_string(), rail: Rail::GiftCard, amount: francs, valid_days: None, expects: None };
    let given = world.desk.goodwill(ADA, &gift, WHY).await.unwrap().reward;
    let paid = world.pay().await;
    assert_eq!((paid.done, paid.refused, paid.unknown, paid.left), (1, 1, 0, 0), "{paid:?}");
    assert_eq!((paid.troubles[0].reward.as_str(), world.cards().len()), (given.as_str(), 1));
    let said = |language| {
        let said = &paid.troubles[0].said;
        Words::of(language).say(&key_of("error", &said.code), said.args.iter().map(|(name, value)| (name.as_str(), value.clone())))
    };
    let what = "the shop has no active sales channel of CHF for the gift card";
    assert_eq!(said(Language::English), format!("The other side refused it ({what}); mend the cause and pay it out again."));
    assert_eq!(said(Language::Russian), format!("Другая сторона отказала ({what}); устраните причину и выплатите снова."));
    assert_eq!((world.state(&given).await, world.stands(&given).await.as_str()), (PayoutState::Refused, "due 3.00 used 0.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_does_not_act_as_two_people_where_money_leaves() {
    let (world, _) = World::with_card().await;
    let (file, anna) = (world.file("acts.ndjson"), world.anna);
    let gift = format!(
        r#"{{"id":"g-1","type":"staff_goodwill","at":"2026-01-01T00:00:00Z","actor":"mara","reason":"late","customer":"{anna}","rail":"gift_card","amount":{{"amount":"600.00","currency":"USD"}}}}"#
    );
    let policy = r#"{"id":"p-1","type":"policy_changed","at":"2026-01-01T00:00:00Z","clawback":"loss","actor":"mara","reason":"so"}"#;
    let spend = r#"{"id":"s-1","type":"spend_recorded","at":"2026-01-01T00:00:00Z","from":"2025-12-01T00:00:00Z","to":"2026-01-01T00:00:00Z","amount":{"amount":"5.00","currency":"USD"}}"#;
    for act in [gift.as_str(), policy] {
        std::fs::write(&file, format!("{spend}\n{act}\n")).unwrap();
        let refused = world.desk.import_events(&file).await.unwrap_err();
        assert!(matches!(refused, AppError::LineOfStaff { line: 2, .. }), "{refused}");
    }
    assert_eq!(world.due().await, Vec::<String>::new());
    std::fs::write(&file, spend).unwrap();
    assert_eq!(world.desk.import_events(&file).await.unwrap().new, 1, "nothing of those files was used");
}
