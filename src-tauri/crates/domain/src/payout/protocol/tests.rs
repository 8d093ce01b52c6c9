//! What is done next, for every reward, record and answer; and a shop that loses answers, which is never asked to deliver twice.

mod once_more;

use super::*;
use crate::money::Money;
use crate::name::{Key, NameTable, Names as _, ProgramKey, RuleKey, Texts as _};
use crate::party::{PartyId, PartyName};
use crate::payout::{Generation, PayoutStatus, PayoutStep};
use crate::program::PartialRefund;
use crate::reason::Reason;
use crate::reward::{Occasion, Rail, Reward, RewardKey, Role, Terms, Waiting};
use proptest::prelude::*;

const SHOP: Abilities = Abilities { looks_up: true, has_key: false, takes_back: true, corrects: true };
const KEYED: Abilities = Abilities { looks_up: false, has_key: true, takes_back: false, corrects: false };
const BLIND: Abilities = Abilities { looks_up: false, has_key: false, takes_back: false, corrects: false };

fn eur(minor: i64) -> Amount {
    Money::new(minor, Currency::parse("EUR").unwrap()).into()
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn terms() -> Terms {
    let friend = PartyName::Guest(crate::name::OrderKey(Key::from_bits(7)));
    let key = RewardKey { rule: RuleKey(Key::from_bits(1)), friend, occasion: Occasion::Event(Key::from_bits(7)), role: Role::Friend };
    Terms {
        key,
        program: ProgramKey(Key::from_bits(2)),
        version: 1,
        friend: PartyId(0),
        beneficiary: PartyId(0),
        order: None,
        rail: Rail::GiftCard,
        given: eur(1_000),
        created_at: at(0),
        hold_days: 0,
        refund_window_days: 0,
        on_partial_refund: PartialRefund::Ignore,
        wait_until: at(0),
        day: 0,
        option: 0,
        step: None,
        valid_days: None,
    }
}

/// A reward of 10.00 in a state.
fn reward(state: &str) -> AnyReward {
    let due = Reward::granted(terms(), Waiting::default()).due(at(1));
    match state {
        "due" => AnyReward::Due(due),
        "void" => AnyReward::Void(due.void(at(2), Reason::Refunded)),
        "settled" => AnyReward::Settled(due.settled(at(2), Rail::GiftCard)),
        "lowered" => AnyReward::Settled(due.settled(at(2), Rail::GiftCard))
            .after(crate::reward::RewardStep::Reduced { minor: 400, reason: Reason::Refunded }, at(3)),
        "reversed" => AnyReward::Reversed(due.settled(at(2), Rail::GiftCard).reversed(at(3), Reason::Refunded)),
        other => panic!("{other}"),
    }
}

fn intended() -> PayoutStep {
    PayoutStep::Intended { generation: Generation::FIRST, rail: Rail::GiftCard, amount: eur(1_000), code: Some(Key::from_bits(5)), expires_on: None }
}

fn record(state: &str) -> Option<PayoutRecord> {
    let issued = PayoutStep::Issued { id: None, minor: 1_000 };
    let steps: &[PayoutStep] = match state {
        "none" => &[],
        "intended" => &[intended()],
        "worn" => &[intended(); 8],
        "worn unknown" => &[intended(), intended(), intended(), intended(), intended(), intended(), intended(), intended(), PayoutStep::Unknown],
        "unknown" => &[intended(), PayoutStep::Unknown],
        "refused" => &[intended(), PayoutStep::Refused],
        "conflict" => &[intended(), PayoutStep::Conflict],
        "issued" => &[intended(), issued],
        "to 0" => &[intended(), issued, PayoutStep::Correcting { to: 0 }],
        "to 400" => &[intended(), issued, PayoutStep::Correcting { to: 400 }],
        "not to 0" => &[intended(), issued, PayoutStep::Correcting { to: 0 }, PayoutStep::NotCorrected],
        "closed" => &[intended(), issued, PayoutStep::Closed],
        other => panic!("{other}"),
    };
    steps.iter().fold(None, |record, step| PayoutRecord::after(record, *step, at(9)))
}

fn delivery() -> Delivery {
    let issuance = Issuance([9; 16]);
    Delivery {
        issuance,
        code: ExternalCode::of(&[1; 32], &issuance),
        id: None,
        amount: eur(1_000),
        expires_on: None,
        voucher: None,
        program: "p".to_owned(),
        note: String::new(),
    }
}

/// Ours, and as it should be.
fn held(id: &str) -> Held {
    let Delivery { issuance, code, .. } = delivery();
    Held {
        id: id.to_owned(),
        code: code.as_str().to_owned(),
        issuance: Some(issuance.to_string()),
        currency: Some(Currency::parse("EUR").unwrap()),
        initial: 1_000,
        left: 1_000,
        is_active: true,
        was_taken_back: false,
        created_at: at(1),
        expires_on: None,
    }
}

fn strange(id: &str) -> Held {
    Held { issuance: None, ..held(id) }
}

/// Nobody asks, in the minute in which the records of before were made.
const BY_ITSELF: Asking = Asking { is_asked: false, has_tried: false, now: Timestamp::from_micros(60_000_000) };
const ASKED: Asking = Asking { is_asked: true, ..BY_ITSELF };
/// The second time that a batch comes to it, also where a person asks.
const AGAIN: Asking = Asking { has_tried: true, ..ASKED };
const A_DAY_LATER: Asking = Asking { now: Timestamp::from_micros(86_400_000_009), ..BY_ITSELF };

fn check(of: (&str, &str), can: Abilities, heard: Option<Heard>, want: &Next) {
    check_as(BY_ITSELF, of, heard, want, can, &delivery());
}

fn check_as(asking: Asking, of: (&str, &str), heard: Option<Heard>, want: &Next, can: Abilities, delivery: &Delivery) {
    let got = next(&reward(of.0), record(of.1).as_ref(), delivery, can, asking, heard.as_ref());
    assert_eq!(&got, want, "{of:?} {can:?} {asking:?} {heard:?}");
}

fn check_asked(of: (&str, &str), heard: Option<Heard>, want: &Next) {
    check_as(ASKED, of, heard, want, SHOP, &delivery());
}

fn refused(why: Option<&str>) -> Next {
    Next::Know(Learned::Refused { why: why.map(str::to_owned) })
}

fn issued(minor: i64) -> Next {
    Next::Know(Learned::Issued { id: "a".to_owned(), minor })
}

#[test]
fn what_is_due_is_intended_sent_and_known() {
    check(("due", "none"), SHOP, None, &Next::IntendIssue);
    check(("due", "closed"), SHOP, None, &Next::IntendIssue);
    check(("due", "intended"), SHOP, Some(Heard::Committed), &Next::Send);
    check(("due", "intended"), SHOP, Some(Heard::Sent(Sent::Issued(held("a")))), &issued(1_000));
    check(("due", "intended"), SHOP, Some(Heard::Sent(Sent::Refused { what: "no".to_owned() })), &refused(Some("no")));
    check(("due", "intended"), SHOP, Some(Heard::Sent(Sent::Unknown)), &Next::Know(Learned::Unknown));
    check(("due", "intended"), SHOP, Some(Heard::Sent(Sent::Exists)), &Next::LookUp);
    // It ended between the intent and the sending.
    check(("void", "intended"), SHOP, Some(Heard::Committed), &refused(None));
    for ended in [("void", "none"), ("void", "refused"), ("void", "conflict"), ("reversed", "closed"), ("settled", "issued"), ("settled", "none")] {
        check(ended, SHOP, None, &Next::Nothing);
    }
}

#[test]
fn what_nobody_knows_is_looked_up_first() {
    for open in ["intended", "unknown"] {
        check(("due", open), SHOP, None, &Next::LookUp);
        check_asked(("due", open), None, &Next::LookUp);
        check(("void", open), SHOP, None, &Next::LookUp);
        check(("due", open), SHOP, Some(Heard::Found(vec![])), &Next::IntendIssue);
        check(("void", open), SHOP, Some(Heard::Found(vec![])), &refused(None));
        check(("due", open), SHOP, Some(Heard::Found(vec![held("a")])), &issued(1_000));
        // Another amount than was meant is adopted, and corrected behind that.
        check(("due", open), SHOP, Some(Heard::Found(vec![Held { initial: 700, ..held("a") }])), &issued(700));
        check(("void", open), SHOP, Some(Heard::Found(vec![Held { is_active: false, was_taken_back: true, ..held("a") }])), &issued(1_000));
        check(("due", open), BLIND, None, &Next::Person(Why::NoLookUp));
    }
    check(("due", "unknown"), SHOP, Some(Heard::Committed), &Next::LookUp);
    check(("due", "intended"), KEYED, None, &Next::Send);
    check(("due", "unknown"), KEYED, None, &Next::IntendIssue);
    check(("due", "worn"), KEYED, Some(Heard::Sent(Sent::Unknown)), &Next::Know(Learned::Unknown));
}

#[test]
fn what_is_found_is_ours_or_somebody_elses() {
    let found = |list: Vec<Held>, want: &Next| check(("due", "unknown"), SHOP, Some(Heard::Found(list)), want);
    let franc = Held { currency: Some(Currency::parse("CHF").unwrap()), ..held("a") };
    found(vec![strange("a")], &Next::Know(Learned::Conflict));
    found(vec![franc], &Next::Know(Learned::Conflict));
    found(vec![strange("z"), held("a")], &issued(1_000));
    found(vec![Held { is_active: false, was_taken_back: true, ..held("a") }], &Next::Person(Why::TakenBackElsewhere));
    let unfinished = Held { is_active: false, ..held("a") };
    found(vec![unfinished.clone()], &Next::Finish { held: unfinished.clone() });
    check(("due", "unknown"), SHOP, Some(Heard::Finished(unfinished)), &issued(1_000));
    // The oldest stays; what cannot be used any more does no harm.
    let (old, new) = (held("a"), Held { created_at: at(5), ..held("b") });
    found(vec![new.clone(), old.clone()], &Next::SetAside { keep: old.clone(), rest: vec![new.clone()] });
    found(vec![Held { is_active: false, was_taken_back: true, ..new }, old.clone()], &issued(1_000));
    check(("due", "unknown"), SHOP, Some(Heard::Alone(old)), &issued(1_000));
}

#[test]
fn what_stands_for_another_amount_is_corrected() {
    let found = |list: Vec<Held>| Some(Heard::Found(list));
    check(("reversed", "issued"), SHOP, None, &Next::IntendCorrection { to: 0 });
    check(("lowered", "issued"), SHOP, None, &Next::IntendCorrection { to: 400 });
    // What was meant before is not meant any more.
    check(("lowered", "to 0"), SHOP, None, &Next::IntendCorrection { to: 400 });
    check(("reversed", "to 0"), SHOP, Some(Heard::Committed), &Next::LookUp);
    check(("reversed", "to 0"), SHOP, None, &Next::LookUp);
    check(("reversed", "to 0"), SHOP, found(vec![held("a")]), &Next::Correct { held: held("a"), to: 0 });
    check(("reversed", "to 0"), SHOP, found(vec![]), &Next::Know(Learned::Gone));
    check(("reversed", "to 0"), SHOP, Some(Heard::Corrected { used: 300 }), &Next::Know(Learned::Corrected { to: 0, used: 300 }));
    check(("reversed", "to 0"), SHOP, Some(Heard::NotCorrected { what: "no".to_owned() }), &refused(Some("no")));
    check(("reversed", "to 0"), SHOP, Some(Heard::Sent(Sent::Unknown)), &Next::Know(Learned::Unknown));
    check(("reversed", "not to 0"), SHOP, None, &Next::Person(Why::CorrectionRefused));
    check(("lowered", "to 400"), SHOP, found(vec![Held { was_taken_back: true, ..held("a") }]), &Next::Person(Why::TakenBackElsewhere));
    for can in [KEYED, BLIND, Abilities { takes_back: false, ..SHOP }] {
        check(("reversed", "issued"), can, None, &Next::Person(Why::CannotCorrect));
    }
}

#[test]
fn what_went_wrong_waits_for_a_person() {
    check(("due", "refused"), SHOP, None, &Next::Person(Why::Refused));
    check_asked(("due", "refused"), None, &Next::IntendIssue);
    check_asked(("due", "conflict"), None, &Next::Person(Why::Conflict));
}

#[test]
fn what_was_learned_is_an_event() {
    let mut names = NameTable::default();
    let id = names.key("gid-1");
    let learned = Learned::Issued { id: "gid-1".to_owned(), minor: 5 };
    assert_eq!(learned.result(&mut names), PayoutResult::Issued { id: Some(id), minor: Some(5) });
    assert!(matches!(Learned::Refused { why: Some("no".to_owned()) }.result(&mut names), PayoutResult::Refused { why: Some(_) }));
    assert_eq!(Learned::Refused { why: Some(String::new()) }.result(&mut names), PayoutResult::REFUSED);
    let act = delivery().act(&mut names);
    let name = Some(delivery().issuance);
    assert!(matches!(act, PayoutAct::Issue { code: Some(code), issuance, .. } if names.text(code) == delivery().code.as_str() && issuance == name));
}

/// How the shop behaves when it is asked once.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// It does it and says so.
    Well,
    /// It does it, and the answer is lost.
    Lost,
    /// It does nothing, and the answer is lost.
    Nothing,
    /// It refuses.
    Refuses,
    /// The desk dies before it asks.
    DiesBefore,
    /// The desk dies after it asked, whatever the shop does.
    DiesAfter,
}

