//! What a rail is asked for: made of the reward, of what was recorded, and of names that are the same on every desk.

use super::rails::{Rails, rail_of};
use crate::desk::Desk;
use crate::error::Result;
use vouchsafe_connectors::rail::{Agreement, PayoutRail};
use vouchsafe_db::NameTexts;
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::payout::protocol::{Delivery, VoucherTerms};
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutRecord};
use vouchsafe_domain::reward::{AnyReward, Occasion, RewardKey};
use vouchsafe_domain::time::Timestamp;

/// The names that a reward's deliveries are made of.
pub(super) struct Texts {
    names: NameTexts,
    /// The reward's key.
    pub(super) key: String,
    voucher: Option<VoucherTerms>,
}

impl Desk {
    /// Reads the names that a reward's deliveries are made of.
    pub(super) async fn payout_texts(&self, reward: &AnyReward, record: Option<&PayoutRecord>) -> Result<Texts> {
        let terms = reward.terms();
        let programs = self.programs_in_force();
        let rule = programs.version(terms.program, terms.version).and_then(|program| program.rule(terms.key.rule));
        let grant = rule.and_then(|rule| rule.grants.iter().find(|grant| grant.to == terms.key.role));
        let voucher = grant.and_then(|grant| grant.options.get(usize::from(terms.option))).and_then(|option| option.voucher.clone());
        let keys =
            keys_of(&terms.key).chain([Some(terms.program.0), record.and_then(PayoutRecord::code), record.and_then(PayoutRecord::id)]).flatten();
        let names = self.db().texts(keys.chain(voucher.iter().flat_map(named_by)).collect::<Vec<_>>()).await?;
        Ok(Texts { key: terms.key.text(&names), names, voucher })
    }
}

impl Desk {
    /// The rail of a reward's payout, where there is one, and the delivery of the reward as it stands.
    pub(crate) async fn delivery_by<'r>(
        &self,
        rails: &'r Rails,
        reward: &AnyReward,
        record: Option<&PayoutRecord>,
    ) -> Result<(Option<&'r dyn PayoutRail>, Delivery)> {
        let texts = self.payout_texts(reward, record).await?;
        rails.learn(texts.of_voucher());
        let by = rail_of(reward, record);
        let delivery = texts.delivery(reward, record, &self.agreement(by).await?, self.now());
        Ok((rails.get(by), delivery))
    }
}

impl Desk {
    /// A delivery of a reward by its number, which need not be the one at hand.
    pub(crate) async fn delivery_of(
        &self,
        rails: &Rails,
        reward: &AnyReward,
        record: Option<&PayoutRecord>,
        generation: Generation,
    ) -> Result<Delivery> {
        let texts = self.payout_texts(reward, record).await?;
        rails.learn(texts.of_voucher());
        let agreed = self.agreement(rail_of(reward, record)).await?;
        let at_hand = texts.delivery(reward, record, &agreed, self.now());
        if record.is_some_and(|record| record.generation() == generation) {
            return Ok(at_hand);
        }
        let issuance = texts.issuance(&agreed.shop, &reward.terms().key, generation);
        // What is recorded is known of the delivery at hand alone.
        Ok(Delivery { issuance, code: ExternalCode::of(&agreed.secret, &issuance), id: None, ..at_hand })
    }
}

impl Texts {
    /// The names that a rail may have to tell the shop.
    pub(super) fn of_voucher(&self) -> impl Iterator<Item = (Key, String)> {
        self.voucher.iter().flat_map(named_by).map(|key| (key, self.names.text(key)))
    }

    /// The delivery of a reward that is to be sent, looked for or corrected.
    pub(super) fn delivery(&self, reward: &AnyReward, record: Option<&PayoutRecord>, agreed: &Agreement, now: Timestamp) -> Delivery {
        let terms = reward.terms();
        let is_due = matches!(reward, AnyReward::Due(_));
        // What was closed is over: a reward that is due again gets the next delivery.
        let begun = record.filter(|record| !(is_due && matches!(record, PayoutRecord::Closed(_))));
        // The name that its intent says outlasts the texts of which it was made.
        let named = begun.and_then(PayoutRecord::issuance);
        let issuance = named.unwrap_or_else(|| self.issuance(&agreed.shop, &terms.key, super::one::generation(reward, record)));
        let amount = match (reward, begun) {
            (AnyReward::Due(due), _) => due.to_deliver(),
            (_, Some(record)) => record.amount(),
            (_, None) => reward.amount(),
        };
        let rule = self.names.text(terms.key.rule.0);
        let delivery = Delivery {
            code: ExternalCode::of(&agreed.secret, &issuance),
            issuance,
            id: begun.and_then(PayoutRecord::id).map(|id| self.names.text(id)),
            amount,
            expires_on: begun.and_then(PayoutRecord::expires_on),
            voucher: self.voucher.clone(),
            program: self.names.text(terms.program.0),
            note: rule,
        };
        if begun.is_some() { delivery } else { delivery.afresh(terms, now) }
    }

    /// What a delivery of the reward is called everywhere.
    pub(super) fn issuance(&self, shop: &str, key: &RewardKey, generation: Generation) -> Issuance {
        Issuance::of(shop, key, generation, &self.names)
    }
}

/// The names that a voucher's terms are made of.
fn named_by(voucher: &VoucherTerms) -> impl Iterator<Item = Key> {
    voucher.categories.iter().map(|category| category.0).chain(voucher.channels.iter().map(|channel| channel.0))
}

fn keys_of(key: &RewardKey) -> impl Iterator<Item = Option<Key>> {
    let friend = match key.friend {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    let occasion = match key.occasion {
        Occasion::Registration => None,
        Occasion::Order(order) => Some(order.0),
        Occasion::Event(event) => Some(event),
    };
    [Some(key.rule.0), Some(friend), occasion].into_iter()
}
