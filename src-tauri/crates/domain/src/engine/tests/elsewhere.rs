//! Examples about what is no shop's order: purchases, trials, partners, roles, what a program's owner names; waits that people end; choices.

use super::story::{Story, Told, day};

/// A program with one rule that gives the advocate, and nothing else unless said.
fn program(head: &str, rule: &str, grant: &str) -> String {
    format!(
        "id = \"p\"\nname = \"P\"\nmode = \"auto\"\n{head}\n[[rule]]\nid = \"r\"\noccurrence = \"every\"\n{rule}\n[[rule.grant]]\nto = \"advocate\"\n{grant}\n"
    )
}

const TEN_PERCENT: &str = "reward = { rail = \"wallet\" }\nvalue = { percent = \"10\", of = \"amount_base\" }";
const ONE: &str = "reward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1.00\" } }";
const CASHBACK: &str = "on = [\"topup\", \"subscription_purchased\", \"subscription_renewed\"]\nsettlement = \"captured\"\nrefund_window_days = 30";

trait Elsewhere {
    fn purchase(self, on: u32, kind: &str, purchase: &str, amount: &str) -> Self;
    fn paid_back(self, on: u32, purchase: &str, amount: &str) -> Self;
    fn did(self, on: u32, kind: &str, fields: &str) -> Self;
}

