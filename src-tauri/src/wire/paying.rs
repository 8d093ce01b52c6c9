//! Paying out: what is asked for, how it goes on, what it came to, and what would be sent.

use super::payouts::{PayoutState, sums};
use super::rewards::Total;
use super::{Money, PersonRef, all, count};
use crate::error::{Answer, AppError};
use crate::paying::{Order, Stand};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::text::without_codes;
use vouchsafe_app::view;
use vouchsafe_domain::money;

/// The most payouts of a dry run that travel.
const MOST_DRY: usize = 50;
/// The longest request of a dry run that travels, in characters.
const LONGEST_CALL: usize = 4_000;
/// The most characters of requests that travel at once: an answer to the window stays small.
const MOST_SAID: usize = 150_000;
/// The most rewards that can be named at once.
const MOST_NAMED: usize = 500;

/// What somebody asks for who presses Pay out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayAsk {
    /// The rewards; nothing means everything that is due or under way.
    pub keys: Option<Vec<String>>,
    /// Only find out what came of it.
    pub look_up: bool,
    /// Whether more may go out today than the ceiling admits.
    pub over_ceiling: bool,
}

impl PayAsk {
    /// Which payouts.
    ///
    /// # Errors
    /// `too_many`.
    pub fn which(&self) -> Answer<view::Which> {
        match &self.keys {
            None => Ok(view::Which::All),
            Some(keys) if keys.len() > MOST_NAMED => Err(AppError::new("too_many", [("most", MOST_NAMED.to_string())])),
            Some(keys) => Ok(view::Which::Keys(keys.clone())),
        }
    }

    /// The order in the words of the verbs.
    ///
    /// # Errors
    /// `too_many`.
    pub fn order(&self) -> Answer<Order> {
        let which = self.which()?;
        Ok(if self.look_up { Order::LookUp(which) } else { Order::Pay(view::PayOrder { which, confirm_over_ceiling: self.over_ceiling }) })
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RunPhase {
    /// There has been none.
    Idle,
    /// It goes on.
    Running,
    /// It has ended.
    Done,
    /// It failed.
    Failed,
}

/// A payout that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayTrouble {
    /// The key of its reward.
    pub key: String,
    /// How it stands.
    pub state: PayoutState,
    /// What the matter is.
    pub error: AppError,
}

/// How paying out stands, and what it came to so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayStatus {
    /// The number of this answer.
    pub no: u32,
    /// Where it stands.
    pub phase: RunPhase,
    /// Nothing is sent anew by it.
    pub look_up: bool,
    /// How many were gone through.
    pub gone_through: u32,
    /// Of how many.
    pub of: u32,
    /// Delivered, or found delivered.
    pub done: u32,
    /// Brought at the other side to what shall stand there.
    pub corrected: u32,
    /// Nobody knows yet what came of them.
    pub unknown: u32,
    /// Refused by the other side.
    pub refused: u32,
    /// Not ours.
    pub conflict: u32,
    /// Left because of the ceiling.
    pub over_ceiling: u32,
    /// For a person to pay by hand.
    pub by_hand: u32,
    /// By a rail that there is not yet.
    pub without_rail: u32,
    /// Left because it was stopped before their turn.
    pub left: u32,
    /// Requests that went to the other side.
    pub calls: u32,
    /// What went out, for each currency or unit.
    pub amounts: Vec<Money>,
    /// What somebody has to look at; the first hundred.
    pub troubles: Vec<PayTrouble>,
    /// What ended it before its end.
    pub stopped: Option<AppError>,
    /// Why it failed.
    pub error: Option<AppError>,
}

