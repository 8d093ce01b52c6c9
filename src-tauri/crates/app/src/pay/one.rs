//! One payout, from what is recorded of it to the end that this batch can bring it to.

use super::delivery::Texts;
use super::rails::{of_correcting, of_sending, rail_of};
use super::switch::raise;
use super::told::{Came, said};
use super::{Batch, Purpose};
use crate::error::{AppError, Result};
use crate::text::code_end;
use crate::view::{PayTrouble, PayoutState, Said};
use std::sync::atomic::Ordering;
use vouchsafe_connectors::rail::{Agreement, CameOfIt, PayoutRail};
use vouchsafe_connectors::saleor::ShopError;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::payout::protocol::{Asking, Delivery, Heard, Learned, Next, Why, next};
use vouchsafe_domain::payout::{Generation, PayoutAct, PayoutRecord};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};

/// What a batch goes by.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub(super) purpose: Purpose,
    /// Whether a person asks for each of these payouts, so that one that was refused is tried again.
    pub(super) is_asked: bool,
}

/// What to do after a step.
enum Step {
    /// Go on with this heard.
    Heard(Option<Heard>),
    /// Go on with what was heard before: the delivery is called something else by now.
    Again,
    /// This is the end.
    End,
}

impl Batch<'_> {
    /// Does what is to be done about a payout until there is nothing left to do, or nothing that we can.
    pub(super) async fn one(&self, id: RewardId) -> Result<Came> {
        let mut came = Came::default();
        let mut heard = None;
        let Some((reward, record)) = self.desk.db().payout_records(id).await? else { return Ok(came) };
        let texts = self.desk.payout_texts(&reward, record.as_ref()).await?;
        self.rails.learn(texts.of_voucher());
        loop {
            let Some((reward, record)) = self.desk.db().payout_records(id).await? else { return Ok(came) };
            let by = rail_of(&reward, record.as_ref());
            let Some(rail) = self.rails.get(by) else { return Ok(came) };
            let agreed = self.agreed.get(by);
            let delivery = texts.delivery(&reward, record.as_ref(), agreed, self.desk.now());
            let asking = Asking { is_asked: self.terms.is_asked, has_tried: self.is_again.load(Ordering::Relaxed), now: self.desk.now() };
            let asked = next(&reward, record.as_ref(), &delivery, rail.abilities(), asking, heard.as_ref());
            let stands = Stands { id, reward: &reward, record: record.as_ref(), delivery: &delivery, agreed, texts: &texts };
            match self.step(&stands, asked, &mut came).await? {
                Step::Heard(new) => heard = new,
                Step::Again => {}
                Step::End => return Ok(came),
            }
        }
    }

    async fn step(&self, at: &Stands<'_>, asked: Next, came: &mut Came) -> Result<Step> {
        let Some(rail) = self.rails.get(rail_of(at.reward, at.record)) else { return Ok(Step::End) };
        Ok(match asked {
            Next::Nothing => Step::End,
            Next::Person(why) => {
                came.trouble = Some(at.trouble(state_of(why), sentence(why, at.delivery)));
                Step::End
            }
            Next::IntendIssue | Next::IntendCorrection { .. } | Next::Send | Next::Finish { .. } | Next::Correct { .. } | Next::SetAside { .. }
                if self.terms.purpose == Purpose::LookUp =>
            {
                if at.record.is_some_and(PayoutRecord::is_open) {
                    came.trouble = Some(at.trouble(PayoutState::Unknown, said("payout_unknown", [])));
                }
                Step::End
            }
            Next::IntendIssue => {
                let afresh = at.delivery.afresh(at.reward.terms(), self.desk.now());
                self.intend_issue(&Stands { delivery: &afresh, ..*at }, rail, came).await?
            }
            Next::IntendCorrection { to } => self.intend_correction(at, to, came).await?,
            Next::Send => {
                self.desk.may_pay().await?;
                self.make_sure(at.by(), rail).await?;
                self.heard(at, of_sending(rail.send(at.delivery).await.map(Heard::Sent)), came)?
            }
            Next::LookUp => self.heard(at, rail.look_up(at.delivery).await.map(Heard::Found), came)?,
            Next::SetAside { keep, rest } => {
                tracing::warn!(rest = rest.len(), "one delivery was found more than once");
                for held in &rest {
                    self.desk.may_pay().await?;
                    if let Err(error) = rail.rest(at.delivery, held).await {
                        return self.heard(at, Err(error), came);
                    }
                }
                Step::Heard(Some(Heard::Alone(keep)))
            }
            Next::Finish { held } => {
                self.desk.may_pay().await?;
                self.heard(at, of_sending(rail.finish(at.delivery, &held).await.map(Heard::Finished)), came)?
            }
            Next::Correct { held, to } => {
                self.desk.may_pay().await?;
                let corrected = rail.correct(at.delivery, &held, to).await;
                self.heard(at, of_correcting(corrected.map(|corrected| corrected.used)), came)?
            }
            Next::Know(learned) => self.known(at, learned, came).await?,
        })
    }

    /// What a rail answered. What is about this payout alone leaves it as it is recorded; anything else ends the batch.
    fn heard(&self, at: &Stands<'_>, answer: Result<Heard, ShopError>, came: &mut Came) -> Result<Step> {
        match answer {
            Ok(heard) => Ok(Step::Heard(Some(heard))),
            Err(error) if error.came_of_it() == CameOfIt::Nothing => Err(error.into()),
            Err(error) => {
                came.trouble = Some(at.trouble(PayoutState::Unknown, Said::from(&AppError::Shop(error))));
                Ok(Step::End)
            }
        }
    }

    async fn intend_issue(&self, at: &Stands<'_>, rail: &dyn PayoutRail, came: &mut Came) -> Result<Step> {
        self.desk.may_pay().await?;
        // What was begun before counts already, unless it was refused.
        let is_counted = at.record.is_some_and(|record| record.is_open());
        let amount = at.delivery.amount;
        if !is_counted && !self.allowance.lock().is_ok_and(|mut allowance| allowance.take(amount)) {
            came.is_over_ceiling = true;
            return Ok(Step::End);
        }
        let requests = match rail.requests(at.delivery).await {
            Ok(requests) => requests,
            // It is refused as the shop would refuse it: the sending says why, and nothing leaves.
            Err(error) if matches!(error.came_of_it(), CameOfIt::Refused { .. }) => Vec::new(),
            Err(error) => {
                if !is_counted {
                    self.give_back(amount);
                }
                return self.heard(at, Err(error), came);
            }
        };
        self.make_sure(at.by(), rail).await?;
        if self.agreed.get(at.by()) != at.agreed {
            if !is_counted {
                self.give_back(amount);
            }
            return Ok(Step::Again);
        }
        let is_accepted = self.desk.intend_issue(at, &requests).await?;
        if !is_accepted && !is_counted {
            self.give_back(amount);
        }
        Ok(self.accepted(is_accepted, at, came))
    }

    async fn intend_correction(&self, at: &Stands<'_>, to: i64, came: &mut Came) -> Result<Step> {
        self.desk.may_pay().await?;
        let raise = raise(at.record, to);
        if !self.allowance.lock().is_ok_and(|mut allowance| allowance.take_raise(raise)) {
            came.is_over_ceiling = true;
            return Ok(Step::End);
        }
        let is_accepted = self.desk.intend_correction(at, PayoutAct::Correct { to }, raise).await?;
        if let (false, Some(raise)) = (is_accepted, raise) {
            self.give_back(raise);
        }
        Ok(self.accepted(is_accepted, at, came))
    }

    fn give_back(&self, amount: Amount) {
        if let Ok(mut allowance) = self.allowance.lock() {
            allowance.give_back(amount);
        }
    }

    /// Only what the engine has accepted is sent.
    fn accepted(&self, is_accepted: bool, at: &Stands<'_>, came: &mut Came) -> Step {
        if is_accepted {
            return Step::Heard(Some(Heard::Committed));
        }
        came.trouble = Some(at.trouble(PayoutState::Refused, said("payout_not_intended", [])));
        Step::End
    }

    async fn known(&self, at: &Stands<'_>, learned: Learned, came: &mut Came) -> Result<Step> {
        self.desk.tell_known(at, &learned).await?;
        came.trouble = None;
        match &learned {
            Learned::Issued { minor, .. } => came.delivered = Some(at.delivery.amount.with_minor(*minor)),
            Learned::Corrected { .. } | Learned::Gone => came.is_corrected = true,
            Learned::Refused { why: Some(why) } => {
                came.trouble = Some(at.trouble(PayoutState::Refused, said("payout_refused", [("what", short(why))])));
            }
            // Nothing was there, and nothing shall be.
            Learned::Refused { why: None } => {}
            Learned::Conflict => came.trouble = Some(at.trouble(PayoutState::Conflict, sentence(Why::Conflict, at.delivery))),
            Learned::Unknown => came.trouble = Some(at.trouble(PayoutState::Unknown, said("payout_unknown", []))),
        }
        Ok(if learned.ends_the_run() { Step::End } else { Step::Heard(None) })
    }
}

