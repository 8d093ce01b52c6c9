//! One payout, from what is recorded of it to the end that this batch can bring it to.

use super::delivery::Texts;
use super::rails::{of_correcting, of_sending, rail_of};
use super::told::{Came, said};
use super::{Batch, Purpose};
use crate::error::{AppError, Result};
use crate::view::{PayTrouble, PayoutState, Said};
use vouchsafe_connectors::rail::{CameOfIt, PayoutRail};
use vouchsafe_connectors::saleor::ShopError;
use vouchsafe_domain::payout::protocol::{Delivery, Heard, Learned, Next, Why, next};
use vouchsafe_domain::payout::{Generation, PayoutAct, PayoutRecord};
use vouchsafe_domain::reward::{AnyReward, RewardId};

/// What a batch goes by.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub(super) purpose: Purpose,
    /// Whether a person asks for each of these payouts, so that one that was refused is tried again.
    pub(super) is_asked: bool,
    /// The shop secret.
    pub(super) secret: [u8; 32],
}

/// What to do after a step.
enum Step {
    /// Go on with this heard.
    Heard(Option<Heard>),
    /// This is the end.
    End,
}

impl Batch<'_> {
    /// Does what is to be done about a payout until there is nothing left to do, or nothing that we can.
    pub(super) async fn one(&self, id: RewardId) -> Result<Came> {
        let mut came = Came::default();
        let mut heard = self.terms.is_asked.then_some(Heard::Asked);
        let Some((reward, record)) = self.desk.db().payout_records(id).await? else { return Ok(came) };
        let texts = self.desk.payout_texts(&reward, record.as_ref()).await?;
        self.rails.learn(texts.of_voucher());
        loop {
            let Some((reward, record)) = self.desk.db().payout_records(id).await? else { return Ok(came) };
            let Some(can) = self.rails.abilities(rail_of(&reward, record.as_ref())) else { return Ok(came) };
            let delivery = texts.delivery(&reward, record.as_ref(), &self.terms.secret, self.desk.now());
            let asked = next(&reward, record.as_ref(), &delivery, can, heard.as_ref());
            let stands = Stands { id, reward: &reward, record: record.as_ref(), delivery: &delivery, texts: &texts };
            match self.step(&stands, asked, &mut came).await? {
                Step::Heard(new) => heard = new,
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
            Next::IntendIssue => self.intend_issue(at, rail, came).await?,
            Next::IntendCorrection { to } => self.intended(at, PayoutAct::Correct { to }, came).await?,
            Next::Send => {
                self.desk.may_pay().await?;
                self.heard(at, of_sending(rail.send(at.delivery).await.map(Heard::Sent)), came)?
            }
            Next::LookUp => self.heard(at, rail.look_up(at.delivery).await.map(Heard::Found), came)?,
            Next::SetAside { keep, rest } => {
                tracing::warn!(rest = rest.len(), "one delivery was found more than once");
                for held in &rest {
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
            Err(error) => return self.heard(at, Err(error), came),
        };
        let is_accepted = self.desk.intend_issue(at, &requests).await?;
        if !is_accepted
            && !is_counted
            && let Ok(mut allowance) = self.allowance.lock()
        {
            allowance.give_back(amount);
        }
        Ok(self.accepted(is_accepted, at, came))
    }

    async fn intended(&self, at: &Stands<'_>, act: PayoutAct, came: &mut Came) -> Result<Step> {
        self.desk.may_pay().await?;
        let is_accepted = self.desk.intend_correction(at, act).await?;
        Ok(self.accepted(is_accepted, at, came))
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
pub(super) struct Stands<'a> {
    pub(super) id: RewardId,
    pub(super) reward: &'a AnyReward,
    pub(super) record: Option<&'a PayoutRecord>,
    pub(super) delivery: &'a Delivery,
    pub(super) texts: &'a Texts,
}

impl Stands<'_> {
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
        Why::NoLookUp | Why::TriedTooOften => PayoutState::Unknown,
        Why::Conflict | Why::TakenBackElsewhere => PayoutState::Conflict,
        Why::Refused | Why::CannotCorrect | Why::CorrectionRefused => PayoutState::Refused,
    }
}

fn sentence(why: Why, delivery: &Delivery) -> Said {
    match why {
        Why::Conflict => said("payout_conflict", [("code", delivery.code.to_string())]),
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
        Why::CannotCorrect => "payout_uncorrectable",
        Why::CorrectionRefused => "payout_not_corrected",
    }
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}
