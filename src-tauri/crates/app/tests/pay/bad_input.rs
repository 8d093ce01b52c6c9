//! What cannot be paid as it is asked for: one clear sentence in both languages, the payout's state true, and the others go out.

use super::bed::{ACTOR, Bed, Other, assert_right, code_to_come, keys, only, open, pay, pay_all, pay_to_the_end, program, rows};
use vouchsafe_app::view::{Act, PayTrouble, PayoutState, Said};
use vouchsafe_app::words::{Language, Words, key};
use vouchsafe_demo::{Asked, Fault, Faults, When};

/// The same program with a voucher instead of a card.
fn with_voucher(terms: &str) -> String {
    program().replace("reward = { rail = \"gift_card\" }", &format!("reward = {{ rail = \"voucher\"{terms} }}"))
}

/// A sentence in English and in Russian.
fn sentences(said: &Said) -> [String; 2] {
    let args = || said.args.iter().map(|(name, value)| (name.as_str(), value.clone()));
    [Language::English, Language::Russian].map(|language| Words::of(language).say(&key("error", &said.code), args()))
}

#[track_caller]
fn check(trouble: &PayTrouble, state: PayoutState, english: &str, russian: &str) {
    assert_eq!((trouble.state, sentences(&trouble.said)), (state, [english.to_owned(), russian.to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_currency_that_no_channel_of_a_voucher_has_is_refused_with_its_name_and_the_others_go_out() {
    let bed = Bed::under(300, &with_voucher(", voucher = { channels = [\"default-channel\", \"eu\"] }")).await;
    let all = rows(bed.desk(), Some(PayoutState::Due)).await;
    let is_listed = |name: &str| ["USD", "EUR"].contains(&name);
    let strange: Vec<String> = all.iter().filter(|row| !is_listed(&row.amount.name)).map(|row| row.reward.clone()).collect();
    assert!(!strange.is_empty() && strange.len() < all.len(), "{all:?}");
    let plan = bed.desk().pay_dry_run(&bed.rails, &only(&strange).which).await.unwrap();
    let asked: Vec<usize> = plan.iter().map(|call| call.calls.len()).collect();
    assert!(asked[0] == 1 && asked[1..].iter().all(|calls| *calls == 0), "what cannot be asked for leaves no request but the batch's own: {plan:?}");
    let paid = pay_all(bed.desk(), &bed.rails).await;
    let counts = (paid.done, paid.refused, paid.unknown, paid.conflict, paid.left);
    assert_eq!(counts, ((all.len() - strange.len()) as u64, strange.len() as u64, 0, 0, 0), "{paid:?}");
    let made = || bed.server().vouchers().iter().filter(|voucher| !voucher.metadata.is_empty()).count() as u64;
    assert_eq!(made(), paid.done, "nothing was made that cannot be used");
    for trouble in &paid.troubles {
        let currency = all.iter().find(|row| row.reward == trouble.reward).unwrap().amount.name.clone();
        let what = format!("the shop has no active sales channel of {currency} for the voucher");
        check(
            trouble,
            PayoutState::Refused,
            &format!("The other side refused it ({what}); mend the cause and pay it out again."),
            &format!("Другая сторона отказала ({what}); устраните причину и выплатите снова."),
        );
    }
    // What was refused is no errand of the next batch until somebody asks for it.
    assert_eq!(keys(bed.desk(), PayoutState::Refused).await.len(), strange.len());
    let requests = bed.server().requests();
    pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((made(), bed.server().requests()), (paid.done, requests), "nothing was asked about any of them");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_day_in_the_past_is_refused_and_once_the_clock_is_right_the_same_reward_goes_out_with_a_day_to_come() {
    let lasting = |rail: &str| program().replace("rail = \"gift_card\" }", &format!("rail = \"{rail}\", valid_days = 30 }}"));
    for (rail, what) in [("gift_card", "INVALID: Expiry date must be in the future."), ("voucher", "INVALID: ")] {
        let bed = Bed::under(300, &lasting(rail)).await;
        let (path, due) = (bed.file("wrong.db"), keys(bed.desk(), PayoutState::Due).await);
        bed.desk().backup(&path, None).await.unwrap();
        // Last year by the desk's clock.
        let wrong = Other::at(path, bed.server(), "2025-01-01T00:00:00Z").await;
        let paid = pay(&wrong.desk, &wrong.rails, &only(&due[..2])).await.unwrap();
        assert_eq!((paid.done, paid.refused, paid.unknown), (0, 2, 0), "{paid:?}");
        let [english, russian] = sentences(&paid.troubles[0].said);
        assert!(english.starts_with(&format!("The other side refused it ({what}")), "{english}");
        assert!(russian.starts_with(&format!("Другая сторона отказала ({what}")), "{russian}");
        assert_eq!(keys(&wrong.desk, PayoutState::Refused).await, due[..2]);
        let right = wrong.again(bed.server()).await;
        let paid = pay(&right.desk, &right.rails, &only(&due[..2])).await.unwrap();
        assert_eq!((paid.done, paid.refused), (2, 0), "{paid:?}");
        let detail = right.desk.payout(&due[0]).await.unwrap();
        assert_eq!((detail.row.state, detail.expires_on.as_deref()), (PayoutState::Done, Some("2026-12-01")));
        right.desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_revoked_halfway_is_said_once_and_what_was_on_its_way_is_looked_up() {
    let bed = Bed::new(400).await;
    let due = open(bed.desk()).await;
    bed.faulty(Faults::default().with(Asked::Anything, When::From(8), Fault::TokenRevoked));
    let paid = pay_all(bed.desk(), &bed.rails).await;
    let url = bed.server().url();
    let english = format!("The shop at {url} refused the token; make a new one in the shop and connect again.");
    let russian = format!("Магазин {url} не принял токен; создайте в магазине новый и подключитесь снова.");
    assert_eq!(paid.stopped.as_ref().map(sentences), Some([english, russian]));
    let began = keys(bed.desk(), PayoutState::Sending).await;
    // No more than there are workers, and none of them is said to be paid, refused or lost.
    assert!((1..=4).contains(&began.len()) && paid.troubles.is_empty(), "{began:?} {paid:?}");
    assert_eq!(paid.done + paid.left, due, "{paid:?}");
    bed.faulty(Faults::default());
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_somebody_took_is_named_and_the_reward_goes_out_under_another() {
    let bed = Bed::new(300).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let code = code_to_come(&bed, &due[0]).await;
    assert!(bed.server().make_card(&code, 500));
    let end = &code[12..];
    let paid = pay(bed.desk(), &bed.rails, &only(&due[..1])).await.unwrap();
    check(
        &paid.troubles[0],
        PayoutState::Conflict,
        &format!("The code …{end} belongs to something else at the other side; look at it there, and reissue the reward under another code."),
        &format!("Код …{end} на другой стороне принадлежит чему-то другому; посмотрите там и выпустите награду под новым кодом."),
    );
    let revision = bed.desk().reward(&due[0]).await.unwrap().revision;
    bed.desk().act(ACTOR, &due[0], &Act::Reissue, "somebody has its code", revision).await.unwrap();
    assert_eq!(pay(bed.desk(), &bed.rails, &only(&due[..1])).await.unwrap().done, 1);
    let detail = bed.desk().payout(&due[0]).await.unwrap();
    assert_eq!((detail.row.state, detail.row.generation), (PayoutState::Done, 2));
    assert_ne!(detail.code.as_ref(), Some(&code));
    let strange = bed.server().cards().into_iter().find(|card| card.code == code).unwrap();
    assert_eq!((strange.initial, strange.is_active), (500, true), "what is not ours is left alone");
}