impl Elsewhere for Story {
    fn purchase(self, on: u32, kind: &str, purchase: &str, amount: &str) -> Self {
        let fields = format!(r#""purchase":"{purchase}","customer":"bob","amount":{{"amount":"{amount}","currency":"EUR"}}"#);
        self.event(day(on), kind, &fields)
    }

    fn paid_back(self, on: u32, purchase: &str, amount: &str) -> Self {
        self.event(day(on), "purchase_refunded", &format!(r#""purchase":"{purchase}","refunded":{{"amount":"{amount}","currency":"EUR"}}"#))
    }

    fn did(self, on: u32, kind: &str, fields: &str) -> Self {
        self.event(day(on), kind, &format!(r#""customer":"bob"{fields}"#))
    }
}

fn rewards(told: &Told) -> Vec<String> {
    told.0.rewards.iter().map(|reward| format!("{} {} {}", reward.key, reward.state, reward.amount.amount)).collect()
}

#[test]
fn every_payment_gives_its_share_and_counts_as_paid_at_once() {
    let story = Story::of_anna_and_bob().purchase(2, "topup", "p1", "50.00").purchase(3, "subscription_purchased", "p2", "9.90");
    let told = story.purchase(4, "subscription_renewed", "p3", "9.90").told(&program("", CASHBACK, TEN_PERCENT));
    let of = ["r/bob/purchase-p1/advocate settled 5.00", "r/bob/purchase-p2/advocate settled 0.99", "r/bob/purchase-p3/advocate settled 0.99"];
    assert_eq!(rewards(&told), of);
    assert_eq!(told.0.referrals[0].first_paid_at.as_deref(), Some("2026-01-03T00:00:00Z"));
}

#[test]
fn what_was_paid_back_takes_back_its_share() {
    let story = || Story::of_anna_and_bob().purchase(2, "topup", "p1", "50.00");
    let check = |story: Story, want: &str, refused: &[&str]| {
        let told = story.told(&program("", CASHBACK, TEN_PERCENT));
        assert_eq!(rewards(&told), [format!("r/bob/purchase-p1/advocate {want}")]);
        assert_eq!(told.refused(), refused);
    };
    check(story().paid_back(5, "p1", "20.00"), "settled 3.00", &[]);
    check(story().paid_back(5, "p1", "50.00"), "reversed 5.00", &[]);
    check(story().paid_back(5, "p1", "50.01"), "settled 5.00", &["refund_above_amount"]);
    check(story().paid_back(5, "p2", "1.00"), "settled 5.00", &["order_unknown"]);
    check(story().paid_back(32, "p1", "50.00"), "settled 5.00", &[]);
    // The sum of everything that was paid back counts, and what is told a second time changes nothing.
    check(story().paid_back(5, "p1", "20.00").paid_back(6, "p1", "20.00"), "settled 3.00", &[]);
    check(story().purchase(3, "topup", "p1", "80.00"), "settled 5.00", &[]);
}

#[test]
fn a_purchase_binds_where_orders_do_and_is_judged_again_when_its_code_is_learned() {
    let on_topup = program("[attribution]\nbind_at = \"order\"", CASHBACK, TEN_PERCENT);
    let told = Story::new().code(day(0), "anna").contact(day(1), "bob", "ANNA").purchase(2, "topup", "p1", "50.00").told(&on_topup);
    assert_eq!((told.bonds(), rewards(&told).len()), (vec!["bob by anna".to_owned()], 1));
    let late = |story: Story| story.seen(day(0), day(20), "code_issued", r#""code":"ANNA","customer":"anna""#);
    let story = Story::new().contact(day(1), "bob", "ANNA").purchase(2, "topup", "p1", "50.00").paid_back(5, "p1", "20.00");
    let told = late(story).told(&program("", CASHBACK, TEN_PERCENT));
    assert_eq!(rewards(&told), ["r/bob/purchase-p1/advocate settled 3.00"]);
    assert_eq!(told.0.referrals[0].first_paid_at.as_deref(), Some("2026-01-03T00:00:00Z"));
}

#[test]
fn what_makes_a_friend_active_is_the_programs_word() {
    let check = |activation: &str, want: Option<&str>| {
        let story = Story::of_anna_and_bob().did(2, "trial_started", r#","period_days":14"#).purchase(3, "topup", "p1", "5.00");
        let told = story.order(day(4), "o1", "bob", "80").money(day(5), "o1", "80", "0").told(&program(activation, CASHBACK, TEN_PERCENT));
        assert_eq!(told.0.referrals[0].activated_at.as_deref(), want.map(|on| format!("2026-01-{on}T00:00:00Z")).as_deref(), "{activation}");
    };
    check("", Some("05"));
    check("activation = [\"trial_started\"]", Some("03"));
    check("activation = [\"topup\", \"order_confirmed\"]", Some("04"));
    check("activation = [\"customer_registered\"]", Some("02"));
    check("activation = [\"order_captured\"]", Some("06"));
    check("activation = [\"subscription_renewed\"]", None);
}

#[test]
fn a_friend_who_turns_out_to_be_one_was_active_when_they_were() {
    let story = Story::new().contact(day(1), "bob", "ANNA").did(2, "trial_started", "");
    let story = story.seen(day(0), day(20), "code_issued", r#""code":"ANNA","customer":"anna""#);
    let told = story.told(&program("activation = [\"trial_started\"]", CASHBACK, TEN_PERCENT));
    assert_eq!(told.0.referrals[0].activated_at.as_deref(), Some("2026-01-03T00:00:00Z"));
}

#[test]
fn whatever_happens_can_be_rewarded_once_for_each_event() {
    let check = |kind: &str, on: &str, fields: &str, want: &str| {
        let told = Story::of_anna_and_bob().did(2, kind, fields).told(&program("", &format!("on = [\"{on}\"]"), ONE));
        assert_eq!(told.decisions(), [want], "{kind}");
    };
    check("trial_started", "trial_started", "", "r/bob/event-e3/advocate 1.00");
    check("role_upgraded", "role_upgraded", r#","role":"vip""#, "r/bob/event-e3/advocate 1.00");
    check("interaction", "interaction", "", "r/bob/event-e3/advocate 1.00");
    check("custom", "custom:quest", r#","name":"quest""#, "r/bob/event-e3/advocate 1.00");
    let quest = |rest: &str, want: &[&str]| {
        let story = Story::of_anna_and_bob().did(2, "custom", &format!(r#","name":"quest"{rest}"#)).did(3, "custom", r#","name":"other""#);
        assert_eq!(story.told(&program("", "on = [\"custom:quest\"]", TEN_PERCENT)).decisions(), want);
    };
    quest(r#","amount_base":{"amount":"15.00","currency":"EUR"}"#, &["r/bob/event-e3/advocate 1.50"]);
    quest("", &["r/bob/event-e3/advocate no_amount"]);
}

#[test]
fn who_wins_a_partner_is_rewarded_and_the_tree_stays_as_it_is() {
    let on_partner = program("", "on = [\"partner_onboarded\"]", ONE);
    let won = |partner: &str| Story::of_anna_and_bob().event(day(2), "partner_onboarded", &format!(r#""partner":"{partner}","customer":"bob""#));
    let told = won("carla").told(&on_partner);
    assert_eq!(told.0.rewards[0].beneficiary, "bob");
    assert_eq!((rewards(&told), told.bonds()), (vec!["r/carla/event-e3/advocate settled 1.00".to_owned()], vec!["bob by anna".to_owned()]));
    let same = Story::new().registered(day(0), "bob", None).event(day(1), "customer_deleted", r#""customer":"bob""#);
    let same = same.event(day(2), "customer_registered", r#""customer":"bob-2","email":"bob@example.com""#);
    let told = same.event(day(3), "partner_onboarded", r#""partner":"bob-2","customer":"bob""#).told(&on_partner);
    assert_eq!(told.refused(), ["self_referral"], "who registered again is who they were");
}

#[test]
fn winning_a_partner_makes_a_bound_partner_active() {
    let told = Story::of_anna_and_bob().event(day(2), "partner_onboarded", r#""partner":"bob","customer":"carl""#);
    let told = told.told(&program("activation = [\"partner_onboarded\"]", "on = [\"topup\"]", ONE));
    assert_eq!(told.0.referrals[0].activated_at.as_deref(), Some("2026-01-03T00:00:00Z"));
}

#[test]
fn somebody_is_divided_the_same_before_and_after_they_are_known() {
    let head = "[[experiment]]\nid = \"x\"\narms = { a = 1, b = 1 }\nholdout = 2";
    let on_partner = program(head, "on = [\"partner_onboarded\"]", ONE);
    for id in 40..60 {
        let won = |story: Story| story.event(day(2), "partner_onboarded", &format!(r#""partner":"bob","customer":"{id}""#)).told(&on_partner);
        let came_to = |told: Told| told.0.decisions.iter().map(|decision| decision.verdict).collect::<Vec<_>>();
        assert_eq!(came_to(won(Story::new())), came_to(won(Story::new().registered(day(0), &id.to_string(), None))), "{id}");
    }
}

#[test]
fn a_cap_that_comes_to_nothing_gives_nothing() {
    let capped = |cap: &str| {
        let reward = "reward = { rail = \"points\", unit = \"points\" }";
        let value = format!("value = {{ percent = \"10\", of = \"amount_base\", cap = {{ EUR = \"{cap}\" }} }}");
        let story = Story::of_anna_and_bob().did(2, "custom", r#","name":"quest","amount_base":{"amount":"15.00","currency":"EUR"}"#);
        story.told(&program("", "on = [\"custom:quest\"]", &format!("{reward}\n{value}"))).decisions()
    };
    assert_eq!(capped("0.40"), ["r/bob/event-e3/advocate no_amount"]);
    assert_eq!(capped("0.60"), ["r/bob/event-e3/advocate 1"]);
}

#[test]
fn the_share_of_refunded_orders_counts_the_order_at_hand() {
    let rated = program("[fraud]\nrefund_rate = { percent = 50, after = 2, action = \"review\" }", "on = [\"order_captured\"]", ONE);
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "80");
    let told = story.order(day(4), "o2", "bob", "80").money(day(5), "o2", "80", "0").told(&rated);
    assert_eq!(rewards(&told), ["r/bob/o1/advocate void 1.00", "r/bob/o2/advocate waiting 1.00"]);
}

#[test]
fn a_friend_won_by_somebody_else_is_not_counted_for_whom_an_order_credits() {
    let head = "[attribution]\nscope = \"order\"\nbind_at = \"order\"\n[fraud]\nvelocity = { friends = 1, hours = 24, action = \"review\" }";
    let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna").registered(day(0), "carl", None).code(day(0), "carl");
    let story = story.contact(day(1), "dave", "CARL").event(
        day(2),
        "order_placed",
        r#""order":"o1","customer":"dave","items":{"amount":"1","currency":"EUR"}"#,
    );
    let story = story.contact(day(2), "bob", "ANNA").event(
        day(2),
        "order_confirmed",
        r#""order":"o2","customer":"bob","items":{"amount":"80","currency":"EUR"},"ref_code":"CARL""#,
    );
    assert_eq!(rewards(&story.told(&program(head, "on = [\"order_confirmed\"]", ONE))), ["r/bob/o2/advocate settled 1.00"]);
}

#[test]
fn who_confirmed_once_has_confirmed() {
    let rule = "on = [\"order_confirmed\"]\nemail_verified = true\nphone_verified = true";
    let said = |story: Story, on: u32, is: bool| {
        story.event(day(on), "customer_updated", &format!(r#""customer":"bob","email_verified":{is},"phone_verified":{is}"#))
    };
    let told = said(said(Story::of_anna_and_bob(), 2, true), 3, false).order(day(4), "o1", "bob", "80").told(&program("", rule, ONE));
    assert_eq!(rewards(&told), ["r/bob/o1/advocate settled 1.00"]);
}

#[test]
fn who_registers_again_gets_what_that_gives_at_once() {
    let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna").event(day(1), "customer_deleted", r#""customer":"bob""#);
    let told =
        story.registered(day(2), "bob", Some("ANNA")).told(&program("", "on = [\"customer_registered\"]", ONE).replace("\"advocate\"", "\"friend\""));
    assert_eq!(rewards(&told), ["r/bob/registration/friend settled 1.00"]);
}

#[test]
fn waits_end_when_somebody_does_what_they_wait_for() {
    let updated = |story: Story, on: u32, fields: &str| story.event(day(on), "customer_updated", &format!(r#""customer":"bob"{fields}"#));
    let check = |rule: &str, fields: &str, before: &str, after: &[&str]| {
        let on_confirmed = program("", &format!("on = [\"order_confirmed\"]\n{rule}"), ONE);
        let story = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
        let told = story().told(&on_confirmed);
        let waits: Vec<_> = told.0.rewards[0].waits.iter().map(|wait| format!("{} {}", wait.what, wait.until.as_deref().unwrap_or("-"))).collect();
        assert_eq!(waits, [before], "{rule}");
        assert_eq!(updated(story(), 5, fields).told(&on_confirmed).steps("advocate"), after, "{rule}");
    };
    let email = ["2026-01-06 email_verified", "2026-01-06 due", "2026-01-06 settled"];
    check("email_verified = true", r#","email_verified":true"#, "email_verified 2026-02-02T00:00:00Z", &email);
    check("email_verified = true", r#","phone_verified":true"#, "email_verified 2026-02-02T00:00:00Z", &[]);
    let phone = ["2026-01-06 phone_verified", "2026-01-06 due", "2026-01-06 settled"];
    check("phone_verified = true\nwait_days = 9", r#","phone_verified":true"#, "phone_verified 2026-01-12T00:00:00Z", &phone);
    let aged = ["2026-01-06 aged", "2026-01-06 due", "2026-01-06 settled"];
    check("account_age_days = 4", "", "account_age 2026-01-06T00:00:00Z", &aged);
}

#[test]
fn a_guest_has_until_the_deadline_to_make_an_account() {
    let on_confirmed = program("", "on = [\"order_confirmed\"]\naccount_age_days = 3\nwait_days = 10", ONE);
    let guest = || Story::new().code(day(0), "anna").order_with(day(1), "o1", "bob", "80", r#","ref_code":"ANNA""#);
    let told = guest().registered(day(5), "bob", None).time(day(30)).told(&on_confirmed);
    assert_eq!(told.steps("advocate"), ["2026-01-06 account_made", "2026-01-09 aged", "2026-01-09 due", "2026-01-09 settled"]);
    assert_eq!(guest().time(day(30)).told(&on_confirmed).of("advocate"), "void 1.00 account_too_young");
    let late = guest().registered(day(9), "bob", None).time(day(30)).told(&on_confirmed);
    assert_eq!(late.steps("advocate"), ["2026-01-10 account_made", "2026-01-13 aged", "2026-01-13 due", "2026-01-13 settled"]);
}

#[test]
fn a_lock_opens_at_the_role_and_above_whoever_tells_of_it() {
    let roles = "[attribution]\nroles = [\"member\", \"pro\", \"vip\"]";
    let locked = program(roles, "on = [\"order_confirmed\"]", &format!("locked_until_role = \"pro\"\n{ONE}"));
    let story = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
    let check = |kind: &str, who: &str, role: &str, want: &str| {
        let told = story().event(day(90), kind, &format!(r#""customer":"{who}","role":"{role}""#)).told(&locked);
        assert_eq!(told.of("advocate"), want, "{kind} {who} {role}");
    };
    check("role_upgraded", "anna", "pro", "settled 1.00 -");
    check("customer_updated", "anna", "vip", "settled 1.00 -");
    check("role_upgraded", "anna", "member", "waiting 1.00 -");
    check("role_upgraded", "anna", "emperor", "waiting 1.00 -");
    check("role_upgraded", "bob", "vip", "waiting 1.00 -");
}

#[test]
fn an_option_is_chosen_as_long_as_the_reward_waits() {
    let choice = "choice = [{ name = \"credit\", reward = { rail = \"wallet\" }, value = { fixed = { EUR = \"10.00\" } } }, \
                  { name = \"points\", reward = { rail = \"points\", unit = \"points\", exponent = 0 }, value = { units = \"300\" } }]";
    let either = program("", "on = [\"order_confirmed\"]\nhold_days = 14", choice);
    let chosen = |on: u32, option: &str| {
        let fields = format!(r#""reward":"r/bob/o1/advocate","option":"{option}""#);
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").time(day(on));
        story.event(day(on + 1), "reward_chosen", &fields).time(day(30)).told(&either)
    };
    let told = chosen(5, "points");
    let reward = &told.0.rewards[0];
    assert_eq!((reward.rail, reward.state, reward.amount.amount.as_str(), reward.amount.unit.as_deref()), ("points", "due", "300", Some("points")));
    let euro: Vec<_> = told.0.balances.iter().filter(|line| line.balance.currency.is_some()).map(|line| line.balance.amount.as_str()).collect();
    assert_eq!(euro, ["0.00", "0.00"], "what was promised first is taken out of the books");
    assert_eq!((chosen(5, "credit").of("advocate").as_str(), chosen(5, "credit").refused()), ("settled 10.00 -", vec![]));
    assert_eq!(chosen(5, "car").refused(), ["option_unknown"]);
    assert_eq!(chosen(16, "points").refused(), ["option_unknown"]);
}

#[test]
fn what_is_chosen_earns_the_part_that_came_in_time() {
    let choice = "choice = [{ name = \"credit\", reward = { rail = \"wallet\" }, value = { fixed = { EUR = \"10.00\" } } }, \
                  { name = \"points\", reward = { rail = \"points\", unit = \"points\", exponent = 0 }, value = { units = \"300\" } }]";
    let either = program("", "on = [\"order_confirmed\"]\nsettlement = \"captured\"\nhold_days = 14", choice);
    let check = |options: &[&str], refunded: &str, want: &str| {
        let part = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "40", refunded).time(day(33));
        let story = options
            .iter()
            .zip(34..)
            .fold(part, |story, (option, on)| story.event(day(on), "reward_chosen", &format!(r#""reward":"r/bob/o1/advocate","option":"{option}""#)));
        assert_eq!(story.told(&either).of("advocate"), want, "{options:?}");
    };
    check(&[], "0", "waiting 5.00 -");
    check(&["points"], "0", "waiting 150 -");
    check(&["points"], "20", "waiting 75 -");
    check(&["points", "credit"], "0", "waiting 5.00 -");
}

#[test]
fn what_expires_is_no_longer_owed() {
    let on_confirmed = program("", "on = [\"order_confirmed\"]", &ONE.replace("wallet", "gift_card"));
    let key = r#""reward":"r/bob/o1/advocate""#;
    let story = || {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
        let story = story.event(day(3), "payout_known", &format!(r#"{key},"rail":"gift_card","result":"issued""#));
        story.event(day(4), "reward_used", &format!(r#"{key},"amount":{{"amount":"0.40","currency":"EUR"}}"#))
    };
    let check = |amount: &str, breakage: &str, refused: &[&str]| {
        let told = story().event(day(400), "reward_expired", &format!("{key}{amount}")).told(&on_confirmed);
        let lost = told.0.balances.iter().find(|line| line.account == "income:breakage").map(|line| line.balance.amount.clone());
        assert_eq!(lost.as_deref().unwrap_or("none"), breakage, "{amount}");
        assert_eq!(told.refused(), refused, "{amount}");
    };
    check("", "-0.60", &[]);
    check(r#","amount":{"amount":"0.25","currency":"EUR"}"#, "-0.25", &[]);
    check(r#","amount":{"amount":"0.61","currency":"EUR"}"#, "none", &["more_than_left"]);
    check(r#","amount":{"amount":"0.25","currency":"USD"}"#, "none", &["wrong_currency"]);
}

#[test]
fn a_rejected_referral_gives_nothing_any_more() {
    let both = program("", "on = [\"order_confirmed\", \"topup\"]\nhold_days = 14", ONE);
    let reject = |story: Story, on: u32, friend: &str| {
        story.event(day(on), "staff_reject_referral", &format!(r#""actor":"mara","reason":"a ring","friend":"{friend}""#))
    };
    let story = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").purchase(10, "topup", "p1", "50.00").time(day(17));
    let told = reject(story(), 18, "bob").order(day(19), "o2", "bob", "80").time(day(60)).told(&both);
    let want = ["r/bob/o1/advocate settled 1.00", "r/bob/purchase-p1/advocate void 1.00"];
    assert_eq!(rewards(&told), want, "what was delivered stays");
    assert_eq!(told.decisions().last().unwrap(), "r/bob/o2/advocate referral_rejected");
    assert_eq!((told.0.referrals[0].status, told.0.rewards[1].reason), ("rejected", Some("referral_rejected")));
    let by_order = program("[attribution]\nscope = \"order\"", "on = [\"order_confirmed\", \"partner_onboarded\"]", ONE);
    let carls = reject(Story::of_anna_and_bob().code(day(0), "carl"), 2, "bob").order_with(day(3), "o1", "bob", "80", r#","ref_code":"CARL""#);
    let told = carls.event(day(4), "partner_onboarded", r#""partner":"bob","customer":"carl""#).told(&by_order);
    assert_eq!(told.decisions(), ["r/bob/o1/advocate referral_rejected", "r/bob/event-e6/advocate referral_rejected"], "whoever is credited");
    assert_eq!(reject(reject(story(), 18, "bob"), 19, "bob").told(&both).refused(), ["stale"]);
    assert_eq!(reject(story(), 18, "anna").told(&both).refused(), ["no_referral"], "nobody brought her");
    assert_eq!(reject(story(), 18, "nobody").told(&both).refused(), ["no_referral"]);
}