/// Which delivery of a reward is at hand: what was closed is over once the reward is due again.
pub(super) fn generation(reward: &AnyReward, record: Option<&PayoutRecord>) -> Generation {
    match record {
        Some(PayoutRecord::Closed(_)) | None if matches!(reward, AnyReward::Due(_)) => PayoutRecord::next_generation(record),
        None => Generation::FIRST,
        Some(record) => record.generation(),
    }
}

/// A payout as it stands between two steps.
#[derive(Clone, Copy)]
pub(super) struct Stands<'a> {
    pub(super) id: RewardId,
    pub(super) reward: &'a AnyReward,
    pub(super) record: Option<&'a PayoutRecord>,
    pub(super) delivery: &'a Delivery,
    /// What its name and its code are made of.
    pub(super) agreed: &'a Agreement,
    pub(super) texts: &'a Texts,
}

impl Stands<'_> {
    /// By which rail.
    fn by(&self) -> Rail {
        rail_of(self.reward, self.record)
    }

    /// Which delivery it is about.
    pub(super) fn generation(&self) -> Generation {
        generation(self.reward, self.record)
    }

    fn trouble(&self, state: PayoutState, said: Said) -> PayTrouble {
        PayTrouble { reward: self.texts.key.clone(), state, said }
    }
}

const fn state_of(why: Why) -> PayoutState {
    match why {
        Why::NoLookUp | Why::TriedTooOften | Why::TriedAlready => PayoutState::Unknown,
        Why::Conflict | Why::TakenBackElsewhere => PayoutState::Conflict,
        Why::Refused | Why::CannotCorrect | Why::CorrectionRefused => PayoutState::Refused,
    }
}

fn sentence(why: Why, delivery: &Delivery) -> Said {
    match why {
        Why::Conflict => said("payout_conflict", [("code", code_end(delivery.code.as_str()))]),
        why => said(why_code(why), []),
    }
}

const fn why_code(why: Why) -> &'static str {
    match why {
        Why::NoLookUp => "payout_asks",
        Why::Refused => "payout_was_refused",
        Why::Conflict => "payout_conflict",
        Why::TakenBackElsewhere => "payout_taken_back",
        Why::TriedTooOften => "payout_tried",
        Why::TriedAlready => "payout_unknown",
        Why::CannotCorrect => "payout_uncorrectable",
        Why::CorrectionRefused => "payout_not_corrected",
    }
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}