/// A desk and a shop, driven by [`next`] alone.
struct World {
    reward: AnyReward,
    record: Option<PayoutRecord>,
    shop: Vec<Held>,
    /// Whether somebody looked since it was last unclear what had been sent.
    looked: bool,
    sent: u32,
}

impl World {
    fn put(&mut self, step: PayoutStep) {
        self.record = PayoutRecord::after(self.record, step, at(9));
    }

    /// One run: how it ended.
    fn run(&mut self, can: Abilities, fates: &mut impl Iterator<Item = Fate>) -> Next {
        let mut heard = None;
        for _ in 0..60 {
            let step = next(&self.reward, self.record.as_ref(), &delivery(), can, BY_ITSELF, heard.as_ref());
            heard = match &step {
                Next::IntendIssue => {
                    self.put(intended());
                    Some(Heard::Committed)
                }
                Next::IntendCorrection { to } => {
                    self.put(PayoutStep::Correcting { to: *to });
                    Some(Heard::Committed)
                }
                Next::Send => {
                    assert_eq!(self.record.map(|record| record.status()), Some(PayoutStatus::Intended), "nothing is sent that is not written down");
                    assert!(self.looked || can.has_key, "what may have been sent is not sent again before somebody looked");
                    match self.send(fates.next().unwrap_or(Fate::Well)) {
                        Some(answer) => Some(Heard::Sent(answer)),
                        None => return step,
                    }
                }
                Next::LookUp => {
                    self.looked = true;
                    Some(Heard::Found(self.shop.clone()))
                }
                Next::SetAside { keep, rest } => {
                    self.shop.iter_mut().filter(|held| rest.contains(held)).for_each(|held| held.is_active = false);
                    Some(Heard::Alone(keep.clone()))
                }
                Next::Finish { held } => {
                    self.shop.iter_mut().filter(|other| other.id == held.id).for_each(|held| held.is_active = true);
                    Some(Heard::Finished(held.clone()))
                }
                Next::Correct { to, .. } => Some(match fates.next().unwrap_or(Fate::Well) {
                    Fate::Refuses => Heard::NotCorrected { what: String::new() },
                    Fate::Nothing => Heard::Sent(Sent::Unknown),
                    fate => {
                        self.shop.iter_mut().for_each(|held| (held.initial, held.is_active) = (*to, *to > 0));
                        if matches!(fate, Fate::Well) { Heard::Corrected { used: 0 } } else { Heard::Sent(Sent::Unknown) }
                    }
                }),
                Next::Know(learned) => {
                    self.know(learned);
                    if learned.ends_the_run() {
                        return step;
                    }
                    None
                }
                Next::Person(_) | Next::Nothing => return step,
            };
        }
        panic!("the run did not end: {:?} {:?}", self.record, heard);
    }

