//! Intents and what came of them, as events. Each is a commit of its own that is on the disk before anybody acts on it.

use super::one::Stands;
use super::switch::count_raise;
use crate::desk::Desk;
use crate::error::Result;
use vouchsafe_db::{PayoutRow, Tx};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::Names as _;
use vouchsafe_domain::payout::protocol::Learned;
use vouchsafe_domain::payout::{Generation, PayoutAct, PayoutRecord, PayoutResult};
use vouchsafe_domain::reward::{Rail, RewardKey};
use vouchsafe_domain::time::Timestamp;

/// Of which delivery something is said.
#[derive(Debug, Clone)]
struct Of {
    reward: RewardKey,
    rail: Rail,
    generation: Generation,
    /// The reward's key.
    key: String,
    at: Timestamp,
}

impl Of {
    fn fact(self, tx: &mut Tx<'_>, deed: &str, fact: impl FnOnce(&Self) -> Fact) -> Event {
        // The place in the log makes each attempt an event of its own; whether it is admitted is the engine's to say.
        let id = format!("payout/{}/{}/{deed}/{}", self.key, self.generation.0, tx.last_seq());
        Event { id: EventId::new(EventClass::Named, tx.key(&id)), at: self.at, seen_at: None, fact: fact(&self) }
    }
}

impl Desk {
    /// Writes down that a reward is about to be delivered. Returns whether the engine admits it.
    pub(super) async fn intend_issue(&self, at: &Stands<'_>, request: &[String]) -> Result<bool> {
        let (of, delivery, request_hash) = (self.of(at), at.delivery.clone(), hash(request));
        let before = at.record.filter(|record| !matches!(record, PayoutRecord::Closed(_))).map_or(0, PayoutRecord::attempts);
        self.append_with(move |tx| {
            let act = delivery.act(tx);
            Ok(vec![of.fact(tx, "issue", |of| Fact::PayoutIntended {
                reward: of.reward,
                rail: of.rail,
                generation: of.generation,
                act,
                request_hash,
            })])
        })
        .await?;
        let record = self.db().payout_records(at.id).await?.and_then(|(_, record)| record);
        Ok(matches!(record, Some(PayoutRecord::Intended(payout)) if payout.attempts == before.saturating_add(1)))
    }

    /// Writes down that what was delivered is about to be made to stand for another amount, and by how much more where it is a raise. Returns whether
    /// the engine admits it.
    pub(super) async fn intend_correction(&self, at: &Stands<'_>, act: PayoutAct, raise: Option<Amount>) -> Result<bool> {
        let (of, request_hash) = (self.of(at), hash(&[format!("{} {act:?}", at.delivery.issuance)]));
        self.append_with(move |tx| {
            if let Some(raise) = raise {
                count_raise(tx, raise, of.at)?;
            }
            let fact = |of: &Of| Fact::PayoutIntended { reward: of.reward, rail: of.rail, generation: of.generation, act, request_hash };
            Ok(vec![of.fact(tx, "correct", fact)])
        })
        .await?;
        let record = self.db().payout_records(at.id).await?.and_then(|(_, record)| record);
        let PayoutAct::Correct { to } = act else { return Ok(false) };
        Ok(record.and_then(|record| record.correcting()) == Some(to))
    }

    /// Writes down what was learned.
    pub(super) async fn tell_known(&self, at: &Stands<'_>, learned: &Learned) -> Result<()> {
        let (of, learned) = (self.of(at), learned.clone());
        self.append_with(move |tx| {
            let result = learned.result(tx);
            Ok(vec![of.known(tx, result)])
        })
        .await?;
        Ok(())
    }

    /// Writes down that a person has paid a reward by hand: that they meant to and that they did, at once.
    pub(super) async fn tell_paid_by_hand(&self, actor: &str, row: &PayoutRow, reference: &str) -> Result<()> {
        let (id, expects, generation, key) = (row.id, row.revision, row.generation, row.key.clone());
        let (said, reference, now) = (format!("{actor} {reference}"), reference.to_owned(), self.now());
        self.append_with(move |tx| {
            let Some(reward) = tx.reward_record(id)?.filter(|reward| reward.revision() == expects) else { return Ok(Vec::new()) };
            let of = Of { reward: reward.terms().key, rail: Rail::Manual, generation, key, at: now };
            let act = PayoutAct::Issue { amount: None, code: None, expires_on: None, issuance: None };
            let request_hash = hash(&[said]);
            let intended = |of: &Of| Fact::PayoutIntended { reward: of.reward, rail: of.rail, generation: of.generation, act, request_hash };
            let intended = of.clone().fact(tx, "issue", intended);
            let result = PayoutResult::Issued { id: Some(tx.key(&reference)), minor: None };
            Ok(vec![intended, of.known(tx, result)])
        })
        .await?;
        Ok(())
    }

    fn of(&self, at: &Stands<'_>) -> Of {
        let (rail, generation) = (super::rails::rail_of(at.reward, at.record), at.generation());
        Of { reward: at.reward.terms().key, rail, generation, key: at.texts.key.clone(), at: self.now() }
    }
}

impl Of {
    fn known(self, tx: &mut Tx<'_>, result: PayoutResult) -> Event {
        self.fact(tx, "known", |of| Fact::PayoutKnown { reward: of.reward, rail: of.rail, generation: of.generation, result })
    }
}

/// The hash of what is about to be asked.
fn hash(request: &[String]) -> [u8; 32] {
    *blake3::hash(request.join("\n").as_bytes()).as_bytes()
}