impl PayStatus {
    /// How paying out stands.
    #[must_use]
    pub fn of(no: u32, stand: Stand) -> Self {
        match stand {
            Stand::Idle => Self::told(no, RunPhase::Idle, false, &view::PayRun::default(), view::Paid::default()),
            Stand::Running(step) => Self::told(no, RunPhase::Running, step.is_look_up, &step.of, step.of.paid.clone()),
            Stand::Done(end) => Self::told(no, RunPhase::Done, end.is_look_up, &end.of.0, end.of.1.clone()),
            Stand::Failed(fault) => {
                Self { error: Some(fault), ..Self::told(no, RunPhase::Failed, false, &view::PayRun::default(), view::Paid::default()) }
            }
        }
    }

    fn told(no: u32, phase: RunPhase, look_up: bool, run: &view::PayRun, paid: view::Paid) -> Self {
        let trouble = |trouble: view::PayTrouble| PayTrouble { key: trouble.reward, state: trouble.state.into(), error: trouble.said.into() };
        Self {
            no,
            phase,
            look_up,
            gone_through: count(run.gone_through),
            of: count(run.total),
            done: count(paid.done),
            corrected: count(paid.corrected),
            unknown: count(paid.unknown),
            refused: count(paid.refused),
            conflict: count(paid.conflict),
            over_ceiling: count(paid.over_ceiling),
            by_hand: count(paid.by_hand),
            without_rail: count(paid.without_rail),
            left: count(paid.left),
            calls: count(paid.calls),
            amounts: all(paid.amounts),
            troubles: paid.troubles.into_iter().map(trouble).collect(),
            stopped: paid.stopped.map(Into::into),
            error: None,
        }
    }
}

/// What would pass the ceiling of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct OverCeiling {
    /// The currency.
    pub currency: String,
    /// The ceiling.
    pub most: String,
    /// What has gone out today.
    pub paid: String,
    /// What would be kept back.
    pub left: String,
    /// Of how many.
    pub count: u32,
}

/// What would be sent for one payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DryCall {
    /// The key of its reward.
    pub key: String,
    /// Who gets it, where the window does not know.
    pub beneficiary: Option<PersonRef>,
    /// What for: `issue`, `look_up` or `correct`.
    pub act: String,
    /// What would stand there.
    pub amount: Money,
    /// The name of its rail.
    pub rail: String,
    /// Whether the ceiling would keep it back.
    pub over: bool,
    /// The requests, as they would leave.
    pub calls: Vec<String>,
}

/// What would be sent. Nothing leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DryRun {
    /// The first of them.
    pub rows: Vec<DryCall>,
    /// How many there are in all, with those that the ceiling would keep back.
    pub count: u32,
    /// What those come to that the ceiling lets through, for each currency or unit.
    pub totals: Vec<Total>,
    /// What it would keep back.
    pub over: Vec<OverCeiling>,
}

impl DryRun {
    /// A dry run, with the ceilings that hold. A look-up only looks.
    #[must_use]
    pub fn of(calls: Vec<view::DryCall>, switch: &view::PayoutSwitch, look_up: bool) -> Self {
        let is_meant = |call: &view::DryCall| !look_up || call.act == view::DryAct::LookUp;
        let calls: Vec<view::DryCall> = calls.into_iter().filter(is_meant).collect();
        let held = |call: &view::DryCall| call.is_over_ceiling && !look_up;
        let over = sums(calls.iter().filter(|call| held(call)).map(|call| (call.amount.clone(), 1)));
        let of = |sums: &[money::Money], currency: &str| {
            sums.iter().find(|sum| sum.currency.code() == currency).map_or_else(String::new, |sum| sum.amount_text())
        };
        let over = over.into_iter().map(|total| OverCeiling {
            most: of(&switch.ceiling, &total.currency),
            paid: of(&switch.today, &total.currency),
            currency: total.currency,
            left: total.amount,
            count: total.count,
        });
        Self {
            count: count(calls.len() as u64),
            over: over.collect(),
            totals: sums(calls.iter().filter(|call| !held(call)).map(|call| (call.amount.clone(), 1))),
            rows: first_of(calls, look_up),
        }
    }
}