    /// The answer, unless the desk died.
    fn send(&mut self, fate: Fate) -> Option<Sent> {
        if matches!(fate, Fate::DiesBefore) {
            self.looked = false;
            return None;
        }
        let exists = !self.shop.is_empty();
        if !exists && matches!(fate, Fate::Well | Fate::Lost | Fate::DiesAfter) {
            self.shop.push(held("a"));
            self.sent += 1;
        }
        self.looked = matches!(fate, Fate::Well | Fate::Refuses);
        match fate {
            Fate::DiesAfter | Fate::DiesBefore => None,
            Fate::Well if exists => Some(Sent::Exists),
            Fate::Well => Some(Sent::Issued(held("a"))),
            Fate::Refuses => Some(Sent::Refused { what: "no".to_owned() }),
            Fate::Lost | Fate::Nothing => Some(Sent::Unknown),
        }
    }

    fn know(&mut self, learned: &Learned) {
        let mut names = NameTable::default();
        let step = match learned.result(&mut names) {
            PayoutResult::Issued { minor, .. } => PayoutStep::Issued { id: None, minor: minor.unwrap() },
            PayoutResult::Refused { .. } if self.record.is_some_and(|record| record.correcting().is_some()) => PayoutStep::NotCorrected,
            PayoutResult::Refused { .. } => PayoutStep::Refused,
            PayoutResult::Conflict => PayoutStep::Conflict,
            PayoutResult::Unknown => PayoutStep::Unknown,
            PayoutResult::Corrected { to, used } => PayoutStep::Corrected { to, used },
            PayoutResult::Gone => PayoutStep::Closed,
        };
        self.put(step);
        if let (PayoutStep::Issued { .. }, AnyReward::Due(due)) = (step, self.reward) {
            self.reward = AnyReward::Settled(due.settled(at(9), Rail::GiftCard));
        }
    }
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop::sample::select(vec![Fate::Well, Fate::Lost, Fate::Nothing, Fate::Refuses, Fate::DiesBefore, Fate::DiesAfter]);
    prop::collection::vec(fate, 0..12)
}