/// As many of them as may travel, and one at least.
fn first_of(calls: Vec<view::DryCall>, look_up: bool) -> Vec<DryCall> {
    let mut said = 0;
    let fits = |row: &DryCall| {
        let is_first = said == 0;
        said += row.calls.iter().map(String::len).sum::<usize>();
        is_first || said <= MOST_SAID
    };
    calls.into_iter().take(MOST_DRY).map(|call| dry(call, look_up)).take_while(fits).collect()
}

fn dry(call: view::DryCall, look_up: bool) -> DryCall {
    DryCall {
        key: call.reward,
        beneficiary: None,
        act: call.act.name().to_owned(),
        amount: call.amount.into(),
        rail: call.rail.name().to_owned(),
        over: call.is_over_ceiling && !look_up,
        calls: call.calls.into_iter().map(|text| without_codes(&text).chars().take(LONGEST_CALL).collect()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::money::{Currency, Money as Exact};
    use vouchsafe_domain::reward::Rail;

    fn eur(minor: i64) -> Exact {
        Exact::new(minor, Currency::parse("EUR").unwrap())
    }

    fn call(minor: i64, act: view::DryAct, is_over_ceiling: bool) -> view::DryCall {
        let calls = vec!["giftCardCreate".to_owned(), "x".repeat(5_000)];
        view::DryCall { reward: format!("r/{minor}"), rail: Rail::GiftCard, act, amount: eur(minor).into(), is_over_ceiling, calls }
    }

    #[test]
    fn a_dry_run_says_what_the_ceiling_keeps_back_and_no_more_than_fits() {
        let switch = view::PayoutSwitch { rests: None, ceiling: vec![eur(50_000)], today: vec![eur(12_000)] };
        let calls = vec![call(1_000, view::DryAct::Issue, false), call(2_000, view::DryAct::Issue, true), call(3_000, view::DryAct::LookUp, false)];
        let run = DryRun::of(calls.clone(), &switch, false);
        assert_eq!((run.count, run.totals[0].amount.as_str(), run.totals[0].count), (3, "40.00", 2));
        let over =
            OverCeiling { currency: "EUR".to_owned(), most: "500.00".to_owned(), paid: "120.00".to_owned(), left: "20.00".to_owned(), count: 1 };
        assert_eq!(run.over, [over]);
        assert!(run.rows.iter().all(|row| row.calls[1].len() == LONGEST_CALL));
        let looks = DryRun::of(calls, &switch, true);
        assert_eq!((looks.count, looks.over.len(), looks.rows[0].act.as_str()), (1, 0, "look_up"));
    }

    #[test]
    fn requests_fill_no_answer_beyond_its_measure() {
        let long = |minor| view::DryCall { calls: vec!["x".repeat(9_000); 10], ..call(minor, view::DryAct::Issue, false) };
        let run = DryRun::of((1..=20).map(long).collect(), &view::PayoutSwitch::default(), false);
        assert_eq!((run.count, run.rows.len()), (20, MOST_SAID / (10 * LONGEST_CALL)));
        let run = DryRun::of(
            vec![view::DryCall { calls: vec!["x".repeat(9_000); 60], ..call(1, view::DryAct::Issue, false) }],
            &view::PayoutSwitch::default(),
            false,
        );
        assert_eq!(run.rows.len(), 1, "the first is told in any case");
    }

    #[test]
    fn what_is_asked_is_parsed_at_the_door() {
        let ask = |keys: Option<usize>, look_up| PayAsk { keys: keys.map(|n| vec!["r".to_owned(); n]), look_up, over_ceiling: true };
        assert_eq!(ask(None, true).order(), Ok(Order::LookUp(view::Which::All)));
        let order = view::PayOrder { which: view::Which::Keys(vec!["r".to_owned()]), confirm_over_ceiling: true };
        assert_eq!(ask(Some(1), false).order(), Ok(Order::Pay(order)));
        assert_eq!(ask(Some(501), false).order().unwrap_err().code, "too_many");
    }
}