fn any_heard() -> impl Strategy<Value = Option<Heard>> {
    let some = (any::<bool>(), any::<bool>(), any::<bool>(), 0i64..1_500).prop_map(|(is_ours, is_active, was_taken_back, initial)| Held {
        is_active,
        was_taken_back,
        initial,
        ..if is_ours { held("a") } else { strange("b") }
    });
    prop::option::of(prop_oneof![
        Just(Heard::Committed),
        Just(Heard::Sent(Sent::Exists)),
        Just(Heard::Sent(Sent::Unknown)),
        Just(Heard::Sent(Sent::Refused { what: "no".to_owned() })),
        some.clone().prop_map(|held| Heard::Sent(Sent::Issued(held))),
        prop::collection::vec(some.clone(), 0..3).prop_map(Heard::Found),
        some.clone().prop_map(Heard::Alone),
        some.prop_map(Heard::Finished),
        (0i64..1_000).prop_map(|used| Heard::Corrected { used }),
        Just(Heard::NotCorrected { what: "no".to_owned() }),
    ])
}

proptest! {
    #[test]
    fn whatever_a_shop_does_it_is_asked_to_deliver_once(fates in fates(), runs in 1usize..8, ends in 0usize..8) {
        let mut world = World { reward: reward("due"), record: None, shop: Vec::new(), looked: true, sent: 0 };
        let mut fates = fates.into_iter();
        for run in 0..runs {
            if run == ends && matches!(world.reward, AnyReward::Due(_)) {
                world.reward = reward("void");
            } else if run == ends {
                world.reward = reward("reversed");
            }
            world.run(SHOP, &mut fates);
            // A process of before knows nothing of what is in this one's memory.
            world.looked &= !world.record.is_some_and(|record| record.is_open());
        }
        // The faults stop: what is there is what is known.
        let last = world.run(SHOP, &mut std::iter::empty());
        prop_assert!(world.sent <= 1 && world.shop.len() <= 1);
        let stands = world.shop.first().map_or(0, |held| if held.is_active { held.initial } else { 0 });
        let person = matches!(last, Next::Person(_));
        prop_assert!(person || stands == should_stand(&world.reward), "{:?} {:?} {:?}", world.reward, world.record, world.shop);
    }

    #[test]
    fn a_rail_that_tells_nothing_is_asked_once_and_then_a_person(fates in fates()) {
        let mut world = World { reward: reward("due"), record: None, shop: Vec::new(), looked: true, sent: 0 };
        let mut fates = fates.into_iter();
        let first = world.run(BLIND, &mut fates);
        for _ in 0..4 {
            let is_open = world.record.is_some_and(|record| record.is_open());
            let ended = world.run(BLIND, &mut fates);
            prop_assert!(!is_open || ended == Next::Person(Why::NoLookUp), "{first:?} {ended:?}");
        }
        prop_assert!(world.sent <= 1);
    }

    #[test]
    fn whatever_is_heard_nothing_is_sent_that_is_not_written_down(
        state in prop::sample::select(vec!["due", "void", "settled", "lowered", "reversed"]),
        of in prop::sample::select(vec!["none", "intended", "worn", "unknown", "refused", "conflict", "issued", "to 0", "to 400", "not to 0", "closed"]),
        can in prop::sample::select(vec![SHOP, KEYED, BLIND]),
        heard in any_heard(),
        asking in prop::sample::select(vec![BY_ITSELF, ASKED, AGAIN, A_DAY_LATER]),
    ) {
        let record = record(of);
        let status = record.as_ref().map(PayoutRecord::status);
        match next(&reward(state), record.as_ref(), &delivery(), can, asking, heard.as_ref()) {
            Next::Send => prop_assert!(status == Some(PayoutStatus::Intended) && state == "due" && (can.has_key || heard == Some(Heard::Committed))),
            Next::IntendIssue => {
                prop_assert_eq!(state, "due");
                let looked = heard == Some(Heard::Found(vec![])) || can.has_key;
                prop_assert!(!record.is_some_and(|record| record.is_open()) || looked, "{:?}", heard);
            }
            Next::IntendCorrection { to } | Next::Correct { to, .. } => {
                prop_assert!(status == Some(PayoutStatus::Issued) && to == should_stand(&reward(state)));
            }
            Next::Know(Learned::Issued { .. }) => prop_assert!(record.is_some_and(|record| record.is_open())),
            _ => {}
        }
    }
}
